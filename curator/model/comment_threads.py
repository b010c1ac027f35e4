"""Said records: what learners wrote in the threads of published weeks, as the comment service shows it.

A comment has eight fields and no other. What a service tells beyond them (addresses, mail, votes, user ids,
browsers, regions, pictures) is dropped while its answer is read, so that it is nowhere to be found later.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Comment:
    """One post. All texts are plain and hostile until escaped; `at` is an aware UTC datetime."""

    thread: str
    """Key of the thread, as `thread_key` writes it."""
    id: str
    parent: str
    """Id of the post it answers; empty for one that opens a branch."""
    root: str
    """Id of the post that opens its branch; its own for that one."""
    author: str
    """Name as posted; empty where none was given."""
    at: datetime
    text: str
    """Words with their line breaks; a line that quotes another post begins with `> `."""
    url: str = ""
    """Address of the post itself, where the service has one."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of one question as it stands at the service, oldest post first."""

    key: str
    comments: tuple[Comment, ...] = ()
    complete: bool = True
    """Whether this is all that stands there."""
    problem: str = ""
    """Why it could not be read, or not wholly, in words; empty when it was."""


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread as last read. `source` names the service, `count` is the number that it told."""

    thread: Thread
    source: str
    read: datetime
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a comment service answered to one request: JSON, or why there is none."""

    status: int = 0
    """HTTP status; 0 when no answer arrived."""
    data: Any = None
    """The answer's JSON, hostile; also of a refusal, where it came with any."""
    problem: str = ""
    """In words; empty exactly for JSON with status 200. Never holds an address or a secret."""
