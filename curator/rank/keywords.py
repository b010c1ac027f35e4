"""Keywords that the curator named: where they occur, how often, and what that is worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curator.model import Reason
from curator.rank import weights
from curator.rank.shelf import Shelf, body
from curator.rank.words import MAX_CHARS, stems, words


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword as written, and how often it occurs, by the row of the article."""

    name: str
    counts: dict[int, int]


def look_up(shelf: Shelf, keywords: Sequence[str]) -> list[Keyword]:
    """Count each different keyword in every article, in any of its forms ("guild" finds "guilds")."""
    found: dict[tuple[str, ...], Keyword] = {}
    for keyword in keywords:
        parts = words(keyword)
        key = tuple(stems(parts))
        if key and key not in found:
            found[key] = Keyword(keyword.strip(), _counts(shelf, parts, key))
    return list(found.values())


def _counts(shelf: Shelf, parts: Sequence[str], key: Sequence[str]) -> dict[int, int]:
    hits = [shelf.find(stem) for stem in dict.fromkeys(key)]
    if len(hits) == 1:
        return dict(zip(hits[0].rows.tolist(), hits[0].counts.tolist(), strict=True))
    rows = set(hits[0].rows.tolist())
    for other in hits[1:]:
        rows &= set(other.rows.tolist())
    # Words may be in a text without standing together; only where all are is it read.
    together = re.compile(r"\b" + r"[\s-]+".join(map(_forms, parts)), re.IGNORECASE)
    counts = {}
    for row in sorted(rows):
        article = shelf.articles[row]
        if count := len(together.findall(f"{article.title}\n{body(article)[:MAX_CHARS]}")):
            counts[row] = count
    return counts


def _forms(word: str) -> str:
    """Return a pattern for a word and its endings."""
    (stem,) = stems([word])
    start = stem[:-1] if len(stem) > 4 else stem
    return re.escape(start if word.startswith(start) else word) + r"[\w'’]*"


def keyword_reason(keywords: Sequence[Keyword], row: int) -> Reason | None:
    """Say which keywords an article holds, the most frequent first; None when it holds none."""
    hits = sorted(((k.counts[row], k.name) for k in keywords if row in k.counts), key=lambda h: (-h[0], h[1]))
    if not hits:
        return None
    kept = hits[: weights.KEYWORDS]
    points = weights.KEYWORD * sum(n / (n + 1) for n, _ in kept)
    text = "; ".join(f"{name}, {_times(n)}" for n, name in kept)
    return Reason(f"keyword{'s' if len(kept) > 1 else ''}: {text}", round(points, 4))


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
