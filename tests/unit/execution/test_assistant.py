"""A program that helps is bounded in time and size, gets no secret, and is believed nothing without a post."""

import sys
from datetime import UTC, datetime

import pytest

from curator.app.week_summary import summarise
from curator.errors import AssistantError
from curator.execution.assistant import Program
from curator.model import Comment

POSTS = tuple(
    Comment(
        "c/week-01/q1",
        f"id{n}",
        "",
        f"id{n}",
        f"Author {n}",
        datetime(2026, 11, 24, tzinfo=UTC),
        f"words {n}",
        "",
    )
    for n in range(3)
)


def program(code, timeout=120):
    return Program([sys.executable, "-c", code], timeout)


def test_a_program_is_asked_in_json_and_answers_in_json():
    code = "import json,sys; r=json.load(sys.stdin); print(json.dumps({'got': r}))"
    assert program(code).ask({"task": "x", "text": "é€"}) == {"got": {"task": "x", "text": "é€"}}


def test_a_fence_around_the_answer_is_taken_off():
    assert program("print('```json\\n[1, 2]\\n```')").ask({}) == [1, 2]


def test_words_around_the_answer_are_taken_off():
    assert program("print('Sure, here it is:\\n{\"a\": [1]}\\nGood luck!')").ask({}) == {"a": [1]}


def test_it_does_not_see_secrets(monkeypatch):
    monkeypatch.setenv("CURATE_GITHUB_TOKEN", "secret")
    assert (
        program("import json,os; print(json.dumps([k for k in os.environ if k.startswith('CURATE')]))").ask(
            {}
        )
        == []
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("print('not json')", "JSON"),
        ("print('[' * 100000)", "JSON"),
        ("import sys; sys.exit(3)", "exit code 3"),
        ("while True: print('x' * 100000)", "bytes"),
        ("import sys; sys.stdin.read()", "JSON"),
    ],
)
def test_what_is_no_answer_is_told(code, words):
    with pytest.raises(AssistantError, match=words):
        program(code).ask({})


def test_a_program_that_never_ends_is_ended_with_its_children():
    code = "import subprocess,sys; subprocess.Popen([sys.executable,'-c','import threading; threading.Event().wait()']).wait()"
    with pytest.raises(AssistantError, match=r"within 0\.5 s"):
        program(code, 0.5).ask({})


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(AssistantError, match="could not be started"):
        Program(["/nowhere/at/all"], 5).ask({})


class Canned:
    """An assistant that answers what a test tells it to, and keeps what it was asked."""

    def __init__(self, answer):
        self.answer, self.asked = answer, None

    def ask(self, request):
        self.asked = request
        return self.answer


def test_a_sentence_without_posts_is_dropped_and_the_others_name_theirs():
    answer = {
        "sentences": [
            {"text": "Two of them wait.", "posts": ["p1", "p3", "p3", 7]},
            {"text": "Everybody is happy."},
            {"text": "Invented.", "posts": ["p99"]},
            {"text": "", "posts": ["p1"]},
            {"text": "\u202eturned\nround", "posts": ["p2"]},
            "free text",
        ]
    }
    assistant = Canned(answer)
    found = summarise(POSTS, assistant)
    assert [(s.text, [p.id for p in s.posts]) for s in found] == [
        ("Two of them wait.", ["id0", "id2"]),
        ("turned round", ["id1"]),
    ]
    assert "Author" not in repr(assistant.asked)


@pytest.mark.parametrize(
    "answer", [None, 3, "x", [], {"sentences": 4}, {"sentences": [[]]}, [{"text": 1, "posts": 2}]]
)
def test_any_answer_gives_a_summary_or_none(answer):
    assert summarise(POSTS, Canned(answer)) == ()
    assert len(summarise(POSTS, Canned([{"text": "x " * 900, "posts": ["p1"]}] * 500))) == 12
    assert summarise((), Canned(answer)) == ()
