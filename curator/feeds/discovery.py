"""From a page to the feeds it offers. Nothing is fetched here: addresses come back to be asked for."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from curator.feeds.sniff import describe_document, has_feed_root
from curator.model import Document
from curator.text.decoding import decode_feed
from curator.urls import absolute, without_feed_scheme

COMMON_PATHS = (
    "/feed",
    "/rss",
    "/feed.xml",
    "/rss.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/blog/feed",
    "/blog/rss.xml",
)
"""Where sites keep a feed that they do not announce."""
_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x.atom+xml",
    "text/rss+xml",
)
MAX_FOUND = 20
"""Addresses of feeds returned for one page."""
MAX_TEXT = 2_000_000
"""Characters of a page that are looked at."""
MAX_LINKS = 200
"""Links that are kept while feeds are looked for."""
MAX_PAGE_LINKS = 500
"""Addresses returned by `links_of_page`."""
_LISTS = re.compile(r"\.opml$|/blogroll/?$", re.IGNORECASE)
_CALLED_A_LIST = re.compile(r"\b(?:blogroll|opml)\b", re.IGNORECASE)
"""How addresses of lists of feeds end, and what links to them are called."""
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"""<(link|base|a)(?=[\s/>])((?:[^<>"']|"[^"<]{0,4000}"|'[^'<]{0,4000}'){0,4000})>([^<]{0,60})""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(href|rel|type|title)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)
_LINK_HEADER = re.compile(r"""<([^<>]{1,4000})>((?:[^<>",]|"[^"]{0,400}"){0,1000})""")
_CALLED_A_FEED = re.compile(r"\b(?:rss|atom)\b", re.IGNORECASE)
_LIKE_A_FEED = re.compile(
    r"\.(?:rss|atom|rdf)\b|/(?:rss|feeds?|atom)(?:\.(?:xml|json))?/?(?:[?#]|$)|/(?:index|news|blog)\.xml$"
    r"|[?&](?:feed|flav|format|output|type)=(?:rss|atom|rdf|100)|feeds/posts/default|^feeds?:|^itpc:|//feeds?[.0-9]",
    re.IGNORECASE,
)
"""Addresses of feeds by their looks, when a page announces none."""


def feeds_of_page(document: Document) -> tuple[str, ...]:
    """Find the feed addresses that a page announces, best first, at most 20; in time with the page's length.

    Link elements count first, those of comments last; where there are none, links whose address or words look
    like a feed's. Elements are read one by one, without a tree: of a page we want no more than three of their
    attributes, and a tree of hostile markup costs time with the square of it.
    """
    text = _UNSEEN.sub(" ", decode_feed(document)[:MAX_TEXT])
    base = ""
    announced = _of_headers(document)
    comments: list[str] = []
    linked: list[str] = []
    for tag in _TAG.finditer(text):
        attributes = _attributes(tag[2])
        href = attributes.get("href", "")
        match tag[1].lower():
            case "base" if href:
                base = base or absolute(href, document.url)
            case "link":
                rels = attributes.get("rel", "").lower().split()
                kind, _, more = attributes.get("type", "").lower().partition(";")
                if "type=entry" in more.replace(" ", "").replace('"', ""):
                    continue  # an Atom entry document is one article (RFC 5023, 8.3)
                if _announces(rels, kind):
                    about_comments = "comment" in attributes.get("title", "").lower() or "/comments/" in href
                    (comments if about_comments else announced).append(href)
            case "a" if href and (_LIKE_A_FEED.search(href[:1000]) or _CALLED_A_FEED.search(tag[3])):
                linked.append(href)
        if len(announced) + len(comments) + len(linked) > MAX_LINKS:
            break
    base = base or document.url
    chosen = [*announced, *comments] if announced or comments else linked
    found = dict.fromkeys(absolute(without_feed_scheme(link), base) for link in chosen)
    site = document.url.rstrip("/")
    return tuple(address for address in found if address and address.rstrip("/") != site)[:MAX_FOUND]


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to: pages, and lists of feeds (OPML) or of sites (a blogroll)."""

    pages: tuple[str, ...]
    lists: tuple[str, ...]


def links_of_page(document: Document) -> PageLinks:
    """Find where a page leads, in the order of the page, at most 500 addresses; in time with its length.

    A list of feeds is announced by rel="blogroll" (https://opml.org/blogroll.opml), ends in .opml, or is a
    page whose link says so.
    """
    text = _UNSEEN.sub(" ", decode_feed(document)[:MAX_TEXT])
    pages: dict[str, None] = {}
    lists: dict[str, None] = {}
    for tag in _TAG.finditer(text):
        attributes = _attributes(tag[2])
        url = absolute(attributes.get("href", ""), document.url)
        listed = bool(_LISTS.search(url.partition("?")[0]) or _CALLED_A_LIST.search(tag[3]))
        if tag[1].lower() == "link":
            listed = listed or "blogroll" in attributes.get("rel", "").lower().split()
        if not url or tag[1].lower() == "base" or (tag[1].lower() == "link" and not listed):
            continue
        (lists if listed else pages)[url] = None
        if len(pages) + len(lists) >= MAX_PAGE_LINKS:
            break
    return PageLinks(tuple(pages), tuple(lists))


def _announces(rels: Sequence[str], kind: str) -> bool:
    if "stylesheet" in rels:  # an alternate one
        return False
    return ("alternate" in rels and kind.strip() in _TYPES) or "feed" in rels


def _of_headers(document: Document) -> list[str]:
    """Read the feeds that the server announces (RFC 8288): `Link: </f>; rel="alternate"; type="..."`."""
    links = ", ".join(value for name, value in document.headers if name == "link")
    found = []
    for match in _LINK_HEADER.finditer(links[:8000]):
        given = _attributes(match[2].replace(";", " "))
        if _announces(given.get("rel", "").lower().split(), given.get("type", "").lower()):
            found.append(match[1])
    return found


def _attributes(text: str) -> dict[str, str]:
    """Read the attributes of a tag; of two with one name the first counts, as in a browser."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), html.unescape((match[2] or match[3] or match[4] or "").strip()))
    return found


def likely_addresses(url: str) -> tuple[str, ...]:
    """List the addresses where a site's feed usually is, when its pages announce none."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    folder = parts.path.rsplit("/", 1)[0].rstrip("/")
    own = [root + folder + path for path in COMMON_PATHS[:4]] if folder else []
    return tuple(dict.fromkeys([*own, *(root + path for path in COMMON_PATHS)]))


def is_feed(document: Document) -> bool:
    """Tell whether a document is meant as a feed, readable or not."""
    return has_feed_root(decode_feed(document)[:100_000])


def explain(document: Document, offered: tuple[str, ...], causes: Mapping[str, str] | None = None) -> str:
    """Say what a document is that is no feed, which feeds it offers, and why those cannot be used."""
    what = describe_document(document)
    if not offered:
        return f"{what}, and it offers none"
    known = causes or {}
    told = [f"{address} ({known[address]})" if address in known else address for address in offered[:5]]
    return f"{what}; it offers: {', '.join(told)}"
