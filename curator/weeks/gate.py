"""The publish gate: the reasons, in words, why something must not be published (`hold` in course.yml)."""

from collections.abc import Sequence

from curator.model import Course, Finding, Hold, Module
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
    """Give the reasons that lie in the week: too little content, a question with an error, no approval."""
    week, reasons = f"week {module.week}", []
    count, least = len(module.content), course.items.min
    if count < least:
        reasons.append(f"{week} holds {count} of at least {least} resources")
    short = course.minutes * course.hold.short
    if count and module.minutes < short:
        reasons.append(
            f"{week} takes {module.minutes} minutes, less than hold.short asks for "
            f"({course.hold.short:.0%} of {course.minutes})"
        )
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
