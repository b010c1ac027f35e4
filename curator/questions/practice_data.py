"""What a language's `practices.toml` says, compiled: how an advice becomes a phrase, what to ask of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curator.questions.languages import table
from curator.questions.phrases import any_of, ways
from curator.questions.proposal_data import PLACES, Asks

ANY = re.compile(r"[^ ]+ ")
"""The verb of a kind that names none."""


@dataclass(frozen=True, slots=True)
class PracticeKind:
    """A kind of practice, told by its verb, and what to ask of people who have done it or are new to it."""

    name: str
    verbs: re.Pattern[str]
    object: str
    """What must follow the verb: a "new" thing that is one of its nouns, or anything ("")."""
    nouns: frozenset[str]
    asks: Asks
    asks_new: Asks
    weight: float


@dataclass(frozen=True, slots=True)
class Practices:
    """The data of one language, compiled."""

    verbs: frozenset[str]
    openers: re.Pattern[str]
    negations: re.Pattern[str]
    before: re.Pattern[str]
    """What leads to an advice inside a sentence: "it is important to"."""
    clauses: re.Pattern[str]
    """A clause at the front that can be left out, up to its comma."""
    no_advice: re.Pattern[str]
    """What a line says that leads to points which are no advice."""
    leaning: re.Pattern[str]
    weak: frozenset[str]
    strong: re.Pattern[str]
    loose: frozenset[str]
    ends: re.Pattern[str]
    broken: re.Pattern[str]
    joined: re.Pattern[str]
    determined: re.Pattern[str]
    """What a practice holds that reads well beside others: an article, "your"."""
    second: tuple[str, ...]
    """How another verb ends that is joined without its own "to": "and securing"."""
    purpose: re.Pattern[str] | None
    holds_purpose: frozenset[str]
    new: re.Pattern[str]
    """What a need says of people who begin."""
    praise: frozenset[str]
    one: frozenset[str]
    between: frozenset[str]
    kinds: tuple[PracticeKind, ...]
    """In the order in which they are tried; the last takes any other verb."""
    list_lead: str
    list: Asks
    list_new: Asks


@lru_cache(maxsize=16)
def practice_data(language: str) -> Practices | None:
    """Compile what a language's folder says of practices, None where it says nothing."""
    data, proposals = table(language, "practices"), table(language, "proposals")
    if data is None or proposals is None:
        return None
    verbs = frozenset(proposals["imperative"]["verbs"].split())
    kinds = tuple(_kind(kind) for kind in data["kinds"])
    purpose = rf"(\w+) (?:{ways(data['purpose'])}) (\w+)" if data.get("purpose") else ""
    return Practices(
        verbs=verbs,
        openers=_front(data["openers"]),
        negations=_front(data["negations"]),
        before=re.compile(rf"(?:{ways(data['before'])}) ", re.IGNORECASE),
        clauses=re.compile(rf"(?:{ways(data['clauses'])})\b[^,]{{3,60}}, ", re.IGNORECASE),
        no_advice=any_of(data["no_advice"]),
        leaning=any_of(data["leaning"]),
        weak=frozenset(data["weak"].split()),
        strong=any_of(f"^{phrase}" for phrase in data["strong"]),
        loose=frozenset(data["loose"]),
        ends=re.compile("|".join(map(re.escape, data["ends"]))),
        broken=re.compile("|".join(map(re.escape, data["broken"]))),
        joined=re.compile(rf" (?:{ways(data['joined'])}) (\w+)"),
        determined=any_of(data["list"]["determined"]),
        second=tuple(data.get("second", ())),
        purpose=re.compile(purpose) if purpose else None,
        holds_purpose=frozenset(data.get("holds_purpose", ())),
        new=any_of(data["new"]),
        praise=frozenset(data.get("praise", ())),
        one=frozenset(data.get("one", ())),
        between=frozenset(data.get("between", ())),
        kinds=kinds,
        list_lead=data["list"]["lead"],
        list=_asks(data["list"]),
        list_new=_asks(data["list"], "new_"),
    )


def _front(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{ways(phrases)}),? ", re.IGNORECASE)


def _asks(source: Mapping[str, Any], prefix: str = "") -> Asks:
    """Read what is asked by place; for beginners what is written for them, else what is asked of all."""
    return {place: tuple(source.get(f"{prefix}{place}", source.get(place, ()))) for place in PLACES}


def _kind(data: Mapping[str, Any]) -> PracticeKind:
    verbs = re.compile(rf"(?:{ways(data['verbs'])}) ") if data["verbs"] else ANY
    nouns = frozenset(data.get("nouns", ()))
    asks = _asks(data), _asks(data, "new_")
    return PracticeKind(
        data["name"], verbs, data.get("object", ""), nouns, *asks, float(data.get("weight", 0.0))
    )
