"""Old weeks stay alive: dead and moved addresses are found, and archived copies take their place."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pull_server import answer, serving

from curator.app.archive import ARCHIVE, closest, own_origin, question
from curator.app.link_check import LOOKS, PATIENCE, LinkState, judge
from curator.app.link_check import check as run_check
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down
from curator.app.soft404 import leads_home, says_not_found
from curator.model import Document, Fetched
from curator.weeks.week_file import read_week

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEEK = """\
---
week: 1
title: Guilds
status: published
opens: 2026-11-09
content:
  - url: https://well.test/a
    title: Alive and well
  - url: https://dead.test/gone-page
    title: Gone for good
  - url: https://soft.test/article
    title: Says so softly
  - url: https://moved.test/old
    title: Lives elsewhere
  - url: https://home.test/2019/deep/article
    title: Thrown out at the front door
  - url: https://login.test/members
    title: For members
  - url: https://mute.test/never
    title: No answer
  - {url: https://kept.test/x, title: Known to be gone, archived: "https://web.archive.org/web/1/x"}
conversation:
  - {id: q1, question: What would you do differently in your guild next week?}
connection:
  people:
    - {name: Ada, url: "https://dead.test/ada", feed: "https://well.test/feed"}
  events:
    - {title: Meeting, starts: 2026-11-12T12:00:00+00:00, url: "https://dead.test/event"}
---
Words of the curator.
"""
PAGE = b"<!doctype html><title>Guilds at work</title><p>" + b"Guild members meet and learn. " * 60
SOFT = b"<!doctype html><title>Page not found | Soft</title><nav>Home About</nav><h1>Oops!</h1>"


def web(request):
    """Answer as the hosts of the week above would; archive.test is the archive."""
    url = f"{request.host}{request.path}".replace(":80/", "/").replace(":443/", "/")
    if request.host.startswith("archive.test"):
        wanted = parse_qs(urlsplit(request.path).query)["url"][0]
        if "gone-page" not in wanted:
            return answer(200, b'{"archived_snapshots": {}}', Content_Type="application/json")
        copy = {"available": True, "status": "200", "timestamp": "20261108", "url": COPY}
        body = json.dumps({"archived_snapshots": {"closest": copy}}).encode()
        return answer(200, body, Content_Type="application/json")
    html = {"Content_Type": "text/html"}
    if request.path == "/robots.txt":
        return answer(404)
    if url.startswith("well.test/") or url == "moved.test/new":
        return answer(200, PAGE, **html)
    if url.startswith("soft.test"):
        return answer(200, SOFT, **html)
    if url == "moved.test/old":
        return answer(301, Location="http://moved.test/new")
    if url.startswith("home.test"):
        return answer(200, PAGE, **html) if request.path == "/" else answer(302, Location="/")
    if url.startswith("login.test"):
        return answer(403)
    return b"" if url.startswith("mute.test") else answer(404)


COPY = "http://web.archive.test/web/20261108000000/http://dead.test/gone-page"


def lay(root):
    """Lay down a project with one published week and a draft that names a dead page, too."""
    lay_down(root, NewCourse("First course"), today=date(2026, 11, 23))
    (root / "feeds.yml").write_text("pull: {per_host_delay: 0, timeout: 5}\n", encoding="utf-8")
    folder = root / "courses/first-course"
    (folder / "week-01.md").write_text(WEEK.replace("https://", "http://"), encoding="utf-8")
    draft = WEEK.replace("https://", "http://").replace("week: 1", "week: 2").replace("published", "draft")
    (folder / "week-02.md").write_text(draft.replace("gone-page", "draft-page"), encoding="utf-8")
    return root


@pytest.fixture
def weeks(tmp_path):
    return lay(tmp_path / "project")


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """One look at all the weeks: the project, the report, and what the web was asked."""
    root = lay(tmp_path_factory.mktemp("links") / "project")
    with (
        serving(web) as server,
        Run.open(root, now=NOW, today=NOW.date(), proxy=server.address) as run,
    ):
        report = run_check(run, run.project.courses, archive_at="http://archive.test/wayback/available")
    return root, report, server


def check(curate, project, server, *more):
    return curate(
        *("check", "links", "-C", project, "--proxy", server.address, "--json"),
        *("--archive", "http://archive.test/wayback/available", *more),
    )


def test_dead_and_moved_addresses_are_told_with_file_and_line(looked):
    weeks, found, _ = looked
    report = found.as_json()
    assert found.exit_code == 1
    first = {r["url"]: r for r in report["links"] if r["week"] == 1}
    states = {url.removeprefix("http://"): r["state"] for url, r in first.items()}
    assert states == {
        "dead.test/gone-page": "dead",
        "soft.test/article": "dead",
        "moved.test/old": "moved",
        "home.test/2019/deep/article": "dead",
        "login.test/members": "unsure",
        "mute.test/never": "unsure",
        "kept.test/x": "dead",
        "dead.test/ada": "dead",
        "dead.test/event": "dead",
    }
    lines = (weeks / "courses/first-course/week-01.md").read_text(encoding="utf-8").splitlines()
    for url, row in first.items():
        assert row["file"] == "courses/first-course/week-01.md"
        assert url in lines[row["line"] - 1], "the line is the one where the address stands"
    assert first["http://moved.test/old"]["moved_to"] == "http://moved.test/new"
    assert first["http://dead.test/gone-page"]["archived"] == COPY
    assert first["http://soft.test/article"]["archived"] == ""
    assert "front page" in first["http://home.test/2019/deep/article"]["cause"]
    assert any(r["url"] == "http://dead.test/draft-page" and r["week"] == 2 for r in report["links"])


def test_the_archive_is_asked_for_a_copy_from_when_the_page_was_chosen(looked):
    _, _, server = looked
    asked = [parse_qs(urlsplit(path).query) for path in server.asked("archive.test")]
    assert {"url": ["http://dead.test/gone-page"], "timestamp": ["20261109"]} in asked
    assert not any("kept.test" in q["url"][0] or "ada" in q["url"][0] for q in asked)


def test_fix_writes_the_copy_beside_the_address_and_changes_nothing_else(weeks, curate):
    path = weeks / "courses/first-course/week-01.md"
    before = path.read_text(encoding="utf-8").splitlines()
    with serving(web) as server:
        outcome = check(curate, weeks, server, "--fix")
        assert outcome.code == 1, "no copy is known of the others"
        again = check(curate, weeks, server, "--fix")
    module = read_week(path, weeks)
    assert module.content[1].archived == COPY
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [f"    archived: {COPY}"]
    assert [line for line in after if line in before] == before
    assert [r["fixed"] for r in outcome.json["links"] if r["url"].endswith("gone-page")] == [True]
    assert [r["fixed"] for r in again.json["links"] if r["url"].endswith("gone-page")] == [False]
    assert path.read_text(encoding="utf-8").splitlines() == after


def test_what_was_well_is_not_asked_for_again_within_a_week(weeks, curate):
    with serving(web) as server:
        check(curate, weeks, server)
        server.requests.clear()
        check(curate, weeks, server)
        assert {r.host.removesuffix(":80") for r in server.requests} <= {"mute.test", "login.test"}
        server.requests.clear()
        check(curate, weeks, server, "--again")
        assert "/a" in server.asked("well.test")


def test_heads_come_first_and_get_only_where_it_is_needed(looked):
    _, _, server = looked
    methods = [r.method for r in server.requests if r.host.startswith("well.test") and r.path == "/a"]
    assert methods == ["HEAD", "GET"], "a look, then one reading for soft 404s"


def test_a_night_without_a_network_kills_nothing(weeks, curate):
    with serving(web) as server:
        pass
    before = (weeks / "courses/first-course/week-01.md").read_bytes()
    outcome = check(curate, weeks, server, "--fix")
    assert outcome.code == 0
    assert {r["state"] for r in outcome.json["links"]} == {"unsure"}
    assert (weeks / "courses/first-course/week-01.md").read_bytes() == before


def test_a_person_reads_lines_and_an_issue_gets_markdown(weeks, curate):
    with serving(web) as server:
        options = ("-C", weeks, "--proxy", server.address, "--archive", "http://archive.test/w")
        told = curate("check", "links", "first-course", *options)
        paper = curate("check", "links", *options, "--markdown")
    assert "courses/first-course/week-01.md:9: dead: http://dead.test/gone-page" in told.out
    assert "curate check links --fix" in told.out
    assert "12 addresses" in told.out
    assert "## Dead" in paper.out
    assert "[Gone for good](<http://dead.test/gone-page>)" in paper.out


# --- judging ----------------------------------------------------------------------------------------


def failed(status=0, **more):
    return Fetched("http://a.test/x", "http://a.test/x", status, error="no", **more)


def test_a_silent_host_is_given_up_after_three_looks_over_two_weeks_and_not_before():
    seen = None
    for look in range(LOOKS - 1):
        seen = judge(seen, failed(), NOW + timedelta(days=look), online=True)
        assert seen.verdict == "unsure"
    assert judge(seen, failed(), NOW + timedelta(days=3), online=True).verdict == "unsure"
    assert judge(seen, failed(), NOW + PATIENCE, online=False).verdict == "unsure", "the fault lies at home"
    assert judge(seen, failed(skipped=True), NOW + PATIENCE, online=True).verdict == "unsure"
    assert judge(seen, failed(403), NOW + PATIENCE, online=True).verdict == "unsure"
    assert judge(seen, failed(503), NOW + PATIENCE, online=True).verdict == "dead"
    assert judge(seen, failed(), NOW + PATIENCE, online=True).verdict == "dead"


def test_an_answer_brings_a_page_back_and_silence_does_not():
    dead = judge(None, failed(404), NOW, online=True)
    assert dead.verdict == "dead"
    assert judge(dead, failed(), NOW + timedelta(days=7), online=True).verdict == "dead"
    well = replace(failed(200), error="")
    assert judge(dead, well, NOW + timedelta(days=7), online=True) == LinkState(
        "ok", "", NOW + timedelta(days=7)
    )


def test_http_that_became_https_is_no_move():
    same = Fetched("http://a.test/x", "https://a.test/x/", 200, moved_to="https://a.test/x/")
    assert judge(None, same, NOW, online=True).verdict == "ok"


# --- pages that are not there -----------------------------------------------------------------------


def page(body, kind="text/html; charset=utf-8"):
    return Document("http://a.test/x", body.encode(), kind)


@pytest.mark.parametrize(
    "body",
    [
        "<title>404</title>",
        "<title>404 Not Found</title><h1>Not Found</h1>",
        "<title>Page not found – The Guild</title>" + "<nav>" + "<a href=/>Menu item</a> " * 200 + "</nav>",
        "<title>Error 404 (Not Found)!!</title>",
        "<title>Oops! That page can’t be found. - Blog</title>",
        "<title>Blog</title><h1>This page doesn’t exist.</h1><p>Go back.",
        "<title>Blog</title><p>Sorry, the page you are looking for has moved to another planet.",
        "<title>Seite nicht gefunden | Verein</title>",
        "<title>x.test</title><p>This domain is for sale!",
    ],
)
def test_pages_that_say_that_nothing_is_there(body):
    assert says_not_found(page(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<title>How we designed our 404 page</title><p>" + "We drew and drew. " * 100,
        "<title>Not found wanting: a review of guilds</title><p>" + "Words. " * 400,
        "<title>Lost and found</title><p>A short page about an umbrella.",
        "<title>Page</title><p>" + "A page not found by anybody is still a page. " * 40,
        "<title>Room 404</title><p>A story.",
        "<title>The page found its reader</title>",
        "<title>Gone fishing</title><p>A short note.",
    ],
)
def test_pages_that_only_speak_of_it(body):
    assert not says_not_found(page(body))


def test_other_kinds_of_file_say_nothing():
    assert not says_not_found(page("%PDF 404 Not Found", "application/pdf"))


@given(st.binary(max_size=400))
def test_rubbish_is_not_taken_for_a_verdict_nor_for_a_crash(body):
    assert says_not_found(Document("http://a.test/", body, "text/html; charset=nonsense")) in (True, False)


@pytest.mark.parametrize(
    ("asked", "final", "lost"),
    [
        ("http://a.test/deep/page", "https://a.test/", True),
        ("http://a.test/deep/page", "https://www.a.test/index.html", True),
        ("http://a.test/deep/page", "https://parking.test/", True),
        ("http://a.test/deep/page", "http://a.test/404.html", True),
        ("http://a.test/deep/page", "http://a.test/page-not-found", True),
        ("http://a.test/deep/page", "http://a.test/new/page", False),
        ("http://a.test/deep/page", "http://a.test/?p=17", False),
        ("http://a.test/", "https://www.a.test/", False),
        ("http://a.test/guide/404", "https://a.test/guide/404", False),
    ],
)
def test_a_redirect_to_the_front_door_is_a_death(asked, final, lost):
    assert bool(leads_home(asked, final)) is lost


# --- the archive ------------------------------------------------------------------------------------


def snapshot(url, **more):
    closest = {"available": True, "status": "200", "url": url, **more}
    return json.dumps({"archived_snapshots": {"closest": closest}}).encode()


def test_the_question_and_the_answer_of_the_wayback_machine():
    asked = question(ARCHIVE, "http://a.test/x?y=1&z=2#k", date(2026, 11, 9))
    assert asked == f"{ARCHIVE}?url=http%3A%2F%2Fa.test%2Fx%3Fy%3D1%26z%3D2%23k&timestamp=20261109"
    copy = "http://web.archive.org/web/20261108/http://a.test/x"
    assert closest(snapshot(copy), ARCHIVE) == copy.replace("http://web", "https://web")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"archived_snapshots": []}',
        b'{"archived_snapshots": {"closest": null}}',
        b"[" * 100_000,
        snapshot("http://web.archive.org/x", available=False),
        snapshot("http://web.archive.org/x", status="404"),
        snapshot("https://evil.test/web.archive.org"),
        snapshot("https://web.archive.org.evil.test/"),
        snapshot("https://archive.org@evil.test/"),
        snapshot("javascript://web.archive.org/%0aalert(1)"),
        snapshot("https://web.archive.org/x\n---\nstatus: published"),
        snapshot("https://web.archive.org/" + "x" * 5000),
    ],
)
def test_an_answer_that_is_none_puts_nothing_on_a_page(body):
    assert closest(body, ARCHIVE) == ""


def test_only_an_archive_of_ones_own_may_live_on_a_private_network():
    assert own_origin(ARCHIVE) == ()
    assert own_origin("http://127.0.0.1:8080/available") == ("http://127.0.0.1:8080",)


class StandIn(BaseHTTPRequestHandler):
    """An archive on this machine: it knows one page, and vouches for a copy on its own address."""

    def do_GET(self):
        wanted = parse_qs(urlsplit(self.path).query)["url"][0]
        copy = f"http://{self.headers['Host']}/web/20261108/{wanted}"
        body = snapshot(copy) if "gone-page" in wanted else b"{}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_local_stand_in_answers_without_a_proxy(weeks, curate):
    """The archive that the curator names may be on this machine; everything else stays guarded."""
    with serving(web) as server:
        check(curate, weeks, server, "--archive", "http://nobody.test/")
    with ThreadingHTTPServer(("127.0.0.1", 0), StandIn) as archive:
        thread = threading.Thread(target=archive.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        at = f"http://127.0.0.1:{archive.server_port}"
        outcome = curate("check", "links", "-C", weeks, "--json", "--fix", "--archive", f"{at}/available")
        archive.shutdown()
        thread.join()
    fixed = {r["url"]: r["archived"] for r in outcome.json["links"] if r["fixed"]}
    assert fixed == {"http://dead.test/gone-page": f"{at}/web/20261108/http://dead.test/gone-page"}
