"""Two people on one week: by a link, in two browsers, at the same time."""

import axe
import pytest
from review_fixture import lay, served
from review_page import NOTE, Review
from selenium.webdriver.common.keys import Keys

from curator.app.review import news
from curator.app.review.sharing import Sharing


class Guest:
    """What `Review` needs of a way in, for whoever has a link."""

    def __init__(self, address, session):
        self.address, self.session = address, session


@pytest.fixture
def two(page, tmp_path, monkeypatch):
    """The owner's page and a guest's, in windows of their own; `two(may)` opens the guest's.

    The server never looks for changes by itself: what one sees of the other, the save itself has told.
    """
    monkeypatch.setattr(news, "LOOK", 3600.0)
    sharing = Sharing("127.0.0.1")
    browser = page.browser
    with served(lay(tmp_path), sharing) as site:
        owner, first = Review(page, site), browser.current_window_handle

        def invite(may):
            share = sharing.shares.give(may)
            browser.switch_to.new_window("window")
            link = sharing.link(share, f"week/baking/{site.session.week}/")
            guest = Review(page, Guest(link, site.session))
            guest.share, guest.window = share, browser.current_window_handle
            return guest

        owner.window, owner.sharing = first, sharing
        yield owner, invite
        for handle in browser.window_handles:
            if handle != first:
                browser.switch_to.window(handle)
                browser.close()
        browser.switch_to.window(first)
        page.open("about:blank")


def turn(review):
    """Let the other one have a turn."""
    review.page.browser.switch_to.window(review.window)
    return review


def test_what_one_saves_the_other_sees_and_neither_overwrites(two):
    owner, invite = two
    guest = invite("edit")
    guest.press("h", "n", "From the guest.", Keys.ESCAPE)
    guest.wait(lambda: guest.week().content[0].note == "From the guest.", "the guest's note is saved")
    turn(owner)
    owner.wait(lambda: "From the guest." in owner.text("#content li .note"), "the owner sees it")
    assert owner.texts("#notice li") == ["note of “Loaf number 0”"]
    owner.page.press("[data-do=notice]")
    owner.press("u")
    owner.said("Nothing to undo")  # it was not the owner's step
    owner.press("h", "j", "n", "From the owner.", Keys.ESCAPE)
    owner.wait(lambda: owner.week().content[1].note.endswith("From the owner."), "the owner's note is saved")
    turn(guest)
    guest.wait(lambda: "From the owner." in guest.text("#content li:nth-child(2) .note"), "the guest sees it")
    both = [r.note for r in guest.week().content]
    assert both == ["From the guest.", "For the second rise.From the owner."]
    guest.press("u")
    guest.wait(lambda: "cannot be taken back" in guest.text("#notice"), "undo would lose the owner's note")
    assert [r.note for r in guest.week().content] == both


def test_two_in_the_same_text_are_both_shown_it_and_choose(two):
    owner, invite = two
    guest = invite("edit")
    guest.page.js(
        "window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)"
    )
    guest.page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    guest.press("h", "n", "Mine")
    turn(owner).press("h", "n", "Theirs", Keys.ESCAPE)
    owner.wait(lambda: owner.week().content[0].note == "Theirs", "the owner was first")
    turn(guest).page.js("window.__go()")
    guest.wait("document.querySelector('.clash pre')", "both are shown")
    assert guest.text(".clash pre") == "Theirs"
    assert guest.page.read(NOTE, "value") == "Mine"
    assert guest.week().content[0].note == "Theirs", "nothing was overwritten"


def test_both_publish_at_once_and_it_is_published_once(two):
    owner, invite = two
    guest = invite("edit")
    for one in (guest, owner):
        turn(one).press("p")
        one.wait("document.querySelector('#summary').open", "the summary")
    for one in (guest, owner):
        turn(one)
        one.page.js("document.querySelector('#summary [data-do=confirm]:not([data-build])').click()")
    owner.wait(lambda: owner.week().status == "published", "it is published")
    owner.wait(
        lambda: (
            "Published" in owner.text("#eyebrow")
            and not owner.page.js("return document.querySelector('dialog[open]')")
        ),
        "and the one who came second is told",
    )
    assert owner.session.path.read_text("utf-8").count("status: published") == 1


def test_a_link_for_reading_shows_all_and_offers_nothing_to_change(two):
    _, invite = two
    guest = invite("read")
    before = guest.session.path.read_bytes()
    guest.press("h", "n", "j", "x", "w", "e", "p", "b", "m", "g", "u")
    assert not guest.page.js(
        "return document.querySelector('dialog[open], #content .editor, #by-hand .editor')"
    )
    shown = "return [...document.querySelectorAll('#week .acts button, #publish, #offers .acts button')].filter((e) => e.offsetParent).length"
    assert guest.page.js(shown) == 0
    assert guest.page.js("return document.querySelector('#questions textarea').readOnly")
    axe.load(guest.page)
    assert axe.violations(guest.page, (*axe.WCAG, "best-practice")) == []
    assert guest.session.path.read_bytes() == before


def test_a_revoked_link_ends_at_once_and_says_so(two):
    owner, invite = two
    guest = invite("edit")
    turn(owner)
    owner.page.press("#share")
    owner.wait("document.querySelector('#shares').open", "the links")
    assert "may change weeks" in owner.text("#links")
    assert f"/{guest.share.token}/week/baking/2/" in owner.text("#links")
    axe.load(owner.page)
    assert axe.violations(owner.page, (*axe.WCAG, "best-practice")) == []
    owner.page.press("#links [data-do=revoke]")
    owner.wait(lambda: "No link is given out" in owner.text("#links"), "it is gone")
    owner.page.press("#links [data-may=read]")
    owner.wait(lambda: "may look" in owner.text("#links"), "another one is made")
    turn(guest)
    guest.wait(lambda: "it is another one each time" in guest.text("#notice"), "the guest is told")
    guest.press("h", "n", "Too late.", Keys.ESCAPE)
    assert guest.week().content[0].note == ""


def test_what_curators_say_is_seen_by_both_and_kept_beside_the_week(two):
    owner, invite = two
    guest = invite("edit")
    guest.choose(3).press("m")
    guest.page.js("document.querySelector('#say-so [name=by]').value = 'Ada'")
    guest.page.js("document.querySelector('#say-so [name=note]').value = 'كتاب <b>جيد</b>'")
    guest.page.press("#say-so [value=go]")
    guest.said("Ada nominated “Loaf number 3”")
    guest.press("g", Keys.ENTER)
    guest.said("Ada agrees to week 2")
    turn(owner)
    owner.wait(
        lambda: "Nominated by Ada: كتاب <b>جيد</b>" in owner.text(".offer:nth-child(4) .nominated"),
        "a comment",
    )
    owner.wait(lambda: "Ada agrees" in owner.text("#agreed"), "an agreement")
    assert owner.text("#notice") == "", "nobody is interrupted"
    owner.press("e", Keys.END, " More.", Keys.ESCAPE)
    owner.wait(lambda: "before the last changes" in owner.text("#agreed"), "what was agreed to has changed")
    owner.page.press("#agreed [data-do=withdraw]")
    owner.wait(lambda: "Ada agrees" not in owner.text("#agreed"), "taken back")
    assert "Ada" in (owner.session.path.parent / "nominations.yml").read_text("utf-8")
