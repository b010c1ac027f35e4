"""The learner's page of the week that is being edited, drawn by the real engine, for this machine only.

    the week and those beside it → pages of the course → rendered in a child process that stays warm
    a name below the preview     → the file, from the rendered pages, the project's assets or the theme

It lies in `.curator/preview/week`, never in the site, and nothing of it is published. The page carries the
policy that every page of the site carries, and is shown in a frame of its own origin.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path

from curator.app import composition
from curator.config import Project
from curator.errors import RenderError
from curator.execution.workers import Workers
from curator.model import Course, CourseWeek, Module
from curator.site import templates
from curator.site.generate import generate
from curator.site.render import SiteRequest, engine_workers, render_unit, warm
from curator.weeks.calendar import Calendar
from curator.weeks.notice import without_proposals

FOLDER = ".curator/preview/week"
BESIDE = 5
"""Weeks before and after that are drawn, too: those that the navigation of the page names."""


class WeekPreview:
    """Draws one week of a course again and again, with a child process that ends with `close`."""

    def __init__(self, project: Project, course: Course, engine: str = "mkdocs") -> None:
        self.course, self._engine = course, engine
        self._project = replace(project, courses=(course,))
        self._work = project.root / FOLDER / course.slug
        self._stack = ExitStack()
        self._workers: Workers | None = None
        self._pages: Path | None = None

    def close(self) -> None:
        """End the child process."""
        self._stack.close()

    def warm(self) -> None:
        """Start the child process and let it import the engine, while the page is being looked at."""
        if self._workers is None:
            self._workers = self._stack.enter_context(engine_workers(1))
            warm(self._workers)

    def draw(self, module: Module, others: Sequence[Module], today: date) -> str:
        """Draw the week beside the course's others; returns the name of its page.

        RenderError holds the engine's words.
        """
        self.warm()
        assert self._workers is not None  # noqa: S101 - warm() made it
        comments = composition.comments(self._project)
        near = [m for m in others if 0 < abs(m.week - module.week) <= BESIDE]
        calendar = Calendar.of(self.course, (*others, module))
        weeks = [
            CourseWeek(self.course, m.model_copy(update={"opens": calendar.opens_on(m.week)}))
            for m in sorted((*near, without_proposals(module)), key=lambda m: m.week)
        ]
        units = generate(
            self._project, weeks, self._work / "generated", today=today, drafts=True, comments=comments
        )
        request = SiteRequest(
            root=self._project.root,
            out=self._work / "site",
            cache=self._work / "rendered",
            engine=self._engine,
            templates=templates.folder(self._project, comments),
            csp=comments.policy() if comments else {},
        )
        self._pages = render_unit(next(iter(units)), request, self._workers)
        return f"{self.course.slug}/week-{module.week:02d}.html"

    def file(self, name: str) -> tuple[bytes, str] | None:
        """Return a file of the preview and its type, by its place in a site; None where there is none.

        A name that leads elsewhere leads nowhere.
        """
        course = f"{self.course.slug}/"
        places = (
            [(self._pages, name.removeprefix(course))]
            if name.startswith(course) and self._pages
            else [(templates.folder(self._project), name), (_theme(), name)]
            if name.startswith("assets/")
            else []
        )
        for folder, inside in places:
            path = folder / inside
            if path.resolve().is_relative_to(folder.resolve()) and path.is_file():
                kind = guess_type(path.name)[0] or "application/octet-stream"
                return path.read_bytes(), kind
        return None


def _theme() -> Path:
    spec = find_spec("material")
    if spec is None or not spec.submodule_search_locations:
        raise RenderError("the theme is not installed; `pip install mkdocs-material`")
    return Path(spec.submodule_search_locations[0]) / "templates"
