"""The lint over the labelled questions of the data, where that is beside this checkout."""

from pathlib import Path

import pytest

from benchmarks.json_lines import json_lines
from curator.model import Finding
from curator.questions.question_lint import lint

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "questions"


def _judged(file: str, **wanted: str) -> list[list[Finding]]:
    if not (SHARED / file).exists():
        pytest.skip("the labelled questions are not beside this checkout")
    found = [lint(i["text"]) for i in json_lines(SHARED / file) if all(i[k] == v for k, v in wanted.items())]
    if not found:
        pytest.skip("the labelled questions at hand hold none of this kind")
    return found


def _share(found: list[list[Finding]], *levels: str) -> float:
    return sum(any(f.level in levels for f in fs) for fs in found) / len(found)


def test_yes_no_questions_are_found():
    assert _share(_judged("by_origin.jsonl", source="boolq"), "error") >= 0.99
    assert _share(_judged("gold.jsonl", gold="closed"), "error") >= 0.90


def test_questions_that_the_text_answers_are_found():
    assert _share(_judged("gold.jsonl", gold="recall"), "error", "advice") >= 0.85


def test_reflective_questions_are_left_in_peace():
    found = _judged("gold.jsonl", gold="reflective")
    assert _share(found, "error") <= 0.03
    assert _share(found, "error", "advice") <= 0.20
