"""PDF: a workbook with lines to write on, tagged (PDF/UA-1), by WeasyPrint; the extra `curator-mooc[pdf]`.

Nothing is fetched while it is made. Dates and names in the file come from the course, not from the clock.
"""

from functools import partial
from importlib import import_module
from typing import Any

from curator.errors import ConfigError, FetchError
from curator.exports.course_book import CourseBook
from curator.exports.drawing import TEMPLATES, draw


def write(book: CourseBook) -> bytes:
    """Write the workbook."""
    try:
        weasyprint: Any = import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: Pango is not on this machine
        remedy = (
            "pip install 'curator-mooc[pdf]', and on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        )
        raise ConfigError.at("--to pdf", f"needs WeasyPrint ({error})", remedy) from None
    inside = {chapter.name: f"#{chapter.name}" for chapter in book.chapters}
    make = partial(draw, book=book, place=lambda name: inside.get(name, ""))
    css = f"@page {{ size: {book.paper} }}\n" + "".join(
        (TEMPLATES / name).read_text("utf-8") for name in ("book.css", "print.css")
    )
    document = weasyprint.HTML(string=make("page-pdf.html.j2"), url_fetcher=_nothing)
    styles = weasyprint.CSS(string=css, url_fetcher=_nothing)
    found: bytes = document.write_pdf(
        stylesheets=[styles], pdf_variant="pdf/ua-1", pdf_identifier=book.identifier.encode()
    )
    return found


def _nothing(url: str, **_: object) -> dict[str, object]:
    raise FetchError(f"{url}: nothing is loaded while a PDF is made")
