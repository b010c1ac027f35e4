"""Titles: what a week may be called whose course names none, three that differ.

need → what people must do, in other words; what is to be known → and of what is read, what speaks of the need

The forms stand in `languages/<code>/weeks.toml`, part `titles`. Fewer than three come where a need says too
little: then a person writes one.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from curator.questions.anchoring import terms
from curator.questions.antecedents import named_thing
from curator.questions.languages import table
from curator.questions.needs import (
    clause_of,
    is_list,
    kind_of,
    manner_of,
    shortened,
    skill_of,
    subject_of,
    theme_of,
    topic_of,
    words_of_needs,
)
from curator.questions.objectives import FIRST_ONLY, printable
from curator.questions.phrases import any_of

TITLES = 3
"""Titles proposed where a course names none."""

TITLE_WORDS = 12
QUESTION_WORDS = 13
"""Words of a title that is worth printing, and of one that asks."""

SHORT_WORDS = 7
"""Words of what a need asks for that a title holds beside others."""

NEAR_TITLE = 2
NEAR_SHARE = 0.6
"""Terms of what a need asks for, and share of them, by which a part of a resource's title is about it."""

SUBJECT_WORDS = 2
"""Words that a phrase keeps beside another at least, or it has lost what it is about."""

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
    short = (t[:1].upper() + t[1:] for t in ordered if _fits(t))
    return tuple(dict.fromkeys(t for t in short if printable(t, language)))[:TITLES]


def _fits(title: str) -> bool:
    most = QUESTION_WORDS if title.endswith("?") else TITLE_WORDS
    return 1 < len(title.split()) <= most and not title.isupper()


def _of_need(need: str, language: str) -> Iterator[str]:
    """Yield what the need itself can be called."""
    known, forms = words_of_needs(language), (table(language, "weeks") or {}).get("titles", {})
    if known is None:
        return
    skill = skill_of(need, language)
    manner = "" if skill else manner_of(need, language)
    theme = "" if manner else theme_of(need, language)
    subject = subject_of(skill, language) or theme or ("" if skill else topic_of(need, language))
    if subject:
        kind = clause_of(subject, language)
        short = _ended(subject, forms) if kind else _plain_topic(subject, forms)
        yield from _filled(forms, kind or "topic", short, subject, language)
        thing = named_thing(need, language)[0] if kind else ""
        if thing.endswith("s"):  # one thing is no subject
            yield from _filled(forms, "thing", thing, thing, language)
    elif skill:
        several = is_list(skill, language)
        short = _ended(shortened(skill, language, 0 if several else SHORT_WORDS), forms)
        # A title is no clause: "Gespräche führen", not "zu führen".
        bare = known["mark"].sub(lambda hit: hit.group().partition(" ")[2], skill)
        bare = known["parted"].sub(r"\1\2", bare)
        kind = kind_of(skill, language)
        if kind == "choose":  # what is done beside it is not chosen
            short = shortened(skill, language, FIRST_ONLY)
        if several and len(short.split()) <= SUBJECT_WORDS:
            yield from _filled(forms, "list", "", bare, language)
        else:
            yield from _filled(forms, kind, short, bare, language)
    elif manner:
        yield from _filled(forms, "manner", shortened(manner, language, SHORT_WORDS), manner, language)
    elif len(need.split()) <= TITLE_WORDS and not _is_sentence(need, known):
        yield need.strip(" .")


def _is_sentence(need: str, known: Mapping[str, Any]) -> bool:
    """Tell whether a need says who must do what, and does not only name a subject."""
    signs = (known[sign] for sign in ("asks", "needs", "modals"))
    return any(sign is not None and sign.search(need) for sign in signs)


def _filled(forms: Mapping[str, Any], kind: str, short: str, whole: str, language: str) -> Iterator[str]:
    """Yield the forms of a kind; those that need it short are left out where it cannot be short."""
    twice = any_of(forms.get("twice", []))
    doing = _gerund(short, forms.get("doubled", "").split())
    whole = whole if len(whole.split()) <= TITLE_WORDS or not short else short
    several = is_list(short, language)
    for form in forms.get(kind) or forms.get("skill", ["{whole}"]):
        fits = len(short.split()) > (kind != "topic") and short.split()[0] not in forms.get("not_short", ())
        odd = re.search(r"\b(?:first|before|step)\b", form, re.IGNORECASE) and twice.search(short)
        if ("{short}" not in form and "{doing}" not in form) or (
            fits and not odd and not ("{doing}" in form and several)
        ):
            yield form.format(short=short, doing=doing, whole=whole)


def _gerund(phrase: str, doubled: Collection[str]) -> str:
    """Say an English verb phrase as a gerund: "plan a day" becomes "planning a day"."""
    verb, blank, rest = phrase.partition(" ")
    if verb in doubled:
        verb += verb[-1:]
    elif verb.endswith("ie"):
        verb = f"{verb[:-2]}y"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        verb = verb[:-1]
    return f"{verb}ing{blank}{rest}"


def _ended(phrase: str, forms: Mapping[str, Any]) -> str:
    """Return a phrase without what hangs on it: "write documentation" of "... that people use"."""
    ends = "|".join(map(re.escape, forms.get("ends", [])))
    short = re.split(rf"(?:{ends})", phrase)[0].rstrip(" ,") if ends else phrase
    return short if len(short.split()) > SUBJECT_WORDS else phrase


def _plain_topic(subject: str, forms: Mapping[str, Any]) -> str:
    """Return a subject without "the basics of" and without the clauses that follow it."""
    ends = "|".join(map(re.escape, forms.get("ends", [])))
    plain = re.sub(r"^the basics of ", "", subject)
    short = re.split(rf"(?:{ends})", plain)[0] if ends else plain
    return short if "," not in short else ""  # no first steps in four subjects


def _of_resources(need: str, resources: Sequence[str], language: str) -> Iterator[str]:
    """Yield the parts of what is read that may be a week's title, closest to the need first."""
    known = words_of_needs(language)
    skill = skill_of(need, language)
    asked = terms(subject_of(skill, language) or skill or topic_of(need, language) or need, language)
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
