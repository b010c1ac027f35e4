"""Every error that curator raises on purpose.

    CuratorError
    ├── ConfigError      what a person wrote is wrong: file, line, key and remedy, all at once (exit 2)
    ├── ParseError       these bytes are not a feed
    ├── ExtractError     this page holds no article
    ├── FetchError       this address could not be fetched, with the cause in words
    ├── WorkerError      a child process died or ran out of its limits on one document
    ├── StoreError       the item store cannot be used
    ├── ConflictError    a file changed on disk since it was read
    ├── BusyError        another run holds the lock
    ├── AssistantError   the assistant gave no answer that can be used
    ├── ClusterError     the cluster cannot be reached, or was lost (exit 1)
    └── RenderError      the site engine failed

One document's failure becomes a value (`curator.model.Failure`) at the edge where it happened; what
still travels as an exception is a mistake of the user, a refusal of the machine (an OSError that
`refused` puts into words; exit 1) or a bug.
"""

import errno
import re
from collections.abc import Sequence
from dataclasses import dataclass


class CuratorError(Exception):
    """Base of every error that curator raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file that a person wrote.

    `file` is relative to the project, `line` counts from 1 (0: the file as a whole), `key` is the
    path of the offending key ("feeds.2.url"), `message` says what is wrong and `remedy` what to do.
    """

    file: str
    line: int
    key: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = [part for part in (place, self.key) if part]
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{': '.join([*where, self.message])}{remedy}"


class ConfigError(CuratorError):
    """Something a person wrote is wrong; holds every `Problem` found, not just the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    @classmethod
    def at(cls, file: str, message: str, remedy: str = "") -> "ConfigError":
        """Make an error of one mistake that concerns a file as a whole."""
        return cls([Problem(file, 0, "", message, remedy)])


class ParseError(CuratorError):
    """The bytes are not a feed that can be read; the message says what they look like instead."""


class ExtractError(CuratorError):
    """The page holds no article text (a listing, a consent wall, an empty or broken page)."""


class FetchError(CuratorError):
    """An address could not be fetched; the message is the cause in words a curator understands."""


class WorkerError(CuratorError):
    """A child process died or exceeded its CPU, memory or time limit on one document."""


class StoreError(CuratorError):
    """The item store cannot be read or written."""


class ConflictError(CuratorError):
    """A file changed on disk after it was read; nothing was written."""


class BusyError(CuratorError):
    """Another run holds the project's lock; the message names its process."""


class AssistantError(CuratorError):
    """The assistant could not be started, took too long or did not answer with JSON."""


class ClusterError(CuratorError):
    """The cluster cannot be reached, was lost midway, or its workers cannot run this program."""


class RenderError(CuratorError):
    """The site engine could not render the pages; the message carries its own words."""


_AGAIN = "then run it again; nothing is half written"
_REFUSALS = {
    errno.ENOSPC: ("the disk is full", f"make room, {_AGAIN}"),
    errno.EDQUOT: ("your share of the disk is used up", f"make room, {_AGAIN}"),
    errno.EFBIG: ("the file would be larger than is allowed here", f"raise the limit (ulimit -f), {_AGAIN}"),
    errno.EIO: ("the disk could not be read or written", f"look after the disk, {_AGAIN}"),
    errno.ESTALE: ("the network disk does not answer", f"connect it, {_AGAIN}"),
    errno.EROFS: ("the disk is read-only", "work on a copy of the project on a disk that can be written"),
    errno.EACCES: (
        "permission is missing",
        f"give yourself the right to it (ls -l shows who has it), {_AGAIN}",
    ),
    errno.EPERM: ("this is not allowed", f"give yourself the right to it (ls -l shows who has it), {_AGAIN}"),
    errno.ENOTDIR: ("a file is in the way of a folder", f"move it away, {_AGAIN}"),
    errno.EEXIST: ("a file is in the way", f"move it away, {_AGAIN}"),
    errno.EISDIR: ("a folder is in the way of a file", f"move it away, {_AGAIN}"),
    errno.ENODEV: ("this is a device or a pipe and no file", f"name a file in its place, {_AGAIN}"),
    errno.ENOTEMPTY: ("a folder could not be cleared away", f"look after the disk, {_AGAIN}"),
    errno.ENAMETOOLONG: ("the name is too long", "move the project to a folder with a shorter path"),
    errno.EMFILE: ("too many files are open at once", f"raise the limit (ulimit -n 4096), {_AGAIN}"),
    errno.ENFILE: ("too many files are open on this machine", f"end other programs, {_AGAIN}"),
    errno.ENOMEM: ("the machine has no memory left", f"end other programs, {_AGAIN}"),
}
"""What a machine refuses, and what a person does about it. What is not here is a bug and shows itself."""


_UNFINISHED = re.compile(r"(?<=/)\.([^/]+)\.[a-z0-9_]{8}\.curate$")
"""The name that a file bears while it is written (curator.files): people know it by its own."""


def refused(error: OSError) -> str:
    """Say what the machine refused and how to mend it; empty for what is a bug and no refusal."""
    what, remedy = _REFUSALS.get(error.errno or 0, ("", ""))
    place = _UNFINISHED.sub(r"\1", error.filename) if isinstance(error.filename, str) else ""
    return what and f"{place}{': ' if place else ''}{what}; {remedy}"


STARVED = (
    "the machine gives this program no more memory or threads; end other programs, or raise the limit "
    "(`ulimit -v`, `ulimit -u`), then run it again; nothing is half written"
)


def starved(error: BaseException) -> bool:
    """Tell whether the machine refused memory or a thread, somewhere in an error, its causes or its group."""
    if isinstance(error, BaseExceptionGroup):
        return any(starved(inner) for inner in error.exceptions)
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "new thread" in str(error)):
        return True
    return error.__cause__ is not None and starved(error.__cause__)
