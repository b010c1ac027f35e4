"""Records that the rooms hand to each other through the ports: what to fetch, what came, what was kept."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, Literal, TypeVar

from curator.errors import CuratorError
from curator.model.found import Article, Document, Entry

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job:
    """One address to ask for. `etag` and `last_modified` are sent back as the server once gave them.

    A feed is fetched whole; a page too, after robots.txt allowed it; a check asks whether it is there. A
    thread is asked of a comment service: no redirect is followed, `body` is posted as JSON, `token` sent,
    and `referer` names the site on whose pages the threads stand.
    """

    url: str
    kind: Literal["feed", "page", "check", "robots", "thread"] = "feed"
    etag: str = ""
    last_modified: str = ""
    body: bytes = b""
    token: str = field(default="", repr=False)
    referer: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one job. `error` is empty exactly when the answer can be used."""

    url: str
    """The address asked for."""
    final: str = ""
    """The address that answered, after redirects."""
    status: int = 0
    """HTTP status, of the redirect when its target was refused; 0 when no answer arrived."""
    document: Document | None = None
    """The body, when there is one to use."""
    etag: str = ""
    last_modified: str = ""
    retry_after: float | None = None
    """Seconds that the server asked us to wait."""
    moved_to: str = ""
    """Where permanent redirects lead, when something usable answered there."""
    error: str = ""
    skipped: bool = False
    """Not asked at all: the host wants to be left alone, or robots.txt forbids it."""
    seconds: float = 0.0

    @property
    def unchanged(self) -> bool:
        """Say whether the server answered that nothing changed since last time."""
        return self.status == 304 and not self.error


@dataclass(frozen=True, slots=True)
class Result(Generic[T, R]):
    """What became of one item: `value`, or `error` with the cause in words.

    `index` counts from 0 in the order of the items. An error that the function raised on purpose
    (a `CuratorError`) keeps its class; everything else is a `WorkerError`.
    """

    index: int
    item: T
    value: R | None = None
    error: CuratorError | None = None


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with the feed it came from and when it was first seen."""

    feed: str
    entry: Entry
    seen: datetime


@dataclass(frozen=True, slots=True)
class StoredPage:
    """What became of a fetched page: its article, or the cause of failure and how often it failed."""

    url: str
    fetched: datetime
    article: Article | None = None
    error: str = ""
    failures: int = 0


@dataclass(frozen=True, slots=True)
class EngineInput:
    """One unit (the hub or a course) as a site engine gets it: Markdown pages and a mkdocs.yml of its own.

    `path` is where the unit stands in the site ("" for the hub), `skip` names Markdown files whose HTML is
    known, `theme` the theme's files to copy along, `bytecode` a folder that lasts, for compiled templates.
    """

    config_file: Path
    path: str
    bytecode: Path
    theme: tuple[str, ...] = ()
    skip: frozenset[str] = frozenset()
