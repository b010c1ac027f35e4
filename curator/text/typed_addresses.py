"""Addresses in what somebody typed or pasted: a list in any form, or one with a comma behind it.

Only what looks like an address is taken; words, bullets and marks around it are not. Whether one can be
dialled, and what it holds, is for others to say.
"""

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s<>\"“”„«»|`]+")
"""What no address holds, so that it stands between two."""
_NEXT = re.compile(
    r"(?:[,;]+|(?<=[(\[{'‘’])|(?<=\]\())(?=(?:feeds?:|itpc:|pcast:|podcast:)?(?:https?:)?//|www\.)", re.I
)
"""Where another address begins behind a mark without a space."""
_BEFORE_PATH = re.compile(r"^((?:[a-z][a-z0-9+.-]*:)*(?://)?[^/?#]*)", re.IGNORECASE)
_WITH_SCHEME = re.compile(r"(?:(?:feeds?|itpc|pcast|podcast):(?://)?|https?:)\S*[^\W_]\S*", re.IGNORECASE)
_NAME = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_WITHOUT = re.compile(
    rf"(?:(?:{_NAME}\.)+(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]+)|localhost|\d{{1,3}}(?:\.\d{{1,3}}){{3}})"
    r"\.?(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""A host with an ending, and what may follow; a mail address and a number are none."""
_MARKS = ".,;:!?'‘’*_"
_OPENING = "([{-–—•·" + _MARKS
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text, with or without a scheme, each once, as they were written."""
    found: dict[str, None] = {}
    for word in _BETWEEN.split(text):
        for piece in _NEXT.split(word):
            found |= dict.fromkeys(one for part in _parted(piece) if (one := _address(part)))
    return tuple(found)


def listed(typed: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses in several texts, each once; a text without one as it is."""
    found: dict[str, None] = {}
    for text in typed:
        found |= dict.fromkeys(addresses_in(text) or ((text.strip(),) if text.strip(" ,;") else ()))
    return tuple(found)


def one_address(text: str) -> str:
    """Return the one address in what was typed for one; where there is none, or more, the text as it is."""
    found = addresses_in(text)
    return found[0] if len(found) == 1 else text.strip()


def _parted(piece: str) -> list[str]:
    """Part hosts at commas and semicolons, which a path may hold and a host cannot."""
    front = _BEFORE_PATH.match(piece)
    cut = re.search(r"[,;]", front[1]) if front and "@" not in front[1] else None
    return [piece] if cut is None else [piece[: cut.start()], *_parted(piece[cut.end() :])]


def _address(word: str) -> str:
    word = word.lstrip(_OPENING)
    while True:
        cut = word.rstrip(_MARKS)
        for opening, closing in _PAIRS:
            if cut.endswith(closing) and cut.count(opening) < cut.count(closing):
                cut = cut[:-1]
        if cut == word:
            break
        word = cut
    return word if _WITH_SCHEME.fullmatch(word) or _WITHOUT.fullmatch(word) else ""
