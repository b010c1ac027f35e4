"""Building the site, beside a stock `mkdocs build` of the same pages and a bare Hugo.

    archive(root, weeks)      a project with courses of 50 weeks, the same bytes in every run
    Ours(root)                `curate site` on it, as a person would run it
    stock(root, generated)        the generated pages as one site, Material as it comes
    hugo(root, generated)         the same pages, a theme of a few lines

Every figure is the time of a whole command by the clock: start of Python, reading the week files, generating,
rendering, search index, swap. Beside it stands the processor time of all its processes, which other work on
the machine changes far less.
"""

import ctypes
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.speed_search import measure_search
from benchmarks.table import Row

HERE = Path(__file__).parents[1]
TODAY = "2026-11-23"
PER_COURSE = 50
GRACE = 1.0
"""Seconds in which what a command has left behind may end; workers are killed, so they do."""
KINDS = ("article", "video", "podcast", "paper", "thread")


_SYLLABLES = (
    "ba be bi co cu da de di do fa fe ga go ha he la le li lo ma me mi mo na ne no pa pe "
    "po ra re ri ro sa se si so ta te ti to tion ment ing ly er al en or ist ance"
)
_BARE = "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>"


# --- the archive ---------------------------------------------------------------------------------


def vocabulary(size: int = 12_000) -> list[str]:
    """Invent words: as many different ones as a year of texts on one field has, the same in every run."""
    source = random.Random(1)  # noqa: S311 - not for secrets
    words = dict.fromkeys(
        "".join(source.choices(_SYLLABLES.split(), k=source.randint(2, 4))) for _ in range(size * 2)
    )
    return list(words)[:size]


class _Writer:
    """Sentences over a vocabulary whose few first words are frequent and whose many last ones are rare."""

    def __init__(self) -> None:
        self.source = random.Random(2)  # noqa: S311 - not for secrets
        self.words = vocabulary()
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]

    def text(self, length: int) -> str:
        words = self.source.choices(self.words, self.weights, k=length)
        for at in range(0, length, 12):
            words[at] = words[at].capitalize()
            words[min(at + 11, length - 1)] += "."
        return " ".join(words)


def archive(root: Path, weeks: int) -> None:
    """Lay down a project with `weeks` published weeks, PER_COURSE in a course."""
    writer = _Writer()
    tags = [f"{writer.text(2).rstrip('.').lower()}" for _ in range(24)]
    for name in ("hooks", "site_template"):
        shutil.copytree(HERE / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    config = (HERE / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"(?m)^site_url:.*\n", "", config) + "\nsite_url: https://learn.example.org/\n"
    (root / "mkdocs.yml").write_text(config, "utf-8")
    _yaml(root / "feeds.yml", {"feeds": [], "tags": [{"name": tag} for tag in tags]})
    for number in range(-(-weeks // PER_COURSE)):
        count = min(PER_COURSE, weeks - number * PER_COURSE)
        folder = root / "courses" / f"course-{number + 1:02d}"
        start = date.fromisoformat(TODAY) - timedelta(weeks=count)
        course = {
            "title": writer.text(4).rstrip("."),
            "need": writer.text(30),
            "audience": writer.text(12),
            "start": start,
            "weeks": [{"title": writer.text(5).rstrip(".")} for _ in range(count)],
        }
        _yaml(folder / "course.yml", course)
        for week in range(1, count + 1):
            _week(folder / f"week-{week:02d}.md", writer, week, start + timedelta(weeks=week - 1), tags)


def _week(file: Path, writer: _Writer, week: int, opens: date, tags: Sequence[str]) -> None:
    pick = writer.source
    content = [
        {
            "url": f"https://example.org/{file.parent.name}/{week}/{k}",
            "title": writer.text(7).rstrip("."),
            "source": writer.text(2).rstrip("."),
            "author": writer.text(2).rstrip("."),
            "published": opens - timedelta(days=pick.randint(1, 20)),
            "kind": pick.choice(KINDS),
            "minutes": pick.randint(2, 20),
            "tags": sorted(pick.sample(tags, 2)),
            "note": writer.text(35),
            "excerpt": writer.text(35)[:300],
            "why": {"score": 0.7, "reasons": ["close to the need", f"keyword: {pick.choice(tags)}"]},
        }
        for k in range(1, 6)
    ]
    front = {
        "week": week,
        "title": writer.text(5).rstrip("."),
        "status": "published",
        "opens": opens,
        "objective": writer.text(18),
        "content": content,
        "conversation": [
            {"id": f"q{k}", "question": f"How would you {writer.text(12).lower().rstrip('.')}?", "about": k}
            for k in range(1, 4)
        ],
        "connection": {
            "people": [
                {"name": writer.text(2).rstrip("."), "url": "https://example.org/p"} for _ in range(2)
            ],
            "prompts": [writer.text(14) for _ in range(3)],
        },
    }
    body = "\n\n".join(writer.text(50) for _ in range(4))
    text = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=10_000)
    file.write_text(f"---\n{text}---\n{body}\n", "utf-8")


def _yaml(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")


def edit(
    root: Path, course: int = 1, week: int = 7, words: str = "A sentence that was not there before."
) -> None:
    """Change the introduction of one week, as a curator would."""
    file = root / "courses" / f"course-{course:02d}" / f"week-{week:02d}.md"
    file.write_text(file.read_text("utf-8") + f"\n{words}\n", "utf-8")


# --- commands ------------------------------------------------------------------------------------


class Cost(NamedTuple):
    """What a command took: seconds by the clock, and of processor time in all its processes."""

    clock: float
    cpu: float


def run(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end and return what it took; its own words when it fails."""
    _adopt()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=cwd,
        # Compiled modules are read and written as on any machine, whatever this one's environment says.
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    clock = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] or time.perf_counter() < begun + clock + GRACE:
            time.sleep(0.001)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@cache
def _adopt() -> None:
    """Become the parent of processes that lose theirs (see PR_SET_CHILD_SUBREAPER), to know their time."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def site(root: Path) -> Cost:
    """Build the site with our own command."""
    return run([sys.executable, "-m", "curator", "site", "-q", "--today", TODAY], root)


def stock(root: Path) -> Cost:
    """Build the generated pages as one site with Material as it comes, its own search included."""
    folder = root / ".curator" / "stock"
    shutil.rmtree(folder, ignore_errors=True)
    docs = _together(root, folder / "docs")
    shutil.rmtree(docs / "assets", ignore_errors=True)
    extensions = yaml.safe_load((HERE / "mkdocs.yml").read_text("utf-8")).get("markdown_extensions", [])
    config = {
        "site_name": "Stock",
        "site_url": "https://learn.example.org/",
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False},
        "markdown_extensions": extensions,
    }
    _yaml(folder / "mkdocs.yml", config)
    return run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", "mkdocs.yml"], folder)


def hugo(root: Path) -> Cost | None:
    """Build the same pages with Hugo and a theme of a few lines; None where Hugo is not installed."""
    program = Path(sys.executable).with_name("hugo")
    if not program.exists():
        return None
    folder = root / ".curator" / "hugo"
    shutil.rmtree(folder, ignore_errors=True)
    content = _together(root, folder / "content")
    shutil.rmtree(content / "assets", ignore_errors=True)
    for index in content.rglob("index.md"):
        index.rename(index.with_name("_index.md"))
    for name in ("single", "list"):
        layout = folder / "layouts" / "_default" / f"{name}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(_BARE, "utf-8")
    _yaml(
        folder / "hugo.yaml",
        {
            "baseURL": "https://learn.example.org/",
            "title": "Bare",
            "disableKinds": ["taxonomy", "term", "RSS"],
            "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        },
    )
    return run([str(program), "build", "--quiet"], folder)


def _together(root: Path, target: Path) -> Path:
    """Lay the generated pages of all units in one folder."""
    generated = root / ".curator" / "generated"
    shutil.copytree(generated / "hub" / "docs", target)
    for unit in sorted(generated.iterdir()):
        if unit.name != "hub" and unit.is_dir():
            shutil.copytree(unit / "docs", target / unit.name, ignore=shutil.ignore_patterns("assets"))
    return target


@contextmanager
def memory() -> Iterator[Callable[[], float]]:
    """Watch all descendants of this process; the callable tells the largest resident set seen, in MB."""
    largest = 0
    stop = threading.Event()

    def watch() -> None:
        nonlocal largest
        while not stop.wait(0.02):
            for kilobytes in _descendants(os.getpid()):
                largest = max(largest, kilobytes)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lambda: largest / 1024
    finally:
        stop.set()
        thread.join()


def _descendants(pid: int) -> Iterator[int]:
    """Yield the peak resident set (VmHWM) of every living descendant, in kB."""
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            try:
                status = Path(f"/proc/{child}/status").read_text()
            except OSError:
                continue
            if found := re.search(r"VmHWM:\s*(\d+)", status):
                yield int(found[1])
            yield from _descendants(int(child))


# --- the table -----------------------------------------------------------------------------------


def measure(sizes: Sequence[int] = (200, 500, 1000, 2000), full: int = 1000) -> list[Row]:
    """Measure building archives of `sizes` weeks; the peers stand beside the one of `full` weeks."""
    rows: list[Row] = []
    cold: dict[int, Cost] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="curator-bench-") as name:
            root = Path(name)
            archive(root, size)
            with memory() as peak:
                cold[size] = site(root)
                pages = sum(1 for _ in (root / "site").rglob("*.html"))
            rows.append(_timed(f"cold build, {size} weeks ({pages} pages)", cold[size]))
            if size == full:
                rows.append(_row("peak memory of the largest process", peak(), "MB", 150))
                rows += _peers(root, cold[size])
                rows += measure_search(root)
    if len(sizes) > 1:
        small, large = min(sizes), max(sizes)
        growth = (cold[large].clock / cold[small].clock) / (large / small)
        rows.append(_row(f"growth from {small} to {large} weeks, beside linear", growth, "x", 1.1))
    return rows


def _peers(root: Path, cold: Cost) -> list[Row]:
    same = min(site(root) for _ in range(3))
    changed = []
    for attempt in range(5):
        edit(root, words=f"A sentence that was not there before, number {attempt}.")
        changed.append(site(root))
    one = sorted(changed)[2]
    baseline = stock(root)
    bare = hugo(root)
    rows = [
        _timed("stock mkdocs build", baseline),
        *([_timed("bare Hugo's full build", bare)] if bare else []),
        _beside("cold build / stock mkdocs build", cold, baseline, 0.20),
        _timed("one week changed", one),
        _beside("one week changed / stock mkdocs build", one, baseline, 0.03),
    ]
    if bare:
        rows.append(_beside("one week changed / bare Hugo's full build", one, bare, 1.5))
    rows.append(_timed("nothing changed", same, 1.3))
    return rows


def _timed(measure: str, cost: Cost, target: float | None = None) -> Row:
    return _row(measure, cost.clock, "s", target, {"processor time": round(cost.cpu, 2)})


def _beside(measure: str, cost: Cost, peer: Cost, target: float) -> Row:
    by_cpu = {"by processor time": round(cost.cpu / peer.cpu, 4)}
    return _row(measure, cost.clock / peer.clock, "", target, by_cpu)


def _row(
    measure: str,
    value: float,
    unit: str,
    target: float | None = None,
    baseline: dict[str, float] | None = None,
) -> Row:
    row: dict[str, Any] = {"measure": measure, "value": round(value, 4), "unit": unit, "target": target}
    return row | {"baseline": baseline or {}, "at_most": True}


if __name__ == "__main__":
    from benchmarks.table import show

    sizes = tuple(int(argument) for argument in sys.argv[1:]) or (200, 500, 1000, 2000)
    show({"site": measure(sizes)}, as_json=False)
