"""Find what questions about a week's resources can start from: a topic, or what a text lists.

resources → topics of title and need, points of a list → starts, each with what can be asked about it
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curator.model import Article, Resource
from curator.questions.anchoring import terms
from curator.questions.languages import base, table
from curator.questions.listings import listed
from curator.questions.proposal_data import Asks, proposals
from curator.questions.topics import topics_of
from curator.text.language import language_of

TEXT_CHARS = 16_000
"""Characters of a text that are looked through."""

LIST_SCORE = 6.8
"""What a list of points counts for beside topics."""

LATER_POINTS = 0.5
"""What the next points of a list count for less than the first."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a question can start from: a topic, or the points of a list."""

    text: str
    """What stands before what is asked; empty for a topic."""
    asks: Asks
    score: float
    about: int
    """Number of the resource, from 1."""
    name: str
    """Tells it from others."""
    rich: bool = False
    """Whether each place asks something of its own about it, so that a week may ask more than one of them."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One resource as it is read for questions, in one language."""

    title: str
    text: str
    need: str
    language: str
    number: int
    pieces: Mapping[str, Any]
    piece: str
    """What the questions call it: an article, an episode."""

    def quoted(self, words: str) -> str:
        """Put words into the quotation marks of the language."""
        before, after = self.pieces["quotes"]
        return f"{before}{words}{after}"


def starts_of(
    items: Sequence[Resource | Article], need: str, texts: Mapping[str, str], language: str
) -> list[Start]:
    """Collect what questions about some resources can start from; none in a language without proposals."""
    data = table(language, "proposals")
    if data is None or proposals(language) is None:
        return []
    pieces = data["pieces"]
    found: list[Start] = []
    for number, item in enumerate(items, 1):
        text = _text(item, texts)[:TEXT_CHARS]
        if language_of(text, getattr(item, "language", ""), language) in ("", base(language)):
            piece = pieces.get(item.kind, pieces["article"])
            source = _Source(item.title, text, need, language, number, pieces, piece)
            found += _topics(source)
            found += _points(source)
    return [start for start in found if any(start.asks.values())]


def _topics(source: _Source) -> Iterator[Start]:
    """Yield the topics that one resource can be asked about."""
    for found in topics_of(source.title, source.text, source.need, source.language):
        name = f"topic {found.name}"
        yield Start("", found.asks, found.score, source.number, name, rich=True)


def _points(source: _Source) -> Iterator[Start]:
    """Yield the mistakes or myths that a text lists where its title has a word of the need."""
    beside = terms(source.title, source.language).isdisjoint(terms(source.need, source.language))
    found = None if beside else listed(source.title, source.text, source.language)
    if found is None:
        return
    kind, groups = found
    for turn, shown in enumerate(groups):
        quoted = [source.quoted(point) for point in shown]
        items = ", ".join(quoted[:-1]) + f"{source.pieces['and']}{quoted[-1]}"
        lead = kind.lead.format(items=items, piece=source.piece)
        score, name = LIST_SCORE - LATER_POINTS * turn, f"points {source.number}"
        yield Start(lead, kind.asks, score, source.number, name)


def _text(item: Resource | Article, texts: Mapping[str, str]) -> str:
    own = item.text if isinstance(item, Article) else f"{item.excerpt}\n{item.note}"
    return texts.get(item.url) or own
