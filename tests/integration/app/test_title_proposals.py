"""A week that its course does not name: titles are offered, and nothing goes out until a person chose one."""

import re

import pytest
import yaml

TODAY = ("--today", "2026-11-23")
NAMED = "Learners should be able to ask a colleague for help."
UNSURE = "Communities of practice at work, which nobody finds. It is hard to say why."


@pytest.fixture
def drafted(project, curate):
    """Draft week 1 of a course with a given need; what is said of it is returned."""

    def with_need(need, *, publish="review"):
        course = project / "courses/first-course/course.yml"
        text = re.sub(r"(?ms)^need: .*?(?=^\S)", f"need: {need}\n", course.read_text("utf-8"))
        course.write_text(text.replace("publish: review", f"publish: {publish}"), "utf-8")
        assert curate("pull", "-C", project, *TODAY, "-q").code == 0
        done = curate("draft", "first-course", "--week", "1", "--markdown", "-C", project, *TODAY)
        assert done.code == 0, done.err
        return done.out

    return with_need


def front(project):
    return yaml.safe_load((project / "courses/first-course/week-01.md").read_text("utf-8").split("---")[1])


def write(project, **changed):
    """Write a note on every resource, and what else a person may."""
    file = project / "courses/first-course/week-01.md"
    _, head, rest = file.read_text("utf-8").split("---", 2)
    week = yaml.safe_load(head) | changed
    week["content"] = [resource | {"note": "For whoever is new."} for resource in week["content"]]
    file.write_text(f"---\n{yaml.safe_dump(week, sort_keys=False)}---{rest}", "utf-8")


def test_titles_are_offered_and_the_week_is_held_until_a_person_chose_one(project, curate, drafted):
    said = drafted(NAMED)
    assert "Titles to choose from: “Asking a colleague for help”, “How to ask a colleague for help”" in said
    assert front(project)["title"] == "Week 1"
    write(project)
    held = curate("publish", "first-course", "1", "-C", project, *TODAY)
    assert held.code == 1
    assert "title: “Week 1” says nothing yet" in held.out + held.err
    assert front(project)["status"] == "draft"
    write(project, title="Asking a colleague for help")
    done = curate("publish", "first-course", "1", "-C", project, *TODAY)
    assert done.code == 0, done.out + done.err
    assert front(project)["status"] == "published"


def test_where_nothing_good_comes_the_fields_say_what_to_write_and_hold_the_week(project, curate, drafted):
    said = drafted(UNSURE)
    assert "No title yet: what is the week about?" in said
    assert "No objective yet: what can somebody do by Friday?" in said
    write(project)
    held = curate("publish", "first-course", "1", "-C", project, *TODAY)
    assert held.code == 1
    assert {"title", "objective"} <= set(re.findall(r"week 1, (\w+):", held.out + held.err))


def test_a_course_that_publishes_itself_waits_too_where_there_is_nothing_to_choose(project, curate, drafted):
    drafted(UNSURE, publish="auto")
    done = curate("build", "-C", project, *TODAY)
    assert "title: “Week 1” says nothing yet" in done.out + done.err
    assert (front(project)["title"], front(project)["status"]) == ("Week 1", "draft")
