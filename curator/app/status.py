"""Status: every course and week, and what waits for a person, each with what mends it.

`curate status` and the first page of `curate review` show the same records.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from curator.app.course_insights import of_threads, of_week
from curator.app.doctor import STOPPED
from curator.app.drafting import due_week, not_drafted
from curator.app.last_build import behind, page_of
from curator.app.listen import kept
from curator.app.manage_feeds import FeedRow, rows
from curator.app.need_words import looked_for
from curator.app.publishing import lint, reasons_to_hold
from curator.app.run import HELD, Run
from curator.app.workflow_schedule import PUBLISH, judge
from curator.model import Comment, Course, Module
from curator.text.language_names import language_name
from curator.weeks.calendar import event_minutes, week_minutes
from curator.weeks.gate import by_number
from curator.weeks.lint import LintRow
from curator.weeks.week_file import week_name

_MEND = frozenset({"broken", "gone", "moved"})
"""States of a feed (`describe`) that a person can do something about."""

FEEDS_TOLD = 5
"""Feeds that are told one by one; the others are counted."""

Kind = Literal["draft", "due", "finding", "file", "post", "feed", "held", "schedule", "translation"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a person: what it is in words, and the command that mends it.

    `course`, `week` and `item` (a feed, a file, the address of a post) say what it is about, as far as it is
    about one of them. `remedy` says in words what no command mends.
    """

    kind: Kind
    words: str
    command: str = ""
    course: str = ""
    week: int = 0
    item: str = ""
    remedy: str = ""
    reasons: tuple[str, ...] = ()
    """What of it has to be mended, one by one, where `words` name several things."""

    def __str__(self) -> str:
        """Say it on one line, as `curate status` does."""
        return ": ".join(part for part in (self.words, self.command or self.remedy) if part)


@dataclass(frozen=True, slots=True)
class WeekStatus:
    """A week: its state, its opening day, what it takes, and how many posts wait for an answer."""

    week: int
    status: str
    opens: str
    minutes: int
    """All that its page counts; `content` and `events` are parts of it."""
    resources: int
    waiting: int
    title: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    """Language -> "current", "behind" or "unsigned"; languages without a translation are left out."""
    content: int = 0
    events: int = 0

    @property
    def time(self) -> str:
        """The minutes in words: those of its content, which alone have a limit, all of them, events apart."""
        with_events = f", and {self.events} at events" if self.events else ""
        alone = self.minutes - self.events
        whole = f", {alone} in all" if alone != self.content else ""
        return f"{self.content} min of content{whole}{with_events}"


@dataclass(frozen=True, slots=True)
class CourseStatus:
    """A course with its weeks and what waits for a person there."""

    course: str
    title: str
    archived: bool
    weeks: tuple[WeekStatus, ...]
    needs: tuple[Need, ...]
    planned: int = 0
    """Weeks that course.yml lists; 0 of a course that goes on."""
    complete: bool = False
    """The course ends, and all of its weeks are published: no more is to come."""
    unbuilt: tuple[int, ...] = ()
    """Published weeks that the site does not show as they are; those that open later are among them."""

    @property
    def rests(self) -> bool:
        """Tell whether neither a build nor a person has anything to do here."""
        return self.archived or (self.complete and not self.unbuilt and not self.needs)

    @property
    def end(self) -> str:
        """Say of a course that is complete that it has ended, and what can be done; "" of any other."""
        if not self.complete or self.archived:
            return ""
        weeks = "its one week is" if self.planned == 1 else f"all {self.planned} weeks are"
        return (
            f"Complete: {weeks} published, and no other is to come. With new learners: curate course rerun "
            f"{self.course}. Another week: curate review, Settings, Calendar"
        )


@dataclass(frozen=True, slots=True)
class Status:
    """The whole project; `needs` are those of no single course: feeds, a site that was held."""

    courses: tuple[CourseStatus, ...]
    needs: tuple[Need, ...]

    def next_step(self, today: date) -> str:
        """Name the command that comes next, or say that nothing has to be done."""
        needs = [need for course in self.courses for need in course.needs] + list(self.needs)
        if command := next((need.command for need in needs if need.command), ""):
            return command
        if needs or not self.courses or not all(course.rests for course in self.courses):
            later = self._opens_later(today)
            return f"curate build   (on {later}, when the next week opens)" if later else "curate build"
        return "nothing has to be done; `curate build` still reads what learners write, where they can"

    def _opens_later(self, today: date) -> str:
        """Return the day on which the next week opens, where only a build on that day is left to do."""
        awake = [course for course in self.courses if not course.rests]
        days = {w.opens for c in awake for w in c.weeks if w.week in c.unbuilt}
        waits = self.needs or not all(course.complete and not course.needs for course in awake)
        return "" if waits or not days or min(days) <= today.isoformat() else min(days)

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form, as `curate status --json` promises it.

        `needs` are words; beside them `waits` holds the same as records.
        """
        return {
            "courses": [{**asdict(course), **_told(course.needs)} for course in self.courses],
            **_told(self.needs),
        }


def _told(needs: Iterable[Need]) -> dict[str, Any]:
    return {"needs": [str(need) for need in needs], "waits": [asdict(need) for need in needs]}


def status(run: Run) -> Status:
    """Look at everything that is on disk and in the store; nobody is asked anything."""
    return Status(tuple(_course(run, course) for course in run.project.courses), tuple(_project(run)))


def _course(run: Run, course: Course) -> CourseStatus:
    posts, opens = _waiting(run, course), run.openings(course)
    known = run.translations.get(course.slug, ())
    weeks = tuple(
        WeekStatus(
            module.week,
            module.status,
            opens[module.week].isoformat(),
            week_minutes(module, run.day(course)),
            len(module.content),
            len(posts.get(module.week, ())),
            module.title,
            {t.language: t.state(module) for t in known if t.week == module.week},
            module.minutes,
            event_minutes(module, run.day(course)),
        )
        for _, module in run.modules.get(course.slug, ())
    )
    needs = () if course.archived else tuple(_needs(run, course, posts))
    published = [week.week for week in weeks if week.status == "published"]
    folder, planned = run.project.root / "courses" / course.slug, len(course.weeks)
    return CourseStatus(
        course.slug,
        course.title,
        course.archived,
        weeks,
        needs,
        planned,
        complete=bool(planned) and set(range(1, planned + 1)) <= set(published),
        unbuilt=tuple(week for week in published if not _shown(run.project.root, folder, week)),
    )


def _shown(root: Path, folder: Path, week: int) -> bool:
    """Tell whether the site shows a published week as it stands in its file."""
    return bool(page_of(root, folder.name, week)) and not behind(root, folder / week_name(week))


def _waiting(run: Run, course: Course) -> dict[int, list[Comment]]:
    """Return, for each week that has any, the posts that wait for an answer."""
    heard = kept(run, [course])
    found = {
        week: of_threads(run, course, of_week(heard, week), week).waiting
        for week in sorted({thread.place.week for thread in heard})
    }
    return {week: [said.post for said in waiting] for week, waiting in found.items() if waiting}


def _needs(run: Run, course: Course, posts: dict[int, list[Comment]]) -> Iterator[Need]:
    slug = course.slug
    for problem in run.week_problems:
        if problem.file.startswith(f"courses/{slug}/"):
            yield Need("file", str(problem), course=slug, item=problem.file)
    week = due_week(run, course)
    found = run.module(slug, week) if week else None
    if week and found is None:
        yield Need("due", not_drafted(run, course, week), "curate build", slug, week)
    elif week and found is not None and found[1].status == "draft":
        held = reasons_to_hold(run, course, week, approved=True)
        reasons = tuple(by_number(reason, found[1]) for reason in held)
        review = f"curate review {slug} --week {week}"
        if reasons:
            words = f"week {week} is a draft, and not ready: {'; '.join(reasons)}"
            yield Need(
                "draft", words, review, slug, week, remedy=_looked_for(course, found[1]), reasons=reasons
            )
        elif course.publish == "review":
            yield Need("draft", f"week {week} is drafted and waits for you", review, slug, week)
    due = found[0].name if found else None
    yield from (_finding(run, slug, row) for row in lint(run, [course]) if _counts(row, due))
    for number, waiting in posts.items():
        many = "a post waits" if len(waiting) == 1 else f"{len(waiting)} posts wait"
        words = f"week {number}: {many} for an answer"
        yield Need("post", words, f"curate insights {slug} --week {number}", slug, number, waiting[0].url)
    yield from _translations(run, course)


def _looked_for(course: Course, module: Module) -> str:
    """Say of a draft with too few resources what was looked for; "" of any other."""
    if len(module.content) >= course.items.min:
        return ""
    return f"Looked for: {'; '.join(looked_for(course, module.week))}."


def _translations(run: Run, course: Course) -> Iterator[Need]:
    """Say which translations of published weeks are behind, and how to say that they are no more."""
    modules = {module.week: module for _, module in run.modules.get(course.slug, ())}
    for found in run.translations.get(course.slug, ()):
        module = modules[found.week]
        if module.status == "published" and found.state(module) == "behind":
            name = language_name(found.language, "en")
            words = f"week {found.week} in {name} waits: the original has changed since it was translated"
            done = f"curate translate {course.slug} {found.week} {found.language} --done"
            remedy = f"mend {found.file}, then `{done}`"
            yield Need("translation", words, "", course.slug, found.week, found.file, remedy)


def _counts(row: LintRow, due: str | None) -> bool:
    """Tell an error from advice; those of the week that is due are among its reasons already."""
    return row.level == "error" and row.rule != "unreadable" and not (due and row.file.endswith(due))


def _finding(run: Run, slug: str, row: LintRow) -> Need:
    stem = row.file.rpartition("/")[2].removesuffix(".md")
    week = int(stem.removeprefix("week-")) if stem.removeprefix("week-").isdecimal() else 0
    command = f"curate review {slug} --week {week}" if week else ""
    found = run.module(slug, week) if week else None
    where = by_number(row.where, found[1]) if found else row.where
    return Need("finding", f"{row.file}, {where}: {row.message}", command, slug, week, row.file)


def _project(run: Run) -> Iterator[Need]:
    for reason in json.loads(run.store.note(HELD) or "[]"):
        yield Need("held", reason)
    if words := run.store.note(STOPPED):
        yield Need("schedule", words)
    file = run.project.root / PUBLISH
    if file.is_file():
        for level, words, remedy in judge(file.read_text(encoding="utf-8", errors="replace")):
            if level == "problem":
                yield Need("schedule", words, item=PUBLISH, remedy=remedy)
    broken = [row for row in rows(run) if row.state in _MEND]
    yield from (_feed(row) for row in broken[:FEEDS_TOLD])
    if len(broken) > FEEDS_TOLD:
        yield Need("feed", f"and {len(broken) - FEEDS_TOLD} more feeds", "curate feeds list")


def _feed(row: FeedRow) -> Need:
    words = f"feed {row.title or row.feed}: {row.state}"
    return Need("feed", words, item=row.feed, remedy=row.advice)
