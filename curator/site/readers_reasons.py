"""Why a resource was chosen, for readers: what it is about, not what the ranking made of it.

A week's file holds the ranking's reasons, and the review shows them with the whole sum. Of those only what
helps somebody to decide whether to read is for the page; what a person wrote there is. The parts of the need
and the keywords that a reason names are the curator's: readers are told those that one of the texts before
them says, as its title, and never words put together from several.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from curator.site.translations import Words
from curator.text.stemming import stem_words

_ABOUT = re.compile(r"(?:close to|touches) the need(?:: (?P<what>.+))?$")
_RANKING = re.compile(
    r"far from the need|shares words with the need|no need is stated|keywords?: |topic: |like “"
    r"|unlike what was|learned from you: |scores -?\d|same story as “|says much the same as"
    r"|kept for later in week|taken out of week|the only one on\b|the only \w+$|would break|adds nothing"
    r"|\d+ others score higher|comes to -?\d|not close enough to the need"
    r"|all in all not enough for a draft|not enough for a draft beside"
)
"""How reasons begin that tell only how the ranking came about."""
_CIRCUMSTANCE = re.compile(
    r"\d+ (?:days? old|minutes?)|from (?:today|yesterday)|no date|older than \d+ days|dated in the future"
    r"|only \d+ words|long: \d+ minutes|hard to read|a favoured feed|a feed that counts less"
    r"|compares what is for sale|offers a service|lists other pages|tells of an event|announces something"
    r"|of another field: .+"  # no page is told so any more; weeks that were drafted before still hold it
)
"""What the ranking weighs and the page says elsewhere, or not at all."""
_AGAINST = re.compile(
    r"(?:far from|touches) the need|no need is stated|unlike what was|learned from you: |scores -?\d"
    r"|same story as “|says much the same as|taken out of week|would break|adds nothing"
    r"|\d+ others score higher|comes to -?\d|not close enough to the need"
    r"|all in all not enough for a draft|not enough for a draft beside"
)
"""How reasons begin that speak against a page, or for none."""

_FOREIGN = re.compile(r"written in another language \((.+)\)")
_TAKES_UP = re.compile(r"takes up what was \w+(?: in week (\d+))?")
ENGLISH = Words()


def for_readers(
    reasons: Iterable[str], read: Iterable[str] = (), language: str = "en", t: Words = ENGLISH
) -> tuple[str, ...]:
    """Keep of a resource's reasons what is for readers, in words for them; `read` are texts that they see.

    `language` is that in which the need is written, `t` that of the page; what a person wrote stays as it is.
    """
    texts = [frozenset(_stems(text, language)) for text in read]
    return tuple(dict.fromkeys(_told(reasons, texts, language, t)))


def speaking_for(reasons: Iterable[str]) -> tuple[str, ...]:
    """Keep of a resource's reasons what speaks for it; its age, its length and what it lacks do not."""
    kept = ("; ".join(p for p in reason.split("; ") if not _weighed(p.strip())) for reason in reasons)
    return tuple(reason for reason in kept if reason.strip() and not _AGAINST.match(reason.strip()))


def _weighed(part: str) -> bool:
    """Tell whether a part of a reason names a circumstance; a favoured feed is none: it speaks for a page."""
    if part == "a favoured feed":
        return False
    return bool(part == "behind a paywall" or _CIRCUMSTANCE.fullmatch(part) or _FOREIGN.fullmatch(part))


def _stems(text: str, language: str) -> list[str]:
    """Return the stems of words that say something: three letters at least, where letters make a word."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return stem_words([word for word in words if len(word) > 2 or not word.isascii()], language)


def _told(reasons: Iterable[str], texts: Sequence[frozenset[str]], language: str, t: Words) -> Iterator[str]:
    for reason in reasons:
        text = reason.strip()
        if about := _ABOUT.match(text):
            named = {part: frozenset(_stems(part, language)) for part in (about["what"] or "").split(", ")}
            if parts := [p for p, words in named.items() if words and any(words <= text for text in texts)]:
                yield t.say("about: {what}", what=", ".join(parts))
        elif not _RANKING.match(text):
            parts = [_said(p, t) for p in text.split("; ") if not _CIRCUMSTANCE.fullmatch(p.strip())]
            if parts and (told := "; ".join(parts).strip()):
                yield told


def _said(part: str, t: Words) -> str:
    """Say in the page's language what the tool wrote, and leave what a person did."""
    if part == "behind a paywall":
        return t.say("behind a paywall")
    if found := _FOREIGN.fullmatch(part):
        return t.say("written in another language ({language})", language=found[1])
    if (found := _TAKES_UP.fullmatch(part)) and t.spoken != "en":
        known = t.say("takes up what was said in week {n}", n=found[1])
        return known if found[1] else t.say("takes up what was said")
    return part
