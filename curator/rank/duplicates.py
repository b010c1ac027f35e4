"""One story told once: copies found by the pairs of neighbouring words that two texts share.

MinHash and locality-sensitive hashing (datasketch) propose pairs among many articles; a pair is merged
only when the exact share of common word pairs says so, so chance decides nothing but speed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from curator.model import Article
from curator.rank import weights
from curator.rank.article_index import article_vectors, body
from curator.rank.tokens import FUNCTION_WORDS, stems, words
from curator.rank.vectors import Matrix

PERMUTATIONS = 64
"""With 64, texts that share 0.6 are proposed 99 times in 100, and copies share 0.76 and more."""

SHORT_TEXT = 40
"""Below so many words a text may be a notice that many pages carry: title and all words must agree."""

ALIKE = 0.9
"""Cosine from which two texts are worth comparing word for word; copies reach 0.97 and more."""

Pairs = NDArray[np.uint64]


class _Text:
    """An article's words, counted when first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.title = " ".join(words(article.title))

    @cached_property
    def words(self) -> list[str]:
        return words(body(self.article))

    @cached_property
    def pairs(self) -> Pairs:
        """Hashes of neighbouring words, each once, sorted."""
        codes = np.array([crc32(w.encode()) for w in self.words], np.uint64)
        if len(codes) < 2:
            return codes
        return np.unique((codes[:-1] * np.uint64(2654435761) + codes[1:]) & np.uint64(0xFFFFFFFF))

    @cached_property
    def address(self) -> str:
        """The address it calls its own, where that names a page and not a whole site."""
        try:
            parts = urlsplit(self.article.canonical)
        except ValueError:
            return ""
        return self.article.canonical if parts.path.strip("/") else ""


def group_duplicates(articles: Sequence[Article]) -> list[tuple[Article, ...]]:
    """Group copies of one story; every article stands in exactly one group, the best version first.

    Groups stand in the order of their first article. The best version is the one with the most text;
    among equally long ones the earliest, then one that calls its own address its own, then the shortest
    address.
    """
    texts = [_Text(a) for a in articles]
    return _groups(texts, _proposed(texts))


def alike(articles: Sequence[Article], matrix: Matrix) -> list[tuple[Article, ...]]:
    """Group copies among a few articles whose vectors are known (one row each): faster, the same answer."""
    if not matrix.any():
        return group_duplicates(articles)
    near = np.triu(matrix @ matrix.T >= ALIKE, 1)
    return _groups([_Text(a) for a in articles], zip(*map(np.ndarray.tolist, near.nonzero()), strict=True))


def _proposed(texts: Sequence[_Text]) -> Iterator[tuple[int, int]]:
    """Yield pairs that may be copies: found by their words, their title or their canonical address."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]  # slow: it loads scipy

    by_name: dict[str, int] = {}
    lsh = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    for i, text in enumerate(texts):
        for name in (text.article.url, text.address, text.title if text.title.count(" ") >= 2 else ""):
            if name:
                other = by_name.setdefault(name, i)
                if other != i:
                    yield other, i
        if len(text.pairs):
            sketch = MinHash(PERMUTATIONS, hashfunc=int)
            sketch.update_batch(text.pairs)
            for other in lsh.query(sketch):
                yield int(other), i
            lsh.insert(i, sketch)


def _groups(texts: Sequence[_Text], proposed: Iterator[tuple[int, int]]) -> list[tuple[Article, ...]]:
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in proposed:
        if (a := root(i)) != (b := root(j)) and _same(texts[i], texts[j]):
            parent[max(a, b)] = min(a, b)
    groups: dict[int, list[Article]] = {}
    for i, text in enumerate(texts):
        groups.setdefault(root(i), []).append(text.article)
    return [_best_first(group) for group in groups.values()]


def _same(one: _Text, other: _Text) -> bool:
    """Tell whether two texts are one story in one wording."""
    if one.article.url == other.article.url:
        return True
    small, large = sorted((one, other), key=lambda t: len(t.words))
    if len(small.words) < SHORT_TEXT:
        named = one.title == other.title and bool(one.title)
        begins = bool(small.words) and small.words == large.words[: len(small.words)]
        return named and begins
    common = len(np.intersect1d(one.pairs, other.pairs, assume_unique=True))
    if common >= weights.SAME_TEXT * (len(one.pairs) + len(other.pairs) - common):
        return True
    linked = (one.title and one.title == other.title) or (one.address and one.address == other.address)
    return bool(linked) and common >= weights.PART_OF * len(small.pairs)


def _best_first(group: Sequence[Article]) -> tuple[Article, ...]:
    longest = max(a.words for a in group)

    def key(article: Article) -> tuple[bool, date, bool, int, str]:
        shorter = article.words < 0.95 * longest
        own = article.canonical == article.url
        return shorter, _day(article) or date.max, not own, len(article.url), article.url

    return tuple(sorted(group, key=key))


def _day(article: Article) -> date | None:
    when = article.published
    return when.date() if isinstance(when, datetime) else when


# --- stories on one event ------------------------------------------------------------------------------


def related(articles: Sequence[Article]) -> dict[str, tuple[str, ...]]:
    """Map each address to the addresses of other stories on the same event, the most alike first.

    Give it one version of each story: copies would be found too. Addresses without any are left out.
    """
    return related_among(articles, article_vectors(articles)[0])


def related_among(articles: Sequence[Article], matrix: Matrix) -> dict[str, tuple[str, ...]]:
    """Do the same for articles whose vectors are known, one row each."""
    least = weights.RELATED_MEANING if matrix.any() else -1.0
    near = np.triu(matrix @ matrix.T >= least, 1).nonzero()
    pairs = [
        (i, j)
        for i, j in zip(near[0].tolist(), near[1].tolist(), strict=True)
        if _one_time(articles[i], articles[j])
    ]
    weighed, size = _rare_words(articles, sorted({i for pair in pairs for i in pair}))
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    spread = np.zeros(size)
    for i, others in groupby(pairs, key=itemgetter(0)):
        numbers, amounts = weighed[i]
        spread[numbers] = amounts
        for _, j in others:
            numbers_too, amounts_too = weighed[j]
            shared = float(spread[numbers_too] @ amounts_too)
            if shared >= weights.RELATED_WORDS:
                found[articles[i].url].append((-shared, articles[j].url))
                found[articles[j].url].append((-shared, articles[i].url))
        spread[numbers] = 0
    return {url: tuple(other for _, other in sorted(others)) for url, others in found.items()}


def _one_time(one: Article, other: Article) -> bool:
    first, second = _day(one), _day(other)
    return first is None or second is None or abs((first - second).days) <= weights.RELATED_DAYS


Weighed = tuple[NDArray[np.intp], NDArray[np.float64]]
"""Numbers of the different stems of a text, and the weight of each."""


def _rare_words(articles: Sequence[Article], rows: Sequence[int]) -> tuple[dict[int, Weighed], int]:
    """Weigh the stems of articles by how often they occur here and how rarely elsewhere: TF-IDF, length 1.

    Also return how many different stems there are.
    """
    counts = {}
    for row in rows:
        kept = [w for w in words(f"{articles[row].title} {body(articles[row])}") if w not in FUNCTION_WORDS]
        counts[row] = Counter(stems(kept))
    spread = Counter(word for found in counts.values() for word in found)
    number = {word: i for i, word in enumerate(spread)}
    rare = 1 + np.log((1 + len(rows)) / (1 + np.fromiter(spread.values(), np.float64, len(spread))))
    weighed = {}
    for row, found in counts.items():
        numbers = np.fromiter(map(number.__getitem__, found), np.intp, len(found))
        raw = (1 + np.log(np.fromiter(found.values(), np.float64, len(found)))) * rare[numbers]
        weighed[row] = numbers, raw / (np.linalg.norm(raw) or 1.0)
    return weighed, len(spread)
