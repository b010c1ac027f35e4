"""`curate export`: the contract for machines, and what is told of what cannot be done."""

import zipfile

import pytest

EASY = ("epub", "cc13", "cc11", "scorm12", "markdown")


@pytest.fixture
def published(curate, project):
    """A project with one week that learners see."""
    course = project / "courses" / "first-course"
    (course / "week-01.md").write_text(
        "---\nweek: 1\ntitle: Begin\nstatus: published\nopens: 2026-11-23\ncontent:\n"
        "  - {url: https://one.example/a, title: One, note: Why not.}\n"
        "conversation:\n  - {id: q1, question: How would you begin?, about: 1}\n---\nWelcome.\n",
        "utf-8",
    )
    return project


@pytest.mark.parametrize("name", EASY)
def test_the_contract_for_machines(curate, published, name):
    said = curate("-C", published, "export", "first-course", "--to", name, "--json")
    assert said.code == 0
    assert {k: said.json[k] for k in ("course", "format", "weeks")} == {
        "course": "first-course",
        "format": name,
        "weeks": [1],
    }
    file = published / said.json["file"]
    assert file.stat().st_size == said.json["bytes"]
    assert zipfile.is_zipfile(file)


def test_a_file_that_was_named_is_written_and_untouched_when_nothing_changed(curate, published, tmp_path):
    target = tmp_path / "new" / "book.epub"
    assert curate("-C", published, "export", "first-course", "--to", "epub", "-o", target).code == 0
    before = target.stat().st_mtime_ns
    assert curate("-C", published, "export", "first-course", "--to", "epub", "-o", target).code == 0
    assert target.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("first-course", "--to", "word"), 2, "there are epub, cc13, cc11, scorm12, offline, pdf, markdown"),
        (("first-course", "--to", "epbu"), 2, "did you mean `epub`?"),
        (("first-course", "--to", "epub", "--weeks", "2-4"), 2, "no open week 2, 3, 4"),
        (("first-course", "--to", "epub", "--weeks", "x"), 2, "write them as 3, 1-4 or 1,3-5"),
        (("first-course", "--to", "epub", "--weeks", "4-2"), 2, "write them as 3, 1-4 or 1,3-5"),
        (("nothing", "--to", "epub"), 2, "courses here: first-course"),
        (
            ("first-course", "--to", "epub", "-o", "/proc/version/x.epub"),
            1,
            "a file is in the way",
        ),
        (("first-course", "--to", "epub", "-o", "/proc/x.epub"), 2, "name another file with -o"),
        (("first-course", "--to", "epub", "-o", "/dev/full"), 1, "a device or a pipe and no file"),
    ],
)
def test_what_cannot_be_done_is_told(curate, published, words, code, told):
    said = curate("-C", published, "export", *words)
    assert (said.code, told in said.err) == (code, True), said.err


def test_a_folder_is_not_overwritten(curate, published, tmp_path):
    said = curate("-C", published, "export", "first-course", "--to", "epub", "-o", tmp_path)
    assert (said.code, "a folder is in the way of a file" in said.err) == (1, True)


def test_without_an_open_week_nothing_is_written(curate, project):
    said = curate("-C", project, "export", "first-course", "--to", "epub")
    assert (said.code, "no published week is open yet" in said.err) == (2, True)
    assert not (project / "exports").exists()
