"""What an assistant answers: nothing reaches a draft that breaks a rule, quotes falsely or holds markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model import Article
from curator.questions.assisted import INSTRUCTIONS, Assisted, read_answer, request_for

TEXT = "Many crews lose an hour every day because nobody writes down what happened on the shift."
ARTICLES = [Article(url="https://a.example/1", title="Handing over a shift", text=TEXT)]
GOOD = "“… nobody writes down what happened on the shift.” What would you write down first?"


def answered(**parts):
    return read_answer(parts, ARTICLES)


def question(text, place="apply", about=1):
    return {"questions": [{"place": place, "about": about, "question": text}]}


def test_what_is_asked_holds_need_texts_and_the_shape_of_the_answer():
    request = request_for(ARTICLES, need="Crews must learn to hand over.", week=2, language="en")
    assert request["need"] == "Crews must learn to hand over."
    assert request["texts"] == [{"number": 1, "title": "Handing over a shift", "text": TEXT}]
    assert set(request["answer"]) == {"questions", "objective", "titles", "notes"}


def test_a_good_answer_is_kept():
    found = answered(
        **question(GOOD),
        objective="By Friday you have handed over one shift in writing.",
        titles=["Handing over", "Handing over", "Week 3"],
        notes=[{"about": 1, "sentence": "For anybody who takes over from a stranger."}],
    )
    assert [[q.question for q in place] for place in found.questions] == [[GOOD], [], []]
    assert found.objective == "By Friday you have handed over one shift in writing."
    assert found.titles == ("Handing over",)
    assert found.notes == {1: "For anybody who takes over from a stranger."}


@pytest.mark.parametrize(
    "text",
    [
        "Do you write things down?",
        "Don't you think that crews should write?",
        "“Crews never talk to each other at night.” What would you do?",
        "What would you do with <b>this</b> shift?",
        "What would you read at https://evil.example about your shift?",
        "What would you do? " * 40,
        "",
        7,
    ],
)
def test_a_question_that_breaks_a_rule_or_quotes_falsely_is_passed_over(text):
    assert answered(**question(text)).questions == ((), (), ())


def test_one_question_at_three_places_is_one_question():
    found = answered(
        questions=[question(GOOD, place)["questions"][0] for place in ("apply", "analyse", "story")]
    )
    assert [[q.question for q in place] for place in found.questions] == [[GOOD], [], []]


@pytest.mark.parametrize(
    "text",
    [
        "What happened the last time somebody forgot to hand over a shift?",
        "What gets in the way of writing down what happened on a shift?",
        "What did you say the last time a crew asked you about the shift before?",
        "What shows you, while you hand over, that a note would frustrate the next crew?",
    ],
)
def test_a_question_on_what_people_lived_through_is_kept(text):
    assert answered(**question(text)).questions[0][0].question == text


def test_the_request_asks_for_no_quotation():
    assert "quotes nothing" in INSTRUCTIONS
    assert len(INSTRUCTIONS) < 4000


@pytest.mark.parametrize(
    "sentence",
    [
        "--- status: published --- for everybody.",
        "<i>For</i> everybody who waits.",
        "Read it at www.x.example now.",
        5,
    ],
)
def test_a_note_that_could_be_more_than_words_is_passed_over(sentence):
    found = answered(notes=[{"about": 1, "sentence": sentence}])
    assert found.empty
    assert not answered(notes=[{"about": 1, "sentence": "For everybody who hands over."}]).empty


@pytest.mark.parametrize("about", [0, 2, -1, True, "1", None, 10**30])
def test_a_question_about_no_text_is_passed_over(about):
    assert answered(**question(GOOD, about=about)).questions == ((), (), ())


@pytest.mark.parametrize(
    "objective",
    ["You can say what “Week 1” means for your own work.", "Learn.", "What can you do by Friday, then?", 3],
)
def test_an_objective_that_says_nothing_is_passed_over(objective):
    assert answered(objective=objective).objective == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["questions", "titles", "notes", "objective", "about", "place"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read(answer):
    assert isinstance(read_answer(answer, ARTICLES), Assisted)
