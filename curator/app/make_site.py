"""`curate site`: generate pages from week files, render what changed, replace the old folder in one step."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from curator.app import composition
from curator.app.caches import unflushed
from curator.app.recognition import course_weeks
from curator.app.run import HELD, SITE, STANDS, Report, Run, SiteReport
from curator.config import Project
from curator.errors import ClusterError
from curator.files import write_atomic
from curator.ports import CommentProvider
from curator.site import templates
from curator.site.calendar_out import entries, record
from curator.site.editions import schedules
from curator.site.generate import generate
from curator.site.moved_pages import moved_feeds, moved_pages, thread_pages
from curator.site.render import Make, Rendered, SiteRequest, engine_workers, render, warm
from curator.site.translations import Words
from curator.weeks.calendar import Schedule
from curator.weeks.published import PUBLISHED

STAMP = "build.json"
"""The file of the site that says on which day it was built; `curate doctor` asks for it."""
BROKEN = 10
"""Links that lead nowhere, told one by one; of more, their number is told."""

PREVIEW = ".curator/preview/site"
"""Where a look at the drafts goes: never into the folder that is published."""
_PAGES = "pages of courses"
"""Name of the store's note on how many pages each course has in the last good site."""


def make_site(run: Run, *, engine: str = "mkdocs", drafts: bool = False) -> Report:
    """Build the site from what people wrote; where the gate holds, the last good site stands.

        where something is held already, leave everything as it is
        generate unit by unit; the engine is imported elsewhere as soon as a page must be drawn
        make the files that courses offer to take along, where something changed
        render each unit as it is generated, index, assemble
        swap the site in, unless a course would lose more pages than it allows
        tell which links lead nowhere

    With `drafts` it is a look at what is not published yet, in a folder of its own (PREVIEW). Raises
    RenderError when the engine fails: then, too, the last good site stands. A cluster that is lost holds it.
    """
    if run.report.held:
        _note(run, HELD, json.dumps(run.report.held))
        return run.report
    try:
        rendered = _rendered(run, engine=engine, drafts=drafts)
    except ClusterError as lost:
        return hold(run, str(lost))
    run.report.seconds |= rendered.seconds
    if not run.report.held:
        out = PREVIEW if drafts else SITE
        seen = drafts or any(m.status == "published" for weeks in run.modules.values() for _, m in weeks)
        made = (rendered.pages, len(rendered.rendered), len(rendered.reused))
        run.report.site = SiteReport(out, *made, empty=not seen)
        if not drafts:
            _note(run, _PAGES, json.dumps(dict(rendered.pages_of), sort_keys=True))
    if not drafts:
        _note(run, HELD, json.dumps(run.report.held))
    run.report.notes += [*rendered.notes, *broken(rendered)]
    return run.report


def hold(run: Run, reason: str) -> Report:
    """Leave the last good site in place and say why, in the report and to who asks for the status."""
    run.report.held.append(f"{reason}; {STANDS}")
    _note(run, HELD, json.dumps(run.report.held))
    return run.report


def _rendered(run: Run, *, engine: str, drafts: bool) -> Rendered:
    """Generate, render, assemble and swap, unless the gate holds."""
    root, state = run.project.root, run.project.state
    weeks = course_weeks(run)
    comments = composition.comments(run.project)
    days = {course.slug: run.day(course) for course in run.project.courses}
    plans = schedules(run.project, weeks, today=run.today, days=days, drafts=drafts)
    work = state / "preview" if drafts else state
    out = PREVIEW if drafts else SITE
    with unflushed(state), engine_workers() as workers:
        look = templates.folder(run.project, comments)
        elsewhere = _elsewhere(run, look)
        offered: dict[str, bytes] = {}
        if any(course.downloads for course in run.project.courses):
            from curator.app.exporting import downloads  # most sites offer none

            offered = downloads(run, weeks, drafts=drafts)
        rendered = render(
            generate(
                run.project,
                weeks,
                work / "generated",
                today=run.today,
                days=days,
                drafts=drafts,
                published=run.published,
                comments=comments,
                on_draw=None if elsewhere else lambda: warm(workers),
            ),
            SiteRequest(
                root=root,
                out=root / out,
                cache=work / "rendered",
                engine=engine,
                templates=look,
                csp=comments.policy() if comments else {},
                extra={STAMP: stamp(run.today)} | _led_on(run, plans, comments) | offered,
                aliases=moved_feeds(plans, run.published),
            ),
            workers=workers,
            make=elsewhere,
            # A look at the drafts says nothing about what learners would lose.
            gate=None if drafts else lambda pages: not shrinks(run, pages),
            on_done=run.counter("site", 1 + len(run.project.courses)),
        )
    if not run.report.held and not drafts:
        _remember(run, plans)
        run.report.opens += _waiting(run)
    return rendered


def _elsewhere(run: Run, look: Path) -> Make | None:
    """Return what makes units on the run's cluster; None where there is none, or pages must be made here."""
    if run.cluster is None:
        return None
    from curator.site import remote

    if why := remote.why_here(run.project.root, look):
        run.report.notes.append(why)
        return None
    return remote.maker(composition.engine_executor(run.cluster), run.project.root, look)


def _led_on(run: Run, plans: Sequence[Schedule], comments: CommentProvider | None) -> dict[str, bytes]:
    """Make the pages that lead on from old addresses, and from those that mails of a comment service name."""
    mailed = thread_pages(plans) if comments and comments.mails_name_threads else {}
    return mailed | moved_pages(plans, run.published)


def eject_template(project: Project, name: str) -> str:
    """Copy one of the package's templates into the project; return its place there."""
    return templates.eject(project, name).relative_to(project.root).as_posix()


def _waiting(run: Run) -> Iterator[str]:
    """Name each course's next week that is published and that learners do not see yet."""
    for course in run.project.courses:
        published = [m.week for _, m in run.modules.get(course.slug, ()) if m.status == "published"]
        opens = run.openings(course)
        days = sorted((opens[w], w) for w in published if opens[w] > run.day(course))
        if days:
            words = Words().weekday(days[0][0])
            yield f"{course.title}, week {days[0][1]} is published and opens on {words}; learners see it then"


def _remember(run: Run, plans: Sequence[Schedule]) -> None:
    """Write down what was published under which names, where that is not known yet."""
    known = run.published
    for plan in plans:
        modules = [slot.module for slot in plan.open if slot.module]
        if modules or plan.course.id in known.courses:
            said = entries(plan, Words(plan.course.language), "", known.of(plan.course))
            known = known.with_course(plan.course, modules, record(said, plan))
    path = run.project.root / PUBLISHED
    if known.courses and (known != run.published or not path.exists()):
        write_atomic(path, known.text().encode())
        run.published = known


def stamp(day: date) -> bytes:
    """Say on which day a site was built, and nothing else that could differ between two machines."""
    return json.dumps({"built": day.isoformat()}).encode() + b"\n"


def _note(run: Run, key: str, value: str) -> None:
    if run.store.note(key) != value:
        run.store.save_note(key, value)


def shrinks(run: Run, pages: Mapping[str, int]) -> bool:
    """Tell whether a course would lose more of its pages than it allows; the report says so.

    `pages` counts those of each course by its folder's name. A course or a feed that was removed was removed
    on purpose; weeks that vanish from a course may be a mistake.
    """
    before: dict[str, int] = json.loads(run.store.note(_PAGES) or "{}")
    reasons: list[str] = []
    for course in run.project.courses:
        now, then = pages.get(course.slug, 0), before.get(course.slug, 0)
        if now < then:
            # Imported here: hardly any run needs it, and the rules behind it take a tenth of a second.
            from curator.weeks.gate import hold_run

            reasons += (f"{course.slug}: {r}" for r in hold_run(course.hold, 0, 0, then, now))
    run.report.held += [f"{reason}; {STANDS}" for reason in reasons]
    return bool(reasons)


def broken(rendered: Rendered) -> list[str]:
    """Tell the curator which links between pages lead nowhere, a few in full and the rest as a number."""
    more = len(rendered.broken) - BROKEN
    words = [f"a broken link: {link}" for link in rendered.broken[:BROKEN]]
    return words + ([f"and {more} more broken links"] if more > 0 else [])
