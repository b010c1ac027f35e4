"""The week's choice: the few things that are worth the minutes together, and why the others lost.

A set of candidates is worth the sum of their scores, less a share for the attention that each asks for, and
more for each kind and source it adds, and less for each pair that says much the same. A set is built one by
one, each time with the candidate that adds most and leaves room for the rest, and then improved by exchanging
one for another while that helps. Every rule that a candidate can fail is a line in `obstacle`, and its words
are the reason that is shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from types import MappingProxyType

import numpy as np

from curator.model import Article, Candidate, Items, Kind, Reason
from curator.rank import weights
from curator.rank.article_index import article_vectors
from curator.rank.tokens import FUNCTION_WORDS, stems, words
from curator.rank.vectors import Matrix
from curator.urls import web_address

TOO_FAR = "all in all not enough for a draft"
"""Why what is below the floor is not chosen; a single sign may be close to the need all the same."""
BESIDE_BETTER = "not enough for a draft beside closer pages; a week without those may take it"
"""Why what would do by itself is not chosen: the floor of a week rises with the best that it may choose."""

NO_PARTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that was not chosen, and why, in words that follow its title."""

    candidate: Candidate
    why: str
    figures: str = ""
    """The figures behind it, for the whole sum."""
    of_week: bool = False
    """Whether it holds only beside what else was chosen; see `curator.rank.beside`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a week offers: the chosen, best first; the others with the reason; and the one that came next."""

    chosen: tuple[Candidate, ...]
    refused: tuple[Refusal, ...] = ()
    runner_up: Refusal | None = None
    lacking: tuple[str, ...] = ()
    """Parts of the need that nothing chosen answers, as they are told."""

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
    usual: float | None = None,
    parts: Mapping[str, str] = NO_PARTS,
    decided: Sequence[tuple[int, int]] = (),
) -> Choice:
    """Choose a week's resources within its minutes, its number of items and its wanted kinds.

    `used` are addresses that are out, in this week and as copies. What is not close enough stays out, so
    fewer are chosen, or none: an empty week says more than one of fillers. `usual` is the mean meaning of
    all that the feeds offer, where the candidates are but the best of it (see `usual_meaning`). `parts` are
    those of the need and how each is told (see `told_parts`); those that nothing chosen answers are told.
    `decided` says of each week that a person went over how many resources she kept and how many she turned
    down; see `learned_shift`.
    """
    ranked = sorted(candidates, key=lambda c: (-c.score, c.url))
    used = frozenset(used)
    best = max((closeness(c) for c in ranked if not _addresses(c) & used), default=0.0)
    usual = usual_meaning(ranked) if usual is None else usual
    out = {c.url: _out(c, minutes, kinds, used) for c in ranked}
    near = sorted((closeness(c) for c in ranked if not out[c.url]), reverse=True)
    at_large = usual is not None and usual < weights.ON_SUBJECT
    shift = learned_shift(decided)
    floor = _floor(near, best, items.min, shift, at_large=at_large)
    alone = _floor(near, 0.0, items.min, shift, at_large=at_large)
    refused: list[Refusal] = []
    running: list[Candidate] = []
    for candidate in ranked:
        why, close, figures = out[candidate.url], closeness(candidate), ""
        of_week = False
        if not why and close < floor:
            why = BESIDE_BETTER if close >= alone else TOO_FAR
            figures = f"comes to {close:.2f}, and a week asks for {floor:.2f}"
        elif not why and len(running) >= weights.LOOK_AT:
            why, of_week = f"{len(running)} others score higher", True
        if why:
            refused.append(Refusal(candidate, why, figures, of_week))
        else:
            running.append(candidate)
    week, chosen = _chosen(running, minutes, items, floor)
    lost = [Refusal(c, week.lost(chosen, i), of_week=True) for i, c in enumerate(running) if i not in chosen]
    picked = sorted((_credited(running, chosen, i, parts) for i in chosen), key=lambda c: (-c.score, c.url))
    everything = sorted(refused + lost, key=lambda r: (-r.candidate.score, r.candidate.url))
    answered = {part for c in picked for part in c.parts}
    lacking = dict.fromkeys(told for part, told in parts.items() if told and part not in answered)
    return Choice(tuple(picked), tuple(everything), lost[0] if lost else None, tuple(lacking))


def closeness(candidate: Candidate) -> float:
    """Return what is compared with the floor: the score and `if_alone`, whatever was ranked beside it."""
    return candidate.score + (candidate.if_alone or 0.0)


def learned_shift(decided: Iterable[tuple[int, int]]) -> float:
    """Return what is added to the floor after weeks of which so many were kept and turned down, in order.

    Who turns down more than one in five is offered less, and who keeps all is offered more.
    """
    weeks = list(decided)
    shift = weights.SHIFT_FIRST if weeks else 0.0
    for kept, turned_down in weeks:
        heard = min(turned_down, weights.TURNED_DOWN_MOST)
        shift += weights.SHIFT_STEP * (heard - weights.TURNED_DOWN * kept)
        shift = min(max(shift, weights.SHIFT_LEAST), weights.SHIFT_MOST)
    return shift


def _floor(near: Sequence[float], best: float, wanted: int, shift: float, *, at_large: bool) -> float:
    """Return the closeness that a week asks for; `near` are those of all that may be chosen, closest first.

    Where only the last of those wanted is missing, the next best may come in from a little below. What was
    learned (`shift`) leaves the best two that would pass without it.
    """
    least = weights.FLOOR_AT_LARGE if at_large else weights.FLOOR
    if shift > 0:
        shift = min(shift, max((near[1] if len(near) > 1 else 0.0) - least, 0.0))
    floor = max(least + shift, weights.FLOOR_SHARE * best)
    if at_large and 1 < wanted <= len(near) and near[wanted - 2] >= floor > near[wanted - 1]:
        return max(near[wanted - 1], floor - weights.FLOOR_GIVES)
    return floor


def _chosen(
    running: Sequence[Candidate], minutes: int, items: Items, floor: float
) -> tuple["_Selection", frozenset[int]]:
    """Choose among the candidates in the running."""
    week = _Selection(running, minutes, items, _likeness(running), floor)
    chosen = week.best()
    # Each of these beats a week that is too thin: more than two from one source, then things that say much
    # the same.
    while len(chosen) < min(items.min, len(running)) and week.per_source < items.min:
        week.per_source += 1
        chosen = week.best()
    if len(chosen) < min(items.min, len(running)):
        week.twins_too = True
        chosen = week.best()
    return week, chosen


def usual_meaning(candidates: Sequence[Candidate]) -> float | None:
    """Return the mean cosine of candidates with the need by meaning alone, None where none is known."""
    known = [c.meaning for c in candidates if c.meaning is not None]
    return sum(known) / len(known) if known else None


def _out(
    candidate: Candidate,
    minutes: int,
    kinds: Sequence[Kind],
    used: frozenset[str],
) -> str:
    """Say why a candidate is out whatever else is chosen; empty when it is in the running."""
    addresses = _addresses(candidate)
    if addresses & used:
        return "was used in an earlier week"
    copy = next((r.text for r in candidate.reasons if r.points == weights.COPY), "")
    if copy:
        return copy
    if not web_address(candidate.url):
        return "has no address that a page could link to"
    if kinds and candidate.article.kind not in kinds:
        return f"is of a kind that this course does not want: {candidate.article.kind}"
    if candidate.minutes > minutes:
        return f"takes {candidate.minutes} minutes, and the week has {minutes}"
    return ""


def _addresses(candidate: Candidate) -> set[str]:
    """Return every address that a candidate is known under."""
    return {candidate.url, candidate.article.canonical, *(a.url for a in candidate.duplicates)} - {""}


class _Selection:
    """The candidates in the running and the rules for a set of them; sets hold positions among them."""

    def __init__(
        self,
        running: Sequence[Candidate],
        minutes: int,
        items: Items,
        likeness: Matrix,
        floor: float,
    ) -> None:
        self.minutes, self.items, self.per_source = minutes, items, weights.PER_SOURCE
        self.attention = weights.ATTENTION * floor
        self.room_for, self.twins_too = items.min, False
        self.titles = [c.title for c in running]
        self.named = [named_by(c.title) for c in running]
        self.names = [c.article.source or c.article.host for c in running]
        # Asked thousands of times below: each is read once.
        self.score = [c.score for c in running]
        self.takes = [c.minutes for c in running]
        self.host = [c.article.host for c in running]
        self.kind = [c.article.kind for c in running]
        self.parts = [c.parts for c in running]
        self.like: list[list[float]] = likeness.tolist()
        place = {c.url: i for i, c in enumerate(running)}
        self.related: list[set[int]] = [set() for _ in running]
        for i, candidate in enumerate(running):
            for j in (place[url] for url in candidate.related if url in place):
                if of_one_week(candidate.article, running[j].article):
                    self.related[i].add(j)
                    self.related[j].add(i)

    def worth(self, chosen: Collection[int]) -> float:
        """Add up what a set is worth; see the module's first lines."""
        total = sum(self.score[i] - self.attention for i in sorted(chosen))
        total += weights.NEW_KIND * len({self.kind[i] for i in chosen})
        total += weights.NEW_SOURCE * len({self.host[i] for i in chosen})
        total += weights.NEW_PART * len({part for i in chosen for part in self.parts[i]})
        if len(chosen) > 1:
            # A mean for each of them, so that the loss grows with the size of a set as its worth does.
            same = sum(self.like[i][j] for i, j in combinations(sorted(chosen), 2))
            total -= weights.SAME * 2 * same / len(chosen)
        return round(total, 9)

    def obstacle(self, chosen: Collection[int], new: int) -> str:
        """Say what keeps a candidate from joining a set; empty when nothing does."""
        if twins := self.related[new].intersection(chosen):
            return f"tells of the same event as “{self.titles[min(twins)]}”"
        twin = next((i for i in chosen if self._twins(new, i)), None)
        if twin is not None and not (self.twins_too and len(chosen) < self.items.min):
            return f"says much the same as “{self.titles[twin]}”"
        host = self.host[new]
        if host and sum(self.host[i] == host for i in chosen) >= self.per_source:
            return f"{self.per_source} from {self.names[new]} are chosen already"
        if len(chosen) >= self.items.max:
            return f"the week is full with {self.items.max}"
        taken = sum(self.takes[i] for i in chosen) + self.takes[new]
        if taken > self.minutes:
            return f"would break the {self.minutes}-minute week"
        missing = self.room_for - len(chosen) - 1
        if missing > 0:
            others = sorted(t for i, t in enumerate(self.takes) if i != new and i not in chosen)
            if missing <= len(others) and taken + sum(others[:missing]) > self.minutes:
                return f"takes {self.takes[new]} minutes and leaves no room for {self.room_for} things"
        return ""

    def _twins(self, one: int, other: int) -> bool:
        return twins(self.like[one][other], self.named[one], self.named[other])

    def best(self) -> frozenset[int]:
        """Return the best set found: three are built, heeding minutes not at all, somewhat and fully.

        Where long things leave no room for as many as a week asks for, it gets as many as there is room for.
        """
        chosen: frozenset[int] = frozenset()
        for least in range(self.items.min, 0, -1):
            self.room_for = least
            found = [self._improve(self._build(thrift)) for thrift in (0.0, 0.5, 1.0)]
            best = max(
                [*found, chosen], key=lambda s: (min(len(s), self.items.min), self.worth(s), sorted(s))
            )
            chosen = best
            if len(chosen) >= min(self.room_for, len(self.score)):
                break
        return chosen

    def _build(self, thrift: float, chosen: frozenset[int] = frozenset()) -> frozenset[int]:
        """Add to a set, one by one, what gains most for its minutes to the power of `thrift`."""
        while True:
            now = self.worth(chosen)
            fits = [i for i in range(len(self.score)) if i not in chosen and not self.obstacle(chosen, i)]
            if not fits:
                return chosen
            gains = {i: round((self.worth(chosen | {i}) - now) / self.takes[i] ** thrift, 9) for i in fits}
            chosen |= {max(fits, key=lambda i: (gains[i], -i))}

    def _improve(self, chosen: frozenset[int]) -> frozenset[int]:
        """Exchange one for another, and fill up, while the set gains by it; every step gains, so it ends."""
        while True:
            swaps = [
                self._build(0.0, rest | {new})
                for old in sorted(chosen)
                for rest in [chosen - {old}]
                for new in range(len(self.score))
                if new not in chosen and not self.obstacle(rest, new)
            ]
            gain = max(swaps, key=self.worth, default=chosen)
            if self.worth(gain) <= self.worth(chosen):
                return chosen
            chosen = gain

    def lost(self, chosen: frozenset[int], loser: int) -> str:
        """Say why a candidate in the running is not in the final set."""
        why = self.obstacle(chosen, loser)
        beaten = [i for i in sorted(chosen) if self.score[i] < self.score[loser]]
        if beaten and why.startswith(("the week is full", "would break")):
            alike = max(sorted(chosen), key=lambda i: self.like[loser][i])
            if self.like[loser][alike] > 0.5:
                return f"says much the same as “{self.titles[alike]}”; {why}"
            weakest = min(beaten, key=lambda i: self.score[i])
            if self.takes[weakest] < self.takes[loser] and why.startswith("would break"):
                return f"{why}; “{self.titles[weakest]}” takes {self.takes[weakest]} minutes"
            return f"{why}; “{self.titles[weakest]}” adds more variety"
        return why or "adds nothing that the others do not say"


def named_by(title: str) -> frozenset[str]:
    """Return what a title names: the stems of its words, those left out that say nothing."""
    return frozenset(stems(w for w in words(title) if w not in FUNCTION_WORDS))


def twins(likeness: float, one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two say the same: alike in meaning, and their titles name (`named_by`) the same things."""
    if likeness < weights.TWINS:
        return False
    return len(one & other) >= weights.TWIN_TITLES * len(one | other)


def of_one_week(one: Article, other: Article) -> bool:
    """Tell whether two pages can tell of one event; guides to one subject are as alike, on any day."""
    days = [article.published for article in (one, other)]
    dates = [d.date() if isinstance(d, datetime) else d for d in days if d is not None]
    return len(dates) == 2 and abs((dates[0] - dates[1]).days) <= weights.EVENT_DAYS


def _credited(
    running: Sequence[Candidate], chosen: Collection[int], i: int, parts: Mapping[str, str]
) -> Candidate:
    """Add to a chosen candidate what it brings to the week that no other does."""
    others = {parts.get(part, part) for j in chosen if j != i for part in running[j].parts}
    alone = [told for p in running[i].parts if (told := parts.get(p, p)) and told not in others]
    if alone and len(chosen) > 1 and len(running[i].reasons) < 5:
        return _with(running[i], Reason(f"the only one on: {alone[0]}", weights.NEW_PART))
    kinds = [running[j].article.kind for j in chosen]
    kind = running[i].article.kind
    if len(kinds) < 2 or kinds.count(kind) > 1 or kind == "article" or len(running[i].reasons) >= 5:
        return running[i]
    return _with(running[i], Reason(f"the only {kind}", weights.NEW_KIND))


def _with(candidate: Candidate, reason: Reason) -> Candidate:
    reasons = (*candidate.reasons, reason)
    return replace(candidate, reasons=reasons, score=sum(r.points for r in reasons))


def _likeness(running: Sequence[Candidate]) -> Matrix:
    """Compare the candidates in the running with each other, 0 to 1."""
    matrix, _ = article_vectors([c.article for c in running])
    likeness: Matrix = np.clip(matrix @ matrix.T, 0, 1)
    return likeness
