"""From a page to the feeds it offers. Nothing is fetched here: addresses come back to be asked for."""

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from curator.feeds.entry import web_link
from curator.feeds.sniff import describe_document, has_feed_root
from curator.model import Document
from curator.text.decoding import decode_feed

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


def feeds_of_page(document: Document) -> tuple[str, ...]:
    """Find the feed addresses that a page announces, best first, at most 20.

    Link elements count first; where there are none, what trafilatura's finder recognises among the links.
    """
    text = decode_feed(document)[:2_000_000]
    found: dict[str, None] = {}
    comments = []
    try:
        tree = lxml_html.fromstring(
            text.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    based = next(tree.iter("base"), None)
    base = urljoin(document.url, (based.get("href") or "") if based is not None else "")
    for link in tree.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if ("alternate" in rels and kind in _TYPES) or "feed" in rels:
            address = web_link(link.get("href") or "", base)
            if "comment" in (link.get("title") or "").lower() or "/comments/" in address:
                comments.append(address)
            elif address:
                found[address] = None
    if not found and not comments:
        found.update(dict.fromkeys(_by_trafilatura(text, base)))
    found.update(dict.fromkeys(a for a in comments if a))
    found.pop(document.url, None)
    return tuple(found)[:MAX_FOUND]


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


def _by_trafilatura(text: str, base: str) -> list[str]:
    from trafilatura.feeds import FeedParameters, determine_feed  # heavy, and only for `curate feeds add`

    parts = urlsplit(base)
    site = f"{parts.scheme}://{parts.netloc}"
    found = determine_feed(text, FeedParameters(site, parts.hostname or "", base))
    links = (web_link(address, base) for address in found)
    return [link for link in links if link and link.rstrip("/") != site]
