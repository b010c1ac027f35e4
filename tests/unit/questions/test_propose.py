"""Proposed questions: three a module, anchored, open, never asked twice; and the phrases they turn around."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model import Article, Resource
from curator.questions.anchoring import asks_about_own_work
from curator.questions.phrases import key_phrases
from curator.questions.propose import propose
from curator.questions.question_lint import bloom, lint, lint_module
from curator.questions.question_templates import ABOUT, PLAIN, TITLED, WORKPLACES

FIXTURES = Path(__file__).parents[2] / "fixtures" / "phrases"
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "web"
NEED = "Crews that work in shifts need to learn from each other."


def article(number: int, title: str, subject: str, **more: object) -> Article:
    """An article about a subject that it names often enough to be its key phrase."""
    text = (
        f"Everybody talks about {subject}. Few teams make time for {subject}, and fewer write down what came "
        f"of {subject}.\nA year of {subject}, they say, is worth it. We asked three crews about {subject}."
    )
    return Article(url=f"https://crew.example/{number}", title=title, text=text, **more)


MODULE = (
    article(1, "How weekly reviews pay off", "weekly reviews"),
    article(2, "Learning from peer feedback", "peer feedback"),
    article(3, "The case for open notebooks", "open notebooks"),
    article(4, "Nothing to hold on to", "it"),
)


def texts_of(questions) -> list[str]:
    return [q.question for q in questions]


def test_a_module_gets_three_questions_at_different_levels():
    for week in range(1, 9):
        questions = propose(MODULE, need=NEED, week=week)
        assert [q.id for q in questions] == ["q1", "q2", "q3"]
        assert [bloom(q.question) for q in questions] == [
            "apply",
            "analyse",
            ("evaluate", "create")[week % 2],
        ]
        assert all(q.about and 1 <= q.about <= len(MODULE) for q in questions)
        assert len({q.about for q in questions}) == 3
        assert all(q.question.endswith(("?", ".")) for q in questions)


def test_each_question_names_the_resource_it_is_about():
    subjects = ("weekly reviews", "peer feedback", "open notebooks", "“Nothing to hold on to”")
    for week in range(1, 9):
        for question in propose(MODULE, need=NEED, week=week):
            assert subjects[question.about - 1] in question.question
            assert asks_about_own_work(question.question)


def test_no_proposal_trips_the_lint_beside_what_the_week_file_will_say():
    resources = [Resource(url=a.url, title=a.title, kind=a.kind) for a in MODULE]
    for week in range(1, 30):
        assert lint_module(propose(MODULE, need=NEED, week=week), resources) == []


def test_the_same_arguments_give_the_same_questions_and_another_week_gives_others():
    assert propose(MODULE, need=NEED, week=3) == propose(MODULE, need=NEED, week=3)
    asked = [q for week in range(1, 40) for q in texts_of(propose(MODULE, need=NEED, week=week))]
    assert len(set(asked)) == len(asked) == 39 * 3


def test_what_was_asked_before_is_not_asked_again():
    first = texts_of(propose(MODULE, need=NEED, week=3))
    shouted = [q.upper().replace("?", " ?") for q in first]
    again = texts_of(propose(MODULE, need=NEED, week=3, used=shouted))
    assert len(again) == 3
    assert not set(first) & set(again)


def test_one_resource_carries_three_questions_and_none_carries_none():
    assert len(propose(MODULE[:1], need=NEED, week=1)) == 3
    assert len(propose(MODULE[3:], need=NEED, week=1)) == 3
    assert propose((), need=NEED, week=1) == ()


def test_a_resource_takes_its_text_from_outside():
    resources = [Resource(url=a.url, title=a.title) for a in MODULE]
    texts = {a.url: a.text for a in MODULE}
    assert propose(resources, need=NEED, week=2, texts=texts) == propose(MODULE, need=NEED, week=2)


def test_a_video_is_watched_and_an_episode_heard():
    video = article(5, "How weekly reviews pay off", "weekly reviews", kind="video")
    asked = " ".join(q for week in range(1, 20) for q in texts_of(propose([video], need=NEED, week=week)))
    assert "what you saw about" in asked
    assert "article" not in asked


def test_other_languages_get_no_english_question():
    assert propose(MODULE, need=NEED, week=1, language="de") == ()
    assert propose(MODULE, need=NEED, week=1, language="en-GB") == propose(MODULE, need=NEED, week=1)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "{{ config }} {% raw %}",
        "[x](javascript:alert(1))",
        "`--8<-- x`",
        "\u202eevil",
        "A" * 300,
        "*",
    ],
)
def test_hostile_titles_and_texts_leave_no_trace_of_markup(title):
    hostile = Article(
        url="https://evil.example/", title=title, text=f"{title} of the {title}, and {title}. " * 30
    )
    for week in range(1, 12):
        for question in propose([hostile], need=title, week=week):
            assert not re.search(r"[<>{}\[\]()*_`#|\\&\u202e]", question.question)
            assert len(question.question.split()) <= 30


@given(
    st.text(max_size=300), st.text(max_size=80).filter(str.strip), st.text(max_size=60), st.integers(0, 10**6)
)
@settings(deadline=None, max_examples=50)
def test_any_text_gives_questions_or_none_and_never_a_bad_one(text, title, need, week):
    questions = propose([Article(url="https://a.example/", title=title, text=text)], need=need, week=week)
    assert len(questions) == 3
    assert [f for q in questions for f in lint(q.question)] == []


# --- patterns ------------------------------------------------------------------------------------


@pytest.mark.parametrize("patterns", [ABOUT, TITLED, PLAIN])
def test_every_pattern_asks_about_the_readers_work_at_its_level_and_passes_the_lint(patterns):
    for level, group in patterns.items():
        assert len(set(group)) == len(group)
        for pattern in group:
            for work, there in WORKPLACES:
                for x in ("remote work", "a feedback session", "weekly reviews", "“The long way home”"):
                    question = pattern.format(
                        x=x, title=x, work=work, there=there, piece="article", met="read"
                    )
                    assert lint(question) == [], question
                    assert asks_about_own_work(question), question
                    assert bloom(question) == level, question


def test_there_are_patterns_enough():
    assert sum(len(group) for group in ABOUT.values()) >= 40
    assert sum("{work}" in p or "{there}" in p for group in ABOUT.values() for p in group) >= 60


# --- phrases -------------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_key_phrases_stand_in_a_sentence(expected):
    said = json.loads(expected.read_text("utf-8"))
    text = expected.with_suffix(".txt").read_text("utf-8")
    assert list(key_phrases(said["title"], text, said["need"])) == said["phrases"]


def test_phrases_come_with_the_article_they_need():
    text = (
        "They built an open archive. Nobody used an open archive, until an open archive was all they had. "
        * 2
    )
    assert key_phrases("The story of an open archive", text) == ("an open archive",)


def test_names_shouting_and_furniture_are_no_phrases():
    text = (
        "By Maria Lopez, of Lopez Partners. BUY NOW of BUY NOW, and BUY NOW. Read of the cookie policy, or "
        "of the cookie policy. Maria Lopez spoke of Maria Lopez, and of click here."
    )
    assert key_phrases("Maria Lopez on BUY NOW", text * 3) == ()
    assert key_phrases("", "") == ()


# --- the mini web, where it is -------------------------------------------------------------------


def test_five_hundred_questions_over_real_pages_are_all_different_and_all_sound():
    if not (SHARED / "needs.json").exists():
        pytest.skip("the mini web is not beside this checkout")
    texts = json.loads((SHARED / "truth.json").read_text("utf-8"))
    titles = {p["url"]: p["title"] for p in json.loads((SHARED / "pages.json").read_text("utf-8"))}
    asked: Counter[str] = Counter()
    for need in json.loads((SHARED / "needs.json").read_text("utf-8")):
        urls = [u for u in need["grade2"] + need["grade1"] if u in texts and titles.get(u)]
        resources = [Resource(url=u, title=titles[u]) for u in urls]
        for week in range(1, 11):
            questions = propose(resources, need=need["need"], week=week, texts=texts)
            assert len(questions) == (3 if resources else 0)
            assert lint_module(questions, resources) == []
            assert all(asks_about_own_work(q.question) for q in questions)
            asked.update(texts_of(questions))
    assert len(asked) >= 500
    assert asked.most_common(1)[0][1] == 1
