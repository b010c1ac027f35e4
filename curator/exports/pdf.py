"""PDF: a workbook with lines to write on, tagged (PDF/UA-1), by Typst; the extra `curator-mooc[pdf]`.

Typst draws the page that the other formats share, handed over as data (`page_tree.py`). It needs no library
of the system and fetches nothing. Dates and names in the file come from the course, not from the clock.
"""

import json
import logging
import re
from importlib import import_module
from typing import Any

from curator.errors import ConfigError
from curator.exports.course_book import CourseBook
from curator.exports.drawing import TEMPLATES, draw
from curator.exports.page_tree import language, page_nodes

PAPER = {"A4": "a4", "letter": "us-letter"}
MISSING = "\u25a1"
"""Stands for a sign that no font of this machine has: PDF/UA-1 allows no glyph without a shape (7.21.8)."""

_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')


def write(book: CourseBook) -> bytes:
    """Write the workbook. Raises ConfigError where Typst is not installed.

    A sign that no font has is replaced, and told in a warning.
    """
    try:
        typst: Any = import_module("typst")
    except ImportError as error:
        remedy = "pip install 'curator-mooc[pdf]'"
        raise ConfigError.at("--to pdf", f"needs Typst ({error})", remedy) from None
    template, fonts = (TEMPLATES / "workbook.typ").read_bytes(), typst.Fonts()
    page: Any = _page(book)
    unknown: set[str] = set()
    while True:
        given = {"book": json.dumps(page, ensure_ascii=False)}
        try:
            found: bytes = typst.compile(
                template, format="pdf", pdf_standards=["ua-1"], font_paths=fonts, sys_inputs=given
            )
        except typst.TypstError as error:
            if not (missing := without_glyph(f"{error}\n{error.diagnostic}") - unknown):
                raise
            unknown |= missing
            page = _boxed(page, re.compile("|".join(map(re.escape, sorted(missing, key=len, reverse=True)))))
            continue
        if unknown:
            words = "no font here has %s: %s stands for it; install fonts such as Noto"
            logging.getLogger(__name__).warning(words, " ".join(sorted(unknown)), MISSING)
        return found


def _page(book: CourseBook) -> dict[str, Any]:
    """Return all that the template is given."""
    inside = {chapter.name: f"#{chapter.name}" for chapter in book.chapters}
    day = book.modified
    return {
        "title": book.title or book.t.say("Course"),
        "author": book.publisher,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "paper": PAPER[book.paper],
        "dir": book.t.direction,
        **language(book.course.language),
        "body": page_nodes(draw("page-pdf.html.j2", book, lambda name: inside.get(name, ""))),
    }


def without_glyph(complaint: str) -> set[str]:
    """Read the texts without a glyph out of what Typst says, which writes them as its own strings."""
    found = set()
    for text in _NO_GLYPH.findall(complaint):
        plain = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda code: chr(int(code[1], 16)), text)
        found.add(re.sub(r"\\(.)", r"\1", plain))
    return found


def _boxed(value: Any, missing: re.Pattern[str]) -> Any:
    """Put a box in the place of each text that is missing, in all strings of a value."""
    if isinstance(value, dict):
        return {key: _boxed(kept, missing) for key, kept in value.items()}
    if isinstance(value, list):
        return [_boxed(kept, missing) for kept in value]
    return missing.sub(MISSING, value) if isinstance(value, str) else value
