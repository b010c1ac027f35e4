"""EPUB 3.3: a cover, a navigation, one chapter a week with its three parts and room to write.

Written with the standard library and templates: the format is a ZIP of XHTML (https://www.w3.org/TR/epub-33/).
The cover is an SVG, so that no font and no picture need to come along.
"""

import textwrap
from functools import partial

from curator.exports.course_book import CourseBook
from curator.exports.drawing import TEMPLATES, page
from curator.exports.zipped import pack
from curator.site.escape import clean

MIMETYPE = "mimetype"
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_SIZES = ((110, 14, 5), (84, 20, 8), (60, 30, 14))
"""Size of the cover's letters, characters a line, and lines that fit; the first that holds the title."""


def write(book: CourseBook) -> bytes:
    """Write the book."""
    inside = {chapter.name: f"{chapter.name}.xhtml" for chapter in book.chapters}
    draw = partial(page, book=book, place=lambda name: inside.get(name, ""))
    pages = {
        "cover": draw("page.xhtml.j2", part="cover", title=book.title),
        "about": draw("page.xhtml.j2", part="front", title=book.title),
        **{
            chapter.name: draw("page.xhtml.j2", part="week", title=clean(chapter.slot.title), chapter=chapter)
            for chapter in book.chapters
        },
        "credits": draw("page.xhtml.j2", part="credits", title=book.t.say("Whose words these are")),
    }
    tags = sorted({clean(t) for c in book.chapters for r in c.module.content for t in r.tags if clean(t)})
    lines, size = cover_lines(book.title)
    files = {
        "package.opf": draw("package.opf.j2", pages=list(pages), tags=tags),
        "nav.xhtml": draw("page.xhtml.j2", part="nav", title=book.t.say("Contents")),
        "cover.svg": draw("cover.svg.j2", lines=lines, size=size),
        "book.css": (TEMPLATES / "book.css").read_bytes() + _COVER,
        **{f"{name}.xhtml": data for name, data in pages.items()},
    }
    return pack(
        {
            MIMETYPE: b"application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            **{f"EPUB/{name}": data for name, data in files.items()},
        },
        first=MIMETYPE,
    )


_COVER = b".cover { text-align: center; }\n.cover img { max-width: 100%; max-height: 95vh; }\n"


def cover_lines(title: str) -> tuple[list[str], int]:
    """Break a title into lines for the cover; returns them with the size of the letters."""
    for size, width, most in _SIZES:
        lines = textwrap.wrap(title, width) or [title]
        if len(lines) <= most:
            return lines, size
    return [*lines[: most - 1], "…"], size
