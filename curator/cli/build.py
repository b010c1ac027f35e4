"""Commands for the whole project: init, build, pull, site, serve."""

import os
import select
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import Ctx, cluster, common, echo, proxy, tell
from curator.errors import ConfigError
from curator.text.counting import count
from curator.urls import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from curator.app.beginning import Beginning
    from curator.app.run import Run


def _known_engine(_: click.Context, __: click.Parameter, name: str) -> str:
    """Refuse an engine that nobody has, before anything is done."""
    if name != "mkdocs":  # the default costs no look at the installed packages
        from curator.app.composition import engine_names

        if name not in engine_names():
            raise click.BadParameter(f"{name!r} is none of {', '.join(engine_names())}.")
    return name


engine = click.option(
    "--engine",
    default="mkdocs",
    show_default=True,
    metavar="NAME",
    callback=_known_engine,
    help="The site engine: mkdocs, zensical, or one of an installed package.",
)
drafts = click.option("--drafts", is_flag=True, help="Show drafts too, marked, in .curator/preview.")
ADD_FEEDS = "curate feeds add example.org"
"""What comes first in a project that reads no site."""
MOST_WEEKS = 520
"""Weeks of a course that ends: ten years."""
keep_going = click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out week files that cannot be read and build the others; still exits 2 at the end.",
)


@click.command()
@click.argument("directory", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default=None, help="Title of the first course.")
@click.option("--need", default=None, help="What its learners must be able to do, in a sentence or more.")
@click.option("--about", default="", help="What learners read about the course; they never read the need.")
@click.option(
    "--feed",
    "feeds",
    multiple=True,
    metavar="ADDRESS",
    help="A site or feed to read; may be repeated.",
)
@click.option(
    "--opml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="A feed reader's file: its feeds are read.",
)
@click.option("--starter", is_flag=True, help="Show how it works: built-in articles, feeds, a course.")
@click.option(
    "--weeks",
    type=click.IntRange(0, MOST_WEEKS),
    default=0,
    metavar="N",
    help="How many weeks it has; without it one follows another.",
)
@click.option("--curator", default="", help="Who curates it, by the name that learners read.")
@click.option("--contact", default="", help="Mail or web address at which learners reach who is in charge.")
@click.option("--site-name", default=None, help="Name of the site; by default the course's title.")
@click.option("--site-url", default=None, help="Where the site will be published.")
@proxy
@common
def init(ctx: Ctx, directory: Path, opml: Path | None, **given: Any) -> int:
    """Lay down a project in DIRECTORY, for a need of your own or, with --starter, to see how it works.

    On a terminal it asks four questions, each with a default; with an option it asks none. Without the
    starter nothing of another subject is laid down.

    \b
    Examples:
      curate init my-course
      curate init my-course --need "Team leads must learn to hold hard conversations" --feed example.org
      curate init my-course --starter
    """
    from curator.app.beginning import BEHIND_A_PROXY, Beginning, begin

    asked = any(given.values()) or opml is not None or ctx.as_json
    try:
        wanted = (
            Beginning(**given, opml=opml)
            if asked or not (sys.stdin.isatty() and sys.stdout.isatty())
            else _ask(ctx.root / directory)
        )
    except (click.Abort, KeyboardInterrupt):  # also between two questions
        ctx.warn("\nstopped: nothing was written")
        return 1
    wanted = replace(wanted, proxy=ctx.proxy)
    made = begin(ctx.root / directory, wanted, today=ctx.day, open_run=_opened(ctx, directory), tell=ctx.say)
    if ctx.as_json:
        ctx.give(
            {
                "dir": str(ctx.root / directory),
                "written": made.written,
                "feeds": made.feeds,
                "failed": made.failed,
            }
        )
    ctx.say(f"{count(len(made.written), 'file')} written to {ctx.root / directory}")
    for words in made.said:
        ctx.say(words)
    for words in made.failed:
        ctx.warn(words)
    where = "" if str(directory) == "." else f"cd {shlex.quote(str(directory))} && "
    if made.unfed:
        hint = "" if ctx.proxy or BEHIND_A_PROXY in made.failed else "with --proxy URL behind a proxy; "
        ctx.say(f"Next: {where}{ADD_FEEDS}   ({hint}then curate build)")
    else:
        ctx.say(
            f"Next: {where}curate build   (reads the sites and drafts week 1; nothing is published by that)"
        )
    return int(made.stopped)


def _opened(ctx: Ctx, directory: Path) -> "Callable[[], Run]":
    """Open the new project, as a command in its folder would."""
    inside = replace(ctx, folder=str(ctx.root / directory))
    return lambda: inside.run()


def _ask(root: Path) -> "Beginning":
    """Ask what a project begins with; without a need it is the built-in example.

    Raises ConfigError before the first question where `root` cannot take a project.
    """
    from curator.app.beginning import Beginning, title_for
    from curator.app.need_words import left_out, read_as
    from curator.app.scaffold import must_be_free

    must_be_free(root)
    click.echo("Four questions; Enter alone takes what is proposed, and everything can be changed later.")

    def ask(question: str, default: str = "") -> str:
        return str(click.prompt(question, default=default, show_default=bool(default))).strip()

    need = ask("1. Who must learn to do what? In one sentence (Enter: show me how it works, with an example)")
    if not need:
        return Beginning(starter=True)
    parts = read_as(need)
    click.echo(
        "   Your sentence is kept word for word, and nothing has to be done about it here."
        + (" It asks for:" if parts else "")
    )
    for part in parts:
        echo(f"   - {part}")
    if out := left_out(need):
        echo(f"   {out}")
    title = ask("2. What is the course called? (Enter takes the name in brackets)", title_for(need))
    weeks = click.prompt(
        "3. How many weeks does it have? (1 for a single week; Enter: it goes on until you end it)",
        default=0,
        show_default=False,
        type=click.IntRange(0, MOST_WEEKS),
    )
    # Last, so that nothing of a pasted list becomes the answer to another question.
    click.echo(
        "4. Which sites write about it? Their addresses, one or more a line, or a feed reader's OPML file."
    )
    feeds = _pasted("   (Enter on an empty line: that is all; none yet is fine, too)")
    names = (name.strip("'\" \n,;") for name in (feeds, *feeds.split()))
    file = next((name for name in names if name and _is_file(name)), "")
    if file:
        feeds = feeds.replace(file, " ")
    return Beginning(title, need, (feeds,), Path(file) if file else None, weeks=weeks)


def _pasted(question: str) -> str:
    """Read lines up to an empty one behind which nothing waits: a pasted list may hold empty lines, too."""
    lines: list[str] = []
    while True:
        words, mark = ("", "") if _waits() else (question, ": ")
        line = str(click.prompt(words, default="", show_default=False, prompt_suffix=mark))
        if not line.strip() and not _waits(PASTING):
            return "\n".join(lines)
        lines.append(line)


PASTING = 0.2
"""Seconds that the next line of a pasted list may take to arrive."""


def _waits(seconds: float = 0.0) -> bool:
    """Tell whether somebody has typed or pasted on, or does so within some seconds."""
    try:
        return bool(select.select([sys.stdin], [], [], seconds)[0])
    except (OSError, ValueError):  # no terminal
        return False


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # longer than a name can be
        return False


@click.command()
@engine
@drafts
@keep_going
@click.option("--no-listen", is_flag=True, help="Do not read back what learners wrote.")
@proxy
@cluster
@common
def build(ctx: Ctx, engine: str, drafts: bool, keep_going: bool, no_listen: bool) -> int:
    """Run the week: pull the feeds, draft what is due, build the site.

    \b
    Examples:
      curate build                     the weekly run
      curate build --today 2026-11-23  as if it were that day
      curate build --json              one object for machines
      curate build --cluster tls://scheduler.example:8786  on many machines
    """
    from curator.app import build as run_build
    from curator.app.pull import all_feeds

    with ctx.run(strict=not keep_going) as run:
        secrets = None if no_listen else os.environ
        report = run_build(run, engine=engine, drafts=drafts, secrets=secrets)
    tell(ctx, report)
    # What the command was given is needed again there, unless feeds.yml keeps it.
    given = f" --proxy {bare(ctx.proxy)}" if ctx.proxy and not run.project.sources.pull.proxy else ""
    if report.feeds_failed and not report.feeds_ok + report.feeds_unchanged + report.feeds_waiting:
        ctx.say(
            f"Next: curate build{given or ' --proxy URL'}   (once there is a network, or through your proxy; "
            "curate review takes the same)"
        )
    elif any(week.status == "draft" and not week.resources for week in report.weeks) and not all_feeds(
        run.project
    ):
        ctx.say(f"Next: {ADD_FEEDS}   (no feed is named yet; then curate build)")
    elif any(week.status == "draft" for week in report.weeks):
        ctx.say(f"Next: curate review{given}   (opens the draft in your browser: choose, say why, publish)")
    return _exit_code(run)


def _exit_code(run: "Run") -> int:
    """Return the run's exit code, once week files that were left out are told: these still cost a 2."""
    if run.week_problems:
        raise ConfigError(run.week_problems)
    return run.report.exit_code


@click.command()
@proxy
@cluster
@common
def pull(ctx: Ctx) -> int:
    """Ask every feed that is due for news and store the entries.

    What a feed holds no more is forgotten 180 days after it was first seen, unless a week uses it. The store
    is .curator/store.db, or the Postgres database that CURATE_STORE names, for several machines.

    \b
    Examples:
      curate pull
      curate pull --proxy http://127.0.0.1:3128  through a proxy
    """
    from curator.app.pull import pull as run_pull

    with ctx.run() as run:
        report = run_pull(run)
    tell(ctx, report)
    return 0


@click.command()
@engine
@drafts
@keep_going
@click.option("--eject", metavar="PAGE", help="Copy one template here, for changing.")
@cluster
@common
def site(ctx: Ctx, engine: str, drafts: bool, keep_going: bool, eject: str | None) -> int:
    """Build the site from the week files, without asking the network.

    Templates, styles and scripts come with curator. A file in your site_template/ takes the place of the one
    with the same name; `--eject` copies one there.

    \b
    Examples:
      curate site --keep-going
      curate site --eject week.md.j2  a copy of the week page's template to change
    """
    from curator.app.make_site import eject_template, make_site

    if eject:
        with ctx.run(strict=False) as run:
            click.echo(f"{eject_template(run.project, eject)} is yours to change")
        return 0
    with ctx.run(strict=not keep_going) as run:
        report = make_site(run, engine=engine, drafts=drafts)
    tell(ctx, report)
    return _exit_code(run)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="Port on this machine.",
)
@engine
@drafts
@common
def serve(ctx: Ctx, port: int, engine: str, drafts: bool) -> int:
    """Build the site and show it at http://127.0.0.1:8000, for this machine only.

    \b
    Examples:
      curate serve
      curate serve --drafts --port 8001  with the weeks that are not published yet
    """
    from curator.app.make_site import PREVIEW, make_site
    from curator.app.run import SITE
    from curator.app.serve import serve as run_serve

    with ctx.run() as run:
        report = make_site(run, engine=engine, drafts=drafts)
    for reason in report.held:
        ctx.warn(f"held: {reason}")
    folder = ctx.root / (PREVIEW if drafts else SITE)
    if not folder.is_dir():  # it was held, and there is no last good one either
        return report.exit_code
    with run_serve(folder, port) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        if ctx.as_json:
            ctx.give({"url": address, "dir": str(folder)})
        ctx.say(f"Serving {folder} at {address} — Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            ctx.say("")
    return 0


COMMANDS = (init, build, pull, site, serve)
