"""What a need's pronouns mean: "People in debt need a plan to pay it off" asks for a plan to pay debt off.

Who learns is named first, and often with a thing: "buyers of an electric car", "teams adopting assistants",
"home owners planning a renovation". A pronoun behind what they need then means that thing, unless it may
mean them. The words that tell so stand in `languages/<code>/weeks.toml`, part `thing`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from curator.questions.languages import table
from curator.questions.phrases import any_of, ways

THING_WORDS = 5
"""Words of a thing that can take the place of a pronoun."""


@lru_cache(maxsize=16)
def _thing(language: str) -> dict[str, Any] | None:
    """Compile what a language's folder says of things named beside people; None where it says nothing."""
    data = (table(language, "weeks") or {}).get("thing")
    if not data:
        return None
    needs = ways(data["needs"])
    named = rf"(?P<thing>(?:[\w'-]+ ){{0,{THING_WORDS - 1}}}?[\w'-]+) (?:{needs})\b"
    return {
        "owned": re.compile(rf"^[^.,;:]*?\b(?:{ways(data['owned'])}) {named}", re.IGNORECASE),
        "done": re.compile(rf"^[^.,;:]*?\b(?:{ways(data['done'])}) {named}", re.IGNORECASE),
        "own": re.compile(rf"^[^.,;:]*?\b(?:{ways(data['own'])}) (?P<thing>[\w'-]+) (?:{needs})\b", re.I),
        "people": any_of(data["people"]),
        "articles": tuple(data["articles"]),
        "of": data["of"],
        "look": any_of(data["look"]),
        "in": data["in"],
    }


def named_thing(need: str, language: str = "en") -> tuple[str, bool]:
    """Return the thing that a need names beside its people, and whether it is theirs; ("", False) else."""
    known = _thing(language)
    for sign in ("owned", "done", "own") if known else ():
        if (hit := known[sign].match(need)) and not known["people"].search(hit["thing"]):  # type: ignore[index]
            return hit["thing"], sign == "own"
    return "", False


def resolved(need: str, language: str = "en") -> tuple[str, tuple[str, ...]]:
    """Put the thing that a need names for its first pronoun; the later ones, which now are clear, are told.

    The need comes back as it is where no thing is named, or none that a pronoun can mean.
    """
    known = _thing(language)
    thing, own = named_thing(need, language)
    if known is None or not thing:
        return need, ()
    single = thing.split()[0].lower() in known["articles"] or own
    start = re.match(rf"^.*?{re.escape(thing)} ", need)
    front, rest = (need[: start.end()], need[start.end() :]) if start else ("", need)
    if hit := known["look"].search(rest):
        return f"{front}{rest[: hit.end()]} {known['in']} {thing}{rest[hit.end() :]}", ()
    meant = ("its", "it") if single else ("they", "them")
    if not (hit := re.search(rf"\b(?:{'|'.join(meant)})\b", rest)):
        return need, ()
    return front + _said(rest, hit, f"your {thing}" if own else thing, known), meant


def _said(rest: str, hit: re.Match[str], thing: str, known: Mapping[str, Any]) -> str:
    """Say the thing for a pronoun: "its phases" becomes "the phases of a renovation"."""
    before, after = rest[: hit.start()], rest[hit.end() :]
    if hit.group() != "its":
        return f"{before}{thing}{after}"
    owned = re.match(r" ([\w'-]+(?: [\w'-]+)??)(?=,| and\b|[.;:]|$)", after)
    if owned is None:
        return rest
    return f"{before}{known['of'].format(owned=owned[1], thing=thing)}{after[owned.end() :]}"
