"""Objectives, titles and small steps: what a drafted week proposes besides questions.

The sentences stand in `languages/<code>/weeks.toml`. An objective says what somebody
can do on Friday; it is made from what the need says that people must do, else from the planned title, else
there is none, and a person writes it. A step is small (minutes, not meetings), takes up one of the week's
resources or its subject, and asks nothing to be handed in. The same week gives the same, another one others.
"""

import re
from collections.abc import Sequence
from typing import Any

from curator.questions.languages import table

STEPS = 2
"""Steps proposed for one week: a choice, not a list of duties."""

SKILL_WORDS = (2, 22)
"""Words of what a need asks for that a sentence can hold."""

TITLE_WORDS = 9
"""Words of a title that is worth printing."""

TITLES = 3
"""Titles proposed where a course names none."""

_QUOTABLE = re.compile(r"^[^\W_][\w ,.'’?!:&-]{2,89}$")
"""A title that a sentence can hold in quotation marks."""


def skill_of(need: str, language: str = "en") -> str:
    """Find what a stated need wants people to do, as a phrase that follows "to"; empty when unsure."""
    data = table(language, "weeks")
    if data is None:
        return ""
    known = data["need"]
    text = " ".join(need.split())[:600]
    found = re.search(known["skill"], text, re.IGNORECASE)
    asked = re.match(known["request"], text, re.IGNORECASE) is not None
    if found is None and not asked:
        return ""
    phrase = text[:1].lower() + text[1:] if asked or found is None else found["skill"]
    phrase = re.split(r"[.;:!?(]|\s[–—-]\s", phrase)[0].strip()
    if asked or known["borders"]:
        phrase = _whole(phrase, asked, known)
    elif re.search(known["others"], phrase, re.IGNORECASE):
        return ""
    phrase = re.sub(known["tail"], "", phrase.strip(" ,"), flags=re.IGNORECASE).strip(" ,")
    least, most = SKILL_WORDS
    return phrase if least <= len(phrase.split()) <= most and phrase[:1].islower() else ""


def _whole(phrase: str, asked: bool, known: dict[str, Any]) -> str:
    """Cut a phrase so that it stands alone: no second thought behind a comma, no "their" of other people."""
    if asked:
        phrase = phrase.split(",")[0]
    for _ in range(2):
        phrase = re.sub(known["lead"], "", phrase, flags=re.IGNORECASE)
    if other := re.search(known["others"], phrase, re.IGNORECASE):
        # "their" would point at nobody in a sentence that says "you": end before the clause that holds it
        phrase = "".join(re.split(known["borders"], phrase[: other.start()])[:-2])
    return phrase.split(", and ")[0] if ", and " in phrase and phrase.count(",") == 1 else phrase


def objective_for(week: int, title: str, need: str, language: str = "en", *, own_need: bool = True) -> str:
    """Propose what a learner can do after the week, from its need or else its title; "" where unsure.

    `own_need`: the need belongs to this week; a course's need is used only where no title is planned.
    """
    data = table(language, "weeks")
    if data is None:
        return ""
    patterns = data["objectives"]
    skill = skill_of(need, language) if own_need else ""
    grasp = re.match(data["need"]["grasp"], skill, re.IGNORECASE)
    subject = skill[grasp.end() :] if grasp else topic_of(need, language) if own_need else ""
    if subject and patterns["grasp"]:
        return _pick(patterns["grasp"], week).format(skill=subject)
    if skill:
        return _pick(patterns["skill"], week).format(skill=skill)
    name = printable(title, language)
    return _pick(patterns["title"], week).format(title=name) if name else ""


def sound_objective(objective: str, language: str = "en") -> bool:
    """Tell whether a sentence can stand as an objective: one whole sentence that quotes no "Week 1"."""
    count = len(objective.split())
    quoted = re.findall(r"[“„«\"]\s?([^“”„«»\"]+?)\s?[”“»\"]", objective)
    one = objective.endswith(".") and not re.search(r"[.!?]\s", objective[:-1]) and "?" not in objective
    return one and 5 <= count <= 40 and all(printable(name, language) for name in quoted)


def topic_of(need: str, language: str = "en") -> str:
    """Find the subject that a need names where it does not say what to do: "the basics of data analysis"."""
    pattern = (table(language, "weeks") or {}).get("need", {}).get("topic", "(?!)")
    found = re.search(pattern, " ".join(need.split())[:600], re.IGNORECASE)
    topic = found["topic"].strip() if found else ""
    return topic if 1 < len(topic.split()) <= SKILL_WORDS[1] else ""


def printable(title: str, language: str = "en") -> str:
    """Return a title as a sentence can quote it; empty for one that says nothing ("Week 1")."""
    name = " ".join(title.split()).rstrip(".").strip('“”"„«» ')
    return name if _QUOTABLE.match(name) and not says_nothing(name, language) else ""


def says_nothing(title: str, language: str = "en") -> bool:
    """Tell whether a title only counts: "Week 1"."""
    data = table(language, "weeks") or table("en", "weeks") or {}
    return re.match(data["need"]["generic_title"], title.strip(), re.IGNORECASE) is not None


def titles_for(need: str, resources: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """Propose titles for a week that its course does not name: what the need asks, then what is read."""
    skill = skill_of(need, language)
    drafts = [skill[:1].upper() + skill[1:]] if skill else []
    for resource in resources:
        head = re.split(r"\s[|–—(\[]|\s-\s|: ", resource.strip(), maxsplit=1)[0].strip(" .!")
        if not any(map(str.isdigit, head)):
            drafts.append(head)
    short = (t for t in drafts if 1 < len(t.split()) <= TITLE_WORDS and not t.isupper())
    good = (t for t in short if printable(t, language))
    return tuple(dict.fromkeys(good))[:TITLES]


def prompts_for(
    week: int, language: str = "en", *, title: str = "", need: str = "", resources: Sequence[str] = ()
) -> tuple[str, ...]:
    """Choose the steps of a week: one about a resource of it, one about its subject, or plain ones.

    `need` is the week's own (or the course's), `resources` are the titles of what the week holds. None in a
    language that has no folder.
    """
    data = table(language, "weeks")
    if data is None:
        return ()
    steps = data["steps"]
    named = [name for name in (printable(r, language) for r in resources) if name]
    skill, subject = skill_of(need, language), printable(title, language)
    if re.match(data["need"]["grasp"], skill, re.IGNORECASE):
        skill = ""  # "tried to understand ..." is no step
    found = []
    if named:
        found.append(_pick(steps["resource"], week).format(resource=_pick(named, week)))
    if skill:
        found.append(_pick(steps["skill"], week).format(skill=skill))
    elif subject:
        found.append(_pick(steps["title"], week).format(title=subject))
    plain = [_pick(steps["plain"], week + turn) for turn in range(STEPS)]
    return tuple(dict.fromkeys((*found, *plain)))[:STEPS]


def _pick(items: Sequence[str], week: int) -> str:
    return items[(week - 1) % len(items)]
