"""Promise 5: robots.txt is asked for once a day, obeyed for pages, and costs little to read."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from fetching import NOW, pull_settings
from pull_all import pull
from pull_server import answer, serving

from curator.fetch.robots import FORBID_ALL, RobotsRules, known
from curator.model import HostState, Job

on_any_machines = pytest.mark.usefixtures("machines")


def site(robots, status: int = 200):
    return lambda r: (
        answer(status, robots.encode()) if r.path == "/robots.txt" else answer(body=b"<p>page</p>")
    )


@on_any_machines
def test_robots_txt_is_asked_once_and_obeyed_for_pages():
    rules = "User-agent: curator\nDisallow: /private\nAllow: /\n\nUser-agent: *\nDisallow: /\n"
    with serving(site(rules)) as server:
        jobs = [Job(f"http://h.example/{p}", "page") for p in ("a", "private/b", "c")]
        result = pull(jobs, pull_settings(server), {}, NOW)
    assert server.asked() == ["/robots.txt", "/a", "/c"]
    assert [bool(f.document) for f in result.fetched] == [True, False, True]
    assert "robots.txt" in result.fetched[1].error
    assert result.fetched[1].skipped


@on_any_machines
def test_feeds_and_checks_do_not_ask_robots_txt():
    with serving(site("User-agent: *\nDisallow: /\n")) as server:
        jobs = [Job("http://h.example/feed"), Job("http://h.example/page", "check")]
        result = pull(jobs, pull_settings(server), {}, NOW)
    assert "/robots.txt" not in server.asked()
    assert [f.error for f in result.fetched] == ["", ""]


@on_any_machines
@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (401, True), (500, False), (503, False), (502, False)]
)
def test_a_missing_robots_txt_allows_and_a_failing_one_forbids(status, allowed):
    with serving(site("", status)) as server:
        result = pull([Job("http://h.example/page", "page")], pull_settings(server), {}, NOW)
    assert bool(result.fetched[0].document) is allowed
    assert ("cannot be read just now" in result.fetched[0].error) is not allowed


@on_any_machines
def test_robots_txt_holds_for_a_day():
    with serving(site("User-agent: *\nDisallow: /x\n")) as server:
        jobs = [Job("http://h.example/page", "page")]
        (host,) = pull(jobs, pull_settings(server), {}, NOW).hosts
        assert host.robots_until == NOW + timedelta(hours=24)
        pull(jobs, pull_settings(server), {host.origin: host}, NOW + timedelta(hours=23))
        assert server.asked().count("/robots.txt") == 1
        pull(jobs, pull_settings(server), {host.origin: host}, NOW + timedelta(hours=24))
        assert server.asked().count("/robots.txt") == 2


def test_a_robots_txt_from_the_future_is_not_believed():
    assert not known(HostState("h", robots=FORBID_ALL, robots_until=NOW + timedelta(days=30)), NOW)
    assert not known(None, NOW)


@on_any_machines
def test_a_page_redirected_elsewhere_needs_leave_there_too():
    def handler(request):
        if request.host == "a.example" and request.path == "/page":
            return answer(302, Location="http://b.example/page")
        return site("User-agent: *\nDisallow: /\n" if request.host == "b.example" else "")(request)

    with serving(handler) as server:
        (fetched,) = pull([Job("http://a.example/page", "page")], pull_settings(server), {}, NOW).fetched
    assert fetched.document is None
    assert "robots.txt of b.example" in fetched.error
    assert server.asked("b.example") == ["/robots.txt"]


def test_a_crawl_delay_is_obeyed_within_reason():
    assert RobotsRules("User-agent: *\nCrawl-delay: 3\n").delay == 3
    assert RobotsRules("User-agent: *\nCrawl-delay: 86400\n").delay == 10
    assert RobotsRules("").delay == 0


def test_robots_txt_that_makes_no_sense_forbids_nothing_and_breaks_nothing():
    for text in (
        "\0\1\2",
        "<html>not found</html>",
        "Disallow: /",
        "User-agent",
        "user-agent:*\ndisallow",
        "*" * 9999,
        "Allow" + " " * 9999,
        ":" * 9999,
    ):
        assert RobotsRules(text).allows("http://h.example/page")


@on_any_machines
def test_hosts_that_did_not_change_are_not_reported():
    before = replace(HostState("http://h.example:80"), robots="", robots_until=NOW + timedelta(hours=1))
    with serving(site("")) as server:
        result = pull(
            [Job("http://h.example/p", "page")], pull_settings(server), {before.origin: before}, NOW
        )
    assert server.asked() == ["/p"]
    assert result.hosts == ()


# --- robots.txt: what it may cost -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{i}\n" for i in range(12_000)) + "User-agent: *\n" + "Disallow: /1\n" * 20_000,
        "".join(f"User-agent: *\nDisallow: /{i}\n" for i in range(17_000)),
        "User-agent: *\nDisallow: " + "*a" * 200_000 + "b",
        "User-agent: *\n" + "".join(f"Disallow: {'*a' * 20}{i}\n" for i in range(9_000)),
        "User-agent: *\n" + "".join(f"Disallow: *{'a' * 90}{i}b\n" for i in range(4_000)),
        "User-agent: *\n" + " " * 500_000,
        "Disallow" + " " * 500_000 + "x",
    ],
    ids=["agents by rules", "groups", "one long", "many wild", "needles", "spaces", "no colon"],
)
def test_reading_a_hostile_robots_txt_takes_no_time(text):
    started = time.process_time()
    rules = RobotsRules(text)
    for _ in range(5):
        rules.allows("http://h.example/" + "a" * 3_900)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /a*b*c", "/a-b-b-c", False),
        ("Disallow: /a*b$", "/ab", False),
        ("Disallow: /*ab*ab$", "/xab", True),
        ("Disallow: /%7Eada", "/~ada/x", False),
        ("Disallow: /caf\u00e9", "/caf%C3%A9", False),
        ("Disallow: /?q=", "/?q=1", False),
        ("Disallow:", "/", True),
        ("Dissallow: /x", "/x", False),
        ("Disallow: /x # why", "/x", False),
        ("Disallow: /", "/robots.txt", True),
        ("Sitemap: http://h.example/s\nDisallow: /x", "/x", False),
    ],
)
def test_rules_fit_as_the_standard_says(rules, path, allowed):
    assert RobotsRules(f"User-agent: *\n{rules}\n").allows(f"http://h.example{path}") is allowed


def test_a_group_of_our_own_replaces_that_for_everybody_wherever_it_stands():
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Curator/1.0\nDisallow: /a\n"
        "User-agent: curator\nCrawl-delay: 2\nDisallow: /b\n"
    )
    rules = RobotsRules(text)
    assert [rules.allows(f"http://h.example/{p}") for p in "abc"] == [False, False, True]
    assert rules.delay == 2
    assert not RobotsRules("User-agent: curatorial\nAllow: /\nUser-agent: *\nDisallow: /\n").allows(
        "http://h/x"
    )
