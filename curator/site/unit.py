"""A unit: what is rendered by itself. The hub is one, each course is one."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Unit:
    """Generated pages that wait to be rendered.

    `folder` holds `mkdocs.yml` and `docs/`; `path` is where the unit stands in the site: "" for the
    hub at the root, "<slug>/" for a course. `made_of` is a hash of everything that the folder was generated
    from; where it is empty, the files themselves are read to tell whether something changed.
    """

    name: str
    path: str
    folder: Path
    made_of: str = ""
