"""The publish gate: when a draft may become a published week, and when the site must stand as it is."""

from curator.model import Course
from curator.pipeline.pull import all_feeds
from curator.pipeline.run import Run
from curator.pipeline.shortlist import Shortlist


def feeds_hold(run: Run, course: Course) -> bool:
    """Hold the run when too many of the feeds that once worked have failed; say so in the report.

    Feeds that were never read count for nothing: a machine without a network holds nothing back.
    """
    states = run.store.feeds()
    known = [
        s for feed in all_feeds(run.project) if (s := states.get(feed.id)) and s.body_hash and not s.gone
    ]
    failed = [s for s in known if s.failures]
    if not known or len(failed) / len(known) <= course.hold.failed_feeds:
        return False
    run.report.held.append(
        f"{course.slug}: {len(failed)} of {len(known)} feeds failed, more than hold.failed_feeds allows "
        f"({course.hold.failed_feeds:.0%}); the last good site stands"
    )
    return True


def shrink_hold(run: Run, pages: int) -> None:
    """Hold the site when it would lose more of its pages than the courses allow."""
    before = int(run.store.note("woven") or 0)
    allowed = min((c.hold.shrink for c in run.project.courses), default=1.0)
    if before and pages < before * (1 - allowed):
        run.report.held.append(
            f"the site would shrink from {before} to {pages} pages, more than hold.shrink allows "
            f"({allowed:.0%}); the last good site stands"
        )
    elif not run.report.held:
        run.store.save_note("woven", str(pages))


def publish_when_open(run: Run, course: Course, week: int, found: Shortlist | None) -> None:
    """Publish a drafted week where the course publishes by itself and nothing speaks against it."""
