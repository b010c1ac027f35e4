"""Where the values of a YAML text stand, character by character, as PyYAML's events tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from curator.yamlio.reading import Loader


@dataclass(slots=True)
class Node:
    """A value in the text: characters `start` to `end`, its first column, its children.

    `kind` is map, seq, scalar, block (a scalar after | or >) or alias. A block collection ends where
    its last child does; `end` never includes the line break, blank lines or comments that follow.
    """

    kind: str
    start: int
    end: int
    column: int
    flow: bool = False
    value: str = ""
    pairs: "list[tuple[Node, Node]]" = field(default_factory=list)
    items: "list[Node]" = field(default_factory=list)

    def find(self, key: object) -> "tuple[Node, Node] | None":
        """Find a key and its value in a map."""
        return next((p for p in self.pairs if p[0].value == str(key) and p[0].kind == "scalar"), None)


def parse(text: str) -> Node:
    """Read the positions of every value; an empty document is an empty scalar at its end."""
    events: Iterator[Any] = iter(yaml.parse(text, Loader=Loader))
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _build(text, events, event)
    return Node("scalar", len(text), len(text), 0)


def _build(text: str, events: Iterator[Any], event: Any) -> Node:
    node = Node("alias", event.start_mark.index, event.end_mark.index, event.start_mark.column)
    if isinstance(event, yaml.ScalarEvent):
        node.kind, node.value = "scalar", event.value
        if event.style in ("|", ">"):
            node.kind, node.end = "block", _block_end(text, node)
    elif isinstance(event, yaml.MappingStartEvent):
        node.kind, node.flow = "map", bool(event.flow_style)
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            node.pairs.append((_build(text, events, inner), _build(text, events, next(events))))
        node.end = _end(inner) if node.flow else node.pairs[-1][1].end
    elif isinstance(event, yaml.SequenceStartEvent):
        node.kind, node.flow = "seq", bool(event.flow_style)
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            node.items.append(_build(text, events, inner))
        node.end = _end(inner) if node.flow else node.items[-1].end
    return node


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _block_end(text: str, node: Node) -> int:
    """Find the end of the last line of a block scalar; the parser reports the next thing's line."""
    header, _, body = text[node.start : node.end].partition("\n")
    if "+" in header.partition("#")[0]:  # kept blank lines belong to the value
        return len(text[: node.end].removesuffix("\n").removesuffix("\r"))
    lines = body.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    whole = "\n".join([header, *lines])
    return node.start + len(whole.removesuffix("\r"))


def next_line(text: str, position: int) -> int:
    """Find the first character of the line after the one that holds `position`."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def line_start(text: str, position: int) -> int:
    """Find the first character of the line that holds `position`."""
    return text.rfind("\n", 0, position) + 1


def first_on_line(text: str, position: int) -> bool:
    """Tell whether only spaces stand before a position on its line."""
    return not text[line_start(text, position) : position].strip(" ")


_IDLE = re.compile(r"[ \t\r]*(?:#[^\n]*)?(?:\n|\Z)")


def dash_of(text: str, seq: Node, index: int) -> int:
    """Find the dash of an item of a block sequence."""
    position = seq.start if index == 0 else next_line(text, seq.items[index - 1].end)
    if index == 0 and text[position : position + 1] != "-":  # an anchor or a tag stands first
        position = next_line(text, position)
    while position < seq.items[index].start and (idle := _IDLE.match(text, position)):
        position = idle.end()
    while text[position] == " ":
        position += 1
    if text[position] != "-":
        raise IndexError("no dash where an item begins")
    return position


def item_start(text: str, seq: Node, index: int) -> int:
    """Find the first line of an item: its dash, or the comment directly above that belongs to it.

    A comment above the first item speaks of the whole list and stays.
    """
    start = line_start(text, dash_of(text, seq, index))
    if index == 0:
        return start
    floor = next_line(text, seq.items[index - 1].end)
    while start > floor:
        above = line_start(text, start - 1)
        if above < floor or not text[above:start].lstrip(" \t").startswith("#"):
            break
        start = above
    return start


def spaced(text: str, seq: Node) -> bool:
    """Tell whether a person left a blank line between the items of a list."""
    if len(seq.items) < 2:
        return False
    start = item_start(text, seq, len(seq.items) - 1)
    return not text[line_start(text, start - 1) : start].strip()
