"""Keywords that the curator named: where they occur, how often, and what that is worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curator.model import Reason
from curator.rank import weights
from curator.rank.article_index import ArticleIndex, body
from curator.rank.tokens import MAX_CHARS, stems, words


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword as written, and how often it occurs, by the row of the article."""

    name: str
    counts: dict[int, int]


def look_up(index: ArticleIndex, keywords: Sequence[str]) -> list[Keyword]:
    """Count each different keyword in every article, in any of its forms ("guild" finds "guilds")."""
    found: dict[tuple[str, ...], Keyword] = {}
    for keyword in keywords:
        parts = words(keyword)
        key = tuple(stems(parts))
        if key and key not in found:
            found[key] = Keyword(keyword.strip(), _counts(index, parts, key))
    return list(found.values())


def _counts(index: ArticleIndex, parts: Sequence[str], key: Sequence[str]) -> dict[int, int]:
    hits = [index.find(stem) for stem in dict.fromkeys(key)]
    if len(hits) == 1:
        return dict(zip(hits[0].rows.tolist(), hits[0].counts.tolist(), strict=True))
    rows = set(hits[0].rows.tolist())
    for other in hits[1:]:
        rows &= set(other.rows.tolist())
    # Words may be in a text without standing together; only where all are is it read.
    first, *rest = (_beginning(part) for part in parts)
    # A pattern that begins with plain letters is found fast; that a word starts there is checked behind them.
    pattern = rf"{first}(?<!\w{first})" + "".join(rf"[\w'’]*[\s-]+{part}" for part in rest)
    together = re.compile(pattern)
    counts = {}
    for row in sorted(rows):
        article = index.articles[row]
        if count := len(together.findall(f"{article.title}\n{body(article)[:MAX_CHARS]}".lower())):
            counts[row] = count
    return counts


def _beginning(word: str) -> str:
    """Return what all forms of a word begin with, to be used in a pattern."""
    (stem,) = stems([word])
    start = stem[:-1] if len(stem) > 4 else stem
    return re.escape(start if word.startswith(start) else word)


def keyword_reasons(keywords: Sequence[Keyword]) -> dict[int, Reason]:
    """Say, by the row of the article, which keywords it holds: the most frequent first, a few at most."""
    hits: dict[int, list[tuple[int, str]]] = {}
    for keyword in keywords:
        for row, count in keyword.counts.items():
            hits.setdefault(row, []).append((-count, keyword.name))
    told: dict[tuple[tuple[int, str], ...], Reason] = {}
    reasons = {}
    for row, found in hits.items():
        most = tuple(sorted(found)[: weights.KEYWORDS])
        if most not in told:
            told[most] = _reason(most)
        reasons[row] = told[most]
    return reasons


def _reason(hits: Sequence[tuple[int, str]]) -> Reason:
    points = weights.KEYWORD * sum(-n / (1 - n) for n, _ in hits)
    text = "; ".join(f"{name}, {_times(-n)}" for n, name in hits)
    return Reason(f"keyword{'s' if len(hits) > 1 else ''}: {text}", round(points, 4))


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
