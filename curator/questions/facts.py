"""Find questions that one fact answers: a number, a date, a place, a name, a word or a point on a scale.

What they look like stands in `lint.toml` of a language's folder: [fact] and [one_word] hold the kinds,
[goes_on] what follows where the question wants more than the fact, and [thinks] the words that ask about the
reader's thinking, where "How many ..." wants a judgement. Facts that a text tells are left to recall.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from curator.questions.languages import base, table
from curator.questions.leading import any_kind


@dataclass(frozen=True, slots=True)
class Facts:
    """The compiled patterns of one language."""

    fact: re.Pattern[str]
    one_word: re.Pattern[str]
    goes_on: re.Pattern[str]
    thinks: re.Pattern[str]


def fact(sentence: str, language: str) -> str:
    """Return the words by which a sentence asks for one fact and no more, or ""."""
    look = facts_of(base(language))
    asked = look.one_word.search(sentence)
    if not asked and not look.thinks.search(sentence):
        asked = look.fact.search(sentence)
    return asked.group().strip(" ,¿") if asked and not look.goes_on.search(sentence, asked.end()) else ""


@lru_cache(maxsize=16)
def facts_of(code: str) -> Facts:
    """Compile what a language's folder knows of such questions."""
    data = table(code, "lint") or {}
    return Facts(*(any_kind(data, name) for name in ("fact", "one_word", "goes_on", "thinks")))
