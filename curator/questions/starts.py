"""Find what questions about a week's resources can start from: what each says, lists or tells.

resources → the points of a list, sentences worth quoting, a story as a whole → starts, each with what can be
asked about it; where no text says anything, the need alone
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curator.model import Article, Resource
from curator.questions.anchoring import generic, terms
from curator.questions.languages import base, table
from curator.questions.listings import listed
from curator.questions.objectives import skill_of
from curator.questions.phrases import any_of
from curator.questions.proposal_data import PLACES, Asks, Proposals, WholeKind, proposals
from curator.questions.quotations import (
    MARKUP,
    TEXT_CHARS,
    TITLE_WORDS,
    Quotation,
    quotations,
    sentence_case,
    small_words,
)
from curator.text.language import language_of

QUOTED = 12
"""Best quotations of a resource that questions are made of."""

GOOD = 5.0
"""Score below which a quotation is not worth a question."""

LIST_SCORE = 6.8
"""What a list of points counts for beside quotations: it holds what the text is about."""

LATER_POINTS = 0.5
"""What the next points of a list count for less than the first."""

WHOLE_SCORE = 4.0
"""What a text asked about as a whole counts for: any quotation that is worth a question says more."""

PLAIN_SCORE = 0.0
"""What a question about the need alone counts for: the last resort."""

TITLE_CHARS = 90
"""Characters of a title that can lead to a question."""

SHARED = 2
"""Terms that a title shares with what the need asks for, so that the need alone can be asked about there."""


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
    whole: bool = False
    """Whether it is a text as a whole."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One resource as it is read for questions, in one language."""

    title: str
    text: str
    need: str
    language: str
    number: int
    known: Proposals
    pieces: Mapping[str, Any]
    slots: Mapping[str, str]

    def filled(self, asks: Asks) -> Asks:
        """Fill what can be asked with the words for this resource and its readers."""
        return {place: tuple(ask.format(**self.slots) for ask in asks[place]) for place in PLACES}

    def quoted(self, words: str) -> str:
        """Put words into the quotation marks of the language."""
        before, after = self.pieces["quotes"]
        return f"{before}{words}{after}"


def starts_of(
    items: Sequence[Resource | Article], need: str, texts: Mapping[str, str], language: str
) -> list[Start]:
    """Collect what questions about some resources can start from; none in a language without proposals."""
    data, known = table(language, "proposals"), proposals(language)
    if data is None or known is None:
        return []
    around = _surroundings(data["settings"], need)
    pieces = data["pieces"]
    found: list[Start] = []
    for number, item in enumerate(items, 1):
        text = _text(item, texts)[:TEXT_CHARS]
        if language_of(text, getattr(item, "language", ""), language) in ("", base(language)):
            slots = {**around, "piece": pieces.get(item.kind, pieces["article"])}
            source = _Source(item.title, text, need, language, number, known, pieces, slots)
            found += _said(source)
    return [start for start in found if any(start.asks.values())]


def plain_starts(items: Sequence[Resource | Article], need: str, language: str) -> list[Start]:
    """Start from the need alone, for where nothing that a text says can be asked about."""
    data = table(language, "proposals")
    if data is None:
        return []
    return list(_plain(items, need, language, data["plain"], _surroundings(data["settings"], need)))


def _said(source: _Source) -> Iterator[Start]:
    """Yield what one resource says that can be talked about: what it lists, its best sentences, its story."""
    named: set[str] = set()
    steps = False
    for shown, start in _points(source):
        named.update(shown)
        steps = not start.asks["apply"]
        yield start
    whole = next((w for w in source.known.whole if w.fits(source.title, source.text)), None)
    story = whole is not None and not whole.asked  # what somebody did there is no advice
    for quote in quotations(source.title, source.text, source.need, source.language)[:QUOTED]:
        told = quote.kind.advice and (
            story or (steps and quote.heading)
        )  # no single step of many is asked about
        if quote.score >= GOOD and quote.text not in named and not told:
            lead = source.pieces.get(_lead_of(quote), "{quote}")
            text = lead.format(quote=source.quoted(quote.text), **source.slots)
            asks = source.filled(quote.kind.asks)
            if quote.kind.undertaking and not quote.heading:
                asks = {**asks, "apply": ()}
            yield Start(text, asks, quote.score, source.number)
    if whole:
        yield from _as_a_whole(whole, source)


def _points(source: _Source) -> Iterator[tuple[tuple[str, ...], Start]]:
    """Yield the points that a text lists, some at a time; none where its title has no word of the need."""
    beside = terms(source.title, source.language).isdisjoint(terms(source.need, source.language))
    found = None if beside else listed(source.title, source.text, source.language)
    if found is None:
        return
    kind, groups = found
    for turn, shown in enumerate(groups):
        quoted = [source.quoted(point) for point in shown]
        items = ", ".join(quoted[:-1]) + f"{source.pieces['and']}{quoted[-1]}"
        lead = kind.lead.format(items=items, **source.slots)
        yield (
            shown,
            Start(
                lead,
                source.filled(kind.asks),
                LIST_SCORE - LATER_POINTS * turn,
                source.number,
                f"list {source.number}",
            ),
        )


def _lead_of(quote: Quotation) -> str:
    """Name the words that lead to a quotation: a heading is no sentence of its own, a question is asked."""
    if quote.text.endswith("?"):
        return "question"
    return "" if not quote.heading else "advice" if quote.kind.advice else "claim"


def _as_a_whole(whole: WholeKind, source: _Source) -> Iterator[Start]:
    """Yield a text that is asked about as a whole; its title must be quotable, and speak of the need."""
    leading, said = _title_of(whole, source)
    beside = terms(source.title, source.language).isdisjoint(terms(source.need, source.language))
    if said and not beside:
        text = source.pieces[leading].format(quote=source.quoted(said), **source.slots)
        name = f"whole {source.number}"
        yield Start(text, source.filled(whole.asks), WHOLE_SCORE, source.number, name, whole=True)


def _title_of(whole: WholeKind, source: _Source) -> tuple[str, str]:
    """Choose how a title leads to what is asked of its text: the words before it, and how they hold it.

    Both are empty where it can not.
    """
    small = small_words(source.text) | generic(source.language)
    for part in source.title.strip(" .").split(": "):
        said = sentence_case(part, small)
        if MARKUP.search(part) or len(part.split()) < TITLE_WORDS or re.search(r"\s[A-Z][a-z]", said):
            continue
        if whole.asked and part.endswith("?"):
            return "question", said
        if whole.of.search(part):
            return "story", said[:1].lower() + said[1:]
    title = " ".join(source.title.split()).strip(" .")
    fits = not whole.asked and not MARKUP.search(title) and len(title) <= TITLE_CHARS
    return ("about", title) if fits else ("", "")


def _plain(
    items: Sequence[Resource | Article],
    need: str,
    language: str,
    plain: Mapping[str, Any],
    around: Mapping[str, str],
) -> Iterator[Start]:
    """Yield the need alone, where no text says anything: for a week, or for a title that speaks of it."""
    skill = skill_of(need, language)
    for cut in plain.get("cut", ()):
        first = skill.split(cut)[0]
        skill = first if len(skill.split()) > plain["words"] and " " in first else skill
    if not skill or len(skill.split()) > plain["words"] or any_of(plain["unless"]).search(skill):
        return
    slots = {**around, "skill": skill}
    asks = {place: tuple(ask.format(**slots) for ask in plain.get(place, ())) for place in PLACES}
    for number, item in enumerate(items, 1):
        shared = terms(item.title, language) & terms(skill, language)
        if len(items) > 1 or len(shared) >= SHARED:
            yield Start("", asks, PLAIN_SCORE + 0.1 * len(shared), number)
        if len(items) > 1:
            last = {
                **dict.fromkeys(PLACES, ()),
                "analyse": tuple(ask.format(**slots) for ask in plain.get("last", ())),
            }
            yield Start("", last, PLAIN_SCORE - 1.0, number)


def _surroundings(settings: Mapping[str, Mapping[str, Any]], need: str) -> Mapping[str, str]:
    """Choose the words for the learners' surroundings by what a need speaks of."""
    for setting in settings.values():
        unless = any_of(setting.get("unless", ())).search(need)
        if not setting["words"] or (any_of(setting["words"]).search(need) and not unless):
            return {"here": setting["here"]}
    return {}


def _text(item: Resource | Article, texts: Mapping[str, str]) -> str:
    own = item.text if isinstance(item, Article) else f"{item.excerpt}\n{item.note}"
    return texts.get(item.url) or own
