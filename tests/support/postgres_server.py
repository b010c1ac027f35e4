"""A real Postgres on loopback, of Debian's package, run by whom it may be run by."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "s3cret-of-the-store"
SECONDS = 60


def programs() -> Path:
    """Find the folder of initdb and postgres; skip the test where there is none."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not places or not (places[-1] / "initdb").exists():
        pytest.skip("no Postgres on this machine: `make postgres` says aloud why")
    return places[-1]


def _user() -> str | None:
    """Name whom the server is run by: it refuses root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("no Postgres on this machine: nobody there who could run it")


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server; yields the address of an empty database, with a password."""
    bin_, user = programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="curator-postgres-"))
    folder.chmod(0o755)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if user:
        shutil.chown(folder, user)
        shutil.chown(secret, user)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"user": user, "stdin": subprocess.DEVNULL, "cwd": folder} | (
        {"extra_groups": []} if user else {}
    )
    try:
        made = subprocess.run(
            [bin_ / "initdb", "-D", folder / "data", "-U", "curator", "-A", "scram-sha-256", "--pwfile", secret,
             "-E", "UTF8", "--locale", "C", "--no-sync"],
            capture_output=True, text=True, **quiet,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [bin_ / "postgres", "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", str(port), "-F"],
                stdout=log, stderr=log, **quiet,
            )  # fmt: skip
        try:
            _wait(server, folder / "log")
            yield f"postgresql://curator:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # SIGTERM would wait for whoever is still connected
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + SECONDS
    while b"database system is ready" not in log.read_bytes():
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < until
        time.sleep(0.02)
