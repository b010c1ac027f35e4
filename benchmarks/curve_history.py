"""Show what was tried to learn from kept and dropped pages: python -m benchmarks.curve_history --data DIR.

Each way adds points to the order without history, for the needs of web/, our own, CISI and the topics of
posts, with 3 and 12 liked pages and half as many disliked (three at least). Liked are drawn among what
answers a need, disliked among the ten that stand highest and do not, as in quality_relevance; nDCG@10 is of
what remains. Copies are not sunk, so figures differ by a hundredth from those of `rank`. `learned weights`
fits a logistic regression to all other needs of the collection, and the need that had no say is measured.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.curve import Collection, read
from benchmarks.quality_relevance import judged_needs, ndcg
from curator.rank import Scoring, article_vectors, rank, weights
from curator.rank.article_index import index_articles

DRAWS = 5
MOST = 30
"""Needs of a collection."""
UNREAD = 150
"""Pages far down, every second, that ridge regression takes for disliked at a third of the weight."""

Points = NDArray[np.float64]
Rows = Sequence[int]


@dataclass(frozen=True)
class Case:
    """A need with decisions: points without history, and how near each page is to the decided ones."""

    need: int
    base: Points
    meaning: Points
    """Cosines of the centred vectors, shape (pages, pages)."""
    words: Points
    """Cosines of rare words, the same shape."""
    sites: Sequence[str]
    liked: Rows
    disliked: Rows
    grades: Points


Way = Callable[[Case], Points]


def near(cosines: Points, rows: Rows) -> Points:
    """Return the mean cosine with the three nearest of some pages."""
    nearest = np.sort(np.maximum(cosines[:, list(rows)], 0), axis=1)[:, -weights.NEIGHBOURS :]
    found: Points = nearest.mean(axis=1)
    return found


def middle(case: Case, rows: Rows, minus: float = 0.0) -> Points:
    """Return the cosine in words with the middle of some pages, less a share of that of the disliked."""
    share = np.zeros(len(case.base))
    share[list(rows)] = 1 / len(rows)
    share[list(case.disliked)] -= minus / len(case.disliked)
    length = max(float(share @ case.words @ share), 1e-9) ** 0.5
    found: Points = case.words @ share / length
    return found


def as_it_is(case: Case, words: float = 0.0, liked: float = 0.0, disliked: float = -1.0) -> Points:
    """Add what `curator.rank.preferences` adds, or with other weights."""
    told = words or weights.PREFERENCE_WORDS
    sides = ((case.liked, liked or weights.LIKED), (case.disliked, -weights.DISLIKED))
    if disliked >= 0:
        sides = (sides[0], (case.disliked, -disliked))
    total = case.base.copy()
    for rows, points in sides:
        trust = points * len(rows) / (len(rows) + weights.FEW)
        total += trust * (near(case.meaning, rows) + told * middle(case, rows))
    return total


def rocchio(case: Case) -> Points:
    """Compare with the middle of the liked less that of the disliked."""
    return case.base + 0.6 * (near(case.meaning, case.liked) + 2 * middle(case, case.liked, 0.75))


def votes(case: Case) -> Points:
    """Let the nearest single example on each side vote, in meaning and words."""
    sides = [
        case.meaning[:, r].max(axis=1) + 2 * case.words[:, r].max(axis=1) for r in (case.liked, case.disliked)
    ]
    total: Points = case.base + 0.6 * sides[0] - 0.375 * sides[1]
    return total


def twins(case: Case) -> Points:
    """Let what was disliked speak against its near twins alone."""
    beyond = np.maximum(case.meaning[:, case.disliked].max(axis=1) - 0.5, 0) / 0.5
    found: Points = as_it_is(case, disliked=0.0) - beyond
    return found


def site(case: Case) -> Points:
    """Prefer the sites of what was liked."""
    found: Points = as_it_is(case) + 0.1 * np.isin(case.sites, [case.sites[r] for r in case.liked])
    return found


def ridge(case: Case) -> Points:
    """Kernel ridge regression over words: liked, disliked, and pages far down taken for little liked."""
    decided = {*case.liked, *case.disliked}
    far = (int(r) for r in np.argsort(-case.base)[40 : 40 + 2 * UNREAD : 2])
    unread = [r for r in far if r not in decided]
    rows = [*case.liked, *case.disliked, *unread]
    told = np.repeat([1.0, -0.7, -0.3], [len(case.liked), len(case.disliked), len(unread)])
    trust = np.repeat([1.0, 6 / len(unread)], [len(decided), len(unread)])
    solved = np.linalg.solve(case.words[np.ix_(rows, rows)] + np.diag(0.5 / trust), told - told.mean())
    found: Points = case.base + 2 * (case.words[:, rows] @ solved)
    return found


WAYS: Mapping[str, Way] = {
    "nothing learned": lambda case: case.base,
    "as it is": as_it_is,
    "words at 4": lambda case: as_it_is(case, words=4.0),
    "words at 8, liked at 0.5": lambda case: as_it_is(case, words=8.0, liked=0.5),
    "liked at 1.6": lambda case: as_it_is(case, liked=1.6),
    "dropped unheard": lambda case: as_it_is(case, disliked=0.0),
    "dropped twins only": twins,
    "nearest example votes": votes,
    "Rocchio": rocchio,
    "ridge regression": ridge,
    "the site, too": site,
}


def cases(collection: Collection, liked: int, disliked: int) -> Iterator[Case]:
    """Draw decisions for each need that has more answers than are liked."""
    index = index_articles(collection.articles, collection.vectors)
    place = {a.url: row for row, a in enumerate(index.articles)}
    known, ends, _ = index.rarity
    table = np.zeros((len(index.articles), len(known)), np.float32)
    table[index.hits.rows, np.repeat(np.arange(len(known)), np.diff(ends))] = index.weighed
    meaning, words = (index.centred @ index.centred.T).astype(float), (table @ table.T).astype(float)
    sites = [a.host for a in index.articles]
    fitting = (n for n in collection.needs if len(n.grades.keys() & place.keys()) > liked)
    for number, need in enumerate(islice(fitting, MOST)):
        ranked = rank(index.articles, need.text, scoring=Scoring(collection.vectors))
        base, grades = np.zeros(len(place)), np.zeros(len(place))
        for candidate in ranked:
            base[place[candidate.url]] = candidate.score
        for url, grade in need.grades.items():
            grades[place[url]] = grade
        wrong = [place[c.url] for c in ranked if c.url not in need.grades][:10]
        for draw in range(DRAWS):
            chance = random.Random(1000 * draw + number)  # noqa: S311  a fixed draw, no secret
            kept = chance.sample(np.flatnonzero(grades).tolist(), liked)
            dropped = chance.sample(wrong, disliked)
            yield Case(number, base, meaning, words, sites, kept, dropped, grades)


def gain(case: Case, points: Points) -> float:
    """Return nDCG@10 of the pages that were not decided on."""
    gone = {*case.liked, *case.disliked}
    order = [str(r) for r in np.argsort(-points, kind="stable").tolist() if r not in gone]
    return ndcg(
        order, {str(r): int(case.grades[r]) for r in np.flatnonzero(case.grades).tolist() if r not in gone}
    )


def learned_weights(found: Sequence[Case]) -> list[float]:
    """Measure each need with weights that a logistic regression finds on all others."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    columns, fits, top = [], [], []
    for case in found:
        sides = [f for r in (case.liked, case.disliked) for f in (near(case.meaning, r), middle(case, r))]
        columns.append(np.stack([case.base, *sides], axis=1))
        gone = np.isin(np.arange(len(case.base)), [*case.liked, *case.disliked])
        top.append(np.argsort(-np.where(gone, -99, as_it_is(case)))[:60])
        fits.append(case.grades > 0)
    gains = []
    for number, case in enumerate(found):
        others = [i for i, c in enumerate(found) if c.need != case.need]
        table = np.vstack([columns[i][top[i]] - columns[i][top[i]].mean(axis=0) for i in others])
        right = np.concatenate([fits[i][top[i]] for i in others])
        model = LogisticRegression(class_weight="balanced").fit(table / table.std(axis=0), right)
        gains.append(gain(case, columns[number] @ (model.coef_[0] / table.std(axis=0))))
    return gains


def main() -> None:
    """Print a line for each way: nDCG@10, and the difference from today's with its error over the needs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curve_history", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    data = parser.parse_args().data
    web, *others = read(data)
    own = Collection("our own", web.articles, judged_needs(data), article_vectors(web.articles)[1])
    for liked, disliked in ((3, 3), (12, 6)):
        for collection in (web, own, *others):
            found = list(cases(collection, liked, disliked))
            if len({case.need for case in found}) < 2:
                continue
            print(f"\n{collection.name}, {liked} liked, {disliked} disliked, n={len(found) // DRAWS}")
            measured = {name: [gain(case, way(case)) for case in found] for name, way in WAYS.items()}
            measured["learned weights"] = learned_weights(found)
            today = np.reshape(measured["as it is"], (-1, DRAWS)).mean(axis=1)
            for name, gains in measured.items():
                change = np.reshape(gains, (-1, DRAWS)).mean(axis=1) - today
                error = change.std() / len(change) ** 0.5
                print(f"  {name:<26}{np.mean(gains):.4f} ({change.mean():+.4f} ±{error:.4f})", flush=True)


if __name__ == "__main__":
    main()
