"""Find out which blocks of a page another text was made from."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+")

LONG = 6
"""Words from which a block counts even where it is not found word for word, or out of order."""


def tokens(text: str) -> list[str]:
    """Split a text into its words, in lower case."""
    return _WORD.findall(text.lower())


def align(blocks: Sequence[Sequence[str]], target: Sequence[str]) -> list[float]:
    """Return, for each block, the share of it (0 to 1) that stands in the target, in order.

    Blocks and target are lists of words. As in a patience diff, blocks that occur once on either
    side become anchors, the longest run of them that keeps its order; other blocks count only
    between the anchors around them. A stretch of the target is used once, so of two copies of a
    block only the first is found if the target has it once.
    """
    space = " " + " ".join(target) + " "
    needles = [" " + " ".join(words) + " " for words in blocks]
    copies = Counter(needles)
    places: list[tuple[int, int]] = []
    for i, needle in enumerate(needles):
        if len(needle) > 2 and copies[needle] == 1:
            at = space.find(needle)
            if at >= 0 and space.find(needle, at + 1) < 0:
                places.append((i, at))
    shares = [0.0] * len(blocks)
    used = bytearray(len(space) + 1)

    def use(i: int, at: int) -> int:
        shares[i] = 1.0
        end = at + len(needles[i]) - 1
        used[at + 1 : end] = b"\1" * (end - at - 1)
        return end

    anchors = _increasing(places)
    for i, at in anchors:
        use(i, at)
    previous, here = -1, 0
    for i, start in [*anchors, (len(blocks), len(space) - 1)]:
        for j in range(previous + 1, i):
            if blocks[j]:
                at = space.find(needles[j], here, start + 1)
                if at >= 0 and not used[at + 1]:
                    here = use(j, at)
        if i < len(blocks):
            previous, here = i, start + len(needles[i]) - 1
    rest = _trigrams_outside(space, used)
    for j, words in enumerate(blocks):
        if not shares[j] and len(words) >= LONG:
            shares[j] = _overlap(words, rest)
    return shares


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


def _trigrams_outside(space: str, used: bytearray) -> Counter[tuple[str, str, str]]:
    """Count the runs of three words in what no block has used."""
    found: Counter[tuple[str, str, str]] = Counter()
    first = second = ""
    at = 1
    for word in space.split():
        if used[at]:
            first = second = ""
        else:
            if first:
                found[first, second, word] += 1
            first, second = second, word
        at += len(word) + 1
    return found


def _overlap(words: Sequence[str], rest: Counter[tuple[str, str, str]]) -> float:
    """Return the share of a block's runs of three words found in the rest, and use them up."""
    runs = list(zip(words, words[1:], words[2:], strict=False))
    hits = [run for run in runs if rest[run] > 0]
    share = len(hits) / len(runs)
    if share > 0.5:
        for run in hits:
            rest[run] -= 1
    return share
