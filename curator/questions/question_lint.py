"""Lint discussion questions: will people talk about how they would act, or answer yes and go."""

from collections.abc import Iterable, Sequence

from curator.model import Finding, Level, Question, Resource
from curator.questions.anchoring import Content
from curator.questions.bloom import HIGHER, bloom
from curator.questions.rewrite import suggest
from curator.questions.rule_messages import MESSAGES, RULES
from curator.questions.rules import ERRORS, MAX_WORDS, Text, found_in, structural

__all__ = ["RULES", "bloom", "lint", "lint_module"]

_MIX = "What gets in the way of doing this in your own work?"
_SHOWN = 60
"""Characters of a question that a message quotes."""


def lint(question: str, *, content: Iterable[Content] = (), language: str = "en") -> list[Finding]:
    """Check one question and return what to improve, errors first; an empty list means it is a good one.

    `content` is what the question stands under: resources, articles or plain strings; without it the rules
    that compare (unanchored, answered) stay silent. For languages other than English only the length and
    the number of questions are checked. Takes any text; time grows linearly with its length.
    """
    items = tuple(content)
    if not _english(language):
        return [_finding(rule, hit, "") for rule, hit in structural(question)]
    text = Text(question, items)
    return [_finding(rule, hit, suggest(rule, text)) for rule, hit in found_in(text)]


def lint_module(
    questions: Sequence[Question], content: Sequence[Resource], *, language: str = "en"
) -> list[tuple[str, Finding]]:
    """Check the questions of a module together: pairs of a question's id (or "conversation") and a finding.

    A question is compared with the resource it is `about`, or with all of them. Advice that the question
    silences with a reason is left out; errors cannot be silenced.
    """
    found: list[tuple[str, Finding]] = []
    for question in questions:
        about = question.about
        items = content[about - 1 : about] if about is not None and about <= len(content) else content
        findings = lint(question.question, content=items, language=language)
        found += [(question.id, f) for f in findings if f.level == "error" or not _silenced(question, f.rule)]
    mixed = any(bloom(q.question) in HIGHER or _silenced(q, "mix") for q in questions)
    if questions and not mixed and _english(language):
        found.append(("conversation", _finding("mix", "", _MIX)))
    return found


def _english(language: str) -> bool:
    return language.lower().split("-")[0] == "en"


def _silenced(question: Question, rule: str) -> bool:
    return bool(question.silence.get(rule, "").strip())


def _finding(rule: str, hit: str, suggestion: str) -> Finding:
    level: Level = "error" if rule in {r.__name__ for r in ERRORS} else "advice"
    shown = hit if len(hit) <= _SHOWN else hit[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return Finding(rule, level, MESSAGES[rule].format(hit=shown, most=MAX_WORDS), suggestion)
