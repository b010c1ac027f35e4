"""The workbook as PDF, read with a library that did not make it; skipped where the extra is not installed."""

import io
import json
import re
import unicodedata
import zlib
from itertools import pairwise

import pytest
from export_fixture import captured, hostile_book, missing_in, own_book

from curator.errors import ConfigError
from curator.exports import FORMATS

try:
    import weasyprint  # noqa: F401 - is it there, and the libraries of the system that it needs?
except (ImportError, OSError):
    pytest.skip("no WeasyPrint: pip install 'curator-mooc[pdf]'", allow_module_level=True)
pdfium = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")
pdfua = pytest.importorskip("pdfua")

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


def letters(text):
    """Put a text as it can be compared: lines break words, and fonts join letters."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).casefold()


def actions(data):
    """List all that a PDF does: (kind, address)."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            if "/S" in thing and ("/URI" in thing or "/JS" in thing or str(thing["/S"]) in ACTIONS):
                found.append((str(thing["/S"]), str(thing.get("/URI", ""))))
            found += [
                (key, "") for key in ("/AA", "/OpenAction", "/EF", "/JavaScript", "/AcroForm") if key in thing
            ]
            nested = thing.get("/A")
            if isinstance(nested, pikepdf.Dictionary):
                found.append((str(nested.get("/S")), str(nested.get("/URI", ""))))
    return found


ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}


def addresses_of(data):
    return {address for kind, address in actions(data) if kind == "/URI"}


def unmet(data, folder):
    """List what pdfua, which is not ours, finds against PDF/UA-1."""
    file = folder / "checked.pdf"
    file.write_bytes(data)
    return [f"{found.rule_id} {found.message}" for found in pdfua.validate(file).findings]


def damaged(data, change):
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


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


def test_a_checker_of_the_standard_finds_nothing(made, tmp_path):
    assert unmet(made, tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.Root.__delitem__("/StructTreeRoot"),
        lambda d: d.Root.__delitem__("/Lang"),
        lambda d: d.Root.__delitem__("/MarkInfo"),
        lambda d: d.Root.__delitem__("/Metadata"),
        lambda d: d.Root.__setitem__("/ViewerPreferences", pikepdf.Dictionary(DisplayDocTitle=False)),
    ],
)
def test_what_is_broken_on_purpose_is_found(made, tmp_path, change):
    assert unmet(damaged(made, change), tmp_path)


def test_every_font_comes_along_and_headings_skip_no_level(made):
    with pikepdf.open(io.BytesIO(made)) as document:
        things = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
        fonts = [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        levels = [
            int(level) for level in re.findall("H([1-6])", " ".join(headings(document.Root.StructTreeRoot)))
        ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def headings(element):
    """Yield the headings below an element of the structure, in the order of reading."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if re.fullmatch("/H[1-6]", str(element.get("/S", ""))):
        yield str(element["/S"])
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from headings(kid)


def test_weeks_questions_resources_and_credits_are_the_same_on_both_sides(made):
    text = letters(text_of(opened(made)))
    assert missing_in(own_book(), text, addresses_of(made), letters) == []
    other = FORMATS["pdf"].write(own_book(only=(1,)))
    assert len(missing_in(own_book(), letters(text_of(opened(other))), addresses_of(other), letters)) > 10


def test_hostile_text_in_every_field_does_nothing(tmp_path):
    """One week of it: forty texts in each field; all weeks take minutes, and are drawn by the same template."""
    data = FORMATS["pdf"].write(hostile_book(tmp_path / "hostile", only=(1,)))
    assert {kind for kind, _ in actions(data)} <= {"/URI", "/GoTo"}
    assert all(re.match(r"(https?://|mailto:)", address) for address in addresses_of(data))
    assert unmet(data, tmp_path) == []


def test_a_file_that_does_something_is_found(made):
    def act(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x()")
        document.Root.OpenAction = document.make_indirect(action)

    assert {"/OpenAction", "/JavaScript"} <= {kind for kind, _ in actions(damaged(made, act))}


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
    book = captured(tmp_path / "ar", pages, weeks=1, language="ar", title="أحاديث صعبة")
    data = FORMATS["pdf"].write(book)
    assert len(opened(data)) >= 2
    assert unmet(data, tmp_path) == []
    long = FORMATS["pdf"].write(
        captured(tmp_path / "long", pages, weeks=2, title="A long title, " * 28 + "or not")
    )
    assert unmet(long, tmp_path) == []


def test_without_the_extra_it_is_named(monkeypatch):
    def none(name, *_):
        raise ModuleNotFoundError(f"No module named '{name}'")

    monkeypatch.setattr("curator.exports.pdf.import_module", none)
    with pytest.raises(ConfigError, match=r"WeasyPrint .*pip install 'curator-mooc\[pdf\]'"):
        FORMATS["pdf"].write(own_book())
