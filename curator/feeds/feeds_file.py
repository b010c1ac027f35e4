"""Edit feeds.yml for the curator: only the lines of the feed in question change, all else stays as typed.

The YAML parser says where each feed begins and ends, and the text is cut or mended there. (ruamel.yaml's
round trip was tried: it keeps comments, but moves those above a removed feed, and respaces what it keeps.)
The functions take the file's text and return the new text; `edit_file` is the one place that reads and
writes.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from curator.config import Sources
from curator.errors import ConfigError, ConflictError, Problem
from curator.files import write_atomic
from curator.model import Feed
from curator.yamlio.reading import Loader, parse_yaml, read_text, validate

FILE = "feeds.yml"
EMPTY = "feeds: []\n"
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9][A-Za-z0-9_-]*){0,20}")
_WORDS_WITH_MEANING = frozenset(("y", "n", "yes", "no", "true", "false", "on", "off", "null"))


def add_feeds(text: str, feeds: Iterable[Feed]) -> str:
    """Add feeds at the end of the list; those that it holds already stay as they are."""
    known = {_id(item) for item in _items(text)}
    new = list({feed.id: feed for feed in feeds if feed.id not in known}.values())
    return _checked(_add(text, new)) if new else text


def remove_feed(text: str, feed: str) -> str:
    """Remove the feed with this address or path; ConfigError when there is none."""
    for place, item in enumerate(_items(text)):
        if _id(item) == feed:
            return _checked(_remove(text, place))
    raise ConfigError([Problem(FILE, 0, "feeds", f"holds no feed {feed}", "see `curate feeds list`")])


def replace_addresses(text: str, moves: Mapping[str, str]) -> str:
    """Give feeds new addresses (old: new). A feed whose new address is listed already is removed."""
    items = _items(text)
    known = {_id(item) for item in items}
    for place in reversed(range(len(items))):
        new = moves.get(_id(items[place]))
        if not new:
            continue
        if new in known:
            text = _remove(text, place)
        else:
            value = _value(items[place], "url")  # from the end on, so what stands before keeps its place
            text = text[: value.start_mark.index] + _scalar(new) + text[value.end_mark.index :]
            known.add(new)
    return _checked(text)


def edit_file(path: Path, change: Callable[[str], str]) -> bool:
    """Apply a change to feeds.yml on disk in one step; says whether anything changed.

    Raises ConfigError when the file is not valid before or after the change (and writes nothing),
    ConflictError when somebody saved it meanwhile.
    """
    raw = path.read_bytes() if path.exists() else b""
    text = read_text(path, FILE) if path.exists() else EMPTY
    changed = change(_checked(text))
    if changed == text and raw:
        return False

    def stands() -> None:
        if raw != (path.read_bytes() if path.exists() else b""):
            raise ConflictError(f"{FILE} was saved by somebody else at this moment; nothing was written")

    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    data = mark + (changed.replace("\n", "\r\n") if b"\r\n" in raw else changed).encode()
    write_atomic(path, data, check=stands)
    return True


def _checked(text: str) -> str:
    validate(Sources, parse_yaml(text, FILE), text, FILE)
    return text


# --- where things stand ----------------------------------------------------------------------------


def _list(text: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Find the key `feeds` and its value."""
    root = yaml.compose(text, Loader=Loader)
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "feeds":
                return key, value
    return None, None


def _items(text: str) -> list[yaml.MappingNode]:
    _checked(text)
    _, value = _list(text)
    return list(value.value) if isinstance(value, yaml.SequenceNode) else []


def _id(item: yaml.MappingNode) -> str:
    values = {key.value: value.value for key, value in item.value}
    return str(values.get("url") or values.get("path") or "").strip()


def _value(item: yaml.MappingNode, name: str) -> yaml.Node:
    node: yaml.Node = next(value for key, value in item.value if key.value == name)
    return node


def _end(node: yaml.Node) -> int:
    """Find where a node's own text ends; block nodes claim the comments behind them too."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_end(text: str, index: int) -> int:
    """Find the index after the line break that ends the line of `index`."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


# --- edits -----------------------------------------------------------------------------------------


def _add(text: str, feeds: Sequence[Feed]) -> str:
    key, listed = _list(text)
    lines = "".join(f"  - {_flow(feed)}\n" for feed in feeds)
    if key is None or listed is None:
        return (text if not text or text.endswith("\n") else text + "\n") + f"feeds:\n{lines}"
    if isinstance(listed, yaml.SequenceNode) and listed.value:
        last = listed.value[-1]
        if listed.flow_style:
            return text[: _end(last)] + "".join(", " + _flow(feed) for feed in feeds) + text[_end(last) :]
        indent = " " * listed.start_mark.column
        bodies = (_flow(feed) if last.flow_style else _block(feed, indent + "  ") for feed in feeds)
        lines = "".join(f"{indent}- {body}\n" for body in bodies)
        place = _line_end(text, _end(last))
        head = text[:place] if text[:place].endswith("\n") else text[:place] + "\n"
        return head + lines + text[place:]
    # An empty list: what stands between the colon and the line's end may be "[]", "null" or a comment.
    start, end = int(listed.start_mark.index), int(listed.end_mark.index)
    text = text[:start].rstrip(" ") + text[end:] if end > start else text
    place = _line_end(text, key.end_mark.index)
    head = text[:place] if text[:place].endswith("\n") else text[:place] + "\n"
    return head + lines + text[place:]


def _remove(text: str, place: int) -> str:
    key, listed = _list(text)
    if key is None or not isinstance(listed, yaml.SequenceNode):
        return text
    items = listed.value
    item = items[place]
    if listed.flow_style:
        if place + 1 < len(items):
            return text[: item.start_mark.index] + text[items[place + 1].start_mark.index :]
        start = _end(items[place - 1]) if place else int(item.start_mark.index)
        return text[:start] + text[_end(item) :]
    dash = text.rindex("-", 0, item.start_mark.index)
    start = text.rfind("\n", 0, dash) + 1
    text = text[:start] + text[_line_end(text, _end(item)) :]
    if len(items) == 1:
        text = text[: key.end_mark.index] + text[key.end_mark.index :].replace(":", ": []", 1)
    return text


def _flow(feed: Feed) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in _fields(feed)) + "}"


def _block(feed: Feed, indent: str) -> str:
    return f"\n{indent}".join(f"{name}: {value}" for name, value in _fields(feed))


def _fields(feed: Feed) -> Iterable[tuple[str, str]]:
    yield ("url", _scalar(feed.url)) if feed.url else ("path", _scalar(feed.path or ""))
    if feed.title:
        yield "title", _scalar(feed.title)
    if feed.tags:
        yield "tags", "[" + ", ".join(_scalar(tag) for tag in feed.tags) + "]"
    if feed.weight != 1.0:
        yield "weight", f"{feed.weight:g}"


def _scalar(text: str) -> str:
    """Write a text so that YAML reads it back as the same text: bare when it is plain words, else quoted."""
    if _BARE.fullmatch(text) and text.lower() not in _WORDS_WITH_MEANING:
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    return c if c.isprintable() else f"\\U{ord(c):08x}"
