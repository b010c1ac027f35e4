"""Show how each constant of the ranking was chosen: python -m benchmarks.curve --data DIR [--json].

For every constant, what nDCG@10 would be with other values, all else as it is, on three collections: needs
over web pages, needs over abstracts (CISI), and topics as needs over posts. Beside each: the mean difference
from today's value, and its standard error over the needs. A plateau that suits all three is what is looked
for; a peak on one of them is chance.

Before that, held out: for each need in turn the values are chosen that do best on all the others, each
collection counting the same, and the need that had no say is measured with them. That figure, and not the
one on data that chose, is what to expect of needs never seen. The last part shows what is drafted with
other floors: how much of it is relevant, and how much of the relevant is in.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality_relevance import WEEK, WEEKS, Need, ndcg, read_cisi, read_web
from benchmarks.quality_tags import read_posts
from curator.model import Article, Candidate, Items
from curator.rank import Scoring, article_vectors, choose, rank, usual_meaning, weights

SWEEPS: Mapping[str, Sequence[float]] = {
    "CENTRE": (0.0, 0.3, 0.5, 0.7, 0.9),
    "PIECES": (0.0, 0.03, 0.05, 0.08, 0.12),
    "WORDS": (0.0, 0.03, 0.045, 0.06, 0.09),
    "BM25_K": (0.4, 1.2, 2.0),
    "BM25_B": (0.5, 0.75, 0.9),
    "SHORT": (-0.03, -0.01, 0.0),
}
GRID: Mapping[str, Sequence[float]] = {"PIECES": (0.03, 0.05, 0.08), "WORDS": (0.03, 0.045, 0.06)}
"""Values among which the held-out choice is made."""

FLOORS = (
    (0.6, 0.0),
    (0.63, 0.0),
    (0.66, 0.0),
    (0.6, 0.2),
    (0.63, 0.2),
    (0.66, 0.2),
    (0.69, 0.2),
    (0.72, 0.2),
)
"""Pairs of FLOOR_AT_LARGE and TITLE_WORDS; the latter are counted while ranking, so each has its own."""

PREFERENCES: Mapping[str, Sequence[float]] = {
    "LIKED": (0.4, 0.8, 1.2),
    "DISLIKED": (0.25, 0.5, 0.8),
    "PREFERENCE_WORDS": (0.0, 1.0, 2.0, 4.0),
    "NEIGHBOURS": (1, 2, 3),
}
DRAWS = 3
EXAMPLES = 3
READ = 40
"""Pages that a course reads of what the feeds offer."""

Measured = NDArray[np.float64]


@dataclass(frozen=True)
class Collection:
    """Articles, the needs they are judged for, and their vectors."""

    name: str
    articles: Sequence[Article]
    needs: Sequence[Need]
    vectors: Mapping[str, bytes]

    @classmethod
    def of(cls, name: str, articles: Sequence[Article], needs: Sequence[Need]) -> "Collection":
        """Make a collection of what was read; needs that nothing answers are left out."""
        return cls(name, articles, [n for n in needs if n.grades], article_vectors(articles)[1])

    def plain(self) -> Measured:
        """Measure nDCG@10 of each need, no history."""
        articles = self._fresh()
        return np.array([ndcg(_order(articles, self.vectors, n.text), n.grades) for n in self.needs], float)

    def with_history(self) -> Measured:
        """Measure nDCG@10 of each need with four answers or more, three liked and three disliked."""
        articles = self._fresh()
        by_url = {a.url: a for a in articles}
        found: list[float] = []
        for number, need in enumerate(n for n in self.needs if len(n.grades) > EXAMPLES):
            seen = [u for u in _order(articles, self.vectors, need.text) if u not in need.grades][:10]
            each = 0.0
            for draw in range(DRAWS):
                chance = random.Random(1000 * draw + number)  # noqa: S311  a fixed draw, no secret
                liked, disliked = chance.sample(sorted(need.grades), EXAMPLES), chance.sample(seen, EXAMPLES)
                decided = [by_url[u] for u in liked], [by_url[u] for u in disliked]
                order = _order(articles, self.vectors, need.text, *decided)
                gone = {*liked, *disliked}
                grades = {u: g for u, g in need.grades.items() if u not in gone}
                each += ndcg([u for u in order if u not in gone], grades) / DRAWS
            found.append(each)
        return np.array(found, float)

    def _fresh(self) -> list[Article]:
        """Return equal articles that are not the same: what is remembered of them knew other constants."""
        return [replace(a) for a in self.articles]


def _order(
    articles: Sequence[Article],
    vectors: Mapping[str, bytes],
    need: str,
    liked: Sequence[Article] = (),
    disliked: Sequence[Article] = (),
) -> list[str]:
    return [c.url for c in rank(articles, need, liked=liked, disliked=disliked, scoring=Scoring(vectors))]


@contextmanager
def setting(values: Mapping[str, float]) -> Iterator[None]:
    """Give constants other values for a while."""
    before = {name: getattr(weights, name) for name in values}
    try:
        for name, value in values.items():
            setattr(weights, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(weights, name, value)


def read(data: Path) -> list[Collection]:
    """Read the three collections of DIR."""
    posts = read_posts(data)
    answered = {
        t: {a.url: 1 for a, given in zip(posts.articles, posts.given, strict=True) if t in given}
        for t in posts.taxonomy
    }
    topics = [Need(t.replace("-", " "), urls) for t, urls in answered.items() if len(urls) > 1]
    return [
        Collection.of("web", *read_web(data)),
        Collection.of("CISI", *read_cisi(data)),
        Collection.of("topics", posts.articles, topics),
    ]


def sweep(
    collections: Sequence[Collection],
    sweeps: Mapping[str, Sequence[float]],
    measure: Callable[[Collection], Measured],
) -> Iterator[dict[str, object]]:
    """Measure every collection with each value of each constant."""
    today = {c.name: measure(c) for c in collections}
    yield {"constant": "today", "value": "", **{n: [float(v.mean()), 0.0, 0.0] for n, v in today.items()}}
    for name, values in sweeps.items():
        for value in values:
            row: dict[str, object] = {"constant": name, "value": value}
            if value == getattr(weights, name):
                row |= {n: [float(v.mean()), 0.0, 0.0] for n, v in today.items()}
            else:
                with setting({name: value}):
                    for collection in collections:
                        found = measure(collection)
                        change = found - today[collection.name]
                        error = float(change.std() / len(change) ** 0.5)
                        row[collection.name] = [float(found.mean()), float(change.mean()), error]
            yield row


def held_out(collections: Sequence[Collection]) -> dict[str, list[float]]:
    """Measure each need with the values that do best on all others: today's figure and the held-out one."""
    every: list[list[Measured]] = []
    for values in product(*GRID.values()):
        with setting(dict(zip(GRID, values, strict=True))):
            every.append([c.plain() for c in collections])
    result = {}
    for place, collection in enumerate(collections):
        table = np.stack([found[place] for found in every])
        elsewhere = sum(
            np.array([f[other].mean() for f in every]) for other in range(len(collections)) if other != place
        )
        rest = (table.sum(axis=1, keepdims=True) - table) / max(table.shape[1] - 1, 1)
        best = (rest + np.reshape(elsewhere, (-1, 1))).argmax(axis=0)
        unseen = table[best, np.arange(table.shape[1])]
        error = float(unseen.std() / len(unseen) ** 0.5)
        result[collection.name] = [float(collection.plain().mean()), float(unseen.mean()), error]
    return result


def drafts(collection: Collection, needs: Sequence[Need]) -> Iterator[dict[str, object]]:
    """Draft weeks as a course does: rank what the feeds say, read the best, rank again and choose."""
    chance = random.Random(7)  # noqa: S311  a fixed draw, no secret
    pools = {
        "all": [list(collection.articles)],
        str(WEEK): [chance.sample(list(collection.articles), WEEK) for _ in range(WEEKS)],
    }
    teasers = {a.url: replace(a, text=" ".join(a.text.split()[:50])) for a in collection.articles}
    known = dict(collection.vectors) | article_vectors(list(teasers.values()))[1]
    for name, drawn in pools.items():
        ranked = {}
        for title in {title for _, title in FLOORS}:
            with setting({"TITLE_WORDS": title}):
                ranked[title] = list(_ranked(drawn, needs, teasers, known))
        for floor, title in FLOORS:
            chosen = right = possible = 0
            with setting({"FLOOR_AT_LARGE": floor}):
                for need, candidates, usual, most in ranked[title]:
                    found = choose(candidates, minutes=45, items=Items(), usual=usual).chosen
                    chosen += len(found)
                    right += sum(c.url in need.grades for c in found)
                    possible += most
            yield {
                "pages": name,
                "FLOOR_AT_LARGE": floor,
                "TITLE_WORDS": title,
                "relevant": right / max(chosen, 1),
                "found": right / max(possible, 1),
                "a week": chosen / len(ranked[title]),
            }


def _ranked(
    pools: Sequence[Sequence[Article]],
    needs: Sequence[Need],
    teasers: Mapping[str, Article],
    known: Mapping[str, bytes],
) -> Iterator[tuple[Need, Sequence[Candidate], float | None, int]]:
    """Rank each pool for each need as a course does; the last is how many answers a week could hold."""
    for pool in pools:
        by_url = {a.url: a for a in pool}
        for need in needs:
            first = rank([teasers[a.url] for a in pool], need.text, scoring=Scoring(known))
            second = rank([by_url[c.url] for c in first[:READ]], need.text, scoring=Scoring(known))
            answers = sum(u in need.grades for u in by_url)
            yield need, second, usual_meaning(first), min(answers, Items().max)


def main() -> None:
    """Print the curves."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curve", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="one object at the end instead of tables")
    options = parser.parse_args()
    collections = read(options.data)
    unseen = held_out(collections)
    parts: dict[str, object] = {"held out": unseen}
    if not options.json:
        print("held out (today's values; values that the other needs chose; standard error)")
        for name, figures in unseen.items():
            print(f"  {name:<8}" + "  ".join(f"{f:.4f}" for f in figures), flush=True)
    sections = (
        ("drafted", drafts(collections[0], read_web(options.data)[1])),
        ("no history", sweep(collections, SWEEPS, Collection.plain)),
        ("3 liked, 3 disliked", sweep(collections[:2], PREFERENCES, Collection.with_history)),
    )
    parts |= printed(sections, quiet=options.json)
    if options.json:
        print(json.dumps(parts, indent=2))


def printed(
    sections: Iterable[tuple[str, Iterable[dict[str, object]]]], *, quiet: bool
) -> dict[str, list[dict[str, object]]]:
    """Print the rows of titled sections as each is found, unless quiet; return them by title."""
    parts: dict[str, list[dict[str, object]]] = {}
    for title, rows in sections:
        kept = parts[title] = []
        if not quiet:
            print(f"\n{title}")
        for row in rows:
            kept.append(row)
            if not quiet:
                print("  " + "  ".join(f"{k} {_told(v)}" for k, v in row.items()), flush=True)
    return parts


def _told(value: object) -> str:
    if isinstance(value, list):
        mean, change, error = value
        return f"{mean:.4f} ({change:+.4f} ±{error:.4f})"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
