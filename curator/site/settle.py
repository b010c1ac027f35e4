"""Make an index of Pagefind reproducible: its filters in order, its files named after what they hold.

Pagefind writes filters as a hash table happens to hold them; they are the only part that differs from run
to run. A filter file holds [name, [[value, pages], ...]], the metadata [version, pages, chunks, [[name,
filter file], ...], ...], both in CBOR (RFC 8949) behind a signature, compressed. Items are moved as they are
encoded, never decoded and encoded again.
"""

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from curator.errors import RenderError

SIGNATURE = b"pagefind_dcd"
_UNSIGNED, _BYTES, _TEXT, _ARRAY, _MAP = 0, 2, 3, 4, 5
_FILTERS = 3
"""Place of the filters in the metadata."""


def settle(bundle: Path) -> None:
    """Put the filters of the index in `bundle` in order; RenderError when its form is not known."""
    entry = bundle / "pagefind-entry.json"
    about = json.loads(entry.read_bytes())
    try:
        for language, known in about["languages"].items():
            known["hash"] = _settle(bundle, language, known["hash"])
    except (IndexError, ValueError, KeyError, TypeError, EOFError) as error:
        raise RenderError(f"Pagefind wrote its index in a form that is not known here ({error})") from error
    entry.write_text(json.dumps(about, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _settle(bundle: Path, language: str, key: str) -> str:
    meta = bundle / f"pagefind.{key}.pf_meta"
    parts = _items(_unpack(meta))
    filters = []
    for pair in _items(parts[_FILTERS]):
        name, file = _items(pair)
        old = bundle / "filter" / f"{_text(file)}.pf_filter"
        title, values = _items(_unpack(old))
        data = _array([title, _array(sorted(_items(values)))])
        new = f"{language}_{_digest(data)}"
        _pack(old, old.with_name(f"{new}.pf_filter"), data)
        filters.append(_array([name, _head(_TEXT, len(new)) + new.encode()]))
    parts[_FILTERS] = _array(sorted(filters))
    data = _array(parts)
    new = f"{language}_{_digest(data)}"
    _pack(meta, bundle / f"pagefind.{new}.pf_meta", data)
    return new


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _unpack(file: Path) -> bytes:
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{file.name} has no signature")
    return data[len(SIGNATURE) :]


def _pack(old: Path, new: Path, data: bytes) -> None:
    old.unlink()
    new.write_bytes(gzip.compress(SIGNATURE + data, mtime=0))


def _items(data: bytes) -> list[bytes]:
    """Cut an array into its items, each as it is encoded."""
    kind, count, at = _read(data, 0)
    if kind != _ARRAY:
        raise ValueError("not an array")
    found = []
    for _ in range(count):
        end = _end(data, at)
        found.append(data[at:end])
        at = end
    return found


def _text(item: bytes) -> str:
    kind, length, at = _read(item, 0)
    if kind != _TEXT:
        raise ValueError("not a text")
    return item[at : at + length].decode()


def _array(items: Sequence[bytes]) -> bytes:
    return _head(_ARRAY, len(items)) + b"".join(items)


def _read(data: bytes, at: int) -> tuple[int, int, int]:
    """Read an item's head: its kind, its number (a value or a length), and where the head ends."""
    kind, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return kind, short, at + 1
    if short > 27:
        raise ValueError("an item without a length")
    size = 1 << (short - 24)
    return kind, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _head(kind: int, number: int) -> bytes:
    for short, size, limit in ((None, 0, 24), (24, 1, 1 << 8), (25, 2, 1 << 16), (26, 4, 1 << 32)):
        if number < limit:
            first = number if short is None else short
            return bytes([(kind << 5) | first]) + (number.to_bytes(size, "big") if size else b"")
    raise ValueError("too long")


def _end(data: bytes, at: int) -> int:
    """Find where the item that starts at `at` ends."""
    kind, number, at = _read(data, at)
    if kind in (_BYTES, _TEXT):
        return at + number
    if kind in (_ARRAY, _MAP):
        for _ in range(number * (2 if kind == _MAP else 1)):
            at = _end(data, at)
    return at
