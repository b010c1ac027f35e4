"""Commands for the feeds: curate feeds list, add, remove, check, suggest, import, export, accept-moves."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli.common import Ctx, Group, common, proxy
from curator.errors import CuratorError
from curator.files import write_atomic
from curator.text.counting import count

if TYPE_CHECKING:
    from curator.app.manage_feeds import FeedRow


@click.group(cls=Group)
def feeds() -> None:
    """Look after the feeds in feeds.yml."""


def _show(ctx: Ctx, rows: "list[FeedRow]") -> None:
    if ctx.as_json:
        ctx.give(
            [
                {"feed": r.feed, "title": r.title, "state": r.state, "since": r.since, "advice": r.advice}
                for r in rows
            ]
        )
    for row in rows:
        since = f"{row.since:%Y-%m-%d}" if row.since else "-"
        ctx.say(f"{row.state:<12} {since:<10}  {row.title or row.feed}")
        if row.title:
            ctx.say(f"{'':<24} {row.feed}", level=1)
        if row.advice:
            ctx.say(f"{'':<24} {row.advice}")


@feeds.command("list")
@common
def list_(ctx: Ctx) -> int:
    """Show every feed: its state in a word, when it last said something new, what to do.

    States: new, fresh, quiet, moved, backing off, broken, gone.

    \b
    Examples:
      curate feeds list
      curate feeds list -v             with the addresses
    """
    from curator.app.manage_feeds import rows

    with ctx.run() as run:
        _show(ctx, rows(run))
    return 0


@feeds.command()
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
@click.option("--title", default="", help="A title of your own for it; for one address only.")
@click.option("--tag", "tags", multiple=True, help="A tag for its entries; may be given several times.")
@proxy
@common
def add(ctx: Ctx, addresses: tuple[str, ...], title: str, tags: tuple[str, ...]) -> int:
    """Add feeds; the address of a site is enough.

    One that cannot be read is told, and the others are added. A list may hold commas, semicolons, lines
    and words around the addresses.

    \b
    Examples:
      curate feeds add example.org --tag leadership
      curate feeds add example.org example.com https://example.net/feed.xml
    """
    from curator.app.manage_feeds import add_all, not_added
    from curator.text.typed_addresses import listed

    addresses = listed(addresses)
    if not addresses:
        raise click.UsageError("name an address")
    if title and len(addresses) > 1:
        raise click.UsageError("--title is for one address")

    with ctx.run() as run:
        known = {feed.id for feed in run.project.sources.feeds}
        found = add_all(run, addresses, title=title, tags=tags)
        for note in run.report.notes:
            ctx.warn(note)
    failed = [one for one in found if isinstance(one, CuratorError)]
    if len(addresses) == 1 and failed:
        raise failed[0]
    added = [one for one in found if not isinstance(one, CuratorError)]
    for feed in added:
        done = "feeds.yml has it already, left as it is:" if feed.id in known else "added"
        ctx.say(f"{done} {feed.title or feed.id}: {feed.id}")
    refused = {a: one for a, one in zip(addresses, found, strict=True) if isinstance(one, CuratorError)}
    for words in not_added(refused, len(addresses)):
        ctx.warn(words)
    if ctx.as_json:
        told = [{"feed": feed.id, "title": feed.title, "tags": list(feed.tags)} for feed in added]
        ctx.give(told[0] if len(addresses) == 1 else told)
    return 1 if failed else 0


@feeds.command()
@click.argument("feed")
@common
def remove(ctx: Ctx, feed: str) -> int:
    """Remove a feed, named by its address or path; what was published stays.

    \b
    Example:  curate feeds remove https://example.org/feed.xml
    """
    from curator.app.manage_feeds import remove as run_remove

    with ctx.run() as run:
        run_remove(run, feed)
    if ctx.as_json:
        ctx.give({"removed": feed})
    ctx.say(f"removed {feed}")
    return 0


@feeds.command()
@click.argument("feed", required=False)
@proxy
@common
def check(ctx: Ctx, feed: str | None) -> int:
    """Ask the feeds, or one, and say how they are.

    \b
    Examples:
      curate feeds check
      curate feeds check https://example.org/feed.xml
    """
    from curator.app.manage_feeds import check as run_check

    with ctx.run() as run:
        found = run_check(run, feed)
        _show(ctx, found)
    return 1 if any(row.state in ("broken", "gone") for row in found) else 0


@feeds.command()
@click.argument("course")
@proxy
@common
def suggest(ctx: Ctx, course: str) -> int:
    """Look for feeds worth adding to COURSE; each is told with what it would have brought.

    Follows the links of what you kept, the blogrolls and OPML files that pages offer, and the home pages of
    people. Nothing is added: `curate feeds add` does that.

    \b
    Example:  curate feeds suggest my-course
    """
    from curator.app.suggest_feeds import suggest_feeds

    with ctx.run(strict=False) as run:
        found = suggest_feeds(run, run.project.course(course))
    if ctx.as_json:
        ctx.give([asdict(find) for find in found])
        return 0
    for find in found:
        ctx.say(f"{find.title}: curate feeds add {find.feed}")
        ctx.say(f"    {'; '.join(find.found[:3])}")
        for title, _, score in find.entries:
            ctx.say(f"    {score:.2f}  {title}")
    if not found:
        ctx.say("nothing was found that would have brought something for this need")
    return 0


@feeds.command("import")
@click.argument("opml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common
def import_(ctx: Ctx, opml: Path) -> int:
    """Add the feeds of an OPML file; folders become tags.

    \b
    Example:  curate feeds import my-reader.opml
    """
    from curator.app.manage_feeds import import_opml

    imported, new = import_opml(ctx.root, opml.read_bytes(), opml.name)
    if ctx.as_json:
        skipped = [str(problem) for problem in imported.skipped]
        ctx.give({"feeds": len(imported.feeds), "new": new, "skipped": skipped})
    for problem in imported.skipped:
        ctx.warn(str(problem))
    ctx.say(f"{count(len(imported.feeds), 'feed')} in {opml.name}, {new} of them new")
    return 0


@feeds.command()
@click.argument("opml", type=click.Path(dir_okay=False, path_type=Path), required=False)
@common
def export(ctx: Ctx, opml: Path | None) -> int:
    """Write the feeds as OPML to a file, or to the terminal.

    \b
    Example:  curate feeds export for-my-reader.opml
    """
    from curator.app.manage_feeds import export_opml

    with ctx.run() as run:
        data = export_opml(run)
    if opml is None:
        click.echo(data.decode(), nl=False)
    else:
        write_atomic(opml, data)
        ctx.say(f"written to {opml}")
    return 0


@feeds.command("accept-moves")
@common
def accept_moves(ctx: Ctx) -> int:
    """Give every feed that has moved for good its new address.

    \b
    Example:  curate feeds accept-moves
    """
    from curator.app.manage_feeds import accept_moves as run_accept

    with ctx.run() as run:
        moves = run_accept(run)
    if ctx.as_json:
        ctx.give(moves)
    for old, new in moves.items():
        ctx.say(f"{old} → {new}")
    ctx.say(f"{count(len(moves), 'feed')} moved")
    return 0


COMMANDS = (feeds,)
