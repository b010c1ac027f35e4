"""The site's caches after a power cut: those that may have lost data are deleted and made again.

A kill loses nothing that was written, for the kernel has it. A cut of the power may leave a file that keeps
its size and time and holds zeros, and by size and time generated and rendered pages are known again. So a
mark stands beside them that names the machine's start; it is on disk before anything is written there, and
goes when everything is. A mark of another start tells that the caches cannot be trusted: they are made anew.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curator.files import flush, write_atomic

MARK = "unflushed"
CACHES = ("generated", "rendered", "templates")
"""Folders of .curator that the site is made in."""
_START = Path("/proc/sys/kernel/random/boot_id")
"""Another one after each start of the machine; see proc_sys_kernel(5)."""


@contextmanager
def unflushed(state: Path) -> Iterator[None]:
    """Mark the caches in `state` as being written; flush them to disk and take the mark away at the end."""
    mark, start = state / MARK, _start()
    if _read(mark) != start:
        write_atomic(mark, start)
    yield
    flush(state)
    mark.unlink(missing_ok=True)


def distrust(state: Path) -> None:
    """Remove the caches that a power cut may have damaged: those whose mark is from before the last boot.

    Where the system does not tell its start, every mark counts as an earlier one's.
    """
    mark = state / MARK
    marked = _read(mark)
    if marked is None or (marked and marked == _start()):
        return
    for name in CACHES:
        if (state / name).exists():
            shutil.rmtree(state / name)
    mark.unlink(missing_ok=True)


def _read(mark: Path) -> bytes | None:
    try:
        return mark.read_bytes()
    except FileNotFoundError:
        return None


def _start() -> bytes:
    try:
        return _START.read_bytes()
    except OSError:
        return b""
