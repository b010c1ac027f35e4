"""Many fetches over many machines: a host a task, and what leads to another host goes through its queue.

    for each host that has steps and is asked by nobody:
        hand out a task: its next steps, what is known of it, how long it still rests
    for each outcome, as it comes:
        remember what the host said; yield the records
        a redirect to another host → the end of that host's queue
        a robots.txt that lies on another host → that host's queue; what waits for it goes on afterwards

What needs a secret (a login in an address or in the proxy's) is asked by this machine itself.
"""

import queue
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import takewhile

from curator.config import Pull
from curator.errors import CuratorError
from curator.fetch import robots
from curator.fetch.address_guard import host_key
from curator.fetch.host_task import Detour, HostOutcome, HostTask, Step, ask_host, host_of
from curator.model import Fetched, HostState, Job, Result
from curator.ports import Executor
from curator.urls import bare, origin

STEPS = 20
"""Jobs of one task: a lost worker costs at most the requests of these."""
OWN = 8
"""Hosts that this machine asks itself at the same time."""


class SpreadCrawler:
    """A `curator.ports.Fetcher` whose requests go out from the machines of an executor.

    `at_once` is the number of hosts that are asked at the same time. Equal jobs are fetched once.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        settings: Pull,
        hosts: Mapping[str, HostState],
        now: datetime,
        *,
        executor: Executor,
        at_once: int,
        version: str = "",
    ) -> None:
        self._jobs = tuple(dict.fromkeys(jobs))
        self._settings, self._now, self._version = settings, now, version
        self._before = hosts
        self._executor, self._at_once = executor, at_once
        self._secret = bare(settings.proxy) != settings.proxy
        self._known: dict[str, dict[str, HostState]] = defaultdict(dict)
        for state in hosts.values():
            self._known[host_of(state)][state.origin] = state
        self._silent: dict[str, dict[str, int]] = defaultdict(dict)
        self._asked: dict[str, frozenset[str]] = defaultdict(frozenset)
        self._free_at: dict[str, float] = {}
        self._queues: dict[str, deque[Step]] = defaultdict(deque)
        self._idle: dict[str, None] = {}
        """Hosts that have steps and that nobody asks, in the order in which their turn comes."""
        self._busy: dict[Future[Result[HostTask, HostOutcome]], HostTask] = {}
        self._asking: set[str] = set()
        self._parked: dict[Job, list[Step]] = defaultdict(list)
        """What waits for a robots.txt that another host holds."""

    @property
    def hosts(self) -> tuple[HostState, ...]:
        """The hosts whose memory changed in this run."""
        now = (state for states in self._known.values() for state in states.values())
        return tuple(state for state in now if state != self._before.get(state.origin))

    def __iter__(self) -> Iterator[Fetched]:
        for _, fetched in self.pairs():
            yield fetched

    def pairs(self) -> Iterator[tuple[Job, Fetched]]:
        """Run, and yield each job with its record, in the order in which they are done."""
        for job in self._jobs:
            self._enqueue((job, None))
        ended: queue.SimpleQueue[Future[Result[HostTask, HostOutcome]]] = queue.SimpleQueue()
        with ThreadPoolExecutor(OWN, thread_name_prefix="own-hosts") as own:
            try:
                while self._busy or self._idle:
                    while self._idle and len(self._busy) < self._at_once:
                        self._begin(own, ended)
                    future = ended.get()
                    yield from self._take(self._busy.pop(future), future.result())
            finally:
                for future in self._busy:
                    future.cancel()

    def _enqueue(self, step: Step) -> None:
        job, trail = step
        host = host_key(trail.url if trail else job.url)
        self._queues[host].append(step)
        self._line_up(host)

    def _line_up(self, host: str) -> None:
        """Let a host's turn come, unless somebody asks it or its robots.txt is being asked for elsewhere."""
        held = host in self._asking or any(host_key(job.url) == host for job in self._parked)
        if self._queues[host] and not held:
            self._idle.setdefault(host)

    # --- out ---

    def _begin(
        self, own: ThreadPoolExecutor, ended: "queue.SimpleQueue[Future[Result[HostTask, HostOutcome]]]"
    ) -> None:
        host = next(iter(self._idle))
        del self._idle[host]
        waiting = self._queues[host]
        secret = self._is_secret(waiting[0])
        steps = tuple(takewhile(lambda step: self._is_secret(step) == secret, list(waiting)[:STEPS]))
        for _ in steps:
            waiting.popleft()
        task = HostTask(
            host=host,
            steps=steps,
            settings=self._settings,
            now=self._now,
            version=self._version,
            states=tuple(self._known[host].values()),
            silent=tuple(self._silent[host].items()),
            asked=self._asked[host],
            rest=max(0.0, self._free_at.get(host, 0.0) - time.monotonic()),
        )
        future = own.submit(_on_this_machine, task) if secret else self._executor.submit(ask_host, task)
        self._busy[future] = task
        self._asking.add(host)
        future.add_done_callback(ended.put)

    def _is_secret(self, step: Step) -> bool:
        job, trail = step
        addresses = (job.url, job.referer, trail.url if trail else "", trail.moved if trail else "")
        return self._secret or bool(job.token or job.body) or any(bare(url) != url for url in addresses)

    # --- back ---

    def _take(self, task: HostTask, result: Result[HostTask, HostOutcome]) -> Iterator[tuple[Job, Fetched]]:
        host, outcome = task.host, result.value
        self._asking.discard(host)
        if outcome is None:
            lost = str(result.error or "nothing came back")
            outcome = HostOutcome(
                done=tuple((job, Fetched(job.url, error=lost)) for job, _ in task.steps),
                detours=(), left=(), states=(), silent=(), asked=frozenset(), gap=0.0,
            )  # fmt: skip
        self._known[host].update((state.origin, state) for state in outcome.states)
        self._silent[host].update(outcome.silent)
        self._asked[host] |= outcome.asked
        self._free_at[host] = time.monotonic() + outcome.gap
        self._queues[host].extendleft(reversed(outcome.left))
        for detour in outcome.detours:
            self._send_on(detour)
        self._line_up(host)
        for job, fetched in outcome.done:
            if job in self._parked:
                self._robots_came(job, fetched)
            else:
                yield job, fetched

    def _send_on(self, detour: Detour) -> None:
        if detour.robots is None:
            self._enqueue(detour.step)
            return
        job, trail = detour.robots
        if job not in self._parked:
            self._enqueue((job, trail))
        self._parked[job].append(detour.step)

    def _robots_came(self, job: Job, fetched: Fetched) -> None:
        """Give a host the robots.txt that another host held, and let go on what waited for it."""
        server, host = origin(job.url), host_key(job.url)
        state = self._known[host].get(server) or HostState(server)
        self._known[host][server] = robots.remember(state, fetched, self._now)
        self._asked[host] |= {server}
        for step in self._parked.pop(job):
            self._enqueue(step)
        self._line_up(host)


def _on_this_machine(task: HostTask) -> Result[HostTask, HostOutcome]:
    try:
        return Result(0, task, ask_host(task))
    except CuratorError as error:
        return Result(0, task, error=error)
