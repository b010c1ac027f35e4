"""Bytes of a page to text, whatever label the server and the page put on them.

The label is only one witness. What the bytes can be is the other, and UTF-8 is the strongest one: text
in another encoding is hardly ever valid UTF-8 by accident.
"""

import codecs
import re
from email.message import Message

from charset_normalizer import from_bytes

from curator.errors import ExtractError

SCAN = 4096
"""Bytes at the start of a page that are searched for a label (browsers: 1024, but heads have grown)."""

_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.+-]{2,40})"""
    rb"""|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w:.+-]{2,40})""",
    re.I,
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

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
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")
_C1 = re.compile("[\u0080-\u009f]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def charset_of(content_type: str | None) -> str:
    """Return the charset parameter of a Content-Type header, or an empty string."""
    message = Message()
    message["content-type"] = (content_type or "").replace("\n", " ").replace("\r", " ")
    try:
        found = message.get_param("charset", "")
    except (ValueError, TypeError):
        return ""
    return found.strip() if isinstance(found, str) else ""


def decode(body: bytes, content_type: str | None = None) -> str:
    """Turn the bytes of a page into text without control characters.

    A byte order mark wins, then UTF-8 if the bytes are valid and say more than ASCII, then the label of
    the header, then that of the page, then a guess. Text that was encoded twice is repaired. Raises
    ExtractError where the bytes are no text at all.
    """
    return _ODD.sub(" ", _twice(_decode(body, content_type))).replace("\x85", "\n")


def _decode(body: bytes, content_type: str | None) -> str:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace").removeprefix("\ufeff")
    start = body[:1024].lstrip()
    for magic, words in _BINARY:
        if start.startswith(magic):
            raise ExtractError(f"the address leads to {words}")
    labels = [_known(charset_of(content_type))]
    meta = _META.search(body[:SCAN])
    if meta:
        labels.append(_known((meta[1] or meta[2]).decode("ascii", "replace")))
    for label in labels:
        if label.startswith(("utf-16", "utf-32")) and b"\0" in body[:64]:
            return body.decode(label, "replace")
    if b"\0" in body[:1024]:
        if body[1:2] == b"\0" or body[:1] == b"\0":
            return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace")
        raise ExtractError("the address leads to binary data, not to a page")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # ISO-2022-JP and its like are pure ASCII with escapes; they must be believed.
        stateful = next((label for label in labels if label.startswith("iso2022") and b"\x1b" in body), None)
        return body.decode(stateful, "replace") if stateful else text
    return _not_utf8(body, [label for label in labels if label and not label.startswith("utf-")])


def _not_utf8(body: bytes, labels: list[str]) -> str:
    loose = body.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    if len(_NOT_ASCII.findall(loose)) - broken >= 2 * broken:
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
