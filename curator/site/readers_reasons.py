"""Why a resource was chosen, for readers: what it is about, not what the ranking made of it.

A week's file holds the ranking's reasons, and the review shows them with the whole sum. Of those only what
helps somebody to decide whether to read is for the page; what a person wrote there is. The parts of the need
and the keywords that a reason names are the curator's: readers are told those whose words they read anyhow.
"""

import re
from collections.abc import Iterable, Iterator

from curator.text.stemming import stem_words

_ABOUT = re.compile(r"(?:close to|touches) the need(?:: (?P<what>.+))?$")
_RANKING = re.compile(
    r"far from the need|shares words with the need|no need is stated|keywords?: |topic: |like “"
    r"|unlike what was|scores -?\d|same story as “|says much the same as|kept for later in week"
    r"|taken out of week|the only one on\b|the only \w+$|would break|adds nothing"
    r"|\d+ others score higher|comes to -?\d|not close enough to the need"
)
"""How reasons begin that tell only how the ranking came about."""
_CIRCUMSTANCE = re.compile(
    r"\d+ (?:days? old|minutes?)|from (?:today|yesterday)|no date|older than \d+ days|dated in the future"
    r"|only \d+ words|long: \d+ minutes|hard to read|a favoured feed|a feed that counts less"
    r"|compares what is for sale"
)
"""What the ranking weighs and the page says elsewhere, or not at all."""


def for_readers(reasons: Iterable[str], read: Iterable[str] = (), language: str = "en") -> tuple[str, ...]:
    """Keep of a resource's reasons what is for readers, in words for them; `read` are texts that they see."""
    return tuple(dict.fromkeys(_told(reasons, frozenset(_stems(" ".join(read), language)), language)))


def _stems(text: str, language: str) -> list[str]:
    """Return the stems of words that say something: three letters at least, where letters make a word."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return stem_words([word for word in words if len(word) > 2 or not word.isascii()], language)


def _told(reasons: Iterable[str], read: frozenset[str], language: str) -> Iterator[str]:
    for reason in reasons:
        text = reason.strip()
        if about := _ABOUT.match(text):
            named = {part: _stems(part, language) for part in (about["what"] or "").split(", ")}
            if parts := [part for part, found in named.items() if found and read.issuperset(found)]:
                yield f"about: {', '.join(parts)}"
        elif not _RANKING.match(text):
            parts = [part for part in text.split("; ") if not _CIRCUMSTANCE.fullmatch(part.strip())]
            if parts and (told := "; ".join(parts).strip()):
                yield told
