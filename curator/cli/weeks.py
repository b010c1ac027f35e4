"""Commands for a course's weeks: shortlist and draft, add, drop and note, publish, lint, retag, suggest."""

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from curator.cli.common import Ctx, cluster, common, echo, proxy, tell
from curator.text.counting import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from curator.app.run import Run
    from curator.model import Candidate, Course


def _week_option(default: str) -> "Callable[..., Any]":
    words = f"The week; by default the {default}."
    return click.option("--week", type=click.IntRange(1, 9999), default=None, metavar="N", help=words)


week_option = _week_option("one due")
newest_week_option = _week_option("newest")
"""For commands that change a week that exists."""


def candidate_json(candidate: "Candidate") -> dict[str, Any]:
    """Return a candidate as `curate shortlist --json` promises it."""
    return {
        "url": candidate.url,
        "title": candidate.title,
        "score": round(candidate.score, 4),
        "reasons": [str(reason) for reason in candidate.reasons],
        "duplicates": [copy.url for copy in candidate.duplicates],
        "tags": list(candidate.tags),
        "minutes": candidate.minutes,
    }


@click.command()
@click.argument("course")
@week_option
@click.option("--explain", metavar="URL", default=None, help="Show the whole sum behind one candidate.")
@proxy
@common
def shortlist(ctx: Ctx, course: str, week: int | None, explain: str | None) -> int:
    """List the candidates for a week, best first, each with its reasons.

    They come from the newest 40,000 entries of all feeds, and from what people suggested.

    \b
    Examples:
      curate shortlist my-course
      curate shortlist my-course --week 3
      curate shortlist my-course --explain https://example.org/page
    """
    from curator.app.drafting import due_week
    from curator.app.shortlist import shortlist as find

    with ctx.run() as run:
        chosen = run.project.course(course)
        found = find(run, chosen, week or due_week(run, chosen) or 1)
    if explain:
        return _explain(ctx, found.candidates, explain)
    if ctx.as_json:
        ctx.give([candidate_json(c) for c in found.candidates])
        return 0
    ctx.say(f"{chosen.title}, week {found.week}: {count(len(found.candidates), 'candidate')}")
    picked = {c.url for c in found.choice.chosen}
    for number, c in enumerate(found.candidates, 1):
        mark = "*" if c.url in picked else " "
        ctx.say(f"{mark}{number:3} {c.score:6.2f}  {c.title}  ({c.minutes} min)")
        ctx.say(f"             {c.url}")
        ctx.say(f"             {'; '.join(str(r) for r in c.reasons)}")
    if second := found.choice.runner_up:
        ctx.say(f"runner-up: {second.candidate.title}: {second.why}")
    ctx.say("* chosen for the week. The whole sum: curate shortlist COURSE --explain URL")
    return 0


def _explain(ctx: Ctx, candidates: "tuple[Candidate, ...]", url: str) -> int:
    from curator.app.shortlist import explain

    found = next((c for c in candidates if url in (c.url, *(d.url for d in c.duplicates))), None)
    if found is None:
        ctx.warn(f"{url} is not among the {len(candidates)} candidates; `curate shortlist` lists them")
        return 1
    if ctx.as_json:
        ctx.give(
            {**candidate_json(found), "sum": [{"text": r.text, "points": r.points} for r in found.reasons]}
        )
    else:
        ctx.say(explain(found))
    return 0


def _course(run: "Run", course: str | None) -> "list[Course]":
    return [run.project.course(course)] if course else list(run.project.courses)


@click.command()
@click.argument("course", required=False)
@week_option
@click.option("--markdown", is_flag=True, help="Print a summary for a pull request.")
@proxy
@cluster
@common
def draft(ctx: Ctx, course: str | None, week: int | None, markdown: bool) -> int:
    """Draft the week that is due, of one course or of all; a week that a person touched stays as it is.

    \b
    Example:  curate draft my-course
    """
    from curator.app.drafting import draft_all, due_week, summary

    with ctx.run() as run:
        wanted = []
        for each in _course(run, course):
            number = week or due_week(run, each)
            if number is None:
                ctx.say(f"{each.slug}: no week is due")
            else:
                wanted.append((each, number))
        for (each, number), (_, found) in zip(wanted, draft_all(run, wanted), strict=True):
            if markdown:
                echo(summary(run, each, number, found))
        report = run.report
    if not markdown:
        tell(ctx, report)
    return 0


def week_of(run: "Run", course: "Course", week: int | None) -> int:
    """Return the week that a command means: the one named, else the newest."""
    from curator.app.edits import latest_week

    return week or latest_week(run, course)


@click.command()
@click.argument("course")
@click.argument("week", type=click.IntRange(1, 9999))
@common
def publish(ctx: Ctx, course: str, week: int) -> int:
    """Publish a week when the gate is open; else say what holds it, and exit 1.

    \b
    Example:  curate publish my-course 3
    """
    from curator.app.drafting import due_week
    from curator.app.publishing import opens_later
    from curator.app.publishing import publish as run_publish

    with ctx.run() as run:
        chosen = run.project.course(course)
        held = run_publish(run, chosen, week)
        opens = opens_later(run, chosen, week)
        following = due_week(run, chosen)
    if ctx.as_json:
        ctx.give({"course": course, "week": week, "published": not held, "held": list(held)})
    for reason in held:
        ctx.say(f"held: {reason}")
    if not held:
        when = f" from {opens} on, the day it opens" if opens else ""
        ctx.say(f"week {week} is published; `curate build` puts it on the site{when}")
        if following and following != week:
            ctx.say(
                f"That build also drafts week {following}, for you alone until you publish it. If the course "
                f"is to end, name its weeks before: `curate review {course}`, Settings, Calendar"
            )
    return 1 if held else 0


@click.command()
@click.argument("course")
@click.argument("week", type=click.IntRange(1, 9999))
@common
def unpublish(ctx: Ctx, course: str, week: int) -> int:
    """Make a published week a draft again; the next build takes it off the site.

    \b
    Example:  curate unpublish my-course 3
    """
    from curator.app.publishing import unpublish as run_unpublish

    with ctx.run() as run:
        run_unpublish(run, run.project.course(course), week)
    if ctx.as_json:
        ctx.give({"course": course, "week": week, "published": False})
    ctx.say(f"week {week} is a draft again")
    return 0


@click.command()
@click.argument("course", required=False)
@common
def lint(ctx: Ctx, course: str | None) -> int:
    """Check questions, completeness, minutes, credits and quotations of every week; exit 1 on errors.

    \b
    Examples:
      curate lint
      curate lint my-course
    """
    from curator.app.publishing import lint as run_lint

    with ctx.run(strict=False) as run:
        rows = run_lint(run, _course(run, course))
    if ctx.as_json:
        ctx.give([row.as_json() for row in rows])
    for row in rows:
        ctx.say(f"{row.file}: {row.where}: {row.level}: {row.message} [{row.rule}]")
    errors = sum(row.level == "error" for row in rows)
    ctx.say(f"{len(rows)} remarks, {errors} of them errors")
    return 1 if errors else 0


@click.command()
@click.argument("course", required=False)
@common
def retag(ctx: Ctx, course: str | None) -> int:
    """Bring the tags that the tool set up to date; never one that a person set or removed.

    \b
    Example:  curate retag
    """
    from curator.app.edits import retag_weeks

    with ctx.run() as run:
        changed = [file for each in _course(run, course) for file in retag_weeks(run, each)]
    if ctx.as_json:
        ctx.give({"changed": changed})
    for file in changed:
        ctx.say(f"retagged {file}")
    ctx.say(f"{count(len(changed), 'week')} changed")
    return 0


@click.command()
@click.argument("course")
@click.argument("url", required=False)
@click.option("--by", default="", metavar="NAME", help="Who suggests it; gets the credit.")
@click.option("--note", "words", default="", metavar="WORDS", help="Why it is worth a look.")
@click.option(
    "--issues",
    type=click.File(encoding="utf-8"),
    default=None,
    help="Take the issues of the suggestion form, as `gh` prints them; - reads them from a pipe.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Take the links of a file: bookmarks (HTML), CSV, JSON, RDF, BibTeX, OPML, or one address a line.",
)
@common
def suggest(
    ctx: Ctx,
    course: str,
    url: str | None,
    by: str,
    words: str,
    issues: IO[str] | None,
    source: Path | None,
) -> int:
    """Write down a suggestion; it becomes a candidate of the next draft, with credit.

    \b
    Examples:
      curate suggest my-course https://example.org/page --by "Ada"
      curate suggest my-course --from bookmarks.html
      gh issue list --label suggestion --json body,author,createdAt | curate suggest my-course --issues -
    """
    from curator.app.edits import suggest as run_suggest
    from curator.app.edits import suggest_issues, suggested

    if [url, issues, source].count(None) != 2:
        raise click.UsageError("name an address, or --from FILE, or --issues FILE")
    if source is not None:
        return _collect(ctx, course, source, by)
    with ctx.run() as run:
        chosen = run.project.course(course)
        if url is not None:
            again = suggested(run, chosen, url)
            path = run_suggest(run.project.root, course, url, by=by, words=words, on=ctx.day)
            told: dict[str, Any] = {"course": course, "url": url, "by": by}
            said = f"written to {path.name}; the next draft considers it"
            if again:
                said = f"{path.name} has it already; whoever came first keeps the credit"
        else:
            count, wrong = suggest_issues(run.project.root, course, issues.read() if issues else "")
            told = {"course": course, "suggestions": count, "wrong": wrong}
            said = f"suggestions in suggestions.yml from issues: {count}; the next draft considers them"
            for line in wrong:
                ctx.warn(line)
    if ctx.as_json:
        ctx.give(told)
    ctx.say(said)
    return 0


def _collect(ctx: Ctx, course: str, source: Path, by: str) -> int:
    from curator.app.collecting import collect, read

    with ctx.run() as run:
        found = collect(run, run.project.course(course), read(source), source.name, by=by)
    if ctx.as_json:
        lists = {"twice": list(found.twice), "known": list(found.known), "wrong": list(found.wrong)}
        ctx.give({"course": course, "suggestions": found.new, **lists})
        return 0
    for lines in (found.wrong, found.twice, found.known):
        for line in lines[:TOLD]:
            ctx.warn(line)
        if len(lines) > TOLD:
            ctx.warn(f"    and {len(lines) - TOLD} more like this")
    ctx.say(
        f"new suggestions: {found.new}; known before: {len(found.known)}, twice in the file: "
        f"{len(found.twice)}, no web address: {len(found.wrong)}"
    )
    return 0


TOLD = 10
"""Lines of one kind that are told one by one."""

COMMANDS = (shortlist, draft, publish, unpublish, lint, retag, suggest)
