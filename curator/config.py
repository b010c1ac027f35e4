"""The YAML boundary: what people typed becomes records, or one report of every mistake.

Reading is strict: unknown keys, wrong types and duplicate keys are refused, each with file, line, key
and remedy. PyYAML's C loader reads them, because a site of a thousand weeks is read at every build; the
modules that edit such files splice single values into the text, so that all else stays as typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BeforeValidator, ByteSize, Field, TypeAdapter, ValidationError

from curator.errors import ConfigError, Problem
from curator.model import Course, Feed, Participant, Suggestion, Topic, Written

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL = "tag:yaml.org,2002:bool"


class Loader(_Base):  # type: ignore[misc]
    """A safe loader, in C where PyYAML has it, for which only true and false are booleans.

    YAML 1.1 also reads yes, no, on and off so: `title: No` would be no text, `on: 2026-11-23` no key.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML reads it from the class
        first: [(tag, shape) for tag, shape in resolvers if tag != _BOOL]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))

T = TypeVar("T")

MAX_YAML_BYTES = 5_000_000
"""A file that people write is never larger; refusing it keeps a mistaken path from eating memory."""

MAX_DEPTH = 60
"""Levels of nesting; what people write needs seven."""


class Pull(Written):
    """The `pull:` section of feeds.yml: how the tool behaves on the network."""

    contact: str = ""
    """Where a site's owner learns about this robot; part of the User-Agent."""
    proxy: Annotated[str, BeforeValidator(lambda v: "" if v is None else v)] = ""
    """Address of an HTTP proxy for every request; environment variables are never used."""
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


class Participants(Written):
    """courses/<course>/participants.yml."""

    participants: tuple[Participant, ...] = ()
    """The learners with blogs."""


class Suggestions(Written):
    """courses/<course>/suggestions.yml."""

    suggestions: tuple[Suggestion, ...] = ()
    """The suggestions, oldest first."""


class Site(Written):
    """The keys of mkdocs.yml that curator itself reads."""

    site_name: str = "Courses"
    """Name of the site."""
    site_url: Annotated[str, BeforeValidator(lambda v: "" if v is None else v)] = ""
    """Where it is published, with the path: feeds and calendars need full addresses."""
    comments: dict[str, Any] = Field(default_factory=dict)
    """`extra.comments`: provider and its settings, validated by curator.comments."""
    suggest: Annotated[str, BeforeValidator(lambda v: "" if v is None else v)] = ""
    """`extra.suggest`: where learners suggest something, a web or mail address."""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that people wrote except the week files: the folder, the sources, the courses."""

    root: Path
    sources: Sources
    courses: tuple[Course, ...]
    site: Site
    participants: dict[str, tuple[Participant, ...]]
    suggestions: dict[str, tuple[Suggestion, ...]]

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
        """Folder of everything that can be made anew: store, woven pages, caches."""
        return self.root / ".curator"


# --- one file ------------------------------------------------------------------------------------


_MAY_BE_DEEP = re.compile(r"^ {200}|(?:[-?][ \t]+){50}", re.MULTILINE)


def too_deep(text: str) -> bool:
    """Tell whether values are nested more than MAX_DEPTH deep: the parser recurses in C and would crash."""
    if text.count("[") + text.count("{") <= MAX_DEPTH and not _MAY_BE_DEEP.search(text):
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                return True
    except yaml.YAMLError:
        return False  # whoever parses it next says what is wrong, with the line
    return False


def parse_yaml(text: str, file: str, *, first_line: int = 1) -> Any:
    """Read YAML text into plain values; ConfigError on bad syntax, tabs, duplicate keys, merge marks.

    `file` is the name used in messages, `first_line` the line of the file where `text` begins.
    """
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), first_line):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")) or line == "=======":
            problems.append(
                Problem(file, number, "", "merge-conflict marks", "choose one side and delete the marks")
            )
        elif "\t" in line[: len(line) - len(line.lstrip())]:
            problems.append(
                Problem(file, number, "", "a tab in the indentation", "YAML wants spaces: replace the tab")
            )
    if too_deep(text):
        problems.append(Problem(file, first_line, "", "values nested too deep", "is it the right file?"))
    if problems:
        raise ConfigError(problems)
    try:
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            _find_duplicates(node, "", file, first_line, problems)
            if problems:
                raise ConfigError(problems)
            return None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line_number = mark.line + first_line if mark else first_line
        words = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        raise ConfigError(
            [
                Problem(
                    file,
                    line_number,
                    "",
                    f"not valid YAML: {words}",
                    "check the indentation, quotes and colons",
                )
            ]
        ) from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            [Problem(file, first_line, "", f"not valid YAML: {error}", "correct the value")]
        ) from None


def _find_duplicates(node: yaml.Node | None, path: str, file: str, first: int, found: list[Problem]) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            where = f"{path}.{name}" if path else name
            if name in seen:
                found.append(
                    Problem(file, key.start_mark.line + first, where, "the key stands twice", "keep one")
                )
            seen.add(name)
            _find_duplicates(value, where, file, first, found)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _find_duplicates(value, f"{path}.{index}" if path else str(index), file, first, found)


def validate(kind: type[T], data: Any, text: str, file: str, *, first_line: int = 1) -> T:
    """Make a record of what `parse_yaml` returned; ConfigError lists every mistake with its line.

    `text` is the YAML that `data` came from: it is read a second time for line numbers, only when
    something is wrong.
    """
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise ConfigError(
            [Problem(file, first_line, "", "expected keys and values", "start with a line like `title: ...`")]
        )
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        node = yaml.compose(text, Loader=Loader)
        raise ConfigError(
            [
                Problem(
                    file,
                    _line(node, item["loc"], item["type"] == "extra_forbidden") + first_line,
                    ".".join(str(part) for part in item["loc"]),
                    *_explain(item, kind),
                )
                for item in error.errors(include_url=False)
            ]
        ) from None


def read_text(path: Path, file: str) -> str:
    """Read a file that people write, as UTF-8 with or without BOM; ConfigError says what is wrong.

    Line endings come back as line feeds. Raises ConfigError when missing, too large or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([Problem(file, 0, "", "missing", "run `curate init` or create it")]) from None
    except OSError as error:
        raise ConfigError(
            [Problem(file, 0, "", f"cannot be read: {error.strerror}", "check its permissions")]
        ) from None
    if len(raw) > MAX_YAML_BYTES:
        raise ConfigError([Problem(file, 0, "", "larger than 5 MB", "is it the right file?")])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError([Problem(file, line, "", "not UTF-8 text", "save the file as UTF-8")]) from None


def read_file(kind: type[T], path: Path, file: str, **extra: Any) -> T:
    """Read and validate one YAML file; `extra` fills keys that the file's place decides."""
    text = read_text(path, file)
    data = parse_yaml(text, file)
    if isinstance(data, dict):
        for key in extra:
            if key in data:
                raise ConfigError(
                    [Problem(file, 1, key, "is decided by the folder's name", "delete the key")]
                )
        data = {**data, **extra}
    return validate(kind, data, text, file)


def _line(node: yaml.Node | None, path: Sequence[int | str], key_itself: bool) -> int:
    """Find the line (from 0) of the value at `path`, or of the nearest parent that exists."""
    line = node.start_mark.line if node is not None else 0
    for depth, part in enumerate(path):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if getattr(key, "value", None) == str(part):
                    last = depth == len(path) - 1
                    line = (
                        key.start_mark.line
                        if (last and key_itself) or value.start_mark.line > key.start_mark.line
                        else value.start_mark.line
                    )
                    node = value
                    break
            else:
                return line
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            return line
    return line


def _explain(item: Any, kind: type[Any]) -> tuple[str, str]:
    """Put one pydantic error into words: (what is wrong, what to do)."""
    name, context = item["type"], item.get("ctx", {})
    if name == "extra_forbidden":
        return "is not a key that curator knows", _did_you_mean(item, kind)
    if name == "missing":
        return "is missing", "add it"
    if name == "value_error":
        words = str(context.get("error", item["msg"]))
        what, _, remedy = words.partition(": ")
        return what, remedy
    if name.startswith(("date", "datetime", "timezone")):
        remedy = (
            "write it as 2026-11-23T12:00:00+01:00, with the time zone"
            if "time" in name
            else "write it as 2026-11-23"
        )
        return f"{item['input']!r} is not a date that curator reads", remedy
    if name == "literal_error":
        return f"{item['input']!r} is not one of the choices", f"choose {context.get('expected', '')}"
    if name == "string_type":
        return f"{item['input']!r} is not text", "put it in quotes"
    if name == "string_too_long":
        return f"is longer than {context.get('max_length')} characters", "shorten it"
    if name == "string_pattern_mismatch":
        return f"{item['input']!r} has a form that does not fit", "use small letters, digits and hyphens"
    if name in ("tuple_type", "list_type"):
        return "is not a list", "write each item on a line of its own that starts with `- `"
    message = str(item["msg"])
    return message[0].lower() + message[1:], "correct the value"


def _did_you_mean(item: Any, kind: type[Any]) -> str:
    import difflib

    fields = getattr(kind, "model_fields", {})
    for part in item["loc"][:-1]:
        if isinstance(part, int):
            continue
        info = fields.get(part)
        fields = {}
        for candidate in models_in(getattr(info, "annotation", None)):
            fields = candidate.model_fields
    names = [f.alias or n for n, f in fields.items()]
    close = difflib.get_close_matches(str(item["loc"][-1]), names, 1)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"known keys: {', '.join(names)}" if names else "delete it"


def models_in(annotation: Any) -> list[type[Written]]:
    """Return the kinds of record that stand in the type of a key."""
    from typing import get_args

    if isinstance(annotation, type) and issubclass(annotation, Written):
        return [annotation]
    return [m for arg in get_args(annotation) for m in models_in(arg)]


# --- the project ---------------------------------------------------------------------------------


def load_project(root: Path) -> Project:
    """Read feeds.yml, mkdocs.yml and every course of the project in `root`.

    Raises ConfigError that lists the mistakes of all files at once.
    """
    root = root.resolve()
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
    folder = root / "courses"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_dir() or path.name.startswith("."):
            continue
        if not (path / "course.yml").exists() and not list(path.glob("week-*.md")):
            continue
        found = attempt(Course, path / "course.yml", slug=path.name)
        if found is not None:
            courses.append(found)
            problems += _check_course(found, f"courses/{path.name}/course.yml")
        own = attempt(Participants, path / "participants.yml", Participants())
        offered = attempt(Suggestions, path / "suggestions.yml", Suggestions())
        participants[path.name] = own.participants if own else ()
        suggestions[path.name] = offered.suggestions if offered else ()
    problems += _check_slugs(courses)
    if problems or sources is None:
        raise ConfigError(problems)
    return Project(root, sources, tuple(courses), site, participants, suggestions)


def _check_sources(root: Path, sources: Sources) -> list[Problem]:
    problems = []
    seen: dict[str, int] = {}
    text = (root / "feeds.yml").read_text(encoding="utf-8-sig")
    node = yaml.compose(text, Loader=Loader)
    for index, feed in enumerate(sources.feeds):
        line, key = _line(node, ("feeds", index), False) + 1, f"feeds.{index}"
        if bool(feed.url) == bool(feed.path):
            problems.append(
                Problem("feeds.yml", line, key, "a feed has one of url and path", "give it one of them")
            )
        if feed.path and not inside(root, feed.path):
            problems.append(
                Problem(
                    "feeds.yml",
                    line,
                    f"{key}.path",
                    f'"{feed.path}" is outside the project',
                    "move the file into it",
                )
            )
        if feed.id and feed.id in seen:
            problems.append(
                Problem("feeds.yml", line, key, f"the same feed as feeds.{seen[feed.id]}", "keep one")
            )
        seen.setdefault(feed.id, index)
    names: set[str] = set()
    for index, topic in enumerate(sources.tags):
        if topic.name.casefold() in names:
            line = _line(node, ("tags", index), False) + 1
            problems.append(
                Problem("feeds.yml", line, f"tags.{index}.name", f'"{topic.name}" stands twice', "keep one")
            )
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


class _SiteLoader(Loader):
    """Reads mkdocs.yml without acting on its tags (!ENV, !!python/name): they are the engine's."""


def _ignore(*_: Any) -> None:
    """Stand for a value that only the engine understands."""


_SiteLoader.add_multi_constructor("!", _ignore)
_SiteLoader.add_multi_constructor("tag:yaml.org,2002:python/", _ignore)


def read_site(root: Path) -> Site:
    """Read the few keys of mkdocs.yml that curator needs; the rest belongs to the engine."""
    file = "mkdocs.yml"
    text = read_text(root / file, file)
    if too_deep(text):
        raise ConfigError.at(file, "values nested too deep", "is it the right file?")
    try:
        data = yaml.load(text, Loader=_SiteLoader)  # noqa: S506 - a safe loader with two harmless additions
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError(
            [
                Problem(
                    file,
                    mark.line + 1 if mark else 0,
                    "",
                    "not valid YAML",
                    "check the indentation, quotes and colons",
                )
            ]
        ) from None
    if not isinstance(data, dict):
        raise ConfigError([Problem(file, 1, "", "expected keys and values", "start with `site_name: ...`")])
    extra = data.get("extra") or {}
    if not isinstance(extra, dict):
        raise ConfigError(
            [Problem(file, 0, "extra", "expected keys and values", "see `extra:` in the reference")]
        )
    picked = {k: data[k] for k in ("site_name", "site_url") if k in data}
    picked |= {k: extra[k] for k in ("comments", "suggest") if extra.get(k) is not None}
    return validate(Site, picked, text, file)
