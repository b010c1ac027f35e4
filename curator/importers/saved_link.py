"""What every importer gives: a link that somebody saved, with their words about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape

LONGEST = 2_000
"""Characters kept of a title, a note or a tag list; suggestions cut further."""


@dataclass(frozen=True, slots=True)
class SavedLink:
    """One saved link. `url` is as the file has it, `line` counts from 1 (0: unknown)."""

    url: str
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    added: date | None = None
    line: int = 0


def tags_of(text: str, marks: str = ",;|") -> tuple[str, ...]:
    """Split a list of tags at any of `marks`."""
    return tidy(re.split(f"[{re.escape(marks)}]", text[:LONGEST]))


def tidy(tags: Iterable[str]) -> tuple[str, ...]:
    """Drop empty tags and those that stand twice."""
    return tuple(dict.fromkeys(tag for each in tags if (tag := " ".join(each.split()))))


def day_of(text: str) -> date | None:
    """Read the day of a Unix time (in seconds, milliseconds or microseconds) or of an ISO date."""
    text = text.strip()
    if re.fullmatch(r"\d{9,17}", text):
        seconds = int(text)
        while seconds > 10**11:
            seconds //= 1000
        return datetime.fromtimestamp(seconds, UTC).date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def without_markup(text: str) -> str:
    """Return the words of a note that may be HTML, as Zotero keeps them."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", text[: 10 * LONGEST])).split())
