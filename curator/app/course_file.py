"""One key of a course.yml, changed beside the settings page."""

from pathlib import Path
from typing import Any

from curator.errors import ConfigError
from curator.model import Course
from curator.weeks.edit import load, save
from curator.yamlio import splice
from curator.yamlio.reading import read_file


def read_course(root: Path, slug: str) -> Course:
    """Read a course.yml as it stands now; ConfigError lists its mistakes."""
    file = f"courses/{slug}/course.yml"
    return read_file(Course, root / file, file, slug=slug)


def put_in_course(root: Path, slug: str, key: tuple[str | int, ...], value: Any) -> None:
    """Write one value into a course.yml, all else as it was.

    ConfigError where the file cannot be read with it; then it is as before.
    """
    path = root / "courses" / slug / "course.yml"
    old = load(path)
    save(path, old, splice.put(old, key, value))
    try:
        read_course(root, slug)
    except ConfigError:
        save(path, load(path), old)
        raise
