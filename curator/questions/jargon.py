"""Find words in a question that its readers may not know: undefined acronyms and rare words.

QUAID (Graesser and others 2006) flags unfamiliar technical terms, Lenzner (2010) low-frequency words.
Frequency comes from the word list that symspellpy carries (82,000 English words with their counts in
Google's book corpus).
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from curator.questions.word_classes import word_set

RARE = 400_000
"""Counts below this, of 5.4e11 words, are rare: about 7 in 10 million, where epistemology still passes."""

EVERYDAY = 15_000_000
"""A word written in capitals that is at least this common is shouted, not an acronym: NOT, ALL."""

PART = 5_000_000
"""Two words at least this common make a compound that readers can take apart: handover."""

KNOWN = word_set(
    "AI AM BBC CD CEO CV DIY DNA DVD EU FAQ GPS HR ID IT LED MP NASA NATO NGO NHS OK PC PDF PIN PM PR QR "
    "SMS TED TV UK UN UNESCO URL US USA USB VIP WWW"
)
"""Acronyms that a general reader knows spelled out or not."""

_ACRONYM = re.compile(r"\b[A-Z][a-z]?(?:[A-Z]|&[A-Z])[A-Z]{0,5}s?\b")
_ROMAN = re.compile(r"^[IVXLC]+$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SUFFIXES = tuple(
    tuple(pair.split("/"))
    for pair in sorted(
        word_set(
            "ies/y es/ es/e s/ ed/ ed/e ing/ ing/e ly/ ally/al er/e er/ ers/ or/e ors/e ness/ ship/ ships/ "
            "ment/ ments/ ment/e able/ able/e less/ ise/y ising/e isation/ize "
            "ization/ize ise/ize ised/ized ising/izing our/or"
        )
    )
)
"""Endings and what they replace: "mentorships" is built from "mentor"."""

_PREFIXES = tuple(
    sorted(
        word_set(
            "micro de inter super multi under over self anti semi non pre mis dis out off up on un re co in"
        )
    )
)


@cache
def _counts() -> dict[str, int]:
    """Load the word list once: word to count."""
    lines = (
        resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    )
    return {word: int(count) for word, count in (line.rsplit(" ", 1) for line in lines.splitlines() if line)}


def _common(word: str, depth: int = 2) -> bool:
    """Tell whether a word, or the plain word it is built from, is common enough."""
    if _counts().get(word, 0) >= RARE:
        return True
    if depth == 0:
        return False
    for suffix, instead in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if len(word) > len(stem) >= 3:
            if _common(stem + instead, depth - 1):
                return True
            if len(stem) > 3 and stem[-1] == stem[-2] and _common(stem[:-1], 0):
                return True
    return any(
        word.startswith(p) and len(word) - len(p) > 3 and _common(word[len(p) :], depth - 1)
        for p in _PREFIXES
    ) or _compound(word)


def _compound(word: str) -> bool:
    """Tell whether two everyday words written as one make up the word, as in "handover"."""
    counts = _counts()
    return any(
        counts.get(word[:i], 0) >= PART and counts.get(word[i:], 0) >= PART for i in range(3, len(word) - 2)
    )


def rare_words(question: str, known: Iterable[str] = ()) -> list[str]:
    """List the rare words of a question, in its order.

    Names (capitalised inside a sentence) and words of `known` (lower case: those of the resource itself)
    pass.
    """
    familiar = frozenset(known)
    found: dict[str, None] = {}
    for match in _WORD.finditer(question):
        word, _, ending = match.group().replace("’", "'").partition("'")
        if ending == "t":
            continue  # "wouldn't"
        name = word[:1].isupper() and not re.search(
            r"(?:^|[.?!\n])[\s\"']*$", question[max(0, match.start() - 4) : match.start()]
        )
        lower = word.lower()
        if (
            6 <= len(lower) <= 30
            and lower.isascii()
            and not name
            and lower not in familiar
            and not _common(lower)
        ):
            found[lower] = None
    return list(found)


def acronyms(question: str, context: str = "") -> list[str]:
    """List the acronyms of a question that neither it nor `context` (the resource's text) spells out."""
    if question.isupper():
        return []
    whole = question + "\n" + context
    found: dict[str, None] = {}
    for match in _ACRONYM.finditer(question):
        letters = match.group().removesuffix("s")
        common = len(letters) > 2 and _counts().get(letters.lower(), 0) >= EVERYDAY
        if letters in KNOWN or common or _ROMAN.match(letters) or _defined(letters, whole):
            continue
        found[letters] = None
    return list(found)


def _defined(letters: str, text: str) -> bool:
    """Tell whether a text defines an acronym: "key point (KP)", "KP (key point)", or its words in a row."""
    if f"({letters})" in text or f"({letters}s)" in text or f"{letters} (" in text or f"{letters}s (" in text:
        return True
    initials = [c.lower() for c in letters if c.isalpha()]
    words = [w.lower() for w in _WORD.findall(text[:20_000])]
    return any(_spells(initials, words[i : i + len(initials) + 2]) for i in range(len(words)))


def _spells(initials: list[str], words: list[str]) -> bool:
    """Tell whether words in a row begin with these letters; small words may be left out of the acronym."""
    left = list(initials)
    for word in words:
        if len(word) > 1 and left and word[0] == left[0]:
            left.pop(0)
        elif len(left) == len(initials) or word not in ("of", "and", "the", "for", "in", "to"):
            break
    return not left
