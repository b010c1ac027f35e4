"""Whole courses: begun, run again, renamed, put away; and what `curate status` says of them."""

from datetime import date

import pytest
import yaml

WEEK = """\
---
week: 1
title: Asking
status: published
opens: 2026-11-23
thread: week-07
objective: Ask for one thing.
content:
  - {url: "https://a.example/1", title: One, minutes: 9, note: Read it.}
conversation:
  - {id: q1, question: "Whom would you ask first, and how?"}
connection:
  events:
    - {title: A call, starts: 2026-11-26T12:00:00+01:00, url: "https://a.example/call"}
  thanks:
    - {name: Ada}
---
Hello.   # two spaces stay
"""
TODAY = ("--today", "2026-11-23")


@pytest.fixture
def root(project):
    (project / "courses/first-course/week-01.md").write_text(WEEK, "utf-8")
    return project


def settings(root, course):
    return yaml.safe_load((root / "courses" / course / "course.yml").read_text("utf-8"))


def test_a_new_course_holds_its_own_subject_only(root, curate):
    done = curate(
        "course", "new", "Hard talks", "--need", "Leads must hold one", "-C", root, *TODAY, "--json"
    )
    assert done.code == 0, done.err
    assert done.json["course"] == "hard-talks"
    made = settings(root, "hard-talks")
    assert (made["title"], made["need"], made["start"]) == (
        "Hard talks",
        "Leads must hold one",
        date(2026, 11, 23),
    )
    assert made["keywords"] == []
    assert made["audience"] == ""
    assert made["id"] != settings(root, "first-course")["id"]
    again = curate("course", "new", "Hard talks", "--need", "x", "-C", root)
    assert again.code == 2
    assert "is there already" in again.err


def test_a_course_runs_again_with_its_dates_moved_and_nothing_of_its_learners(root, curate):
    done = curate("course", "rerun", "first-course", "--start", "2027-02-01", "-C", root, *TODAY, "--json")
    assert done.code == 0, done.err
    assert done.json == {"course": "first-course-2027-02", "weeks": [1], "events": ["week 1: A call"]}
    made = settings(root, "first-course-2027-02")
    assert made["start"] == date(2027, 2, 1)
    assert made["id"] != settings(root, "first-course")["id"]
    text = (root / "courses/first-course-2027-02/week-01.md").read_text("utf-8")
    front = yaml.safe_load(text.split("---")[1])
    assert front["status"] == "draft"
    assert not {"opens", "thread", "highlights"} & set(front)
    assert not {"events", "thanks"} & set(front.get("connection") or {})
    assert front["content"][0]["note"] == "Read it."
    assert text.endswith("Hello.   # two spaces stay\n")
    assert (root / "courses/first-course/week-01.md").read_text("utf-8") == WEEK


def test_a_renamed_course_keeps_what_hangs_on_it(root, curate):
    assert curate("site", "-C", root, *TODAY, "-q").code == 0
    key = settings(root, "first-course")["id"]
    (root / "digests").mkdir()
    (root / "digests/sent.yml").write_text("sent:\n  - {course: first-course, week: 1, on: 2026-11-23}\n")
    assert curate("course", "rename", "first-course", "asking", "-C", root, *TODAY).code == 0
    assert not (root / "courses/first-course").exists()
    assert settings(root, "asking")["id"] == key
    assert "course: asking" in (root / "digests/sent.yml").read_text()
    assert curate("site", "-C", root, *TODAY, "-q").code == 0, "a renamed course is no shrinking one"
    assert "../asking/" in (root / "site/first-course/index.html").read_text("utf-8")
    wrong = curate("course", "rename", "asking", "Not A Folder", "-C", root, *TODAY)
    assert wrong.code == 2
    assert "small letters" in wrong.err


def test_an_archived_course_comes_back_as_it_was(root, curate):
    path = root / "courses/first-course/course.yml"
    before = path.read_text("utf-8")
    assert curate("course", "archive", "first-course", "-C", root, *TODAY).code == 0
    assert settings(root, "first-course")["archived"] is True
    assert curate("course", "list", "-C", root, "--json").json[0]["archived"] is True
    assert curate("course", "archive", "first-course", "--undo", "-C", root, *TODAY).code == 0
    assert path.read_text("utf-8") == before


def test_status_tells_every_week_and_what_waits(root, curate):
    (root / "courses/first-course/week-02.md").write_text(
        "---\nweek: 2\ntitle: Two\nstatus: draft\nconversation:\n  - {id: q1, question: Is it good?}\n---\n"
    )
    told = curate("status", "-C", root, "--today", "2026-11-29", "--json")
    assert told.code == 0
    (course,) = told.json["courses"]
    assert course["course"] == "first-course"
    assert course["weeks"][0] == {
        "week": 1,
        "status": "published",
        "opens": "2026-11-23",
        "minutes": course["weeks"][0]["minutes"],
        "resources": 1,
        "waiting": 0,
        "title": "Asking",
        "translations": {},
        "content": 9,
        "events": 0,
    }
    assert course["weeks"][0]["minutes"] >= 9
    draft = next(wait for wait in course["waits"] if wait["kind"] == "draft")
    assert (draft["course"], draft["week"]) == ("first-course", 2)
    assert draft["command"] == "curate review first-course --week 2"
    assert any(need.startswith("week 2 is a draft, and not ready") for need in course["needs"])
    said = curate("status", "-C", root, "--today", "2026-11-29").out
    assert "curate review first-course --week 2" in said


def test_status_tells_what_is_wrong_with_other_weeks_and_a_schedule_that_cannot_fire(root, curate):
    week = root / "courses/first-course/week-01.md"
    week.write_text(WEEK.replace("Whom would you ask first, and how?", "Is it good?"), "utf-8")
    (root / "courses/first-course/week-02.md").write_text("---\nweek: 2\n<<<<<<< ours\n---\n")
    workflow = root / ".github/workflows/publish.yml"
    workflow.write_text(workflow.read_text("utf-8").replace("23 5 * * 1", "23 5 31 2 *"), "utf-8")
    told = curate("status", "-C", root, *TODAY, "--json").json
    (course,) = told["courses"]
    kinds = {wait["kind"]: wait for wait in course["waits"]}
    assert kinds["finding"]["week"] == 1
    assert kinds["file"]["item"] == "courses/first-course/week-02.md"
    assert len([w for w in course["waits"] if w["item"].endswith("week-02.md")]) == 1, "told once"
    assert any(wait["kind"] == "schedule" and "never fires" in wait["words"] for wait in told["waits"])


def test_status_tells_why_the_last_run_was_held(root, curate):
    path = root / "courses/first-course/course.yml"
    path.write_text(path.read_text("utf-8") + "\nhold: {shrink: 0}\n", "utf-8")
    assert curate("site", "-C", root, *TODAY, "-q").code == 0
    (root / "courses/first-course/week-01.md").unlink()
    assert curate("site", "-C", root, *TODAY, "-q").code == 1
    assert any("hold.shrink" in need for need in curate("status", "-C", root, *TODAY, "--json").json["needs"])
    assert "hold.shrink" in curate("doctor", "-C", root, *TODAY).out
    (root / "courses/first-course/week-01.md").write_text(WEEK, "utf-8")
    assert curate("site", "-C", root, *TODAY, "-q").code == 0
    assert not any("hold" in need for need in curate("status", "-C", root, *TODAY, "--json").json["needs"])
