"""One press does what its button says, also while an answer is on its way; and what is one's own is told as such."""

from datetime import UTC, datetime

import pytest
from review_fixture import lay, served
from review_page import Review
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.keys import Keys

from curator.app.review.connection_forms import KINDS
from curator.model import Connection, Event, Person, Thanks

EVENT = Event(title="Open oven", starts=datetime(2026, 12, 10, 12, tzinfo=UTC), minutes=30)
MEETING = Connection(
    people=(Person(name="Ada"),),
    prompts=("Ask a colleague.",),
    events=(EVENT,),
    thanks=(Thanks.model_validate({"name": "Kim", "for": "the flour"}),),
)
LONG = " and whoever else bakes at that hour" * 9
SAVE = "#connection-forms .editor > p > button"


@pytest.fixture
def meeting(hand, tmp_path):
    """Somebody at a week in which each list of the connection has one entry."""
    with served(lay(tmp_path, connection=MEETING)) as site:
        hand.site, hand.session = site, site.session
        hand.open(site.address)
        hand.part("week")
        yield hand


def press_slowly(hand, css):
    """Press a button for as long as a finger does: what leaving the field saves is answered meanwhile."""
    page = hand.page
    if hand.keyboard:
        hand.use(css)
        return
    button = page.find(css)
    page.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
    if hand.phone:
        touch = ActionBuilder(page.browser, mouse=PointerInput("touch", "finger"), duration=0)
        touch.pointer_action.move_to(button).pointer_down().pause(0.2).pointer_up()
        touch.perform()
    else:
        ActionChains(page.browser).click_and_hold(button).pause(0.4).release().perform()


@pytest.mark.parametrize("do", list(KINDS))
def test_one_press_saves_and_closes_a_form_whose_words_make_its_entry_grow(meeting, do):
    page, first = meeting.page, KINDS[do].fields[0][0]
    meeting.use(f"#{do} [data-do=entry]")
    meeting.write(f"#connection-forms .fields [name={first}]", LONG.strip())
    press_slowly(meeting, SAVE)
    page.wait("!document.querySelector('#connection-forms .editor')", "one press closes it")
    page.wait(lambda: LONG.strip()[:40] in meeting.session.path.read_text("utf-8"), "and it is saved")


def test_a_question_is_asked_in_an_empty_field_and_added_when_somebody_says_so(meeting):
    page = meeting.page
    before = len(meeting.session.module().conversation)
    meeting.use("#week > [data-do=ask]")
    assert page.js("return document.activeElement.value") == ""
    meeting.type("What would you bake again, and why?")
    assert len(meeting.session.module().conversation) == before, "nothing is added before somebody says so"
    press_slowly(meeting, "#questions + .slot .editor > p > button")
    page.wait(lambda: len(meeting.session.module().conversation) == before + 1, "it is added")
    assert meeting.session.module().conversation[-1].question == "What would you bake again, and why?"
    page.wait("!document.querySelector('#questions + .slot .editor')", "and the field is gone")
    meeting.use("#week > [data-do=ask]")
    press_slowly(meeting, "#questions + .slot .editor > p > .quiet")
    page.wait(
        "!document.querySelector('#questions + .slot .editor')", "nothing was written, nothing is added"
    )
    assert len(meeting.session.module().conversation) == before + 1


def test_what_leaves_with_words_that_were_just_typed_comes_back_with_them_and_nobody_else_is_blamed(
    page, tmp_path
):
    with served(lay(tmp_path)) as site:
        review = Review(page, site)
        page.js("document.querySelector('#content article').focus()")
        review.press("i")
        page.wait("document.activeElement.matches('#content [name=title]')", "its form is open")
        review.press(" again")
        page.js("document.activeElement.closest('article').focus()")
        review.press("w")
        page.wait("document.querySelector('#parting').open", "it is asked what leaves with it")
        review.press(Keys.ENTER)
        review.wait(lambda: len(review.urls()) == 1, "it is out")
        assert page.js("return document.querySelector('#notice').hidden"), review.text("#notice")
        review.press("u")
        review.wait(lambda: len(review.urls()) == 2, "it is back")
        review.wait(
            lambda: any(r.title.endswith(" again") for r in review.week().content), "as it was written"
        )
        assert page.js("return document.querySelector('#notice').hidden"), review.text("#notice")
