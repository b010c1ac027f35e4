"""Fetching over many machines: what crosses hosts goes through the driver, secrets do not leave it.

That hosts are treated as on one machine is shown in test_crawler, where each promise is tried both ways.
"""

import threading
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import pairwise
from time import monotonic

import pytest
from cluster_stand_in import StandIn
from pull_server import FEED, answer, serving

from curator.config import Pull
from curator.errors import ClusterError, WorkerError
from curator.fetch import host_task, spread_crawler
from curator.fetch.spread_crawler import SpreadCrawler
from curator.model import Job, Result

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def cluster():
    cluster = StandIn()
    yield cluster
    cluster.close()


def settings(server, **more) -> Pull:
    return Pull.model_validate({"proxy": server.address, "per_host_delay": 0, "timeout": 10, **more})


def crawl(cluster, jobs, wanted, hosts=None):
    crawler = SpreadCrawler(jobs, wanted, hosts or {}, NOW, executor=cluster.executor(None), at_once=8)
    return {job.url: fetched for job, fetched in crawler.pairs()}, crawler


def test_a_robots_txt_that_lies_on_another_host_is_asked_there_once_and_obeyed(cluster):
    def handler(request):
        if request.path == "/robots.txt" and request.host == "a.example":
            return answer(301, Location="http://b.example/rules.txt")
        if request.path == "/rules.txt":
            return answer(body=b"User-agent: *\nDisallow: /private")
        return answer(404) if request.path == "/robots.txt" else answer(body=FEED)

    pages = [Job(f"http://a.example/{name}", "page") for name in ("one", "private", "two")]
    with serving(handler) as server:
        found, crawler = crawl(cluster, [*pages, Job("http://b.example/feed")], settings(server))
    assert found["http://a.example/one"].document
    assert found["http://a.example/two"].document
    assert "asks robots to stay away" in found["http://a.example/private"].error
    assert server.asked("a.example").count("/robots.txt") == 1
    assert server.asked("b.example").count("/rules.txt") == 1
    state = next(s for s in crawler.hosts if s.origin == "http://a.example:80")
    assert "Disallow: /private" in state.robots
    assert state.robots_until is not None
    assert set(server.busiest.values()) == {1}


def test_a_robots_txt_that_leads_to_silence_forbids_and_is_not_asked_again_and_again(cluster):
    def handler(request):
        return answer(301, Location="http://b.example/") if request.host == "a.example" else answer(503)

    with serving(handler) as server:
        found, _ = crawl(cluster, [Job(f"http://a.example/{i}", "page") for i in range(3)], settings(server))
    assert all(fetched.skipped for fetched in found.values())
    assert len(server.requests) == 2


def test_a_redirect_takes_its_count_and_its_time_along(cluster):
    def handler(request):
        number = int(request.host[1:].partition(".")[0])
        return answer(301, Location=f"http://h{number + 1}.example/")

    with serving(handler) as server:
        found, _ = crawl(cluster, [Job("http://h0.example/")], settings(server))
    assert "redirected more than 5 times" in found["http://h0.example/"].error
    assert [r.host for r in server.requests] == [f"h{n}.example" for n in range(6)]


def test_a_moved_feed_is_known_by_where_it_went(cluster):
    def handler(request):
        return (
            answer(body=FEED)
            if request.host == "new.example"
            else answer(301, Location="http://new.example/f")
        )

    with serving(handler) as server:
        found, _ = crawl(cluster, [Job("http://old.example/f")], settings(server))
    assert found["http://old.example/f"].moved_to == "http://new.example/f"


def test_a_host_with_many_jobs_is_asked_in_tasks_of_twenty_with_its_gap_between(cluster, monkeypatch):
    monkeypatch.setattr(spread_crawler, "STEPS", 2)
    times = []

    def handler(request):
        times.append(monotonic())
        return answer(body=FEED)

    with serving(handler) as server:
        crawl(cluster, [Job(f"http://h.example/{i}") for i in range(5)], settings(server, per_host_delay=0.1))
    assert len(cluster.sent) == 3
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))


def test_large_answers_end_a_task_and_nothing_is_lost(cluster, monkeypatch):
    monkeypatch.setattr(host_task, "MOST_BYTES", 1000)
    with serving(lambda request: answer(body=FEED * 10)) as server:
        found, _ = crawl(cluster, [Job(f"http://h.example/{i}") for i in range(4)], settings(server))
    assert len(found) == 4
    assert all(fetched.document for fetched in found.values())
    assert len(cluster.sent) == 4


def test_an_address_with_a_login_is_asked_by_this_machine(cluster):
    jobs = [
        Job("http://ada:s3cret@wiki.example/feed"),
        Job("http://wiki.example/open"),
        Job("http://b.example/"),
    ]

    def handler(request):
        if request.path == "/feed":
            return answer(302, Location="http://b.example/moved")
        return answer(body=FEED)

    with serving(handler) as server:
        found, _ = crawl(cluster, jobs, settings(server))
    assert all(fetched.document for fetched in found.values())
    assert len(found) == 3
    assert "authorization" in {name for r in server.requests if r.path == "/feed" for name in r.headers}
    assert len(cluster.sent) == 2
    assert not any(b"s3cret" in data for data in cluster.sent)
    assert set(server.busiest.values()) == {1}


def test_a_proxy_with_a_login_keeps_all_fetching_on_this_machine(cluster):
    with serving(lambda request: answer(body=FEED)) as server:
        proxy = server.address.replace("//", "//ada:s3cret@")
        found, _ = crawl(
            cluster, [Job("http://a.example/"), Job("http://b.example/")], settings(server, proxy=proxy)
        )
    assert all(fetched.document for fetched in found.values())
    assert cluster.sent == []


def test_the_address_guard_holds_in_every_task(cluster):
    jobs = [
        Job("http://127.0.0.1/"),
        Job("http://10.1.2.3/feed"),
        Job("file:///etc/passwd"),
        Job("http://[::1]/"),
    ]
    found, _ = crawl(cluster, jobs, Pull(per_host_delay=0))
    assert all(fetched.error and not fetched.status for fetched in found.values())
    assert len(found) == 4


class Broken:
    """An executor whose tasks end as a test says."""

    def __init__(self, error):
        self.error = error

    def submit(self, function, item, index=0):
        future = Future()
        if isinstance(self.error, ClusterError):
            future.set_exception(self.error)
        else:
            future.set_result(Result(index, item, error=self.error))
        return future


def test_a_task_whose_workers_were_lost_costs_its_own_jobs_only():
    jobs = [Job("http://a.example/1"), Job("http://a.example/2")]
    crawler = SpreadCrawler(jobs, Pull(), {}, NOW, executor=Broken(WorkerError("lost")), at_once=8)
    assert [fetched.error for fetched in crawler] == ["lost", "lost"]


def test_a_lost_cluster_ends_the_run():
    crawler = SpreadCrawler(
        [Job("http://a.example/")], Pull(), {}, NOW, executor=Broken(ClusterError("gone")), at_once=8
    )
    with pytest.raises(ClusterError, match="gone"):
        list(crawler)


def test_leaving_early_leaves_nothing_at_work(cluster):
    with serving(lambda request: answer(body=FEED)) as server:
        jobs = [Job(f"http://h{i}.example/") for i in range(20)]
        pairs = SpreadCrawler(
            jobs, settings(server), {}, NOW, executor=cluster.executor(None), at_once=2
        ).pairs()
        next(pairs)
        pairs.close()
    assert len(cluster.sent) <= 3
    assert not [t for t in threading.enumerate() if t.name.startswith("own-hosts")]
