"""An edit session: what it keeps of what goes, and what it says before and after."""

import json
from dataclasses import replace
from datetime import date

import pytest
from review_fixture import COURSE, candidate, do, lay, module, resource, week

from curator.app.review.candidates import offer
from curator.app.review.publish_fields import Publisher
from curator.comments.isso import Isso
from curator.errors import ConfigError
from curator.model import Later, Module, Week


def test_a_note_is_kept_when_its_resource_goes_and_given_back_when_it_returns(session):
    said, state = do(session, "out", url="https://oven.example/1")
    assert said == "not this week: “Loaf number 1”; your note on it is kept"
    assert "For the second rise." in json.dumps(state["parts"]["taken-out"])
    assert state["marks"]["https://oven.example/1"] == "not this week"
    said, state = do(session, "add", url="https://oven.example/1")
    assert said == "added “Loaf number 1” as number 2, with what you had written"
    assert week(session).content[1].note == "For the second rise."
    assert state["parts"]["taken-out"] == []


def test_the_headings_of_a_piece_stand_among_the_candidates_and_in_the_week(tmp_path):
    body = "Whoever bakes for others writes down what went in, how long it stood and what the crumb was like."
    made = candidate(3)
    text = f"Weigh it\n{body}\nLet it rest\n{body}"
    session = lay(tmp_path, candidates=[replace(made, article=replace(made.article, text=text))])
    said = "In it: ", "Weigh it · Let it rest"
    row = offer(0, session.offers[0])
    assert all(words in json.dumps(row, ensure_ascii=False) for words in said)
    _, state = do(session, "add", url=made.url)
    assert all(words in json.dumps(state["content"], ensure_ascii=False) for words in said)


def test_a_quotation_of_the_week_says_that_learners_read_it(tmp_path):
    quoted = resource(1, excerpt="Rye needs a wetter dough.")
    state = lay(tmp_path, content=(quoted, resource(2))).state()
    said = [json.dumps(card, ensure_ascii=False) for card in state["content"]]
    assert ["Learners read:" in words for words in said] == [True, False]


def test_a_note_that_another_week_kept_for_later_comes_along(session):
    kept = resource(4, note="For rye.")
    earlier = module(week=1, content=(), later=(Later(url=kept.url),), taken_out=(kept,))
    session.renew(COURSE, (earlier,))
    do(session, "add", url=kept.url)
    assert week(session).content[2].note == "For rye."


def test_questions_and_people_are_moved_in_their_lists(session):
    do(session, "person", text=json.dumps({"name": "Ada"}))
    assert do(session, "shift", id="q2", to=0)[0] == "moved question 2 to number 1"
    assert [q.id for q in week(session).conversation] == ["q2", "q1"]
    assert [q.about for q in week(session).conversation] == [None, 1]
    ada = session.state()["connection"]["person"][1]
    said, state = do(session, "shift", id=ada["key"], to=0)
    assert said == "moved person “Ada” to number 1"
    assert [p.name for p in week(session).connection.people] == ["Ada", "Baker 0"]
    assert state["connection"]["person"][0]["key"] == ada["key"], "an open form stays with its entry"
    do(session, "shift", id=ada["key"], to=9)
    assert [p.name for p in week(session).connection.people] == ["Baker 0", "Ada"]
    with pytest.raises(ConfigError, match="no longer in the week"):
        do(session, "shift", id="nobody", to=0)


def test_how_long_a_step_takes_is_set(session):
    assert "One of these steps takes" in json.dumps(session.state()["parts"]["trying"])
    do(session, "trying", text="25")
    assert week(session).connection.minutes == 25
    assert " to read, 5 to answer, 25 to try" in json.dumps(session.state()["parts"]["minutes"])
    for wrong in ("soon", "0", "601"):
        with pytest.raises(ConfigError):
            do(session, "trying", text=wrong)


def test_a_published_week_that_falls_below_its_minimum_says_so_and_what_follows(tmp_path):
    session = lay(tmp_path, status="published", content=(resource(0, note="Read it."), resource(1)))
    assert "But " not in json.dumps(session.state()["parts"]["live"])
    said, state = do(session, "out", url="https://oven.example/1")
    assert said.endswith("; now it holds 1 of at least 2 resources, and it is published")
    shown = json.dumps(state["parts"]["live"])
    assert "it holds 1 of at least 2 resources" in shown
    assert "make it a draft again" in shown
    said, _ = do(session, "note", url="https://oven.example/0", text="Read it soon.")
    assert said == "note on “Loaf number 0”", "it is said once"
    do(session, "undo")
    assert "it is published" not in do(session, "undo")[0], "and not of what is mended"
    do(session, "redo")
    said, state = do(session, "add", url="https://oven.example/1")
    assert "But " not in json.dumps(state["parts"]["live"])
    draft = lay(tmp_path / "draft")
    assert do(draft, "out", url="https://oven.example/1")[0].endswith("is kept")
    assert draft.state()["parts"]["live"] == []


@pytest.mark.parametrize(
    ("day", "standing", "said"),
    [
        (date(2026, 11, 30), "published", "asks the feeds for news and drafts week 3 for you"),
        (date(2026, 11, 30), "draft", ""),
        (date(2026, 11, 20), "published", ""),
    ],
)
def test_before_publishing_it_is_said_what_else_a_build_drafts(session, day, standing, said):
    session.today = day
    session.renew(COURSE, (Module(week=1, title="Mix", status=standing),))
    shown = json.dumps(session.summary())
    assert said in shown
    assert ("drafts week" in shown) is bool(said)


def test_a_thin_draft_says_what_was_looked_for_and_where_to_mend_that(tmp_path):
    session = lay(tmp_path, content=(resource(0),))
    shown = json.dumps(session.state()["parts"]["thin"])
    assert "ask for help before the dough is ruined" in shown
    assert "settings/baking/#f-need" in shown
    assert "settings/-/#site" in shown
    assert session.state()["parts"]["thin"] != []
    do(session, "add", url="https://oven.example/3")
    assert session.state()["parts"]["thin"] == []


def test_before_publishing_it_is_said_where_answers_go(session):
    session.talk = False
    shown = json.dumps(session.summary())
    assert (
        "learners send their answers by mail to mo@bakery.example, where trouble is reported, too: " in shown
    )
    assert "settings/baking/#f-guidelines.answers" in shown
    rules = COURSE.guidelines.model_copy(update={"answers": "talk@bakery.example"})
    session.renew(COURSE.model_copy(update={"guidelines": rules}), session.others)
    shown = json.dumps(session.summary())
    assert "by mail to talk@bakery.example." in shown
    assert "#f-guidelines.answers" not in shown


def test_before_publishing_it_is_said_how_learners_reach_you_and_where_they_talk(session):
    shown = json.dumps(session.summary())
    assert "Learners reach Mo at mo@bakery.example: " in shown
    assert "settings/baking/#f-guidelines.contact" in shown
    session.talks_at(Isso(server="https://talk.example/"))
    shown = json.dumps(session.summary())
    assert "2 questions, each with a discussion below it (Isso): " in shown
    assert "settings/--/#f-provider" in shown
    session.talks_at(None)
    assert "each with a discussion" not in json.dumps(session.summary())
    rules = COURSE.guidelines.model_copy(update={"contact": ""})
    session.renew(COURSE.model_copy(update={"guidelines": rules}), session.others)
    shown = json.dumps(session.summary())
    assert "#f-guidelines.contact" not in shown.partition("The 4 Rs")[0], (
        "it is asked for in the dialog itself"
    )
    assert "no place yet to answer them: a mail address above is enough, or " in shown


def test_before_publishing_an_archived_course_says_first_what_learners_read_there(session):
    assert "archived" not in json.dumps(session.summary())
    session.renew(COURSE.model_copy(update={"archived": True}), session.others)
    shown = json.dumps(session.summary())
    assert "Nothing stops it" not in shown
    assert "learners read that it has ended, this week with it" in shown
    assert "settings/baking/#f-archived" in shown
    assert "#f-archived" not in json.dumps(session.summary(Publisher(own=False))), "settings are the owner's"


def test_before_publishing_it_is_said_which_weeks_to_come_nobody_has_named(session):
    titles = (
        "Bake together, part 1",
        "Ask",
        "An older title, part 3",
        "Week 4",
        "Bake together, part 5",
        "Rye",
    )
    course = COURSE.model_copy(update={"weeks": tuple(Week(title=title) for title in titles)})
    session.renew(course, (Module(week=1, title="Mix", status="published"),))
    session.today = date(2026, 11, 24)
    shown = json.dumps(session.summary(), ensure_ascii=False)
    assert "Learners also see the names of the weeks to come: “An older title, part 3” and 2 more: " in shown
    assert "settings/baking/#s-weeks-2" in shown
    session.renew(course.model_copy(update={"weeks": course.weeks[:3]}), session.others)
    shown = json.dumps(session.summary(), ensure_ascii=False)
    assert "the name of the week to come: “An older title, part 3”: " in shown
    for named in (
        course.model_copy(update={"weeks": course.weeks[:2]}),  # week 1 is open, and shows its own title
        course.model_copy(update={"archived": True}),  # no week to come is shown
    ):
        session.renew(named, session.others)
        assert "to come" not in json.dumps(session.summary())
