"""Ask a comment service for threads: its own origin alone, one request at a time, within limits.

A comment server is often inside the network. The origin that mkdocs.yml names may therefore be private; this
reader has a guard of its own for it, so that the exception holds for no feed, page or redirect. It asks no
other address: addresses in a service's answers are never followed.
"""

import asyncio
import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp.abc import AbstractResolver

from curator import urls
from curator.config import Pull
from curator.fetch.address_guard import Guard
from curator.fetch.client import Client, fetch
from curator.model import Fetched, Job, Reply

GAP = 0.12
"""Seconds between two requests: Remark42 allows ten a second, GitHub and Discourse more than that."""
TIMEOUT = 15.0
"""Seconds for one answer, where feeds.yml does not ask for fewer."""
PATIENCE = 120.0
"""Seconds that a whole reading may take; a run must end, however slow the service is."""
SILENT = 2
"""Requests in a row without any answer after which the service is not asked again."""


class ThreadReader:
    """A `curator.ports.ThreadFetcher` over the network. Use as a context manager.

    `private` says that the origin stands in mkdocs.yml, and may be inside the network and on any port.
    `site` is the address of the site on whose pages the threads stand: Waline answers only those it knows.
    `resolver` replaces the system's name lookup, `pause` and `clock` the passing of time (tests).
    """

    def __init__(
        self,
        settings: Pull,
        origin: str,
        *,
        private: bool = False,
        site: str = "",
        version: str = "",
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._origin = urls.origin(origin)
        self._site = urls.web_address(site)
        limits = settings.model_copy(
            update={"timeout": min(settings.timeout, TIMEOUT), "allow_private": ()},
        )
        guard = Guard(origins=(origin,) if private else ())
        self._client = Client(limits, version=version, guard=guard, resolver=resolver)
        self._gap = min(GAP, settings.per_host_delay)
        self._clock = clock
        self._until = clock() + PATIENCE
        self._silent = ""
        self._silences = 0
        self._loop = asyncio.Runner()
        self.asked = 0
        """Requests made."""
        self.rest = 0.0
        """Seconds that the service wants to be left alone."""

    def __enter__(self) -> "ThreadReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.run(self._client.__aexit__(kind, error, trace))
        self._loop.close()

    def ask(self, url: str, *, post: Any = None, token: str = "") -> Reply:
        """GET an address of the service, or POST `post` to it as JSON; nothing is raised."""
        if not self._origin or urls.origin(url) != self._origin:
            return Reply(problem="refused: not an address of the comment service")
        if self._silences >= SILENT:
            return Reply(problem=self._silent)
        if self._clock() > self._until:
            return Reply(problem=f"took longer than {PATIENCE:g} s in all")
        body = b"" if post is None else json.dumps(post).encode()
        fetched = self._loop.run(self._one(Job(url, "thread", body=body, token=token, referer=self._site)))
        silent = bool(fetched.error) and fetched.document is None and fetched.status < 300
        self._silences = self._silences + 1 if silent else 0
        self._silent = fetched.error if silent else ""
        if (
            fetched.status in (429, 503) and fetched.retry_after
        ):  # it says when to come again: not in this run
            self.rest = max(self.rest, fetched.retry_after)
            self._silences, self._silent = SILENT, fetched.error
        return _reply(fetched)

    async def _one(self, job: Job) -> Fetched:
        if self.asked:
            await asyncio.sleep(self._gap)
        self.asked += 1
        return await fetch(self._client, job)


def _reply(fetched: Fetched) -> Reply:
    """Read an answer's JSON. The parser is linear, the answer bounded; too deep is an error."""
    body = fetched.document.body if fetched.document else b""
    try:
        data = json.loads(body) if body else None
    except (ValueError, RecursionError):
        data = None
    problem = fetched.error
    if not problem and data is None:
        problem = "did not answer with JSON"
    return Reply(fetched.status, data, problem)
