"""What a language's `proposals.toml` says, compiled: lists, advice, what no excerpt says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curator.questions.languages import table
from curator.questions.phrases import any_of, ways

PLACES = ("apply", "analyse", "story")
"""What the questions of a week ask: to use it, to take it apart, to tell of it."""

Asks = Mapping[str, tuple[str, ...]]
"""By place: what to ask."""


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

    imperative: re.Pattern[str]
    """What begins an advice."""
    reject: Mapping[str, re.Pattern[str]]
    """What no sentence says that is quoted under a link, by reason."""
    back: re.Pattern[str]
    """What a need says that comes back to those who need it."""
    beside: re.Pattern[str]
    """What a need says beside its point."""
    no_topic: re.Pattern[str]
    """What a title says of a text that is nothing to talk over: on wares, or news of the day."""
    acts: re.Pattern[str] | None
    """Words of a title that say what is done and name no subject; None where titles are read less closely."""
    no_point: re.Pattern[str]
    """What no heading holds that is a point of a list."""
    lists: tuple[ListKind, ...]
    names: bool
    """Whether a capital inside a sentence marks a name (not in German)."""


@lru_cache(maxsize=16)
def proposals(language: str) -> Proposals | None:
    """Compile what a language's folder says of proposals, None where it says nothing."""
    data = table(language, "proposals")
    if data is None:
        return None
    text = data["text"]
    return Proposals(
        imperative=_imperative(data["imperative"]),
        reject={reason: any_of(phrases) for reason, phrases in data.get("reject", {}).items()},
        back=any_of(text.get("back", ())),
        beside=any_of(text.get("beside", ())),
        no_topic=any_of(text.get("no_topic", ())),
        acts=any_of(text["acts"]) if "acts" in text else None,
        no_point=any_of(text["no_point"]),
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


def _list(kind: Mapping[str, Any]) -> ListKind:
    return ListKind(kind["name"], any_of(kind["title"]), kind["lead"], _asks(kind))
