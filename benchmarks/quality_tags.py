"""Tags: whether `tag` finds the topics that editors gave.

tags/ holds posts of one publisher, each with one topic or many out of 49. Micro-F1 counts every pair of
post and topic once; hit@3 asks whether one of the first three tags is right. Names only: the taxonomy is
49 names and nothing else. With examples: 300 posts drawn at random show how the editors tag, and the
rest is measured; three draws. The simple ways beside it: a topic's name found in the text, and the three
topics nearest in meaning.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.json_lines import json_lines
from benchmarks.table import Row
from curator.model import Article
from curator.rank import embed, tagger

DRAWS = 3
EXAMPLES = 300

Tags = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Posts:
    """Posts, the topics that editors gave them, and all topics, sorted."""

    articles: Sequence[Article]
    given: Tags
    taxonomy: Sequence[str]


def read_posts(data: Path) -> Posts:
    """Read DIR/tags/posts.jsonl."""
    posts = json_lines(data / "tags" / "posts.jsonl")
    articles = [
        Article(f"https://posts.example/{p['id']}", p["title"], p["text"], summary=p.get("summary", ""))
        for p in posts
    ]
    given = [p["topics"] for p in posts]
    return Posts(articles, given, sorted({topic for topics in given for topic in topics}))


def measure(data: Path) -> list[Row]:
    """Measure on DIR/tags."""
    posts = read_posts(data)
    found = tagger(posts.taxonomy)(posts.articles)
    named = _named(posts)
    nearest = _nearest(posts)
    peers = {"name in text": f1(named, posts.given), "3 nearest": f1(nearest, posts.given)}
    right, precision, recall = scores(found, posts.given)
    rows = [
        _row("tags, names only, micro-F1", right, 0.45, peers),
        _row("tags, names only, precision", precision, None, {}),
        _row("tags, names only, recall", recall, None, {}),
        _row(
            "tags, names only, hit@3", hit(found, posts.given), None, {"3 nearest": hit(nearest, posts.given)}
        ),
    ]
    for size in (10, 30, 100, EXAMPLES):
        draws = [_learned(posts, size, draw) for draw in range(DRAWS)]
        target = 0.60 if size == EXAMPLES else None
        rows.append(_row(f"tags, {size} examples, micro-F1", mean(draws), target, {"names only": right}))
    return rows


def scores(found: Tags, given: Tags) -> tuple[float, float, float]:
    """Return micro-averaged F1, precision and recall."""
    right = sum(len(set(f) & set(g)) for f, g in zip(found, given, strict=True))
    claimed, true = sum(map(len, found)), sum(map(len, given))
    return 2 * right / max(claimed + true, 1), right / max(claimed, 1), right / max(true, 1)


def f1(found: Tags, given: Tags) -> float:
    """Return micro-averaged F1."""
    return scores(found, given)[0]


def hit(found: Tags, given: Tags) -> float:
    """Return the share of posts with a right tag among the first three."""
    return mean(bool(set(f[:3]) & set(g)) for f, g in zip(found, given, strict=True))


def _learned(posts: Posts, size: int, draw: int) -> float:
    order = list(range(len(posts.articles)))
    random.Random(draw).shuffle(order)  # noqa: S311  a fixed draw, no secret
    known, rest = order[:size], order[EXAMPLES:]
    name = tagger(posts.taxonomy, [(posts.articles[i], posts.given[i]) for i in known])
    return f1(name([posts.articles[i] for i in rest]), [posts.given[i] for i in rest])


def _named(posts: Posts) -> list[list[str]]:
    texts = [f"{a.title} {a.text}".lower() for a in posts.articles]
    return [[t for t in posts.taxonomy if t.replace("-", " ") in text] for text in texts]


def _nearest(posts: Posts) -> list[list[str]]:
    names = embed([t.replace("-", " ") for t in posts.taxonomy])
    texts = embed([f"{a.title}\n{' '.join(a.text.split()[:200])}" for a in posts.articles])
    return [[posts.taxonomy[i] for i in np.argsort(-row)[:3]] for row in texts @ names.T]


def _row(measure: str, value: float, target: float | None, baseline: Mapping[str, float]) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": dict(baseline)}
