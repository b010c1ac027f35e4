"""Promise 5, the doing half: one request at a time and a gap per host, and who is not asked."""

import errno
import gc
import resource
import threading
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver
from fetching import NOW, pull_settings
from pull_all import pull
from pull_server import FEED, answer, serving

from curator.config import Pull
from curator.fetch import crawler as running
from curator.fetch import host_manners
from curator.fetch.crawler import Crawler
from curator.fetch.rate_limits import after, due
from curator.model import Document, FeedState, Fetched, HostState, Job

pytestmark = pytest.mark.usefixtures("machines")


def test_one_request_at_a_time_per_host_and_many_hosts_at_once():
    together = threading.Barrier(4, timeout=60)

    def handler(request):
        if request.path == "/first":
            together.wait()  # all four hosts are asked at the same time, or this breaks
        return answer(body=FEED)

    jobs = [Job(f"http://h{h}.example/{p}") for h in range(4) for p in ("first", "2", "3", "4")]
    with serving(handler) as server:
        result = pull(jobs, pull_settings(server), {}, NOW)
    assert [f.error for f in result.fetched] == [""] * 16
    assert set(server.busiest.values()) == {1}


def test_redirects_to_a_host_wait_for_its_turn_too():
    def handler(request):
        if request.host.startswith("door"):
            return answer(302, Location="http://house.example/" + request.host)
        server.stopped.wait(0.03)
        return answer(body=FEED)

    jobs = [Job(f"http://door{i}.example/") for i in range(8)] + [Job("http://house.example/feed")]
    with serving(handler) as server:
        pull(jobs, pull_settings(server), {}, NOW)
    assert len(server.asked("house.example")) == 9
    assert server.busiest["house.example"] == 1


def test_there_is_a_gap_between_two_requests_to_a_host():
    times = []

    def handler(request):
        times.append(time.monotonic())
        return answer(body=FEED)

    with serving(handler) as server:
        pull(
            [Job(f"http://h.example/{i}") for i in range(3)],
            pull_settings(server, per_host_delay=0.2),
            {},
            NOW,
        )
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def test_never_more_connections_than_allowed():
    jobs = [Job(f"http://h{i}.example/") for i in range(12)]
    working, most, lock = 0, 0, threading.Lock()

    def handler(request):
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        server.stopped.wait(0.02)
        with lock:
            working -= 1
        return answer(body=FEED)

    with serving(handler) as server:
        pull(jobs, pull_settings(server, connections=3), {}, NOW)
    assert most <= 3


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_rest_is_not_asked_again_in_this_run_nor_in_the_next(status):
    with serving(lambda r: answer(status, Retry_After="3600")) as server:
        jobs = [Job(f"http://tired.example/{i}") for i in range(3)]
        result = pull(jobs, pull_settings(server), {}, NOW)
        assert len(server.requests) == 1
        assert [f.skipped for f in result.fetched] == [False, True, True]
        (host,) = result.hosts
        soon = NOW + timedelta(minutes=59)
        assert due(None, host, soon) is not None
        pull(jobs, pull_settings(server), {host.origin: host}, soon)
        assert len(server.requests) == 1
        pull(jobs[:1], pull_settings(server), {host.origin: host}, NOW + timedelta(hours=1))
        assert len(server.requests) == 2


def test_a_redirect_into_a_tired_host_is_not_followed():
    tired = HostState("http://tired.example:80", 1, NOW + timedelta(hours=1))
    with serving(lambda r: answer(302, Location="http://tired.example/")) as server:
        result = pull([Job("http://door.example/")], pull_settings(server), {tired.origin: tired}, NOW)
    assert server.asked("tired.example") == []
    assert result.fetched[0].skipped
    assert "left alone" in result.fetched[0].error


def test_a_silent_host_is_given_up_after_two_attempts():
    with serving(lambda r: b"") as server:
        result = pull([Job(f"http://dead.example/{i}") for i in range(5)], pull_settings(server), {}, NOW)
    assert set(server.asked()) == {"/0", "/1"}
    assert [f.skipped for f in result.fetched] == [False, False, True, True, True]


def test_equal_jobs_are_asked_once_and_order_is_kept():
    jobs = [Job(f"http://h{i % 3}.example/{i}") for i in range(9)]
    with serving(lambda r: answer(body=r.path.encode())) as server:
        result = pull([*jobs, *jobs], pull_settings(server), {}, NOW)
    assert len(server.requests) == 9
    assert [f.url for f in result.fetched] == [job.url for job in [*jobs, *jobs]]


def test_records_come_while_others_are_still_under_way():
    release = threading.Event()

    def handler(request):
        if request.host == "slow.example":
            release.wait(60)
        return answer(body=FEED)

    with serving(handler) as server:
        jobs = [Job("http://slow.example/"), Job("http://quick.example/")]
        order = []
        for fetched in Crawler(jobs, pull_settings(server), {}, NOW):
            order.append(fetched.url)
            release.set()
    assert order == ["http://quick.example/", "http://slow.example/"]


def test_records_come_with_their_documents():
    with serving(lambda r: answer(body=FEED)) as server:
        (fetched,) = Crawler([Job("http://h.example/")], pull_settings(server), {}, NOW)
    assert fetched.document.body == FEED


def test_leaving_early_ends_the_run():
    with serving(
        lambda r: answer(body=FEED) if r.host == "a.example" else server.drip(b"x" * 1000)
    ) as server:
        jobs = [Job("http://a.example/"), *(Job(f"http://b{i}.example/") for i in range(5))]
        started = time.monotonic()
        records = Crawler(jobs, pull_settings(server), {}, NOW).pairs()
        next(records)
        with pytest.raises(KeyboardInterrupt):
            records.throw(KeyboardInterrupt())
    assert time.monotonic() - started < 15  # what drips would take twenty
    assert not [t for t in threading.enumerate() if t.name == "pull"]


def test_a_slow_consumer_holds_the_network_back(monkeypatch):
    monkeypatch.setattr(running, "MAX_WAITING_BYTES", 100)
    outbox = running._Outbox()
    job = Job("http://h.example/")
    record = Fetched(job.url, document=Document(job.url, b"x" * 60))
    assert outbox.offer(job, record)
    assert outbox.offer(job, record)
    assert not outbox.offer(job, record)  # 120 bytes wait, so the run pauses
    taken = outbox.take()
    next(taken)
    assert outbox.offer(job, record)
    outbox.close()
    assert len(list(taken)) == 2


def test_a_slow_consumer_gets_everything(monkeypatch):
    monkeypatch.setattr(running, "MAX_WAITING_BYTES", 100_000)
    with serving(lambda r: answer(body=b"x" * 60_000)) as server:
        jobs = [Job(f"http://h{i}.example/") for i in range(20)]
        assert (
            sum(len(f.document.body) for f in Crawler(jobs, pull_settings(server), {}, NOW) if f.document)
            == 1_200_000
        )


def test_no_jobs_no_threads():
    assert pull([], Pull(), {}, NOW).fetched == ()


# --- what one origin says is not held against another ------------------------------------------------


def test_robots_txt_is_kept_by_origin():
    """A stranger's link chooses scheme and port; what happens there says nothing of the site's own."""

    def handler(request):
        if request.path == "/robots.txt":
            closed = b"User-agent: *\nDisallow: /closed\n"
            return answer(body=closed) if request.host == "victim.example" else answer(404)
        return answer(body=b"<p>page</p>")

    jobs = [
        Job(f"http://victim.example{port}/{page}", "page")
        for port, page in ((":443", "x"), ("", "open"), ("", "closed"))
    ]
    with serving(handler) as server:
        result = pull(jobs, pull_settings(server), {}, NOW)
    assert [f.error[:10] for f in result.fetched] == ["", "", "robots.txt"]
    assert {host.origin for host in result.hosts} == {"http://victim.example:443", "http://victim.example:80"}


def test_a_port_where_nobody_answers_silences_no_other():
    def handler(request):
        return b"" if request.host == "victim.example:443" else answer(body=FEED)

    jobs = [Job(f"http://victim.example:443/{i}") for i in range(3)] + [Job("http://victim.example/feed")]
    with serving(handler) as server:
        result = pull(jobs, pull_settings(server), {}, NOW)
    assert [f.skipped for f in result.fetched] == [False, False, True, False]
    assert result.fetched[3].document


def test_a_refused_redirect_is_not_credited_to_the_host_that_it_names():
    asked_to_rest = HostState("http://victim.example:80", 1, NOW + timedelta(days=1))
    with serving(lambda r: answer(302, Location="http://victim.example:8080/")) as server:
        known_hosts = {asked_to_rest.origin: asked_to_rest}
        result = pull([Job("http://door.example/")], pull_settings(server), known_hosts, NOW)
    assert "port 8080" in result.fetched[0].error
    assert result.hosts == ()


@pytest.mark.parametrize("reply", [answer(429, Retry_After="86400"), b""], ids=["429", "silence"])
def test_a_strangers_redirects_do_not_silence_the_host_that_they_lead_to(reply):
    def handler(request):
        if request.host.startswith("hostile"):
            return answer(302, Location="http://victim.example/login")
        return reply if request.path == "/login" else answer(body=FEED)

    hostile = [Job(f"http://hostile{i}.example/") for i in range(4)]
    with serving(handler) as server:
        first = pull(hostile, pull_settings(server), {}, NOW)
        hosts = {host.origin: host for host in first.hosts}
        # One more such redirect is not followed while the host rests, but its own feed is asked for.
        again = pull([*hostile, Job("http://victim.example/feed")], pull_settings(server), hosts, NOW)
    assert again.fetched[-1].document
    assert server.asked("victim.example").count("/feed") == 1
    assert server.asked("victim.example").count("/login") <= (
        1 if reply else 8
    )  # two a run, and each once more


def test_a_server_that_is_asked_directly_and_wants_rest_is_left_alone_by_redirects_too():
    def handler(request):
        if request.host == "door.example":
            return answer(302, Location="http://tired.example/x")
        return answer(429, Retry_After="3600")

    with serving(handler) as server:
        pull([Job("http://tired.example/a")], pull_settings(server), {}, NOW)
        hosts = {
            h.origin: h for h in pull([Job("http://tired.example/a")], pull_settings(server), {}, NOW).hosts
        }
        before = len(server.asked("tired.example"))
        (led,) = pull([Job("http://door.example/")], pull_settings(server), hosts, NOW).fetched
        assert len(server.asked("tired.example")) == before
    assert led.skipped


# --- a machine that lends few files -------------------------------------------------------------------


class OutOfFiles(AbstractResolver):
    """A machine that can open no socket for a name's lookup."""

    async def resolve(self, host, port=0, family=0):
        raise OSError(errno.EMFILE, "Too many open files")

    async def close(self):
        pass


def test_a_machine_that_can_open_no_more_files_blames_no_server():
    jobs = [Job(f"http://h.example/{i}") for i in range(3)]
    crawler = Crawler(jobs, Pull(per_host_delay=0), {}, NOW, resolver=OutOfFiles())
    found = list(crawler)
    assert [(f.skipped, f.status) for f in found] == [(True, 0)] * 3
    assert all(f.error.startswith("not asked: too many files are open at once") for f in found)
    assert crawler.hosts == ()
    assert after(FeedState("f"), found[0], NOW) == FeedState("f")


def test_only_the_last_request_to_a_host_closes_its_connection():
    jobs = [Job(f"http://h{i % 2}.example/{i}") for i in range(4)]
    with serving(lambda r: answer(body=FEED)) as server:
        pull(jobs, pull_settings(server), {}, NOW)
    closed = {request.path: request.headers.get("connection") == "close" for request in server.requests}
    assert closed == {"/0": False, "/1": False, "/2": True, "/3": True}


def test_few_files_make_few_connections():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = sum(1 for _ in Path("/dev/fd").iterdir())
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (used + host_manners.SPARED + 10, hard))
        assert 3 <= host_manners.affordable(40) <= 5
        resource.setrlimit(resource.RLIMIT_NOFILE, (used + 5, hard))
        assert host_manners.affordable(40) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert host_manners.affordable(3) == 3


def test_a_machine_that_lends_no_thread_leaves_nothing_behind(monkeypatch):
    def start(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(RuntimeError, match="new thread"):  # and warns of no task that was left
        list(Crawler([Job("http://h.example/")], Pull(), {}, NOW))
    gc.collect()


def test_few_hosts_keep_a_connection_open_however_many_there_are():
    jobs = [Job(f"http://h{i // 2}.example/{i}") for i in range(60)]
    with serving(lambda r: answer(body=FEED)) as server:
        pull(jobs, pull_settings(server, connections=1), {}, NOW)
    begun, most = set(), 0
    for request in server.requests:
        begun ^= {request.host}  # asked for the first time, or for the last
        most = max(most, len(begun))
    assert len(server.requests) == 60
    assert most <= running.HOSTS + 1
