"""What people see, file by file: a change of it shows in the diff of tests/golden.

`REWRITE_GOLDEN=1 pytest tests/unit/site/test_generate_golden.py` writes them anew; read the diff before it is kept.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from site_fixture import generate_all, lay, read
from test_generate import Giscus

GOLDEN = Path(__file__).parents[2] / "golden"

FILES = [
    "hub/docs/index.md",
    "hub/docs/library.md",
    "hub/docs/tags.md",
    "hub/docs/tags/feedback.md",
    "hub/docs/people.md",
    "hub/docs/guidelines.md",
    "hub/docs/about.md",
    "hub/docs/people.opml",
    "hub/mkdocs.yml",
    "hard-conversations/mkdocs.yml",
    "hard-conversations/docs/index.md",
    "hard-conversations/docs/week-01.md",
    "hard-conversations/docs/week-02.md",
    "hard-conversations/docs/week-03.md",
    "hard-conversations/docs/library.md",
    "hard-conversations/docs/people.md",
    "hard-conversations/docs/notes.md",
    "hard-conversations/docs/guidelines.md",
    "hard-conversations/docs/week-02.opml",
    "hard-conversations/docs/calendar.ics",
    "hard-conversations/docs/atom.xml",
    "hard-conversations/docs/rss.xml",
    "hard-conversations/docs/feed.json",
    "many-tongues/docs/week-01.md",
    "not-yet/docs/index.md",
]


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    root = tmp_path_factory.mktemp("golden") / "project"
    project = lay(root)
    out = root / ".curator" / "generated"
    generate_all(project, read(project), out, today=date(2026, 11, 14), drafts=True, comments=Giscus())
    return out


@pytest.mark.parametrize("name", FILES)
def test_pages_are_as_agreed(generated, name):
    made = (generated / name).read_bytes()
    kept = GOLDEN / name
    if os.environ.get("REWRITE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made)
    assert made.decode() == kept.read_bytes().decode()


def test_every_golden_file_is_compared():
    assert {p.relative_to(GOLDEN).as_posix() for p in GOLDEN.rglob("*") if p.is_file()} == set(FILES)
