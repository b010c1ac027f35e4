"""The workbook as PDF, read with a library that did not make it; skipped where the extra is not installed."""

import dataclasses
import io
import logging
import re
import unicodedata
import zlib
from itertools import pairwise

import pytest
from export_fixture import COURSES, fixture_book, missing_in, own_book

from curator.errors import ConfigError
from curator.exports import FORMATS
from curator.exports.pdf import MISSING

pytest.importorskip("typst")
page_validation = pytest.importorskip("page")
pdfium = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")

EVERY = ("own", *COURSES, "hostile")
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


def unmet(data):
    """List what a validator, which is not ours, finds against PDF/UA-1: it asks 104 rules, as veraPDF does."""
    report = page_validation.validate_pdf_bytes(data, profile="ua1")
    assert report.rules.total > 100
    return [f"{found.rule_id} {found.message}" for found in report.failures]


def damaged(data, change):
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def own(made):
    return made("own", "pdf")


def test_it_is_tagged_and_says_its_language_and_title(own):
    document = opened(own)
    assert pdfium.raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_dict()["Title"] == own_book().title
    assert b"pdfuaid:part" in b"".join(streams(own)), "it says that it is PDF/UA"


@pytest.mark.parametrize(("paper", "size"), [("A4", A4), ("letter", LETTER)])
def test_sheets_have_the_size_that_was_asked_for(paper, size):
    document = opened(FORMATS["pdf"].write(own_book(only=(1,), paper=paper)))
    assert tuple(round(side) for side in document[0].get_size()) == size


@pytest.mark.parametrize("name", EVERY)
def test_a_validator_of_the_standard_finds_nothing(made, name):
    assert unmet(made(name, "pdf")) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.Root.__delitem__("/StructTreeRoot"),
        lambda d: d.Root.__delitem__("/Lang"),
        lambda d: d.Root.__delitem__("/MarkInfo"),
        lambda d: d.Root.__delitem__("/Metadata"),
        lambda d: d.Root.__setitem__("/ViewerPreferences", pikepdf.Dictionary(DisplayDocTitle=False)),
        lambda d: [a.__delitem__("/Contents") for a in d.pages[0].Annots],
        lambda d: [a.__delitem__("/StructParent") for a in d.pages[0].Annots],
        lambda d: [f.__delitem__("/ToUnicode") for f in d.pages[0].Resources.Font.values()],
    ],
)
def test_what_is_broken_on_purpose_is_found(own, change):
    assert unmet(damaged(own, change))


def test_every_font_comes_along_and_headings_skip_no_level(own):
    with pikepdf.open(io.BytesIO(own)) as document:
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


class Words:
    """The Arabic words of a text, in any order of words and of the letters of each.

    PDFium gives them so: it turns lines around by the direction of most of their letters, and joined letters, too.
    """

    def __init__(self, text):
        self.known = self.of(text)

    def __contains__(self, wanted):
        return wanted <= self.known

    @staticmethod
    def of(text):
        apart = [
            letters_apart(word) for word in text.split() if "\u064b" not in word
        ]  # a sign that splits words
        return frozenset("".join(sorted(word)) for word in re.findall("[\u0621-\u064a]+", " ".join(apart)))


def letters_apart(text):
    """Take marks off letters, and joined letters apart."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@pytest.mark.parametrize("name", EVERY)
def test_weeks_questions_resources_and_credits_are_the_same_on_both_sides(books, made, name):
    data = made(name, "pdf")
    text = text_of(opened(data))
    found, form = (Words(text), Words.of) if name == "arabic" else (letters(text), letters)
    assert missing_in(books[name], found, addresses_of(data), form) == []


def test_what_is_missing_is_noticed(books):
    other = FORMATS["pdf"].write(own_book(only=(1,)))
    text, addresses = text_of(opened(other)), addresses_of(other)
    assert len(missing_in(books["own"], letters(text), addresses, letters)) > 10
    assert len(missing_in(books["arabic"], Words(text), addresses, Words.of)) > 10


def test_hostile_text_in_every_field_does_nothing(books, made):
    data = made("hostile", "pdf")
    assert {kind for kind, _ in actions(data)} <= {"/URI", "/GoTo"}
    assert all(re.match(r"(https?://|mailto:)", address) for address in addresses_of(data))
    assert len(opened(data)) > len(books["hostile"].chapters)


def test_a_file_that_does_something_is_found(own):
    def act(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x()")
        document.Root.OpenAction = document.make_indirect(action)

    assert {"/OpenAction", "/JavaScript"} <= {kind for kind, _ in actions(damaged(own, act))}


def test_addresses_can_be_typed(books, own):
    text = re.sub(r"[\s\x02\ufffe-]", "", text_of(opened(own)))
    for chapter in books["own"].chapters:
        for resource in chapter.module.content:
            assert str(resource.url).replace("-", "") in text


def test_the_same_course_gives_the_same_bytes(own):
    assert FORMATS["pdf"].write(own_book()) == own


def with_introduction(root, text):
    """The fixture's course with another introduction to its first week."""
    found = fixture_book(root)
    first = found.plan.slots[0]
    module = first.module.model_copy(update={"introduction": text})
    slots = (dataclasses.replace(first, module=module), *found.plan.slots[1:])
    return dataclasses.replace(found, plan=dataclasses.replace(found.plan, slots=slots))


def test_a_sign_that_no_font_has_is_a_box_and_is_told(tmp_path, caplog):
    """Egyptian signs and one for private use; text beside them stays, and the file stays PDF/UA."""
    found = with_introduction(tmp_path, 'Before \U00013080 "\ue000" \\ after')
    with caplog.at_level(logging.WARNING):
        data = FORMATS["pdf"].write(found)
    assert "\U00013080" in caplog.text
    assert unmet(data) == []
    assert re.search(rf"Before {MISSING}.*after", text_of(opened(data)))


@pytest.mark.parametrize(
    "text", ["> " * 300 + "end", "\n".join("  " * n + "- end" for n in range(120)), "*a **b " * 60 + "end"]
)
def test_what_stands_deep_within_itself_is_still_there(tmp_path, text):
    data = FORMATS["pdf"].write(with_introduction(tmp_path, text))
    assert unmet(data) == []
    assert "end" in text_of(opened(data))
    assert len(opened(data)) > 3


def test_a_word_without_an_end_stays_on_the_sheet(tmp_path):
    document = opened(FORMATS["pdf"].write(with_introduction(tmp_path, "x" * 3000)))
    page = document[1]
    text = page.get_textpage()
    right = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
    assert 300 < right < page.get_size()[0] - 30


def test_without_the_extra_it_is_named(monkeypatch):
    def none(name, *_):
        raise ModuleNotFoundError(f"No module named '{name}'")

    monkeypatch.setattr("curator.exports.pdf.import_module", none)
    with pytest.raises(ConfigError, match=r"Typst .*pip install 'curator-mooc\[pdf\]'"):
        FORMATS["pdf"].write(own_book())
