"""Parsing: feeds a second, beside feedparser (with and without its sanitiser) and fastfeedparser.

Every parser reads the same feeds in turn, so that a busy machine slows all of them alike; processor time
is what counts.
"""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastfeedparser  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]

from benchmarks.table import Row
from curator.feeds.parse import parse_feed
from curator.model import Document

ADDRESS = "https://feeds.example/feed.xml"


def measure(data: Path) -> list[Row]:
    """Measure on DIR/feeds/real."""
    bodies = [file.read_bytes() for file in sorted((data / "feeds" / "real").iterdir())]
    parsers: dict[str, Callable[[bytes], int]] = {
        "curator": _curator,
        "feedparser": _feedparser,
        "feedparser without sanitiser": _bare_feedparser,
        "fastfeedparser": _fastfeedparser,
    }
    for parse in parsers.values():
        parse(bodies[0])  # imports and caches are not what is measured
    seconds = dict.fromkeys(parsers, 0.0)
    entries = dict.fromkeys(parsers, 0)
    for body in bodies:
        for name, parse in parsers.items():
            started = time.process_time()
            entries[name] += parse(body)
            seconds[name] += time.process_time() - started
    rates = {name: len(bodies) / spent for name, spent in seconds.items()}
    ours = rates.pop("curator")
    found = entries.pop("curator")
    return [
        {"measure": "feeds parsed", "value": ours, "unit": "feeds/s", "target": None, "baseline": rates},
        {"measure": "entries found", "value": found, "unit": "", "target": None, "baseline": entries},
        {
            "measure": "speed against feedparser",
            "value": ours / rates["feedparser"],
            "unit": "times",
            "target": 12.0,
            "baseline": {name: rate / rates["feedparser"] for name, rate in rates.items()},
        },
    ]


def _curator(body: bytes) -> int:
    return len(parse_feed(Document(ADDRESS, body)).entries)


def _feedparser(body: bytes) -> int:
    return len(feedparser.parse(io.BytesIO(body)).entries)


def _bare_feedparser(body: bytes) -> int:
    return len(feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries)


def _fastfeedparser(body: bytes) -> int:
    try:
        parsed: Any = fastfeedparser.parse(body)
    except Exception:  # it gives up on feeds that are not well-formed
        return 0
    return len(parsed.entries)
