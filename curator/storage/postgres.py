"""The item store in Postgres: one store for the machines of several curators, named by CURATE_STORE.

The address is postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME&sslmode=... A schema is one project's
store. One run at a time is at work on it: an advisory lock, which the server lets go of with the connection.
It is a cache, as the one in SQLite is, but nothing is set aside here: what cannot be used ends the run.

Keys are bytes, because texts of this database hold no NUL, and bytes have an order that no locale changes.
"""

import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from curator.errors import BusyError, ConfigError, StoreError
from curator.storage.sql_store import VERSION, SqlStore, Writing

if TYPE_CHECKING:
    from pg8000.dbapi import Connection

VARIABLE = "CURATE_STORE"
"""The environment variable that names the store: it may hold a password, and no file should."""
ROWS_AT_ONCE = 500
"""Rows of one statement: each statement costs a round trip."""
SECONDS = 10
"""How long connecting may take."""

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

_INSTALL = "install it: pip install 'curator-mooc[postgres]'"
_LIKE = "write it like postgresql://user:password@host:5432/database?schema=project"
_SSL = ("verify-full", "require", "disable")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is, as CURATE_STORE says it."""

    host: str
    port: int
    database: str
    user: str
    password: str
    schema: str
    sslmode: str
    """verify-full: encrypted, and the server is who it says; require: encrypted; disable: neither."""
    root: str = ""
    """File with the certificates of the authorities that vouch for the server; the system's by default."""

    def __str__(self) -> str:
        return f"the store {self.database}, schema {self.schema}, at {self.host}"

    @property
    def local(self) -> bool:
        """Whether no network lies between."""
        return self.host.startswith("/") or self.host in ("localhost", "127.0.0.1", "::1")


def place(address: str) -> Place:
    """Read the address of a store; ConfigError says how to write it, without repeating what may be secret."""
    try:
        parts = urlsplit(address)
        port = parts.port or 5432
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        raise _wrong("cannot be read") from None
    host = options.pop("host", "") or parts.hostname or "localhost"
    schema = options.pop("schema", "curator")
    found = Place(
        host=host,
        port=port,
        database=unquote(parts.path.strip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        schema=schema,
        sslmode="",
        root=options.pop("sslrootcert", ""),
    )
    mode = options.pop("sslmode", "disable" if found.local else "verify-full")
    if parts.scheme not in ("postgresql", "postgres") or not found.database or not found.user:
        raise _wrong("is no address of a Postgres database with a user")
    if options:
        raise _wrong(f"has an option that is not known: {sorted(options)[0]}")
    if mode not in _SSL:
        raise _wrong(f"has sslmode={mode}, which is none of {', '.join(_SSL)}")
    if not (schema.isascii() and schema.isidentifier() and schema == schema.lower()):
        raise _wrong("has a schema that is not of small letters, digits and underscores")
    return Place(**{name: getattr(found, name) for name in Place.__slots__} | {"sslmode": mode})


def _wrong(what: str) -> ConfigError:
    return ConfigError.at(VARIABLE, what, _LIKE)


class PostgresStore(SqlStore):
    """The open store, locked against other runs until it is closed."""

    def __init__(self, connection: "Connection", where: Place) -> None:
        self._db, self._place = connection, where

    @classmethod
    def open(cls, address: str) -> "PostgresStore":
        """Connect to the store that an address names, and create or update its tables.

        Raises ConfigError for an address that will not do, StoreError where the server cannot be reached or
        refuses, BusyError while another run, on whatever machine, is at work on this store.
        """
        where = place(address)
        store = cls(_connect(where), where)
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
        """End the connection, and with it the lock."""
        with suppress(Exception):  # the server may be gone, which comes to the same
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
            if _of_the_server(error):
                raise StoreError(f"{self._place} could not be written: {_words(error)}") from error
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
            if _of_the_server(error):
                raise StoreError(f"{self._place} could not be read: {_words(error)}") from error
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


def _connect(where: Place) -> "Connection":
    try:
        from pg8000 import dbapi
    except ImportError:
        raise ConfigError.at(VARIABLE, "needs pg8000, which is not installed", _INSTALL) from None
    reach: dict[str, Any] = {"host": where.host, "port": where.port}
    if where.host.startswith("/"):
        reach = {"unix_sock": f"{where.host}/.s.PGSQL.{where.port}"}
    try:
        return dbapi.connect(
            user=where.user,
            password=where.password or None,
            database=where.database,
            ssl_context=_tls(where),
            timeout=None,
            application_name="curator",
            **reach,
        )
    except Exception as error:
        if _of_the_server(error) or isinstance(error, OSError):
            raise StoreError(f"{where} cannot be reached: {_words(error)}") from error
        raise


def _tls(where: Place) -> ssl.SSLContext | None:
    if where.sslmode == "disable":
        return None
    if where.root and not Path(where.root).is_file():
        raise _wrong(f"names sslrootcert={where.root}, and there is no such file")
    context = ssl.create_default_context(cafile=where.root or None)
    if where.sslmode == "require":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


_REMEDIES = {
    "28P01": "the password is wrong: correct it in CURATE_STORE",
    "28000": "the server does not let this user in: see its pg_hba.conf",
    "3D000": "there is no such database: createdb makes one",
    "42501": "the user may not do this: GRANT CREATE ON DATABASE lets it make the schema",
    "53100": "the server's disk is full; make room there, then run it again",
    "53300": "the server has no connection left; end other programs, then run it again",
    "57P01": "the server was stopped; start it, then run it again",
    "57P03": "the server is starting; run it again in a moment",
}
"""What a server refuses, by SQLSTATE, and what to do; see appendix A of the PostgreSQL manual."""


def _of_the_server(error: BaseException) -> bool:
    from pg8000.exceptions import DatabaseError, InterfaceError

    return isinstance(error, DatabaseError | InterfaceError | OSError)


def _words(error: BaseException) -> str:
    told = error.args[0] if error.args else ""
    if isinstance(told, dict):
        return _REMEDIES.get(str(told.get("C")), "") or str(told.get("M", "it refused"))[:200]
    return str(told or error)[:200] or type(error).__name__
