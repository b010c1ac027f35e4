"""What the site that was built last shows of a week, by the files and the times on disk."""

from pathlib import Path

from curator.app.run import SITE


def page_of(root: Path, course: str, week: int) -> str:
    """Return the name of a week's page within the site; empty where the site does not hold it."""
    name = f"{course}/week-{week:02d}.html"
    return name if (root / SITE / name).is_file() else ""


def behind(root: Path, week: Path) -> bool:
    """Tell whether a week's file, or what course or site say of themselves, changed since the build."""
    built = _changed(root / SITE)
    return 0 < built < max(map(_changed, (week, week.with_name("course.yml"), root / "mkdocs.yml")))


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0
