"""Show how far one machine goes, and what a cluster costs beside it.

    python -m benchmarks.scale [--only NAME] [--executor NAME] [--brief] [--size N] [--json]

for this machine alone, then with 1, 2 and 4 workers of a cluster:
    for each load, at each of its sizes (1, 4 and 16 times the first, or what comes near it):
        lay down a project of that size, with a store as earlier runs left it
        do the work in a process of its own, and take its time and memory
    for each load: the exponent with which processor time grows from the last size but one to the last

Processor time is that of the process and of its children, so that a busy machine spoils no exponent; memory
is the most that the driver held. All servers are one on loopback, which is asked as a proxy and answers for
every host. A load is one record in LOADS. With workers, the work of loads that take `--cluster` is shared
with real Dask workers on this machine, one thread each, and their processor time counts: so the clock shows
what a cluster costs here, and a gain only where this machine has processors that nobody uses. With workers
the small sizes (`brief`) are run; `--brief` runs no others here, either. `--size` names sizes instead.
"""

import argparse
import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
import yaml

from benchmarks.dask_processes import Processes, processes
from benchmarks.scale_web import ETAG, web
from benchmarks.speed_rank import NEEDS, made_up
from benchmarks.table import Row, show
from curator.app import composition
from curator.app.scaffold import NewCourse, lay_down
from curator.config import load_project
from curator.execution.workers import Workers, processors
from curator.model import Entry, Feed, StoredPage, content_hash, entry_key

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COURSE = "scale"
CONNECTIONS = 40
GROWTH = 1.1
"""Exponent that no load should exceed; a load that does says why."""

EXECUTORS = {"local": 0, "1 worker": 1, "2 workers": 2, "4 workers": 4}
"""Workers of a cluster that shares the work; none: this process and its children do it."""


@dataclass(frozen=True, slots=True)
class Load:
    """A load: its name, its sizes, how a project of a size is laid down, and the work on it.

    `before` is done in a process of its own first and not measured. Both are done with the server's address.
    """

    name: str
    sizes: tuple[int, ...]
    lay: Callable[[Path, int, str], None]
    work: str
    before: tuple[str, ...] = ()
    brief: int = 2
    """How many of the sizes are run with workers."""
    alone: str = ""
    """Why a cluster takes no part in it."""
    why: str = ""
    """Why it may grow faster than GROWTH."""


# --- projects of any size ---------------------------------------------------------------------------------


def _project(root: Path, proxy: str, *, courses: int = 1, feeds: Sequence[str] = ()) -> None:
    lay_down(root, NewCourse(COURSE, NEEDS[0]), today=NOW.date())
    pull = {"proxy": proxy, "per_host_delay": 0, "connections": CONNECTIONS}
    text = json.dumps({"pull": pull, "feeds": [{"url": url} for url in feeds]}, indent=0)
    (root / "feeds.yml").write_text(text, "utf-8")
    told = (root / f"courses/{COURSE}/course.yml").read_text("utf-8")
    (root / f"courses/{COURSE}/course.yml").write_text(f"{told}\nshortlist: 12\n", "utf-8")
    for number in range(1, courses):
        folder = root / f"courses/{COURSE}-{number}"
        folder.mkdir()
        said = {"title": f"Course {number}", "need": NEEDS[number % len(NEEDS)], "start": "2026-11-23"}
        (folder / "course.yml").write_text(yaml.safe_dump(said | {"shortlist": 12}), "utf-8")


def lay_feeds(root: Path, size: int, proxy: str) -> None:
    """Lay down `size` feeds, two to a host."""
    _project(root, proxy, feeds=[f"http://host{n // 2}.example/{n}/feed.xml" for n in range(size)])


PAGES = "pages.json"


def lay_pages(root: Path, size: int, proxy: str) -> None:
    """Lay down the addresses of `size` pages, four to a host."""
    _project(root, proxy)
    urls = [f"http://host{n // 4}.example/{n}.html" for n in range(size)]
    (root / PAGES).write_text(json.dumps(urls), "utf-8")


def _entries(root: Path, size: int, proxy: str, *, courses: int = 1) -> None:
    """Lay down a store of `size` entries, 50 to a feed, over the last two years."""
    feeds = [f"http://host{n}.example/feed.xml" for n in range(size // 50)]
    _project(root, proxy, courses=courses, feeds=feeds)
    chance = random.Random(1)  # noqa: S311 - made-up texts, no secret
    words = sorted({w for a in made_up(300) for w in a.text.lower().split()})
    weights = [1 / (place + 3) for place in range(len(words))]
    store = composition.store(load_project(root).state)
    for number, feed in enumerate(feeds):
        rows = []
        for n in range(50):
            said = chance.choices(words, weights, k=48)
            day = NOW - timedelta(hours=chance.randrange(2 * 365 * 24))
            url = f"http://host{number}.example/{n}.html"
            entry = Entry(url, " ".join(said[:8]), url, published=day, summary=" ".join(said))
            rows.append((entry_key(entry), content_hash(entry), entry))
        store.add_entries(feed, rows, NOW)
    store.close()


def lay_courses(root: Path, size: int, proxy: str) -> None:
    """Lay down `size` courses over 10,000 entries."""
    _entries(root, 10_000, proxy, courses=size)


def lay_weeks(root: Path, size: int, proxy: str) -> None:
    """Lay down `size` published weeks in 20 courses."""
    _project(root, proxy, courses=20)
    articles = iter(made_up(size))
    each = size // 20
    start = NOW.date() - timedelta(weeks=each)
    for file in root.glob("courses/*/course.yml"):
        said = yaml.safe_load(file.read_text("utf-8")) | {"start": start.isoformat()}
        file.write_text(yaml.safe_dump(said), "utf-8")
        for week in range(1, each + 1):
            article = next(articles)
            content = [{"url": article.url, "title": article.title, "minutes": 5, "note": article.text[:200]}]
            front = {"week": week, "title": f"Week number {week}", "status": "published", "content": content}
            text = f"---\n{yaml.safe_dump(front)}---\nWelcome to this week.\n"
            (file.parent / f"week-{week:02d}.md").write_text(text, "utf-8")


def _candidates(root: Path, size: int, proxy: str) -> None:
    """Lay down `size` suggestions whose pages are known."""
    _project(root, proxy)
    (root / f"courses/{COURSE}/week-01.md").write_text("---\nweek: 1\ntitle: One\n---\n", "utf-8")
    articles = made_up(size)
    text = json.dumps({"suggestions": [{"url": article.url} for article in articles]}, indent=0)
    (root / f"courses/{COURSE}/suggestions.yml").write_text(text, "utf-8")
    store = composition.store(load_project(root).state)
    store.save_pages(StoredPage(article.url, NOW, article) for article in articles)
    store.close()


# --- the work ---------------------------------------------------------------------------------------------


def _curate(*arguments: str) -> Callable[[Path, Sequence[str]], None]:
    def work(root: Path, more: Sequence[str]) -> None:
        from curator.cli import main

        try:
            main([arguments[0], "-C", str(root), "--today", "2026-11-23", "-q", *arguments[1:], *more])
        except SystemExit as leaving:
            if leaving.code:
                raise

    return work


def _shortlist(root: Path, _: Sequence[str]) -> None:
    from curator.app.run import Run
    from curator.app.shortlist import shortlist

    with Run.open(root, now=NOW, today=NOW.date()) as run:
        assert shortlist(run, run.project.courses[0], 1).candidates


def _weigh(root: Path, _: Sequence[str]) -> None:
    from curator.app.review import open_session, weigh
    from curator.app.run import Run

    with Run.open(root, now=NOW, today=NOW.date()) as run:
        weigh(run, open_session(run, run.project.courses[0], 1))


def _read(root: Path, more: Sequence[str]) -> None:
    from curator.app.pages import FeedItem, read_pages
    from curator.app.run import Run

    urls = json.loads((root / PAGES).read_text("utf-8"))
    feed = Feed(url="http://host0.example/feed.xml")
    items = [FeedItem(Entry(url, url, url), feed) for url in urls]
    with Run.open(root, now=NOW, today=NOW.date(), cluster="".join(more[1:])) as run:
        assert len(read_pages(run, items)) == len(urls)


def _change(root: Path, _: Sequence[str]) -> None:
    file = root / f"courses/{COURSE}/week-05.md"
    file.write_text(file.read_text("utf-8").replace("Week number 5", "Another title"), "utf-8")


WORK: dict[str, Callable[[Path, Sequence[str]], None]] = {
    "pull": _curate("pull"),
    "draft": _curate("draft"),
    "site": _curate("site"),
    "read": _read,
    "shortlist": _shortlist,
    "weigh": _weigh,
    "change": _change,
}

FEEDS = (300, 1_200, 5_000, 20_000)
WEEKS = (200, 800, 3_200)
_HERE = "the driver does it alone: it holds the store, and "
LOADS = (
    Load("feeds pulled, all new", FEEDS, lay_feeds, "pull"),
    Load("feeds pulled, unchanged", FEEDS, lay_feeds, "pull", ("pull",)),
    Load("pages fetched and read", (300, 1_200, 5_000), lay_pages, "read"),
    Load("courses drafted", (20, 80, 300), lay_courses, "draft", ("shortlist",)),
    Load("weeks, site made", WEEKS, lay_weeks, "site"),
    Load("weeks, one title changed", WEEKS, lay_weeks, "site", ("site", "change")),
    Load(
        "shortlist over entries in the store",
        (10_000, 40_000, 160_000, 500_000),
        _entries,
        "shortlist",
        ("shortlist",),
        alone=_HERE + "one course is one task, so nothing is won by sending it",
    ),
    Load(
        "candidates weighed for the review",
        (300, 1_200, 5_000),
        _candidates,
        "weigh",
        ("weigh",),
        alone=_HERE + "the review page waits for it here; `curate review` takes no `--cluster`",
    ),
)


# --- a process of its own ---------------------------------------------------------------------------------


def alone(work: str, root: Path, cluster: Processes | None) -> dict[str, float]:
    """Do a work in a process of its own and return what it cost, the workers' processor time, too."""
    command = [sys.executable, "-m", "benchmarks.scale", "--do", work, str(root)]
    command += ["--cluster", cluster.address] if cluster else []
    before = cluster.seconds() if cluster else 0.0
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{work} on {root} ended with {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    found["workers"] = cluster.seconds() - before if cluster else 0.0
    return found


def _counting() -> Callable[[], float]:
    """Let pools add up what their children cost, which the system does not count; returns the sum so far."""
    import psutil  # comes with Dask

    end, total = Workers.close, [0.0]

    def close(pool: Workers) -> None:
        if pool._server:
            for child in psutil.Process(pool._server.process.pid).children():
                with suppress(psutil.NoSuchProcess):
                    times = child.cpu_times()
                    total[0] += times.user + times.system
        end(pool)

    Workers.close = close  # type: ignore[assignment, method-assign]
    return lambda: total[0]


def _do(work: str, root: Path, cluster: str) -> None:
    """Do the work and print what it cost: seconds by the clock and of processors, the driver's megabytes."""
    of_pools = _counting()
    begun = perf_counter()
    WORK[work](root, ("--cluster", cluster) if cluster else ())
    spent = perf_counter() - begun
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(each.ru_utime + each.ru_stime for each in (own, children)) + of_pools()
    print(json.dumps({"seconds": spent, "cpu": cpu, "megabytes": own.ru_maxrss / 1024}))


@contextmanager
def _running(workers: int) -> Iterator[Processes | None]:
    """Run a cluster of so many workers; none for this machine alone."""
    if not workers:
        yield None
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        processes(Path(folder), workers, scheme="tcp", threads=1) as it,
    ):
        yield it


# --- beside a bare loop -----------------------------------------------------------------------------------

BESIDE = 5_000


def _beside_bare_loop(proxy: str) -> list[Row]:
    """Pull 5,000 unchanged feeds as a command does, and with nothing but aiohttp; the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        lay_feeds(root, BESIDE, proxy)
        alone("pull", root, None)
        ours, bare = [], []
        for _ in range(3):
            bare.append(asyncio.run(_bare(proxy)))
            ours.append(alone("pull", root, None))
    rate, peer = BESIDE / min(cost["seconds"] for cost in ours), BESIDE / min(bare)
    return [
        {"measure": "unchanged feeds a second", "value": rate, "baseline": {"bare aiohttp loop": peer}},
        {"measure": "rate against the bare loop", "value": rate / peer, "target": 0.4},
    ]


async def _bare(proxy: str) -> float:
    free = asyncio.Semaphore(CONNECTIONS)
    urls = [f"http://host{n // 2}.example/{n}/feed.xml" for n in range(BESIDE)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:

        async def one(url: str) -> int:
            headers = {"If-None-Match": ETAG.decode()}
            async with free, session.get(url, proxy=proxy, headers=headers) as response:
                await response.read()
                return response.status

        begun = perf_counter()
        statuses = await asyncio.gather(*(one(url) for url in urls))
        spent = perf_counter() - begun
    assert set(statuses) == {304}
    return spent


# --- the table --------------------------------------------------------------------------------------------


def _measure(load: Load, proxy: str, cluster: Processes | None, sizes: Sequence[int]) -> list[Row]:
    rows: list[Row] = []
    found: dict[int, dict[str, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "project"
            load.lay(root, size, proxy)
            for before in load.before:
                alone(before, root, None)
            found[size] = cost = alone(load.work, root, cluster)
        theirs = f" and {cost['workers']:.1f} s of the workers'" if cluster else ""
        value = (
            f"{cost['seconds']:.1f} s, {cost['cpu']:.1f} s of processors{theirs}, {cost['megabytes']:.0f} MB"
        )
        rows.append({"measure": f"{size:,} {load.name}", "value": value})
        print(f"{size:,} {load.name}: {value}", file=sys.stderr, flush=True)
    if len(found) > 1:
        rows.append(_growth(load, found))
    return rows


def _growth(load: Load, found: Mapping[int, Mapping[str, float]]) -> Row:
    """Return the exponent of growth; the reason stands beside one that is too high."""
    (small, least), (large, largest) = list(found.items())[-2:]
    exponent = log(_cpu(largest) / _cpu(least)) / log(large / small)
    return {
        "measure": f"growth exponent: {load.name}",
        "value": round(exponent, 2),
        "target": GROWTH,
        "at_most": True,
        "notes": [load.why or "why is not known: find out"] if exponent > GROWTH else [],
    }


def _cpu(cost: Mapping[str, float]) -> float:
    return cost["cpu"] + cost["workers"]


def _warm(cluster: Processes, proxy: str) -> None:
    """Let the workers import what they need, which is paid once a worker and not once a run."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        lay_feeds(root, 40, proxy)
        alone("pull", root, cluster)
        alone("site", root, cluster)


def _section(loads: Sequence[Load], proxy: str, workers: int, options: argparse.Namespace) -> list[Row]:
    """Run the loads on this machine, or on a cluster of so many workers; return their rows."""
    rows: list[Row] = []
    with _running(workers) as cluster:
        if cluster:
            _warm(cluster, proxy)
        for load in loads:
            if cluster and load.alone:
                rows.append({"measure": load.name, "value": "local only", "notes": [load.alone]})
                continue
            small = options.brief or cluster is not None
            sizes = options.size or (load.sizes[: load.brief] if small else load.sizes)
            rows += _measure(load, proxy, cluster, sizes)
    return rows


def main() -> None:
    """Measure the loads asked for and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", action="append", metavar="NAME", help="loads whose names hold this")
    parser.add_argument(
        "--size", action="append", type=int, metavar="N", help="this size instead of a load's own"
    )
    parser.add_argument("--brief", action="store_true", help="the small sizes only")
    parser.add_argument("--executor", choices=list(EXECUTORS), action="append")
    parser.add_argument("--do", nargs=2, metavar=("WORK", "DIR"), help="do one work on a project; for itself")
    parser.add_argument("--cluster", default="", metavar="URL", help="share that work; for itself")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.do:
        _do(options.do[0], Path(options.do[1]), options.cluster)
        return
    wanted = [load for load in LOADS if not options.only or any(name in load.name for name in options.only)]
    beside = not options.only or any(name in "beside a bare loop" for name in options.only)
    sections: dict[str, Any] = {}
    with web() as proxy:
        for name in options.executor or EXECUTORS:
            told = f"{name}, on {processors()} processors that driver, children and workers share"
            sections[told] = _section(wanted, proxy, EXECUTORS[name], options)
            if beside and not EXECUTORS[name]:
                sections[told] += _beside_bare_loop(proxy)
    show(sections, as_json=options.json)


if __name__ == "__main__":
    main()
