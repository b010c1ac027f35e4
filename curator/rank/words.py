"""Texts to words: the same small steps wherever words are counted."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def words(text: str) -> list[str]:
    """Split a text into lower-case words."""
    return [w.lower() for w in WORD.findall(text)]


def bm25(query: Sequence[str], documents: Sequence[Counter[str]]) -> NDArray[np.float32]:
    """Score documents against the words of a query, as a share of what a document full of them would get."""
    n = len(documents)
    lengths = np.array([sum(d.values()) for d in documents], np.float32)
    mean = float(lengths.mean()) if n else 1.0
    total, best = np.zeros(n, np.float32), 0.0
    for word in dict.fromkeys(query):
        count = np.array([d.get(word, 0) for d in documents], np.float32)
        found = int((count > 0).sum())
        idf = log(1 + (n - found + 0.5) / (found + 0.5))
        best += idf * 2.2
        total += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths / max(mean, 1.0)))
    return total / best if best else total
