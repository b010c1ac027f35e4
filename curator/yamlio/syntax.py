"""Errors of YAML's parser in plain words, without terms of its grammar: line, cause, remedy."""

import re
from typing import Any

import yaml

from curator.errors import Problem

_CHECK = "check the indentation, quotes and colons"
_QUOTE = 'put the whole value in quotes: key: "..."'
_SIGNS = (
    "cannot start any token",
    "did not find expected alphabetic or numeric character",
    "could not determine a constructor for the tag",
    "found undefined alias",
    "did not find expected comment or line break",
)
"""What the parser says of text that begins with a sign of YAML's own: @ ` % * & ! > |"""

_PASTED = re.compile(r"[ -]*\u00a0|[^:\"']*:\u00a0")
"""A no-break space in the indentation or behind the key: it looks like a space and is text to YAML."""


def syntax_problem(error: yaml.YAMLError, text: str, file: str, first_line: int = 1) -> Problem:
    """Say where `text` is no YAML and what to write; `first_line` is the line of the file it begins at."""
    said = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Problem(file, first_line, "", f"not valid YAML: {said}", _CHECK)
    remedy = getattr(error, "note", None)
    if remedy:
        return Problem(file, mark.line + first_line, "", said, remedy)
    begun = getattr(error, "context_mark", None) or mark
    at, what, remedy = _words(said, text.split("\n"), mark, begun)
    return Problem(file, at + first_line, "", what, remedy)


def _words(said: str, lines: list[str], mark: Any, begun: Any) -> tuple[int, str, str]:
    """Return the line (from 0), what is wrong there, and what to do."""
    line = lines[mark.line] if mark.line < len(lines) else ""
    before, sign = line[: mark.column], line[mark.column : mark.column + 1]
    if sign == "\t":
        return mark.line, "a tab", "YAML wants spaces: replace the tab"
    for number in (begun.line, mark.line):
        if number < len(lines) and _PASTED.match(lines[number]):
            return number, "a no-break space, as it comes along when text is pasted", "type an ordinary space"
    if any(words in said for words in _SIGNS):
        first = lines[begun.line][begun.column : begun.column + 1]
        return begun.line, f"a value cannot begin with {first} here", _QUOTE
    if said.startswith("mapping values are not allowed"):
        if ":" in before:
            return mark.line, "a second colon in the value", _QUOTE
        remedy = "indent it like its neighbours, and put a space after the colon in the line above"
        return mark.line, "a key where none can stand", remedy
    if said == "could not find expected ':'":
        what = "a line that is no `key: value`"
        return begun.line, what, "put a space after the colon; indent text that goes on from the line above"
    if said == "did not find expected key" and before.strip(" -"):
        return mark.line, "text after a closing quote or bracket", _QUOTE + '; a quote within is written \\"'
    if said == "did not find expected key":
        remedy = "indent it like its neighbours, and look above for a quote that is not closed"
        return mark.line, "the line does not fit those above it", remedy
    if said.startswith("did not find expected ',' or"):
        return begun.line, "a bracket is opened here and not closed", f"add the {said[-2]} that belongs to it"
    if said.startswith("block sequence entries are not allowed"):
        return mark.line, "a list begins beside its key", "put each `- ` on a line of its own below the key"
    return mark.line, f"not valid YAML: {said}", _CHECK
