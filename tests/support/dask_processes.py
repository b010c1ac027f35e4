"""A real Dask cluster on loopback: a scheduler and workers as processes, talking TLS with certificates of ours."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import trustme

SUPPORT = Path(__file__).parent
ROOT = SUPPORT.parents[1]
SECONDS = 60
"""How long a process may take to be there, on a busy machine too."""


def certificates(folder: Path) -> dict[str, str]:
    """Make a CA and one certificate for every role; return the settings of Dask that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    leaf = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    leaf.private_key_pem.write_to_path(folder / "key.pem")
    leaf.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    tls = "distributed.comm.tls"
    roles = {
        f"{tls}.{role}.{what}": str(folder / f"{what}.pem")
        for role in ("client", "scheduler", "worker")
        for what in ("cert", "key")
    }
    return {f"{tls}.ca-file": str(folder / "ca.pem"), **roles}


class Processes:
    """A scheduler and its workers; `settings` are Dask's."""

    def __init__(self, folder: Path, settings: dict[str, str], scheme: str = "tls") -> None:
        self.folder, self.settings, self.scheme = folder, settings, scheme
        folder.mkdir(parents=True, exist_ok=True)
        self.workers: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--protocol", scheme, "--scheduler-file", str(file)
        )
        wait_for(file.exists)
        self.address: str = wait_for(lambda: _address(file))

    def _start(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        named = {
            "DASK_" + k.upper().replace(".", "__").replace("-", "_"): v for k, v in self.settings.items()
        }
        path = os.pathsep.join([str(ROOT), str(SUPPORT)])
        with (self.folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    f"distributed.cli.{program}",
                    *arguments,
                    "--host",
                    "127.0.0.1",
                    "--no-dashboard",
                ],
                env={**os.environ, **named, "PYTHONPATH": path},
                stdout=log,
                stderr=log,
            )

    def add_worker(self, threads: int = 2) -> "subprocess.Popen[bytes]":
        scratch = self.folder / f"worker-{len(self.workers)}"
        worker = self._start(
            "dask_worker",
            self.address,
            "--no-nanny",
            "--nthreads",
            str(threads),
            "--local-directory",
            str(scratch),
        )
        self.workers.append(worker)
        return worker

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@contextmanager
def processes(
    folder: Path, settings: dict[str, str], workers: int, scheme: str = "tls"
) -> Iterator[Processes]:
    cluster = Processes(folder, settings, scheme)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.close()


def wait_for(condition: Any) -> Any:
    until = time.monotonic() + SECONDS
    while not (found := condition()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)
    return found


def _address(file: Path) -> str:
    try:
        return str(json.loads(file.read_text())["address"])
    except ValueError:  # half written
        return ""
