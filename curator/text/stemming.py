"""Stems of words, from the Snowball project's stemmers, so that "coaching" and "coaches" meet."""

from collections.abc import Iterable
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]

SNOWBALL = {
    "en": "english", "de": "german", "es": "spanish", "fr": "french", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "ru": "russian",
    "ro": "romanian", "hu": "hungarian", "tr": "turkish",
}  # fmt: skip
"""Languages that have a stemmer, with Snowball's name of each; the others are stemmed as English."""


@lru_cache(maxsize=len(SNOWBALL))
def _stemmer(code: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL[code], 0)


def stem_words(words: Iterable[str], language: str = "en") -> list[str]:
    """Return the stems of lower-case words, one each, in order."""
    code = language.lower().partition("-")[0]
    found: list[str] = _stemmer(code if code in SNOWBALL else "en").stemWords(list(words))
    return found


@lru_cache(maxsize=65536)
def stem(word: str, language: str = "en") -> str:
    """Return the stem of one word."""
    return stem_words((word.lower(),), language)[0]
