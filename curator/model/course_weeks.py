"""A week with all that pages are made of: its course, its file, what was said to it, its translations."""

from dataclasses import dataclass
from datetime import date

from curator.model.written import Course, Module


@dataclass(frozen=True, slots=True)
class Answers:
    """How much was said to a question by the last build, and on which day last (UTC)."""

    question: str
    posts: int
    last: date


@dataclass(frozen=True, slots=True)
class Translation:
    """A week in another language: the original with the words that were translated in place of its own.

    `kept` names the parts that stand in the original's language (see `curator.weeks.translation`); `empty`
    says that these are all, `behind` that the original has changed since.
    """

    language: str
    module: Module
    kept: frozenset[str] = frozenset()
    empty: bool = False
    behind: bool = False

    @property
    def partial(self) -> bool:
        """Tell whether some words wait for a translator; titles of pages elsewhere are not meant."""
        return not self.empty and any(not part.startswith("resource-") for part in self.kept)


@dataclass(frozen=True, slots=True)
class CourseWeek:
    """A module together with the course it belongs to and the file it was read from."""

    course: Course
    module: Module
    file: str = ""
    answers: tuple[Answers, ...] = ()
    """For questions to which somebody wrote something."""
    translations: tuple[Translation, ...] = ()
    """The week in other languages."""
    translation: Translation | None = None
    """Which of them `module` is; None for the original."""
