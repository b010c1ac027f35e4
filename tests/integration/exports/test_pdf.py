"""The workbook as PDF, read with a library that did not make it; skipped where the extra is not installed."""

import json
import re
import zlib

import pytest
from export_fixture import captured, own_book

from curator.errors import ConfigError
from curator.exports import FORMATS

try:
    import weasyprint  # noqa: F401 - is it there, and the libraries of the system that it needs?
except (ImportError, OSError):
    pytest.skip("no WeasyPrint: pip install 'curator-mooc[pdf]'", allow_module_level=True)
pdfium = pytest.importorskip("pypdfium2")

A4, LETTER = (595, 842), (612, 792)


def opened(data):
    return pdfium.PdfDocument(data)


def streams(data):
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def text_of(document):
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


@pytest.fixture(scope="module")
def made():
    return FORMATS["pdf"].write(own_book())


def test_it_is_tagged_and_says_its_language_and_title(made):
    document = opened(made)
    assert pdfium.raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_dict()["Title"] == own_book().title
    assert b"pdfuaid:part" in b"".join(streams(made)), "it says that it is PDF/UA"


@pytest.mark.parametrize(("paper", "size"), [("A4", A4), ("letter", LETTER)])
def test_sheets_have_the_size_that_was_asked_for(paper, size):
    document = opened(FORMATS["pdf"].write(own_book(only=(1,), paper=paper)))
    assert tuple(round(side) for side in document[0].get_size()) == size


def test_nothing_is_missing_and_addresses_can_be_typed(made):
    text = text_of(opened(made)).replace(" ", "").replace("\x02", "").replace("￾", "")
    for chapter in own_book().chapters:
        wanted = [chapter.slot.title, *(q.question.question for q in chapter.questions)]
        wanted += [value for r in chapter.module.content for value in (r.title, r.author, r.url)]
        for value in wanted:
            assert value.replace(" ", "").replace("-", "") in text.replace("-", ""), value


def test_the_same_course_gives_the_same_bytes(made):
    assert FORMATS["pdf"].write(own_book()) == made


def test_an_arabic_week_becomes_a_handout(tmp_path, shared):
    pages = [p for p in json.loads((shared / "data/web/pages.json").read_text("utf-8")) if p["title"]]
    book = captured(tmp_path, pages, weeks=1, language="ar", title="أحاديث صعبة")
    assert len(opened(FORMATS["pdf"].write(book))) >= 2


def test_without_the_extra_it_is_named(monkeypatch):
    def none(name, *_):
        raise ModuleNotFoundError(f"No module named '{name}'")

    monkeypatch.setattr("curator.exports.pdf.import_module", none)
    with pytest.raises(ConfigError, match=r"WeasyPrint .*pip install 'curator-mooc\[pdf\]'"):
        FORMATS["pdf"].write(own_book())
