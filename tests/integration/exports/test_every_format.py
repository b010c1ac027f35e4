"""What holds for all formats: nothing is missing, nothing acts, nothing differs between two runs."""

import re
import time

import pytest
from export_fixture import COURSES, led_to, missing_in, own_book, seen, unpack
from lxml import html as parser
from markdown import Markdown
from markdown_it import MarkdownIt

from curator.exports import FORMATS

TEXTS = ("epub", "cc13", "cc11", "scorm12", "markdown")
"""Formats that can be read back as text without an engine; the folder and the PDF have tests of their own."""
PAGES = {*"html head body meta title link style script header footer main nav section article".split()}
WORDS = {*"div p span h1 h2 h3 h4 ol ul li a em strong code pre blockquote hr br button img".split()}


def complete(book, data):
    """List what a book holds and the pages of a ZIP do not."""
    files = unpack(data)
    return missing_in(book, seen(files), led_to(files))


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("name", ["own", *COURSES, "hostile"])
def test_nothing_is_missing(books, made, name, form):
    assert complete(books[name], made(name, form)) == []


def test_what_is_missing_is_noticed(books):
    other = own_book(only=(1, 2, 3))
    assert len(complete(books["own"], FORMATS["epub"].write(other))) > 10


@pytest.mark.parametrize("form", TEXTS)
def test_the_same_course_gives_the_same_bytes(made, form):
    assert FORMATS[form].write(own_book()) == made("own", form)


@pytest.mark.parametrize("form", TEXTS)
def test_sixty_weeks_take_a_moment_and_little_room(books, form):
    begun = time.process_time()
    data = FORMATS[form].write(books["sixty"])
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
        if element.tag.split("}")[-1] not in PAGES | WORDS:
            wrong.append(element.tag)
        for key, value in element.attrib.items():
            if key.startswith("on") or key in ("style", "srcdoc", "action", "formaction"):
                wrong.append(f"{key}={value}")
            if key in ("href", "src") and not re.match(r"(https?://|mailto:|#|[\w./#-]+$)", value):
                wrong.append(f"{key}={value}")
    return wrong


@pytest.mark.parametrize("form", ["epub", "cc13", "cc11", "scorm12"])
def test_whatever_machines_sent_stays_text(made, form):
    scripts = unpack(made("own", form)).values()
    own = {s for data in scripts for s in re.findall(rb"<script>.*?</script>", data, re.DOTALL)}
    files = unpack(made("hostile", form))
    assert len(files) > 1
    for file, data in files.items():
        if file.endswith((".html", ".xhtml")):
            text = re.sub(r"<\?xml.*?\?>", "", data.decode())
            assert acting(text) == [], file
            assert set(re.findall(rb"<script>.*?</script>", data, re.DOTALL)) <= own
        elif "question" in file:
            inner = parser.fromstring(data.replace(b'<?xml version="1.0" encoding="UTF-8"?>', b""))
            assert acting(f"<div>{inner.find('.//text').text}</div>") == [], file


def test_markdown_stays_text_in_two_programs_that_let_html_through(made):
    files = unpack(made("hostile", "markdown"))
    assert len(files) > 2
    for file, data in files.items():
        for html in (Markdown().convert(data.decode()), MarkdownIt("commonmark").render(data.decode())):
            assert acting(f"<div>{html}</div>") == [], file


def test_the_check_itself_finds_what_acts():
    assert acting("<p onclick='x()'>a<script>b</script><a href='javascript:c'>c</a><svg></svg></p>")
    assert len(acting("<div><iframe src='data:text/html,x'></iframe></div>")) == 2


def test_a_quotation_is_never_longer_than_the_excerpt_of_the_week_file(books, made):
    text = seen(unpack(made("own", "epub")))
    excerpts = [r.excerpt for c in books["own"].chapters for r in c.module.content]
    assert max(map(len, excerpts)) <= 300
    assert text.count("“") >= sum(map(bool, excerpts))
