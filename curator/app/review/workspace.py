"""The workspace: the whole project behind the page. Its weeks are opened as they are asked for.

    session  a week's file, at once; its candidates are weighed behind it
    begin    one job after another on a thread of its own: open, weigh, look, build, ask a feed
    status   the project as the last look found it

A job alone opens the project for a run, so the lock is held only while one works. Where another program
holds it, the job waits for up to a minute and says so.
"""

import gc
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from curator.app.composition import comments
from curator.app.doctor import STOPPED, stopped
from curator.app.edits import add
from curator.app.loading import read_project
from curator.app.review.arrivals import Arrivals
from curator.app.review.built_site import BuiltSite
from curator.app.review.edit_session import EditSession, open_session, weigh
from curator.app.review.news import News
from curator.app.review.publish_fields import CHARGE, RefusedError, wanted
from curator.app.review.settings_file import SettingsFile
from curator.app.review.week_preview import WeekPreview
from curator.app.run import Progress, Run
from curator.app.shortlist import known_article
from curator.app.status import Status, status
from curator.errors import BusyError, ConfigError, CuratorError, refused
from curator.model import Course
from curator.urls import canonical
from curator.weeks.week_file import week_name

T = TypeVar("T")
OpenRun = Callable[[Progress], Run]
"""Opens the project for a run that shows its progress so; raises what `Run.open` raises."""

PATIENCE = 60.0
"""Seconds that a job waits for another program that is working on the project."""
PAUSE = 0.3
"""Seconds between two looks whether it has finished."""
GRACE = 5.0
"""Seconds that a job may go on after the page was closed."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job: its name in words, how far it is, whom it waits for; at its end what came of it."""

    name: str
    stage: str = ""
    done: int = 0
    total: int = 0
    waiting: str = ""
    lines: tuple[str, ...] = ()
    failed: bool = False
    left: tuple[str, ...] = ()
    """What of the things asked for could not be done."""
    drafted: tuple[str, int] | None = None
    """The course and the number of the week that was drafted."""


@dataclass(frozen=True, slots=True)
class OpenableWeek:
    """A week that can be opened."""

    course: str
    course_title: str
    week: int
    title: str
    status: str


def patiently(open_run: Callable[[], T], tell: Callable[[str], None], seconds: float = PATIENCE) -> T:
    """Open the project; while another program works on it, say so once and try again until `seconds` passed.

    Raises BusyError when it is still at work then, and what `open_run` raises otherwise.
    """
    until = time.monotonic() + seconds
    told = False
    while True:
        try:
            return open_run()
        except BusyError as busy:
            if time.monotonic() >= until:
                raise
            if not told:
                tell(f"{str(busy).partition(';')[0]}; waiting for it, up to {seconds:.0f} seconds")
                told = True
            time.sleep(PAUSE)


class Workspace:
    """The project as the page's server sees it. `session` may wait for a job; the rest answers at once.

    `work` is the job that runs, `last` the last one whose outcome is for the person at the page.
    """

    def __init__(self, root: Path, open_run: OpenRun | None = None) -> None:
        self.root = root
        self._open_run = open_run
        self._settings: dict[str, SettingsFile] = {}
        self._courses: dict[str, str] = {}
        self._sessions: dict[tuple[str, int], EditSession] = {}
        self._weighing: dict[tuple[str, int], Future[None]] = {}
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._hands: threading.Thread | None = None
        self._asked = False
        self._forgotten = 0
        self.arrivals = Arrivals()
        self.news = News()
        self.built = BuiltSite(root)
        self._previews: dict[tuple[str, int], WeekPreview] = {}
        self._drawing = threading.Lock()
        self._waiting: set[Future[Any]] = set()
        self.work: Work | None = None
        self.last: Work | None = None
        self._errand = ""
        self._left: dict[str, str] = {}
        self.status: Status | None = None
        self.places: tuple[OpenableWeek, ...] = ()

    @classmethod
    def of(cls, session: EditSession) -> "Workspace":
        """Make a workspace of one week that is open already, with no project around it."""
        workspace = cls(session.root)
        workspace._sessions[session.course.slug, session.week] = session
        return workspace

    def close(self) -> None:
        """Let the job that runs come to its end, for a few seconds; nothing new begins."""
        self.built.close()
        for preview in self._previews.values():
            preview.close()
        self._jobs.put(None)
        if self._hands is not None:
            self._hands.join(GRACE)

    # --- weeks ------------------------------------------------------------------------------------------

    def opened(self, course: str, week: int) -> EditSession | None:
        """Return a week's session where it is open."""
        return self._sessions.get((course, week))

    def session(self, course: str, week: int) -> EditSession:
        """Return a week's session, opened where it is not open yet; its candidates come later.

        Raises ConfigError where there is no such week, or none that can be read.
        """
        key = (course, week)
        if key not in self._sessions:
            opened = self.begin(f"Opening week {week}", lambda run: self._open(run, course, week)).result()
            self._sessions.setdefault(key, opened)
        return self._sessions[key]

    def weighed(self, course: str, week: int) -> bool:
        """Tell whether a week's candidates are there; where not, they are being weighed from now on.

        Raises what weighing them raised, once: the next call begins again.
        """
        key = (course, week)
        session = self._sessions[key]
        if self._open_run is None or session.weighed:
            self._weighing.pop(key, None)
            return True
        if key not in self._weighing:
            name = f"Weighing the candidates of week {week}"
            self._weighing[key] = self.begin(name, lambda run: self._weigh(run, session))
            if not self._asked:
                self._asked = True
                self.begin("Asking the published site whether it is still built", self._ask_site)
        if not self._weighing[key].done():
            return False
        self._weighing.pop(key).result()
        return session.weighed

    def _weigh(self, run: Run, session: EditSession) -> None:
        since = self._forgotten
        weigh(run, session)
        gc.freeze()  # walking two thousand candidates for garbage held a key up for 150 ms
        session.weighed = since == self._forgotten  # else what they were weighed by has changed meanwhile

    def _open(self, run: Run, course: str, week: int) -> EditSession:
        notes = (words,) if (words := run.store.note(STOPPED)) else ()
        return open_session(run, run.project.course(course), week, notes, self._read)

    def _read(self, course: Course, week: int, url: str) -> str:
        """Read any page from the web into a week; returns its title."""
        return self.begin("Reading a page", lambda run: self._add(run, course, week, url)).result()

    def _add(self, run: Run, course: Course, week: int, url: str) -> str:
        """Add a page and keep its text at hand, for what the week's page proposes of it."""
        added = add(run, course, week, url)
        session, article = self.opened(course.slug, week), known_article(run, added.url)
        if session and article:
            session.articles = {**session.articles, canonical(added.url): article}
        return added.title

    def _ask_site(self, run: Run) -> None:
        words = stopped(run)
        for session in self._sessions.values():
            session.notes = (words,) if words else ()

    def holds(self, course: str, week: int) -> bool:
        """Tell whether a week's file is there now: another program may have renamed its course's folder."""
        return (self.root / "courses" / course / week_name(week)).is_file()

    def openable(self) -> list[OpenableWeek]:
        """Return the weeks that can be opened; those that are open stand as their files do now."""
        found = []
        for place in self.places:
            if not self.holds(place.course, place.week):
                continue
            session = self.opened(place.course, place.week)
            with suppress(CuratorError, OSError):
                if session is not None:
                    now = session.module()
                    place = replace(place, title=now.title, status=now.status)
            found.append(place)
        return found

    def drafts(self) -> list[tuple[str, str]]:
        """Return the weeks that are not published, as address and title; of each course the newest."""
        newest = {place.course: place for place in self.openable() if place.status == "draft"}
        return [
            (f"week/{p.course}/{p.week}/", f"{p.course_title}, week {p.week}: {p.title}")
            for p in newest.values()
        ]

    def edited(self, session: EditSession) -> None:
        """Take note that a person has changed a week: that it was drafted need not be told any more."""
        if not self.busy and self.last and self.last.drafted == (session.course.slug, session.week):
            self.last = None

    def dismiss(self) -> None:
        """Take note that a person has read what came of the last errand."""
        if not self.busy:
            self.last = None

    def errand_that_changed(self, session: EditSession) -> str:
        """Name the errand, such as "Building", that wrote a week's text as it stands; "" where none did."""
        mark = session.mark()
        return self._left.get(mark, "" if session.shown(mark) else self._errand)

    # --- the learner's page -----------------------------------------------------------------------------

    def draw(self, session: EditSession) -> str:
        """Draw the learner's page of a week as it is on disk; returns its name below the preview.

        Takes seconds the first time. Raises ConfigError where the week or the project cannot be read, and
        RenderError.
        """
        key = (session.course.slug, session.week)
        with self._drawing:
            known = self._previews.get(key)
            if known is None or known.course != session.course:
                for other in self._previews.values():
                    other.close()
                self._previews.clear()  # one child process is enough
                self._previews[key] = WeekPreview(read_project(session.root), session.course)
            return self._previews[key].draw(session.module(), session.others, date.today())  # noqa: DTZ011

    def drawn(self, session: EditSession, name: str) -> tuple[bytes, str] | None:
        """Return a file of the learner's page and its type; None where there is none."""
        preview = self._previews.get((session.course.slug, session.week))
        return preview.file(name) if preview else None

    # --- settings ---------------------------------------------------------------------------------------

    def courses(self) -> dict[str, str]:
        """Return the title of each course by its folder's name."""
        if not self._courses:
            self.begin("Looking for courses", lambda _: None).result()
        return self._courses

    def title(self, course: str) -> str:
        """Return a course's title; ConfigError where there is no such course."""
        if course not in self.courses():
            raise ConfigError.at("courses", f'there is no course "{course}"', "choose another")
        return self._courses[course]

    def settings(self, course: str) -> SettingsFile:
        """Return the settings of a course, or of the project for ""."""
        return self._settings.setdefault(course, SettingsFile(self.root, course))

    def fill(self, course: str, typed: Mapping[str, str]) -> None:
        """Write what was typed in the publish dialog into the settings of a course, all of it or nothing.

        Raises RefusedError where a value cannot stand there, and what `SettingsFile.fill` raises.
        """
        settings = self.settings(course)
        values = wanted(typed, settings.value(CHARGE)) if any(typed.values()) else {}
        if why := settings.fill(values) if values else {}:
            raise RefusedError(why)
        if values:
            self.see_settings(course)

    def see_settings(self, course: str) -> None:
        """Let the open weeks of a course see its settings at once; the project follows in its turn."""
        for (slug, _), session in self._sessions.items():
            if slug == course:
                with suppress(ConfigError):  # taken back to what could not be used before either
                    session.renew(self.settings(course).as_course(), session.others)
        self.look()

    def forget_candidates(self, course: str) -> None:
        """Let the weeks of a course, or of all for "", weigh their candidates again when next looked at."""
        self._forgotten += 1
        for (slug, _), session in self._sessions.items():
            session.weighed = session.weighed and bool(course) and slug != course
        self.news.tell_from_thread()

    # --- jobs -------------------------------------------------------------------------------------------

    def begin(self, name: str, job: Callable[[Run], T]) -> Future[T]:
        """Do a job on the project when those before it are done."""
        return self._submit(lambda: self._do(name, job))

    def undertake(self, name: str, job: Callable[[Run], Iterable[str] | Work]) -> Future[None]:
        """Do a job whose outcome is for the person at the page: `last` keeps it. Then look again."""
        self.last = None  # what came of the one before is past, and this one's end is seen by `last`
        return self._submit(lambda: self._tell(name, job))

    @property
    def busy(self) -> bool:
        """Tell whether a job runs or waits for its turn."""
        return bool(self._waiting)

    def look(self) -> Future[None]:
        """Look at the whole project again."""
        return self.begin("Looking at the project", self._look)

    def _look(self, run: Run) -> None:
        self.status = status(run)
        for (slug, week), session in self._sessions.items():
            session.talks_at(comments(run.project))
            course = next((c for c in run.project.courses if c.slug == slug), session.course)
            session.renew(course, tuple(m for _, m in run.modules.get(slug, ()) if m.week != week))

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # whoever asked is told
                future.set_exception(error)
            finally:
                self._waiting.discard(future)

        self._waiting.add(future)

        if self._hands is None:
            # A daemon: what a build does survives being stopped at any point, and Ctrl-C must end this.
            self._hands = threading.Thread(target=self._work_off, name="curate-review", daemon=True)
            self._hands.start()
        self._jobs.put(run)
        return future

    def _work_off(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _do(self, name: str, job: Callable[[Run], T]) -> T:
        if (open_run := self._open_run) is None:
            raise ConfigError.at("the project", "is not open here", "use the command line")
        self.work = Work(name)
        try:
            with patiently(lambda: open_run(self._progress), self._wait_for) as run:
                self._step(waiting="")
                found = job(run)
                self.places = tuple(_places(run))
                self._courses = {course.slug: course.title for course in run.project.courses}
            return found
        finally:
            self.work = None

    def _tell(self, name: str, job: Callable[[Run], Iterable[str] | Work]) -> None:
        before = self._marks()
        self._errand, self.last = name, None
        try:
            made = self._do(name, job)
            self.last = made if isinstance(made, Work) else Work(name, lines=tuple(made))
        except (CuratorError, OSError) as error:
            words = refused(error) if isinstance(error, OSError) else ""
            self.last = Work(name, lines=tuple((words or str(error)).splitlines()), failed=True)
        self._left, self._errand = dict.fromkeys(self._marks() - before, name), ""
        self.forget_candidates("")  # a build reads more pages, another feed brings others
        with suppress(CuratorError):
            self._do("Looking at the project", self._look)

    def _marks(self) -> set[str]:
        """Name the texts of all open weeks; one that cannot be read has none."""
        found = set()
        for session in self._sessions.values():
            with suppress(CuratorError, OSError):
                found.add(session.mark())
        return found

    def _progress(self, stage: str, done: int, total: int) -> None:
        self._step(stage=stage, done=done, total=total)

    def _wait_for(self, words: str) -> None:
        self._step(waiting=words)

    def _step(self, **changed: Any) -> None:
        if self.work:
            self.work = replace(self.work, **changed)


def _places(run: Run) -> Iterable[OpenableWeek]:
    for course in run.project.courses:
        for _, module in run.modules.get(course.slug, ()):
            yield OpenableWeek(course.slug, course.title, module.week, module.title, module.status)
