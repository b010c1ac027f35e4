"""Why a resource was chosen, for readers: what it is about, not what the ranking made of it.

A week's file holds the ranking's reasons, and the review shows them with the whole sum. Of those only what
helps somebody to decide whether to read is for the page; what a person wrote there is.
"""

import re
from collections.abc import Iterable, Iterator

_ABOUT = re.compile(r"(?:close to|touches|shares words with) the need(?:: (?P<what>.+))?$")
_RANKING = re.compile(
    r"far from the need|no need is stated|keywords?: |topic: |like “|unlike what was|scores -?\d"
    r"|same story as “|says much the same as|kept for later in week|would break|adds nothing"
    r"|\d+ others score higher|comes to -?\d"
)
"""How reasons begin that tell only how the ranking came about."""
_CIRCUMSTANCE = re.compile(
    r"\d+ (?:days? old|minutes?)|from (?:today|yesterday)|no date|older than \d+ days|dated in the future"
    r"|only \d+ words|long: \d+ minutes|hard to read|a favoured feed|a feed that counts less"
    r"|compares what is for sale"
)
"""What the ranking weighs and the page says elsewhere, or not at all."""


def for_readers(reasons: Iterable[str]) -> tuple[str, ...]:
    """Keep of a resource's reasons what is for readers, in words for them."""
    return tuple(dict.fromkeys(_told(reasons)))


def _told(reasons: Iterable[str]) -> Iterator[str]:
    for reason in reasons:
        text = reason.strip()
        if about := _ABOUT.match(text):
            if about["what"]:
                yield f"about: {about['what']}"
        elif not _RANKING.match(text):
            parts = [part for part in text.split("; ") if not _CIRCUMSTANCE.fullmatch(part.strip())]
            if parts and (told := "; ".join(parts).strip()):
                yield told
