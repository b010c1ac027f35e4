"""Feeds in pairs: what a server may send, and beside it what must come of it.

After a change that is meant, `python tests/unit/feeds/test_parse_fixtures.py` rewrites the expected files; read the
diff before you keep it.
"""

import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from curator.feeds.parse import parse_feed
from curator.model import Document, Entry, ParsedFeed

FOLDER = Path(__file__).parents[2] / "fixtures" / "parse"
CASES = sorted(p for p in FOLDER.iterdir() if p.suffix in (".xml", ".json") and ".expected" not in p.name)
ADDRESS = "https://feeds.example/sub/feed.xml"


def expected_file(case: Path) -> Path:
    return case.with_name(case.name + ".expected.json")


def told(record: ParsedFeed | Entry) -> dict[str, Any]:
    """Show a record without the fields that stand at their defaults."""
    shown: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name == "entries":
            shown["entries"] = [told(entry) for entry in value]
        elif value != field.default:
            shown[field.name] = value.isoformat() if isinstance(value, datetime) else value
    return json.loads(json.dumps(shown))


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_a_feed_gives_what_stands_beside_it(case):
    feed = parse_feed(Document(ADDRESS, case.read_bytes()))
    assert told(feed) == json.loads(expected_file(case).read_text())


def rewrite() -> None:
    for case in CASES:
        feed = parse_feed(Document(ADDRESS, case.read_bytes()))
        expected_file(case).write_text(json.dumps(told(feed), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    rewrite()
