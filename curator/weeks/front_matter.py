"""A week file in its two parts: front matter between two lines of dashes, then Markdown."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from curator.errors import ConfigError, Problem
from curator.yamlio.reading import line_at, parse_yaml

BOM = "\ufeff"

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n)")
_CLOSING = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_DRAFTED = re.compile(r"^drafted:[ \t]*[\"']?([0-9a-f]*)[\"']?[ \t]*(?:#[^\n]*)?(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a week file stand: indexes into its text."""

    front: int
    """First character of the YAML."""
    close: int
    """First character of the closing dashes."""
    body: int
    """First character after the line of the closing dashes."""

    @property
    def first_line(self) -> int:
        """Line of the file (from 1) where the YAML begins."""
        return 2


def split(text: str, file: str) -> Parts:
    """Find the parts of a week file; ConfigError says which line of dashes is missing."""
    opening = _OPENING.match(text)
    if opening is None:
        if not text.strip(BOM).strip():
            what, remedy = "the file is empty", "delete it: the next build drafts the week anew"
        else:
            what = "a week file begins with a line `---`, and with nothing before it"
            remedy = "put the keys (week, title, content ...) between two lines `---` at the top"
        raise ConfigError([Problem(file, 1, "", what, remedy)])
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        line = text.count("\n") + 1
        raise ConfigError(
            [Problem(file, line, "", "the line `---` that ends the front matter is missing", "add it")]
        )
    end = text.find("\n", closing.start())
    return Parts(opening.end(), closing.start(), len(text) if end < 0 else end + 1)


def merge_marks(text: str, file: str) -> list[Problem]:
    """Find what an unfinished merge left behind, in any part of the file."""
    found: list[Problem] = []
    if not any(mark in text for mark in ("<<<<<<< ", ">>>>>>> ", "||||||| ")):
        return found
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        mark = line.startswith(("<<<<<<< ", ">>>>>>> ", "||||||| ")) or (
            # In Markdown a row of "=" underlines a heading, so it counts only within a conflict.
            inside and line.rstrip() == "======="
        )
        inside = line.startswith("<<<<<<< ") or (inside and not line.startswith(">>>>>>> "))
        if mark:
            found.append(
                Problem(file, number, "", "merge-conflict marks", "choose one side, delete the marks")
            )
    return found


def parse_parts(text: str, file: str, *, empty: bool = False) -> tuple[Any, str, Parts]:
    """Read the keys of a week file, with what stands below them as `introduction`; also its YAML, and where.

    `text` has line feeds only. ConfigError where a merge is unfinished, a line of dashes is missing or the
    YAML cannot be read. What is no mapping of keys comes as it is; with `empty`, nothing is no keys.
    """
    if problems := merge_marks(text, file):
        raise ConfigError(problems)
    parts = split(text, file)
    front = text[parts.front : parts.close]
    data = parse_yaml(front, file, first_line=parts.first_line)
    if data is None and empty:
        data = {}
    if isinstance(data, dict):
        if "introduction" in data:
            line = line_of(text, ("introduction",))
            what, remedy = "is not a key of the front matter", "move the text below the second line `---`"
            raise ConfigError([Problem(file, line, "introduction", what, remedy)])
        data = {**data, "introduction": text[parts.body :].strip("\n")}
    return data, front, parts


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """Find the line of a week file where the value at `path` stands, or its nearest parent's."""
    parts = split(text, "")
    return line_at(text[parts.front : parts.close], path, key_itself=True, first_line=parts.first_line)


# --- the fingerprint of a draft ------------------------------------------------------------------


def fingerprint(text: str) -> str:
    """Hash the text of a week file without its `drafted` line, whatever its line endings and BOM."""
    plain = text.removeprefix(BOM).replace("\r\n", "\n")
    digest = hashlib.sha256(_DRAFTED.sub("", plain, count=1).encode("utf-8", "replace")).hexdigest()
    return digest[:16]


def untouched(text: str) -> bool:
    """Tell whether the file is still exactly what the tool drafted."""
    found = _DRAFTED.search(text.removeprefix(BOM).replace("\r\n", "\n"))
    return found is not None and found[1] == fingerprint(text)


def sign(text: str) -> str:
    """Fill in the `drafted` line of a text that has one, so that `untouched` holds."""
    return _DRAFTED.sub(f'drafted: "{fingerprint(text)}"\n', text, count=1)
