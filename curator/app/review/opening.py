"""Open the page in the browser without telling its address to the whole machine.

A browser's arguments stand in the process list for every user to read, and the address holds the token. So
the browser is started with a file that only its owner may read, and that leads on to the address.
"""

import os
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
