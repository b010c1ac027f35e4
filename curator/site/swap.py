"""Replace a folder by a finished one in one step: a kill at any moment leaves either the old or the new.

`fresh` makes a new, empty folder beside the target, on the same file system. `swap` flushes what was
written there; then, where the system can, it exchanges the two names in one step (renameat2 with
RENAME_EXCHANGE), and elsewhere it renames the old one away and the new one in. `recover`, the first
thing in a run, puts right what a kill between those two steps left behind.
"""

import ctypes
import errno
import os
import shutil
import tempfile
from functools import cache
from glob import escape
from pathlib import Path
from typing import Any

from curator.files import flush

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""From linux/fs.h and fcntl.h; see renameat2(2)."""


def fresh(target: Path) -> Path:
    """Make a new folder beside `target` (same file system, so that it can be renamed into its place)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_prefix(target, "new"), dir=target.parent))
    folder.chmod(0o755)
    return folder


def swap(new: Path, target: Path) -> None:
    """Put the complete folder `new` in the place of `target`, which need not exist; remove the old one.

    Raises OSError when that cannot be done; then one of the two stands whole, and nothing lies beside it.
    """
    try:
        old = _put_in(new, target)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)


def _put_in(new: Path, target: Path) -> Path | None:
    """Exchange the folders; returns where the old one is now, None where there was none."""
    flush(new)
    if not target.exists():
        _rename_in(new, target)
        _sync(target.parent)
        return None
    if not target.is_dir() or target.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, "is in the way of the site folder", str(target))
    old = new
    if not _exchange(new, target):
        old = target.with_name(_prefix(target, "old") + new.name.rsplit(".", 1)[-1])
        target.rename(old)
        try:
            _rename_in(new, target)
        except BaseException:
            if not target.exists():
                old.rename(target)
            raise
    _sync(target.parent)
    return old


def recover(target: Path) -> None:
    """Finish or undo what a killed run left beside `target`. Only one run may be at work.

    When `target` is missing and the old folder was moved away, the old one comes back; unfinished
    and replaced folders beside it are removed.
    """
    if not target.parent.is_dir():
        return
    leftovers = [
        f for kind in ("new", "old") for f in target.parent.glob(f"{escape(_prefix(target, kind))}*")
    ]
    if not target.exists():
        olds = [folder for folder in leftovers if folder.name.startswith(_prefix(target, "old"))]
        if olds:
            newest = max(olds, key=lambda folder: folder.stat().st_mtime_ns)
            newest.rename(target)
            _sync(target.parent)
            leftovers.remove(newest)
    for folder in leftovers:
        shutil.rmtree(folder, ignore_errors=True)


def _prefix(target: Path, kind: str) -> str:
    """Hidden names beside the target: ".site.new.xyz" and ".site.old.xyz"."""
    return f".{target.name}.{kind}."


def _rename_in(new: Path, target: Path) -> None:
    new.rename(target)


@cache
def _renameat2() -> Any:
    """Find renameat2 in the C library; None where there is none (macOS, musl before 1.2.6)."""
    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return function


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or the file system cannot."""
    function = _renameat2()
    if function is None:
        return False
    result = function(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
