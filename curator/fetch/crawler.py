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
import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from aiohttp.abc import AbstractResolver

from curator.config import Pull
from curator.fetch.address_guard import Guard, host_key
from curator.fetch.client import Client
from curator.fetch.host_manners import Asker, HostMemory, affordable
from curator.model import Fetched, HostState, Job

NAME_LOOKUPS = 16
"""Host names looked up at the same time; a lookup that hangs holds one place."""
HOSTS = 10
"""Hosts under way for each connection: most of them wait until they may be asked again, and each may keep its
connection open meanwhile."""
MAX_WAITING_BYTES = 30_000_000
"""Bodies that wait to be taken; above this the run pauses."""


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
        self._memory = HostMemory(hosts, now)
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
        try:
            thread.start()  # fails where the machine lends no thread
            yield from outbox.take()
        finally:
            if thread.ident is None:
                main.cancel()
                _work(loop, main, outbox)
            elif thread.is_alive():
                loop.call_soon_threadsafe(main.cancel)
            if thread.ident is not None:
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
            asker = Asker(client, self._memory, {host: len(queue) for host, queue in queues.items()})
            under_way = asyncio.Semaphore(affordable(HOSTS * client.settings.connections))
            for queue in queues.values():
                await under_way.acquire()  # here, for a task that waits costs memory, and hosts are many
                group.create_task(self._host(asker, queue, outbox)).add_done_callback(
                    lambda _: under_way.release()
                )

    async def _host(self, asker: Asker, queue: list[Job], outbox: "_Outbox") -> None:
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
