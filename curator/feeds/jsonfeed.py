"""JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1)."""

import json
from html import escape
from typing import Any

from curator.errors import ParseError
from curator.feeds.entry import (
    MAX_CATEGORIES,
    MAX_CONTENT,
    MAX_ENTRIES,
    File,
    Raw,
    author_names,
    base_of_items,
    build_all,
    language,
    title_text,
    web_link,
)
from curator.model import ParsedFeed
from curator.text.plain import without_cdata

_CONTENT = frozenset(("url", "title", "content_html", "content_text", "summary", "date_published"))


def parse_json(text: str, url: str) -> ParsedFeed:
    """Parse a JSON Feed; raises ParseError when the text is not JSON, or JSON of another kind."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ParseError("looks like JSON, but is not valid JSON") from None
    if not isinstance(data, dict) or not _is_feed(data):
        raise ParseError("is JSON, but not a JSON Feed")
    items = data.get("items")
    home = web_link(_text(data.get("home_page_url")), url)
    about = Raw(
        base=base_of_items(url, _text(data.get("home_page_url")), stated=False, atom=False),
        language=_text(data.get("language")),
        elsewhere=[author_names(_people(data))],
    )
    listed = items[:MAX_ENTRIES] if isinstance(items, list) else []
    return ParsedFeed(
        title=title_text(_text(data.get("title")), True),
        entries=build_all([_raw(i, about) for i in listed if isinstance(i, dict)]),
        url=home,
        language=language(about.language),
        author=about.elsewhere[0],
    )


def _is_feed(data: dict[str, Any]) -> bool:
    """Tell a JSON Feed from other JSON; many leave the version out that the specification asks for."""
    version, items = data.get("version"), data.get("items")
    named = isinstance(version, str) and "jsonfeed.org" in version
    if not isinstance(items, list):
        return named and items is None
    if named or any(isinstance(data.get(key), str) for key in ("title", "home_page_url", "feed_url")):
        return True
    first = items[0] if items else None
    return isinstance(first, dict) and "id" in first and bool(_CONTENT & first.keys())


def _raw(item: dict[str, Any], about: Raw) -> Raw:
    raw = Raw(base=about.base, title_plain=True, summary_plain=True, elsewhere=about.elsewhere)
    raw.link = _text(item.get("url")) or _text(item.get("external_url"))
    raw.guid = _text(item.get("id"))
    raw.title = _text(item.get("title"))
    raw.authors = _people(item)
    raw.published = _text(item.get("date_published"))
    raw.updated = _text(item.get("date_modified"))
    raw.summary = _text(item.get("summary"))
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    raw.content = html[:MAX_CONTENT] or escape(without_cdata(text[:MAX_CONTENT], markup=False), quote=False)
    tags = item.get("tags")
    raw.categories = [_text(t) for t in tags[: MAX_CATEGORIES * 3]] if isinstance(tags, list) else []
    attachments = item.get("attachments")
    for attachment in attachments[:MAX_CATEGORIES] if isinstance(attachments, list) else []:
        if isinstance(attachment, dict):
            kind = _text(attachment.get("mime_type")).lower()
            raw.media.append(kind)
            raw.files.append(File(2 if kind.startswith("image") else 0, _text(attachment.get("url")), kind))
            raw.duration = raw.duration or _text(attachment.get("duration_in_seconds"))
    raw.language = _text(item.get("language")) or about.language
    return raw


def _people(item: dict[str, Any]) -> list[str]:
    """Name the authors: a list since version 1.1, one object in 1.0; some mix these up, or write a name."""
    names: list[str] = []
    for people in (item.get("authors"), item.get("author")):
        listed = people if isinstance(people, list) else [people]
        for person in listed[:MAX_CATEGORIES]:
            names.append(_text(person.get("name") if isinstance(person, dict) else person))
        if any(names):
            break
    return names


def _text(value: Any) -> str:
    """Take text; numbers become text, because identifiers and durations are often written so."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:40]
    return ""
