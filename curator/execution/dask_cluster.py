"""A Dask cluster as an executor: batches of items as tasks, on whatever machines there are.

    connect: is the address safe to use (cluster_access)? does a worker come?
    items → batches of 20 → tasks, few ahead → answers, in the items' order
    beside it, every second: is the scheduler there? are workers? does a task take too long?

A worker that dies, hangs or is cut off loses its task, which then runs elsewhere. A batch that cost too many
workers is run again item by item, so that only what is to blame is lost. When the scheduler or all workers
are gone, everything that waits ends with ClusterError. Nothing of Dask is imported before `connect`.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from curator.errors import ClusterError, ConfigError, WorkerError
from curator.execution import cluster_batch
from curator.execution.cluster_access import GUIDE, check_address, security
from curator.execution.cluster_batch import Answer, Batch, Limits
from curator.model import Result

T = TypeVar("T")
R = TypeVar("R")

BATCH = 20
"""Items of one task: fewer cost more messages, and a lost worker costs at most these."""
BATCH_BYTES = 4_000_000
"""Bytes of the items of one task, where they are known."""
MAX_AHEAD = 32_000_000
"""Bytes of items under way."""
TRIES = 3
"""How often a task is begun anew that took too long, before it counts as lost."""
PULSE = 1.0
"""Seconds between two looks at the cluster."""
PATIENCE = 30.0
"""Seconds in which a scheduler that does not answer, or a cluster without workers, may come back."""

_INSTALL = "install it: pip install 'curator-mooc[dask]'"


class Cluster:
    """The connection to a scheduler; makes executors. A context manager that leaves the cluster as it was."""

    def __init__(self, client: Any, address: str, patience: float) -> None:
        self._client = client
        self.address = address
        self.lost: list[str] = []
        """Workers that went away while the run was at work."""
        self._patience = patience
        self._waiting: dict[str, _Sent] = {}
        self._lock = threading.Lock()
        self._number = 0
        self._shared: tuple[Any, Any] | None = None
        self._over: ClusterError | None = None
        self._closing = threading.Event()
        self._workers: dict[str, int] = {}
        self._changed = threading.Condition()
        self._watch = threading.Thread(target=self._look_after, name="cluster", daemon=True)

    @classmethod
    def connect(cls, address: str) -> "Cluster":
        """Connect to the scheduler at `address` ("tls://host:8786") and wait for its first worker.

        Raises ConfigError for an address or certificates that will not do, ClusterError where nobody answers.
        """
        check_address(address)
        try:
            import dask
            import distributed
        except ImportError:
            raise ConfigError.at("--cluster", "needs Dask, which is not installed", _INSTALL) from None
        secured = security(dask.config, distributed) if address.startswith("tls:") else None
        # Its log is for administrators of clusters; curators are told in our own words.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        patience = min(PATIENCE, _seconds(dask.config.get("distributed.comm.timeouts.connect", PATIENCE)))
        try:
            client = distributed.Client(
                address, security=secured, timeout=patience, set_as_default=False, name="curator"
            )
        except (OSError, TimeoutError, ValueError, RuntimeError) as error:
            cause = str(error.__cause__ or error).partition("\n")[0][:200]
            words = f"no scheduler answers at {address} ({cause}); is it running, with the same CA? {GUIDE}"
            raise ClusterError(words) from error
        cluster = cls(client, address, patience)
        cluster._watch.start()
        try:
            cluster._first_worker()
        except BaseException:
            cluster.close()
            raise
        return cluster

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def executor(
        self, limits: Limits | None, *, batch: int = BATCH, seconds: float | None = None
    ) -> "ClusterExecutor":
        """Return an executor whose tasks keep to `limits`; without them, functions are trusted.

        `seconds` is how long a trusted task may take.
        """
        return ClusterExecutor(self, limits, batch, seconds or 600.0)

    def notes(self) -> list[str]:
        """Say in words which workers were lost; none where all stayed."""
        if not self.lost:
            return []
        names = ", ".join(dict.fromkeys(self.lost))
        return [f"the cluster lost {len(set(self.lost))} of its workers ({names}); their tasks ran elsewhere"]

    @property
    def workers(self) -> int:
        """Count the workers that are there."""
        return max(1, len(self._workers))

    @property
    def threads(self) -> int:
        """Count the tasks that can run at the same time."""
        return max(1, sum(self._workers.values()))

    def close(self) -> None:
        """Cancel what is left and let go of the scheduler; its workers stay for others."""
        self._closing.set()
        self._give_up(ClusterError("the run was ended"))
        with suppress(Exception):  # the scheduler may be gone already
            self._client.close(timeout=2)
        if self._watch.is_alive() and self._watch is not threading.current_thread():
            self._watch.join(self._patience)

    # --- one task ---

    def send(self, batch: Batch, seconds: float, shared: Any = None) -> "Future[tuple[Answer, ...]]":
        """Send one task; the future ends in its answers, or in WorkerError for one that costs its workers."""
        sent = _Sent(cluster_batch.pack(batch), seconds, shared)
        self._launch(sent)
        return sent.outer

    def shared(self, value: Any) -> Any:
        """Lay a value out on the cluster; for the value of the last call, nothing is sent again."""
        if self._shared is None or self._shared[0] is not value:
            self._shared = value, self.share(cluster_batch.packed(value))
        return self._shared[1]

    def share(self, data: bytes) -> Any:
        """Lay bytes out on all workers, once for all tasks that use them."""
        try:
            return self._client.scatter(data, hash=False, broadcast=True)
        except Exception as error:
            raise self._broken(error) from error

    def _launch(self, sent: "_Sent", elsewhere: tuple[str, ...] = ()) -> None:
        with self._lock:
            if self._over:
                raise self._over
            self._number += 1
            sent.key, sent.began = f"curator-{id(self):x}-{self._number}", time.monotonic()
            self._waiting[sent.key] = sent
        arguments = [cluster_batch.edition().digest, sent.data]
        if sent.shared is not None:
            arguments.append(sent.shared)
        try:
            sent.inner = self._client.submit(
                cluster_batch.run, *arguments, key=sent.key, pure=False, workers=list(elsewhere) or None
            )
            sent.inner.add_done_callback(lambda inner: self._done(sent, inner))
        except Exception as error:
            raise self._broken(error) from error

    def _done(self, sent: "_Sent", inner: Any) -> None:
        """Take what became of a task; Dask calls this on a thread of its own."""
        if sent.inner is not inner or sent.outer.done():
            return  # begun anew meanwhile, or the run is over
        if inner.status not in ("finished", "error"):
            self._lost(sent)
            return
        try:
            answers = cluster_batch.unpack(inner.result(timeout=self._patience))
        except TimeoutError:  # its worker died with the answer; whether the scheduler did, the watch tells
            with suppress(Exception):
                inner.cancel(force=True)
            self._lost(sent)
            return
        except Exception as error:
            self._failed(sent, error)
        else:
            if isinstance(answers, cluster_batch.Edition):
                self._give_up(_not_ours(cluster_batch.differences(answers)))
            else:
                self._finish(sent, answers)
        inner.release()

    def _lost(self, sent: "_Sent") -> None:
        """Begin a task anew: what it gave died with its worker, or the scheduler knows it no more."""
        with self._lock:
            self._waiting.pop(sent.key, None)
        sent.tries += 1
        if sent.tries >= TRIES:
            self._end(sent, self._broken(ConnectionError("what its workers give does not arrive")))
        else:
            self._again(sent)

    def _again(self, sent: "_Sent", elsewhere: tuple[str, ...] = ()) -> None:
        try:
            self._launch(sent, elsewhere)
        except ClusterError as error:
            self._end(sent, error)

    def _end(self, sent: "_Sent", why: ClusterError) -> None:
        """End the run with a task that is not among those that wait: its future must end, too."""
        self._give_up(why)
        self._finish(sent, why)

    def _failed(self, sent: "_Sent", error: Exception) -> None:
        if type(error).__name__ == "KilledWorker":
            self._finish(sent, WorkerError("every worker that read it was lost"))
        elif isinstance(error, ImportError | AttributeError):
            self._give_up(_not_ours(str(error)))
        elif isinstance(error, OSError | TimeoutError):
            self._give_up(self._broken(error))
        else:
            self._finish(sent, error)

    def _finish(self, sent: "_Sent", outcome: "tuple[Answer, ...] | Exception") -> None:
        with self._lock:
            self._waiting.pop(sent.key, None)
        with suppress(Exception):  # its future has ended already
            if isinstance(outcome, Exception):
                sent.outer.set_exception(outcome)
            else:
                sent.outer.set_result(outcome)

    # --- the watch ---

    def _look_after(self) -> None:
        alone = time.monotonic()
        while not self._closing.is_set():
            try:
                if self._client.status != "running":
                    raise ConnectionError("the connection is closed")
                found = self._client.sync(
                    self._client.scheduler.identity, n_workers=-1, callback_timeout=self._patience
                )["workers"]
            except Exception as error:
                if not self._closing.is_set():
                    self._give_up(self._broken(error))
                return
            self._notice({address: int(worker["nthreads"]) for address, worker in found.items()})
            alone = time.monotonic() if self._workers else alone
            if time.monotonic() - alone > self._patience:
                self._give_up(ClusterError(f"the cluster at {self.address} has no workers left; {GUIDE}"))
                return
            self._overdue()
            self._closing.wait(PULSE)

    def _notice(self, found: dict[str, int]) -> None:
        gone = sorted(self._workers.keys() - found.keys())
        self.lost += gone
        with self._changed:
            self._workers = found
            self._changed.notify_all()

    def _overdue(self) -> None:
        """Begin anew, on another worker, what takes too long: its worker hangs, or is cut off unnoticed."""
        now = time.monotonic()
        with self._lock:
            late = [sent for sent in self._waiting.values() if now - sent.began > sent.seconds]
        for sent in late:
            with self._lock:
                self._waiting.pop(sent.key, None)
            sent.tries += 1
            where = self._where(sent)
            others = tuple(w for w in self._workers if w not in where)
            if sent.tries >= TRIES or not others:
                self._finish(sent, WorkerError(f"took longer than {sent.seconds:g} s on the cluster"))
                continue
            self.lost += sorted(where)
            old, sent.inner = sent.inner, None
            with suppress(Exception):
                old.cancel(force=True)
            self._again(sent, others)

    def _where(self, sent: "_Sent") -> set[str]:
        with suppress(Exception):
            at_work = self._client.sync(
                self._client.scheduler.processing, workers=None, callback_timeout=self._patience
            )
            return {worker for worker, keys in at_work.items() if sent.key in keys}
        return set()

    def _first_worker(self) -> None:
        with self._changed:
            there = self._changed.wait_for(lambda: self._workers or self._over, self._patience)
        if self._over:
            raise self._over
        if not there:
            raise ClusterError(f"the scheduler at {self.address} has no workers; start some: {GUIDE}")

    def _give_up(self, why: ClusterError) -> None:
        """End everything that waits."""
        with self._lock:
            self._over = self._over or why
            waiting, self._waiting = list(self._waiting.values()), {}
        for sent in waiting:
            with suppress(Exception):
                sent.outer.set_exception(self._over)
        with self._changed:
            self._changed.notify_all()

    def _broken(self, error: BaseException) -> ClusterError:
        cause = str(error).partition("\n")[0][:200] or type(error).__name__
        return self._over or ClusterError(f"the cluster at {self.address} was lost: {cause}")


@dataclass(eq=False)
class _Sent:
    """One task under way: its packed batch, the future that somebody waits for, Dask's own."""

    data: bytes
    seconds: float
    shared: Any = None
    outer: "Future[tuple[Answer, ...]]" = field(default_factory=Future)
    inner: Any = None
    key: str = ""
    began: float = 0.0
    tries: int = 0


class ClusterExecutor:
    """A `curator.ports.Executor` whose items run in limited children on the workers of a cluster."""

    def __init__(self, cluster: Cluster, limits: Limits | None, batch: int, seconds: float) -> None:
        self._cluster, self._limits, self._batch = cluster, limits, batch
        # A task may wait behind another one, and each worker starts its children once.
        self._seconds = 60 + 2 * batch * limits.wall_seconds if limits else seconds

    def map(
        self, function: Callable[[T], R], items: Iterable[T], *, size: Callable[[T], int] | None = None
    ) -> Iterator[Result[T, R]]:
        """Run a module-level function over items; yield one result for each, in the items' order."""
        waiting: deque[tuple[int, list[T], Future[tuple[Answer, ...]], int]] = deque()
        held = 0
        for start, batch, weight in _batches(items, self._batch, size):
            waiting.append((start, batch, self._send(function, batch), weight))
            held += weight
            while waiting and (
                len(waiting) > 2 * self._cluster.threads or held > MAX_AHEAD or waiting[0][2].done()
            ):
                held -= waiting[0][3]
                yield from self._results(function, *waiting.popleft()[:3])
        while waiting:
            yield from self._results(function, *waiting.popleft()[:3])

    def map_shared(
        self, function: Callable[[T, Any], R], items: Iterable[T], shared: Any
    ) -> Iterator[Result[T, R]]:
        """Run function(item, shared) over items, each a task; `shared` is laid out on the cluster once.

        What costs its workers is run here in the end: these functions are trusted.
        """
        handle = self._cluster.shared(shared)
        futures = [
            (item, self._cluster.send(Batch(function, (item,), None, shared=True), self._seconds, handle))
            for item in items
        ]
        for index, (item, future) in enumerate(futures):
            try:
                ((value, error),) = future.result()
            except WorkerError:
                value, error = function(item, shared), None
            yield Result(index, item, value, error)

    def submit(self, function: Callable[[T], R], item: T, index: int = 0) -> "Future[Result[T, R]]":
        """Queue one item as a task of its own; the future ends in its result, or in ClusterError."""
        result: Future[Result[T, R]] = Future()

        def hand_over(future: "Future[tuple[Answer, ...]]") -> None:
            try:
                ((value, why_not),) = future.result()
            except WorkerError as lost:
                result.set_result(Result(index, item, error=lost))
            except Exception as error:
                result.set_exception(error)
            else:
                result.set_result(Result(index, item, value, why_not))

        self._send(function, [item]).add_done_callback(hand_over)
        return result

    def close(self) -> None:
        """Do nothing: the cluster belongs to the run, and its workers to themselves."""

    def _send(self, function: Callable[[T], R], items: list[T]) -> "Future[tuple[Answer, ...]]":
        return self._cluster.send(Batch(function, tuple(items), self._limits), self._seconds)

    def _results(
        self, function: Callable[[T], R], start: int, items: list[T], future: "Future[tuple[Answer, ...]]"
    ) -> Iterator[Result[T, R]]:
        try:
            answers = future.result()
        except WorkerError as lost:
            answers = self._one_by_one(function, items, lost)
        for index, (item, (value, error)) in enumerate(zip(items, answers, strict=True), start):
            yield Result(index, item, value, error)

    def _one_by_one(
        self, function: Callable[[T], R], items: list[T], lost: WorkerError
    ) -> tuple[Answer, ...]:
        """Run the items of a lost batch one after the other: most of them are not to blame.

        At the same time, what is to blame could take the others of its worker along again.
        """
        if len(items) == 1:
            return ((None, lost),)
        found: list[Answer] = []
        for item in items:
            try:
                found += self._send(function, [item]).result()
            except WorkerError as error:
                found.append((None, error))
        return tuple(found)


def _batches(
    items: Iterable[T], most: int, size: Callable[[T], int] | None
) -> Iterator[tuple[int, list[T], int]]:
    """Yield (index of the first, items, bytes) of each batch."""
    batch: list[T] = []
    start = weight = 0
    for item in items:
        batch.append(item)
        weight += size(item) if size else 0
        if len(batch) >= most or weight >= BATCH_BYTES:
            yield start, batch, weight
            start, batch, weight = start + len(batch), [], 0
    if batch:
        yield start, batch, weight


def _not_ours(what: str) -> ClusterError:
    remedy = "give every worker the packages of this machine, from one constraints.txt"
    return ClusterError(f"the cluster's workers cannot do this run's work: {what}; {remedy}; {GUIDE}")


def _seconds(value: Any) -> float:
    from dask.utils import parse_timedelta

    return float(parse_timedelta(value, default="s"))
