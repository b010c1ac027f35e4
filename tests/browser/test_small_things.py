"""Small things that went wrong once: where the focus goes, what is said at a moment, what a dead service leaves."""

import re

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from sites import COURSE
from test_discussions import CASES, POSTS

WEEK = f"{COURSE}/week-02.html"


@pytest.fixture
def before(page):
    """Run a script before every page's own: before(script)."""
    added = []

    def add(script):
        given = page.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        added.append(given)

    yield add
    for given in added:
        page.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", given)


def test_after_instant_navigation_the_focus_is_at_the_new_title_and_one_sitemap_was_read(page, home):
    page.open(f"{home}{COURSE}/index.html")
    page.wait_for_instant()
    page.js("window.__here = true")
    for css, there in (("a[href*='week-02.html']", "week-02"), (".c-turn__previous", "week-01")):
        page.press(css)
        page.wait(f"location.pathname.endsWith('{there}.html') && document.querySelector('.c-check')", there)
        page.wait("document.activeElement.matches('.c-page h1')", "the focus is at the title")
    assert page.js("return window.__here"), "the page was loaded anew"
    read = "performance.getEntriesByType('resource').filter((r) => /sitemap/.test(r.name)).map((r) => r.name)"
    assert len(page.js(f"return {read}")) == 1


def test_on_a_phone_keys_stay_in_the_open_menu_and_out_of_the_closed_one(page, home):
    page.width(390)
    page.open(home + WEEK)
    page.wait("document.querySelector('button.c-menu')", "the menu works")
    places = "e.closest('.md-sidebar--primary') ? 'menu' : e.closest('.c-header, .md-skip') || e === document.body ? '' : 'page'"

    def stops(count):
        found = []
        for _ in range(count):
            ActionChains(page.browser, duration=0).send_keys(Keys.TAB).perform()
            found.append(page.js(f"const e = document.activeElement; return {places}"))
        return set(found)

    assert stops(12) == {"", "page"}
    page.open(home + WEEK)
    page.wait("document.querySelector('button.c-menu')", "the menu works")
    page.press("button.c-menu")
    page.wait("document.getElementById('__drawer').checked", "the menu is open")
    assert stops(20) == {"", "menu"}


def test_the_open_menu_of_a_phone_is_closed_by_a_button_and_the_focus_goes_back(page, home):
    page.width(390)
    for address in (home + WEEK, f"{home}index.html"):
        page.open(address)
        page.wait("document.querySelector('button.c-menu')", "the menu works")
        assert not page.find(".c-nav__close").is_displayed()
        page.press("button.c-menu")
        page.wait("document.getElementById('__drawer').checked", "the menu is open")
        assert page.find("button.c-nav__close").accessible_name == "Close the menu"
        page.press("button.c-nav__close")
        page.wait("!document.getElementById('__drawer').checked", "the menu is closed")
        assert page.js("return document.activeElement.matches('button.c-menu')")


def test_done_stays_where_it_is_when_a_card_is_unfolded(page, home):
    for width in (390, 1280):
        page.width(width)
        page.open(home + WEEK)
        page.wait("document.querySelector('.c-check')", "the week is ready")
        where = "const r = document.querySelector('.c-card:has(.c-why) .c-check').getBoundingClientRect(); return [r.x, r.y + scrollY]"
        before = page.js(where)
        page.press(".c-card .c-why summary")
        page.wait("document.querySelector('.c-card .c-why').open", "it is unfolded")
        assert page.js(where) == before


def test_the_header_names_the_pages_of_the_hub_and_those_of_a_course(page, home):
    named = "return [...document.querySelectorAll('.c-header__links a')].map((a) => a.getAttribute('href') + (a.ariaCurrent ? '!' : ''))"
    page.open(f"{home}people.html")
    assert page.js(named) == ["library.html", "tags.html", "people.html!", "guidelines.html", "about.html"]
    page.open(f"{home}{COURSE}/library.html")
    assert page.js(named) == ["library.html!", "people.html", "notes.html", "guidelines.html"]
    shown = page.js(
        "return [...document.querySelectorAll('.c-nav a')].filter((a) => a.checkVisibility()).length"
    )
    assert shown < len(page.all(".c-nav a")), "what the header names is not named again beside the page"
    page.width(390)
    assert page.js("return document.querySelector('.c-header__links').checkVisibility()") is False


def test_going_back_by_keyboard_nothing_with_the_focus_hides_below_the_header(page, home):
    page.width(1280, 600)
    page.open(home + WEEK)
    page.wait("document.querySelector('.thread__always') && document.querySelector('.c-check')", "ready")
    page.js("scrollTo(0, document.body.scrollHeight); document.querySelector('.c-turn a').focus()")
    hidden = []
    for _ in range(30):
        ActionChains(page.browser, duration=0).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(
            Keys.SHIFT
        ).perform()
        hidden += page.js(
            "const e = document.activeElement, box = e.getBoundingClientRect();"
            "const edge = document.querySelector('.c-header').getBoundingClientRect().bottom;"
            "return e.closest('.c-page') && box.top < edge - 1 ? [e.outerHTML.slice(0, 80)] : []"
        )
    assert hidden == []


def test_without_permission_to_copy_the_link_stands_there_to_be_copied(page, home, before):
    before("navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))")
    page.open(home + WEEK)
    page.wait("document.querySelector('.c-share [data-c=share] button')", "sharing works")
    page.press(".c-share [data-c=share] button")
    page.wait("document.activeElement.matches('.c-share input[type=url]')", "a field with the link")
    assert page.js("return document.activeElement.value").endswith(WEEK)


SAID = """
new MutationObserver((_, watch) => {
  const page = document.querySelector(".c-page");
  if (!page) return;
  watch.disconnect();
  page.insertAdjacentHTML("afterbegin", '<i id=minutes data-until="2026-12-02T12:00:00+00:00 2026-12-04T12:00:00+00:00"'
    + ' data-later="45 min|15 min">90 min</i><i id=day data-until="2026-12-03" data-later="past">today</i>'
    + '<i id=gone data-until="2026-12-02" data-later="">until Tuesday</i>'
    + '<i id=next data-until="2026-12-02" data-later="Week 5 is being prepared" hidden></i>');
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-12-01T12:00:00", ["90 min", "today", "until Tuesday", ""]),
        ("2026-12-02T22:30:00", ["45 min", "today", "", "Week 5 is being prepared"]),
        (
            "2026-12-03T00:30:00",
            ["45 min", "past", "", "Week 5 is being prepared"],
        ),  # a day ends where the reader is, not in Greenwich
        ("2026-12-05T00:00:00", ["15 min", "past", "", "Week 5 is being prepared"]),
    ],
)
def test_what_a_page_says_of_time_is_true_whenever_it_is_read(page, home, before, now, said):
    before(
        f"const Real = Date; Date = class extends Real {{ constructor(...a) {{ a.length ? super(...a) : super('{now}') }} }};{SAID}"
    )
    page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "America/New_York"})
    try:
        page.open(home + WEEK)
        page.wait("document.querySelector('time[data-here]')", "times are told")
        shown = "['minutes', 'day', 'gone', 'next'].map((id) => document.getElementById(id)).map((e) => e.hidden ? '' : e.textContent)"
        assert page.js(f"return {shown}") == said
    finally:
        page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})


SILENT = {
    "giscus": "https://giscus.app/en/widget",
    "disqus": "https://disqus.com/embed/comments/",
    "remark42": "https://talk.yard.example/web/iframe.html",
    "mastodon": f"https://social.yard.example/api/v1/statuses/{POSTS[f'{COURSE}/week-02/q1'].rsplit('/', 1)[1]}/context",
}
CLOCK = """
window.__late = [];
const real = window.setTimeout;
window.setTimeout = (what, wait, ...rest) => (wait === 5000 ? (__late.push(what), 0) : real(what, wait, ...rest));
"""
"""Holds back what would happen after five seconds, until the test says that they have passed."""
STATUS = "document.querySelector('#q1-thread .thread__status').textContent"


@pytest.mark.parametrize("name", SILENT)
def test_a_service_that_is_silent_for_five_seconds_is_told_so_and_the_button_tries_again(
    page, sites, before, name
):
    address = SILENT[name]
    home = sites(name, CASES[name].settings, courses={COURSE})
    before(f"{CLOCK} window.__fetch = window.fetch; window.fetch = () => new Promise(() => {{}});")
    page.elsewhere.answers[address] = {}  # something that is no discussion, and says nothing
    page.open(home + WEEK)
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    page.press("#q1-thread .thread__load")
    page.wait("document.querySelector('#q1-thread').dataset.loaded && window.__late.length", "it waits")
    if name != "mastodon":
        page.elsewhere.wait(lambda a: a.address == address)
    page.js("window.__late.splice(0).forEach((late) => late())")
    assert re.search(r"does not answer\. Try again", page.js(f"return {STATUS}"))
    assert page.find("#q1-thread .thread__load").is_displayed()

    page.elsewhere.answers.clear()
    if name == "mastodon":
        page.elsewhere.answers[address] = {"ancestors": [], "descendants": []}
        page.js("window.fetch = window.__fetch")
    page.press("#q1-thread .thread__load")
    page.wait("document.querySelector('#q1-thread .thread__load').hidden", "the second try succeeds")
    assert page.js(f"return {STATUS}") == ""


def test_my_notes_offers_what_can_be_done_with_notes_once_there_are_any(page, home):
    page.open(f"{home}{COURSE}/notes.html")
    page.wait("!document.querySelector('[data-c=notes]').hidden", "the notes are there")
    offered = "[...document.querySelectorAll('.c-notes [data-act]')].filter((b) => b.checkVisibility()).map((b) => b.dataset.act)"
    assert page.js(f"return {offered}") == ["import"]
    page.open(home + WEEK)
    page.wait("document.querySelector('.c-check')", "ready")
    page.press(".c-check input")
    page.open(f"{home}{COURSE}/notes.html")
    page.wait("!document.querySelector('[data-c=notes]').hidden", "the notes are there")
    assert page.js(f"return {offered}") == ["markdown", "json", "import", "delete", "paper"]
