"""Where a store in Postgres is, and the connection to it: encrypted, and to the server that is meant.

The address is postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME&sslmode=... It may hold a password,
so no message repeats it. The socket is made here and not by pg8000, which encrypts wherever it can, whatever
was asked for, and waits for ever for a machine that is gone.
"""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from struct import pack
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from curator.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from pg8000.dbapi import Connection

VARIABLE = "CURATE_STORE"
"""The environment variable that names the store: it may hold a password, and no file should."""
SECONDS = 10.0
"""How long connecting may take."""
SILENT = 60
"""Seconds in which a machine that says nothing must acknowledge what was sent, or counts as gone."""

_INSTALL = "install it: pip install 'curator-mooc[postgres]'"
_LIKE = "write it like postgresql://user:password@host:5432/database?schema=project"
_SSL = ("verify-full", "require", "disable")
_SSL_REQUEST = pack("!ii", 8, 80877103)
"""See SSLRequest in "Message Formats" of the PostgreSQL manual; the server answers with one letter."""


@dataclass(frozen=True, slots=True)
class StorePlace:
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


def place(address: str) -> StorePlace:
    """Read the address of a store; ConfigError says how to write it, without repeating what may be secret."""
    try:
        parts = urlsplit(address)
        port = parts.port or 5432
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        raise _wrong("cannot be read") from None
    host = options.pop("host", "") or parts.hostname or "localhost"
    schema = options.pop("schema", "curator")
    found = StorePlace(
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
    return StorePlace(**{name: getattr(found, name) for name in StorePlace.__slots__} | {"sslmode": mode})


def _wrong(what: str) -> ConfigError:
    return ConfigError.at(VARIABLE, what, _LIKE)


def connect(where: StorePlace) -> "Connection":
    """Connect and log in within SECONDS; ConfigError without pg8000, StoreError in words else."""
    try:
        from pg8000 import dbapi
    except ImportError:
        raise ConfigError.at(VARIABLE, "needs pg8000, which is not installed", _INSTALL) from None
    try:
        sock = _socket(where)
        try:
            connection = dbapi.connect(
                user=where.user,
                password=where.password or None,
                database=where.database,
                application_name="curator",
                host=where.host,
                sock=sock,
                ssl_context=False,  # what has to be encrypted is by now
            )
        except BaseException:
            sock.close()
            raise
        sock.settimeout(None)  # a statement may take its time
        return connection
    except Exception as error:
        if of_the_server(error):
            raise StoreError(f"{where} cannot be reached: {words(error)}") from error
        raise


def _socket(where: StorePlace) -> socket.socket:
    """Return a socket on which the server is ready to be logged in to."""
    context = _tls(where)
    if where.host.startswith("/"):
        sock = socket.socket(socket.AF_UNIX)
        address = f"{where.host}/.s.PGSQL.{where.port}"
    else:
        sock = socket.create_connection((where.host, where.port), SECONDS)
    try:
        sock.settimeout(SECONDS)
        if where.host.startswith("/"):
            sock.connect(address)
        else:
            _notice_silence(sock)
        if context is None:
            return sock
        sock.sendall(_SSL_REQUEST)
        if not (answer := sock.recv(1)):
            raise ConnectionResetError
        if answer != b"S":
            remedy = "turn `ssl` on there, or write sslmode=disable where nobody else can listen"
            raise StoreError(f"{where} cannot be reached: it offers no encryption; {remedy}")
        return context.wrap_socket(sock, server_hostname=where.host)
    except BaseException:
        sock.close()
        raise


def _notice_silence(sock: socket.socket) -> None:
    """Let the system give up a connection to a machine that is gone; by itself it would wait for hours."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    wanted = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": SILENT * 1000}
    for name, value in wanted.items():
        with suppress(AttributeError, OSError):  # each is missing somewhere
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _tls(where: StorePlace) -> ssl.SSLContext | None:
    if where.sslmode == "disable":
        return None
    if where.root and not Path(where.root).is_file():
        raise _wrong(f"names sslrootcert={where.root}, and there is no such file")
    try:
        context = ssl.create_default_context(cafile=where.root or None)
    except ssl.SSLError:
        raise _wrong(f"names sslrootcert={where.root}, which holds no certificate in PEM form") from None
    if where.sslmode == "require":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


# --- errors in words -------------------------------------------------------------------------------

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
_LOST = "the connection to it was lost; see that the server runs, then run it again"


def of_the_server(error: BaseException) -> bool:
    """Tell whether an error is one of the server or of the way to it."""
    from pg8000.exceptions import DatabaseError, InterfaceError

    return isinstance(error, DatabaseError | InterfaceError | OSError)


def words(error: BaseException) -> str:
    """Say what went wrong and what to do about it."""
    from pg8000.exceptions import InterfaceError

    told = error.args[0] if error.args else ""
    if isinstance(told, dict):
        return _REMEDIES.get(str(told.get("C")), "") or str(told.get("M", "it refused"))[:200]
    if isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message.rstrip(".")
        return f"its certificate does not hold: {said}; sslrootcert names the authority that vouches for it"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"it does not answer within {SECONDS:g} s"
    if isinstance(error, InterfaceError | ConnectionError) and not isinstance(error, ConnectionRefusedError):
        return _LOST
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:200]
    return str(told or error)[:200] or type(error).__name__
