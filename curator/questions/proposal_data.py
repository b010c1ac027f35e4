"""What a language's `proposals.toml` says, compiled: what can be quoted and what to ask about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curator.questions.languages import table
from curator.questions.phrases import NEVER, any_of, ways

PLACES = ("apply", "analyse", "story")
"""What the questions of a week ask: to use it, to take it apart, to tell of it."""

IMPERATIVE = "^IMPERATIVE"
"""What stands in a list of signs for the beginnings of an advice."""

Asks = Mapping[str, tuple[str, ...]]
"""By place: what to ask."""


@dataclass(frozen=True, slots=True)
class QuotationKind:
    """What a sentence can say, and what to ask about one that says it."""

    name: str
    sign: re.Pattern[str]
    unless: re.Pattern[str]
    only: re.Pattern[str] | None
    """What such a sentence must hold besides, where its sign is not enough."""
    weight: float
    asks: Asks
    own: bool = False
    """Whether it tells of its writer; only such a sentence may say "I"."""
    people: bool = False
    """Whether it must speak of people: what they live through can be told, how a thing works can not."""
    arguable: bool = False
    """Whether its sign alone makes it worth arguing about; others need a contrast or a cost besides."""
    advice: bool = False
    """Whether it tells what to do."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a text can list, how a question leads to its points, and what it asks about them."""

    name: str
    title: re.Pattern[str]
    lead: str
    asks: Asks


@dataclass(frozen=True, slots=True)
class Proposals:
    """The data of one language, compiled."""

    connective: re.Pattern[str]
    cut: re.Pattern[str]
    clause: re.Pattern[str]
    """What begins a clause that is no sentence by itself."""
    imperative: re.Pattern[str]
    finite: re.Pattern[str]
    own: re.Pattern[str]
    people: re.Pattern[str]
    reject: Mapping[str, re.Pattern[str]]
    """What is never quoted, by reason."""
    stands_alone: re.Pattern[str]
    """Starts that look as if they leaned on others and do not."""
    back: re.Pattern[str]
    """What a need says that comes back to those who need it."""
    beside: re.Pattern[str]
    """What a need says beside its point."""
    weak: tuple[re.Pattern[str], ...]
    edge: tuple[re.Pattern[str], ...]
    """What makes a sentence arguable or costly to follow: a contrast, a consequence, a limit ..."""
    no_point: re.Pattern[str]
    """What no heading holds that is a point of a list."""
    kinds: tuple[QuotationKind, ...]
    lists: tuple[ListKind, ...]
    names: bool
    """Whether a capital inside a sentence marks a name (not in German)."""


@lru_cache(maxsize=16)
def proposals(language: str) -> Proposals | None:
    """Compile what a language's folder says of proposals, None where it says nothing."""
    data = table(language, "proposals")
    if data is None:
        return None
    text, reject = data["text"], dict(data["reject"])
    stands_alone = reject.pop("stands_alone", ())
    imperative = _imperative(data["imperative"])
    return Proposals(
        connective=re.compile(rf"(?:{ways(text['connectives'])})\b[,:]?(?: that)? ", re.IGNORECASE),
        cut=re.compile(rf"; | [—–] | - |, (?:{ways(text['cuts'])})\b", re.IGNORECASE),
        clause=re.compile(rf"(?:{ways(data['imperative']['clauses'])})\b", re.IGNORECASE),
        imperative=imperative,
        finite=any_of(text["finite"]),
        no_point=any_of(text["no_point"]),
        own=any_of(text["own"]),
        people=any_of(text["people"]),
        reject={reason: any_of(phrases) for reason, phrases in reject.items()},
        stands_alone=any_of(stands_alone),
        back=any_of(text.get("back", ())),
        beside=any_of(text.get("beside", ())),
        weak=tuple(map(any_of, data["weak"].values())),
        edge=tuple(map(any_of, data["edge"].values())),
        kinds=tuple(_kind(kind, imperative) for kind in data["kinds"]),
        lists=tuple(_list(kind) for kind in data.get("lists", ())),
        names=text.get("capitals", "names") == "names",
    )


def _imperative(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Compile what begins an advice: maybe a clause or an opener, then a verb that is no noun there."""
    clause = rf"(?:(?:{ways(data['clauses'])}) ?[^,]{{4,70}}, )?"
    opener = rf"(?:(?:{ways(data['openers'])}) )?"
    adverb = rf"(?:(?:{ways(data.get('adverbs', ()))}) )?"
    often_nouns = data.get("often_nouns", ())
    verb = rf"(?:{ways(v for v in data['verbs'].split() if v not in often_nouns)})\b"
    person = rf" (?:{ways(data['person'])})\b" if "person" in data else ""
    others = rf"|(?:{ways(data['others'].split())})\b" if "others" in data else ""
    if often_nouns:  # these are verbs only where the next word shows it
        others += rf"|(?:{ways(often_nouns)})\b(?= (?:{ways(data['verbs_before'])})\b)"
    told = rf"^{clause}{opener}{adverb}(?:{verb}{person}{others})"
    return re.compile(told + _no_noun(data), re.IGNORECASE)


def _no_noun(data: Mapping[str, Any]) -> str:
    """Write what must not follow a verb: what shows that it is a noun there ("Sleep training is ...")."""
    if "nouns_before" not in data:
        return ""
    between = rf"(?: (?!(?:{ways(data['no_nouns_after'])})\b)[\w'-]+){{0,4}}?"
    next_word = rf" (?:{ways(data.get('nouns_next', ()))})\b"
    return rf"(?![-'’]|{next_word}|{between} (?:{ways(data['nouns_before'])})\b)"


def _asks(source: Mapping[str, Any]) -> Asks:
    return {place: tuple(source.get(place, ())) for place in PLACES}


def _sign(phrases: Sequence[str], imperative: re.Pattern[str]) -> re.Pattern[str]:
    """Compile what shows a kind; IMPERATIVE stands for whatever begins an advice."""
    plain = any_of(phrase for phrase in phrases if phrase != IMPERATIVE)
    if IMPERATIVE not in phrases:
        return plain
    return re.compile(f"{imperative.pattern}|{plain.pattern}", re.IGNORECASE)


def _kind(kind: Mapping[str, Any], imperative: re.Pattern[str]) -> QuotationKind:
    sign = _sign(kind["sign"], imperative)
    unless = any_of(kind["unless"]) if kind.get("unless") else NEVER
    only = _sign(kind["only"], imperative) if "only" in kind else None
    weight, own = float(kind["weight"]), kind.get("own", False)
    people, arguable = kind.get("people", False), kind.get("arguable", False)
    advice = IMPERATIVE in kind["sign"] or kind.get("advice", False)
    return QuotationKind(kind["name"], sign, unless, only, weight, _asks(kind), own, people, arguable, advice)


def _list(kind: Mapping[str, Any]) -> ListKind:
    return ListKind(kind["name"], any_of(kind["title"]), kind["lead"], _asks(kind))
