"""Mend what is most often wrong in feeds, so that a strict parser can read them; refuse entity traps."""

import html.entities
import re
from collections.abc import Callable

from curator.errors import ParseError

MAX_EXPANSION = 1_000_000
"""Characters that a document's own entities may add in all."""
_DOCTYPE = re.compile(r"<!DOCTYPE\s", re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(%\s+)?([^\s<>]{1,100})\s+(?:(SYSTEM|PUBLIC)\b|"([^"]{0,2000})"|'([^']{0,2000})')""",
    re.IGNORECASE,
)
_DOCTYPE_TOKEN = re.compile(r"""<!--|<\?|[\[\]"'>]""")
_CLOSING = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'"}
_REFERENCE = re.compile(r"&(?:#([0-9]{1,8}|x[0-9A-Fa-f]{1,8});|([A-Za-z][A-Za-z0-9._-]{0,60});)?")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")


def after_prologue(text: str) -> int:
    """Return where a document's own markup begins: after its declaration, comments and instructions.

    Only before its first element can a document declare anything; what looks so later is quoted.
    """
    place = 0
    while True:
        while text[place : place + 1].isspace():
            place += 1
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opening, place):
                end = text.find(closing, place + len(opening))
                if end < 0:
                    return len(text)
                place = end + len(closing)
                break
        else:
            return place


def without_doctype(text: str) -> str:
    """Drop a document type from the prologue of a text, putting in the simple entities that it declares.

    Raises ParseError for entities that reach outside the file, refer to each other or grow too large.
    """
    start = after_prologue(text)
    head = _DOCTYPE.match(text, start)
    if not head:
        return text
    subset, end = _parts_of_doctype(text, head.end())
    declared = {}
    for match in _ENTITY.finditer(subset):
        value = match[4] or match[5] or ""
        if match[1] or match[3]:
            raise ParseError("refused: it declares XML entities that reach outside the file")
        if re.search(r"&(?!#|(?:amp|lt|gt|quot|apos);)", value):
            raise ParseError("refused: it declares XML entities inside each other (an entity bomb)")
        declared[match[2]] = value
    return text[:start] + _expanded(text[end:], declared)


def _parts_of_doctype(text: str, place: int) -> tuple[str, int]:
    """Return the declarations inside a document type, without comments, and where it ends.

    A quoted "]>" or one in a comment ends nothing, so that none of the declarations is overlooked.
    """
    kept: list[str] = []
    inside = False
    while found := _DOCTYPE_TOKEN.search(text, place):
        mark = found[0]
        if inside:
            kept.append(text[place : found.start()])
        place = found.end()
        if mark == ">" and not inside:
            return "".join(kept), place
        if mark in "[]":
            inside = mark == "["
        elif closing := _CLOSING.get(mark):
            end = text.find(closing, place)
            if end < 0:
                break
            if inside and mark in "\"'":
                kept.append(text[found.start() : end + 1])
            place = end + len(closing)
        elif inside:
            kept.append(mark)
    raise ParseError("refused: its document type never ends")


def _expanded(text: str, declared: dict[str, str]) -> str:
    left = MAX_EXPANSION

    def value(match: re.Match[str]) -> str:
        nonlocal left
        found = declared.get(match[2] or "")
        if found is None:
            return match[0]
        left -= len(found)
        if left < 0:
            raise ParseError("refused: its XML entities grow too large (an entity bomb)")
        return found

    return _outside_cdata(text, lambda part: _REFERENCE.sub(value, part)) if declared else text


def repaired_xml(text: str) -> bytes:
    """Return text as UTF-8 XML with HTML's entities, bare ampersands and control characters mended."""
    text = text.lstrip()
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    text = _NOT_XML.sub("", text)
    if "&" in text:
        text = _outside_cdata(text, lambda part: _REFERENCE.sub(_reference, part) if "&" in part else part)
    return text.encode("utf-8", "replace")


def _reference(match: re.Match[str]) -> str:
    """Make any ampersand one that XML understands."""
    number, name = match[1], match[2]
    if number:
        code = int(number[1:], 16) if number[0] == "x" else int(number)
        sound = (
            code in (9, 10, 13)
            or (32 <= code < 0xD800)
            or (0xE000 <= code < 0xFFFE)
            or 0x10000 <= code < 0x110000
        )
        return match[0] if sound else ""
    if name is None:
        return "&amp;"
    if name in _XML_NAMES:
        return match[0]
    known = html.entities.html5.get(name + ";")
    return "".join(f"&#{ord(c)};" for c in known) if known else "&amp;" + match[0][1:]


def _outside_cdata(text: str, change: Callable[[str], str]) -> str:
    parts, place = [], 0
    while (start := text.find("<![CDATA[", place)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        parts += [change(text[place:start]), text[start : end + 3]]
        place = end + 3
    return "".join([*parts, change(text[place:])])
