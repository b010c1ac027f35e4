"""Turn woven units into one finished site, and put it in place whole."""

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from curator.errors import RenderError
from curator.site import swap
from curator.site.unit import Unit
from curator.workers import Workers

Engine = Literal["mkdocs", "zensical"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a run made: pages in the site, names of units rendered and reused, seconds by step."""

    pages: int
    rendered: tuple[str, ...]
    reused: tuple[str, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)


def _mkdocs(task: tuple[str, str]) -> None:
    from curator.site import engine_mkdocs

    engine_mkdocs.build(Path(task[0]), Path(task[1]))


def render(
    units: Sequence[Unit],
    *,
    root: Path,
    out: Path,
    cache: Path,
    engine: Engine = "mkdocs",
    processes: int | None = None,
    csp: Mapping[str, Sequence[str]] = {},
    on_done: Callable[[str], None] | None = None,
) -> Rendered:
    """Render the units that changed, assemble the site and swap it into `out`."""
    started = time.perf_counter()
    swap.recover(out)
    tasks = [(str(unit.folder / "mkdocs.yml"), str(cache / unit.name)) for unit in units]
    with Workers(processes, cpu_seconds=600, wall_seconds=900, memory=4 * 2**30) as workers:
        for unit, result in zip(units, workers.map(_mkdocs, tasks), strict=True):
            if result.error:
                raise RenderError(f"{unit.name}: {result.error}")
            if on_done:
                on_done(unit.name)
    new = swap.fresh(out)
    for unit in units:
        shutil.copytree(cache / unit.name, new / unit.path, copy_function=os.link, dirs_exist_ok=True)
    pages = sum(1 for _ in new.rglob("*.html"))
    swap.swap(new, out)
    return Rendered(
        pages, tuple(u.name for u in units), (), {"total": round(time.perf_counter() - started, 3)}
    )
