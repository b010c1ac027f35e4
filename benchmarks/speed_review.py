"""The review of a whole project: how long its first page takes, and a key in a week, as courses are added.

A key is what the server does for it: the file read, changed, checked whole and written, the week laid out
anew and told as JSON, among 2,000 candidates, in milliseconds of processors. What the browser draws is
measured in tests/browser/test_review_everybody.py, in time of its thread: 3 to 26 ms a key on the same load.
"""

import json
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import yaml

from benchmarks.speed_loads import NOW, lay_course
from benchmarks.speed_rank import made_up
from benchmarks.table import Row
from curator.app.review.actions import Act
from curator.app.review.candidates import offers_of
from curator.app.review.home_page import show
from curator.app.review.workspace import Workspace
from curator.app.run import Progress, Run
from curator.model import Candidate
from curator.text.counting import count as counted

COURSES = (1, 3, 6, 11)
WEEKS = 30
OFFERS = 2_000
KEYS = 20
ALLOWED = 100.0
"""Milliseconds in which a key answers."""


def measure() -> list[Row]:
    """Print, for each number of courses, the seconds to the first page and the milliseconds of a key."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        lay_course(root, WEEKS)
        (first,) = (root / "courses").iterdir()
        for number in range(2, max(COURSES) + 1):
            _copy(first, root / "courses" / f"course-{number}")
        kept = [first, *sorted(p for p in (root / "courses").iterdir() if p != first)]
        for count in COURSES:
            for number, path in enumerate(kept):  # a folder with a dot is no course
                _switch(path, number < count)
            home, key = _one(root, first.name)
            what = f"{counted(count, 'course')} of {WEEKS} weeks"
            rows.append({"measure": f"first page, {what}, s", "value": round(home, 2)})
            rows.append(
                {"measure": f"a key, {what}, ms", "value": round(key, 1), "target": ALLOWED, "at_most": True}
            )
    return rows


def _copy(course: Path, other: Path) -> None:
    other.mkdir()
    for path in course.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    settings = yaml.safe_load((other / "course.yml").read_text("utf-8")) | {"id": other.name}
    (other / "course.yml").write_text(yaml.safe_dump(settings), "utf-8")


def _switch(course: Path, on: bool) -> None:
    """Let a course be there or not: folders whose names begin with a dot are none."""
    away = course.with_name(f".{course.name}")
    if on and away.exists():
        away.rename(course)
    elif not on and course.exists():
        course.rename(away)


def _one(root: Path, course: str) -> tuple[float, float]:
    def open_run(progress: Progress) -> Run:
        return Run.open(root, now=NOW, today=NOW.date(), progress=progress, strict=False)

    workspace = Workspace(root, open_run)
    begun = perf_counter()
    workspace.look().result()
    json.dumps(show(workspace))
    home = perf_counter() - begun
    session = workspace.session(course, 2)
    articles = made_up(OFFERS)
    session.offer(offers_of(Candidate(a, 1 - n / OFFERS) for n, a in enumerate(articles)))
    taken = []
    for n in range(KEYS):
        begun = process_time()
        do = "add" if n % 2 == 0 else "undo"
        act = Act(do=do, seen=session.mark(), url=session.offers[500 + n].resource.url or "")
        json.dumps(session.act(act))
        taken.append((process_time() - begun) * 1000)
    workspace.close()
    return home, median(taken)


if __name__ == "__main__":
    for row in measure():
        print(row)
