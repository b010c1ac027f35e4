"""Bad input for a draft: a need of one word, of very many, in another language; pages of one site only."""

import pytest

from curator.model import Course, Module, Question, Resource
from curator.questions.needs import skill_of
from curator.questions.objectives import faults_of, objective_for
from curator.questions.prompts import STEPS, prompts_for
from curator.questions.propose import propose
from curator.questions.question_lint import fit_any
from curator.questions.week_titles import titles_for
from curator.weeks.lacking import lacks

GOOD = "New team leads must learn to hold a difficult conversation with somebody they manage."
GERMAN = "Neue Leitungen müssen lernen, ein schwieriges Gespräch mit ihren Leuten gut zu führen."


def course(need: str) -> Course:
    return Course(slug="c", title="C", need=need, start="2026-11-23")


def week(*urls: str) -> Module:
    return Module(week=1, title="One", content=[Resource(url=u, title="A page") for u in urls])


@pytest.mark.parametrize(
    ("need", "urls", "word"),
    [
        (GOOD, ("https://a.example/1", "https://b.example/1"), ""),
        ("Feedback", ("https://a.example/1", "https://b.example/1"), "says little"),
        ("Feedback " * 220, ("https://a.example/1", "https://b.example/1"), "220 words"),
        (GERMAN, ("https://a.example/1", "https://b.example/1"), "another language (de)"),
        (GOOD, ("https://a.example/1", "https://www.a.example/2"), "every resource comes from a.example"),
        (GOOD, ("https://a.example/1",), ""),
        (GOOD, (), ""),
    ],
)
def test_a_draft_says_what_it_lacks(need, urls, word):
    said = list(lacks(course(need), week(*urls)))
    assert [word in lack for lack in said] == ([True] if word else [])


@pytest.mark.parametrize(
    ("publish", "asked", "words"),
    [
        ("review", fit_any("en")[1:], "write one of your own"),
        ("auto", fit_any("en")[:1], "the week goes out with it"),
        ("auto", ("Whom would you ask first?", *fit_any("en")), ""),
        ("auto", (), ""),
    ],
)
def test_a_draft_says_that_it_found_no_question(publish, asked, words):
    questions = [Question(id=f"q{n}", question=text) for n, text in enumerate(asked, 1)]
    module = week("https://a.example/1").model_copy(update={"conversation": tuple(questions)})
    said = list(lacks(course(GOOD).model_copy(update={"publish": publish}), module))
    assert [words in lack for lack in said] == ([True] if words else [])


@pytest.mark.parametrize(
    "need", ["Feedback", "feedback " * 250, GERMAN, "?", "\u202e" * 20, "<b>need to</b>"]
)
def test_any_need_gives_a_sound_objective_or_none(need):
    told = objective_for(1, "Week 1", need)
    assert faults_of(told) == ()
    assert len(skill_of(need).split()) <= 18
    assert len(prompts_for(1, need=need)) == STEPS
    assert all(len(title.split()) <= 9 for title in titles_for(need, ()))


@pytest.mark.parametrize("words", [20, 200_000])
def test_texts_of_any_length_are_read_in_time(words):
    sentence = "Crews lose what they learned without a fixed place for notes. "
    text = (sentence * (words // 11 + 1))[: words * 6]
    page = Resource(url="https://a.example/1", title="Notes")
    found = propose([page], need=GOOD, week=1, texts={page.url: text})
    assert len(found) <= 3
