"""Find the points that a text lists: its mistakes, myths, lessons, under headings or behind labels."""

import re
from functools import lru_cache

from curator.questions.proposal_data import ListKind, Proposals, proposals

SHOWN = 3
"""Points that a question names."""

GROUPS = 2
"""Groups of points that are named, each in a question of its own."""

ENOUGH = 4
"""Points that make a list; fewer are parts of an argument."""

WORDS = (2, 9)
"""Words of a point that can be named in passing."""

CHARS = 80
"""Characters of such a point."""

SMALL_WORDS = 3
"""Letters of words that stay small In a Title of the Kind."""

LABEL_WORDS = 4
"""Words of a label that names a point; a longer one is half a sentence."""

_NUMBER = re.compile(r"^(?:#{1,4} )?(?:[A-ZÉ][a-zéàçíó]{1,8}\s+)?#?(\d{1,2})\s?[.):–—-]+\s?(?=\S)")
_NAMED = re.compile(r"\s[A-ZÄÖÜÉÈÀÁÍÓÚÑ](?!\s)")
"""A capital inside a point: a name, or an acronym that somebody may not know."""
_LABEL = re.compile(r"^(?:[-*•]\s+)?(?P<point>[A-ZÄÖÜÉÈÀÁÍÓÚÑ][^.:!?–—]{4,60})(?::|\s[–—])\s+\S")
_TROUBLE = re.compile(
    r"""
      [?!:;()\[\]{}<>=|\\_\#/*`&~^$“”„«»"]                       # what might be markup, or another sentence
    | [\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f]  # what nobody sees
    | \d{3} | \.\S | \.\s | \.$ | https? | \s–\s
    """,
    re.VERBOSE,
)
COMMAS = 2
"""Commas that make a point a list of its own."""

Listed = tuple[ListKind, tuple[tuple[str, ...], ...]]
"""What a text lists, and its points in groups that can be named in one breath."""


def listed(title: str, text: str, language: str) -> Listed | None:
    """Find what a text lists by its title, and the points to name, three at a time; None for no list."""
    known = proposals(language)
    kind = next((k for k in known.lists if k.title.search(title)), None) if known else None
    if known is None or kind is None:
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    points = _numbered(lines, known) or _labelled(lines, known)
    return (kind, _apart(points, text, known)) if points else None


def _labelled(lines: list[str], known: Proposals) -> list[str]:
    """Return the short labels behind which something is explained, when there are enough of them."""
    labels = [m["point"] for m in map(_LABEL.match, lines) if m and _names(m["point"], known)]
    return labels if len(set(labels)) >= ENOUGH else []


def _numbered(lines: list[str], known: Proposals) -> list[str]:
    """Return the headings that are numbered from 1, without their numbers, when there are enough of them."""
    found: list[str] = []
    for line in lines:
        match = _NUMBER.match(line)
        if match and int(match[1]) == len(found) + 1:
            point = line[match.end() :].strip(" .:")
            found.append(re.split(r"[:.!] ", point)[0] if len(point) > CHARS else point)
    good = [point for point in found if _may_be_named(point, known)]
    return good if len(found) >= ENOUGH else []


def _may_be_named(point: str, known: Proposals) -> bool:
    """Tell whether a heading is short and whole enough to stand in quotation marks."""
    least, most = WORDS
    fits = least <= len(point.split()) <= most and len(point) <= CHARS and point.count(",") < COMMAS
    sound = fits and not _TROUBLE.search(point) and not known.no_point.search(point)
    return sound and point[:1].isupper() and not point.isupper()


def _names(label: str, known: Proposals) -> bool:
    short = len(label.split()) <= LABEL_WORDS and not re.search(r"[\d’]", label)
    return short and _may_be_named(label, known)


def _apart(ordered: list[str], text: str, known: Proposals) -> tuple[tuple[str, ...], ...]:
    """Group the points to name, at most GROUPS times: none that may hold a name, no two that begin alike."""
    small = small_words(text) if known.names else frozenset()
    left = list(dict.fromkeys(sentence_case(point, small) for point in ordered))
    named = frozenset(point for point in left if known.names and _NAMED.search(point))
    left.sort(key=lambda point: point in named)
    groups: list[tuple[str, ...]] = []
    while len(left) >= SHOWN and len(groups) < GROUPS:
        begun = {point.split()[0].lower(): point for point in reversed(left)}
        apart = [point for point in left if begun[point.split()[0].lower()] is point]
        groups.append(tuple(apart[:SHOWN] if len(apart) >= SHOWN else left[:SHOWN]))
        left = [point for point in left if point not in groups[-1]]
    return tuple(group for group in groups if named.isdisjoint(group))


def sentence_case(heading: str, small: frozenset[str]) -> str:
    """Write a heading In Title Case as a sentence is written.

    `small` are the words that its text writes small (see small_words), none where nouns have capitals; others
    may be names and stay.
    """
    first, *rest = (heading[:1].upper() + heading[1:]).split()
    long = [word for word in rest if len(word) > SMALL_WORDS]
    if not long or 2 * sum(word[:1].isupper() for word in long) <= len(long):
        return heading
    return " ".join((first, *(word.lower() if _may_be_small(word, small) else word for word in rest)))


def _may_be_small(word: str, small: frozenset[str]) -> bool:
    """Tell whether a word is written small elsewhere, each part of one with hyphens."""
    parts = re.findall(r"[^\W\d_]+", re.sub(r"['’]s?$", "", word))
    if word.isupper() and len(word) > 1:
        return False  # an acronym
    return all(_is_small(part, small) or (len(part) <= SMALL_WORDS and part.istitle()) for part in parts)


def _is_small(word: str, small: frozenset[str]) -> bool:
    """Tell whether a word is among those written small, with or without an s at its end."""
    low = word.lower()
    return not small.isdisjoint({low, f"{low}s", low.removesuffix("s")})


@lru_cache(maxsize=64)
def small_words(text: str) -> frozenset[str]:
    """Collect the words that a text writes small somewhere: these are no names."""
    return frozenset(re.findall(r"\b[a-zà-ÿ]+\b", text))
