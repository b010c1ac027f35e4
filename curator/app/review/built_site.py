"""The site as it was last built, shown from where it lies: what a person sees after they published a week.

It is shown as the learner's page beside the editor is, in an origin of its own that reaches nothing here.
"""

from mimetypes import guess_type
from pathlib import Path

from curator.app.run import SITE

PLACE = "site"
"""Name of the addresses under which it is shown."""


def page_of(root: Path, course: str, week: int) -> str:
    """Return the name of a week's page within the site; empty where the site does not hold it."""
    name = f"{course}/week-{week:02d}.html"
    return name if (root / SITE / name).is_file() else ""


def file(root: Path, name: str) -> tuple[bytes, str] | None:
    """Return a file of the site and its type; None where there is none, or the name leads elsewhere."""
    folder = root / SITE
    path = folder / name
    if path.is_dir():
        path /= "index.html"
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return path.read_bytes(), guess_type(path.name)[0] or "application/octet-stream"
