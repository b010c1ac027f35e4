"""A whole week by keyboard alone: everything can be reached, is seen when it has the focus, and works."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from sites import COURSE

WEEK = f"{COURSE}/week-02"

LOOK = """
const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
const all = [...document.querySelectorAll(kinds)];
return all.filter((e) => e.tabIndex >= 0 && !e.disabled && seen(e) && e.getClientRects().length)
  .filter((e) => !(e.type === 'radio' && !e.checked))
  .map((e) => e.dataset.stop ||= String(all.indexOf(e)) + ' ' + e.outerHTML.slice(0, 120));
"""
"""Everything on the page that a mouse could use, each with a mark."""

FOCUS = """
const e = document.activeElement;
const target = e.matches('input[type=radio]') ? e.nextElementSibling : e.closest('label') || e;
const box = target.getBoundingClientRect();
const style = getComputedStyle(e);
const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
const top = document.elementFromPoint(x, y);
const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
return {
  stop: e === document.body ? '' : (e.dataset.stop ||= `late ${e.outerHTML.slice(0, 120)}`),
  outlined: line || style.boxShadow !== 'none',
  clear: Boolean(top && (target.contains(top) || top.contains(target) || e.contains(top))),
};
"""
"""What has the focus, whether one sees that, and whether something lies over it."""


@pytest.fixture
def week(page, home):
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always') && document.querySelector('.c-check')", "ready")
    return page


def press(page, *keys):
    ActionChains(page.browser, duration=0).send_keys(*keys).perform()


def tab_to(page, css, limit=150):
    """Press Tab until the element has the focus."""
    for _ in range(limit):
        press(page, Keys.TAB)
        if page.js("return document.activeElement.matches(arguments[0])", css):
            return
    raise AssertionError(f"Tab never reaches {css}")


def test_tab_reaches_everything_and_shows_where_it_is(week):
    wanted = week.js(LOOK)
    assert len(wanted) > 30
    reached, dim, covered = [], [], []
    for _ in range(len(wanted) + 20):
        press(week, Keys.TAB)
        here = week.js(FOCUS)
        if here["stop"] in ("", *reached):
            break
        reached.append(here["stop"])
        dim += [] if here["outlined"] else [here["stop"]]
        covered += [] if here["clear"] else [here["stop"]]
    assert [stop for stop in wanted if stop not in reached] == []
    assert dim == []
    assert covered == []


def test_a_week_is_read_marked_answered_and_discussed_without_a_mouse(week):
    page = week
    press(page, Keys.TAB, Keys.ENTER)
    assert page.js("return location.hash"), "the first stop skips to the content"

    tab_to(page, "summary")
    press(page, Keys.ENTER)
    assert page.js("return document.activeElement.parentElement.open"), "why it was chosen"

    tab_to(page, ".c-check input")
    press(page, Keys.SPACE)
    page.wait("document.querySelector('[data-c=week-progress]').textContent.startsWith('1 of 4')", "progress")

    tab_to(page, "#q1 textarea")
    press(page, "I would say it first.")
    page.wait("/Kept/.test(document.querySelector('#q1 .c-reflection [role=status]').textContent)", "kept")

    tab_to(page, "#q1-thread .thread__load")
    assert page.elsewhere.asked == []
    press(page, Keys.ENTER)
    page.elsewhere.wait(lambda a: a.query.get("term") == f"{WEEK}/q1")
    page.wait(
        "document.activeElement === document.querySelector('#q1-thread .thread__box')", "focus goes along"
    )
    press(page, Keys.TAB)
    page.wait("document.activeElement.matches('#q1-thread iframe')", "the next stop is in the discussion")

    tab_to(page, ".c-turn__previous")
    press(page, Keys.ENTER)
    page.wait("location.pathname.endsWith('week-01.html')", "the week before")
