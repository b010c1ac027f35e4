"""One raw feed item, whatever parser read it, to one `Entry`: capped, plain, resolved, of a kind.

Both parsers fill `Raw` with strings as they stand in the feed and call `build`, so that the same feed
gives the same entries on either path.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from curator.model import Entry, Kind, ParsedFeed
from curator.text.dates import parse_date
from curator.text.plain import (
    first_words,
    looks_like_html,
    mend,
    plain,
    with_names_of_elements,
    without_cdata,
)
from curator.urls import absolute, host

MAX_ENTRIES = 2000
MAX_TITLE = 400
MAX_AUTHOR = 200
MAX_SUMMARY = 5000
MAX_CONTENT = 200_000
MAX_CATEGORIES = 20
MAX_CATEGORY = 100
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
_REFERENCE = re.compile(r"&(?:amp|quot|lt|gt|apos|#\d{1,5}|#x[0-9a-f]{1,4});", re.IGNORECASE)
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


class File(NamedTuple):
    """An enclosure or attachment."""

    rank: int
    """0 an enclosure, 1 media:content, 2 a picture, which is most often a cover."""
    url: str
    kind: str
    """Its media type, as far as it is known."""


@dataclass(slots=True)
class Raw:
    """An item's strings as they stand in the feed, each one optional."""

    base: str = ""
    link: str = ""
    link_rank: int = 9
    """How good the link is: 0 the element's own text, 1 an alternate page, 2 another form, 3 related."""
    guid: str = ""
    guid_is_link: bool = True
    """RSS: `isPermaLink` is not "false", so that a guid that looks like an address is one."""
    files: list["File"] = field(default_factory=list)
    """Recordings and files: the best one's address is that of an item without a page."""
    title: str = ""
    title_plain: bool = False
    """The feed says that the title is text, not HTML."""
    authors: list[str] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    """dc:creator, used when no author has a name."""
    artists: list[str] = field(default_factory=list)
    """itunes:author, used when nobody else is named."""
    elsewhere: list[str] = field(default_factory=list)
    """Authors of atom:source or, failing these, of the whole feed: they stand for items that name none."""
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


def build_all(raws: Sequence[Raw]) -> tuple[Entry, ...]:
    """Make the entries of a feed.

    A link that several recordings share is that of their show: each one's own address names it better.
    """
    recordings: dict[str, set[str]] = {}
    for raw in raws:
        if raw.files:
            recordings.setdefault(raw.link, set()).add(raw.files[0].url)
    for raw in raws:
        if raw.files and raw.link and len(recordings[raw.link]) > 1:
            raw.link, raw.guid_is_link = "", False
    return tuple(map(build, raws))


def build(raw: Raw) -> Entry:
    """Make an entry of a raw item; never fails, an empty item gives an empty entry."""
    guid = plain(raw.guid, MAX_GUID, markup=False)
    link = web_link(raw.link, raw.base)
    if not link and raw.guid_is_link and guid[:4].lower() == "http":
        link = web_link(guid, "")
    if not link and raw.files:
        link = _file(raw)
    if not raw.summary.strip():
        raw.summary, raw.summary_plain = raw.fallback, False
    summary = plain(raw.summary, MAX_SUMMARY, markup=not raw.summary_plain or looks_like_html(raw.summary))
    content = raw.content[:MAX_CONTENT].strip()
    if "CDATA[" in content[:20]:
        content = without_cdata(content).strip()
    if not content.isascii():
        content = mend(content)
    if not content and "<" in raw.summary and not raw.summary_plain:
        content = without_cdata(
            raw.summary[:MAX_CONTENT].strip()
        )  # many feeds hold the whole text in the description
    if not summary and content:
        summary = plain(content, MAX_SUMMARY)
    title = title_text(raw.title, raw.title_plain) or first_words(summary[:MAX_TITLE], TITLE_WORDS)
    spoken = language(raw.language)
    updated = parse_date(raw.updated, spoken) if raw.updated else None
    return Entry(
        url=link,
        title=title,
        guid=guid,
        author=(
            author_names(raw.authors)
            or author_names(raw.creators)
            or author_names(raw.artists)
            or author_names(raw.elsewhere)
        ),
        published=(parse_date(raw.published, spoken) if raw.published else None) or updated,
        updated=updated,
        summary=summary,
        content=content,
        categories=tuple(_categories(raw.categories)),
        kind=_kind(raw, link),
        seconds=seconds(raw.duration),
        language=spoken,
        licence=licence(raw.licence),
    )


def bounded(feed: ParsedFeed) -> ParsedFeed:
    """Drop the content of the entries with which a feed's contents exceed MAX_ALL_CONTENT in all."""
    left, entries = MAX_ALL_CONTENT, []
    for entry in feed.entries:
        left -= len(entry.content)
        entries.append(entry if left >= 0 else replace(entry, content=""))
    return feed if left >= 0 else replace(feed, entries=tuple(entries))


def _file(raw: Raw) -> str:
    """Return the address of the best file, whose type tells the kind, or an empty string."""
    for file in sorted(raw.files, key=attrgetter("rank"))[:5]:
        if link := web_link(file.url, raw.base):
            raw.media.append(file.kind)
            return link
    return ""


def title_text(title: str, is_plain: bool) -> str:
    """Make a title plain text, as a feed meant it."""
    markup = not is_plain or looks_like_html(title)
    return plain(
        with_names_of_elements(title[: MAX_TITLE * 4]) if markup else title, MAX_TITLE, markup=markup
    )


def author_names(authors: Iterable[str]) -> str:
    """Join authors' names, without mail addresses; feeds write "mail (name)" and "name <mail>" alike."""
    names: list[str] = []
    for author in authors:
        text = plain(author[: MAX_AUTHOR * 4], MAX_AUTHOR)
        if match := _AUTHOR.fullmatch(text):
            text = (match["a"] or match["b"] or "").strip(' "')  # quoted where it holds a comma (RFC 5322)
        elif _BARE_EMAIL.fullmatch(text):
            text = ""
        if text and text not in names:
            names.append(text)
        if len(names) == MAX_CATEGORIES:
            break
    return plain(", ".join(names), MAX_AUTHOR, markup=False) if names else ""


def web_link(link: str, base: str) -> str:
    """Resolve a link against its base; empty unless the result is a http or https address.

    A reference that was escaped once more than needed ("?a=1&amp;amp;b=2") is read as it was meant.
    """
    if not link:
        return ""
    if "CDATA[" in link:
        link = without_cdata(link)
    if "&" in link:
        link = _REFERENCE.sub(lambda found: html.unescape(found[0].lower()), link)
    found = absolute(link, base)
    return found if found.isprintable() else ""


def base_of_items(document: str, home: str, *, stated: bool, atom: bool) -> str:
    """Return the address against which links of items resolve.

    xml:base where it is `stated`; else the feed's own `home` page as it is written, because feeds are hosted
    elsewhere (RSS says nothing about it; other readers do so, too). Atom means its document (RFC 4287, 2),
    which is only believed where the feed lives on its own site.
    """
    page = web_link(home, document if home.startswith("//") else "")
    if document.startswith(("http:", "https:")) and (
        stated or not page or (atom and host(page) == host(document))
    ):
        return document
    return page


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
        text = plain(with_names_of_elements(category[: MAX_CATEGORY * 8]), MAX_CATEGORY)
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
