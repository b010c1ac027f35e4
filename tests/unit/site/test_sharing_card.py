"""The pictures that chats show beside a link: small, whole, the same bytes, and none where letters are missing."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from curator.site import sharing_card
from curator.site.sharing_card import SIZE, card, named

FONTS = Path(__file__).parents[3] / "site_template" / "assets" / "fonts"
NOWHERE = Path("no/such/file.png")
TITLES = [
    "Ask",
    "How to ask for help early",
    "Žluťoučký kůň",
    "W" * 300,
    "word " * 100,
    "Année – «œuvre» 2 → 3",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_picture_is_as_large_as_networks_want_and_under_40_kb(title):
    found = card(title, "Working in the open", FONTS, NOWHERE)
    assert Image.open(BytesIO(found)).size == SIZE
    assert len(found) < 40_000
    assert found == card(title, "Working in the open", FONTS, NOWHERE)


def test_the_words_are_on_it():
    ground, said = card(" ", "", FONTS, NOWHERE), card("Ask", "", FONTS, NOWHERE)
    differs = Image.open(BytesIO(ground)).convert("L"), Image.open(BytesIO(said)).convert("L")
    changed = [
        i for i, (a, b) in enumerate(zip(*(p.get_flattened_data() for p in differs), strict=True)) if a != b
    ]
    columns, rows = {i % SIZE[0] for i in changed}, {i // SIZE[0] for i in changed}
    assert min(columns) > 75
    assert max(columns) < 870, "beside the circles"
    assert min(rows) > 80
    assert max(rows) < 180


def test_a_picture_is_named_by_its_words():
    assert named("Ask", "Course") == named("Ask", "Course")
    assert len({named("Ask", "Course"), named("Ask", "Other"), named("Asked", "Course")}) == 3
    assert named("Ask", "Ask") == named("Ask", ""), "what stands there is not said again"


@pytest.mark.parametrize("title", ["ききかた", "اسأل", "Спросить", "🎉", ""])
def test_letters_that_our_fonts_do_not_hold_get_the_general_picture(title):
    assert named(title, "Course") == ""


def test_without_pillow_the_general_picture_stands(monkeypatch):
    monkeypatch.setattr(sharing_card, "available", lambda: False)
    assert named("Ask", "Course") == ""


def test_what_was_drawn_is_taken_again_if_it_is_whole(tmp_path):
    last = tmp_path / "card.png"
    last.write_bytes(found := card("Ask", "Course", FONTS, NOWHERE))
    assert card("Anything", "else", FONTS, last) == found
    last.write_bytes(found[:-4])
    assert card("Ask", "Course", FONTS, last) == found


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_are_drawn_or_have_no_picture(title, line):
    if named(title, line):
        assert card(title, line, FONTS, NOWHERE).startswith(b"\x89PNG")
