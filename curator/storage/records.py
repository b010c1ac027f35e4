"""Records as rows of the store: JSON behind a checksum, and back again, whichever version wrote them."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from curator.model import Article, Entry, FeedState, HostState, StoredPage

T = TypeVar("T")


def checksum(data: bytes) -> bytes:
    """Return four bytes that tell whether others have changed (CRC-32)."""
    return zlib.crc32(data).to_bytes(4, "big")


def sealed(record: Any) -> str:
    """Write a record as JSON behind its checksum."""
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":"), default=_encode)
    return checksum(text.encode()).hex() + text


def flat(record: Any) -> dict[str, Any]:
    """Return a record of plain values as a mapping; `asdict` would copy each value deeply."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def opened(row: object) -> dict[str, Any] | None:
    """Open a stored record; None when the bytes are not those that were written."""
    if not isinstance(row, str):
        return None
    digest, text = row[:8], row[8:]
    if digest != checksum(text.encode()).hex():
        return None
    data = json.loads(text)
    return data if isinstance(data, dict) else None


def _encode(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the store")


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def made(
    rows: Iterable[tuple[str, dict[str, Any]]], make: Callable[[dict[str, Any]], T]
) -> Iterator[tuple[str, T]]:
    """Yield (key, record) of the rows that can be made; what another version wrote otherwise is unknown."""
    for key, data in rows:
        with suppress(TypeError, ValueError, KeyError, AttributeError):
            yield key, make(data)


@lru_cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(each.name for each in fields(kind))


def _own(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what another version added to a record."""
    return {key: value for key, value in data.items() if key in _names(kind)}


def feed_state(data: dict[str, Any]) -> FeedState:
    """Make the state of a feed of a stored record."""
    times = {k: _time(data.get(k)) for k in ("checked", "changed", "retry_at")}
    return FeedState(**_own(FeedState, data) | times)


def host_state(data: dict[str, Any]) -> HostState:
    """Make the state of a host of a stored record."""
    times = {k: _time(data.get(k)) for k in ("retry_at", "robots_until")}
    return HostState(**_own(HostState, data) | times)


def stored_entry(data: dict[str, Any]) -> tuple[Entry, datetime]:
    """Make an entry, and when it was first seen, of a stored record."""
    return _entry(data["entry"]), datetime.fromisoformat(data["seen"])


def stored_page(data: dict[str, Any]) -> StoredPage:
    """Make a page of a stored record."""
    article = _article(data["article"]) if data["article"] else None
    fetched = datetime.fromisoformat(data["fetched"])
    return StoredPage(str(data["url"]), fetched, article, str(data["error"]), int(data["failures"]))


def _entry(data: dict[str, Any]) -> Entry:
    times = {k: _time(data.get(k)) for k in ("published", "updated")}
    return Entry(**_own(Entry, data) | times | {"categories": tuple(data.get("categories", ()))})


def _article(data: dict[str, Any]) -> Article:
    text = data.get("published")
    published = (
        None
        if not text
        else date.fromisoformat(text)
        if len(text) == len("2026-11-23")
        else datetime.fromisoformat(text)
    )
    return Article(
        **_own(Article, data)
        | {
            "published": published,
            "categories": tuple(data.get("categories", ())),
            "entry": None,
        }
    )
