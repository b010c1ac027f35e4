"""One run on one project: its records, its clock, its lock, and the report at its end."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, perf_counter, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from curator.app import composition, loading
from curator.app.caches import distrust
from curator.app.clock import doubt
from curator.app.loading import Modules, Translations
from curator.config import Project, proxy_address
from curator.errors import BusyError, ConfigError, CuratorError, Problem, StoreError, refused
from curator.files import sweep
from curator.model import Course, Failure, Module, Status, StoredThread
from curator.ports import Executor, Store
from curator.site.swap import recover
from curator.text.counting import count
from curator.text.one_line import one_line
from curator.weeks.calendar import Calendar, day_in
from curator.weeks.published import Published

if TYPE_CHECKING:
    from curator.execution.dask_cluster import Cluster

SITE = "site"
"""The finished site, relative to the project."""

UNLOCKED = 60.0
"""Seconds for which a run that gave its lock away waits for whoever took it."""

PATIENCE = 1.0
"""Seconds in which a run that has just taken the lock says so."""

STANDS = "the last good site stands"
HELD = "held"
"""Name of the store's note on why the last run published nothing, a JSON list of texts."""
"""What is said with every reason that holds a site back."""

_CLOCK = "clock"
"""Name of the store's note on when a run was last at work."""

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total) as a stage goes on."""


@dataclass(frozen=True, slots=True)
class WeekReport:
    """A week that this run drafted, refreshed or looked at; `file` is relative to the project."""

    course: str
    week: int
    file: str
    status: Status
    resources: int = 0
    questions: int = 0
    anew: bool = True
    """Written by this run; else it stands as it was."""

    def __str__(self) -> str:
        """Say it on one line, with how much it holds and where."""
        holds = f"{count(self.resources, 'resource')} and {count(self.questions, 'question')}"
        if self.anew:
            done = "Drafted and published" if self.status == "published" else "Drafted"
            return f"{done} week {self.week} of {self.course} with {holds}: {self.file}"
        state = "a draft" if self.status == "draft" else self.status
        return f"Week {self.week} of {self.course} stays as it was, {state} with {holds}: {self.file}"


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The finished site: its folder relative to the project, pages in all, units rendered and reused.

    `empty` says that no week of it is published yet.
    """

    dir: str = ""
    pages: int = 0
    rendered: int = 0
    reused: int = 0
    empty: bool = False


@dataclass
class Report:
    """The account of a run; `as_json` is the contract of `curate build --json`."""

    feeds_ok: int = 0
    feeds_unchanged: int = 0
    feeds_failed: int = 0
    feeds_waiting: int = 0
    """Feeds that were not asked, because they said when to come back or have gone."""
    entries_new: int = 0
    pages_fetched: int = 0
    pages_failed: int = 0
    threads: int = 0
    """Threads of learners' posts that are kept, after listening."""
    posts: int = 0
    posts_new: int = 0
    weeks: list[WeekReport] = field(default_factory=list)
    site: SiteReport = field(default_factory=SiteReport)
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    """Why the result must not be published, in words; empty when it may."""
    notes: list[str] = field(default_factory=list)
    """What a curator should know, in words."""
    opens: list[str] = field(default_factory=list)
    """Weeks that are published and wait for their day, in words."""

    @property
    def exit_code(self) -> int:
        """1 when the result must not be published, else 0."""
        return 1 if self.held else 0

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the seconds that a stage took."""
        begun = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(self.seconds.get(stage, 0) + perf_counter() - begun, 3)

    def mark(self, course: str, week: int, status: Status) -> None:
        """Take note that a week's status changed in this run."""
        self.weeks = [
            replace(w, status=status) if (w.course, w.week) == (course, week) else w for w in self.weeks
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form."""
        return {
            "feeds": {
                "ok": self.feeds_ok,
                "unchanged": self.feeds_unchanged,
                "failed": self.feeds_failed,
                "waiting": self.feeds_waiting,
            },
            "entries": {"new": self.entries_new},
            "pages": {"fetched": self.pages_fetched, "failed": self.pages_failed},
            "threads": {"read": self.threads, "posts": self.posts, "new": self.posts_new},
            "weeks": [
                {"course": w.course, "week": w.week, "file": w.file, "status": w.status} for w in self.weeks
            ],
            "site": {
                "dir": self.site.dir,
                "pages": self.site.pages,
                "rendered": self.site.rendered,
                "reused": self.site.reused,
            },
            "failures": [{"stage": f.stage, "item": f.item, "error": f.error} for f in self.failures],
            "held": self.held,
            "notes": self.notes,
            "seconds": self.seconds,
        }

    def lines(self) -> Iterator[str]:
        """Yield the account in words."""
        if self.feeds_ok or self.feeds_unchanged or self.feeds_failed or self.feeds_waiting:
            waiting = f", {self.feeds_waiting} waiting" if self.feeds_waiting else ""
            yield (
                f"feeds: {self.feeds_ok} read, {self.feeds_unchanged} unchanged, {self.feeds_failed} failed"
                f"{waiting}; {count(self.entries_new, 'new entry', 'new entries')}"
            )
        if self.pages_fetched or self.pages_failed:
            lost = f", {self.pages_failed} could not be read" if self.pages_failed else ""
            yield f"pages: {self.pages_fetched} fetched{lost}"
        if self.threads:
            yield f"threads: {self.threads} with {count(self.posts, 'post')}, {self.posts_new} of them new"
        if self.site.dir:
            yield (
                f"site: {count(self.site.pages, 'page')} in {self.site.dir}/ "
                f"({count(self.site.rendered, 'part')} rendered, {self.site.reused} reused)"
                f"{'; no week is published yet' if self.site.empty else ''}"
            )
            if not self.site.empty:
                yield f"open {self.site.dir}/index.html, or run `curate serve`"
        yield from map(str, self.weeks)
        yield from self.notes
        if self.site.dir:
            yield from self.opens
        for reason in self.held:
            yield f"held: {reason}"
        yield from self._failed()

    def _failed(self) -> Iterator[str]:
        """Say last how many feeds failed, and what to do about it: above it stands why."""
        asked = self.feeds_ok + self.feeds_unchanged + self.feeds_failed
        if self.feeds_failed and self.feeds_failed == asked:
            yield (
                f"no feed could be read ({count(asked, 'feed')} asked): is there a network? "
                "Behind a proxy, name it: --proxy, or pull.proxy in feeds.yml"
            )
        elif self.feeds_failed:
            failed = f"{self.feeds_failed} of {count(asked, 'feed')} failed"
            yield f"{failed}: `curate feeds list` says what to do about each"


@dataclass
class Stored:
    """What was read from the store once and serves every course of a run; a pull forgets it."""

    vectors: dict[str, bytes] = field(default_factory=dict)
    """Vectors by their key, as far as they were wanted."""
    offered: Any = None
    """What the feeds offer to every course; see `curator.app.shortlist`."""
    shared: Any = None
    """The same as ranking takes it, and the row of each address."""
    rows: dict[str, int] = field(default_factory=dict)
    entries_hash: str = ""
    """Hash of the entries of all feeds."""
    threads: dict[str, StoredThread] | None = None
    """Threads of learners' posts by their key, as last kept."""


@dataclass
class Run:
    """What every stage of a run needs. A context manager that holds the project's lock."""

    project: Project
    store: Store
    workers: Executor
    now: datetime
    """This moment, aware: what politeness on the network goes by."""
    today: date
    """The day that the calendar goes by; differs from `now` with --today."""
    proxy: str
    progress: Progress
    lock: FileLock
    report: Report = field(default_factory=Report)
    modules: Modules = field(default_factory=dict)
    translations: Translations = field(default_factory=dict)
    """The weeks in other languages."""
    published: Published = field(default_factory=Published)
    """What earlier sites published, and under which names."""
    dated: bool = True
    """Whether somebody named `today`; else it was read off the clock, in this machine's time zone."""
    week_problems: tuple[Problem, ...] = ()
    """What is wrong with week files that were left out."""
    cluster: "Cluster | None" = None
    """The machines that share the work, where somebody named them."""
    stored: Stored = field(default_factory=Stored)
    """What the store holds, as far as this run has read it."""
    at_end: list[Callable[[], object]] = field(default_factory=list)
    """Called when the run ends: what was kept in memory for its sake is let go."""

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        now: datetime,
        today: date,
        proxy: str | None = None,
        progress: Progress | None = None,
        strict: bool = True,
        dated: bool = True,
        cluster: str = "",
    ) -> "Run":
        """Read the project and its weeks, take its lock, open its store.

        Raises ConfigError with every mistake of every file, before anything is written; with `strict`
        off, week files that cannot be read are only told (`week_problems`). `dated` says that somebody named
        the day; else it was read off this machine's clock, and one that cannot be right holds everything.
        `cluster` is the address of a scheduler whose workers share the work.
        Raises BusyError when another run holds the lock, StoreError when the folder cannot be written,
        ClusterError when nobody answers at `cluster`.
        """
        try:
            proxy = proxy and proxy_address(proxy)
        except ValueError as wrong:
            raise ConfigError.at("--proxy", *str(wrong).split(": ", 1)) from None
        project = loading.read_project(root)
        lock = _take_lock(project.state)
        try:
            _mend(project)
            store = composition.store(project.state)
        except BaseException:
            lock.release()
            raise
        try:
            published = loading.read_published(project.root)
            modules, problems = loading.read_modules(project, store, published)
            translations, bad = loading.read_other_languages(project, modules)
            problems += bad
            if problems and strict:
                raise ConfigError(problems)
            held = _doubt(store, project.courses, modules, now, today, dated=dated)
            machines = composition.cluster(cluster) if cluster else None
        except BaseException:
            store.close()
            lock.release()
            raise
        run = cls(
            project=project,
            store=store,
            workers=composition.executor(machines),
            cluster=machines,
            now=now,
            today=today,
            proxy=project.sources.pull.proxy if proxy is None else proxy,
            progress=progress or _quiet,
            lock=lock,
            modules=modules,
            translations=translations,
            published=published,
            dated=dated,
            week_problems=problems,
        )
        if store.warning:
            run.report.notes.append(store.warning)
        if held:
            run.report.held.append(f"{held}; {STANDS}")
        return run

    def __enter__(self) -> "Run":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for let_go in self.at_end:
            let_go()
        self.workers.close()
        if self.cluster:
            self.report.notes += self.cluster.notes()
            self.cluster.close()
        self.store.close()
        self.lock.release()

    @contextmanager
    def unlocked(self) -> Iterator[None]:
        """Let others work on the project meanwhile, then take its lock again when they are done.

        The store is closed meanwhile, and what was read of the project is as old as the run.
        Raises BusyError when somebody still works on it `UNLOCKED` seconds later.
        """
        self.store.close()
        self.lock.release()
        try:
            yield
        finally:
            self._lock_again(monotonic() + UNLOCKED)

    def _lock_again(self, until: float) -> None:
        while True:
            try:
                lock = _take_lock(self.project.state)
                try:
                    self.store, self.lock = composition.store(self.project.state), lock
                except BaseException:
                    lock.release()
                    raise
            except BusyError:
                if monotonic() >= until:
                    raise
                sleep(0.1)
            else:
                return

    @property
    def moment(self) -> datetime:
        """Noon of `today`, in UTC: what the age of an article is counted from."""
        return datetime.combine(self.today, time(12), UTC)

    def day(self, course: Course) -> date:
        """Return what day it is for a course: the one that somebody named, or its time zone's."""
        return self.today if self.dated else day_in(course, self.now)

    def calendar(self, course: Course) -> Calendar:
        """Return a course's calendar as its weeks stand now."""
        return Calendar.of(course, (m for _, m in self.modules.get(course.slug, ())))

    def opens(self, course: Course, week: int) -> date:
        """Return the day on which a week opens."""
        return self.calendar(course).opens_on(week)

    def openings(self, course: Course) -> dict[int, date]:
        """Return the day on which each written week opens, and each before the last of them."""
        modules = [m for _, m in self.modules.get(course.slug, ())]
        return Calendar.of(course, modules).openings(max((m.week for m in modules), default=0))

    def module(self, course: str, week: int) -> tuple[Path, Module] | None:
        """Return a week that exists, with its file."""
        return next(((p, m) for p, m in self.modules.get(course, ()) if m.week == week), None)

    def unread(self, course: Course) -> bool:
        """Say whether a week file of this course was left out because it cannot be read."""
        return any(problem.file.startswith(f"courses/{course.slug}/") for problem in self.week_problems)

    def counter(self, stage: str, total: int) -> Callable[[object], None]:
        """Return a function that counts what is done of a stage, one call at a time."""
        done = 0

        def one_more(_: object) -> None:
            nonlocal done
            done += 1
            self.progress(stage, done, total)

        return one_more

    def put(self, course: str, path: Path, module: Module) -> None:
        """Take note of a week that was written."""
        others = [(p, m) for p, m in self.modules.get(course, ()) if m.week != module.week]
        self.modules[course] = tuple(sorted([*others, (path, module)], key=lambda pair: pair[1].week))

    def fail(self, stage: str, item: str, error: CuratorError | str) -> None:
        """Count a failure that was contained."""
        self.report.failures.append(Failure(stage, item, one_line(str(error), 500)))


def _quiet(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def _take_lock(state: Path) -> FileLock:
    """Take the project's lock; BusyError names the process that holds it.

    The lock is the kernel's and ends with its process; lock.pid beside it only tells whose it is. That
    note may be missing, or an earlier run's, for the moment in which another run begins or ends: then
    look again.
    """
    lock, note = FileLock(state / "lock"), state / "lock.pid"
    until = monotonic() + PATIENCE
    while not lock.is_locked:
        try:
            state.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            pid = _holder(note)
            if pid is None and monotonic() < until:
                sleep(0.02)
                continue
            who = f"process {pid}" if pid else "another process"
            raise BusyError(
                f"{who} is working on this project; wait for it, or end it, then try again"
            ) from None
        except OSError as error:
            raise StoreError(refused(error) or f"{state} cannot be used: {error}") from error
    try:
        fresh = note.with_suffix(".new")
        fresh.write_text(str(os.getpid()))
        fresh.replace(note)
    except OSError:  # it is for the others' information only
        with suppress(OSError):
            note.unlink(missing_ok=True)
    return lock


def _holder(note: Path) -> int | None:
    """Read which process holds the lock; None when the note is torn, or of a process that has ended."""
    try:
        pid = int(note.read_text())
        os.kill(pid, 0)
    except PermissionError:
        return pid  # another user's
    except (OSError, ValueError, OverflowError):
        return None
    return pid if pid > 0 else None


def _doubt(
    store: Store, courses: Sequence[Course], modules: Modules, now: datetime, today: date, *, dated: bool
) -> str:
    """Say why the machine's clock cannot be right, or remember it; a day that was named is not doubted."""
    last = store.note(_CLOCK)
    if not dated:
        openings = [
            Calendar.of(course, (m for _, m in found)).opens_on(m.week)
            for course in courses
            if (found := modules.get(course.slug, ()))
            and (m := next((m for _, m in found if m.status == "published"), None))
        ]
        if words := doubt(now, last, openings):
            return words
    vouched = not dated or abs(today - now.date()) <= timedelta(days=1)
    if vouched and (not last or abs(now - datetime.fromisoformat(last)) > timedelta(hours=1)):
        store.save_note(_CLOCK, now.isoformat())
    return ""


def _mend(project: Project) -> None:
    """Put right what a kill left (unfinished files, a site moved half-way), or a power cut (caches)."""
    root = project.root
    for folder in (root, *root.glob("courses/*/"), root / "digests", *root.glob("digests/*/")):
        sweep(folder)
    recover(root / SITE)
    distrust(project.state)
