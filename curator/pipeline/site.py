"""Site: weave the pages from the week files, render what changed, swap the finished folder in."""

import json
from datetime import date

from curator.model import CourseWeek
from curator.pipeline.gate import shrink_hold
from curator.pipeline.run import Report, Run, SiteReport
from curator.pipeline.weeks import comments_of
from curator.site.render import Engine as Engine
from curator.site.render import render
from curator.site.weave import weave

FOLDER = "site"
"""The finished site, relative to the project."""
STAMP = "build.json"
"""The file of the site that says on which day it was built; `curate doctor` asks for it."""


def make_site(run: Run, *, engine: Engine = "mkdocs", drafts: bool = False) -> Report:
    """Build the site from what people wrote; where the gate holds, the last good site stands.

    Raises RenderError when the engine fails: then, too, the last good site stands.
    """
    root, state = run.project.root, run.project.state
    weeks = [
        CourseWeek(course, module, path.relative_to(root).as_posix())
        for course in run.project.courses
        for path, module in run.modules.get(course.slug, ())
    ]
    comments = comments_of(run.project)
    with run.report.timed("weave"):
        units = weave(run.project, weeks, state / "woven", today=run.today, drafts=drafts, comments=comments)
    if not drafts:  # a look at the drafts says nothing about what learners would lose
        shrink_hold(run, sum(1 for unit in units for _ in unit.folder.rglob("*.md")))
    if run.report.held:
        return run.report
    with run.report.timed("render"):
        rendered = render(
            units,
            root=root,
            out=root / FOLDER,
            cache=state / "rendered",
            engine=engine,
            csp=comments.policy() if comments else {},
            extra={STAMP: stamp(run.today)},
            on_done=run.counter("site", len(units)),
        )
    run.report.site = SiteReport(FOLDER, rendered.pages, len(rendered.rendered), len(rendered.reused))
    return run.report


def stamp(day: date) -> bytes:
    """Say on which day a site was built, and nothing else that could differ between two machines."""
    return json.dumps({"built": day.isoformat()}).encode() + b"\n"
