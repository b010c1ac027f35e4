"""Tell which words can be a noun phrase: lemminflect's lexicon says so, and nothing spoils it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from curator.questions import stoplists as stop
from curator.questions.jargon import rare_words

MAX_WORDS = 4
"""Longest phrase; beyond it a question loses its thread."""

_WORD = re.compile(r"^[a-z]{2,24}(?:-[a-z]{2,24})*$")


@lru_cache(maxsize=4096)
def classes(word: str) -> Mapping[str, str]:
    """Look up the word classes that a word can have ("NOUN", "VERB" ...), each with its base form.

    Empty for a word that the lexicon lacks.
    """
    from lemminflect import getAllLemmas  # type: ignore[import-untyped] # heavy, and only drafting needs it

    return {str(upos): str(forms[0]) for upos, forms in getAllLemmas(word).items()}


@lru_cache(maxsize=4096)
def plural_of(noun: str) -> str:
    """Form the plural of a noun, empty if the lexicon has none."""
    from lemminflect import getInflection

    return str((getInflection(noun, "NNS") or ("",))[0])


def is_plural(noun: str) -> bool:
    """Tell whether a noun stands in the plural."""
    return noun in stop.PLURALS or classes(noun).get("NOUN", noun) != noun


def is_gerund(word: str) -> bool:
    """Tell whether a word is a verb in -ing that has not become a noun: "attending", but not "meeting"."""
    return word.endswith("ing") and "NOUN" not in classes(word)


def may_be_phrase(words: tuple[str, ...]) -> bool:
    """Tell whether lower-case words can be a noun phrase worth asking about, wherever they stand."""
    if not 1 <= len(words) <= MAX_WORDS or len(set(words)) < len(words) or not all(map(_WORD.match, words)):
        return False
    if any(x in stop.NEVER or x in stop.FURNITURE for x in words) or all(x in stop.HOLLOW for x in words):
        return False
    if any(x in stop.SMALL and (x != "of" or x in (words[0], words[-1])) for x in words):
        return False
    if len(words) == 1 and len(words[0]) < 5:
        return False
    return _is_head(words[-1]) and _modify(words[:-1]) and not rare_words(" ".join(words))


def _is_head(word: str) -> bool:
    return not word.endswith("est") and ("NOUN" in classes(word) or word.endswith("ing"))


def _modify(words: tuple[str, ...]) -> bool:
    """Tell whether words can stand before the last noun of a phrase."""
    if len(words) > 1 and words[1] == "of" and (stop.is_people(words[0]) or words[0] in stop.HOLLOW):
        return False  # "director of partnerships", "number of pages"
    return all(_modifies(x) or (i == 0 and x.endswith(("ing", "ed"))) for i, x in enumerate(words))


def _modifies(word: str) -> bool:
    if word == "of" or word in stop.PLURALS or not classes(word):
        return True
    verb = "VERB" in classes(word) and word.endswith("s") and classes(word).get("NOUN", word) != word
    return not verb and not classes(word).keys().isdisjoint(("NOUN", "ADJ"))  # "tracks" begins a clause
