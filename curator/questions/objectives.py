"""Objectives and titles: what a drafted week proposes from the need, and whether a sentence can stand as one.

need → what people must do, as a phrase → a sentence that says what somebody can do on Friday

The sentences, and the words by which a need tells what people must do, stand in
`languages/<code>/weeks.toml`. Where a need says nothing that a sentence can hold, the planned title is used;
where that says nothing either ("Week 1"), there is no objective, and a person writes it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from curator.questions.languages import table
from curator.questions.phrases import any_of, ways

SKILL_WORDS = (2, 18)
"""Words of what a need asks for that a sentence can hold."""

OBJECTIVE_WORDS = (5, 36)
"""Words of an objective that can be taken in at one reading."""

TITLE_WORDS = 9
"""Words of a title that is worth printing."""

TITLES = 3
"""Titles proposed where a course names none."""

NEED_CHARS = 600
"""Characters of a need that are read: what it asks for stands at its front."""

_QUOTABLE = re.compile(r"^[^\W_][\w ,.'’?!:&-]{2,89}$")
"""A title that a sentence can hold in quotation marks."""

_END = re.compile(r"[.;:?!()]|\s[–—-]\s")


def skill_of(need: str, language: str = "en") -> str:
    """Find what a stated need wants people to do, as a phrase that follows "to"; empty when unsure."""
    known = _need(language)
    if known is None:
        return ""
    text = " ".join(need.split())[:NEED_CHARS]
    request = known["requests"].match(text) is not None
    for start in (0,) if request else _asked_from(text, known):
        if phrase := _phrase(text[start:], known, request=request):
            return phrase
    return ""


def _asked_from(text: str, known: Mapping[str, Any]) -> Sequence[int]:
    """List where the text goes on after saying that people need, want or learn to do something."""
    hits = known["asks"].finditer(text)
    return [hit.end() for hit in hits if not known["not_after"].search(text[: hit.start()])]


def _phrase(text: str, known: Mapping[str, Any], *, request: bool) -> str:
    """Cut what is asked for out of a need: to the end of its clause, in words that speak to the reader."""
    phrase = _END.split(text.lstrip(" ,"))[0].strip()
    if request:
        phrase = phrase.split(",")[0]
    phrase = known["lead"].sub("", phrase[:1].lower() + phrase[1:] if request else phrase).lstrip()
    if known["not_first"].match(phrase) or not known["first"].match(phrase):
        return ""
    least, most = SKILL_WORDS
    phrase = _whole(_to_the_reader(phrase, known), known)
    if len(phrase.split()) > most:  # of many things the first, without what hangs on it
        phrase = known["hanging"].sub("", phrase.split(",")[0])
    return phrase if least <= len(phrase.split()) <= most and phrase[:1].islower() else ""


def _to_the_reader(phrase: str, known: Mapping[str, Any]) -> str:
    """Say "your" for "their" where that means the people who learn; else end before the clause that says it.

    After other people were named ("help customers find their ..."), and in what is to be known ("where they
    fail"), nobody can tell whose it is.
    """
    said, done = "", 0
    for hit in known["others"].finditer(phrase):
        said += phrase[done : hit.start()]
        inside = said.strip() and not known["subject_after"].search(said)
        if inside and known["points_inside"].fullmatch(hit.group()):
            ours = hit.group()
        else:
            unsure = known["people"].search(said) or known["grasp"].match(said)
            ours = "" if unsure else known["own"].get(hit.group().lower(), "")
        if not ours:
            return "".join(re.split(known["borders"], said)[:-2])
        said, done = said + ours, hit.end()
    return said + phrase[done:]


def _whole(phrase: str, known: Mapping[str, Any]) -> str:
    """Cut a phrase so that it stands alone: at its last verb, without a second thought or a loose end."""
    if known["ends"] is not None:
        ends = [hit.end() for hit in known["ends"].finditer(phrase)]
        phrase = phrase[: ends[-1]] if ends else ""
    elif "," in phrase and not known["joined"].search(phrase.rpartition(",")[2]):
        phrase = phrase.split(",")[0]  # of a list that lost its end, the first is whole
    phrase = known["loose"].sub("", phrase.strip(" ,")).strip(" ,")
    second = known["second"]
    return phrase.split(second)[0] if second and second in phrase and phrase.count(",") == 1 else phrase


@lru_cache(maxsize=16)
def _need(language: str) -> dict[str, Any] | None:
    """Compile what a language's folder says of needs; None where it says nothing."""
    data = table(language, "weeks")
    if data is None:
        return None
    need = data["need"]
    own = need.get("own", {})
    others = [*own, *need["others"]]
    people = need.get("people", [])
    return {
        "asks": any_of(need["asks"]),
        "not_after": re.compile(rf"\b(?:{ways(need.get('not_after', []))}) $", re.IGNORECASE),
        "requests": re.compile(rf"(?:{ways(need.get('requests', '').split())})\b", re.IGNORECASE),
        "lead": any_of(f"^{phrase}" for phrase in need.get("lead", [])),
        "first": any_of(f"^{word}" for word in need.get("first", ["*"])),
        "not_first": any_of(f"^{word}" for word in need.get("not_first", [])),
        "ends": any_of(need["ends"]) if "ends" in need else None,
        "own": own,
        "others": any_of(others),
        "points_inside": any_of(need.get("points_inside", [])),
        "subject_after": re.compile(rf"\b(?:{ways(need.get('subject_after', []))}) $", re.IGNORECASE),
        "people": any_of(people),
        "borders": re.compile(rf"(, | (?:{ways(need.get('borders', []))}) )"),
        "hanging": re.compile(rf" (?:{ways(need.get('hanging', []))})$", re.IGNORECASE),
        "joined": any_of(need.get("joined", [])),
        "second": need.get("second", ""),
        "loose": re.compile(rf"(?:\s|^)(?:{ways(need.get('loose', []))})$", re.IGNORECASE),
        "grasp": any_of(f"^{phrase}" for phrase in need.get("grasp", [])),
        "subject": any_of(need.get("subject", [])),
        "subject_ends": any_of(need.get("subject_ends", [])),
    }


def needs_knowing(skill: str, language: str = "en") -> bool:
    """Tell whether what a need asks for is to know something, not to do it."""
    known = _need(language)
    return known is not None and known["grasp"].match(skill) is not None


def objective_for(week: int, title: str, need: str, language: str = "en", *, own_need: bool = True) -> str:
    """Propose what a learner can do after the week, from its need or else its title; "" where unsure.

    `own_need`: the need belongs to this week; a course's need is used only where no title is planned.
    """
    known, data = _need(language), table(language, "weeks")
    if known is None or data is None:
        return ""
    patterns = data["objectives"]
    skill = skill_of(need, language) if own_need else ""
    grasp = known["grasp"].match(skill)
    subject = skill[grasp.end() :].strip() if grasp else topic_of(need, language) if own_need else ""
    name = printable(title, language)
    if subject and patterns["grasp"]:
        told = pick(patterns["grasp"], week).format(skill=subject)
    elif skill:
        told = pick(patterns["skill"], week).format(skill=skill)
    else:
        told = pick(patterns["title"], week).format(title=name) if name else ""
    return told if not faults_of(told, language) else ""


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


def topic_of(need: str, language: str = "en") -> str:
    """Find the subject that a need names where it does not say what to do: "the basics of data analysis"."""
    known = _need(language)
    text = " ".join(need.split())[:NEED_CHARS]
    hit = known["subject"].search(text) if known else None
    if known is None or hit is None:
        return ""
    basics = hit.group() if hit.group().lower().startswith("the ") else ""
    topic = re.split(r"[.;:?!,]", basics + text[hit.end() :])[0]
    if end := known["subject_ends"].search(topic):
        topic = topic[: end.start()]
    topic = topic.strip()
    return topic if 1 < len(topic.split()) <= SKILL_WORDS[1] else ""


def printable(title: str, language: str = "en") -> str:
    """Return a title as a sentence can quote it; empty for one that says nothing ("Week 1")."""
    name = " ".join(title.split()).rstrip(".").strip('“”"„«» ')
    return name if _QUOTABLE.match(name) and not says_nothing(name, language) else ""


def says_nothing(title: str, language: str = "en") -> bool:
    """Tell whether a title only counts: "Week 1"."""
    data = table(language, "weeks") or table("en", "weeks") or {}
    counted = ways(data["need"]["counted"])
    return re.match(rf"(?:{counted})\s*\d*$", title.strip(), re.IGNORECASE) is not None


def titles_for(need: str, resources: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """Propose titles for a week that its course does not name: what the need asks, then what is read."""
    skill = skill_of(need, language)
    subject = topic_of(need, language)
    drafts = [text[:1].upper() + text[1:] for text in (skill, subject) if text]
    for resource in resources:
        head = re.split(r"\s[|–—(\[]|\s-\s|: ", resource.strip(), maxsplit=1)[0].strip(" .!")
        if not any(map(str.isdigit, head)):
            drafts.append(head)
    short = (t for t in drafts if 1 < len(t.split()) <= TITLE_WORDS and not t.isupper())
    good = (t for t in short if printable(t, language))
    return tuple(dict.fromkeys(good))[:TITLES]


def pick(items: Sequence[str], week: int) -> str:
    """Choose one of some sentences, another one each week."""
    return items[(week - 1) % len(items)]
