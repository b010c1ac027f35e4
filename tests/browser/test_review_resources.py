"""Everything a week needs on one page: by hand, in place, what hangs on it, and the learner's page beside it."""

import axe
import pytest
from hostile import TRAP
from review_fixture import EVIL, lay, lay_project, resource, served
from review_page import Review
from selenium.webdriver.common.keys import Keys

from curator.model import Connection, Person

FRAME = "#learner iframe"


def field(review, name):
    """Go to a field of the form that is open."""
    review.page.js(f"document.querySelector('.fields [name={name}]').focus()")
    return review


def test_a_book_is_added_by_hand_and_changed_in_place_by_keyboard(review):
    review.press("b", "The handbook", Keys.TAB, "Kim Lee")
    review.press(Keys.TAB, Keys.TAB, "b", Keys.TAB, "20", Keys.TAB, Keys.TAB, "shelf 3", Keys.ESCAPE)
    review.wait(lambda: any(not r.url for r in review.week().content), "it is in the week")
    book = review.week().content[-1]
    assert (book.title, book.author, book.kind, book.minutes, book.where) == (
        "The handbook",
        "Kim Lee",
        "book",
        20,
        "shelf 3",
    )
    review.wait("!document.querySelector('#by-hand .editor')", "the form is gone")
    review.press("h", "j", "j", "i")
    review.write("The new handbook").press(Keys.ESCAPE)
    review.wait(lambda: review.week().content[-1].title == "The new handbook", "its title is changed")
    review.wait(lambda: review.focus() == "The new handbook", "the keyboard is where it was")
    review.press("n", "Chapter 3.", Keys.ESCAPE)
    review.wait(lambda: review.week().content[-1].note == "Chapter 3.", "the note finds it")
    assert review.page.violations() == []


def test_somebody_alone_is_not_asked_for_what_takes_two(review):
    seen = (
        "return [...document.querySelectorAll('.offer [data-do=nominate], #agreed button, h2.others')]"
        ".filter((one) => one.offsetParent).length"
    )
    assert review.page.js(seen) == 0
    session = review.session
    session.renew(session.course.model_copy(update={"curators": ("Ada", "Bo")}), session.others)
    review.open()
    assert review.page.js(seen) == 10, "eight candidates, the heading and the button of the week"


def test_on_a_phone_a_talk_is_added_and_a_candidate_nominated_by_touch(review):
    page, session = review.page, review.session
    session.renew(session.course.model_copy(update={"curators": ("Ada", "Bo")}), session.others)
    page.width(390, 844)
    review.open()
    page.press(".switch [data-do=offers]")
    page.press("[data-do=new]")
    for name, words in (("title", "A talk"), ("where", "the hall"), ("minutes", "15"), ("note", "Go there.")):
        page.press(f"#by-hand [name={name}]")
        review.press(words)
    page.press("#by-hand .editor p button")
    review.wait(lambda: review.week().content[-1].note == "Go there.", "it is in the week")
    assert (review.week().content[-1].ref, review.week().content[-1].minutes) == ("where:A talk", 15)
    page.press(".offer:nth-child(3) [data-do=nominate]")
    page.press("#say-so [name=by]")
    review.press("Ada")
    page.press("#say-so [value=go]")
    review.said("Ada nominated “Loaf number 2”")
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(review):
    review.press("b", "A talk", Keys.ESCAPE)
    review.wait(
        lambda: "Address is still empty" in review.text("#by-hand .editor"), "it says what is missing"
    )
    assert review.page.read(".fields [name=title]", "value") == "A talk"
    assert len(review.week().content) == 2


def test_another_sentence_is_quoted_with_one_press(review):
    review.press("h", "i")
    review.page.press(".sentences summary")
    review.page.press(".sentences li button")
    review.wait(lambda: review.week().content[0].excerpt.startswith("When the oven is cold"), "it is quoted")


SEND = "Send “Loaf number 0” to one colleague, with a line on why you thought of them."
PUT = "Put the question about “Loaf number 0” to somebody outside the course, and bring the answer back here."


@pytest.mark.parametrize("wide", [True, False])
def test_whoever_takes_a_resource_out_is_asked_what_goes_with_it(at, wide):
    people = (Person(name="Baker 0", url="https://oven.example/"),)
    review = at(connection=Connection(people=people, prompts=(SEND, "Ask a colleague.")))
    page = review.page
    if not wide:
        page.width(390, 844)
        review.open()
        page.press(".switch [data-do=week]")
        page.press("#content li:first-child [data-do=out]")
    else:
        review.press("h", "w")
    assert page.js("return document.querySelector('#parting').open")
    assert "“Loaf number 0”" in review.text("#parting-title")
    axe.load(page)
    for palette in ("light", "dark"):
        page.palette(palette)
        assert axe.violations(page, (*axe.WCAG, "best-practice")) == []
    if wide:
        review.press(Keys.ESCAPE)
        assert len(review.week().content) == 2, "Escape leaves everything as it is"
        review.press("w", Keys.ENTER)
    else:
        page.press("#parting [value=go]")
    review.said("Not this week: “Loaf number 0”")
    week = review.week()
    assert ([q.id for q in week.conversation], week.connection.people) == (["q2"], ())
    assert week.connection.prompts == ("Ask a colleague.",)
    page.press("[data-do=undo]")
    review.wait(lambda: len(review.week().conversation) == 2, "one step takes all of it back")


def test_its_question_and_step_can_be_pointed_at_another_and_its_author_can_stay(at):
    people = (Person(name="Baker 0", url="https://oven.example/"),)
    review = at(connection=Connection(people=people, prompts=(SEND, PUT)))
    page = review.page
    review.press("h", "x")
    page.js("document.querySelector('#hangs select').value = 'https://oven.example/1'")
    page.js(
        "document.querySelector('#hangs [data-of=steps]').value = 'https://oven.example/1';"
        "document.querySelectorAll('#hangs [data-of=steps]')[1].value = '';"
    )
    page.press("#hangs input")
    page.press("#parting-why input")
    review.press("too long", Keys.ENTER)
    review.said("Turned down “Loaf number 0”")
    week = review.week()
    assert [(q.id, q.about, q.was_about) for q in week.conversation] == [("q1", 1, ""), ("q2", None, "")]
    assert [p.name for p in week.connection.people] == ["Baker 0"]
    assert week.connection.prompts == (SEND.replace("number 0", "number 1"), PUT)
    assert [d.why for d in week.dropped] == ["too long"]
    assert "names “Loaf number 0”, which is no longer in the week" in review.text("#step .error")
    page.press("#questions li:first-child [data-do=drop]")
    review.said("Took out question 1")


def test_a_question_starts_from_another_resource_and_what_is_in_the_week_cannot_be_added(review):
    page = review.page
    page.js(
        "const s = document.querySelector('#questions li:nth-child(2) select'); s.value = 'https://oven.example/1';"
        "s.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    review.said("Question 2 starts from “Loaf number 1”")
    assert review.week().conversation[1].about == 2
    assert page.js("return document.querySelector('.offer [data-do=add]').disabled")
    review.press("l", "a")
    review.said("It is in the week already")


def test_what_was_written_on_a_resource_is_given_back_with_one_press(at):
    review = at(content=(resource(0), resource(1), resource(2)))
    review.press("h", "j", "w")
    review.said("Not this week: “Loaf number 1”; your note on it is kept")
    review.wait("document.querySelector('#taken-out li')", "it is listed")
    review.page.press("#taken-out summary")
    axe.load(review.page)
    assert axe.violations(review.page, (*axe.WCAG, "best-practice")) == []
    review.page.press("#taken-out [data-do=add_again]")
    review.said("Added “Loaf number 1” as number 3, with what you had written")
    assert review.week().content[2].note == "For the second rise."
    review.wait("!document.querySelector('#taken-out li')", "and no longer")


# --- the learner's page ---------------------------------------------------------------------------------


@pytest.fixture
def project_review(page, tmp_path):
    """The review page of a week in a whole project, whose pages can be drawn."""
    session = lay(lay_project(tmp_path / "project"), 4, title=f"Ask {EVIL}")
    with served(session) as site:
        yield Review(page, site)
        page.open("about:blank")


def framed(review, script):
    """Run a script in the frame of the learner's page."""
    browser = review.page.browser
    browser.switch_to.frame(review.page.find(FRAME))
    try:
        return review.page.js(script)
    finally:
        browser.switch_to.default_content()


def test_the_learners_page_stands_beside_the_editor_and_follows_it(project_review):
    review, page = project_review, project_review.page
    review.press("v")
    drawn = "document.querySelector('#learner').dataset.drawn"
    page.wait(f"!!{drawn}", "the engine has drawn it")
    review.wait(lambda: framed(review, "return !!document.querySelector('.c-card')"), "the page is there")
    assert framed(review, "return document.querySelector('.c-card__title').textContent") == "Loaf number 0"
    assert framed(review, "return document.querySelector('h1').textContent").startswith("Ask <img")
    review.wait(
        lambda: framed(review, "return !!document.querySelector('#q1 textarea')"), "and the answer box"
    )
    face = framed(review, "return getComputedStyle(document.querySelector('h1')).fontFamily")
    assert face.startswith('"Curator Head"'), "with the site's own styles"
    before = page.js(f"return {drawn}")
    review.press("h", "n", "Read it aloud.", Keys.ESCAPE)
    page.wait(f"{drawn} !== '{before}'", "it follows")
    review.wait(
        lambda: (
            "Read it aloud."
            in (framed(review, "return document.querySelector('.c-note')?.textContent") or "")
        ),
        "with the note",
    )
    for name, width in (("wide", 1280), ("phone", 390)):
        page.press(f"#learner [data-width={name}]")
        review.wait(lambda width=width: framed(review, "return innerWidth") == width, f"{name}")
    assert not (review.session.root / "site").exists()
    axe.load(page)
    assert axe.violations(page, (*axe.WCAG, "best-practice")) == []
    page.width(390, 844)
    page.press("#to-learner")
    review.wait(lambda: framed(review, "return innerWidth") > 300, "on a phone it has the page to itself")
    page.press("#learner [data-do=learner]")
    assert page.js("return document.querySelector('#learner').hidden")
    assert page.violations() == []


def test_the_learners_page_reaches_nothing_of_the_editor(project_review):
    review, page = project_review, project_review.page
    page.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TRAP})
    review.press("v")
    page.wait("!!document.querySelector('#learner').dataset.drawn", "the engine has drawn it")
    review.wait(lambda: framed(review, "return !!document.querySelector('.c-card')"), "the page is there")
    reached = """
        const found = [];
        for (const reach of [() => parent.document.title, () => localStorage.length, () => document.cookie,
                             () => top.location.href]) {
          try { reach(); found.push(String(reach)); } catch { /* as it should be */ }
        }
        return [found, origin, window.__hit ?? null];
    """
    assert framed(review, reached) == [[], "null", None]
    asked = framed(review, "return document.querySelector('meta[http-equiv]').content")
    assert "script-src" in asked
    got = page.later(
        "const [base, done] = arguments; const f = document.querySelector('#learner iframe');"
        "fetch('state').then((a) => done(a.status))",
        review.site.address,
    )
    assert got == 200
