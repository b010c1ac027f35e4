"""robots.txt for pages, after RFC 9309: 4xx allows all, 5xx and silence forbid all.

The text is a stranger's and is read on the network's thread, so reading takes time in line with its length,
and so does each question about an address. (Protego, which was used before, multiplies agents by rules and
turns wildcards into regular expressions that backtrack: 80 kB took 100 s.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from curator.model import Fetched, HostState

KEPT = timedelta(hours=24)
"""How long an answer holds; RFC 9309, 2.4."""
AGENT = "curator"
MAX_CHARS = 512_000
"""RFC 9309, 2.5: at least 500 KiB are read."""
LONGEST_DELAY = 10.0
"""Crawl-delay is not part of the standard; it is obeyed up to this many seconds."""
FORBID_ALL = "# could not be read\nUser-agent: *\nDisallow: /\n"
"""What counts while a server fails or says nothing; RFC 9309, 2.3.1.4."""
MAX_WILD = 50_000
"""Characters of patterns with wildcards; those beyond count as what stands before their first wildcard."""

_ALLOW = frozenset({"allow"})
_DISALLOW = frozenset({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
"""Spellings that are found in the wild, and are meant."""
_AGENTS = frozenset({"user-agent", "useragent", "user agent"})
_TOKEN = re.compile(r"\*|[A-Za-z_-]+")
"""A product token; what follows it in a value ("curator/1.0") does not count. RFC 9309, 2.2.1."""
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = "".join(chr(code) for code in range(33, 127))


def known(host: HostState | None, now: datetime) -> bool:
    """Say whether the remembered robots.txt still holds."""
    until = host.robots_until if host else None
    return until is not None and now < until <= now + KEPT


def remember(host: HostState, fetched: Fetched, now: datetime) -> HostState:
    """Store what a request for robots.txt brought; a host that gave no answer is asked again next run."""
    if fetched.document is not None:
        text = fetched.document.body[:MAX_CHARS].decode("utf-8-sig", "replace").replace("\0", "")
    elif 400 <= fetched.status < 500 and fetched.status != 429:
        text = ""
    else:
        text = FORBID_ALL
    holds = fetched.status and fetched.status != 429 and not fetched.skipped
    return replace(host, robots=text, robots_until=now + KEPT if holds else None)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line that allows or forbids; `pieces` stand in the path in this order, the first at its start."""

    length: int
    allow: bool
    pieces: tuple[str, ...]
    whole: bool
    """The last piece ends the path ("$")."""

    def fits(self, path: str) -> bool:
        first, *more = self.pieces
        if not path.startswith(first):
            return False
        if not more:
            return not self.whole or len(path) == len(first)
        *inner, last = more
        at = len(first)
        for piece in inner:  # the leftmost place is always as good as any, so nothing is tried twice
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if self.whole:
            return path.endswith(last) and len(path) - len(last) >= at
        return path.find(last, at) >= 0


class RobotsRules:
    """The rules of one origin for this program, parsed once a run."""

    def __init__(self, text: str) -> None:
        own, everybody = _groups(text[:MAX_CHARS])
        lines = own if own is not None else everybody or []
        self._rules = tuple(sorted(_rules(lines), key=lambda rule: (-rule.length, not rule.allow)))
        wanted = next((value for key, value in lines if key == "crawl-delay"), "")
        self.unread = text == FORBID_ALL
        """It closes everything because nobody could read it, and not because it says so."""
        self.delay = _seconds(wanted)
        """Seconds that the host wants between two requests, within reason."""

    def allows(self, url: str) -> bool:
        """Say whether a page may be fetched: the longest fitting rule decides, of equals one that allows."""
        parts = urlsplit(url)
        path = _same(parts.path or "/").replace("*", "%2A").replace("$", "%24")
        if path == "/robots.txt":
            return True
        if parts.query:
            path += "?" + _same(parts.query).replace("*", "%2A").replace("$", "%24")
        return next((rule.allow for rule in self._rules if rule.fits(path)), True)


def _groups(text: str) -> tuple[list[tuple[str, str]] | None, list[tuple[str, str]] | None]:
    """Return the lines of all groups for this program, and of all for everybody; None where there is none."""
    groups: dict[str, list[tuple[str, str]]] = {}
    addressed: set[str] = set()
    naming = False
    for line in text.replace("\r", "\n").split("\n"):
        name, _, value = line.partition("#")[0].partition(":")
        key, value = name.strip().lower(), value.strip()
        if key in _AGENTS:
            if not naming:
                addressed = set()
            naming = True
            token = _TOKEN.match(value)
            name = token[0].lower() if token else ""
            if name in (AGENT, "*"):
                addressed.add(name)
                groups.setdefault(name, [])
        elif key in _ALLOW or key in _DISALLOW or key == "crawl-delay":
            naming = False
            for name in addressed:
                groups[name].append((key, value))
    return groups.get(AGENT), groups.get("*")


def _rules(lines: list[tuple[str, str]]) -> Iterator[_Rule]:
    wild, seen = 0, set()
    for key, value in lines:
        allow = key in _ALLOW
        if key == "crawl-delay" or not value or (allow, value) in seen:
            continue
        seen.add((allow, value))
        pattern = _same(value)
        whole = pattern.endswith("$")
        pieces = [piece.replace("$", "%24") for piece in pattern.removesuffix("$").split("*")]
        if len(pieces) > 1:
            wild += len(pattern)
            if wild > MAX_WILD:
                if allow:
                    continue
                pieces, whole = pieces[:1], False
        yield _Rule(len(pattern), allow, tuple(pieces), whole)


def _same(text: str) -> str:
    """Write a path or pattern in one way: unreserved characters plain, all that is no ASCII escaped."""

    def one(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char.isascii() and (char.isalnum() or char in "-._~") else found[0].upper()

    return _ESCAPE.sub(one, quote(text, safe=_PLAIN, errors="replace"))


def _seconds(text: str) -> float:
    try:
        wanted = float(text[:20])
    except ValueError:
        return 0.0
    return min(wanted, LONGEST_DELAY) if wanted > 0 else 0.0
