"""What hangs on a resource leaves with it, stays, or is pointed elsewhere; nothing is published about what is gone."""

from datetime import date

import pytest

from curator.errors import ConfigError
from curator.model import Connection, Course, Items, Module, Person, Question, Resource, Thanks
from curator.weeks import edit, steps
from curator.weeks.draft import with_notes
from curator.weeks.gate import hold_week
from curator.weeks.lint import lint_week
from curator.weeks.removal import Parting, all_of, attached, point, retitle, reword, take_along, without
from curator.weeks.week_file import new_week_text

KIM, ADA = "https://a.example/kim", "https://b.example/ada"
COURSE = Course(
    slug="baking",
    title="Bake",
    need="New bakers must learn to ask",
    start=date(2026, 11, 23),
    items=Items(min=1),
)


def week(**fields):
    known = {
        "week": 2,
        "title": "Ask",
        "content": (
            Resource(url=KIM, title="Ask for one thing", author="Kim Lee", minutes=8, suggested_by="Mo"),
            Resource(url=ADA, title="On asking", author="Ada Low", minutes=9),
            Resource(title="The handbook", where="shelf 3", author="Ada Low", kind="book", minutes=9),
        ),
        "conversation": (
            Question(id="q1", question="What would you ask Kim tomorrow, and why?", about=1),
            Question(id="q2", question="Where would you begin, and with whom?", about=2),
        ),
        "connection": Connection(
            people=(Person(name="Kim Lee"), Person(name="Ada Low")),
            thanks=(Thanks(name="Mo", reason="suggested “Ask for one thing”"), Thanks(name="Jo")),
        ),
    }
    return new_week_text(Module(**{**known, **fields}))


def held(text):
    module = edit.module_of(text)
    as_published = module.model_copy(update={"status": "published"})
    return hold_week(COURSE, module, lint_week(COURSE, as_published, "week-02.md", text), approved=True)


def test_what_hangs_on_a_resource_is_found_and_nothing_else():
    found = attached(edit.module_of(week()), "http://www.a.example/kim/")
    assert [q.id for q in found.questions] == ["q1"]
    assert [p.name for p in found.people] == ["Kim Lee"]
    assert [t.name for t in found.thanks] == ["Mo"]


def test_who_also_made_something_else_in_the_week_stays():
    found = attached(edit.module_of(week()), ADA)
    assert found.people == ()
    assert [q.id for q in found.questions] == ["q2"]
    assert not attached(edit.module_of(week()), "where:The handbook")


def test_all_of_it_leaves_with_the_resource():
    text = week()
    parting = all_of(attached(edit.module_of(text), KIM))
    module = edit.module_of(edit.take_out(take_along(text, KIM, parting), KIM))
    assert [q.id for q in module.conversation] == ["q2"]
    assert module.conversation[0].about == 1
    assert [p.name for p in module.connection.people] == ["Ada Low"]
    assert [t.name for t in module.connection.thanks] == ["Jo"]


def test_a_question_is_pointed_at_another_resource_or_at_the_week():
    text = take_along(week(), KIM, Parting(point={"q1": "where:The handbook"}))
    module = edit.module_of(edit.take_out(text, KIM))
    assert module.content[module.conversation[0].about - 1].title == "The handbook"
    module = edit.module_of(edit.take_out(take_along(week(), KIM, Parting(point={"q1": ""})), KIM))
    assert (module.conversation[0].about, module.conversation[0].was_about) == (None, "")
    assert without(attached(edit.module_of(week()), KIM), Parting(point={"q1": ""})).questions == ()
    with pytest.raises(ConfigError, match="is not in this week"):
        take_along(week(), KIM, Parting(point={"q1": "https://nowhere.example/"}))


def test_a_question_about_what_is_gone_is_not_published_until_somebody_looks_at_it():
    gone = edit.drop_resource(week(), KIM)
    assert edit.module_of(gone).conversation[0].was_about == "Ask for one thing"
    assert any("“Ask for one thing”, which is no longer in the week" in reason for reason in held(gone))
    assert not any("no longer in the week" in reason for reason in held(week()))
    for mended in (
        point(gone, "q1", ADA),
        point(gone, "q1", ""),
        edit.set_question(gone, "q1", "What would you ask somebody tomorrow, and why?"),
        edit.drop_question(gone, "q1"),
    ):
        assert not any("no longer in the week" in reason for reason in held(mended))
    assert edit.set_question(gone, "q1", "What would you ask Kim tomorrow, and why?") == gone


def test_what_has_no_address_is_found_by_its_title():
    text = edit.set_note(week(), "where:The handbook", "Chapter 3.")
    module = edit.module_of(text)
    assert module.content[2].note == "Chapter 3."
    assert "url" not in text.split("The handbook")[1].split("conversation")[0]
    dropped = edit.module_of(edit.drop_resource(text, "where:The handbook"))
    assert len(dropped.content) == 2
    assert dropped.dropped == ()  # no later week could meet it again
    with pytest.raises(ConfigError, match="has no address"):
        edit.keep_for_later(text, "where:The handbook")


def test_a_resource_that_nobody_could_find_is_refused():
    with pytest.raises(ConfigError, match="neither `url` nor `where`"):
        edit.module_of(week().replace("    where: shelf 3\n", ""))


# --- steps ------------------------------------------------------------------------------------------------

SEND = "Send “Ask for one thing” to one colleague, with a line on why you thought of them."
PUT = "Put the question about “On asking” to somebody outside the course, and bring the answer back here."
QUOTED = "Ask your team: “Where would you begin, and with whom?”"


def stepping(*steps, **fields):
    return week(connection=Connection(prompts=steps), **fields)


def steps_of(text):
    return edit.module_of(text).connection.prompts


def test_a_step_that_names_a_resource_leaves_with_it_or_names_another():
    text = stepping(SEND, PUT)
    found = attached(edit.module_of(text), KIM)
    assert found.steps == (SEND,)
    assert steps_of(take_along(text, KIM, all_of(found))) == (PUT,)
    assert without(found, Parting()).steps == (SEND,)
    renamed = take_along(text, KIM, Parting(rename={SEND: "where:The handbook"}))
    assert steps_of(renamed)[0] == SEND.replace("Ask for one thing", "The handbook")
    with pytest.raises(ConfigError, match="not in this week"):
        take_along(text, KIM, Parting(rename={SEND: "https://c.example/"}))


@pytest.mark.parametrize(
    ("step", "title", "named"),
    [
        ("Read “On asking.” twice", "On asking", True),
        ("Read on asking with a friend", "On asking", False),  # too few words to be sure of without marks
        ("Talk about ask for  one thing", "Ask for one thing.", True),
        ("Talk about task for one thing", "Ask for one thing", False),
        ("請讀「問一件事」", "問一件事", True),
        ("اقرأ «اسأل عن شيء» مع زميل", "اسأل عن شيء", True),
        ("Read it", "", False),
    ],
)
def test_a_title_is_named_as_a_whole(step, title, named):
    assert steps.names(step, title) is named


def test_a_step_that_sends_people_to_a_question_hangs_on_it():
    module = edit.module_of(stepping(SEND, PUT, QUOTED))
    assert steps.on_question(module, "q1") == ()
    assert steps.on_question(module, "q2") == (QUOTED, PUT)
    questions = (*module.conversation, Question(id="q3", question="And what if nobody answers?", about=2))
    assert steps.on_question(module.model_copy(update={"conversation": questions}), "q2") == (QUOTED,)


def test_steps_follow_what_they_name():
    text = stepping(SEND, PUT, QUOTED)
    assert steps_of(point(text, "q2", KIM))[1] == PUT.replace("On asking", "Ask for one thing")
    assert steps_of(point(text, "q2", ""))[1] == PUT, "nothing to name instead: the lint says so"
    typed = reword(reword(text, "q2", "Who"), "q2", "Who would you ask first?")
    assert steps_of(typed)[2] == "Ask your team: “Who would you ask first?”"
    named = edit.set_field(text, ("content", 0, "title"), "Ask for two things")
    assert steps_of(retitle(named, edit.module_of(text), 0))[0] == SEND.replace("one thing", "two things")


def lost(text):
    return [what for _, what in steps.at_a_loss(edit.module_of(text))]


def test_a_step_that_names_what_is_gone_is_told():
    text = stepping(SEND, PUT, "Ask a colleague.", "Tell somebody why “The handbook” helps.")
    assert lost(text) == []
    assert lost(edit.take_out(text, KIM)) == ["“Ask for one thing”"]
    assert lost(edit.drop_question(text, "q2")) == ["a question about “On asking”"]
    own = stepping("Tell somebody why “Ask for one thing” helps.")
    assert lost(edit.drop_resource(own, KIM)) == ["“Ask for one thing”"], "in words of one's own, too"
    module = edit.module_of(edit.take_out(text, KIM))
    rows = [r for r in lint_week(COURSE, module, "week-02.md", text) if r.rule == "step-gone"]
    assert [(r.where, r.level) for r in rows] == [("step 1 (line 34)", "warning")]


LEAVING = (
    lambda text: edit.take_out(text, KIM),
    lambda text: edit.keep_for_later(text, KIM),
    lambda text: edit.drop_resource(text, KIM, "no"),
)
OFFERED = Resource(url=KIM, title="Ask for one thing", author="Kim Lee", minutes=8)
WRITTEN = OFFERED.model_copy(update={"note": "Start here.", "minutes": 3, "group": "First"})
ANOTHER = Resource(url=ADA, title="On asking", minutes=9)


def with_first(first):
    return week(content=(first, ANOTHER), conversation=(Question(id="q1", question="How?", about=1),))


@pytest.mark.parametrize("leave", LEAVING)
def test_what_was_written_on_a_resource_comes_back_with_it(leave):
    gone = leave(with_first(WRITTEN))
    assert [r.note for r in edit.module_of(gone).taken_out] == ["Start here."]
    back = edit.module_of(edit.add_resource(gone, OFFERED))
    assert (back.content[1], back.taken_out) == (WRITTEN, ())
    assert (back.conversation[0].about, back.conversation[0].was_about) == (2, "")
    other = OFFERED.model_copy(update={"note": "Another."})
    assert edit.module_of(edit.add_resource(gone, other)).content[1].note == "Another."


@pytest.mark.parametrize("leave", LEAVING)
@pytest.mark.parametrize("note", ["", "(proposed) Read it."])
def test_what_nobody_wrote_on_is_not_kept(leave, note):
    assert edit.module_of(leave(with_first(OFFERED.model_copy(update={"note": note})))).taken_out == ()


def test_what_was_added_by_hand_comes_back():
    book = Resource(title="A book", where="shelf 3")
    gone = edit.take_out(with_first(book), book.ref)
    assert edit.taken_out(edit.module_of(gone), book.ref) == book
    assert edit.module_of(edit.add_resource(gone, book)).content[1] == book


def test_a_note_goes_along_to_the_week_that_takes_what_was_kept_for_later():
    kept = edit.module_of(edit.keep_for_later(with_first(WRITTEN), KIM))
    aside = edit.module_of(edit.take_out(with_first(WRITTEN), KIM))
    new = edit.module_of(with_first(OFFERED))
    assert [r.note for r in with_notes(new, (kept,)).content] == ["Start here.", ""]
    assert with_notes(new, (aside,)) == new
