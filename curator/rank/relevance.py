"""Rank articles by what they add to a stated need, each with the reasons that make up its score.

articles → index (vectors, words) → closeness to the need + keywords + decisions + circumstances
→ the best are tagged and read again by a transformer if one is there → copies sink → sorted
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import repeat
from math import log, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curator.model import Article, Candidate, Reason
from curator.rank import weights
from curator.rank.article_index import ArticleIndex, index_articles, lead
from curator.rank.circumstances import circumstances_of
from curator.rank.duplicates import group_counted, related_among
from curator.rank.keywords import keyword_reasons, look_up
from curator.rank.offers import asks_for_offers
from curator.rank.parts import WEAK, answered, subject_of, told_parts
from curator.rank.preferences import Preferences, preferences_of
from curator.rank.reasons import short
from curator.rank.said import said_reasons
from curator.rank.tags import Taxonomy, tagger, topics
from curator.rank.tokens import phrases, stems, telling, words
from curator.rank.vectors import embed

Scores = NDArray[np.float32]
Reranker = Callable[[str, Sequence[str]], Sequence[float]]
"""Compare a need with texts more closely: a number each, higher is closer, on any scale."""


@dataclass(frozen=True, slots=True)
class RankingContext:
    """What a course says beside a need: it orders what is about as close to the need."""

    taxonomy: Taxonomy = ()
    """Topics that articles are tagged with."""
    audience: str = ""
    """Who reads: a text that is too hard for them loses points."""
    language: str = ""
    """The course's language, by its code: a text in another loses points."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """What relevance is computed with, beside word statistics; without any of it the packaged vectors do."""

    vectors: Mapping[str, bytes] | None = None
    """What `article_vectors` gave before, by key; what is missing is computed."""
    reranker: Reranker | None = None
    """Reads the best articles again."""
    model: Path | None = None
    """Folder of another language model than the packaged one."""


NO_CONTEXT = RankingContext()
PLAIN = Scoring()


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close each article of an index is to a need; one row an article."""

    meaning: Scores
    """Cosine with the whole need."""
    pieces: Scores
    """Mean of the cosines with its pieces, in standard deviations above the articles nearest in meaning."""
    words: Scores
    """BM25, in the same way."""
    sense: list[float | None]
    """Cosine with the whole need before anything is taken out; None where meaning cannot be compared."""
    phrase: list[str]
    """What of the need stands out most, as it is told."""
    found: dict[int, list[str]]
    """Telling words of the need, as it writes them, that stand out in an article, for those where any do."""
    taken: Scores
    """Cosine with the whole need that was lost where the common part was taken out."""
    stated: bool = True
    """Whether there is a need at all."""
    surer: Scores | None = None
    """What a re-ranker whose figures have a known scale adds to what the floor of a week looks at."""

    def taken_out(self, row: int) -> float | None:
        """Return what an article's cosine with the need lost by the common part; None without meaning."""
        return None if self.sense[row] is None else float(self.taken[row])

    @property
    def points(self) -> Scores:
        """Points for the need."""
        total: Scores = (
            weights.MEANING * self.meaning + weights.PIECES * self.pieces + weights.WORDS * self.words
        )
        return total


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hold off the search for cycles: it looks again and again at tens of thousands of records without any.

    Measured with 20,000 articles: a third of the time of a ranking.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def rank(
    articles: Iterable[Article],
    need: str,
    *,
    keywords: Sequence[str] = (),
    liked: Iterable[Article] = (),
    disliked: Iterable[Article] = (),
    said: Sequence[str] = (),
    now: datetime | date | None = None,
    context: RankingContext = NO_CONTEXT,
    scoring: Scoring = PLAIN,
) -> list[Candidate]:
    """Order articles by relevance to a need, best first; equal scores stand in the order of their addresses.

    Every article comes back once. A score is the sum of its reasons' points, exactly. Copies of a story
    are named in the best version's `duplicates` and stand at the end themselves; `related` names other
    stories on the same event. `said` are texts of posts from the last weeks: what is close to one gains a
    fifth of its points for the need at most. Without a language model the order follows words alone.
    """
    vectors, model = scoring.vectors, scoring.model
    index = index_articles(tuple(articles), vectors, model=model)
    if not index.articles:
        return []
    close = closeness(index, need, model)
    if scoring.reranker is not None:
        close = _read_again(index, need, close, scoring.reranker)
    found = keyword_reasons(look_up(index, keywords))
    preferences = preferences_of(index, tuple(liked), tuple(disliked), vectors, model)
    learned = preferences.reasons() if preferences else repeat(None)
    today = now.date() if isinstance(now, datetime) else now
    wanted = asks_for_offers(need, keywords)
    around = circumstances_of(index, today, _too_hard(context.audience), context.language, wanted=wanted)
    taken_up = said_reasons(index, said, close.points, model) if said else repeat(None)
    named = map(found.get, range(len(index.articles)))
    rows = zip(
        _need_reasons(close), named, learned, taken_up, around, strict=False
    )  # what repeats has no end
    candidates = [
        _candidate(article, tuple(filter(None, reasons)), sense)
        for article, reasons, sense in zip(index.articles, rows, close.sense, strict=True)
    ]
    if context.taxonomy:
        best = _order(candidates, index)[: weights.TAGGED]
        _add_topics(candidates, best, index, context.taxonomy, need, keywords, model)
    best = _order(candidates, index)[: weights.NEAR]
    asked, told = set(telling(need)), told_parts(need, keywords)
    seen = answered(index, best, need, keywords, model)
    for row, near, answers, touched in zip(best, *seen, strict=True):
        candidate = _named(candidates[row], answers, touched, told)
        title = stems(words(candidate.title))
        surer = 0.0 if close.surer is None else float(close.surer[row])
        alone = _if_alone(title, near, close.taken_out(row), asked, surer)
        candidates[row] = replace(candidate, if_alone=alone)
    _sink_copies(candidates, best, index, preferences)
    return [candidates[row] for row in _order(candidates, index)]


_BEGINNERS = [
    "apprentice",
    "beginner",
    "early",
    "everybody",
    "everyone",
    "first",
    "junior",
    "new",
    "newcomer",
    "starter",
    "trainee",
]
"""Words of an audience that asks for easy texts."""


def _too_hard(audience: str) -> float | None:
    """Return the reading ease below which a text is too hard for an audience, None when none is named."""
    if not audience.strip():
        return None
    beginners = any(w.removesuffix("s") in _BEGINNERS for w in words(audience))
    return weights.EASE_FOR_BEGINNERS if beginners else weights.EASE


def _order(candidates: Sequence[Candidate], index: ArticleIndex) -> list[int]:
    """Return the rows of candidates, best first; equal scores stand in the order of addresses."""
    scores = np.fromiter((c.score for c in candidates), np.float64, len(candidates))
    order: list[int] = np.lexsort((index.by_address, -scores)).tolist()
    return order


def _candidate(article: Article, reasons: tuple[Reason, ...], sense: float | None) -> Candidate:
    return Candidate(article, sum([r.points for r in reasons]), reasons, meaning=sense)


# --- close to the need -------------------------------------------------------------------------------


def closeness(index: ArticleIndex, need: str, model: Path | None = None) -> Closeness:
    """Compare every article of an index with a need: as a whole, piece by piece, and by words."""
    size = len(index.articles)
    subject = subject_of(need)
    named = phrases(subject)
    asked = embed([need, *named], folder=model)
    cosines = index.centred @ index.centre(asked).T
    meaning = cosines[:, 0]
    plain = index.matrix @ asked[0]
    sense = plain.tolist() if asked[0].any() else [None] * size
    near = np.argsort(-meaning, kind="stable")[: weights.REFERENCE] if meaning.any() else np.arange(size)
    matched, best, where = bm25(index, telling(subject))
    standing = _standing(matched, near, weights.WORDS_SPREAD * best)
    pieces, nearest = np.zeros(size, np.float32), [""] * size
    if named and not index.problem:
        each = np.stack([_standing(c, near, weights.PIECES_SPREAD) for c in cosines[:, 1:].T], axis=1)
        # What is told of an article is a part of the need, never the audience that a need begins with.
        parts = told_parts(need)
        told_of = [i for i, name in enumerate(named) if name in parts] or list(range(len(named)))
        pieces = each.mean(axis=1)
        nearest = [parts.get(named[told_of[i]], "") for i in each[:, told_of].argmax(axis=1).tolist()]
    found: dict[int, list[str]] = {}
    outstanding = standing > 1
    written = dict(reversed(list(zip(stems(words(need)), words(need), strict=True))))
    for stem, rows in where.items():
        for row in rows[outstanding[rows]].tolist():
            found.setdefault(row, []).append(written.get(stem, stem))
    nearest = [n or ", ".join(found.get(row, [])[:3]) for row, n in enumerate(nearest)]
    return Closeness(meaning, pieces, standing, sense, nearest, found, plain - meaning, bool(need.strip()))


def bm25(index: ArticleIndex, told: Sequence[str]) -> tuple[Scores, float, dict[str, NDArray[np.int32]]]:
    """Score articles by the stems of a need; also return the best score possible, and where each stem is."""
    size = len(index.articles)
    norm = 1 - weights.BM25_B + weights.BM25_B * index.lengths / max(float(index.lengths.mean()), 1.0)
    scores, best = np.zeros(size, np.float32), 0.0
    where = {}
    for stem in told:
        hits = index.find(stem)
        idf = log(1 + (size - len(hits.rows) + 0.5) / (len(hits.rows) + 0.5))
        count = hits.counts.astype(np.float32)
        scores[hits.rows] += idf * (weights.BM25_K + 1) * count / (count + weights.BM25_K * norm[hits.rows])
        best += idf * (weights.BM25_K + 1)
        where[stem] = hits.rows
    return scores, best, where


def _standing(values: Scores, near: NDArray[np.intp], assumed: float) -> Scores:
    """Express values in standard deviations above the mean of those nearest in meaning.

    An assumed spread around nothing counts as much as TRUST articles, so that few articles, or a single
    one, get sensible figures too.
    """
    sample = values[near].astype(np.float64)
    trust = len(sample) + weights.STANDING_TRUST
    mean = sample.sum() / trust
    deviation = sqrt((len(sample) * float(sample.var()) + weights.STANDING_TRUST * assumed**2) / trust)
    standing: Scores = ((values - mean) / deviation if deviation else np.zeros(len(values))).astype(
        np.float32
    )
    return standing


DISTANT = ("far from the need", "touches the need")
"""How reasons begin that find a page distant: nothing that is said of what a person added or chose."""
_DISTANCES = (*DISTANT, "close to the need")


def _distance(points: float, what: str) -> str:
    """Say how close points for the need are, and to what of it."""
    if points < weights.FLOOR:
        return _DISTANCES[0]
    return _DISTANCES[1 + (points >= weights.CLOSE)] + (f": {what}" if what else "")


_SUM = (
    f"%.3f in meaning × {weights.MEANING}, %+.2f in its pieces × {weights.PIECES}, "
    f"%+.2f in words%s × {weights.WORDS}"
)
"""Filled in tens of thousands of times a run, so what is the same each time is written once."""


def _need_reasons(close: Closeness) -> Iterator[Reason]:
    """Say of each article how close it is to the need."""
    if not close.stated:
        yield from repeat(Reason("no need is stated", 0.0), len(close.phrase))
        return
    rounded = np.round(close.points.astype(np.float64), 4)
    columns = [c.tolist() for c in (rounded, close.meaning, close.pieces, close.words)]
    for row, (points, meaning, pieces, told, phrase) in enumerate(zip(*columns, close.phrase, strict=True)):
        if points >= weights.FLOOR and weights.WORDS * told > points / 2:
            naming = [word for word in close.found.get(row, []) if word not in WEAK]
            text = f"shares words with the need: {', '.join(naming[:3]) or phrase}"
        else:
            text = _distance(points, phrase)
        shared = f" ({', '.join(close.found[row])})" if row in close.found else ""
        yield Reason(text, points, _SUM % (meaning, pieces, told, shared))


def _read_again(index: ArticleIndex, need: str, close: Closeness, reranker: Reranker) -> Closeness:
    """Let a re-ranker put the best articles into another order; they exchange their points for the need.

    So the points keep their scale, and a week's floor means the same with a re-ranker as without one. Where
    its figures have a scale of their own (`Reader.usual`), they speak at the floor too; what it did not read
    is taken to be like the farthest that it read.
    """
    top = np.argsort(-close.points, kind="stable")[: weights.RERANKED]
    read = np.nan_to_num(np.asarray(reranker(need, [lead(index.articles[i]) for i in top]), np.float64))
    if read.shape != top.shape or read.std() == 0:
        return close
    points = close.points[top]
    added = weights.REREAD * float(points.std()) * (read - read.mean()) / read.std()
    order = np.argsort(-(points + added), kind="stable")
    meaning = close.meaning.copy()
    meaning[top[order]] += (points - points[order]) / np.float32(weights.MEANING)
    usual = getattr(reranker, "usual", None)
    if usual is None:
        return replace(close, meaning=meaning)
    surer = np.full(len(close.points), weights.REREAD_FLOOR * (read.min() - usual), np.float32)
    surer[top] = weights.REREAD_FLOOR * (read - usual)
    return replace(close, meaning=meaning, surer=surer)


# --- what only the best are worth ----------------------------------------------------------------------


def _named(
    candidate: Candidate, parts: tuple[str, ...], touched: Collection[str], told: Mapping[str, str]
) -> Candidate:
    """Let the reason that tells of the need name the parts that the article answers, where it answers any.

    A part that it is merely nearest to comes first where it says more than those: "home" alone says little.
    It is not named where the article does not touch it.
    """
    first, *others = candidate.reasons
    nearest = first.text.partition(": ")[2] if first.text.startswith(_DISTANCES) else ""
    if nearest in told.values() and not any(told[part] == nearest for part in touched):
        first, nearest = replace(first, text=first.text.partition(": ")[0]), ""
    if parts and first.points >= weights.FLOOR:
        named = list(dict.fromkeys(told[part] for part in parts if told[part]))
        if len(nearest.split()) > max((len(name.split()) for name in named), default=0):
            named = [nearest, *named]
        first = replace(first, text=_distance(first.points, ", ".join(named[:2])))
    return replace(candidate, parts=parts, reasons=(first, *others))


def _if_alone(
    title: Sequence[str], near: float | None, taken_out: float | None, asked: Collection[str], surer: float
) -> float | None:
    """Return what a floor adds to the score: the common part, and what title (stems) and re-ranker say."""
    if taken_out is None:
        return None
    named = len(set(title) & set(asked)) / max(len(asked), 1)
    beyond = max(0.0, (near or 0.0) - weights.TITLE_USUAL)
    return round(taken_out + weights.TITLE_WORDS * named + weights.TITLE * beyond + surer, 4)


def _add_topics(
    candidates: list[Candidate],
    rows: Sequence[int],
    index: ArticleIndex,
    taxonomy: Taxonomy,
    need: str,
    keywords: Sequence[str],
    model: Path | None,
) -> None:
    """Tag the best, and add points for topics that the need or the keywords name."""
    asked = set(stems(words(" ".join((need, *keywords)))))
    wanted = {
        topic.name
        for topic in topics(taxonomy)
        if any(set(stems(words(name))) <= asked for name in (topic.name, *topic.keywords) if words(name))
    }
    named = tagger(taxonomy, model=model)([index.articles[row] for row in rows])
    for row, tags in zip(rows, named, strict=True):
        tagged = replace(candidates[row], tags=tags)
        if hit := [t for t in tags if t in wanted][: weights.TOPICS]:
            reason = Reason(f"topic: {', '.join(hit)}", weights.TOPIC * len(hit))
            reasons = _beside_keywords(tagged.reasons, reason)
            tagged = replace(tagged, reasons=reasons, score=sum(r.points for r in reasons))
        candidates[row] = tagged


def _beside_keywords(reasons: Sequence[Reason], topic: Reason) -> tuple[Reason, ...]:
    """Put a topic with the keywords, in one reason, so that nobody has to read more than five."""
    second = reasons[1]
    if not second.text.startswith("keyword"):
        return (reasons[0], topic, *reasons[1:])
    points = round(second.points + topic.points, 4)
    detail = f"{second.points:+.4f} for keywords, {topic.points:+.4f} for topics"
    return (reasons[0], Reason(f"{second.text}; {topic.text}", points, detail), *reasons[2:])


def _sink_copies(
    candidates: list[Candidate], rows: Sequence[int], index: ArticleIndex, preferences: Preferences | None
) -> None:
    """Name copies in the best version and sink them; mark stories on the same event."""
    near = [index.articles[row] for row in rows]
    row_of = dict(zip(map(id, near), rows, strict=True))
    counts = [index.counts(row) for row in rows]
    history = preferences.decided if preferences else {}
    here = {a.url for a in near}
    earlier = [i for i, a in enumerate(preferences.articles) if a.url not in here] if preferences else []
    decided = [preferences.articles[i] for i in earlier] if preferences else []
    if preferences:
        counts += [preferences.counts[i] for i in earlier]
    firsts = []
    for group in group_counted([*near, *decided], counts):
        shown = [a for a in group if id(a) in row_of]
        if not shown:
            continue
        before = next((a for a in group if a.url in history), None)
        for copy in shown:
            if before is not None and copy.url != before.url:
                _sink(candidates, row_of[id(copy)], before, f"which was {history[before.url]} before")
        first, *copies = shown
        firsts.append(first)
        if copies:
            candidates[row_of[id(first)]] = replace(candidates[row_of[id(first)]], duplicates=tuple(copies))
        for copy in copies:
            fuller = first.words > copy.words * 1.05
            _sink(
                candidates, row_of[id(copy)], first, f"which {'has more detail' if fuller else 'came first'}"
            )
    firsts = firsts[: weights.LOOK_AT]
    places = [row_of[id(a)] for a in firsts]
    beside = related_among(firsts, index.matrix[places], [index.counts(row) for row in places])
    for row, article in zip(places, firsts, strict=True):
        if others := beside.get(article.url):
            candidates[row] = replace(candidates[row], related=others)


def _sink(candidates: list[Candidate], row: int, better: Article, why: str) -> None:
    """Take points from a copy so that it stands behind every story; once is enough."""
    candidate = candidates[row]
    if any(r.points == weights.COPY for r in candidate.reasons):
        return
    reason = Reason(f"same story as “{short(better.title, 60) or better.host}”, {why}", weights.COPY)
    reasons = (*candidate.reasons[:4], reason)
    candidates[row] = replace(candidate, reasons=reasons, score=sum(r.points for r in reasons))
