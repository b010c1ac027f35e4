"""Plain values become YAML text that a person likes to read.

Plain scalars where both YAML 1.1 (which reads the files back) and 1.2 (which other tools use) agree on
them, quotes where they do not, long text folded, short lists on one line. What is rendered is read
back before it is trusted; PyYAML's own emitter is the last resort.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from curator.yamlio.reading import Loader

WIDTH = 98
"""Lines longer than this are folded."""

_LOOKS_TYPED = re.compile(
    r"[-+.]?[0-9][0-9_.,:eExXoO+-]*|\.(?:nan|inf)|[-+]\.inf|0[xo][0-9a-f]+|"
    r"y|n|yes|no|on|off|true|false|null|~|=|<<",
    re.IGNORECASE,
)
"""Plain text that some version of YAML takes for a number, a date or a truth value."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that a YAML file holds only as escapes."""


def scalar(value: object, *, flow: bool = False) -> str:
    """Render one value on one line; `flow`: it will stand inside [...] or {...}."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _dump(value, None)
    text = str(value)
    if _plain(text, flow):
        return text
    if not _CONTROL.search(text) and "\n" not in text and "\t" not in text:
        if '"' not in text and "\\" not in text:
            return f'"{text}"'
        if "'" not in text:
            return f"'{text}'"
    return _dump(text, '"')


def _dump(value: object, style: str | None) -> str:
    """Let PyYAML write a scalar on one line."""
    text = str(value).encode("utf-8", "replace").decode() if isinstance(value, str) else value
    out: str = yaml.safe_dump(text, default_style=style, allow_unicode=True, width=10**9)
    return out.removesuffix("...\n").strip("\n")


def _plain(text: str, flow: bool) -> bool:
    """Tell whether the text means itself without quotes."""
    if not text or text != text.strip() or _LOOKS_TYPED.fullmatch(text) or _CONTROL.search(text):
        return False
    if "\n" in text or "\t" in text or text.startswith(("---", "...")):
        return False
    if flow and "?" in text:  # PyYAML's C parser reads it, the one in Python does not
        return False
    context = f"a: {text}\nb:\n- {text}\n"
    expected: dict[str, object] = {"a": text, "b": [text]}
    if flow:
        context += f"c: [{text}, {text}]\nd: {{e: {text}, f: 1}}\n"
        expected |= {"c": [text, text], "d": {"e": text, "f": 1}}
    try:
        return bool(yaml.load(context, Loader=Loader) == expected)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError):
        return False


def flow(value: object) -> str:
    """Render any value on one line, collections as [...] and {...}."""
    if isinstance(value, Mapping):
        pairs = (f"{scalar(k, flow=True)}: {flow(v)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value, flow=True)


def block(value: object, indent: int) -> tuple[str, list[str]]:
    """Render a value that follows `key:` or `-` at column `indent`.

    Returns what stands on the same line (empty for collections) and the lines below it.
    """
    if isinstance(value, Mapping):
        return ("", mapping(value, indent + 2)) if value else ("{}", [])
    if isinstance(value, list | tuple):
        if not value or _short(value):
            return flow(value), []
        return "", sequence(value, indent + 2)
    if isinstance(value, str):
        return _text(value, indent)
    return scalar(value), []


def mapping(value: Mapping[str, Any], indent: int) -> list[str]:
    """Render keys and values, each key at column `indent`."""
    lines = []
    for key, item in value.items():
        head, rest = block(item, indent)
        lines.append(" " * indent + f"{scalar(key)}:" + (f" {head}" if head else ""))
        lines += rest
    return lines


def sequence(value: Sequence[Any], indent: int) -> list[str]:
    """Render items, each dash at column `indent`."""
    lines: list[str] = []
    for item in value:
        lines += list_item(item, indent)
    return lines


def list_item(item: object, indent: int) -> list[str]:
    """Render one item of a list, its dash at column `indent`."""
    pad = " " * indent
    if isinstance(item, Mapping) and item:
        inner = mapping(item, indent + 2)
        return [pad + "- " + inner[0][indent + 2 :], *inner[1:]]
    if isinstance(item, list | tuple):
        return [pad + "- " + flow(item)]
    head, rest = block(item, indent)
    return [pad + "- " + head, *rest]


def _short(value: Sequence[object]) -> bool:
    """Tell whether a list reads well on one line."""
    if any(isinstance(v, Mapping | list | tuple) for v in value):
        return False
    texts = [str(v) for v in value]
    return max(map(len, texts)) <= 40 and sum(map(len, texts)) + 2 * len(texts) <= 80


def _text(value: str, indent: int) -> tuple[str, list[str]]:
    """Render text: on the line when it fits, folded when long, literal when it has lines of its own."""
    if "\n" not in value and len(value) + indent <= WIDTH:
        return scalar(value), []
    pad = " " * (indent + 2)
    tries: list[tuple[str, list[str]]] = []
    if "\n" not in value:
        room = max(40, WIDTH - len(pad))
        lines = textwrap.wrap(value, room, break_long_words=False, break_on_hyphens=False, expand_tabs=False)
        if len(lines) > 1:  # an address has nowhere to fold
            tries.append((">-", [pad + line for line in lines]))
    else:
        body = value.rstrip("\n")
        ending = {0: "|-", 1: "|"}.get(len(value) - len(body))
        if ending and body:
            tries.append((ending, [pad + line if line else "" for line in body.split("\n")]))
    for head, lines in tries:
        if not _CONTROL.search(value) and _reads_back(head, lines, value):
            return head, lines
    return scalar(value), []


def _reads_back(head: str, lines: list[str], value: str) -> bool:
    context = "\n".join([" " * (_indent(lines) - 2) + f"a: {head}", *lines, ""])
    try:
        return bool(yaml.load(context, Loader=Loader) == {"a": value})  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return False


def _indent(lines: list[str]) -> int:
    return min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=2)
