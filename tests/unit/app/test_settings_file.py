"""Settings are changed key by key: comments stay, mistakes are told in words, nothing is half written."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from review_fixture import candidate

from curator.app.beginning import title_for
from curator.app.need_words import steering_beside
from curator.app.review import settings_page
from curator.app.review.edit_session import StaleError
from curator.app.review.publish_fields import LABELS
from curator.app.review.settings_file import Change, SettingsFile, shown_row, value_at
from curator.app.review.settings_form import COURSE, SOURCES, Rows, Setting, read, settings, shown
from curator.config.project import Sources
from curator.errors import ConfigError, ConflictError
from curator.model import Course
from curator.weeks.calendar import need_of

TEXT = """\
# the course of the bakers
title: Bake together
need: >-
  New bakers must learn to ask for help
  before the dough is ruined.  # mine
start: 2026-11-23
keywords: [oven, dough]
weeks:
  # first the basics
  - {title: Mix, keywords: [flour]}
  - title: Rise
    opens: 2026-12-07
breaks: [2026-12-21/2027-01-03]
guidelines:
  moderator: Mo
hold: {short: 0.2}
"""


@pytest.fixture
def course(tmp_path):
    path = tmp_path / "courses/baking/course.yml"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, "utf-8")
    return SettingsFile(tmp_path, "baking")


def change(settings, do="set", **what):
    return settings.change(Change(do=do, seen=settings.data()[0], **what))


def lines(settings):
    return settings.path.read_text("utf-8").splitlines()


def test_one_value_changes_and_every_other_line_stays(course):
    before = lines(course)
    assert change(course, name="audience", value="Bakers in their first month") == "For whom saved"
    assert [line for line in lines(course) if line not in before] == ["audience: Bakers in their first month"]
    assert [line for line in before if line not in lines(course)] == []


@pytest.mark.parametrize(
    ("name", "value", "key", "wanted"),
    [
        ("need", "Learn to ask.", "need", "Learn to ask."),
        ("need", "تعلّم أن تطلب المساعدة", "need", "تعلّم أن تطلب المساعدة"),
        ("title", "خبز: معاً #1", "title", "خبز: معاً #1"),
        ("keywords", "a, b,, c\nd", "keywords", ["a", "b", "c", "d"]),
        ("curators", "Marta, office management", "curators", ["Marta, office management"]),
        ("curators", "Ada\nBo\n", "curators", ["Ada", "Bo"]),
        ("breaks", "2026-12-21/2027-01-03\n2027-03-01/2027-03-07", "breaks", 2),
        (
            "guidelines.rules",
            "Be kind.\n\nAsk.",
            "guidelines",
            {"moderator": "Mo", "rules": ["Be kind.", "Ask."]},
        ),
        (
            "guidelines.contact",
            "room 3, ask for Mo",
            "guidelines",
            {"moderator": "Mo", "contact": "room 3, ask for Mo"},
        ),
        ("items.min", "2", "items", {"min": 2}),
        ("archived", "yes", "archived", True),
        ("timezone", "Europe/Berlin", "timezone", "Europe/Berlin"),
        ("keywords", "", "keywords", None),
    ],
)
def test_each_kind_of_value_is_written_as_people_write_it(course, name, value, key, wanted):
    change(course, name=name, value=value)
    found = yaml.safe_load(course.path.read_text("utf-8")).get(key)
    assert (len(found) if wanted == 2 else found) == wanted
    assert "# first the basics" in course.path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("start", "tomorrow", "is no day"),
        ("minutes", "many", "is no number"),
        ("minutes", "2", "minutes"),
        ("timezone", "Mars/Olympus", "timezone"),
        ("title", "", "title"),
        ("need", "x" * 2001, "need"),
        ("publish", "never", "publish"),
        ("breaks", "christmas", "breaks"),
        ("hold", "1", "cannot be set here"),
        ("guidelines.contact", "mo@oven", "is no mail address"),
        ("guidelines.contact", "mo@oven,example", "is no mail address"),
        ("guidelines.contact", "http:/oven.example", "is no whole web address"),
        ("guidelines.answers", "www.oven.example", "is no whole web address"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(course, name, value, words):
    before = course.path.read_bytes()
    with pytest.raises(ConfigError, match=words):
        change(course, name=name, value=value)
    assert course.path.read_bytes() == before
    assert course.undo == ""


def test_weeks_are_added_changed_moved_and_removed_with_their_comments(course):
    change(course, "add", name="weeks", values={"title": "Bake", "need": "Know when it is done"})
    change(course, name="weeks", row=0, column="keywords", value="flour, water")
    change(course, "move", name="weeks", row=2, to=1)
    found = yaml.safe_load(course.path.read_text("utf-8"))["weeks"]
    assert [w["title"] for w in found] == ["Mix", "Bake", "Rise"]
    assert found[0]["keywords"] == ["flour", "water"]
    change(course, "remove", name="weeks", row=1)
    assert [w["title"] for w in yaml.safe_load(course.path.read_text("utf-8"))["weeks"]] == ["Mix", "Rise"]
    with pytest.raises(ConfigError, match="not there any more"):
        change(course, "remove", name="weeks", row=7)
    with pytest.raises(ConfigError, match="nothing was written"):
        change(course, "add", name="weeks", values={"title": " "})


def test_every_change_is_undone_one_by_one(course):
    change(course, name="title", value="Bread")
    change(course, "remove", name="weeks", row=0)
    assert change(course, "undo") == "undone: removed week “Mix”"
    assert change(course, "undo") == "undone: Title saved"
    assert course.path.read_text("utf-8") == TEXT
    assert change(course, "undo") == "nothing to undo"


def test_a_file_that_was_changed_elsewhere_is_not_written_over(course):
    seen = course.data()[0]
    change(course, name="title", value="Bread")
    other = course.path.read_text("utf-8").replace("Bread", "Breads")
    course.path.write_text(other, "utf-8")
    with pytest.raises(StaleError):
        course.change(Change(do="set", seen=seen, name="title", value="Rolls"))
    with pytest.raises(ConflictError, match="would be lost"):
        change(course, "undo")
    assert course.path.read_text("utf-8") == other


def test_conflict_marks_are_told_with_their_line(course):
    course.path.write_text(TEXT.replace("start:", "<<<<<<< HEAD\nstart:"), "utf-8")
    with pytest.raises(ConfigError, match=r"course\.yml:6"):
        change(course, name="title", value="Rolls")


def test_line_endings_stay(course):
    course.path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    change(course, name="title", value="Bread")
    raw = course.path.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"title: Bread\r\n" in raw


def test_another_need_is_tried_without_writing_it(course):
    before = course.path.read_bytes()
    assert course.with_value("need", "Another need.").need == "Another need."
    assert course.path.read_bytes() == before


def test_feeds_keep_a_login_that_the_page_does_not_show(tmp_path):
    path = tmp_path / "feeds.yml"
    path.write_text("feeds:\n  - {url: 'https://ada:secret@a.example/f', title: A}  # ours\n", "utf-8")
    sources = SettingsFile(tmp_path)
    change(sources, name="feeds", row=0, column="weight", value="2")
    assert "ada:secret" in path.read_text("utf-8")
    with pytest.raises(ConfigError, match="login is hidden"):
        change(sources, name="feeds", row=0, column="url", value="https://ada:***@a.example/g")
    with pytest.raises(ConfigError):
        change(sources, "add", name="feeds", values={"url": "nonsense"})
    change(sources, "add", name="feeds", values={"url": "https://b.example/f, ", "tags": "ovens, dough"})
    found = yaml.safe_load(path.read_text("utf-8"))["feeds"]
    assert found[0]["weight"] == 2
    assert found[1] == {"url": "https://b.example/f", "tags": ["ovens", "dough"]}
    assert "# ours" in path.read_text("utf-8")


def test_what_a_first_publication_needs_stands_together_and_first():
    names = [item.name for item in COURSE[0][1]]
    assert names[:4] == ["title", "about", "curators", "guidelines.contact"]
    assert set(LABELS) <= set(names[:4]), "as the publish dialog asks for it"


def test_every_setting_is_a_key_of_its_file_and_has_a_label():
    for parts, kind in ((COURSE, Course), (SOURCES, Sources)):
        for item in settings(parts).values():
            assert item.path[0] in kind.model_fields
            assert item.label
            if isinstance(item, Rows):
                assert all(column.label and len(column.path) == 1 for column in item.columns)


@given(st.text(max_size=80), st.sampled_from(["words", "lines", "text", "area"]))
def test_what_is_shown_and_saved_again_is_the_same(text, kind):
    once = read(text, kind, "x")
    assert read(shown(once, kind), kind, "x") == once


def test_a_course_folder_made_by_hand_is_shown_as_it_is(tmp_path):
    path = tmp_path / "courses/own/course.yml"
    path.parent.mkdir(parents=True)
    path.write_text("title: 5\nweeks: nothing\npeople:\n  - Ada\n", "utf-8")
    made = SettingsFile(tmp_path, "own")
    assert value_at(made.data()[1], Setting(("title",), "Title")) == "5"
    assert set(shown_row(settings(COURSE)["people"], "Ada").values()) == {""}


def test_people_are_moved_like_weeks_because_learners_see_their_order(course):
    change(course, "add", name="people", values={"name": "Ada"})
    change(course, "add", name="people", values={"name": "Mo"})
    shown = json.dumps(settings_page.show(course, "Bake together")["parts"])
    assert '"Mo: up"' in shown
    assert '"Ada: down"' in shown
    change(course, "move", name="people", row=1, to=0)
    assert [p["name"] for p in course.data()[1]["people"]] == ["Mo", "Ada"]


def test_the_trial_of_a_need_says_which_candidates_a_draft_would_take():
    found = [candidate(n) for n in range(12)]
    shown = json.dumps(settings_page.tried(found, found[1:], found[2:4]), ensure_ascii=False)
    assert "a draft would take the 2 with ✓" in shown
    assert shown.count("✓ ") == 2
    assert "none is close enough" in json.dumps(settings_page.tried(found, found, ()))


def test_the_trial_of_a_need_says_what_is_left_out_and_what_steers_besides(course):
    kept = course.with_value("need", "Bakers must learn to clean the ovens")
    line = steering_beside(kept, 1)
    assert line.startswith("These keywords steer the week, too: flour, dough.")
    assert steering_beside(kept.model_copy(update={"keywords": ("oven",), "weeks": ()}), 1) == ""
    for found in ([candidate(1)], []):
        shown = json.dumps(settings_page.tried(found, found, (), beside=("Not looked for: it", "", line)))
        assert line in shown
        assert shown.index("Not looked for: it") < shown.index(line)


FEEDBACK = "Crew leaders must learn to give feedback to former workmates."
VISITORS = "Park staff must learn to listen to visitors."


def _called(course, title, weeks, need=FEEDBACK):
    names = "".join(f"\n  - title: {week}" for week in weeks)
    course.path.write_text(
        f"title: {title}\nneed: {need}\nstart: 2026-11-23\nweeks:{names or ' []'}\n", "utf-8"
    )


def _names(course):
    found = course.data()[1]
    return found["title"], [week["title"] for week in found["weeks"]]


def test_the_title_that_was_accepted_stays_with_another_need_and_what_would_be_proposed_is_said(course):
    proposed, new = title_for(FEEDBACK), title_for(VISITORS)
    _called(course, proposed, [proposed])
    said = change(course, name="need", value=VISITORS)
    assert new != proposed
    assert _names(course) == (proposed, [proposed])
    assert f"the title stays “{proposed}”" in said
    assert f"“{new}” would be proposed" in said
    tried = course.with_value("need", FEEDBACK)
    assert need_of(tried, 1) == FEEDBACK, "a title that stays steers no search"


def test_names_of_weeks_that_were_proposed_with_a_need_follow_it(course):
    asked = "Staff must learn to greet guests, carry trays and count the till."
    told = "Staff must learn to sweep floors, water plants and lock the door."
    _called(course, "The house", ["Greet guests", "My own", "Count the till"], asked)
    said = change(course, name="need", value=told)
    assert _names(course) == ("The house", ["Sweep floors", "My own", "Lock the door"])
    assert "called anew: “Sweep floors”, “Lock the door”" in said
    assert course.names == ("The house", ("Sweep floors", "My own", "Lock the door"))
    change(course, "undo")
    assert _names(course)[1] == ["Greet guests", "My own", "Count the till"]


def test_names_that_a_person_wrote_stay_with_another_need(course):
    _called(course, "Talking on the job", ["Talking on the job"])
    assert change(course, name="need", value=VISITORS) == "Need saved"
    assert _names(course) == ("Talking on the job", ["Talking on the job"])


def test_a_week_named_after_its_course_follows_the_new_title_of_the_course(course):
    _called(course, title_for(FEEDBACK), [title_for(FEEDBACK)])
    change(course, name="title", value="Visitors first")
    assert _names(course) == ("Visitors first", ["Visitors first"])
    change(course, name="need", value=VISITORS)
    assert _names(course) == ("Visitors first", ["Visitors first"])


def test_of_many_weeks_only_those_named_by_the_tool_follow(course):
    proposed = title_for(FEEDBACK)
    _called(course, proposed, [f"{proposed}, part 1", "The shed", f"{proposed}, part 3"])
    change(course, name="need", value=VISITORS)
    assert _names(course) == (proposed, [f"{proposed}, part 1", "The shed", f"{proposed}, part 3"])
    change(course, name="title", value="Visitors")
    assert _names(course) == ("Visitors", ["Visitors, part 1", "The shed", "Visitors, part 3"])
