"""A comment server in a process of its own, beside a test."""

import socket
import subprocess
import threading
from contextlib import contextmanager


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server_process(command, port, folder, **options):
    """Run a server until the context is left; what it says is written to `log` in its folder."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **options)
        try:
            _wait_for_port(process, port)
            yield
        finally:
            process.terminate()
            process.wait(90)


def _wait_for_port(process, port, seconds=90):
    """Wait until a server of ours answers the telephone."""
    pause = threading.Event()
    for _ in range(seconds * 20):
        assert process.poll() is None, "the server gave up"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    raise AssertionError("the server does not answer")
