"""What a text speaks of, by the lines that head its paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.text.headings import headings_of

BODY = "Whoever lends a ladder writes down who has it, where it stands and when it comes back to the shed."


def test_short_lines_before_paragraphs_are_headings():
    text = f"How to lend a ladder\n{BODY}\n1. Write it down\n{BODY}\nWho asks?\n{BODY}"
    assert headings_of(text, "How to lend a ladder") == ("1. Write it down", "Who asks?")


@pytest.mark.parametrize(
    "line",
    [
        "It is simple.",
        "These are the steps:",
        "- a ladder",
        "• a ladder",
        "}",
        "Size | Price",
        "2026",
        "One two three four five six seven eight nine ten eleven",
    ],
)
def test_what_is_no_heading(line):
    assert headings_of(f"{BODY}\n{line}\n{BODY}") == ()


def test_labels_that_come_again_and_lists_are_none():
    assert headings_of(f"Advertisement\n{BODY}\nAdvertisement\n{BODY}") == ()
    assert headings_of("Ladders\nTools\nSheds\nKeys") == ()


@given(st.text())
def test_any_text_gives_lines_of_its_own(text):
    assert all(heading in text for heading in headings_of(text))
