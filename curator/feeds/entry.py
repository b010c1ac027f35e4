"""One raw feed item, whatever parser read it, to one `Entry`: capped, plain, resolved, of a kind.

Both parsers fill `Raw` with strings as they stand in the feed and call `build`, so that the same feed
gives the same entries on either path.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, get_args
from urllib.parse import urljoin, urlsplit

from curator.model import Entry, Kind, ParsedFeed
from curator.text.dates import parse_date
from curator.text.plain import first_words, looks_like_html, mend, plain

MAX_ENTRIES = 2000
MAX_TITLE = 400
MAX_AUTHOR = 200
MAX_SUMMARY = 5000
MAX_CONTENT = 200_000
MAX_CATEGORIES = 20
MAX_CATEGORY = 100
MAX_URL = 4000
MAX_GUID = 1000
"""Most entries of a feed, and characters of each field; MAX_CATEGORIES counts names of authors, too."""
MAX_ALL_CONTENT = 10_000_000
"""Characters of content that one feed may add in all: as many as a feed of the largest size can hold."""
MAX_SECONDS = 48 * 3600
"""A recording that claims to be longer tells nothing of its length."""
TITLE_WORDS = 12
"""An entry without title is named by so many words of its summary."""

KINDS: frozenset[Kind] = frozenset(get_args(Kind))
_EMAIL = r"[^\s<>()@]{1,100}@[^\s<>()@]{1,200}"
_AUTHOR = re.compile(rf"\s*(?:{_EMAIL}\s*\((?P<a>[^()]*)\)|(?P<b>[^<>(]*?)\s*[<(]\s*{_EMAIL}\s*[>)])\s*")
_BARE_EMAIL = re.compile(rf"\s*(?:mailto:)?{_EMAIL}\s*")
_CLOCK = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:\.\d{1,6})?")
_LICENCE = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/[A-Za-z0-9./+-]{1,80}")
_VIDEO = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch|shorts/|live/|v/)|youtu\.be/|(?:www\.|player\.)?vimeo\.com/)",
    re.I,
)
_PAPER = re.compile(
    r"https?://(?:(?:www\.|export\.)?arxiv\.org/|(?:dx\.)?doi\.org/10\.|www\.(?:biorxiv|medrxiv)\.org/content/)",
    re.I,
)
_THREAD = re.compile(
    r"https?://(?:(?:www\.|old\.)?reddit\.com/r/[^/]{1,50}/comments/|news\.ycombinator\.com/item"
    r"|lobste\.rs/s/|(?:[a-z]{1,30}\.)?stackexchange\.com/questions/|stackoverflow\.com/questions/)",
    re.I,
)


@dataclass(slots=True)
class Raw:
    """An item's strings as they stand in the feed, each one optional."""

    base: str = ""
    link: str = ""
    link_rank: int = 9
    """How good the link is: 0 the element's own text, 1 an alternate page, 2 another form, 3 related."""
    guid: str = ""
    title: str = ""
    title_plain: bool = False
    """The feed says that the title is text, not HTML."""
    authors: list[str] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    """dc:creator, used when no author has a name."""
    artists: list[str] = field(default_factory=list)
    """itunes:author, used when nobody else is named."""
    published: str = ""
    updated: str = ""
    summary: str = ""
    summary_plain: bool = False
    fallback: str = ""
    """A description of lesser standing (media:description), used when there is no summary."""
    content: str = ""
    categories: list[str] = field(default_factory=list)
    kind: str = ""
    """What a category with the domain "kind" says."""
    media: list[str] = field(default_factory=list)
    """Types and media of enclosures and media:content: "audio/mpeg", "video"."""
    duration: str = ""
    paper: bool = False
    """The item carries a DOI of its own."""
    language: str = ""
    licence: str = ""


def build(raw: Raw) -> Entry:
    """Make an entry of a raw item; never fails, an empty item gives an empty entry."""
    guid = plain(raw.guid, MAX_GUID, markup=False)
    link = web_link(raw.link, raw.base) or (web_link(guid, "") if guid[:4].lower() == "http" else "")
    if not raw.summary.strip():
        raw.summary, raw.summary_plain = raw.fallback, False
    summary = plain(raw.summary, MAX_SUMMARY, markup=not raw.summary_plain or looks_like_html(raw.summary))
    content = raw.content[:MAX_CONTENT].strip()
    if not content.isascii():
        content = mend(content)
    if not content and "<" in raw.summary and not raw.summary_plain:
        content = raw.summary[:MAX_CONTENT].strip()  # many feeds hold the whole text in the description
    if not summary and content:
        summary = plain(content, MAX_SUMMARY)
    title = title_text(raw.title, raw.title_plain) or first_words(summary[:MAX_TITLE], TITLE_WORDS)
    updated = parse_date(raw.updated) if raw.updated else None
    return Entry(
        url=link,
        title=title,
        guid=guid,
        author=author_names(raw.authors) or author_names(raw.creators) or author_names(raw.artists),
        published=(parse_date(raw.published) if raw.published else None) or updated,
        updated=updated,
        summary=summary,
        content=content,
        categories=tuple(_categories(raw.categories)),
        kind=_kind(raw, link),
        seconds=seconds(raw.duration),
        language=language(raw.language),
        licence=licence(raw.licence),
    )


def bounded(feed: ParsedFeed) -> ParsedFeed:
    """Drop the content of the entries with which a feed's contents exceed MAX_ALL_CONTENT in all."""
    left, entries = MAX_ALL_CONTENT, []
    for entry in feed.entries:
        left -= len(entry.content)
        entries.append(entry if left >= 0 else replace(entry, content=""))
    return feed if left >= 0 else replace(feed, entries=tuple(entries))


def title_text(title: str, is_plain: bool) -> str:
    """Make a title plain text, as a feed meant it."""
    return plain(title, MAX_TITLE, markup=not is_plain or looks_like_html(title))


def author_names(authors: Iterable[str]) -> str:
    """Join authors' names, without mail addresses; feeds write "mail (name)" and "name <mail>" alike."""
    names: list[str] = []
    for author in authors:
        text = plain(author[: MAX_AUTHOR * 4], MAX_AUTHOR)
        if match := _AUTHOR.fullmatch(text):
            text = (match["a"] or match["b"] or "").strip()
        elif _BARE_EMAIL.fullmatch(text):
            text = ""
        if text and text not in names:
            names.append(text)
        if len(names) == MAX_CATEGORIES:
            break
    return plain(", ".join(names), MAX_AUTHOR, markup=False)


def web_link(link: str, base: str) -> str:
    """Resolve a link against its base; empty unless the result is a http or https address."""
    link = "".join(link[: MAX_URL + 1].split()) if link else ""
    if not link or len(link) > MAX_URL:
        return ""
    try:
        if not link.startswith(("http://", "https://")):
            link = urljoin(base, link)
        parts = urlsplit(link)
        sound = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return ""
    return link if sound and link.isprintable() else ""


def seconds(text: str) -> int | None:
    """Read a running time: "754", "12:34" or "1:02:03"; None when there is none or it is absurd."""
    match = _CLOCK.fullmatch(text[:20].strip())
    if not match:
        return None
    total = int(match[1] or 0) * 3600 + int(match[2] or 0) * 60 + int(match[3])
    return total if 0 < total <= MAX_SECONDS else None


def language(text: str) -> str:
    """Clean a language tag ("en-GB" to "en-gb"); empty when it is none."""
    tag = text[:40].strip().lower().replace("_", "-")
    return tag if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}", tag) else ""


def licence(text: str) -> str:
    """Find the address of a Creative Commons licence in a text."""
    match = _LICENCE.search(text[:2000])
    return match[0] if match else ""


def _categories(raw: list[str]) -> Iterable[str]:
    seen: set[str] = set()
    for category in raw[: MAX_CATEGORIES * 3]:
        text = plain(category, MAX_CATEGORY)
        if text and text.lower() not in seen:
            seen.add(text.lower())
            yield text
        if len(seen) == MAX_CATEGORIES:
            return


def _kind(raw: Raw, link: str) -> Kind:
    named: Any = raw.kind.strip().lower()
    if named in KINDS:
        kind: Kind = named
        return kind
    if _VIDEO.match(link) or any(m.startswith("video") for m in raw.media):
        return "video"
    if any(m.startswith("audio") for m in raw.media):
        return "podcast"
    if raw.paper or _PAPER.match(link):
        return "paper"
    return "thread" if _THREAD.match(link) else "article"
