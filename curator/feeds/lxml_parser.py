"""The fast path: well-formed RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, straight from lxml's tree.

Whatever is not exactly that (broken XML, other roots, document types with a subset of their own) is
left to feedparser by returning None. The tree is built without entities, DTDs or network, and libxml2's
own limits on depth and text stay on.
"""

import re
from datetime import datetime
from html import escape

from lxml import etree

from curator.feeds.entry import (
    MAX_AUTHOR,
    MAX_CATEGORIES,
    MAX_CATEGORY,
    MAX_CONTENT,
    MAX_ENTRIES,
    MAX_SUMMARY,
    File,
    Raw,
    author_names,
    base_of_items,
    build_all,
    language,
    licence,
    title_text,
    web_link,
)
from curator.model import ParsedFeed
from curator.text.dates import parse_date
from curator.text.plain import looks_like_html

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Namespaces without their "http://", because some feeds write https.
_CORE = frozenset(
    (
        "",
        "www.w3.org/2005/atom",
        "purl.org/atom/ns#",
        "purl.org/rss/1.0/",
        "my.netscape.com/rdf/simple/0.9/",
        "channel.netscape.com/rdf/simple/0.9/",
        "backend.userland.com/rss",
        "backend.userland.com/rss2",
        "blogs.law.harvard.edu/tech/rss",
        "www.rssboard.org/rss-specification",
    )
)
_PREFIXES = {
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "search.yahoo.com/mrss": "media",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "backend.userland.com/creativecommonsrssmodule": "cc",
    "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc",
    "web.resource.org/cc": "cc",
    "creativecommons.org/ns#": "cc",
    "prismstandard.org/namespaces/basic/2.0": "prism",
    "prismstandard.org/namespaces/1.2/basic": "prism",
    "arxiv.org/schemas/atom": "arxiv",
    "www.youtube.com/xml/schemas/2015": "yt",
}
_MEDIA_FILES = {
    "mp3": "audio",
    "m4a": "audio",
    "ogg": "audio",
    "oga": "audio",
    "mp4": "video",
    "webm": "video",
}
_XHTML_PREFIX = re.compile(r"<(/?)[^\s<>/:!?='\"]+:(?=[A-Za-z])")
_XMLNS = re.compile(r"""\sxmlns(?::[^\s<>='"]+)?="[^"]*\"""")
"""Declarations as libxml2 writes them; a prefix may hold letters that are none to re, such as "·"."""
_LONGEST = MAX_CONTENT + MAX_SUMMARY
"""Characters of one element that anything ever looks at."""
MAX_MARKUP = 40_000_000
"""Characters of inline markup that one document may come to when it is written out: each piece repeats the
namespaces declared around it, so a small document can hold very much."""


class _OddError(Exception):
    """The feed uses something that the fast path does not know; feedparser does."""


def parse_fast(body: bytes, url: str, *, recover: bool = False) -> ParsedFeed | None:
    """Parse well-formed XML bytes of a known kind of feed; None leaves it to the slow path.

    `url` is the document's address, the base of relative links. With `recover`, libxml2 makes of broken
    XML what it can.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        recover=recover,
    )
    try:
        root = etree.fromstring(body, parser)
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            return None
        _forgive_namespace(root)
        return _Reader(url).feed(root)
    except (etree.XMLSyntaxError, ValueError, LookupError, _OddError):
        return None


def _forgive_namespace(root: etree._Element) -> None:
    """Take the namespace from RSS elements that have one only by mistake: `<rss xmlns="...mrss/">`.

    RSS has none, so a default one that is declared for an extension catches the feed's own elements, too.
    """
    if root.tag.rpartition("}")[2].lower() not in ("rss", "feed", "rdf"):
        return
    channel = _first(root, "channel")
    items = (_first(channel if channel is not None else root, name) for name in ("item", "entry"))
    item = next((found for found in items if found is not None), _first(root, "item"))
    for element in (root, channel, item):
        if element is None or element.prefix is not None or element.tag[0] != "{":
            continue
        space = element.tag[1:].partition("}")[0]
        if _bare_namespace(space) not in _CORE:
            mark = f"{{{space}}}"
            for caught in root.iter(f"{mark}*"):
                if caught.prefix is None:
                    caught.tag = caught.tag.removeprefix(mark)


def _first(parent: etree._Element, name: str) -> etree._Element | None:
    """Find the first child of a name in whatever namespace; lxml's "{*}" means none, too."""
    return next(parent.iterchildren(name, f"{{*}}{name}"), None)


def _bare_namespace(space: str) -> str:
    return re.sub(r"^https?://", "", space.lower())


class _Reader:
    """Reads one document; remembers the short names of its tags."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._names: dict[str, str] = {}
        self._atom = False
        self._left = MAX_MARKUP
        self._unstated = url
        """The base of items that no xml:base changes."""

    def name(self, element: etree._Element) -> str:
        """Name a tag: "title" for the feed's own vocabulary, "dc:creator" for known others, else "?"."""
        tag = element.tag
        short = self._names.get(tag)
        if short is None:
            space, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
            space = _bare_namespace(space)
            prefix = "" if space in _CORE else _PREFIXES.get(space.rstrip("/"), "?")
            short = f"{prefix}:{local.lower()}" if prefix else local.lower()
            self._names[tag] = short
        return short

    def feed(self, root: etree._Element) -> ParsedFeed | None:
        """Read the whole document; None when its root belongs to no feed."""
        name = self.name(root)
        if name == "feed":
            self._atom = True
            return self._collect(root, [e for e in root if self.name(e) == "entry"])
        if name not in ("rss", "rdf:rdf"):
            return None
        channel = next((child for child in root if self.name(child) == "channel"), None)
        if channel is None:
            return None
        # RSS 1.0 keeps its items beside the channel, and some RSS 2.0 feeds do so too.
        items = [e for e in channel if self.name(e) == "item"] + [e for e in root if self.name(e) == "item"]
        return self._collect(channel, items)

    def _collect(self, channel: etree._Element, items: list[etree._Element]) -> ParsedFeed:
        around = [e for e in (channel.getparent(), channel) if e is not None]
        base = self._url
        for element in around:
            base = self._base(element, base)
        about = Raw(base=base, language=channel.get(_XML + "lang") or "")
        if not about.language and (parent := channel.getparent()) is not None:
            about.language = parent.get(_XML + "lang") or ""
        self._fill(about, channel, skip=("item", "entry"))
        home = web_link(about.link, base)
        stated = any(element.get(_XML + "base") for element in around)
        base = base_of_items(base, about.link, stated=stated, atom=self._atom)
        if not stated:
            self._unstated = base
        author = author_names(about.authors) or author_names(about.creators) or author_names(about.artists)
        raws = []
        for item in self._newest(items):
            raw = Raw(base=self._base(item, base), language=item.get(_XML + "lang") or about.language)
            raw.licence = about.licence
            self._fill(raw, item)
            raw.guid = raw.guid or item.get(_RDF + "about") or ""
            if not (raw.elsewhere and author_names(raw.elsewhere)):
                raw.elsewhere = [author] if author else []
            raws.append(raw)
        return ParsedFeed(
            title=title_text(about.title, about.title_plain),
            entries=build_all(raws),
            url=home,
            language=language(about.language),
            author=author or author_names(about.elsewhere),
        )

    def _newest(self, items: list[etree._Element]) -> list[etree._Element]:
        """Keep at most MAX_ENTRIES, from the end of the list that is younger."""
        if len(items) <= MAX_ENTRIES:
            return items
        first, last = (self._date(items[i]) for i in (0, -1))
        return items[-MAX_ENTRIES:] if first and last and last > first else items[:MAX_ENTRIES]

    def _date(self, item: etree._Element) -> datetime | None:
        raw = Raw()
        self._fill(raw, item)
        return parse_date(raw.published or raw.updated)

    def _base(self, element: etree._Element, outer: str) -> str:
        own = element.get(_XML + "base")
        return (web_link(own, outer) or outer) if own else outer

    def _fill(self, raw: Raw, element: etree._Element, skip: tuple[str, ...] = ()) -> None:
        """Sort an item's (or the channel's) children into `raw`; the first of each kind counts."""
        names = self._names
        for child in element:
            name = names.get(child.tag) or self.name(child)
            if name in skip:
                continue
            match name:
                case "title" | "dc:title":
                    if not raw.title:
                        raw.title, raw.title_plain = self._text(child)
                case "link":
                    self._link(raw, child)
                case "guid" | "id":
                    raw.guid = raw.guid or self._id(child, raw)
                case "description" | "summary":
                    if not raw.summary:
                        raw.summary, raw.summary_plain = self._text(child)
                case "content:encoded" | "xhtml:body" | "xhtml:div":
                    raw.content = raw.content or self._text(child)[0]
                case "content" if self._atom or child.tag.startswith(_ATOM):
                    self._content(raw, child)
                case "pubdate" | "published" | "issued" | "dcterms:issued":
                    raw.published = raw.published or (child.text or "").strip()
                case "dc:date" | "updated" | "modified" | "dcterms:modified" | "created" | "dcterms:created":
                    raw.updated = raw.updated or (child.text or "").strip()
                case "author" | "managingeditor":
                    raw.authors.append(self._person(child))
                case "dc:creator" | "dc:author":
                    raw.creators.append(self._person(child))
                case "itunes:author":
                    raw.artists.append(self._person(child))
                case "source":
                    raw.elsewhere += [self._person(e) for e in child if self.name(e) == "author"]
                case "webmaster":
                    # Whom to tell of a broken server: names the feed when nobody else does, and no item.
                    raw.elsewhere.append(self._person(child))
                case "category" | "dc:subject":
                    self._category(raw, child)
                case "itunes:keywords":
                    raw.categories.extend((child.text or "")[:_LONGEST].split(",")[:MAX_CATEGORIES])
                case "enclosure":
                    url = child.get("url") or (child.text or "").strip()  # some write it inside
                    self._enclosure(raw, child, child.get("type"), url)
                case "media:group":
                    self._group(raw, child)
                case "media:content" | "yt:videoid" | "media:description":
                    self._media(raw, child, name)
                case "itunes:duration":
                    raw.duration = raw.duration or (child.text or "")
                case "itunes:summary" | "dc:description" | "dcterms:abstract":
                    raw.fallback = raw.fallback or self._text(child)[0]
                case "language" | "dc:language":
                    raw.language = child.text or raw.language
                case "cc:license" | "rights" | "dc:rights" | "copyright" | "dcterms:license":
                    raw.licence = licence(" ".join((child.text or "", *child.attrib.values()))) or raw.licence
                case "prism:doi" | "arxiv:doi":
                    raw.paper = True
                case "dc:identifier":
                    raw.paper = raw.paper or (child.text or "").strip().lower().startswith(("doi:", "10."))

    def _text(self, element: etree._Element) -> tuple[str, bool]:
        """Return an element's inside as HTML (or plain text, then the second value is True)."""
        kind = (element.get("type") or "").lower() if self._atom else "html"
        if element.get("mode") == "base64" or not _is_text(kind):
            raise _OddError
        is_plain = kind in ("", "text", "text/plain") and element.get("mode") != "escaped"
        if not len(element):
            return (element.text or "")[:_LONGEST], is_plain
        parts = [element.text or ""]
        size = 0
        for child in element:
            if self._left < 0:
                break
            part = etree.tostring(child, encoding="unicode")
            self._left -= len(part)
            if ":" in part:
                part = _XHTML_PREFIX.sub(r"<\1", part)
            parts.append(_XMLNS.sub("", part) if "xmlns" in part else part)
            size += len(part)
            if size > _LONGEST:
                break
        return "".join(parts)[:_LONGEST], False

    def _content(self, raw: Raw, element: etree._Element) -> None:
        kind = (element.get("type") or "text").lower()
        if source := element.get("src"):
            raw.link = raw.link or self._resolve(element, raw, source)
        elif _is_text(kind):
            text, is_plain = self._text(element)
            if not raw.content:
                raw.content = escape(text, quote=False) if is_plain and not looks_like_html(text) else text
        else:
            raise _OddError  # base64

    def _link(self, raw: Raw, element: etree._Element) -> None:
        href = element.get("href")
        if href is None:
            text = _flat(element).strip() if len(element) else (element.text or "").strip()
            if text and not (raw.link and raw.link_rank == 0):
                raw.link, raw.link_rank = self._resolve(element, raw, text), 0
            return
        rel = (element.get("rel") or "alternate").lower().rpartition("/")[2]
        kind = (element.get("type") or "text/html").lower()
        if rel == "license":
            raw.licence = licence(href) or raw.licence
        elif rel == "enclosure":
            self._enclosure(raw, element, element.get("type"), href)
        elif rel == "alternate":
            rank = 1 if "html" in kind else 2
            if rank < raw.link_rank:
                raw.link, raw.link_rank = self._resolve(element, raw, href), rank
        elif (
            self._atom
            and rel not in ("self", "edit", "replies", "hub", "next", "prev", "first", "last")
            and raw.link_rank > 3
        ):
            raw.link, raw.link_rank = self._resolve(element, raw, href), 3

    def _resolve(self, element: etree._Element, raw: Raw, link: str) -> str:
        own = element.get(_XML + "base")
        return web_link(link, web_link(own, raw.base) or raw.base) if own else link

    def _id(self, element: etree._Element, raw: Raw) -> str:
        text = (element.text or "").strip() if not len(element) else self._text(element)[0].strip()
        if not self._atom:
            said = next((v for k, v in element.attrib.items() if str(k).lower() == "ispermalink"), "")
            raw.guid_is_link = str(said).strip().lower() != "false"
        # Atom wants absolute identifiers; a relative one means something only beside an xml:base.
        if self._atom and raw.base != self._unstated and ":" not in text:
            return web_link(text, raw.base) or text
        return text

    def _person(self, element: etree._Element) -> str:
        if not len(element):
            return (element.text or "").strip()[: MAX_AUTHOR * 4]
        for child in element:
            if self.name(child) == "name" and child.text:
                return child.text.strip()[: MAX_AUTHOR * 4]
        if any(self.name(child) in ("name", "email", "uri", "url", "homepage") for child in element):
            return ""
        return _flat(element).strip()[: MAX_AUTHOR * 4]

    def _category(self, raw: Raw, element: etree._Element) -> None:
        if len(raw.categories) > MAX_CATEGORIES * 3:
            return
        text = element.get("label") or element.get("term") or _flat(element)
        if (element.get("domain") or element.get("scheme") or "").lower() == "kind":
            raw.kind = text
        else:
            raw.categories.append(text[: MAX_CATEGORY * 8])

    def _enclosure(self, raw: Raw, element: etree._Element, kind: str | None, url: str) -> None:
        """Note a file: its type tells the kind of the item, its address stands for a page that is missing."""
        known = _media_type(kind, url)
        raw.media.append(known)
        if url and len(raw.files) < MAX_CATEGORIES:
            # A picture beside a recording is its cover.
            rank = 2 if known.startswith("image") else 0
            raw.files.append(File(rank, self._resolve(element, raw, url), known))

    def _group(self, raw: Raw, element: etree._Element) -> None:
        for child in element:
            self._media(raw, child, self.name(child), grouped=True)

    def _media(self, raw: Raw, element: etree._Element, name: str, *, grouped: bool = False) -> None:
        if name == "media:content":
            kind = element.get("medium") or element.get("type")
            known = _media_type(kind, element.get("url"))
            if known.startswith(("audio", "video")) and len(raw.files) < MAX_CATEGORIES:
                raw.files.append(File(1, self._resolve(element, raw, element.get("url") or ""), known))
            if grouped:
                raw.media.append(known)
            raw.duration = raw.duration or _media_seconds(element.get("duration") or "")
            if len(element):
                self._group(raw, element)
        elif name == "media:description":
            raw.fallback = raw.fallback or self._text(element)[0]
        elif name == "yt:videoid":
            raw.media.append("video")


def _media_seconds(duration: str) -> str:
    """Read media:content's duration: seconds, though some publishers write milliseconds."""
    milliseconds = duration.isdigit() and len(duration) < 12 and int(duration) > 6 * 3600
    return str(int(duration) // 1000) if milliseconds else duration


def _is_text(kind: str) -> bool:
    """Say whether Atom content of this type is text; anything else is base64 (RFC 4287, 4.1.3.3)."""
    return "/" not in kind or kind.startswith("text/") or kind.endswith(("+xml", "/xml"))


def _media_type(kind: str | None, url: str | None) -> str:
    """Name the type of a recording, from what the feed says or the file's ending."""
    if kind and "/" in kind and not kind.startswith("application/octet"):
        return kind.lower()
    if kind in ("audio", "video", "image", "document"):
        return kind
    path = (url or "").partition("?")[0]
    return _MEDIA_FILES.get(path.rpartition(".")[2].lower(), "")


def _flat(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
