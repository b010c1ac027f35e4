"""Promise 3: every fetch is bounded in time, size and hops, and in what its answers may hold of the memory."""

import asyncio
import gzip
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from fetching import LIMIT, NOW, ask, ask_server
from pull_server import FEED, answer, serving

from curator.config import Pull
from curator.fetch import client as client_module
from curator.fetch.client import Room
from curator.fetch.crawler import Crawler
from curator.model import Fetched, Job


def dripping(head: bytes, body: bytes = b"x" * 1000):
    """Answer with some bytes at once and then one at a time."""

    def reply(server, _):
        yield head
        yield from server.drip(body)

    return reply


def silent(server, _):
    yield b""
    server.stopped.wait(20)


def redirecting(server, _):
    server.stopped.wait(LIMIT / 3)
    return answer(302, Location=f"/again{len(server.requests)}")


SLOW = {
    "status line": dripping(b"", b"HTTP/1.1 200 OK"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
    "chunk": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n"),
    "silence": silent,
    "redirects together": redirecting,
}


@dataclass(frozen=True)
class Ended:
    """How a fetch ended, after how many seconds and requests."""

    fetched: Fetched
    seconds: float
    requests: int


def ended(reply):
    """Fetch from a server that is slow in one way."""
    with serving(lambda request: reply(server, request)) as server:
        started = time.monotonic()
        fetched = ask_server(server, timeout=LIMIT)
        return Ended(fetched, time.monotonic() - started, len(server.requests))


def test_every_wait_ends_at_the_deadline():
    """All at the same time: what they do is wait."""
    with ThreadPoolExecutor(len(SLOW)) as pool:
        found = dict(zip(SLOW, pool.map(ended, SLOW.values()), strict=True))
    for name, one in found.items():
        assert "within 0.6 s" in one.fetched.error, name
        assert one.seconds < 15, name  # all that drips would take twenty
    assert found["silence"].fetched.status == 0
    assert found["redirects together"].requests <= 4


def test_a_body_that_says_it_is_too_long_is_not_read():
    fetched = ask(lambda r: answer(body=b"x", Content_Length="10000001"))
    assert fetched.error == "larger than 10 MB"


def test_a_body_that_never_ends_is_cut():
    def endless(request):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b" " * 65536

    fetched = ask(endless, max_bytes=1_000_000)
    assert fetched.error == "larger than 1 MB"
    assert fetched.document is None


def test_a_compressed_bomb_is_cut_while_it_unfolds():
    bomb = gzip.compress(b"\0" * 100_000_000, 9)
    tracemalloc.start()
    fetched = ask(lambda r: answer(body=bomb, Content_Encoding="gzip"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fetched.error == "larger than 10 MB"
    assert peak < 60_000_000


@pytest.mark.parametrize("encoding", ["gzip, gzip", "deflate, gzip", "gzip,identity,gzip", "br, gzip"])
def test_nested_encodings_are_refused(encoding):
    body = gzip.compress(gzip.compress(b"\0" * 1000))
    fetched = ask(lambda r: answer(body=body, Content_Encoding=encoding))
    assert "compressed more than once" in fetched.error


def test_a_nested_encoding_in_two_headers_is_refused():
    body = gzip.compress(gzip.compress(FEED))
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    )
    fetched = ask(lambda r: head % len(body) + body)
    assert fetched.error
    assert fetched.document is None


@pytest.mark.parametrize(
    ("hops", "error"), [(5, ""), (6, "redirected more than 5 times"), (50, "redirected more than 5 times")]
)
def test_at_most_five_redirects_are_followed(hops, error):
    def handler(request):
        number = int(request.path.removeprefix("/hop") or 0) if request.path.startswith("/hop") else 0
        return answer(302, Location=f"/hop{number + 1}") if number < hops else answer(body=FEED)

    fetched = ask(handler)
    assert fetched.error == error


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([301], "http://site.example/1"),
        ([308], "http://site.example/1"),
        ([301, 308], "http://site.example/2"),
        ([302], ""),
        ([307], ""),
        ([302, 301], ""),
        ([301, 302], "http://site.example/1"),
    ],
)
def test_only_permanent_redirects_from_the_start_are_proposed(statuses, moved):
    def handler(request):
        number = int(request.path[1:] or 0) if request.path[1:].isdigit() else 0
        return (
            answer(statuses[number], Location=f"/{number + 1}")
            if number < len(statuses)
            else answer(body=FEED)
        )

    fetched = ask(handler, Job("http://site.example/"))
    assert fetched.moved_to == moved
    assert fetched.final == f"http://site.example/{len(statuses)}"


def test_a_move_to_nothing_is_not_proposed():
    fetched = ask(lambda r: answer(404) if r.path == "/new" else answer(301, Location="/new"))
    assert fetched.moved_to == ""
    assert "404" in fetched.error


def test_large_answers_are_held_a_few_at_a_time_and_waiting_costs_no_time_limit():
    order = []

    async def main():
        room, first_is_in = Room(places=1), asyncio.Event()

        async def first():
            async with asyncio.timeout(60) as limit:
                await room.take(limit)
                await room.take(limit)  # a task that has a place does not wait for another
            order.append("first has it")
            first_is_in.set()
            await asyncio.sleep(0.05)
            order.append("first lets go")
            room.let_go()
            room.let_go()

        async def second():
            await first_is_in.wait()
            async with asyncio.timeout(0.02) as limit:
                await room.take(limit)
                order.append("second has it")
            room.let_go()

        async with asyncio.TaskGroup() as group:
            group.create_task(first())
            group.create_task(second())

    asyncio.run(main())
    assert order == ["first has it", "first lets go", "second has it"]


def test_many_large_answers_all_arrive(monkeypatch):
    monkeypatch.setattr(client_module, "LARGE", 1000)
    with serving(lambda r: answer(body=b"x" * 5000)) as server:
        jobs = [Job(f"http://h{i}.example/{j}") for i in range(15) for j in range(2)]
        settings = Pull(proxy=server.address, per_host_delay=0)
        assert all(f.document for f in Crawler(jobs, settings, {}, NOW))


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GZIPPED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100),
        (b"", b"\r\n" * 1000),
        (b"HTTP/1.1 200 ", b"x" * 1000),
        (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000),
        (CHUNKED + b"5;", b"x" * 10_000),
        (CHUNKED, b"1;" + b"e" * 4000 + b"\r\na\r\n"),
        (CHUNKED, b"0" * 1000),
        (CHUNKED + b"1\r\na\r\n0\r\n", b"X-T: " + b"y" * 1000 + b"\r\n"),
        (GZIPPED, gzip.compress(b"") * 1000),
        (GZIPPED + b"\x1f\x8b\x08\x08\0\0\0\0\0\xff", b"n" * 10_000),
        (GZIPPED + b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\0\0\0\xff\xff" * 2000),
        (GZIPPED, gzip.compress(b"\0" * 20_000_000)),
    ],
    ids=[
        *("endless 100", "endless 103", "empty lines", "status line", "headers", "chunk extension"),
        *("chunk extensions", "chunk size", "trailers", "empty members", "a name", "empty blocks", "a bomb"),
    ],
)
def test_no_answer_without_end_holds_the_run_or_its_memory(head, piece):
    def endless(_):
        yield head
        while True:
            yield piece

    tracemalloc.start()
    try:
        fetched = ask(endless, timeout=LIMIT / 2)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert fetched.error
    assert fetched.document is None
    assert peak < 20_000_000  # what arrives until the deadline is more
