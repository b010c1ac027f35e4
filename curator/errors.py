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
    └── RenderError      the site engine failed

One document's failure becomes a value (`curator.model.Failure`) at the edge where it happened; what
still travels as an exception is a mistake of the user or a bug.
"""

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
        key = f" {self.key}:" if self.key else ""
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{place}:{key} {self.message}{remedy}"


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


class RenderError(CuratorError):
    """The site engine could not render the pages; the message carries its own words."""
