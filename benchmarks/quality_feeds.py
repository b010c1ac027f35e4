"""Feeds: how many are read, and whether the entries are those that others find.

real/ is compared with feedparser, entry by entry (address and title); gofeed/ with what gofeed's own
tests expect; feedparser/ must only never break anything.
"""

import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]

from benchmarks.table import Row
from curator.errors import ParseError
from curator.feeds.entry import MAX_SUMMARY, author_names, title_text
from curator.feeds.parse import parse_feed
from curator.model import Document, ParsedFeed
from curator.text.dates import parse_date
from curator.text.plain import first_words, plain

ADDRESS = "https://feeds.example/feed.xml"


def measure(data: Path) -> list[Row]:
    """Measure on DIR/feeds; differences are listed in the rows' `notes`."""
    return [
        *_real(data / "feeds" / "real"),
        *_gofeed(data / "feeds" / "gofeed"),
        *_edge_cases(data / "feeds"),
    ]


def _real(folder: Path) -> Iterator[Row]:
    read = same = total = peer_read = 0
    entries = theirs = 0
    failed, differing = [], []
    for file in sorted(folder.iterdir() if folder.exists() else ()):
        total += 1
        body = file.read_bytes()
        peer = feedparser.parse(io.BytesIO(body), response_headers={"content-location": ADDRESS})
        theirs += len(peer.entries)
        peer_read += bool(peer.get("version") or peer.entries)
        try:
            feed = parse_feed(Document(ADDRESS, body))
        except ParseError as error:
            failed.append(f"{file.name}: {error}")
            continue
        read += 1
        entries += len(feed.entries)
        if difference := _difference(feed, peer):
            differing.append(f"{file.name}: {difference}")
        else:
            same += 1
    yield _row(
        "real feeds read", read / max(total, 1), 1.0, {"feedparser": peer_read / max(total, 1)}, failed
    )
    yield _row("real feeds with feedparser's entries", same / max(total, 1), 0.995, {}, differing)
    yield _row("real entries found", entries, None, {"feedparser": theirs}, [])


def _difference(feed: ParsedFeed, peer: Any) -> str:
    """Say how the entries differ from feedparser's; empty when they are the same."""
    if len(feed.entries) != len(peer.entries):
        return f"{len(feed.entries)} entries, feedparser finds {len(peer.entries)}"
    for ours, theirs in zip(feed.entries, peer.entries, strict=True):
        # Where feedparser finds no page, ours may name a recording: that is no other entry.
        if (link := theirs.get("link", "")) and ours.url != link:
            return f"address {ours.url!r}, feedparser has {link!r}"
        title = title_text(theirs.get("title", ""), is_plain=False)
        # Ours names an entry without title by its first words; that is no different entry.
        if title and ours.title != title:
            return f"title {ours.title!r}, feedparser has {title!r}"
        if not title and ours.title and not ours.summary.startswith(ours.title.rstrip("…")):
            return f"title {ours.title!r}, feedparser has none"
    return ""


# --- gofeed's expectations -------------------------------------------------------------------------


def _gofeed(folder: Path) -> Iterator[Row]:
    met = total = 0
    missed = []
    for expected_file in sorted(folder.rglob("*.json")):
        source = _source(expected_file)
        if source is None:
            continue
        try:
            expected = json.loads(expected_file.read_text())
        except ValueError:
            continue
        url = "" if "xml_base" in source.name or "relative" in source.name else ADDRESS
        try:
            feed: ParsedFeed | None = parse_feed(Document(url, source.read_bytes()))
        except ParseError:
            feed = None
        for what, matches in _expectations(expected):
            total += 1
            if feed is not None and matches(feed):
                met += 1
            else:
                missed.append(f"{expected_file.parent.name}/{expected_file.stem}: {what}")
    yield _row("gofeed expectations met", met / max(total, 1), 0.99, {}, missed)
    yield _row("gofeed expectations compared", total, None, {}, [])


def _source(expected: Path) -> Path | None:
    if expected.stem.endswith("_expected"):
        source = expected.with_name(expected.name.replace("_expected", ""))
    else:
        source = expected.with_suffix(".xml")
    return source if source.exists() else None


Matcher = Callable[[ParsedFeed], bool]


def _expectations(expected: dict[str, Any]) -> Iterator[tuple[str, Matcher]]:
    """Yield what a gofeed JSON says of the fields that we keep: a name and a test."""
    for what, test in _of_feed(expected):
        yield "feed " + what, test
    items = expected.get("items") or expected.get("entries") or []
    if items:
        yield "number of entries", lambda feed: len(feed.entries) == len(items)
    for index, item in enumerate(items):
        for what, compare in _of_item(item):

            def test(feed: ParsedFeed, index: int = index, compare: Any = compare) -> bool:
                return index < len(feed.entries) and bool(compare(feed.entries[index]))

            yield f"entry {index} {what}", test


def _of_feed(expected: dict[str, Any]) -> Iterator[tuple[str, Matcher]]:
    if title := expected.get("title"):
        yield "title", lambda feed: _text(feed.title) == _text(title)
    if link := expected.get("link"):
        yield "link", lambda feed: feed.url == link
    if language := expected.get("language"):
        yield "language", lambda feed: feed.language == language.lower()
    if names := _names(expected):
        yield "authors", lambda feed: feed.author == names


def _of_item(item: dict[str, Any]) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    if title := item.get("title"):
        yield "title", lambda e: _text(e.title) == _text(title)
    link = item.get("link") or item.get("url") or _first_link(item)
    if link:
        yield "link", lambda e: e.url == link
    if guid := item.get("guid") or item.get("id"):
        value = guid.get("value", "") if isinstance(guid, dict) else guid
        yield "id", lambda e: e.guid == value.strip()
    for ours, name in (("published", "published"), ("published", "pubDate"), ("updated", "updated")):
        if date := item.get(name):
            yield name, partial(_same_date, ours, date)
    if names := _names(item):
        yield "authors", lambda e: _text(e.author) == _text(names)
    # A category that is only a scheme has no name that could be expected.
    if categories := [c for c in map(_category, item.get("categories") or item.get("tags") or []) if c]:
        yield "categories", lambda e: [_text(c) for c in e.categories] == [_text(c) for c in categories]
    content = item.get("content") or item.get("content_html")
    if content:
        value = content.get("value", "") if isinstance(content, dict) else content
        yield "content", lambda e: _text(e.content) == _text(value)
    if summary := item.get("summary") or item.get("description"):
        yield "summary", lambda e: _text(e.summary) == _text(summary)


def _same_date(ours: str, date: str, entry: Any) -> bool:
    return bool(getattr(entry, ours) == parse_date(date))


def _first_link(item: dict[str, Any]) -> str:
    for link in item.get("links") or []:
        if isinstance(link, str):
            return link
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link["href"])
    return ""


def _names(item: dict[str, Any]) -> str:
    """Join the expected names; an author without a name but with a mail address expects nothing of us."""
    authors = item.get("authors") or item.get("author") or item.get("managingEditor") or []
    listed = authors if isinstance(authors, list) else [authors]
    return author_names(a.get("name", "") if isinstance(a, dict) else a for a in listed)


def _category(category: Any) -> str:
    if isinstance(category, dict):
        return str(category.get("label") or category.get("term") or category.get("value") or "")
    return str(category)


def _text(text: str) -> str:
    """Compare as a reader sees it: we keep plain text where gofeed keeps markup."""
    return plain(unescape(unescape(text)), MAX_SUMMARY)


# --- edge cases --------------------------------------------------------------------------------------


def _edge_cases(folder: Path) -> Iterator[Row]:
    survived = total = read = 0
    broken = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".xml", ".json")):
        total += 1
        try:
            feed = parse_feed(Document(ADDRESS, file.read_bytes()))
            read += 1
            assert all(e.title or not e.summary for e in feed.entries), first_words(file.name, 3)
        except ParseError:
            pass
        except Exception as error:
            broken.append(f"{file.relative_to(folder)}: {type(error).__name__}: {error}")
            continue
        survived += 1
    yield _row("edge cases that crash nothing", survived / max(total, 1), 1.0, {}, broken)
    yield _row("edge cases read as feeds", read, None, {"files": total}, [])


def _row(
    measure: str, value: float, target: float | None, baseline: dict[str, float], notes: list[str]
) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": baseline, "notes": notes}
