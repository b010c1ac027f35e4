"""What several curators think: courses/<course>/nominations.yml, added to without touching what is there.

Names are words that people type: nobody has an account, nothing here gives a right, and nobody is counted.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from curator.errors import ConfigError
from curator.model import Agreement, Module, Nomination, Nominations
from curator.text.one_line import one_line
from curator.urls import canonical
from curator.weeks.front_matter import BOM, merge_marks
from curator.yamlio import splice
from curator.yamlio.reading import parse_yaml, validate

FILE = "nominations.yml"

_HEADER = "# What curators nominate for a week, and who agrees to one. Words, not votes: see the guide.\n"


def read_nominations(text: str | None, file: str = FILE) -> Nominations:
    """Read the text of nominations.yml, None where there is none; ConfigError lists its mistakes."""
    if text is None:
        return Nominations()
    plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    if problems := merge_marks(plain, file):
        raise ConfigError(problems)
    return validate(Nominations, parse_yaml(plain, file), plain, file)


def nominate(text: str | None, new: Nomination, file: str = FILE) -> str:
    """Add a nomination; the one that the same person made of the same page before gives way to it."""
    known = read_nominations(text, file).nominations
    text = _without(text, "nominations", _places(known, new.week, new.by, new.url))
    return _added(text, "nominations", _values(new), file)


def agree(text: str | None, new: Agreement, file: str = FILE) -> str:
    """Add an agreement to a week; the one that the same person gave before gives way to it."""
    known = read_nominations(text, file).agreed
    text = _without(text, "agreed", _places(known, new.week, new.by))
    return _added(text, "agreed", _values(new), file)


def withdraw(text: str | None, week: int, by: str, url: str = "", file: str = FILE) -> str:
    """Take a nomination back or, without an address, an agreement. ConfigError when there is none."""
    known = read_nominations(text, file)
    key = "nominations" if url else "agreed"
    places = _places(known.nominations if url else known.agreed, week, by, url)
    if not places:
        raise ConfigError.at(file, f"nothing that {by} said of this is there any more", "look again")
    return _without(text, key, places)


def of_week(known: Nominations, week: int) -> Nominations:
    """Keep what is about one week."""
    return Nominations(
        nominations=tuple(n for n in known.nominations if n.week == week),
        agreed=tuple(a for a in known.agreed if a.week == week),
    )


def agreed_mark(module: Module) -> str:
    """Fingerprint what a week says to learners: 16 hex digits. Its status and day are no part of it."""
    said = module.model_dump_json(include=set(_SAID), exclude_defaults=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_SAID = ("title", "objective", "content", "conversation", "connection", "highlights", "introduction")


def _values(entry: Nomination | Agreement) -> dict[str, Any]:
    values = entry.model_dump(exclude_defaults=True)
    long = {"note": 600, "title": 400}
    return {k: one_line(v, long.get(k, 4000)) if isinstance(v, str) else v for k, v in values.items()}


def _places(entries: Sequence[Nomination | Agreement], week: int, by: str, url: str = "") -> list[int]:
    """Find what a person said of a week or of a page in it: places from 0, the last first."""
    found = []
    for place, entry in enumerate(entries):
        theirs = entry.week == week and entry.by.casefold() == by.casefold()
        if theirs and (isinstance(entry, Agreement) or canonical(entry.url) == canonical(url)):
            found.append(place)
    return found[::-1]


def _without(text: str | None, key: str, places: Sequence[int]) -> str:
    old = text if text is not None else _HEADER
    mark = BOM if old.startswith(BOM) else ""
    plain = old.removeprefix(BOM)
    for place in places:
        plain = splice.delete(plain, (key, place))
    return mark + plain


def _added(text: str, key: str, values: dict[str, Any], file: str) -> str:
    mark = BOM if text.startswith(BOM) else ""
    new = splice.extend(text.removeprefix(BOM), (key,), [values])
    read_nominations(new, file)
    return mark + new
