"""Status: every course and week, and what waits for a person, each with the command that mends it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from curator.app.course_insights import of_course
from curator.app.drafting import due_week
from curator.app.manage_feeds import rows
from curator.app.publishing import lint, reasons_to_hold
from curator.app.run import HELD, Run
from curator.model import Course

_MEND = frozenset({"broken", "gone", "moved"})
"""States of a feed (`describe`) that a person can do something about."""


@dataclass(frozen=True, slots=True)
class WeekStatus:
    """A week: its state, its opening day, what it takes, and how many posts wait for an answer."""

    week: int
    status: str
    opens: str
    minutes: int
    resources: int
    waiting: int


@dataclass(frozen=True, slots=True)
class CourseStatus:
    """A course with its weeks; `needs` says in words what waits for a person."""

    course: str
    title: str
    archived: bool
    weeks: tuple[WeekStatus, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The whole project; `needs` are those of no single course: feeds, a site that was held."""

    courses: tuple[CourseStatus, ...]
    needs: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form, as `curate status --json` promises it."""
        return asdict(self)


def status(run: Run) -> Status:
    """Look at everything that is on disk and in the store; nobody is asked anything."""
    return Status(tuple(_course(run, course) for course in run.project.courses), tuple(_project(run)))


def _course(run: Run, course: Course) -> CourseStatus:
    posts = _waiting(run, course)
    weeks = tuple(
        WeekStatus(
            module.week,
            module.status,
            run.opens(course, module.week).isoformat(),
            module.total,
            len(module.content),
            posts.get(module.week, 0),
        )
        for _, module in run.modules.get(course.slug, ())
    )
    needs = () if course.archived else tuple(_needs(run, course, posts))
    return CourseStatus(course.slug, course.title, course.archived, weeks, needs)


def _waiting(run: Run, course: Course) -> dict[int, int]:
    """Count, for each week that has any, the posts that wait for an answer."""
    modules = [module for _, module in run.modules.get(course.slug, ())]
    found = {module.week: len(of_course(run, course, module.week).waiting) for module in modules}
    return {week: count for week, count in found.items() if count}


def _needs(run: Run, course: Course, posts: dict[int, int]) -> Iterator[str]:
    for problem in run.week_problems:
        if problem.file.startswith(f"courses/{course.slug}/"):
            yield str(problem)
    week = due_week(run, course)
    found = run.module(course.slug, week) if week else None
    if week and found is None:
        yield f"week {week} is due and not drafted yet: curate build"
    elif week and found is not None and found[1].status == "draft":
        reasons = reasons_to_hold(run, course, week, approved=True)
        review = f"curate review {course.slug} --week {week}"
        if reasons:
            yield f"week {week} is a draft, and not ready: {'; '.join(reasons)}: {review}"
        elif course.publish == "review":
            yield f"week {week} is drafted and waits for you: {review}"
    for row in lint(run, [course]):
        if row.level == "error" and not (found and row.file.endswith(found[0].name)):
            yield f"{row.file}, {row.where}: {row.message}"
    for number, count in posts.items():
        many = "a post waits" if count == 1 else f"{count} posts wait"
        yield f"week {number}: {many} for an answer: curate insights {course.slug} --week {number}"


def _project(run: Run) -> Iterator[str]:
    yield from json.loads(run.store.note(HELD) or "[]")
    broken = [row for row in rows(run) if row.state in _MEND]
    for row in broken[:5]:
        yield f"feed {row.title or row.feed}: {row.state}; {row.advice}"
    if len(broken) > 5:
        yield f"and {len(broken) - 5} more feeds: curate feeds list"
