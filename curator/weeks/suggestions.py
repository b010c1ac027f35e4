"""Suggestions from learners: courses/<course>/suggestions.yml, added to without touching what is there."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from curator.config import Suggestions
from curator.errors import ConfigError, Problem
from curator.model import Suggestion
from curator.text.one_line import one_line
from curator.urls import canonical, web_address
from curator.weeks.front_matter import BOM
from curator.yamlio import splice
from curator.yamlio.reading import parse_yaml, validate

FILE = "suggestions.yml"

_HEADER = "# Resources that people suggested: they become candidates, with credit to whoever named them.\n"
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)


def append_suggestions(text: str | None, suggestions: Iterable[Suggestion], file: str = FILE) -> str:
    """Add suggestions to the text of suggestions.yml (None: there is no such file yet).

    An address that was suggested before is not added again: whoever came first has the credit.
    Raises ConfigError when the text is not valid.
    """
    old = text if text is not None else _HEADER
    mark = BOM if old.startswith(BOM) else ""
    plain = old.removeprefix(BOM)
    known = {canonical(s.url) for s in read_suggestions(plain, file)}
    entries = []
    for suggestion in suggestions:
        if (name := canonical(suggestion.url)) not in known:
            known.add(name)
            entries.append(_entry(suggestion))
    if not entries:
        return old
    new = splice.extend(plain, ("suggestions",), entries)
    read_suggestions(new, file)
    return mark + new


def _entry(suggestion: Suggestion) -> dict[str, Any]:
    entry = {
        "url": suggestion.url,
        "by": one_line(suggestion.by, 120),
        "note": one_line(suggestion.note, 600),
        "on": suggestion.on,
    }
    return {key: value for key, value in entry.items() if value}


def read_suggestions(text: str, file: str = FILE) -> tuple[Suggestion, ...]:
    """Read the text of suggestions.yml; ConfigError lists its mistakes."""
    plain = text.replace("\r\n", "\n")
    data = parse_yaml(plain, file)
    if isinstance(data, dict) and data.get("suggestions", ()) is None:
        data = {**data, "suggestions": []}
    return validate(Suggestions, data, plain, file).suggestions


def from_issue(body: str, author: str, on: date | None = None) -> Suggestion:
    """Read a suggestion from the text of an issue form: the first address, a name, a reason.

    The form's headings may be in any order and say "name" and "why" somewhere; without a name the
    issue's author has the credit. Raises ConfigError when there is no address.
    """
    body = body[:20_000].replace("\r\n", "\n")
    found = (web_address(m[0].rstrip(".,;:!?)]}")) for m in _ADDRESS.finditer(body))
    url = next((address for address in found if address), "")
    if not url:
        raise ConfigError(
            [Problem("issue", 0, "", "names no web address", "write it in full, with https://")]
        )
    fields = {head: words for head, words in _sections(body) if words and words != "_No response_"}
    by = next((v for k, v in fields.items() if "name" in k), author)
    why = next((v for k, v in fields.items() if "why" in k or "note" in k), "")
    return Suggestion(url=url, by=one_line(by, 120), note=one_line(why, 600), on=on)


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Yield each heading of a form's text in small letters, and the words below it, line by line."""
    head, words = "", list[str]()
    for line in body.split("\n"):
        title = line.lstrip("#")
        if 1 <= len(line) - len(title) <= 6 and title[:1] in (" ", "\t") and title.strip():
            if head:
                yield head, "\n".join(words).strip()
            head, words = title.strip().casefold(), []
        else:
            words.append(line)
    if head:
        yield head, "\n".join(words).strip()
