"""Learning: whether a simulated curator has less to edit from week to week.

tags/ holds posts that editors filed under topics. Each topic with LEAST posts or more is a course's need, and
its posts are what the curator wants. All posts are dealt out over eight weeks by a hash. Each week is ranked
and chosen as a course does; the curator drops what is not of the topic, and fills the week up with what is,
within the minutes, from the first LOOKED_AT of the shortlist: each drop and each addition is an edit. What
she kept and added is `liked` in the weeks after, what she dropped `disliked`. Beside it the same weeks
without any memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from statistics import mean
from urllib.parse import quote
from zlib import crc32

from benchmarks.quality_relevance import MINUTES, ndcg
from benchmarks.quality_tags import read_posts
from benchmarks.table import Row
from curator.model import Article, Items
from curator.rank import Scoring, article_vectors, choose, rank

COURSE = 8
"""Weeks."""
SITES = 200
LEAST = 24
LOOKED_AT = 20
ITEMS = Items()


@dataclass(frozen=True)
class Week:
    """One simulated week: edits made, and nDCG@10 of its shortlist (None where nothing was wanted)."""

    edits: int
    gain: float | None


def measure(data: Path) -> list[Row]:
    """Measure on DIR/tags."""
    posts = read_posts(data)
    articles = [_elsewhere(a) for a in posts.articles]
    wanted = {
        topic: {a.url for a, given in zip(articles, posts.given, strict=True) if topic in given}
        for topic in posts.taxonomy
    }
    weeks: list[list[Article]] = [[] for _ in range(COURSE)]
    for article in articles:
        weeks[int(sha256(article.url.encode()).hexdigest(), 16) % COURSE].append(article)
    vectors = article_vectors(articles)[1]
    topics = [topic for topic, urls in wanted.items() if len(urls) >= LEAST]
    memory = [course(weeks, t.replace("-", " "), wanted[t], vectors, learns=True) for t in topics]
    none = [course(weeks, t.replace("-", " "), wanted[t], vectors, learns=False) for t in topics]
    rows = [
        _row(f"edits in week {number}", _edits(memory, number), None, _edits(none, number))
        for number in range(1, COURSE + 1)
    ]
    late, same = (mean(_edits(found, n) for n in range(5, COURSE + 1)) for found in (memory, none))
    rows.append(_row("edits of weeks 5 to 8, share saved by what was learned", 1 - late / same, 0.33, None))
    rows.append(_row("nDCG@10 of weeks 5 to 8", _gain(memory), 0.92, _gain(none)))
    return rows


def _elsewhere(article: Article) -> Article:
    """Give a post one of many made-up sites: all are of one publisher, and a week takes two from each."""
    site = crc32(article.url.encode()) % SITES
    return replace(article, url=f"https://site{site}.example/{quote(article.url, safe='')}")


def course(
    weeks: Sequence[Sequence[Article]],
    need: str,
    wanted: set[str],
    vectors: Mapping[str, bytes],
    *,
    learns: bool,
) -> list[Week]:
    """Simulate one course, week by week."""
    liked: list[Article] = []
    disliked: list[Article] = []
    decided: list[tuple[int, int]] = []
    found = []
    for pool in weeks:
        ranked = rank(pool, need, liked=liked, disliked=disliked, scoring=Scoring(vectors))
        chosen = choose(ranked, minutes=MINUTES, items=ITEMS, decided=decided).chosen
        kept = [c.article for c in chosen if c.url in wanted]
        dropped = [c.article for c in chosen if c.url not in wanted]
        here = {c.url for c in chosen}
        others = [c.article for c in ranked[:LOOKED_AT] if c.url in wanted and c.url not in here]
        added = fitting(others, ITEMS.max - len(kept), MINUTES - sum(a.minutes for a in kept))
        grades = {a.url: 1 for a in pool if a.url in wanted}
        gain = ndcg([c.url for c in ranked], grades) if grades else None
        found.append(Week(len(dropped) + len(added), gain))
        if learns:
            liked += kept + added
            disliked += dropped
            decided.append((len(kept) + len(added), len(dropped)))
    return found


def fitting(articles: Sequence[Article], items: int, minutes: int) -> list[Article]:
    """Return the articles, in order, that fit into what is left of a week."""
    taken: list[Article] = []
    for article in articles:
        if len(taken) < items and sum(a.minutes for a in taken) + article.minutes <= minutes:
            taken.append(article)
    return taken


def _edits(courses: Sequence[Sequence[Week]], number: int) -> float:
    return mean(course[number - 1].edits for course in courses)


def _gain(courses: Sequence[Sequence[Week]]) -> float:
    return mean(w.gain for course in courses for w in course[4:] if w.gain is not None)


def _row(measure: str, value: float, target: float | None, without: float | None) -> Row:
    baseline = {} if without is None else {"no memory": without}
    return {"measure": measure, "value": value, "target": target, "baseline": baseline}
