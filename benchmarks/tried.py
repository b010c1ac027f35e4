"""What was tried for targets of the order and of drafts that are not met, each beside today's ranking.

python -m benchmarks.tried --data DIR [--json] prints, for each idea at a few strengths, nDCG@10 on five
collections (needs over web pages, our own needs over them, library abstracts, topics over posts, needs whose
fitting page stands beside two that are mistaken for it, under titles that are often oblique), the mean
difference from today's order and its standard error over the needs. An idea is taken when it gains on one and
falls on none. Copies
are left in, so figures lie a hundredth below those of `benchmarks.quality`. Then the floor of a week: what is
drafted from all pages with floors that fall for the first of a week and rise with each further page.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import log1p
from pathlib import Path

import numpy as np

from benchmarks.curve import Collection, Measured, printed, read, setting
from benchmarks.quality_drafts import MINUTES, READ, TEASER, Tally, tuned
from benchmarks.quality_relevance import Need, judged_needs, mistaken, ndcg, read_web
from curator.model import Article, Candidate, Items
from curator.rank import Scoring, article_vectors, choose, embed, rank, told_parts, usual_meaning, weights
from curator.rank.article_index import ArticleIndex, body, index_articles, lead
from curator.rank.choice import closeness as chosen_by
from curator.rank.parts import AUDIENCE
from curator.rank.relevance import Closeness, Scores, closeness
from curator.rank.tokens import stems, telling, words
from curator.rank.vectors import unit

TOP = 60
"""Articles, best first, that an idea looks at again where it reads texts."""

Idea = Callable[[ArticleIndex, Need, Closeness], Scores]
"""New points for the need, one an article."""
Reading = Callable[[ArticleIndex, Need, Sequence[int]], Scores | list[float]]
"""What is found in some rows of an index, a number each."""


def by_places(constant: float) -> Idea:
    """Add reciprocal places by meaning, pieces and words (Cormack, Clarke and Buettcher 2009)."""

    def points(_index: ArticleIndex, _need: Need, close: Closeness) -> Scores:
        columns = (close.meaning, close.pieces, close.words)
        places = [np.argsort(np.argsort(-column, kind="stable")) for column in columns]
        return np.asarray(sum(1 / (constant + place) for place in places), np.float32)

    return points


def like_the_best(count: int, weight: float) -> Idea:
    """Add nearness to the middle of the first few: the sense of a word is what the best pages are about."""

    def points(index: ArticleIndex, _need: Need, close: Closeness) -> Scores:
        best = np.argsort(-close.points, kind="stable")[:count]
        middle = unit((index.centred[best] * np.maximum(close.points[best], 0.01)[:, None]).sum(axis=0)[None])
        return np.asarray(close.points + weight * (index.centred @ middle[0]), np.float32)

    return points


def reading(weight: float, read: Reading) -> Idea:
    """Add what a reading of the best finds, in standard deviations of their points; the others stay below."""

    def points(index: ArticleIndex, need: Need, close: Closeness) -> Scores:
        top = np.argsort(-close.points, kind="stable")[:TOP].tolist()
        found = np.asarray(read(index, need, top), np.float64)
        order = close.points - 9
        spread = float(close.points[top].std()) * (found - found.mean()) / (found.std() or 1)
        order[top] = close.points[top] + weight * spread
        return order

    return points


def best_passage(weight: float, size: int = 80) -> Idea:
    """Add the cosine of the best passage of each page."""

    def read(index: ArticleIndex, need: Need, top: Sequence[int]) -> Scores | list[float]:
        asked = embed([need.text])[0]
        each = []
        for row in top:
            said = body(index.articles[row]).split()[: size * 25]
            parts = [" ".join(said[i : i + size]) for i in range(0, max(len(said), 1), size)]
            each.append(float((embed(parts, weighted=True) @ asked).max()))
        return each

    return reading(weight, read)


def title_too(weight: float) -> Idea:
    """Add the title's cosine with the need."""

    def read(index: ArticleIndex, need: Need, top: Sequence[int]) -> Scores | list[float]:
        titles = embed([index.articles[row].title for row in top])
        near: Scores = titles @ embed([need.text])[0]
        return near

    return reading(weight, read)


def in_context(weight: float) -> Idea:
    """Add the cosine of what a page says without the need's own words: another sense has other company."""

    def read(index: ArticleIndex, need: Need, top: Sequence[int]) -> Scores | list[float]:
        gone = set(telling(need.text))
        texts = []
        for row in top:
            said = words(lead(index.articles[row]))
            texts.append(" ".join(w for w, s in zip(said, stems(said), strict=True) if s not in gone))
        near: Scores = embed(texts, weighted=True) @ embed([need.text])[0]
        return near

    return reading(weight, read)


def audience_less(share: float) -> Idea:
    """Compare in part with the need without those who have it ("An office team has to")."""

    def points(index: ArticleIndex, need: Need, close: Closeness) -> Scores:
        rest = AUDIENCE.sub("", need.text, count=1)
        both = embed([need.text, rest if telling(rest) else need.text])
        asked = index.centre(unit(((1 - share) * both[0] + share * both[1])[None]))[0]
        return np.asarray(close.points - close.meaning + index.centred @ asked, np.float32)

    return points


def best_heading(weight: float, most: int = 12) -> Idea:
    """Add the cosine of the nearest headings, short lines without an end: what stands under any title."""

    def read(index: ArticleIndex, need: Need, top: Sequence[int]) -> Scores | list[float]:
        asked = embed([need.text])[0]
        each = []
        for row in top:
            lines = [line.strip() for line in body(index.articles[row]).splitlines()]
            heads = [line for line in lines if 1 < len(line.split()) <= most and line[-1].isalnum()]
            each.append(float(np.sort(embed(heads) @ asked)[-3:].mean()) if heads else 0.0)
        return each

    return reading(weight, read)


def audience_near(weight: float) -> Idea:
    """Add the cosine with those whose need it is, beside the need: a page for them is about them, too."""

    def points(index: ArticleIndex, need: Need, close: Closeness) -> Scores:
        audience = AUDIENCE.match(need.text)
        if not audience:
            return close.points
        return np.asarray(close.points + weight * (index.centred @ index.centre(embed([audience[0]]))[0]))

    return points


_FOR_WHOM = re.compile(r"\b(?:for|in|among|at)\s+((?:[\w’'-]+\s?){1,2})(?=$|[:?!.,(|–—])", re.IGNORECASE)


def title_for_others(weight: float) -> Idea:
    """Take from titles that say for whom or where ("in hospitals"), as far as that is from the need."""

    def read(index: ArticleIndex, need: Need, top: Sequence[int]) -> Scores | list[float]:
        said = [_FOR_WHOM.search(index.articles[row].title) for row in top]
        near = embed([m[1] if m else need.text for m in said]) @ embed([need.text])[0]
        return [-max(0.0, 0.2 - n) if m else 0.0 for m, n in zip(said, near.tolist(), strict=True)]

    return reading(weight, read)


IDEAS: Mapping[str, Idea] = {
    **{f"reciprocal places, {k:g}": by_places(k) for k in (10, 60)},
    **{f"like the first {k}, {w:g}": like_the_best(k, w) for k in (1, 3, 5) for w in (0.1, 0.2, 0.4)},
    **{f"best passage, {w:g}": best_passage(w) for w in (0.2, 0.5)},
    **{f"title too, {w:g}": title_too(w) for w in (0.2, 0.5)},
    **{f"context without the need's words, {w:g}": in_context(w) for w in (0.2, 0.5)},
    **{f"nearest headings, {w:g}": best_heading(w) for w in (0.1, 0.2, 0.5)},
    **{f"near the audience, {w:g}": audience_near(w) for w in (0.05, 0.1, 0.2)},
    **{f"titles for others, {w:g}": title_for_others(w) for w in (0.1, 0.2, 0.5)},
    **{f"audience counts less, {w:g}": audience_less(w) for w in (0.25, 0.5)},
}

FLOORS = ((0.66, 0.0), (0.6, 0.0), (0.57, 0.05), (0.51, 0.1), (0.54, 0.1), (0.48, 0.15))
"""Pairs of a floor and of what it rises by for one unit of log(1 + place)."""


def order_ideas(collections: Sequence[Collection]) -> Iterator[dict[str, object]]:
    """Measure each idea on each collection."""
    seen = []
    for collection in collections:
        index = index_articles(tuple(collection.articles), collection.vectors)
        seen.append((collection, index, [closeness(index, need.text) for need in collection.needs]))
    today = [_measured(index, c.needs, [close.points for close in all_]) for c, index, all_ in seen]
    yield {
        "idea": "today",
        **{c.name: [float(v.mean()), 0.0, 0.0] for c, v in zip(collections, today, strict=True)},
    }
    for name, idea in IDEAS.items():
        row: dict[str, object] = {"idea": name}
        for (collection, index, all_), before in zip(seen, today, strict=True):
            points = [idea(index, n, close) for n, close in zip(collection.needs, all_, strict=True)]
            found = _measured(index, collection.needs, points)
            change = found - before
            error = float(change.std() / len(change) ** 0.5)
            row[collection.name] = [float(found.mean()), float(change.mean()), error]
        yield row


def _measured(index: ArticleIndex, needs: Sequence[Need], points: Sequence[Scores]) -> Measured:
    orders = [np.lexsort((index.by_address, -p))[:10].tolist() for p in points]
    return np.array(
        [ndcg([index.articles[i].url for i in o], n.grades) for o, n in zip(orders, needs, strict=True)]
    )


def floors(data: Path) -> Iterator[dict[str, object]]:
    """Draft each need from all pages with each floor; precision, found and weeks filled, for three sets."""
    pages, needs = read_web(data)
    teasers = [replace(a, text=" ".join(a.text.split()[:TEASER])) for a in pages]
    known = article_vectors([*pages, *teasers])[1]
    by_url = {a.url: a for a in pages}
    sets = {
        "tuned": [n for n in needs if tuned(n)],
        "other": [n for n in needs if not tuned(n)],
        "our own": judged_needs(data),
    }
    ranked = {name: [_read(n, teasers, by_url, known) for n in found] for name, found in sets.items()}
    today = {"FLOOR_AT_LARGE": weights.FLOOR_AT_LARGE, "FLOOR_GIVES": weights.FLOOR_GIVES}
    ways: list[tuple[str, dict[str, float], float, float]] = [
        *((f"{f:g}, rises by {s:g}", today | {"FLOOR_AT_LARGE": f}, s, 0.0) for f, s in FLOORS),
        *((f"gives {g:g} to the last", today | {"FLOOR_GIVES": g}, 0.0, 0.0) for g in GIVES),
        *((f"{d:g} above the rest, 0.55 to 0.7", today, 0.0, d) for d in ABOVE_REST),
    ]
    for way, values, slope, distance in ways:
        row: dict[str, object] = {"floor": way}
        for name, weeks in ranked.items():
            tally = Tally()
            for need, candidates, usual in weeks:
                lower = [_lowered(c, slope * log1p(place)) for place, c in enumerate(candidates)]
                floor = {"FLOOR_AT_LARGE": _above_the_rest(candidates, distance)} if distance else {}
                with setting(values | floor):
                    parts = told_parts(need.text)
                    found = choose(lower, minutes=MINUTES, items=Items(), usual=usual, parts=parts)
                tally.add((need, pages, found.chosen, candidates))
            filled = f"{tally.filled}/{tally.fillable}"
            precision, recall = tally.right / max(tally.drafted, 1), tally.right / max(tally.possible, 1)
            row[name] = f"{precision:.3f} {recall:.3f} {filled}"
        yield row


GIVES = (0.06, 0.1, 0.15, 0.2)
"""Values of FLOOR_GIVES: what the last of those wanted may lack."""
ABOVE_REST = (0.2, 0.25, 0.3, 0.4)
"""Distances of a floor from the mean of places 11 to 30: from what merely shares words with the need."""


def _above_the_rest(candidates: Sequence[Candidate], distance: float) -> float:
    near = sorted((chosen_by(c) for c in candidates), reverse=True)[10:30]
    return min(max(float(np.mean(near or [0.3])) + distance, 0.55), 0.7)


def _read(
    need: Need, teasers: Sequence[Article], by_url: Mapping[str, Article], known: Mapping[str, bytes]
) -> tuple[Need, Sequence[Candidate], float | None]:
    first = rank(teasers, need.text, scoring=Scoring(known))
    second = rank([by_url[c.url] for c in first[:READ]], need.text, scoring=Scoring(known))
    return need, second, usual_meaning(first)


def _lowered(candidate: Candidate, by: float) -> Candidate:
    alone = candidate.if_alone
    return candidate if alone is None else replace(candidate, if_alone=alone - by)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tried", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="one object at the end instead of tables")
    options = parser.parse_args()
    collections = read(options.data)
    web = collections[0]
    collections.insert(1, Collection.of("our own", web.articles, judged_needs(options.data)))
    collections.append(Collection.of("mistaken", *mistaken(web.articles)))
    sections = (("order", order_ideas(collections)), ("floor of a week", floors(options.data)))
    parts = printed(sections, quiet=options.json)
    if options.json:
        print(json.dumps(parts, indent=2))


if __name__ == "__main__":
    main()
