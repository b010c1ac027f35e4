"""Open the page in the browser without telling its address to the whole machine.

A browser's arguments stand in the process list for every user to read, and the address holds the token. So
the browser is started with a file that only its owner may read, and that leads on to the address.
"""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}"><title>curate review</title></head>
<body><p><a href="{address}">The week to review</a></p></body></html>
"""


@contextmanager
def doorstep(folder: Path, address: str) -> Iterator[Path]:
    """Write a page that leads on to `address` into `folder`, for its owner alone; remove it at the end.

    Raises OSError where the folder cannot be written.
    """
    # mkstemp makes the file with mode 0600 and under a name that nobody could have prepared.
    handle, name = tempfile.mkstemp(prefix="review-", suffix=".html", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(address=escape(address)))
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


PORT = "review-port"
"""File of the state folder that names the port of the last review: bookmarklets lead there."""


def same_port(folder: Path) -> int:
    """Return the port of the last review where it is free, else 0: any other."""
    try:
        port = int((folder / PORT).read_text("ascii"))
        if 0 < port < 2**16:
            with socket.create_server(("127.0.0.1", port)):
                return port
    except (OSError, ValueError):
        pass
    return 0


def remember_port(folder: Path, port: int) -> None:
    """Write down which port a review has; where that fails, only bookmarklets lose by it."""
    with suppress(OSError):
        (folder / PORT).write_text(str(port), "ascii")
