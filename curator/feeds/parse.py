"""Bytes to a feed: any format, any state of repair; what is no feed is named.

refuse what is empty, huge or a trap → find the encoding → JSON Feed?
  → the fast path for well-formed XML → repair what is commonly broken, once more
  → feedparser for everything else → nothing found: say what it is instead
"""

from curator.errors import ParseError
from curator.feeds.entry import bounded
from curator.feeds.jsonfeed import parse_json
from curator.feeds.lxml_parser import parse_fast
from curator.feeds.repair import repaired_xml, without_doctype
from curator.feeds.sniff import describe_document, is_entry, looks_like_page
from curator.model import Document, ParsedFeed
from curator.text.decoding import declared_utf8, decode_feed

MAX_BYTES = 20_000_000


def parse_feed(document: Document) -> ParsedFeed:
    """Parse a feed of any format: RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

    Returns plain-text fields within fixed lengths, at most 2000 entries and 10 million characters of
    content. Raises ParseError, which says in words what the bytes look like instead. Safe to call in a
    child process.
    """
    return bounded(_parse(document))


def _parse(document: Document) -> ParsedFeed:
    body = document.body
    if len(body) > MAX_BYTES:
        raise ParseError(f"larger than {MAX_BYTES // 1_000_000} MB")
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError("the answer is empty")
    url = document.url
    # Already fit for the fast path as it stands: nine feeds in ten.
    if declared_utf8(document) and b"<!DOCTYPE" not in body[:4000] and (feed := parse_fast(body, url)):
        return feed
    text = decode_feed(document).lstrip("\ufeff \t\r\n\0")
    if not text:
        raise ParseError("the answer is empty")
    if text.startswith(("{", "[")):
        return parse_json(text, url)
    if looks_like_page(text):
        raise ParseError(describe_document(document))
    if is_entry(text):
        raise ParseError(describe_document(document))
    text = without_doctype(text)
    repaired = repaired_xml(text)
    feed = parse_fast(repaired, url) or _salvage(text, repaired, url)
    if feed is None:
        raise ParseError(describe_document(document))
    return feed


def _salvage(text: str, repaired: bytes, url: str) -> ParsedFeed | None:
    """Read a broken feed with feedparser and with libxml2's recovery; keep what finds more."""
    from curator.feeds.feedparser_fallback import (
        parse_slow,  # feedparser takes long to import, and is seldom needed
    )

    found = (parse_slow(text.encode("utf-8", "replace"), url), parse_fast(repaired, url, recover=True))
    return max((feed for feed in found if feed), key=_yield, default=None)


def _yield(feed: ParsedFeed) -> tuple[int, int, int, int]:
    """Measure what was found: entries, those with an address, their text, the feed's own fields."""
    entries = feed.entries
    linked = sum(1 for entry in entries if entry.url)
    text = sum(len(e.title) + len(e.summary) for e in entries)
    return len(entries), linked, text, sum(map(bool, (feed.title, feed.url, feed.language, feed.author)))
