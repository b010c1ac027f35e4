"""Translate: lay down the file of a week in another language, or say that it is up to date."""

from pathlib import Path

from curator.app.edits import week_file
from curator.app.run import Run
from curator.errors import ConfigError
from curator.model import Course, Module
from curator.text.language_names import check_language, language_name
from curator.weeks.edit import load, save
from curator.weeks.front_matter import split
from curator.weeks.translation import (
    TranslationFile,
    file_name,
    fingerprint,
    parse_translation,
    skeleton,
)
from curator.yamlio import splice


def begin(run: Run, course: Course, week: int, language: str) -> str:
    """Write the file of a translation, with the original's words as comments to translate; return its place.

    Raises ConfigError where it is there already, and for a language that is none or the course's own.
    """
    original = week_file(run, course, week)
    file = f"courses/{course.slug}/{file_name(week, language)}"
    check_language(file, language, course.language)
    if found := _found(run, course, week, language):
        remedy = f"mend it, then `curate translate {course.slug} {week} {language} --done`"
        raise ConfigError.at(found.file, "is there already", remedy)
    save(original.with_name(file_name(week, language)), None, skeleton(_module(run, course, week), language))
    return file


def done(run: Run, course: Course, week: int, language: str) -> str:
    """Note in a translation that it says what the original says by now; return its place.

    Raises ConfigError where there is none.
    """
    week_file(run, course, week)
    found = _found(run, course, week, language)
    if found is None:
        name = language_name(language, "en") or language
        what, remedy = (
            f"week {week} is not there in {name}",
            f"`curate translate {course.slug} {week} {language}`",
        )
        raise ConfigError.at(f"courses/{course.slug}", what, remedy)
    sign(run.project.root / found.file, _module(run, course, week))
    return found.file


def sign(path: Path, original: Module) -> None:
    """Write the fingerprint of an original into its translation; all other bytes stay."""
    before = load(path)
    parts = split(before, "")
    front = splice.put(before[parts.front : parts.close], ("translated",), fingerprint(original))
    text = before[: parts.front] + front + before[parts.close :]
    parse_translation(text.replace("\r\n", "\n").removeprefix("\ufeff"), path.name)
    save(path, before, text)


def _found(run: Run, course: Course, week: int, language: str) -> TranslationFile | None:
    known = run.translations.get(course.slug, ())
    return next((t for t in known if (t.week, t.language) == (week, language)), None)


def _module(run: Run, course: Course, week: int) -> Module:
    return next(module for _, module in run.modules[course.slug] if module.week == week)
