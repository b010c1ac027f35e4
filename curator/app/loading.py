"""Read what people wrote: the project and every week file, with all mistakes in one report."""

from datetime import date
from pathlib import Path

from curator.app.composition import comments
from curator.config import Project, load_project
from curator.errors import ConfigError, Problem
from curator.model import Course, Module
from curator.ports import Store
from curator.weeks.published import PUBLISHED, Published, moved_threads
from curator.weeks.translation import TranslationFile, read_translations
from curator.weeks.week_file import read_weeks

Modules = dict[str, tuple[tuple[Path, Module], ...]]
"""Each course's week files with what they hold, by the course's slug, in the order of weeks."""

Translations = dict[str, tuple[TranslationFile, ...]]
"""Each course's weeks in other languages, by the course's slug; those that have none are left out."""

_MEMORY = "week:"


def read_project(root: Path) -> Project:
    """Read the project; where it has mistakes, ConfigError names those of every file, the weeks' too."""
    problems: list[Problem] = []
    project = None
    try:
        project = load_project(root)
        comments(project)
    except ConfigError as error:
        problems += error.problems
    if project is not None and not problems:
        return project
    folder = root.resolve() / "courses"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            stand_in = Course.model_construct(slug=path.name, title="", need="", start=date.min)
            problems += read_weeks(root.resolve(), stand_in)[1]
    raise ConfigError(problems)


def read_published(root: Path) -> Published:
    """Read what earlier sites published; ConfigError where the file is damaged."""
    path = root / PUBLISHED
    return Published.read(path.read_text(encoding="utf-8")) if path.exists() else Published()


def read_modules(project: Project, store: Store, published: Published) -> tuple[Modules, tuple[Problem, ...]]:
    """Read every week of every course; a file that cannot be read is left out and its problems told.

    So is a file whose questions were `published` under another name. The store remembers what each file
    held, so that a file that did not change is not parsed again.
    """
    memory = store.notes(_MEMORY)
    before = dict(memory)
    modules: Modules = {}
    problems: list[Problem] = []
    for course in project.courses:
        modules[course.slug], wrong = read_weeks(project.root, course, memory)
        problems.extend(wrong)
    if changed := {file: text for file, text in memory.items() if before.get(file) != text}:
        store.save_notes(_MEMORY, changed)
    moved = moved_threads(published, project.courses, modules, project.root)
    for slug, number, problem in moved:
        modules[slug] = tuple((p, m) for p, m in modules[slug] if m.week != number)
        if problem not in problems:
            problems.append(problem)
    return modules, tuple(problems)


def read_other_languages(project: Project, modules: Modules) -> tuple[Translations, tuple[Problem, ...]]:
    """Read every week in other languages; a file that cannot be read is left out and its problems told."""
    found: Translations = {}
    problems: list[Problem] = []
    for course in project.courses:
        weeks, wrong = read_translations(project.root, course, (m for _, m in modules.get(course.slug, ())))
        problems += wrong
        if weeks:
            found[course.slug] = weeks
    return found, tuple(problems)
