"""Find out which blocks of a page another text was made from."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

_WORD = re.compile(r"\w+")

LONG = 6
"""Words from which a block counts even where it is not found word for word, or out of order."""

TRIES = 50
"""Places of the target that are compared with one block: enough for prose, a bound for bombs."""

Words = Sequence[str]

_FREE = b"\0\0\0"
"""Three words of the target that no block has used."""


def tokens(text: str) -> list[str]:
    """Split a text into its words, in lower case."""
    return _WORD.findall(text.lower())


def align(blocks: Sequence[Words], target: Words) -> list[float]:
    """Return, for each block, the share of it (0 to 1) that stands in the target, in order.

    Blocks and target are lists of words. As in a patience diff, blocks that occur once on either
    side become anchors, the longest run of them that keeps its order; other blocks count only
    between the anchors around them. A stretch of the target is used once, so of two copies of a
    block only the first is found if the target has it once.
    """
    places = _Places(target, blocks)
    copies = Counter(map(tuple, blocks))
    found: list[tuple[int, int]] = []
    for i, words in enumerate(blocks):
        if words and copies[tuple(words)] == 1:
            at = places.only(words)
            if at >= 0:
                found.append((i, at))
    anchors = _increasing(found)
    shares = [0.0] * len(blocks)
    used = bytearray(len(target))
    for i, at in anchors:
        shares[i] = 1.0
        used[at : at + len(blocks[i])] = b"\1" * len(blocks[i])
    previous, here = -1, 0
    for i, start in [*anchors, (len(blocks), len(target))]:
        for j in range(previous + 1, i):
            words = blocks[j]
            at = next((p for p in places.of(words, here, start) if not used[p]), -1) if words else -1
            if at >= 0:
                shares[j] = 1.0
                here = at + len(words)
                used[at:here] = b"\1" * len(words)
        if i < len(blocks):
            previous, here = i, start + len(blocks[i])
    rest = _trigrams_outside(target, used)
    for j, words in enumerate(blocks):
        if not shares[j] and len(words) >= LONG:
            shares[j] = _overlap(words, rest)
    return shares


class _Places:
    """Where runs of words stand in a text."""

    def __init__(self, target: Words, blocks: Sequence[Words]) -> None:
        """Note where each block could begin; other words of the target are never asked for."""
        self.target = target
        self.singles: dict[str, list[int]] = {words[0]: [] for words in blocks if len(words) == 1}
        self.pairs: dict[tuple[str, str], list[int]] = {
            (words[0], words[1]): [] for words in blocks if len(words) > 1
        }
        for at, word in enumerate(target):
            if word in self.singles:
                self.singles[word].append(at)
        for at, pair in enumerate(pairwise(target)):
            if pair in self.pairs:
                self.pairs[pair].append(at)

    def of(self, words: Words, begin: int, end: int) -> Iterator[int]:
        """Yield the positions from `begin` to before `end` where the words stand, TRIES at most."""
        starts = self.pairs[words[0], words[1]] if len(words) > 1 else self.singles[words[0]]
        first = bisect_left(starts, begin)
        for at in starts[first : first + TRIES]:
            if at >= end:
                return
            if len(words) <= 2 or list(self.target[at : at + len(words)]) == list(words):
                yield at

    def only(self, words: Words) -> int:
        """Return the one position where the words stand, -1 where there is none or more than one."""
        at = list(self.of(words, 0, len(self.target)))
        return at[0] if len(at) == 1 else -1


def _increasing(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of (block, position) whose positions rise with the blocks."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, at) in enumerate(places):
        k = bisect_left(tails, at)
        before.append(ends[k - 1] if k else -1)
        tails[k : k + 1] = [at]
        ends[k : k + 1] = [n]
    run: list[tuple[int, int]] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        run.append(places[n])
        n = before[n]
    return run[::-1]


def _trigrams_outside(target: Words, used: bytearray) -> Counter[tuple[str, str, str]]:
    """Count the runs of three words in what no block has used."""
    runs = zip(target, target[1:], target[2:], strict=False)
    return Counter(run for at, run in enumerate(runs) if used[at : at + 3] == _FREE)


def _overlap(words: Words, rest: Counter[tuple[str, str, str]]) -> float:
    """Return the share of a block's runs of three words found in the rest, and use them up."""
    runs = list(zip(words, words[1:], words[2:], strict=False))
    hits = [run for run in runs if rest[run] > 0]
    share = len(hits) / len(runs)
    if share > 0.5:
        for run in hits:
            rest[run] -= 1
    return share
