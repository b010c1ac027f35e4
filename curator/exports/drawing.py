"""Draw an export's pages: Jinja templates that encode whatever they print, for HTML and XML alike."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curator.exports.course_book import Chapter, CourseBook
from curator.exports.prose import address, fit, markup
from curator.model import Resource
from curator.site.escape import clean, reach
from curator.site.language_links import marker
from curator.site.page_renderer import KINDS
from curator.site.time_told import with_events

TEMPLATES = Path(__file__).parent / "templates"

WRITING = 5
"""Lines to write on below a question."""


@cache
def environment() -> Environment:
    """Return the templates' environment; what is no Markup is put on one line and escaped."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else fit(clean(value)),
    )
    env.filters |= {"href": address, "reach": reach, "short": shortened}
    env.globals |= {"kinds": KINDS, "with_events": with_events}
    return env


def shortened(text: str, length: int = 250) -> str:
    """Cut a title for a field that holds no more (Moodle and Canvas keep 255 characters)."""
    whole = clean(text)
    return whole if len(whole) <= length else whole[: length - 1].rstrip() + "…"


def original(resource: Resource) -> str:
    """Return where a resource's title leads: to the archived copy where the original is gone."""
    return address(resource.archived or "") or address(resource.url)


def draw(template: str, book: CourseBook, place: Callable[[str], str] = lambda _: "", **context: Any) -> str:
    """Draw a template. `place` returns where a week of the book stands, by the name "week-03", else ""."""
    names = {chapter.name for chapter in book.chapters}

    def prose(chapter: Chapter, text: str) -> Markup:
        def resolve(target: str) -> str:
            inside = target.partition("#")[0].removesuffix(".html").removesuffix(".md")
            return (place(inside) if inside in names else "") or book.at_home(chapter, target)

        return markup(text, resolve)

    def kept(chapter: Chapter, part: str) -> Markup:
        """Give a part that nobody has translated yet the language of the original."""
        if not marker(chapter.slot, book.plan.original)(part):
            return Markup()
        return Markup(' lang="{0}" xml:lang="{0}"').format(book.plan.original)

    styles = Markup((TEMPLATES / "book.css").read_text("utf-8"))  # noqa: S704 - our own file
    shared = {"book": book, "course": book.course, "t": book.t, "prose": prose, "place": place, "kept": kept}
    shared |= {"original": original, "writing": WRITING, "styles": styles}
    return environment().get_template(template).render(shared, **context)


def page(*arguments: Any, **context: Any) -> bytes:
    """Draw a template as bytes; see `draw`."""
    return draw(*arguments, **context).encode()
