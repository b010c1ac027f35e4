"""Phrases: how a language's folder writes what to look for, so that people who know the language can read it.

A phrase is plain words. Beside them it may hold a few signs:

    utili*      a word that begins so             *ed     a word that ends so; also inside: ein*en
    *           any one word
    a/an/the    one of these words                ...     up to six words
    really?     a word that may be missing        #       a number
    ^while      only at the front of a sentence   alone$  only at its end
    a_lot/much  several words as one alternative      ,don't      a word that follows a comma

Phrases ignore case, straight apostrophes stand for all, and whole words are meant: "art" is not in "party".
Only `lint.toml` holds regular expressions, too: how questions are built and what gives a weak one away.
"""

import re
from collections.abc import Iterable

NEVER = re.compile(r"(?!)")
"""Finds nothing: what an empty list of phrases means."""

_FEW_WORDS = r"(?:[\w'%-]+,? ){0,6}?"
_ONE_WORD = r"[\w'-]+"
_REST = r"[\w'-]*"
_NUMBER = r"\d[\d.,]*"


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern that finds any of them; of no phrases, one that finds nothing."""
    written = "|".join(_phrase(phrase) for phrase in phrases)
    return re.compile(written, re.IGNORECASE) if written else NEVER


def ways(phrases: Iterable[str]) -> str:
    """Write phrases as the ways of a larger pattern, without borders of words around them."""
    return "|".join("".join(map(_part, phrase.split())).removesuffix(" ") for phrase in phrases) or "(?!)"


def _phrase(phrase: str) -> str:
    """Write one phrase as a regular expression."""
    words = phrase.strip()
    front, words = (r"^\W*", words[1:].lstrip()) if words.startswith("^") else ("", words)
    back, words = (r"\W*$", words[:-1].rstrip()) if words.endswith("$") else ("", words)
    body = "".join(map(_part, words.split())).removesuffix(" ")
    before = r"(?<![\w-])" if words[:1].isalnum() else ""
    after = r"(?![\w-])" if words[-1:].isalnum() else ""
    return front + before + body + after + back


def _part(word: str) -> str:
    """Write one word with the blank behind it."""
    if word == "...":
        return _FEW_WORDS
    free = word.endswith("?")
    ways = [_word(way) for way in word.removesuffix("?").split("/")]
    one = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{one} )?" if free else f"{one} "


def _word(word: str) -> str:
    if word == "*":
        return _ONE_WORD
    if word == "#":
        return _NUMBER
    if word.startswith(","):
        return r"(?<=, )" + _word(word[1:])
    stem = re.escape(word.strip("*").replace("_", " ")).replace(r"\*", _REST)
    before, after = (_REST if mark else "" for mark in (word.startswith("*"), word.endswith("*")))
    return before + stem + after
