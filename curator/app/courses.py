"""Courses as people manage them: begin one, run one again for a new cohort, rename one, put one away.

What learners hold on to survives: a renamed course keeps its id, so threads, notes and calendars go on, and
the next build leaves redirects under the old name. A course that is run again gets an id of its own.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curator.app.run import Run
from curator.app.scaffold import NewCourse, course_text, new_id, slugify
from curator.app.sent_log import SentWeeks
from curator.errors import ConfigError, Problem
from curator.files import write_atomic
from curator.model import SLUG, Course
from curator.weeks.edit import load, module_of, save
from curator.weeks.front_matter import split
from curator.weeks.translation import file_name, fingerprint
from curator.weeks.week_file import week_name
from curator.yamlio import splice
from curator.yamlio.reading import parse_yaml, read_text, validate

SENT = ("digests/sent.yml", "announcements/sent.yml")
"""Files that note by a course's folder which weeks went out."""
_OF_A_COHORT = ("opens", "thread", "highlights", "drafted", "later", "aside", "taken_out", "taken_along")
"""What a week holds that belongs to those who learned in it."""


@dataclass(frozen=True, slots=True)
class Rerun:
    """A course that runs again; `events` names those that were left out, for a person to ask for again."""

    course: str
    weeks: tuple[int, ...]
    events: tuple[str, ...]


def new(run: Run, title: str, *, need: str, start: date, name: str = "", about: str = "") -> str:
    """Begin a course and return its folder's name. ConfigError where that is taken or cannot be one.

    A title without Latin letters gives no name for a folder, so such a course gets a number.
    """
    slug = _free(run, name or (slugify(title) if slugify(title) != slugify("") else _numbered(run)))
    path = _folder(run, slug) / "course.yml"
    write_atomic(path, course_text(NewCourse(title, need, about), start, slug).encode())
    return slug


def rerun(run: Run, course: Course, *, start: date, name: str = "") -> Rerun:
    """Copy a course for a new cohort from a day on: its weeks as drafts, its dates moved, its threads new.

    Learners' names, highlights, suggestions and events do not come along: they were of another cohort.
    """
    slug = _free(run, name or f"{course.slug}-{start:%Y-%m}")
    files = {"course.yml": _course_again(run, course, start, slug)}
    events: list[str] = []
    weeks = run.modules.get(course.slug, ())
    for path, module in weeks:
        files[path.name] = _week_again(load(path))
        events += (f"week {module.week}: {event.title}" for event in module.connection.events)
    files |= _translations_again(run, course, files)
    _write_all(run, slug, files)
    return Rerun(slug, tuple(module.week for _, module in weeks), tuple(events))


def rename(run: Run, course: Course, name: str) -> str:
    """Give a course's folder another name; its id stays, and with it threads, notes and calendars."""
    slug = _free(run, name)
    old, path = _folder(run, course.slug), _folder(run, course.slug) / "course.yml"
    before = load(path)
    text = splice.put(before, ("id",), course.id)  # by default the folder's name, which changes now
    if text != before:
        save(path, before, text)
    old.rename(_folder(run, slug))
    for file in SENT:
        _rename_in(run.project.root / file, file, course.slug, slug)
    return slug


def archive(run: Run, course: Course, *, archived: bool = True) -> None:
    """Archive a course: off the front page, no more drafts; or undo that."""
    path = _folder(run, course.slug) / "course.yml"
    before = load(path)
    text = splice.put(before, ("archived",), True) if archived else splice.delete(before, ("archived",))
    if text != before:
        save(path, before, text)


# --- one by one ---------------------------------------------------------------------------------------


def _folder(run: Run, slug: str) -> Path:
    return run.project.root / "courses" / slug


def _numbered(run: Run) -> str:
    plain = slugify("")
    names = (plain, *(f"{plain}-{n}" for n in range(2, 1000)))
    return next(name for name in names if not _folder(run, name).exists())


def _free(run: Run, slug: str) -> str:
    if not re.fullmatch(SLUG, slug):
        remedy = "use small letters, digits and hyphens, like team-leads"
        raise ConfigError([Problem("courses", 0, slug, "cannot be the name of a course's folder", remedy)])
    if _folder(run, slug).exists():
        raise ConfigError([Problem(f"courses/{slug}", 0, "", "is there already", "name another folder")])
    return slug


def _course_again(run: Run, course: Course, start: date, slug: str) -> str:
    text = load(_folder(run, course.slug) / "course.yml")
    text = splice.put(text, ("id",), new_id(course.id, start, slug))
    text = splice.put(text, ("start",), start)
    for place in range(len(course.weeks)):
        text = splice.delete(text, ("weeks", place, "opens"))
    for key in ("breaks", "archived"):
        text = splice.delete(text, (key,))
    return text


def _week_again(text: str) -> str:
    """Make a draft of a week that was: its content and its questions, without what its cohort left there."""
    module = module_of(text)
    parts = split(text, "")
    front = splice.put(text[parts.front : parts.close], ("status",), "draft")
    for key in _OF_A_COHORT:
        front = splice.delete(front, (key,))
    for key in ("events", "thanks"):
        if getattr(module.connection, key):
            front = splice.delete(front, ("connection", key))
    text = text[: parts.front] + front + text[parts.close :]
    module_of(text)
    return text


def _translations_again(run: Run, course: Course, files: Mapping[str, str]) -> dict[str, str]:
    """Take translations along; one that was current is current for the week as it starts again, too."""
    folder, found = _folder(run, course.slug), {}
    for language in run.project.translations.get(course.slug, {}):
        found[f"course.{language}.yml"] = load(folder / f"course.{language}.yml")
    modules = {module.week: module for _, module in run.modules.get(course.slug, ())}
    for each in run.translations.get(course.slug, ()):
        text = load(run.project.root / each.file)
        parts = split(text, "")
        front = splice.delete(text[parts.front : parts.close], ("thread",))
        if each.state(modules[each.week]) == "current":
            again = module_of(files[week_name(each.week)])
            front = splice.put(front, ("translated",), fingerprint(again))
        found[file_name(each.week, each.language)] = text[: parts.front] + front + text[parts.close :]
    return found


def _write_all(run: Run, slug: str, files: dict[str, str]) -> None:
    """Write a course's folder whole: it takes its name when everything is in it."""
    made = run.project.state / f"new-{slug}"
    shutil.rmtree(made, ignore_errors=True)
    for name, text in files.items():
        write_atomic(made / name, text.encode())
    made.rename(_folder(run, slug))


def _rename_in(path: Path, file: str, old: str, new: str) -> None:
    """Let a list of weeks that went out go on under a course's new name."""
    if not path.exists():
        return
    text = before = read_text(path, file)
    for place, week in enumerate(validate(SentWeeks, parse_yaml(text, file), text, file).sent):
        if week.course == old:
            text = splice.put(text, ("sent", place, "course"), new)
    if text != before:
        save(path, before, text)
