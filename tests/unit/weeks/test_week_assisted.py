"""A draft with an assistant: what it proposes is marked, and the gate waits for a person."""

import sys
from datetime import date

from curator.execution.assistant import Program
from curator.model import Article, Candidate, Course
from curator.questions.assisted import Assisted, read_answer, request_for
from curator.weeks.draft import draft, with_assistance
from curator.weeks.gate import hold_week
from curator.weeks.lint import lint_week
from curator.weeks.notice import PROPOSED, still_proposed
from curator.weeks.week_file import new_week_text, parse_week

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
    "questions": [{"place": "story", "about": 1, "question": "When did you last ask for help too late, and what did it cost you?"}],
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


def test_what_it_wrote_is_named_until_a_person_writes_other_words():
    found = assisted()
    module = with_assistance(draft(COURSE, 1, CHOSEN, found.questions[2]), CHOSEN, found, planned=False)
    assert still_proposed(module) == ("title", "objective", "q3")
    rows = [r for r in lint_week(COURSE, module, "w", new_week_text(module)) if r.rule == "part-proposed"]
    assert [(r.where.split(" ")[0], r.level) for r in rows] == [
        ("title", "warning"),
        ("objective", "warning"),
        ("q3", "warning"),
    ]
    mine = module.model_copy(update={"title": "Ask sooner", "objective": "By Friday you have asked."})
    assert still_proposed(mine) == ("q3",)
    read = parse_week(new_week_text(module), "week-01.md")
    assert still_proposed(read) == still_proposed(module)
    assert still_proposed(with_assistance(module, CHOSEN, found, planned=True)) == ("objective", "q3")


def test_a_course_that_publishes_itself_waits_too_while_all_notes_are_proposed():
    auto = COURSE.model_copy(update={"publish": "auto"})
    module = with_assistance(draft(auto, 1, CHOSEN), CHOSEN, assisted(), planned=True)
    rows = lint_week(auto, module, "week-01.md", new_week_text(module))
    assert any("proposed this note" in reason for reason in hold_week(auto, module, rows))
