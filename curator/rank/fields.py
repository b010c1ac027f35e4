"""Pages from another field of life: for other people, or with a word of the need in another sense.

"AI in healthcare" shares its subject with teams that adopt assistants, "Training your puppy" and "Sewing
projects" a word with trainers and project leads. None of them is for these learners, and each says so in its
title. The words by which titles say it stand in fields.toml.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from curator.rank import weights
from curator.rank.tokens import FUNCTION_WORDS, NEED_WORDS, stems, telling, words
from curator.rank.vectors import Matrix, embed, unit

Marks = Mapping[tuple[str, ...], str]
"""Stems of one or two words beside each other, and the field that they name."""

NO_MARKS: Marks = {}


@lru_cache(maxsize=8)
def _marks(language: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the marks of each field in a language; none in one that fields.toml does not know."""
    told = {field: written.get(language, "") for field, written in _written().items()}
    return {f: frozenset(tuple(stems(words(w))) for w in text.split(",") if w) for f, text in told.items()}


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("fields.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _middles(model: Path | None) -> Matrix:
    """Return the mean vector of each field's English words: the packaged vectors were made of English."""
    each = [embed(written["en"].split(","), folder=model).mean(axis=0) for written in _written().values()]
    return unit(np.stack(each))


def foreign_marks(
    need: str, named: Sequence[str] = (), *, language: str = "", model: Path | None = None
) -> Marks:
    """Return the marks of all fields that a need has nothing to do with; `named` are keywords and audience.

    They are those of the course's language, as titles in another one are marked down for that. A need has to
    do with a field where one of its words is a mark of it or, in English, near to it in meaning: "teaching"
    to schools. One of few telling words excludes no field, and neither does an English one without a model.
    """
    base = language.lower()[:2] or "en"
    if len(telling(need)) < weights.FIELD_NEED:
        return NO_MARKS
    text = " ".join((need, *named))
    here = _runs(stems(words(text)))
    close = set(_close(text, model)) if base == "en" else set()
    return _all_but(base, frozenset(close.union(f for f, marks in _marks(base).items() if marks & here)))


@lru_cache(maxsize=64)
def _all_but(language: str, fields: frozenset[str]) -> Marks:
    """Return the marks of all fields but these."""
    return {mark: f for f, marks in _marks(language).items() if f not in fields for mark in marks}


def _close(text: str, model: Path | None) -> Collection[str]:
    """Return the fields that a word of an English text is near to in meaning; all of them without a model."""
    vectors = embed([w for w in words(text) if w not in FUNCTION_WORDS and w not in NEED_WORDS], folder=model)
    if not vectors.any():
        return _written()
    near = (_middles(model) @ vectors.T).max(axis=1)
    return [f for f, cosine in zip(_written(), near.tolist(), strict=True) if cosine >= weights.FIELD_NEAR]


def foreign_field(title: Sequence[str], asked: set[str], marks: Marks) -> str:
    """Name the field that a title says it is of, where the need has nothing to do with it; else empty.

    `title` and `asked` are stems of the title and of what the need asks for. A title that shares two of
    them is on the need, whatever field it takes it from.
    """
    if not marks or len(asked.intersection(title)) > weights.FIELD_SHARED:
        return ""
    return min((marks[run] for run in _runs(title) & marks.keys()), default="")


def _runs(found: Sequence[str]) -> set[tuple[str, ...]]:
    return {(stem,) for stem in found} | set(pairwise(found))
