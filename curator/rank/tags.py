"""Tags from the taxonomy: by the words that show a topic, by meaning, and by what was tagged before.

For each topic an article gets a score from three signs, and a fourth when there are examples:

1. how often the topic's name, one of its alternatives or keywords stands in the text (more in the title);
2. how near the whole article is in meaning, compared with the other topics;
3. how many of its single words are near the topic in meaning, compared with the other topics;
4. what articles like it were tagged with (`curator.rank.examples`).

A topic is given when the score passes one threshold. It was set where as many tags as possible are right
and found (micro-F1), and there more than half are right: precision before recall.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curator.model import Article, Topic
from curator.rank.article_index import body, index_articles
from curator.rank.examples import Examples
from curator.rank.tokens import (
    FUNCTION_WORDS,
    alternatives,
    clean,
    count_phrase,
    initials,
    phrases,
    stems,
    words,
)
from curator.rank.vectors import Matrix, embed, unit

Tags = tuple[str, ...]
Taxonomy = Sequence[Topic | Mapping[str, Any] | str]
Scores = NDArray[np.float64]

# Chosen from a grid over 867 posts and 49 topics; see ARCHITECTURE.md.
NAMED = 0.5
"""For the topic's name or keywords in the text, times n / (n + HALF)."""
HALF = 4.0
TITLE = 5
"""Times that a mention in the title counts."""
NEAR = 0.1
"""For one standard deviation of nearness in meaning above the other topics."""
LIKE_WORDS = 0.1
"""The same for single words."""
WORD_NEAR = 0.45
"""Cosine from which a single word counts as near a topic."""
WORDS_HALF = 10.0
CENTRE = 0.7
"""Share of what all topics have in common that is taken out before comparing."""
CATEGORY = 0.3
"""For a publisher's own category of that name. Judged: publishers file under more than they write about."""
THRESHOLD = 0.38
NAMED_ALONE = 0.2
"""The threshold where there is no model and mentions are all there is."""
LEARNED = 2.5
"""For the share of like examples that carry the tag, beyond EXPECTED, as far as examples are trusted."""
EXPECTED = 0.2
EXAMPLES_TRUST = 20
"""Examples that are half believed."""
USUAL_LENGTH = 350.0
"""Telling words of a usual post: in longer ones more mentions are asked for."""

# What a topic usually gets, and how that varies, before any article is seen: with one topic or three
# there is nothing to compare with, and these stand in for as many topics as TOPICS_TRUST.
TOPICS_TRUST = 5
USUAL_NEAR = (0.03, 0.10)
USUAL_WORDS = (0.04, 0.08)

LEAST_SPREAD = 0.75
"""Share of the usual spread that is always assumed: hundreds of topics that nothing is near to would
otherwise make any other look extraordinary."""

WORDS_KEPT = 20_000
"""Words whose nearness is remembered between articles; then the memory starts anew."""


def topics(taxonomy: Taxonomy) -> tuple[Topic, ...]:
    """Read a taxonomy written as Topics, mappings (name, about, keywords) or plain names, each name once."""
    found: dict[str, Topic] = {}
    for item in taxonomy:
        if isinstance(item, str):
            item = Topic(name=item)
        topic = item if isinstance(item, Topic) else Topic.model_validate(item)
        found.setdefault(topic.name, topic)
    return tuple(found.values())


def tag(
    article: Article,
    taxonomy: Taxonomy,
    *,
    examples: Iterable[tuple[Article, Sequence[str]]] = (),
    model: Path | None = None,
) -> Tags:
    """Name the topics of a taxonomy that an article is about, the surest first."""
    return tagger(taxonomy, examples, model=model)([article])[0]


def tagger(
    taxonomy: Taxonomy,
    examples: Iterable[tuple[Article, Sequence[str]]] = (),
    *,
    model: Path | None = None,
) -> "Tagger":
    """Prepare to tag many articles with one taxonomy; the same wishes return the same tagger."""
    return _tagger(topics(taxonomy), tuple((a, tuple(t)) for a, t in examples), model)


@lru_cache(maxsize=4)
def _tagger(
    known: tuple[Topic, ...], examples: tuple[tuple[Article, Tags], ...], model: Path | None
) -> "Tagger":
    return Tagger(known, examples, model)


class Tagger:
    """A taxonomy made ready; call it with articles to get the tags of each, the surest first."""

    def __init__(
        self,
        known: Sequence[Topic],
        examples: Sequence[tuple[Article, Sequence[str]]] = (),
        model: Path | None = None,
    ) -> None:
        self.topics, self.model = tuple(known), model
        self._names = [[n for n in alternatives(t.name) if n] for t in self.topics]
        self._shown = [
            [key for n in (*names, *topic.keywords) if (key := tuple(stems(words(n))))]
            for topic, names in zip(self.topics, self._names, strict=True)
        ]
        self._initials = [initials(t.name) for t in self.topics]
        named = [[*names, *topic.keywords] for topic, names in zip(self.topics, self._names, strict=True)]
        wanted = [[*n, *phrases(t.about)] for n, t in zip(named, self.topics, strict=True)]
        flat = embed([piece for pieces in wanted for piece in pieces], folder=model)
        whole = embed(
            [f"{'; '.join(n)}. {t.about}" for n, t in zip(named, self.topics, strict=True)], folder=model
        )
        size = len(self.topics)
        common = whole.mean(axis=0) if size else np.zeros(whole.shape[1], np.float32)
        self._share = CENTRE * (size - 1) / (size + 9) if size else 0.0
        self._common = common
        self._whole = unit(whole - self._share * common)
        self._pieces = unit(flat - self._share * common)
        self._piece_of = [i for i, pieces in enumerate(wanted) for _ in pieces]
        self._memory: dict[str, NDArray[np.float32]] = {}
        names_of = {t.name: i for i, t in enumerate(self.topics)}
        self._examples = Examples.of(examples, names_of, model)

    def __call__(self, articles: Sequence[Article]) -> list[Tags]:
        """Tag articles; in the order of the articles, each with its tags, the surest first."""
        if not self.topics:
            return [() for _ in articles]
        scores = self.scores(articles)
        order = np.argsort(-scores, axis=1, kind="stable")
        return [
            tuple(self.topics[i].name for i in ranked if scores[row, i] > 0)
            for row, ranked in enumerate(order.tolist())
        ]

    def scores(self, articles: Sequence[Article]) -> Scores:
        """Return how far each article passes the threshold of each topic, shape (articles, topics)."""
        if not articles:
            return np.zeros((0, len(self.topics)))
        index = index_articles(articles, model=self.model)
        texts = [words(f"{a.title}\n{body(a)}") for a in articles]
        total = self._named(articles, texts) - (NAMED_ALONE if index.problem else THRESHOLD)
        if not index.problem:
            near = unit(index.matrix - self._share * self._common) @ self._whole.T
            near[~index.matrix.any(axis=1)] = 0
            total = total + NEAR * _compared(near, *USUAL_NEAR)
            total = total + LIKE_WORDS * _compared(self._like_words(texts), *USUAL_WORDS)
        if self._examples is not None:
            trust = self._examples.size / (self._examples.size + EXAMPLES_TRUST)
            learned = self._examples.shares(texts, [a.title for a in articles], index.matrix)
            total = total + LEARNED * trust * (learned - EXPECTED)
        return np.nan_to_num(total)

    # --- the signs

    def _named(self, articles: Sequence[Article], texts: Sequence[Sequence[str]]) -> Scores:
        """Score mentions of names, keywords and acronyms, and the publisher's categories."""
        scores = np.zeros((len(articles), len(self.topics)))
        for row, (article, text) in enumerate(zip(articles, texts, strict=True)):
            within, title = stems(text), stems(words(article.title))
            held = set(within)
            raw = Counter(
                clean(f"{article.title}\n{body(article)}").replace("(", " ").replace(")", " ").split()
            )
            filed = {tuple(stems(words(c.replace("-", " ")))) for c in article.categories}
            asked = 0.5 + 0.5 * sum(w not in FUNCTION_WORDS for w in text) / USUAL_LENGTH
            for i, shown in enumerate(self._shown):
                times = sum(
                    count_phrase(key, within) + (TITLE - 1) * count_phrase(key, title)
                    for key in shown
                    if held.issuperset(key)
                )
                times += sum(raw[short] + raw[short + "s"] for short in self._initials[i])
                scores[row, i] = NAMED * times / (times + HALF * asked)
                if filed.intersection(shown):
                    scores[row, i] += CATEGORY
        return scores

    def _like_words(self, texts: Sequence[Sequence[str]]) -> Scores:
        """Score how many single words are near each topic in meaning."""
        scores = np.zeros((len(texts), len(self.topics)))
        for row, text in enumerate(texts):
            counts = Counter(w for w in text if w not in FUNCTION_WORDS and len(w) > 1)
            near = self._nearness(list(counts))
            often = np.fromiter(counts.values(), np.float64, len(counts))
            amount = often @ near if len(counts) else np.zeros(len(self.topics))
            scores[row] = amount / (amount + WORDS_HALF * (0.5 + 0.5 * counts.total() / USUAL_LENGTH))
        return scores

    def _nearness(self, found: Sequence[str]) -> NDArray[np.float32]:
        """Return how near each word is to each topic beyond WORD_NEAR, shape (words, topics)."""
        if len(self._memory) > WORDS_KEPT:
            self._memory.clear()
        fresh = [w for w in found if w not in self._memory]
        if fresh:
            cosines = unit(embed(fresh, folder=self.model) - self._share * self._common) @ self._pieces.T
            best = np.full((len(fresh), len(self.topics)), -1.0, np.float32)
            for piece, topic in enumerate(self._piece_of):
                np.maximum(best[:, topic], cosines[:, piece], out=best[:, topic])
            over = np.maximum(best - WORD_NEAR, 0) / (1 - WORD_NEAR)
            self._memory.update(zip(fresh, over, strict=True))
        if not found:
            return np.zeros((0, len(self.topics)), np.float32)
        return np.stack([self._memory[w] for w in found])


def _compared(values: Matrix | Scores, mean: float, spread: float) -> Scores:
    """Express each row in standard deviations among its topics; what is usual stands in for a few more."""
    size = values.shape[1]
    middle = (values.sum(axis=1, keepdims=True) + TOPICS_TRUST * mean) / (size + TOPICS_TRUST)
    square = ((values - middle) ** 2).sum(axis=1, keepdims=True) + TOPICS_TRUST * spread**2
    seen = np.sqrt(square / (size + TOPICS_TRUST))
    return np.asarray((values - middle) / np.maximum(seen, LEAST_SPREAD * spread), np.float64)
