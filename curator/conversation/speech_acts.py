"""What a sentence does: it asks, offers, suggests or doubts. The rules are data, one file a language.

A post may be in another language than its course, so every sentence is held against all of them.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from curator.conversation.own_sentences import without_quotations

LANGUAGES = ("en", "de", "es", "fr")
KINDS = ("asks", "offers", "ideas", "doubts")

_ASKING = re.compile(r"[?？؟]\W*$")
SHORT = 4
"""Words up to which a question that its writer answers at once only tells ("What helped? Lists.")."""
_TO_OTHERS = re.compile(
    r"\b(anyone|anybody|someone|you|your|jemand|ihr|euch|ideen|tipps|alguien|vosotros|quelqu'un|vous|any|i|ich|je|"
    r"ideas|idées)\b"
)


@dataclass(frozen=True, slots=True)
class SpeechActRules:
    """The patterns of one language, by kind: what shows it and what speaks against it; its small words."""

    shows: dict[str, re.Pattern[str]]
    against: dict[str, re.Pattern[str]]
    small: frozenset[str]


@cache
def rules() -> tuple[SpeechActRules, ...]:
    """Read the rules of all languages; they are the package's own files."""
    found = []
    for language in LANGUAGES:
        text = files("curator.conversation").joinpath("rules", f"{language}.yml").read_text(encoding="utf-8")
        data = yaml.safe_load(text)
        found.append(
            SpeechActRules(
                {kind: _any(data[kind]) for kind in KINDS},
                {kind: _any(data[f"not_{kind}"]) for kind in KINDS},
                frozenset(data["small"].split()),
            )
        )
    return tuple(found)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


def small_words() -> frozenset[str]:
    """Return the words of all languages that say nothing about a subject."""
    return frozenset().union(*(r.small for r in rules()))


def holds(kind: str, sentence: str) -> bool:
    """Tell whether a sentence offers, suggests or doubts ("offers", "ideas", "doubts")."""
    plain = sentence.replace("’", "'").lower().strip()
    if kind == "offers" and _ASKING.search(plain) and not _offering(plain):
        return False
    return any(r.shows[kind].search(plain) and not r.against[kind].search(plain) for r in rules())


def _offering(plain: str) -> bool:
    """Tell whether a question is an offer ("Shall I send it?")."""
    return (
        re.search(r"\b(shall i|should i send|want me to|soll ich|¿?quieres que|voulez-vous que je)\b", plain)
        is not None
    )


def asks(sentence: str, following: str = "") -> bool:
    """Tell whether a sentence asks something of others; `following` is the one after it, if any.

    Questions that only seek agreement, that report another's question, or that their writer answers at once
    ask nothing.
    """
    plain = without_quotations(sentence).replace("’", "'").lower().strip()
    if any(r.against["asks"].search(plain) for r in rules()):
        return False
    if _ASKING.search(plain):
        told = following and not _ASKING.search(following.strip()) and len(plain.split()) <= SHORT
        return not (told and not _TO_OTHERS.search(plain))
    return any(r.shows["asks"].search(plain) for r in rules())
