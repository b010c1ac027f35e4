"""The third column in a browser: hostile posts stay text, one press does what it says, a phone has a tab for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hostile import fired
from review_fixture import lay, resource, served
from review_page import Review
from test_hostile_content import payloads

from curator.app.review.said_column import Said
from curator.conversation import insights
from curator.model import Comment, Thread

KEY = "baking/week-01/q1"
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def said(*texts):
    posts = tuple(
        Comment(KEY, str(n), "", str(n), by, START + timedelta(minutes=n), text, url)
        for n, (by, text, url) in enumerate(texts)
    )
    found = insights([Thread(KEY, posts)], content=[resource(1)])
    return Said(found, (1,), (*found.waiting, *found.helped, *found.offers, *found.ideas), date(2026, 11, 30))


@pytest.fixture
def review(page, tmp_path):
    session = lay(tmp_path)
    (session.path.parent / "course.yml").write_text(
        "title: Bake\nneed: Ask for help in time\nstart: 2026-11-23\n"
    )
    session.said = said(
        ("Ada", "How do I keep the dough cold?", "https://talk.example/1"),
        ("Ben", "I can show you my fridge, see https://tips.example/steam and use steam.", ""),
        ("Cleo", "We could try steam in pairs.", ""),
    )
    with served(session) as site:
        yield Review(page, site)
        page.open("about:blank")


def test_one_press_each(review):
    page = review.page
    page.press("#said [data-act=highlight]")
    review.said("Highlighted what Ada said")
    assert review.week().highlights[0].quote == "How do I keep the dough cold?"
    page.press("#highlights [data-act=agreed]")
    review.said("Ada is named now")
    assert review.week().highlights[0].asked == date(2026, 11, 30)
    page.press("#said [data-act=ask]")
    review.said("Added question 3")
    page.press("#said [data-act=suggest]")
    review.said("Suggested https://tips.example/steam")
    page.press("#said [data-act=keyword]")
    review.said("is a keyword of the course")
    page.press("#highlights [data-act=unquote]")
    review.said("Took out a highlight")
    assert review.week().highlights == ()
    assert page.violations() == []


def test_a_phone_shows_one_of_three(review):
    page = review.page
    page.width(390, 844)
    review.open()
    assert page.js(
        "return [...document.querySelectorAll('main > section')].filter((s) => s.offsetParent).map((s) => s.id)"
    ) == ["week"]
    page.press("#to-said")
    assert page.js(
        "return [...document.querySelectorAll('main > section')].filter((s) => s.offsetParent).map((s) => s.id)"
    ) == ["said"]
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")


def test_hostile_posts_and_names_stay_text(page, tmp_path, trapped):
    session = lay(tmp_path)
    vectors = payloads()
    session.said = said(*((v, f"{v} How do I start? We could try {v} I can show you.", v) for v in vectors))
    with served(session) as site:
        review = Review(page, site)
        shown = review.text("#said")
        assert sum(" ".join(v.split())[:20] in shown for v in vectors) > len(vectors) / 2
        page.press("#said [data-act=highlight]")
        review.said("Highlighted")
        assert (
            page.js(
                "return document.querySelectorAll('#said :is(script, img, iframe, svg, form, input, style)').length"
            )
            == 0
        )
        assert fired(page) == []
        assert page.violations() == []
        page.open("about:blank")
