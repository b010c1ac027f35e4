"""Every field of a resource in a form, and what is added by hand."""

import json
from dataclasses import replace
from datetime import date

import pytest
from review_fixture import article, candidate, lay, module

from curator.app.review import resource_forms
from curator.app.review.actions import Act
from curator.app.review.candidates import offer, offers_of
from curator.errors import ConfigError
from curator.model import Candidate, Reason, Suggestion
from curator.rank.choice import BESIDE_BETTER, TOO_FAR
from curator.weeks.edit import module_of

LOAF = "https://oven.example/0"


def act(session, do, **what):
    return session.act(Act(do=do, seen=session.mark(), **what))


def filled(session, ref="", **fields):
    known = json.loads(session.state()["texts"][f"resource {ref}"])
    return json.dumps({**known, **fields})


def test_a_book_is_added_by_hand_and_renamed_in_place(tmp_path):
    session = lay(tmp_path)
    fields = {"author": "Kim", "kind": "book", "minutes": "20", "where": "shelf 3", "note": "One.\n\n*Two.*"}
    words = filled(session, title="كتاب الخبز", **fields)
    said, state = act(session, "resource", text=words)
    assert said == "added “كتاب الخبز” by hand"
    assert state["wrote"] == "resource where:كتاب الخبز"
    (book,) = [r for r in module_of(session.path.read_text("utf-8")).content if not r.url]
    assert (book.kind, book.minutes, book.where, book.author) == ("book", 20, "shelf 3", "Kim")
    assert book.note == "One.\n\n*Two.*"
    said, state = act(session, "resource", url=book.ref, text=filled(session, book.ref, title="Bread"))
    assert state["wrote"] == "resource where:Bread"
    said, state = act(session, "note", url="where:Bread", text="Chapter 2.")
    assert module_of(session.path.read_text("utf-8")).content[-1].note == "Chapter 2."


def test_only_what_changed_is_written(tmp_path):
    session = lay(tmp_path)
    before = session.path.read_text("utf-8")
    act(session, "resource", url=LOAF, text=filled(session, LOAF))
    assert session.path.read_text("utf-8") == before
    said, _ = act(
        session, "resource", url=LOAF, text=filled(session, LOAF, minutes="12", tags="ovens, dough")
    )
    assert said == "minutes, tags of “Loaf number 0”"
    changed = set(session.path.read_text("utf-8").splitlines()) - set(before.splitlines())
    assert changed == {"    minutes: 12", "    tags: [ovens, dough]"}


def test_an_address_gives_way_to_a_place_and_comes_back(tmp_path):
    session = lay(tmp_path)
    act(session, "resource", url=LOAF, text=filled(session, LOAF, url="", where="the kitchen"))
    assert module_of(session.path.read_text("utf-8")).content[0].ref == "where:Loaf number 0"
    ref = "where:Loaf number 0"
    act(session, "resource", url=ref, text=filled(session, ref, url=LOAF, where=""))
    assert module_of(session.path.read_text("utf-8")).content[0].url == LOAF


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "url": "https://a.example/"}, "Title is still empty"),
        ({"title": "A talk"}, "Address is still empty"),
        ({"title": "A talk", "url": "javascript:alert(1)"}, "Address not a web address"),
        ({"title": "A talk", "where": "hall", "kind": "concert"}, "Kind"),
        ({"title": "A talk", "where": "hall", "minutes": "soon"}, "Minutes"),
        ({"title": "A talk", "where": "hall", "published": "yesterday"}, "Published"),
        ({"title": "A talk", "where": "hall", "excerpt": "x" * 301}, "Quotation"),
        ({"title": "Loaf", "url": "http://www.oven.example/1/"}, "is in the week already"),
    ],
)
def test_what_no_week_may_hold_is_refused_with_the_name_of_the_field(tmp_path, fields, words):
    session = lay(tmp_path)
    before = session.path.read_bytes()
    with pytest.raises(ConfigError) as wrong:
        act(session, "resource", text=filled(session, **fields))
    problem = wrong.value.problems[0]
    assert words in f"{problem.key} {problem.message}"
    assert session.path.read_bytes() == before


def test_anything_may_come_from_the_page_and_nothing_breaks():
    for words in ("", "[]", "null", '{"title": {"a": 1}}', '{"tags": 7}', "not json"):
        with pytest.raises(ConfigError):
            resource_forms.write(_week(), module(), "", words)


def _week():
    from curator.weeks.week_file import new_week_text

    return new_week_text(module())


def test_another_sentence_of_the_text_is_offered_and_taken(tmp_path):
    session = lay(tmp_path)
    session.articles = {LOAF: article(0)}
    buttons = [n for n in _walk(session.sentences(LOAF)) if n[0] == "button"]
    assert buttons[0][1]["data-text"].startswith("When the oven is cold")
    act(session, "excerpt", url=LOAF, text=buttons[0][1]["data-text"])
    assert module_of(session.path.read_text("utf-8")).content[0].excerpt.startswith("When the oven")
    assert "write one in" in str(session.sentences("https://other.example/"))


def _walk(nodes):
    for n in nodes:
        if isinstance(n, list):
            yield n
            yield from _walk(n[2])


def test_a_question_is_pointed_at_another_resource(tmp_path):
    session = lay(tmp_path)
    said, _ = act(session, "about", id="q2", url="https://oven.example/1")
    assert said == "question 2 starts from “Loaf number 1”"
    act(session, "about", id="q1", url="")
    assert [q.about for q in module_of(session.path.read_text("utf-8")).conversation] == [None, 2]


def test_what_hangs_on_a_resource_is_asked_about_and_leaves_in_one_step(tmp_path):
    session = lay(tmp_path)
    (card, _) = session.state()["content"]
    assert "Question 1, “" in str(card["hangs"])
    assert "Baker 0, who made it, leaves, too" in str(card["hangs"])
    before = session.path.read_text("utf-8")
    said, _ = act(session, "out", url=LOAF, questions=["q1"], people=["Baker 0"])
    assert "question 1 left with it, and it returns when the resource is added again" in said
    week = module_of(session.path.read_text("utf-8"))
    assert [q.id for q in week.conversation] == ["q2"]
    assert week.connection.people == ()
    assert act(session, "add", url=LOAF)[0] == "added “Loaf number 0” as number 2, with its question"
    back = module_of(session.path.read_text("utf-8"))
    assert [(q.id, q.about, q.was_about) for q in back.conversation] == [("q2", None, ""), ("q1", 2, "")]
    assert back.taken_along == ()
    act(session, "undo")
    act(session, "undo")
    assert session.path.read_text("utf-8") == before


@pytest.mark.parametrize("leave", ["out", "drop", "later"])
def test_a_question_returns_with_its_resource_whose_title_was_changed_before_it_left(tmp_path, leave):
    session = lay(tmp_path)
    act(session, "resource", url=LOAF, text=filled(session, LOAF, title="A loaf, cut short", note=""))
    act(session, leave, url=LOAF, questions=["q1"])
    said, _ = act(session, "add", url=LOAF)
    assert said.endswith(", with its question")
    week = module_of(session.path.read_text("utf-8"))
    assert week.content[-1].title == "A loaf, cut short"
    assert [(q.id, q.about) for q in week.conversation] == [("q2", None), ("q1", 2)]


def test_a_question_keeps_its_name_while_its_resource_is_out(tmp_path):
    session = lay(tmp_path)
    act(session, "drop", url=LOAF, questions=["q1"])
    act(session, "ask", text="How would you begin?")
    act(session, "add", url=LOAF)
    assert [q.id for q in module_of(session.path.read_text("utf-8")).conversation] == ["q2", "q3", "q1"]


def test_people_see_one_numbering_of_questions(tmp_path):
    session = lay(tmp_path)
    act(session, "shift", id="q2", to=0)
    said, state = act(session, "silence", id="q2", rule="unanchored", text="on purpose")
    assert said == "advice set aside on question 1: names nothing of the content"
    assert "Advice set aside (names nothing of the content): on purpose " in str(state["questions"])
    assert "unanchored does" not in str(state["questions"])
    assert [q["label"] for q in state["questions"]] == ["Question 1", "Question 2"]
    assert "Question q" not in str([q["view"] for q in state["questions"]])
    said, state = act(session, "out", url=LOAF)
    assert said.endswith("it was what question 2 asks about")
    assert "question 2: It is about" in str(state["parts"]["reasons"])
    assert "question q1" not in str(state["parts"])


def test_the_form_says_beforehand_what_may_stay_empty():
    assert "Needed: a title, and an address or where to find it." in resource_forms.form()["needs"]


def test_the_filter_looks_into_quotations_and_a_persons_choice_has_no_distance(tmp_path):
    far = Candidate(article(7), 0.1, (Reason("far from the need", 0.1), Reason("keyword: oven", 0.1)))
    mine = Suggestion(url=far.url, by="Kim", on=date(2026, 11, 20))
    (plain,), (chosen,) = offers_of([far], need="ask"), offers_of([far], [mine], need="ask")
    assert plain.resource.excerpt.lower() in offer(0, plain)["text"]
    assert "closeness" in str(offer(0, plain)["row"])
    assert "keyword: oven" in str(offer(0, chosen)["row"])
    assert "far from the need" not in str(offer(0, chosen)["row"])
    assert "closeness" not in str(offer(0, chosen)["row"])


def test_several_questions_are_told_in_one_list(tmp_path):
    session = lay(tmp_path)
    for name in ("q2", "q1"):
        act(session, "about", id=name, url=LOAF)
    act(session, "ask", text="Which loaf would you bake again, and why?")
    third = module_of(session.path.read_text("utf-8")).conversation[-1].id
    act(session, "about", id=third, url=LOAF)
    said, _ = act(session, "out", url=LOAF, questions=["q1", "q2", third])
    assert "questions 1, 2 and 3 left with it, and they return when the resource is added again" in said
    session = lay(tmp_path / "other")
    act(session, "about", id="q2", url=LOAF)
    said, _ = act(session, "out", url=LOAF)
    assert "it was what questions 1 and 2 ask about" in said


def test_what_goes_once_a_page_is_chosen_takes_its_dot_along():
    reasons = (
        Reason("touches the need: dough", 0.3),
        Reason("older than 21 days", -0.1),
        Reason(TOO_FAR, 0.0),
    )
    (plain,) = offers_of([replace(candidate(1), reasons=reasons)])
    why = str(offer(0, plain)["row"])
    assert "{'class': 'closeness'}, ['touches the need: dough', ' · ']], 'older than 21 days'" in why


def test_of_a_candidate_it_is_said_how_it_fits_and_no_verdict_that_only_drafts_ask_for():
    for verdict in (TOO_FAR, BESIDE_BETTER, "would break the 30-minute week", "the week is full with 3"):
        reasons = (Reason("close to the need: dough", 0.3), Reason(verdict, 0.0))
        (plain,) = offers_of([replace(candidate(1), reasons=reasons)])
        shown = offer(0, plain, look=True)
        assert verdict not in str(shown)
        assert "worth a look" in str(shown["row"])
        assert f"fit {plain.candidate.score:.2f}" in str(shown["row"])
        assert "worth a look" not in str(offer(0, plain)["row"])
