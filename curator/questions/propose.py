"""Propose open questions for a module: something that a resource says, quoted, and one thing to ask about it.

resources → what each says (quotations, lists of points) → what can be asked about it, by place → best first

A set asks to use something (apply), to take something apart (analyse) and to tell of something (story). A
question that cannot be good is not proposed: a text that says nothing to talk about brings at most a plain
question about its title.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from curator.model import Article, Question, Resource
from curator.questions.anchoring import terms
from curator.questions.languages import base, table
from curator.questions.listings import listed
from curator.questions.phrases import any_of
from curator.questions.prompts import skill_of
from curator.questions.proposal_data import PLACES, Asks, proposals
from curator.questions.question_lint import breaks
from curator.questions.quotations import TEXT_CHARS, Quotation, quotations
from curator.text.language import language_of

QUOTED = 12
"""Best quotations of a resource that questions are made of."""

GOOD = 5.0
"""Score below which a quotation is not worth a question."""

LIST_SCORE = 6.8
"""What a list of points counts for beside quotations: it holds what the text is about."""

PLAIN_SCORE = 0.0
"""What a question about the need alone counts for: the last resort."""

LATER_POINTS = 0.5
"""What the next points of a list count for less than the first."""

WHOLE_SCORE = 5.2
"""What a text asked about as a whole counts for: a good quotation says more."""

BASE = 3.0
"""What a filled place counts for by itself: three fair questions are better than two good ones."""

SHARED = 2
"""Terms that a title shares with what the need asks for, so that the need alone can be asked about there."""

AGAIN = 2.5
"""Points by which another question about a resource that has one already falls behind."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What a question can start from: a quotation, a list or nothing; and what can be asked, by place."""

    text: str
    asks: Asks
    score: float
    about: int


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question that could be asked at a place: what it starts from, what it asks, of which resource."""

    text: str
    start: str
    ask: str
    about: int
    score: float


def propose(
    resources: Sequence[Resource | Article],
    *,
    need: str,
    week: int,
    used: Collection[str] = (),
    texts: Mapping[str, str] | None = None,
    language: str = "en",
) -> tuple[Question, ...]:
    """Propose at most three questions q1 to q3, each `about` a resource: apply, analyse, tell a story.

    `texts` holds the readable text of resources by address; an Article brings its own. `used` are questions
    asked before, which do not come again. The same arguments give the same questions. None breaks a lint
    rule. Returns () without resources and for languages that have no folder in `languages/`.
    """
    places = propose_questions(
        resources, need=need, week=week, used=used, texts=texts, language=language, alternatives=1
    )
    firsts = (place[0] for place in places)
    return tuple(q.model_copy(update={"id": f"q{n}"}) for n, q in enumerate(firsts, 1))


def propose_questions(
    articles: Sequence[Resource | Article],
    *,
    need: str,
    week: int,
    language: str = "en",
    alternatives: int = 3,
    used: Collection[str] = (),
    texts: Mapping[str, str] | None = None,
) -> tuple[tuple[Question, ...], ...]:
    """Propose alternatives for each place of a week's conversation, best first.

    The places ask to apply, to analyse and to tell a story, in this order; one for which nothing good is
    found is left out. Alternatives of one place share its id (q1, q2, q3) and differ in what they ask.
    """
    starts = _starts(articles, need, texts or {}, language)
    drafts = {place: list(_drafts(starts, place, week)) for place in PLACES}
    taken = {_same(question) for question in used}
    stands = [_stands_under(item) for item in articles]

    def passes(draft: _Draft) -> bool:
        content = stands[draft.about - 1 : draft.about]
        return _same(draft.text) not in taken and not breaks(draft.text, content=content, language=language)

    firsts = _best_set(drafts, passes)
    taken |= {_same(first.text) for first in firsts.values()}
    found: list[tuple[Question, ...]] = []
    for place, first in firsts.items():
        chosen = [first]
        others = [d for p, d in firsts.items() if p != place]
        while len(chosen) < alternatives:
            best = sorted(
                (d for d in drafts[place] if d.ask not in {c.ask for c in chosen} and d.score >= GOOD),
                key=lambda d: -_worth(d, [*chosen, *others]),
            )
            more = next((d for d in best if passes(d)), None)
            if more is None:
                break
            chosen.append(more)
            taken.add(_same(more.text))
        name = f"q{len(found) + 1}"
        found.append(tuple(Question(id=name, question=d.text, about=d.about) for d in chosen))
    return tuple(found)


def _best_set(drafts: Mapping[str, Sequence[_Draft]], passes: Callable[[_Draft], bool]) -> dict[str, _Draft]:
    """Choose one draft for each place, so that the set as a whole is worth most.

    What suits two places goes where nothing else suits as well: every order of the places is tried.
    """
    sets = [_set_in_order(drafts, order, passes) for order in permutations(PLACES)]
    best = max(sets, key=lambda chosen: sum(BASE + draft.score for draft in chosen.values()))
    return {place: best[place] for place in PLACES if place in best}


def _set_in_order(
    drafts: Mapping[str, Sequence[_Draft]], order: Sequence[str], passes: Callable[[_Draft], bool]
) -> dict[str, _Draft]:
    """Choose the best draft for each place in turn; what was begun with once is not begun with again."""
    chosen: dict[str, _Draft] = {}
    for place in order:
        before = list(chosen.values())
        begun = {d.start for d in before if d.start}
        best = sorted((d for d in drafts[place] if d.start not in begun), key=lambda d: -_worth(d, before))
        if first := next((d for d in best if passes(d)), None):
            chosen[place] = first
    return chosen


def _worth(draft: _Draft, chosen: Sequence[_Draft]) -> float:
    """Say what a draft is worth beside those chosen: less when it repeats their start, ask or resource."""
    worth = draft.score
    worth -= AGAIN * sum(draft.about == c.about for c in chosen) / max(1, len(chosen))
    worth -= 4.0 * any(draft.start == c.start and draft.start != "" for c in chosen)
    return worth - 3.0 * any(draft.ask == c.ask for c in chosen)


def _drafts(starts: Sequence[_Start], place: str, week: int) -> Iterator[_Draft]:
    """Draft all that can be asked at a place; what fits one start comes in an order of the week's own."""
    for start in starts:
        asks = start.asks[place]
        first = _seed(start.text) + week
        for step in range(len(asks)):
            ask = asks[(first + step) % len(asks)]
            yield _Draft(
                f"{start.text} {ask}".strip(), start.text, ask, start.about, start.score - 0.1 * step
            )


def _starts(
    items: Sequence[Resource | Article], need: str, texts: Mapping[str, str], language: str
) -> list[_Start]:
    """Collect what questions about some resources can start from."""
    data = table(language, "proposals")
    if data is None:
        return []
    around = _surroundings(data["settings"], need)
    found: list[_Start] = []
    for number, item in enumerate(items, 1):
        slots = {**around, "piece": data["pieces"].get(item.kind, data["pieces"]["article"])}
        text = _text(item, texts)
        if language_of(text, getattr(item, "language", ""), language) in ("", base(language)):
            found += _said(item.title, text, need, language, slots, number)
    plain, skill = data["plain"], skill_of(need, language)
    unfit = len(skill.split()) > plain["words"] or any_of(plain["unless"]).search(skill)
    if skill and not unfit and not found:
        slots = {**around, "skill": skill}
        week_long = len(items) > 1  # several texts are about their need, one may be beside it
        asks = {place: tuple(ask.format(**slots) for ask in plain.get(place, ())) for place in PLACES}
        found += [
            _Start("", asks, PLAIN_SCORE, number)
            for number, item in enumerate(items, 1)
            if week_long or len(terms(item.title, language) & terms(skill, language)) >= SHARED
        ]
    return found


def _said(
    title: str, text: str, need: str, language: str, slots: Mapping[str, str], number: int
) -> Iterator[_Start]:
    """Yield what one resource says that can be talked about: what it lists, its best sentences, its story."""
    known = proposals(language)
    if known is None:
        return
    pieces = (table(language, "proposals") or {})["pieces"]
    before, after = pieces["quotes"]

    def filled(asks: Asks) -> Asks:
        return {place: tuple(ask.format(**slots) for ask in asks[place]) for place in PLACES}

    beside = terms(text[:TEXT_CHARS], language).isdisjoint(terms(need, language))
    found = None if beside else listed(title, text, language)
    named: set[str] = set()
    if found:
        kind, groups = found
        for turn, shown in enumerate(groups):
            quoted = [f"{before}{point}{after}" for point in shown]
            items = ", ".join(quoted[:-1]) + f"{pieces['and']}{quoted[-1]}"
            lead = kind.lead.format(items=items, **slots)
            yield _Start(lead, filled(kind.asks), LIST_SCORE - LATER_POINTS * turn, number)
            named.update(shown)
    for quote in quotations(title, text, need, language)[:QUOTED]:
        if quote.score >= GOOD and quote.text not in named:
            lead = pieces.get(_lead_of(quote), "{quote}")
            start = lead.format(quote=f"{before}{quote.text}{after}", **slots)
            yield _Start(start, filled(quote.kind.asks), quote.score, number)
    if whole := next((w for w in known.whole if w.fits(title, text[:TEXT_CHARS])), None):
        yield _Start("", filled(whole.asks), WHOLE_SCORE, number)


def _lead_of(quote: Quotation) -> str:
    """Name the words that lead to a quotation: a heading is no sentence of its own, a question is asked."""
    if quote.text.endswith("?"):
        return "question"
    return "" if not quote.heading else "advice" if quote.kind.advice else "claim"


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


def _stands_under(item: Resource | Article) -> Resource | Article:
    return item if isinstance(item, Resource) else replace(item, text="", summary="")


def _seed(*parts: str) -> int:
    """Draw a number from texts: the same on every machine and in every run."""
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).digest()[:6])


def _same(question: str) -> str:
    """Reduce a question to what two must share to count as the same: their words, whatever marks and case."""
    return " ".join(re.findall(r"\w+", question.lower()))
