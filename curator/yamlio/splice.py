"""Change one value in YAML that a person wrote, and nothing else, byte for byte.

A round-trip dumper writes the whole file anew and keeps what it understood of its formatting. Here the
parser only tells where things stand (PyYAML's events carry exact positions), and the change is spliced
into the text, so comments, quotes, folding, blank lines, order and line endings stay by construction.
Every result is read back: if it holds anything but the wanted change, the edit is refused.
"""

import copy
import difflib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from curator.errors import ConfigError, Problem
from curator.yamlio.emit import block, flow, list_item, mapping
from curator.yamlio.marks import (
    Node,
    dash_of,
    first_on_line,
    item_start,
    line_start,
    next_line,
    parse,
    spaced,
)
from curator.yamlio.reading import Loader

Path = tuple[str | int, ...]
"""Keys and list positions from the top: ("content", 2, "note")."""

ORDER = (
    *("week", "id", "url", "name", "title", "question", "starts", "status", "opens", "objective", "source"),
    *("author", "published", "kind", "minutes", "tags", "note", "excerpt", "image", "via", "suggested_by"),
    *("archived", "about", "silence", "for", "feed", "content", "conversation", "why", "score", "reasons"),
    *("people", "prompts", "events", "thanks", "connection", "later", "aside", "dropped", "unasked"),
    "drafted",
)
"""Where a new key goes: after the last key of its mapping that this list names before it."""


def put(text: str, path: Path, value: Any) -> str:
    """Set the value at `path`, adding keys that are missing; lists and mappings change item by item.

    Raises ConfigError when the text is written so that the change would touch anything else.
    """
    data = _load(text)
    wanted = _plain(value)
    if _has(data, path) and _sign(_get(data, path)) == _sign(wanted):
        return text
    expected = _put_data(copy.deepcopy(data), path, wanted)
    return _verified(path, expected, lambda: _put(text, path, wanted))


def delete(text: str, path: Path) -> str:
    """Remove a key or a list item; a list that becomes empty stays as []."""
    data = _load(text)
    if not _has(data, path):
        return text
    expected = copy.deepcopy(data)
    del _get(expected, path[:-1])[path[-1]]
    return _verified(path, expected, lambda: _delete(text, path))


def insert(text: str, path: Path, index: int, *values: Any) -> str:
    """Insert items into the list at `path` before position `index`; a missing list is made.

    Mappings are written as their neighbour is: {...} beside {...}, else a key a line.
    """
    data = _load(text)
    wanted = [_plain(value) for value in values]
    items = _get(data, path)
    if not isinstance(items, list) or not items:
        return put(text, path, wanted)
    index = max(0, min(index, len(items)))
    expected = copy.deepcopy(data)
    _get(expected, path)[index:index] = wanted
    return _verified(path, expected, lambda: _insert(text, path, index, wanted))


def extend(text: str, path: Path, values: Sequence[Any]) -> str:
    """Append items to the list at `path`, all in one change; a missing or empty list is made."""
    data = _load(text)
    items = [_plain(value) for value in values]
    there = _get(data, path) if _has(data, path) else []
    if not items:
        return text
    if not there:
        return put(text, path, items)
    expected = _put_data(copy.deepcopy(data), path, [*there, *items])
    return _verified(path, expected, lambda: _extend(text, path, items))


def move(text: str, path: Path, old: int, new: int) -> str:
    """Move an item of the list at `path` so that it ends up at position `new`, its comments with it."""
    data = _load(text)
    items = _get(data, path)
    new = max(0, min(new, len(items) - 1))
    if old == new:
        return text
    expected = copy.deepcopy(data)
    target = _get(expected, path)
    target.insert(new, target.pop(old))
    return _verified(path, expected, lambda: _move(text, path, old, new))


# --- the plain side: what the change means ---------------------------------------------------------


def _load(text: str) -> Any:
    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError([Problem("", 0, "", "not valid YAML", "correct it by hand first")]) from error


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def _sign(value: Any) -> str:
    """Write a value so that what reads differently differs: true and 1, noon in Berlin and in London."""
    return json.dumps(value, default=str, sort_keys=True)


def _has(data: Any, path: Path) -> bool:
    for part in path:
        known = (
            part in data if isinstance(data, dict) else isinstance(data, list) and part in range(len(data))
        )
        if not known:
            return False
        data = data[part]
    return True


def _get(data: Any, path: Path) -> Any:
    for part in path:
        if not _has(data, (part,)):
            return None
        data = data[part]
    return data


def _put_data(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, list):
        if not _has(data, path[:1]):
            raise _refusal(path)
        data[path[0]] = _put_data(data[path[0]], path[1:], value)  # type: ignore[index]
        return data
    inner = data if isinstance(data, dict) else {}
    inner[path[0]] = _put_data(inner.get(path[0]), path[1:], value)
    return inner


def _refusal(path: Path) -> ConfigError:
    return ConfigError(
        [
            Problem(
                "",
                0,
                ".".join(map(str, path)),
                "is written in a way that cannot be changed without touching more of the file",
                "change it by hand",
            )
        ]
    )


def _verified(path: Path, expected: Any, change: Callable[[], str]) -> str:
    """Make the change, read the result back and refuse whatever is not exactly what was wanted."""
    try:
        changed = change()
        same = _load(changed) == expected
    except (ConfigError, yaml.YAMLError, IndexError, StopIteration):
        raise _refusal(path) from None
    if not same:
        raise _refusal(path)
    return changed


# --- the text side: how it is written ----------------------------------------------------------------


def _walk(text: str, path: Path) -> tuple[list[Node], int]:
    """Follow a path as far as it exists: the nodes on the way, and how many of its parts were found."""
    chain = [parse(text)]
    for depth, part in enumerate(path):
        node = chain[-1]
        if node.kind == "map":
            pair = node.find(part)
            if pair is None:
                return chain, depth
            chain.append(pair[1])
        elif node.kind == "seq" and isinstance(part, int):
            chain.append(node.items[part])
        else:
            return chain, depth
    return chain, len(path)


def _put(text: str, path: Path, value: Any) -> str:
    chain, found = _walk(text, path)
    node, rest = chain[-1], path[found:]
    for part in reversed(rest[1:]):
        value = {part: value}
    in_flow = any(n.flow for n in chain[:-1])
    if rest and node.kind == "map" and (node.pairs or in_flow):
        return _add_key(text, node, str(rest[0]), value, in_flow or node.flow)
    if rest:
        value = {rest[0]: value}
    if node.kind == "map" and isinstance(value, dict) and value and node.pairs:
        return _patch_map(text, path, node, value)
    if node.kind == "seq" and isinstance(value, list) and node.items:
        return _patch_list(text, path, value)
    if (node.kind in ("map", "seq") and not node.flow) or node.kind == "alias":
        raise _refusal(path)
    return _replace(text, node, value, chain[-2].column if len(chain) > 1 else -2, in_flow)


def _replace(text: str, node: Node, value: Any, indent: int, in_flow: bool) -> str:
    """Write another value where a scalar or a [...] stands; what follows it on the line stays."""
    start, end = node.start, node.end
    if in_flow:
        return text[:start] + flow(value) + text[end:]
    head, lines = block(value, indent)
    if node.kind == "block":  # a remark behind the | or > outlives the text below it
        remark = re.search(r"[ \t]+#[^\r\n]*", text[start:end].partition("\n")[0])
        head += remark[0] if remark else ""
    before = text[:start] if head else text[:start].rstrip(" ")
    if head and before and before[-1] not in " \n":
        before += " "
    below = next_line(text, end)
    return before + head + text[end:below] + _lines(text, below, lines) + text[below:]


def _lines(text: str, position: int, lines: Sequence[str]) -> str:
    """Join new lines with the file's own line ending, ready to stand at the head of a line."""
    ending = "\r\n" if "\r\n" in text else "\n"
    broken = position > 0 and text[position - 1] != "\n"
    return (ending if broken and lines else "") + "".join(line + ending for line in lines)


def _add_key(text: str, node: Node, key: str, value: Any, in_flow: bool) -> str:
    names = [k.value for k, _ in node.pairs]
    rank = ORDER.index(key) if key in ORDER else len(ORDER)
    before = [i for i, name in enumerate(names) if name in ORDER and ORDER.index(name) < rank]
    place = max(before, key=lambda i: ORDER.index(names[i]), default=len(names) - 1)
    if in_flow:
        entry = flow({key: value})[1:-1]
        if not names:
            return text[: node.start + 1] + entry + text[node.start + 1 :]
        end = node.pairs[place][1].end
        return text[:end] + ", " + entry + text[end:]
    below = next_line(text, node.pairs[place][1].end)
    return text[:below] + _lines(text, below, mapping({key: value}, node.column)) + text[below:]


def _patch_map(text: str, path: Path, node: Node, value: dict[str, Any]) -> str:
    for key, item in value.items():
        text = put(text, (*path, key), item)
    for name in [k.value for k, _ in node.pairs if k.value not in value]:
        text = delete(text, (*path, name))
    return text


def _patch_list(text: str, path: Path, value: list[Any]) -> str:
    """Turn a list into another, touching only the items that differ."""
    old = [_sign(v) for v in _get(_load(text), path)]
    new = [_sign(v) for v in value]
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in reversed(steps):
        if tag == "equal":
            continue
        shared = min(i2 - i1, j2 - j1)
        for offset in range(shared):
            text = put(text, (*path, i1 + offset), value[j1 + offset])
        for index in reversed(range(i1 + shared, i2)):
            text = delete(text, (*path, index))
        for offset, item in enumerate(value[j1 + shared : j2]):
            text = insert(text, path, i1 + shared + offset, item)
    return text


def _delete(text: str, path: Path) -> str:
    chain, _ = _walk(text, path)
    parent, node = chain[-2], chain[-1]
    if parent.kind == "map":
        spans = [(k.start, v.end) for k, v in parent.pairs]
        index = next(i for i, (k, _) in enumerate(parent.pairs) if k.value == str(path[-1]))
    else:
        index = int(path[-1])
        begin = (lambda i: parent.items[i].start) if parent.flow else (lambda i: dash_of(text, parent, i))
        spans = [(begin(i), item.end) for i, item in enumerate(parent.items)]
    start, end = spans[index]
    if parent.flow or any(n.flow for n in chain[:-1]):
        if len(spans) == 1:
            return text[:start] + text[end:]
        if index + 1 < len(spans):
            return text[:start] + text[spans[index + 1][0] :]
        return text[: spans[index - 1][1]] + text[end:]
    if len(spans) == 1:
        return _emptied(text, chain, path, line_start(text, start), next_line(text, node.end))
    if first_on_line(text, start):
        return text[: line_start(text, start)] + text[next_line(text, end) :]
    return text[:start] + text[spans[index + 1][0] :]  # the first key beside a dash: the next one moves up


def _emptied(text: str, chain: Sequence[Node], path: Path, start: int, end: int) -> str:
    """Take the only child out of a block collection, which becomes [] or {} behind its key."""
    literal = "{}" if chain[-2].kind == "map" else "[]"
    holder = chain[-3].find(path[-2]) if len(chain) > 2 and chain[-3].kind == "map" else None
    if holder is None:
        raise _refusal(path)
    colon = text.index(":", holder[0].end) + 1
    return text[:colon] + " " + literal + text[colon:start] + text[end:]


def _insert(text: str, path: Path, index: int, values: Sequence[Any]) -> str:
    chain, _ = _walk(text, path)
    seq = chain[-1]
    if seq.kind != "seq":
        raise _refusal(path)
    last = index >= len(seq.items)
    if any(n.flow for n in chain):
        place = seq.items[-1].end if last else seq.items[index].start
        entries = ", ".join(map(flow, values))
        entry = f", {entries}" if last else f"{entries}, "
        return text[:place] + entry + text[place:]
    column = dash_of(text, seq, 0) - line_start(text, dash_of(text, seq, 0))
    place = next_line(text, seq.items[-1].end) if last else item_start(text, seq, index)
    beside = seq.items[index - 1 if last else index]
    apart = [""] if spaced(text, seq) and not beside.flow else []
    lines: list[str] = []
    for value in values:
        short = beside.flow and isinstance(value, dict)
        written = [" " * column + "- " + flow(value)] if short else list_item(value, column)
        lines += [*apart, *written] if last else [*written, *apart]
    return text[:place] + _lines(text, place, lines) + text[place:]


def _extend(text: str, path: Path, values: Sequence[Any]) -> str:
    chain, _ = _walk(text, path)
    seq = chain[-1]
    if seq.kind != "seq":
        raise _refusal(path)
    if any(n.flow for n in chain):
        place = seq.items[-1].end
        return text[:place] + "".join(f", {flow(value)}" for value in values) + text[place:]
    column = dash_of(text, seq, 0) - line_start(text, dash_of(text, seq, 0))
    place = next_line(text, seq.items[-1].end)
    between = [""] if spaced(text, seq) else []
    lines = [line for value in values for line in (*between, *list_item(value, column))]
    return text[:place] + _lines(text, place, lines) + text[place:]


def _move(text: str, path: Path, old: int, new: int) -> str:
    chain, _ = _walk(text, path)
    seq = chain[-1]
    if any(n.flow for n in chain):
        order = list(range(len(seq.items)))
        order.insert(new, order.pop(old))
        moved, at = "", seq.items[0].start
        for slot, source in zip(seq.items, order, strict=True):
            moved += text[at : slot.start] + text[seq.items[source].start : seq.items[source].end]
            at = slot.end
        return text[: seq.items[0].start] + moved + text[at:]
    text = text if text.endswith("\n") else text + _lines(text, 0, [""])
    start, end = item_start(text, seq, old), next_line(text, seq.items[old].end)
    taken = text[start:end]
    text = text[:start] + text[end:]
    seq = _walk(text, path)[0][-1]
    place = next_line(text, seq.items[-1].end) if new >= len(seq.items) else item_start(text, seq, new)
    return text[:place] + taken + text[place:]
