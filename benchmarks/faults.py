"""Let a process die, or its disk refuse, at a chosen one of all the things it does to the disk.

    install(plan)     from now on, number every change of a file below `plan.root`; at number `plan.at`,
                      kill the run (with half of the bytes written, where it was writing) or raise OSError

A change is also known by its words, its kind and its place ("mkdir /.curator/generated"), in which made-up
parts of names are stars. Several processes work at once and take another order in each run, so the same
number may be another change; the same words are the same change.

It needs no more than Python: the functions of `os` and `sqlite3` and the files that `open` hands out are
wrapped, and those of ours that call the C library. As `sitecustomize` on PYTHONPATH it installs itself in the
processes that a run starts, too; the numbers go on across all of them. SQLite's single writes cannot be seen
from here; they are seen by what comes right before and after.
"""

import builtins
import errno
import fcntl
import io
import json
import os
import re
import signal
import sqlite3
import sys
import threading
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

VARIABLE = "CURATOR_FAULT_PLAN"
WIDTH = 200
"""Bytes of one line in the log, so that its length tells how many there are."""
_OURS = (
    ("curator.app.caches", "flush", "syncfs", 0),
    ("curator.site.swap", "flush", "syncfs", 0),
    ("curator.site.swap", "_exchange", "exchange", 1),
)
"""Functions that call the C library: module, name, kind of change, which argument is its place."""
TAKES_ROOM = frozenset({"open", "write", "mkdir", "link", "symlink", "sendfile", "sqlite"})
"""What a full disk refuses; names can still be changed and removed."""
STRUCK = ".struck"
"""Ending of the file beside the log that is there once the plan has come to pass."""
_MADE_UP = re.compile(
    r"(?<=\.)(?:[a-z0-9_]{8}|\d+)(?=[./]|$)|[a-z0-9_]{8}(?=\.tmp$)|(?<=_)[0-9a-f]{7,}(?=\.pf_)"
)
"""Parts of names that are others in each run: of `tempfile` and of Pagefind, and the numbers of processes."""


@dataclass(frozen=True)
class Plan:
    """What is to happen: at the `at`-th change (from 1; 0: never) of a file below `root`, `do` it.

    With `words`, the `at`-th of the changes that are known by these words is meant. `do` is "kill", "EIO"
    (once) or "ENOSPC" (from then on). `log` is the file where changes are noted; `main` the process that a
    kill is meant for.
    """

    root: str
    log: str
    at: int = 0
    do: str = "kill"
    main: int = 0
    words: str = ""


class _Disk:
    """The plan at work in one process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lock = threading.Lock()
        self.log = _OPEN(plan.log, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def change(self, kind: str, place: object, half: Any = None) -> None:
        """Count one change that is about to happen; `half` does it half-way, for a fault in its middle."""
        path = _path(place)
        if not path.startswith(self.plan.root):
            return
        plan = self.plan
        words = f"{kind} {_MADE_UP.sub('*', path[len(plan.root) :])}".strip()[: WIDTH - 1]
        now = self._count(words) == plan.at > 0
        full = plan.do == "ENOSPC" and kind in TAKES_ROOM and os.access(plan.log + STRUCK, os.F_OK)
        if now:
            os.close(_OPEN(plan.log + STRUCK, os.O_WRONLY | os.O_CREAT, 0o600))
            if half is not None:
                half()
        elif not full:
            return
        if plan.do == "kill":
            self._die()
        _refuse(kind, plan.do, path)

    def _count(self, words: str) -> int:
        """Note a change; returns its number, 0 for one that the plan has nothing to do with."""
        line = words.encode(errors="replace")[: WIDTH - 1].ljust(WIDTH - 1) + b"\n"
        with self.lock:
            fcntl.lockf(self.log, fcntl.LOCK_EX)
            try:
                _WRITE(self.log, line)
                size = os.lseek(self.log, 0, os.SEEK_END)
                if not self.plan.words:
                    return size // WIDTH
                return os.pread(self.log, size, 0).count(line) if self.plan.words == words else 0
            finally:
                fcntl.lockf(self.log, fcntl.LOCK_UN)

    def _die(self) -> NoReturn:
        for pid in (self.plan.main, os.getpid()):
            os.kill(pid, signal.SIGKILL)
        signal.pause()
        raise AssertionError("a killed process goes on")


def _refuse(kind: str, name: str, path: str) -> NoReturn:
    if kind == "sqlite":
        words, code = {
            "EIO": ("disk I/O error", "SQLITE_IOERR_WRITE"),
            "ENOSPC": ("database or disk is full", "SQLITE_FULL"),
        }[name]
        error = sqlite3.OperationalError(words)
        error.sqlite_errorname = code
        raise error
    number = getattr(errno, name)
    raise OSError(number, os.strerror(number), path)


def _path(place: object) -> str:
    """Name the file behind a path or a descriptor; empty for what is no file."""
    try:
        if isinstance(place, int):
            return os.readlink(f"/proc/self/fd/{place}")  # noqa: PTH115 - no new objects here
        return os.path.abspath(os.fsdecode(place))  # type: ignore[arg-type]  # noqa: PTH100 - no new objects here
    except (OSError, TypeError, ValueError):
        return ""


_OPEN, _WRITE, _IO_OPEN, _CONNECT = os.open, os.write, io.open, sqlite3.connect


def install(plan: Plan) -> None:
    """Wrap what changes files, in this process and, through the environment, in those that it starts."""
    os.environ[VARIABLE] = json.dumps(asdict(plan))
    disk = _Disk(plan)

    def able(function: Any, real: Any) -> Any:
        """Let a function be known to do what the real one can: `shutil` asks before it removes a tree."""
        for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if real in known:
                known.add(function)
        return function

    def wrapped(name: str, place: int = 0, module: Any = os, kind: str = "") -> Any:
        real = getattr(module, name)

        def function(*arguments: Any, **named: Any) -> Any:
            where = arguments[place]
            if isinstance(where, str) and (folder := named.get("dir_fd")) is not None:
                where = f"{_path(folder)}/{where}"
            disk.change(kind or name, where)
            return real(*arguments, **named)

        return able(function, real)

    single = ("fsync", "fdatasync", "unlink", "remove", "rmdir", "mkdir", "truncate", "ftruncate", "chmod")
    for name in (*single, "fchmod", "utime", "sendfile"):
        setattr(os, name, wrapped(name))
    for name in ("rename", "replace", "link", "symlink"):
        setattr(os, name, wrapped(name, 1))
    for at, name, kind, place in _OURS:
        if module := sys.modules.get(at):  # the processes that a run starts have no use for them
            setattr(module, name, wrapped(name, place, module, kind))

    def os_open(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            disk.change("open", path)
        return _OPEN(path, flags, *more, **named)

    def os_write(handle: int, data: Any) -> int:
        disk.change("write", handle, lambda: _WRITE(handle, bytes(data)[: len(data) // 2]))
        return _WRITE(handle, data)

    class File(io.FileIO):
        def write(self, data: Any) -> int:
            half = super().write
            disk.change("write", self.fileno(), lambda: half(bytes(data)[: len(data) // 2]))
            return super().write(data)

    def io_open(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: Any = None,
        errors: Any = None,
        newline: Any = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if not set(mode) & set("wax+") or not buffering:
            return _IO_OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if opener is None:
            disk.change("open", file)
        raw = File(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        return io.TextIOWrapper(buffered, encoding, errors, newline)

    class Connection(sqlite3.Connection):
        def _changes(self, sql: str) -> None:
            if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA USER_VERSION", "PRAGMA INTEGRITY")):
                disk.change("sqlite", f"{plan.root}/store")

        def execute(self, sql: str, *more: Any) -> Any:
            self._changes(sql)
            return super().execute(sql, *more)

        def executemany(self, sql: str, *more: Any) -> Any:
            self._changes(sql)
            return super().executemany(sql, *more)

        def executescript(self, sql: str) -> Any:
            self._changes(sql)
            return super().executescript(sql)

        def __exit__(self, kind: Any, *more: Any) -> Any:
            if kind is None:
                try:
                    self._changes("COMMIT")
                except sqlite3.Error:
                    super().__exit__(sqlite3.Error, *more)
                    raise
            return super().__exit__(kind, *more)

    def connect(*arguments: Any, **named: Any) -> Any:
        return _CONNECT(*arguments, **{"factory": Connection, **named})

    os.open, os.write = able(os_open, _OPEN), os_write
    io.open = builtins.open = io_open
    sqlite3.connect = connect


if __name__ == "sitecustomize" and VARIABLE in os.environ:
    install(Plan(**json.loads(os.environ[VARIABLE])))
