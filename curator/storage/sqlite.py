"""The item store: SQLite in `.curator/store.db`, a cache of what machines sent.

Deleting it loses no published word: modules live in week files, the store only saves asking twice.
So a store that is damaged, or that a newer version wrote, is set aside and begun anew; one that is sound
and cannot be used just now (a full disk, a missing right, another program at work on it) stays, and the
run ends in words. Records are kept as JSON behind a checksum: a row that a failing disk has changed counts
as unknown. There is one writer (the run holds the project's lock), WAL, and one transaction a batch.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from curator.errors import StoreError, refused
from curator.storage.sql_store import VERSION, SqlStore, Writing

MIGRATIONS = {
    0: """
    CREATE TABLE feeds (feed TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE hosts (host TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (feed TEXT, key TEXT, record TEXT NOT NULL, PRIMARY KEY (feed, key));
    CREATE TABLE pages (url TEXT PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL);
    CREATE TABLE notes (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    """,
    1: "CREATE TABLE threads (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;",
    2: """
    ALTER TABLE entries ADD COLUMN at TEXT NOT NULL DEFAULT '';
    UPDATE entries SET at = coalesce(substr(json_extract(substr(record, 9), '$.seen'), 1, 19), '')
        WHERE json_valid(substr(record, 9));
    CREATE INDEX entries_at ON entries (at);
    """,
}


class SQLiteStore(SqlStore):
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

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    def where(self) -> str:
        """Say in words where it is, and how large."""
        path = Path(next(self._select("PRAGMA database_list"))[2])
        return f"{path.stat().st_size / 1e6:.1f} MB in {path.parent.name}/{path.name}"

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
        except sqlite3.Error as error:
            raise StoreError(f"the item store could not be written: {_words(error)}") from error

    def _select(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise StoreError(f"the item store could not be read: {_words(error)}") from error

    def _replace(self, table: str, key: str, *columns: str) -> str:
        names = [*key.split(", "), *columns]
        marks = ", ".join("?" * len(names))
        return f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names

    def _fill(self, db: Writing, table: str, keys: Iterable[str]) -> None:
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY) WITHOUT ROWID")
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own name
        db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?)", [(key,) for key in keys])  # noqa: S608

    def _prune_pages(self, db: Writing, before: str) -> None:
        db.execute(
            "DELETE FROM pages WHERE url NOT IN (SELECT key FROM used) "
            "AND CASE WHEN json_valid(substr(record, 9)) "
            "THEN json_extract(substr(record, 9), '$.fetched') < ? ELSE 1 END",
            (before,),
        )

    def _prune_vectors(self, db: Writing, most: int) -> None:
        db.execute(
            "DELETE FROM vectors WHERE rowid NOT IN (SELECT rowid FROM vectors ORDER BY rowid DESC LIMIT ?)",
            (most,),
        )


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
            connection.executescript(f"BEGIN; {MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;")
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
