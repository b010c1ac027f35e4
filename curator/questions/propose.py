"""Propose open questions for a module: few, each about something that only its readers can tell.

resources → what each can be asked about (see starts.py) → what is asked, by place → best first

A set asks to use something (apply), to take something apart (analyse) and to tell of something (story). A
question that cannot be good is not proposed: many texts bring none, and then a person asks.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from curator.model import Article, Question, Resource
from curator.questions.proposal_data import PLACES
from curator.questions.question_lint import breaks
from curator.questions.starts import Start, starts_of

BASE = 3.0
"""What a filled place counts for by itself: three fair questions are better than two good ones."""

AGAIN = 2.5
"""Points by which another question about a resource that has one already falls behind."""

AGAIN_BEGUN, AGAIN_RICH = 4.0, 0.4
"""Points by which a second question on the same start falls behind: less where there is more to ask."""

REWORDED = 0.7
"""Share of a proposal's longer words in an earlier question, from which on both ask the same."""

_TWICE = re.compile(r"\b([^\W\d_]{4,})(?: to| zu| de| à)? \1\b", re.IGNORECASE)
"""A word that a frame and what fills it both say: "your plan to plan"."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question that could be asked at a place: what it starts from, what it asks, of which resource."""

    text: str
    start: str
    ask: str
    about: int
    score: float
    rich: bool = False
    """Whether other places may ask about the same start, too."""


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
    asked before, which do not come again, nor reworded. The same arguments give the same questions. None
    breaks a lint rule. Returns () without resources and for languages that have no folder in `languages/`.
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
    drafts = _by_place(starts_of(articles, need, texts or {}, language), week)
    taken = {_same(question) for question in used}
    stands = [_stands_under(item) for item in articles]

    def passes(draft: _Draft) -> bool:
        content = stands[draft.about - 1 : draft.about]
        if _same(draft.text) in taken or _reworded(draft.text, used):
            return False
        return not breaks(draft.text, content=content, language=language)

    firsts = _best_set(drafts, passes)
    taken |= {_same(first.text) for first in firsts.values()}
    found: list[tuple[Question, ...]] = []
    for place, first in firsts.items():
        chosen = [first]
        others = [d for p, d in firsts.items() if p != place]
        while len(chosen) < alternatives:
            best = sorted(
                (d for d in drafts[place] if d.ask not in {c.ask for c in chosen}),
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
    """Choose the best draft for each place in turn; nothing is asked twice, nor begun with unless rich."""
    chosen: dict[str, _Draft] = {}
    for place in order:
        before = list(chosen.values())
        begun, asked = {d.start for d in before}, {d.ask for d in before}
        left = (d for d in drafts[place] if (d.rich or d.start not in begun) and d.ask not in asked)
        best = sorted(left, key=lambda d: -_worth(d, before))
        if first := next((d for d in best if passes(d)), None):
            chosen[place] = first
    return chosen


def _worth(draft: _Draft, chosen: Sequence[_Draft]) -> float:
    """Say what a draft is worth beside those chosen: less when it repeats their start, ask or resource."""
    worth = draft.score
    worth -= AGAIN * sum(draft.about == c.about for c in chosen) / max(1, len(chosen))
    worth -= (AGAIN_RICH if draft.rich else AGAIN_BEGUN) * any(draft.start == c.start for c in chosen)
    return worth - 3.0 * any(draft.ask == c.ask for c in chosen)


def _by_place(starts: Sequence[Start], week: int) -> dict[str, list[_Draft]]:
    return {place: list(_drafts(starts, place, week)) for place in PLACES}


def _drafts(starts: Sequence[Start], place: str, week: int) -> Iterator[_Draft]:
    """Draft all that can be asked at a place.

    What fits one start comes in an order of the week's own; what is asked on a topic, closest first.
    """
    for start in starts:
        asks = start.asks[place]
        first = 0 if start.rich else _seed(start.name) + week
        for step in range(len(asks)):
            ask = asks[(first + step) % len(asks)]
            if _TWICE.search(ask):
                continue
            text, score = f"{start.text} {ask}".strip(), start.score - 0.1 * step
            yield _Draft(text, start.name, ask, start.about, score, start.rich)


def _stands_under(item: Resource | Article) -> Resource | Article:
    return item if isinstance(item, Resource) else replace(item, text="", summary="")


def _seed(*parts: str) -> int:
    """Draw a number from texts: the same on every machine and in every run."""
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).digest()[:6])


def _reworded(question: str, used: Collection[str]) -> bool:
    """Say whether a person asked this before in words of their own: most of its longer words are there."""
    own = _longer_words(question)
    return any(len(own & _longer_words(other)) >= REWORDED * len(own) for other in used) if own else False


def _longer_words(question: str) -> set[str]:
    return {word for word in re.findall(r"\w+", question.lower()) if len(word) > 3}


def _same(question: str) -> str:
    """Reduce a question to what two must share to count as the same: their words, whatever marks and case."""
    return " ".join(re.findall(r"\w+", question.lower()))
