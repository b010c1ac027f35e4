"""Gerunds: an English verb phrase as a thing that can be named ("plan a day", "planning a day"), and back.

A language has gerunds where `languages/<code>/weeks.toml` lists its verbs and those that double a letter.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from curator.questions.languages import table
from curator.questions.phrases import ways


def gerund(phrase: str, language: str = "en") -> str:
    """Say the verbs of a phrase as gerunds: the first, and known ones behind a comma or "and".

    Empty where the language has none, or where the phrase does not begin with a verb that is known.
    """
    forms = _forms(language)
    first = re.match(r"[\w’']+", phrase)
    if first is None or first.group() not in forms:
        return ""
    verbs = "|".join(map(re.escape, forms))
    # "tools and water and chores" lists things, though "water" can be a verb
    meant = ways((table(language, "weeks") or {}).get("need", {}).get("meant", []))
    later = rf"(^|, |\b(?:and|or|then) (?:(?:{meant}) )?(?!\w+ (?:and|or)\b))({verbs})\b(?=[ ,])"
    beside = rf"(\brather than )({verbs})\b"  # "listen rather than solve": both, or neither
    said = re.sub(later, lambda h: h[1] + forms[h[2]], phrase)
    return re.sub(beside, lambda h: h[1] + forms[h[2]], said)


def sure_gerund(phrase: str, language: str = "en") -> str:
    """Say a phrase with one verb as a gerund; empty where words are joined in it.

    Behind "and" may stand a verb that is not known, or a noun: "listening and respond", "food and drinking".
    """
    joined = re.search(r"[,;&/]|\b(?:and|or|nor|but|then)\b", phrase)
    return "" if joined else gerund(phrase, language)


def verb_phrase(phrase: str, language: str = "en") -> str:
    """Say what begins with a gerund as something to do ("planning a day": "plan a day"); else empty."""
    verbs = {said: verb for verb, said in _forms(language).items()}
    plain = re.sub(r"(^|, |\b(?:and|or) )(\w+ing)\b", lambda h: h[1] + verbs.get(h[2].lower(), h[2]), phrase)
    first = re.match(r"\w+(?=,? )", phrase)
    return plain if first is not None and first.group().lower() in verbs else ""


@lru_cache(maxsize=16)
def _forms(language: str) -> Mapping[str, str]:
    """Return the verbs that are known, and the gerund of each."""
    data = (table(language, "weeks") or {}).get("acts", {})
    doubled = frozenset(data.get("doubled", "").split())
    return {verb: _gerund(verb, doubled) for verb in data["verbs"].split()} if doubled else {}


def _gerund(verb: str, doubled: Collection[str]) -> str:
    if verb in doubled:
        verb += verb[-1:]
    elif verb.endswith("ie"):
        verb = f"{verb[:-2]}y"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        verb = verb[:-1]
    return f"{verb}ing"
