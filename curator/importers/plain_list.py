"""A plain list: one address a line, alone, with words before or after it, or as a Markdown link."""

import re
from collections.abc import Iterator

from curator.importers.saved_link import LONGEST, SavedLink

_MARKDOWN = re.compile(
    r"\[([^\]]{0,2000})\]\(<?([A-Za-z][\w+.-]*:[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)"
)
_ADDRESS = re.compile(
    r"<?\b(https?://[^\s<>\"`]+|[a-z][a-z0-9+.-]{1,30}:(?://)?[^\s<>\"`]{3,})>?", re.IGNORECASE
)
_EDGES = " \t-–—:|*•>"


def recognises(text: str) -> bool:
    """Tell whether a line holds an address."""
    return _ADDRESS.search(text) is not None


def read(text: str, file: str) -> Iterator[SavedLink]:  # noqa: ARG001 - all importers are asked alike
    """Yield the links, one a line; a line without an address is a heading or a remark and is passed over."""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()[: 3 * LONGEST]
        if line.startswith("#"):
            continue
        if named := _MARKDOWN.search(line):
            rest = line[: named.start()] + line[named.end() :]
            yield SavedLink(named[2], named[1], _bare(rest), line=number)
        elif (found := _ADDRESS.search(line)) and (found[1].lower().startswith("http") or found.start() == 0):
            address = found[1].rstrip(".,;!?'")
            if address.endswith(")") and "(" not in address:
                address = address[:-1]
            yield SavedLink(
                address, note=_bare(line[: found.start()] + " " + line[found.end() :]), line=number
            )


def _bare(words: str) -> str:
    return " ".join(re.sub(r"^\d+[.)]\s", "", words.strip()).strip(_EDGES + "()").split())[:LONGEST]
