"""Find what questions about a week's resources can start from: a topic, what a text lists or says.

resources → topics of title and need, points of a list, sentences worth quoting → starts, each with what can
be asked about it
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curator.model import Article, Resource
from curator.questions.anchoring import terms
from curator.questions.languages import base, table
from curator.questions.listings import listed
from curator.questions.phrases import any_of
from curator.questions.proposal_data import PLACES, Asks, proposals
from curator.questions.quotations import TEXT_CHARS, quotations
from curator.questions.topics import topics_of
from curator.text.language import language_of

QUOTED = 12
"""Best quotations of a resource that questions are made of."""

QUOTED_LESS = 2.5
"""What a quotation counts for less than its score beside topics and lists, which readers liked better."""

GOOD = 4.4
"""Score below which a quotation is not worth a question."""

LIST_SCORE = 6.8
"""What a list of points counts for beside quotations: it holds what the text is about."""

LATER_POINTS = 0.5
"""What the next points of a list count for less than the first."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a question can start from: something quoted, a list, a text as a whole or nothing."""

    text: str
    asks: Asks
    score: float
    about: int
    """Number of the resource, from 1."""
    name: str = ""
    """Tells it from others where its text does not."""
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
    slots: Mapping[str, str]

    def filled(self, asks: Asks, **more: str) -> Asks:
        """Fill what can be asked with the words for this resource and its readers."""
        slots = {**self.slots, **more}
        return {place: tuple(ask.format(**slots) for ask in asks[place]) for place in PLACES}

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
    around = _surroundings(data["settings"], need)
    pieces = data["pieces"]
    found: list[Start] = []
    for number, item in enumerate(items, 1):
        text = _text(item, texts)[:TEXT_CHARS]
        if language_of(text, getattr(item, "language", ""), language) in ("", base(language)):
            slots = {**around, "piece": pieces.get(item.kind, pieces["article"])}
            source = _Source(item.title, text, need, language, number, pieces, slots)
            found += _said(source)
    return [start for start in found if any(start.asks.values())]


def _said(source: _Source) -> Iterator[Start]:
    """Yield what one resource can be asked about: its topics, what it lists and says."""
    for found in topics_of(source.title, source.text, source.need, source.language):
        name = f"topic {found.name}"
        yield Start("", source.filled(found.asks), found.score, source.number, name, rich=True)
    yield from _points(source)
    for quote in quotations(source.title, source.text, source.need, source.language)[:QUOTED]:
        if quote.score >= GOOD:
            leading = "" if not quote.heading else "advice" if quote.kind.advice else "claim"
            lead = source.pieces[leading] if leading else "{quote}"
            text = lead.format(quote=source.quoted(quote.text), **source.slots)
            yield Start(text, source.filled(quote.kind.asks), quote.score - QUOTED_LESS, source.number)


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
        lead = kind.lead.format(items=items, **source.slots)
        score, name = LIST_SCORE - LATER_POINTS * turn, f"points {source.number}"
        yield Start(lead, source.filled(kind.asks), score, source.number, name)


def _surroundings(settings: Mapping[str, Mapping[str, Any]], need: str) -> Mapping[str, str]:
    """Choose the words for the learners' surroundings by what a need speaks of."""
    for setting in settings.values():
        unless = any_of(setting.get("unless", ())).search(need)
        if not setting["words"] or (any_of(setting["words"]).search(need) and not unless):
            return {"here": setting["here"], "for": setting.get("for", setting["here"])}
    return {}


def _text(item: Resource | Article, texts: Mapping[str, str]) -> str:
    own = item.text if isinstance(item, Article) else f"{item.excerpt}\n{item.note}"
    return texts.get(item.url) or own
