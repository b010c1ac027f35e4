"""JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1)."""

import json
from html import escape
from typing import Any

from curator.errors import ParseError
from curator.feeds.entry import (
    MAX_CATEGORIES,
    MAX_CONTENT,
    MAX_ENTRIES,
    Raw,
    author_names,
    build,
    language,
    title_text,
    web_link,
)
from curator.model import ParsedFeed


def parse_json(text: str, url: str) -> ParsedFeed:
    """Parse a JSON Feed; raises ParseError when the text is not JSON, or JSON of another kind."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ParseError("looks like JSON, but is not valid JSON") from None
    version = data.get("version") if isinstance(data, dict) else None
    items = data.get("items") if isinstance(data, dict) else None
    named = isinstance(version, str) and "jsonfeed.org" in version
    if not isinstance(items, list) or not (named or isinstance(data.get("title"), str)):
        raise ParseError("is JSON, but not a JSON Feed")
    home = web_link(_text(data.get("home_page_url")), url)
    base = url if url.startswith(("http:", "https:")) else home
    language_ = _text(data.get("language"))
    return ParsedFeed(
        title=title_text(_text(data.get("title")), True),
        entries=tuple(_entry(i, base, language_) for i in items[:MAX_ENTRIES] if isinstance(i, dict)),
        url=home,
        language=language(language_),
        author=author_names(_people(data)),
    )


def _entry(item: dict[str, Any], base: str, language_: str) -> Any:
    raw = Raw(base=base, title_plain=True, summary_plain=True)
    raw.link = _text(item.get("url")) or _text(item.get("external_url"))
    raw.guid = _text(item.get("id"))
    raw.title = _text(item.get("title"))
    raw.authors = _people(item)
    raw.published = _text(item.get("date_published"))
    raw.updated = _text(item.get("date_modified"))
    raw.summary = _text(item.get("summary"))
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    raw.content = html[:MAX_CONTENT] or escape(text[:MAX_CONTENT], quote=False)
    tags = item.get("tags")
    raw.categories = [_text(t) for t in tags[: MAX_CATEGORIES * 3]] if isinstance(tags, list) else []
    attachments = item.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict):
            raw.media.append(_text(attachment.get("mime_type")).lower())
            raw.duration = raw.duration or _text(attachment.get("duration_in_seconds"))
    raw.language = _text(item.get("language")) or language_
    return build(raw)


def _people(item: dict[str, Any]) -> list[str]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else []
    if not people and isinstance(item.get("author"), dict):
        people = [item["author"]]  # version 1.0
    return [_text(p.get("name")) for p in people[:MAX_CATEGORIES] if isinstance(p, dict)]


def _text(value: Any) -> str:
    """Take text; numbers become text, because identifiers and durations are often written so."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:40]
    return ""
