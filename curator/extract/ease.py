"""How easy a text reads, by the Flesch formula of its language."""

import re
from functools import lru_cache

import pyphen  # type: ignore[import-untyped]

FORMULAS: dict[str, tuple[str, float, float, float]] = {
    "en": ("en_US", 206.835, 1.015, 84.6),  # Flesch 1948
    "de": ("de_DE", 180.0, 1.0, 58.5),  # Amstad 1978
    "fr": ("fr_FR", 207.0, 1.015, 73.6),  # Kandel and Moles 1958
    "es": ("es_ES", 206.84, 1.02, 60.0),  # Fernandez Huerta 1959
    "it": ("it_IT", 217.0, 1.3, 60.0),  # Franchina and Vacca 1986
    "nl": ("nl_NL", 206.835, 0.93, 77.0),  # Douma 1960
    "pt": ("pt_BR", 248.835, 1.015, 84.6),  # Martins and others 1996
    "ru": ("ru_RU", 206.835, 1.3, 60.1),  # Oborneva 2006
}
"""Language to hyphenation dictionary, constant, weight of words a sentence, of syllables a word."""

SAMPLE = 8_000
"""Characters that are looked at."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP = re.compile(r"[.!?…]+(?=[\s\"'”’»)]|$)|\n")


@lru_cache(maxsize=8)
def _dictionary(name: str) -> pyphen.Pyphen:
    # One letter may stand alone: syllables are counted, not lines broken.
    return pyphen.Pyphen(lang=name, left=1, right=1)


def reading_ease(text: str, language: str) -> float | None:
    """Return the reading ease, about 0 (hard) to 100 (easy), with one decimal.

    None where the language has no formula here or the text is shorter than 100 words.
    """
    if language not in FORMULAS:
        return None
    name, constant, per_sentence, per_word = FORMULAS[language]
    sample = text[:SAMPLE]
    words = _WORD.findall(sample)
    if len(words) < 100:
        return None
    sentences = sum(1 for part in _STOP.split(sample) if _WORD.search(part))
    dictionary = _dictionary(name)
    known: dict[str, int] = {}
    syllables = 0
    for word in words:
        lower = word[:40].lower()
        if lower not in known:
            known[lower] = len(dictionary.positions(lower)) + 1
        syllables += known[lower]
    score = constant - per_sentence * len(words) / max(1, sentences) - per_word * syllables / len(words)
    return round(max(-100.0, min(150.0, score)), 1)
