"""A draft with an assistant: what it proposes is marked, and the gate waits for a person."""

import sys
from datetime import date

from curator.execution.assistant import Program
from curator.model import Article, Candidate, Course
from curator.questions.assisted import Assisted, read_answer, request_for
from curator.weeks.draft import draft, with_assistance
from curator.weeks.gate import hold_week
from curator.weeks.lint import lint_week
from curator.weeks.notice import PROPOSED
from curator.weeks.week_file import new_week_text

NEED = "Colleagues must learn to ask each other for help."
COURSE = Course(slug="asking", title="Asking", need=NEED, start=date(2026, 11, 23))
CHOSEN = [
    Candidate(
        Article(url=f"https://a.example/{n}", title=f"Ask {n}", text="Ask early. " * 200, source="A"), 0.5
    )
    for n in range(1, 5)
]
ANSWER = """\
import json, sys
request = json.load(sys.stdin)
print(json.dumps({
    "questions": [{"place": "story", "about": 1, "question": "Think of a day when you asked late: what did it cost?"}],
    "objective": "By Friday you have asked one person for one thing.",
    "titles": ["Ask for one thing"],
    "notes": [{"about": t["number"], "sentence": "For everybody who waits too long."} for t in request["texts"]],
}))
"""


def assisted():
    articles = [c.article for c in CHOSEN]
    answer = Program((sys.executable, "-c", ANSWER)).ask(request_for(articles, need=NEED, week=1))
    return read_answer(answer, articles)


def test_what_an_assistant_proposes_waits_for_a_person():
    found = assisted()
    module = with_assistance(draft(COURSE, 1, CHOSEN, found.questions[2]), CHOSEN, found, planned=False)
    assert (module.title, module.objective) == (
        "Ask for one thing",
        "By Friday you have asked one person for one thing.",
    )
    assert [r.note for r in module.content] == [f"{PROPOSED}For everybody who waits too long."] * 4
    rows = lint_week(COURSE, module, "week-01.md", new_week_text(module))
    assert {row.level for row in rows if row.rule == "note-proposed"} == {"error"}
    assert any("proposed this note" in reason for reason in hold_week(COURSE, module, rows, approved=True))


def test_one_note_in_a_persons_words_opens_the_gate():
    module = with_assistance(draft(COURSE, 1, CHOSEN), CHOSEN, assisted(), planned=True)
    assert module.title == "Week 1"
    first, *others = module.content
    touched = module.model_copy(
        update={"content": (first.model_copy(update={"note": "Read this."}), *others)}
    )
    rows = lint_week(COURSE, touched, "week-01.md", new_week_text(touched))
    assert {row.level for row in rows if row.rule == "note-proposed"} == {"warning"}
    assert not any(
        "proposed this note" in reason for reason in hold_week(COURSE, touched, rows, approved=True)
    )


def test_without_an_answer_a_draft_stays_as_it_is():
    module = draft(COURSE, 1, CHOSEN)
    assert with_assistance(module, CHOSEN, Assisted(), planned=False) == module
