"""The comment server may stand inside the network; nothing else can use that door, and no answer breaks a run."""

import socket

import pytest
from comment_services import standing_in
from pull_server import answer, serving

from curator.config import Pull
from curator.fetch.client import Client, fetch
from curator.fetch.thread_reader import PATIENCE, ThreadReader
from curator.model import Job

PULL = Pull(per_host_delay=0, timeout=30)


def test_only_the_named_origin_is_asked():
    with standing_in(lambda _: (200, {"secret": 1})) as named, standing_in(lambda _: (200, {})) as other:
        with ThreadReader(PULL, named.origin, private=True) as reader:
            assert reader.ask(f"{named.origin}/count").data == {"secret": 1}
            for address in (
                f"{other.origin}/",
                f"{named.origin}@127.0.0.1:9/",
                named.origin.replace("127.0.0.1", "localhost") + "/",
                named.origin.replace("http:", "https:") + "/",
                "file:///etc/passwd",
                "",
            ):
                assert reader.ask(address).problem.startswith("refused"), address
        assert other.asked == []


def test_a_private_origin_that_the_project_does_not_name_is_refused():
    with standing_in(lambda _: (200, {})) as named:
        with ThreadReader(PULL, named.origin) as reader:
            assert reader.ask(f"{named.origin}/").problem.startswith("refused")
        assert named.asked == []


def test_a_redirect_is_not_followed_and_takes_no_token_along():
    with serving(lambda _: answer(302, Location="http://127.0.0.1:1/")) as server:
        with ThreadReader(PULL, server.address, private=True) as reader:
            reply = reader.ask(f"{server.address}/", token="secret")
        assert "redirects" in reply.problem
        assert len(server.requests) == 1


def test_feeds_and_pages_cannot_use_the_door():
    """Another client of the same project asks the comment server: it is refused, by address and by redirect."""
    import asyncio

    with standing_in(lambda _: (200, {})) as named:

        async def ask():
            async with Client(PULL) as client:
                return [
                    await fetch(client, Job(f"{named.origin}/", kind)) for kind in ("feed", "page", "check")
                ]

        assert all(f.error.startswith("refused") for f in asyncio.run(ask()))
        assert named.asked == []


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("lying about its length", answer(200, b"{}", Content_Length="900"), "broke off"),
        ("ten megabytes", answer(200, b"<script>" * 1_400_000), "larger than"),
        ("not HTTP", b"hello\r\n\r\n", "not valid HTTP"),
        ("compressed twice", answer(200, b"x", Content_Encoding="gzip, gzip"), "compressed"),
    ],
)
def test_what_is_no_answer_is_told_in_words(name, sent, words):
    with serving(lambda _: sent) as server, ThreadReader(PULL, server.address, private=True) as reader:
        assert words in reader.ask(f"{server.address}/").problem, name


def test_a_dead_service_is_asked_twice_and_then_left_alone():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with ThreadReader(PULL, origin, private=True) as reader:
        problems = {reader.ask(f"{origin}/{n}").problem for n in range(50)}
        assert reader.asked == 2
    assert problems == {"the server refused the connection"}


def test_a_slow_service_is_asked_twice_and_then_left_alone():
    quick = PULL.model_copy(update={"timeout": 0.2})
    with (
        serving(lambda _: server.drip(answer(200, b"{}" + b" " * 10_000))) as server,
        ThreadReader(quick, server.address, private=True) as reader,
    ):
        problems = {reader.ask(f"{server.address}/{n}").problem for n in range(50)}
        assert reader.asked == 2
    assert problems == {"no complete answer within 0.2 s"}


def test_a_reading_ends_however_slow_the_service_is():
    now = [0.0]
    with (
        standing_in(lambda _: (200, {})) as named,
        ThreadReader(PULL, named.origin, private=True, clock=lambda: now[0]) as reader,
    ):
        assert not reader.ask(f"{named.origin}/").problem
        now[0] = PATIENCE + 1
        assert "longer than" in reader.ask(f"{named.origin}/").problem
    assert len(named.asked) == 1
