"""What a course offers to take along: made by the build, linked, and made again only when something changed."""

import pytest

from curator.app import exporting

WEEK = """---
week: 1
title: {title}
status: published
opens: 2026-11-23
content:
  - {{url: https://one.example/a, title: One, note: Why not.}}
conversation:
  - {{id: q1, question: How would you begin?, about: 1}}
---
Welcome.
"""


@pytest.fixture
def project(project):
    course = project / "courses/first-course/course.yml"
    course.write_text(course.read_text("utf-8") + "\ndownloads: [epub, markdown]\n", "utf-8")
    put(project, "Begin")
    return project


def put(project, title):
    (project / "courses/first-course/week-01.md").write_text(WEEK.format(title=title), "utf-8")


def site(curate, project, day="2026-11-24"):
    return curate("site", "-C", project, "--today", day)


def test_the_build_makes_them_and_the_page_links_to_them(curate, project, monkeypatch):
    assert site(curate, project).code == 0
    folder = project / "site/first-course"
    files = sorted(p.name for p in (folder / "downloads").iterdir())
    assert files == ["first-course-markdown.zip", "first-course.epub"]
    page = (folder / "index.html").read_text("utf-8")
    for name in files:
        assert f'href="downloads/{name}"' in page
    assert "Book (EPUB)" in page

    made = []
    real = exporting.exporter
    monkeypatch.setattr(exporting, "exporter", lambda name: made.append(name) or real(name))
    before = (folder / "downloads/first-course.epub").read_bytes()
    assert site(curate, project).code == 0
    assert made == [], "nothing changed"
    put(project, "Begin again")
    assert site(curate, project).code == 0
    assert made == ["epub", "markdown"]
    assert (folder / "downloads/first-course.epub").read_bytes() != before
    assert len(list((project / ".curator/downloads").iterdir())) == 2, "older ones are gone"


def test_a_course_without_an_open_week_offers_nothing_yet(curate, project):
    said = site(curate, project, "2026-11-01")
    assert (said.code, "broken link" in said.out) == (0, False)
    page = (project / "site/first-course/index.html").read_text("utf-8")
    assert "downloads/" not in page
    assert not (project / "site/first-course/downloads").exists()


def test_a_format_that_is_none_is_told_with_its_line(curate, project):
    course = project / "courses/first-course/course.yml"
    course.write_text(course.read_text("utf-8").replace("[epub, markdown]", "[epbu]"), "utf-8")
    said = site(curate, project)
    assert said.code == 2
    assert "course.yml:" in said.err
    assert "downloads" in said.err
