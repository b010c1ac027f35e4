"""The item store in Postgres: one store for the machines of several curators, named by CURATE_STORE.

A schema is one project's store; `postgres_connection` says how the address is written. One run at a time is
at work on it: an advisory lock, which the server lets go of with the connection, so whoever lost the
connection writes no more. It is a cache, as the one in SQLite is, but nothing is set aside here: what cannot
be used ends the run.

Keys are bytes, because texts of this database hold no NUL, and bytes have an order that no locale changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from curator.errors import BusyError, StoreError
from curator.storage.postgres_connection import StorePlace, connect, of_the_server, place, words
from curator.storage.sql_store import VERSION, SqlStore, Writing

if TYPE_CHECKING:
    from pg8000.dbapi import Connection

ROWS_AT_ONCE = 500
"""Rows of one statement: each statement costs a round trip."""

MIGRATIONS = {
    0: """
    CREATE TABLE feeds (feed BYTEA PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE hosts (host BYTEA PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE entries (feed BYTEA, key BYTEA, record TEXT NOT NULL, PRIMARY KEY (feed, key));
    CREATE TABLE pages (url BYTEA PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE vectors (key BYTEA PRIMARY KEY, vector BYTEA NOT NULL, at BIGSERIAL);
    CREATE TABLE notes (key BYTEA PRIMARY KEY, record TEXT NOT NULL);
    """,
    1: "CREATE TABLE threads (key BYTEA PRIMARY KEY, record TEXT NOT NULL);",
    2: """
    ALTER TABLE entries ADD COLUMN at TEXT COLLATE "C" NOT NULL DEFAULT '';
    UPDATE entries SET at = coalesce(substr(substr(record, 9)::json ->> 'seen', 1, 19), '');
    CREATE INDEX entries_at ON entries (at);
    """,
}


class PostgresStore(SqlStore):
    """The open store, locked against other runs until it is closed."""

    def __init__(self, connection: "Connection", where: StorePlace) -> None:
        self._db, self._place = connection, where

    @classmethod
    def open(cls, address: str) -> "PostgresStore":
        """Connect to the store that an address names, and create or update its tables.

        Raises ConfigError for an address that will not do, StoreError where the server cannot be reached or
        refuses, BusyError while another run, on whatever machine, is at work on this store.
        """
        where = place(address)
        store = cls(connect(where), where)
        try:
            store._begin()
        except BaseException:
            store.close()
            raise
        return store

    def where(self) -> str:
        """Say in words where it is."""
        return str(self._place)

    def close(self) -> None:
        """Give the lock back and end the connection."""
        with suppress(Exception):  # the server may be gone, which comes to the same
            # The server notices only a moment later that a connection has ended.
            list(self._select("SELECT pg_advisory_unlock_all()"))
        with suppress(Exception):
            self._db.close()

    def _begin(self) -> None:
        """Take the lock, then lead the tables to this version; one transaction a step."""
        name = self._place.schema
        lock = "SELECT pg_try_advisory_lock(hashtext('curator'), hashtext(?))"
        if not next(self._select(lock, (name,)))[0]:
            raise BusyError(f"another run is at work on {self._place}; wait for it, then try again")
        with self._write() as db:
            db.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
        with self._write() as db:
            db.execute(f'SET search_path TO "{name}"')
            db.execute("CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)")
        number = next(self._select("SELECT max(number) FROM version"))[0] or 0
        if number > VERSION:
            raise StoreError(
                f"a newer version of curator wrote {self._place} (format {number}, not {VERSION}); "
                "update curator here, or name another schema"
            )
        for step in range(number, VERSION):
            with self._write() as db:
                for statement in filter(str.strip, MIGRATIONS[step].split(";")):
                    db.execute(statement)
                db.execute("DELETE FROM version")
                db.execute("INSERT INTO version (number) VALUES (?)", (step + 1,))

    def _key(self, key: str) -> bytes:
        return key.encode("utf-8", "surrogatepass")

    @contextmanager
    def _write(self) -> Iterator[Writing]:
        try:
            yield _Cursor(self._db.cursor())
            self._db.commit()
        except BaseException as error:
            with suppress(Exception):
                self._db.rollback()
            if of_the_server(error):
                raise StoreError(f"{self._place} could not be written: {words(error)}") from error
            raise

    def _select(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            cursor = self._db.cursor()
            cursor.execute(query.replace("?", "%s"), tuple(values))
            rows = cursor.fetchall()
            self._db.commit()
        except Exception as error:
            with suppress(Exception):
                self._db.rollback()
            if of_the_server(error):
                raise StoreError(f"{self._place} could not be read: {words(error)}") from error
            raise
        for first, *rest in rows:
            yield (first.decode("utf-8", "replace") if isinstance(first, bytes) else first, *rest)

    def _replace(self, table: str, key: str, *columns: str) -> str:
        names = [*key.split(", "), *columns]
        changed = [f"{column} = excluded.{column}" for column in columns]
        if table == "vectors":
            changed.append("at = excluded.at")
        return (
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "  # noqa: S608 - our own names
            f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(changed)}"
        )

    def _fill(self, db: Writing, table: str, keys: Iterable[str]) -> None:
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (key BYTEA PRIMARY KEY)")
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own name
        rows = [(self._key(key),) for key in keys]
        db.executemany(f"INSERT INTO {table} (key) VALUES (?) ON CONFLICT (key) DO NOTHING", rows)  # noqa: S608

    def _prune_pages(self, db: Writing, before: str) -> None:
        db.execute(
            "DELETE FROM pages WHERE url NOT IN (SELECT key FROM used) "
            "AND CASE WHEN record LIKE '________{%%}' "
            "THEN substr(record, 9)::json ->> 'fetched' < ? ELSE true END",
            (before,),
        )

    def _prune_vectors(self, db: Writing, most: int) -> None:
        db.execute(
            "DELETE FROM vectors WHERE at NOT IN (SELECT at FROM vectors ORDER BY at DESC LIMIT ?)", (most,)
        )


class _Cursor:
    """A cursor that takes question marks, and many rows in few statements."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._cursor.execute(statement.replace("?", "%s"), tuple(values))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        head, values, tail = statement.partition(" VALUES (")
        if not values:
            for row in rows:
                self.execute(statement, row)
            return
        marks, _, tail = tail.partition(")")
        last = {tuple(row[: _keys(tail)]): row for row in rows}  # no statement may write one row twice
        waiting = iter(last.values())
        while some := list(islice(waiting, ROWS_AT_ONCE)):
            self.execute(
                f"{head} VALUES {', '.join([f'({marks})'] * len(some))}{tail}",
                [v for row in some for v in row],
            )


def _keys(tail: str) -> int | None:
    """Count the key columns of a statement; None where it names none, and the whole row counts."""
    inside = tail.partition("ON CONFLICT (")[2].partition(")")[0]
    return len(inside.split(",")) if inside else None
