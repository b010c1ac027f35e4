"""Edit feeds.yml for the curator: only the lines of the feed in question change, all else stays as typed.

The functions take the file's text and return the new text; `edit_file` is the one place that reads and
writes.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from curator.config import Sources
from curator.errors import ConfigError, ConflictError, Problem
from curator.files import write_atomic
from curator.model import Feed
from curator.yamlio import splice
from curator.yamlio.reading import parse_yaml, read_text, validate

FILE = "feeds.yml"
EMPTY = "feeds: []\n"


def add_feeds(text: str, feeds: Iterable[Feed]) -> str:
    """Add feeds at the end of the list; those that it holds already stay as they are."""
    known = _ids(text)
    new = {feed.id: feed for feed in feeds if feed.id not in known}
    return _checked(_added(text, list(new.values()), len(known))) if new else text


def _added(text: str, feeds: list[Feed], count: int) -> str:
    if not count:  # a new list: its first feed shows the others how they are written
        return splice.put(text, ("feeds",), [_values(feed) for feed in feeds])
    return splice.insert(text, ("feeds",), count, *map(_values, feeds))


def remove_feed(text: str, feed: str) -> str:
    """Remove the feed with this address or path; ConfigError when there is none."""
    known = _ids(text)
    if feed not in known:
        raise ConfigError([Problem(FILE, 0, "feeds", f"holds no feed {feed}", "see `curate feeds list`")])
    return _checked(splice.delete(text, ("feeds", known.index(feed))))


def replace_addresses(text: str, moves: Mapping[str, str]) -> str:
    """Give feeds new addresses (old: new). A feed whose new address is listed already is removed."""
    ids = _ids(text)
    known = set(ids)
    for place in reversed(range(len(ids))):
        new = moves.get(ids[place])
        if not new:
            continue
        if new in known:
            text = splice.delete(text, ("feeds", place))
        else:
            text = splice.put(text, ("feeds", place, "url"), new)
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
    _sources(text)
    return text


def _sources(text: str) -> Sources:
    return validate(Sources, parse_yaml(text, FILE), text, FILE)


def _ids(text: str) -> list[str]:
    return [feed.id for feed in _sources(text).feeds]


def _values(feed: Feed) -> dict[str, Any]:
    """Return what is written of a feed: its address or path first, and nothing that says the default."""
    return feed.model_dump(exclude_defaults=True, include={"url", "path", "title", "tags", "weight"})
