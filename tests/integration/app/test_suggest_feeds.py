"""Feeds worth adding are found by the links of what was kept, by blogrolls, OPML files and people's pages."""

from threading import Lock

import pytest
from filelock import FileLock, Timeout
from pull_server import answer, serving

from curator.app import pull
from curator.model import Job

HTML = {"Content_Type": "text/html"}
NEAR = "Ask a colleague for help before you are stuck"


def feed(title):
    item = f"<item><title>{title}</title><link>http://x.example/a</link><description>{title}. {title}.</description></item>"
    return answer(200, f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>'.encode())


def page(*lines):
    return answer(200, f"<!doctype html><html><body>{''.join(lines)}</body></html>".encode(), **HTML)


def own(path="/feed"):
    return f'<link rel="alternate" type="application/rss+xml" href="{path}">'


OPML = (
    b'<opml version="2.0"><body><outline type="rss" xmlUrl="http://listed.example/feed"/>'
    b'<outline type="rss" xmlUrl="http://known.example/feed"/></body></opml>'
)
WEB = {
    "kept.example/a": page(
        '<a href="http://linked.example/post/7">her post</a><a href="https://www.linkedin.com/in/x">me</a>'
        '<a href="/about">about</a><link rel="blogroll" type="text/xml" href="/friends.opml">'
    ),
    "kept.example/": page(own()),
    "kept.example/feed": feed("Sourdough for beginners"),
    "kept.example/friends.opml": answer(200, OPML),
    "linked.example/": page(own("/rss")),
    "linked.example/rss": feed(NEAR),
    "listed.example/feed": feed(NEAR),
    "known.example/feed": feed(NEAR),
    "person.example/": page(own(), '<a href="http://rolled.example/x">Blogroll</a>'),
    "person.example/feed": feed(NEAR),
    "broken.example/": answer(500),
}
WEEK = """\
---
week: 1
title: Asking
status: published
content:
  - {url: "http://kept.example/a", title: Kept, minutes: 5}
  - {url: "http://broken.example/b", title: Broken, minutes: 5}
connection:
  people:
    - {name: Ada, url: "http://person.example/"}
---
"""


@pytest.fixture
def web(project):
    with serving(lambda r: WEB.get(r.host + r.path, answer(404))) as server:
        (project / "feeds.yml").write_text(
            f"pull: {{per_host_delay: 0, timeout: 60, proxy: '{server.address}'}}\n"
            'feeds: [{url: "http://known.example/feed"}]\n'
        )
        yield server


def test_each_way_of_finding_is_gone_and_each_find_says_what_it_would_have_brought(web, project, curate):
    (project / "courses/first-course/week-01.md").write_text(WEEK, "utf-8")
    before = (project / "feeds.yml").read_bytes()
    told = curate("feeds", "suggest", "first-course", "-C", project, "--json")
    assert told.code == 0, told.err
    found = {find["feed"]: find for find in told.json}
    assert set(found) == {
        "http://linked.example/rss",
        "http://listed.example/feed",
        "http://person.example/feed",
    }, "what is known or brings nothing for the need is left out"
    assert found["http://linked.example/rss"]["found"] == ["linked from “Kept”"]
    assert found["http://listed.example/feed"]["found"] == ["in a list that is linked from “Kept”"]
    assert found["http://person.example/feed"]["found"] == ["the home page of Ada"]
    assert all(find["entries"][0][0] == NEAR for find in told.json)
    assert (project / "feeds.yml").read_bytes() == before, "nothing is added"
    assert (
        "curate feeds add http://linked.example/rss"
        in curate("feeds", "suggest", "first-course", "-C", project).out
    )


def test_a_course_that_has_kept_nothing_is_told_what_to_do(web, project, curate):
    told = curate("feeds", "suggest", "first-course", "-C", project)
    assert told.code == 2
    assert "keep something first" in told.err


@pytest.mark.parametrize("command", [("suggest", "first-course"), ("check",)])
def test_others_may_work_on_the_project_while_the_web_is_asked(project, curate, command):
    (project / "courses/first-course/week-01.md").write_text(WEEK, "utf-8")
    free, one_by_one = [], Lock()

    def answered(request):
        with one_by_one:  # two answers at once must not find each other's lock
            lock = FileLock(project / ".curator/lock", thread_local=False)
            try:
                lock.acquire(timeout=0)
                free.append(True)
                lock.release()
            except Timeout:
                free.append(False)
        return WEB.get(request.host + request.path, answer(404))

    with serving(answered) as server:
        (project / "feeds.yml").write_text(
            f"pull: {{per_host_delay: 0, timeout: 60, proxy: '{server.address}'}}\n"
            'feeds: [{url: "http://known.example/feed"}, {url: "http://listed.example/feed"}]\n'
        )
        told = curate("feeds", *command, "-C", project)
    assert told.code == 0, told.err
    assert free
    assert all(free)


def test_feeds_that_are_checked_together_are_those_of_whole_hosts(monkeypatch):
    monkeypatch.setattr(pull, "TOGETHER", 3)
    jobs = [Job(f"http://{host}.example/{n}", "feed") for n in range(2) for host in "cab"]
    some = [[job.url[7] for job in jobs] for jobs in pull._some(jobs)]
    assert some == [["a", "a", "b", "b"], ["c", "c"]]
