"""What a fetch brings, and which words say why it brought nothing; its bounds: test_client_bounds.py."""

import gzip
import sys
import tracemalloc
import zlib
from functools import partial

import brotli
import pytest
from fetching import NOW, ask
from pull_all import pull
from pull_server import FEED, answer, serving

from curator.config import Pull
from curator.fetch.client import seconds_to_wait
from curator.model import Job

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

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


@pytest.mark.parametrize(
    ("name", "wrap"), [("br", partial(brotli.compress, quality=1)), ("zstd", zstd.compress)]
)
def test_what_is_compressed_in_a_way_that_was_not_asked_for_is_read_and_bounded(name, wrap):
    fetched = ask(lambda r: answer(body=wrap(FEED), Content_Encoding=name))
    assert fetched.document is not None
    assert fetched.document.body == FEED
    bomb = wrap(b"\0" * 100_000_000)
    tracemalloc.start()
    fetched = ask(lambda r: answer(body=bomb, Content_Encoding=name))
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
    fetched = ask(lambda r: reply)
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

    assert ask(endless, Job("http://site.example/", "check")).error == ""


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
