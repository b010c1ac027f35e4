"""Export: a course as one file to carry elsewhere, in a format of ours or of an installed package."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from curator import plugins
from curator.app import composition
from curator.app.recognition import course_weeks
from curator.app.run import Run
from curator.errors import ConfigError, refused
from curator.exports import FORMATS
from curator.exports.course_book import CourseBook, course_book
from curator.files import write_atomic
from curator.model import Course, CourseWeek
from curator.ports import Exporter
from curator.site import templates
from curator.site.downloads import file_name
from curator.site.editions import languages
from curator.site.fingerprint import installed, walk

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
    language: str = "",
) -> Exported:
    """Write a course to a file, in one step at the end: what stood there stands until then.

    Raises ConfigError for a format that is not there and for weeks that cannot go along, OSError where the
    file cannot be written.
    """
    chosen = exporter(name)
    weeks = course_weeks(run)
    comments = composition.comments(run.project)
    book = course_book(
        run.project, course, weeks, run.day(course), only=only, drafts=drafts, comments=comments, paper=paper,
        language=language,
    )  # fmt: skip
    data = chosen.write(replace(book, published=run.published))
    place = f"{FOLDER}/{book.plan.name}{chosen.suffix}"
    path = out or run.project.root / place
    try:
        if not (path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data):
            write_atomic(path, data)
    except OSError as error:
        if refused(error):
            raise
        reason = f"cannot be written ({error.strerror})"
        raise ConfigError.at(str(path), reason, "name another file with -o") from None
    return Exported(
        course.slug, name, str(out or place), len(data), tuple(c.slot.week for c in book.chapters)
    )


# --- files that the site offers ------------------------------------------------------------------------


def downloads(run: Run, weeks: Sequence[CourseWeek], *, drafts: bool = False) -> dict[str, bytes]:
    """Make the files that courses offer on their pages: place in the site -> bytes.

    A file whose course, settings and code are those of the last build is taken from the cache. A course
    without an open week offers nothing yet. Raises ConfigError where an extra is not installed.
    """
    comments = composition.comments(run.project)
    found: dict[str, bytes] = {}
    for course in run.project.courses:
        if not course.downloads:
            continue
        for language in ("", *languages(run.project, course, weeks)):
            try:
                book = course_book(
                    run.project,
                    course,
                    weeks,
                    run.day(course),
                    drafts=drafts,
                    comments=comments,
                    language=language,
                )
            except ConfigError:  # no week is open
                break
            for name in dict.fromkeys(course.downloads):
                found[f"{book.plan.folder}/{file_name(course, name)}"] = _cached(run, book, name)
    return found


def _cached(run: Run, book: CourseBook, name: str) -> bytes:
    folder = run.project.state / "downloads"
    stem = f"{book.plan.name}-{name}-"
    path = folder / f"{stem}{made_of(book, name)}"
    if path.is_file():
        return path.read_bytes()
    data = exporter(name).write(replace(book, published=run.published))
    write_atomic(path, data)
    for old in folder.glob(f"{stem}*"):
        if old != path and len(old.name) == len(path.name):
            old.unlink()
    return data


def made_of(book: CourseBook, name: str) -> str:
    """Hash all that a file is made of: what people wrote, the day's schedule, code, templates, packages."""
    package = Path(__file__).parents[1]
    code = [p for part in ("exports", "site", "model") for p in sorted((package / part).rglob("*.*"))]
    look = templates.folder(book.project, book.comments)
    code += [look / place for place in sorted(walk(look))]
    parts = [repr(book.project.site), repr(book.plan), repr(book.comments), name, repr(book.drafts)]
    state = sha256("\0".join([*parts, *installed()]).encode(errors="replace"))
    for file in code:
        if file.is_file() and file.suffix != ".pyc":
            state.update(file.read_bytes())
    return state.hexdigest()[:24]
