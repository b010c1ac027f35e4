"""What the candidates of a week are to the pages that it holds at this moment.

The choice says once why a candidate lost. A person then puts pages in and takes others out, so what hangs on
the rest of the week is told from what the week holds when it is asked for, by the rules of the choice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from curator.model import Article, Candidate
from curator.rank import weights
from curator.rank.article_index import article_vectors
from curator.rank.choice import named_by, of_one_week, twins
from curator.urls import canonical

REMARKED = 150
"""Candidates, best first, that something is said of: it is worked out and sent anew after every change."""


class Beside:
    """The candidates of a week, compared with the pages that it may hold."""

    def __init__(
        self, candidates: Sequence[Candidate] = (), known: Mapping[str, bytes] | None = None
    ) -> None:
        """Take the candidates; vectors of articles in `known` are not computed again."""
        self._candidates = {canonical(c.url): c for c in candidates}
        self._events = {k: frozenset(map(canonical, c.related)) for k, c in self._candidates.items()}
        self._articles: dict[str, Article] = {}
        self._named: dict[str, frozenset[str]] = {}
        self._matrix, _ = article_vectors([])
        self._last: tuple[dict[str, str], dict[str, str]] = {}, {}
        """What the week held when it was last asked for, and what was said: most steps change neither."""
        self._meet({key: c.article for key, c in self._candidates.items()}, known)

    def _meet(self, articles: Mapping[str, Article], known: Mapping[str, bytes] | None = None) -> None:
        """Compare more pages from now on, by their keys."""
        matrix, _ = article_vectors(list(articles.values()), known)
        self._matrix = np.concatenate([self._matrix, matrix]) if self._articles else matrix
        self._articles |= articles
        self._named |= {key: named_by(article.title) for key, article in articles.items()}
        self._rows = {key: row for row, key in enumerate(self._articles)}

    def remarks(self, held: Mapping[str, str], read: Mapping[str, Article]) -> dict[str, str]:
        """Say by key what speaks against candidates beside the pages that a week holds.

        Keys are the `canonical` addresses. `held` are the titles of those pages; `read` are pages whose text
        is known though they are no candidates. What the week holds gets no remark.
        """
        if new := {key: read[key] for key in held if key in read and key not in self._articles}:
            self._meet(new)
            self._last = {}, {}
        if held != self._last[0]:
            self._last = dict(held), self._told(held)
        return self._last[1]

    def _told(self, held: Mapping[str, str]) -> dict[str, str]:
        here = [key for key in held if key in self._articles]
        if not here:
            return {}
        likeness = np.clip(self._matrix @ self._matrix[[self._rows[key] for key in here]].T, 0, 1)
        sources = Counter(self._articles[key].host for key in here)
        found = {}
        for key, candidate in islice(self._candidates.items(), REMARKED):
            if key in held:
                continue
            alike = dict(zip(here, likeness[self._rows[key]].tolist(), strict=True))
            if why := self._why(key, candidate, alike, held, sources):
                found[key] = why
        return found

    def _why(
        self,
        key: str,
        candidate: Candidate,
        alike: Mapping[str, float],
        held: Mapping[str, str],
        sources: Mapping[str, int],
    ) -> str:
        if event := next((other for other in alike if self._related(key, other)), ""):
            return f"tells of the same event as “{held[event]}”"
        same = (k for k, cosine in alike.items() if twins(cosine, self._named[key], self._named[k]))
        if twin := max(same, key=lambda k: alike[k], default=""):
            return f"says much the same as “{held[twin]}”"
        article = candidate.article
        if article.host and (many := sources.get(article.host, 0)) >= weights.PER_SOURCE:
            return f"{many} from {article.source or article.host} are in the week already"
        return ""

    def _related(self, one: str, other: str) -> bool:
        """Tell whether two pages tell of one event; either may name the other."""
        none: frozenset[str] = frozenset()
        named = other in self._events.get(one, none) or one in self._events.get(other, none)
        return named and of_one_week(self._articles[one], self._articles[other])
