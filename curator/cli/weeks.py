"""Commands for a course's week: shortlist, draft."""

from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import Ctx, common, proxy, tell

if TYPE_CHECKING:
    from curator.model import Candidate, Course

week_option = click.option(
    "--week", type=int, default=None, metavar="N", help="The week; by default the one due."
)


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
    """List the candidates for a week, best first, each with its reasons."""
    from curator.pipeline.draft import due_week
    from curator.pipeline.shortlist import shortlist as find

    with ctx.run() as run:
        chosen = run.project.course(course)
        found = find(run, chosen, week or due_week(run, chosen) or 1)
    if explain:
        return _explain(ctx, found.candidates, explain)
    if ctx.as_json:
        ctx.give([candidate_json(c) for c in found.candidates])
        return 0
    ctx.say(f"{chosen.title}, week {found.week}: {len(found.candidates)} candidates")
    picked = {c.url for c in found.choice.chosen}
    for number, c in enumerate(found.candidates, 1):
        mark = "*" if c.url in picked else " "
        ctx.say(f"{mark}{number:3} {c.score:6.2f}  {c.title}  ({c.minutes} min)")
        ctx.say(f"             {c.url}")
        ctx.say(f"             {'; '.join(str(r) for r in c.reasons)}")
    ctx.say("* chosen for the week. The whole sum: curate shortlist COURSE --explain URL")
    return 0


def _explain(ctx: Ctx, candidates: "tuple[Candidate, ...]", url: str) -> int:
    from curator.rank import explain

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


def _course(run: Any, course: str | None) -> "list[Course]":
    return [run.project.course(course)] if course else list(run.project.courses)


@click.command()
@click.argument("course", required=False)
@week_option
@proxy
@common
def draft(ctx: Ctx, course: str | None, week: int | None) -> int:
    """Draft the week that is due, of one course or of all; a week that a person touched stays as it is."""
    from curator.pipeline.draft import draft as run_draft
    from curator.pipeline.draft import due_week

    with ctx.run() as run:
        for each in _course(run, course):
            number = week or due_week(run, each)
            if number is None:
                ctx.say(f"{each.slug}: no week is due")
            else:
                run_draft(run, each, number)
        report = run.report
    tell(ctx, report)
    return 0


COMMANDS = (shortlist, draft)
