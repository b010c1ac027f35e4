"""One run on one project: what it works on, its clock, its lock, and the account it gives."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout

from curator.config import Project, load_project
from curator.errors import BusyError, ConfigError, CuratorError
from curator.model import Failure, Module, Status
from curator.store import Store
from curator.workers import Workers

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total) as a stage goes on."""


@dataclass(frozen=True, slots=True)
class WeekReport:
    """A week that this run drafted, refreshed or looked at; `file` is relative to the project."""

    course: str
    week: int
    file: str
    status: Status


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The finished site: its folder relative to the project, pages in all, units rendered and reused."""

    dir: str = ""
    pages: int = 0
    rendered: int = 0
    reused: int = 0


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
    weeks: list[WeekReport] = field(default_factory=list)
    site: SiteReport = field(default_factory=SiteReport)
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    """Why the result must not be published, in words; empty when it may."""
    notes: list[str] = field(default_factory=list)
    """What a curator should know, in words."""

    @property
    def exit_code(self) -> int:
        """1 when the result must not be published, else 0."""
        return 1 if self.held else 0

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the seconds that a stage took."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(self.seconds.get(stage, 0) + time.perf_counter() - begun, 3)

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
            "weeks": [{"course": w.course, "week": w.week, "file": w.file, "status": w.status} for w in self.weeks],
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
                f"feeds: {self.feeds_ok} read, {self.feeds_unchanged} unchanged, {self.feeds_failed} failed{waiting}; "
                f"{self.entries_new} new entries"
            )
        if self.pages_fetched or self.pages_failed:
            yield f"pages: {self.pages_fetched} fetched, {self.pages_failed} failed"
        for week in self.weeks:
            yield f"{week.course}, week {week.week}: {week.status} in {week.file}"
        yield from self.notes
        if self.site.dir:
            yield (
                f"site: {self.site.pages} pages in {self.site.dir}/ "
                f"({self.site.rendered} parts rendered, {self.site.reused} reused)"
            )
            yield f"open {self.site.dir}/index.html, or run `curate serve`"
        for reason in self.held:
            yield f"held: {reason}"


@dataclass
class Run:
    """What every stage of a run needs. A context manager that holds the project's lock."""

    project: Project
    store: Store
    workers: Workers
    now: datetime
    """This moment, aware: what politeness on the network goes by."""
    today: date
    """The day that the calendar goes by; differs from `now` with --today."""
    proxy: str
    progress: Progress
    lock: FileLock
    report: Report = field(default_factory=Report)
    modules: dict[str, tuple[tuple[Path, Module], ...]] = field(default_factory=dict)

    @classmethod
    def open(
        cls, root: Path, *, now: datetime, today: date, proxy: str | None = None, progress: Progress | None = None
    ) -> "Run":
        """Read the project, take its lock, open its store.

        Raises ConfigError for what people wrote, BusyError when another run holds the lock, StoreError
        when the folder cannot be written.
        """
        project = load_project(root)
        lock = _take_lock(project.state)
        store = Store.open(project.state / "store.db")
        workers = Workers(preload=("curator.extract", "curator.pull.parse"))
        run = cls(
            project, store, workers, now, today, project.sources.pull.proxy if proxy is None else proxy,
            progress or _quiet, lock,
        )  # fmt: skip
        if store.warning:
            run.report.notes.append(store.warning)
        return run

    def __enter__(self) -> "Run":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workers.close()
        self.store.close()
        self.lock.release()

    def fail(self, stage: str, item: str, error: CuratorError | str) -> None:
        """Count a failure that was contained."""
        self.report.failures.append(Failure(stage, item, str(error)))


def _quiet(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def _take_lock(state: Path) -> FileLock:
    """Take the project's lock; BusyError names the process that holds it."""
    import os

    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CuratorError(f"{state} cannot be made: {error.strerror}. Check the folder's permissions.") from error
    lock, holder = FileLock(state / "lock"), state / "lock.pid"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        try:
            who = f"process {int(holder.read_text())}"
        except (OSError, ValueError):
            who = "another process"
        raise BusyError(f"{who} is working on this project; wait for it, or end it, then try again") from None
    except OSError as error:
        raise CuratorError(f"{state} cannot be written: {error.strerror}. Check the folder's permissions.") from error
    holder.write_text(str(os.getpid()))
    return lock


__all__ = ["ConfigError", "Progress", "Report", "Run", "SiteReport", "WeekReport"]
