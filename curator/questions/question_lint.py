"""Lint discussion questions: will people talk about how they would act, or answer yes and go."""

from collections.abc import Container, Iterable, Sequence

from curator.model import Finding, Question, Resource
from curator.questions.anchoring import Content
from curator.questions.bloom import HIGHER, bloom
from curator.questions.checks import MAX_WORDS, Text, structural
from curator.questions.languages import base
from curator.questions.other_languages import asks_for_thought, broken, grammar_of
from curator.questions.rules import RULE_NAMES, found_in, rule_of
from curator.questions.suggest import ALWAYS, suggest

__all__ = ["RULE_NAMES", "bloom", "lint", "lint_module"]

_MIX = "What gets in the way of doing this where you are?"
_SHOWN = 60
"""Characters of a question that a message quotes."""


def lint(question: str, *, content: Iterable[Content] = (), language: str = "en") -> list[Finding]:
    """Check one question and return what to improve, errors first; an empty list means it is a good one.

    `content` is what the question stands under: resources, articles or plain strings; without it the rules
    that compare (unanchored, answered) stay silent. Languages other than English are checked by what their
    folder in `languages/` says; without one only the length and the number of questions are checked. Takes
    any text; time grows linearly with its length.
    """
    items = tuple(content)
    if base(language) == "en":
        text = Text(question, items)
        return [_finding(rule, hit, suggest(rule, text)) for rule, hit in found_in(text)]
    return [_finding(rule, hit, _fallback(rule, language)) for rule, hit in _found(question, items, language)]


def _found(question: str, items: tuple[Content, ...], language: str) -> Iterable[tuple[str, str]]:
    """List the rules that a question breaks, by what is known of its language."""
    if base(language) == "en":
        return found_in(Text(question, items))
    return broken(question, language) if grammar_of(language) else structural(question)


def fit_any(language: str) -> tuple[str, ...]:
    """Return the questions that fit any resource, in a course's language where it is known."""
    grammar = grammar_of(language)
    return grammar.always if grammar else ALWAYS


def fits_any(language: str, used: Container[str] = ()) -> str:
    """Return a question that fits any resource: the first that is not among those `used`, else the first."""
    questions = fit_any(language)
    return next((question for question in questions if question not in used), questions[0])


def _fallback(rule: str, language: str) -> str:
    """Offer a question that fits any resource; none where only the author can say it more plainly."""
    grammar = grammar_of(language)
    return grammar.always[0] if grammar and rule != "long" else ""


def breaks(
    question: str, *, content: Iterable[Content] = (), language: str = "en", apart: Container[str] = ()
) -> bool:
    """Tell whether a question breaks any rule, `apart` from some, without looking for something better."""
    return any(rule not in apart for rule, _ in _found(question, tuple(content), language))


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
    mixed = any(_higher(q.question, language) or _silenced(q, "mix") for q in questions)
    grammar = grammar_of(language)
    if questions and not mixed and (grammar or base(language) == "en"):
        found.append(("conversation", _finding("mix", "", grammar.always[-1] if grammar else _MIX)))
    return found


def _higher(question: str, language: str) -> bool:
    return bloom(question) in HIGHER if base(language) == "en" else asks_for_thought(question, language)


def _silenced(question: Question, rule: str) -> bool:
    return bool(question.silence.get(rule, "").strip())


def _finding(name: str, hit: str, suggestion: str) -> Finding:
    rule = rule_of(name)
    shown = hit if len(hit) <= _SHOWN else hit[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return Finding(name, rule.level, rule.message.format(hit=shown, most=MAX_WORDS), suggestion)
