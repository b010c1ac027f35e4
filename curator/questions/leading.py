"""Find words that put the answer into the reader's mouth: what a language's folder lists in `lint.toml`.

[leading] holds kinds of them, each a list of patterns, for sentences that ask; [pressing] those that count
also in a sentence before the question ("Most good managers know ..."). The kinds follow what guides to the
wording of surveys say of loaded and leading questions (Dillman, Smyth and Christian 2014; Scott and Steward
2008), and what is known of presupposition (Loftus 1975). [across] holds what only shows in a text as a whole,
as a judgement that the question hands on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curator.questions.languages import base, table
from curator.questions.phrases import NEVER

_NAME = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Leading:
    """The compiled patterns of one language."""

    asked: re.Pattern[str]
    said: re.Pattern[str]
    across: re.Pattern[str]


def leads(sentence: str, language: str, *, asks: bool) -> str:
    """Return the words by which a sentence leads, or "": of one that does not ask, only what presses."""
    patterns = patterns_of(base(language))
    hit = (asks and patterns.asked.search(sentence)) or patterns.said.search(sentence)
    return hit.group().strip(" ,–-") if hit else ""


def leads_across(text: str, language: str) -> str:
    """Return the words by which a text leads that only stand together in the whole of it, or ""."""
    hit = patterns_of(base(language)).across.search(text)
    return hit.group().strip(" ,–-") if hit else ""


def compiled(written: str | Sequence[str], words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Compile a pattern, or several of which any counts; <name> stands for any word of that name."""
    pattern = written if isinstance(written, str) else "|".join(written)
    listed = _NAME.sub(lambda name: f"(?:{'|'.join(words[name[1]])})", pattern)
    return re.compile(listed, re.IGNORECASE)


@lru_cache(maxsize=16)
def patterns_of(code: str) -> Leading:
    """Compile what a language's folder knows of leading questions."""
    data = table(code, "lint") or {}
    return Leading(*(any_kind(data, name) for name in ("leading", "pressing", "across")))


def any_kind(data: Mapping[str, Mapping[str, Sequence[str]]], name: str) -> re.Pattern[str]:
    """Compile all kinds that a table lists into one pattern; of none, one that finds nothing."""
    patterns = [pattern for kind in data.get(name, {}).values() for pattern in kind]
    return compiled(patterns, data.get("words", {})) if patterns else NEVER
