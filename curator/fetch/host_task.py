"""One host as one task of a cluster: its feeds, robots.txt and pages, one after the other, on one machine.

What is known of the host travels with the task and comes back with its outcome. A request that leads to
another host ends here and is handed back, because that host has a task of its own: so no host is ever asked
twice at once, however many machines there are. See `spread_crawler` for who hands the tasks out.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from curator.config import Pull
from curator.fetch.address_guard import host_key
from curator.fetch.client import Client, ElsewhereError, Trail
from curator.fetch.host_manners import BY_REDIRECT, Asker, HostMemory
from curator.fetch.robots import RobotsRules
from curator.model import Fetched, HostState, Job

MOST_BYTES = 5_000_000
"""Bytes of bodies after which a task hands back what it has; the rest is another task."""

Step = tuple[Job, Trail | None]
"""A job, and how far it has come if it was begun elsewhere."""


@dataclass(frozen=True, slots=True)
class HostTask:
    """What one machine needs to ask one host: jobs, and all that is known of the host in this run."""

    host: str
    steps: tuple[Step, ...]
    settings: Pull
    now: datetime
    version: str
    states: tuple[HostState, ...] = ()
    silent: tuple[tuple[str, int], ...] = ()
    """Origins that did not answer, and how often in a row."""
    asked: frozenset[str] = frozenset()
    """Origins whose robots.txt was asked for in this run: their states hold it, even where it is not kept."""
    rest: float = 0.0
    """Seconds that the host is left alone first."""


@dataclass(frozen=True, slots=True)
class Detour:
    """A step that leads to another host; or with `robots` one that needs a robots.txt that lies there."""

    step: Step
    robots: Step | None = None


@dataclass(frozen=True, slots=True)
class HostOutcome:
    """What became of a task: records, steps for other hosts, steps not begun, and what the host said."""

    done: tuple[tuple[Job, Fetched], ...]
    detours: tuple[Detour, ...]
    left: tuple[Step, ...]
    states: tuple[HostState, ...]
    silent: tuple[tuple[str, int], ...]
    asked: frozenset[str]
    gap: float
    """Seconds that the host is to be left alone now."""


def host_of(state: HostState) -> str:
    """Name the host that a state speaks of."""
    return host_key(state.origin.removesuffix(BY_REDIRECT))


def ask_host(task: HostTask) -> HostOutcome:
    """Ask one host for everything that a task names, on this machine; blocks until that is done."""
    return asyncio.run(_ask(task))


async def _ask(task: HostTask) -> HostOutcome:
    states = {state.origin: state for state in task.states}
    memory = HostMemory(states, task.now)
    memory.silent.update(task.silent)
    memory.rules.update((key, RobotsRules(memory.state(key).robots)) for key in task.asked)
    done: list[tuple[Job, Fetched]] = []
    detours: list[Detour] = []
    steps = iter(task.steps)
    gap, size = 0.0, 0
    async with Client(task.settings, version=task.version) as client:
        asker = Asker(client, memory, {task.host: len(task.steps)}, only=task.host)
        if task.rest > 0:
            asker.rest(task.host, task.rest)
        for job, trail in steps:
            try:
                fetched = await asker.ask(job, trail)
            except ElsewhereError as away:
                detours.append(_detour(away))
            else:
                done.append((job, fetched))
                size += len(fetched.document.body) if fetched.document else 0
            finally:
                asker.let_go()
                gap = max(gap, asker.gap(trail.url if trail else job.url))
            if size > MOST_BYTES:
                break
    return HostOutcome(
        done=tuple(done),
        detours=tuple(detours),
        left=tuple(steps),
        states=memory.changed(),
        silent=tuple(memory.silent.items()),
        asked=frozenset(memory.rules),
        gap=gap,
    )


def _detour(away: ElsewhereError) -> Detour:
    robots = (away.first.job, away.first.trail) if away.first else None
    return Detour((away.job, away.trail), robots)
