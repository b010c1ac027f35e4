"""Months and days of the week in the languages that feeds and pages come in (see date_words.txt)."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

Words = Mapping[str, frozenset[int]]
"""A folded word and the numbers that it may stand for: "lis" is October in Croatian, November in Polish."""


def fold(word: str) -> str:
    """Return a word as the tables hold it: small letters, without accents; Turkish "ı" is "i"."""
    split = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    plain = "".join(c for c in split if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", plain).replace("ı", "i")


def months(word: str, language: str = "") -> frozenset[int]:
    """Return the months (1 to 12) that a word may name; of one language only, where that knows the word."""
    return _numbers("months", word, language)


def weekdays(word: str, language: str = "") -> frozenset[int]:
    """Return the days of the week (Monday is 0) that a word may name."""
    return _numbers("days", word, language)


def is_filler(word: str) -> bool:
    """Say whether a word stands between the parts of a date and says nothing of its own ("of", "um", "г")."""
    return bool(_numbers("fillers", word, ""))


def _numbers(kind: str, word: str, language: str) -> frozenset[int]:
    word = fold(word)
    tables = _tables()[kind]
    own = tables.get(language.lower().partition("-")[0], {}).get(word)
    return own or tables[""].get(word, frozenset())


@lru_cache(1)
def _tables() -> Mapping[str, Mapping[str, Words]]:
    """Read date_words.txt: a kind ("months", ...), a language or "" for all of them, then the words."""
    found: dict[str, dict[str, dict[str, frozenset[int]]]] = {}
    kind = ""
    for line in files(__package__).joinpath("date_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
            found[kind] = {"": {}}
            continue
        language, colon, listed = line.partition(": ")
        if line.startswith("#") or not colon:
            continue
        for number, words in enumerate(listed.split("|"), 1 if kind == "months" else 0):
            for word in map(fold, words.split()):
                for table in (found[kind].setdefault(language, {}), found[kind][""]):
                    table[word] = table.get(word, frozenset()) | {number}
    return found
