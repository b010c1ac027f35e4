"""Steering by the conversation, over the needs and pages of web/: what people talk about should rise.

Of each need that names two sides or more, each side that graded pages speak of is talked about once: a
learner asks "How do I ...?" in its words. The graded pages of a side are those that hold more of its words,
in title and text, than of any other side; no vector decides that. Measured is nDCG@10 for the side talked
about and for the need as a whole, with the post and without it, and how many sides gain, stay and lose.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.quality_relevance import Need, ndcg, read_web
from benchmarks.table import Row
from curator.model import Article
from curator.rank import Scoring, article_vectors, parts_of, rank

_WORD = re.compile(r"[a-z]{4,}")


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web."""
    articles, needs = read_web(data)
    known = article_vectors(articles)[1]
    by_url = {a.url: a for a in articles}
    pairs: list[tuple[float, float, float, float]] = []
    for need in needs:
        told = sides(need, by_url)
        if not told:
            continue
        before = [c.url for c in rank(articles, need.text, scoring=Scoring(known))]
        for side, grades in told.items():
            ranked = rank(articles, need.text, said=(f"How do I {side}?",), scoring=Scoring(known))
            after = [c.url for c in ranked]
            pairs.append(
                (
                    ndcg(before, grades),
                    ndcg(after, grades),
                    ndcg(before, need.grades),
                    ndcg(after, need.grades),
                )
            )
    one, two, whole, still = (mean(column) for column in zip(*pairs, strict=True))
    moved = Counter("gain" if b > a + 1e-9 else "lose" if b < a - 1e-9 else "stay" for a, b, _, _ in pairs)
    note = f"{len(pairs)} sides: {moved['gain']} gain, {moved['stay']} stay, {moved['lose']} lose"
    return [
        _row("nDCG@10 of the side that was talked about", two, one, note),
        _row("nDCG@10 of the need as a whole", still, whole, ""),
    ]


def sides(need: Need, pages: Mapping[str, Article]) -> dict[str, dict[str, int]]:
    """Sort a need's graded pages by the side whose words they hold most; sides without pages are out."""
    parts = parts_of(need.text)
    found: dict[str, dict[str, int]] = {part: {} for part in parts}
    for url, grade in need.grades.items():
        if url not in pages or len(parts) < 2:
            continue
        words = Counter(_WORD.findall(f"{pages[url].title} {pages[url].title} {pages[url].text}".lower()))
        shares = {part: _share(part, words, parts) for part in parts}
        best = max(shares, key=lambda part: shares[part])
        if shares[best] > 0:
            found[best][url] = grade
    kept = {part: grades for part, grades in found.items() if grades}
    return kept if len(kept) > 1 else {}


def _share(part: str, words: Mapping[str, int], parts: Sequence[str]) -> float:
    """Count how often a page holds the words that this side alone names."""
    others = {w for other in parts if other != part for w in _WORD.findall(other.lower())}
    own = [w for w in _WORD.findall(part.lower()) if w not in others]
    return sum(words.get(w, 0) for w in own) / len(own) if own else 0.0


def _row(measure: str, value: float, before: float, note: str) -> Row:
    return {
        "measure": measure,
        "value": value,
        "target": before,
        "baseline": {"without the post": before},
        "notes": [note] if note else [],
    }
