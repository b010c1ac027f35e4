"""The publish gate: when a draft may become a published week, and when the site must stand as it is.

Whether a site would lose too many pages is asked where it is swapped: curator.app.make_site.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from curator.app.edits import week_file
from curator.app.pull import all_feeds
from curator.app.run import STANDS, Run
from curator.model import Course, Module, Status
from curator.weeks.edit import edit_file, set_status
from curator.weeks.gate import hold_run, hold_week
from curator.weeks.lint import LintRow, lint_weeks, rows_of
from curator.weeks.lint_translation import lint_translation
from curator.weeks.week_file import read_week


def feeds_hold(run: Run, course: Course) -> bool:
    """Hold the run when too many of the feeds that once worked have failed; say so in the report.

    Feeds that were never read count for nothing: a machine without a network holds nothing back.
    """
    states = run.store.feeds()
    known = [
        s for feed in all_feeds(run.project) if (s := states.get(feed.id)) and s.body_hash and not s.gone
    ]
    failed = sum(1 for s in known if s.failures)
    reasons = hold_run(course.hold, len(known) - failed, failed, 0, 0)
    run.report.held += [f"{course.slug}: {reason}; {STANDS}" for reason in reasons]
    return bool(reasons)


def lint(run: Run, courses: Iterable[Course], *, published: int | None = None) -> list[LintRow]:
    """Lint courses and their weeks; week files that cannot be read are rows too.

    `published` names a week that is judged as if it were published already.
    """
    rows = rows_of(run.week_problems)
    for course in courses:
        weeks = [
            (
                path.relative_to(run.project.root).as_posix(),
                path.read_text(encoding="utf-8-sig"),
                module.model_copy(update={"status": "published"}) if module.week == published else module,
            )
            for path, module in run.modules.get(course.slug, ())
        ]
        rows += lint_weeks(course, weeks)
        rows += _translations(run, course, {module.week: module for _, _, module in weeks})
    return rows


def _translations(run: Run, course: Course, modules: dict[int, Module]) -> Iterator[LintRow]:
    for found in run.translations.get(course.slug, ()):
        text = (run.project.root / found.file).read_text(encoding="utf-8-sig")
        yield from lint_translation(course, modules[found.week], found, text, modules)


def reasons_to_hold(run: Run, course: Course, week: int, *, approved: bool) -> tuple[str, ...]:
    """Say in words what speaks against publishing a week; nothing, when the gate is open."""
    found = run.module(course.slug, week)
    if found is None:
        return (f"there is no week {week} yet: `curate draft {course.slug} --week {week}` writes it",)
    path, module = found
    file = path.relative_to(run.project.root).as_posix()
    files = {t.file: f"{t.language}: " for t in run.translations.get(course.slug, ()) if t.week == week}
    files[file] = ""
    rows = [
        replace(row, where=files[row.file] + row.where)
        for row in lint(run, [course], published=week)
        if row.file in files
    ]
    return hold_week(course, module, rows, approved=approved)


def publish(run: Run, course: Course, week: int) -> tuple[str, ...]:
    """Publish a week that a person stands behind; returns why not, when the gate is closed."""
    reasons = reasons_to_hold(run, course, week, approved=True)
    if not reasons:
        _set(run, course, week, "published")
    return reasons


def opens_later(run: Run, course: Course, week: int) -> date | None:
    """Return the day from which learners see a week, None when they see it already."""
    day = run.opens(course, week)
    return day if day > run.day(course) else None


def unpublish(run: Run, course: Course, week: int) -> None:
    """Make a published week a draft again."""
    _set(run, course, week, "draft")


def publish_when_open(run: Run, course: Course, week: int) -> None:
    """Publish a drafted week where the course publishes by itself and nothing speaks against it."""
    found = run.module(course.slug, week)
    if course.publish != "auto" or found is None or found[1].status == "published":
        return
    reasons = reasons_to_hold(run, course, week, approved=False)
    if reasons:
        run.report.held += [f"{course.slug}: {reason}" for reason in reasons]
    else:
        _set(run, course, week, "published")
        run.report.mark(course.slug, week, "published")


def _set(run: Run, course: Course, week: int, status: Status) -> None:
    path = week_file(run, course, week)
    edit_file(path, run.project.root, lambda text: set_status(text, status))
    run.put(course.slug, path, read_week(path, run.project.root))
