"""The review page: people, steps, events and thanks are written in small forms, by keyboard and by touch."""

from datetime import timedelta

import pytest
from review_fixture import EVIL, module
from review_page import edit
from selenium.webdriver.common.keys import Keys

from curator.app.review import connection_forms
from curator.app.review.actions import Act
from curator.model import Connection, Person

FIELD = "#connection-forms .fields [name={}]"


def names(review):
    return [p.name for p in review.week().connection.people]


def fill(review, name, words):
    """Write into one field of the open form."""
    focus = "const e = document.querySelector(arguments[0]); e.focus(); e.select?.()"
    review.page.js(focus, FIELD.format(name))
    review.press(words)


def test_a_person_is_changed_by_keyboard_alone(review):
    review.press("c")
    assert review.page.js("return document.activeElement.getAttribute('aria-label')") == "Person: Baker 0"
    review.press("n", " Senior", Keys.TAB, Keys.TAB, "https://oven.example/feed")
    review.wait(lambda: names(review) == ["Baker 0 Senior"], "it is saved while somebody types")
    review.wait(lambda: review.text("#person .view") == "Baker 0 Senior · feed", "and shown as it will look")
    review.press(Keys.ENTER)
    review.wait("!document.querySelector('#connection-forms .editor')", "Enter leaves the form")
    person = review.week().connection.people[0]
    assert (person.url, person.feed) == ("https://oven.example/", "https://oven.example/feed")
    assert (
        review.page.js("return document.activeElement.getAttribute('aria-label')") == "Person: Baker 0 Senior"
    )
    review.press("u")
    review.said("Undone: changed person “Baker 0 Senior”")
    assert names(review) == ["Baker 0"]
    assert review.week().connection.people[0].feed is None, "one stretch of typing is one step"
    review.press("c", "x")
    review.said("Took out person “Baker 0”")
    assert names(review) == []
    assert review.page.js("return document.activeElement.textContent") == "Add a person"
    review.press("u")
    review.said("Undone: took out person")


def test_an_event_has_a_time_zone_and_can_be_touched(review):
    page = review.page
    page.width(390, 800)
    page.press("[data-do=week]")
    page.press("[data-kind=event]")
    fill(review, "title", "Open oven")
    page.js(
        "const e = document.querySelector('#connection-forms [name=starts]'); e.value = '2026-07-10T12:00';"
        "e.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    fill(review, "zone", "Europe/Berlin")
    fill(review, "minutes", "45")
    assert review.week().connection.events == (), "nothing is added before somebody says so"
    page.press("#connection-forms .editor button")
    review.wait(lambda: [e.minutes for e in review.week().connection.events] == [45], "it is saved")
    (event,) = review.week().connection.events
    assert event.starts.isoformat() == "2026-07-10T12:00:00+02:00"
    review.wait(lambda: "Friday, 10 July 2026, 12:00 UTC+02:00" in review.text("#event .view"), "it is shown")
    page.press("#event [data-do=entry]")
    fill(review, "zone", "Nowhere/Else")
    review.wait(
        lambda: "“Nowhere/Else” is not known" in review.text("#connection-forms .editor"), "said in place"
    )
    fill(review, "zone", "-03:00")
    page.press("#connection-forms .editor button")
    review.wait("!document.querySelector('#connection-forms .editor')", "the form is left by a touch")
    (event,) = review.week().connection.events
    assert event.starts.utcoffset() == timedelta(hours=-3)
    page.press("#event [data-do=drop]")
    review.wait(lambda: review.week().connection.events == (), "it is taken out")
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("zone", "offered"), [("America/New_York", "America/New_York"), ("Etc/UTC", "")])
def test_a_new_event_is_offered_the_browser_s_time_zone_but_not_a_machine_s(review, zone, offered):
    page = review.page
    page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
    try:
        page.press("[data-kind=event]")
        assert page.find(FIELD.format("zone")).get_attribute("value") == offered
    finally:
        page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})


def test_steps_and_thanks_are_added(review):
    review.page.press("[data-kind=step]")
    review.press("Bake with somebody.", Keys.ESCAPE)
    review.wait(
        lambda: review.week().connection.prompts == ("Ask a colleague.", "Bake with somebody."), "a step"
    )
    review.page.press("[data-kind=thanks]")
    review.press("Ada", Keys.TAB, "the salt", Keys.ENTER)
    review.wait(
        lambda: (
            [(t.name, t.reason) for t in review.week().connection.thanks]
            == [("Kim", "the flour"), ("Ada", "the salt")]
        ),
        "thanks",
    )
    review.wait(lambda: review.texts("#thanks .view") == ["Kim: the flour", "Ada: the salt"], "and shown")


def test_what_is_not_complete_is_not_saved_and_can_be_discarded(review):
    before = review.session.path.read_bytes()
    review.page.press("[data-kind=person]")
    fill(review, "url", "https://a.example")
    review.press(Keys.ESCAPE)
    review.said("Not saved: Name is still empty (fill it in)")
    review.page.press("#connection-forms .editor .quiet")
    review.wait("!document.querySelector('#connection-forms .editor')", "it is gone")
    review.press("c", "n")
    fill(review, "url", "javascript:alert(1)")
    review.wait(lambda: "Not saved: Home page" in review.text("#connection-forms .editor"), "said in place")
    review.page.press("#connection-forms .editor .quiet")
    assert review.session.path.read_bytes() == before


def test_an_edit_elsewhere_is_told_and_what_was_typed_is_not_lost(review):
    review.press("c", "n")
    review.page.js("document.querySelector('#connection-forms [name=name]').value = 'Nobody else'")
    edit(review, "name: Baker 0", "name: Baker Zero")
    review.wait("!document.querySelector('#notice').hidden", "it is told")
    assert review.texts("#notice li")[0] == "people to get to know"
    assert "You had written: Nobody else" in review.text("#notice")
    assert names(review) == ["Baker Zero"]


def test_the_form_of_one_goes_on_while_another_is_taken_out(at):
    review = at(connection=Connection(people=(Person(name="Ann"), Person(name="Bo"), Person(name="Cy"))))
    review.press("c", "j", "n", "b")
    review.wait(lambda: names(review) == ["Ann", "Bob", "Cy"], "saved")
    session = review.session
    state = session.state()
    ann = state["connection"]["person"][0]["key"]
    session.act(Act(do="part", seen=state["seen"], id=ann))
    review.wait(lambda: review.texts("#person .view") == ["Bob", "Cy"], "the page follows")
    review.press("by", Keys.ESCAPE)
    review.wait(lambda: names(review) == ["Bobby", "Cy"], "the words go where they belong")


@pytest.mark.parametrize("do", list(connection_forms.KINDS))
def test_hostile_words_are_words(at, do):
    fields = {
        "name": EVIL,
        "title": EVIL,
        "text": EVIL,
        "for": EVIL,
        "starts": "2026-07-10T12:00",
        "zone": "UTC",
        "minutes": "45",
    }
    review = at()
    words = review.page.js("return JSON.stringify(arguments[0])", fields)
    review.session.act(Act(do=do, seen=review.session.mark(), text=words))
    review.wait(lambda: EVIL[:20] in review.text(f"#{do}"), "it is shown")
    review.page.press(f"#{do} li:last-child [data-do=entry]")
    assert review.page.js("return window.__hit") is None
    assert review.page.violations() == []
    assert module().connection != review.week().connection


@pytest.mark.parametrize("wide", [1280, 390])
def test_what_stands_in_a_list_can_be_moved_in_it(at, wide):
    people = (Person(name="Ada"), Person(name="Bo"), Person(name="Cy"))
    review = at(connection=Connection(people=people, prompts=("Ask a colleague.",)))
    review.page.width(wide, 844)
    if wide == 390:
        review.page.press("[data-do=week]")
        review.page.press("#person li:nth-child(3) [data-do=up]")
        review.said("Moved person “Cy” to number 2")
        review.page.press("#questions li:first-child [data-do=down]")
    else:
        review.press("c", "j", "j", ("Shift", "K"))
        review.said("Moved person “Cy” to number 2")
        label = review.page.js("return document.activeElement.getAttribute('aria-label')")
        assert label == "Person: Cy", "the focus stays with what was moved"
        review.page.js("document.querySelector('#questions article').focus()")
        review.press(("Shift", "J"))
    review.said("Moved question 1 to number 2")
    assert names(review) == ["Ada", "Cy", "Bo"]
    assert [q.id for q in review.week().conversation] == ["q2", "q1"]
    assert review.page.js("return document.documentElement.scrollWidth <= innerWidth")


def test_how_long_a_step_takes_is_written_beside_the_steps(review):
    review.page.js("const e = document.querySelector('#trying input'); e.focus(); e.select()")
    review.press("25", Keys.TAB)
    review.said("A step takes 25 minutes")
    assert review.week().connection.minutes == 25
    review.wait(lambda: "25 to try one thing" in review.text("#minutes"), "and counted")


def test_a_proposed_sentence_about_a_person_is_used_with_one_press(at):
    people = (Person(name="Ada", about="(proposed) “Ask.”"), Person(name="Bo"))
    review = at(connection=Connection(people=people))
    review.page.press("#person [data-act=vouch]")
    review.said("Took over the sentence about “Ada”")
    assert [p.about for p in review.week().connection.people] == ["“Ask.”", ""]
    review.wait("!document.querySelector('#person [data-act=vouch]')", "it is used")
    focus = review.page.js("return document.activeElement.getAttribute('aria-label')")
    assert focus == "Person: Ada", "the focus stays with her"
    review.press("u")
    review.wait("document.querySelector('#person [data-act=vouch]')", "it is only proposed again")
