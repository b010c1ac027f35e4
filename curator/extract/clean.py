"""Hostile text to plain text: no markup, no control characters, no surprises of length."""

import html
import re
import unicodedata
from collections.abc import Iterable

MAX_TITLE = 400
MAX_AUTHOR = 200
MAX_NAME = 200
MAX_TEXT = 400_000
MAX_SUMMARY = 2_000
MAX_ADDRESS = 2_000
"""Longest fields, in characters; longer ones are cut before anything else looks at them."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]{0,20})((?:[\s/][^<>]{0,2000})?)>", re.I)
_LIKE_TAG = re.compile(r"<(?=[a-z/!?])([^<>\n]{0,500})(>?)", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Controls, direction marks, soft hyphens, byte order marks, private use, what is no character.

Joiners stay: Persian, the scripts of India and emoji are written with them.
"""
_PLAIN = re.compile(r"[\x20-\x7e\n]*")


def _visible(text: str) -> str:
    """Drop characters that show nothing."""
    if _PLAIN.fullmatch(text):
        return text
    text = (
        text.replace("\x85", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x0c", "\n")
        .replace("\x0b", "\n")
    )
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _inert(text: str) -> str:
    """Put typographic brackets where text would read as a tag: code examples stay legible, and inert."""
    return _LIKE_TAG.sub(lambda m: f"‹{m[1]}{'›' if m[2] else ''}", text) if "<" in text else text


def paragraphs(lines: Iterable[str], limit: int = MAX_TEXT) -> str:
    """Join lines into plain text, one paragraph a line, white space normalised, at most `limit` long."""
    kept: list[str] = []
    room = limit
    for line in lines:
        for part in _visible(line[: room + 1000]).split("\n"):
            text = _inert(" ".join(part.split()))
            if text:
                kept.append(text[:room])
                room -= len(text) + 1
                if room <= 0:
                    return "\n".join(kept)[:limit].rstrip()
    return "\n".join(kept)


def line(text: str, limit: int) -> str:
    """Make one line of plain text of what a page says in an attribute: tags and entities undone.

    Longer lines are cut at a word and end in an ellipsis.
    """
    text = text[: limit * 4]
    for _ in range(2):  # titles are often escaped twice
        if _ENTITY.search(text):
            text = html.unescape(text)
    text = _without_tags(text)
    text = _inert(" ".join(_visible(text.replace("\n", " ")).split()))
    if len(text) > limit:
        text = text[: limit - 1]
        text = text[: text.rfind(" ") if " " in text[limit // 2 :] else None].rstrip() + "…"
    return text


def _without_tags(text: str) -> str:
    """Remove tags, but not the lone `<details>` of a title that is about it."""
    if "<" not in text:
        return text
    closed = {m[2].lower() for m in _TAG.finditer(text) if m[1]}

    def drop(match: re.Match[str]) -> str:
        name = match[2].lower()
        lone = not match[1] and not match[3].strip(" /") and name not in closed
        return match[0] if lone and name not in ("br", "hr", "img", "script", "svg", "wbr") else " "

    text = re.sub(r"<(script|style)\b[^<]{0,5000}</\1\s*>", " ", text, flags=re.I)
    return _TAG.sub(drop, text)
