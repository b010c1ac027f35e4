"""Bytes of a page or feed to text, whatever label the server and the document put on them.

Labels are often wrong, so they are checked against the bytes. Valid UTF-8 is the strongest evidence: text
in another encoding is hardly ever valid UTF-8 by accident.
"""

import codecs
import re
from collections.abc import Sequence

from curator.errors import ExtractError
from curator.model import Document

SCAN = 4096
"""Bytes at the start of a page that are searched for a label (browsers: 1024, but heads have grown)."""

_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.+-]{2,40})"""
    rb"""|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w:.+-]{2,40})""",
    re.I,
)
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:+-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"
"""How "<?xm" begins where a mainframe wrote it."""

_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
"""Labels that mean their superset, as in the WHATWG Encoding Standard, by Python's names."""
_STATEFUL = ("iso2022", "hz")
"""Encodings that are pure ASCII with escapes: all their texts are valid UTF-8, so they must be believed."""

_BINARY = (
    (b"%PDF-", "a PDF document, which holds no readable text here"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a media file"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a media file"),
    (b"\x1f\x8b", "compressed data"),
    (b"PK\x03\x04", "an archive or an office document"),
)

_HIGH = re.compile(rb"[\x80-\xff]+")
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")
_C1 = re.compile("[\u0080-\u009f]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def charset_of(content_type: str | None) -> str:
    """Return the charset parameter of a Content-Type header, or an empty string."""
    found = _CHARSET.search(content_type or "")
    return found[1] if found else ""


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """Turn the bytes of a page into text without control characters.

    A byte order mark wins, then UTF-8 if the bytes are valid and say more than ASCII, then the label of
    the header, then that of the page, then a guess. Text that was encoded twice is repaired. Raises
    ExtractError where the bytes are no text at all.
    """
    start = body[:1024].lstrip()
    for magic, words in _BINARY:
        if start.startswith(magic):
            raise ExtractError(f"the address leads to {words}")
    meta = _META.search(body[:SCAN])
    own = (meta[1] or meta[2]).decode("ascii", "replace") if meta else ""
    text = _decode(body, [charset_of(content_type), own])
    if b"\0" in body[:1024] and "\0" in text[:1024]:
        raise ExtractError("the address leads to binary data, not to a page")
    return _ODD.sub(" ", _twice(text)).replace("\x85", "\n")


def decode_feed(document: Document) -> str:
    """Turn the bytes of a feed into text, by the same rules as a page; never fails."""
    return _decode(document.body, _declared(document))


def declared_utf8(document: Document) -> bool:
    """Say whether nobody claims anything but UTF-8, so that an XML parser can take the bytes as they are."""
    return all(name.lower() in ("", "utf-8", "utf8") for name in _declared(document))


def _declared(document: Document) -> list[str]:
    """Return the encodings that the server and the XML declaration name, or empty strings."""
    own = _DECLARED.match(document.body[:1000].removeprefix(codecs.BOM_UTF8))
    return [charset_of(document.content_type), own[1].decode("ascii") if own else ""]


def _decode(body: bytes, claims: Sequence[str]) -> str:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace").removeprefix("\ufeff")
    labels = [label for label in map(_known, claims) if label]
    if wide := _by_zeros(body, labels):
        return body.decode(wide, "replace")
    if body.startswith(_EBCDIC):
        return body.decode("cp037", "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, [label for label in labels if not label.startswith("utf-")])
    stateful = next((label for label in labels if label.startswith(_STATEFUL)), "")
    return body.decode(stateful, "replace") if stateful and re.search(b"[\x1b~]", body) else text


def _by_zeros(body: bytes, labels: Sequence[str]) -> str:
    """Tell UTF-16 and UTF-32 by the zeros beside the first Latin letters; empty where it is neither."""
    start = body[:64]
    if b"\0" not in start:
        return ""
    wide = next((label for label in labels if label.startswith(("utf-16", "utf-32"))), "")
    if wide not in ("", "utf-16", "utf-32"):
        return wide
    zeros = [byte == 0 for byte in start[:4]]
    for name, pattern in (
        ("utf-32-le", [False, True, True, True]),
        ("utf-32-be", [True, True, True, False]),
        ("utf-16-le", [False, True, False, True]),
        ("utf-16-be", [True, False, True, False]),
    ):
        if zeros == pattern:
            return name
    return wide


def _not_utf8(body: bytes, labels: Sequence[str]) -> str:
    loose = body.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    foreign = len(loose) - len(loose.encode("ascii", "ignore"))
    if foreign - broken >= 2 * broken:
        # A few bad bytes in a page that is UTF-8 otherwise: each stands for what Windows meant by it.
        return body.decode("utf-8", "curator.windows")
    for label in labels:
        try:
            return body.decode(label)
        except (UnicodeDecodeError, ValueError):
            continue
    if labels:
        return body.decode(labels[0], "replace")
    runs = [len(run) for run in _HIGH.findall(body)]
    if sum(n for n in runs if n > 3) < 0.4 * sum(runs):
        # Lone letters with accents between plain ones: some language of Western Europe.
        return body.decode("cp1252", "replace")
    from charset_normalizer import from_bytes  # seldom needed

    first = _HIGH.search(body)
    begin = max(0, first.start() - 2000) if first else 0
    best = from_bytes(body[begin : begin + 20_000], preemptive_behaviour=False).best()
    name = best.encoding if best else "cp1252"
    return body.decode(_WIDER.get(codecs.lookup(name).name, name), "replace")


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Read one byte that UTF-8 cannot mean as Windows-1252 does (a codec error handler)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("curator.windows", _windows)


def _known(label: str) -> str:
    """Return Python's name of an encoding, its superset where one is meant, or an empty string."""
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError, UnicodeError):
        return ""
    if not getattr(info, "_is_text_encoding", True) or info.name in ("idna", "punycode", "mbcs", "utf-7"):
        return ""
    if info.name in ("unicode_escape", "raw_unicode_escape", "undefined"):
        return ""
    return _WIDER.get(info.name, info.name)


def _twice(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 and encoded again.

    Its mark is a C1 control character inside such a pair; no text has these on purpose.
    """

    def once(match: re.Match[str]) -> str:
        try:
            return match[0].encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    if _C1.search(text) and any(_C1.search(found) for found in _TWICE.findall(text)):
        text = _TWICE.sub(once, text)
    return text
