"""The two steps of a shortlist that take time, as functions of records: they run here or on another machine.

    first look   all that the feeds offer, ranked on the feeds' own words → the few pages worth reading
    fold         articles → copies folded, ranked, related stories marked, tagged → candidates

What all courses draw on (`Shared`) is laid out on a cluster once; a task names rows of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import repeat

from curator.model import Article, Candidate, Reason
from curator.rank import (
    RankingContext,
    Scoring,
    group_duplicates,
    rank,
    related,
    tagger,
    usual_meaning,
    weights,
)
from curator.rank.said import TAKES_UP
from curator.rank.semantic import Reader

SOURCE_SHARE = 0.25
LOOK_AT = 3
"""Share of the pages read that one source gets while others have something near the need, and how many times
the pages to be read count as near. Judged."""

TAGGED = 150
"""Candidates, best first, that are tagged: they serve the choice, and each takes milliseconds."""


@dataclass(frozen=True, slots=True)
class RankedFor:
    """What articles are ranked for: the need of a week and all that a course says and decided."""

    need: str
    keywords: tuple[str, ...]
    liked: tuple[Article, ...]
    disliked: tuple[Article, ...]
    said: Mapping[str, str]
    """Words of learners, and how they were said ("asked in week 3")."""
    now: datetime
    context: RankingContext


@dataclass(frozen=True, slots=True)
class Shared:
    """Articles that all courses draw on, in a fixed order, and the vectors of texts by their keys."""

    articles: tuple[Article, ...]
    vectors: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Rank some rows of what is shared, and articles of the course's own after them; name the best `most`."""

    wanted: RankedFor
    rows: tuple[int, ...]
    own: tuple[Article, ...]
    most: int
    vectors: Mapping[str, bytes] = field(default_factory=dict)
    """Vectors of the course's own articles and decisions."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The addresses worth reading, and how close the offers are in general (see `usual_meaning`)."""

    worth: frozenset[str]
    usual: float | None


@dataclass(frozen=True, slots=True)
class Fold:
    """Rank articles with copies folded and tags; those of `earlier` weeks take their copies out."""

    wanted: RankedFor
    articles: tuple[Article, ...]
    earlier: tuple[Article, ...]
    examples: tuple[tuple[Article, tuple[str, ...]], ...]
    vectors: Mapping[str, bytes]


def first_look(task: FirstLook, shared: Shared) -> Looked:
    """Take a first look on the feeds' own words."""
    articles = [*(shared.articles[row] for row in task.rows), *task.own]
    known = shared.vectors.keys()
    vectors = shared.vectors if task.vectors.keys() <= known else {**shared.vectors, **task.vectors}
    found = ranked(task.wanted, articles, vectors)
    return Looked(worth_reading(found, task.most), usual_meaning(found))


def worth_reading(first: Sequence[Candidate], most: int) -> frozenset[str]:
    """Choose the pages to read, `most` at the most: the best of what the feeds say, by address.

    Copies take no place. A source gets SOURCE_SHARE of the places while others have something near the need,
    for a week takes two from each.
    """
    near = first[: most * LOOK_AT]
    offered = [c for c in near if not any(r.points == weights.COPY for r in c.reasons)]
    each = max(2, int(most * SOURCE_SHARE))
    taken: dict[str, int] = {}
    chosen: list[str] = []
    later: list[str] = []
    for candidate in offered:
        source = candidate.article.feed or candidate.article.host
        taken[source] = taken.get(source, 0) + 1
        (chosen if taken[source] <= each else later).append(candidate.url)
    return frozenset([*chosen[:most], *later][:most])


def fold(task: Fold, reader: Reader | None = None) -> list[Candidate]:
    """Rank articles with copies folded into the best version, related stories marked, and tags."""
    known = {article.url for article in task.earlier}
    grouped = group_duplicates([*task.articles, *task.earlier], task.vectors)
    groups = [g for g in grouped if not any(a.url in known for a in g)]
    copies = {group[0].url: group[1:] for group in groups}
    beside = related([group[0] for group in groups], task.vectors)
    tags = tagger(task.wanted.context.taxonomy, examples=task.examples)
    best = ranked(task.wanted, [group[0] for group in groups], task.vectors, reader)
    named = [*tags([c.article for c in best[:TAGGED]]), *repeat((), len(best[TAGGED:]))]
    return [
        replace(c, duplicates=tuple(copies[c.url]), related=tuple(beside.get(c.url, ())), tags=tuple(names))
        for c, names in zip(best, named, strict=True)
    ]


def ranked(
    wanted: RankedFor,
    articles: Sequence[Article],
    vectors: Mapping[str, bytes],
    reader: Reader | None = None,
) -> list[Candidate]:
    """Rank articles whose vectors are known, best first."""
    found = rank(
        articles,
        wanted.need,
        keywords=wanted.keywords,
        liked=wanted.liked,
        disliked=wanted.disliked,
        said=tuple(wanted.said),
        now=wanted.now,
        context=wanted.context,
        scoring=Scoring(vectors, reader),
    )
    if not wanted.said:
        return found
    return [replace(c, reasons=tuple(taken_up(r, wanted.said) for r in c.reasons)) for c in found]


def taken_up(reason: Reason, said: Mapping[str, str]) -> Reason:
    """Say of a reason that quotes the conversation when and how it was said; others stay as they are.

    `said` maps words to "asked in week 3". Files and pages get the words without the quotation, for whether
    a learner is quoted there is for a person to choose.
    """
    start, _, quote = reason.text.partition(" said: “")
    if not reason.public or start != TAKES_UP:
        return reason
    begin = quote.rstrip("”").rstrip("…")
    how = next((h for words, h in said.items() if " ".join(words.split()).startswith(begin)), "said")
    return replace(reason, text=f"{TAKES_UP} {how}: “{quote}", public=f"{TAKES_UP} {how}")
