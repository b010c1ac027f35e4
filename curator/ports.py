"""Ports: what the use cases ask of the outside, one Protocol for each edge.

    use case ──► port ◄── implementation, chosen in one place: curator.app.composition

An implementation need not import this module; it has the right methods. Comment providers, engines, exporters
and importers may come from other packages: see `curator.plugins`.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from curator.model import (
    EngineInput,
    Entry,
    FeedState,
    Fetched,
    HostState,
    Reply,
    Result,
    StoredEntry,
    StoredPage,
    StoredThread,
    Thread,
)

T = TypeVar("T")
R = TypeVar("R")


class Fetcher(Protocol):
    """The only way to the network: many jobs at once, politely, each ending in a record."""

    def __iter__(self) -> Iterator[Fetched]:
        """Yield what became of each job, in the order of the answers; never raises for an answer."""

    @property
    def hosts(self) -> tuple[HostState, ...]:
        """What was learned of the hosts that were asked: when to come again."""


class Executor(Protocol):
    """Runs functions over hostile documents under limits of time, memory and processor.

    Functions stand at the level of a module, and they and the items are pickled. What fails is the error of
    one result. ClusterError is raised where the machines that should do the work are gone.
    """

    def map(
        self, function: Callable[[T], R], items: Iterable[T], *, size: Callable[[T], int] | None = None
    ) -> Iterator[Result[T, R]]:
        """Run a function over items; yield one result for each, in the items' order.

        `size` tells the bytes of an item, so that few of the large ones are taken ahead.
        """

    def submit(self, function: Callable[[T], R], item: T, index: int = 0) -> Future[Result[T, R]]:
        """Queue one item; the future ends in its result."""

    def close(self) -> None:
        """End every process that was started."""


class Store(Protocol):
    """What machines sent and what was made of it, kept between runs. A cache: losing it costs time only."""

    warning: str
    """What a person should know of it: that it was damaged and begun anew, say; or ""."""

    def where(self) -> str:
        """Say in words where it is, and how large where that is cheap to tell."""

    def feeds(self) -> dict[str, FeedState]:
        """Return how each feed is, by its name."""

    def save_feeds(self, states: Iterable[FeedState]) -> None:
        """Keep how feeds are."""

    def forget_feed(self, feed: str) -> None:
        """Delete a feed's state and its entries."""

    def rename_feed(self, old: str, new: str) -> None:
        """Let a feed go on under another address."""

    def hosts(self) -> dict[str, HostState]:
        """Return what is known of hosts."""

    def save_hosts(self, states: Iterable[HostState]) -> None:
        """Keep what is known of hosts."""

    def add_entries(
        self,
        feed: str,
        entries: Sequence[tuple[str, str, Entry]],
        now: datetime,
        *,
        used: Container[str] | None = None,
    ) -> int:
        """Add (key, content hash, entry) of a feed; return how many were new.

        With `used`, forget old entries that the feed holds no more, but for those with these keys.
        """

    def prune(self, now: datetime, used: Iterable[str]) -> None:
        """Forget what nobody will ask for, but for pages with these addresses."""

    def entries(self, feeds: Iterable[str]) -> list[StoredEntry]:
        """Return all entries of some feeds."""

    def newest_entries(self, feeds: Iterable[str], most: int) -> Iterator[StoredEntry]:
        """Yield the newest entries of some feeds, `most` in all, by feed and key, without their content."""

    def pages(self, urls: Iterable[str]) -> dict[str, StoredPage]:
        """Return what became of pages that were asked for, by address."""

    def save_pages(self, pages: Iterable[StoredPage]) -> None:
        """Keep what became of pages."""

    def threads(self) -> dict[str, StoredThread]:
        """Return every thread that was read back, by its key."""

    def keep_threads(self, threads: Iterable[StoredThread]) -> None:
        """Make these all the threads that are known; nothing is left of others."""

    def fingerprint(self, feeds: Iterable[str]) -> str:
        """Hash what some feeds hold: the same hash, the same entries."""

    def vectors(self, keys: Iterable[str] | None = None) -> dict[str, bytes]:
        """Return what was computed of texts, by their keys: of these, or of all."""

    def save_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Keep what was computed of texts."""

    def notes(self, prefix: str) -> dict[str, str]:
        """Return all short texts whose names begin so, by the rest of their names."""

    def save_notes(self, prefix: str, notes: Mapping[str, str]) -> None:
        """Keep short texts under names that begin so."""

    def note(self, key: str) -> str:
        """Return a short text kept under a name, or ""."""

    def save_note(self, key: str, value: str) -> None:
        """Keep a short text under a name."""

    def close(self) -> None:
        """Let go of the file or the connection."""


class Engine(Protocol):
    """Renders Markdown pages to HTML from the same mkdocs.yml, a unit (the hub or a course) at a time.

    It runs in a child process, so its class is imported there anew.
    """

    name: str
    """As `--engine` says it."""
    skips: bool
    """Whether it can leave out pages whose HTML is known (`EngineInput.skip`)."""

    def build(self, unit: EngineInput, out: Path) -> None:
        """Render the unit into the folder `out`; RenderError carries the engine's own words."""


class ThreadFetcher(Protocol):
    """Asks one comment service, one request at a time, within limits; nothing is raised."""

    def ask(self, url: str, *, post: Any = None, token: str = "") -> Reply:
        """GET an address, or POST `post` to it as JSON; `token` goes along as a bearer token."""


class CommentProvider(Protocol):
    """A comment service as the pages see it, and how its threads are read back.

    Nothing of it is loaded in a page before the learner asks.

    A class of such objects is a pydantic model (`curator.comments.base.Provider`): its fields are the
    settings under `extra.comments` of mkdocs.yml.
    """

    @property
    def name(self) -> str:
        """Short name, as in mkdocs.yml: "giscus"."""

    @property
    def label(self) -> str:
        """Name for people: "giscus on GitHub"."""

    @property
    def account(self) -> str | None:
        """Where one needs a free account to post: "GitHub"; "" for nowhere, None where the service says."""

    @property
    def host(self) -> str:
        """The host that learns of the learner's visit once the discussion is loaded."""

    @property
    def script(self) -> str:
        """File under assets/comments/ that draws the discussion."""

    @property
    def script_file(self) -> Path | None:
        """Where that file lies, for a provider of another package; None for our own."""

    @property
    def mails_name_threads(self) -> bool:
        """Whether the service's mails link to the site's host and a thread's name, as if that were a page."""

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:
        """Return the data-* attributes that the script reads from the thread's section."""

    def link(self, thread: str, title: str) -> str | None:
        """Return where the discussion can be read without JavaScript, if anywhere."""

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Return what the page's Content-Security-Policy must allow: directive -> sources."""

    @property
    def api(self) -> str:
        """The origin that threads are read from; empty where they cannot be read."""

    def read(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> tuple[Thread, ...]:
        """Read these threads, one record for each key; what goes wrong stands in its `problem`."""

    def counts(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> Mapping[str, int]:
        """Tell cheaply how many posts threads have; empty where the service has no such way."""


class Exporter(Protocol):
    """Makes one file of a course; an entry point names a class of such objects, or one of them."""

    @property
    def suffix(self) -> str:
        """End of the file's name, with its dot: ".epub"."""

    def write(self, book: Any) -> bytes:
        """Write a course, a `curator.exports.course_book.CourseBook`; the same book gives the same bytes.

        Raises ConfigError where something must be installed first.
        """


class Importer(Protocol):
    """Reads the links that somebody saved; an entry point names a class of such objects, or one of them."""

    def recognises(self, text: str) -> bool:
        """Tell whether a file is of this kind; it is asked for every file and must be quick."""

    def read(self, text: str, file: str) -> Iterable[Any]:
        """Yield each link as a `curator.importers.saved_link.SavedLink`.

        Raises ConfigError, naming `file` and the line, for what cannot be read.
        """


class Assistant(Protocol):
    """A language model, if somebody wants one. Its answers are hostile until shown otherwise."""

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Send one JSON object, return the JSON that came back, within bounds of time and size."""
