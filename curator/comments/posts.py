"""From a service's answer to threads: HTML to plain lines, times, pages, branches. All input is hostile.

Everything here takes time proportional to its input, and the input is bounded by the fetch.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from curator.model import Comment, Reply, Thread
from curator.ports import ThreadFetcher
from curator.text.dates import EARLIEST, LATEST, parse_date
from curator.text.one_line import one_line
from curator.urls import web_address

LONGEST = 10_000
"""Characters kept of one post."""
MOST = 5_000
"""Posts kept of one thread."""
MOST_PAGES = 60
"""Answers asked for in one pass: a service whose pages never end is not followed for ever."""
ENDLESS = "has more pages than are read"

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_MENTION = re.compile(r"""\sclass\s*=\s*["'][^"']*\b(?:mention|hashtag)\b""", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "template", "svg", "math", "iframe", "noscript", "textarea"})
_BREAKS = frozenset(
    {
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "hr",
        "aside",
    }
)


def lines(markup: str) -> str:
    """Turn a post's HTML into plain lines: quotations begin with `> `, a link's address follows its words."""
    out: list[str] = []
    unseen, quoted, link = "", 0, ""
    begun, kept = 0, False
    for piece in _TAG.split(markup[: LONGEST * 10]):
        tag = _NAME.match(piece)
        if tag is None:
            if not unseen and not piece.startswith("<!"):
                out.append(html.unescape(piece if kept else piece.replace("\n", " ")))
            continue
        closing, name = bool(tag[1]), tag[2].lower()
        if unseen:
            unseen = "" if closing and name == unseen else unseen
        elif name in _UNSEEN:
            unseen = "" if closing or piece.endswith("/>") else name
        elif name == "blockquote":
            quoted = max(0, quoted + (-1 if closing else 1))
            out.append("\n" + "> " * min(quoted, 3))
        elif name in _BREAKS:
            kept = not closing if name == "pre" else kept
            out.append("\n" + "> " * min(quoted, 3))
        elif name == "a":
            words = "".join(out[begun:])
            if closing and link and link.partition("://")[2].rstrip("/") not in words:
                out.append(f" ({link})")
            link = "" if closing else _target(piece)
            begun = len(out)
    return tidy("".join(out))


def _target(tag: str) -> str:
    found = _HREF.search(tag)
    if found is None or _MENTION.search(tag):
        return ""
    return web_address(html.unescape(found[1] or found[2] or found[3] or "")) or ""


def tidy(text: str) -> str:
    """Make plain lines: no invisible characters, one blank line at most, at most LONGEST characters."""
    kept = [one_line(line, LONGEST) for line in text[: LONGEST * 2].splitlines()]
    kept = [line for line in kept if line.strip("> ") or not line]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:LONGEST]


def words(value: object, limit: int = 120) -> str:
    """Take a name, an id or the like: text or a whole number, on one line; anything else is empty."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**18 else ""
    return one_line(value, limit) if isinstance(value, str) else ""


def when(value: object) -> datetime:
    """Read a time: ISO, seconds or milliseconds since 1970; the earliest one where it is none."""
    found = parse_date(value) if isinstance(value, str) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > 1e11 else value
        if EARLIEST.timestamp() < seconds < LATEST.timestamp():
            found = datetime.fromtimestamp(seconds, UTC)
    return found or EARLIEST


def rows(value: object) -> list[dict[str, Any]]:
    """Take a list of objects; what is none is left out."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def part(value: object, *path: str) -> Any:
    """Follow keys into an answer; None where they lead nowhere."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


@dataclass(frozen=True, slots=True)
class ReadPost:
    """One post as read, before its branch is known."""

    id: str
    author: str
    at: datetime
    text: str
    parent: str = ""
    url: str = ""


def thread(key: str, posts: Iterable[ReadPost], *, complete: bool = True, problem: str = "") -> Thread:
    """Make a thread of posts in any order; a post whose parent is not there opens a branch of its own.

    Posts without an id, a second post of the same id and empty ones are left out.
    """
    known: dict[str, ReadPost] = {}
    for post in posts:
        if post.id and len(known) < MOST:
            known.setdefault(post.id, post)
        elif post.id and post.id not in known:
            complete, problem = False, problem or f"has more than {MOST} posts"
    roots = _roots({post.id: post.parent for post in known.values()})
    found = [
        Comment(key, p.id, p.parent, roots[p.id], p.author, p.at, p.text, p.url)
        for p in known.values()
        if p.text
    ]
    return Thread(key, tuple(sorted(found, key=lambda c: c.at)), complete, problem)


def _roots(parents: Mapping[str, str]) -> dict[str, str]:
    """Find the post that opens each post's branch; parents that run in a circle or are missing end there."""
    roots: dict[str, str] = {}
    for start in parents:
        way: dict[str, None] = {}
        at = start
        while at not in roots and at not in way:
            way[at] = None
            if not parents.get(at):
                break
            if parents[at] not in parents:  # deleted, or not to be seen: its replies still belong together
                at = parents[at]
                break
            at = parents[at]
        root = roots.get(at, at)
        roots |= dict.fromkeys(way, root)
    return roots


def numbered(keys: Sequence[str], numbers: object) -> dict[str, int]:
    """Pair keys with the numbers that a service lists in their order; nothing where it is no such list."""
    if not isinstance(numbers, list) or len(numbers) != len(keys):
        return {}
    return {key: n for key, n in zip(keys, numbers, strict=True) if isinstance(n, int)}


def unread(keys: Sequence[str], problem: str) -> tuple[Thread, ...]:
    """Say of all these threads that they could not be read."""
    return tuple(Thread(key, (), complete=False, problem=problem) for key in keys)


def address(base: str, /, **query: object) -> str:
    """Add a query to an address."""
    return f"{base}?{urlencode(query)}"


def pages(
    first: str,
    fetcher: ThreadFetcher,
    after: Callable[[Reply, int], str],
    *,
    token: str = "",
    wrong: Callable[[Reply], str] = lambda reply: reply.problem,
) -> Iterator[tuple[Reply, str]]:
    """Yield (answer, problem) page by page; `after` gives the next address, empty at the end.

    The last pair carries the problem, if any: a refusal in words of `wrong`, or pages without end.
    """
    url = first
    for number in range(1, MOST_PAGES + 1):
        reply = fetcher.ask(url, token=token)
        problem = wrong(reply)
        url = "" if problem else after(reply, number)
        if url and number == MOST_PAGES:
            problem = ENDLESS
        yield reply, problem
        if not url:
            return
