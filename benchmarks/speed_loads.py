"""Loads that must grow in line: the start of the review with many candidates, and one course of many weeks.

Each figure is that of a process of its own. The review is opened twice: first the texts become vectors, then
everything is known, as in every week but the first; the second is told. A course is built cold, then again
after the title of one old week changed.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from benchmarks.speed_rank import made_up
from benchmarks.table import Row
from curator.app import composition
from curator.app.scaffold import NewCourse, lay_down
from curator.config import load_project
from curator.model import StoredPage

CANDIDATES = (400, 800, 1600, 3000)
WEEKS = (62, 125, 250, 500)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COURSE = "loads"
NEED = "Colleagues must learn to ask and to answer well."


def measure() -> list[Row]:
    """Print every size and, for each kind of load, the exponent of its growth from first to last."""
    rows: list[Row] = []
    reviews = {size: _review(size) for size in CANDIDATES}
    for size, cost in reviews.items():
        rows.append({"measure": f"start of the review, {size:,} candidates, s", "value": cost["seconds"]})
        rows.append({"measure": f"memory of it, {size:,} candidates, MB", "value": cost["megabytes"]})
    rows.append(_growth("start of the review", {s: c["seconds"] for s, c in reviews.items()}))
    courses = {weeks: _course(weeks) for weeks in WEEKS}
    for weeks, cost in courses.items():
        for name, value in cost.items():
            rows.append({"measure": f"one course of {weeks} weeks: {name}", "value": value})
    rows.append(_growth("HTML of a course", {w: c["HTML, MB"] for w, c in courses.items()}))
    return rows


def _growth(what: str, found: dict[int, float]) -> Row:
    (small, least), *_, (large, most) = found.items()
    exponent = log(most / least) / log(large / small)
    return {
        "measure": f"growth exponent: {what}",
        "value": round(exponent, 2),
        "target": 1.1,
        "at_most": True,
    }


# --- the review -------------------------------------------------------------------------------------------


def _review(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        lay_down(root, NewCourse(COURSE, NEED), today=NOW.date())
        (root / "feeds.yml").write_text("feeds: []\n", "utf-8")
        (root / f"courses/{COURSE}/week-01.md").write_text("---\nweek: 1\ntitle: One\n---\n", "utf-8")
        articles = made_up(size)
        listed = [{"url": a.url} for a in articles]
        (root / f"courses/{COURSE}/suggestions.yml").write_text(
            yaml.safe_dump({"suggestions": listed}), "utf-8"
        )
        store = composition.store(load_project(root).state)
        store.save_pages(StoredPage(a.url, NOW, a) for a in articles)
        store.close()
        _alone("review", root)
        return _alone("review", root)


def _open_review(root: Path) -> None:
    from curator.app.review import open_session, weigh
    from curator.app.run import Run

    with Run.open(root, now=NOW, today=NOW.date()) as run:
        weigh(run, open_session(run, run.project.courses[0], 1))


# --- one course -------------------------------------------------------------------------------------------


def _course(weeks: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        lay_course(root, weeks)
        cold = _alone("site", root)
        file = root / f"courses/{COURSE}/week-10.md"
        file.write_text(file.read_text("utf-8").replace("Week number 10", "Another title"), "utf-8")
        changed = _alone("site", root)
        pages = [path.read_text("utf-8") for path in (root / "site" / COURSE).rglob("*.html")]
        return {
            "HTML, MB": round(sum(map(len, pages)) / 1e6, 2),
            "links on a page, at most": float(max(len(re.findall(r"<a\b", page)) for page in pages)),
            "cold, s": cold["seconds"],
            "a changed title, s": changed["seconds"],
        }


def lay_course(root: Path, weeks: int) -> None:
    """Lay down a project with one course of published, open weeks, three resources each."""
    lay_down(root, NewCourse(COURSE, NEED), today=NOW.date() - timedelta(weeks=weeks))
    (root / "feeds.yml").write_text("feeds: []\n", "utf-8")
    articles = iter(made_up(weeks * 3))
    for week in range(1, weeks + 1):
        content = [
            {"url": a.url, "title": a.title or "Untitled", "minutes": 5, "note": a.text[:200]}
            for _, a in zip(range(3), articles, strict=False)
        ]
        front = {"week": week, "title": f"Week number {week}", "status": "published", "content": content}
        text = f"---\n{yaml.safe_dump(front)}---\nWelcome to this week.\n"
        (root / f"courses/{COURSE}/week-{week:02d}.md").write_text(text, "utf-8")


def _build_site(root: Path) -> None:
    from curator.cli import main

    try:
        main(["site", "-C", str(root), "--today", "2026-11-23", "-q"])
    except SystemExit as leaving:
        if leaving.code:
            raise


# --- a process of its own ---------------------------------------------------------------------------------


def _alone(what: str, root: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.speed_loads", what, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(arguments: list[str]) -> None:
    """Do one thing and print what it cost: seconds by the clock, megabytes of the largest process."""
    work: dict[str, Any] = {"review": _open_review, "site": _build_site}
    begun = perf_counter()
    work[arguments[0]](Path(arguments[1]))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": round(perf_counter() - begun, 2), "megabytes": round(peak / 1024, 1)}))


if __name__ == "__main__":
    main(sys.argv[1:])
