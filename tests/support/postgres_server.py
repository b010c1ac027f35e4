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
from dask_certificates import certificates

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


class Server:
    """A server with its data: `address` of an empty database, with a password; may be killed and started."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ca = folder, folder / "ca.pem"
        self._bin, user = programs(), _user()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"postgresql://curator:{PASSWORD}@127.0.0.1:{self.port}/postgres"
        self._quiet = {"user": user, "stdin": subprocess.DEVNULL, "cwd": folder} | (
            {"extra_groups": []} if user else {}
        )
        folder.chmod(0o755)
        secret, key = folder / "password", folder / "key.pem"
        secret.write_text(PASSWORD)
        certificates(folder)
        key.chmod(0o600)
        if user:
            for path in (folder, secret, key):
                shutil.chown(path, user)
        made = subprocess.run(
            [self._bin / "initdb", "-D", folder / "data", "-U", "curator", "-A", "scram-sha-256", "--pwfile", secret,
             "-E", "UTF8", "--locale", "C", "--no-sync"],
            capture_output=True, text=True, **self._quiet,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    def start(self) -> None:
        """Start it and wait until it lets somebody in."""
        tls = {
            "ssl": "on",
            "ssl_cert_file": self.folder / "cert.pem",
            "ssl_key_file": self.folder / "key.pem",
        }
        log = self.folder / "log"
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "127.0.0.1", "-F",
                 "-p", str(self.port), *(part for k, v in tls.items() for part in ("-c", f"{k}={v}"))],
                stdout=file, stderr=file, **self._quiet,
            )  # fmt: skip
        until = time.monotonic() + SECONDS
        while b"database system is ready" not in log.read_bytes():
            assert self._process.poll() is None, log.read_text()
            assert time.monotonic() < until
            time.sleep(0.02)

    def stop(self, how: int = signal.SIGQUIT) -> None:
        """End it and whoever is connected, at once: SIGTERM would wait for them."""
        self._process.send_signal(how)
        self._process.wait()


@contextmanager
def postgres() -> Iterator[Server]:
    """Run a server with a certificate for 127.0.0.1 of an authority of its own."""
    folder = Path(tempfile.mkdtemp(prefix="curator-postgres-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
