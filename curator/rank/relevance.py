"""Rank articles by what they add to a stated need, with the reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np

from curator.model import Article, Candidate, Reason
from curator.rank import weights
from curator.rank.vectors import article_vectors, embed, lead
from curator.rank.words import bm25, words


def rank(
    articles: Sequence[Article],
    need: str,
    *,
    keywords: Sequence[str] = (),
    liked: Sequence[Article] = (),
    disliked: Sequence[Article] = (),
    now: datetime | None = None,
    vectors: Mapping[str, bytes] | None = None,
    model: Path | None = None,
) -> list[Candidate]:
    """Order articles by relevance to the need, best first; a score is the sum of its reasons' points."""
    if not articles:
        return []
    matrix, _ = article_vectors(articles, vectors, model)
    meaning = matrix @ embed([need], model)[0]
    counts = [Counter(words(lead(a))) for a in articles]
    lexical = bm25(words(need), counts)
    taste = np.zeros(len(articles), np.float32)
    if liked:
        taste += (matrix @ article_vectors(liked, vectors, model)[0].T).max(axis=1)
    if disliked:
        taste -= (matrix @ article_vectors(disliked, vectors, model)[0].T).max(axis=1)
    found = [
        candidate(
            a,
            float(meaning[i]),
            float(lexical[i]),
            counts[i],
            keywords,
            float(taste[i]) if liked or disliked else None,
            now,
        )
        for i, a in enumerate(articles)
    ]
    return sorted(found, key=lambda c: (-c.score, c.url))


def candidate(
    article: Article,
    meaning: float,
    lexical: float,
    counts: Counter[str],
    keywords: Sequence[str],
    taste: float | None,
    now: datetime | None,
) -> Candidate:
    """Weigh one article."""
    near = round(weights.MEANING * meaning + weights.WORDS * lexical, 4)
    reasons = [Reason("close to the need" if near > weights.FLOOR else "far from the need", near)]
    for keyword in keywords:
        times = counts[keyword.lower()]
        if times and len(reasons) < weights.KEYWORDS:
            reasons.append(Reason(f"keyword: {keyword}, {times} times", weights.KEYWORD))
    if taste is not None:
        text = "like what was kept" if taste > 0 else "like what was dropped"
        reasons.append(Reason(text, round(weights.TASTE * taste, 4)))
    reasons.append(timely(article, now))
    return Candidate(article, sum(r.points for r in reasons), tuple(reasons))


def timely(article: Article, now: datetime | None) -> Reason:
    """Weigh the age of an article."""
    if article.published is None or now is None:
        return Reason("no date", 0.0)
    day = article.published.date() if isinstance(article.published, datetime) else article.published
    age = (date(now.year, now.month, now.day) - day).days
    if age > weights.OLD_DAYS:
        return Reason(f"older than {weights.OLD_DAYS} days", weights.AGED)
    return Reason(f"{max(age, 0)} days old", weights.FRESH)


def explain(candidate: Candidate) -> str:
    """Lay out the whole sum behind a candidate's score, one reason a line."""
    lines = [f"{candidate.title}  <{candidate.url}>"]
    lines += [f"{r.points:+8.4f}  {r.text}" for r in candidate.reasons]
    return "\n".join([*lines, f"{candidate.score:+8.4f}  in all"])
