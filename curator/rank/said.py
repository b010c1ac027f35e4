"""What was said in the last weeks steers: candidates close to a post get points.

They are a fifth of the points for the need at most, so a page that has nothing to do with the need gains
nothing, whatever people talked about.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from curator.model import Reason
from curator.rank import weights
from curator.rank.article_index import ArticleIndex
from curator.rank.reasons import short
from curator.rank.vectors import Matrix, embed

MOST = 200
"""Posts, the last, that are compared: two weeks of a lively course."""

TAKES_UP = "takes up what was"
"""How these reasons begin."""

LONGEST = 2000
"""Characters of one post that are compared."""


def said_reasons(
    index: ArticleIndex, said: Sequence[str], points: Matrix, model: Path | None = None
) -> list[Reason | None]:
    """Say of each article which post it takes up, and add points; None where it takes up none.

    `points` are those for the need, one an article.
    """
    posts = [post for text in said[-MOST:] if (post := " ".join(text[:LONGEST].split()))]
    nothing: list[Reason | None] = [None] * len(index.articles)
    vectors = embed(posts, folder=model)
    if not vectors.any():
        return nothing
    cosines = index.centred @ index.centre(vectors).T
    nearest = cosines.argmax(axis=1).tolist()
    beyond = (cosines.max(axis=1) - weights.SAID_LEAST) / (weights.SAID_MOST - weights.SAID_LEAST)
    added = weights.SAID_SHARE * np.maximum(points, 0) * np.clip(beyond, 0, 1)
    quoted = [f"{TAKES_UP} said: “{short(post, 60)}”" for post in posts]
    for row, more in enumerate(np.round(added.astype(np.float64), 4).tolist()):
        if more > 0:
            nothing[row] = Reason(quoted[nearest[row]], more, public=f"{TAKES_UP} said")
    return nothing
