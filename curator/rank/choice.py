"""The week's choice: the few things that are worth the minutes together, and why the others lost.

A set of candidates is worth the sum of their scores, and more for each kind and source it adds, and less
for each pair that says much the same. The best set is built one by one, each time the candidate that adds
most and leaves room for the rest, and then improved by exchanging one for another while that helps. Every
rule that a candidate can fail is a line in `_obstacle`, and its words are the reason that is shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from curator.model import Candidate, Items, Kind, Reason
from curator.rank import weights
from curator.rank.shelf import article_vectors
from curator.rank.vectors import Matrix


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that was not chosen, and why, in words that follow its title."""

    candidate: Candidate
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a week offers: the chosen, best first; the others with the reason; and the one that came next."""

    chosen: tuple[Candidate, ...]
    refused: tuple[Refusal, ...] = ()
    runner_up: Refusal | None = None

    @property
    def minutes(self) -> int:
        """Minutes that the chosen take together."""
        return sum(c.minutes for c in self.chosen)


def choose(
    candidates: Sequence[Candidate],
    *,
    minutes: int,
    items: Items,
    kinds: Sequence[Kind] = (),
    used: Collection[str] = frozenset(),
    dropped: Collection[str] = frozenset(),
    allow_related: bool = False,
    floor: float = weights.FLOOR,
    model: Path | None = None,
) -> Choice:
    """Choose a week's resources within its minutes, its number of items and its wanted kinds.

    `used` and `dropped` are addresses that are out, in this week and as copies. Where too little scores
    `floor`, or half of what the best scores, fewer are chosen, or none: an empty week says more than one
    of fillers.
    `allow_related` lets two stories on one event stand side by side.
    """
    ranked = sorted(candidates, key=lambda c: (-c.score, c.url))
    used, dropped = frozenset(used), frozenset(dropped)
    best = next((c.score for c in ranked if not _addresses(c) & (used | dropped)), 0.0)
    floor = max(floor, weights.FLOOR_SHARE * best)
    week = _Week(minutes, items, allow_related)
    refused: list[Refusal] = []
    open_: list[Candidate] = []
    for candidate in ranked:
        why = _out(candidate, minutes, kinds, used, dropped, floor)
        if not why and len(open_) >= weights.LOOK_AT:
            why = f"{len(open_)} others score higher"
        if why:
            refused.append(Refusal(candidate, why))
        else:
            open_.append(candidate)
    week.likeness = _likeness(open_, model)
    chosen = _improve(week, open_, _build(week, open_))
    # Where there are too few sources for a week, more than two from one beat a week that is too thin.
    while len(chosen) < min(items.min, len(open_)) and week.per_source < items.min:
        week.per_source += 1
        chosen = _improve(week, open_, _build(week, open_))
    refused += [Refusal(c, _lost(week, open_, chosen, i)) for i, c in enumerate(open_) if i not in chosen]
    refused.sort(key=lambda r: (-r.candidate.score, r.candidate.url))
    considered = {c.url for c in open_}
    runner_up = next((r for r in refused if r.candidate.url in considered), None)
    picked = [_credited(open_, chosen, i) for i in sorted(chosen)]
    picked.sort(key=lambda c: (-c.score, c.url))
    return Choice(tuple(picked), tuple(refused), runner_up)


def _out(
    candidate: Candidate,
    minutes: int,
    kinds: Sequence[Kind],
    used: frozenset[str],
    dropped: frozenset[str],
    floor: float,
) -> str:
    """Say why a candidate is out whatever else is chosen; empty when it is in the running."""
    addresses = _addresses(candidate)
    if addresses & used:
        return "was used in an earlier week"
    if addresses & dropped:
        return "was dropped by the curator"
    copy = next((r.text for r in candidate.reasons if r.points == weights.COPY), "")
    if copy:
        return copy
    if candidate.score < floor:
        return f"scores {candidate.score:.2f}, and a week asks for {floor:.2f}"
    if kinds and candidate.article.kind not in kinds:
        return f"is of a kind that this course does not want: {candidate.article.kind}"
    if candidate.minutes > minutes:
        return f"takes {candidate.minutes} minutes, and the week has {minutes}"
    return ""


def _addresses(candidate: Candidate) -> set[str]:
    """Return every address that a candidate is known under."""
    return {candidate.url, candidate.article.canonical, *(a.url for a in candidate.duplicates)} - {""}


@dataclass(slots=True)
class _Week:
    """What a set of candidates is held against; sets hold positions among the candidates in the running."""

    minutes: int
    items: Items
    allow_related: bool
    per_source: int = weights.PER_SOURCE
    likeness: Matrix = None  # type: ignore[assignment]

    def worth(self, running: Sequence[Candidate], chosen: Collection[int]) -> float:
        """Add up what a set is worth; see the module's first lines."""
        kinds = {running[i].article.kind for i in chosen}
        sources = {running[i].article.host for i in chosen}
        scores = sum(running[i].score for i in chosen)
        same = sum(float(self.likeness[i, j]) for i, j in combinations(sorted(chosen), 2))
        # A mean for each of them, so that the loss grows with the size of a set as its worth does.
        spread = 2 * same / len(chosen) if len(chosen) > 1 else 0.0
        return (
            scores + weights.NEW_KIND * len(kinds) + weights.NEW_SOURCE * len(sources) - weights.SAME * spread
        )

    def obstacle(self, running: Sequence[Candidate], chosen: Collection[int], new: int) -> str:
        """Say what keeps a candidate from joining a set; empty when nothing does."""
        candidate = running[new]
        if not self.allow_related:
            for i in sorted(chosen):
                if running[i].url in candidate.related or candidate.url in running[i].related:
                    return f"tells of the same event as “{running[i].title}”"
        host = candidate.article.host
        if host and sum(running[i].article.host == host for i in chosen) >= self.per_source:
            return f"{self.per_source} from {candidate.article.source or host} are chosen already"
        if len(chosen) >= self.items.max:
            return f"the week is full with {self.items.max}"
        taken = sum(running[i].minutes for i in chosen) + candidate.minutes
        if taken > self.minutes:
            return f"would break the {self.minutes}-minute week"
        others = sorted(c.minutes for i, c in enumerate(running) if i != new and i not in chosen)
        missing = self.items.min - len(chosen) - 1
        if 0 < missing <= len(others) and taken + sum(others[:missing]) > self.minutes:
            return f"takes {candidate.minutes} minutes and leaves no room for {self.items.min} things"
        return ""


def _build(week: _Week, running: Sequence[Candidate]) -> frozenset[int]:
    chosen: frozenset[int] = frozenset()
    while True:
        fits = [i for i in range(len(running)) if i not in chosen and not week.obstacle(running, chosen, i)]
        if not fits:
            return chosen
        best = max(fits, key=lambda i: (round(week.worth(running, chosen | {i}), 9), -i))
        chosen |= {best}


def _improve(week: _Week, running: Sequence[Candidate], chosen: frozenset[int]) -> frozenset[int]:
    """Exchange one for another while the set gains by it; every exchange gains, so it ends."""
    for _ in range(weights.LOOK_AT):
        now = week.worth(running, chosen)
        better = [
            (week.worth(running, swapped), -new, swapped)
            for old in chosen
            for new in range(len(running))
            if new not in chosen and not week.obstacle(running, chosen - {old}, new)
            for swapped in [chosen - {old} | {new}]
        ]
        gain = max(better, key=lambda b: (round(b[0], 9), b[1]), default=None)
        if gain is None or gain[0] <= now + 1e-9:
            return chosen
        chosen = gain[2]
    return chosen


def _lost(week: _Week, running: Sequence[Candidate], chosen: frozenset[int], loser: int) -> str:
    """Say why a candidate in the running is not in the final set."""
    why = week.obstacle(running, chosen, loser)
    alike = max(chosen, key=lambda i: float(week.likeness[loser, i]), default=None)
    beaten = [i for i in chosen if running[i].score < running[loser].score]
    full = why.startswith(("the week is full", "would break"))
    if full and beaten and alike is not None and week.likeness[loser, alike] > 0.5:
        return f"says much the same as “{running[alike].title}”; {why}"
    if full and beaten:
        return f"{why}, and “{running[min(beaten, key=lambda i: running[i].score)].title}” adds more variety"
    return why or "adds nothing that the others do not say"


def _credited(running: Sequence[Candidate], chosen: Collection[int], i: int) -> Candidate:
    """Add to a chosen candidate what it brings to the week that no other does."""
    kinds = [running[j].article.kind for j in chosen]
    kind = running[i].article.kind
    if len(kinds) < 2 or kinds.count(kind) > 1 or kind == "article" or len(running[i].reasons) >= 5:
        return running[i]
    reasons = (*running[i].reasons, Reason(f"the only {kind}", weights.NEW_KIND))
    return replace(running[i], reasons=reasons, score=sum(r.points for r in reasons))


def _likeness(running: Sequence[Candidate], model: Path | None) -> Matrix:
    """Compare the candidates in the running with each other, 0 to 1."""
    matrix, _ = article_vectors([c.article for c in running], model=model)
    likeness: Matrix = np.clip(matrix @ matrix.T, 0, 1)
    return likeness
