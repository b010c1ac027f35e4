"""Commands for the resources of a week: add, drop, keep, note."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import Ctx, common, proxy
from curator.cli.weeks import newest_week_option, week_of

if TYPE_CHECKING:
    from curator.model import Resource


@click.command()
@click.argument("course")
@click.argument("url", required=False, default="")
@click.option("--title", default="", help="Its title: adds it by hand, without fetching anything.")
@click.option("--author", default="", help="Who made it, when added by hand.")
@click.option("--source", default="", help="The site or publisher, when added by hand.")
@click.option("--kind", default="article", help="What it is, when added by hand: book, video, paper ...")
@click.option(
    "--minutes", type=click.IntRange(0, 1000), default=0, metavar="N", help="How long it takes, by hand."
)
@click.option("--where", default="", help="Where to find what has no address: a shelf, a room, an intranet.")
@click.option("--note", "words", default="", help="Your note, when added by hand.")
@newest_week_option
@proxy
@common
def add(ctx: Ctx, course: str, url: str, week: int | None, words: str, **fields: Any) -> int:
    """Add a page to a week (the newest, unless --week names another), read and credited.

    What cannot be fetched (an internal page, a book, a talk, a PDF) is added by hand: with a title.

    \b
    Examples:
      curate add my-course https://example.org/page
      curate add my-course --title "The handbook" --author "Kim Lee" --kind book --where shelf --minutes 20
    """
    from curator.app.edits import add as run_add
    from curator.app.edits import add_by_hand, holds, used_in

    by_hand = bool(fields["title"])
    described = any(fields[name] for name in ("author", "source", "minutes", "where"))
    if not by_hand and (described or not url):
        raise click.UsageError("name the address of a page, or a --title for what is added by hand")
    with ctx.run() as run:
        chosen = run.project.course(course)
        number = week_of(run, chosen, week)
        resource = by_hand_resource(url, words, fields) if by_hand else None
        ref = resource.ref if resource else url
        there, used = holds(run, chosen, number, ref), used_in(run, chosen, number, ref)
        if resource:
            add_by_hand(run, chosen, number, resource)
        else:
            resource = run_add(run, chosen, number, url)
    if ctx.as_json:
        ctx.give(resource.model_dump(mode="json", exclude_defaults=True))
    done = "stands already in" if there else "added to"
    ctx.say(f"{done} week {number}: {resource.title} ({resource.minutes} min)")
    for other in used:
        ctx.say(f"week {other} has it, too: say in the note why again, or drop it")
    return 0


def by_hand_resource(url: str, words: str, fields: Mapping[str, Any]) -> "Resource":
    """Make a resource of what was typed; ConfigError names what is wrong with it."""
    from curator.model import Resource
    from curator.yamlio.reading import validate

    return validate(Resource, {"url": url, "note": words, **fields}, "", "what was typed")


@click.command()
@click.argument("course")
@click.argument("url")
@click.option("--why", default="", metavar="WORDS", help="Why, for whoever looks later.")
@click.option("--not-this-week", is_flag=True, help="Only out of this week: a candidate again.")
@click.option("--along", is_flag=True, help="Its questions, author, thanks and steps leave with it.")
@click.option(
    "--point-to", default="", metavar="URL", help="Its questions and steps are about this resource instead."
)
@newest_week_option
@common
def drop(ctx: Ctx, course: str, url: str, week: int | None, **how: Any) -> int:
    """Take a resource out of a week, or turn a candidate down; the ranking learns from it.

    With `--not-this-week` it is a candidate again and nothing is learned. What hangs on it (questions about
    it, its author, thanks for it, steps that name it) stays unless `--along` or `--point-to` says otherwise,
    and is told.

    \b
    Examples:
      curate drop my-course https://example.org/page --why "too technical"
      curate drop my-course https://example.org/page --not-this-week
      curate drop my-course https://example.org/page --along
    """
    from curator.app.edits import Removal
    from curator.app.edits import drop as run_drop

    for_good = not how["not_this_week"]
    with ctx.run() as run:
        chosen = run.project.course(course)
        number = week_of(run, chosen, week)
        removal = Removal(url, how["why"], for_good, how["along"], how["point_to"])
        done = run_drop(run, chosen, number, removal)
    left = done.left
    if ctx.as_json:
        ctx.give(
            {
                "course": course,
                "week": number,
                "dropped" if for_good else "out": url,
                "left": {
                    "questions": [q.id for q in left.questions],
                    "people": [p.name for p in left.people],
                    "thanks": [t.name for t in left.thanks],
                    "steps": list(left.steps),
                },
            }
        )
    if not for_good:
        ctx.say(f"out of week {number}, and a candidate again: {url}")
    elif done.stood:
        ctx.say(f"dropped from week {number}: {url}")
    else:
        ctx.say(f"turned down; week {number} does not hold it: {url}")
    for question in left.questions:
        ctx.say(
            f"question {question.id} was about it: point it at another resource, reword it or take it out "
            "(`curate review`), or the week is not published"
        )
    if names := [*(p.name for p in left.people), *(t.name for t in left.thanks)]:
        ctx.say(f"still in the connection: {', '.join(dict.fromkeys(names))}; `--along` takes them out, too")
    for step in left.steps:
        ctx.say(f"a step still names it: {step}")
    return 0


@click.command()
@click.argument("course")
@click.argument("url")
@newest_week_option
@click.option("--title", default="", help="Its title, where the week does not hold it.")
@click.option("--why", default="", help="What it is kept for.")
@common
def keep(ctx: Ctx, course: str, url: str, week: int | None, title: str, why: str) -> int:
    """Keep a find for a later week: out of this one, and first among the candidates of the next.

    \b
    Example:  curate keep my-course https://example.org/page --why "fits the week on feedback"
    """
    from curator.app.edits import keep as run_keep

    with ctx.run() as run:
        chosen = run.project.course(course)
        number = week_of(run, chosen, week)
        run_keep(run, chosen, number, url, title=title, why=why)
    if ctx.as_json:
        ctx.give({"course": course, "week": number, "later": url})
    ctx.say(f"kept for later in week {number}: {url}")
    return 0


@click.command()
@click.argument("course")
@click.argument("url")
@click.argument("words", nargs=-1, required=True)
@newest_week_option
@common
def note(ctx: Ctx, course: str, url: str, words: tuple[str, ...], week: int | None) -> int:
    """Write your note on a resource: why this, and for whom.

    \b
    Example:  curate note my-course https://example.org/page "Read the second half first."
    """
    from curator.app.edits import note as run_note

    with ctx.run() as run:
        chosen = run.project.course(course)
        number = week_of(run, chosen, week)
        run_note(run, chosen, number, url, " ".join(words))
    if ctx.as_json:
        ctx.give({"course": course, "week": number, "url": url, "note": " ".join(words)})
    ctx.say(f"noted in week {number}")
    return 0


COMMANDS = (add, drop, keep, note)
