"""How a need is told back to whoever wrote it: what it asks for, in whole phrases of its own words.

What is searched for is less, and is found elsewhere (`curator.rank.parts`). Where it is not sure that a thing
to do ends, nothing is cut: a phrase that is too long still says what was meant, half a one does not.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from curator.rank.parts import AUDIENCE, NOT_WANTED, WHO_ARE, parts_of
from curator.rank.tokens import FUNCTION_WORDS, NEED_WORDS, stems, words

AS_A_WHOLE = "(only as a part of the whole need: it names no subject of its own)"
"""What is said of a part of a need that is not looked for by itself."""

_JOINT = re.compile(
    r",?(?:(?<=,)|(?<!\w))\s*(?:and|or|und|oder|et|ou|y|o|e)(?!\w)|,",
    re.IGNORECASE,
)
"""What stands between two things that a need asks for; what follows a "but" belongs to what is before it."""

_HANGING = re.compile(
    r"(?:but|not|nor|without|instead|rather|except|excluding|beyond|besides|aber|sondern|nicht|ohne|statt|anstatt"
    r"|außer|pero|sino|sin|no|excepto|salvo|en\s+(?:lugar|vez)|mais|non|pas|sans|sauf|au\s+lieu|plutôt)\b",
    re.IGNORECASE,
)
"""Begins what says how a thing is meant: "take criticism, without taking it personally"."""

_LEADING = re.compile(
    r"(?:(?:to|learn(?:\s+how(?=\s+to\b))?|how\s+to|lernen|zu|apprendre\s+à|à|aprender\s+a|a(?=\s+\w+[aei]r(?:se)?\b))\b"
    r"[\s,]*)+",
    re.IGNORECASE,
)
"""How a clause is led to its verb."""

_IN_CLAUSE = re.compile(
    r"\s(?:that|which|who|whom|whose|because|(?:where|when|while|if|until|what|how|why)(?!\s+to\b)"
    r"|que|qui|dont|où|quand|comment|lorsque|quienes?|donde|cuando|cómo)\s|\s(?:qu|lorsqu)['’]",
    re.IGNORECASE,
)
"""Begins a clause whose verbs may be several: "posts that visitors find and understand"."""

_OPENS_CLAUSE = re.compile(r"(?:which|who|whom|whose|where|when|while|because|if|until|so)\b", re.IGNORECASE)
"""Begins, behind a comma, what belongs to what is before it."""

_GERMAN_CLAUSE = re.compile(
    r"(?:(?:die|der|das|den|dem)\s+(?:(?:unser|euer|ihr|sein|mein|kein|ander|jed|all|viel|manch)\w*|sie|wir|er|es"
    r"|man|sich|[a-zäöüß]+(?!\w)(?!\s+[A-ZÄÖÜ]))|deren|dessen|denen|welche[rsnm]?|we[rnm]|was|wie|warum|wann|dass|weil|wenn|damit|sodass"
    r"|so\s+dass|ob|bevor|nachdem|während|sobald|bis|falls|um|wo(?:mit|von|für|zu|rauf)?)(?!\w)"
)
"""The same in German, where "die Kasse zählen" is a thing to do and "die andere lesen" is none."""

_GERMAN = re.compile(r"(?<!\w)(?:und|oder|müssen|muss|sollen|soll|lernen|zu|sich|wollen|möchten)(?!\w)")
_ENGLISH = re.compile(r"(?<!\w)(?:and|or|to|the|must|needs?|of|with|their)(?!\w)", re.IGNORECASE)
_GERMAN_VERB = re.compile(r"(?<!\w)[a-zäöüß]+(?:en|ern|eln|tun|sein)$")
_GERMAN_FRONT = re.compile(r"(?:^|\s)(?:d(?:ie|er|as|en|em)|(?:ihr|unser|sein|ein)\w*)\s+[a-zäöüß]+$")
""""die neuen" (und alten Gäste): an adjective that looks like a verb."""
_INFINITIVE = re.compile(r"(?:s['’]|se\s+)?\w+(?:[aei]r(?:se|l[aeo]s?)?|oir|re)(?!\w)", re.IGNORECASE)
"""A French or Spanish verb."""

_NOUN_FOLLOWS = frozenset(
    ["a", "an", "the", "their", "its", "our", "your", "his", "her", "every", "each", "all"]
)
_PRONOUN = re.compile(r"(?:(?:when|where|what)\s+to\s+)?\w+\s+(?:it|them)(?!\w)", re.IGNORECASE)
"""A thing to do that only means something with what is before it: "pass them on"."""
_ITSELF = re.compile(r"\w+\s+(?:\w+sel(?:f|ves)|one another|each other)$", re.IGNORECASE)
"""A verb whose complement may stand further behind: "prepare themselves and others for visits"."""
_LETS = frozenset(["help", "let", "make", "watch", "see", "hear", "have"])
"""Verbs behind whose object another verb stands: "help visitors find and borrow books"."""
_GRASP = frozenset(["understand", "know", "grasp", "learn", "about", "recall", "name"])
"""Verbs behind which each thing of a list is to be learned for itself."""
_SINGLE = re.compile(r"\w+(?:\s*,\s*\w+)*")
"""Single words of a list, which share what stands behind the last: "read, summarise and cite papers"."""
_ADVERB = re.compile(r"also|then|always|never|even|\w+ly")
_PREPOSITION_WORDS = """
in on at of for from with by about against into over under to as like than
"""
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_FINITE_WORDS = """
is are was were can may must do does did has have will would should could
"""
_FINITE = frozenset(_FINITE_WORDS.split())
_THEIR_OBJECT = re.compile(r"\s(?:that|which|whom|what)\s+(\w+)\s", re.IGNORECASE)
"""A clause whose object is what it hangs on, if a subject follows: "posts that visitors find"."""


def said_parts(need: str, verbs: Collection[str] = ()) -> list[str]:
    """Return what a need asks for, cut where one thing ends, in its own words and order.

    Nothing behind the words that say whose need it is gets lost: "without", "instead of", "not just ... but"
    and their like stay with what they belong to, and so does all of a clause with "that" or "who". `verbs`
    are those of English by which a thing to do begins; a noun behind "and" stays with the verb before it.
    """
    need = " ".join(need.split())
    rest = AUDIENCE.sub("", need, count=1).strip() or need
    known = verbs if _ENGLISH.search(need) and not _GERMAN.search(need) else ()
    told = (_led(part) for sentence in re.split(r"[;:.!?]+(?:\s+|$)", rest) for part in _cut(sentence, known))
    return [part for part in told if part]


def _led(part: str) -> str:
    """Return a part without what leads to its verb."""
    bare = part.strip(" ,")
    return bare[lead.end() :] if (lead := _LEADING.match(bare)) else bare


def _cut(sentence: str, verbs: Collection[str]) -> Iterator[str]:
    begun = 0
    german = _GERMAN.search(sentence) is not None and not verbs
    for joint in _JOINT.finditer(sentence):
        before, behind = _led(sentence[begun : joint.start()]), sentence[joint.end() :].lstrip()
        following = _JOINT.split(behind, maxsplit=1)[0].strip()
        if not before or _HANGING.match(behind):
            continue
        single = _SINGLE.fullmatch(before) or len(following.split()) == 1
        if single and not joint[0].startswith(",") and _led(following) == following:
            continue
        if joint[0] == "," and _SINGLE.fullmatch(before) and _SINGLE.fullmatch(following):
            continue
        if german:
            stays = _stays_german(before, following, joint[0])
        else:
            stays = _stays(before, following, joint[0], verbs)
        if not stays:
            yield sentence[begun : joint.start()]
            begun = joint.end()
    yield sentence[begun:]


def _stays(before: str, behind: str, joint: str, verbs: Collection[str]) -> bool:
    """Tell whether what follows a joint ("," or "and" or ", and") belongs to what is before it."""
    told, comma = _led(behind), joint.startswith(",")
    if _PRONOUN.match(told) and verbs:
        return True
    head = before.lower().split()[0]
    if joint == "," and head not in _GRASP and _OPENS_CLAUSE.match(behind):
        return True
    acts = _acts(told, verbs)
    if told != behind and acts is not False:  # "and to ...", "and how to ..."
        return False
    if _IN_CLAUSE.search(before):
        if comma:
            return acts is False or len(told.split()) == 1
        return not (acts and _has_object(told) and _of_their_object(before, verbs))
    if acts:
        asked = _LETS & {head} and len(before.split()) > 2 and before.lower().split()[-1] in verbs
        return bool(asked) or (not comma and _ITSELF.fullmatch(before) is not None)
    return acts is False and head not in _GRASP and bool(_acts(before, verbs))


def _has_object(phrase: str) -> bool:
    """Tell whether a verb is followed by what it acts on, as far as one word tells."""
    second = [*phrase.lower().split(), ""][1]
    return bool(second) and second not in _PREPOSITIONS and not _ADVERB.fullmatch(second)


def _of_their_object(before: str, verbs: Collection[str]) -> bool:
    """Tell whether the last clause of a phrase has its object before it, so that a second one ends it."""
    found = [*_THEIR_OBJECT.finditer(f"{before} ")]
    inside = [*_IN_CLAUSE.finditer(before)]
    if not verbs or not found or found[-1].start() != inside[-1].start():
        return False
    return found[-1][1].lower() not in {*_FINITE, *verbs}


def _acts(phrase: str, verbs: Collection[str]) -> bool | None:
    """Tell whether a phrase begins with a verb, None where that cannot be told."""
    said = [word for word in phrase.lower().split() if word in verbs or not _ADVERB.fullmatch(word)]
    if not said:
        return None
    if verbs:
        return said[0] in verbs or (
            len(said) > 1 and said[1] in _NOUN_FOLLOWS and said[0] not in _PREPOSITIONS
        )
    return True if _INFINITIVE.match(phrase) else None if _ENGLISH.search(phrase) else False


def _stays_german(before: str, behind: str, joint: str) -> bool:
    """Tell it in German, which says the verb last: what has none yet goes on."""
    if joint == "," and _GERMAN_CLAUSE.match(behind):
        return True
    *main, last = re.split(r",\s+", before)
    if main and _GERMAN_CLAUSE.match(last):
        return not joint.startswith(",")
    if not re.search(r"(?<!\w)[a-zäöüß]+n(?!\w)", f"{before} {behind}"):
        return False
    return _GERMAN_VERB.search(before) is None or _GERMAN_FRONT.search(before) is not None


def understood(need: str, keywords: Sequence[str] = (), verbs: Collection[str] = ()) -> list[str]:
    """Return what is looked for with a need, as people are told of it: whole phrases, each once.

    What the need asks for besides, in words that name nothing of their own, is told as well: it is compared
    with pages as a part of the whole need, and never left out without a word.
    """
    phrases = [_without_unwanted(part) for part in said_parts(need, verbs)]
    parts = {part: set(stems(words(part))) for part in parts_of(need, keywords)}
    held = {phrase: set(stems(words(phrase))) for phrase in phrases if words(phrase)}
    named = [phrase for phrase in held if any(part <= held[phrase] for part in parts.values())]
    alone = [part for part, said in parts.items() if not any(said <= held[phrase] for phrase in named)]
    beside = [f"{phrase} {AS_A_WHOLE}" for phrase in held if phrase not in named]
    return list(dict.fromkeys([*named, *alone, *beside]))


_FILLERS = frozenset(["are", "is", "been", "old", "bad", "keen", "happy", "sure", "used", "want", "like"])
"""Words that say of an audience what could be said of any."""
_LEADS = re.compile(r"(?:\s+(?:to|learn|how)\b)*")
"""What belongs to the verb of a need: "must learn to"."""
_SUBSTANCE = 2
"""Words of a clause on the audience from which it may hold the subject ("with tools" does not)."""


def not_looked_for(need: str, keywords: Sequence[str] = ()) -> tuple[str, str]:
    """Return what a need says of its audience with "who", not looked for elsewhere; and its verb.

    "Colleagues who work from home must plan their day" leaves "work from home" out; what is said in few words
    ("who are good with tools"), or again behind the verb, is not told.
    """
    need = " ".join(need.split())
    audience = AUDIENCE.match(need)
    hit = WHO_ARE.search(audience[0]) if audience else None
    if not audience or not hit:
        return "", ""
    clause = re.sub(r"^,?\s*who\s+", "", hit[0]).strip(" ,")
    sought = {*stems(words(need[audience.end() :])), *(s for k in keywords for s in stems(words(k)))}
    named = [
        w for w in words(clause) if w not in FUNCTION_WORDS and w not in NEED_WORDS and w not in _FILLERS
    ]
    if len(set(stems(named)) - sought) < _SUBSTANCE:
        return "", ""
    leads = _LEADS.match(need, audience.end())
    return clause, need[hit.end() : leads.end() if leads else audience.end()].strip()


def unheld(need: str, keywords: Sequence[str]) -> list[str]:
    """Return the keywords that say something which a need does not."""
    held = set(stems(words(need)))
    return [keyword for keyword in keywords if not set(stems(words(keyword))) <= held]


def _without_unwanted(phrase: str) -> str:
    """Leave out what stands behind a comma and is not to be done: it is not looked for."""
    hit = NOT_WANTED.search(phrase)
    cut = phrase[: hit.start()].rstrip() if hit else ""
    return cut.rstrip(", ") if cut.endswith(",") else phrase
