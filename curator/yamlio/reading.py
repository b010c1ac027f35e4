"""The YAML boundary: what people typed becomes records, or one report of every mistake.

Reading is strict: unknown keys, wrong types and duplicate keys are refused, each with file, line, key
and remedy. PyYAML's C loader reads them, because a site of a thousand weeks is read at every build; the
modules that edit such files splice single values into the text, so that all else stays as typed.
"""

import difflib
import math
import re
import reprlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from curator.errors import ConfigError, Problem
from curator.model import Written
from curator.yamlio.syntax import syntax_problem

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


def _timestamp(loader: Any, node: yaml.ScalarNode) -> Any:
    """Read a date; one that no calendar has is a mistake with a line, like any other."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None,
            None,
            f"{node.value!r} is not a date that the calendar has",
            node.start_mark,
            "write it as 2026-11-23",
        ) from None


def _number(loader: Any, node: yaml.ScalarNode) -> Any:
    """Read a number; a long one takes PyYAML time with the square of its length ("1:1:1:..." is base 60)."""
    if len(node.value) > MAX_NUMBER:
        raise yaml.constructor.ConstructorError(None, None, "a number that is too long", node.start_mark)
    kind = node.tag.rpartition(":")[2]
    return getattr(loader, f"construct_yaml_{kind}")(node)


MAX_NUMBER = 60
"""Characters of a number; what people write needs four."""

Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)
Loader.add_constructor("tag:yaml.org,2002:int", _number)
Loader.add_constructor("tag:yaml.org,2002:float", _number)

_HASH = re.compile(r"[^\s#] #[^\s#]")
"""What begins a comment in YAML and is hardly ever meant as one: "Week #1"."""


def _cut_off(node: yaml.Node, lines: Sequence[str], file: str, first_line: int) -> list[Problem]:
    """Find texts without quotes that lose what stands behind a #, as in `title: Week #1`.

    A # with a space behind it is a comment, and so is one behind a number or a date.
    """
    found: list[Problem] = []
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, yaml.MappingNode):
            waiting += [value for _, value in here.value]
        elif isinstance(here, yaml.SequenceNode):
            waiting += here.value
        elif isinstance(here, yaml.ScalarNode) and not here.style and here.tag.endswith(":str"):
            end = here.end_mark
            line = lines[end.line] if end.line < len(lines) else ""
            if here.value and re.match(r"[ \t]*(?<=[ \t])#[^\s#]", line[end.column :]):
                what = f'everything behind "{here.value[-20:]}" is lost: YAML takes #... for a comment'
                found.append(Problem(file, first_line + end.line, "", what, "put the value in quotes"))
    return sorted(found, key=lambda problem: problem.line)


T = TypeVar("T")

MAX_YAML_BYTES = 5_000_000
"""A file that people write is never larger; refusing it keeps a mistaken path from eating memory."""

MAX_DEPTH = 60
"""Levels of nesting; what people write needs seven."""


MAX_PROBLEMS = 100
"""Mistakes told of one file: looking up the line of each takes time, and nobody reads more."""
MAX_REPEATED = 100_000
"""Nodes and characters that aliases may add to a file beside what is written there."""
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


_CONSTRUCTING = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What PyYAML's constructors raise of values whose tag (`!!int x`) promises something else."""


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
            if "&" in text and "*" in text and _expanded(node) > 2 * len(text) + MAX_REPEATED:
                what, remedy = "its aliases (*name) repeat too much", "write the values out, or fewer of them"
                raise ConfigError([Problem(file, first_line, "", what, remedy)])
            _find_duplicates(node, "", file, first_line, problems)
            if node is not None and _HASH.search(text):
                problems += _cut_off(node, text.split("\n"), file, first_line)
            if problems:
                raise ConfigError(problems)
            return None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise ConfigError([syntax_problem(error, text, file, first_line)]) from None
    except _CONSTRUCTING as error:
        raise ConfigError(
            [Problem(file, first_line, "", f"not valid YAML: {error}", "correct the value")]
        ) from None


def _expanded(root: yaml.Node | None) -> float:
    """Count nodes and characters as if every alias were written out; infinite where one holds itself.

    Each node is looked at once, so a bomb of nested aliases costs what its few bytes cost.
    """
    sizes: dict[int, float] = {}

    def size(node: yaml.Node | None, depth: int) -> float:
        if not isinstance(node, yaml.CollectionNode):
            return 1 + len(str(getattr(node, "value", "")))
        if id(node) not in sizes:
            sizes[id(node)] = math.inf  # until it is known: whoever meets it before stands inside it
            parts = (
                node.value if isinstance(node, yaml.SequenceNode) else (n for kv in node.value for n in kv)
            )
            deep = depth > MAX_DEPTH
            sizes[id(node)] = math.inf if deep else 1 + sum(size(part, depth + 1) for part in parts)
        return sizes[id(node)]

    return size(root, 0)


def _find_duplicates(node: yaml.Node | None, path: str, file: str, first: int, found: list[Problem]) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            where = f"{path}.{name}" if path else name
            if name in seen and len(found) < MAX_PROBLEMS:
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
                    line_in(node, item["loc"], item["type"] == "extra_forbidden") + first_line,
                    ".".join(str(part) for part in item["loc"]),
                    *_explain(item, kind),
                )
                for item in error.errors(include_url=False)[:MAX_PROBLEMS]
            ]
        ) from None


_LOST = "put it back, or copy it from a new project: `curate init somewhere-else`"


def read_text(path: Path, file: str) -> str:
    """Read a file that people write, as UTF-8 with or without BOM; ConfigError says what is wrong.

    Line endings come back as line feeds. Raises ConfigError when missing, too large or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([Problem(file, 0, "", "missing", _LOST)]) from None
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
    if data is None or isinstance(data, dict):
        data = {**(data or {}), **extra}
    return validate(kind, data, text, file)


@lru_cache(maxsize=4)
def _composed(text: str) -> yaml.Node | None:
    """Remember the last few trees: whoever asks for one line often asks for the next."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError:
        return None
    return node


def line_at(text: str, path: Sequence[int | str], *, key_itself: bool = False, first_line: int = 1) -> int:
    """Return the line of the value at `path`, or of the nearest parent that exists.

    `first_line` is the line of the file where `text` begins; text that is no YAML counts as one value.
    """
    return line_in(_composed(text), path, key_itself) + first_line


def line_in(node: yaml.Node | None, path: Sequence[int | str], key_itself: bool) -> int:
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


_SHOWN = reprlib.Repr()
_SHOWN.maxstring = _SHOWN.maxother = _SHOWN.maxlong = 200


def _explain(item: Any, kind: type[Any]) -> tuple[str, str]:
    """Put one pydantic error into words: (what is wrong, what to do)."""
    name, context, given = item["type"], item.get("ctx", {}), _SHOWN.repr(item["input"])
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
            if name.startswith(("datetime", "timezone"))
            else "write it as 2026-11-23"
        )
        return f"{_SHOWN.repr(str(item['input'])[:300])} is not a date that curator reads", remedy
    if name == "literal_error":
        return f"{given} is not one of the choices", f"choose {context.get('expected', '')}"
    if name == "string_type":
        return f"{given} is not text", "put it in quotes"
    if name == "string_too_short":
        return "is empty", "write something"
    if name == "string_too_long":
        return f"is longer than {context.get('max_length')} characters", "shorten it"
    if name == "string_pattern_mismatch":
        remedy = "use small letters, digits and hyphens"
        if item["loc"][-1] == "language":
            remedy = "write the short name, such as en, de or pt-BR"
        return f"{given} has a form that does not fit", remedy
    if name.startswith(("int_", "float_")):
        whole = "a whole number" if name.startswith("int_") else "a number"
        return f"{given} is not {whole}", "write digits only, such as 30"
    if name in ("greater_than_equal", "less_than_equal"):
        if "ge" in context:
            return f"{given} is too small", f"write at least {context['ge']}"
        return f"{given} is too large", f"write at most {context['le']}"
    if name in ("model_type", "dict_type", "model_attributes_type"):
        return f"{given} is not keys and values", "write `key: value`, as the reference shows it"
    if name in ("tuple_type", "list_type"):
        return "is not a list", "write each item on a line of its own that starts with `- `"
    message = str(item["msg"])
    return message[0].lower() + message[1:], "correct the value"


def _did_you_mean(item: Any, kind: type[Any]) -> str:
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
    if isinstance(annotation, type) and issubclass(annotation, Written):
        return [annotation]
    return [m for arg in get_args(annotation) for m in models_in(arg)]
