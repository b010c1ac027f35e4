"""The weekly run. `build` calls its steps in order; each step is a module beside it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.app.run import Report, Run
    from curator.model import Course


def build(
    run: "Run",
    *,
    engine: str = "mkdocs",
    drafts: bool = False,
    secrets: Mapping[str, str] | None = None,
) -> "Report":
    """Run the week.

        stop where something is held already: a clock that cannot be right
        pull the feeds that are due, store what they say
        listen: read back what learners wrote, unless `secrets` is None
        for each course:
            draft the week that is due, unless a person wrote it or too many feeds failed
            publish the draft where the course allows it and the gate is open
        generate the pages, render what changed, swap the finished site in; or hold, and say why

    A cluster that is lost midway holds the site, too. Returns the account of the run; raises what is a
    mistake of the user or a bug.
    """
    from curator.app.drafting import draft_all, due_week
    from curator.app.listen import listen
    from curator.app.make_site import hold, make_site
    from curator.app.publishing import feeds_hold, publish_when_open
    from curator.app.pull import pull
    from curator.errors import ClusterError

    if run.report.held:
        return run.report
    try:
        pull(run)
        if secrets is not None:
            listen(run, secrets=secrets)
        due: list[tuple[Course, int]] = []
        for course in run.project.courses:  # none is drafted while a week of its own cannot be read
            held = feeds_hold(run, course)
            week = due_week(run, course)
            if week is not None and not held and not run.unread(course):
                due.append((course, week))
        for (course, week), _ in zip(due, draft_all(run, due), strict=True):
            publish_when_open(run, course, week)
    except ClusterError as lost:
        return hold(run, str(lost))
    return make_site(run, engine=engine, drafts=drafts)
