"""`curate doctor`: checks a project and its surroundings, and names a remedy for each problem.

configuration, address, comments, versions, disk: read from files, whatever else is broken
store, feeds, gate: read through a run, unless another one is at work
schedule, comment service: asked from the outside, where they say something of themselves
"""

import importlib.metadata
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from curator import __version__
from curator.app import manage_feeds
from curator.app.composition import crawl
from curator.app.drafting import due_week, not_drafted
from curator.app.make_site import STAMP
from curator.app.publishing import feeds_hold, reasons_to_hold
from curator.app.run import HELD, Run
from curator.app.workflow_schedule import PUBLISH, branch_of, judge, late
from curator.comments import provider
from curator.config import Project, read_site
from curator.errors import BusyError, ConfigError, CuratorError
from curator.fetch.address_guard import Guard
from curator.model import Course, Fetched, Job
from curator.site.templates import overrides
from curator.urls import split, web_address

LATE = 10
"""Days after which a site that is built every week is late: one run may fail or come late."""
PATIENCE = 5.0
"""Seconds that somebody who opened a page to curate is kept waiting for the published site."""
LITTLE = 500_000_000
"""Bytes of free disk below which a build may not find room for a second site beside the old one."""
STOPPED = "stopped"
"""Name of the store's note with the words of `stopped`, so that others need not ask again."""
Level = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the page: its area, how it is (a problem needs a person), and what to do."""

    area: str
    level: Level
    message: str
    remedy: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form."""
        return asdict(self)


def examine(root: Path, *, now: datetime, today: date, proxy: str | None = None) -> list[Check]:
    """Look at everything and return what there is to say, area by area; never raises what it can tell."""
    checks = [*_site(root), *versions(), *disk(root)]
    try:
        with Run.open(root, now=now, today=today, proxy=proxy, strict=False) as run:
            checks += [
                *_weeks(run),
                *_templates(run.project),
                *_store(run),
                *_feeds(run),
                *_gate(run),
                *_outside(run),
            ]
    except ConfigError as error:
        checks += [_of_problem("configuration", p) for p in error.problems]
    except BusyError as error:
        checks.append(Check("store", "note", str(error), "run `curate doctor` again afterwards"))
    except CuratorError as error:
        checks.append(Check("store", "problem", str(error), "mend the folder, then run it again"))
    order = ["configuration", "address", "calendar", "comments", "templates", "feeds", "gate", "schedule"]
    order += ["store", "disk", "versions"]
    return sorted(checks, key=lambda check: order.index(check.area))


def _of_problem(area: str, problem: Any) -> Check:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    key = f" {problem.key}:" if problem.key else ""
    return Check(area, "problem", f"{place}:{key} {problem.message}", problem.remedy)


# --- from files -----------------------------------------------------------------------------------------


def _site(root: Path) -> Iterator[Check]:
    try:
        site = read_site(root)
    except ConfigError:
        return  # opening the project tells it, with all other mistakes
    yield from address(site.site_url, repository(root))
    try:
        text = (root / "mkdocs.yml").read_text(encoding="utf-8-sig")
        found = provider(site.comments, site_url=site.site_url, text=text)
    except ConfigError as error:
        yield from (_of_problem("comments", p) for p in error.problems)
        return
    if found is None:
        remedy = (
            "choose one under Site and discussion in `curate review`, if learners should talk on the pages"
        )
        yield Check("comments", "note", "no comment service: a page shows its questions only", remedy)
    else:
        yield Check("comments", "ok", f"{found.label}, loaded from {found.host} after a click")


def address(site_url: str, repository: str = "") -> Iterator[Check]:
    """Judge the address under which the site is published; `repository` is owner/name on GitHub, or ""."""
    owner, _, name = repository.partition("/")
    host = f"{owner.lower()}.github.io"
    likely = f"https://{host}/" + (f"{name}/" if name and name.lower() != host else "") if owner else ""
    example = likely or "https://example.org/course/"
    remedy = f'write `site_url: "{example}"` in mkdocs.yml'
    if not site_url:
        yield Check(
            "address", "note", "mkdocs.yml names no site_url, so feeds and calendars cannot say it", remedy
        )
        return
    parts = split(site_url)
    if not web_address(site_url):
        yield Check("address", "problem", f'"{site_url}" is not a web address', remedy)
        return
    if parts.query or parts.fragment or parts.path.endswith((".html", ".htm")):
        yield Check("address", "problem", f'"{site_url}" is the address of a page, not of a folder', remedy)
        return
    folder = parts.path.rstrip("/") + "/"
    if likely and parts.hostname == host and folder != split(likely).path:
        words = f"{site_url} is not where GitHub publishes {repository}"
        yield Check("address", "problem", words, remedy)
        return
    if Guard().refusal(site_url):
        yield Check("address", "note", f"{site_url} is not on the public internet", remedy if likely else "")
    elif parts.scheme == "http":
        words, fix = (
            f"{site_url} is not encrypted",
            f'write `site_url: "https{site_url[4:]}"` if the host can',
        )
        yield Check("address", "note", words, fix)
    if not parts.path.endswith("/"):
        words = f"{site_url} has no slash at its end; curator adds it, other tools may not"
        yield Check("address", "note", words, f'write `site_url: "{site_url}/"` in mkdocs.yml')
    under = f", under the path {folder}" if folder != "/" else ""
    yield Check("address", "ok", f"published at {parts.hostname}{under}")


def repository(root: Path) -> str:
    """Return owner/name of the folder's repository on GitHub, or ""."""
    try:
        text = (root / ".git" / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    part = text.partition('[remote "origin"]')[2].partition("[")[0]
    found = re.search(r"^\s*url\s*=.*github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?\s*$", part, re.MULTILINE)
    return found[1] if found else ""


def _templates(project: Project) -> Iterator[Check]:
    """Judge the project's own templates by those that they stand in the place of."""
    for found in overrides(project):
        place = f"site_template/{found.name}"
        again = f"move it away, run `curate site --eject {found.name}`, and make your changes again"
        if found.state == "same":
            remedy = "delete it: then it stays up to date by itself"
            yield Check("templates", "note", f"{place} is the same as curator's own", remedy)
        elif found.state == "behind":
            words = f"{place} was copied from curator {found.version}; the original has changed since"
            yield Check("templates", "note", words, again)
        elif found.state == "unknown":
            yield Check("templates", "note", f"{place}: nobody knows which version it was copied from", again)


def versions() -> Iterator[Check]:
    """Judge the interpreter and the engine; both have versions that cannot work."""
    python = ".".join(str(n) for n in sys.version_info[:3])
    yield Check("versions", "ok", f"curator {__version__}, Python {python}")
    bounds = (("mkdocs", (1, 6), (2,)), ("mkdocs-material", (9, 7), (10,)), ("pagefind-bin", (1, 5), (2,)))
    for name, least, below in bounds:
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Check("versions", "problem", f"{name} is not installed", "install the requirements again")
            continue
        numbers = tuple(int(n) for n in re.findall(r"\d+", found)[:3])
        if least <= numbers < below:
            yield Check("versions", "ok", f"{name} {found}")
        else:
            wanted = f"{name}>={'.'.join(map(str, least))},<{below[0]}"
            yield Check("versions", "problem", f"{name} {found} does not fit", f'pip install "{wanted}"')


def disk(root: Path, free: int | None = None) -> Iterator[Check]:
    """Judge the folder's disk; `free` is the room on it in bytes, asked for when None."""
    try:
        room = shutil.disk_usage(root).free if free is None else free
    except OSError as error:
        yield Check("disk", "problem", f"{root}: {error.strerror}", "name the project's folder with -C")
        return
    if not os.access(root, os.W_OK):
        yield Check("disk", "problem", f"{root} cannot be written", "give yourself the right to write there")
    words = f"{room / 1e9:.1f} GB free"
    remedy = "make room: a build needs space for a second site beside the old one"
    yield Check("disk", "problem", words, remedy) if room < LITTLE else Check("disk", "ok", words)


# --- through a run --------------------------------------------------------------------------------------


def _weeks(run: Run) -> Iterator[Check]:
    yield from (_of_problem("configuration", p) for p in run.week_problems)
    courses, weeks = len(run.project.courses), sum(len(m) for m in run.modules.values())
    if not courses:
        yield Check("configuration", "problem", "there is no course", "make courses/<name>/course.yml")
    elif not run.week_problems:
        yield Check("configuration", "ok", f"courses: {courses}, week files: {weeks}")


def _store(run: Run) -> Iterator[Check]:
    if run.store.warning:
        yield Check("store", "note", run.store.warning, "nothing: it is a cache, and fills again")
    yield Check("store", "ok", f"opens, {run.store.where()}")


def _feeds(run: Run) -> Iterator[Check]:
    rows = manage_feeds.rows(run)
    if not rows:
        yield Check("feeds", "problem", "there is no feed", "`curate feeds add` takes the address of a site")
        return
    for row in rows:
        if row.state in ("broken", "gone", "moved"):
            level: Level = "note" if row.state == "moved" else "problem"
            yield Check("feeds", level, f"{row.state}: {row.title or row.feed}", row.advice)
    states = [row.state for row in rows]
    counts = ", ".join(f"{states.count(word)} {word}" for word in dict.fromkeys(states))
    yield Check("feeds", "ok", f"feeds: {len(rows)}, of them {counts}")


def _gate(run: Run) -> Iterator[Check]:
    for reason in json.loads(run.store.note(HELD) or "[]"):
        yield Check("gate", "problem", f"the last run was held: {reason}", "mend that, then `curate build`")
    for course in run.project.courses:
        if feeds_hold(run, course):
            yield from (Check("gate", "problem", r, "`curate feeds list`") for r in run.report.held)
            run.report.held.clear()
        yield from _due(run, course)


def _due(run: Run, course: Course) -> Iterator[Check]:
    week = due_week(run, course)
    found = run.module(course.slug, week) if week else None
    if week is None or found is None:
        words = not_drafted(run, course, week) if week else "no week is due"
        yield Check("gate", "ok", f"{course.slug}: {words}")
        return
    reasons = reasons_to_hold(run, course, week, approved=True)
    if reasons:
        level: Level = "problem" if course.publish == "auto" else "note"
        words = f"{course.slug}: week {week} is a draft: {'; '.join(reasons)}"
        yield Check("gate", level, words, f"`curate review {course.slug} --week {week}`")
    elif course.publish == "review":
        words = f"{course.slug}: week {week} waits for you"
        yield Check("gate", "note", words, f"`curate publish {course.slug} {week}`")
    else:
        yield Check("gate", "ok", f"{course.slug}: week {week} is published by the next build")


# --- from the outside -----------------------------------------------------------------------------------


def _outside(run: Run) -> Iterator[Check]:
    """Ask the published site for its day, and the comment service whether it answers."""
    where = _stamp_of(run)
    found = provider(run.project.site.comments)
    talk = f"https://{found.host}/" if found else ""
    answers = _ask(run, [a for a in (where, talk) if a])
    yield from _laid(run)
    yield from _zones(run.project)
    if where:
        yield schedule(answers[where], run.today)
    if talk and not answers[talk].status:
        words = f"the comment service does not answer: {answers[talk].error}"
        yield Check("comments", "problem", words, "start it, or correct `extra.comments` in mkdocs.yml")


def stopped(run: Run) -> str:
    """Say, for the page of whoever curates, that the published site is built no more; else, or offline, "".

    Asks the published site for one small file and waits a few seconds at most.
    """
    if not (where := _stamp_of(run)):
        return ""
    answer = _ask(run, [where], timeout=PATIENCE)[where]
    built = _built(answer)
    if built is None:
        return ""
    words = ""
    if (run.today - built).days > LATE:
        check = schedule(answer, run.today)
        words = f"{check.message[0].upper()}{check.message[1:]}. What to do: {check.remedy}"
    run.store.save_note(STOPPED, words)
    return words


def _stamp_of(run: Run) -> str:
    site = run.project.site.site_url
    return f"{site.rstrip('/')}/{STAMP}" if site else ""


def _ask(run: Run, addresses: Sequence[str], timeout: float | None = None) -> dict[str, Fetched]:
    jobs = [Job(address, "feed") for address in addresses]
    # These addresses stand in the project's own mkdocs.yml: an intranet's are meant so.
    answers = crawl(run, jobs, origins=addresses, timeout=timeout, remember=False)
    return {answer.url: answer for answer in answers}


def _laid(run: Run) -> Iterator[Check]:
    project = run.project
    file = project.root / PUBLISH
    if file.is_file():
        text = file.read_text(encoding="utf-8", errors="replace")
        for level, words, remedy in judge(text, branch_of(project.root)):
            yield Check("schedule", level, words, remedy)
        for course in project.courses:
            for level, words, remedy in late(text, course, _openings(run, course)):
                yield Check("schedule", level, words, remedy)
    elif (project.root / ".git").exists():
        remedy = f"copy {PUBLISH} from a folder that `curate init` has made"
        yield Check("schedule", "note", f"there is no {PUBLISH}: nothing publishes by itself", remedy)


def _zones(project: Project) -> Iterator[Check]:
    """Mention the courses whose weeks open at midnight of whichever machine builds the site."""
    for course in project.courses:
        if not course.timezone and not course.archived:
            remedy = f"write `timezone: Europe/Berlin`, or yours, into courses/{course.slug}/course.yml"
            words = f"{course.slug}: weeks open at midnight of the machine that builds the site"
            yield Check("calendar", "ok", words, remedy)


def _openings(run: Run, course: Course) -> dict[int, date]:
    """Return when the weeks of a course open that are not open yet: those written, or planned."""
    if course.archived:
        return {}
    written = [m.week for _, m in run.modules.get(course.slug, ())]
    last = max(len(course.weeks), *written, 1) if written or course.weeks else 1
    days = run.calendar(course).openings(last).items()
    return {week: day for week, day in days if day > run.day(course)}


def schedule(answer: Fetched, today: date) -> Check:
    """Judge from the published site whether somebody still builds it every week."""
    if not answer.status:
        remedy = "look whether this machine is online, then whether site_url in mkdocs.yml is right"
        return Check("schedule", "problem", f"the published site does not answer: {answer.error}", remedy)
    built = _built(answer)
    if built is None:
        remedy = (
            "publish once more, and look whether site_url in mkdocs.yml is right and Pages are switched on "
            "(on GitHub: Settings, Pages, Source: GitHub Actions)"
        )
        words = f"{answer.url} does not say when the site was built ({answer.error or 'not its file'})"
        return Check("schedule", "problem", words, remedy)
    age = (today - built).days
    if age > LATE:
        remedy = (
            "look at the last runs of Publish on the Actions page and start one; GitHub switches a schedule "
            "off after 60 days without activity: `gh workflow enable publish.yml`"
        )
        words = f"the schedule has stopped: the published site was built on {built}, {age} days ago"
        return Check("schedule", "problem", words, remedy)
    if age < -1:
        words = f"the published site was built on {built}, which lies ahead"
        return Check("schedule", "note", words, "one of the two clocks is wrong")
    return Check("schedule", "ok", f"the published site was built on {built}")


def _built(answer: Fetched) -> date | None:
    return built_on(answer.document.body if answer.document and not answer.error else b"")


def built_on(body: bytes) -> date | None:
    """Read the day from a site's own file, None when it is not there."""
    try:
        return date.fromisoformat(json.loads(body)["built"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
