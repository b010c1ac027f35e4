"""The publish gate: the reasons, in words, why something must not be published (`hold` in course.yml)."""

import re
from collections.abc import Iterator, Sequence

from curator.model import Course, Finding, Hold, Module
from curator.questions.objectives import counts_only, says_nothing
from curator.text.counting import count as counted
from curator.weeks.lint import LintRow


def hold_run(
    hold: Hold, feeds_ok: int, feeds_failed: int, pages_before: int, pages_after: int
) -> tuple[str, ...]:
    """Give the reasons that lie in the run as a whole: failed feeds, a shrinking site."""
    reasons = []
    feeds = feeds_ok + feeds_failed
    if feeds and feeds_failed / feeds > hold.failed_feeds:
        reasons.append(
            f"{feeds_failed} of {feeds} feeds failed, more than hold.failed_feeds allows "
            f"({hold.failed_feeds:.0%}); see `curate feeds list`, or raise hold.failed_feeds in course.yml"
        )
    if pages_before and pages_after < pages_before * (1 - hold.shrink):
        reasons.append(
            f"the site would shrink from {pages_before} to {pages_after} pages, more than hold.shrink "
            f"allows ({hold.shrink:.0%}); if that is meant, raise hold.shrink in course.yml for one build"
        )
    return tuple(reasons)


def hold_week(
    course: Course, module: Module, findings: Sequence[Finding | LintRow] = (), *, approved: bool = False
) -> tuple[str, ...]:
    """Give the reasons that lie in the week: too little content, a question with an error, no approval.

    Among them are texts that no person wrote: a title or an objective that says nothing, no note at all.
    Whoever writes `publish: auto` lets weeks go out that nobody wrote a note on; the rest holds there, too.
    """
    week, reasons = f"week {module.week}", []
    count, least = len(module.content), course.items.min
    if count < least:
        reasons.append(f"{week} holds {count} of at least {least} resources")
    short = course.minutes * course.hold.short
    if count and module.minutes < short:
        reasons.append(
            f"{week} takes {counted(module.minutes, 'minute')}, less than hold.short asks for "
            f"({course.hold.short:.0%} of {course.minutes})"
        )
    reasons += (f"{week}, {reason}" for reason in _unsaid(course, module))
    for finding in findings:
        if finding.level == "error":
            where = f"{finding.where}: " if isinstance(finding, LintRow) else ""
            reason = f"{week}, {where}{finding.message}"
            # The lint says of a published week what was said above of any: once is enough.
            if finding.rule != "items-few" and reason not in reasons:
                reasons.append(reason)
    if course.publish == "review" and not approved:
        reasons.append(
            f"{week} waits for a person: course.yml says publish: review; read it and run "
            f"`curate publish {course.slug} {module.week}`"
        )
    return tuple(reasons)


_ON_PAGES = (
    (
        r", less than hold\.short asks for \((\d+%) of (\d+)\)",
        r", too little for the \2 of a week (\1 at least): add something, or plan fewer in Settings",
    ),
    (
        r": course\.yml says publish: review; read it and run `curate publish .*?`",
        ": read it, then press Publish",
    ),
)
"""What a terminal says with keys of files and commands, and a page with the button or the place there."""


def for_people(reason: str) -> str:
    """Say a reason beside its week, where nobody opens the file: without lines, keys and commands."""
    words = re.sub(r"^week \d+,? |\s\(line \d+\)", "", reason)
    for said, shown in _ON_PAGES:
        words = re.sub(said, shown, words)
    return re.sub(r"^holds ", "it holds ", re.sub(r"^takes ", "it takes ", words))


def by_number(reason: str, module: Module) -> str:
    """Name questions as pages do, by their place: the ids of the file are for threads."""
    numbers = {q.id: n for n, q in enumerate(module.conversation, 1)}
    return re.sub(
        r"\bquestion ([a-z0-9-]+)(?=[\s:,]|$)", lambda m: f"question {numbers.get(m[1], m[1])}", reason
    )


def _unsaid(course: Course, module: Module) -> Iterator[str]:
    """Say what a person has to put into words before learners read it."""
    language = course.language
    if says_nothing(module.title, language):
        yield f"title: “{module.title}” says nothing yet: name what the week is about"
    if not module.objective.strip():
        yield "objective: empty: write what somebody can do after this week"
    elif counts_only(module.objective, language):
        yield "objective: it only counts the week: write what somebody can do after it"
    if module.content and course.publish != "auto" and not any(r.note.strip() for r in module.content):
        yield "notes: no resource says why it is here: write a note on one at least"
