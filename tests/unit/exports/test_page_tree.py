"""Pages as data for the workbook: directions, languages, links, long words."""

import pytest

from curator.exports.page_tree import breakable, direction, language, page_nodes
from curator.exports.pdf import without_glyph
from curator.exports.prose import link


def body(inside):
    return page_nodes(f"<!DOCTYPE html><html><body>{inside}</body></html>")


def test_white_space_counts_within_running_text_only():
    found = body("\n<div>\n<p> a  <em>b</em>\nc </p>\n</div>\n")
    assert found == [
        {"tag": "div", "kids": [{"tag": "p", "kids": ["a ", {"tag": "em", "kids": ["b"]}, " c"]}]}
    ]


def test_what_looks_like_markup_stays_a_string():
    assert body("<p>#let x = 1; $y$ &lt;b&gt; *</p>")[0]["kids"] == ["#let x = 1; $y$ <b> *"]


def test_links_lead_to_what_is_there_and_a_name_is_given_once():
    first, second, inside, nowhere, away = body(
        '<div id="x">a</div><div id="x">b</div><p><a href="#x">c</a></p>'
        '<p><a href="#y">d</a></p><p><a href="https://a.example">e</a></p>'
    )
    assert (first["id"], "id" in second) == ("a0", False)
    assert inside["kids"][0]["target"] == "a0"
    assert nowhere["kids"][0]["tag"] == "span"
    assert away["kids"][0]["href"] == "https://a.example"


@pytest.mark.parametrize(
    ("text", "way"), [("12 שלום a", "rtl"), ("(1) abc שלום", "ltr"), ("عربي", "rtl"), ("12 – 3", "")]
)
def test_the_first_letter_that_has_a_direction_decides(text, way):
    assert direction(text) == way
    assert body(f'<p dir="auto">{text}</p>')[0].get("dir", "") == way


def test_running_text_of_a_direction_of_its_own_is_set_apart():
    (paragraph,) = body('<p>a <span dir="auto">عربي</span></p>')
    assert paragraph["kids"][1] == {"tag": "span", "kids": ["\u2068", "عربي", "\u2069"]}


@pytest.mark.parametrize(
    ("code", "lang", "region"), [("de", "de", None), ("pt-BR", "pt", "BR"), ("zh-Hans", "zh", None)]
)
def test_a_language_is_split_as_typst_wants_it(code, lang, region):
    assert language(code) == {"lang": lang, "region": region}


def test_long_words_get_places_to_break_and_others_none():
    assert breakable("x" * 39) == "x" * 39
    assert breakable("a " + "x" * 50).replace("\u200b", "") == "a " + "x" * 50
    assert max(map(len, breakable("x" * 500).split("\u200b"))) == 8


def test_what_typst_says_of_missing_signs_is_read():
    said = r'the text `"商"` could not be displayed; the text `"\u{e000}\""` could not be displayed with'
    assert without_glyph(said) == {"商", '\ue000"'}
    assert without_glyph("expected direction or auto, found string") == set()


def test_an_address_in_markdown_is_no_sign_of_html():
    assert link("a", "https://a.example/?x=1&copy;=2&y=3") == "[a](<https://a.example/?x=1&amp;copy;=2&y=3>)"
