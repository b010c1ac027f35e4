"""Objectives and titles: what a drafted week proposes from the need, and whether a sentence can stand as one.

need → what people must do, as a phrase → a sentence that says what somebody can do on Friday

The sentences, and the words by which a need tells what people must do, stand in
`languages/<code>/weeks.toml`. Where a need says nothing that a sentence can hold, the planned title is used;
where that says nothing either ("Week 1"), there is no objective, and a person writes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from curator.questions.anchoring import terms
from curator.questions.languages import table
from curator.questions.phrases import any_of, ways

SKILL_WORDS = (2, 18)
"""Words of what a need asks for that a sentence can hold."""

OBJECTIVE_WORDS = (5, 36)
"""Words of an objective that can be taken in at one reading."""

TITLE_WORDS = 9
"""Words of a title that is worth printing."""

OBJECTIVE_SKILL = 12
"""Words of what a need asks for that are said whole in an objective."""

NEAR_TITLE = 2
"""Terms of the need by which a part of a resource's title is surely about it; one is enough to propose it."""

TITLES = 3
"""Titles proposed where a course names none."""

INSIDE_WORDS = 2
"""Words before a "them" or "it" that can say what it means: a verb alone does not."""

NEED_CHARS = 600
"""Characters of a need that are read: what it asks for stands at its front."""

_QUOTABLE = re.compile(r"^[^\W_][\w ,.'’?!:&-]{2,89}$")
"""A title that a sentence can hold in quotation marks."""

_PART = re.compile(r"\s[|–—(\[]|\s-\s|: ")
"""Where a part of a resource's title ends."""

_END = re.compile(r"[.;:?!()]|\s[–—-]\s")


def skill_of(need: str, language: str = "en") -> str:
    """Find what a stated need wants people to do, as a phrase that follows "to"; empty when unsure."""
    known = _need(language)
    if known is None:
        return ""
    text = " ".join(need.split())[:NEED_CHARS]
    request = known["requests"].match(text) is not None
    for verb, sign in known["doing"].items():
        if hit := sign.search(text):
            return _phrase(f"{verb} {text[hit.end() :].lstrip()}", known, request=False)
    for asked in (text,) if request else _asked(text, known):
        phrase = _phrase(asked, known, request=request)
        if phrase and not known["empty"].fullmatch(phrase):
            return phrase
    return _bare(text, known)


def _bare(text: str, known: Mapping[str, Any]) -> str:
    """Take what stands between a modal verb and its infinitives, which then get their "zu" (German)."""
    if known["modals"] is None or not (hit := known["modals"].search(text)):
        return ""
    clause = re.split(r"[.;:?!,]", text[hit.end() :])[0]
    parts = known["joins"].split(clause)
    if not all(re.search(r"[a-zäöüß](?:en|ern|eln)$", part) for part in parts):
        return ""
    for part in parts:
        before, _, verb = part.strip().rpartition(" ")
        split = known["separable"].fullmatch(verb)
        marked = f"{split[1]}zu{split[2]}" if split else f"zu {verb}"
        clause = clause.replace(part, f" {before} {marked} ".replace("  ", " "))
    phrase = _phrase(" ".join(clause.split()), known, request=False)
    return "" if known["empty"].fullmatch(phrase) else phrase


def _asked(text: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Yield what stands behind the words that people need, want or learn to do something.

    Last what only tells who they are ("people who want to ... need help"), up to what they need.
    """
    hits = list(known["asks"].finditer(text))
    asked = [hit for hit in hits if not known["not_after"].search(text[: hit.start()])]
    for hit in asked:
        if not known["left_behind"].search(text[asked[0].end() : hit.start()]):
            yield text[hit.end() :]
    for hit in hits:
        if hit not in asked and (end := known["needs"].search(text, hit.end())):
            yield text[hit.end() : end.start()]


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
    fits = least <= len(phrase.split()) <= most and (phrase[:1].islower() or known["capitals"])
    return phrase if fits else ""


def _to_the_reader(phrase: str, known: Mapping[str, Any]) -> str:
    """Say "your" for "their" where that means the people who learn; else end before the clause that says it.

    After other people were named ("help customers find their ..."), and in what is to be known ("where they
    fail"), nobody can tell whose it is.
    """
    said, done = "", 0
    for hit in known["others"].finditer(phrase):
        said += phrase[done : hit.start()]
        inside = len(said.split()) >= INSIDE_WORDS and not known["subject_after"].search(said)
        points = known["points_inside"].fullmatch(hit.group()) if inside else None
        owned = known["owns"].search(said) and known["owned"].fullmatch(hit.group())
        if points or owned:
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
    phrase = phrase.strip(" ,")
    if hit := known["once"].search(phrase):
        phrase = phrase[: hit.start()]
    if not known["whole_end"].search(phrase):
        phrase = known["loose"].sub("", phrase).strip(" ,")
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
        "owned": any_of(need.get("owned", [])),
        "owns": any_of(need.get("owns", [])),
        "subject_after": re.compile(rf"\b(?:{ways(need.get('subject_after', []))}) $", re.IGNORECASE),
        "people": any_of(people),
        "borders": re.compile(rf"(, | (?:{ways(need.get('borders', []))}) )"),
        "hanging": re.compile(rf" (?:{ways(need.get('hanging', []))})$", re.IGNORECASE),
        "joined": any_of(need.get("joined", [])),
        "second": need.get("second", ""),
        "loose": re.compile(rf"(?:\s|^)(?:{ways(need.get('loose', []))})$", re.IGNORECASE),
        "grasp": any_of(f"^{phrase}" for phrase in need.get("grasp", [])),
        "doing": {verb: any_of([sign]) for sign, verb in need.get("doing", {}).items()},
        "capitals": need.get("capitals", False),
        "modals": any_of(need["modals"]) if "modals" in need else None,
        "joins": re.compile(rf" (?:{ways(need.get('joins', []))}) "),
        "separable": re.compile(rf"({ways(need.get('prefixes', []))})({ways(need.get('bases', []))})"),
        "parted": re.compile(rf"\b({ways(need.get('prefixes', []))})zu({ways(need.get('bases', []))})\b"),
        "mark": any_of(need.get("mark", [])),
        "once": any_of(need.get("once", [])),
        "empty": any_of(need.get("empty", [])),
        "needs": any_of(need.get("needs", [])),
        "left_behind": any_of(need.get("left_behind", [])),
        "whole_end": any_of(f"{phrase}$" for phrase in need.get("whole_end", [])),
        "no_title": any_of(need.get("no_title", [])),
        "subject": any_of(need.get("subject", [])),
        "subject_ends": any_of(need.get("subject_ends", [])),
    }


def as_theirs(skill: str, language: str = "en") -> str:
    """Say a skill of other people ("keep their books") that was said to the reader ("keep your books")."""
    known = _need(language)
    for theirs, ours in known["own"].items() if known else ():
        skill = re.sub(rf"(?<![\w']){re.escape(ours)}(?![\w'])", theirs, skill)
    return skill


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
        short = _short(skill, language, OBJECTIVE_SKILL)
        told = pick(patterns["skill"], week).format(skill=short, theirs=as_theirs(short, language))
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
    """Propose titles for a week that its course does not name: what the need asks, then what is read.

    Of a resource's title only a part that speaks of the need and names no list, series or person.
    """
    known = _need(language)
    skill = skill_of(need, language)
    if known is not None and (grasp := known["grasp"].match(skill)):
        skill = skill[grasp.end() :].strip()
    if known is not None:  # a title is no clause: "Gespräche führen", not "zu führen"
        skill = known["parted"].sub(
            r"\1\2", known["mark"].sub(lambda hit: hit.group().partition(" ")[2], skill)
        )
    drafts = [_short(text, language, TITLE_WORDS) for text in (skill, topic_of(need, language))]
    asked = terms(need, language)
    parts = [part.strip(" .!:") for resource in resources for part in _PART.split(resource.strip())]
    shared = {part: len(terms(part, language) & asked) for part in parts}
    for part in sorted(shared, key=lambda part: -min(shared[part], NEAR_TITLE)):
        listed = known is not None and known["no_title"].search(part) is not None
        if shared[part] and not listed and not any(map(str.isdigit, part)):
            drafts.append(part)
    short = (t[:1].upper() + t[1:] for t in drafts if 1 < len(t.split()) <= TITLE_WORDS and not t.isupper())
    good = (t for t in short if printable(t, language))
    return tuple(dict.fromkeys(good))[:TITLES]


def _short(skill: str, language: str, most: int) -> str:
    """Return a phrase short enough to print: whole, or up to its first comma or "and" where it is long."""
    joined = ways((table(language, "weeks") or {}).get("need", {}).get("joined", []))
    return skill if len(skill.split()) <= most else re.split(rf", | (?:{joined}) ", skill)[0]


def pick(items: Sequence[str], week: int) -> str:
    """Choose one of some sentences, another one each week."""
    return items[(week - 1) % len(items)]
