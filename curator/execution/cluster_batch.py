"""What runs inside one task of a cluster: a batch of items, in limited child processes of our own.

    are this worker's packages the driver's? → else say so, before anything is unpickled
    with limits:     each item in a child of the pool that this worker keeps, as on one machine
    without limits:  each item in the task's own thread, which lets the worker take other tasks meanwhile

A page that kills its parser therefore kills a child, never the cluster's worker and the batch with it.
This module is imported on workers; the driver's side is `dask_cluster`.
"""

import hashlib
import pickle
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from curator import __version__
from curator.errors import CuratorError
from curator.execution.workers import Workers


@dataclass(frozen=True, slots=True)
class Edition:
    """All that makes the same input give the same bytes: Python, this package and those it asks for."""

    packages: tuple[tuple[str, str], ...]
    digest: str


Answer = tuple[Any, CuratorError | None]
"""An item's value, or why there is none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use, as of `Workers`; equal limits share the children of a worker."""

    cpu_seconds: float = 10
    memory: int = 2**30
    wall_seconds: float = 20
    preload: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Items for one module-level function. Without `limits` it is trusted and mostly waits, as for a network.

    With `shared` the function gets what all batches share as a second argument.
    """

    function: Callable[..., Any]
    items: tuple[Any, ...]
    limits: Limits | None
    shared: bool = False


@lru_cache(maxsize=1)
def edition() -> Edition:
    """Return the edition of this machine."""
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "curator": __version__}
    waiting = ["curator-mooc"]
    while waiting:
        for line in _requirements(waiting.pop()):
            name = re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")
            if name not in found and "extra ==" not in line:
                with suppress(PackageNotFoundError):
                    found[name] = version(name)
                    waiting.append(name)
    packages = tuple(sorted(found.items()))
    return Edition(packages, hashlib.sha256(repr(packages).encode()).hexdigest())


def _requirements(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # a checkout that was never installed
        return []


def differences(other: Edition) -> str:
    """Say in words what another machine has that this one has not: the first few."""
    ours, theirs = dict(edition().packages), dict(other.packages)
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    told = [f"{n} {theirs.get(n, 'missing')} instead of {ours.get(n, 'none')}" for n in names[:5]]
    return ", ".join(told) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def pack(batch: Batch) -> bytes:
    """Pickle a batch: all that a cluster is ever sent, but for what batches share."""
    return pickle.dumps(batch, protocol=5)


def packed(shared: Any) -> bytes:
    """Pickle what batches share."""
    return pickle.dumps(shared, protocol=5)


def unpack(data: bytes) -> "tuple[Answer, ...] | Edition":
    """Read what `run` returned."""
    answers: tuple[Answer, ...] | Edition = pickle.loads(data)  # noqa: S301 - from a worker that our own CA vouches for
    return answers


def run(wanted: str, data: bytes, shared: bytes | None = None) -> bytes:
    """Run a packed batch on this worker and return the packed answers, in the order of the items.

    Where this worker is not of the `wanted` edition, nothing is run and its own edition is the answer. What
    the function raises without meaning to (no CuratorError) is a bug and travels.
    """
    if edition().digest != wanted:
        return pickle.dumps(edition(), protocol=5)
    batch: Batch = pickle.loads(data)  # noqa: S301 - from the driver that our own CA vouches for
    extra = (_shared(shared),) if batch.shared and shared is not None else ()
    answers = _limited(batch) if batch.limits else _trusted(batch, extra)
    return pickle.dumps(answers, protocol=5)


@lru_cache(maxsize=2)
def _shared(data: bytes) -> Any:
    """Unpickle what batches share, once a worker process."""
    return pickle.loads(data)  # noqa: S301 - from the driver, as above


def _trusted(batch: Batch, extra: tuple[Any, ...]) -> tuple[Answer, ...]:
    if not batch.shared:
        _step_aside()
    answers: list[Answer] = []
    for item in batch.items:
        try:
            answers.append((batch.function(item, *extra), None))
        except CuratorError as error:
            answers.append((None, error))
    return tuple(answers)


def _step_aside() -> None:
    """Leave the worker's threads to others: who waits for a network should hold no processor."""
    with suppress(ImportError, ValueError):  # outside of a cluster there is nothing to leave
        from distributed import secede

        secede()


_pools: dict[Limits, Workers] = {}
_lock = threading.Lock()


def _limited(batch: Batch) -> tuple[Answer, ...]:
    assert batch.limits is not None  # noqa: S101 - asked before
    with _lock:
        if batch.limits not in _pools:
            limits = batch.limits
            threads, folder = _worker()
            _pools[limits] = Workers(
                threads,
                folder=folder,
                cpu_seconds=limits.cpu_seconds,
                memory=limits.memory,
                wall_seconds=limits.wall_seconds,
                preload=limits.preload,
            )
        pool = _pools[batch.limits]
    return tuple((result.value, result.error) for result in pool.map(batch.function, batch.items))


def _worker() -> tuple[int | None, str]:
    """Tell how many tasks this worker runs at once, and the folder that it clears away at its end."""
    with suppress(ImportError, ValueError):
        from distributed import get_worker

        worker = get_worker()
        return int(worker.state.nthreads), str(worker.local_directory)
    return None, ""
