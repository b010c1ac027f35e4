"""Assistants as they come: a program of one's own, and simonw's llm with a model that needs no network.

The second is tried where the command `llm` is installed; its model comes from tests/fixtures/assistant.
"""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.app.week_summary import summarise
from curator.execution.assistant import Program
from curator.model import Article, Comment
from curator.questions.assisted import read_answer, request_for

STAND_IN = Path(__file__).parents[2] / "fixtures" / "assistant"
TEXT = "Ask the crew that leaves what worried them before you take over. It helps."
ARTICLES = [Article(url="https://a.example/1", title="Handing over a shift", text=TEXT)]

PROGRAMS = {"a program": [sys.executable, str(STAND_IN / "stand_in_answers.py")]}
if found := shutil.which("llm"):
    PROGRAMS["llm"] = [found, "-m", "curator-stand-in", "--no-stream", "-n"]


@pytest.fixture(params=PROGRAMS)
def helper(request, tmp_path, monkeypatch):
    """An assistant that really runs."""
    monkeypatch.setenv("PYTHONPATH", str(STAND_IN))
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path))
    return Program(PROGRAMS[request.param], timeout=60)


def test_a_week_is_helped_with_what_the_rules_let_through(helper):
    answer = helper.ask(request_for(ARTICLES, need="Crews must learn to hand over.", week=1))
    kept = read_answer(answer, ARTICLES)
    said = "Ask the crew that leaves what worried them before you take over"
    assert [[q.question for q in place] for place in kept.questions] == [
        [f"“{said}.” What would your first step be?"],
        [f"“{said}.” What keeps people from doing it?"],
        [],
    ]
    assert kept.objective == "By Friday you have tried one new way to hand over a shift."
    assert kept.titles == ("Handing over a shift",)
    assert kept.notes == {1: "It shows what a crew needs to hear before it takes over."}


def test_posts_are_summed_up_only_with_the_posts_behind(helper):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    posts = [Comment("c/week-01/q1", "7", "", "7", "Ada", at, "How do I begin?", "")]
    (sentence,) = summarise(posts, helper)
    assert sentence.text == "Somebody asks how to begin."
    assert sentence.posts == tuple(posts)
