"""The item store: SQLite in `.curator/store.db`, a cache of what machines sent.

Deleting it loses no published word: modules live in week files, the store only saves asking twice.
So a store that is damaged, or that a newer version wrote, is set aside and begun anew; one that is sound
and cannot be used just now (a full disk, a missing right, another program at work on it) stays, and the
run ends in words. Records are kept as JSON behind a checksum: a row that a failing disk has changed counts
as unknown. There is one writer (the run holds the project's lock), WAL, and one transaction a batch.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from curator.errors import StoreError, refused
from curator.model import (
    Article,
    Comment,
    Entry,
    FeedState,
    HostState,
    StoredEntry,
    StoredPage,
    StoredThread,
    Thread,
)

T = TypeVar("T")

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


class Store:
    """The open store. Use as a context manager; leaving it closes the file."""

    def __init__(self, connection: sqlite3.Connection, warning: str = "") -> None:
        self._db = connection
        self.warning = warning
        """Why the store had to be begun anew, in words, or empty."""

    @classmethod
    def open(cls, path: Path) -> "Store":
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

    def __enter__(self) -> "Store":
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
        return dict(_made(rows, _feed_state))

    def save_feeds(self, states: Iterable[FeedState]) -> None:
        """Remember the feeds' states, replacing what was known."""
        with self._write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO feeds VALUES (?, ?)", [(s.feed, _dump(asdict(s))) for s in states]
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
                record = _dump(asdict(replace(state, feed=new, moved_to="")))
                db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?)", (new, record))

    def hosts(self) -> dict[str, HostState]:
        """Return what is remembered of hosts, by origin."""
        rows = self._rows("SELECT host, record FROM hosts", named="origin")
        return dict(_made(rows, _host_state))

    def save_hosts(self, states: Iterable[HostState]) -> None:
        """Remember the hosts' states, replacing what was known."""
        with self._write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO hosts VALUES (?, ?)", [(s.origin, _dump(asdict(s))) for s in states]
            )

    # --- entries

    def add_entries(self, feed: str, entries: Sequence[tuple[str, str, Entry]], now: datetime) -> int:
        """Store a feed's entries as (key, content hash, entry); return how many were new.

        An entry is the same when its key (its canonical address or guid) is known, or its content hash from
        an entry that the feed holds no longer: what stands in it twice, alike, is two entries. Of several
        with one key the first counts, which in most feeds is the newest.
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
                db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", (feed, key, _dump(known[key])))
        return new

    def entries(self, feeds: Iterable[str]) -> list[StoredEntry]:
        """Return every stored entry of these feeds, in a fixed order."""
        query = "SELECT key, record FROM entries WHERE feed = ? ORDER BY key"
        return [
            StoredEntry(feed, entry, seen)
            for feed in sorted(set(feeds))
            for _, (entry, seen) in _made(self._rows(query, (feed,)), _stored_entry)
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
            found.update(_made(rows, _stored_page))
        return found

    def save_pages(self, pages: Iterable[StoredPage]) -> None:
        """Store fetched pages, replacing what was known. The feed's own entry is not stored twice."""
        rows = [
            (p.url, _dump(asdict(replace(p, article=replace(p.article, entry=None) if p.article else None))))
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
                _dump(asdict(t.thread) | {"source": t.source, "read": t.read, "count": t.count}),
            )
            for t in threads
        ]
        with self._write() as db:
            db.execute("DELETE FROM threads")
            db.executemany("INSERT INTO threads VALUES (?, ?)", rows)

    # --- vectors and notes

    def vectors(self) -> dict[str, bytes]:
        """Return every stored vector by its key (`curator.rank` decides what both mean)."""
        return {
            key: sealed[4:]
            for key, sealed in self._select("SELECT key, vector FROM vectors")
            if isinstance(key, str) and isinstance(sealed, bytes) and sealed[:4] == _checksum(sealed[4:])
        }

    def save_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""
        rows = [(key, _checksum(vector) + vector) for key, vector in sorted(vectors.items())]
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
            row = key, _dump({"key": key, "note": value})
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", row)

    def notes(self, prefix: str) -> dict[str, str]:
        """Return the remembered words whose keys start with `prefix`, by the rest of the key."""
        query = "SELECT key, record FROM notes WHERE substr(key, 1, length(?1)) = ?1"
        rows = self._rows(query, (prefix,), named="key")
        return {key[len(prefix) :]: str(data.get("note", "")) for key, data in rows}

    def save_notes(self, prefix: str, notes: Mapping[str, str]) -> None:
        """Remember words under keys that start with `prefix`."""
        with self._write() as db:
            rows = [(prefix + key, _dump({"key": prefix + key, "note": note})) for key, note in notes.items()]
            db.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", rows)

    def _rows(
        self, query: str, values: tuple[str, ...] = (), *, named: str = ""
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (key, record) of the rows whose checksum fits.

        The checksum is the record's; where a record holds its key, too, under `named`, it must be the row's.
        """
        for key, sealed in self._select(query, values):
            data = _load(sealed)
            if data is not None and isinstance(key, str) and data.get(named, key) == key:
                yield key, data

    def _select(self, query: str, values: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise StoreError(f"the item store could not be read: {_words(error)}") from error


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


# --- records as JSON -----------------------------------------------------------------------------


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _dump(record: Any) -> str:
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":"), default=_encode)
    return _checksum(text.encode()).hex() + text


def _load(sealed: object) -> dict[str, Any] | None:
    """Open a stored record; None when the bytes are not those that were written."""
    if not isinstance(sealed, str):
        return None
    digest, text = sealed[:8], sealed[8:]
    if digest != _checksum(text.encode()).hex():
        return None
    data = json.loads(text)
    return data if isinstance(data, dict) else None


def _encode(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the store")


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _made(
    rows: Iterable[tuple[str, dict[str, Any]]], make: Callable[[dict[str, Any]], T]
) -> Iterator[tuple[str, T]]:
    """Yield (key, record) of the rows that can be made; what another version wrote otherwise is unknown."""
    for key, data in rows:
        with suppress(TypeError, ValueError, KeyError, AttributeError):
            yield key, make(data)


@lru_cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(each.name for each in fields(kind))


def _own(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what another version added to a record."""
    return {key: value for key, value in data.items() if key in _names(kind)}


def _feed_state(data: dict[str, Any]) -> FeedState:
    times = {k: _time(data.get(k)) for k in ("checked", "changed", "retry_at")}
    return FeedState(**_own(FeedState, data) | times)


def _host_state(data: dict[str, Any]) -> HostState:
    times = {k: _time(data.get(k)) for k in ("retry_at", "robots_until")}
    return HostState(**_own(HostState, data) | times)


def _stored_entry(data: dict[str, Any]) -> tuple[Entry, datetime]:
    return _entry(data["entry"]), datetime.fromisoformat(data["seen"])


def _stored_page(data: dict[str, Any]) -> StoredPage:
    article = _article(data["article"]) if data["article"] else None
    fetched = datetime.fromisoformat(data["fetched"])
    return StoredPage(str(data["url"]), fetched, article, str(data["error"]), int(data["failures"]))


def _entry(data: dict[str, Any]) -> Entry:
    times = {k: _time(data.get(k)) for k in ("published", "updated")}
    return Entry(**_own(Entry, data) | times | {"categories": tuple(data.get("categories", ()))})


def _article(data: dict[str, Any]) -> Article:
    text = data.get("published")
    published = (
        None
        if not text
        else date.fromisoformat(text)
        if len(text) == len("2026-11-23")
        else datetime.fromisoformat(text)
    )
    pairs = tuple((str(a), str(b)) for a, b in data.get("origins", ()))
    return Article(
        **_own(Article, data)
        | {
            "published": published,
            "categories": tuple(data.get("categories", ())),
            "origins": pairs,
            "entry": None,
        }
    )
