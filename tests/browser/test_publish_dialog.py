"""The publish dialog is where one finishes: what learners would read of the course is written right there."""

from datetime import date

import axe
import pytest
import yaml
from review_fixture import serving_workspace, workspace_of
from selenium.webdriver.common.keys import Keys
from test_desk import WEEK

from curator.app.scaffold import NewCourse, lay_down
from curator.weeks.edit import module_of

RULES = (*axe.WCAG, "best-practice")
NAME, CONTACT, ABOUT = (f"#summary [name='{name}']" for name in ("curators", "guidelines.contact", "about"))
OPEN = "document.querySelector('#summary').open"


class Course:
    """A served course with one week that is ready to be published."""

    def __init__(self, root, address):
        self.folder, self.page = root / "courses/first-course", f"{address}week/first-course/1/"

    @property
    def settings(self):
        return yaml.safe_load((self.folder / "course.yml").read_text("utf-8"))

    @property
    def status(self):
        return module_of((self.folder / "week-01.md").read_text("utf-8")).status


@pytest.fixture
def course(tmp_path):
    root, today = tmp_path / "project", date(2026, 11, 23)
    lay_down(root, NewCourse("First course", "Neighbours must learn to share."), today=today, starter=False)
    (root / "courses/first-course/week-01.md").write_text(WEEK.format(week=1, title="Asking"), "utf-8")
    with serving_workspace(workspace_of(root)) as address:
        yield Course(root, address)


def check(hand):
    hand.fits()
    axe.load(hand.page)
    assert axe.violations(hand.page, RULES) == []


def ask(hand):
    """Press Publish, and wait for the dialog."""
    hand.use("#publish", "p")
    hand.page.wait(OPEN, "it asks once more")


def test_what_is_missing_is_written_where_one_publishes(course, hand):
    hand.open(course.page)
    ask(hand)
    assert hand.page.js("return document.activeElement.dataset.build") == ""
    check(hand)
    hand.write(NAME, "Marta")
    hand.write(CONTACT, "marta@yard")
    hand.write(ABOUT, "How a ladder goes round.")
    hand.use("#summary [data-do=confirm]:not([data-build])")
    hand.sees("“marta@yard” is no mail address", "#summary")
    hand.page.wait(f"document.activeElement.matches({CONTACT!r})", "the one that is refused has the focus")
    assert hand.page.read(ABOUT, "value") == "How a ladder goes round."
    assert (course.status, course.settings["about"]) == ("draft", "")
    check(hand)
    hand.write(CONTACT, "marta@yard.example")
    hand.use("#summary [data-do=confirm]:not([data-build])")
    hand.sees("Published week 1", "#say")
    found = course.settings
    assert (found["curators"], found["about"]) == (["Marta"], "How a ladder goes round.")
    assert (found["guidelines"]["moderator"], found["guidelines"]["contact"]) == (
        "Marta",
        "marta@yard.example",
    )
    assert course.status == "published"


def test_nothing_need_be_written_and_not_yet_keeps_what_was(course, hand):
    hand.open(course.page)
    ask(hand)
    hand.write(NAME, "Marta")
    hand.use("#summary [data-do=close]")
    hand.page.wait(f"!{OPEN}", "not yet")
    hand.open(course.page)
    ask(hand)
    assert hand.page.read(NAME, "value") == "Marta"
    hand.write(NAME, Keys.BACKSPACE)
    hand.use("#summary [data-do=confirm]:not([data-build])")
    hand.sees("Published week 1", "#say")
    assert "curators" not in course.settings
    hand.use("#publish", "")
    hand.sees("is a draft again", "#say")
    ask(hand)
    assert hand.page.read(NAME, "value") == ""


def test_the_settings_lead_back_into_the_dialog(course, hand):
    hand.open(course.page)
    ask(hand)
    hand.write(CONTACT, "marta@yard.example")
    hand.use("#summary a[href$='/--/#f-provider']")
    hand.page.wait("location.pathname.endsWith('/settings/--/')", "the settings of the site")
    hand.ready()
    hand.page.wait("document.querySelector('#back').textContent === 'Back to week 1'", "a way back")
    hand.use("#back")
    hand.page.wait("location.pathname.endsWith('/week/first-course/1/')", "the week again")
    hand.page.wait(OPEN, "and its dialog")
    assert hand.page.read(CONTACT, "value") == "marta@yard.example"
    check(hand)
    hand.use("#summary [data-do=close]")
    hand.ready()
    hand.use("#settings")
    hand.page.wait("document.querySelector('#back').textContent === 'Back to week 1'", "a way back")
    hand.use("#back")
    hand.ready()
    assert not hand.page.js(f"return {OPEN}"), "whoever left it stays out of it"


def test_what_is_changed_in_the_settings_is_told_by_the_dialog_that_opens_again(course, hand):
    hand.open(course.page)
    ask(hand)
    hand.write(CONTACT, "marta@yard.example")
    hand.use("#summary [data-do=confirm]:not([data-build])")
    hand.sees("Published week 1", "#say")
    hand.use("#publish", "")
    hand.sees("is a draft again", "#say")
    ask(hand)
    hand.sees("Learners reach whoever is in charge at marta@yard.example", "#summary")
    hand.use("#summary a[href$='#f-guidelines.contact']")
    hand.page.wait("location.pathname.endsWith('/settings/first-course/')", "the settings of the course")
    hand.ready()
    hand.write("[id='f-guidelines.contact']", "bo@yard.example")
    hand.type(Keys.TAB)
    hand.sees("saved", "#work")
    hand.page.wait("document.querySelector('#back').textContent === 'Back to week 1'", "a way back")
    hand.use("#back")
    hand.page.wait(f"document.querySelector('#summary') && {OPEN}", "the dialog")
    hand.sees("at bo@yard.example", "#summary")
