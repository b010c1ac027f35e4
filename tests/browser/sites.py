"""Sites as the weekly run makes them, generated and rendered from the small fixture project."""

import dataclasses
import shutil
from datetime import date

from site_fixture import generate_all, lay, read

from curator.comments import provider
from curator.config import load_project
from curator.model import CourseWeek
from curator.site.render import SiteRequest, render

TODAY = date(2026, 11, 23)
COURSE = "hard-conversations"


def _published(root, site_url):
    lay(root, mkdocs=True)
    file = root / "mkdocs.yml"
    text = file.read_text("utf-8")
    file.unlink()
    file.write_text(f"{text}\nsite_url: {site_url}\n", "utf-8")
    return load_project(root)


def site(root, settings, site_url, *, courses=None, weeks=None, assets=None, language=None, offline=False):
    """Generate and render the fixture project with a comment provider; return the folder root/web/learn.

    `site_url` is where web/learn is served: the theme navigates instantly there and nowhere else.

    `courses` keeps only those, by slug; `weeks` (a function of the project) replaces the week files;
    `assets`, the theme files of another site, saves rendering a hub to get them; `language` is that of all courses;
    `offline` switches the offline reader on.
    """
    project = _published(root, site_url)
    if language:
        spoken = tuple(c.model_copy(update={"language": language}) for c in project.courses)
        project = dataclasses.replace(project, courses=spoken)
    if offline:
        project = dataclasses.replace(project, site=project.site.model_copy(update={"offline": True}))
    comments = provider(settings, site_url=project.site.site_url)
    found: tuple[CourseWeek, ...] = weeks(project) if weeks else read(project)
    if courses:
        kept = tuple(c for c in project.courses if c.slug in courses)
        project = dataclasses.replace(project, courses=kept)
        found = tuple(w for w in found if w.course.slug in courses)
    units = generate_all(project, found, root / "generated", today=TODAY, comments=comments)
    render(
        [unit for unit in units if unit.path or not assets],
        SiteRequest(
            root=root,
            out=root / "web" / "learn",
            cache=root.parent / "rendered",
            csp=comments.policy() if comments else {},
        ),
    )
    if assets:
        shutil.rmtree(root / "web" / "learn" / "assets", ignore_errors=True)
        shutil.copytree(assets, root / "web" / "learn" / "assets")
    return root / "web" / "learn"
