"""What earlier sites published, and under which names: courses/published.json, kept in Git.

What learners wrote hangs on names: a comment thread and a private note on the course's id, the week's name
and the question's id; a calendar entry on its UID; a link that somebody shared on the course's folder. When
weeks are inserted, swapped or renamed, a question may come to stand under the name of another, and nothing
in the files themselves shows it. So each site that is built leaves its names here, and the next run
compares.

    courses
      <course id>
        folders    every folder that the course was ever published in, the newest last
        threads    week's name -> question's id -> the question
        calendar   UID -> [changes so far, stamp, what it said, and for an event: address, title, start]
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curator.errors import ConfigError, Problem
from curator.model import Course, Module
from curator.weeks.front_matter import line_of
from curator.weeks.threads import same, words_of

PUBLISHED = "courses/published.json"

_Modules = Mapping[str, Sequence[tuple[Path, Module]]]


@dataclass(frozen=True, slots=True)
class PublishedCourse:
    """The names of one course, see above."""

    folders: tuple[str, ...] = ()
    threads: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    calendar: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """The names of all courses, by their ids."""

    courses: Mapping[str, PublishedCourse] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> "Published":
        """Read the file; ConfigError where it is damaged, such as by a merge."""
        try:
            data = json.loads(text)["courses"]
            return cls(
                {
                    str(name): PublishedCourse(
                        tuple(str(f) for f in course["folders"]),
                        {
                            str(week): {str(q): str(words) for q, words in known.items()}
                            for week, known in course["threads"].items()
                        },
                        {str(uid): list(entry) for uid, entry in course["calendar"].items()},
                    )
                    for name, course in data.items()
                }
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError.at(
                PUBLISHED, "is damaged", "take it from Git again: git checkout -- " + PUBLISHED
            ) from error

    def text(self) -> str:
        """Write the file, in an order of its own, a name a line, so that a merge touches few lines."""
        data = {
            name: {"folders": c.folders, "threads": c.threads, "calendar": c.calendar}
            for name, c in self.courses.items()
        }
        about = "Names that comments, notes and calendars hang on. Written by curate; keep it in Git."
        return (
            json.dumps({"about": about, "courses": data}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        )

    def of(self, course: Course) -> PublishedCourse:
        """Return what is known of a course."""
        return self.courses.get(course.id, PublishedCourse())

    def with_course(
        self, course: Course, modules: Sequence[Module], calendar: Mapping[str, Sequence[Any]]
    ) -> "Published":
        """Add the names of a course as it was published now; nothing that was known is forgotten."""
        old = self.of(course)
        threads = {week: dict(known) for week, known in old.threads.items()}
        for module in modules:
            if module.conversation:
                known = threads.setdefault(module.threads, {})
                known.update({q.id: q.question for q in module.conversation})
        folders = (*(f for f in old.folders if f != course.slug), course.slug)
        new = PublishedCourse(folders, threads, {**old.calendar, **calendar})
        return Published({**self.courses, course.id: new})


# --- what would lose its thread --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A published question: its course's id, its week's name, its own id."""

    course: str
    week: str
    question: str


def moved_threads(
    published: Published, courses: Sequence[Course], modules: _Modules, root: Path
) -> list[tuple[str, int, Problem]]:
    """Find published weeks whose questions stood under another name: (course's slug, week, problem).

    A question that was only reworded, or that stands in two places, is none of them.
    """
    found: list[tuple[str, int, Problem]] = []
    now = {
        _Place(course.id, module.threads, q.id): words_of(q.question)
        for course in courses
        for _, module in modules.get(course.slug, ())
        if module.status == "published"
        for q in module.conversation
    }
    stood: dict[str, list[_Place]] = {}
    for name, known in published.courses.items():
        for week, questions in known.threads.items():
            for question, text in questions.items():
                stood.setdefault(words_of(text), []).append(_Place(name, week, question))
    here = {course.id for course in courses}
    for course in courses:
        taken: dict[str, Path] = {}
        for path, module in modules.get(course.slug, ()):
            file = path.relative_to(root).as_posix()
            if other := taken.get(module.threads):
                found.append((course.slug, module.week, _same_name(file, path, module, other)))
                continue
            taken[module.threads] = path
            if module.status != "published":
                continue
            place = next(_lost(published, course, module, now, stood, here), None)
            if place is not None:
                found.append((course.slug, module.week, _problem(course, path, file, module, place)))
    return found


def _lost(
    published: Published,
    course: Course,
    module: Module,
    now: Mapping[_Place, str],
    stood: Mapping[str, Sequence[_Place]],
    here: set[str],
) -> Iterator[_Place]:
    """Yield where questions of a week stood that stand there no more."""
    known = published.of(course).threads.get(module.threads, {})
    for question in module.conversation:
        if same(known.get(question.id, ""), question.question):
            continue
        words = words_of(question.question)
        for place in stood.get(words, ()):
            if now.get(place) != words and (place.course == course.id or place.course not in here):
                yield place


def _problem(course: Course, path: Path, file: str, module: Module, place: _Place) -> Problem:
    text = path.read_text(encoding="utf-8-sig")
    if place.course != course.id:
        return Problem(
            f"courses/{course.slug}/course.yml",
            0,
            "id",
            f'this course was published as "{place.course}": its comments and notes hang on that name',
            f"write `id: {place.course}` into it, and they go on; or name the folder so again; or, where "
            f"they may end, delete `{place.course}` from {PUBLISHED}",
        )
    if place.week == module.threads:
        return Problem(
            file,
            line_of(text, ("conversation",)),
            "conversation",
            f'a question of this week was published as "{place.question}"',
            f"write `id: {place.question}` again: its comments hang on that name",
        )
    number = place.week.removeprefix("week-").lstrip("0") or place.week
    return Problem(
        file,
        line_of(text, ("week",)),
        "week",
        f"these questions were published as week {number}: comments and notes hang on that name",
        f"call the file {place.week}.md and the week {number} again; or, if the move is meant, write "
        f"`thread: {place.week}` into {path.name}, and they go with it",
    )


def _same_name(file: str, path: Path, module: Module, other: Path) -> Problem:
    line = line_of(path.read_text(encoding="utf-8-sig"), ("thread" if module.thread else "week",))
    return Problem(
        file,
        line,
        "thread",
        f"{other.name} has the threads called {module.threads} already",
        f"write `thread: {module.threads}b`, or another name that no week has, into the newer of the two",
    )
