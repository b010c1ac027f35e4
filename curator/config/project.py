"""The project: everything that people wrote except the week files, with all mistakes in one report."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import ByteSize, Field, field_validator

from curator.errors import ConfigError, Problem
from curator.model import (
    LANGUAGE,
    SLUG,
    Course,
    Feed,
    Participant,
    Suggestion,
    Topic,
    TranslatedCourse,
    Written,
)
from curator.text.language_names import check_language
from curator.yamlio.reading import Loader, line_at, line_in, read_file, read_text, too_deep, validate
from curator.yamlio.syntax import syntax_problem

T = TypeVar("T")


def proxy_address(words: str) -> str:
    """Return the address of an HTTP proxy, empty for none; ValueError says how to write it."""
    if words and not words.startswith(("http://", "https://")):
        raise ValueError(
            f"{words!r} is not the address of an HTTP proxy: write it like http://127.0.0.1:3128"
        )
    return words


class Pull(Written):
    """The `pull:` section of feeds.yml: how the tool behaves on the network."""

    contact: str = ""
    """Where a site's owner learns about this robot; part of the User-Agent."""
    proxy: str = ""
    """Address of an HTTP proxy for every request; environment variables are never used."""

    @field_validator("proxy")
    @classmethod
    def _http_proxy(cls, value: str) -> str:
        """Refuse a proxy that no request could go through: else every feed would seem to fail."""
        return proxy_address(value)

    per_host_delay: Annotated[float, Field(ge=0, le=600)] = 2.0
    """Seconds between two requests to one host."""
    max_bytes: Annotated[ByteSize, Field(ge=1000, le=1_000_000_000)] = ByteSize(10_000_000)
    """Most that one answer may hold, after decompression."""
    timeout: Annotated[float, Field(gt=0, le=600)] = 30.0
    """Seconds for one fetch, headers and body together."""
    connections: Annotated[int, Field(ge=1, le=200)] = 40
    """Requests under way at the same time, over all hosts."""
    allow_private: tuple[str, ...] = ()
    """Hosts that may live on a private network (intranet feeds)."""


class Sources(Written):
    """feeds.yml: how to pull, the feeds, the taxonomy."""

    pull: Pull = Pull()
    """How the tool behaves on the network."""
    feeds: tuple[Feed, ...] = ()
    """The feeds; each has either url or path."""
    tags: tuple[Topic, ...] = ()
    """The taxonomy that resources are sorted under."""
    semantic: bool | None = None
    """Whether a small language model reads the best sixty again; by default where one is installed."""


class Participants(Written):
    """courses/<course>/participants.yml."""

    participants: tuple[Participant, ...] = ()
    """The learners with blogs."""


class Suggestions(Written):
    """courses/<course>/suggestions.yml."""

    suggestions: tuple[Suggestion, ...] = ()
    """The suggestions, oldest first."""


class AssistantSettings(Written):
    """`extra.assistant` of mkdocs.yml: a program that answers, for whoever wants one."""

    command: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
    """The program with its arguments; it reads one JSON object from standard input and writes JSON."""
    timeout: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Seconds for one answer."""


class Site(Written):
    """The keys of mkdocs.yml that curator itself reads."""

    site_name: str = "Courses"
    """Name of the site."""
    site_url: str = ""
    """Where it is published, with the path: feeds and calendars need full addresses."""
    comments: dict[str, Any] = Field(default_factory=dict)
    """`extra.comments`: provider and its settings, validated by curator.comments."""
    assistant: AssistantSettings | None = None
    """`extra.assistant`: a program that helps the curator; never needed, never on the site."""
    guidelines: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """`extra.guidelines`: rules of the whole site, a line each, and of courses without their own."""
    suggest: str = ""
    """`extra.suggest`: where learners suggest something, a web or mail address."""
    licence: Literal[
        "",
        "CC0-1.0",
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-NC-ND-4.0",
    ] = ""
    """`extra.licence`: under which licence the site's own words stand; named at the foot of each page."""
    offline: bool = False
    """`extra.offline`: pages that somebody has opened can be read again without a network."""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that people wrote except the week files: the folder, the sources, the courses."""

    root: Path
    sources: Sources
    courses: tuple[Course, ...]
    site: Site
    participants: dict[str, tuple[Participant, ...]]
    suggestions: dict[str, tuple[Suggestion, ...]]
    translations: Mapping[str, Mapping[str, TranslatedCourse]] = field(default_factory=dict)
    """What courses say of themselves in other languages, by slug and language."""

    def course(self, slug: str) -> Course:
        """Find a course by its folder's name; ConfigError names those that exist."""
        for course in self.courses:
            if course.slug == slug:
                return course
        names = ", ".join(c.slug for c in self.courses) or "none yet"
        raise ConfigError(
            [Problem("courses", 0, "", f'there is no course "{slug}"', f"courses here: {names}")]
        )

    @property
    def state(self) -> Path:
        """Folder of everything that can be made anew: store, generated pages, caches."""
        return self.root / ".curator"


def load_project(root: Path) -> Project:
    """Read feeds.yml, mkdocs.yml and every course of the project in `root`.

    Raises ConfigError that lists the mistakes of all files at once.
    """
    if not any((root / name).exists() for name in ("feeds.yml", "mkdocs.yml", "courses")):
        what = "holds no project" if root.is_dir() else "there is no such folder"
        remedy = "go to your project's folder (cd my-course), or begin one: `curate init my-course`"
        raise ConfigError.at(str(root.resolve()), what, remedy)
    root = root.resolve()
    try:
        str(root).encode("utf-8")
    except UnicodeEncodeError:
        shown = str(root).encode("utf-8", "replace").decode()
        remedy = "rename it: the renderer reads names as UTF-8"
        raise ConfigError.at(
            shown, "the folder's name, or that of one above it, is not UTF-8", remedy
        ) from None
    problems: list[Problem] = []

    def attempt(kind: type[T], path: Path, default: T | None = None, **extra: Any) -> T | None:
        if default is not None and not path.exists():
            return default
        try:
            return read_file(kind, path, path.relative_to(root).as_posix(), **extra)
        except ConfigError as error:
            problems.extend(error.problems)
            return default

    sources = attempt(Sources, root / "feeds.yml")
    if sources is not None:
        problems += _check_sources(root, sources)
    site = Site()
    try:
        site = read_site(root)
    except ConfigError as error:
        problems.extend(error.problems)
    courses: list[Course] = []
    participants: dict[str, tuple[Participant, ...]] = {}
    suggestions: dict[str, tuple[Suggestion, ...]] = {}
    translations: dict[str, dict[str, TranslatedCourse]] = {}
    folder = root / "courses"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_dir() or path.name.startswith("."):
            continue
        if not (path / "course.yml").exists() and not list(path.glob("week-*.md")):
            continue
        if not re.fullmatch(SLUG, path.name):  # asked here: people see a folder's name, and no key `slug`
            what = "the folder's name is the course's address, and this one does not fit"
            remedy = "rename it with small letters, digits and hyphens only"
            problems.append(Problem(f"courses/{path.name}", 0, "", what, remedy))
            continue
        found = attempt(Course, path / "course.yml", slug=path.name)
        if found is not None:
            courses.append(found)
            problems += _check_course(found, f"courses/{path.name}/course.yml")
            for language, file in _other_languages(path):
                try:
                    check_language(f"courses/{path.name}/{file.name}", language, found.language)
                except ConfigError as error:
                    problems.extend(error.problems)
                words = attempt(TranslatedCourse, file)
                if words is not None:
                    translations.setdefault(path.name, {})[language] = words
        own = attempt(Participants, path / "participants.yml", Participants())
        offered = attempt(Suggestions, path / "suggestions.yml", Suggestions())
        participants[path.name] = own.participants if own else ()
        suggestions[path.name] = offered.suggestions if offered else ()
    problems += _check_slugs(courses)
    problems += _check_ids(courses)
    if problems or sources is None:
        raise ConfigError(problems)
    return Project(root, sources, tuple(courses), site, participants, suggestions, translations)


_COURSE = re.compile(rf"course\.({LANGUAGE})\.yml")


def _other_languages(folder: Path) -> Iterator[tuple[str, Path]]:
    """Find the files in which a course says itself in other languages, such as course.de.yml."""
    for path in sorted(folder.glob("course.*.yml")):
        if match := _COURSE.fullmatch(path.name):
            yield match[1], path


def _check_sources(root: Path, sources: Sources) -> list[Problem]:
    text = (root / "feeds.yml").read_text(encoding="utf-8-sig")
    problems: list[Problem] = []

    def line(*path: str | int) -> int:
        return line_at(text, path)  # composes the file once more: asked only where something is wrong

    def wrong(where: str, index: int, key: str, what: str, remedy: str) -> None:
        problems.append(Problem("feeds.yml", line(where, index), f"{where}.{index}{key}", what, remedy))

    seen: dict[str, int] = {}
    for index, feed in enumerate(sources.feeds):
        if bool(feed.url) == bool(feed.path):
            wrong("feeds", index, "", "a feed has one of url and path", "give it one of them")
        if feed.path and not inside(root, feed.path):
            wrong("feeds", index, ".path", f'"{feed.path}" is outside the project', "move the file into it")
        if feed.id and feed.id in seen:
            first = line("feeds", seen[feed.id])
            wrong("feeds", index, "", f"the same feed as in line {first}", "keep one")
        seen.setdefault(feed.id, index)
    names: set[str] = set()
    for index, topic in enumerate(sources.tags):
        if topic.name.casefold() in names:
            wrong("tags", index, ".name", f'"{topic.name}" stands twice', "keep one")
        names.add(topic.name.casefold())
    return problems


def inside(root: Path, relative: str) -> bool:
    """Tell whether a path that a person wrote stays inside the project, links followed."""
    try:
        return (root / relative).resolve().is_relative_to(root)
    except (OSError, ValueError):
        return False


def _check_course(course: Course, file: str) -> list[Problem]:
    problems = []
    if course.items.min > course.items.max:
        problems.append(Problem(file, 0, "items", "min is larger than max", "swap them"))
    return problems


def _check_slugs(courses: Sequence[Course]) -> list[Problem]:
    reserved = {
        "assets",
        "tags",
        "library",
        "people",
        "about",
        "guidelines",
        "search",
        "pagefind",
        "starter",
        "404",
        "feeds",
    }
    return [
        Problem(f"courses/{c.slug}", 0, "", f'"{c.slug}" is a page of the site itself', "rename the folder")
        for c in courses
        if c.slug in reserved
    ]


def _check_ids(courses: Sequence[Course]) -> list[Problem]:
    """Find courses whose names for threads and feeds are one."""
    problems = []
    known: dict[str, str] = {}
    for course in sorted(courses, key=lambda c: c.id != c.slug):
        if other := known.get(course.id):
            file = f"courses/{course.slug}/course.yml"
            what = f'"{course.id}" is the id of courses/{other}, too'
            remedy = "their threads would be one: write another, such as the folder's name, into the newer"
            problems.append(Problem(file, 0, "id", what, remedy))
        known.setdefault(course.id, course.slug)
    return problems


class _SiteLoader(Loader):
    """Reads mkdocs.yml without acting on its tags (!ENV, !!python/name): they are the engine's."""


def _ignore(*_: Any) -> None:
    """Stand for a value that only the engine understands."""


_SiteLoader.add_multi_constructor("!", _ignore)
_SiteLoader.add_multi_constructor("tag:yaml.org,2002:python/", _ignore)


def read_site(root: Path) -> Site:
    """Read the few keys of mkdocs.yml that curator needs; the rest belongs to the engine."""
    file = "mkdocs.yml"
    return site_of(read_text(root / file, file), file)


def site_of(text: str, file: str) -> Site:
    """Read a text as mkdocs.yml; ConfigError lists every mistake."""
    if too_deep(text):
        raise ConfigError.at(file, "values nested too deep", "is it the right file?")
    try:
        data = yaml.load(text, Loader=_SiteLoader)  # noqa: S506 - a safe loader with two harmless additions
    except (yaml.YAMLError, ValueError) as error:  # a number as 0x_ is read by Python, and is none
        if isinstance(error, yaml.YAMLError):
            raise ConfigError([syntax_problem(error, text, file)]) from None
        raise ConfigError([Problem(file, 0, "", f"not valid YAML: {error}", "correct the value")]) from None
    if not isinstance(data, dict):
        raise ConfigError([Problem(file, 1, "", "expected keys and values", "start with `site_name: ...`")])
    extra = data.get("extra") or {}
    if not isinstance(extra, dict):
        raise ConfigError(
            [Problem(file, 0, "extra", "expected keys and values", "see `extra:` in the reference")]
        )
    problems = _check_extra(extra, file, yaml.compose(text, Loader=_SiteLoader))
    if problems:
        raise ConfigError(problems)
    picked = {k: data[k] for k in ("site_name", "site_url") if k in data}
    picked |= {k: extra[k] for k in _OURS if extra.get(k) is not None}
    return validate(Site, picked, text, file)


_OURS = ("assistant", "comments", "guidelines", "licence", "offline", "suggest")
"""Keys of `extra` that curator reads."""


def _check_extra(extra: dict[str, Any], file: str, node: yaml.Node | None) -> list[Problem]:
    """Find keys of `extra` that were meant for curator and would be passed over in silence."""
    problems = []
    for key, value in extra.items():
        line = line_in(node, ("extra", key), True) + 1
        meant = difflib.get_close_matches(str(key), _OURS, 1, 0.8)
        if meant and meant[0] != key:
            what = "is not a key that curator knows"
            problems.append(Problem(file, line, f"extra.{key}", what, f"did you mean `{meant[0]}`?"))
        elif key == "comments" and value is not None and not isinstance(value, dict):
            remedy = "write `provider: none` in a line of its own below `comments:`, or another provider"
            problems.append(Problem(file, line, "extra.comments", "is not keys and values", remedy))
    return problems
