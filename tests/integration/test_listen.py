"""Listening end to end: posts come back, what is gone there is gone here, and a broken service breaks nothing."""

import hashlib
import json
import sqlite3
import zipfile
from contextlib import nullcontext
from pathlib import Path

import comment_services
import pytest
from comment_services import SAID, SECRETS, StandIn, standing_in
from pull_server import answer, serving
from talking import KEY, talk_about

DAY = "2026-11-30"


def said(service):
    return [(post["author"], post["text"]) for post in service]


def test_listen_tells_what_it_read_and_reads_the_same_once(project, curate):
    with standing_in(comment_services.isso(KEY)) as isso:
        talk_about(project, isso.origin)
        told = curate("listen", "-C", project, "--json", "--today", DAY).json
        assert told["new"] == 3
        assert [(t["course"], t["week"], t["question"], t["key"], t["posts"]) for t in told["threads"]] == [
            ("first-course", 1, "q1", KEY, 3),
            ("first-course", 1, "q2", KEY.replace("q1", "q2"), 0),
        ]
        assert [(t["complete"], t["problem"]) for t in told["threads"]] == [(True, "")] * 2
        assert told["threads"][0]["last"] == "2026-11-24T09:03:00+00:00"
        assert told["threads"][1]["last"] is None
        before = len(isso.asked)
        again = curate("listen", "-C", project, "first-course", "--json", "--today", DAY).json
        assert (again["new"], [t["posts"] for t in again["threads"]]) == (0, [3, 0])
        assert [asked.path for asked in isso.asked[before:]] == ["/count"], (
            "what did not change is not asked for"
        )


def test_insights_keep_their_contract(project, curate):
    with standing_in(comment_services.isso(KEY)) as isso:
        talk_about(project, isso.origin)
        curate("listen", "-C", project, "--today", DAY)
    found = curate("insights", "first-course", "-C", project, "--week", 1, "--json", "--today", DAY).json
    assert set(found) == {"waiting", "helped", "offers", "ideas", "links", "words", "quiet"}
    assert found["waiting"] == []  # Ben answered Ada
    assert said(found["offers"]) == [("", "I tried it.")]
    assert [link["url"] for link in found["links"]] == ["https://a.example/facts"]
    assert found["quiet"] == [KEY.replace("q1", "q2")]
    assert set(found["offers"][0]) == {"thread", "id", "author", "at", "text", "url"}
    assert found["offers"][0]["url"] == "first-course/week-01.html#q1"
    words = curate("insights", "first-course", "-C", project, "--today", DAY).out
    assert "a participant: I tried it." in words
    assert curate("insights", "first-course", "-C", project, "--week", 7, "--json").json["quiet"] == []


def test_what_is_gone_there_is_gone_here(project, curate):
    forgetful = comment_services.Forgetful(comment_services.isso(KEY), left=slice(1))

    with standing_in(forgetful) as isso:
        talk_about(project, isso.origin)
        curate("listen", "-C", project, "--today", DAY)
        assert b"I tried it." in everything(project)
        forgetful.gone = True
        assert curate("listen", "-C", project, "--json", "--today", DAY).json["threads"][0]["posts"] == 2
    assert b"I tried it." not in everything(project)
    assert curate("insights", "first-course", "-C", project, "--json", "--today", DAY).json["offers"] == []


def everything(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


def packed(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_nothing_but_eight_fields_is_kept_anywhere(project, curate):
    with standing_in(comment_services.waline(KEY)) as waline:
        talk_about(project, waline.origin, provider="waline")
        built = curate("build", "-C", project, "--json", "--today", DAY)
        outcome = curate("insights", "first-course", "-C", project, "--json", "--today", DAY)
    assert built.json["threads"] == {"read": 2, "posts": 3, "new": 3}
    for name in ("epub", "scorm12", "markdown"):
        assert curate("export", "first-course", "--to", name, "-C", project, "--today", DAY).code == 0
    kept = everything(project) + built.out.encode() + built.err.encode() + outcome.out.encode()
    kept += b"".join(packed(file) for file in sorted((project / "exports").iterdir()))
    for secret in (*SECRETS, "bad()", "u77", "Plan 9"):
        assert secret.encode() not in kept, secret
    with sqlite3.connect(project / ".curator" / "store.db") as store:
        records = [json.loads(sealed[8:]) for (sealed,) in store.execute("SELECT record FROM threads")]
    store.close()
    fields = {"thread", "id", "parent", "root", "author", "at", "text", "url"}
    assert [set(row) for record in records for row in record["comments"]] == [fields] * 3


def test_forget_deletes_all(project, curate):
    with standing_in(comment_services.isso(KEY)) as isso:
        talk_about(project, isso.origin)
        curate("listen", "-C", project, "--today", DAY)
    assert curate("listen", "-C", project, "--forget", "--json").json == {"forgotten": 3}
    assert all(text.encode() not in everything(project) for _, _, _, text in SAID)


def test_another_server_or_a_course_renamed_leaves_nothing_behind(project, curate):
    with standing_in(comment_services.isso(KEY)) as isso:
        talk_about(project, isso.origin)
        curate("listen", "-C", project, "--today", DAY)
        renamed = (project / "courses" / "first-course").rename(project / "courses" / "renamed")
        settings = renamed / "course.yml"
        settings.write_text(settings.read_text("utf-8").replace("id: first-course\n", ""), "utf-8")
        told = curate("listen", "-C", project, "--json", "--today", DAY).json
        assert [(t["course"], t["posts"]) for t in told["threads"]] == [("renamed", 0)] * 2
        assert b"I tried it." not in everything(project)


def test_only_published_open_weeks_are_asked_for_and_old_ones_seldom(project, curate):
    with standing_in(comment_services.isso(KEY)) as isso:
        week = talk_about(project, isso.origin)
        assert curate("listen", "-C", project, "--json", "--today", "2026-11-01").json["threads"] == []
        assert isso.asked == []
        curate("listen", "-C", project, "--today", "2027-06-01")
        before = len(isso.asked)
        assert before > 0
        curate("listen", "-C", project, "--today", "2027-06-02")
        assert len(isso.asked) == before
        week.write_text(week.read_text().replace("published", "draft"))
        assert curate("listen", "-C", project, "--json", "--today", DAY).json["threads"] == []


FAULTS = {
    "script": lambda _: (200, b"<script>alert(1)</script>" * 420_000),
    "failing": lambda _: (500, {}),
    "login": lambda _: (401, {}),
    "moved": lambda _: (302, b""),
    "never JSON": lambda _: (200, b"hello"),
    "lying about its length": lambda _: (200, comment_services.lying),
    "slow": lambda _: (200, comment_services.slow),
    "endless": lambda _: (200, comment_services.endless),
    "dead": None,
}


def pages(root: Path) -> dict[str, str]:
    site = root / "site"
    return {
        p.relative_to(site).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(site.rglob("*"))
        if p.is_file()
    }


def test_a_broken_service_is_a_line_of_the_report_and_the_site_is_the_same(project, curate):
    with standing_in(FAULTS["failing"]) as service:
        talk_about(project, service.origin)
        assert curate("build", "-C", project, "--no-listen", "--today", DAY).code == 0
        assert service.asked == []
    without = pages(project)
    assert "first-course/week-01.html" in without
    feeds = project / "feeds.yml"
    feeds.write_text(feeds.read_text().replace("timeout: 5", "timeout: 1"))
    for name, fault in FAULTS.items():
        with standing_in(fault) if fault else nullcontext(StandIn("http://127.0.0.1:9")) as service:
            path = project / "mkdocs.yml"
            text = path.read_text()
            head = text[: text.index("    server: ")]
            before = text[text.index("    server: ") :]
            path.write_text(f"{head}    server: {service.origin}\n")
            built = curate("build", "-C", project, "--json", "--today", DAY)
            path.write_text(head + before)
        assert built.code == 0, (name, built.err)
        lines = [f for f in built.json["failures"] if f["stage"] == "listen"]
        assert len(lines) == 1, (name, lines)
        assert lines[0]["item"] == "Isso"
    curate("site", "-C", project, "--today", DAY)
    assert pages(project) == without


def test_a_bad_night_keeps_what_is_known(project, curate):
    service = comment_services.isso(KEY)
    down = False

    def sometimes(asked):
        return (503, {}) if down else service(asked)

    with standing_in(sometimes) as isso:
        talk_about(project, isso.origin)
        curate("listen", "-C", project, "--today", DAY)
        down = True
        told = curate("listen", "-C", project, "--json", "--today", DAY).json
    assert [(t["posts"], t["complete"]) for t in told["threads"]] == [(3, False), (0, False)]
    assert "503" in told["threads"][0]["problem"]


def test_no_provider_is_no_mistake(project, curate):
    outcome = curate("listen", "-C", project)
    assert (outcome.code, "nothing to listen to" in outcome.out) == (0, True)
    assert curate("listen", "-C", project, "--json").json == {"threads": [], "new": 0}


@pytest.mark.parametrize("command", ["listen", "insights"])
def test_a_course_that_is_not_there_is_named(project, curate, command):
    outcome = curate(command, "nowhere", "-C", project)
    assert outcome.code == 2
    assert "first-course" in outcome.err


def test_a_service_that_asks_for_rest_is_left_alone(project, curate):
    with serving(lambda _: answer(429, b"{}", Retry_After="600")) as server:
        talk_about(project, server.address)
        first = curate("listen", "-C", project, "--today", DAY)
        assert "asked too often" in first.err
        before = len(server.requests)
        assert before == 1
        again = curate("listen", "-C", project, "--today", DAY)
        assert "asked to be left alone until" in again.err
        assert len(server.requests) == before
