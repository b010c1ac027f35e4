"""The rules on discussion questions: one record a rule, with its name, level, check, message and rewrites.

A new rule is one record here, one function in checks.py and its section in docs/questions.md. A week file
silences a rule by its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curator.model import Level
from curator.questions import checks, rewrites
from curator.questions.checks import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on questions."""

    name: str
    level: Level
    """Errors hold a week back; advice can be silenced with a reason."""
    plain: str
    """What it finds, as pages call it."""
    message: str
    """What it says; {hit} is what shows it, {most} the longest sentence in words."""
    check: Callable[[Text], str] | None = None
    """Finds in an English question the words that show it, or ""; None for a rule about a week as a whole."""
    rewrites: Callable[[str], Iterator[str]] | None = None
    """Yields English rewritings of the sentence that breaks it, best first; None where there are none."""


RULES = (
    Rule(
        "closed",
        "error",
        "answered in a word",
        "“{hit}” can be answered with yes or no, a word or a number. Ask how, why or what instead.",
        checks.closed,
        rewrites.closed,
    ),
    Rule(
        "leading",
        "error",
        "hopes for an answer",
        "“{hit}” tells people which answer you hope for. Leave it open.",
        checks.leading,
        rewrites.leading,
    ),
    Rule(
        "slanted",
        "advice",
        "takes the answer for granted",
        "“{hit}” takes the answer for granted. Say it neutrally.",
        checks.slanted,
        rewrites.slanted,
    ),
    Rule(
        "vague",
        "advice",
        "nothing to hold on to",
        "“{hit}” gives people nothing to hold on to. Name a situation, a step or a choice.",
        checks.vague,
        rewrites.vague,
    ),
    Rule(
        "stacked",
        "advice",
        "two questions in one",
        "This asks more than one thing: “{hit}”. Keep one question, or make two of it.",
        checks.stacked,
        rewrites.stacked,
    ),
    Rule(
        "long",
        "advice",
        "long",
        "This is hard to hold in the head ({hit}). Aim for {most} words at most, one thought a sentence.",
        checks.long,
        rewrites.stacked,
    ),
    Rule(
        "jargon",
        "advice",
        "hard words",
        "Some readers may not know: {hit}. Spell it out or use a plainer word.",
        checks.jargon,
    ),
    Rule(
        "recall",
        "advice",
        "the text answers it",
        "“{hit}”: the text answers this. Ask what people would do with it.",
        checks.recall,
        rewrites.recall,
    ),
    Rule(
        "agree",
        "advice",
        "asks to agree",
        "“{hit}”: people tend to say yes. Ask what speaks for and against it.",
        checks.agree,
        rewrites.agree,
    ),
    Rule(
        "bare",
        "advice",
        "no step to take",
        "“{hit}” names no step to take. Say what to look at, decide or try.",
        checks.bare,
        rewrites.bare,
    ),
    Rule(
        "unanchored",
        "advice",
        "names nothing of the content",
        "This names nothing of {hit}, and does not ask what people do themselves.",
        checks.unanchored,
    ),
    Rule(
        "answered",
        "advice",
        "answered above",
        "The answer already stands in {hit} above it. Ask for the next thought.",
        checks.answered,
    ),
    Rule(
        "mix",
        "advice",
        "nothing to think through",
        "No question here asks to analyse, evaluate or create. Let one ask why, which or what if.",
    ),
)
"""All rules, errors first."""

RULE_NAMES = tuple(rule.name for rule in RULES)


def rule_of(name: str) -> Rule:
    """Return a rule by its name."""
    return RULES[RULE_NAMES.index(name)]


def found_in(text: Text) -> list[tuple[str, str]]:
    """List the rules that an English question breaks, errors first: (rule, the words that show it)."""
    return [(rule.name, hit) for rule in RULES if rule.check and (hit := rule.check(text))]
