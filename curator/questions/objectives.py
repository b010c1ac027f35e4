"""Objectives: what a drafted week proposes from the need, and whether a sentence can stand as one.

need → what people must do, as a phrase → its kind (a choice, a thing made, a skill) → what somebody can do
on Friday

The sentences stand in `languages/<code>/weeks.toml`. Where a need says nothing that a sentence can hold, the
planned title is used; where that says nothing either ("Week 1"), there is none, and a person writes it.
"""

import re
from collections.abc import Mapping, Sequence

from curator.questions.asked import Asked, asked_of, bare, clause_of, is_telegram, kind_of, parted
from curator.questions.languages import table
from curator.questions.needs import as_theirs
from curator.questions.phrases import any_of, ways

OBJECTIVE_WORDS = (5, 36)
"""Words of an objective that can be taken in at one reading."""

_QUOTED = re.compile(r"[“„«‘\"']\s?([^“”„«»‘’\"']+?)\s?[”“»’\"']")
_QUOTABLE = re.compile(r"^[¿¡]?[^\W_][\w ,.'’?!:&-]{2,89}$")
"""A title that a sentence can hold in quotation marks."""

TITLE_LEAST = 2
"""Words that a planned title has more than where it says itself what to do: "How to run a meeting"."""

SUBJECTS = 2
"""Commas from which subjects are a list too long to be explained in one week."""

SHORT_SUBJECT = 4
"""Words of a subject that "in your own words" can follow."""

_SHARED = re.compile(r"[\w’'-]+(?:,| (?:and|or|y|o|et|ou)) ([\w’'-]+)")
"""Verbs that share what they act on: "design, test and speed up websites"."""

_PARTICLE = re.compile(r"\b(?:down|up|out|off)$")
"""What belongs to the verb and not to the thing: "write a decision down"."""

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
    if not made and len(name.split()) > TITLE_LEAST:
        made = _from_need(week, name, data["objectives"], language)
    if not made and name:
        made = pick(data["objectives"]["title"], week).format(title=name)
    return made if not faults_of(made, language) else ""


def _from_need(week: int, need: str, patterns: Mapping[str, Sequence[str]], language: str) -> str:
    """Say what somebody can do from what the need asks: a deed, a clause that can be told, a subject."""
    asked = asked_of(need, language)
    if asked.kind == "deed" and not is_telegram(need, asked, language):
        return _from_deed(week, asked, patterns, language)
    kind = clause_of(asked.words, language) if asked.kind == "clause" else asked.kind
    if kind == "subject" and length_of(asked.words) in patterns:
        kind = length_of(asked.words)
    if not kind or not patterns.get(kind):  # of subjects that are only listed, nothing is said well
        return ""
    return filled(pick(patterns[kind], week), language, skill=asked.words)


def _from_deed(week: int, asked: Asked, patterns: Mapping[str, Sequence[str]], language: str) -> str:
    """Say what somebody can do of a thing to do; of one that is made, what is finished of it."""
    alike = len({kind_of(deed, language) for deed in asked.parts}) == 1
    kind = kind_of(asked.parts[0], language)
    deed = asked.words if alike and kind == "skill" else asked.parts[0]
    verb, thing = parted(deed, language)
    if verb and not _PARTICLE.search(thing):
        return str((table(language, "weeks") or {})["finished"][verb].format(object=thing))
    if kind == "skill" and (several := _SHARED.match(deed)) and kind_of(several[1], language) == "make":
        kind = "make"
    if kind == "make" and _PARTICLE.search(deed):
        kind = "skill"
    frame = pick(patterns.get(kind) or patterns["skill"], week)
    words = {"skill": deed, "bare": bare(deed, language), "theirs": as_theirs(deed, language)}
    return filled(frame, language, **words)


def length_of(subject: str) -> str:
    """Tell how a subject is said: several of them, a long one, or a short one."""
    if subject.count(",") >= SUBJECTS:
        return "subjects"
    return "long" if len(subject.split()) > SHORT_SUBJECT or "," in subject else "subject"


def filled(frame: str, language: str, **words: str) -> str:
    """Put words into a frame; a French "de" before a vowel loses its own."""
    need = (table(language, "weeks") or {}).get("need", {})
    vowels = any_of(f"^{sound}" for sound in need.get("elides", ()))
    for slot, word in words.items():
        if vowels.match(word):
            frame = re.sub(rf"\b(d|qu|l)[ea] (?={{{slot}}})", r"\1'", frame)
    return frame.format(**words)


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


def counts_only(objective: str, language: str = "en") -> bool:
    """Tell whether an objective quotes a title that only counts, and so names nothing to learn."""
    return any(says_nothing(quoted, language) for quoted in _QUOTED.findall(objective))


def pick(items: Sequence[str], week: int) -> str:
    """Choose one of some sentences, another one each week."""
    return items[(week - 1) % len(items)]
