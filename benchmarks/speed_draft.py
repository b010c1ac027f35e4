"""Draft: how long a week takes from pages that are stored, as a command of its own, by the clock.

A project is laid down over the feeds of DIR/web, which serve.py beside DIR serves through a proxy; its
feeds are pulled and a week is drafted once, which reads the pages worth reading. Then the week's file is
taken away and drafted again, three times: the start of the program, ranking, choosing, questions and the
file are all in it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from socket import create_connection, socket
from statistics import median
from time import perf_counter, sleep

from benchmarks.table import Row

NEED = "People new to working from home need to stay productive and look after themselves."
TODAY = "2026-11-23"
TIMES = 3
ALLOWED = 3.0
"""Seconds in which a week is drafted from stored pages."""


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web."""
    with tempfile.TemporaryDirectory() as folder, _web(data) as proxy:
        root = Path(folder) / "project"
        feeds = ("--opml", str(data.resolve() / "web" / "feeds.opml"), "--proxy", proxy)
        _curate("init", str(root), "--need", NEED, "--title", "Home", *feeds, "--today", TODAY)
        _curate("pull", "-C", str(root), "--proxy", proxy, "--today", TODAY)
        first, _ = _drafted(root, proxy)
        again = [_drafted(root, proxy) for _ in range(TIMES)]
    clock, processor = (median(column) for column in zip(*again, strict=True))
    return [
        {"measure": "a week whose pages are to be read, s by the clock", "value": round(first, 2)},
        {
            "measure": "a week from stored pages, s by the clock",
            "value": round(clock, 2),
            "target": ALLOWED,
            "at_most": True,
        },
        {
            "measure": "the same, s of processors",
            "value": round(processor, 2),
            "target": ALLOWED,
            "at_most": True,
        },
    ]


def _drafted(root: Path, proxy: str) -> tuple[float, float]:
    """Draft week 1 anew; return seconds by the clock and of processors."""
    for week in root.glob("courses/*/week-01.md"):
        week.unlink()
    begun, used = perf_counter(), _processor()
    _curate("draft", "--week", "1", "-C", str(root), "--proxy", proxy, "--today", TODAY)
    seconds = perf_counter() - begun
    if not list(root.glob("courses/*/week-01.md")):
        raise RuntimeError("no week was drafted")
    return seconds, _processor() - used


def _processor() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _curate(*arguments: str) -> None:
    command = [sys.executable, "-m", "curator", *arguments, "-q"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode > 1:  # 1: a person is needed, as for every draft
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")


@contextmanager
def _web(data: Path) -> Iterator[str]:
    """Serve DIR/web/hosts; yields the address of the proxy that they are behind."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = data.resolve().parent / "web" / "serve.py"
    if not server.exists():
        raise FileNotFoundError(2, "missing", str(server))
    command = [sys.executable, str(server), "--hosts", str(data / "web" / "hosts"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                try:
                    create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
