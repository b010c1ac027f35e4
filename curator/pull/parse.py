"""Bytes to a feed: any format, any state of repair; what is no feed is named.

refuse what is empty, huge or a trap → find the encoding → JSON Feed?
  → the fast path for well-formed XML → repair what is commonly broken, once more
  → feedparser for everything else → nothing found: say what it is instead
"""

import html.entities
import re

from curator.errors import ParseError
from curator.model import Document, ParsedFeed
from curator.pull.decode import declared_utf8, to_text
from curator.pull.fastparse import parse_fast
from curator.pull.jsonfeed import parse_json
from curator.pull.sniff import describe_document, looks_like_page

MAX_BYTES = 20_000_000
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]{0,2000}>", re.IGNORECASE)
_SUBSET = re.compile(r"<!DOCTYPE\s[^\[>]{0,2000}\[", re.IGNORECASE)
_ENTITY = re.compile(
    r"<!ENTITY\s+(%\s+)?\S{1,200}\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_feed(document: Document) -> ParsedFeed:
    """Parse a feed of any format: RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

    Returns plain-text fields within fixed lengths and at most 2000 entries. Raises ParseError, which
    says in words what the bytes look like instead. Safe to call in a child process.
    """
    body = document.body
    if len(body) > MAX_BYTES:
        raise ParseError(f"larger than {MAX_BYTES // 1_000_000} MB")
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError("the answer is empty")
    url = document.url
    # Already fit for the fast path as it stands: nine feeds in ten.
    if declared_utf8(document) and b"<!DOCTYPE" not in body[:4000] and (feed := parse_fast(body, url)):
        return feed
    text = to_text(document).lstrip("\ufeff \t\r\n\0")
    if text.startswith(("{", "[")):
        return parse_json(text, url)
    if looks_like_page(text):
        raise ParseError(describe_document(document))
    text = _without_doctype(text)
    repaired = _repaired(text)
    feed = parse_fast(repaired, url) or _salvage(text, repaired, url)
    if feed is None:
        raise ParseError(describe_document(document))
    return feed


def _salvage(text: str, repaired: bytes, url: str) -> ParsedFeed | None:
    """Read a broken feed with feedparser and with libxml2's recovery; keep what finds more entries."""
    from curator.pull.slowparse import parse_slow  # feedparser takes long to import, and is seldom needed

    best = parse_slow(text.encode("utf-8", "replace"), url)
    other = parse_fast(repaired, url, recover=True)
    if best is None or (
        other and (len(other.entries), other.title > "") > (len(best.entries), best.title > "")
    ):
        return other
    return best


def _without_doctype(text: str) -> str:
    """Drop the document type; refuse one whose entities reach outside or refer to each other."""
    start = text[:100_000]
    if not (subset := _SUBSET.search(start)):
        return _DOCTYPE.sub("", start, count=1) + text[100_000:] if "<!" in start else text
    for match in _ENTITY.finditer(text, subset.start()):
        if match[1] or match[2]:
            raise ParseError("refused: it declares XML entities that reach outside the file")
        if "&" in (match[3] or match[4] or "").replace("&#", "").replace("&amp;", ""):
            raise ParseError("refused: it declares XML entities inside each other (an entity bomb)")
    return text


def _repaired(text: str) -> bytes:
    """Mend what is most often wrong in feeds: HTML's entities, bare ampersands, control characters."""
    text = re.sub(r"^<\?xml[^>]{0,300}\?>", "", text.lstrip())
    text = _NOT_XML.sub("", text)
    if "&" in text:
        text = _NAMED.sub(_number, text)
    return text.encode("utf-8", "replace")


def _number(match: re.Match[str]) -> str:
    if match[1] in _XML_NAMES:
        return match[0]
    known = html.entities.html5.get(match[1] + ";")
    return "".join(f"&#{ord(c)};" for c in known) if known else match[0]
