"""Extraction: the words found on annotated pages, beside trafilatura alone on the same bytes."""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.table import Row
from curator.execution.workers import Workers
from curator.extract import PRELOAD, extract
from curator.model import Document

PROCESSES = 2
Truth = Mapping[str, tuple[bytes, str]]
"""Address to the page's bytes and the text that should be found."""

_WORD = re.compile(r"\w+")


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web: mean word F1, precision and recall over all annotated pages."""
    truth = read_truth(data / "web")
    ours, failed = _texts(_ours, truth)
    theirs, _ = _texts(_trafilatura, truth)
    rows: list[Row] = []
    for index, name in ((2, "word F1"), (0, "precision"), (1, "recall")):
        rows.append(
            {
                "measure": f"extraction {name}",
                "value": _mean(truth, ours, index),
                "target": 0.965 if index == 2 else None,
                "baseline": {"trafilatura": _mean(truth, theirs, index)},
            }
        )
    rows.append({"measure": "extraction pages", "value": float(len(truth)), "target": None, "baseline": {}})
    rows.append(
        {
            "measure": "extraction pages without article",
            "value": float(len(failed)),
            "target": 0.0,
            "baseline": {},
        }
    )
    return rows


def read_truth(web: Path) -> Truth:
    """Read the annotated pages of a folder laid out like data/web."""
    found = {}
    for address, text in json.loads((web / "truth.json").read_text()).items():
        body = read_page(web, address)
        if body is None:
            print(f"extraction: {address} left out, its page is missing", file=sys.stderr)
            continue
        found[address] = (body, text)
    return found


def read_page(web: Path, address: str) -> bytes | None:
    """Read what is served at an address; None where it is missing."""
    parts = urlsplit(address)
    page = web / "hosts" / str(parts.hostname) / parts.path.lstrip("/")
    return page.read_bytes() if page.is_file() else None


def scores(truth: str, found: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of two texts as bags of lower-case words."""
    wanted, got = Counter(_WORD.findall(truth.lower())), Counter(_WORD.findall(found.lower()))
    if not wanted and not got:
        return 1.0, 1.0, 1.0
    common = (wanted & got).total()
    precision = common / got.total() if got else 0.0
    recall = common / wanted.total() if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def _mean(truth: Truth, found: Mapping[str, str], index: int) -> float:
    return sum(scores(text, found.get(a, ""))[index] for a, (_, text) in truth.items()) / max(1, len(truth))


def _texts(function: Callable[[Document], str], truth: Truth) -> tuple[dict[str, str], list[str]]:
    """Run an extractor in two bounded processes; return the texts and the failures."""
    documents = [Document(address, body, "text/html") for address, (body, _) in truth.items()]
    found, failed = {}, []
    with Workers(PROCESSES, preload=(*PRELOAD, "trafilatura")) as workers:
        for result in workers.map(function, documents):
            if result.value is None:
                failed.append(f"{result.item.url}: {result.error}")
            else:
                found[result.item.url] = result.value
    return found, failed


def _ours(document: Document) -> str:
    return extract(document).text


def _trafilatura(document: Document) -> str:
    import trafilatura

    return trafilatura.extract(document.body, url=document.url, include_comments=False) or ""
