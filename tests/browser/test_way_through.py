"""Ways through a week: from the list beside it, from a reading to its question, to an event at the reader's own time."""

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02.html"


@pytest.fixture
def week(page, home):
    page.open(home + WEEK)
    return page


def test_the_list_beside_the_page_names_its_readings_and_questions(week):
    week.width(1280)
    listed = [(a.get_attribute("hash"), a.text) for a in week.all(".md-nav--secondary .c-inside a")]
    readings = [("#" + card.get_attribute("id"), ".c-card__title") for card in week.all(".c-card")]
    questions = [("#" + card.get_attribute("id"), ".c-question__text") for card in week.all(".c-question")]
    assert listed == [(to, week.find(f"{to} {css}").text.rstrip("¶")) for to, css in readings + questions]
    assert len(readings) == 4
    assert len(questions) == 2


def test_a_reading_leads_to_the_question_that_starts_from_it_and_back(week):
    there = {a.get_attribute("hash"): a for a in week.all(".c-card__talk a")}
    assert there["#q2"].text == "Question 2 starts here"
    assert week.find("#q2 .c-question__about a").get_attribute("hash") == "#resource-3"
    assert there["#q2"].find_element("xpath", "ancestor::li").get_attribute("id") == "resource-3"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", ""),  # the event's own: nothing to add
        ("Africa/Lagos", ""),  # another name, the same time
        ("America/New_York", "06:00"),
        ("Asia/Kolkata", "16:30"),
    ],
)
def test_an_event_says_when_it_is_where_the_reader_is(page, home, zone, said):
    page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
    try:
        page.open(home + WEEK)
        page.wait("document.querySelector('time[data-here]')", "times are told")
        assert (
            page.js("return Intl.DateTimeFormat().resolvedOptions().timeZone").split("/")[0]
            == zone.split("/")[0]
        )
        here = page.js("return document.querySelector('.c-here')?.textContent || ''")
    finally:
        page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})
    assert (said in here and "Thursday" in here) if said else here == ""
