"""Articles made ready for ranking once, for any number of needs: vectors and words.

What is costly (tokenizing, stemming) is kept as bytes under a key, so that a store can keep it between
runs: 512 bytes of vector (float16), 4 bytes of length, then 5 bytes for each different stem (a 32-bit
hash and a count up to 255).
"""

import hashlib
import operator
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from curator.model import Article, Reason
from curator.rank import weights
from curator.rank.offers import offered
from curator.rank.tokens import MAX_CHARS, clean, stems, words
from curator.rank.vectors import DIMENSIONS, Matrix, embed, model_problem, unit

LEAD_WORDS = 200
"""Words of a text that stand for it beside its title. Tried: 100, 200, 300, 500 and everything; longer
leads dilute what an article is about and cost time, shorter ones miss it."""

TITLE_SHARE = 0.3
"""Share of the title in an article's vector. Tried: 0.1 to 0.5; 0.25 to 0.35 are alike."""

VERSION = "wordllama-l2-256/3"
"""Part of every key: a change of model, pooling or stemming makes stored bytes unknown, not wrong."""

_VECTOR = DIMENSIONS * 2
_HEAD = _VECTOR + 4


@dataclass(frozen=True, slots=True)
class Hits:
    """Where one stem occurs: row numbers of articles, and how often."""

    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]


@dataclass(frozen=True)
class ArticleIndex:
    """Articles and what ranking needs of them; the arrays have one row an article."""

    articles: tuple[Article, ...]
    matrix: Matrix
    """Unit vectors, shape (articles, 256); zeros where there is no model."""
    lengths: NDArray[np.float32]
    """Words counted."""
    terms: NDArray[np.uint32] = field(repr=False)
    """Hashes of all stems of all articles, sorted."""
    hits: Hits = field(repr=False)
    """Beside each of `terms`: the article, and how often it occurs there."""
    stored: Sequence[bytes] = field(default=(), repr=False)
    """What is stored of each article; see the module's first lines."""
    problem: str = ""
    """Why there are no vectors, in words."""
    remembered: dict[object, list[Reason]] = field(default_factory=dict, repr=False)
    """Reasons that hold for one course after the other; see `curator.rank.circumstances`."""

    part_of: "tuple[ArticleIndex, list[int]] | None" = field(default=None, repr=False)
    """The index that this one was cut out of, and its rows there: what is slow to find is asked there."""

    @cached_property
    def minutes(self) -> list[int]:
        """Minutes that each article takes; its words are counted for it."""
        if self.part_of:
            whole, rows = self.part_of
            return [whole.minutes[row] for row in rows]
        return [article.minutes for article in self.articles]

    @cached_property
    def offers(self) -> list[str]:
        """What each article sells, offers, lists or announces, in words; mostly nothing."""
        if self.part_of:
            whole, rows = self.part_of
            return [whole.offers[row] for row in rows]
        return [offered(a.title, body(a), a.canonical or a.url) for a in self.articles]

    @cached_property
    def by_address(self) -> NDArray[np.int64]:
        """The place of each article in the order of their addresses."""
        order = sorted(range(len(self.articles)), key=lambda row: self.articles[row].url)
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        return places

    @cached_property
    def centred(self) -> Matrix:
        """The vectors without part of what all these articles have in common."""
        return self.centre(self.matrix)

    def centre(self, vectors: Matrix) -> Matrix:
        """Take the same part out of other vectors; what is all zero stays so."""
        size = len(self.articles)
        common = self.matrix.mean(axis=0) * weights.CENTRE * size / (size + weights.CENTRE_TRUST)
        moved = vectors - common
        moved[~vectors.any(axis=1)] = 0
        return unit(moved)

    @cached_property
    def rarity(self) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.float32]]:
        """Each different term once, sorted; where it starts among `terms`, with the end; how rare it is."""
        starts = np.flatnonzero(np.diff(self.terms, prepend=np.uint32(0)) | (np.arange(len(self.terms)) == 0))
        ends = np.append(starts, len(self.terms))
        rare = np.log((1 + len(self.articles)) / (0.5 + np.diff(ends)))
        return self.terms[starts], ends, np.maximum(rare, 0).astype(np.float32)

    @cached_property
    def weighed(self) -> NDArray[np.float32]:
        """TF-IDF of each of `terms` in its article, every article scaled to length 1."""
        _, ends, rare = self.rarity
        raw = often(self.hits.counts)
        raw *= np.repeat(rare, np.diff(ends))
        squares = np.bincount(self.hits.rows, raw * raw, len(self.articles))
        raw /= np.sqrt(np.maximum(squares, 1e-9)).astype(np.float32)[self.hits.rows]
        return raw

    def like(self, examples: Sequence["Counts"], most: int) -> NDArray[np.float32]:
        """Compare articles with the middle of examples by their rare words: cosines, 0 to 1.

        The middle is the mean of the examples' TF-IDF, of which the `most` weighty terms are kept.
        """
        known, ends, rare = self.rarity
        middle = np.zeros(len(known), np.float32)
        for terms, counts in examples:
            at = np.minimum(np.searchsorted(known, terms), max(len(known) - 1, 0))
            here = known[at] == terms if len(known) else np.zeros(len(terms), bool)
            weight = often(counts[here]) * rare[at[here]]
            np.add.at(middle, at[here], weight / max(float(np.linalg.norm(weight)), 1e-9))
        top = np.argsort(-middle, kind="stable")[:most]
        top = top[middle[top] > 0]
        length = max(float(np.linalg.norm(middle[top])), 1e-9)
        likeness = np.zeros(len(self.articles), np.float32)
        for i in top.tolist():
            entries = slice(ends[i], ends[i + 1])
            likeness[self.hits.rows[entries]] += self.weighed[entries] * middle[i] / length
        return likeness

    def counts(self, row: int) -> "Counts":
        """Return the terms of one article and how often each occurs."""
        return _unpack(self.stored[row])

    def find(self, stem: str) -> Hits:
        """Return the articles that hold a stem."""
        code = np.uint32(term(stem))
        start, end = np.searchsorted(self.terms, code), np.searchsorted(self.terms, code, side="right")
        return Hits(self.hits.rows[start:end], self.hits.counts[start:end])


_OFTEN = 1 + np.log(np.maximum(np.arange(256), 1), dtype=np.float32)


def often(counts: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Damp counts: a word that stands ten times in a text does not say ten times as much."""
    return _OFTEN[counts]


Counts = tuple[NDArray[np.uint32], NDArray[np.uint8]]
"""Terms of one article and how often each occurs."""


def counts_of(
    articles: Sequence[Article], known: Mapping[str, bytes] | None = None, *, model: Path | None = None
) -> list[Counts]:
    """Return the terms of articles and their counts, from `known` where they are there."""
    stored, _ = _bytes_of(articles, known or {}, model)
    return [_unpack(data) for data in stored]


def _unpack(data: bytes) -> Counts:
    size = (len(data) - _HEAD) // 5
    return np.frombuffer(data, np.uint32, size, _HEAD), np.frombuffer(data, np.uint8, size, _HEAD + 4 * size)


def term(stem: str) -> int:
    """Return the 32-bit hash that stands for a stem."""
    return crc32(stem.encode("utf-8", "ignore"))


def body(article: Article) -> str:
    """Return the text of an article: what was extracted, else what its feed says."""
    if article.text.strip():
        return article.text
    return article.summary or (article.entry.summary if article.entry else "")


def lead(article: Article) -> str:
    """Return what stands for an article: its title and the first words of its text."""
    return f"{clean(article.title)}\n{' '.join(body(article)[: LEAD_WORDS * 25].split()[:LEAD_WORDS])}"


def vector_key(article: Article) -> str:
    """Name what is stored of an article: it changes with the model, the title and the text."""
    made = hashlib.blake2b(f"{VERSION}\n{article.title}\n".encode("utf-8", "ignore"), digest_size=16)
    made.update(body(article)[:MAX_CHARS].encode("utf-8", "ignore").replace(b"\0", b" "))
    return made.hexdigest()


def article_vectors(
    articles: Sequence[Article], known: Mapping[str, bytes] | None = None, *, model: Path | None = None
) -> tuple[Matrix, dict[str, bytes]]:
    """Return the vectors of articles, one row each, and what had to be computed, by key, to be stored.

    What is in `known` is not computed again. Without a model the rows are zero and nothing is to be stored.
    """
    stored, new = _bytes_of(articles, known or {}, model)
    return _vectors(stored), new


class _LastIndex:
    """The largest of the last indexes: courses are ranked over much the same articles after each other."""

    def __init__(self) -> None:
        self.index: ArticleIndex | None = None
        self.rows: dict[int, int] = {}
        """Its rows by the identity of their articles, which it keeps alive."""
        self.small: ArticleIndex | None = None
        """The last one of fewer articles."""

    def same(self, wanted: Sequence[Article], problem: str) -> ArticleIndex | None:
        """Return the index of just these articles, where it is one of the last."""
        for index in (self.index, self.small):
            fits = index and index.problem == problem and len(index.articles) == len(wanted)
            if index and fits and all(map(operator.is_, index.articles, wanted)):
                return index
        return None

    def keep(self, index: ArticleIndex) -> ArticleIndex:
        """Remember an index."""
        if self.index is None or len(index.articles) > PART * len(self.index.articles):
            self.index, self.small = index, None
            self.rows = {id(article): row for row, article in enumerate(index.articles)}
        else:
            self.small = index
        return index


_LAST = _LastIndex()


def forget_index() -> None:
    """Let go of the articles that were ranked last."""
    _LAST.index, _LAST.rows, _LAST.small = None, {}, None


def index_articles(
    articles: Sequence[Article], known: Mapping[str, bytes] | None = None, *, model: Path | None = None
) -> ArticleIndex:
    """Make articles ready for ranking; asked twice for the same articles, the same index is returned.

    What is asked for a part of the last ones, in their order, is cut out of their index.
    """
    wanted = tuple(articles)
    problem = model_problem(model)
    if same := _LAST.same(wanted, problem):
        return same
    if (index := _LAST.index) and index.problem == problem and len(wanted) > PART * len(index.articles):
        rows = [_LAST.rows.get(id(article), -1) for article in wanted]
        if all(before < row for before, row in pairwise([-1, *rows])):
            return _part(index, wanted, rows)
    stored, _ = _bytes_of(wanted, known or {}, model)
    return _LAST.keep(_index(wanted, stored, problem))


PART = 0.5
"""Share of the last articles from which a part of them is cut out of their index and not made anew."""


def _part(index: ArticleIndex, articles: tuple[Article, ...], rows: list[int]) -> ArticleIndex:
    """Cut some rows, in their order, out of an index."""
    places = np.full(len(index.articles), -1, np.int32)
    places[rows] = np.arange(len(rows), dtype=np.int32)
    where = places[index.hits.rows]
    here = where >= 0
    hits = Hits(where[here], index.hits.counts[here])
    stored = [index.stored[row] for row in rows]
    return ArticleIndex(
        articles,
        index.matrix[rows],
        index.lengths[rows],
        index.terms[here],
        hits,
        stored,
        index.problem,
        part_of=(index, rows),
    )


def _index(articles: tuple[Article, ...], stored: Sequence[bytes], problem: str) -> ArticleIndex:
    lengths = np.frombuffer(b"".join([data[_VECTOR:_HEAD] for data in stored]), np.uint32).astype(np.float32)
    sizes = [(len(data) - _HEAD) // 5 for data in stored]
    middles = [_HEAD + 4 * size for size in sizes]
    halves = list(zip(stored, middles, strict=True))
    terms = np.frombuffer(b"".join([data[_HEAD:middle] for data, middle in halves]), np.uint32)
    counts = np.frombuffer(b"".join([data[middle:] for data, middle in halves]), np.uint8)
    # Term and place in one number: sorting plain numbers takes a sixth of the time of an indirect sort.
    places = terms.astype(np.uint64) << np.uint64(32)
    places |= np.arange(len(terms), dtype=np.uint64)
    places.sort()
    terms = (places >> np.uint64(32)).astype(np.uint32)
    order = places.astype(np.uint32)  # the lower half
    del places
    counts = counts[order]
    rows = np.repeat(np.arange(len(stored), dtype=np.int32), sizes)[order]
    del order
    return ArticleIndex(articles, unit(_vectors(stored)), lengths, terms, Hits(rows, counts), stored, problem)


def _bytes_of(
    articles: Sequence[Article], known: Mapping[str, bytes], model: Path | None
) -> tuple[list[bytes], dict[str, bytes]]:
    """Return what is stored of each article, and the part of it that was computed just now."""
    keys = [vector_key(a) for a in articles]
    stored = [known.get(key, b"") for key in keys]
    missing = np.flatnonzero(~_sound(stored)).tolist()
    if not missing:
        return stored, {}
    vectors = _pooled([articles[row] for row in missing], model)
    for row, vector in zip(missing, vectors, strict=True):
        stored[row] = _pack(articles[row], vector)
    new = {} if model_problem(model) else {keys[row]: stored[row] for row in missing}
    return stored, new


def _pooled(articles: Sequence[Article], model: Path | None) -> Matrix:
    titles = embed([a.title for a in articles], folder=model, weighted=True)
    leads = embed([lead(a) for a in articles], folder=model, weighted=True)
    return unit(TITLE_SHARE * titles + (1 - TITLE_SHARE) * leads)


def _pack(article: Article, vector: Matrix) -> bytes:
    found = Counter(words(f"{article.title}\n{body(article)}"))
    merged: Counter[int] = Counter()
    for stem, count in zip(stems(found), found.values(), strict=True):
        merged[term(stem)] += count
    return b"".join(
        (
            vector.astype(np.float16).tobytes(),
            np.uint32(found.total()).tobytes(),
            np.fromiter(merged, np.uint32, len(merged)).tobytes(),
            np.minimum(np.fromiter(merged.values(), np.int64, len(merged)), 255).astype(np.uint8).tobytes(),
        )
    )


def _sound(stored: Sequence[bytes]) -> NDArray[np.bool_]:
    """Tell of stored bytes, row by row, whether they have the shape of this version and hold numbers."""
    shaped = [len(data) >= _HEAD and (len(data) - _HEAD) % 5 == 0 for data in stored]
    vectors = _vectors([data if fits else bytes(_VECTOR) for data, fits in zip(stored, shaped, strict=True)])
    sound: NDArray[np.bool_] = np.isfinite(vectors).all(axis=1) & np.array(shaped, bool)
    return sound


def _vectors(stored: Sequence[bytes]) -> Matrix:
    """Return the vectors that stored bytes begin with, one row each."""
    halves = np.frombuffer(b"".join([data[:_VECTOR] for data in stored]), np.float16)
    return halves.reshape(-1, DIMENSIONS).astype(np.float32)
