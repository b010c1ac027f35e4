"""Weave modules into Markdown pages that any of the engines renders.

    for the hub and for each course:
        decide the schedule            (schedule.plan: pure)
        gather resources, tags, people (catalogue: pure)
        draw the pages                 (hub, coursepages: records -> text)
        draw what people follow        (follow: records -> bytes)
        write what changed, remove what vanished

The same inputs give the same bytes on every day, except where a week newly opens.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from curator.config import Project
from curator.errors import ConfigError, Problem
from curator.model import CourseWeek
from curator.site import coursepages, hub
from curator.site.embed import Embed
from curator.site.escape import plain
from curator.site.schedule import Plan, plan
from curator.site.studio import Studio
from curator.site.unit import Unit


def weave(
    project: Project,
    weeks: Sequence[CourseWeek],
    out: Path,
    *,
    today: date,
    drafts: bool = False,
    comments: Embed | None = None,
) -> tuple[Unit, ...]:
    """Write `out/<unit>/docs` and `out/<unit>/mkdocs.yml` for the hub and for each course.

    Weeks that open after `today` stand in the schedule only; drafts have pages only with `drafts`.
    Files whose bytes are the same are left alone, files that vanished are removed. Raises ConfigError
    when the project has no page templates.
    """
    templates = project.root / "site_template" / "pages"
    if not templates.is_dir():
        raise ConfigError(
            [Problem("site_template/pages", 0, "", "missing", "run `curate init` to lay the templates down")]
        )
    plans = tuple(plan(course, weeks, today, drafts=drafts) for course in project.courses)
    studio = Studio(project, templates, comments)
    assets = _assets(project.root / "site_template" / "assets")
    units = [_unit(studio, out / "hub", hub.files(studio, plans) | assets, hub.NAV, None)]
    for each in plans:
        files = coursepages.files(studio, each) | assets
        units.append(_unit(studio, out / each.course.slug, files, coursepages.nav(each), each))
    return tuple(units)


def _assets(folder: Path) -> dict[str, bytes]:
    return {
        f"assets/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _unit(
    studio: Studio, folder: Path, files: Mapping[str, bytes], nav: Sequence[Any], course: Plan | None
) -> Unit:
    path = f"{course.course.slug}/" if course else ""
    config = yaml.safe_dump(
        _config(studio, folder, path, nav, course), sort_keys=False, allow_unicode=True, width=10_000
    )
    put(folder, {f"docs/{file}": data for file, data in files.items()} | {"mkdocs.yml": config.encode()})
    return Unit(course.course.slug if course else "hub", path, folder)


def _config(
    studio: Studio, folder: Path, path: str, nav: Sequence[Any], course: Plan | None
) -> dict[str, Any]:
    """Build a unit's mkdocs.yml: all of the project's, and what is its own."""
    project = studio.project
    up = Path(os.path.relpath(project.root, folder)).as_posix()
    title = course.course.title if course else project.site.site_name
    theme: dict[str, Any] = {"custom_dir": f"{up}/site_template/overrides", "favicon": "assets/favicon.svg"}
    config: dict[str, Any] = {
        "INHERIT": f"{up}/mkdocs.yml",
        "site_name": str(plain(title)),
        "docs_dir": "docs",
        "nav": list(nav),
        "theme": theme,
        "extra": {
            "homepage": "../index.html" if course else "index.html",
            **({"scope": "../"} if course else {}),
            "curator": studio.theme(course),
        },
    }
    if studio.home:
        config["site_url"] = studio.home + path
    if (project.root / "hooks" / "check.py").exists():
        config["hooks"] = [f"{up}/hooks/check.py"]
    return config


def put(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Make `folder` hold exactly `files`; return the names of those written or removed."""
    changed = []
    for here, _, names in os.walk(folder, topdown=False):
        for name in sorted(names):
            path = Path(here, name)
            if path.relative_to(folder).as_posix() not in files:
                path.unlink()
                changed.append(path.relative_to(folder).as_posix())
        if not any(Path(here).iterdir()):
            Path(here).rmdir()
    for name, data in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed.append(name)
    return tuple(changed)
