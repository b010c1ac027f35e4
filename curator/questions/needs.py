"""Needs: what a stated need wants people to do, as a phrase that follows "to".

need → pronouns that mean a named thing → behind "need to", "ways to", "wants" → a phrase that follows "to"

The words by which a need tells it stand in `languages/<code>/weeks.toml`. Where nothing is sure, nothing is
found, and a person writes it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from curator.questions import contrasts
from curator.questions.antecedents import resolved
from curator.questions.languages import table
from curator.questions.phrases import NEVER, any_of, ways

SKILL_WORDS = (2, 18)
"""Words of what a need asks for that a sentence can hold."""

INSIDE_WORDS = 2
"""Words before a "them" or "it" of which one can say what it means: "choose metrics and act on them"."""

NEED_CHARS = 600
"""Characters of a need that are read: what it asks for stands at its front."""

FRONT_WORDS = 60
"""Words before what people must do: further down a text speaks of something else."""

_ONSET = "[bfgkp][lr]?|[kg]n|pf[lr]?|[dtv]r?|[hjlmnrsw]|zw?|qu|sch[lmnrw]?|sp[lr]?|str?"
_BASE = rf"(?:arbeiten|ordnen|üben|atmen|(?:{_ONSET})[aeiouäöüy]\w{{2,}}(?:n|en))"
"""A German verb behind what it is parted from: "anreißen", and not "antworten" or "einigen"."""

_SUBJECT = re.compile(
    r"^ ?(?:die|der|alle|unsere|neue) [\w-]+(?: und [\w-]+)? (?:(?:nach|in|mit) \w+ [A-ZÄÖÜ]\w+ )?"
)
"""A German subject behind its verb, with when it shall be able to do something."""

_END = re.compile(r"[.;:?!()]|\s[–—-]\s")


def skill_of(need: str, language: str = "en") -> str:
    """Find what a stated need wants people to do, as a phrase that follows "to"; empty when unsure."""
    known = words_of_needs(language)
    if known is None:
        return ""
    text, named = resolved(" ".join(need.split())[:NEED_CHARS], language)
    text = known["fillers"].sub(" ", text)
    said, text = text, known["meant"].sub(" ", text)
    request = known["requests"].match(text) is not None
    for verb, sign in known["doing"].items():
        if hit := sign.search(text):
            rest = _as_it_stands(text[hit.end() :], said, known)
            return _phrase(f"{verb} {rest.lstrip()}", known, request=False)
    they = tuple(known["own"]) if known["they_need"].search(text) else ()  # "they" are who learns
    for asked in (text,) if request else _asked(text, known):
        asked = _as_it_stands(asked, said, known) if text.endswith(asked) else asked
        phrase = _phrase(asked, known, request=request, named=named, learners=they)
        if phrase and not known["empty"].fullmatch(phrase):
            return phrase
    return _bare(said, known) or _wanted(text, known) or _asked_late(text, known)


def _as_it_stands(rest: str, said: str, known: Mapping[str, Any]) -> str:
    """Return the words behind what asks for them as the need says them: "watch the game and just listen".

    A small word right behind what asks ("need to really listen") belongs to the asking.
    """
    left, end = len(rest), len(said)
    for hit in reversed(list(known["meant"].finditer(said))):
        behind = end - hit.end()
        if left <= behind:
            break
        left -= behind + 1
        if not left:
            return said[hit.end() - 1 :]
        end = hit.start()
    return said[end - left :]


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


def _bare(text: str, known: Mapping[str, Any]) -> str:
    """Take what stands between a modal verb ("müssen", "dass sie") and its infinitives, which get their "zu".

    A need may be no more than that, too: "Beschwerden annehmen, ohne zu streiten" (all this is German).
    """
    if known["modals"] is None:
        return ""
    found = [
        # the subject may stand behind: ", daher sollen die Neuen eine Übergabe schreiben"
        _SUBJECT.sub("", text[hit.end() :]) if re.search(r", $", text[: hit.start()]) else text[hit.end() :]
        for hit in known["modals"].finditer(text)
    ]
    for clause in found or ([] if known["said"] is not None and known["said"].search(text) else [text]):
        told, waiting = [], ""
        clause = f" {clause.strip()}"
        clause = clause[hit.end() :] if (hit := known["meant"].match(clause)) else clause.strip()
        if known["not_only"].match(clause):
            clause = contrasts.uncontrasted(clause, known)
        front = re.split(r"[.;:?!,()]", clause)[0]
        for part in known["joins"].split(contrasts.uncontrasted(front.strip(), known)):
            waiting = known["auxiliary"].sub("", f"{waiting}{part}".strip())
            before, _, verb = waiting.rpartition(" ")
            before = before.removesuffix(" so")  # of "so leiten, dass ..." the end was cut
            if verb in known["half"]:
                break
            if before and re.fullmatch(r"[a-zäöüß]+(?:en|ern|eln)", verb):
                split = None if verb in known["whole"] else known["separable"].fullmatch(verb)
                told.append(f"{before} {split[1]}zu{split[2]}" if split else f"{before} zu {verb}")
                waiting = ""
            else:
                waiting += " und "
        # ", ohne zu streiten" has its "zu" already
        beside = _END.split(clause[len(front) :])[0].lstrip(" ,")
        without = f", {beside}" if told and known["without"].match(f", {beside}", 2) else ""
        phrase = _phrase(" und ".join(told) + without, known, request=False)
        if re.search(r"[A-ZÄÖÜ]", phrase) and not known["empty"].fullmatch(
            phrase
        ):  # without a noun it says little
            return phrase
    return ""


def _asked(text: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Yield what stands behind the words that people need, want or learn to do something.

    Last what only tells who they are ("people who want to ... need help"), up to what they need.
    """
    hits = [hit for hit in known["asks"].finditer(text) if len(text[: hit.start()].split()) <= FRONT_WORDS]
    asked = [
        hit
        for hit in hits
        if known["they"].match(hit.group()) or not known["not_after"].search(text[: hit.start()])
    ]
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
    """Cut what is asked for out of a need, without what is told beside it where that cannot be kept."""
    whole = _END.split(text.lstrip(" ,"))[0].strip()
    left = contrasts.parted_without(whole, known)[0]
    said = _cut(whole, known, request=request, named=named, learners=learners)
    return (
        said or (left != whole and _cut(left, known, request=request, named=named, learners=learners)) or ""
    )


def _cut(
    phrase: str, known: Mapping[str, Any], *, request: bool, named: Collection[str], learners: Collection[str]
) -> str:
    """Cut to the end of a clause, in words that speak to the reader."""
    if request:
        phrase = phrase.split(",")[0]
    phrase = contrasts.agreeing(contrasts.uncontrasted(phrase, known), known)
    phrase = known["lead"].sub("", phrase[:1].lower() + phrase[1:] if request else phrase).lstrip()
    if known["not_first"].match(phrase) or not known["first"].match(phrase):
        return ""
    least, most = SKILL_WORDS
    phrase = known["finite"].split(_to_the_reader(phrase, known, named, learners))[0]
    phrase = _whole(phrase, known)
    if hit := known["pointing"].search(phrase):
        phrase = _whole("".join(re.split(known["borders"], phrase[: hit.start()])[:-2]), known)
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
        inside = _names(said, known) and not known["subject_after"].search(said)
        points = known["points_inside"].fullmatch(hit.group()) if inside else None
        owned = known["owns"].search(said) and known["owned"].fullmatch(hit.group())
        subject = known["owned"].fullmatch(hit.group()) or known["points_inside"].fullmatch(hit.group())
        known_thing = subject and _is_subject(said, known)  # "understand Rust, its ownership"
        bound = known["bound"].fullmatch(hit.group()) and contrasts.in_without(said, known)
        if points or owned or known_thing or bound or hit.group().lower() in named:
            ours = hit.group()
        else:
            sure = hit.group().lower() in learners and not known["people"].search(said)
            unsure = not sure and (known["people"].search(said) or known["grasp"].match(said))
            ours = "" if unsure else known["own"].get(hit.group().lower(), "")
        if not ours:
            return "".join(re.split(known["borders"], said)[:-2])
        said, done = said + ours, hit.end()
    return said + phrase[done:]


def _names(said: str, known: Mapping[str, Any]) -> bool:
    """Tell whether a noun can stand in some words, which a pronoun behind them then means."""
    small = known["small"]
    named = [word for word in re.findall(r"[^\W\d_][\w'-]*", said.lower())[1:] if word not in small]
    return len(said.split()) >= INSIDE_WORDS and bool(named)


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
        first, _, rest = phrase.partition(",")  # of a list that lost its end, the first is whole
        deeds = next(iter(re.findall(r"[\w']+", rest)), "") in known["small"]
        phrase = first if deeds else _without_half_a_list(first)
    phrase = phrase.strip(" ,")
    if hit := known["once"].search(phrase):
        phrase = phrase[: hit.start()].strip(" ,")
        if "," in phrase and known["ends"] is None and not known["joined"].search(phrase.rpartition(",")[2]):
            phrase = phrase.split(",")[0]
    if not known["whole_end"].search(phrase):
        phrase = known["loose"].sub("", phrase).strip(" ,")
    second = known["second"]
    return phrase.split(second)[0] if second and second in phrase and phrase.count(",") == 1 else phrase


def _border(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Find what stands between two things to do: a comma or "and", and a verb behind it."""
    need = data["need"]
    if "ends" in need:  # German says the verb last
        return re.compile(r"((?:,? (?:und|oder|sowie) |, ))")
    verbs = data.get("acts", {}).get("verbs", "").split() or need.get("first", [])
    meant = f"(?:(?:{ways(need.get('meant', []))}) )?"
    joins, between = ways(need.get("joined", [])), ways(need.get("between", []))
    return re.compile(rf"((?:,? (?:{joins}) |, )(?:(?:{between}) )?(?={meant}(?:{ways(verbs)})\b))")


def _finite(verbs: Sequence[str]) -> re.Pattern[str]:
    """Find an English verb that goes on with whom the need speaks of: "... and dares to ring"."""
    return (
        re.compile(rf" and (?:{'|'.join(verbs)})e?s (?:to|the|a|an|your|their|how|what|it|them)\b")
        if verbs
        else NEVER
    )


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
        "points_back": any_of(need.get("points_back", [])),
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
        "separable": re.compile(rf"({ways(need.get('prefixes', []))})({_BASE})"),
        "parted": re.compile(rf"\b({ways(need.get('prefixes', []))})zu({_BASE})\b"),
        "whole": frozenset(need.get("whole", [])),
        "auxiliary": re.compile(rf" (?:{ways(need.get('auxiliary', []))})$"),
        "wants": any_of(need["wants"]) if "wants" in need else None,
        "things": {verb: any_of(signs) for verb, signs in need.get("things", {}).items()},
        "asks_late": any_of(need.get("asks_late", [])),
        "said": any_of(need["said"]) if "said" in need else None,
        "for_whom": any_of(need.get("for_whom", [])),
        "manner_words": any_of(f"{word}$" for word in need.get("manner_words", [])),
        "not_learned": any_of(f"^{word}" for word in need.get("not_learned", [])),
        "they": any_of(f"^{who}" for who in need.get("they", [])),
        "they_need": any_of(need.get("they_need", [])),
        "learns": any_of(need.get("learns", [])),
        "hollow": any_of(f"^{words}$" for words in need.get("hollow", [])),
        "bare": any_of(need.get("bare", [])),
        "yours": need.get("yours", {}),
        "not_wanted": any_of(need.get("not_wanted", [])),
        "joined_things": re.compile(rf",? (?:{ways(need.get('joined', []))}) |, "),
        "manner": any_of(need["manner"]) if "manner" in need else None,
        "once": any_of(need.get("once", [])),
        "half": frozenset(need.get("half", [])),
        # "not just polite but also clear" means another thing without its "just" or "also".
        "fillers": re.compile(
            rf"(?<!\bnot)(?<!\bnicht)(?<!\bbut)(?<!\bsondern) (?:{ways(need.get('fillers', []))}) ",
            re.IGNORECASE,
        ),
        "meant": re.compile(rf"(?<!\bnot)(?<!\bnicht) (?:{ways(need.get('meant', []))}) ", re.IGNORECASE),
        "bound": any_of(need.get("bound", [])),
        **contrasts.compiled(need, data.get("clauses", {}).get("whether", "")),
        "itself": need.get("itself", {}),
        "asking": any_of(need.get("asking", [])),
        "pointing": any_of(need.get("pointing", [])),
        "small": frozenset(" ".join((need.get("small", ""), data.get("acts", {}).get("verbs", ""))).split()),
        "not_known": re.compile(rf"\b(?:{ways(need.get('not_known', []))}) $", re.IGNORECASE),
        "border": _border(data),
        "finite": _finite(data.get("acts", {}).get("verbs", "").split()),
        "knows": any_of(need.get("knows", [])),
        "empty": any_of(need.get("empty", [])),
        # "mener des réunions et à donner": the sentence around it says what stands before the verb.
        "again": re.compile(
            rf"((?:,| (?:{ways(need.get('joined', []))})) )(?:{ways(need.get('before_verbs', []))}) "
            rf"(?=(?:{ways(data.get('acts', {}).get('verbs', '').split() or need.get('first', []))})\b)"
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


def doing_words(language: str = "en") -> frozenset[str]:
    """Return the verbs by which a thing to do begins, as far as a language's folder lists them."""
    acts = (table(language, "weeks") or {}).get("acts", {})
    return frozenset(acts.get("verbs", "").split())
