"""Exports beside the site: a course of 60 weeks is built cold, then carried into each format.

Each figure is that of a process of its own: reading the course and importing what the format needs are part
of it. Most of the program is loaded before the clock starts, as it is when a build makes the files that a
site offers. A person who types the command waits for that, too: "whole command" is the share with the start
of Python and of the program in both. The offline folder is made after the build, whose finished pages it
takes over, and once more without them.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.speed_loads import COURSE, lay_course
from benchmarks.table import Row
from curator.exports import FORMATS

WEEKS = 60
SHARE = 0.2
"""Of the cold build's time, what an export may take at most."""
OUT = "exported"
QUIET = ("--today", "2026-11-23", "-q")
MOST = 1.0
"""Megabytes of a book without pictures."""


def measure() -> list[Row]:
    """Build once, export into every format; print seconds, shares of the build's time, and sizes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        lay_course(root, WEEKS)
        whole_cold = _typed(root, "site")
        shutil.rmtree(root / ".curator")
        cold, _ = _alone(root, "site")
        rows: list[Row] = [{"measure": f"cold build of {WEEKS} weeks, s", "value": round(cold, 2)}]
        for name in FORMATS:
            rows += _export(root, name, cold)
            whole = _typed(root, *_words(root, name)) / whole_cold
            rows.append({"measure": f"{name}: share, whole command", "value": round(whole, 2)})
        shutil.rmtree(root / ".curator")
        rows += _export(root, "offline", cold, " with nothing built before")
    return rows


def _words(root: Path, name: str) -> tuple[str, ...]:
    return ("export", COURSE, "--to", name, "-o", str(root / OUT))


def _typed(root: Path, *words: str) -> float:
    """Run a command as a person types it; returns its seconds from beginning to end."""
    begun = perf_counter()
    command = [sys.executable, "-m", "curator", *words, "-C", str(root), *QUIET]
    subprocess.run(command, capture_output=True, check=True)
    return perf_counter() - begun


def _export(root: Path, name: str, cold: float, how: str = "") -> list[Row]:
    seconds, size = _alone(root, *_words(root, name))
    share: dict[str, Any] = {
        "measure": f"{name}{how}: share of the cold build",
        "value": round(seconds / cold, 2),
    }
    weight: dict[str, Any] = {"measure": f"{name}{how}: MB", "value": round(size / 1e6, 2)}
    if not how:
        share |= {"target": SHARE, "at_most": True}
    if name == "epub":
        weight |= {"target": MOST, "at_most": True}
    return [{"measure": f"{name}{how}, s", "value": round(seconds, 2)}, share, weight]


def _alone(root: Path, *words: str) -> tuple[float, int]:
    """Run a command in a process of its own; returns its seconds, and the bytes of what it exported."""
    command = [sys.executable, "-m", "benchmarks.speed_exports", str(root), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, size = json.loads(done.stdout.splitlines()[-1])
    return seconds, size


def _run(root: str, *words: str) -> None:
    begun = perf_counter()
    from curator.cli import main

    try:
        main([*words, "-C", root, *QUIET])
    except SystemExit as leaving:
        if leaving.code:
            raise
    seconds = perf_counter() - begun
    file = Path(root, OUT)
    print(json.dumps([seconds, file.stat().st_size if file.exists() else 0]))


if __name__ == "__main__":
    _run(*sys.argv[1:])
