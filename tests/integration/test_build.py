"""The weekly run, end to end, as a person would start it."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from curator.weeks.week_file import read_week

TODAY = ("--today", "2026-11-23")


def snapshot(root, *, without=(".curator",)):
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] not in without
    }


def test_a_fresh_project_builds_without_a_network(project, curate):
    outcome = curate("build", "-C", project, *TODAY, "--json")
    report = outcome.json
    assert outcome.code == 0
    assert {"feeds", "entries", "pages", "weeks", "site", "failures", "seconds"} <= report.keys()
    assert report["feeds"]["ok"] == 1
    assert report["feeds"]["failed"] == 0
    assert report["failures"] == []
    assert report["weeks"] == [
        {"course": "first-course", "week": 1, "file": "courses/first-course/week-01.md", "status": "draft"}
    ]
    module = read_week(project / "courses/first-course/week-01.md", project)
    assert 3 <= len(module.content) <= 5
    assert module.minutes <= 30
    assert 1 <= len(module.conversation) <= 3
    assert all(r.source and r.why.reasons for r in module.content)
    assert len({r.url for r in module.content}) == len(module.content)
    assert (project / "site/index.html").is_file()
    assert (project / "site/first-course/index.html").is_file()
    assert not (project / "site/first-course/week-01.html").exists(), "a draft has no page"


def test_drafts_have_pages_only_when_asked(project, curate):
    curate("build", "-C", project, *TODAY, "-q", "--drafts")
    assert not (project / "site").exists(), "the folder that is published holds no draft"
    page = (project / ".curator/preview/site/first-course/week-01.html").read_text(encoding="utf-8")
    assert "draft" in page.lower()
    curate("site", "-C", project, *TODAY, "-q")
    assert not (project / "site/first-course/week-01.html").exists()


def test_the_second_run_changes_nothing(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    before = snapshot(project)
    outcome = curate("build", "-C", project, *TODAY, "--json")
    assert outcome.json["feeds"]["unchanged"] == 1
    assert outcome.json["pages"] == {"fetched": 0, "failed": 0}
    assert outcome.json["site"]["rendered"] == 0
    assert snapshot(project) == before


def published_by_hand(project):
    """Publish the first week as somebody with an editor does."""
    week = project / "courses/first-course/week-01.md"
    text = week.read_text(encoding="utf-8")
    week.write_text(text.replace("status: draft", "status: published"), encoding="utf-8")
    return week


def test_a_lost_store_changes_no_file_that_people_see(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    before = snapshot(project)
    for path in (project / ".curator").glob("store.db*"):
        path.unlink()
    curate("build", "-C", project, *TODAY, "-q")
    assert snapshot(project) == before


def test_a_published_week_is_never_written_again(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    week = published_by_hand(project)
    mine = week.read_bytes()
    report = curate("build", "-C", project, "--today", "2026-11-30", "--json").json
    assert week.read_bytes() == mine
    assert [w["week"] for w in report["weeks"]] == [2]
    used = {r.url for r in read_week(week, project).content}
    fresh = {r.url for r in read_week(project / "courses/first-course/week-02.md", project).content}
    assert fresh
    assert not used & fresh, "no resource is offered twice"
    assert (project / "site/first-course/week-01.html").is_file()


def test_a_draft_that_a_person_touched_is_left_alone(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    week = project / "courses/first-course/week-01.md"
    week.write_text(week.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    mine = week.read_bytes()
    feed = project / "starter/feed.xml"
    feed.write_bytes(feed.read_bytes().replace(b"</item>", b"</item>", 1) + b"\n")
    curate("build", "-C", project, "--today", "2026-11-24", "-q")
    assert week.read_bytes() == mine


def test_a_need_that_nothing_matches_leaves_a_draft_that_says_so(project, curate):
    course = project / "courses/first-course/course.yml"
    data = yaml.safe_load(course.read_text(encoding="utf-8"))
    data |= {"need": "Calibrate a mass spectrometer for isotope ratios", "keywords": ["spectrometer"]}
    course.write_text(yaml.safe_dump(data), encoding="utf-8")
    outcome = curate("build", "-C", project, *TODAY)
    assert outcome.code == 0
    assert "it stays a draft" in outcome.out
    module = read_week(project / "courses/first-course/week-01.md", project)
    assert len(module.content) < 3
    assert "not ready" in module.introduction


def test_shortlist_keeps_its_contract(project, curate):
    curate("pull", "-C", project, *TODAY, "-q")
    rows = curate("shortlist", "first-course", "--week", 1, "-C", project, *TODAY, "--json").json
    assert len(rows) > 5
    assert all(
        row.keys() == {"url", "title", "score", "reasons", "duplicates", "tags", "minutes"} for row in rows
    )
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    told = curate("shortlist", "first-course", "-C", project, *TODAY, "--explain", rows[0]["url"])
    assert told.code == 0
    assert rows[0]["title"] in told.out


# --- a small web of its own, behind a proxy -------------------------------------------------------

FEED = """<rss version="2.0"><channel><title>Web of one</title><link>http://one.test/</link><description>x</description>
{items}</channel></rss>"""
ITEM = """<item><title>Guild meetings that people come back to, part {n}</title><link>http://one.test/{n}.html</link>
<guid isPermaLink="false">g{n}</guid><pubDate>Mon, 16 Nov 2026 0{n}:00:00 GMT</pubDate>
<description>How colleagues in a guild learn from each other.</description></item>"""
PAGE = """<!doctype html><html lang="en"><head><title>Guild meetings, part {n}</title></head><body><article>
<h1>Guild meetings, part {n}</h1>{body}</article></body></html>"""


class Web(ThreadingHTTPServer):
    """A proxy that answers for one.test and keeps count; everything else is not found."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        status, body, kind = self.answer()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 200:
            self.send_header("ETag", '"one"')
        self.end_headers()
        self.wfile.write(body)

    def answer(self):
        if self.headers.get("If-None-Match") == '"one"':
            return 304, b"", "text/plain"
        if self.path == "http://one.test/feed.xml":
            items = "".join(ITEM.format(n=n) for n in (1, 2, 3, 4))
            return 200, FEED.format(items=items).encode(), "application/rss+xml"
        if self.path in {f"http://one.test/{n}.html" for n in (1, 2, 3)}:
            n = self.path[-6]
            said = (
                f"In meeting {n} of the guild, colleagues shared tool number {n} and asked who had tried it. "
            )
            body = "".join(f"<p>{said} Round {i} went to person {i * 7 + int(n)}.</p>" for i in range(30))
            return 200, PAGE.format(n=n, body=body).encode(), "text/html"
        return 404, b"no", "text/plain"

    def log_message(self, *_):
        pass


@pytest.fixture
def web():
    server = Web()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_asked_for_once_and_a_dead_one_hides_nothing(project, curate, web):
    feeds = project / "feeds.yml"
    listed = feeds.read_text(encoding="utf-8").replace(
        "feeds:\n", 'feeds:\n  - {url: "http://one.test/feed.xml"}\n'
    )
    feeds.write_text(
        listed.replace("\ntags:", '\n  - {url: "http://dead.test/feed.xml"}\ntags:'), encoding="utf-8"
    )
    proxy = f"http://127.0.0.1:{web.server_port}"
    outcome = curate("build", "-C", project, *TODAY, "--proxy", proxy, "--json")
    report = outcome.json
    assert outcome.code == 0
    assert report["feeds"] == {"ok": 2, "unchanged": 0, "failed": 1, "waiting": 0}
    assert {f["item"]: f["error"] for f in report["failures"]} == {
        "http://dead.test/feed.xml": "not found (404)",
        "http://one.test/4.html": "not found (404)",
    }
    assert sum("one.test/1.html" in path for path in web.asked) == 1
    web.asked.clear()
    again = curate("build", "-C", project, *TODAY, "--proxy", proxy, "--json").json
    assert web.asked == ["http://one.test/feed.xml"], "one conditional request, no page, no waiting feed"
    assert again["feeds"]["unchanged"] == 2


def test_when_known_feeds_fail_the_last_good_site_stands(project, curate, web):
    (project / "feeds.yml").write_text('feeds:\n  - {url: "http://one.test/feed.xml"}\n', encoding="utf-8")
    proxy = f"http://127.0.0.1:{web.server_port}"
    assert curate("build", "-C", project, *TODAY, "--proxy", proxy, "-q").code == 0
    before = snapshot(project)
    outcome = curate(
        "build", "-C", project, "--today", "2026-11-30", "--proxy", "http://127.0.0.1:9", "--json"
    )
    assert outcome.code == 1
    assert "the last good site stands" in outcome.json["held"][0]
    assert snapshot(project) == before


def test_a_bad_week_stops_the_run_and_the_others_build_when_told_to_keep_going(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    first = published_by_hand(project)
    second = first.with_name("week-02.md")
    second.write_bytes(b"---\nweek: 2\ntitle: Two\nwhen: soon\n---\n")
    before = snapshot(project)
    strict = curate("build", "-C", project, "--today", "2026-11-30", "-q")
    assert strict.code == 2
    assert "courses/first-course/week-02.md" in strict.err
    assert "when" in strict.err
    assert snapshot(project) == before
    outcome = curate("build", "-C", project, "--today", "2026-11-30", "--keep-going")
    assert outcome.code == 2
    assert "courses/first-course/week-02.md" in outcome.err
    assert (project / "site/first-course/week-01.html").is_file()
    assert second.read_bytes() == b"---\nweek: 2\ntitle: Two\nwhen: soon\n---\n", "it is a person's text"
    assert not first.with_name("week-03.md").exists(), "nothing is drafted around what cannot be read"
    assert curate("site", "-C", project, "--today", "2026-11-30", "--keep-going", "-q").code == 2
