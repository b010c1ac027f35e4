"""Compute what a cluster would need: python -m benchmarks.scale_simulated [--feeds N] [--courses N] ...

measure on this machine what one feed, one drafted course and one rendered course cost the driver and a worker
    (real Dask workers on loopback, real runs of `curate`, processor time of every process)
for each number of machines: how long would each stage take, and what holds it: driver, workers, or waiting
    for hosts?

Measured units can be kept and used again: --save FILE, --units FILE. Everything else is an assumption and
stands in ASSUMPTIONS; change it there or on the command line, and run it again.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import scale
from benchmarks.dask_processes import processes
from benchmarks.scale_web import web
from benchmarks.table import Row, show

MACHINES = (1, 2, 5, 10, 50)
Lay = Callable[[Path, int, str], None]
FEEDS, COURSES, WEEKS = 600, 12, 10
"""Sizes at which the units are measured: feeds pulled, courses drafted, weeks of each rendered course."""


@dataclass(frozen=True, slots=True)
class Units:
    """Seconds of a processor that one thing costs: on the driver, and on a worker with its children."""

    feed_driver: float
    feed_worker: float
    draft_driver: float
    draft_worker: float
    site_driver: float
    site_worker: float
    start: float
    """Seconds that a run takes before and after its work."""


@dataclass(frozen=True, slots=True)
class World:
    """What is assumed of the world outside."""

    feeds: int = 20_000
    courses: int = 300
    threads: int = 2
    """Processors of a worker's machine, each as fast as one of this machine."""
    feeds_per_host: float = 2.0
    largest_host: int = 40
    """Feeds of the host that has most."""
    pages: int = 120
    """Pages that a course's draft asks for, when none is known."""
    answer: float = 0.5
    """Seconds until a host has answered."""
    gap: float = 2.0
    """Seconds between two requests to a host (`per_host_delay`)."""
    connections: int = 40
    """Requests under way at once, on each machine."""


ASSUMPTIONS = (
    "all feeds are new and all pages unknown: the dearest run there is; a weekly one finds most unchanged",
    "machines are as fast as this one; the driver is one such machine and uses one processor",
    "the network is no limit: at 50 kB an answer, 20,000 feeds are 1 GB in and 1 GB out of the driver",
    "hosts are alike but for the largest; pages lie on as many hosts as feeds do",
    "nothing fails and no machine is lost; a lost one costs its task, some 20 documents or one course",
    "stages follow one another; within one, driver, workers and waiting overlap, so the slowest counts",
)


# --- units, measured --------------------------------------------------------------------------------------


def measure() -> Units:
    """Run pull, draft and site on two real workers and divide what they cost.

    What a run costs whatever its size is paid once: feeds and courses are charged what a large run costs
    beyond a small one.
    """
    with tempfile.TemporaryDirectory() as folder, web() as proxy:
        place = Path(folder)

        def cost(command: str, lay: Lay, size: int) -> tuple[float, float, float]:
            root = place / f"{command}-{size}"
            lay(root, size, proxy)
            found = scale.alone(command, root, cluster)
            return found["seconds"], found["cpu"], found["workers"]

        def each(command: str, lay: Lay, small: int, large: int) -> tuple[float, float]:
            cost(command, lay, small + 1)  # workers import what they need
            _, driver, workers = cost(command, lay, small)
            _, more, theirs = cost(command, lay, large)
            return (more - driver) / (large - small), (theirs - workers) / (large - small)

        with processes(place / "cluster", 2, scheme="tcp", threads=1) as cluster:
            feed = each("pull", scale.lay_feeds, 2, FEEDS)
            draft = each("draft", scale.lay_courses, 2, COURSES)
            _, driver, workers = cost("site", scale.lay_weeks, 20 * WEEKS)
            start, _, _ = cost("pull", scale.lay_feeds, 4)
    return Units(*feed, *draft, driver / 20, workers / 20, start)


# --- a run, computed --------------------------------------------------------------------------------------


def stages(units: Units, world: World, machines: int) -> dict[str, dict[str, float]]:
    """Return, for each stage, the seconds that each of driver, workers and waiting would need."""
    hands = machines * world.threads
    lanes = machines * world.connections
    turn = world.answer + world.gap
    hosts = world.feeds / world.feeds_per_host
    pages = world.courses * world.pages
    return {
        "pull": {
            "driver": world.feeds * units.feed_driver,
            "workers": world.feeds * units.feed_worker / hands,
            "waiting": max(world.largest_host * turn, world.feeds * turn / min(lanes, hosts)),
        },
        "draft": {
            "driver": world.courses * units.draft_driver,
            "workers": world.courses * units.draft_worker / hands,
            "waiting": max(pages / hosts * turn, pages * turn / min(lanes, hosts)),
        },
        "site": {
            "driver": world.courses * units.site_driver,
            "workers": max(units.site_worker, world.courses * units.site_worker / hands),
        },
    }


def rows(units: Units, world: World) -> list[Row]:
    """Return a row for each number of machines: minutes, and what holds each stage."""
    found: list[Row] = []
    for machines in MACHINES:
        total, notes = units.start, []
        for name, parts in stages(units, world, machines).items():
            holder = max(parts, key=lambda part: parts[part])
            total += parts[holder]
            told = ", ".join(f"{part} {seconds:,.0f} s" for part, seconds in parts.items())
            notes.append(f"{name}: held by {holder} ({told})")
        found.append({"measure": f"{machines} machines", "value": f"{total / 60:,.1f} min", "notes": notes})
    return found


def main() -> None:
    """Measure or read the units, compute, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_simulated", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--units", type=Path, help="units measured before")
    parser.add_argument("--save", type=Path, help="where to keep the units")
    for name, value in asdict(World()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    units = Units(**json.loads(options.units.read_text())) if options.units else measure()
    if options.save:
        options.save.write_text(json.dumps(asdict(units), indent=2) + "\n")
    world = World(**{name: getattr(options, name) for name in asdict(World())})
    measured: list[Row] = [
        {"measure": name, "value": round(value, 4), "unit": "s"} for name, value in asdict(units).items()
    ]
    assumed: list[Row] = [{"measure": name, "value": value} for name, value in asdict(world).items()]
    assumed += [{"measure": "assumed", "value": line} for line in ASSUMPTIONS]
    title = f"{world.feeds:,} feeds, {world.courses:,} courses"
    sections: dict[str, Any] = {
        "units, measured here": measured,
        "assumptions": assumed,
        title: rows(units, world),
    }
    show(sections, as_json=options.json)


if __name__ == "__main__":
    main()
