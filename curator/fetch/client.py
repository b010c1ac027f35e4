"""One fetch with limits: an address goes in, a record of what happened comes out, never an exception.

    guard the address → wait for the host's turn → ask → redirected? once more, at most 5 times
      → read at most `max_bytes`, decompressed, all within `timeout` seconds → `Fetched`

Redirects are followed by hand, because every hop must pass the guard, the host's turn and robots.txt. A login
in the address goes along to the same origin only, and never into the document: its links are made from that.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import partial
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from curator.config import Pull
from curator.fetch.address_guard import Guard, host_key
from curator.fetch.failures import failure_in_words, own_refusal, status_in_words
from curator.model import Document, Fetched, Job
from curator.text.one_line import one_line
from curator.urls import bare, masked, signed

MAX_REDIRECTS = 5
KEPT_HEADERS = (
    "content-type",
    "content-language",
    "link",
    "tdm-policy",
    "tdm-reservation",
    "x-robots-tag",
)
"""What later stages need to know of an answer."""
LARGE = 1_000_000
LARGE_AT_ONCE = 8
"""So many answers of more than LARGE bytes are held at the same time, however many requests are under way."""
_MAX_HEADER = 4000
REFUSAL = 100_000
"""Bytes that the refusal of a comment service may hold."""
_MAX_VALIDATOR = 1000
_MAX_ERROR = 500
_PERMANENT = frozenset({301, 308})
_REDIRECT = frozenset({301, 302, 303, 307, 308})
_FINAL = frozenset({410, 429, 503})
"""Answers to HEAD that GET would not change; after others a link check asks once more, with GET."""
_NOT_A_PAGE = ("audio/", "video/", "image/", "font/", "application/zip", "application/x-")
_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1",
    "page": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1",
    "check": "*/*",
    "robots": "text/plain, */*;q=0.1",
    "thread": "application/json",
}


@dataclass(frozen=True, slots=True)
class Hop:
    """One request on the way to an answer."""

    url: str
    method: str
    redirected: bool = False
    """An answer led here, and not a file of the project."""
    stranger: bool = False
    """An answer of another host led here: what comes of it must not be held against this one."""
    last: bool = False
    """Nothing more will be asked of this host, so its connection need not stay open."""


@dataclass(frozen=True, slots=True)
class Trail:
    """How far a fetch has come: what it takes to go on with it on another machine."""

    url: str
    """The address to ask next."""
    method: str
    hosts: frozenset[str] = frozenset()
    """Hosts that were asked on the way."""
    hops: int = 0
    spent: float = 0.0
    """Seconds that asking and reading took."""
    status: int = 0
    moved: str = ""
    permanent: bool = True


class ElsewhereError(Exception):
    """The next request of a fetch goes to a host that another task asks.

    `first` is the same for a robots.txt that is needed before that request, where there is one.
    """

    def __init__(self, job: Job, trail: Trail, first: "ElsewhereError | None" = None) -> None:
        super().__init__(trail.url)
        self.job, self.trail, self.first = job, trail, first


class Manners:
    """The rules of politeness for the requests of a fetch. This base class applies none: it asks at once."""

    def elsewhere(self, hop: Hop) -> bool:  # noqa: ARG002 - for those who share the hosts with others
        """Tell whether a host is for others to ask: then the fetch ends in ElsewhereError."""
        return False

    async def permit(self, job: Job, hop: Hop) -> str | None:  # noqa: ARG002 - for those who are polite
        """Say why an address must not be asked for now, or None; robots.txt may be asked for first."""
        return None

    def turn(self, hop: Hop) -> AbstractAsyncContextManager[None]:  # noqa: ARG002
        """Return what is held during a request: the host's turn."""
        return nullcontext()

    def waits(self, hop: Hop) -> str | None:  # noqa: ARG002
        """Say why a host must be left alone, once its turn has come: other fetches may have learned it."""
        return None

    def last(self, job: Job, url: str) -> bool:  # noqa: ARG002
        """Tell whether nothing more will be asked of a host once this is answered."""
        return False

    def heard(self, hop: Hop, fetched: Fetched) -> None:
        """Take note of what the hop's own server answered, or that it did not."""


class Room:
    """Keeps large answers of many fetches within memory: a few at a time, each until its bytes are let go.

    One task asks for one thing at a time, so room belongs to a task.
    """

    def __init__(self, places: int = LARGE_AT_ONCE) -> None:
        self._places = asyncio.Semaphore(places)
        self._holders: set[asyncio.Task[Any] | None] = set()

    async def take(self, limit: asyncio.Timeout) -> None:
        """Wait for a place; waiting does not count against the time limit, for nobody answers slowly here."""
        task = asyncio.current_task()
        if task in self._holders:
            return
        now, ends = asyncio.get_running_loop().time, limit.when()
        left = None if ends is None else ends - now()
        limit.reschedule(None)
        await self._places.acquire()
        self._holders.add(task)
        limit.reschedule(None if left is None else now() + left)

    def let_go(self) -> None:
        """Give the place back, if this task has one."""
        task = asyncio.current_task()
        if task in self._holders:
            self._holders.remove(task)
            self._places.release()


class Client:
    """The sessions through which everything goes: one for public hosts, one for those allowed private.

    With a proxy, all requests go through it, and its own address may be private. Environment variables
    such as HTTP_PROXY are never looked at. `origins` names servers of the project's own files that may be
    private, see `Guard`. `resolver` replaces the system's name lookup (tests).
    """

    def __init__(
        self,
        settings: Pull,
        *,
        version: str = "",
        guard: Guard | None = None,
        origins: Iterable[str] = (),
        resolver: AbstractResolver | None = None,
    ) -> None:
        self.settings = settings
        self.guard = guard or Guard(settings.allow_private, origins=origins)
        self._resolver = resolver
        contact = f" (+{settings.contact})" if settings.contact else ""
        self.agent = f"curator/{version or '0'}{contact}".encode("ascii", "ignore").decode()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self.room = Room()

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._sessions.values():
            await session.close()

    def session(self, url: str, *, redirected: bool = False) -> aiohttp.ClientSession:
        """Find the session for an address: guarded by what is dialled, unless proxied or exempt."""
        guarded = not self.settings.proxy and not self.guard.exempt(url, redirected=redirected)
        if guarded not in self._sessions:
            connector = aiohttp.TCPConnector(
                limit=0,
                resolver=self._resolver,
                socket_factory=self.guard.open_socket if guarded else None,
            )
            self._sessions[guarded] = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                headers={"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate"},
                max_line_size=16_000,
                max_field_size=16_000,
            )
        return self._sessions[guarded]


async def fetch(
    client: Client, job: Job, manners: Manners | None = None, trail: Trail | None = None
) -> Fetched:
    """Fetch one address within the client's limits; whatever goes wrong is in the record's `error`.

    Waiting for a turn does not count against the time limit; asking and reading do, over all hops. The words
    of `error` may hold words of servers: they are one line without control characters. With `trail`, go on
    with a fetch that was begun elsewhere; ElsewhereError comes only of manners that ask for it.
    """
    manners = manners or Manners()
    trail = trail or Trail(job.url, "HEAD" if job.kind == "check" else "POST" if job.body else "GET")
    answer = await _follow(client, job, trail, manners)
    if trail.method == "HEAD" and answer.status >= 400 and answer.status not in _FINAL and not answer.skipped:
        answer = await _follow(client, job, Trail(job.url, "GET"), manners)
    return replace(answer, error=one_line(answer.error, _MAX_ERROR)) if answer.error else answer


async def _follow(client: Client, job: Job, trail: Trail, manners: Manners) -> Fetched:
    while trail.hops <= MAX_REDIRECTS:
        url = trail.url
        hosts = trail.hosts | {host_key(job.url), host_key(url)}
        hop = Hop(
            url,
            trail.method,
            redirected=trail.hops > 0,
            stranger=len(hosts) > 1,
            last=manners.last(job, url),
        )
        nothing = Fetched(url=job.url, final=url, status=trail.status, seconds=trail.spent)
        if reason := client.guard.refusal(url, redirected=hop.redirected):
            return replace(nothing, error=_on_the_way(reason, job.url, url))
        if manners.elsewhere(hop):
            raise ElsewhereError(job, trail)
        try:
            reason = await manners.permit(job, hop)
        except ElsewhereError as robots:
            raise ElsewhereError(job, trail, robots) from None
        if reason:
            return replace(nothing, error=_on_the_way(reason, job.url, url), skipped=True)
        left = client.settings.timeout - trail.spent
        if left <= 0:  # the hops before used up the time, so this host is not counted as slow
            return replace(nothing, error=_too_late(client))
        async with manners.turn(hop):
            if reason := manners.waits(hop):
                return replace(nothing, error=_on_the_way(reason, job.url, url), skipped=True)
            started = time.monotonic()
            result, target = await _bounded(client, job, hop, left)
            spent = trail.spent + time.monotonic() - started
            manners.heard(hop, result)
        if not target:
            return replace(result, seconds=spent, moved_to="" if result.error else trail.moved)
        permanent = trail.permanent and result.status in _PERMANENT
        trail = Trail(
            target,
            trail.method,
            hosts,
            trail.hops + 1,
            spent,
            result.status,
            target if permanent else trail.moved,
            permanent,
        )
    why = f"redirected more than {MAX_REDIRECTS} times"
    return Fetched(job.url, trail.url, trail.status, error=why, seconds=trail.spent)


def _too_late(client: Client) -> str:
    return f"no complete answer within {client.settings.timeout:g} s"


def _on_the_way(reason: str, asked: str, url: str) -> str:
    return reason if asked == url else f"redirected to {masked(url)[:200]}: {reason}"


async def _bounded(client: Client, job: Job, hop: Hop, seconds: float) -> tuple[Fetched, str]:
    """Ask once, within `seconds`; returns the record and where to go next (empty: done)."""
    seen: list[int] = []  # the status, once the headers are in
    try:
        async with asyncio.timeout(max(seconds, 0)) as limit:
            return await _ask(client, job, hop, seen, limit)
    except TimeoutError:
        cause = _too_late(client)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if cause := own_refusal(error):
            return Fetched(job.url, hop.url, 0, error=cause, skipped=True), ""
        cause = failure_in_words(error)
    return Fetched(job.url, hop.url, seen[0] if seen else 0, error=cause), ""


async def _ask(
    client: Client, job: Job, hop: Hop, seen: list[int], limit: asyncio.Timeout
) -> tuple[Fetched, str]:
    url, method = hop.url, hop.method
    headers = {"Accept": _ACCEPT[job.kind]}
    if job.etag:
        headers["If-None-Match"] = job.etag
    if job.last_modified:
        headers["If-Modified-Since"] = job.last_modified
    if job.token:
        headers["Authorization"] = f"Bearer {job.token}"
    if job.referer:
        headers["Referer"] = job.referer
    if job.body:
        headers["Content-Type"] = "application/json"
    if hop.last:  # else every host's connection stays open for a while, and a machine lends few
        headers["Connection"] = "close"
    settings = client.settings
    async with client.session(url, redirected=hop.redirected).request(
        method,
        URL(url),
        headers=headers,
        data=job.body or None,
        allow_redirects=False,
        proxy=settings.proxy or None,
    ) as response:
        seen.append(response.status)
        result = Fetched(
            url=job.url,
            final=url,
            status=response.status,
            etag=_validator(response.headers.get("ETag", "")),
            last_modified=_validator(response.headers.get("Last-Modified", "")),
            retry_after=seconds_to_wait(
                response.headers.get("Retry-After", ""), response.headers.get("Date", ""), time.time()
            ),
        )
        if response.status in _REDIRECT:
            target = _sendable(response.headers.get("Location", "").strip())
            # neither a token nor the exception for a private address is carried to another host
            if job.kind == "thread":
                return replace(result, error="redirects, and threads are read from its own address only"), ""
            if not target:
                return replace(result, error="redirected without saying where to"), ""
            return result, signed(urljoin(url, target).split("#", 1)[0], url)
        if response.status == 304 and (job.etag or job.last_modified):
            return result, ""
        if error := status_in_words(response.status):
            if job.kind == "thread":  # a refusal's body tells which one it is
                body, _ = await _read(response, REFUSAL, job)
                result = replace(result, document=_document(response, url, body))
            return replace(result, error=error), ""
        if method == "HEAD" or job.kind == "check":
            response.close()
            return result, ""
        body, error = await _read(
            response, int(settings.max_bytes), job, room=partial(client.room.take, limit)
        )
        if error:
            response.close()
            return replace(result, error=error), ""
        return replace(result, document=_document(response, url, body)), ""


def _validator(value: str) -> str:
    """Return a validator as it may be sent back (RFC 9110, 8.8.3); "" for one that no request could carry."""
    return value if value.isascii() and value.isprintable() and len(value) <= _MAX_VALIDATOR else ""


def _sendable(address: str) -> str:
    """Percent-encode the spaces of an address in a header, and its bytes that are no ASCII."""
    raw = address.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte < 128 and byte != 0x20 else f"%{byte:02X}" for byte in raw)


async def _read(
    response: aiohttp.ClientResponse,
    limit: int,
    job: Job,
    *,
    room: Callable[[], Awaitable[None]] | None = None,
) -> tuple[bytes, str]:
    """Read the body up to `limit` bytes after decompression; returns it, or why not.

    `room` is waited for before more than LARGE bytes are held.
    """
    encodings = [
        name.strip().lower()
        for value in response.headers.getall("Content-Encoding", [])
        for name in value.split(",")
        if name.strip().lower() not in ("", "identity")
    ]
    if len(encodings) > 1:
        return b"", f"refused: compressed more than once ({', '.join(encodings)[:80]})"
    kind = response.headers.get("Content-Type", "").lower()
    if job.kind == "page" and kind.startswith(_NOT_A_PAGE):
        return b"", f"not a page to read: {kind[:80]}"
    too_big = f"larger than {limit / 1_000_000:g} MB"
    if response.content_length and response.content_length > limit:
        return b"", too_big
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > limit:
            return b"", too_big
        chunks.append(chunk)
        if room and size > LARGE:
            await room()
    return b"".join(chunks), ""


def _document(response: aiohttp.ClientResponse, url: str, body: bytes) -> Document:
    kept = tuple(
        (name.lower(), value[:_MAX_HEADER])
        for name, value in response.headers.items()
        if name.lower() in KEPT_HEADERS
    )
    return Document(url=bare(url), body=body, content_type=response.headers.get("Content-Type"), headers=kept)


def seconds_to_wait(value: str, date: str, clock: float) -> float | None:
    """Read Retry-After in both its forms (RFC 9110, 10.2.3) as seconds from now; None when unreadable.

    A date is measured against the answer's own `date`, or else the machine's `clock` (a POSIX time).
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    if not value:
        return None
    try:
        until = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    with suppress(ValueError, OverflowError):
        clock = parsedate_to_datetime(date).timestamp()
    return max(0.0, until - clock)
