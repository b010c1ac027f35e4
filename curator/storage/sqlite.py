"""The item store: SQLite in `.curator/store.db`, a cache of what machines sent.

Deleting it loses no published word: modules live in week files, the store only saves asking twice.
So a store that is damaged, or that a newer version wrote, is set aside and begun anew; one that is sound
and cannot be used just now (a full disk, a missing right, another program at work on it) stays, and the
run ends in words. Records are kept as JSON behind a checksum: a row that a failing disk has changed counts
as unknown. There is one writer (the run holds the project's lock), WAL, and one transaction a batch.
"""

import hashlib
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from curator.errors import StoreError, refused
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
    host_state,
    made,
    opened,
    sealed,
    stored_entry,
    stored_page,
)

KEPT = timedelta(days=180)
"""How long an entry is kept that its feed holds no more, and the text of a page that no week holds."""
MAX_KEPT = 10_000
"""Entries kept of one feed beside those that it holds; a feed may say 2000 new ones at every pull."""
MAX_VECTORS = 100_000
"""Vectors kept, the youngest: 100 MB."""

VERSION = 2
"""Raised with every change of the tables; `_MIGRATIONS` leads from each version to the next."""

_MIGRATIONS = {
    0: """
    CREATE TABLE feeds (feed TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE hosts (host TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (feed TEXT, key TEXT, record TEXT NOT NULL, PRIMARY KEY (feed, key));
    CREATE TABLE pages (url TEXT PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL);
    CREATE TABLE notes (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    """,
    1: "CREATE TABLE threads (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;",
}


class SQLiteStore:
    """The open store. Use as a context manager; leaving it closes the file."""

    def __init__(self, connection: sqlite3.Connection, warning: str = "") -> None:
        self._db = connection
        self.warning = warning
        """Why the store had to be begun anew, in words, or empty."""

    @classmethod
    def open(cls, path: Path) -> "SQLiteStore":
        """Open or create the store at `path`; one that cannot be read is set aside and begun anew.

        Raises StoreError when the machine does not let it be used: a folder that cannot be written, a full
        disk, another program at work on it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return cls(_connect(path))
            except (sqlite3.DatabaseError, StoreError) as error:
                if isinstance(error, sqlite3.Error) and _of_the_machine(error):
                    raise
                aside = path.with_suffix(".damaged")
                path.replace(aside)
                for suffix in ("-wal", "-shm", "-journal"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
                return cls(
                    _connect(path),
                    f"the item store was set aside as {aside.name} and begun anew; nothing is lost: {error}",
                )
        except OSError as error:
            raise StoreError(refused(error) or f"{path} cannot be used: {error}") from error
        except sqlite3.Error as error:
            raise StoreError(f"{path} cannot be used: {_words(error)}") from error

    def __enter__(self) -> "SQLiteStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
        except sqlite3.Error as error:
            raise StoreError(f"the item store could not be written: {_words(error)}") from error

    # --- feeds and hosts

    def feeds(self) -> dict[str, FeedState]:
        """Return what is remembered of each feed, by its address or path."""
        rows = self._rows("SELECT feed, record FROM feeds", named="feed")
        return dict(made(rows, feed_state))

    def save_feeds(self, states: Iterable[FeedState]) -> None:
        """Remember the feeds' states, replacing what was known."""
        with self._write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO feeds VALUES (?, ?)", [(s.feed, sealed(asdict(s))) for s in states]
            )

    def forget_feed(self, feed: str) -> None:
        """Remove a feed's state and its entries."""
        with self._write() as db:
            db.execute("DELETE FROM feeds WHERE feed = ?", (feed,))
            db.execute("DELETE FROM entries WHERE feed = ?", (feed,))

    def rename_feed(self, old: str, new: str) -> None:
        """Let a feed that moved keep what is known of it under its new address."""
        state = self.feeds().get(old)
        with self._write() as db:
            db.execute("UPDATE OR IGNORE entries SET feed = ? WHERE feed = ?", (new, old))
            db.execute("DELETE FROM entries WHERE feed = ?", (old,))
            db.execute("DELETE FROM feeds WHERE feed = ?", (old,))
            if state is not None:
                record = sealed(asdict(replace(state, feed=new, moved_to="")))
                db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?)", (new, record))

    def hosts(self) -> dict[str, HostState]:
        """Return what is remembered of hosts, by origin."""
        rows = self._rows("SELECT host, record FROM hosts", named="origin")
        return dict(made(rows, host_state))

    def save_hosts(self, states: Iterable[HostState]) -> None:
        """Remember the hosts' states, replacing what was known."""
        with self._write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO hosts VALUES (?, ?)", [(s.origin, sealed(asdict(s))) for s in states]
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
        with self._write() as db:
            known = dict(self._rows("SELECT key, record FROM entries WHERE feed = ?", (feed,)))
            by_hash = {data.get("hash"): key for key, data in known.items()}
            new = 0
            rows = {key: (digest, entry) for key, digest, entry in reversed(entries)}
            for key, (digest, entry) in reversed(rows.items()):
                moved = by_hash.get(digest)
                before = key if key in known or moved in rows else moved
                seen = known[before].get("seen") if before in known else None
                seen = seen if isinstance(seen, str) else now.isoformat()
                new += before not in known
                if before is not None and before != key:
                    known.pop(before)
                    db.execute("DELETE FROM entries WHERE feed = ? AND key = ?", (feed, before))
                known[key] = {"seen": seen, "hash": digest, "entry": asdict(entry)}
                by_hash[digest] = key
                db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", (feed, key, sealed(known[key])))
            if used is not None:
                seen_at = {key: str(data.get("seen", "")) for key, data in known.items() if key not in used}
                for key in {key for key, _, _ in entries}:
                    seen_at.pop(key, None)
                gone = _too_old(seen_at, now)
                db.executemany(
                    "DELETE FROM entries WHERE feed = ? AND key = ?", [(feed, key) for key in gone]
                )
        return new

    def entries(self, feeds: Iterable[str]) -> list[StoredEntry]:
        """Return every stored entry of these feeds, in a fixed order."""
        query = "SELECT key, record FROM entries WHERE feed = ? ORDER BY key"
        return [
            StoredEntry(feed, entry, seen)
            for feed in sorted(set(feeds))
            for _, (entry, seen) in made(self._rows(query, (feed,)), stored_entry)
        ]

    def fingerprint(self, feeds: Iterable[str]) -> str:
        """Return a hash that changes when a stored entry of these feeds does."""
        digest = hashlib.sha256()
        for feed in sorted(set(feeds)):
            query = "SELECT key, substr(record, 1, 8) FROM entries WHERE feed = ? ORDER BY key"
            rows = list(self._select(query, (feed,)))
            digest.update(repr((feed, rows)).encode("utf-8", "replace"))
        return digest.hexdigest()

    # --- pages

    def pages(self, urls: Iterable[str]) -> dict[str, StoredPage]:
        """Return what is known of these pages, by address."""
        found: dict[str, StoredPage] = {}
        for url in urls:
            rows = self._rows("SELECT url, record FROM pages WHERE url = ?", (url,), named="url")
            found.update(made(rows, stored_page))
        return found

    def save_pages(self, pages: Iterable[StoredPage]) -> None:
        """Store fetched pages, replacing what was known. The feed's own entry is not stored twice."""
        rows = [
            (p.url, sealed(asdict(replace(p, article=replace(p.article, entry=None) if p.article else None))))
            for p in pages
        ]
        with self._write() as db:
            db.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?)", rows)

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
                t.thread.key,
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
        rested = now - timedelta(
            days=8
        )  # no rest is longer than a week, no robots.txt holds longer than a day
        idle = [
            host.origin
            for host in self.hosts().values()
            if all(not moment or moment < rested for moment in (host.retry_at, host.robots_until))
        ]
        with self._write() as db:
            db.execute("CREATE TEMP TABLE IF NOT EXISTS used (url TEXT PRIMARY KEY)")
            db.execute("DELETE FROM used")
            db.executemany("INSERT OR IGNORE INTO used VALUES (?)", [(url,) for url in used])
            db.execute(
                "DELETE FROM pages WHERE url NOT IN (SELECT url FROM used) "
                "AND CASE WHEN json_valid(substr(record, 9)) "
                "THEN json_extract(substr(record, 9), '$.fetched') < ? ELSE 1 END",
                ((now - KEPT).astimezone(UTC).isoformat(),),
            )
            db.execute(
                "DELETE FROM vectors WHERE rowid NOT IN "
                "(SELECT rowid FROM vectors ORDER BY rowid DESC LIMIT ?)",
                (MAX_VECTORS,),
            )
            db.executemany("DELETE FROM hosts WHERE host = ?", [(key,) for key in idle])
            db.execute("DELETE FROM hosts WHERE instr(host, '://') = 0")  # of versions that kept them by name

    # --- vectors and notes

    def vectors(self) -> dict[str, bytes]:
        """Return every stored vector by its key (`curator.rank` decides what both mean)."""
        return {
            key: row[4:]
            for key, row in self._select("SELECT key, vector FROM vectors")
            if isinstance(key, str) and isinstance(row, bytes) and row[:4] == checksum(row[4:])
        }

    def save_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""
        rows = [(key, checksum(vector) + vector) for key, vector in sorted(vectors.items())]
        if rows:
            with self._write() as db:
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def note(self, key: str) -> str:
        """Return a remembered word, or an empty string."""
        for _, data in self._rows("SELECT key, record FROM notes WHERE key = ?", (key,), named="key"):
            return str(data.get("note", ""))
        return ""

    def save_note(self, key: str, value: str) -> None:
        """Remember a word under a key."""
        with self._write() as db:
            row = key, sealed({"key": key, "note": value})
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", row)

    def notes(self, prefix: str) -> dict[str, str]:
        """Return the remembered words whose keys start with `prefix`, by the rest of the key."""
        query = "SELECT key, record FROM notes WHERE substr(key, 1, length(?1)) = ?1"
        rows = self._rows(query, (prefix,), named="key")
        return {key[len(prefix) :]: str(data.get("note", "")) for key, data in rows}

    def save_notes(self, prefix: str, notes: Mapping[str, str]) -> None:
        """Remember words under keys that start with `prefix`."""
        with self._write() as db:
            rows = [(prefix + key, sealed({"key": prefix + key, "note": n})) for key, n in notes.items()]
            db.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", rows)

    def _rows(
        self, query: str, values: tuple[str, ...] = (), *, named: str = ""
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (key, record) of the rows whose checksum fits.

        The checksum is the record's; where a record holds its key, too, under `named`, it must be the row's.
        """
        for key, row in self._select(query, values):
            data = opened(row)
            if data is not None and isinstance(key, str) and data.get(named, key) == key:
                yield key, data

    def _select(self, query: str, values: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise StoreError(f"the item store could not be read: {_words(error)}") from error


def _too_old(seen: Mapping[str, str], now: datetime) -> list[str]:
    """Name the entries that were first seen more than KEPT ago, and the oldest of those beyond MAX_KEPT."""
    limit = (now - KEPT).astimezone(UTC).isoformat()
    young = sorted((moment, key) for key, moment in seen.items() if moment >= limit)
    return [key for key, moment in seen.items() if moment < limit] + [key for _, key in young[:-MAX_KEPT]]


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # a post that was taken back leaves nothing behind
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise StoreError(
                f"a newer version of curator wrote it (format {version}, this one reads {VERSION})"
            )
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise StoreError(f"it is damaged ({verdict})")
        for step in range(version, VERSION):
            connection.executescript(f"BEGIN; {_MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;")
        connection.execute("SELECT count(*) FROM feeds").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


# --- errors in words -------------------------------------------------------------------------------

_MACHINE = {
    "SQLITE_FULL": "the disk is full; make room, then run it again",
    "SQLITE_READONLY": "it may not be written; give yourself the right to it (ls -l shows who has it)",
    "SQLITE_CANTOPEN": "it cannot be opened; give yourself the right to it (ls -l shows who has it)",
    "SQLITE_PERM": "it may not be opened; give yourself the right to it (ls -l shows who has it)",
    "SQLITE_AUTH": "it may not be opened; give yourself the right to it (ls -l shows who has it)",
    "SQLITE_BUSY": "another program is at work on it; close that program, then run it again",
    "SQLITE_LOCKED": "another program is at work on it; close that program, then run it again",
    "SQLITE_PROTOCOL": "another program is at work on it; close that program, then run it again",
    "SQLITE_IOERR": "the disk could not be read or written; look after the disk, then run it again",
    "SQLITE_NOMEM": "the machine has no memory left; end other programs, then run it again",
}
"""What lies with the machine and not in the file, with the remedy; see https://sqlite.org/rescode.html."""
_TORN = frozenset({"SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA"})
"""Input errors that tell of a file which is not what was written."""


def _of_the_machine(error: sqlite3.Error) -> str:
    """Say what keeps a sound store from being used, with the remedy; empty for a store that is not sound."""
    name = getattr(error, "sqlite_errorname", "")
    return "" if name in _TORN else _MACHINE.get("_".join(name.split("_")[:2]), "")


def _words(error: sqlite3.Error) -> str:
    cache = "delete .curator/store.db, which is only a cache; nothing published is lost"
    return _of_the_machine(error) or f"{error}; {cache}"
