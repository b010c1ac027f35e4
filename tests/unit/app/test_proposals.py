"""What is offered for resources that a person added: a question, the author; and what is said of proposals."""

import json
from dataclasses import replace

import pytest
from review_fixture import COURSE, article, candidate, do, lay, module, resource, week

from curator.app.review.candidates import LOOK, offers_of, worth_a_look
from curator.app.review.edit_session import EditSession
from curator.app.review.proposals import GOOD_OBJECTIVE, GOOD_STEP, GOOD_WORDS, MOST
from curator.errors import ConfigError
from curator.model import Candidate, Connection, Person, Reason, Suggestion
from curator.rank.choice import TOO_FAR
from curator.weeks.draft import proposed_objective
from curator.weeks.notice import PROPOSED

ADDED = "https://oven.example/3"
TITLE = "How to ask for help at work"
TEXT = "Asking for help at work is hard, and whoever asks for help early is seldom thought less of. " * 9


def on_help(number, **fields):
    """A candidate whose text brings questions."""
    made = candidate(number, **fields)
    return replace(made, article=replace(made.article, text=TEXT))


@pytest.fixture
def session(tmp_path):
    offers = [candidate(0), candidate(1), on_help(3, title=TITLE, author="Ada Lovelace")]
    return lay(tmp_path, candidates=offers)


def pressed(nodes, do):
    """Return what the buttons of a part send."""
    if not isinstance(nodes, list):
        return []
    if len(nodes) == 3 and nodes[0] == "button" and nodes[1].get("data-do") == do:
        return [nodes[1]]
    return [found for kid in nodes for found in pressed(kid, do)]


def test_a_question_is_offered_on_what_was_added_and_asked_with_one_press(session):
    do(session, "add", url=ADDED)
    parts = session.state()["parts"]
    asks = [b for b in pressed(parts["together"], "ask") if b["data-url"] == ADDED]
    assert len(asks) == 1
    assert f"No question starts from “{TITLE}” yet" in json.dumps(parts["together"], ensure_ascii=False)
    said, state = do(session, "ask", url=ADDED, text=asks[0]["data-text"])
    assert said == f"added question 3 on “{TITLE}”"
    asked = week(session).conversation[-1]
    assert (asked.question, asked.about) == (asks[0]["data-text"], 3)
    assert not [b for b in pressed(state["parts"]["together"], "ask") if b["data-url"] == ADDED]
    assert do(session, "ask", text="What now?")[0] == "added question 4", (
        "a question on the week is about no resource"
    )
    assert week(session).conversation[-1].about is None


def offered(session):
    return [
        b["data-text"] for b in pressed(session.state()["parts"]["together"], "ask") if b["data-url"] == ADDED
    ]


@pytest.mark.parametrize("reworded", [False, True])
def test_a_question_that_was_taken_out_is_not_offered_again(session, reworded):
    do(session, "add", url=ADDED)
    (words,) = offered(session)
    do(session, "ask", url=ADDED, text=words)
    taken = week(session).conversation[-1].id
    if reworded:
        do(session, "question", id=taken, text="Whom would you ask about your dough, and when?")
    do(session, "unask", id=taken)
    assert words not in offered(session)
    again = EditSession(session.root, session.course, session.path, session.offers, session.others)
    assert words not in offered(again), "in another sitting neither"
    assert week(session).unasked[0] == words
    do(session, "undo")
    assert (week(session).unasked, len(week(session).conversation)) == ((), 3)
    do(session, "redo")
    do(session, "ask", url=ADDED, text=words)
    assert words not in week(session).unasked, "whoever asks it after all has it in the week"


def test_the_author_of_what_was_added_is_offered_once(session):
    do(session, "add", url=ADDED)
    (offered,) = [b for b in pressed(session.state()["parts"]["authors"], "said") if "Ada" in b["data-text"]]
    assert offered["data-act"] == "person"
    _, state = do(session, "person", text=offered["data-text"])
    added = week(session).connection.people[-1]
    assert (added.name, added.url) == ("Ada Lovelace", "https://oven.example/")
    assert "Ada" not in json.dumps(pressed(state["parts"]["authors"], "said"))


def test_accounts_are_nobody_to_meet(tmp_path):
    names = ("jsmith42", "Awichman")
    session = lay(tmp_path, candidates=[candidate(n, author=name) for n, name in enumerate(names, 3)])
    for number in (3, 4):
        do(session, "add", url=f"https://oven.example/{number}")
    assert pressed(session.state()["parts"]["authors"], "said") == []


def test_little_is_offered_at_a_time_and_nothing_once_it_is_published(tmp_path):
    many = [on_help(n, title=f"{TITLE}, part {n}") for n in range(6)]
    session = lay(tmp_path, candidates=many, content=tuple(resource(n) for n in range(5)), conversation=())
    parts = session.state()["parts"]
    assert 0 < len(pressed(parts["together"], "ask")) <= MOST
    assert 0 < len(pressed(parts["authors"], "said")) <= MOST
    session = lay(tmp_path / "published", candidates=many, status="published")
    parts = session.state()["parts"]
    assert pressed(parts["together"], "ask") == pressed(parts["authors"], "said") == []


def test_what_a_draft_proposes_is_said_to_be_a_proposal_and_what_makes_a_good_one(tmp_path):
    proposed = proposed_objective(COURSE, 2, "Ask early")
    assert proposed
    people = Connection(
        people=(Person(name="Ada", about=f"{PROPOSED}“Ask.”"),), prompts=("Ask a colleague.",)
    )
    told = json.dumps(
        lay(tmp_path, objective=proposed, connection=people).state()["parts"], ensure_ascii=False
    )
    assert (told.count(GOOD_OBJECTIVE), told.count(GOOD_STEP), told.count(GOOD_WORDS)) == (1, 1, 1)
    own = lay(tmp_path / "own", connection=Connection(people=(Person(name="Ada", about="Ask her."),)))
    told = json.dumps(own.state()["parts"], ensure_ascii=False)
    assert GOOD_OBJECTIVE not in told
    assert GOOD_STEP not in told
    assert GOOD_WORDS not in told


def test_a_proposed_sentence_about_a_person_is_taken_over_with_one_press(tmp_path):
    people = (
        Person(name="Bo", about="Bakes."),
        Person(name="Ada", about=f"{PROPOSED}“Ask.”"),
        Person(name="Cy"),
    )
    session = lay(tmp_path, connection=Connection(people=people))
    items = session.state()["connection"]["person"]
    (press,) = [b for item in items for b in pressed(item["acts"], "said")]
    assert press["aria-label"] == "Use this sentence about Ada"
    said, state = do(session, press["data-act"], id=press["data-id"])
    assert said == "took over the sentence about “Ada”"
    assert [p.about for p in week(session).connection.people] == ["Bakes.", "“Ask.”", ""]
    assert not any(pressed(item["acts"], "said") for item in state["connection"]["person"])
    with pytest.raises(ConfigError, match="no longer in the week"):
        do(session, "vouch", id=press["data-id"])


# --- why a page was proposed ---------------------------------------------------------------------------


def test_the_best_candidates_beside_the_week_are_worth_a_look():
    far = Candidate(article(7), 0.1, (Reason("far from the need", 0.1),))
    offers = offers_of([*(candidate(n) for n in range(LOOK + 3)), far])
    found = worth_a_look(offers, module())
    assert found == {o.key for o in offers[2 : LOOK + 2]}, "the first two are in the week"
    assert worth_a_look(offers_of([far]), module()) == frozenset()


def test_why_a_page_was_proposed_stays_with_it_in_the_week(tmp_path):
    reasons = (Reason("close to the need: dough", 0.5), Reason("keyword: oven", 0.1), Reason(TOO_FAR, 0.0))
    offered = Candidate(article(3), 0.6, reasons)
    kim = Suggestion(url=ADDED, by="Kim", note="Helped me to ask.")
    session = lay(tmp_path, candidates=[offered], suggestions=[kim])
    _, state = do(session, "add", url=ADDED)
    shown = json.dumps(state["content"][-1]["more"], ensure_ascii=False)
    assert "Proposed because: " in shown
    assert "close to the need: dough · keyword: oven" in shown
    assert "Kim: “Helped me to ask.”" in shown
    assert TOO_FAR not in shown
    assert "fit 0.60" not in json.dumps(state["content"][-1]["view"]), "a person suggested it"


def test_age_and_length_are_no_reason_and_the_fit_of_a_drafted_piece_is_told(tmp_path):
    plain = Candidate(
        article(3), 0.31, (Reason("18 days old; 19 minutes", 0.1), Reason("far from the need", 0))
    )
    mixed = Candidate(article(4), 0.42, (Reason("18 days old; topic: ovens", 0.1),))
    session = lay(tmp_path, candidates=[plain, mixed])
    for number in (3, 4):
        _, state = do(session, "add", url=f"https://oven.example/{number}")
    one, two = (json.dumps(card, ensure_ascii=False) for card in state["content"][-2:])
    assert "fit 0.31" in one
    assert "Proposed because" not in one
    assert "fit 0.42" in two
    assert '"Proposed because: ", "topic: ovens"' in two
