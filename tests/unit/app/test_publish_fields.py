"""The publish dialog asks for what learners would read of a course, and saves it with the week or not at all."""

import json

import pytest
import yaml
from review_fixture import do, lay, served, week

from curator.app.review.publish_fields import LABELS, Publisher, RefusedError, missing
from curator.app.review.settings_file import Change, SettingsFile
from curator.app.review.sharing import Sharing
from curator.app.review.workspace import Workspace
from curator.errors import ConfigError

TEXT = """\
# the course of the bakers
title: Bake together
need: New bakers must learn to ask for help. Before it is too late.
about: ""  # what learners read
start: 2026-11-23
items: {min: 2, max: 5}
guidelines:
  moderator: ""
  contact: ""  # no list of issues
  rules: [Ask.]
"""
GUEST = Publisher(own=False)
TYPED = {
    "curators": "Marta, at the bar",
    "guidelines.contact": "marta@oven.example",
    "about": "How one asks.",
}


@pytest.fixture
def session(tmp_path):
    return lay_with(tmp_path, TEXT)


def lay_with(root, text):
    """An open week of a course whose course.yml is this text."""
    session = lay(root)
    (session.path.parent / "course.yml").write_text(text, "utf-8")
    session.renew(SettingsFile(root, "baking").as_course(), session.others)
    return session


def written(session):
    return (session.path.parent / "course.yml").read_text("utf-8")


def asked(nodes):
    """Names of the fields that a dialog holds."""
    return [a["name"] for tag, a in elements(["div", {}, nodes]) if tag in ("input", "textarea")]


def elements(node):
    if isinstance(node, list):
        yield node[0], node[1]
        for kid in node[2]:
            yield from elements(kid)


def test_what_is_empty_is_asked_for_and_what_is_set_is_told(session):
    assert asked(session.summary()) == list(LABELS)
    assert asked(session.summary(GUEST)) == []
    shown = json.dumps(session.summary(GUEST))
    assert "Learners find no address." in shown
    assert "settings/" not in shown.partition("The 4 Rs")[0], "nothing leads guests where they may not go"
    Workspace.of(session).fill("baking", TYPED)
    shown = json.dumps(session.summary())
    assert asked(session.summary()) == []
    for said, place in (
        ("Chosen by Marta, at the bar: ", "curators"),
        ("Learners reach Marta, at the bar at marta@oven.example: ", "guidelines.contact"),
        ("Learners read of the course: How one asks: ", "about"),
    ):
        assert f'"{said}"' in shown
        assert f"settings/baking/#f-{place}" in shown


def test_it_is_written_where_the_settings_page_writes_it_and_comments_stay(session):
    workspace, before = Workspace.of(session), TEXT.splitlines()
    workspace.fill("baking", TYPED)
    course = SettingsFile(session.root, "baking").as_course()
    assert course.curators == ("Marta, at the bar",)
    assert course.about == "How one asks."
    assert (course.guidelines.moderator, course.guidelines.contact) == (
        TYPED["curators"],
        "marta@oven.example",
    )
    assert [line for line in written(session).splitlines() if "#" in line] == [
        before[0],
        "about: How one asks.  # what learners read",
        "  contact: marta@oven.example  # no list of issues",
    ]
    settings = workspace.settings("baking")
    assert settings.undo == "saved with publishing"
    settings.change(Change(do="undo", seen=settings.data()[0]))
    assert written(session) == TEXT


def test_whoever_is_in_charge_stays_and_what_is_left_empty_is_not_written(tmp_path):
    session = lay_with(tmp_path, TEXT.replace('moderator: ""', "moderator: Mo"))
    Workspace.of(session).fill("baking", {"curators": "Ada", "about": "  "})
    course = SettingsFile(session.root, "baking").as_course()
    assert (course.guidelines.moderator, course.curators) == ("Mo", ("Ada",))
    assert missing(course) == ("guidelines.contact", "about")


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        ({"guidelines.contact": "marta@oven"}, "guidelines.contact", "is no mail address"),
        ({"guidelines.contact": "oven.example/ask"}, "guidelines.contact", "is no whole web address"),
        ({"curators": "x" * 401}, "curators", "400"),
    ],
)
def test_one_value_that_is_refused_keeps_all_from_being_written_and_published(session, typed, name, words):
    with served(session) as site:
        status, value = site.act("publish", told={**TYPED, **typed})
        assert status == 422
        fields = [a for tag, a in elements(["div", {}, value["summary"]]) if a.get("aria-invalid") == "true"]
        assert [f["name"] for f in fields] == [name]
        assert "autofocus" in fields[0]
        assert words in json.dumps(value["summary"])
        assert written(session) == TEXT
        assert week(session).status == "draft"
        status, value = site.act("publish", told=TYPED)
        assert (status, value["state"]["published"]) == (200, True)
    assert yaml.safe_load(written(session))["guidelines"]["contact"] == "marta@oven.example"


def test_what_stands_there_by_now_is_not_written_over(session):
    path = session.path.parent / "course.yml"
    path.write_text(TEXT.replace('contact: ""', "contact: mo@oven.example"), "utf-8")
    before = written(session)
    with pytest.raises(RefusedError) as refused:
        Workspace.of(session).fill("baking", TYPED)
    assert list(refused.value.why) == ["guidelines.contact"]
    assert "by now" in refused.value.why["guidelines.contact"]
    assert written(session) == before


@pytest.mark.parametrize("broken", ["title: [", "title: Bread\n"])
def test_a_file_that_cannot_be_used_is_told_as_such(session, broken):
    (session.path.parent / "course.yml").write_text(broken, "utf-8")
    with pytest.raises(ConfigError, match=r"course\.yml"):
        Workspace.of(session).fill("baking", TYPED)
    assert written(session) == broken


def test_nothing_else_can_be_set_from_there(session):
    with served(session) as site:
        status, value = site.act("publish", told={"need": "Another one.", **TYPED})
        assert (status, "is not asked for here" in value["error"]) == (422, True)
        status, value = site.act("publish", told={"about": "x" * 20_001})
        assert status == 400
    assert (written(session), week(session).status) == (TEXT, "draft")


def test_only_whoever_runs_the_review_writes_settings(session):
    sharing = Sharing("127.0.0.1")
    with served(session, sharing) as site:
        from test_sharing import Shared  # the way in of somebody else

        there = Shared(site, sharing)
        edit, read = (sharing.shares.give(may) for may in ("edit", "read"))
        for share in (edit, read):
            assert asked(there.ask(share, "GET", "summary")[1]["summary"]) == []
            assert there.act(share, "publish", told=TYPED)[0] == 403
            assert (written(session), week(session).status) == (TEXT, "draft")
        assert there.act(edit, "publish", told={})[0] == 200
        assert asked(site.ask("GET", "summary")[2]["summary"]) == list(LABELS)
    assert written(session) == TEXT


def test_a_setting_that_was_saved_is_seen_by_the_dialog_at_once(session):
    workspace = Workspace.of(session)
    settings = workspace.settings("baking")
    settings.change(Change(do="set", seen=settings.data()[0], name="about", value="How one asks."))
    workspace.see_settings("baking")
    assert asked(session.summary()) == ["curators", "guidelines.contact"]


def test_a_course_without_a_description_says_what_learners_read_meanwhile(tmp_path):
    session = lay_with(tmp_path, TEXT.replace('about: ""  # what learners read\n', ""))
    assert "Until then they read: \\u201cNew bakers must learn to ask for help.\\u201d" in json.dumps(
        session.summary()
    )


def test_undo_of_the_week_leaves_the_settings(session):
    Workspace.of(session).fill("baking", TYPED)
    after = written(session)
    do(session, "publish")
    do(session, "undo")
    assert (written(session), week(session).status) == (after, "draft")
