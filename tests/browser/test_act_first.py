"""A page lets its reader act first, and says how far they have come: on the hub, the course and at a week's end."""

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02.html"
CARD = f".c-today[data-course='{COURSE}']"


def ready(page, address):
    page.open(address)
    page.wait("window.curator && document.fonts.status === 'loaded'", "the page is ready")


@pytest.mark.parametrize("place", ["index.html", f"{COURSE}/index.html"])
def test_the_one_thing_to_do_stands_in_the_first_screen_of_a_phone(page, home, place):
    page.width(390, 844)
    ready(page, home + place)
    card = f'document.querySelector("{CARD} .c-button").getBoundingClientRect()'
    assert page.js(f"return {card}.bottom") < 844
    later = "#parts" if place == "index.html" else "#schedule"
    assert page.js(f"return document.querySelector('{later}').getBoundingClientRect().top > {card}.bottom")
    assert page.find("button.c-menu").is_displayed(), "there is a menu on the hub, too"


def test_whoever_has_begun_goes_on_where_they_were_and_is_led_to_the_questions_at_the_end(page, home):
    ready(page, home + WEEK)
    page.wait("document.querySelector('.c-check')", "readings can be marked")
    boxes = page.all(".c-card:not([data-optional]) .c-check input")
    assert not page.find(".c-next").is_displayed()
    page.js("arguments[0].click()", boxes[0])
    ready(page, f"{home}index.html")
    page.wait(f"document.querySelector(\"{CARD} a\").textContent.startsWith('Continue')", "where to go on")
    assert page.find(f"{CARD} a").text.startswith(f"Continue: 1 of {len(boxes)}")
    assert page.find(f"{CARD} a").get_attribute("hash") == "#resource-2", "at what is not read yet"
    ready(page, home + WEEK)
    page.wait("document.querySelector('.c-check input:checked')", "the mark is kept")
    page.js(
        "document.querySelectorAll('.c-card:not([data-optional]) .c-check input:not(:checked)').forEach((box) => box.click())"
    )
    assert page.find(".c-next a").text == "Read. Now answer one question."
    assert page.find(".c-next a").get_attribute("hash") == "#q1"
    ready(page, f"{home}{COURSE}/index.html")
    page.wait("document.querySelector('.c-slot--now .c-number').textContent === '✓'", "a tick")
    assert page.find(f"{CARD} a").get_attribute("hash") == "#conversation"


def test_whoever_has_read_and_answered_is_led_on_to_other_people(page, home):
    ready(page, home + WEEK)
    page.wait(
        "document.querySelector('.c-check') && document.querySelector('.c-reflection textarea')", "boxes"
    )
    page.js(
        "document.querySelectorAll('.c-card:not([data-optional]) .c-check input').forEach((box) => box.click())"
    )
    assert page.find(".c-next a").text == "Read. Now answer one question."
    page.js(
        "const box = document.querySelector('.c-reflection textarea'); box.value = 'We did it on a Monday.';"
        "box.dispatchEvent(new Event('input'))"
    )
    page.wait("document.querySelector('.c-next a').hash === '#connection'", "the way on changes by itself")
    assert page.find(".c-next a").text == "Read and answered. Now try one thing with somebody."
    ready(page, home + WEEK)
    page.wait("document.querySelector('.c-next a').hash === '#connection'", "the way on is kept")
    for place in ("index.html", f"{COURSE}/index.html"):
        ready(page, home + place)
        page.wait(f"document.querySelector(\"{CARD} a\").hash === '#connection'", "the card leads on")
        assert page.find(f"{CARD} a").text.startswith("Read and answered. Now try one thing with somebody.")
