"""Titles: what a week may be called whose course names none, three that differ.

need → what people must do, in other words; what is to be known → and of what is read, what speaks of the need

The forms stand in `languages/<code>/weeks.toml`, part `titles`. Fewer than three come where a need says too
little: then a person writes one.
"""

import re
from collections.abc import Iterator, Sequence

from curator.questions.anchoring import terms
from curator.questions.asked import (
    Asked,
    asked_of,
    bare,
    clause_of,
    deeds_of,
    is_telegram,
    kind_of,
    object_of,
    told_of,
)
from curator.questions.gerunds import gerund
from curator.questions.languages import table
from curator.questions.needs import words_of_needs
from curator.questions.objectives import filled, length_of, printable
from curator.questions.phrases import any_of

TITLES = 3
"""Titles proposed where a course names none."""

TITLE_WORDS = 12
QUESTION_WORDS = 13
"""Words of a title that is worth printing, and of one that asks."""

KEPT_WORDS = 2
"""Words that a shortened deed has more than."""

SHORT_WORDS = 8
"""Words of two things to do that a title holds together; of longer ones it holds the first."""

NEAR_TITLE = 2
NEAR_SHARE = 0.6
"""Terms of what a need asks for, and share of them, by which a part of a resource's title is about it."""

ALIKE = 0.7
"""Share of the terms of two titles from which they say the same."""

_PART = re.compile(r"\s[|–—(\[]|\s-\s|: ")
"""Where a part of a resource's title ends."""


def titles_for(need: str, resources: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """Propose titles for a week that its course does not name: what the need asks, then what is read.

    Of a resource's title only a part that speaks of the need and names no list, series or person, and only
    one: what people read is called by its own name.
    """
    asked = list(_of_need(need, language))
    read = [part for part in _of_resources(need, resources, language) if not _like(part, asked[:1], language)]
    ordered = [*asked[:2], *read[:1], *asked[2:], *read[1:]]
    short = (t[:1].upper() + t[1:] for t in ordered if _fits(t, language))
    return tuple(dict.fromkeys(t for t in short if printable(t, language)))[:TITLES]


def _fits(title: str, language: str) -> bool:
    most = QUESTION_WORDS if title.endswith("?") else TITLE_WORDS
    return 1 < len(title.split()) <= most and not title.isupper() and not leans(title, language)


def leans(title: str, language: str = "en") -> bool:
    """Tell whether a title ends on a word for what only the sentence around it names: "Plan it"."""
    words = (table(language, "weeks") or {}).get("titles", {}).get("leans", [])
    return any_of(f"{word}$" for word in words).search(title) is not None


def _of_need(need: str, language: str) -> Iterator[str]:
    """Yield what the need itself can be called: its thing to do as a name, asked, and what it acts on."""
    forms = (table(language, "weeks") or {}).get("titles", {})
    asked = asked_of(need, language)
    if asked.kind == "deed" and (clause := told_of(asked.parts[0], language)):
        asked = Asked("clause", clause)
    if asked.kind == "deed":
        short = asked.words if len(asked.words.split()) <= SHORT_WORDS else asked.parts[0]
        short = ended(short, language)
        kind = kind_of(short, language)
        words = {
            "whole": bare(short, language),
            "short": short,
            "doing": gerund(short, language) or short,
            "object": "" if len(deeds_of(short, language)) > 1 else object_of(short, language),
        }
        for part in ("name",) if is_telegram(need, asked, language) else ("name", "ask", "thing"):
            form = forms.get(f"{part}_{kind}", forms.get(part, ""))
            if form and all(words[slot] for slot in re.findall(r"{(\w+)}", form)):
                yield filled(form, language, **words)
    elif asked.kind == "topics":
        yield asked.words
    elif asked.kind:
        kind = clause_of(asked.words, language) if asked.kind == "clause" else length_of(asked.words)
        whole = asked.words if len(asked.words.split()) <= TITLE_WORDS else asked.words.split(",")[0]
        for form in forms.get(kind, ["{whole}"]):
            yield filled(form, language, whole=whole)


def ended(deed: str, language: str = "en", most: int = TITLE_WORDS - 2) -> str:
    """Return a deed of more words than `most` without what hangs on it ("that others follow")."""
    forms = (table(language, "weeks") or {}).get("titles", {})
    ends = "|".join(map(re.escape, forms.get("ends", [])))
    if len(deed.split()) <= most or not ends:
        return deed
    short = re.split(f"(?:{ends})", deed)[0].rstrip(" ,")
    # "Ask the questions that open a talk" says nothing without what hangs on it.
    needed = re.match(r"\w+ the\b", short) and re.match(r" (?:that|which|who)\b", deed[len(short) :])
    known = words_of_needs(language)
    broken = known is not None and known["loose"].search(short) is not None  # "claro y (sin echar culpas)"
    return short if len(short.split()) > KEPT_WORDS and not needed and not broken else deed


def _of_resources(need: str, resources: Sequence[str], language: str) -> Iterator[str]:
    """Yield the parts of what is read that may be a week's title, closest to the need first."""
    known = words_of_needs(language)
    asked = terms(asked_of(need, language).words or need, language)
    parts = [part.strip(" .!:") for resource in resources for part in _PART.split(resource.strip())]
    shared = {part: len(terms(part, language) & asked) for part in parts}
    for part in sorted(shared, key=lambda part: -shared[part]):
        listed = known is not None and known["no_title"].search(part) is not None
        shouts = any(word.isupper() and len(word) > 1 for word in re.findall(r"[\w.]+", part))
        beside = len(terms(part, language) - asked) > shared[part]
        near = shared[part] >= max(NEAR_TITLE, NEAR_SHARE * len(asked))
        if near and not (listed or shouts or beside or any(map(str.isdigit, part))):
            yield part


def _like(title: str, others: Sequence[str], language: str) -> bool:
    """Tell whether a title says what one of the others says."""
    own = terms(title, language)
    return any(len(own & (said := terms(o, language))) >= ALIKE * max(len(own | said), 1) for o in others)
