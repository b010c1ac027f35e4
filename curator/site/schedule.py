"""Decide which weeks learners see, and when each one opens. Pure: today is an argument."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from curator.model import Answers, Course, CourseWeek, Module

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a course's schedule; `module` is there when the week has a page."""

    week: int
    title: str
    opens: date
    module: Module | None = None
    current: bool = False
    """The newest open week of the course."""
    answers: tuple[Answers, ...] = ()
    """How much was said to its questions by the last build."""

    @property
    def name(self) -> str:
        """Name the week's page and the first part of its thread keys: "week-03"."""
        return f"week-{self.week:02d}"

    @property
    def draft(self) -> bool:
        """Tell whether the page is a preview that learners must not see yet."""
        return self.module is not None and self.module.status == "draft"


@dataclass(frozen=True, slots=True)
class Plan:
    """A course and its schedule, first week first."""

    course: Course
    slots: tuple[Slot, ...]

    @property
    def open(self) -> tuple[Slot, ...]:
        """The weeks that have a page."""
        return tuple(s for s in self.slots if s.module)

    @property
    def current(self) -> Slot | None:
        """The newest open week, if any."""
        return next((s for s in self.slots if s.current), None)

    @property
    def until(self) -> date | None:
        """The day from which nobody should read "we are here": a week after the next one was due.

        Browsers compare it with their own clock, so that an old page does not go on saying "now".
        """
        if self.current is None:
            return None
        later = [s.opens for s in self.slots if s.opens > self.current.opens]
        return min(later, default=self.current.opens + timedelta(weeks=1)) + timedelta(weeks=1)

    @property
    def minutes(self) -> int:
        """Minutes that all open weeks take together."""
        return sum(s.module.minutes for s in self.slots if s.module)


def opening(course: Course, module: Module | None, week: int) -> date:
    """Return the day a week opens: what its file says, else weekly from the course's start."""
    if module is not None and module.opens is not None:
        return module.opens
    return course.start + timedelta(weeks=week - 1)


def plan(course: Course, weeks: Sequence[CourseWeek], today: date, *, drafts: bool = False) -> Plan:
    """Lay out a course: published weeks that are open get a page, the others a line in the schedule.

    With `drafts`, drafts and weeks that open later have a page too, for the curator's own preview.
    """
    modules = {w.module.week: w.module for w in weeks if w.course.slug == course.slug}
    answers = {w.module.week: w.answers for w in weeks if w.course.slug == course.slug}
    slots = []
    for number in sorted(set(modules) | set(range(1, len(course.weeks) + 1))):
        module = modules.get(number)
        planned = course.weeks[number - 1].title if number <= len(course.weeks) else ""
        if module is not None and module.status == "draft" and not drafts and not planned:
            continue
        opens = opening(course, module, number)
        visible = module is not None and (drafts or (module.status == "published" and opens <= today))
        title = (
            module.title if module is not None and visible else planned or (module.title if module else "")
        )
        said = answers.get(number, ()) if visible else ()
        slots.append(Slot(number, title, opens, module if visible else None, answers=said))
    started = [s.week for s in slots if s.module and s.opens <= today and not s.draft]
    newest = max(started, default=None)
    return Plan(course, tuple(replace(s, current=s.week == newest) for s in slots))


def long_date(day: date) -> str:
    """Write a date in words, free of the machine's locale: "7 December 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
