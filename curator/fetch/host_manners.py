"""How hosts are asked: one request at a time with a gap, robots.txt first, what they said before obeyed.

`HostMemory` is what is known of servers in a run, `Asker` behaves by it. The crawler of one machine uses
them for all hosts, a task of a cluster for its own host alone.
"""

import asyncio
import resource
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from curator.fetch import robots
from curator.fetch.address_guard import host_key
from curator.fetch.client import Client, ElsewhereError, Hop, Manners, Trail, fetch
from curator.fetch.rate_limits import after_host, host_waits
from curator.model import Fetched, HostState, Job
from curator.urls import origin

MAX_SILENT = 2
"""Fetches in a row without any answer after which an origin is not asked again in this run."""
SPARED = 24
"""Open files that are left to everything else in the program while it asks."""
BY_REDIRECT = " by redirect"


class HostMemory:
    """What is known of origins in this run: the states that came in, and what changed since.

    What a redirect from another host met is kept apart and holds only further such redirects back: whoever
    sends our requests to somebody's 429, or to a port where nobody answers, must not silence that host's own
    feeds. A server that asks for rest when it is asked directly is left alone by every request.
    """

    def __init__(self, hosts: Mapping[str, HostState], now: datetime) -> None:
        self.now = now
        self._before = hosts
        self._states: dict[str, HostState] = {}
        self.silent: dict[str, int] = defaultdict(int)
        """Fetches in a row without an answer, by origin."""
        self.rules: dict[str, robots.RobotsRules] = {}
        """What was read of robots.txt in this run, by origin."""

    def state(self, key: str) -> HostState:
        """Return what is known of an origin."""
        return self._states.get(key) or self._before.get(key) or HostState(key)

    def store(self, state: HostState) -> None:
        """Take note of an origin's new state."""
        self._states[state.origin] = state

    def heard(self, hop: Hop, fetched: Fetched) -> None:
        """Take note of one answer, or of none, for the very origin that was asked."""
        if fetched.skipped:
            return
        key = _origin(hop.url) + (BY_REDIRECT if hop.stranger else "")
        before = self.state(key)
        after = after_host(before, fetched, self.now)
        if after != before:
            self.store(after)
        self.silent[key] = 0 if fetched.status else self.silent[key] + 1

    def waits(self, hop: Hop) -> str | None:
        """Say in words why a hop's server must be left alone, or None."""
        key = _origin(hop.url)
        for each in (key, key + BY_REDIRECT) if hop.stranger else (key,):
            if self.silent[each] >= MAX_SILENT:
                return f"{host_key(hop.url)} did not answer before, so it was not asked again in this run"
            if reason := host_waits(self.state(each), self.now):
                return reason
        return None

    def changed(self) -> tuple[HostState, ...]:
        """Return the states that differ from those that came in."""
        return tuple(s for key, s in self._states.items() if s != self._before.get(key))


def affordable(wanted: int) -> int:
    """Return how many connections the limit of open files leaves room for: `wanted` at most, 1 at least.

    A connection takes two while its host's name is looked up.
    """
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY:
        return wanted
    try:
        used = sum(1 for _ in Path("/dev/fd").iterdir())
    except OSError:
        used = SPARED
    return max(1, min(wanted, (limit - used - SPARED) // 2))


def _origin(url: str) -> str:
    return origin(url) or host_key(url)


class Asker(Manners):
    """Ask for one job at a time, with everything that hosts may demand.

    `jobs` counts those of each host. With `only`, just this host is asked: what leads to another one ends in
    ElsewhereError.
    """

    def __init__(self, client: Client, memory: HostMemory, jobs: Mapping[str, int], only: str = "") -> None:
        self._client = client
        self._memory = memory
        self._only = only
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._robots: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}
        self._away: dict[str, ElsewhereError] = {}
        """Origins whose robots.txt lies on a host that others ask."""
        self._free = asyncio.Semaphore(affordable(client.settings.connections))
        self._left = dict(jobs)
        """Jobs of each host that have not begun."""

    async def ask(self, job: Job, trail: Trail | None = None) -> Fetched:
        """Fetch one address, or go on with a fetch that was begun elsewhere."""
        if job.kind != "robots" or trail:
            host = host_key(trail.url if trail else job.url)
            self._left[host] = self._left.get(host, 0) - 1
        return await fetch(self._client, job, self, trail)

    def last(self, job: Job, url: str) -> bool:
        """Tell whether nothing more will be asked of a host once this is answered."""
        return job.kind != "robots" and self._left.get(host_key(url), 0) <= 0

    def let_go(self) -> None:
        """Say that the last answer's bytes are held by somebody else now."""
        self._client.room.let_go()

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long: others have just asked it."""
        self._next[host] = asyncio.get_running_loop().time() + seconds

    def elsewhere(self, hop: Hop) -> bool:
        """Tell whether a host is for others to ask."""
        return bool(self._only) and host_key(hop.url) != self._only

    def waits(self, hop: Hop) -> str | None:
        """Say why a host must be left alone."""
        return self._memory.waits(hop)

    def heard(self, hop: Hop, fetched: Fetched) -> None:
        """Take note of an answer, or of none."""
        self._memory.heard(hop, fetched)

    async def permit(self, job: Job, hop: Hop) -> str | None:
        """Say why an address must not be asked for; robots.txt is asked for before a host's first page."""
        reason = self._memory.waits(hop)
        if reason or job.kind != "page":
            return reason
        rules = await self._rules(hop.url)
        if not rules.allows(hop.url):
            if rules.unread:
                return f"robots.txt of {host_key(hop.url)} cannot be read just now: its pages are left alone"
            return f"robots.txt of {host_key(hop.url)} asks robots to stay away from this page"
        return self._memory.waits(hop)

    async def _rules(self, url: str) -> robots.RobotsRules:
        key, memory = _origin(url), self._memory
        async with self._robots[key]:
            if key in self._away:
                raise self._away[key]
            if key not in memory.rules:
                state = memory.state(key)
                if not robots.known(state, memory.now):
                    parts = urlsplit(url)
                    job = Job(f"{parts.scheme}://{parts.netloc}/robots.txt", "robots")
                    try:
                        answer = await self.ask(job)
                    except ElsewhereError as away:
                        self._away[key] = away
                        raise
                    state = robots.remember(memory.state(key), answer, memory.now)
                    # Asking changed the state, too: only the rules are added to what it is now.
                    memory.store(
                        replace(memory.state(key), robots=state.robots, robots_until=state.robots_until)
                    )
                memory.rules[key] = robots.RobotsRules(state.robots)
            return memory.rules[key]

    def gap(self, url: str) -> float:
        """Return the seconds that an address's server wants between two requests."""
        rules = self._memory.rules.get(_origin(url))
        return max(self._client.settings.per_host_delay, rules.delay if rules else 0.0)

    @asynccontextmanager
    async def turn(self, hop: Hop) -> AsyncIterator[None]:
        """Wait for the host's turn, its gap and a free connection; hold them during the request."""
        host = host_key(hop.url)
        delay = self.gap(hop.url)
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            wait = self._next.get(host, 0.0) - clock()
            if wait > 0:
                await asyncio.sleep(wait)
            async with self._free:
                try:
                    yield
                finally:
                    self._next[host] = clock() + delay
