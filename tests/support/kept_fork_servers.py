"""Fork servers that outlive their pool: importing parsers and an engine is paid once, not once a test.

A pool of `curator.execution.workers` ends its fork server when it is closed. Here it hands the server back
instead, with all children ended, and the next pool that wants the very same one (modules, limits, environment,
folder) takes it. Children are forked anew for each pool, as ever, so nothing travels from test to test.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from curator.execution import workers

ForkServer = workers._ForkServer
MOST = 6
"""Fork servers that wait for a pool; each holds some 50 MB."""


class Kept:
    """The fork servers that no pool uses just now. `lend` takes the place of the class in `workers`."""

    def __init__(self) -> None:
        self._free: list[tuple[object, ForkServer]] = []
        self._lock = Lock()
        # The kernel ends a fork server with the thread that started it, and a pool's threads end with the pool.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="fork-servers")

    def lend(self, preload: Sequence[str], cpu_seconds: float, memory: int, folder: str) -> "Lent":
        """Return a fork server with these modules and limits; closing it hands it back."""
        around = sorted((k, v) for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST")
        kind = (tuple(preload), cpu_seconds, memory, folder, Path.cwd(), *sys.path, *around)
        with self._lock:
            found = next((pair for pair in reversed(self._free) if pair[0] == kind), None)
            if found:
                self._free.remove(found)
        if found and found[1].process.poll() is None:
            return Lent(self, kind, found[1])
        start = self._starter.submit(ForkServer, preload, cpu_seconds, memory, folder)
        return Lent(self, kind, start.result())

    def take_back(self, kind: object, server: ForkServer) -> None:
        """Keep a server for the next pool; the one that waited longest makes room."""
        with self._lock:
            self._free.append((kind, server))
            gone, self._free = self._free[:-MOST], self._free[-MOST:]
        for _, server in gone:
            server.close()

    def close(self) -> None:
        """End all that wait."""
        while self._free:
            self._free.pop()[1].close()
        self._starter.shutdown()


class Lent:
    """A fork server that one pool uses; has the shape of `workers._ForkServer`."""

    def __init__(self, kept: Kept, kind: object, server: ForkServer) -> None:
        self.process = server.process
        self._kept, self._kind, self._server = kept, kind, server
        self._children: set[int] = set()

    def fork(self) -> workers._Child:
        child = self._server.fork()
        self._children.add(child.pid)
        return child

    def reap(self, pid: int, grace: float) -> int:
        self._children.discard(pid)
        return self._server.reap(pid, grace)

    def close(self) -> None:
        while self._children:
            self.reap(self._children.pop(), 0)
        if self.process.poll() is None:
            self._kept.take_back(self._kind, self._server)
        else:
            self._server.close()
