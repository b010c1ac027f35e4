"""When a week opens, which week a day belongs to, and which week a build should draft.

Week 1 opens on `start`, each further week seven days later; the `opens` of a week file overrules this
for that week. A course that lists its weeks ends seven days after the last one opened; one that lists
none goes on. There is no clock here: every function is told what day it is.
"""

from collections.abc import Collection
from datetime import date, timedelta

from curator.model import Course

WEEK = timedelta(days=7)


def opens_on(course: Course, week: int) -> date:
    """Tell on which day a week opens by the plan; the year 9999 bounds what a calendar can hold."""
    return course.start + min(WEEK * (week - 1), date.max - course.start)


def week_on(course: Course, today: date) -> int | None:
    """Tell which week is under way on a day; None before the start and after a planned end."""
    if today < course.start:
        return None
    week = (today - course.start) // WEEK + 1
    return None if course.weeks and week > len(course.weeks) else week


def week_to_draft(course: Course, today: date, published: Collection[int] = ()) -> int | None:
    """Tell which week a build on this day drafts (or refreshes); None when there is nothing to do.

    The week under way, until it is published; then the one that opens within the next seven days, so
    that a curator has it on the desk before learners expect it. Before the start that is week 1,
    however far away; after a planned end there is none.
    """
    now = week_on(course, today)
    if now is None:
        first = today < course.start and 1 not in published
        return 1 if first else None
    if now not in published:
        return now
    last = len(course.weeks) or now + 1
    return now + 1 if now + 1 <= last and now + 1 not in published else None


def title_of(course: Course, week: int) -> str:
    """Name a week as course.yml plans it; "Week 7" where it has no plan."""
    return course.weeks[week - 1].title if 1 <= week <= len(course.weeks) else f"Week {week}"


def need_of(course: Course, week: int) -> str:
    """Tell what a week is to teach: its own need, or the course's with the week's title."""
    planned = course.weeks[week - 1] if 1 <= week <= len(course.weeks) else None
    if planned is None:
        return course.need
    return planned.need or f"{planned.title}. {course.need}"


def keywords_of(course: Course, week: int) -> tuple[str, ...]:
    """Collect the keywords of a week: the course's and its own, each once."""
    own = course.weeks[week - 1].keywords if 1 <= week <= len(course.weeks) else ()
    return tuple(dict.fromkeys((*own, *course.keywords)))
