"""Turn generated units into one finished site, and put it in place whole.

put right what a killed run left behind
for each unit, as soon as it is generated:
    is it in the cache, made of exactly this (see fingerprint)?      reuse it
    else                                                             make it (finish.make, in a worker)
search: index what changed, each shard as soon as its units are made
assemble: every file of the site by a hard link into the cache, in a fresh folder
swap the folder in, unless the site already is just that, or the gate holds
"""

import ctypes
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from curator.errors import RenderError
from curator.execution.workers import Workers, processors
from curator.model import Result
from curator.site import assemble, assets, fingerprint, finish, internal_links, search, styles, swap
from curator.site.unit import Unit

T = TypeVar("T")
Make = Callable[[finish.Task], "Future[Result[finish.Task, str]]"]
"""Begins to make a unit in the cache; the future ends when it is there."""

CPU_SECONDS = 600
WALL_SECONDS = 900
MEMORY = 8 * 2**30
"""Limits of one unit's render. Address space, not memory: Zensical's threads reserve much and use little."""

PRELOAD = ("mkdocs.commands.build", "mkdocs.config.defaults", "curator.site.finish")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a run made.

    `pages` counts the pages of the site; `rendered` and `reused` name units; `broken` tells in words
    which links between pages lead nowhere; `changed` is False when the site stayed as it was, because it
    already was just that or because the gate held; `seconds` holds the time of each step.
    """

    pages: int
    rendered: tuple[str, ...]
    reused: tuple[str, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    changed: bool = True
    pages_of: Mapping[str, int] = field(default_factory=dict)
    """Pages of each unit, by its name."""
    notes: tuple[str, ...] = ()


def engine_workers(processes: int | None = None) -> Workers:
    """Return workers that make units; none is started before there is work. A context manager.

    `processes` defaults to one for each processor, at least 2 and at most 4.
    """
    return Workers(
        processes, cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS, memory=MEMORY, preload=PRELOAD
    )


def warm(workers: Workers) -> None:
    """Let a worker import the engine while something else is being done."""
    workers.submit(len, ())


@dataclass(frozen=True, slots=True)
class SiteRequest:
    """What a site is made of besides its units, and where it goes."""

    root: Path
    """The project: holds mkdocs.yml and hooks/."""
    out: Path
    """The folder of the finished site."""
    cache: Path
    """Keeps rendered units between runs; may be deleted at any time."""
    engine: str = "mkdocs"
    templates: Path | None = None
    """Styles, scripts and overrides of the theme; by default the project's site_template/."""
    csp: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Sources that pages may use beyond their own, by directive."""
    extra: Mapping[str, bytes] = field(default_factory=dict)
    """Files of the site that no unit brings, by their places."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Places in the site, and the places whose files they show, too."""


def render(
    units: Iterable[Unit],
    request: SiteRequest,
    *,
    workers: Workers | None = None,
    make: Make | None = None,
    gate: Callable[[Mapping[str, int]], bool] | None = None,
    on_done: Callable[[str], None] | None = None,
) -> Rendered:
    """Render the units that changed, assemble the site and swap it into `request.out`.

    `units` may be an iterator that generates: each is rendered as soon as it is there. `workers` are those
    of `engine_workers`; without them the run starts its own; `make` begins to make a unit elsewhere.
    `gate` is asked with the number of pages of each unit before the old site goes. `on_done` is called with
    the name of each unit as it is ready. Only one run may be at work. Raises RenderError, in the engine's
    words, and leaves the old site as it was.
    """
    root, out, cache = request.root, request.out, request.cache
    clock = _Clock()
    _guard(root, out, cache)
    swap.recover(out)
    with ExitStack() as stack:
        indexes = stack.enter_context(search.Indexes(cache / "search", processors()))
        templates = request.templates or root / "site_template"
        run = _Run(root, templates, cache, request.engine, request.csp, indexes)
        for unit in clock.each(units, "generate"):
            task = run.task(unit)
            if run.reuse(task):
                if on_done:
                    on_done(task.name)
            else:
                if make is None:
                    workers = workers or stack.enter_context(engine_workers())
                    make = partial(workers.submit, finish.make)
                run.make(task, make)
        clock.lap("compare")
        run.wait(on_done)
        clock.lap("render")
        shards = run.shards()
        _give_back()
        searched = indexes.finish(shards)
        uncut = indexes.uncut(shards)
        clock.lap("search")
    run.tasks.sort(key=lambda task: task.path != "")  # the hub first, in whatever order they came
    made = [(task.path, Path(task.folder), run.records[task.name]) for task in run.tasks]
    records = [record for _, _, record in made]
    places = assemble.files(made)
    contents = {"robots.txt": assemble.robots(made)} if "robots.txt" not in places else {}
    places |= assemble.own(templates, {**contents, **request.extra}, cache / "own") | searched
    places = styles.slim(places, records, "\n".join(fingerprint.settings(root).values()), cache / "styles")
    places |= {
        alias: places[place]
        for alias, place in request.aliases.items()
        if place in places and alias not in places
    }
    pages = sum(place.endswith(".html") for place in places)
    pages_of = {
        task.name: sum(name.endswith(".html") for name in run.records[task.name]["files"])
        for task in run.tasks
    }
    changed = not assemble.same(out, places) and (gate is None or gate(pages_of))
    clock.lap("compare")
    if changed:
        new = swap.fresh(out)
        assemble.assemble(new, places)
        clock.lap("assemble")
        swap.swap(new, out)
        clock.lap("swap")
    for folder in (cache / "units").glob("*"):
        if folder.name not in run.records:
            shutil.rmtree(folder, ignore_errors=True)
    return Rendered(
        pages=pages,
        rendered=tuple(task.name for task in run.tasks if task.name in run.rendered),
        reused=tuple(task.name for task in run.tasks if task.name not in run.rendered),
        seconds=clock.seconds,
        broken=internal_links.broken(records, places),
        changed=changed,
        pages_of=pages_of,
        notes=(uncut,) if uncut else (),
    )


def render_unit(unit: Unit, request: SiteRequest, workers: Workers) -> Path:
    """Render one unit by itself, for a look at it; returns the folder of its pages.

    Nothing is assembled or indexed, and `request.out` stays as it is. RenderError in the engine's words.
    """
    templates = request.templates or request.root / "site_template"
    indexes = search.Indexes(request.cache / "search", 1)  # never begun: nobody searches in a look
    run = _Run(request.root, templates, request.cache, request.engine, request.csp, indexes)
    task = run.task(unit)
    if not run.reuse(task):
        result = workers.submit(finish.make, task).result()
        if result.error:
            raise RenderError(f"{unit.name}: {result.error}")
    return Path(task.folder) / "site"


class _Run:
    """The units of one run: which are in the cache, which are being made, and what is known of each.

    `records` holds those that are final. Units are made in other processes, and as each is done, indexing
    begins for every shard whose units are final: meanwhile, others are still generated and made.
    """

    def __init__(
        self,
        root: Path,
        templates: Path,
        cache: Path,
        engine: str,
        csp: Mapping[str, Sequence[str]],
        indexes: search.Indexes,
    ) -> None:
        self.tasks: list[finish.Task] = []
        self.records: dict[str, dict[str, Any]] = {}
        self.rendered: set[str] = set()
        self._units = cache / "units"
        self._engine = engine
        self._bytecode = str(cache / "templates")
        self._csp = {name: tuple(sources) for name, sources in sorted(csp.items())}
        own = assets.own_files(templates / "assets")
        self._common = fingerprint.common(root, templates, engine, self._csp, own)
        self._versions = own | {assets.STYLES: fingerprint.of_styles(root, engine, own)[:10]}
        self._salt = fingerprint.of_search()
        self._indexes = indexes
        self._futures: list[Future[Result[finish.Task, str]]] = []
        self._lock = threading.Lock()
        folders = self._units.glob("*") if self._units.is_dir() else ()
        self._before = {f.name: record for f in folders if (record := finish.read(f)) is not None}

    def task(self, unit: Unit) -> finish.Task:
        """Say what it takes to make a unit."""
        task = finish.Task(
            engine=self._engine,
            name=unit.name,
            path=unit.path,
            config_file=str(unit.folder / "mkdocs.yml"),
            folder=str(self._units / unit.name),
            bytecode=self._bytecode,
            common=self._common.hexdigest(),
            fingerprint=fingerprint.of_unit(unit, self._common),
            theme=() if unit.path else _theme_files(),
            versions=self._versions,
            csp=self._csp,
        )
        self.tasks.append(task)
        return task

    def reuse(self, task: finish.Task) -> bool:
        """Take a unit from the cache, if it is made of exactly this."""
        record = self._before.get(task.name)
        if record is None or record.get("fingerprint") != task.fingerprint:
            return False
        with self._lock:
            self.records[task.name] = record
        return True

    def make(self, task: finish.Task, make: Make) -> None:
        """Begin to make a unit."""
        self.rendered.add(task.name)
        future = make(task)
        self._futures.append(future)
        future.add_done_callback(self._made)

    def wait(self, on_done: Callable[[str], None] | None) -> None:
        """Wait until all units are final. Raises RenderError for the first that failed."""
        try:
            for future in as_completed(self._futures):
                result = future.result()
                if result.error:
                    raise RenderError(f"{result.item.name}: {result.error}")
                self._made(future)  # waiting may end before the callback has run
                if on_done:
                    on_done(result.item.name)
        finally:
            for future in self._futures:
                future.cancel()
        missing = [task.name for task in self.tasks if task.name not in self.records]
        if missing:
            raise RenderError(f"{missing[0]} vanished from the cache while the site was made")

    def shards(self) -> tuple[search.Shard, ...]:
        """Schedule the indexes of the site, once all units are final."""
        return self._plan({task.name: self.records[task.name] for task in self.tasks})

    def _plan(self, records: Mapping[str, Mapping[str, Any]]) -> tuple[search.Shard, ...]:
        documents = [(self._documents(name), records[name]["search"]) for name in sorted(records)]
        return search.plan(documents, self._salt)

    def _documents(self, unit: str) -> Path:
        return self._units / unit / finish.DOCUMENTS

    def _made(self, future: Future[Result[finish.Task, str]]) -> None:
        """Take note of a unit that was made, and begin to index what has become final."""
        if future.cancelled() or future.exception() or future.result().error:
            return
        name = future.result().item.name
        with self._lock:
            record = None if name in self.records else finish.read(self._units / name)
            if record is None:
                return
            self.records[name] = record
            known = {**self._before, **self.records}
            waiting = {self._documents(other) for other in known if other not in self.records}
        if all(name in self._before for name in known):
            self._indexes.begin(self._plan(known), waiting)


class _Clock:
    """Seconds of each step, for the report."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def each(self, items: Iterable[T], step: str) -> Iterator[T]:
        """Yield items; the time that getting them takes is that of `step`, the time between of "compare"."""
        for item in items:
            self.lap(step)
            yield item
            self.lap("compare")
        self.lap(step)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(self.seconds.get(step, 0) + now - self._last, 3)
        self._last = now


def _give_back() -> None:
    """Give the system back what drawing pages needed: making indexes is when a build is largest.

    The C library keeps freed memory, 18 MB of 140 at 1,000 weeks; malloc_trim is that of glibc.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _guard(root: Path, out: Path, cache: Path) -> None:
    """Refuse a site folder whose replacement would take the project or the cache with it."""
    for inside in (root, cache):
        if inside.resolve().is_relative_to(out.resolve()):
            raise RenderError(f"the site cannot be written to {out}: {inside} lies in it")


def _theme_files() -> tuple[str, ...]:
    spec = find_spec("material")
    if spec is None or not spec.submodule_search_locations:
        return ()
    return assets.theme_files(Path(spec.submodule_search_locations[0]) / "templates")
