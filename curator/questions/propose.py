"""Propose open questions for a module: something that a resource says, quoted, and one thing to ask about it.

resources → what each says (quotations, lists of points) → what can be asked about it, by place → best first

A set asks to use something (apply), to take something apart (analyse) and to tell of something (story). A
question that cannot be good is not proposed: a text that says nothing to talk about brings at most a plain
question about its title.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curator.model import Article, Question, Resource
from curator.questions.anchoring import terms
from curator.questions.languages import base, table
from curator.questions.listings import listed
from curator.questions.prompts import skill_of
from curator.questions.question_lint import breaks
from curator.questions.quotations import PLACES, quotations
from curator.text.language import language_of

QUOTED = 12
"""Best quotations of a resource that questions are made of."""

GOOD = 4.8
"""Score below which a quotation is not worth a question."""

LIST_SCORE = 5.4
"""What a list of points counts for beside quotations: below a good one, above a middling one."""

PLAIN_SCORE = 0.0
"""What a question about the need alone counts for: the last resort."""

SHARED = 2
"""Terms that a title shares with what the need asks for, so that the need alone can be asked about there."""

AGAIN = 2.5
"""Points by which another question about a resource that has one already falls behind."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What a question can start from: a quotation, a list or nothing; and what can be asked, by place."""

    text: str
    asks: Mapping[str, Sequence[str]]
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

    firsts: dict[str, _Draft] = {}
    for place in PLACES:
        chosen = list(firsts.values())
        begun = {d.start for d in chosen}
        best = sorted((d for d in drafts[place] if d.start not in begun), key=lambda d: -_worth(d, chosen))
        if first := next((d for d in best if passes(d)), None):
            firsts[place] = first
            taken.add(_same(first.text))
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


def _worth(draft: _Draft, chosen: Sequence[_Draft]) -> float:
    """Say what a draft is worth beside those chosen: less when it repeats their start, ask or resource."""
    worth = draft.score
    worth -= AGAIN * sum(draft.about == c.about for c in chosen) / max(1, len(chosen))
    worth -= 4.0 * any(draft.start == c.start for c in chosen)
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
    unfit = len(skill.split()) > plain["words"] or re.search(plain["unless"], skill, re.IGNORECASE)
    if skill and not unfit:
        slots = {**around, "skill": skill}
        week_long = len(items) > 1 and not found  # several texts are about their need, one may be beside it
        asks = {place: [ask.format(**slots) for ask in plain.get(place, ())] for place in PLACES}
        found += [
            _Start("", asks, PLAIN_SCORE, number)
            for number, item in enumerate(items, 1)
            if week_long or len(terms(item.title, language) & terms(skill, language)) >= SHARED
        ]
    return found


def _said(
    title: str, text: str, need: str, language: str, slots: Mapping[str, str], number: int
) -> Iterator[_Start]:
    """Yield what one resource says that can be talked about: its best sentences, and what it lists."""
    pieces = (table(language, "proposals") or {})["pieces"]
    before, after = pieces["quotes"]

    def filled(asks: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        return {place: [ask.format(**slots) for ask in asks[place]] for place in PLACES}

    for quote in quotations(title, text, need, language)[:QUOTED]:
        if quote.score >= GOOD:
            yield _Start(f"{before}{quote.text}{after}", filled(quote.kind.asks), quote.score, number)
    beside = terms(title, language).isdisjoint(terms(need, language))
    if found := None if beside else listed(title, text, language):
        kind, shown = found
        quoted = [f"{before}{point}{after}" for point in shown]
        items = ", ".join(quoted[:-1]) + f"{pieces['and']}{quoted[-1]}"
        yield _Start(kind.lead.format(items=items, **slots), filled(kind.asks), LIST_SCORE, number)


def _surroundings(settings: Mapping[str, Mapping[str, str]], need: str) -> Mapping[str, str]:
    """Choose the words for the learners' surroundings by what a need speaks of."""
    fits = (s for s in settings.values() if re.search(s["sign"], need, re.IGNORECASE))
    return next(fits, {})


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
