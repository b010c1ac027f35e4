"""The settings page's addresses: <token>/settings/COURSE/, - for feeds and tags, -- for the site.

GET  ""       the page
GET  form     the settings as fields; ?find=WORDS narrows long lists
GET  courses  the courses that can be chosen
POST change   one change, saved at once
POST try      the first ten candidates with another need; nothing is written
"""

import asyncio
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from curator.app.drafting import due_week, may_draft
from curator.app.need_words import left_out, looked_for, steering_beside
from curator.app.review import settings_page
from curator.app.review.answers import answer
from curator.app.review.look import page
from curator.app.review.settings_file import STEERS, Change
from curator.app.review.settings_form import SITE
from curator.app.review.workspace import Workspace
from curator.app.run import Run
from curator.app.shortlist import glance
from curator.weeks.calendar import keywords_of, need_of

PROJECT = "-"
"""What stands in the address for the project's own settings."""


class Trial(BaseModel):
    """Another value of a key, to be looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern="^(need|keywords)$")]
    value: Annotated[str, Field(max_length=4000)]


class SettingsRoutes:
    """The handlers; saves never overlap, for they run one after another in the server's loop."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def add_to(self, router: web.UrlDispatcher, root: str) -> str:
        """Add the addresses under `root`; returns where the page stands."""
        place = f"{root}/settings/{{course:[a-z0-9-]+}}"
        router.add_get(f"{place}/", page("settings.html"))
        router.add_get(f"{place}/form", self._form)
        router.add_get(f"{place}/courses", self._courses)
        router.add_post(f"{place}/change", self._change)
        router.add_post(f"{place}/try", self._try)
        return place

    def _course(self, request: web.Request) -> str:
        course = request.match_info["course"]
        return "" if course == PROJECT else course

    async def _form(self, request: web.Request) -> web.Response:
        course, find = self._course(request), request.query.get("find", "")
        title = await asyncio.to_thread(self.workspace.title, course) if course not in ("", SITE) else ""
        settings = self.workspace.settings(course)
        return answer(settings_page.show(settings, settings.names[0] or title, find))

    async def _courses(self, _: web.Request) -> web.Response:
        courses = await asyncio.to_thread(self.workspace.courses)
        return answer({"courses": [{"course": slug, "title": title} for slug, title in courses.items()]})

    async def _change(self, request: web.Request) -> web.Response:
        change, course = Change.model_validate_json(await request.read()), self._course(request)
        settings = self.workspace.settings(course)
        said = settings.change(change)
        if not course or change.name in STEERS or change.do == "undo":
            self.workspace.forget_candidates(course)
        self.workspace.see_settings(course)
        title, weeks = settings.names
        told = {"said": said, "undo": settings.undo, "title": title, "weeks": weeks}
        return answer({"seen": settings.data()[0], **told})

    async def _try(self, request: web.Request) -> web.Response:
        trial, slug = Trial.model_validate_json(await request.read()), self._course(request)
        other = self.workspace.settings(slug).with_value(trial.name, trial.value)

        def both(run: Run) -> list[Any]:
            course = run.project.course(slug)
            week = due_week(run, course) or max((m.week for _, m in run.modules.get(slug, ())), default=1)
            after, choice = glance(run, other, week)
            sought = looked_for(other, week)
            written = run.module(slug, week) is not None
            again = settings_page.again(slug, week, written=written, free=may_draft(run, course, week))
            before = glance(run, course, week)[0]
            # Of keywords that are being typed nothing is to be removed yet.
            beside = steering_beside(other, week) if trial.name == "need" else ""
            out = left_out(need_of(other, week), keywords_of(other, week))
            return settings_page.tried(before, after, choice.chosen, sought, again, (out, beside))

        job = self.workspace.begin("Ranking anew", both)
        return answer({"tried": await asyncio.to_thread(job.result)})
