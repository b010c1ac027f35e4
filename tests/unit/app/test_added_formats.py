"""Formats that other packages add: found by entry point, used like our own, and never in place of one."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from curator import plugins
from curator.importers import SavedLink

WEEK = """---
week: 1
title: Begin
status: published
opens: 2026-11-23
content:
  - {url: https://one.example/a, title: One, note: Why not.}
---
Welcome.
"""


class Handout:
    suffix = "-handout.txt"

    def write(self, book):
        return "\n".join(chapter.slot.title for chapter in book.chapters).encode()


class Shelf:
    def recognises(self, text):
        return text.startswith("SHELF")

    def read(self, text, file):
        for number, line in enumerate(text.splitlines()[1:], 2):
            yield SavedLink(line, note="from the shelf", line=number)


@pytest.fixture
def installed(monkeypatch):
    """A package that adds a format each way; it also tries to take the place of one of ours."""
    module = ModuleType("a_package")
    module.Handout, module.shelf = Handout, Shelf()
    monkeypatch.setitem(sys.modules, "a_package", module)
    points = {
        "curator.exporters": {
            "handout": EntryPoint("handout", "a_package:Handout", "curator.exporters"),
            "epub": EntryPoint("epub", "a_package:Handout", "curator.exporters"),
            "broken": EntryPoint("broken", "a_package_that_is_not_there:x", "curator.exporters"),
        },
        "curator.importers": {"shelf": EntryPoint("shelf", "a_package:shelf", "curator.importers")},
    }
    monkeypatch.setattr(plugins, "_installed", lambda group: points.get(group, {}))


@pytest.fixture
def published(project):
    (project / "courses/first-course/week-01.md").write_text(WEEK, "utf-8")
    return project


def export(curate, project, name):
    return curate("-C", project, "export", "first-course", "--to", name, "--json", "--today", "2026-11-24")


def test_an_added_format_is_used_like_ours(curate, published, installed):
    said = export(curate, published, "handout")
    assert said.code == 0
    assert said.json["file"] == "exports/first-course-handout.txt"
    assert (published / said.json["file"]).read_text("utf-8") == "Begin"


def test_ours_go_first(curate, published, installed):
    said = export(curate, published, "epub")
    assert (published / said.json["file"]).read_bytes().startswith(b"PK")


def test_one_that_cannot_be_imported_is_named(curate, published, installed):
    said = export(curate, published, "broken")
    assert (said.code, "cannot be imported" in said.err) == (2, True)


def test_a_wrong_name_tells_the_added_ones_too(curate, published, installed):
    assert "markdown, broken, handout" in export(curate, published, "nothing").err


def test_an_added_kind_of_file_is_read(curate, published, installed):
    file = published / "my.shelf"
    file.write_text("SHELF\nhttps://two.example/b\n", "utf-8")
    said = curate("-C", published, "suggest", "first-course", "--from", file, "--json")
    assert said.json["suggestions"] == 1
    text = (published / "courses/first-course/suggestions.yml").read_text("utf-8")
    assert "from the shelf" in text
