"""Week files: courses/<course>/week-NN.md, read with line numbers and written for people.

Reading a site of a thousand weeks at every build must cost next to nothing, so `read_weeks` takes a
memory (any mapping of text to text): a file whose bytes it has seen is not parsed again. The same
memory knows the questions as they were published, which is how a changed thread key is noticed.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import curator
from curator.config import inside
from curator.errors import ConfigError, Problem
from curator.model import LANGUAGE, Course, Module, Question
from curator.questions.rules import RULE_NAMES
from curator.weeks.front_matter import line_of, parse_parts, sign, untouched
from curator.weeks.hypertext import MAX_KNOTS, knotted
from curator.weeks.threads import changed_threads
from curator.yamlio.emit import mapping
from curator.yamlio.reading import read_text, validate

__all__ = ["new_week_text", "parse_week", "read_week", "read_weeks", "untouched", "week_name"]

_NAME = re.compile(r"week-(\d{1,4})\.md")
_ANCHOR = re.compile(r"content|conversation|connection|resource-\d+")
"""What `#...` of a week's page leads to, besides its questions."""


def week_name(week: int) -> str:
    """Name the file of a week: week-03.md."""
    return f"week-{week:02d}.md"


def read_week(path: Path, root: Path) -> Module:
    """Read and validate one week file; ConfigError lists its mistakes with lines and remedies."""
    file = path.relative_to(root).as_posix()
    return parse_week(read_inside(path, root, file), file)


def stays_inside(path: Path, root: Path, file: str) -> None:
    """Raise ConfigError for a file that is a link out of the project, or lies in a folder that is one."""
    linked = any(place.is_symlink() for place in (path, path.parent, path.parent.parent))
    if linked and not inside(root.resolve(), file):
        raise ConfigError([Problem(file, 0, "", "leads outside the project", "put the file itself here")])


def read_inside(path: Path, root: Path, file: str) -> str:
    """Read a file of a course that lies inside the project; ConfigError where it does not."""
    stays_inside(path, root, file)
    return read_text(path, file)


def parse_week(text: str, file: str) -> Module:
    """Make a Module of the text of a week file (line feeds only); `file` names it and its week.

    An empty `file` is a text that has no place yet: any week will do. Raises ConfigError
    with every mistake found.
    """
    data, front, parts = parse_parts(text, file)
    module = validate(Module, data, front, file, first_line=parts.first_line)
    if knotted(module.introduction):
        what = f"holds more than {MAX_KNOTS} brackets and headings"
        line = text[: parts.body].count("\n") + 1
        raise ConfigError([Problem(file, line, "introduction", what, "shorten it, or divide the week")])
    problems = [*_check_name(module, text, file), *_check_questions(module, text, file)]
    if problems:
        raise ConfigError(problems)
    return module


def _check_name(module: Module, text: str, file: str) -> list[Problem]:
    name, right = file.rpartition("/")[2], week_name(module.week)
    if name in (right, ""):
        return []
    found = _NAME.fullmatch(name)
    line = line_of(text, ("week",))
    if found is None or int(found[1]) == module.week or int(found[1]) == 0:
        return [Problem(file, 0, "", f"the file of week {module.week} is called {right}", "rename it")]
    return [
        Problem(
            file,
            line,
            "week",
            f"week {module.week} in a file called {name}",
            f"write `week: {int(found[1])}`, or rename the file to {right}",
        )
    ]


def _check_questions(module: Module, text: str, file: str) -> list[Problem]:
    problems = []
    seen: dict[str, int] = {}
    for index, question in enumerate(module.conversation):
        key = f"conversation.{index}"
        if _ANCHOR.fullmatch(question.id):
            problems.append(
                Problem(
                    file,
                    line_of(text, ("conversation", index, "id")),
                    f"{key}.id",
                    f'"{question.id}" is what the page calls another part of the week',
                    "choose an id that says what it asks, or q1, q2, ...",
                )
            )
        if question.id in seen:
            problems.append(
                Problem(
                    file,
                    line_of(text, ("conversation", index, "id")),
                    f"{key}.id",
                    f'"{question.id}" is already the id of the question in line {seen[question.id]}',
                    "every question needs an id of its own: its comment thread is named after it",
                )
            )
        seen.setdefault(question.id, line_of(text, ("conversation", index, "id")))
        if question.about is not None and question.about > len(module.content):
            problems.append(
                Problem(
                    file,
                    line_of(text, ("conversation", index, "about")),
                    f"{key}.about",
                    f"there is no resource {question.about}, only {len(module.content)}",
                    "write the number of a resource of this week, or delete the line",
                )
            )
        problems += _check_silence(question, index, text, file)
    return problems


def _check_silence(question: Question, index: int, text: str, file: str) -> Iterator[Problem]:
    for rule in question.silence:
        if rule not in RULE_NAMES:
            close = difflib.get_close_matches(rule, RULE_NAMES, 1, cutoff=0.7)
            meant = f"did you mean `{close[0]}`? " if close else ""
            yield Problem(
                file,
                line_of(text, ("conversation", index, "silence", rule)),
                f"conversation.{index}.silence.{rule}",
                "is not a rule of the lint",
                f"{meant}The rules: {', '.join(RULE_NAMES)}",
            )


# --- all weeks of a course -----------------------------------------------------------------------


def read_weeks(
    root: Path, course: Course, memory: MutableMapping[str, str] | None = None
) -> tuple[tuple[tuple[Path, Module], ...], tuple[Problem, ...]]:
    """Read every week file of a course, in the order of weeks; a bad one never hides the others.

    Returns (path, module) pairs and the problems of the files left out. `memory` maps a file's name
    to what it held when it was last good; it is read and updated, and may be empty or thrown away.
    """
    found: list[tuple[Path, Module]] = []
    problems: list[Problem] = []
    fresh: list[tuple[str, str, Module]] = []
    known = memory if memory is not None else {}
    folder, place = root / "courses" / course.slug, f"courses/{course.slug}"
    for path in _week_paths(folder):
        file = f"{place}/{path.name}"
        try:
            text = read_inside(path, root, file)
            stamp, before = _stamp(text), known.get(file, "")
            remembered = _recall(before)
            if remembered is not None and before.startswith(stamp):
                found.append((path, remembered))
                continue
            module = parse_week(text, file)
            bad = changed_threads(module, remembered, text, file)
            if bad:
                raise ConfigError(bad)
        except ConfigError as error:
            problems.extend(error.problems)
            continue
        found.append((path, module))
        fresh.append((file, stamp, module))
    for file, stamp, module in fresh:
        known[file] = stamp + module.model_dump_json(by_alias=True, exclude_defaults=True)
    return tuple(sorted(found, key=lambda pair: pair[1].week)), tuple(problems)


_LIKE_A_WEEK = re.compile(r"week-.*\.md|week[-_ ]?\d{1,4}\.(md|markdown|txt|md\.txt)", re.IGNORECASE)
"""Also what editors make of the name. An editor's own copies (.bak, .orig, ~) are none."""

_TRANSLATION = re.compile(rf"week-\d{{1,4}}\.{LANGUAGE}\.md")
"""A week in another language: see `curator.weeks.translation`."""


def _week_paths(folder: Path) -> list[Path]:
    """List what looks like a week file, well named or not: one that is passed over would vanish."""
    if not folder.is_dir():
        return []
    names = sorted(p.name for p in folder.iterdir())
    return [folder / n for n in names if _LIKE_A_WEEK.fullmatch(n) and not _TRANSLATION.fullmatch(n)]


def _stamp(text: str) -> str:
    """Hash a file's text together with the program's version."""
    return hashlib.sha256(f"{curator.__version__}\0{text}".encode()).hexdigest() + "\n"


def _recall(remembered: str) -> Module | None:
    """Read a module back from memory; whatever is wrong with it, it is simply not remembered."""
    _, _, json = remembered.partition("\n")
    if not json:
        return None
    try:
        return Module.model_validate_json(json)
    except ValueError:
        return None


# --- writing a new week --------------------------------------------------------------------------

_DRAFT_MARK = "# While this mark fits, the next build may draft the week anew. Change a word and it is yours."


def new_week_text(module: Module) -> str:
    """Write a new week file: keys in their documented order, long text folded, the draft signed.

    Reading the text back gives the same module (apart from `drafted`, which the text itself decides).
    """
    lines = ["---", *mapping(_front_matter(module), 0)]
    lines += [_DRAFT_MARK, "drafted: ", "---"]
    body = module.introduction.strip("\n")
    return sign("\n".join([*lines, *([body] if body else [])]) + "\n")


def _front_matter(module: Module) -> dict[str, Any]:
    """Order a module's values as they stand in the file; empty ones are left out, the note invites."""
    data: dict[str, Any] = module.model_dump(by_alias=True, exclude_defaults=True)
    data.pop("drafted", None)
    data.pop("introduction", None)
    data["status"] = module.status
    front = {key: data[key] for key in Module.model_fields if key in data}
    if module.content:
        front["content"] = [resource_values(r) for r in module.content]
    return front


def resource_values(resource: Any) -> dict[str, Any]:
    """Order a resource's values as they stand in a week file: kind, minutes and note always shown."""
    data: dict[str, Any] = resource.model_dump(by_alias=True, exclude_defaults=True)
    always = {"kind": resource.kind, "minutes": resource.minutes, "note": resource.note}
    fields = type(resource).model_fields
    return {k: data.get(k, always.get(k)) for k in fields if k in data or k in always}
