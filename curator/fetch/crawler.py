"""Many fetches at once, with delays between requests to one host; no other module waits between requests.

    for each host, beside each other:
        for each job of this host, one after the other:
            skip it when the host wants to be left alone or does not answer
            a page? → robots.txt first, remembered for a day
            wait for the host's turn and its delay, and for a free connection
            fetch → remember what the host said → hand the record out

Records come out as they are ready. The network runs in a thread of its own, so that a slow consumer
never makes a fetch look slow, and stops reading while too much waits to be taken.
"""

import asyncio
import resource
import threading
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver

from curator.config import Pull
from curator.fetch import robots
from curator.fetch.address_guard import Guard, host_key
from curator.fetch.client import Client, Hop, Manners, fetch
from curator.fetch.rate_limits import after_host, host_waits
from curator.model import Fetched, HostState, Job
from curator.urls import origin

MAX_SILENT = 2
"""Fetches in a row without any answer after which an origin is not asked again in this run."""
NAME_LOOKUPS = 16
"""Host names looked up at the same time; a lookup that hangs holds one place."""
MAX_WAITING_BYTES = 30_000_000
"""Bodies that wait to be taken; above this the run pauses."""
SPARED = 24
"""Open files that are left to everything else in the program while it asks."""
_BY_REDIRECT = " by redirect"


class Crawler:
    """One run over many addresses: iterate to get each `Fetched` as it comes; afterwards read `hosts`.

    Equal jobs are fetched once. Leaving the loop early, by an exception or Ctrl-C, ends the run. `origins`
    names servers of the project's own files that may be private, see `Guard`.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        settings: Pull,
        hosts: Mapping[str, HostState],
        now: datetime,
        *,
        version: str = "",
        guard: Guard | None = None,
        origins: Iterable[str] = (),
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._jobs = tuple(dict.fromkeys(jobs))
        self._memory = _Memory(hosts, now)
        self._client = partial(
            Client, settings, version=version, guard=guard, origins=origins, resolver=resolver
        )

    def __iter__(self) -> Iterator[Fetched]:
        for _, fetched in self.pairs():
            yield fetched

    def pairs(self) -> Iterator[tuple[Job, Fetched]]:
        """Run, and yield each job with its record, in the order in which they are done."""
        if not self._jobs:
            return
        outbox = _Outbox()
        loop = asyncio.new_event_loop()
        main = loop.create_task(self._all(outbox))
        thread = threading.Thread(target=_work, args=(loop, main, outbox), name="pull", daemon=True)
        thread.start()
        try:
            yield from outbox.take()
        finally:
            if thread.is_alive():
                loop.call_soon_threadsafe(main.cancel)
            thread.join()
            loop.close()
        if not main.cancelled() and (error := main.exception()):
            raise error

    @property
    def hosts(self) -> tuple[HostState, ...]:
        """The hosts whose memory changed in this run."""
        return self._memory.changed()

    async def _all(self, outbox: "_Outbox") -> None:
        queues: dict[str, list[Job]] = defaultdict(list)
        for job in self._jobs:
            queues[host_key(job.url)].append(job)
        async with self._client() as client, asyncio.TaskGroup() as group:
            asker = _Asker(client, self._memory, {host: len(queue) for host, queue in queues.items()})
            for queue in queues.values():
                group.create_task(self._host(asker, queue, outbox))

    async def _host(self, asker: "_Asker", queue: list[Job], outbox: "_Outbox") -> None:
        for job in queue:
            fetched = await asker.ask(job)
            while not outbox.offer(job, fetched):
                await asyncio.sleep(0.01)
            asker.let_go()
            del fetched  # its bytes are held by whoever takes them


def _work(loop: asyncio.AbstractEventLoop, main: "asyncio.Task[None]", outbox: "_Outbox") -> None:
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(NAME_LOOKUPS, thread_name_prefix="names"))
    try:
        loop.run_until_complete(main)
    except (asyncio.CancelledError, Exception):  # noqa: S110 - `pairs` raises it in the caller's thread
        pass
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        outbox.close()


class _Memory:
    """What is known of origins in this run: the states that came in, and what changed since.

    What a redirect from another host met is kept apart and holds only further such redirects back: whoever
    sends our requests to somebody's 429, or to a port where nobody answers, must not silence that host's own
    feeds. A server that is asked directly and says so is left alone by all.
    """

    def __init__(self, hosts: Mapping[str, HostState], now: datetime) -> None:
        self.now = now
        self._before = hosts
        self._states: dict[str, HostState] = {}
        self.silent: dict[str, int] = defaultdict(int)
        self.rules: dict[str, robots.RobotsRules] = {}

    def state(self, key: str) -> HostState:
        return self._states.get(key) or self._before.get(key) or HostState(key)

    def store(self, state: HostState) -> None:
        self._states[state.origin] = state

    def heard(self, hop: Hop, fetched: Fetched) -> None:
        """Take note of one answer, or of none, for the very origin that was asked."""
        if fetched.skipped:
            return
        key = _origin(hop.url) + (_BY_REDIRECT if hop.stranger else "")
        before = self.state(key)
        after = after_host(before, fetched, self.now)
        if after != before:
            self.store(after)
        self.silent[key] = 0 if fetched.status else self.silent[key] + 1

    def waits(self, hop: Hop) -> str | None:
        key = _origin(hop.url)
        for each in (key, key + _BY_REDIRECT) if hop.stranger else (key,):
            if self.silent[each] >= MAX_SILENT:
                return f"{host_key(hop.url)} did not answer before, so it was not asked again in this run"
            if reason := host_waits(self.state(each), self.now):
                return reason
        return None

    def changed(self) -> tuple[HostState, ...]:
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


class _Asker(Manners):
    """Ask for one job at a time, with everything that hosts may demand."""

    def __init__(self, client: Client, memory: _Memory, jobs: Mapping[str, int]) -> None:
        self._client = client
        self._memory = memory
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._robots: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}
        self._free = asyncio.Semaphore(affordable(client.settings.connections))
        self._left = dict(jobs)
        """Jobs of each host that have not begun."""

    async def ask(self, job: Job) -> Fetched:
        if job.kind != "robots":
            self._left[host_key(job.url)] -= 1
        return await fetch(self._client, job, self)

    def last(self, job: Job, url: str) -> bool:
        return job.kind != "robots" and not self._left.get(host_key(url))

    def let_go(self) -> None:
        self._client.room.let_go()

    def waits(self, hop: Hop) -> str | None:
        return self._memory.waits(hop)

    def heard(self, hop: Hop, fetched: Fetched) -> None:
        self._memory.heard(hop, fetched)

    async def permit(self, job: Job, hop: Hop) -> str | None:
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
            if key not in memory.rules:
                state = memory.state(key)
                if not robots.known(state, memory.now):
                    parts = urlsplit(url)
                    job = Job(f"{parts.scheme}://{parts.netloc}/robots.txt", "robots")
                    state = robots.remember(memory.state(key), await self.ask(job), memory.now)
                    # Asking changed the state, too: only the rules are added to what it is now.
                    memory.store(
                        replace(memory.state(key), robots=state.robots, robots_until=state.robots_until)
                    )
                memory.rules[key] = robots.RobotsRules(state.robots)
            return memory.rules[key]

    @asynccontextmanager
    async def turn(self, hop: Hop) -> AsyncIterator[None]:
        host = host_key(hop.url)
        rules = self._memory.rules.get(_origin(hop.url))
        delay = max(self._client.settings.per_host_delay, rules.delay if rules else 0.0)
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


class _Outbox:
    """Hand records from the network's thread to the consumer's, few bytes at a time."""

    def __init__(self) -> None:
        self._items: deque[tuple[Job, Fetched]] = deque()
        self._bytes = 0
        self._closed = False
        self._ready = threading.Condition()

    def offer(self, job: Job, fetched: Fetched) -> bool:
        """Put a record in; False when too many bytes wait already."""
        with self._ready:
            if self._bytes > MAX_WAITING_BYTES:
                return False
            self._items.append((job, fetched))
            self._bytes += _size(fetched)
            self._ready.notify()
            return True

    def close(self) -> None:
        """Say that nothing more will come."""
        with self._ready:
            self._closed = True
            self._ready.notify()

    def take(self) -> Iterator[tuple[Job, Fetched]]:
        """Yield records until the outbox is closed and empty."""
        while True:
            with self._ready:
                while not self._items and not self._closed:
                    self._ready.wait()
                if not self._items:
                    return
                job, fetched = self._items.popleft()
                self._bytes -= _size(fetched)
            yield job, fetched


def _size(fetched: Fetched) -> int:
    return len(fetched.document.body) if fetched.document else 0
