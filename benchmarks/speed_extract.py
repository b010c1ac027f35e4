"""Extraction: pages a second with one and two workers, beside trafilatura's own command line."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality_extraction import read_truth
from benchmarks.table import Row
from curator.execution.workers import Workers
from curator.extract import PRELOAD, extract
from curator.model import Document

PAGES = 320
"""Pages that are measured: enough to drown the start of processes, few enough for a minute."""


def measure(data: Path) -> list[Row]:
    """Measure on pages of DIR/web; every run reads the same bytes, one run after the other.

    The processes are started and have read one page each before the clock starts; what starting costs is a
    row of its own. The command line starts its own, as its users do.
    """
    truth = read_truth(data / "web")
    step = max(1, len(truth) // PAGES)
    documents = [Document(a, body, "text/html") for a, (body, _) in list(truth.items())[::step][:PAGES]]
    one, one_texts, _ = _workers(documents, 1)
    two, two_texts, start = _workers(documents, 2)
    theirs = {f"trafilatura, {n} process{'es' * (n > 1)}": _command(documents, n) for n in (1, 2)}
    same = sum(a == b for a, b in zip(one_texts, two_texts, strict=True)) / len(documents)
    return [
        _row("pages a second, two workers", two, "pages/s", None, theirs),
        _row("pages a second, one worker", one, "pages/s", None, {}),
        _row("two workers to one", two / one, "times", 1.8, {}),
        _row("same text with one and two workers", same, "", 1.0, {}),
        _row("start of two workers", start, "s", None, {}),
    ]


def _row(name: str, value: float, unit: str, target: float | None, baseline: dict[str, float]) -> Row:
    return {"measure": name, "value": value, "unit": unit, "target": target, "baseline": baseline}


def _workers(documents: Sequence[Document], processes: int) -> tuple[float, list[str], float]:
    """Return pages a second, the texts, and the seconds it took until the workers were warm."""
    begin = time.perf_counter()
    with Workers(processes, preload=PRELOAD) as workers:
        list(workers.map(_text, documents[:processes]))
        start = time.perf_counter() - begin
        begin = time.perf_counter()
        texts = [result.value or str(result.error) for result in workers.map(_text, documents)]
        return len(documents) / (time.perf_counter() - begin), texts, start


def _text(document: Document) -> str:
    return extract(document).text


def _command(documents: Sequence[Document], processes: int) -> float:
    """Return pages a second of trafilatura's command line on a folder of the same pages."""
    with tempfile.TemporaryDirectory() as folder:
        pages, texts = Path(folder, "pages"), Path(folder, "texts")
        pages.mkdir()
        for number, document in enumerate(documents):
            (pages / f"{number}.html").write_bytes(document.body)
        command = [
            sys.executable,
            "-m",
            "trafilatura.cli",
            "--input-dir",
            str(pages),
            "--output-dir",
            str(texts),
        ]
        begin = time.perf_counter()
        subprocess.run(
            [*command, "--no-comments", "--parallel", str(processes)], check=True, capture_output=True
        )
        return len(documents) / (time.perf_counter() - begin)
