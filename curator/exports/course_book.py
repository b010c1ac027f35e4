"""A course as exports see it: the weeks that go along, what they hold, where their discussions stand.

Made once for all formats. What a machine sent (titles, names, excerpts, addresses) is still raw here: the
templates encode it, and `curator.exports.prose` turns notes into markup that holds nothing foreign.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from curator.config import Project
from curator.errors import ConfigError
from curator.exports.prose import address
from curator.model import Course, CourseWeek, Module, Question, thread_key
from curator.ports import CommentProvider
from curator.site import templates
from curator.site.editions import in_language, languages
from curator.site.escape import clean
from curator.site.translations import Words, words
from curator.weeks.calendar import Schedule, Slot, schedule
from curator.weeks.published import Published


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its number in the week; `link` leads to its discussion, or is empty."""

    number: int
    question: Question
    link: str = ""

    @property
    def id(self) -> str:
        """Name of the question within its week."""
        return self.question.id


@dataclass(frozen=True, slots=True)
class Chapter:
    """A week that goes along."""

    slot: Slot
    module: Module
    questions: tuple[Asked, ...]

    @property
    def name(self) -> str:
        """Name of the week's file or anchor: "week-03"."""
        return self.slot.name


@dataclass(frozen=True)
class CourseBook:
    """A course and the weeks of it that are carried elsewhere."""

    project: Project
    plan: Schedule
    t: Words
    weeks: tuple[CourseWeek, ...]
    """The weeks that go along, in the course's own language, for formats made of the site's own pages."""
    today: date
    drafts: bool = False
    comments: CommentProvider | None = None
    paper: str = "A4"
    """Size of the sheets, for formats that are printed: "A4" or "letter"."""
    published: Published | None = None
    """What earlier sites published, for formats that are made of the site's own pages."""

    @property
    def course(self) -> Course:
        """The course."""
        return self.plan.course

    @property
    def title(self) -> str:
        """The course's title on one line."""
        return clean(self.course.title)

    @property
    def publisher(self) -> str:
        """Name of the site."""
        return clean(self.project.site.site_name)

    @property
    def home(self) -> str:
        """The course's address on the web with a slash at its end, or "" where the site states none."""
        home = address(self.project.site.site_url)
        return f"{home.rstrip('/')}/{self.plan.folder}/" if home else ""

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The weeks, first week first."""
        return tuple(
            Chapter(slot, slot.module, self._asked(slot, slot.module))
            for slot in self.plan.open
            if slot.module
        )

    @property
    def identifier(self) -> str:
        """Name the course for libraries: a UUID of its address, the same for every edition (RFC 9562, v5)."""
        return str(uuid5(NAMESPACE_URL, self.home or f"curator:{self.plan.folder}/{self.course.title}"))

    @property
    def modified(self) -> date:
        """The day that an edition is dated: when the newest of its weeks opens, whatever the clock says."""
        return max(chapter.slot.opens for chapter in self.chapters)

    def at_home(self, chapter: Chapter, target: str) -> str:
        """Return the full address of a link that a note holds, or "" for one that leads nowhere from here."""
        return address(urljoin(f"{self.home}{chapter.name}.html", target) if self.home else target)

    def _asked(self, slot: Slot, module: Module) -> tuple[Asked, ...]:
        found = []
        for number, question in enumerate(module.conversation, 1):
            if self.home:
                link = f"{self.home}{slot.name}.html#{question.id}"
            else:
                key = thread_key(self.course.id, slot.threads, question.id)
                link = (self.comments and self.comments.link(key, clean(question.question))) or ""
            about = question.about if question.about and question.about <= len(module.content) else None
            found.append(Asked(number, question.model_copy(update={"about": about}), address(link)))
        return tuple(found)


def course_book(
    project: Project,
    course: Course,
    modules: Sequence[CourseWeek],
    today: date,
    *,
    only: Collection[int] = (),
    drafts: bool = False,
    comments: CommentProvider | None = None,
    paper: str = "A4",
    language: str = "",
) -> CourseBook:
    """Choose the weeks of a course that go along: those that learners see, or with `drafts` all.

    `only` names weeks; empty for every one. `language` is that of a translation. Raises ConfigError where no
    week is left, and for a language in which the course says nothing.
    """
    mine = tuple(w for w in modules if w.course.slug == course.slug)
    known = languages(project, course, mine)
    laid = schedule(course, mine, today, drafts=drafts)
    days = {slot.week: slot.opens for slot in laid.slots}
    if only:  # the weeks that stay keep their days, which those left out may decide
        mine = tuple(
            replace(w, module=w.module.model_copy(update={"opens": days[w.module.week]}))
            for w in mine
            if w.module.week in only and w.module.week in days
        )
    kept = {slot.week for slot in laid.open if not only or slot.week in only}
    place = f"courses/{course.slug}"
    if missing := sorted(set(only) - kept):
        which = ", ".join(str(n) for n in missing)
        here = ", ".join(str(s.week) for s in laid.open) or "none yet"
        raise ConfigError.at(
            place, f"no open week {which}", f"weeks that can go along: {here}; --drafts adds drafts"
        )
    if not kept and drafts:
        raise ConfigError.at(place, "holds no week yet", "`curate build` drafts one")
    if not kept:
        remedy = f"`curate publish {course.slug} WEEK`, or add --drafts to look at what is not published"
        raise ConfigError.at(place, "no published week is open yet", remedy)
    own = course.language
    if language not in ("", own, *known):
        here = ", ".join((own, *known))
        remedy = f"languages here: {here}; `curate translate {course.slug} WEEK {language}` begins another"
        raise ConfigError.at(place, f"nothing is there in {language}", remedy)
    if language not in ("", own):
        course, said = in_language(project, course, mine, language)
        laid = replace(schedule(course, said, today, drafts=drafts), original=own)
    slots = tuple(s for s in laid.slots if s.week in kept) if only else laid.slots
    plan = replace(laid, slots=slots, languages=known)
    catalogue = words(templates.folder(project) / "words", course.language)
    return CourseBook(project, plan, catalogue, mine, today, drafts, comments, paper)
