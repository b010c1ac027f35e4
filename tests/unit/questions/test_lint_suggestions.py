"""What the lint suggests in place of a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model import Resource
from curator.questions.question_lint import lint


@pytest.mark.parametrize(
    ("question", "rule", "suggestion"),
    [
        ("Is feedback useful?", "closed", "In your own experience, when is feedback useful?"),
        ("Do you use checklists?", "closed", "How do you use checklists yourself?"),
        (
            "Can you describe a time when feedback helped you?",
            "closed",
            "Describe a time when feedback helped you.",
        ),
        (
            "Don't you think that feedback helps?",
            "leading",
            "What in your own experience speaks for or against the view that feedback helps?",
        ),
        ("What is a guild?", "recall", "Where have you met a guild yourself?"),
        ("What would you keep? What would you drop?", "stacked", "What would you keep?"),
        (
            "Do you write down what you lend? What would you ask a neighbour first?",
            "stacked",
            "What would you ask a neighbour first?",
        ),
        (
            "What makes a good handover? How do you hand over your own work on a Friday?",
            "stacked",
            "How do you hand over your own work on a Friday?",
        ),
        (
            "How do you ask for help and would you ask again?",
            "stacked",
            "How do you ask for help?",
        ),
        (
            "Would you lend the ladder, sell it or give it away?",
            "closed",
            "Would you lend the ladder, sell it or give it away, and why?",
        ),
        (
            "Take one tool. Would you lend it or sell it, and what would be lost?",
            "stacked",
            "Take one tool. Would you lend it or sell it, and why?",
        ),
        ("Reflect on your week.", "bare", "Thinking of your week, what would you do differently next time?"),
        ("Why is feedback important?", "recall", "What would go wrong where you are without feedback?"),
        (
            "Do you agree with the author?",
            "agree",
            "What in your own experience speaks for or against what the author says?",
        ),
        (
            "What do you think about guilds?",
            "vague",
            "What would you do differently because of guilds?",
        ),
        (
            "Obviously it matters, so what would you change in your team?",
            "slanted",
            "It matters, so what would you change in your team?",
        ),
    ],
)
def test_suggestions_keep_the_subject_and_open_it(question, rule, suggestion):
    found = {f.rule: f.suggestion for f in lint(question)}
    assert found[rule].lower() == suggestion.lower()
    assert lint(found[rule]) == []


def test_a_suggestion_names_the_resource():
    resource = Resource(url="https://guilds.example/", title="Why guilds outlive projects")
    (finding,) = lint("How would you train a penguin?", content=[resource])
    assert "Why guilds outlive projects" in finding.suggestion
    assert lint(finding.suggestion, content=[resource]) == []


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12)


@given(
    st.sampled_from(
        [
            "Is",
            "Are",
            "Do",
            "Does",
            "Did",
            "Can",
            "Could",
            "Should",
            "Would",
            "Will",
            "Has",
            "Have",
            "Was",
            "Were",
            "Isn't",
            "Don't",
        ]
    ),
    st.sampled_from(
        ["you", "it", "there", "the", "people", "your", "team", "guilds", "Imani", "this", "everyone"]
    ),
    st.lists(
        WORDS | st.sampled_from(["useful", "ever", "right", "and", "how", "KPI", "so", "bad", "or", "agree"]),
        max_size=12,
    ),
)
@settings(deadline=None)
def test_whatever_is_suggested_for_a_closed_question_passes_the_lint(auxiliary, subject, rest):
    for finding in lint(" ".join([auxiliary, subject, *rest]) + "?"):
        if finding.rule == "closed":
            assert finding.suggestion
        if finding.suggestion:
            assert lint(finding.suggestion) == []


def test_a_half_that_leans_on_the_other_is_not_kept_alone():
    found = {f.rule: f.suggestion for f in lint("Do you keep a list? What would you put on it?")}
    assert found["stacked"] != "What would you put on it?"


def test_the_better_half_is_kept_whatever_it_stands_under():
    resource = Resource(url="https://guilds.example/", title="Why guilds outlive projects")
    asked = "Do you write down what you lend? What would you ask a neighbour first?"
    found = {f.rule: f.suggestion for f in lint(asked, content=[resource])}
    assert found["stacked"] == "What would you ask a neighbour first?"
