"""Export: a course as one file to carry elsewhere, in a format of ours or of an installed package."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from curator import plugins
from curator.app import composition
from curator.app.recognition import course_weeks
from curator.app.run import Run
from curator.errors import ConfigError, refused
from curator.exports import FORMATS
from curator.exports.course_book import course_book
from curator.files import write_atomic
from curator.model import Course
from curator.ports import Exporter

FOLDER = "exports"
"""Where files go that nobody gave a name, relative to the project."""

GROUP: plugins.Group = "curator.exporters"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written. `file` is as it was asked for, or relative to the project."""

    course: str
    format: str
    file: str
    bytes: int
    weeks: tuple[int, ...]


def format_names() -> list[str]:
    """Name the formats that `curate export --to` takes."""
    return plugins.names(GROUP, FORMATS)


def exporter(name: str) -> Exporter:
    """Return the exporter of a format; ConfigError for one that nobody has."""
    found = plugins.load(GROUP, name, FORMATS)
    return found() if isinstance(found, type) else found


def export(
    run: Run,
    course: Course,
    name: str,
    *,
    out: Path | None = None,
    only: Collection[int] = (),
    drafts: bool = False,
    paper: str = "A4",
) -> Exported:
    """Write a course to a file, in one step at the end: what stood there stands until then.

    Raises ConfigError for a format that is not there and for weeks that cannot go along, OSError where the
    file cannot be written.
    """
    chosen = exporter(name)
    weeks = course_weeks(run)
    comments = composition.comments(run.project)
    book = course_book(
        run.project, course, weeks, run.day(course), only=only, drafts=drafts, comments=comments, paper=paper
    )
    data = chosen.write(book)
    place = f"{FOLDER}/{course.slug}{chosen.suffix}"
    path = out or run.project.root / place
    try:
        if not path.exists() or path.read_bytes() != data:
            write_atomic(path, data)
    except OSError as error:
        if refused(error):
            raise
        reason = f"cannot be written ({error.strerror})"
        raise ConfigError.at(str(path), reason, "name another file with -o") from None
    return Exported(
        course.slug, name, str(out or place), len(data), tuple(c.slot.week for c in book.chapters)
    )
