"""Turn woven units into one finished site, and put it in place whole.

    put right what a killed run left behind
    for each unit: is it in the cache, made of exactly this?      reuse it
                   else                                           make it (finish.make, in a worker)
    search: index what changed
    assemble: every file of the site by a hard link into the cache, in a fresh folder
    swap the folder in, unless the site already is just that

A unit's fingerprint covers its woven files, the project's configuration, overrides, hooks and assets,
the versions of everything that renders, and this package's own code.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from curator import __version__
from curator.errors import RenderError
from curator.site import assets, finish, links, search, styles, swap
from curator.site.unit import Unit
from curator.workers import Workers

Engine = Literal["mkdocs", "zensical"]

CPU_SECONDS = 600
WALL_SECONDS = 900
MEMORY = 8 * 2**30
"""Limits of one unit's render. Address space, not memory: Zensical's threads reserve much and use little."""

_MADE_BY = ("mkdocs", "mkdocs-material", "zensical", "markdown", "pymdown-extensions", "jinja2", "pygments")
_CODE = (
    "assets",
    "engine_mkdocs",
    "engine_zensical",
    "finish",
    "links",
    "policy",
    "search",
    "settle",
    "styles",
)
_PRELOAD = ("mkdocs.commands.build", "mkdocs.config.defaults", "curator.site.finish")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a run made.

    `pages` counts the pages of the site; `rendered` and `reused` name units; `broken` tells in words
    which links between pages lead nowhere; `changed` is False when the site already was just that;
    `seconds` holds the time of each step.
    """

    pages: int
    rendered: tuple[str, ...]
    reused: tuple[str, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    changed: bool = True


def warm(processes: int | None = None) -> Workers:
    """Start processes that import the engine while something else is being done; hand them to `render`.

    `processes` defaults to one for each processor, at least 2 and at most 4. A context manager.
    """
    workers = Workers(
        processes, cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS, memory=MEMORY, preload=_PRELOAD
    )
    workers.submit(len, ())
    return workers


def render(
    units: Sequence[Unit],
    *,
    root: Path,
    out: Path,
    cache: Path,
    engine: Engine = "mkdocs",
    workers: Workers | None = None,
    csp: Mapping[str, Sequence[str]] | None = None,
    extra: Mapping[str, bytes] | None = None,
    on_done: Callable[[str], None] | None = None,
) -> Rendered:
    """Render the units that changed, assemble the site and swap it into `out`.

    `root` holds mkdocs.yml, site_template/ and hooks/; `cache` keeps rendered units between runs and may
    be deleted at any time. `workers` come from `warm`; without them the run starts its own. `csp` names
    sources that pages may use beyond their own, by directive; `extra` names files of the site that no unit
    brings, by their places, with what is in them.
    `on_done` is called with the name of each unit as it is ready. Only one run may be at work. Raises
    RenderError, in the engine's words, and leaves the old site as it was.
    """
    clock = _Clock()
    _guard(root, out, cache)
    swap.recover(out)
    allowed = {name: tuple(sources) for name, sources in sorted((csp or {}).items())}
    versions = assets.own_files(root / "site_template" / "assets")
    common = _common(root, engine, allowed, versions)
    versions = versions | {assets.STYLES: common.hexdigest()[:10]}
    tasks = [
        finish.Task(
            engine=engine,
            name=unit.name,
            path=unit.path,
            config_file=str(unit.folder / "mkdocs.yml"),
            folder=str(cache / "units" / unit.name),
            bytecode=str(cache / "templates"),
            common=common.hexdigest(),
            fingerprint=_fingerprint(unit, common),
            theme=() if unit.path else _theme_files(),
            versions=versions,
            csp=allowed,
        )
        for unit in units
    ]
    records = {task.name: finish.read(Path(task.folder)) for task in tasks}
    stale = [task for task in tasks if (records[task.name] or {}).get("fingerprint") != task.fingerprint]
    reused = tuple(task.name for task in tasks if task not in stale)
    for name in reused:
        if on_done:
            on_done(name)
    clock.lap("compare")
    with ExitStack() as stack:
        if stale:
            _make(stale, workers or stack.enter_context(warm()), on_done)
    records |= {task.name: finish.read(Path(task.folder)) for task in stale}
    clock.lap("render")
    kept = [(task, record) for task in tasks if (record := records[task.name]) is not None]
    if len(kept) < len(tasks):
        raise RenderError("a rendered unit vanished from the cache while the site was made")
    documents = [(Path(task.folder) / "search", record["search"]) for task, record in kept]
    indexes = search.index(
        search.plan(documents, importlib.metadata.version("pagefind-bin")),
        cache / "search",
        len(os.sched_getaffinity(0)),
    )
    clock.lap("search")
    files = _files(kept, root, cache) | indexes | _extra(extra or {}, cache / "extra")
    files = styles.slim(
        files, [record for _, record in kept], (root / "mkdocs.yml").read_text("utf-8"), cache / "styles"
    )
    changed = not _same(out, files)
    if changed:
        new = swap.fresh(out)
        _assemble(new, files)
        clock.lap("assemble")
        swap.swap(new, out)
    _forget(cache, {task.name for task in tasks})
    clock.lap("swap")
    return Rendered(
        pages=sum(name.endswith(".html") for name in files),
        rendered=tuple(task.name for task in tasks if task in stale),
        reused=reused,
        seconds=clock.seconds,
        broken=links.broken([record for _, record in kept], files),
        changed=changed,
    )


class _Clock:
    """Seconds of each step, for the report."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._last, 3)
        self._last = now


def _guard(root: Path, out: Path, cache: Path) -> None:
    """Refuse a site folder whose replacement would take the project or the cache with it."""
    for inside in (root, cache):
        if inside.resolve().is_relative_to(out.resolve()):
            raise RenderError(f"the site cannot be written to {out}: {inside} lies in it")


def _common(
    root: Path, engine: str, csp: Mapping[str, Sequence[str]], versions: Mapping[str, str]
) -> "hashlib._Hash":
    """Hash what all units are made with."""
    config = (root / "mkdocs.yml").read_bytes()
    variables = re.findall(r"[A-Za-z_]\w*", " ".join(re.findall(r"!ENV\s+(.*)", config.decode("utf-8"))))
    state = hashlib.sha256()
    made_by = {name: _version(name) for name in _MADE_BY}
    environment = {name: os.environ.get(name) for name in variables}
    state.update(json.dumps([__version__, engine, made_by, csp, versions, environment]).encode())
    state.update(config)
    here = Path(__file__).parent
    for file in [here / f"{name}.py" for name in _CODE]:
        state.update(file.read_bytes())
    for folder in (root / "site_template" / "overrides", root / "hooks"):
        _feed(state, folder)
    return state


def _fingerprint(unit: Unit, common: "hashlib._Hash") -> str:
    state = common.copy()
    state.update(json.dumps([unit.name, unit.path]).encode())
    state.update((unit.folder / "mkdocs.yml").read_bytes())
    _feed(state, unit.folder / "docs")
    return state.hexdigest()


def _feed(state: "hashlib._Hash", folder: Path) -> None:
    for name in sorted(_walk(folder)):
        data = Path(folder, name).read_bytes()
        state.update(f"{name}\0{len(data)}\0".encode())
        state.update(data)


def _walk(folder: Path) -> Iterator[str]:
    """Yield the place of every file below a folder, with slashes; not of compiled Python."""
    top = str(folder)
    for path, folders, names in os.walk(top):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        prefix = path[len(top) + 1 :].replace(os.sep, "/")
        yield from (f"{prefix}/{name}" if prefix else name for name in names)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _theme_files() -> tuple[str, ...]:
    spec = importlib.util.find_spec("material")
    if spec is None or not spec.submodule_search_locations:
        return ()
    return assets.theme_files(Path(spec.submodule_search_locations[0]) / "templates")


def _make(tasks: Sequence[finish.Task], workers: Workers, on_done: Callable[[str], None] | None) -> None:
    """Make units in workers, the largest first so that none is left over at the end."""

    def size(task: finish.Task) -> int:
        return sum(f.stat().st_size for f in Path(task.config_file).parent.rglob("*.md"))

    futures = [workers.submit(finish.make, task) for task in sorted(tasks, key=size, reverse=True)]
    try:
        for future in as_completed(futures):
            result = future.result()
            if result.error:
                raise RenderError(f"{result.item.name}: {result.error}")
            if on_done:
                on_done(result.item.name)
    finally:
        for future in futures:
            future.cancel()


def _files(kept: Sequence[tuple[finish.Task, Mapping[str, Any]]], root: Path, cache: Path) -> dict[str, Path]:
    """Map every place in the site to the file that goes there."""
    files = {
        task.path + name: Path(task.folder) / "site" / name
        for task, record in kept
        for name in record["files"]
    }
    own = root / "site_template"
    files |= {name: own / name for name in assets.own_files(own / "assets")}
    robots = cache / "robots.txt"
    maps = [
        f"Sitemap: {record['site_url']}sitemap.xml"
        for task, record in kept
        if record["site_url"] and task.path + "sitemap.xml" in files
    ]
    _keep(robots, "\n".join(["User-agent: *", "Disallow:", *maps, ""]).encode())
    files.setdefault("robots.txt", robots)
    return files


def _extra(contents: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    files = {}
    for name, content in contents.items():
        files[name] = folder / hashlib.sha256(f"{name}\0".encode() + content).hexdigest()[:24]
        if not files[name].exists():
            folder.mkdir(parents=True, exist_ok=True)
            _keep(files[name], content)
    for file in folder.glob("*"):
        if file not in files.values():
            file.unlink()
    return files


def _keep(file: Path, content: bytes) -> None:
    """Write a small file of the cache, but not when it already holds just that."""
    if not file.exists() or file.read_bytes() != content:
        new = file.with_name(f".{file.name}.new")
        new.write_bytes(content)
        new.replace(file)


def _same(out: Path, files: Mapping[str, Path]) -> bool:
    """Tell whether the site consists of just these files, by their identity or their size and time."""
    if not out.is_dir():
        return False
    found = 0
    for place in _walk(out):
        source = files.get(place)
        if source is None:
            return False
        here, there = os.lstat(f"{out}/{place}"), os.stat(source)  # noqa: PTH116 - thousands of them
        linked = (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
        if not linked and (here.st_size, here.st_mtime_ns) != (there.st_size, there.st_mtime_ns):
            return False
        found += 1
    return found == len(files)


def _assemble(new: Path, files: Mapping[str, Path]) -> None:
    """Link every file into the fresh folder; copy where links are not possible."""
    for folder in sorted({str(Path(place).parent) for place in files}):
        (new / folder).mkdir(parents=True, exist_ok=True)
    for place, source in files.items():
        try:
            os.link(source, new / place)
        except OSError:
            shutil.copy2(source, new / place)


def _forget(cache: Path, names: set[str]) -> None:
    """Remove units from the cache that the site no longer has."""
    for folder in (cache / "units").glob("*"):
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)
