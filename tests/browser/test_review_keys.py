"""The review page by keyboard and by touch: every key, every button, order."""

import pytest
from review_fixture import resource
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.keys import Keys

from curator.app.review.keys import KEYS

# --- every key ------------------------------------------------------------------------------------------


def test_every_key_of_the_help_does_what_it_says(review):
    """Each key on a page of its own state, by what a person sees and what the file then holds."""
    page, press = review.page, review.press
    used = set()

    def key(name, *more):
        names = {Keys.ARROW_DOWN: "ArrowDown", Keys.ARROW_UP: "ArrowUp"}
        used.add(name[1] if isinstance(name, tuple) else names.get(name, name))
        press(name, *more)

    key("j")
    assert review.focus() == "Loaf number 1"
    key("j")
    key("k")
    assert review.focus() == "Loaf number 1"
    key(Keys.ARROW_DOWN)
    key(Keys.ARROW_UP)
    assert review.focus() == "Loaf number 1"
    press("j")
    key("a")
    review.said("Added “Loaf number 2” as number 3")
    assert review.urls() == [0, 1, 2]
    assert review.focus() == "Loaf number 2"
    key("n", "For whoever bakes *alone*.", Keys.ESCAPE)
    review.wait(lambda: review.week().content[2].note == "For whoever bakes *alone*.", "the note is saved")
    assert review.focus() == "Loaf number 2", "the keyboard is back where the note was begun"
    review.wait("!document.querySelector('#content .editor')", "the editor is gone")
    review.wait(lambda: review.text("#content li:nth-child(3) .note em") == "alone", "and shown")
    key("h")
    key("i", Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB)
    review.write("7")
    press(Keys.ESCAPE)
    review.wait(lambda: review.week().content[0].minutes == 7, "the field is saved")
    key("b", "A talk", Keys.ESCAPE)
    review.wait("document.querySelector('#by-hand .editor')", "what cannot be saved stays where it was typed")
    page.press("#by-hand .editor p button:nth-of-type(2)")
    key("v")
    assert page.js("return !document.querySelector('#learner').hidden")
    press("v")
    key("g", "Ada", Keys.ENTER)
    review.said("Ada agrees to week 2")
    key("l")
    key("m", Keys.TAB, "Worth an hour.", Keys.TAB, Keys.ENTER)
    review.said("Ada nominated “Loaf number")
    press("j")
    key("x")
    review.said("Turned down “Loaf number 3”")
    assert [d.url for d in review.week().dropped] == ["https://oven.example/3"]
    assert review.focus() == "Loaf number 4", "the next one follows"
    key("u")
    review.said("Undone: turned down “Loaf number 3”")
    assert review.week().dropped == ()
    key(("Shift", "U"))
    review.said("Done again: turned down")
    key("h")
    assert review.focus() == "Loaf number 0"
    press("j", "j")
    key(("Shift", "K"))
    review.said("Moved “Loaf number 2” to number 2")
    key(("Shift", "J"))
    review.said("Moved “Loaf number 2” to number 3")
    assert (review.urls(), review.shown(), review.focus()) == ([0, 1, 2], [0, 1, 2], "Loaf number 2")
    key("w")
    review.said("Not this week: “Loaf number 2”")
    assert review.urls() == [0, 1]
    assert [d.url for d in review.week().dropped] == ["https://oven.example/3"], "nothing is learned from it"
    press("u")
    review.said("Undone: not this week")
    press("h", "j", "j")
    assert review.focus() == "Loaf number 2"
    key("t")
    review.said("Kept for later: “Loaf number 2”")
    assert [k.title for k in review.week().later] == ["Loaf number 2"]
    assert review.urls() == [0, 1]
    assert review.focus() == "Loaf number 1", "what comes last takes the focus"
    key("l")
    assert review.focus() == "Loaf number 4"
    key("e", Keys.END, " Warmly.", Keys.ESCAPE)
    review.wait(lambda: review.week().introduction.endswith("Warmly."), "the introduction is saved")
    key("q")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Question 1"
    press(Keys.ESCAPE)
    key("q")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Question 2"
    press(Keys.ESCAPE)
    key("c")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Person: Baker 0"
    key("s")
    review.said("Nothing was heard yet")
    key("?")
    assert page.js("return document.querySelector('#help').open")
    shown = set("".join(review.texts("#help kbd")))
    assert {k for names, _, _ in KEYS for k in names.split() if len(k) == 1} <= shown
    press(Keys.ESCAPE)
    key("/", "number 6")
    assert [
        t
        for t in page.js(
            "return [...document.querySelectorAll('.offer:not([hidden]) h3')].map((e) => e.textContent)"
        )
    ] == ["Loaf number 6"]
    press(Keys.ESCAPE)
    assert review.focus() == "Loaf number 6"
    tabs = len(page.browser.window_handles)
    key("o")
    review.wait(lambda: len(page.browser.window_handles) == tabs + 1, "the page opens in a tab of its own")
    here = page.browser.current_window_handle
    page.browser.switch_to.window(next(h for h in page.browser.window_handles if h != here))
    page.browser.close()
    page.browser.switch_to.window(here)
    key("p")
    review.wait("document.querySelector('#summary').open", "it asks once more")
    press(Keys.TAB, Keys.ENTER)
    review.said("Published week 2")
    assert review.week().status == "published"
    assert "Published" in review.text("#eyebrow")
    assert used == {k for names, _, _ in KEYS for k in names.split()}
    assert page.violations() == []


def test_single_keys_can_be_turned_off_and_stay_off(review):
    review.press("?")
    review.page.press("#keys")
    review.press(Keys.ESCAPE, "a", "j", "x")
    review.open()
    review.press("j", "a", "p")
    review.page.press("[data-do=help]")
    review.page.press("#keys")
    review.press(Keys.ESCAPE, "j", "j", "a")
    review.said("Added “Loaf number 2”")
    assert (review.urls(), review.week().dropped, review.week().status) == ([0, 1, 2], (), "draft")


def test_keys_are_letters_where_somebody_writes(review):
    review.press("e", " axjkp?/ ", Keys.ESCAPE)
    review.wait(lambda: "axjkp?/" in review.week().introduction, "it is text")
    assert (review.urls(), review.week().status) == ([0, 1], "draft")


def test_the_buttons_do_the_same_and_can_be_touched(review):
    page = review.page
    page.width(390, 800)
    review.open()
    assert page.find("#week").is_displayed(), "on a phone the week comes first"
    page.press(".switch [data-do=offers]")
    page.press(".offer:nth-child(3) [data-do=add]")
    review.said("Added “Loaf number 2”")
    page.press(".offer:nth-child(4) [data-do=drop]")
    review.said("Turned down “Loaf number 3”")
    assert not page.find("#week").is_displayed()
    page.press(".offer:nth-child(4) .reason input")
    review.press("Too long", Keys.ENTER)
    review.wait(lambda: review.week().dropped[0].why == "Too long", "the reason is kept")
    page.press("[data-do=week]")
    assert not page.find("#offers").is_displayed()
    page.press("#content li:nth-child(3) [data-do=up]")
    review.said("Moved “Loaf number 2” to number 2")
    page.press("#content li:nth-child(2) [data-do=note]")
    review.press("By hand.")  # the editor has the focus
    page.press("#content .editor button")
    review.wait(lambda: review.week().content[1].note == "By hand.", "the note is saved")
    page.press("#dropped summary")
    page.press("#dropped [data-do=restore]")
    review.said("No longer turned down: “Loaf number 3”")
    page.press("#content li:nth-child(2) [data-do=drop]")
    page.press("#parting input[name=why]")
    review.press("Seen before")
    page.press("#parting [value=go]")
    review.said("Turned down “Loaf number 2”")
    assert [d.why for d in review.week().dropped] == ["Seen before"]
    page.press("[data-do=undo]")
    review.said("Undone: turned down “Loaf number 2”")
    page.press("#publish")
    review.wait("document.querySelector('#summary').open", "it asks once more")
    page.press("#summary [data-do=confirm]:not([data-build])")
    review.said("Published week 2")
    review.wait("document.querySelector('#live [data-do=build]')", "it says what brings it to the site")
    page.press("#publish")
    review.said("Week 2 is a draft again")
    small = page.js(
        "return [...document.querySelectorAll('button, input, summary')].filter((e) => e.checkVisibility())"
        ".filter((e) => { const b = e.getBoundingClientRect(); return b.width < 24 || b.height < 24; }).map((e) => e.outerHTML)"
    )
    assert small == []
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")


def test_title_and_objective_are_written_too(review):
    review.page.press("[data-do=title]")
    review.press(Keys.END, "!", Keys.ESCAPE)
    review.wait(lambda: review.week().title == "Ask early!", "the title is saved")
    review.page.press("[data-do=objective]")
    review.press(Keys.END, " Really.", Keys.ESCAPE)
    review.wait(lambda: review.week().objective.endswith("Really."), "the objective is saved")
    review.wait(lambda: review.text("#week-title") == "Ask early!", "the page shows it")


# --- order ----------------------------------------------------------------------------------------------


def test_quick_presses_each_move_on(at):
    review = at(content=tuple(resource(n) for n in range(5)))
    review.press("h", ("Shift", "J"), ("Shift", "J"), ("Shift", "J"))
    review.wait(lambda: review.urls() == [1, 2, 3, 0, 4], "each press moved it by one")
    assert review.focus() == "Loaf number 0"
    review.press("u", "u", "u")
    review.wait(lambda: review.urls() == [0, 1, 2, 3, 4], "each is undone by one")
    review.wait(lambda: review.shown() == [0, 1, 2, 3, 4], "the page follows")


@pytest.mark.parametrize("kind", ["mouse", "touch"])
def test_a_resource_is_dragged_to_its_place(at, kind):
    review = at(content=tuple(resource(n) for n in range(4)))
    page = review.page
    page.width(1280, 2400)
    pointer = ActionBuilder(page.browser, mouse=PointerInput(kind, kind))
    action = pointer.pointer_action
    action.move_to(page.find("#content li:nth-child(1) .handle")).pointer_down()
    for place in (2, 3):
        action.move_to(page.find(f"#content li:nth-child({place})"))
    action.pointer_up()
    pointer.perform()
    review.said("Moved “Loaf number 0” to number 3")
    assert review.urls() == [1, 2, 0, 3]
    review.wait(lambda: review.shown() == [1, 2, 0, 3], "the page shows it")
