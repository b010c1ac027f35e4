"""What people see, file by file: a change of it shows in the diff of tests/golden.

`REWRITE_GOLDEN=1 pytest tests/unit/site/test_generate_golden.py` writes them anew; read the diff before it is kept.
"""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from site_fixture import Giscus, generate_all, lay, read

from curator.model import TranslatedCourse
from curator.weeks.translation import TranslationFile, parse_translation, translate_week

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


TRANSLATED = ["hard-conversations.de/mkdocs.yml"] + [
    f"hard-conversations.de/docs/{name}.md" for name in ("index", "week-01", "week-02")
]
GERMAN = """\
title: Bevor du sprichst
objective: Du sagst vorher, was du willst.
conversation: [{id: q1, question: Was würdest du als Erstes sagen?}]
"""


@pytest.fixture(scope="module")
def translated(tmp_path_factory):
    """The same project with one of its weeks in German."""
    root = tmp_path_factory.mktemp("translated") / "project"
    project = replace(lay(root), translations={"hard-conversations": {"de": TranslatedCourse(title="Reden")}})
    weeks = list(read(project))
    at = next(n for n, w in enumerate(weeks) if (w.course.slug, w.module.week) == ("hard-conversations", 1))
    found = TranslationFile("", "de", 1, parse_translation(f"---\n{GERMAN}---\nWillkommen.\n", ""))
    weeks[at] = replace(weeks[at], translations=(translate_week(weeks[at].module, found),))
    out = root / ".curator" / "generated"
    generate_all(project, weeks, out, today=date(2026, 11, 14), comments=Giscus())
    return out


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    root = tmp_path_factory.mktemp("golden") / "project"
    project = lay(root)
    out = root / ".curator" / "generated"
    generate_all(project, read(project), out, today=date(2026, 11, 14), drafts=True, comments=Giscus())
    return out


@pytest.mark.parametrize("name", FILES)
def test_pages_are_as_agreed(generated, name):
    compare(generated, name)


@pytest.mark.parametrize("name", TRANSLATED)
def test_pages_in_another_language_are_as_agreed(translated, name):
    compare(translated, name)


def compare(folder, name):
    made = (folder / name).read_bytes()
    kept = GOLDEN / name
    if os.environ.get("REWRITE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made)
    assert made.decode() == kept.read_bytes().decode()


def test_every_golden_file_is_compared():
    assert {p.relative_to(GOLDEN).as_posix() for p in GOLDEN.rglob("*") if p.is_file()} == {
        *FILES,
        *TRANSLATED,
    }
