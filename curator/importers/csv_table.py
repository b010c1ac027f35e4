"""Tables with a head, as Pocket, Raindrop, Instapaper, Readwise and spreadsheets export them.

Columns are known by their names, whichever service wrote them, in any order. https://docs.python.org/3/library/csv
"""

import csv
import io
from collections.abc import Iterator, Sequence

from curator.errors import ConfigError, Problem
from curator.importers.saved_link import LONGEST, SavedLink, day_of, tags_of, tidy

COLUMNS: dict[str, tuple[str, ...]] = {
    "url": ("url", "link", "href", "address", "source url", "document url", "uri"),
    "title": ("title", "name", "book title", "document title"),
    "note": ("note", "notes", "description", "excerpt", "selection", "highlight", "comment", "document note"),
    "tags": ("tags", "document tags", "labels", "folder", "keywords"),
    "added": ("time_added", "created", "timestamp", "saved date", "added", "date added", "highlighted at"),
}
"""Names of columns in lower case; of note and tags, every column that is there is taken."""


WIDE = 5
"""Columns from which a table is taken to be a service's."""


def recognises(text: str) -> bool:
    """Tell whether the first line names a column of addresses, beside others or alone."""
    names = _names(next(csv.reader([_head(text)], delimiter=_mark(text)), []))
    return any(name in COLUMNS["url"] for name in names) or (
        len(names) > 1 and sum(n in known for n in names for known in COLUMNS.values()) > 1
    )


def read(text: str, file: str) -> Iterator[SavedLink]:
    """Yield the links; ConfigError for a table without addresses, or one that is cut off within a cell."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text), strict=True)
    try:
        names = _names(row := next(rows))
        places = {key: [i for i, n in enumerate(names) if n in known] for key, known in COLUMNS.items()}
        if not places["url"]:
            remedy = "Readwise, for one, exports addresses from its Reader only"
            raise ConfigError.at(file, f"has no column of addresses, only {', '.join(names)}", remedy)
        begins = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _link(row, places, begins)
            begins = rows.line_num + 1
        # Services write every cell of every row; people leave out the last ones of a table of their own.
        if len(row) < len(names) >= WIDE and not text.endswith(("\n", "\r")):
            raise csv.Error("unexpected end of data")
    except csv.Error as error:
        line = rows.line_num
        cut = "unexpected end of data" in str(error)
        what = "ends in the middle of a cell: it is cut off" if cut else f"is no sound CSV: {error}"
        raise ConfigError([Problem(file, line, "", what, "export it again")]) from None


def _link(row: Sequence[str], places: dict[str, list[int]], line: int) -> SavedLink:
    def cells(key: str) -> list[str]:
        return [row[i].strip()[:LONGEST] for i in places[key] if i < len(row) and row[i].strip()]

    return SavedLink(
        url=next(iter(cells("url")), ""),
        title=next(iter(cells("title")), ""),
        note=" · ".join(dict.fromkeys(cells("note"))),
        tags=tidy(tag for cell in cells("tags") for tag in tags_of(cell.strip("[]").replace('"', ""))),
        added=day_of(next(iter(cells("added")), "")),
        line=line,
    )


def _head(text: str) -> str:
    return text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")[:10_000]


def _mark(text: str) -> str:
    head = _head(text)
    return max(",;\t", key=head.count)


def _names(head: Sequence[str]) -> list[str]:
    return [cell.strip().lower() for cell in head]
