"""Files: written so that a crash at any moment leaves the old content or the new, linked, forced to disk."""

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".curate"
"""Ending of the hidden files in which new content waits; `sweep` removes those of killed writers."""


def write_atomic(path: Path, data: bytes, *, check: Callable[[], object] | None = None) -> None:
    """Replace a file's whole content; creates missing folders, keeps the permissions of an old file.

    The bytes go to a hidden file in the same folder, are forced to disk, and take the name in one step.
    One writer at a time is at work in a folder, so `check` may look at what stands there and raise: what
    it saw is what is replaced. A symbolic link is followed, not replaced. Raises OSError (a full disk,
    missing rights, a device or a pipe in its place), and then the old file stands and nothing stays behind.
    """
    path = path.resolve()
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.ENODEV, "a device or a pipe", str(path))
    _make_folder(path.parent)
    with _alone(path.parent) as alone:
        if check is not None:
            check()
        if alone:
            _clear(path.parent, path.name)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what killed writers left in a folder; a writer at work is waited for."""
    if folder.is_dir() and any(name.endswith(UNFINISHED) for name in os.listdir(folder)):  # noqa: PTH208 - names
        with _alone(folder) as alone:
            if alone:
                _clear(folder)


def _clear(folder: Path, name: str = "") -> None:
    for left in list(folder.iterdir()):
        if left.name.startswith(f".{name}") and left.name.endswith(UNFINISHED):
            left.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def link(source: str | Path, target: str | Path) -> None:
    """Give a file a second name; copy it, with its times, where links are not possible.

    Raises OSError when that cannot be done either.
    """
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def flush(folder: Path) -> None:
    """Force everything that was written to a folder's file system to disk, in one call.

    A thousand calls of fsync would cost seconds. Raises OSError when the disk refuses.
    """
    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):  # macOS
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each of them noted on disk in the one above."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold a folder against other writers, for milliseconds; tells whether that could be done.

    The lock is on the folder itself: it leaves no file behind and ends with its process. A file system
    that cannot lock folders (some network disks) goes without.
    """
    handle, alone = os.open(folder, os.O_RDONLY), False
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
            alone = True
        yield alone
    finally:
        os.close(handle)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
