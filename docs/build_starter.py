"""Write feed.xml and index.html from the starter articles that lie in curator/starter/.

The pages are the source: title, author, date, description, keywords and kind stand in their heads.
Run it after adding or changing an article:

    python docs/build_starter.py            # writes
    python docs/build_starter.py --check    # writes nothing, exit 1 when something is stale

Same pages, same bytes: no clock, and the order is that of the dates, newest first.
"""

import sys
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).parents[1] / "curator" / "starter"

BASE = "https://curator-project.github.io/curator/starter/"
"""Where the pages are published: a page's address is this and its file name."""

TITLE = "Learning from each other: starter articles"
ABOUT = "Short original pieces on how colleagues learn from one another, by the curator project."

HOUR = 7
"""Pages carry a date only; a feed wants a time, so every item is published at 07:00 UTC."""


class PageError(ValueError):
    """A page lacks something that the feed needs; the message names the file and what is missing."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the head of a starter page says about the article."""

    file: str
    title: str
    author: str
    published: date
    description: str
    keywords: tuple[str, ...]
    kind: str

    @property
    def url(self) -> str:
        """Published address of the page."""
        return BASE + self.file


class _Head(HTMLParser):
    """Collect the title and the named meta elements of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the title's start and each meta element that has a name."""
        values = dict(attrs)
        if tag == "title":
            self._in_title = True
        elif tag == "meta" and (name := values.get("name")):
            self.meta[name] = values.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        """Leave the title."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Keep the text of the title."""
        if self._in_title:
            self.meta["title"] = self.meta.get("title", "") + data


def read_page(path: Path) -> Page:
    """Read the head of one page. Raises PageError when something is missing or the date is no date."""
    head = _Head()
    head.feed(path.read_text(encoding="utf-8"))
    names = ("title", "author", "date", "description", "keywords", "dcterms.type")
    if missing := [name for name in names if not head.meta.get(name, "").strip()]:
        raise PageError(f"{path.name}: no {', '.join(missing)} in its head")
    try:
        published = date.fromisoformat(head.meta["date"])
    except ValueError as error:
        raise PageError(f"{path.name}: {head.meta['date']!r} is not a date like 2026-09-07") from error
    return Page(
        file=path.name,
        title=head.meta["title"].strip(),
        author=head.meta["author"],
        published=published,
        description=head.meta["description"],
        keywords=tuple(word.strip() for word in head.meta["keywords"].split(",")),
        kind=head.meta["dcterms.type"],
    )


def read_pages(folder: Path = HERE) -> tuple[Page, ...]:
    """Read all articles of a folder, newest first. Raises PageError as read_page does."""
    pages = [read_page(path) for path in folder.glob("*.html") if path.name != "index.html"]
    return tuple(sorted(pages, key=lambda page: (page.published, page.file), reverse=True))


def _rfc822(day: date) -> str:
    """Spell a date the way RSS 2.0 wants it."""
    return format_datetime(datetime(day.year, day.month, day.day, HOUR, tzinfo=UTC))


def _item(page: Page) -> Iterable[str]:
    """Yield the lines of one RSS item. The kind is a category in the domain "kind"."""
    yield "    <item>"
    yield f"      <title>{escape(page.title, quote=False)}</title>"
    yield f"      <link>{page.url}</link>"
    yield f'      <guid isPermaLink="false">curator-starter:{page.file.removesuffix(".html")}</guid>'
    yield f"      <pubDate>{_rfc822(page.published)}</pubDate>"
    yield f"      <dc:creator>{escape(page.author, quote=False)}</dc:creator>"
    yield f'      <category domain="kind">{page.kind}</category>'
    for word in page.keywords:
        yield f"      <category>{escape(word, quote=False)}</category>"
    yield f"      <description>{escape(page.description, quote=False)}</description>"
    yield "    </item>"


def render_feed(pages: tuple[Page, ...]) -> str:
    """Write the pages as RSS 2.0; there must be at least one."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">',
        "  <channel>",
        f"    <title>{TITLE}</title>",
        f"    <link>{BASE}</link>",
        f'    <atom:link href="{BASE}feed.xml" rel="self" type="application/rss+xml"/>',
        f"    <description>{ABOUT}</description>",
        "    <language>en-GB</language>",
        f"    <lastBuildDate>{_rfc822(pages[0].published)}</lastBuildDate>",
    ]
    for page in pages:
        lines += _item(page)
    return "\n".join([*lines, "  </channel>", "</rss>", ""])


STYLE = """
html { background: #faf8f4; color: #23282f; }
a { color: #155a73; }
nav { font-size: .95rem; margin-bottom: 2rem; }
@media (prefers-color-scheme: dark) { html { background: #15191e; color: #e8e4dc; } a { color: #86cbe0; } }
body { margin: 0 auto; max-width: 38rem; padding: 2rem 1.25rem 4rem; font: 1.125rem/1.6 Georgia, serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
ul { padding-left: 1.25rem; }
li { margin: .8rem 0; }
"""


def render_index(pages: tuple[Page, ...]) -> str:
    """Write the list that a reader finds at the feed's own home page."""
    hashed = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'"
    lines = [
        "<!doctype html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{TITLE}</title>",
        f'<meta name="description" content="{ABOUT}">',
        f'<link rel="alternate" type="application/rss+xml" title="{TITLE}" href="feed.xml">',
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{TITLE}</h1>",
        f"<p>{ABOUT}</p>",
        "<ul>",
    ]
    for page in pages:
        title, about = escape(page.title, quote=False), escape(page.description, quote=False)
        lines.append(f'  <li><a href="{page.file}">{title}</a><br>{about}</li>')
    return "\n".join([*lines, "</ul>", "</body>", "</html>", ""])


def main(arguments: list[str], folder: Path = HERE) -> int:
    """Write both files, or with --check only compare. Returns 0 when they are current afterwards."""
    pages = read_pages(folder)
    stale = 0
    for name, text in (("feed.xml", render_feed(pages)), ("index.html", render_index(pages))):
        path = folder / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in arguments:
            print(f"{name} is stale: run python {Path(__file__).name}")
            stale = 1
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
