"""The third column shows what was said as text alone, and one press makes something of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from review_fixture import COURSE, EVIL, resource

from curator.app.review.actions import Act
from curator.app.review.edit_session import EditSession, mark_of
from curator.app.review.elements import TAGS
from curator.app.review.said_column import Said, column
from curator.conversation import insights
from curator.errors import ConfigError
from curator.model import Comment, Module, Question, Thread
from curator.weeks.week_file import new_week_text, parse_week

KEY = "baking/week-01/q1"
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def comment(number, text, by="Ada", url=""):
    return Comment(KEY, str(number), "", str(number), by, START + timedelta(minutes=number), text, url)


TALK = (
    comment(1, "How do I keep the dough cold?", url="https://talk.example/1"),
    comment(2, "I can show you my fridge trick, it needs steam. https://tips.example/steam", "Ben"),
    comment(3, "We could try steam in pairs.", "Cleo"),
    comment(4, EVIL + " How?", EVIL, "javascript:alert(1)"),
)


def said(*comments):
    found = insights([Thread(KEY, comments), Thread("baking/week-01/q2")], content=[resource(1)])
    quotations = (*found.waiting, *found.helped, *found.offers, *found.ideas)
    return Said(found, (1,), quotations, date(2026, 11, 30))


@pytest.fixture
def session(tmp_path):
    folder = tmp_path / "courses" / "baking"
    folder.mkdir(parents=True)
    (folder / "course.yml").write_text(
        "title: Bake together\nneed: Ask for help before the dough is ruined, all of you\nstart: 2026-11-23\n"
    )
    module = Module(
        week=2,
        title="Two",
        content=(resource(1),),
        conversation=(Question(id="q1", question="How would you?"),),
    )
    path = folder / "week-02.md"
    path.write_text(new_week_text(module), encoding="utf-8")
    return EditSession(tmp_path, COURSE, path, said=said(*TALK))


def act(session, do, **fields):
    return session.act(Act(do=do, seen=mark_of(session.path.read_text(encoding="utf-8")), **fields))[0]


def week(session):
    return parse_week(session.path.read_text(encoding="utf-8"), "week-02.md")


def every(nodes):
    for one in nodes:
        if isinstance(one, list):
            yield one
            yield from every(one[2])


def test_everything_is_text_and_harmless_elements():
    drawn = list(every(column(said(*TALK))))
    assert {tag for tag, _, _ in drawn} <= TAGS | {"button"}
    attributes = {name for _, named, _ in drawn for name in named}
    assert attributes <= {"class", "dir", "href", "target", "rel", "type", "aria-label"} | {
        f"data-{name}" for name in ("do", "act", "id", "text", "url")
    }
    addresses = {named["href"] for _, named, _ in drawn if "href" in named}
    assert addresses == {"https://talk.example/1", "https://tips.example/steam"}
    words = json.dumps(column(said(*TALK)), ensure_ascii=False)
    for heading in (
        "Waiting for an answer",
        "Offers",
        "Ideas",
        "Links",
        "Words that several use",
        "Nobody wrote here",
    ):
        assert heading in words


def test_nobody_is_counted():
    words = json.dumps(column(said(*TALK)), ensure_ascii=False)
    assert "posts" not in words
    assert column(Said()) == []


def test_one_press_makes_a_highlight_and_a_second_agrees(session):
    assert "ask them" in act(session, "highlight", id="0")
    (one,) = week(session).highlights
    assert (one.quote, one.by, one.url, one.thread, one.asked) == (
        "How do I keep the dough cold?", "Ada", "https://talk.example/1", KEY, None,
    )  # fmt: skip
    assert "already" in act(session, "highlight", id="0")
    act(session, "agreed", id="0")
    assert week(session).highlights[0].asked == date(2026, 11, 30)
    act(session, "undo")
    assert week(session).highlights[0].asked is None
    act(session, "unquote", id="0")
    assert week(session).highlights == ()


def test_an_open_post_is_asked_again(session):
    act(session, "ask", text="How do I keep the dough cold?")
    assert week(session).conversation[-1].question == "How do I keep the dough cold?"


def test_a_link_becomes_a_suggestion_with_its_credit_and_others_do_not(session):
    before = session.path.read_text(encoding="utf-8")
    assert "suggested" in act(session, "suggest", url="https://tips.example/steam", text="Ben")
    written = (session.path.parent / "suggestions.yml").read_text(encoding="utf-8")
    assert "https://tips.example/steam" in written
    assert "by: Ben" in written
    assert session.path.read_text(encoding="utf-8") == before
    with pytest.raises(ConfigError):
        act(session, "suggest", url="https://elsewhere.example/", text="Ben")


def test_a_word_becomes_a_keyword(session):
    assert "is a keyword of the course" in act(session, "keyword", text="steam")
    written = (session.path.parent / "course.yml").read_text(encoding="utf-8")
    assert "keywords:" in written
    assert "steam" in written
    assert "already" in act(session, "keyword", text="Steam")


@pytest.mark.parametrize("do", ["highlight", "unquote", "agreed"])
@pytest.mark.parametrize("number", ["", "99", "x", "-1"])
def test_what_is_not_there_is_told(session, do, number):
    with pytest.raises(ConfigError):
        act(session, do, id=number)
