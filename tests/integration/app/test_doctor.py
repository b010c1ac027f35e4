"""One page of truth: what is wrong with a project, seen from inside and outside, and what to do about it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pull_server import answer, serving

from benchmarks.person import say_why
from curator.app import doctor
from curator.app.make_site import STAMP, stamp
from curator.app.review import open_session
from curator.app.run import Run
from curator.cli import cli
from curator.model import Document, FeedState, Fetched

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def found(checks, area, level="problem"):
    return [c for c in checks if c.area == area and c.level == level]


def examine(root, **more):
    return doctor.examine(root, now=NOW, today=TODAY, **more)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_fresh_project_needs_nobody(project, curate):
    outcome = curate("doctor", "-C", project, "--json")
    assert outcome.code == 0
    assert outcome.json["problems"] == 0
    areas = {c["area"] for c in outcome.json["checks"]}
    assert areas == {
        *("configuration", "address", "calendar", "comments"),
        *("feeds", "gate", "store", "disk", "versions"),
    }
    told = curate("doctor", "-C", project)
    assert "nothing needs you" in told.out
    assert curate("doctor", "-C", project, "-q").out == ""


def test_every_problem_comes_with_its_remedy(project, curate):
    (project / "courses/first-course/week-01.md").write_text("---\nweek: one\n---\n", encoding="utf-8")
    (project / "feeds.yml").write_text("feeds: []\n", encoding="utf-8")
    edit(project / "mkdocs.yml", 'site_url: ""', "site_url: ftp://example.org")
    outcome = curate("doctor", "-C", project, "--json")
    assert outcome.code == 1
    problems = [c for c in outcome.json["checks"] if c["level"] == "problem"]
    assert {"configuration", "feeds", "address"} <= {c["area"] for c in problems}
    assert all(c["remedy"] for c in problems)
    assert any("week-01.md:2" in c["message"] for c in problems)


@pytest.mark.parametrize("address", ["https://learn.example:99999/", "https://[::1/"])
def test_an_address_that_cannot_be_read_is_a_finding_and_not_the_end(project, address):
    edit(project / "mkdocs.yml", 'site_url: ""', f'site_url: "{address}"')
    checks = examine(project)
    assert any("not a web address" in check.message for check in found(checks, "address"))
    assert any("not a web address" in check.message for check in found(checks, "schedule"))


def test_a_broken_configuration_is_a_finding_and_not_the_end(project, curate):
    (project / "feeds.yml").write_text("feeds: [\n", encoding="utf-8")
    edit(project / "mkdocs.yml", "provider: none", "provider: giskus")
    outcome = curate("doctor", "-C", project, "--json")
    assert outcome.code == 1
    checks = outcome.json["checks"]
    assert any(c["area"] == "configuration" and "feeds.yml" in c["message"] for c in checks)
    assert any(c["area"] == "comments" and "did you mean" in c["remedy"] for c in checks)
    assert {"disk", "versions"} <= {c["area"] for c in checks}


def test_a_folder_without_a_project_is_told_how_to_begin(tmp_path, curate):
    outcome = curate("doctor", "-C", tmp_path)
    assert outcome.code == 1
    assert "curate init" in outcome.out
    assert list(tmp_path.iterdir()) == [], "looking leaves no trace"


def test_feeds_that_need_a_person(project):
    feeds = "".join(f'  - {{url: "https://{n}.test/feed"}}\n' for n in ("gone", "broken", "moved", "slow"))
    (project / "feeds.yml").write_text(f"feeds:\n{feeds}", encoding="utf-8")
    with Run.open(project, now=NOW, today=TODAY) as run:
        run.store.save_feeds(
            [
                FeedState("https://gone.test/feed", checked=NOW, gone=True, failures=1, error="gone"),
                FeedState("https://broken.test/feed", checked=NOW, failures=3, error="not found (404)"),
                FeedState("https://moved.test/feed", checked=NOW, moved_to="https://new.test/feed"),
                FeedState("https://slow.test/feed", checked=NOW, failures=1, error="no answer"),
            ]
        )
    checks = examine(project)
    assert [c.message.split(":")[0] for c in found(checks, "feeds")] == ["gone", "broken"]
    assert "accept-moves" in found(checks, "feeds", "note")[0].remedy
    assert "feeds: 4, of them 1 gone, 1 broken, 1 moved, 1 backing off" in [c.message for c in checks]


def test_a_gate_that_would_hold_the_site_is_told(project):
    (project / "feeds.yml").write_text('feeds:\n  - {url: "https://a.test/feed"}\n', encoding="utf-8")
    with Run.open(project, now=NOW, today=TODAY) as run:
        run.store.save_feeds([FeedState("https://a.test/feed", checked=NOW, failures=1, body_hash="x")])
    (held,) = found(examine(project), "gate")
    assert "last good site stands" in held.message


def test_a_draft_that_waits_is_no_alarm_but_one_that_cannot_publish_itself_is(project, curate):
    curate("build", "-C", project, "--today", "2026-11-23", "-q")
    say_why(project)
    (note,) = found(examine(project), "gate", "note")
    assert "week 1 waits for you" in note.message
    course = project / "courses/first-course/course.yml"
    edit(course, "publish: review", "publish: auto")
    week = project / "courses/first-course/week-01.md"
    week.write_text("---\nweek: 1\ntitle: Empty\n---\n", encoding="utf-8")
    (held,) = found(examine(project), "gate")
    assert "week 1 is a draft" in held.message
    words = held.remedy.strip("`").split()
    assert words[:2] == ["curate", "review"]
    assert cli.commands["review"].make_context("review", words[2:]).params["week"] == 1, "it can be typed so"


def test_a_run_at_work_is_named_and_the_rest_still_told(project):
    with Run.open(project, now=NOW, today=TODAY):
        checks = examine(project)
    (busy,) = found(checks, "store", "note")
    assert "process" in busy.message
    assert found(checks, "versions", "ok")


def test_a_damaged_store_is_told_and_mended(project):
    state = project / ".curator"
    state.mkdir()
    (state / "store.db").write_bytes(b"not a database at all" * 100)
    checks = examine(project)
    (note,) = found(checks, "store", "note")
    assert "set aside" in note.message
    assert found(checks, "store", "ok")


def test_a_little_disk_is_a_problem(tmp_path):
    (check,) = doctor.disk(tmp_path, free=10_000_000)
    assert check.level == "problem"
    assert doctor.disk(tmp_path / "nowhere").__next__().level == "problem"


# --- the address ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "repository", "level", "words"),
    [
        ("https://example.org/", "", "ok", "published at example.org"),
        ("https://ada.github.io/course/", "Ada/course", "ok", "under the path /course/"),
        ("https://ada.github.io/", "Ada/ada.github.io", "ok", "published at ada.github.io"),
        ("https://example.org/learn", "", "note", "no slash"),
        ("http://example.org/", "", "note", "not encrypted"),
        ("http://wiki.internal/", "", "note", "not on the public internet"),
        ("", "Ada/course", "note", "names no site_url"),
        ("example.org", "", "problem", "not a web address"),
        ("ftp://example.org/", "", "problem", "not a web address"),
        ("https://[::1/", "", "problem", "not a web address"),
        ("https://example.org:99999/", "", "problem", "not a web address"),
        ("https://example.org/index.html", "", "problem", "not of a folder"),
        ("https://example.org/?page=1", "", "problem", "not of a folder"),
        ("https://ada.github.io/", "Ada/course", "problem", "not where GitHub publishes"),
        ("https://ada.github.io/cours/", "Ada/course", "problem", "not where GitHub publishes"),
        ("https://learn.example.org/", "Ada/course", "ok", "published at learn.example.org"),
    ],
)
def test_site_addresses(url, repository, level, words):
    checks = list(doctor.address(url, repository))
    assert any(c.level == level and words in c.message for c in checks), checks
    if repository == "Ada/course" and level == "problem":
        assert "https://ada.github.io/course/" in checks[0].remedy


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/ada/course.git", "ada/course"),
        ("git@github.com:ada/course.git", "ada/course"),
        ("ssh://git@github.com/ada/my.course", "ada/my.course"),
        ("https://example.org/ada/course.git", ""),
    ],
)
def test_the_repository_is_read_from_git(tmp_path, url, name):
    assert doctor.repository(tmp_path) == ""
    (tmp_path / ".git").mkdir()
    config = f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n\tfetch = +refs\n[branch "main"]\n'
    (tmp_path / ".git/config").write_text(config, encoding="utf-8")
    assert doctor.repository(tmp_path) == name


# --- the schedule -----------------------------------------------------------------------------------


def fetched(body=b"", **more):
    url = "https://example.org/build.json"
    return Fetched(url, url, **{"status": 200, "document": Document(url, body), **more})


@pytest.mark.parametrize(
    ("answer", "level", "words"),
    [
        (fetched(stamp(date(2026, 11, 16))), "ok", "2026-11-16"),
        (fetched(stamp(date(2026, 11, 13))), "ok", "2026-11-13"),
        (fetched(stamp(date(2026, 11, 12))), "problem", "11 days ago"),
        (fetched(stamp(date(2027, 1, 1))), "note", "lies ahead"),
        (fetched(status=404, error="not found (404)"), "problem", "does not say"),
        (fetched(status=0, error="no network"), "problem", "does not answer"),
        (fetched(b"<html>"), "problem", "does not say"),
        (fetched(b'{"built": 7}'), "problem", "does not say"),
        (fetched(b"[" * 90_000), "problem", "does not say"),
    ],
)
def test_a_schedule_that_stopped_shows_from_the_outside(answer, level, words):
    check = doctor.schedule(answer, TODAY)
    assert check.level == level
    assert words in check.message
    assert check.remedy or level == "ok"


def test_the_published_site_is_asked_under_its_path(project, curate):
    """A Pages project site lives under a path, and the address may be written without its last slash."""
    built = curate("build", "-C", project, "--today", "2026-11-02", "-q")
    assert built.code == 0
    assert json.loads((project / "site" / STAMP).read_bytes()) == {"built": "2026-11-02"}
    body = (project / "site" / STAMP).read_bytes()

    def site(request):
        return answer(200, body) if request.path == f"/learn/{STAMP}" else answer(404)

    with serving(site) as server:
        edit(project / "mkdocs.yml", 'site_url: ""', f'site_url: "{server.address}/learn"')
        (late,) = found(examine(project), "schedule")
        assert "21 days ago" in late.message
        on_time = doctor.examine(project, now=NOW, today=date(2026, 11, 5))
        assert found(on_time, "schedule", "ok")


def test_a_comment_service_that_is_down_is_a_problem(project):
    with serving(lambda _: answer(200)) as server:
        pass
    talk = f"provider: isso\n    server: http://127.0.0.1:{server.port}"
    edit(project / "mkdocs.yml", "provider: none", talk)
    (down,) = found(examine(project), "comments")
    assert "does not answer" in down.message


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (lambda: answer(200, stamp(date(2026, 11, 2))), "The schedule has stopped"),
        (lambda: answer(200, stamp(date(2026, 11, 16))), ""),
        (lambda: answer(404), ""),
        (lambda: answer(200, b"<html>"), ""),
    ],
)
def test_whoever_curates_is_told_that_the_schedule_has_stopped_and_learners_never(
    project, curate, reply, told
):
    curate("build", "-C", project, "--today", "2026-11-23", "-q")
    with serving(lambda _: reply()) as server:
        edit(project / "mkdocs.yml", 'site_url: ""', f'site_url: "{server.address}/learn"')
        with Run.open(project, now=NOW, today=TODAY) as run:
            words = doctor.stopped(run)
            session = open_session(run, run.project.courses[0], 1, (words,) if words else ())
        curate("site", "-C", project, "--today", "2026-11-23", "-q")
    assert words.startswith(told)
    assert bool(words) == bool(told)
    assert bool(words) == ("gh workflow enable" in words), "with its remedy"
    assert len(session.state()["parts"]["notes"]) == bool(told)
    pages = [p.read_text(encoding="utf-8") for p in (project / "site").rglob("*.html")]
    assert pages
    assert not any("has stopped" in page for page in pages)


def test_no_site_and_no_network_keep_nobody_waiting(project, curate):
    curate("build", "-C", project, "--today", "2026-11-23", "-q")
    with Run.open(project, now=NOW, today=TODAY) as run:
        assert doctor.stopped(run) == ""
    with serving(lambda _: answer(200)) as server:
        pass
    edit(project / "mkdocs.yml", 'site_url: ""', f'site_url: "http://127.0.0.1:{server.port}/"')
    with Run.open(project, now=NOW, today=TODAY) as run:
        assert doctor.stopped(run) == ""
