"""A small project with three courses, as curator.site.weave receives it."""

from pathlib import Path

import yaml

from curator.config import Project, load_project
from curator.model import CourseWeek, Module

ROOT = Path(__file__).parents[1]
FIXTURE = Path(__file__).parent / "fixtures" / "site"


def lay(root: Path) -> Project:
    """Put the fixture's files and the project's own templates into `root`; return the project."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("feeds.yml", "mkdocs.yml", "courses"):
        (root / name).symlink_to(FIXTURE / name)
    for name in ("site_template", "hooks"):
        (root / name).symlink_to(ROOT / name)
    return load_project(root)


def read(project: Project) -> tuple[CourseWeek, ...]:
    """Read the week files of all courses, in order."""
    found = []
    for course in project.courses:
        for path in sorted((project.root / "courses" / course.slug).glob("week-*.md")):
            _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
            module = Module.model_validate({**yaml.safe_load(front), "introduction": body.strip()})
            found.append(CourseWeek(course, module, path.name))
    return tuple(found)
