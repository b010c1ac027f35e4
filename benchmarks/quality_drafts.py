"""Drafts: what a curator judges of a drafted week, over the needs and pages of web/.

Drafted as a course does: what the feeds say is ranked first (50 words of each page), the best 40 pages
are read, ranked again and chosen from, with the usual items and minutes. Once from all pages, and from as
many as a quiet week of feeds brings, WEEKS draws. Of the drafted resources: the share that is graded
relevant; of the graded pages that could stand in a week: the share that does; of the needs that three
pages or more answer: the weeks with three resources; of the parts that relevant pages of a need answer:
the share that the drafted ones do, parts as `curator.rank.parts_of` finds them; and what minutes, items
and two from a site allow of the relevant pages. Each for the half of the needs that constants were tuned
on (an even hash) and for the other; and from all pages for needs_judged.json, which we stated and graded
ourselves, by reading the first sixteen of two rankings, so that a rule is not tuned to eighteen needs.
All pages once more with the semantic model where it is installed.

And of each need the objective: it passes when it says something and has none of the faults of
`curator.questions.objectives`. Kinds and excerpts are taken from the part `facts`, which has more on them. At
the end what `benchmarks.draft_words` says of objectives and titles.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from benchmarks import draft_words, quality_facts
from benchmarks.quality_relevance import WEEK, WEEKS, Need, judged_needs, read_web
from benchmarks.table import Row
from curator.model import Article, Candidate, Items
from curator.questions.objectives import objective_for, sound_objective
from curator.rank import Scoring, article_vectors, choose, rank, told_parts, usual_meaning, weights
from curator.rank.semantic import Reader, packaged_model, transformer

READ = 40
TEASER = 50
MINUTES = 45
ITEMS = Items()


@dataclass
class Tally:
    """Counts over drafted weeks."""

    weeks: int = 0
    drafted: int = 0
    right: int = 0
    possible: int = 0
    fitting: int = 0
    """Relevant pages that fit into the week."""
    fillable: int = 0
    filled: int = 0
    parts: int = 0
    covered: int = 0

    def add(self, draft: "Draft") -> None:
        """Count one drafted week."""
        need, pool, chosen, ranked = draft
        answers = sum(a.url in need.grades for a in pool)
        right = [c for c in chosen if c.url in need.grades]
        self.weeks += 1
        self.drafted += len(chosen)
        self.right += len(right)
        self.possible += min(answers, ITEMS.max)
        self.fitting += _fitting([a for a in pool if a.url in need.grades])
        self.fillable += answers >= ITEMS.min
        self.filled += answers >= ITEMS.min and len(chosen) >= ITEMS.min
        wanted = {part for c in ranked if c.url in need.grades for part in c.parts}
        self.parts += len(wanted)
        self.covered += len(wanted & {part for c in right for part in c.parts})

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the shares."""
        yield _row(f"{name}: drafted that is relevant", self.right / max(self.drafted, 1), 0.85)
        yield _row(f"{name}: relevant that is drafted", self.right / max(self.possible, 1), 0.75)
        yield _row(f"{name}: relevant that fits a week", self.fitting / max(self.possible, 1), None)
        yield _row(f"{name}: weeks of three where three exist", self.filled / max(self.fillable, 1), 1.0)
        yield _row(f"{name}: parts of the need covered", self.covered / max(self.parts, 1), 0.8)
        yield _row(f"{name}: resources a week", self.drafted / max(self.weeks, 1), None)


def tuned(need: Need) -> bool:
    """Tell whether a need belongs to the half that constants were tuned on."""
    return int(sha256(need.text.encode()).hexdigest(), 16) % 2 == 0


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web."""
    articles, needs = read_web(data)
    chance = random.Random(7)  # noqa: S311  a fixed draw, no secret
    draws = [chance.sample(list(articles), WEEK) for _ in range(WEEKS)]
    rows: list[Row] = []
    for name, pools in (("all pages", [list(articles)]), (f"{WEEK} pages", draws)):
        for half in (True, False):
            tally = Tally()
            for draft in drafts(pools, [n for n in needs if tuned(n) is half]):
                tally.add(draft)
            rows += tally.rows(f"{name}, {'tuned' if half else 'other'} half")
    tally = Tally()
    for draft in drafts([list(articles)], judged_needs(data)):
        tally.add(draft)
    rows += tally.rows("all pages, our own needs")
    rows += _with_model(
        articles,
        {
            "tuned half": [n for n in needs if tuned(n)],
            "other half": [n for n in needs if not tuned(n)],
            "our own needs": judged_needs(data),
        },
    )
    rows.append(_objectives(needs))
    return [*rows, *quality_facts.of_drafts(data), *draft_words.rows()]


def _with_model(articles: Sequence[Article], halves: Mapping[str, Sequence[Need]]) -> Iterator[Row]:
    """Draft from all pages with the best read again by the small transformer, where it is installed."""
    if packaged_model() is None:
        return
    reader = transformer()
    for name, needs in halves.items():
        tally = Tally()
        for draft in drafts([list(articles)], needs, reader):
            tally.add(draft)
        yield from tally.rows(f"with the semantic model, {name}")


def _fitting(pages: Sequence[Article]) -> int:
    """Return how many pages fit into a week: the shortest two of each site, as many as its minutes hold."""
    taken: Counter[str] = Counter()
    minutes = count = 0
    for page in sorted(pages, key=lambda a: a.minutes):
        if taken[page.host] < weights.PER_SOURCE and count < ITEMS.max and minutes + page.minutes <= MINUTES:
            taken[page.host] += 1
            minutes, count = minutes + page.minutes, count + 1
    return count


Draft = tuple[Need, Sequence[Article], Sequence[Candidate], Sequence[Candidate]]
"""A need, the pool of pages, what was chosen and what was read."""


def drafts(
    pools: Sequence[Sequence[Article]], needs: Sequence[Need], reader: Reader | None = None
) -> Iterator[Draft]:
    """Draft a week for each need from each pool."""
    for pool in pools:
        teasers = [replace(a, text=" ".join(a.text.split()[:TEASER])) for a in pool]
        known = article_vectors([*pool, *teasers])[1]
        by_url = {a.url: a for a in pool}
        for need in needs:
            first = rank(teasers, need.text, scoring=Scoring(known))
            second = rank([by_url[c.url] for c in first[:READ]], need.text, scoring=Scoring(known, reader))
            found = choose(
                second,
                minutes=MINUTES,
                items=ITEMS,
                usual=usual_meaning(first),
                parts=told_parts(need.text),
            )
            yield need, pool, found.chosen, second


def _objectives(needs: Sequence[Need]) -> Row:
    made = [objective_for(1, "Week 1", need.text) for need in needs]
    passed = [sound_objective(text) for text in made]
    return _row("objectives that pass", sum(passed) / max(len(passed), 1), 1.0)


def _row(measure: str, value: float, target: float | None) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}}
