"""robots.txt for pages, read by Protego after RFC 9309: 4xx allows all, 5xx and silence forbid all."""

from dataclasses import replace
from datetime import datetime, timedelta

from protego import Protego

from curator.model import Fetched, HostState

KEPT = timedelta(hours=24)
"""How long an answer holds; RFC 9309, 2.4."""
AGENT = "curator"
MAX_CHARS = 512_000
"""RFC 9309, 2.5: at least 500 KiB are read."""
LONGEST_DELAY = 10.0
"""Crawl-delay is not part of the standard; it is obeyed up to this many seconds."""
FORBID_ALL = "User-agent: *\nDisallow: /\n"


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


class Rules:
    """The rules of one host, parsed once a run."""

    def __init__(self, text: str) -> None:
        self._all = not text.strip()
        self._parsed = None if self._all else Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Say whether a page may be fetched."""
        return self._parsed is None or bool(self._parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests, within reason."""
        wanted = self._parsed.crawl_delay(AGENT) if self._parsed else None
        return min(float(wanted or 0), LONGEST_DELAY)
