"""A quotation in which an address stood can be read, and is found again in the post that it came from."""

from datetime import UTC, datetime

import pytest

from curator.conversation import insights, stands
from curator.model import Comment, Thread

KEY = "baking/week-01/q1"


@pytest.mark.parametrize(
    "text",
    [
        "I can show you my fridge, see https://tips.example/steam and use steam.",
        "I can show you how: www.tips.example/a?b=1. Ask me.",
        "How did you do that, https://a.example/1 or https://a.example/2?",
    ],
)
def test_dots_stand_for_an_address_and_the_highlight_stands(text):
    post = Comment(KEY, "1", "", "1", "Ben", datetime(2026, 11, 24, tzinfo=UTC), text, "")
    thread = Thread(KEY, (post,))
    found = insights([thread])
    (quotation, *_) = (*found.offers, *found.waiting)
    assert "⟨" not in quotation.words
    assert "…" in quotation.words
    assert stands(quotation.words, "", thread) is True
    assert stands(quotation.words.replace("show", "sell").replace("do", "dig"), "", thread) is False


@pytest.mark.parametrize("quote", ["I tried it, and …", "… tried it …", "I tried it..."])
def test_dots_at_an_end_leave_out_what_comes_there(quote):
    post = Comment(
        KEY, "1", "", "1", "Ben", datetime(2026, 11, 24, tzinfo=UTC), "I tried it, and it held.", ""
    )
    assert stands(quote, "", Thread(KEY, (post,))) is True
