"""Pulling 1,000 feeds that did not change, beside a bare aiohttp loop and lemon24/reader.

One server on loopback answers for all hosts (the clients use it as their proxy) after 1 ms, with 304 when
the validator fits. The politeness delay is 0 for everybody.
"""

import asyncio
import os
import time
from datetime import UTC, datetime
from unittest.mock import patch

import aiohttp

from benchmarks.own_process import serving
from benchmarks.table import Row
from curator.config import Pull
from curator.fetch.crawler import Crawler
from curator.fetch.rate_limits import after, due
from curator.model import FeedState, Job

FEEDS = 1000
CONNECTIONS = 40
LATENCY = 0.001
ETAG = '"unchanged"'
NOW = datetime(2026, 11, 23, tzinfo=UTC)
URLS = [f"http://site{number}.example/feed.xml" for number in range(FEEDS)]
ITEMS = "".join(
    f"<item><title>Lesson {n}</title><link>http://site.example/{n}</link></item>" for n in range(10)
)
BODY = f'<rss version="2.0"><channel><title>Lessons</title>{ITEMS}</channel></rss>'.encode()


class _Answering(asyncio.Protocol):
    """Answer every request after LATENCY seconds."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._seen = b""

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while b"\r\n\r\n" in self._seen:
            request, self._seen = self._seen.split(b"\r\n\r\n", 1)
            unchanged = ETAG.encode() in request
            status = b"304 Not Modified" if unchanged else b"200 OK"
            head = b"HTTP/1.1 %s\r\nETag: %s\r\n" % (status, ETAG.encode())
            body = b"" if unchanged else BODY
            length = (
                b""
                if unchanged
                else b"Content-Type: application/rss+xml\r\nContent-Length: %d\r\n" % len(BODY)
            )
            asyncio.get_running_loop().call_later(LATENCY, self._reply, head + length + b"\r\n" + body)

    def _reply(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


def measure() -> list[Row]:
    """Measure all three on the same server, three rounds each, the best of them."""
    with serving(_Answering) as proxy:
        bare, ours = [], []
        for _ in range(3):
            bare.append(asyncio.run(_bare(proxy)))
            ours.append(_curator(proxy))
        peers = {"bare aiohttp loop": FEEDS / min(bare)}
        if (reader := _reader(proxy)) is not None:
            peers["lemon24/reader"] = FEEDS / reader
    rate = FEEDS / min(ours)
    return [
        {
            "measure": "unchanged feeds pulled",
            "value": rate,
            "unit": "feeds/s",
            "target": None,
            "baseline": peers,
        },
        {
            "measure": "rate against a bare aiohttp loop",
            "value": rate / peers["bare aiohttp loop"],
            "unit": "",
            "target": 0.4,
            "baseline": {},
        },
    ]


async def _bare(proxy: str) -> float:
    free = asyncio.Semaphore(CONNECTIONS)
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def one(url: str) -> int:
            async with free, session.get(url, proxy=proxy, headers={"If-None-Match": ETAG}) as response:
                await response.read()
                return response.status

        started = time.perf_counter()
        statuses = await asyncio.gather(*(one(url) for url in URLS))
        spent = time.perf_counter() - started
    assert set(statuses) == {304}
    return spent


def _curator(proxy: str) -> float:
    """Decide who is due, ask, and decide what to remember: all that a pull does beside the store."""
    settings = Pull(proxy=proxy, per_host_delay=0, connections=CONNECTIONS)
    states = {url: FeedState(url, etag=ETAG) for url in URLS}
    started = time.perf_counter()
    jobs = [Job(url, etag=state.etag) for url, state in states.items() if due(state, None, NOW) is None]
    fetched = list(Crawler(jobs, settings, {}, NOW))
    states |= {f.url: after(states[f.url], f, NOW) for f in fetched}
    spent = time.perf_counter() - started
    assert all(f.unchanged for f in fetched)
    assert len(states) == FEEDS
    return spent


def _reader(proxy: str) -> float | None:
    """Let lemon24/reader do the same, with 20 threads; None where it is not installed."""
    try:
        from reader import make_reader
    except ImportError:
        return None
    with patch.dict(os.environ, {"http_proxy": proxy, "no_proxy": ""}), make_reader(":memory:") as reader:
        for url in URLS:
            reader.add_feed(url)
        reader.update_feeds(workers=20)
        started = time.perf_counter()
        unchanged = sum(
            1 for result in reader.update_feeds_iter(scheduled=False, workers=20) if result.value is None
        )
        spent = time.perf_counter() - started
    assert unchanged == FEEDS
    return spent
