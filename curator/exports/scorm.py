"""SCORM 1.2: the whole course as one SCO, with all weeks in one page that asks nothing of anybody.

What the LMS learns, and nothing else: "incomplete" when the course is opened, the week that was open
(`cmi.core.lesson_location`), "completed" when the learner presses a button. No score, no suspend data.
Without an LMS, or without scripts, the page simply shows all weeks.
"""

from base64 import b64encode
from functools import partial
from hashlib import sha256

from markupsafe import Markup

from curator.exports.course_book import CourseBook
from curator.exports.drawing import TEMPLATES, draw
from curator.exports.zipped import pack

PAGE = "index.html"


def write(book: CourseBook) -> bytes:
    """Write the package."""
    inside = {chapter.name: f"#{chapter.name}" for chapter in book.chapters}
    make = partial(draw, book=book, place=lambda name: inside.get(name, ""))
    script = _own("scorm.js")
    styles = _own("book.css") + _own("scorm.css")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(styles)}; "
        "base-uri 'none'; form-action 'none'"
    )
    html = make("page-scorm.html.j2", script=script, look=styles, policy=Markup(policy))  # noqa: S704 - our own words
    manifest = make("imsmanifest-scorm.xml.j2", page=PAGE)
    return pack({PAGE: html.encode(), "imsmanifest.xml": manifest.encode()})


def _own(name: str) -> Markup:
    return Markup((TEMPLATES / name).read_text("utf-8"))  # noqa: S704 - our own file


def _hash(text: str) -> str:
    """Name an inline script or style in a Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
