"""Make an index of Pagefind reproducible, and what a search downloads of it small.

Pagefind writes filters as a hash table happens to hold them, which differs from run to run: they are put in
order, and their files named after what they hold. And it cuts the words into chunks of 25 kB compressed, one
of which a search downloads from every index for each of its words: they are cut into a fifth of that.

A filter file holds [name, [[value, pages], ...]], a chunk of words [[[word, pages, variants], ...]], the
metadata [version, pages, [[from, to, chunk], ...], [[name, filter file], ...], ...], all in CBOR (RFC 8949)
behind a signature, compressed. Items are moved as they are encoded, never decoded and encoded again.
"""

import gzip
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

SIGNATURE = b"pagefind_dcd"
_UNSIGNED, _BYTES, _TEXT, _ARRAY, _MAP = 0, 2, 3, 4, 5
_CHUNKS, _FILTERS = 2, 3
"""Places in the metadata."""

PIECE = 4_000
"""Bytes of a chunk before compression, about half of that after it; a word that needs more stands alone."""

_ENTRY = "pagefind-entry.json"

LEVEL = 6
"""Of compression: the highest takes twice the time for a hundredth of the bytes."""
_HEADER = b"\x1f\x8b\x08" + b"\0" * 6 + b"\xff"
"""Of a gzip file: deflate, no name, no time, system unknown."""


@cache
def _entry() -> re.Pattern[bytes]:
    """Match a word of a chunk: an array of three that begins with a text, and all up to the next such array.

    A pattern, because a large site has millions of items to step over. It ends too early at a text of more
    than 255 bytes. Made when it is first needed: it spells out every length that a text may have.
    """
    texts = [b"[\\x%02x].{%d}" % (0x60 + size, size) for size in range(24)]
    texts += [b"\\x78[\\x%02x].{%d}" % (size, size) for size in range(24, 256)]
    text = b"|".join(texts)
    number = rb"[\x00-\x17\x20-\x37\x80-\x82\x84-\x97]++|[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a].{4}"
    return re.compile(rb"(?s)\x83(?:%s)(?:%s|\x83(?![\x60-\x7b])|%s)*+(?=\x83|\Z)" % (text, number, text))


class UnknownFormatError(Exception):
    """Pagefind wrote its index in a form that is not known here."""


def rechunk(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Put the filters of an index in order and cut its words anew; `files` holds its files by name.

    Raises UnknownFormatError when the form of the index is not known.
    """
    made = dict(files)
    try:
        about = json.loads(made[_ENTRY])
        for language, known in about["languages"].items():
            known["hash"] = _rechunk(made, language, known["hash"])
    except (IndexError, ValueError, KeyError, TypeError, EOFError) as error:
        raise UnknownFormatError(str(error)) from error
    made[_ENTRY] = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    return made


def _rechunk(files: dict[str, bytes], language: str, key: str) -> str:
    """Exchange the files of a language; return the name of its metadata."""
    parts = _items(_unpack(files.pop(f"pagefind.{key}.pf_meta")))
    filters = []
    for pair in _items(parts[_FILTERS]):
        name, file = _items(pair)
        title, values = _items(_unpack(files.pop(f"filter/{_text(file)}.pf_filter")))
        data = _array([title, _array(sorted(_items(values)))])
        new = f"{language}_{_digest(data)}"
        files[f"filter/{new}.pf_filter"] = _pack(data)
        filters.append(_array([name, _encoded(new)]))
    parts[_FILTERS] = _array(sorted(filters))
    parts[_CHUNKS] = _array(list(_recut(files, language, _items(parts[_CHUNKS]))))
    data = _array(parts)
    new = f"{language}_{_digest(data)}"
    files[f"pagefind.{new}.pf_meta"] = _pack(data)
    return new


def _recut(files: dict[str, bytes], language: str, chunks: Sequence[bytes]) -> Iterator[bytes]:
    """Cut the chunks of words anew; yield the entry of each in the metadata.

    A word is looked for in the first chunk with from <= word <= to. `from` is cut to what tells it from the
    word before, so that the beginning of a word finds its place, too.
    """
    before = ""
    for chunk in chunks:
        old = files.pop(f"index/{_text(_items(chunk)[2])}.pf_index")
        for piece in _pieces(_unpack(old)):
            data = _array([_array(piece)])
            name = f"{language}_{_digest(data)}"
            files[f"index/{name}.pf_index"] = _pack(data)
            first, last = _word(piece[0]), _word(piece[-1])
            yield _array([_encoded(_apart(before, first)), _encoded(last), _encoded(name)])
            before = last


def _pieces(data: bytes) -> Iterator[list[bytes]]:
    """Yield the words of a chunk in runs of at most PIECE bytes."""
    outer, _, at = _read(data, 0)
    inner, count, at = _read(data, at)
    if (outer, inner) != (_ARRAY, _ARRAY):
        raise ValueError("not words")
    piece: list[bytes] = []
    size = 0
    for _ in range(count):
        match = _entry().match(data, at)
        entry = match[0] if match else data[at : _end(data, at)]
        if piece and size + len(entry) > PIECE:
            yield piece
            piece, size = [], 0
        piece.append(entry)
        size += len(entry)
        at += len(entry)
    if at != len(data):
        raise ValueError("more words than it says")
    if piece:
        yield piece


def _word(entry: bytes) -> str:
    """Read the word of an entry: the first item of its array."""
    return _text(entry[1:])


def _apart(before: str, word: str) -> str:
    """Cut a word after the first letter that tells it from the one before: ("cart", "castle") gives "cas"."""
    same = next((at for at, (a, b) in enumerate(zip(before, word, strict=False)) if a != b), len(before))
    return word[: same + 1]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _unpack(packed: bytes) -> bytes:
    data = gzip.decompress(packed)
    if not data.startswith(SIGNATURE):
        raise ValueError("a file has no signature")
    return data[len(SIGNATURE) :]


def _pack(data: bytes) -> bytes:
    return _gzip(SIGNATURE + data)


def _gzip(data: bytes) -> bytes:
    """Compress to a gzip file (RFC 1952) with a header of our own: Python 3.13 names another system."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return _HEADER + body + struct.pack("<2L", zlib.crc32(data), len(data) & 0xFFFFFFFF)


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


def _encoded(text: str) -> bytes:
    data = text.encode()
    return _head(_TEXT, len(data)) + data


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
