"""JSON lists of records: CSL-JSON of Zotero and others, and what Pinboard, Raindrop and their like export."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from curator.errors import ConfigError, Problem
from curator.importers.saved_link import LONGEST, SavedLink, day_of, tags_of, tidy, without_markup

_LISTS = ("items", "links", "bookmarks", "results", "data")
"""Where a service puts its list when the file is an object."""
MAX_DEPTH = 200


def recognises(text: str) -> bool:
    """Tell whether this is JSON."""
    return text.lstrip()[:1] in ("[", "{")


def read(text: str, file: str) -> Iterator[SavedLink]:
    """Yield the links; ConfigError with the line where the file is no JSON, or cut off."""
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        what = "ends in the middle: it is cut off" if cut else f"is not JSON: {error.msg}"
        raise ConfigError([Problem(file, error.lineno, "", what, "export it again")]) from None
    except RecursionError:
        raise ConfigError.at(file, "is nested too deep to be a list of links", "export it again") from None
    if isinstance(data, dict):
        data = next((data[name] for name in _LISTS if isinstance(data.get(name), list)), [data])
    for record in data if isinstance(data, list) else ():
        if isinstance(record, dict):
            yield _link(record)
        elif isinstance(record, str):
            yield SavedLink(record.strip())


def _link(record: Mapping[str, Any]) -> SavedLink:
    def text(*names: str) -> str:
        return next((str(record[n]).strip() for n in names if isinstance(record.get(n), (str, int))), "")

    url, doi = text("URL", "url", "href", "link", "uri"), text("DOI", "doi")
    tags = record.get("tags") or record.get("keyword") or record.get("categories") or ""
    names = (
        tags_of(tags) if isinstance(tags, str) else tuple(map(_name, tags if isinstance(tags, list) else ()))
    )
    if isinstance(tags, str) and "href" in record:  # Pinboard separates by spaces
        names = tuple(tags.split())
    note = text("note", "extended", "excerpt", "annote", "comment") or text("description") * (
        "href" not in record
    )
    return SavedLink(
        url=url or (f"https://doi.org/{doi.removeprefix('https://doi.org/')}" if doi else ""),
        title=(text("title") or text("description") * ("href" in record))[:LONGEST],
        note=without_markup(note)[:LONGEST],
        tags=tidy(names),
        added=_day(record),
    )


def _name(tag: Any) -> str:
    return str(tag.get("tag") or tag.get("name") or "") if isinstance(tag, dict) else str(tag)


def _day(record: Mapping[str, Any]) -> date | None:
    return next(
        (day for n in ("time", "created", "added", "dateAdded") if (day := day_of(str(record.get(n, ""))))),
        None,
    )
