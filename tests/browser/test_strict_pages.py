"""Every page of a site keeps to itself: no request to anybody else, nothing for its policy to stop."""

import re

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02.html"


@pytest.fixture(scope="session")
def pages(home, sites):
    folder = sites.folder("whole")
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]


def test_no_page_asks_anybody_else_for_anything_or_breaks_its_policy(page, home, pages):
    assert len(pages) > 25
    wrong = []
    for name in pages:
        page.open(home + name)
        page.wait("document.readyState === 'complete' && window.curator", f"{name} is ready")
        page.wait_for_theme()
        wrong += [f"{name}: {words}" for words in page.violations()]
    assert wrong == []
    assert page.complaints() == []
    assert page.foreign() == []
    assert page.elsewhere.asked == []


def test_no_page_has_what_a_validator_of_html_refuses(page, home, pages):
    """What the reference checker found on pages of this theme; html5lib reads every page strictly elsewhere."""
    page.open(home + "index.html")
    wrong = page.browser.execute_async_script(
        """
        const [pages, done] = arguments;
        const REFUSED = 'input:is([type=checkbox], [type=radio])[autocomplete], a a, button a, p :is(p, ul, ol, div),'
          + ' ul > :not(li, script, template), ol > :not(li, script, template), label label, [aria-labelledby=""]';
        Promise.all(pages.map(async (name) => {
          const page = new DOMParser().parseFromString(await (await fetch(name)).text(), 'text/html');
          const lost = [...page.querySelectorAll('[for], [aria-labelledby], [aria-describedby]')].filter((e) =>
            ['for', 'aria-labelledby', 'aria-describedby'].some((a) => e.hasAttribute(a)
              && e.getAttribute(a).split(' ').some((id) => !page.getElementById(id))));
          return [...page.querySelectorAll(REFUSED), ...lost].map((e) => `${name}: ${e.outerHTML.slice(0, 120)}`);
        })).then((found) => done(found.flat()));
        """,
        [home + name for name in pages],
    )
    assert wrong == []


def test_the_policy_holds_after_instant_navigation(page, home):
    page.open(f"{home}{COURSE}/index.html")
    page.wait_for_instant()
    page.js("window.__here = true")
    page.press("a[href*='week-02.html']")
    page.wait(
        "location.pathname.endsWith('week-02.html') && document.querySelector('.c-card')", "the week is shown"
    )
    assert page.js("return window.__here"), "the page was loaded anew"
    page.press("#q1-thread .thread__load")
    page.elsewhere.wait(lambda a: a.query.get("term") == f"{COURSE}/week-02/q1")
    assert page.violations() == []
    assert page.complaints() == []


def test_a_page_without_javascript_shows_all_its_words_and_a_way_to_the_discussion(page, home):
    page.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open(home + WEEK)
        words = page.find("main").text
        links = {a.get_attribute("href") for a in page.all("#q1-thread a")}
    finally:
        page.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "The first minute decides" in words
    assert "press a button" not in words
    assert any(link.startswith("https://github.com/yard/talk/discussions") for link in links)
    assert not [b for b in page.all(".thread__load") if b.is_displayed()]


def test_external_links_say_so_and_tell_nobody_where_the_reader_came_from(page, home, sites):
    page.open(home + WEEK)
    wrong = page.js(
        "return [...document.querySelectorAll('a[href^=http]')]"
        ".filter((a) => a.origin !== location.origin)"
        ".filter((a) => !['external', 'noopener', 'noreferrer'].every((r) => a.relList.contains(r)))"
        ".map((a) => a.outerHTML)"
    )
    assert wrong == []
    html = (sites.folder("whole") / WEEK).read_text("utf-8")
    assert re.search(r'<meta name="referrer" content="no-referrer">', html)
