"""Bounded child processes: run a function over hostile documents, and lose at most one at a time.

    for each item, in order:
        take an idle child (or have one forked by the fork server)
        send it the function and the item
        wait for the answer, at most `wall_seconds`
        a child that died, hung or ran out of a limit costs this item and nothing else

One *fork server* process is started when there is work. It imports what the function needs once, and
forks children from there: replacing a child takes milliseconds, and the parent, which may hold
threads or an event loop, never forks and never imports a parser. However the parent ends, by SIGKILL
too, the fork server and its children end with it: its end of their sockets closes, and on Linux the kernel
sees to it besides. Nothing here waits for a process without a deadline, and a child that may still be at
work is killed before it is waited for. Standard multiprocessing was not taken because its children run the
caller's `__main__` again, which fails or loops in plain scripts.
"""

import json
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, Self, TypeVar

from curator import errors
from curator.errors import CuratorError, WorkerError
from curator.execution.fork_server import KILL_SECONDS, TooLongError, receive, send
from curator.model import Result

FORK_SECONDS = 60.0
"""How long the fork server may take to import what it needs and to fork, on a busy machine too."""
MAX_AHEAD = 32_000_000
"""Bytes of items that wait for a child or for their result to be taken."""
GRACE_SECONDS = 2.0
"""How long a child that has closed its socket may take to end by itself, so that its exit code is known."""

T = TypeVar("T")
R = TypeVar("R")

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from curator.execution import fork_server; fork_server.run(int(sys.argv[1]), int(sys.argv[3]))"
)


def processors() -> int:
    """Count the processors that this process may use; all of the machine's where the system does not say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # macOS


class Workers:
    """Child processes with limits, started when there is work and replaced when they die.

    `processes` children (default: one for each processor, at least 2 and at most 4), each allowed
    `cpu_seconds` of processor time an item, `wall_seconds` by the clock and `memory` bytes of
    address space. `preload` names modules that the fork server imports before it forks, `folder` is where
    children put temporary files if not at the system's place. A context manager; safe to use from several
    threads.
    """

    def __init__(
        self,
        processes: int | None = None,
        *,
        cpu_seconds: float = 10,
        memory: int = 2**30,
        wall_seconds: float = 20,
        preload: Sequence[str] = (),
        folder: str = "",
    ) -> None:
        self.processes = processes or min(4, max(2, processors()))
        self.cpu_seconds = cpu_seconds
        self.memory = memory
        self.wall_seconds = wall_seconds
        self.preload = tuple(preload)
        self.folder = folder
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._server: _ForkServer | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(
        self, function: Callable[[T], R], items: Iterable[T], *, size: Callable[[T], int] | None = None
    ) -> Iterator[Result[T, R]]:
        """Run a module-level function over items; yield one result for each, in the items' order.

        Items are taken from the iterable as children become free, a few ahead, so the iterable may
        be long or slow; where `size` tells the bytes of an item, at most MAX_AHEAD bytes ahead. Leaving the
        loop early drops what has not started.
        """
        window = self.processes * 8
        waiting: deque[tuple[Future[Result[T, R]], int]] = deque()
        held = 0
        try:
            for index, item in enumerate(items):
                weight = size(item) if size else 0
                waiting.append((self.submit(function, item, index), weight))
                held += weight
                del item  # else it is held while the next one is waited for
                while waiting and (len(waiting) >= window or held > MAX_AHEAD or waiting[0][0].done()):
                    future, weight = waiting.popleft()
                    held -= weight
                    yield future.result()
                    del future
            while waiting:
                yield waiting.popleft()[0].result()
        finally:
            for future, _ in waiting:
                future.cancel()

    def submit(self, function: Callable[[T], R], item: T, index: int = 0) -> Future[Result[T, R]]:
        """Queue one item; the future always ends in a `Result` (wrap it with asyncio.wrap_future)."""
        with self._lock:
            if self._closed:
                raise RuntimeError("these workers are closed")
            if self._threads is None:
                # One thread a child does nothing but wait for its answer.
                self._threads = ThreadPoolExecutor(self.processes, thread_name_prefix="curator-worker")
            return self._threads.submit(self._run, function, item, index)

    def close(self) -> None:
        """End all children at once; unfinished items become errors. Closing twice does nothing."""
        self._closed = True
        if not self._lock.acquire(timeout=GRACE_SECONDS):
            if server := self._server:  # it hangs, and whoever waits for it holds the lock
                server.process.kill()
            self._lock.acquire()
        try:
            for child in (*self._busy, *self._idle):
                child.kill()
            threads, self._threads = self._threads, None
        finally:
            self._lock.release()
        if threads:
            threads.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            while self._idle:
                self._idle.pop().socket.close()
            if self._server:
                self._server.close()
                self._server = None

    # --- one item, on one of the waiting threads ---

    def _run(self, function: Callable[[T], R], item: T, index: int) -> Result[T, R]:
        result: Callable[..., Result[T, R]] = partial(Result, index, item)
        try:
            message = pickle.dumps((function, item), protocol=5)
        except Exception as error:
            return result(error=WorkerError(f"cannot be sent to a worker: {error}"))
        try:
            child = self._take()
        except (OSError, EOFError) as error:
            return result(error=WorkerError(f"no worker could be started: {error}"))
        keep = False
        try:
            ok, payload, keep = child.ask(message, self.wall_seconds)
        except TimeoutError:
            return result(error=WorkerError(f"took longer than {self.wall_seconds:g} s and was stopped"))
        except TooLongError as error:
            return result(error=WorkerError(str(error)))
        except (OSError, EOFError):
            return result(error=WorkerError(self._cause(child)))
        except Exception as error:  # a child that a document has damaged may send anything
            return result(error=WorkerError(f"its answer cannot be read: {type(error).__name__}"))
        finally:
            self._give_back(child, keep)
        if ok:
            return result(value=payload)
        return result(error=_error(*payload))

    def _take(self) -> "_Child":
        """Return a living child that is marked busy; fork one where none is idle."""
        with self._lock:
            if self._closed:
                raise OSError("these workers are closed")
            if self._server and self._server.process.poll() is not None:
                while self._idle:  # they end with it; their ids may be others' by now, so nothing is killed
                    self._idle.pop().socket.close()
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    break
                self._bury(child)
            else:
                child = self._fork()
            self._busy.add(child)
            return child

    def _fork(self) -> "_Child":
        for attempt in (1, 2):
            if self._server is None:
                self._server = _ForkServer(self.preload, self.cpu_seconds, self.memory, self.folder)
            try:
                return self._server.fork()
            except (OSError, EOFError):
                # The fork server itself was killed or hangs; a second one is worth a try, a third is not.
                self._server.close()
                self._server = None
                if attempt == 2 or self._closed:
                    raise
        raise AssertionError("unreachable")

    def _give_back(self, child: "_Child", keep: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            if keep and not self._closed:
                self._idle.append(child)
            else:
                self._bury(child)

    def _bury(self, child: "_Child") -> int:
        """Make sure that a child is dead and return how it ended (see os.waitstatus_to_exitcode)."""
        child.kill()
        child.socket.close()
        if child.code is None:
            child.code = self._server.reap(child.pid, 0) if self._server else 0
        return child.code

    def _cause(self, child: "_Child") -> str:
        with self._lock:
            if self._closed:
                return "was stopped because the run was interrupted"
            # The child closed its end, so it is dying by itself: let it for a moment, or its status is lost.
            code = child.code = self._server.reap(child.pid, GRACE_SECONDS) if self._server else 0
        if code in (-signal.SIGPROF, -signal.SIGXCPU):
            return f"used more than {self.cpu_seconds:g} s of processor time and was stopped"
        if code == -signal.SIGKILL:
            return "was killed from outside, perhaps because the machine ran out of memory"
        if code < 0:
            with suppress(ValueError):
                return f"crashed its worker process ({signal.Signals(-code).name})"
        return f"ended its worker process (exit code {code})"


class _Child:
    """The parent's end of one child: its process id and the socket to it."""

    def __init__(self, pid: int, sock: socket.socket) -> None:
        self.pid = pid
        self.socket = sock
        self.code: int | None = None

    def ask(self, message: bytes, seconds: float) -> tuple[bool, Any, bool]:
        """Send one request, return (went well, value or (class, words), fit for more)."""
        deadline = time.monotonic() + seconds
        send(self.socket, message, deadline)
        answer: tuple[bool, Any, bool] = pickle.loads(receive(self.socket, deadline))  # noqa: S301 - from our own child
        return answer

    def alive(self) -> bool:
        """Tell whether an idle child is still there: its socket is silent, not at its end."""
        ready = select.poll()  # select() knows no number of an open file above 1023
        ready.register(self.socket, select.POLLIN)
        return not ready.poll(0)

    def kill(self) -> None:
        """End the child now. Its id cannot have been given away: only `reap` releases it."""
        if self.code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class _ForkServer:
    """The process that imports once and forks children and ends them on request."""

    def __init__(self, preload: Sequence[str], cpu_seconds: float, memory: int, folder: str) -> None:
        place = {"TMPDIR": folder} if folder else {}
        self.socket, theirs = socket.socketpair()
        with theirs:
            # A session of its own keeps Ctrl-C in the terminal away from the children.
            # A fixed hash seed makes what depends on the order of a set the same in every run.
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _START, str(theirs.fileno()), json.dumps(sys.path), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **place, "PYTHONHASHSEED": "0"},
                start_new_session=True,
            )
        setup = {"preload": list(preload), "cpu_seconds": cpu_seconds, "memory": memory}
        send(self.socket, json.dumps(setup).encode())

    def fork(self) -> _Child:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                deadline = time.monotonic() + FORK_SECONDS
                send(self.socket, b"fork", deadline)
                socket.send_fds(self.socket, [b"."], [theirs.fileno()])
                pid = int(receive(self.socket, deadline))
        except BaseException:
            ours.close()
            raise
        return _Child(pid, ours)

    def reap(self, pid: int, grace: float) -> int:
        """Have a child ended, after `grace` seconds by force, and return how it ended."""
        deadline = time.monotonic() + grace + 2 * KILL_SECONDS
        try:
            send(self.socket, b"end %d %f" % (pid, grace), deadline)
            return int(receive(self.socket, deadline))
        except (OSError, EOFError):
            self.process.kill()  # it hangs, and would answer the next request with this one's answer
            return -signal.SIGKILL

    def close(self) -> None:
        self.socket.close()
        self.process.kill()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(KILL_SECONDS)


def _error(name: str, words: str) -> CuratorError:
    """Rebuild an error from its class name; foreign classes become part of the words."""
    cls = getattr(errors, name, None)
    if isinstance(cls, type) and issubclass(cls, CuratorError) and cls is not errors.ConfigError:
        return cls(words)
    return WorkerError(f"{name}: {words}" if words else name)
