"""Objectives: what a drafted week proposes from the need, and whether a sentence can stand as one.

need → what people must do, as a phrase → its kind (a choice, a thing made, a skill) → what somebody can do
on Friday

The sentences stand in `languages/<code>/weeks.toml`. Where a need says nothing that a sentence can hold, the
planned title is used; where that says nothing either ("Week 1"), there is none, and a person writes it.
"""

import re
from collections.abc import Mapping, Sequence

from curator.questions.languages import table
from curator.questions.needs import (
    as_theirs,
    clause_of,
    is_list,
    kind_of,
    manner_of,
    parted,
    shortened,
    skill_of,
    subject_of,
    theme_of,
    topic_of,
)
from curator.questions.phrases import any_of, ways

OBJECTIVE_WORDS = (5, 36)
"""Words of an objective that can be taken in at one reading."""

OBJECTIVE_SKILL = 12
"""Words of what a need asks for that are said whole in an objective."""

SUBJECTS = 2
"""Commas from which subjects are a list too long to be explained in one week."""

SHORT_SUBJECT = 4
"""Words of a subject that "in your own words" can follow."""

FIRST_ONLY = 5
"""The same for a choice: what is done besides is not chosen."""

_QUOTABLE = re.compile(r"^[^\W_][\w ,.'’?!:&-]{2,89}$")
"""A title that a sentence can hold in quotation marks."""

_PARALLEL = re.compile(r"\b(\w+) (?!they\b)[\w' -]{3,60}, \1 they\b", re.IGNORECASE)
"""Two clauses alike, of which the first names whom the second means: "where tools help, where they fail"."""


def objective_for(week: int, title: str, need: str, language: str = "en", *, own_need: bool = True) -> str:
    """Propose what a learner can do after the week, from its need or else its title; "" where unsure.

    `own_need`: the need belongs to this week; a course's need is used only where no title is planned.
    """
    data = table(language, "weeks")
    if data is None:
        return ""
    made = _from_need(week, need, data["objectives"], language) if own_need else ""
    name = printable(title, language)
    if not made and name:
        made = pick(data["objectives"]["title"], week).format(title=name)
    return made if not faults_of(made, language) else ""


def _from_need(week: int, need: str, patterns: Mapping[str, Sequence[str]], language: str) -> str:
    """Say what somebody can do from what the need asks: to know a subject, to do something, to do it well."""
    skill = skill_of(need, language)
    subject = subject_of(skill, language) or topic_of(need, language)
    if subject and patterns["grasp"]:
        long = "long" if len(subject.split()) > SHORT_SUBJECT else ""
        kind = clause_of(subject, language) or ("subjects" if subject.count(",") >= SUBJECTS else long)
        return pick(patterns.get(kind) or patterns["grasp"], week).format(skill=subject)
    manner = "" if skill else manner_of(need, language)
    theme = "" if manner else theme_of(need, language)
    if theme and "topic" in patterns:
        return pick(patterns["topic"], week).format(skill=theme)
    if skill:
        return _from_skill(week, skill, patterns, language)
    return pick(patterns["manner"], week).format(skill=manner) if manner and "manner" in patterns else ""


def _from_skill(week: int, skill: str, patterns: Mapping[str, Sequence[str]], language: str) -> str:
    """Say what somebody can do by Friday of a skill: of a thing that is made, what is finished of it."""
    short = shortened(
        skill, language, FIRST_ONLY if kind_of(skill, language) == "choose" else OBJECTIVE_SKILL
    )
    several = is_list(short, language)
    verb, thing = ("", "") if several else parted(short, language)
    kind = "list" if several and "list" in patterns else kind_of(short, language)
    first = [(table(language, "weeks") or {})["finished"][verb].format(object=thing)] if verb else []
    frames = [*first, *patterns.get(kind, ()), *patterns["skill"]]
    return pick(frames, week).format(skill=short, theirs=as_theirs(short, language))


def faults_of(objective: str, language: str = "en") -> tuple[str, ...]:
    """Say in words why a sentence cannot stand as an objective; () for one that can, and for none at all.

    One whole sentence of a length that can be taken in, which quotes no "Week 1", doubles no word, ends on no
    loose one, speaks of nobody who was not named, and says what somebody can do rather than "understand".
    """
    text = " ".join(objective.split())
    if not text:
        return ()
    least, most = OBJECTIVE_WORDS
    quoted = re.findall(r"[“„«\"]\s?([^“”„«»\"]+?)\s?[”“»\"]", text)
    tests = {
        "it is not one whole sentence": not text.endswith(".") or bool(re.search(r"[.!?]\s|\?", text[:-1])),
        f"it has fewer than {least} or more than {most} words": not least <= len(text.split()) <= most,
        "it quotes a title that only counts": not all(printable(name, language) for name in quoted),
        "a word stands there twice": re.search(r"\b([^\W\d_]{2,}) \1\b", text, re.IGNORECASE) is not None,
    }
    data = table(language, "weeks")
    if data is not None:
        plain = re.sub(r"[“„«\"][^“”„«»\"]+[”“»\"]", "“”", text)
        plain = _PARALLEL.sub(r"\1", plain)
        tests |= {
            "it speaks of people it does not name": bool(any_of(data["check"]["nobody"]).search(plain)),
            "it says what to know, not what somebody can do": bool(
                any_of(data["check"]["vague"]).search(plain)
            ),
            "it breaks off": bool(any_of(data["check"]["loose"]).search(plain)),
        }
    return tuple(fault for fault, found in tests.items() if found)


def sound_objective(objective: str, language: str = "en") -> bool:
    """Tell whether a sentence can stand as an objective."""
    return bool(objective.strip()) and not faults_of(objective, language)


def printable(title: str, language: str = "en") -> str:
    """Return a title as a sentence can quote it; empty for one that says nothing ("Week 1")."""
    name = " ".join(title.split()).rstrip(".").strip('“”"„«» ')
    return name if _QUOTABLE.match(name) and not says_nothing(name, language) else ""


def says_nothing(title: str, language: str = "en") -> bool:
    """Tell whether a title only counts: "Week 1"."""
    data = table(language, "weeks") or table("en", "weeks") or {}
    counted = ways(data["need"]["counted"])
    return re.match(rf"(?:{counted})\s*\d*$", title.strip(), re.IGNORECASE) is not None


def pick(items: Sequence[str], week: int) -> str:
    """Choose one of some sentences, another one each week."""
    return items[(week - 1) % len(items)]
