"""Weeks whose texts bring no question: what is asked then, who is told, and what a course that publishes itself does."""

from html import unescape

import pytest
import yaml

from curator.questions.question_lint import fit_any

TODAY = ("--today", "2026-11-23")


@pytest.fixture
def silent(project, curate, monkeypatch):
    """A project whose texts say nothing that can be asked about."""
    assert curate("pull", "-C", project, *TODAY, "-q").code == 0
    monkeypatch.setattr("curator.app.drafting.propose", lambda *_, **__: ())
    return project


def front(project, week):
    text = (project / f"courses/first-course/week-{week:02}.md").read_text("utf-8")
    return yaml.safe_load(text.split("---")[1])


def asked(project, week):
    return [q["question"] for q in front(project, week)["conversation"]]


def test_a_reviewed_week_waits_and_says_that_its_question_fits_any_text(silent, curate):
    done = curate("draft", "first-course", "--week", "1", "-C", silent, *TODAY)
    assert done.code == 0, done.err
    assert asked(silent, 1) == [fit_any("en")[0]]
    assert front(silent, 1)["status"] == "draft"
    assert "nothing in the texts makes a good question" in done.out + done.err
    assert "publish: auto" not in done.out + done.err


def test_a_course_that_publishes_itself_goes_out_with_that_question_and_says_so(silent, curate):
    course = silent / "courses/first-course/course.yml"
    course.write_text(course.read_text("utf-8").replace("publish: review", "publish: auto"), "utf-8")
    done = curate("build", "-C", silent, *TODAY)
    assert done.code == 0, done.err
    assert front(silent, 1)["status"] == "published"
    assert "publish: auto, the week goes out with it" in done.out + done.err
    page = (silent / "site/first-course/week-01.html").read_text("utf-8")
    assert fit_any("en")[0] in unescape(page)


def test_the_next_week_without_a_question_asks_another_one(silent, curate):
    for week in ("1", "2"):
        assert curate("draft", "first-course", "--week", week, "-C", silent, *TODAY).code == 0
    assert asked(silent, 1) != asked(silent, 2)
