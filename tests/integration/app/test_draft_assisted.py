"""A week drafted with an assistant that runs: its words are marked, a failure changes nothing, nobody needs it."""

import json
import sys

import pytest
import yaml

TODAY = ("--today", "2026-11-23")
ANSWER = """
import json, sys
request = json.load(sys.stdin)
assert request["need"] and request["texts"] and request["instructions"]
numbers = [t["number"] for t in request["texts"]]
print(json.dumps({
    "objective": "By Friday you have asked one person for one thing.",
    "titles": ["<b>Week 1</b>", "Ask for one thing"],
    "notes": [{"about": n, "sentence": "For everybody who waits too long."} for n in numbers],
}))
"""


@pytest.fixture
def helped(project, curate, tmp_path):
    """A project, pulled, whose mkdocs.yml names an assistant with the code it is given."""
    assert curate("pull", "-C", project, *TODAY, "-q").code == 0

    def with_code(code):
        program = tmp_path / "helper.py"
        program.write_text(code, "utf-8")
        mkdocs = project / "mkdocs.yml"
        named = json.dumps({"command": [sys.executable, str(program)], "timeout": 60})
        text = mkdocs.read_text("utf-8").replace("extra:\n", f"extra:\n  assistant: {named}\n", 1)
        assert "assistant" in text
        mkdocs.write_text(text, "utf-8")
        return project

    return with_code


def drafted(project, curate):
    done = curate("draft", "first-course", "--week", "1", "-C", project, *TODAY)
    assert done.code == 0, done.err
    text = (project / "courses/first-course/week-01.md").read_text("utf-8")
    return yaml.safe_load(text.split("---")[1]), done.out + done.err


def test_what_it_wrote_is_marked_and_the_week_waits_for_a_person(helped, curate):
    project = helped(ANSWER)
    week, _ = drafted(project, curate)
    assert week["objective"] == "By Friday you have asked one person for one thing."
    assert week["proposed"]["objective"] == week["objective"]
    assert {r["note"] for r in week["content"]} == {"(proposed) For everybody who waits too long."}
    assert curate("publish", "first-course", "1", "-C", project, *TODAY).code == 1


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "print('no json')", "print('[]')"])
def test_a_draft_is_the_same_without_it(helped, curate, code):
    week, said = drafted(helped(code), curate)
    assert "proposed" not in week
    assert not any(r["note"] for r in week["content"])
    assert week["content"]
    told = "nothing that the assistant answered" if code == "print('[]')" else "drafted without the assistant"
    assert told in said
