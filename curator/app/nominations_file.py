"""What curators say of a course's weeks, on disk: read, and changed where nobody else did in between."""

from collections.abc import Callable
from pathlib import Path

from curator.model import Course, Nominations
from curator.weeks.edit import load, save
from curator.weeks.nominations import FILE, read_nominations
from curator.weeks.week_file import stays_inside


def nominations(root: Path, course: Course) -> Nominations:
    """Read what was nominated and agreed to; nothing where nobody said anything. ConfigError for mistakes."""
    path, file = _place(root, course)
    return read_nominations(load(path) if path.exists() else None, file)


def change(root: Path, course: Course, how: Callable[[str | None, str], str]) -> None:
    """Change the file: `how` takes its text (None: there is none yet) and its name, and returns the new text.

    Raises ConfigError where the file cannot be read, ConflictError when somebody else came in between.
    """
    path, file = _place(root, course)
    old = load(path) if path.exists() else None
    save(path, old, how(old, file))


def _place(root: Path, course: Course) -> tuple[Path, str]:
    path = root / "courses" / course.slug / FILE
    file = path.relative_to(root).as_posix()
    stays_inside(path, root, file)
    return path, file
