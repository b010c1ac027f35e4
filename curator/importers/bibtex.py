"""BibTeX, as reference managers export it: entries with a `url` or a `doi`.

Read by one pass over the text that counts braces; macros and cross references are left alone.
"""

import re
from collections.abc import Iterator

from curator.errors import ConfigError, Problem
from curator.importers.saved_link import LONGEST, SavedLink, tags_of

_ENTRY = re.compile(r"@([A-Za-z]+)\s*([{(])")
_FIELD = re.compile(r"\s*(?:,\s*)?([A-Za-z][\w-]*)\s*=\s*")
_BARE = re.compile(r"[^,}\s]*")
_URL = re.compile(r"https?://[^\s{}]+")
_SKIPPED = {"comment", "string", "preamble"}


def recognises(text: str) -> bool:
    """Tell whether an entry stands near the start."""
    return re.search(r"^\s*@(?!import\b)[A-Za-z]+\s*[{(]", text[:20_000], re.MULTILINE) is not None


def read(text: str, file: str) -> Iterator[SavedLink]:
    """Yield the entries that lead somewhere; ConfigError where a brace is never closed."""
    at = line = 0
    seen = 0
    while found := _ENTRY.search(text, at):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        end = _closing(text, found.end())
        if end < 0:
            what = "an entry is never closed: the file is cut off, or a brace is missing"
            raise ConfigError([Problem(file, line + 1, "", what, "export it again, or mend the entry")])
        if found[1].lower() not in _SKIPPED:
            link = _link(dict(_fields(text, found.end(), end)), line + 1)
            if link.url:
                yield link
        at = end + 1


def _closing(text: str, start: int) -> int:
    """Return where the brace that was opened before `start` closes; -1 when it does not."""
    depth = 1
    for mark in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, start):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0:
            return mark.start()
    return -1


def _fields(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    at = text.find(",", start, end)
    while 0 <= at < end and (name := _FIELD.match(text, at, end)):
        begins = name.end()
        if text[begins : begins + 1] == "{":
            stops = _closing(text, begins + 1)
            value, at = text[begins + 1 : stops], stops + 1
        elif text[begins : begins + 1] == '"':
            stops = begins + 1
            while stops < end and (text[stops] != '"' or text[stops - 1] == "\\"):
                stops += 1
            value, at = text[begins + 1 : stops], stops + 1
        else:
            bare = _BARE.match(text, begins, end)
            value, at = (bare[0], bare.end()) if bare else ("", end)
        yield name[1].lower(), value


def _link(fields: dict[str, str], line: int) -> SavedLink:
    url = _URL.search(fields.get("url", "")) or _URL.search(fields.get("howpublished", ""))
    doi = fields.get("doi", "").strip()
    note = fields.get("annote") or fields.get("annotation") or fields.get("note") or ""
    return SavedLink(
        url=url[0].replace("\\", "") if url else f"https://doi.org/{doi}" if doi and " " not in doi else "",
        title=_words(fields.get("title", "")),
        note=_words(note),
        tags=tags_of(_words(fields.get("keywords", ""))),
        line=line,
    )


def _words(text: str) -> str:
    """Take braces and the backslashes before marks out of a value."""
    return " ".join(re.sub(r"\\([&%$#_{}])|[{}]", r"\1", text).split())[:LONGEST]
