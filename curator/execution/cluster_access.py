"""Which cluster a run may be sent to: over TLS with certificates on both sides, or on this machine.

A scheduler unpickles what it is sent, and so does this program with what comes back: whoever can talk to
either can run programs on it. Nothing of Dask is imported here; its parts are handed in.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curator.errors import ConfigError

GUIDE = "docs/scale.md says what to run where"
"""Where whoever meets an error reads on."""


def check_address(address: str) -> None:
    """Refuse an address that a run must not be sent to; ConfigError says how to write it.

    Taken are tls:// addresses, and tcp:// ones of this very machine.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
        parts = urlsplit("")
    if parts.scheme not in ("tls", "tcp") or not host or not port:
        raise ConfigError.at("--cluster", f"{address!r} is no scheduler's address", "like tls://HOST:8786")
    if parts.scheme == "tcp" and not _loopback(host):
        what = "tcp:// is not encrypted, and whoever reaches the scheduler can run programs on every worker"
        raise ConfigError.at("--cluster", what, f"use tls://{host}:{port}; {GUIDE}")


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def security(config: Any, distributed: Any) -> Any:
    """Return Dask's Security with the certificates that its own configuration names.

    `config` is dask.config. Raises ConfigError for a file that is not named or not there.
    """
    names = {
        "the CA's certificate": "distributed.comm.tls.ca-file",
        "this machine's certificate": "distributed.comm.tls.client.cert",
        "its key": "distributed.comm.tls.client.key",
    }
    for what, key in names.items():
        file = config.get(key, None)
        if not file:
            variable = "DASK_" + key.upper().replace(".", "__").replace("-", "_")
            remedy = f"set it in ~/.config/dask/, or {variable}=FILE; {GUIDE}"
            raise ConfigError.at("--cluster", f"tls:// needs {what}, and Dask's {key} is not set", remedy)
        if not Path(file).is_file():
            raise ConfigError.at("--cluster", f"{what} is not at {file}", f"correct Dask's {key}; {GUIDE}")
    return distributed.Security(require_encryption=True)
