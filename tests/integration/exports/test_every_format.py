"""What holds for all formats: nothing is missing, nothing acts, nothing differs between two runs."""

import json
import re
import time

import pytest
from export_fixture import captured, fixture_book, hostile_book, led_to, missing_in, own_book, seen, unpack
from lxml import html as parser
from markdown import Markdown
from markdown_it import MarkdownIt

from curator.exports import FORMATS

TEXTS = ("epub", "cc13", "cc11", "scorm12", "markdown")
"""Formats that can be read back as text without an engine."""
TAGS = {
    *("html", "head", "body", "meta", "title", "link", "style", "script", "header", "footer", "main", "nav"),
    *(
        "section",
        "article",
        "div",
        "p",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
        "ol",
        "ul",
        "li",
        "a",
        "em",
        "strong",
    ),
    *("code", "pre", "blockquote", "hr", "br", "button", "img"),
}


@pytest.fixture(scope="module")
def pages(shared):
    return [
        page
        for page in json.loads((shared / "data/web/pages.json").read_text("utf-8"))
        if page["kind"] != "hostile" and page["title"]
    ]


def complete(book, data):
    """List what a book holds and the pages of a ZIP do not."""
    files = unpack(data)
    return missing_in(book, seen(files), led_to(files))


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_missing_from_our_own_course(name):
    book = own_book()
    assert complete(book, FORMATS[name].write(book)) == []


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_missing_from_courses_over_the_captured_web(name, tmp_path, pages):
    for number, (weeks, language, title) in enumerate(
        ((6, "en", "Working with money"), (3, "ar", "أحاديث صعبة"), (4, "en", "A long title, " * 28))
    ):
        book = captured(tmp_path / f"c{number}", pages, weeks=weeks, language=language, title=title)
        assert complete(book, FORMATS[name].write(book)) == []


def test_what_is_missing_is_noticed():
    book = own_book()
    other = own_book(only=(1, 2, 3))
    assert len(complete(book, FORMATS["epub"].write(other))) > 10


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_course_gives_the_same_bytes(name):
    assert FORMATS[name].write(own_book()) == FORMATS[name].write(own_book())


@pytest.mark.parametrize("name", TEXTS)
def test_sixty_weeks_take_a_moment_and_little_room(name, tmp_path, pages):
    book = captured(tmp_path, pages, weeks=60)
    begun = time.process_time()
    data = FORMATS[name].write(book)
    assert time.process_time() - begun < 5, "a cold build of 60 weeks takes far longer"
    assert len(data) < 1_000_000


def acting(html):
    """List what would act in a page: foreign elements, handlers, addresses that are no web address."""
    wrong = []
    for element in parser.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            if "xml " not in str(element) and "<!DOCTYPE" not in str(element):
                wrong.append(str(element))
            continue
        if element.tag.split("}")[-1] not in TAGS:
            wrong.append(element.tag)
        for key, value in element.attrib.items():
            if key.startswith("on") or key in ("style", "srcdoc", "action", "formaction"):
                wrong.append(f"{key}={value}")
            if key in ("href", "src") and not re.match(r"(https?://|mailto:|#|[\w./#-]+$)", value):
                wrong.append(f"{key}={value}")
    return wrong


@pytest.mark.parametrize("name", ["epub", "cc13", "cc11", "scorm12"])
def test_whatever_machines_sent_stays_text(name, tmp_path):
    ours = fixture_book(tmp_path / "ours")
    scripts = unpack(FORMATS[name].write(ours))
    own = {s for data in scripts.values() for s in re.findall(rb"<script>.*?</script>", data, re.DOTALL)}
    files = unpack(FORMATS[name].write(hostile_book(tmp_path / "hostile")))
    assert len(files) > 1
    for file, data in files.items():
        if file.endswith((".html", ".xhtml")):
            text = re.sub(r"<\?xml.*?\?>", "", data.decode())
            assert acting(text) == [], file
            assert set(re.findall(rb"<script>.*?</script>", data, re.DOTALL)) <= own
        elif "question" in file:
            inner = parser.fromstring(data.replace(b'<?xml version="1.0" encoding="UTF-8"?>', b"")).find(
                ".//text"
            )
            assert acting(f"<div>{inner.text}</div>") == [], file


def test_markdown_stays_text_in_two_programs_that_let_html_through(tmp_path):
    files = unpack(FORMATS["markdown"].write(hostile_book(tmp_path / "hostile")))
    assert len(files) > 5
    for file, data in files.items():
        for html in (Markdown().convert(data.decode()), MarkdownIt("commonmark").render(data.decode())):
            assert acting(f"<div>{html}</div>") == [], file


def test_the_check_itself_finds_what_acts():
    assert acting("<p onclick='x()'>a<script>b</script><a href='javascript:c'>c</a><svg></svg></p>")
    assert len(acting("<div><iframe src='data:text/html,x'></iframe></div>")) == 2


def test_a_quotation_is_never_longer_than_the_excerpt_of_the_week_file():
    book = own_book()
    text = seen(unpack(FORMATS["epub"].write(book)))
    assert max(len(r.excerpt) for c in book.chapters for r in c.module.content) <= 300
    assert text.count("“") >= sum(bool(r.excerpt) for c in book.chapters for r in c.module.content)
