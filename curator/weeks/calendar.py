"""The calendar of a course: when each week opens, and which of them learners see. Pure.

Week 1 opens on `start`, every other week seven days after the week before it. The `opens` of a week file, or
of a week in course.yml, overrules that for its week, and the weeks after it count from there. No week that
nobody pinned opens in one of the course's `breaks`: it moves on by whole weeks. A course that lists its weeks
ends seven days after the last one opened; one that lists none goes on.

There is no clock here: every function is told what day it is.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from curator.model import (
    ANSWER_MINUTES,
    TRY_MINUTES,
    Answers,
    Course,
    CourseWeek,
    Event,
    Module,
    Translation,
)
from curator.questions.objectives import says_nothing

WEEK = timedelta(days=7)
LAST = 9999
"""No course has more weeks than its files' names can count."""


def day_in(course: Course, now: datetime) -> date:
    """Tell what day an (aware) moment is in the course's time zone, or on this machine."""
    return now.astimezone(ZoneInfo(course.timezone) if course.timezone else None).date()


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the weeks of a course open; `pinned` holds the days that week files name."""

    course: Course
    pinned: Mapping[int, date] = field(default_factory=dict)

    @classmethod
    def of(cls, course: Course, modules: Iterable[Module]) -> "Calendar":
        """Make the calendar of a course whose weeks are written in these modules."""
        return cls(course, {m.week: m.opens for m in modules if m.opens is not None})

    def days(self) -> Iterator[date]:
        """Yield the day on which each week opens, week 1 first, without an end."""
        before = None
        for week in count(1):
            pinned = self._pinned(week)
            if pinned is not None:
                before = pinned
            else:
                before = self._past_breaks(self.course.start if before is None else _later(before))
            yield before

    def openings(self, last: int) -> dict[int, date]:
        """Tell on which day each week up to `last` opens; for many weeks, instead of asking for each."""
        return dict(zip(range(1, last + 1), self.days(), strict=False))

    def opens_on(self, week: int) -> date:
        """Tell on which day a week opens."""
        return next(day for number, day in enumerate(self.days(), 1) if number == week)

    def week_on(self, today: date) -> int | None:
        """Tell which week is under way on a day; None before the start and after a planned end."""
        last = len(self.course.weeks)
        now, opened = None, date.min
        for week, day in zip(range(1, LAST + 1), self.days(), strict=False):
            if day <= today:
                now, opened = week, day
            if week >= max(self.pinned, default=0) and (week == last or day > today):
                break
        return None if now is not None and now == last and today >= _later(opened) else now

    def week_to_draft(self, today: date, published: Collection[int] = ()) -> int | None:
        """Tell which week a build on this day drafts (or refreshes); None when there is nothing to do.

        The week under way, until it is published; then the one that opens within the next seven days, so
        that a curator has it on the desk before learners expect it. Before the start that is week 1,
        however far away; after a planned end, and in an archived course, there is none.
        """
        if self.course.archived:
            return None
        now = self.week_on(today)
        if now is None:
            first = today < self.opens_on(1) and 1 not in published
            return 1 if first else None
        if now not in published:
            return now
        last = len(self.course.weeks) or now + 1
        soon = now + 1 <= last and self.opens_on(now + 1) <= _later(today)
        return now + 1 if soon and now + 1 not in published else None

    def due(self, today: date, modules: Iterable[Module]) -> int | None:
        """Tell which week of those written so far a build on this day drafts or refreshes, None for none.

        An open-ended course takes one week after another, however long nobody looked after it (and
        whatever a clock that is years off may say).
        """
        written = {m.week: m.status for m in modules}
        published = {week for week, status in written.items() if status == "published"}
        week = self.week_to_draft(today, published)
        if week is None or self.course.weeks:
            return week
        drafts = written.keys() - published
        return min(week, min(drafts) if drafts else max(written, default=0) + 1)

    def _pinned(self, week: int) -> date | None:
        planned = self.course.weeks[week - 1].opens if week <= len(self.course.weeks) else None
        return self.pinned.get(week, planned)

    def _past_breaks(self, day: date) -> date:
        while any(first <= day <= last for first, last in self.course.breaks) and day < date.max:
            day = _later(day)
        return day


def _later(day: date) -> date:
    """Return the day a week later; the year 9999 bounds what a calendar can hold."""
    return day + min(WEEK, date.max - day)


# --- the schedule that learners see ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a course's schedule; `module` is there when the week has a page."""

    week: int
    title: str
    opens: date
    module: Module | None = None
    current: bool = False
    """The newest open week of the course."""
    late: bool = False
    """No page yet, though its day has come: it is being prepared."""
    until: date = date.max
    """The day on which it gives way to the next week, or has had its seven days."""
    past: bool = False
    """Whether that day has come: nobody should read "this week" then."""
    answers: tuple[Answers, ...] = ()
    """How much was said to its questions by the last build."""
    over: frozenset[int] = frozenset()
    """Numbers, from 1, of the events that are over: they are told, and take nobody's time any more."""
    lately: frozenset[str] = frozenset()
    """Questions whose last answer came within the last seven days: its weekday says when."""
    translation: Translation | None = None
    """How it stands in the language of the schedule, where that is not the course's own."""
    languages: tuple[str, ...] = ()
    """The other languages in which it can be read."""

    @property
    def name(self) -> str:
        """Name the week's page: "week-03"."""
        return f"week-{self.week:02d}"

    @property
    def threads(self) -> str:
        """Name what goes on when the week is moved: threads, feed ids, calendar entries."""
        return self.module.threads if self.module else self.name

    @property
    def minutes(self) -> int:
        """Minutes that the week takes without its events; see `alone_minutes`."""
        return alone_minutes(self.module) if self.module else 0

    @property
    def to_come(self) -> tuple[Event, ...]:
        """The events that are still to come, the first to end first."""
        events = self.module.connection.events if self.module else ()
        left = [event for number, event in enumerate(events, 1) if number not in self.over]
        return tuple(sorted(left, key=lambda e: e.ends))

    @property
    def draft(self) -> bool:
        """Tell whether the page is a preview that learners must not see yet."""
        return self.module is not None and self.module.status == "draft"


@dataclass(frozen=True)
class Schedule:
    """A course and its weeks, first week first, as they are on `today`."""

    course: Course
    slots: tuple[Slot, ...]
    original: str = ""
    """The course's own language, where this is a translation of it; `course` then speaks the other one."""
    languages: tuple[str, ...] = ()
    """The other languages that the course can be read in."""
    kept: frozenset[str] = frozenset()
    """What the course says in its own language though this is a translation: "title", "about", "audience"."""

    @property
    def folder(self) -> str:
        """Place of its pages in the site: "team-leads", or "team-leads/de" for a translation."""
        return f"{self.course.slug}/{self.course.language}" if self.original else self.course.slug

    @property
    def up(self) -> str:
        """Address of the site's root, from its pages: "../" or "../../"."""
        return "../" * (self.folder.count("/") + 1)

    @property
    def name(self) -> str:
        """Name of its unit: the folder's, on one level."""
        return self.folder.replace("/", ".")

    @cached_property  # these are asked for on every page
    def open(self) -> tuple[Slot, ...]:
        """The weeks that have a page."""
        return tuple(s for s in self.slots if s.module)

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each week that has a page stands among those, by its number."""
        return {slot.week: place for place, slot in enumerate(self.open)}

    @cached_property
    def by_threads(self) -> dict[str, Slot]:
        """The weeks that have a page, by the name of their threads."""
        return {slot.threads: slot for slot in self.open}

    @cached_property
    def current(self) -> Slot | None:
        """The newest open week, if any."""
        return next((s for s in self.slots if s.current), None)

    @cached_property
    def following(self) -> Slot | None:
        """The week that opens after the current one, or first of all, if one is planned."""
        at = self.current.opens if self.current else date.min
        return min((s for s in self.slots if not s.module and s.opens > at), key=_opens, default=None)

    @cached_property
    def planned(self) -> int:
        """Minutes that a week is likely to take which nobody has written yet.

        Its content is taken to be as long as that of the weeks that stand; before the first, as the course
        allows.
        """
        written = [slot.module.minutes for slot in self.open if slot.module]
        content = round(sum(written) / len(written)) if written else self.course.minutes
        return content + ANSWER_MINUTES + TRY_MINUTES

    @property
    def minutes(self) -> int:
        """Minutes that all weeks take together without their events; see `about`."""
        return sum(self.minutes_of(slot) for slot in self.slots)

    @property
    def about(self) -> bool:
        """Whether `minutes` is an estimate, because some weeks are not written yet."""
        return any(slot.module is None for slot in self.slots)

    def minutes_of(self, slot: Slot) -> int:
        """Minutes of a week: its own, or about what one takes that is only planned."""
        return slot.minutes if slot.module else self.planned

    @property
    def to_come(self) -> tuple[Event, ...]:
        """The events of all weeks that are still to come, the first to end first."""
        return tuple(sorted((e for slot in self.slots for e in slot.to_come), key=lambda e: e.ends))

    @property
    def ends(self) -> date | None:
        """The day from which a course that lists its weeks is over; None where it goes on beyond them."""
        if not self.slots or self.slots[-1].week > len(self.course.weeks):
            return None
        return _later(max(s.opens for s in self.slots))


def _opens(slot: Slot) -> date:
    return slot.opens


def schedule(course: Course, weeks: Sequence[CourseWeek], today: date, *, drafts: bool = False) -> Schedule:
    """Lay out a course: published weeks that are open get a page, the others a line in the schedule.

    With `drafts`, drafts and weeks that open later have a page too, for the curator's own preview.
    """
    found = {w.module.week: w for w in weeks if w.course.slug == course.slug}
    modules = {number: week.module for number, week in found.items()}
    numbers = sorted(set(modules) | set(range(1, len(course.weeks) + 1)))
    opening = Calendar.of(course, modules.values()).openings(max(numbers, default=0))
    slots = []
    for number in numbers:
        module = modules.get(number)
        planned = course.weeks[number - 1].title if number <= len(course.weeks) else ""
        if module is not None and module.status == "draft" and not drafts and not planned:
            continue
        opens = opening[number]
        visible = module is not None and (drafts or (module.status == "published" and opens <= today))
        title = (
            module.title if module is not None and visible else planned or (module.title if module else "")
        )
        if course.archived and not visible:  # it will never be held
            continue
        late = not visible and opens <= today
        slot = Slot(number, title, opens, module if visible else None, late=late)
        slots.append(_open(slot, found[number], today) if visible else slot)
    started = [(s.opens, s.week) for s in slots if s.module and s.opens <= today and not s.draft]
    newest = max(started, default=None)
    days = sorted({s.opens for s in slots})

    def dated(slot: Slot) -> Slot:
        after = bisect_right(days, slot.opens)
        until = days[after] if after < len(days) else _later(slot.opens)
        return replace(
            slot,
            current=(slot.opens, slot.week) == newest,
            until=until,
            past=course.archived or until <= today,
        )

    return Schedule(course, tuple(dated(slot) for slot in slots))


def _open(slot: Slot, week: CourseWeek, today: date) -> Slot:
    """Fill a line of the schedule with what its page says."""
    return replace(
        slot,
        answers=week.answers,
        over=_over(week.module, today),
        lately=frozenset(a.question for a in week.answers if timedelta() <= today - a.last < WEEK),
        translation=week.translation,
        languages=tuple(t.language for t in week.translations if not t.empty),
    )


def alone_minutes(module: Module) -> int:
    """Count what a week takes whoever comes to no event: its content, one answer, one thing to try.

    This is the one figure that pages, chats and exports give for a week. An event has its own hour,
    and is told beside it: in one sum with what is read it would make a short week look like a long one.
    """
    return module.minutes + module.answering + module.trying


def week_minutes(module: Module, today: date = date.min) -> int:
    """Count all that a week takes with the events that are not over: what `curate status --json` gives."""
    return alone_minutes(module) + event_minutes(module, today)


def event_minutes(module: Module, today: date = date.min) -> int:
    """Count the minutes of the events that are not over."""
    over = _over(module, today)
    return sum(e.minutes for n, e in enumerate(module.connection.events, 1) if n not in over)


def minutes_in_words(course: Course, module: Module, today: date = date.min) -> str:
    """Say what a week's content takes, which alone has a limit, then all of it part by part, events apart."""
    events = event_minutes(module, today)
    whole = alone_minutes(module)
    acts = [f"{module.answering} to answer"] if module.answering else []
    acts += [f"{module.trying} to try one thing with somebody"] if module.trying else []
    read = [f"{module.minutes} to read"] if module.minutes else []
    told = [f"{whole} min in all: {', '.join([*read, *acts])}"] if acts else []
    told += [f"{'and ' if acts else ''}{events} more at events"] if events else []
    return "; ".join([f"{module.minutes} of at most {course.minutes} minutes of content", *told])


def _over(module: Module, today: date) -> frozenset[int]:
    """Return the numbers of the events that ended before today, each by the calendar of its own zone."""
    events = enumerate(module.connection.events, 1)
    return frozenset(number for number, event in events if event.ends.date() < today)


# --- what a week is about --------------------------------------------------------------------------


def title_of(course: Course, week: int) -> str:
    """Name a week as course.yml plans it; "Week 7" where it has no plan."""
    return course.weeks[week - 1].title if 1 <= week <= len(course.weeks) else f"Week {week}"


def part_title(title: str, week: int) -> str:
    """Name a week of a course that nobody has named yet: by the course and its number."""
    return f"{title}, part {week}"


def own_name(course: Course, week: int, title: str) -> str:
    """Return a week's title where it names this week; "" where it only says the course's name again."""
    return "" if title in (course.title, part_title(course.title, week)) else title


def unnamed_to_come(course: Course, modules: Iterable[Module], today: date) -> list[int]:
    """Tell which weeks learners see by a planned title that nobody chose: "Baking, part 3".

    A published week that is open shows its own title; an archived course shows no weeks to come.
    """
    known = tuple(modules)
    opening = Calendar.of(course, known).openings(len(course.weeks))
    has_page = {m.week for m in known if m.status == "published" and opening.get(m.week, date.max) <= today}
    return [
        week
        for week, planned in enumerate(course.weeks, 1)
        if week not in has_page and not course.archived and not _named(course, planned.title, week)
    ]


def _named(course: Course, title: str, week: int) -> bool:
    """Tell whether a planned title is of its week; the course had another one then, maybe."""
    of_any = title == course.title or title.endswith(part_title("", week))
    return not of_any and not says_nothing(title, course.language)


def need_of(course: Course, week: int) -> str:
    """Tell what a week is to teach: its own need, or the course's with the week's title.

    A title that is the course's, or this with a number, says nothing of a week, and may have been proposed
    with another need.
    """
    planned = course.weeks[week - 1] if 1 <= week <= len(course.weeks) else None
    if planned is None:
        return course.need
    of_the_course = planned.title in (course.title, part_title(course.title, week))
    if not planned.need and (of_the_course or says_nothing(planned.title, course.language)):
        return course.need
    return planned.need or f"{planned.title}. {course.need}"


def keywords_of(course: Course, week: int) -> tuple[str, ...]:
    """Collect the keywords of a week: the course's and its own, each once."""
    own = course.weeks[week - 1].keywords if 1 <= week <= len(course.weeks) else ()
    return tuple(dict.fromkeys((*own, *course.keywords)))
