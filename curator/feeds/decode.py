"""Bytes to text, when servers and documents disagree about the encoding."""

import codecs
import re

from curator.model import Document

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_ALIASES = dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252")
_ALIASES |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_ALIASES |= {"ks_c_5601-1987": "cp949", "euc-kr": "cp949"}
"""Names that in practice mean the larger set (WHATWG Encoding, 4.2)."""


def declared(document: Document) -> tuple[str, str]:
    """Return the encodings that the server and the XML declaration name, in lower case, or empty."""
    server = _CHARSET.search(document.content_type or "")
    own = _DECLARED.match(document.body[:1000].removeprefix(codecs.BOM_UTF8))
    return server[1].lower() if server else "", own[1].decode("ascii").lower() if own else ""


def declared_utf8(document: Document) -> bool:
    """Say whether nobody claims anything but UTF-8, so that an XML parser can take the bytes as they are."""
    return all(name in ("", "utf-8", "utf8") for name in declared(document))


def to_text(document: Document) -> str:
    """Decode a document; never fails.

    A byte-order mark decides; then bytes that are valid UTF-8 are UTF-8, whatever anybody claims (other
    text is practically never valid UTF-8 by accident); then the server's word, then the document's own;
    then mostly-UTF-8 with damage is read as such, and the rest as windows-1252.
    """
    body = document.body
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    for mark, name in _UNMARKED:
        if body.startswith(mark):
            return body.decode(name, "replace")
    server, own = declared(document)
    seven_bit = next((n for n in (server, own) if n in ("iso-2022-jp", "hz", "hz-gb-2312", "utf-7")), "")
    if not seven_bit:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in (server, own):
        try:
            if name and name not in ("utf-8", "utf8"):
                return body.decode(_ALIASES.get(name, name))
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    lenient = body.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    sound = sum(1 for _ in re.finditer(r"[\x80-\ufffc]", lenient[:200_000]))
    return lenient if sound > broken else body.decode("cp1252", "replace")
