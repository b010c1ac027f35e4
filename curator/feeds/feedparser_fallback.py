"""The slow path: feedparser, for every feed that is not plainly well-formed.

feedparser gets a BytesIO and nothing else, so it cannot open files or addresses; its sanitiser and its
resolving of links are off, because what we keep is plain text, or content that is cleaned where it is used.
"""

import io
import re
from typing import Any

import feedparser  # type: ignore[import-untyped]

from curator.feeds.entry import (
    MAX_AUTHOR,
    MAX_CATEGORIES,
    MAX_CONTENT,
    MAX_ENTRIES,
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

_PEOPLE = (
    b"author|creator|name|email|managingeditor|webmaster|publisher|contributor|owner|reviewer|editor"
    b"|errorreportsto"
)
# An author's text beyond what we keep is cut before feedparser sees it: its search for a mail address
# takes time with the square of the length.
_LONG_PERSON = re.compile(
    rb"(<(?:[A-Za-z][\w.-]{0,40}:)?(?:"
    + _PEOPLE
    + rb")(?:\s[^<>]{0,1000})?>\s{0,100}(?:<!\[CDATA\[)?[^<]{800})[^<\]]+",
    re.IGNORECASE,
)


_DECLARATION = re.compile(rb"\s{0,100}<\?xml[^>]{0,1000}\?>")
# feedparser looks for the encoding in the first line with a pattern whose time grows with the cube of
# the line's length: so the first line is ours.
_FIRST_LINE = b'<?xml version="1.0" encoding="utf-8"?>\n'


def _without_declaration(body: bytes) -> bytes:
    found = _DECLARATION.match(body)
    return body[found.end() :] if found else body


def parse_slow(body: bytes, url: str) -> ParsedFeed | None:
    """Parse UTF-8 bytes with feedparser; None when it finds no feed in them."""
    body = _FIRST_LINE + _without_declaration(_LONG_PERSON.sub(rb"\1", body))
    try:
        data: Any = feedparser.parse(
            io.BytesIO(body),
            resolve_relative_uris=False,
            sanitize_html=False,
            # Without the document's address feedparser resolves against xml:base only, and we do the rest.
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception:  # whatever feedparser stumbles over in hostile bytes: for us they are no feed
        return None
    version = _text(data.get("version"))
    if not version and not data.entries:
        return None
    about = data.feed
    home = web_link(_text(about.get("link")), url)
    rss = not version.startswith("atom")
    fallback = Raw(
        base=base_of_items(url, _text(about.get("link")), stated=False, atom=not rss),
        language=_text(about.get("language")),
        licence=_licence(about),
        elsewhere=[author_names(_people(about))],
    )
    return ParsedFeed(
        title=title_text(_text(about.get("title")), _is_plain(about.get("title_detail"), rss)),
        entries=build_all([_raw(item, fallback, rss) for item in data.entries[:MAX_ENTRIES]]),
        url=home,
        language=language(fallback.language),
        author=fallback.elsewhere[0] or author_names([_text(about.get("publisher"))[: MAX_AUTHOR * 4]]),
    )


def _raw(item: Any, about: Raw, rss: bool) -> Raw:
    raw = Raw(base=about.base, licence=_licence(item) or about.licence)
    # Feedparser makes a link of any guid that may be one; which is an address, `build` decides.
    raw.guid = _text(item.get("id"))
    guessed = item.get("guidislink") and item.get("link") == raw.guid
    raw.link = "" if guessed else _text(item.get("link"))
    raw.guid_is_link = item.get("guidislink") is not False
    raw.title = _text(item.get("title"))
    raw.title_plain = _is_plain(item.get("title_detail"), rss)
    raw.language = _text((item.get("title_detail") or {}).get("language")) or about.language
    raw.authors = _people(item)
    raw.elsewhere = _people(item.get("source") or {})
    if not author_names(raw.elsewhere):
        raw.elsewhere = about.elsewhere
    # `in` and not get(): feedparser's dictionary answers "updated" with "published" and the reverse.
    raw.published = _text(item["published"]) if "published" in item else ""
    raw.updated = _text(item["updated"]) if "updated" in item else _text(item.get("created"))
    # In RSS, plain text among the contents describes a picture (media:description), not the item.
    contents = [
        _text(c.get("value"))
        for c in item.get("content") or []
        if isinstance(c, dict) and not (rss and c.get("type") == "text/plain")
    ]
    raw.content = max(contents, key=len, default="")[:MAX_CONTENT]
    summary = _text(item.get("summary"))
    raw.summary = "" if summary and summary == raw.content else summary
    raw.summary_plain = _is_plain(item.get("summary_detail"), rss)
    for tag in (item.get("tags") or [])[: MAX_CATEGORIES * 3]:
        text = _text(tag.get("label")) or _text(tag.get("term"))
        if _text(tag.get("scheme")).lower() == "kind":
            raw.kind = text
        else:
            raw.categories.append(text)
    for file in (item.get("enclosures") or [])[:MAX_CATEGORIES]:
        kind = _text(file.get("type")).lower()
        raw.media.append(kind)
        raw.files.append(File(2 if kind.startswith("image") else 0, _text(file.get("href")), kind))
    for file in (item.get("media_content") or [])[:MAX_CATEGORIES]:
        kind = _text(file.get("medium")) or _text(file.get("type")).lower()
        if kind.startswith(("audio", "video")):
            raw.files.append(File(1, _text(file.get("url")), kind))
    if item.get("yt_videoid"):
        raw.media.append("video")
    raw.duration = _text(item.get("itunes_duration"))
    raw.fallback = _text(item.get("media_description"))
    raw.paper = bool(item.get("prism_doi") or item.get("arxiv_doi"))
    return raw


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_plain(detail: Any, rss: bool) -> bool:
    return not rss and isinstance(detail, dict) and detail.get("type") == "text/plain"


def _people(item: Any) -> list[str]:
    people = [p for p in item.get("authors") or [] if isinstance(p, dict) and p]
    names = [_text(p.get("name"))[: MAX_AUTHOR * 4] for p in people]
    return names or [_text(item.get("author"))[: MAX_AUTHOR * 4]]


def _licence(item: Any) -> str:
    links = [_text(link.get("href")) for link in item.get("links") or [] if link.get("rel") == "license"]
    return licence(" ".join([*links, _text(item.get("license")), _text(item.get("rights"))]))
