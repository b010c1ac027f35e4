"""The review page: notes, questions, the gate; what is typed is saved, shown and checked."""

import re

import pytest
from review_fixture import resource
from review_page import NOTE
from selenium.webdriver.common.keys import Keys

from curator.model import Question


def test_what_is_typed_is_saved_as_it_goes_and_shown_as_it_will_look(review):
    review.press("n", "A **bold** note", " <script>window.__hit=1</script>")
    review.wait("document.querySelector('.editor .shown strong')?.textContent === 'bold'", "a preview")
    review.wait(lambda: "bold" in review.week().content[0].note, "it is saved without a key")
    area = review.page.find(NOTE)
    assert review.page.js("return document.activeElement === arguments[0]", area), (
        "saving leaves the cursor where it is"
    )
    review.press(" and more")
    review.wait(lambda: review.week().content[0].note.endswith("and more"), "and again")
    review.press(Keys.ESCAPE, "u")
    review.said("Undone: note on")
    assert review.week().content[0].note == ""
    assert review.page.js("return window.__hit") is None


@pytest.mark.parametrize("name", ["title", "objective"])
def test_enter_saves_and_leaves_what_has_one_line(review, name):
    review.page.press(f"#week p [data-do={name}]")
    review.write("You can ask early").press(Keys.ENTER)
    review.wait(
        "!document.querySelector('#week .editor .fields, #week > .slot .editor')", "the editor is closed"
    )
    review.wait(lambda: getattr(review.week(), name) == "You can ask early", "and it is saved")
    assert review.page.js("return document.activeElement.dataset.do") == name, "the focus is where it was"


def test_enter_is_a_new_line_where_there_are_several(review):
    review.press("e").write("Hello.").press(Keys.ENTER, Keys.ENTER, "More.", Keys.ESCAPE)
    review.wait(lambda: review.week().introduction.strip() == "Hello.\n\nMore.", "two paragraphs")
    review.press("h", "i")
    review.page.js("document.querySelector('#content [name=note]').focus()")
    review.press("One", Keys.ENTER, "two")
    review.wait(lambda: review.week().content[0].note == "One\ntwo", "a note of two lines")
    review.page.js("document.querySelector('#content [name=title]').focus()")
    review.press(Keys.END, " again", Keys.ENTER)
    review.wait("!document.querySelector('#content .editor')", "a title has one")
    review.wait(lambda: review.week().content[0].title == "Loaf number 0 again", "saved")


def test_questions_are_linted_as_they_are_typed_and_a_suggestion_is_one_click(review):
    page = review.page
    review.press("q").write("Is this a good loaf?")
    review.wait("document.querySelector('#questions li .error')", "the remark comes while one types")
    assert page.js("return document.activeElement.value") == "Is this a good loaf?"
    suggestion = page.read("#questions .use", "data-text")
    page.press("#questions .use")
    review.wait(lambda: review.week().conversation[0].question == suggestion, "the suggestion is saved")
    review.wait("!document.querySelector('#questions li:first-child .error')", "and passes")
    assert page.js("return document.activeElement.value") == suggestion


def test_advice_is_silenced_with_a_reason_and_the_silence_lifted(at):
    review = at(
        conversation=(Question(id="q1", question="How would you explain the KPI of the AOP to a colleague?"),)
    )
    page = review.page
    rule = page.read("#questions [data-rule]", "data-rule")
    page.press("#questions .remarks summary")
    review.press(Keys.TAB, "we all know it", Keys.ENTER)
    review.wait(lambda: review.week().conversation[0].silence == {rule: "we all know it"}, "silenced")
    review.wait(f"!document.querySelector('.remarks [data-rule={rule}]')", "the remark is gone")
    page.press("#questions [data-do=lift]")
    review.wait(lambda: review.week().conversation[0].silence == {}, "lifted")


def test_what_is_typed_before_the_editor_opens_is_not_taken_for_keys(review):
    page = review.page
    page.js("window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)")
    page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    review.choose(2).press("a", "n", "x marks p")
    page.js("window.__go()")
    review.wait("document.activeElement.value === 'x marks p'", "it stands in the editor")
    review.press(" the spot", Keys.ESCAPE)
    review.wait(lambda: review.week().content[2].note == "x marks p the spot", "and is saved")
    assert (review.urls(), review.week().status) == ([0, 1, 2], "draft")


def test_a_question_is_added_and_taken_out(review):
    review.page.press("[data-do=ask]")
    review.wait(
        "document.activeElement.getAttribute('aria-label') === 'New question'", "it can be written at once"
    )
    review.press("How would you ask for help with a cold oven?", Keys.ESCAPE)
    review.wait(
        lambda: review.week().conversation[-1].question.startswith("How would you ask for help"), "saved"
    )
    review.wait("document.querySelectorAll('#questions > li').length === 3", "shown")
    review.page.js("document.querySelector('#questions > :last-child article').focus()")
    review.press("x")
    review.wait(lambda: [q.id for q in review.week().conversation] == ["q1", "q2"], "taken out")


def test_a_field_is_called_by_the_number_that_its_question_has_now(review):
    def names(css):
        script = (
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.getAttribute('aria-label'))"
        )
        return review.page.js(script, css)

    review.page.press("[data-do=ask]")
    review.press("How would you ask for help with a cold oven?", Keys.ESCAPE)
    review.wait(lambda: len(names("#questions textarea")) == 3, "a third one")
    assert names("#questions textarea") == ["Question 1", "Question 2", "Question 3"]
    review.page.js("document.querySelector('#questions article').focus()")
    review.press("x")
    review.wait(lambda: len(names("#questions textarea")) == 2, "the first one left")
    assert names("#questions textarea") == ["Question 1", "Question 2"]
    assert all(label.startswith(f"Question {n}") for n, label in enumerate(names("#questions article"), 1))


def test_minutes_budget_and_the_4_rs_keep_up(at):
    review = at(content=(resource(0, minutes=22), resource(1, minutes=8)))
    assert (
        review.text("#minutes")
        .strip()
        .startswith(
            "30 of at most 30 minutes of content; 2 resources, 2 to 5 wanted; "
            "45 min in all: 30 to read, 5 to answer, 10 to try one thing with somebody"
        )
    )
    review.choose(2).press("a")
    review.wait("document.querySelector('#minutes .over')", "over the budget")
    assert re.match(
        r" \d+ of at most 30 minutes of content, \d+ too many; 3 resources, 2 to 5 wanted; \d+ min in all: \d+ to read, 5 to answer",
        review.text("#minutes"),
    )
    assert re.match(r"The 4 Rs: \d+ of 11 checks hold", review.text("#checks summary"))
    assert "○ Rich: The content fits into 30 minutes" in " ".join(review.texts("#checks li"))


def test_a_closed_gate_says_why(at):
    review = at(content=(resource(0),))
    review.press("p")
    review.wait("document.querySelector('#held').open", "the reasons are shown")
    assert "1 of at least 2 resources" in review.text("#held li")
    assert review.week().status == "draft"
    review.press(Keys.ESCAPE)
    review.choose(1).press("a")
    review.said("Added “Loaf number 1”")
    review.press("n", "For the second rise.", Keys.ESCAPE, "p")
    review.wait("document.querySelector('#summary').open", "it asks once more")
    review.page.press("#summary [data-do=confirm]:not([data-build])")
    review.said("Published week 2")


def test_a_published_week_that_falls_short_says_what_follows(at):
    review = at(status="published", content=(resource(0, note="Read it."), resource(1)))
    assert "But " not in review.text("#live")
    review.press("h", "j", "w")
    review.said("now it holds 1 of at least 2 resources, and it is published")
    review.wait(
        lambda: "A build puts it on the site like this" in review.text("#live .short"), "and stays said"
    )


def test_on_a_phone_the_head_leaves_room_for_the_week(review):
    review.page.width(390, 844)
    head = review.page.js("return document.querySelector('header').getBoundingClientRect().height")
    assert head <= 0.15 * 844
    assert review.page.js("return document.querySelector('h1').checkVisibility()")


def test_whoever_presses_what_looks_like_a_field_can_write_there(review):
    review.page.press("#content li:first-child .none")
    review.press("what a puppy", Keys.ESCAPE)
    review.wait(lambda: review.week().content[0].note == "what a puppy", "it is the note, and no key acted")
    assert review.urls() == [0, 1]
    review.page.press("#week-objective")
    review.write("You have asked.")
    review.press(Keys.ESCAPE)
    review.wait(lambda: review.week().objective == "You have asked.", "the objective, too")


def test_a_filter_that_finds_nothing_says_where_it_looked(review):
    review.press("/", "zebra")
    review.wait(lambda: "only these are searched" in review.text("#count"), "it says so")
