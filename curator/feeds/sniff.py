"""What a document is that is no feed, in words."""

import re

from curator.feeds.repair import after_prologue
from curator.model import Document

_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a media file"),
    (b"ID3", "a sound file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "compressed data"),
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})[\s/>]")
_FEED_ROOT = re.compile(r"<(?:[a-z]{1,20}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)


def has_feed_root(text: str) -> bool:
    """Say whether the first element of a text is the root of a feed."""
    return bool(_FEED_ROOT.match(_root(text)))


def is_entry(text: str) -> bool:
    """Say whether a text is an Atom entry document (RFC 4287, 2): one article, which never grows."""
    return bool(re.match(r"<(?:[A-Za-z_][\w.-]{0,20}:)?entry[\s>]", _root(text)))


def _root(text: str) -> str:
    """Return how the first element begins ("<rss "), or an empty string; comments hold no elements."""
    root = _ROOT.search(text, after_prologue(text))
    return root[0] if root else ""


def looks_like_page(text: str) -> bool:
    """Say whether a text begins as an HTML page and holds no feed's root."""
    return bool(_PAGE.match(text, after_prologue(text))) and not _FEED_ROOT.search(text[:100_000])


def describe_document(document: Document) -> str:
    """Say in words what bytes are that are no feed."""
    body = document.body.lstrip()[:20_000]
    if not body:
        return "the answer is empty"
    for magic, words in _MAGIC:
        if body.startswith(magic):
            return f"not a feed but {words}"
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    if looks_like_page(text) or "html" in (document.content_type or "").lower():
        return "not a feed but a web page"
    if body.count(b"\0") or sum(b < 9 or 13 < b < 32 for b in body) > len(body) / 20:
        return "not a feed but binary data"
    if text.startswith(("{", "[")):
        return "not a feed but JSON"
    if text.startswith("<") and (root := _root(text)[1:-1]):
        if root.lower() == "opml":
            return "not a feed but an OPML list: import it"
        if root.rpartition(":")[2].lower() == "entry":
            return "not a feed but a single entry of one (an Atom entry document)"
        return f"not a feed but XML with the root <{root}>"
    return "not a feed but plain text" if not text.startswith("<") else "not a feed that can be read"
