"""A store in SQL: what is kept, and how it is asked for. A database's own ways stand in a module of its own.

A further database is a class with a connection: `_write`, `_select` and `_replace` say how it is spoken to,
what two databases word differently are methods, too (`_prune_pages`, `_prune_vectors`), and its MIGRATIONS
lead from each version of the tables to the next, under the numbers that all databases share.

Tables: feeds(feed, record), hosts(host, record), entries(feed, key, record, at), pages(url, record),
vectors(key, vector), notes(key, record), threads(key, record). Records are JSON behind a checksum: a row that
a failing disk has changed counts as unknown. Keys are compared and ordered by their bytes.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Protocol, Self

from curator.model import (
    Comment,
    Entry,
    FeedState,
    HostState,
    StoredEntry,
    StoredPage,
    StoredThread,
    Thread,
)
from curator.storage.records import (
    checksum,
    feed_state,
    flat,
    host_state,
    made,
    opened,
    sealed,
    stored_entry,
    stored_page,
)

VERSION = 3
"""Raised with every change of the tables, of all databases at once."""

KEPT = timedelta(days=180)
"""How long an entry is kept that its feed holds no more, and the text of a page that no week holds."""
MAX_KEPT = 10_000
"""Entries kept of one feed beside those that it holds; a feed may say 2000 new ones at every pull."""
MAX_VECTORS = 100_000
"""Vectors kept, the youngest: 100 MB."""
LONGEST_KEY = 1500
"""Bytes of a key of entries; a longer one is stood for by a hash, for indexes have limits."""
AT_ONCE = 500
"""Keys that one statement asks for."""


class Writing(Protocol):
    """What statements are given to, within one transaction. Parameters are question marks."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> object:
        """Run one statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run a statement for every row."""


class SqlStore(ABC):
    """A `curator.ports.Store` in a database that speaks SQL. Use as a context manager; leaving closes it."""

    warning: str = ""
    """What a person should know of it, in words, or empty."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file or the connection."""

    @abstractmethod
    def where(self) -> str:
        """Say in words where it is."""

    @abstractmethod
    def _write(self) -> AbstractContextManager[Writing]:
        """Begin a transaction, commit it at the end; StoreError with a remedy where the database refuses."""

    @abstractmethod
    def _select(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query; StoreError where the database refuses."""

    @abstractmethod
    def _replace(self, table: str, key: str, *columns: str) -> str:
        """Word the statement that writes a row of key columns (with commas) and others, or replaces it."""

    @abstractmethod
    def _fill(self, db: Writing, table: str, keys: Iterable[str]) -> None:
        """Make a temporary table whose one column `key` holds just these keys."""

    @abstractmethod
    def _prune_pages(self, db: Writing, before: str) -> None:
        """Delete pages fetched before a moment (ISO 8601, UTC), but for the keys of the table `used`."""

    @abstractmethod
    def _prune_vectors(self, db: Writing, most: int) -> None:
        """Delete all vectors but the youngest."""

    def _key(self, key: str) -> Any:
        """Return a key as the database takes it."""
        return key

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- feeds and hosts

    def feeds(self) -> dict[str, FeedState]:
        """Return what is remembered of each feed, by its address or path."""
        rows = self._rows("SELECT feed, record FROM feeds", named="feed")
        return dict(made(rows, feed_state))

    def save_feeds(self, states: Iterable[FeedState]) -> None:
        """Remember the feeds' states, replacing what was known."""
        with self._write() as db:
            db.executemany(
                self._replace("feeds", "feed", "record"),
                [(self._key(s.feed), sealed(flat(s))) for s in states],
            )

    def forget_feed(self, feed: str) -> None:
        """Remove a feed's state and its entries."""
        with self._write() as db:
            db.execute("DELETE FROM feeds WHERE feed = ?", (self._key(feed),))
            db.execute("DELETE FROM entries WHERE feed = ?", (self._key(feed),))

    def rename_feed(self, old: str, new: str) -> None:
        """Let a feed that moved keep what is known of it under its new address."""
        state = self.feeds().get(old)
        here, there = self._key(old), self._key(new)
        with self._write() as db:
            db.execute(
                "UPDATE entries SET feed = ? WHERE feed = ? "
                "AND key NOT IN (SELECT key FROM entries WHERE feed = ?)",
                (there, here, there),
            )
            db.execute("DELETE FROM entries WHERE feed = ?", (here,))
            db.execute("DELETE FROM feeds WHERE feed = ?", (here,))
            if state is not None:
                record = sealed(flat(replace(state, feed=new, moved_to="")))
                db.execute(self._replace("feeds", "feed", "record"), (there, record))

    def hosts(self) -> dict[str, HostState]:
        """Return what is remembered of hosts, by origin."""
        rows = self._rows("SELECT host, record FROM hosts", named="origin")
        return dict(made(rows, host_state))

    def save_hosts(self, states: Iterable[HostState]) -> None:
        """Remember the hosts' states, replacing what was known."""
        with self._write() as db:
            db.executemany(
                self._replace("hosts", "host", "record"),
                [(self._key(s.origin), sealed(flat(s))) for s in states],
            )

    # --- entries

    def add_entries(
        self,
        feed: str,
        entries: Sequence[tuple[str, str, Entry]],
        now: datetime,
        *,
        used: Container[str] | None = None,
    ) -> int:
        """Store a feed's entries as (key, content hash, entry); return how many were new.

        An entry is the same when its key (its canonical address or guid) is known, or its content hash from
        an entry that the feed holds no longer: what stands in it twice, alike, is two entries. Of several
        with one key the first counts, which in most feeds is the newest.
        With `used`, the keys of entries that weeks hold, what the feed holds no more is forgotten: what was
        first seen more than KEPT ago, and of the rest what exceeds MAX_KEPT; used ones stay.
        """
        group = self._key(feed)
        query = "SELECT key, record FROM entries WHERE feed = ?"
        known = dict(self._rows(query, (group,)))
        by_hash = {data.get("hash"): key for key, data in known.items()}
        new, moved_away = 0, []
        written: dict[str, tuple[str, str]] = {}
        rows = {_short(key): (digest, entry) for key, digest, entry in reversed(entries)}
        for key, (digest, entry) in reversed(rows.items()):
            moved = by_hash.get(digest)
            before = key if key in known or moved in rows else moved
            seen = known[before].get("seen") if before in known else None
            seen = seen if isinstance(seen, str) else now.isoformat()
            new += before not in known
            if before is not None and before != key:
                known.pop(before)
                moved_away.append(before)
            known[key] = {"seen": seen, "hash": digest, "entry": flat(entry)}
            by_hash[digest] = key
            written[key] = sealed(known[key]), _at(entry, seen)
        if used is not None:
            stay = rows.keys() | {key for key in known if key in used}
            seen_at = {key: str(data.get("seen", "")) for key, data in known.items() if key not in stay}
            moved_away += _too_old(seen_at, now)
        with self._write() as db:
            db.executemany(
                "DELETE FROM entries WHERE feed = ? AND key = ?", [(group, self._key(k)) for k in moved_away]
            )
            db.executemany(
                self._replace("entries", "feed, key", "record", "at"),
                [(group, self._key(key), *columns) for key, columns in written.items()],
            )
        return new

    def entries(self, feeds: Iterable[str]) -> list[StoredEntry]:
        """Return every stored entry of these feeds, in a fixed order."""
        query = "SELECT key, record FROM entries WHERE feed = ? ORDER BY key"
        return [
            StoredEntry(feed, entry, seen)
            for feed in sorted(set(feeds))
            for _, (entry, seen) in made(self._rows(query, (self._key(feed),)), stored_entry)
        ]

    def newest_entries(self, feeds: Iterable[str], most: int) -> Iterator[StoredEntry]:
        """Yield the newest entries of these feeds, `most` in all, in a fixed order and without `content`.

        An entry is as old as it says, where that is before it was first seen, else since it was seen.
        """
        with self._write() as db:
            self._fill(db, "wanted", feeds)
        query = (
            "SELECT feed, record FROM (SELECT feed, key, record FROM entries "
            "WHERE feed IN (SELECT key FROM wanted) ORDER BY at DESC, feed, key LIMIT ?) AS newest "
            "ORDER BY feed, key"
        )
        for feed, (entry, seen) in made(self._rows(query, (most,)), stored_entry):
            yield StoredEntry(feed, replace(entry, content=""), seen)

    def fingerprint(self, feeds: Iterable[str]) -> str:
        """Return a hash that changes when a stored entry of these feeds does."""
        digest = hashlib.sha256()
        for feed in sorted(set(feeds)):
            query = "SELECT key, substr(record, 1, 8) FROM entries WHERE feed = ? ORDER BY key"
            rows = list(self._select(query, (self._key(feed),)))
            digest.update(repr((feed, rows)).encode("utf-8", "replace"))
        return digest.hexdigest()

    # --- pages

    def pages(self, urls: Iterable[str]) -> dict[str, StoredPage]:
        """Return what is known of these pages, by address."""
        found: dict[str, StoredPage] = {}
        rows = self._by_key("SELECT url, record FROM pages WHERE url", map(_short, urls))
        for _, page in made(_sound(rows), stored_page):
            found[page.url] = page
        return found

    def save_pages(self, pages: Iterable[StoredPage]) -> None:
        """Store fetched pages, replacing what was known. The feed's own entry is not stored twice."""
        rows = [
            (
                self._key(_short(p.url)),
                sealed(asdict(replace(p, article=replace(p.article, entry=None) if p.article else None))),
            )
            for p in pages
        ]
        with self._write() as db:
            db.executemany(self._replace("pages", "url", "record"), rows)

    # --- threads

    def threads(self) -> dict[str, StoredThread]:
        """Return every thread that was read, by its key."""
        return {
            key: StoredThread(
                Thread(
                    key,
                    tuple(
                        Comment(**row | {"at": datetime.fromisoformat(row["at"])}) for row in data["comments"]
                    ),
                    data["complete"],
                    data["problem"],
                ),
                data["source"],
                datetime.fromisoformat(data["read"]),
                data["count"],
            )
            for key, data in self._rows("SELECT key, record FROM threads", named="key")
        }

    def keep_threads(self, threads: Iterable[StoredThread]) -> None:
        """Make these all the threads that are known; what others held is overwritten on disk, too."""
        rows = [
            (
                self._key(t.thread.key),
                sealed(asdict(t.thread) | {"source": t.source, "read": t.read, "count": t.count}),
            )
            for t in threads
        ]
        with self._write() as db:
            db.execute("DELETE FROM threads")
            db.executemany("INSERT INTO threads VALUES (?, ?)", rows)

    def prune(self, now: datetime, used: Iterable[str]) -> None:
        """Forget what nobody will ask for: pages that were read long ago, past rests of hosts, old vectors.

        `used` are the addresses of pages that weeks hold; these stay. What is wanted again is read again.
        """
        rested = now - timedelta(days=8)  # no rest is longer than a week, no robots.txt holds so long
        known = self.hosts()
        idle = [
            host.origin
            for host in known.values()
            if all(not moment or moment < rested for moment in (host.retry_at, host.robots_until))
        ]
        by_name = [key for key, _ in self._select("SELECT host, record FROM hosts") if "://" not in str(key)]
        with self._write() as db:
            self._fill(db, "used", map(_short, used))
            self._prune_pages(db, (now - KEPT).astimezone(UTC).isoformat())
            self._prune_vectors(db, MAX_VECTORS)
            gone = [(self._key(key),) for key in [*idle, *by_name]]  # by name: of earlier versions
            db.executemany("DELETE FROM hosts WHERE host = ?", gone)

    # --- vectors and notes

    def vectors(self, keys: Iterable[str] | None = None) -> dict[str, bytes]:
        """Return the stored vectors with these keys, or all (`curator.rank` decides what both mean)."""
        query = "SELECT key, vector FROM vectors"
        rows = self._select(query) if keys is None else self._by_key(f"{query} WHERE key", keys)
        return {
            key: row[4:]
            for key, row in rows
            if isinstance(key, str) and isinstance(row, bytes) and row[:4] == checksum(row[4:])
        }

    def save_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""
        rows = [(self._key(key), checksum(vector) + vector) for key, vector in sorted(vectors.items())]
        if rows:
            with self._write() as db:
                db.executemany(self._replace("vectors", "key", "vector"), rows)

    def note(self, key: str) -> str:
        """Return a remembered word, or an empty string."""
        for _, data in self._rows(
            "SELECT key, record FROM notes WHERE key = ?", (self._key(key),), named="key"
        ):
            return str(data.get("note", ""))
        return ""

    def save_note(self, key: str, value: str) -> None:
        """Remember a word under a key."""
        with self._write() as db:
            row = self._key(key), sealed({"key": key, "note": value})
            db.execute(self._replace("notes", "key", "record"), row)

    def notes(self, prefix: str) -> dict[str, str]:
        """Return the remembered words whose keys start with `prefix`, by the rest of the key."""
        query = "SELECT key, record FROM notes WHERE key >= ? AND key < ?"
        rows = self._rows(query, (self._key(prefix), self._key(f"{prefix}{_LAST}")), named="key")
        return {key[len(prefix) :]: str(data.get("note", "")) for key, data in rows}

    def save_notes(self, prefix: str, notes: Mapping[str, str]) -> None:
        """Remember words under keys that start with `prefix`."""
        with self._write() as db:
            rows = [
                (self._key(prefix + key), sealed({"key": prefix + key, "note": n}))
                for key, n in notes.items()
            ]
            db.executemany(self._replace("notes", "key", "record"), rows)

    def _by_key(self, query: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that ends in a column whose value is one of these keys."""
        waiting = iter(dict.fromkeys(keys))
        while some := [self._key(key) for key in islice(waiting, AT_ONCE)]:
            yield from self._select(f"{query} IN ({', '.join('?' * len(some))})", some)

    def _rows(
        self, query: str, values: Sequence[Any] = (), *, named: str = ""
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (key, record) of the rows whose checksum fits; see `_sound`."""
        return _sound(self._select(query, values), named=named)


def _sound(rows: Iterable[tuple[Any, ...]], *, named: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (key, record) of the rows whose checksum fits.

    The checksum is the record's; where a record holds its key, too, under `named`, it must be the row's.
    """
    for key, row in rows:
        data = opened(row)
        if data is not None and isinstance(key, str) and data.get(named, key) == key:
            yield key, data


def _at(entry: Entry, seen: str) -> str:
    """Return when an entry came, as its column has it: never after it was first seen, whatever it says."""
    said = entry.published or entry.updated
    try:
        moment = datetime.fromisoformat(seen)
    except ValueError:
        return ""
    if said is not None:
        said = said.replace(tzinfo=UTC) if said.tzinfo is None else said
        moment = min(said, moment)
    return moment.astimezone(UTC).isoformat(timespec="seconds")[:19]


_LAST = chr(0x10FFFF)
"""Greater than what any name goes on with."""


def _short(key: str) -> str:
    """Return a key that any index takes; a hash stands for the end of a very long one."""
    data = key.encode("utf-8", "surrogatepass")
    return key if len(data) <= LONGEST_KEY else f"{key[:300]}#{hashlib.sha256(data).hexdigest()}"


def _too_old(seen: Mapping[str, str], now: datetime) -> list[str]:
    """Name the entries that were first seen more than KEPT ago, and the oldest of those beyond MAX_KEPT."""
    limit = (now - KEPT).astimezone(UTC).isoformat()
    young = sorted((moment, key) for key, moment in seen.items() if moment >= limit)
    return [key for key, moment in seen.items() if moment < limit] + [key for _, key in young[:-MAX_KEPT]]
