"""What is offered for a page that a person added, why it was proposed, and an outcome that stays until it is read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import axe
from review_fixture import candidate, lay, served, serving_workspace, week, workspace_of
from selenium.webdriver.common.keys import Keys

from curator.app.pull import pull
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down

TITLE = "How to ask for help at work"
TEXT = "Asking for help at work is hard, and whoever asks for help early is seldom thought less of. " * 9
RULES = (*axe.WCAG, "best-practice")


def check(hand):
    hand.fits()
    axe.load(hand.page)
    assert axe.violations(hand.page, RULES) == []


def test_what_was_added_brings_its_reason_a_question_and_its_author(tmp_path, hand):
    made = candidate(3, title=TITLE, author="Ada Lovelace")
    offers = [candidate(0), candidate(1), replace(made, article=replace(made.article, text=TEXT))]
    session = lay(tmp_path, candidates=offers)
    with served(session) as site:
        hand.open(site.address)
        hand.part("offers")
        hand.sees("worth a look", "#list .offer:last-child .facts")
        hand.sees("fit 1.00", "#list .offer:last-child .facts")
        check(hand)
        hand.type(*"ljj" if hand.keyboard else "")
        hand.use(".offer:last-child [data-do=add]", "a")
        hand.part("week")
        hand.sees("Proposed because: close to the need: dough 3", "#content li:last-child .why")
        check(hand)
        hand.use("#together [data-do=ask]")
        hand.page.wait(lambda: len(week(session).conversation) == 3, "it is asked")
        asked = week(session).conversation[-1]
        assert asked.about == 3
        hand.page.wait("document.activeElement.matches('#questions textarea')", "it can be changed at once")
        assert hand.page.js("return document.activeElement.value") == asked.question
        hand.type(Keys.ESCAPE)
        hand.use("#authors button[aria-label='Add Ada Lovelace'], #authors li:first-child button")
        hand.page.wait(lambda: "Ada Lovelace" in [p.name for p in week(session).connection.people], "met")
        hand.page.wait("!!document.activeElement.closest('#person li:last-child')", "the focus is with her")
        hand.sees("Ada Lovelace", "#person li:last-child")
        check(hand)


def test_what_came_of_a_draft_stays_while_settings_are_changed(tmp_path, hand):
    root, today = tmp_path / "project", date(2026, 11, 23)
    course = NewCourse("First course", "Neighbours must learn to share tools.")
    lay_down(root, course, today=today, starter=False)
    with Run.open(root, now=datetime(2026, 11, 23, 12, tzinfo=UTC), today=today) as run:
        pull(run)
    with serving_workspace(workspace_of(root)) as address:
        hand.open(f"{address}settings/first-course/")
        hand.open(address)
        hand.use("#courses [data-do=draft]")
        hand.sees("Drafting: done", "#outcome")
        hand.sees("nothing fits week 1 yet: name more sites", "#needs")
        hand.sees("1 thing waits for you", "#waiting")
        check(hand)
        hand.open(f"{address}settings/first-course/")
        hand.write("#f-title", "Lending")
        hand.type(Keys.TAB)
        hand.sees("saved", "#work")
        hand.open(address)
        hand.sees("Drafting: done", "#outcome")
        check(hand)
        hand.use("#outcome [data-do=dismiss]")
        hand.page.wait("!document.querySelector('#outcome').textContent", "it is read")


def test_a_receipt_on_the_settings_page_stays_until_it_is_read(tmp_path, hand):
    root = tmp_path / "project"
    lay_down(root, NewCourse("First course"), today=date(2026, 11, 23), starter=False)
    opml = tmp_path / "reader.opml"
    opml.write_text(
        "<opml version='2.0'><body><outline type='rss' xmlUrl='https://a.example/f'/></body></opml>"
    )
    with serving_workspace(workspace_of(root)) as address:
        hand.open(f"{address}settings/-/")
        hand.page.send("#opml", str(opml))
        hand.use("[data-do=import_opml]")
        hand.sees("reader.opml: 1 taken, 0 refused", "#notice")
        hand.use("[id='s-tags-new']")
        hand.write("[id='f-tags-new-name']", "Bread")
        hand.use("[data-do=add][data-list=tags]")
        hand.page.wait("!!document.querySelector('[id=s-tags-0]')", "a tag is added")
        hand.sees("reader.opml: 1 taken, 0 refused", "#notice")
        check(hand)
        hand.use("#notice [data-do=dismiss]")
        hand.page.wait("document.querySelector('#notice').hidden", "it is read")
