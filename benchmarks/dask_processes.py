"""A real Dask cluster on loopback, for tests and benchmarks: a scheduler and workers, each a process."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).parents[1]
SECONDS = 180
"""How long a process may take to be there, on a busy machine too."""


class Processes:
    """A scheduler and its workers; see `processes`."""

    def __init__(self, folder: Path, settings: Mapping[str, str], scheme: str, path: Sequence[Path]) -> None:
        self.workers: list[subprocess.Popen[bytes]] = []
        named = {"DASK_" + k.upper().replace(".", "__").replace("-", "_"): v for k, v in settings.items()}
        self._environment = {
            **os.environ,
            **named,
            "PYTHONPATH": os.pathsep.join(str(p) for p in [ROOT, *path]),
        }
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--protocol", scheme, "--scheduler-file", str(file)
        )
        self.address: str = wait_for(lambda: _address(file))

    def _start(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments]
        with (self._folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--no-dashboard"],
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def add_worker(self, threads: int = 2) -> "subprocess.Popen[bytes]":
        """Start one more worker; nothing starts it again when it ends."""
        scratch = self._folder / f"worker-{len(self.workers)}"
        size = ["--nthreads", str(threads), "--local-directory", str(scratch)]
        self.workers.append(self._start("dask_worker", self.address, "--no-nanny", *size))
        return self.workers[-1]

    def registered(self) -> int:
        """Count the workers that say in their log that the scheduler knows them."""
        log = self._folder / "dask_worker.log"
        return log.read_bytes().count(b"Registered to") if log.exists() else 0

    def seconds(self) -> float:
        """Return the processor time of the workers and of all their children so far."""
        import psutil  # comes with Dask

        total = 0.0
        for worker in self.workers:
            for process in [psutil.Process(worker.pid), *psutil.Process(worker.pid).children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    times = process.cpu_times()
                    total += times.user + times.system + times.children_user + times.children_system
        return total

    def close(self) -> None:
        """End all of them."""
        for process in (*self.workers, self.scheduler):
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@contextmanager
def processes(
    folder: Path,
    workers: int,
    *,
    settings: Mapping[str, str] | None = None,
    scheme: str = "tls",
    threads: int = 2,
    path: Sequence[Path] = (),
) -> Iterator[Processes]:
    """Run a cluster whose workers are all there; end it, whatever happens, afterwards.

    `settings` are Dask's, `path` names what workers may import besides this package. Raises TimeoutError
    where it does not come within SECONDS.
    """
    cluster = Processes(folder, settings or {}, scheme, path)
    try:
        for _ in range(workers):
            cluster.add_worker(threads)
        wait_for(lambda: cluster.registered() >= workers)
        yield cluster
    finally:
        cluster.close()


def wait_for(condition: Callable[[], T]) -> T:
    """Wait until a condition holds and return what it gave."""
    until = time.monotonic() + SECONDS
    while not (found := condition()):
        if time.monotonic() > until:
            raise TimeoutError("it did not come")
        time.sleep(0.02)
    return found


def _address(file: Path) -> str:
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError):  # not there yet, or half written
        return ""
