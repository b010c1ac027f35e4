"""Learn from decisions: how near an article is to what the curator kept and to what was dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curator.model import Article, Reason
from curator.rank import weights
from curator.rank.article_index import ArticleIndex, Counts, article_vectors, counts_of
from curator.rank.reasons import short
from curator.rank.vectors import Matrix

NOTICED = 0.1
"""Points from which a likeness is worth a name."""

_SUM = "%+.4f for what was kept, %+.4f for what was dropped"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the decisions, seen from every article: how near it is, and how far it is trusted."""

    near: NDArray[np.float32]
    """Mean cosine with the nearest examples, 0 to 1."""
    shared: NDArray[np.float32]
    """Rare words shared with all of them, 0 to 1."""
    nearest: list[int]
    """Number of the nearest example."""
    titles: list[str]
    """Titles of the examples, shortened."""

    @property
    def likeness(self) -> NDArray[np.float32]:
        """How like this side each article is, as far as it is trusted."""
        size = len(self.titles)
        more = min(max(size, weights.WORDS_TELL), weights.WORDS_TELL_MOST) / weights.WORDS_TELL
        words = weights.PREFERENCE_WORDS * sqrt(more)
        trust = size / (size + weights.FEW)
        return (trust * (self.near + words * self.shared)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the decisions so far say of every article of an index."""

    liked: Side
    disliked: Side
    decided: dict[str, str]
    """What became of each example: its address, and "kept" or "dropped"."""
    articles: tuple[Article, ...]
    counts: list[Counts]
    """Their words, counted."""

    def reasons(self) -> list[Reason]:
        """Say of each article what it is like, and what that is worth."""
        likes = (weights.LIKED * self.liked.likeness).astype(np.float64)
        dislikes = (weights.DISLIKED * self.disliked.likeness).astype(np.float64)
        points = np.round(likes - dislikes, 4).tolist()
        liked, disliked = likes.tolist(), dislikes.tolist()
        kept = [f"like “{title}”, which was kept" for title in self.liked.titles]
        dropped = [f"like “{title}”, which was dropped" for title in self.disliked.titles]
        reasons = []
        columns = (liked, disliked, points, self.liked.nearest, self.disliked.nearest)
        for for_it, against, both, one, other in zip(*columns, strict=True):
            if for_it < NOTICED and against < NOTICED:
                text = "unlike what was kept or dropped so far"
            else:
                text = kept[one] if for_it >= against else dropped[other]
            reasons.append(Reason(text, both, _SUM % (for_it, -against)))
        return reasons


def preferences_of(
    index: ArticleIndex,
    liked: Sequence[Article],
    disliked: Sequence[Article],
    known: Mapping[str, bytes] | None,
    model: Path | None,
) -> Preferences | None:
    """Compare an index with examples; None when there are none, and the ranking stays as it was."""
    if not liked and not disliked:
        return None
    examples = (*liked, *disliked)
    vectors, _ = article_vectors(examples, known, model=model)
    decided = {a.url: "dropped" for a in disliked} | {a.url: "kept" for a in liked}
    sides = (
        _side(index, liked, vectors[: len(liked)], known, model),
        _side(index, disliked, vectors[len(liked) :], known, model),
    )
    return Preferences(*sides, decided, examples, counts_of(examples, known, model=model))


def _side(
    index: ArticleIndex,
    examples: Sequence[Article],
    vectors: Matrix,
    known: Mapping[str, bytes] | None,
    model: Path | None,
) -> Side:
    rows = len(index.articles)
    if not examples:
        return Side(np.zeros(rows, np.float32), np.zeros(rows, np.float32), [0] * rows, [])
    cosines = np.maximum(index.centred @ index.centre(vectors).T, 0)
    nearest = np.sort(cosines, axis=1)[:, ::-1][:, : weights.NEIGHBOURS].mean(axis=1)
    shared = index.like(counts_of(examples, known, model=model), weights.PREFERENCE_TERMS)
    titles = [short(a.title, 50) for a in examples]
    return Side(nearest, shared, cosines.argmax(axis=1).tolist(), titles)
