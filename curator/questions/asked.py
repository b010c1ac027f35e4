"""Asked: what kind of thing a need asks for, which decides what its objective and its titles can be.

need → deeds ("read a report and ask about it") | a clause ("how sleep works") | a subject ("version control")
     | topics ("heat pumps, insulation, grants") | nothing that is sure

The words by which a need tells it stand in `languages/<code>/weeks.toml`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curator.questions.contrasts import parted_without, uncontrasted
from curator.questions.gerunds import verb_phrase
from curator.questions.languages import table
from curator.questions.needs import NEED_CHARS, SKILL_WORDS, doing_words, skill_of, words_of_needs
from curator.questions.phrases import any_of, ways

TOPIC_WORDS = 5
"""Words of one topic."""

TOPICS = 4
"""Topics that a need may list."""

ACRONYM = 6
"""Letters of a need that may be capitals throughout."""

OBJECT_WORDS = 7
"""Words of what a deed acts on that can be a title."""

CLAUSE_LEAST = 2
CLAUSE_WORDS = 14
"""Words of a clause that a sentence can hold."""

LIST = 3
"""Subjects from which a need is a list, even where its first word could be a verb."""

DEEDS = 2
DEEDS_WORDS = 14
"""Words of two things to do that are said together; of longer ones the first is said alone."""

_MARKED = re.compile(r"\bzu (\w+(?:en|ern|eln))(?=$|,| und | oder )")
"""A German infinitive with its "zu", at the end of what is to be done."""

_END = re.compile(r"[.;:?!()]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a need asks for: its kind, its words, and where things are to be done, each of them.

    `kind` is deed, clause, subject, topics, or empty where nothing is sure. The words of deeds follow
    "to"; those of topics name them together, and their parts are what a sentence can list.
    """

    kind: str = ""
    words: str = ""
    parts: tuple[str, ...] = ()


def asked_of(need: str, language: str = "en") -> Asked:
    """Tell what a need asks for; no kind where that is not sure, and a person writes it."""
    known = words_of_needs(language)
    if known is None:
        return Asked()
    if clause := _known_clause(need, known, language):
        return Asked("clause", clause)
    topics = topics_of(need, language)
    if len(topics) > 1 and all(_begins_with_verb(topic, language) for topic in topics) and " " in topics[0]:
        return _deed(topics[0], language)
    if len(topics) >= LIST and not any(_begins_with_verb(topic, language) for topic in topics[1:]):
        return Asked("topics", joined(topics, "and", language), topics)  # "map and compass, huts, rope"
    skill = skill_of(need, language)
    if subject := subject_of(skill, language):
        return Asked("clause" if clause_of(subject, language) else "subject", subject)
    if known["grasp"].match(skill):
        return Asked()
    if learned := known["learns"].match(skill):
        noun = known["manner_words"].sub("", skill[learned.end() :]).strip(" ,")
        if known["hollow"].search(noun):  # "the basics: hiring, pay, leave"
            return _listed(need, known, language)
        if not known["not_learned"].match(noun):
            return Asked("topics", noun, (noun,))
    if deed := skill or verb_phrase(_manner(need, known), language):
        return _deed(deed, language)
    if basics := _basics(need, known):
        return Asked("subject", basics)
    if not topics:
        return Asked()
    if len(topics) == 1 and (deed := verb_phrase(topics[0], language)):
        return _deed(deed, language)
    parts = _items(need.partition(":")[2], known, language)
    words = joined(topics, "and", language)
    if parts and " " not in words and len(topics) == 1:  # one word is no name: "Inbox: triage, folders"
        words = f"{words}: {joined(parts, 'and', language)}"
    return Asked("topics", words, topics)


def _listed(need: str, known: Mapping[str, Any], language: str) -> Asked:
    """Take what is listed behind a colon, without clauses; the words before it name nothing."""
    joins = ways((table(language, "weeks") or {}).get("need", {}).get("joined", []))
    said = re.split(rf"[,;] (?:(?:{joins}) )?|\s(?:{joins})\s", need.partition(":")[2].strip(" .!"))
    items = [item for item in said if item and not clause_of(item, language)][:TOPICS]
    topics = _items(", ".join(items), known, language) if len(items) > 1 else ()
    return Asked("topics", joined(topics, "and", language), topics) if topics else Asked()


def _begins_with_verb(words: str, language: str) -> bool:
    return words.partition(" ")[0] in doing_words(language)


def _deed(skill: str, language: str) -> Asked:
    """Take what is to be done, and of many or long things the first."""
    skill = uncontrasted(skill, words_of_needs(language) or {})
    deeds = deeds_of(skill, language)
    whole = len(skill.split()) <= DEEDS_WORDS and len(deeds) <= DEEDS
    words = joined(deeds, "and", language) if whole else deeds[0]
    return Asked("deed", words, deeds_of(words, language))


def is_telegram(need: str, asked: Asked, language: str = "en") -> bool:
    """Tell whether a German need is so short that its noun has no article, which a sentence needs."""
    known = words_of_needs(language)
    if known is None or known["ends"] is None or asked.kind != "deed":
        return False
    return asked.words[0].isupper() and need.strip().startswith(asked.words.split()[0])


def joined(parts: Sequence[str], how: str, language: str) -> str:
    """Join some words with the language's "and" or "or": "pay, leave and rest"."""
    word = (table(language, "weeks") or {}).get("need", {}).get(how, how)
    *front, last = parts
    return f"{', '.join(front)} {word} {last}" if front else last


def told_of(deed: str, language: str = "en") -> str:
    """Return the clause that somebody shall explain ("how a bill becomes law"), where a deed is that."""
    clauses = (table(language, "weeks") or {}).get("clauses", {})
    tells = (table(language, "weeks") or {}).get("tells", {}).get("verbs", ())
    words = "|".join(" ".join(clauses.values()).split())
    hit = re.match(rf"(?:{'|'.join(tells)}) .*?\b((?:{words})\b.*)", deed) if tells and words else None
    return hit[1] if hit and len(hit[1].split()) > CLAUSE_LEAST else ""


def deeds_of(skill: str, language: str = "en") -> tuple[str, ...]:
    """Part a skill into things to do; verbs that share what they act on ("move and lift beds") are one."""
    known = words_of_needs(language)
    if known is None or not skill:
        return ()
    # German says the verb last; a clause behind it belongs to the last thing
    main, clause = parted_without(skill, known) if known["ends"] is not None else (skill, "")
    found = known["border"].split(main)
    parts = found[::2]
    if known["ends"] is not None:  # German says the verb last
        told = found[:1]
        for between, part in zip(found[1::2], found[2::2], strict=True):
            whole = known["ends"].search(told[-1]) is not None
            told = [*told, part] if whole else [*told[:-1], f"{told[-1]}{between}{part}"]
        parts = told
    whole = all(len(bare(part, language).split()) > 1 for part in parts)
    return (*parts[:-1], parts[-1] + clause) if whole else (skill,)


def main_of(deed: str, language: str = "en") -> str:
    """Return a deed without the clause that says without what it is done: "say no without feeling guilty"."""
    known = words_of_needs(language)
    return parted_without(deed, known)[0] if known is not None else deed


def kind_of(deed: str, language: str = "en") -> str:
    """Tell by its verb what kind of doing a deed is: choose, make, can (it is done or not), or skill."""
    kinds = (table(language, "weeks") or {}).get("verbs", {})
    known = words_of_needs(language)
    if not deed or known is None:
        return "skill"
    plain = bare(main_of(deed, language), language).lower().split()
    verb = (plain[-1] if known["ends"] is not None else plain[0]).strip(",")
    clause = any(clause_of(word, language) for word in plain[1:])
    kind = next((kind for kind, verbs in kinds.items() if verb in verbs.split()), "skill")
    return "skill" if clause and kind == "choose" else kind  # "decide whether ..." names no choice


def bare(deed: str, language: str = "en") -> str:
    """Say a deed as it stands in a dictionary: "Gespräche führen" of "Gespräche zu führen", "se reposer"."""
    known = words_of_needs(language)
    if known is None:
        return deed
    for yours, plain in known["itself"].items():
        left, clause = parted_without(deed, known)
        deed = re.sub(rf"^{yours} ", f"{plain} ", left) + re.sub(rf"\b{yours} ", f"{plain} ", clause)
    if known["ends"] is None:
        return deed
    deed, clause = parted_without(deed, known)  # "Nein sagen, ohne zu zögern" keeps this "zu"
    return str(known["parted"].sub(r"\1\2", _MARKED.sub(r"\1", deed))) + clause


def parted(deed: str, language: str = "en") -> tuple[str, str]:
    """Part a deed into a verb of which something is finished ("put together") and the object; else ("", "").

    A second verb in the place of an object ("plan and run") is no object.
    """
    finished, known = (table(language, "weeks") or {}).get("finished", {}), words_of_needs(language)
    deed = main_of(deed, language)  # no draft of a letter is "without insulting anybody"
    if known is not None and known["ends"] is not None:  # German says the verb last
        rest, _, verb = bare(deed, language).rpartition(" ")
        return (verb, rest) if verb in finished and rest else ("", "")
    joins = ways((table(language, "weeks") or {}).get("need", {}).get("joined", []))
    for verb in sorted(finished, key=len, reverse=True):
        rest = deed.removeprefix(f"{verb} ")
        if rest != deed and re.match(rf"(?!(?:{joins})\b)[\w'’“-]", rest):
            return verb, rest
    return "", ""


def object_of(deed: str, language: str = "en") -> str:
    """Return what a deed acts on, where that can stand alone: "a budget report" of "read a budget report".

    Empty for verbs that need more than an object, and for objects with something beside them.
    """
    data, known = table(language, "weeks") or {}, words_of_needs(language)
    forms = data.get("objects")
    if known is None or not forms:
        return ""
    plain = bare(main_of(deed, language), language)
    rest, _, verb = plain.rpartition(" ") if known["ends"] is not None else plain.partition(" ")[::-1]
    fits = verb in forms["of"].split() and not any_of(forms["beside"]).search(rest)
    if not fits or not 1 < len(rest.split()) <= OBJECT_WORDS:
        return ""
    article, _, noun = rest.partition(" ")
    if article in forms.get("articles", ()) and " " not in noun:
        return ""
    if article not in forms.get("one", ()) or any_of(forms["linked"]).search(noun):
        return rest
    return ""  # "a report" is no title


def clause_of(subject: str, language: str = "en") -> str:
    """Tell by its first word what a subject asks, where it is a clause ("which tools help"); else ""."""
    clauses = (table(language, "weeks") or {}).get("clauses", {})
    first = subject.split()[0].lower() if subject else ""
    return next((kind for kind, words in clauses.items() if first in words.split()), "")


def subject_of(skill: str, language: str = "en") -> str:
    """Return what is to be known, where a skill is to know something; else "".

    What is done besides ("and move between them") is no part of it.
    """
    known = words_of_needs(language)
    grasp = known["grasp"].match(skill) if known else None
    learns = known["learns"].match(skill) if known and grasp is None else None
    learned = skill[learns.end() :].strip() if learns else ""
    if grasp is None:
        return learned if clause_of(learned, language) else ""
    subject = skill[grasp.end() :].strip()
    acts, seconds = doing_words(language), re.finditer(r",? and ([\w’']+)\b", subject)
    return next((subject[: hit.start()] for hit in seconds if hit[1] in acts), subject)


def _known_clause(need: str, known: Mapping[str, Any], language: str) -> str:
    """Find a clause that a need wants to be known: "wissen, welche Daten man schicken darf"."""
    text = " ".join(need.split())[:NEED_CHARS]
    for hit in known["knows"].finditer(text):
        if known["not_known"].search(text[: hit.start()]):
            continue
        rest = text[hit.end() :].lstrip(" ,")
        clause = uncontrasted(_END.split(rest)[0].split(",")[0].strip(), known)
        bad = known["pointing"].search(clause) or known["others"].search(clause)
        # A German clause says its verb last: one that ends on a noun was cut in a list.
        bad = bad or (known["capitals"] and clause.rpartition(" ")[2][:1].isupper())
        if clause_of(clause, language) and CLAUSE_LEAST < len(clause.split()) <= CLAUSE_WORDS and not bad:
            return clause
    return ""


def _manner(need: str, known: Mapping[str, Any]) -> str:
    """Find what a need wants good practice of, as a gerund: "teaching online"; empty where it names none."""
    hit = known["manner"].search(need) if known["manner"] is not None else None
    if hit is None:
        return ""
    phrase = re.sub(r"\b(and|or) for\b", r"\1", _END.split(need[hit.end() :])[0].split(",")[0]).strip()
    phrase = phrase[:1].lower() + phrase[1:]
    fits = re.match(r"\w+ing\b", phrase) and 1 < len(phrase.split()) <= SKILL_WORDS[1]
    return "" if not fits or known["others"].search(phrase) else phrase


def _basics(need: str, known: Mapping[str, Any]) -> str:
    """Find the subject that a need names where it does not say what to do: "the basics of data analysis"."""
    text = " ".join(need.split())[:NEED_CHARS]
    if (hit := known["subject"].search(text)) is None:
        return ""
    basics = hit.group() if hit.group().lower().startswith("the ") else ""
    topic = re.split(r"[.;:?!,]", basics + text[hit.end() :])[0]
    if end := known["subject_ends"].search(topic):
        topic = topic[: end.start()]
    topic = topic.strip()
    return topic if 1 < len(topic.split()) <= SKILL_WORDS[1] else ""


def topics_of(need: str, language: str = "en") -> tuple[str, ...]:
    """Return the subjects of a need that only lists some: "heat pumps, insulation, grants"; else ().

    Behind a colon stand parts of what is named before it, which then is the subject.
    """
    known = words_of_needs(language)
    if known is None or known["said"] is None:
        return ()
    text = re.sub(r"\s*\([^)]*\)", "", " ".join(need.split())).strip(" .!")
    named = text.split(": ")[0].split(" : ")[0]
    for sign in (known["once"], known["for_whom"]):
        if cut := sign.search(named):
            named = named[: cut.start()].strip(" ,")
    plain = known["asking"].sub("", named)
    if len(text) > NEED_CHARS or re.search(r"[.!?]\s", text) or known["said"].search(plain):
        return ()
    parts = _items(named, known, language)
    shouts = text.isupper() and len(text) > ACRONYM
    return () if shouts else parts


def _items(text: str, known: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Part a list into its subjects; () where it is none."""
    joins = ways((table(language, "weeks") or {}).get("need", {}).get("joined", []))
    plain = re.sub(r"\s*\([^)]*\)", "", text)
    if re.search(r"[,;/+&•]", plain):  # behind a dash stands for whom the list is
        plain = re.split(r"\s[–—-]\s", plain)[0]
    found = re.split(rf",? (?:{joins}) |[,;/+&•]|\s[–—-]\s", plain)
    parts = [part.strip(" .!") for part in found if part.strip()]
    most = TOPIC_WORDS + 2 * (len(parts) == 1)
    fits = 1 <= len(parts) <= TOPICS and all(1 <= len(part.split()) <= most for part in parts)
    return tuple(_lowered(part, known) for part in parts) if fits else ()


def _lowered(topic: str, known: Mapping[str, Any]) -> str:
    """Say a topic as it stands within a sentence; names and German nouns keep their capitals."""
    first = topic.split()[0]
    keeps = known["capitals"] or any(c.isupper() for c in first[1:])
    return topic if keeps else topic[:1].lower() + topic[1:]
