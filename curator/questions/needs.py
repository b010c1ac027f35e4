"""Needs: what a stated need wants people to do, as a phrase, and the subject that it names.

need → pronouns that mean a named thing → behind "need to", "ways to", "wants" → a phrase that follows "to"

The words by which a need tells it stand in `languages/<code>/weeks.toml`. Where nothing is sure, nothing is
found, and a person writes it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from curator.questions.antecedents import resolved
from curator.questions.languages import table
from curator.questions.phrases import any_of, ways

SKILL_WORDS = (2, 18)
"""Words of what a need asks for that a sentence can hold."""

INSIDE_WORDS = 2
"""Words before a "them" or "it" that can say what it means: a verb alone does not."""

NEED_CHARS = 600
"""Characters of a need that are read: what it asks for stands at its front."""

SHORT_THEME = 3
THEME_WORDS = 5
"""Words of a subject that a need only names."""

FRONT_WORDS = 40
"""Words before what people must do: further down a text speaks of something else."""

_END = re.compile(r"[.;:?!()]|\s[–—-]\s")


def skill_of(need: str, language: str = "en") -> str:
    """Find what a stated need wants people to do, as a phrase that follows "to"; empty when unsure."""
    known = words_of_needs(language)
    if known is None:
        return ""
    text, named = resolved(" ".join(need.split())[:NEED_CHARS], language)
    request = known["requests"].match(text) is not None
    for verb, sign in known["doing"].items():
        if hit := sign.search(text):
            return _phrase(f"{verb} {text[hit.end() :].lstrip()}", known, request=False)
    they = tuple(known["own"]) if known["they_need"].search(text) else ()  # "they" are who learns
    for asked in (text,) if request else _asked(text, known):
        phrase = _phrase(asked, known, request=request, named=named, learners=they)
        if phrase and not known["empty"].fullmatch(phrase):
            return phrase
    return _bare(text, known) or _wanted(text, known) or _asked_late(text, known)


def _asked_late(text: str, known: Mapping[str, Any]) -> str:
    """Find what somebody wants others to do: "we want our volunteers to check the board"."""
    for hit in known["asks_late"].finditer(text):
        phrase = _phrase(text[hit.end() :], known, request=False)
        if phrase and not known["empty"].fullmatch(phrase):
            return phrase
    return ""


def _wanted(text: str, known: Mapping[str, Any]) -> str:
    """Say what to do about the things that a need names: "equipment and a plan" are chosen and made."""
    if known["wants"] is None or not (hit := known["wants"].search(text)):
        return ""
    told: list[str] = []
    for part in known["joined_things"].split(_END.split(text[hit.end() :])[0]):
        verb = next((verb for verb, sign in known["things"].items() if sign.match(part)), "")
        if not verb or known["not_wanted"].search(part) or known["bare"].search(part):
            break
        told.append(f"{verb} {part.strip()}")
    return _phrase(" and ".join(told), known, request=False) if told else ""


def manner_of(need: str, language: str = "en") -> str:
    """Find what a need wants good practice of, as a gerund: "teaching online"; empty where it names none."""
    known = words_of_needs(language)
    if known is None or known["manner"] is None:
        return ""
    hit = known["manner"].search(need) or known["front"].search(need)
    if hit is None:
        return ""
    phrase = re.sub(r"\b(and|or) for\b", r"\1", _END.split(need[hit.end() :])[0].split(",")[0]).strip()
    phrase = phrase[:1].lower() + phrase[1:]
    fits = re.match(r"\w+ing\b", phrase) and 1 < len(phrase.split()) <= SKILL_WORDS[1]
    return "" if not fits or known["others"].search(phrase) else phrase


def kind_of(skill: str, language: str = "en") -> str:
    """Tell what kind of doing a skill is by its verb: a choice, a thing made, a skill shown; else "skill"."""
    kinds = (table(language, "weeks") or {}).get("verbs", {})
    verb = skill.split()[0].lower() if skill else ""
    return next((kind for kind, verbs in kinds.items() if verb in verbs.split()), "skill")


def parted(skill: str, language: str = "en") -> tuple[str, str]:
    """Part a skill into its verb, with what belongs to it ("put together"), and the object; else ("", "").

    A second verb in the place of an object ("plan and run") is no object.
    """
    finished = (table(language, "weeks") or {}).get("finished", {})
    for verb in sorted(finished, key=len, reverse=True):
        rest = skill.removeprefix(f"{verb} ")
        if rest != skill and re.match(r"(?!and\b|or\b)[\w'’“-]", rest):
            return verb, rest
    return "", ""


def things_to_do(skill: str, language: str = "en") -> tuple[str, ...]:
    """Part a skill that lists whole things to do: "give feedback", "lead meetings"; else return it alone.

    A thing is whole when it begins with a verb (in German ends on one) and says of what, so "plan and run
    a fair" stays together.
    """
    known = words_of_needs(language)
    if known is None:
        return (skill,)
    parts = tuple(part for part in known["things_joined"].split(skill) if part)
    verbs = _verbs(language)
    for part in parts:
        words = part.split()
        if known["ends"] is not None:
            whole = len(words) > 1 and known["ends"].match(" ".join(words[-2:])) and words[0].lower() != "zu"
        else:
            first = words[0].lower()
            whole = len(words) > 1 and (first in verbs if verbs else known["first"].match(first))
        if not whole or known["points_inside"].search(part):
            return (skill,)
    return parts or (skill,)


def _verbs(language: str) -> frozenset[str]:
    data = table(language, "weeks") or {}
    named = (
        data.get("need", {}).get("requests", ""),
        data.get("acts", {}).get("verbs", ""),
        *data.get("verbs", {}).values(),
    )
    return frozenset(" ".join(named).split())


def is_list(skill: str, language: str = "en") -> bool:
    """Tell whether a skill is more than one thing to do: "save, invest", "plan and run"."""
    data = table(language, "weeks") or {}
    verbs = _verbs(language)
    joined = ways(data.get("need", {}).get("joined", []))
    later = re.findall(rf"(?:, |\b(?:{joined}) )(?:then )?([\w’']+)", skill)
    return any(word in verbs for word in later) or re.match(r"[\w’']+,", skill) is not None


def clause_of(subject: str, language: str = "en") -> str:
    """Tell by its first word what a subject asks, where it is a clause ("which tools help"); else ""."""
    clauses = (table(language, "weeks") or {}).get("clauses", {})
    first = subject.split()[0].lower() if subject else ""
    return next((kind for kind, words in clauses.items() if first in words.split()), "")


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
    hits = [hit for hit in known["asks"].finditer(text) if len(text[: hit.start()].split()) <= FRONT_WORDS]
    asked = [hit for hit in hits if not known["not_after"].search(text[: hit.start()])]
    for hit in asked:
        if not known["left_behind"].search(text[asked[0].end() : hit.start()]):
            yield text[hit.end() :]
    for hit in hits:
        if hit not in asked and (end := known["needs"].search(text, hit.end())):
            yield text[hit.end() : end.start()]


def _phrase(
    text: str,
    known: Mapping[str, Any],
    *,
    request: bool,
    named: Collection[str] = (),
    learners: Collection[str] = (),
) -> str:
    """Cut what is asked for out of a need: to the end of its clause, in words that speak to the reader."""
    phrase = _END.split(text.lstrip(" ,"))[0].strip()
    if request:
        phrase = phrase.split(",")[0]
    phrase = known["lead"].sub("", phrase[:1].lower() + phrase[1:] if request else phrase).lstrip()
    if known["not_first"].match(phrase) or not known["first"].match(phrase):
        return ""
    least, most = SKILL_WORDS
    phrase = _whole(_to_the_reader(phrase, known, named, learners), known)
    if len(phrase.split()) > most:  # of many things the first, without what hangs on it
        phrase = _without_half_a_list(known["hanging"].sub("", phrase.split(",")[0]))
    fits = least <= len(phrase.split()) <= most and (phrase[:1].islower() or known["capitals"])
    for said, yours in known["yours"].items():
        phrase = re.sub(rf"\b{said}\b", yours, phrase)
    phrase = known["again"].sub(r"\1", phrase)
    return phrase if fits else ""


def _without_half_a_list(phrase: str) -> str:
    """Leave out the list that a phrase was cut in: "hand over without leaving out allergies"."""
    return re.sub(r" (?:without|including|such as|like|from|about|with)(?: [\w'-]+){1,4}$", "", phrase)


def _to_the_reader(
    phrase: str, known: Mapping[str, Any], named: Collection[str], learners: Collection[str]
) -> str:
    """Say "your" for "their" where that means the people who learn; else end before the clause that says it.

    After other people were named ("help customers find their ..."), and in what is to be known ("where they
    fail"), nobody can tell whose it is; pronouns in `named` mean a thing that the phrase names, those in
    `learners` who learns.
    """
    said, done = "", 0
    for hit in known["others"].finditer(phrase):
        said += phrase[done : hit.start()]
        inside = len(said.split()) >= INSIDE_WORDS and not known["subject_after"].search(said)
        points = known["points_inside"].fullmatch(hit.group()) if inside else None
        owned = known["owns"].search(said) and known["owned"].fullmatch(hit.group())
        subject = known["owned"].fullmatch(hit.group()) or known["points_inside"].fullmatch(hit.group())
        known_thing = subject and _is_subject(said, known)  # "understand Rust, its ownership"
        if points or owned or known_thing or hit.group().lower() in named:
            ours = hit.group()
        else:
            sure = hit.group().lower() in learners and not known["people"].search(said)
            unsure = not sure and (known["people"].search(said) or known["grasp"].match(said))
            ours = "" if unsure else known["own"].get(hit.group().lower(), "")
        if not ours:
            return "".join(re.split(known["borders"], said)[:-2])
        said, done = said + ours, hit.end()
    return said + phrase[done:]


def _is_subject(said: str, known: Mapping[str, Any]) -> bool:
    """Tell whether what stands before a pronoun is a thing that is to be known, which it then means."""
    grasp = known["grasp"].match(said)
    thing = said[grasp.end() :].split(",")[0] if grasp else ""
    return bool(thing.strip()) and not known["people"].search(thing)


def _whole(phrase: str, known: Mapping[str, Any]) -> str:
    """Cut a phrase so that it stands alone: at its last verb, without a second thought or a loose end."""
    if known["ends"] is not None:
        ends = [hit.end() for hit in known["ends"].finditer(phrase)]
        phrase = phrase[: ends[-1]] if ends else ""
    elif "," in phrase and not known["joined"].search(phrase.rpartition(",")[2]):
        phrase = _without_half_a_list(phrase.split(",")[0])  # of a list that lost its end, the first is whole
    phrase = phrase.strip(" ,")
    if hit := known["once"].search(phrase):
        phrase = phrase[: hit.start()]
    if not known["whole_end"].search(phrase):
        phrase = known["loose"].sub("", phrase).strip(" ,")
    second = known["second"]
    return phrase.split(second)[0] if second and second in phrase and phrase.count(",") == 1 else phrase


def _front(not_doing: Sequence[str]) -> re.Pattern[str]:
    """Find where a need that names no people says a gerund: at its front, or behind a colon."""
    doing = rf"(?=(?!(?:{ways(not_doing)})\b)[a-z]+ing (?!(?:for|and|or|at|of)\b)\w)"
    return re.compile(rf"^(?:[^:]{{3,60}}: )?{doing}", re.IGNORECASE)


@lru_cache(maxsize=16)
def words_of_needs(language: str) -> dict[str, Any] | None:
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
        "wants": any_of(need["wants"]) if "wants" in need else None,
        "things": {verb: any_of(signs) for verb, signs in need.get("things", {}).items()},
        "asks_late": any_of(need.get("asks_late", [])),
        "said": any_of(need["said"]) if "said" in need else None,
        "for_whom": any_of(need.get("for_whom", [])),
        "manner_words": any_of(f"{word}$" for word in need.get("manner_words", [])),
        "not_learned": any_of(f"^{word}" for word in need.get("not_learned", [])),
        "they_need": any_of(need.get("they_need", [])),
        "learns": any_of(need.get("learns", [])),
        "bare": any_of(need.get("bare", [])),
        "yours": need.get("yours", {}),
        "not_wanted": any_of(need.get("not_wanted", [])),
        "things_joined": re.compile(rf",? (?:{ways([*need.get('joined', []), *need.get('joins', [])])}) |, "),
        "joined_things": re.compile(rf",? (?:{ways(need.get('joined', []))}) |, "),
        "manner": any_of(need["manner"]) if "manner" in need else None,
        "front": _front(need.get("not_doing", [])),
        "once": any_of(need.get("once", [])),
        "empty": any_of(need.get("empty", [])),
        # "mener des réunions et à donner": the sentence around it says what stands before the verb.
        "again": re.compile(
            rf"((?:,| (?:{ways(need.get('joined', []))})) )(?:{ways(need.get('before_verbs', []))}) "
            rf"(?=(?:{ways(need.get('first', []))})\b)"
        ),
        "needs": any_of(need.get("needs", [])),
        "left_behind": any_of(need.get("left_behind", [])),
        "whole_end": any_of(f"{phrase}$" for phrase in need.get("whole_end", [])),
        "no_title": any_of(need.get("no_title", [])),
        "subject": any_of(need.get("subject", [])),
        "subject_ends": any_of(need.get("subject_ends", [])),
    }


def as_theirs(skill: str, language: str = "en") -> str:
    """Say a skill of other people ("keep their books") that was said to the reader ("keep your books")."""
    known = words_of_needs(language)
    for theirs, ours in known["own"].items() if known else ():
        skill = re.sub(rf"(?<![\w']){re.escape(ours)}(?![\w'])", theirs, skill)
    return skill


def needs_knowing(skill: str, language: str = "en") -> bool:
    """Tell whether what a need asks for is to know something, not to do it."""
    known = words_of_needs(language)
    return known is not None and known["grasp"].match(skill) is not None


def topic_of(need: str, language: str = "en") -> str:
    """Find the subject that a need names where it does not say what to do: "the basics of data analysis"."""
    known = words_of_needs(language)
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


def subject_of(skill: str, language: str = "en") -> str:
    """Return what is to be known, where a skill is to know something; else "".

    What is done besides ("and move between them") is no part of it.
    """
    known = words_of_needs(language)
    grasp = known["grasp"].match(skill) if known else None
    learns = known["learns"].match(skill) if known and grasp is None else None
    asked = skill[learns.end() :].strip() if learns else ""
    if grasp is None:
        return asked if clause_of(asked, language) else ""
    subject = skill[grasp.end() :].strip()
    seconds = re.finditer(r" and ([\w’']+)(?=(?: [\w’']+)* (?:them|it)\b)", subject)
    return next((subject[: hit.start()] for hit in seconds if hit[1] in _acts(language)), subject)


def theme_of(need: str, language: str = "en") -> str:
    """Find the subject of a need that only names one, or that says "learn" and a noun; else ""."""
    known = words_of_needs(language)
    if known is None or known["said"] is None:
        return ""
    skill = skill_of(need, language)
    if learns := known["learns"].match(skill):
        learned = known["manner_words"].sub("", skill[learns.end() :]).strip(" ,")
        return "" if known["not_learned"].match(learned) else learned
    named = re.split(r"[:;.!?(]", " ".join(need.split()))[0]
    if cut := known["once"].search(named):
        named = named[: cut.start()]
    named = known["for_whom"].sub("", named.strip(" ,")).strip(" ,")
    fits = 1 <= len(named.split()) <= THEME_WORDS and not skill and not known["said"].search(named)
    front = "" if named.isupper() or not named else named[:1].lower() + named[1:]
    return front if fits and (len(front.split()) <= SHORT_THEME or not re.match(r"\w+ing\b", front)) else ""


def _acts(language: str) -> frozenset[str]:
    data = table(language, "weeks") or {}
    return frozenset(data.get("acts", {}).get("verbs", "").split())


def shortened(skill: str, language: str, most: int) -> str:
    """Return a phrase short enough to print: whole, or up to its first comma or "and" that leaves two."""
    if len(skill.split()) <= most:
        return skill
    joined = ways((table(language, "weeks") or {}).get("need", {}).get("joined", []))
    cuts = [hit.start() for hit in re.finditer(rf", | (?:{joined}) ", skill)]
    return next((skill[:cut] for cut in cuts if len(skill[:cut].split()) > 1), skill)
