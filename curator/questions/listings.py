"""Find the points that a text lists: its tips, mistakes, lessons, under headings or behind labels."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from curator.questions.languages import table
from curator.questions.quotations import PLACES, TEXT_CHARS, patterns

SHOWN = 3
"""Points that a question names."""

ENOUGH = 4
"""Points that make a list; fewer are parts of an argument."""

WORDS = (2, 9)
"""Words of a point that can be named in passing."""

CHARS = 80
"""Characters of such a point."""

LABEL_WORDS = 4
"""Words of a label that names a point; a longer one is half a sentence."""

_NUMBER = re.compile(
    r"^(?:#{1,4} )?(?:(?:tip|step|lesson|rule|mistake|way|reason|no\.?|tipp|schritt|regel|fehler|consejo|"
    r"paso|error|conseil|étape|erreur|règle|lección|leçon)\s+)?#?(\d{1,2})\s?[.):–—-]+\s?(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:[-*•]\s+)?(?P<point>[A-ZÄÖÜÉÈÀÁÍÓÚÑ][^.:!?–—]{4,60})(?::|\s[–—])\s+\S")
_TROUBLE = re.compile(
    r"[?!:;()\[\]{}<>=|\\_#/*`&~^$“”„«»\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f]|\d{3}|\.\s|\.$|https?|\b(?:conclusion|faqs?|introduction|summary|about|more|"
    r"related|comments?|share|contact|overview|references?|sources?|fazit|einleitung|conclusión|introducción)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a text can list, how a question leads to its points, and what it asks about them."""

    name: str
    sign: re.Pattern[str]
    lead: str
    asks: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=16)
def list_kinds(language: str) -> tuple[ListKind, ...]:
    """Read what a language knows of lists."""
    data = table(language, "proposals") or {}
    return tuple(
        ListKind(
            kind["name"],
            re.compile(kind["sign"], re.IGNORECASE),
            kind["lead"],
            {place: tuple(kind.get(place, ())) for place in PLACES},
        )
        for kind in data.get("lists", ())
    )


def listed(title: str, text: str, language: str) -> tuple[ListKind, tuple[str, ...]] | None:
    """Find what a text lists, by its title, and the points to name; None when it is no list.

    Numbered headings count for most, then headings that all tell to do something, then labels.
    """
    lines = [line.strip() for line in text[:TEXT_CHARS].split("\n") if line.strip()]
    known = patterns(language)
    kind = next((k for k in list_kinds(language) if k.sign.search(title)), None)
    if known is None or kind is None:
        return None
    told = [line for line in lines if _may_be_named(line) and known.imperative.match(line)]
    ordered = _numbered(lines)
    if (
        kind.name == "tips"
    ):  # points of one form only: "Adjust your chair" beside "Monitor placement" reads badly
        ordered = [point for point in ordered if known.imperative.match(point)]
    if len(ordered) < SHOWN and kind.name == "tips":
        ordered = told if len(told) >= ENOUGH else []
    if len(ordered) < SHOWN and kind.name != "tips":
        labels = [m["point"] for m in map(_LABEL.match, lines) if m and _names(m["point"])]
        ordered = labels if len(labels) >= ENOUGH else []
    return (kind, _apart(ordered)) if len(ordered) >= SHOWN else None


def _numbered(lines: list[str]) -> list[str]:
    """Return the headings that are numbered from 1, without their numbers, when there are enough of them."""
    found: list[str] = []
    for line in lines:
        match = _NUMBER.match(line)
        if match and int(match[1]) == len(found) + 1:
            found.append(line[match.end() :].strip(" .:"))
    good = [point for point in found if _may_be_named(point)]
    return good if len(found) >= ENOUGH else []


def _may_be_named(point: str) -> bool:
    """Tell whether a heading is short and whole enough to stand in quotation marks."""
    least, most = WORDS
    fits = least <= len(point.split()) <= most and len(point) <= CHARS
    return fits and not _TROUBLE.search(point) and point[:1].isupper() and not point.isupper()


def _names(label: str) -> bool:
    return len(label.split()) <= LABEL_WORDS and not re.search(r"[\d’]", label) and _may_be_named(label)


def _apart(ordered: list[str]) -> tuple[str, ...]:
    """Choose the points to name: the first ones that do not begin with the same word."""
    kept: dict[str, str] = {}
    for point in ordered:
        kept.setdefault(point.split()[0].lower(), point)
    chosen = list(kept.values())[:SHOWN]
    return tuple(chosen if len(chosen) == SHOWN else ordered[:SHOWN])
