"""Promise 3: every fetch is bounded in time, size and hops, and failures come back as words."""

import asyncio
import gzip
import sys
import time
import tracemalloc
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from pull_all import pull
from pull_server import FEED, Handler, answer, serving

from curator.config import Pull
from curator.fetch import client as client_module
from curator.fetch.client import Room, seconds_to_wait
from curator.fetch.crawler import Crawler
from curator.model import Fetched, Job

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIMIT = 0.6


def ask(handler: Handler, job: Job | None = None, **settings: object) -> Fetched:
    """Ask a server that answers with `handler`, through it as a proxy, so that hosts can have names."""
    with serving(handler) as server:
        chosen = {"proxy": server.address, "per_host_delay": 0, "timeout": LIMIT, **settings}
        result = pull(
            [job or Job("http://site.example/feed.xml")], Pull.model_validate(chosen), {}, NOW, version="9.9"
        )
    (fetched,) = result.fetched
    return fetched


# --- what a good answer brings ---------------------------------------------------------------------


def test_a_good_answer_brings_the_document_and_its_validators():
    fetched = ask(
        lambda r: answer(
            body=FEED,
            Content_Type="application/rss+xml",
            ETag='W/"a b"',
            Last_Modified="yesterday, about noon",
        )
    )
    assert fetched.error == ""
    assert fetched.document is not None
    assert fetched.document.body == FEED
    assert fetched.document.content_type == "application/rss+xml"
    assert fetched.etag == 'W/"a b"'
    assert fetched.last_modified == "yesterday, about noon"


def test_validators_go_back_exactly_as_they_came_and_are_never_invented():
    seen = []

    def handler(request):
        seen.append(request.headers)
        return answer(304)

    job = Job("http://site.example/feed.xml", "feed", 'W/"a b', "yesterday, about noon")
    fetched = ask(handler, job)
    assert fetched.unchanged
    assert seen[0]["if-none-match"] == 'W/"a b'
    assert seen[0]["if-modified-since"] == "yesterday, about noon"
    plain = ask(handler)
    assert "if-none-match" not in seen[1]
    assert "if-modified-since" not in seen[1]
    assert plain.error  # "not modified" is no answer to a question without validators


def test_the_robot_says_who_it_is():
    seen = []

    def handler(request):
        seen.append(request.headers)
        return answer(body=FEED)

    ask(handler, contact="https://site.example/robot")
    assert seen[0]["user-agent"] == "curator/9.9 (+https://site.example/robot)"
    assert seen[0]["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in seen[0]


def test_headers_that_later_stages_need_stay_with_the_document():
    fetched = ask(
        lambda r: answer(
            body=b"<p>x</p>",
            X_Robots_Tag="noarchive",
            tdm_reservation="1",
            Link="<a>; rel=canonical",
            Server="x",
        ),
        Job("http://site.example/feed.xml"),
    )
    assert fetched.document is not None
    assert dict(fetched.document.headers) == {
        "x-robots-tag": "noarchive",
        "tdm-reservation": "1",
        "link": "<a>; rel=canonical",
    }


@pytest.mark.parametrize("wrap", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_compressed_answers_are_read(wrap):
    name = "gzip" if wrap is gzip.compress else "deflate"
    fetched = ask(lambda r: answer(body=wrap(FEED), Content_Encoding=name))
    assert fetched.document is not None
    assert fetched.document.body == FEED


@pytest.mark.parametrize(("name", "wrap"), [("br", brotli.compress), ("zstd", zstd.compress)])
def test_what_is_compressed_in_a_way_that_was_not_asked_for_is_read_and_bounded(name, wrap):
    fetched = ask(lambda r: answer(body=wrap(FEED), Content_Encoding=name))
    assert fetched.document is not None
    assert fetched.document.body == FEED
    bomb = wrap(b"\0" * 100_000_000)
    tracemalloc.start()
    fetched = ask(lambda r: answer(body=bomb, Content_Encoding=name), timeout=20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fetched.error == "larger than 10 MB"
    assert peak < 60_000_000


def test_an_encoding_that_nobody_knows_is_told():
    fetched = ask(lambda r: answer(body=FEED, Content_Encoding="compress-it-all"))
    assert fetched.document is None or fetched.document.body == FEED
    assert not fetched.error or "compress" in fetched.error


def test_a_space_in_a_redirect_stays_a_space():
    def handler(request):
        if "%20" in request.path or " " in request.path:
            return answer(body=FEED)
        return answer(302, Location="/Report of May.xml")

    fetched = ask(handler)
    assert fetched.error == ""
    assert fetched.final.endswith("/Report%20of%20May.xml")


# --- bounds ------------------------------------------------------------------------------------------


def dripping(head: bytes, body: bytes = b"x" * 1000):
    """Answer with some bytes at once and then one at a time."""

    def handler(request):
        yield head
        for byte in body:
            yield bytes((byte,))
            if dripping.server.stopped.wait(0.02):  # type: ignore[attr-defined]
                return

    return handler


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n",
    ],
    ids=["status line", "headers", "body", "chunk"],
)
def test_bytes_that_drip_end_at_the_deadline_wherever_they_drip(head):
    with serving(lambda r: dripping(head, b"HTTP/1.1 200 OK" if not head else b"x" * 1000)(r)) as server:
        dripping.server = server  # type: ignore[attr-defined]
        started = time.monotonic()
        result = pull([Job("http://site.example/")], Pull(proxy=server.address, timeout=LIMIT), {}, NOW)
        spent = time.monotonic() - started
    assert "within 0.6 s" in result.fetched[0].error
    assert spent < 5 * LIMIT


def test_silence_ends_at_the_deadline():
    def handler(request):
        yield b""
        server.stopped.wait(20)

    with serving(handler) as server:
        result = pull([Job("http://a.example/")], Pull(proxy=server.address, timeout=LIMIT), {}, NOW)
    assert "within 0.6 s" in result.fetched[0].error
    assert result.fetched[0].status == 0


def test_the_deadline_covers_all_redirects_together():
    def handler(request):
        server.stopped.wait(LIMIT / 3)
        return answer(302, Location=f"/again{len(server.requests)}")

    with serving(handler) as server:
        settings = Pull(proxy=server.address, timeout=LIMIT, per_host_delay=0)
        result = pull([Job("http://site.example/")], settings, {}, NOW)
    assert "within 0.6 s" in result.fetched[0].error
    assert len(server.requests) <= 4


def test_a_body_that_says_it_is_too_long_is_not_read():
    fetched = ask(lambda r: answer(body=b"x", Content_Length="10000001"))
    assert fetched.error == "larger than 10 MB"


def test_a_body_that_never_ends_is_cut():
    def endless(request):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b" " * 65536

    fetched = ask(endless, timeout=20, max_bytes=1_000_000)
    assert fetched.error == "larger than 1 MB"
    assert fetched.document is None


def test_a_compressed_bomb_is_cut_while_it_unfolds():
    bomb = gzip.compress(b"\0" * 100_000_000, 9)
    tracemalloc.start()
    fetched = ask(lambda r: answer(body=bomb, Content_Encoding="gzip"), timeout=20)
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

    fetched = ask(handler, timeout=20)
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

    fetched = ask(handler, Job("http://site.example/"), timeout=20)
    assert fetched.moved_to == moved
    assert fetched.final == f"http://site.example/{len(statuses)}"


def test_a_move_to_nothing_is_not_proposed():
    fetched = ask(lambda r: answer(404) if r.path == "/new" else answer(301, Location="/new"))
    assert fetched.moved_to == ""
    assert "404" in fetched.error


# --- causes in words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(404), "not found (404)"),
        (answer(410), "gone for good (410)"),
        (answer(403), "forbidden (403)"),
        (answer(418), "418"),
        (answer(429), "left alone"),
        (answer(500), "the server failed"),
        (answer(503), "not available for now"),
        (answer(204), "without content"),
        (answer(599), "599"),
        (answer(301), "without saying where"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "broke off"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nxxxxx",
            "cannot be decompressed",
        ),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", "not valid HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "not valid HTTP"),
        (b"", "closed the connection without an answer"),
    ],
)
def test_failures_are_named(reply, words):
    fetched = ask(lambda r: reply, timeout=20)
    assert words in fetched.error
    assert fetched.document is None


def test_a_closed_port_and_an_unknown_name_are_named():
    with serving(lambda r: b"") as server:
        port = server.port
    settings = Pull(allow_private=(f"127.0.0.1:{port}",), per_host_delay=0)
    (fetched,) = pull([Job(f"http://127.0.0.1:{port}/")], settings, {}, NOW).fetched
    assert fetched.error == "the server refused the connection"
    (fetched,) = pull([Job("http://no-such-name.invalid/")], Pull(), {}, NOW).fetched
    assert "not known" in fetched.error or "cannot be reached" in fetched.error


# --- link checks and pages ---------------------------------------------------------------------------


def test_a_check_asks_for_the_head_and_only_then_for_more():
    methods = []

    def handler(request):
        methods.append(request.method)
        return (
            answer(405)
            if request.method == "HEAD" and request.path == "/old"
            else answer(Content_Length="500")
        )

    fetched = ask(handler, Job("http://site.example/", "check"))
    assert fetched.error == ""
    assert methods == ["HEAD"]
    fetched = ask(handler, Job("http://site.example/old", "check"))
    assert fetched.error == ""
    assert fetched.document is None
    assert methods == ["HEAD", "HEAD", "GET"]


def test_a_check_reads_no_body():
    def endless(request):
        yield (
            b"HTTP/1.1 405 No\r\nConnection: close\r\n\r\n"
            if request.method == "HEAD"
            else b"HTTP/1.1 200 OK\r\n\r\n"
        )
        while request.method == "GET":
            yield b" " * 65536

    assert ask(endless, Job("http://site.example/", "check"), timeout=20).error == ""


def test_what_is_no_page_is_not_read_as_one():
    def handler(request):
        return answer(404) if request.path == "/robots.txt" else answer(body=b"\0", Content_Type="video/mp4")

    assert "video/mp4" in ask(handler, Job("http://site.example/film", "page")).error


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120),
        (" 0 ", "", 0),
        ("Mon, 23 Nov 2026 10:00:00 GMT", "", 3600),
        ("Mon, 23 Nov 2026 10:00:00 GMT", "Mon, 23 Nov 2026 09:30:00 GMT", 1800),
        ("Mon, 23 Nov 2026 10:00:00 GMT", "nonsense", 3600),
        ("Monday, 23-Nov-26 10:00:00 GMT", "", 3600),
        ("Mon, 23 Nov 2020 10:00:00 GMT", "", 0),
        ("-5", "", None),
        ("soon", "", None),
        ("\u0661\u0662", "", None),
        ("", "", None),
        ("9" * 40, "", 999999999999),
    ],
)
def test_retry_after_is_read_in_both_forms(value, date, seconds):
    assert seconds_to_wait(value, date, NOW.timestamp()) == seconds


# --- words of servers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 302 Found\r\nLocation: ftp://x.example/\x1b[2J\x9b31m\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\x1b]0;x\x07\x9b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, \x1b[31m\x9b\xe2\x80\xaebr\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 \x1b[31m\x9b\r\nContent-Encoding: \x9bx, gzip\r\nContent-Length: 1\r\n\r\nx",
    ],
)
def test_what_servers_say_is_told_without_what_a_terminal_obeys(reply):
    fetched = ask(lambda r: reply)
    assert fetched.error
    assert fetched.error.isprintable()
    fetched.error.encode("utf-8")


def test_validators_that_no_request_can_carry_are_not_kept():
    reply = b'HTTP/1.1 200 OK\r\nETag: "caf\xe9\x9b"\r\nLast-Modified: \xf0\x9f\x98\x80\r\nContent-Length: 1\r\n\r\nx'
    fetched = ask(lambda r: reply)
    assert (fetched.error, fetched.etag, fetched.last_modified) == ("", "", "")


def test_a_redirect_in_any_encoding_is_followed_byte_by_byte():
    def handler(request):
        if request.path == "/feed.xml":
            return b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n"
        return answer(body=request.path.encode())

    assert ask(handler).document.body == b"/caf%E9"


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
        fetched = ask(endless)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert fetched.error
    assert fetched.document is None
    assert peak < 40_000_000
