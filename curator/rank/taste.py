"""Learn from decisions: how near an article is to what the curator kept and to what was dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curator.model import Article, Reason
from curator.rank import weights
from curator.rank.shelf import Shelf, article_vectors

NOTICED = 0.2
"""Cosine from which two stories are called alike."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the decisions: nearness to it (0 to 1), the nearest example, how far it is trusted."""

    near: NDArray[np.float32]
    nearest: list[str]
    trust: float


@dataclass(frozen=True, slots=True)
class Taste:
    """What the decisions so far say of every article of a shelf."""

    liked: Side
    disliked: Side

    def reason(self, row: int) -> Reason:
        """Say what an article is like, and what that is worth."""
        for_it = weights.LIKED * self.liked.trust * float(self.liked.near[row])
        against = weights.DISLIKED * self.disliked.trust * float(self.disliked.near[row])
        points = round(for_it - against, 4)
        if max(self.liked.near[row], self.disliked.near[row]) < NOTICED:
            text = "unlike what was kept or dropped so far"
        elif points >= 0:
            text = f"like “{self.liked.nearest[row]}”, which was kept"
        else:
            text = f"like “{self.disliked.nearest[row]}”, which was dropped"
        detail = f"{for_it:+.4f} for what was kept, {-against:+.4f} for what was dropped"
        return Reason(text, points, detail)


def taste_of(
    shelf: Shelf,
    liked: Sequence[Article],
    disliked: Sequence[Article],
    known: Mapping[str, bytes] | None,
    model: Path | None,
) -> Taste | None:
    """Compare a shelf with examples; None when there are none, and the ranking stays as it was."""
    if not liked and not disliked:
        return None
    return Taste(_side(shelf, liked, known, model), _side(shelf, disliked, known, model))


def _side(
    shelf: Shelf, examples: Sequence[Article], known: Mapping[str, bytes] | None, model: Path | None
) -> Side:
    rows = len(shelf.articles)
    if not examples or shelf.problem:
        return Side(np.zeros(rows, np.float32), [""] * rows, 0.0)
    vectors, _ = article_vectors(examples, known, model=model)
    near = np.maximum(shelf.centred @ shelf.centre(vectors).T, 0)
    best = np.sort(near, axis=1)[:, ::-1][:, : weights.NEIGHBOURS].mean(axis=1)
    titles = [_short(a.title) for a in examples]
    nearest = [titles[i] for i in near.argmax(axis=1).tolist()]
    return Side(best, nearest, len(examples) / (len(examples) + weights.FEW))


def _short(title: str) -> str:
    return title if len(title) <= 50 else title[:47].rsplit(" ", 1)[0] + "…"
