"""Contrasts: what a need sets beside a thing to do, "instead of just pressing the button".

thing to do + "instead of ...", "and not just ..." → left out: it tells what people did until now
thing to do + "without ..." → kept: it tells how one sees that it is done well; short sentences do without

The words that open such clauses stand in `languages/<code>/weeks.toml`. Words are left out at the end or at
the front, never in the middle.
"""

import re
from collections.abc import Mapping
from typing import Any

from curator.questions.phrases import any_of, ways

LEFT_WORDS = 2
"""Words of a thing to do that says something without its contrast: "negotiate" alone says too little."""


def compiled(need: Mapping[str, Any], weighed: str) -> dict[str, re.Pattern[str]]:
    """Compile what a language's folder says of contrasts; `weighed`: words that weigh things."""
    return {
        "instead": any_of(need.get("instead", [])),
        "not_only": any_of(need.get("not_only", [])),
        "but": any_of(need.get("but", [])),
        "without": any_of(need.get("without", [])),
        "opens_without": re.compile(
            rf"\b(?:{ways({w.split()[0] for w in need.get('without', [])})})\b[^,]*$"
        ),
        "unlike": any_of(f"{phrase}$" for phrase in need.get("unlike", [])),
        "weighed": re.compile(rf"\b(?:{ways(weighed.split())})\b", re.IGNORECASE),
    }


def uncontrasted(phrase: str, known: Mapping[str, Any]) -> str:
    """Leave out of a thing to do what people did instead, where the rest says something by itself.

    "Decide whether to rent rather than buy" keeps it, and so does "not only receipts but also invoices".
    """
    phrase = _from_the_front(phrase, known)
    hits = [known["instead"].search(phrase)]
    if not known["but"].search(phrase):
        hits.append(known["not_only"].search(phrase))
    for hit in sorted((h for h in hits if h), key=lambda h: h.start()):
        left = phrase[: hit.start()].rstrip(" ,")
        says = len(left.split()) >= LEFT_WORDS and not _breaks_off(left, known)
        if says and not known["weighed"].search(left):
            return left
    return phrase


def _from_the_front(phrase: str, known: Mapping[str, Any]) -> str:
    """Leave out a contrast that comes first: "instead of guessing, measure the room"."""
    if (hit := known["not_only"].match(phrase)) and (but := known["but"].search(phrase, hit.end())):
        return phrase[but.end() :].strip(" ,")
    if known["ends"] is not None and known["without"].match(f", {phrase}", 2) and "," in phrase:
        clause, _, rest = phrase.partition(",")  # what is done comes first: "schlichten, ohne laut zu werden"
        return f"{rest.strip()}, {clause}"
    if known["instead"].match(phrase):
        return phrase.partition(",")[2].strip()
    return phrase


def _breaks_off(left: str, known: Mapping[str, Any]) -> bool:
    """Tell whether words end on one that needs more: "talk to (instead of about) people"."""
    return known["whole_end"].search(left) is None and known["loose"].search(left) is not None


def parted_without(deed: str, known: Mapping[str, Any]) -> tuple[str, str]:
    """Part a thing to do from the clause behind it that says without what; (deed, "") where there is none.

    One that is joined to something else ("claro y sin echar culpas") cannot be parted.
    """
    hit = known["without"].search(deed)
    left = deed[: hit.start()].rstrip(" ,") if hit else ""
    return (left, deed[len(left) :]) if left and not _breaks_off(left, known) else (deed, "")


def agreeing(phrase: str, known: Mapping[str, Any]) -> str:
    """Leave out a clause on several people, for the sentence speaks to one: "sin ponerse nerviosos"."""
    left, clause = parted_without(phrase, known)
    return left if known["unlike"].search(clause) else phrase


def in_without(said: str, known: Mapping[str, Any]) -> bool:
    """Tell whether what follows some words stands in a clause that says without what, behind a noun.

    A pronoun there means what is dealt with, for who learns it would be "sich": "Kritik annehmen, ohne sie".
    """
    hit = known["opens_without"].search(said)
    return hit is not None and re.search(r"\b[A-ZÄÖÜ]", said[: hit.start()]) is not None
