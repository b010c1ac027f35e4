"""One story told once: copies found by the pairs of neighbouring words that two texts share.

The counts of words, folded to vectors, propose which texts to compare; a pair is merged only when the exact
share of common word pairs says so, so the vectors decide nothing but speed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from math import nan
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from curator.model import Article
from curator.rank import weights
from curator.rank.article_index import Counts, article_vectors, body, counts_of, often, term
from curator.rank.tokens import FUNCTION_WORDS, stems, words
from curator.rank.vectors import Matrix, unit
from curator.urls import split

SHORT_TEXT = 40
"""Below so many words a text may be a notice that many pages carry: title and all words must agree."""

FOLDED = 512
ALIKE = 0.8
"""Length of the folded vectors, and the cosine from which two texts are worth comparing word for word: copies
reach 0.95 and more, and a text with one word in eight replaced, the least that is a copy, reaches 0.9."""

_BLOCK = 512
"""Articles compared with all others at once: bounds memory to 2 kB an article."""

Pairs = NDArray[np.uint64]


class _ComparedArticle:
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
        return self.article.canonical if split(self.article.canonical).path.strip("/") else ""


def group_duplicates(
    articles: Sequence[Article], known: Mapping[str, bytes] | None = None
) -> list[tuple[Article, ...]]:
    """Group copies of one story; every article stands in exactly one group, the best version first.

    Groups stand in the order of their first article. The best version is the one with the most text;
    among equally long ones the earliest, then one that calls its own address its own, then the shortest
    address. What `known` holds of an article (see `article_vectors`) is not computed again.
    """
    return group_counted(articles, counts_of(articles, known))


def group_counted(articles: Sequence[Article], counts: Sequence[Counts]) -> list[tuple[Article, ...]]:
    """Do the same for articles whose words are counted."""
    texts = [_ComparedArticle(a) for a in articles]
    return _groups(texts, _proposed(texts, _folded(counts)))


def _folded(counts: Sequence[Counts]) -> Matrix:
    """Fold the counts of telling words into unit vectors by their hashes (Weinberger and others 2009)."""
    folded = np.zeros((len(counts), FOLDED), np.float32)
    for row, (terms, times) in enumerate(map(_telling, counts)):
        signed = often(times) * np.where(terms >> 31, 1, -1)
        folded[row] = np.bincount(terms % FOLDED, signed, FOLDED)
    return unit(folded)


@cache
def _function_terms() -> NDArray[np.uint32]:
    return np.unique(np.array([term(stem) for stem in stems(FUNCTION_WORDS)], np.uint32))


def _telling(counts: Counts) -> Counts:
    """Leave out function words."""
    terms, times = counts
    known = _function_terms()
    told = known[np.minimum(np.searchsorted(known, terms), len(known) - 1)] != terms
    return terms[told], times[told]


def _proposed(texts: Sequence[_ComparedArticle], matrix: Matrix) -> Iterator[tuple[int, int]]:
    """Yield pairs that may be copies: near by their words, or of one title or canonical address."""
    by_name: dict[str, int] = {}
    for i, text in enumerate(texts):
        for name in (text.article.url, text.address, text.title if text.title.count(" ") >= 2 else ""):
            if name:
                other = by_name.setdefault(name, i)
                if other != i:
                    yield other, i
    for i, near, _ in _neighbours(matrix, ALIKE):
        yield from ((j, i) for j in near.tolist())


def _neighbours(matrix: Matrix, least: float) -> Iterator[tuple[int, NDArray[np.intp], Matrix]]:
    """Yield each row with the earlier rows whose cosine is `least` or more, and those cosines."""
    for start in range(0, len(matrix), _BLOCK):
        block = matrix[start : start + _BLOCK] @ matrix[: start + _BLOCK].T
        for i, cosines in enumerate(block, start):
            near = np.flatnonzero(cosines[:i] >= least)
            if len(near):
                yield i, near, cosines[near]


def _groups(
    texts: Sequence[_ComparedArticle], proposed: Iterable[tuple[int, int]]
) -> list[tuple[Article, ...]]:
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


def _same(one: _ComparedArticle, other: _ComparedArticle) -> bool:
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


def related(
    articles: Sequence[Article], known: Mapping[str, bytes] | None = None
) -> dict[str, tuple[str, ...]]:
    """Map each address to the addresses of other stories on the same event, the most alike first.

    Give it one version of each story: copies would be found too. Addresses without any are left out.
    What `known` holds of an article (see `article_vectors`) is not computed again.
    """
    return related_among(articles, article_vectors(articles, known)[0], counts_of(articles, known))


def related_among(
    articles: Sequence[Article], matrix: Matrix, counts: Sequence[Counts]
) -> dict[str, tuple[str, ...]]:
    """Do the same for articles whose vectors are known, one row each, and whose words are counted."""
    near = matrix if matrix.any() else _folded(counts)
    least = weights.RELATED_MEANING if matrix.any() else 0.0
    days = _days(articles)
    beside = [
        (
            i,
            [j for j in others if not abs(days[i] - days[j]) > weights.RELATED_DAYS],
        )  # an unknown day fits all
        for i, others in _nearest(near, least)
    ]
    rows = sorted({row for i, others in beside for row in (i, *others)})
    place = {row: at for at, row in enumerate(rows)}
    texts = _RareWords([counts[row] for row in rows])
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for i, others in beside:
        for j, shared in zip(others, texts.shared(place[i], [place[j] for j in others]), strict=True):
            if shared >= weights.RELATED_WORDS:
                found[articles[i].url].append((-shared, articles[j].url))
                found[articles[j].url].append((-shared, articles[i].url))
    return {url: tuple(other for _, other in sorted(others)) for url, others in found.items()}


def _nearest(matrix: Matrix, least: float) -> Iterator[tuple[int, list[int]]]:
    """Yield each row with the earlier rows nearest to it, a few at most, so that work grows in line."""
    for i, near, cosines in _neighbours(matrix, least):
        if len(near) > weights.RELATED_NEAR:
            near = near[np.argpartition(-cosines, weights.RELATED_NEAR)[: weights.RELATED_NEAR]]
        yield i, near.tolist()


def _days(articles: Sequence[Article]) -> list[float]:
    """Return the day of each article as a number, not-a-number where it is unknown."""
    return [float(day.toordinal()) if (day := _day(article)) else nan for article in articles]


class _RareWords:
    """Texts, their terms weighed by how often they occur here and how rarely elsewhere: TF-IDF, length 1."""

    def __init__(self, counts: Sequence[Counts]) -> None:
        told = [_telling(c) for c in counts]
        every, spread = np.unique(
            np.concatenate([np.zeros(0, np.uint32), *(terms for terms, _ in told)]), return_counts=True
        )
        rare = 1 + np.log((1 + len(told)) / (1 + spread))
        self._places = [np.searchsorted(every, terms) for terms, _ in told]
        self._weights = []
        for places, (_, times) in zip(self._places, told, strict=True):
            raw = often(times) * rare[places]
            self._weights.append(raw / (np.linalg.norm(raw) or 1.0))
        self._row = np.zeros(len(every))

    def shared(self, one: int, others: Sequence[int]) -> list[float]:
        """Return the cosines of a text with others, each to six places.

        The one text is laid out over all terms, and the others' terms are read off it in one go.
        """
        if not others:
            return []
        self._row[self._places[one]] = self._weights[one]
        sizes = [len(self._places[other]) for other in others]
        products = self._row[np.concatenate([self._places[other] for other in others])]
        products *= np.concatenate([self._weights[other] for other in others])
        sums = np.bincount(np.repeat(np.arange(len(others)), sizes), products, len(others))
        self._row[self._places[one]] = 0.0
        return [round(cosine, 6) for cosine in sums.tolist()]
