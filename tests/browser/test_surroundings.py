"""Other surroundings: on paper, in the colours of the system, with wider letters, at four times the size."""

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02.html"
HARD = "many-tongues/week-01.html"
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
"""The text spacing of WCAG 1.4.12."""

WIDE = """
const { clientWidth, scrollWidth } = document.documentElement;
const cut = [...document.querySelectorAll('.c-page *, .md-sidebar--secondary a')].filter((e) =>
  e.checkVisibility({ checkVisibilityCSS: true }) && !e.closest('.c-hidden') && e.clientWidth
  && ['clip', 'hidden'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 12);
return [scrollWidth > clientWidth ? `${scrollWidth} px` : '', ...cut.map((e) => `${e.scrollWidth} > ${e.clientWidth} ${e.textContent.slice(0, 40)}`)].filter(Boolean);
"""
"""What makes the page scroll sideways, or is cut there by more than the dots that end a long text."""


@pytest.fixture
def media(page):
    """Tell the browser where the page is shown: media("print", ("prefers-color-scheme", "dark"), ...)."""

    def show(kind="", *features):
        told = [{"name": name, "value": value} for name, value in features]
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": kind, "features": told})

    yield show
    show()


def ready(page, address):
    page.open(address)
    page.wait("document.querySelector('.c-check') && document.fonts.status === 'loaded'", "ready")


@pytest.mark.parametrize("spaced", [False, True])
@pytest.mark.parametrize("width", [320, 740, 1024])
def test_nothing_scrolls_sideways_or_is_cut_there(page, home, width, spaced):
    page.width(width, 256)
    for name in (WEEK, HARD, f"{COURSE}/index.html", f"{COURSE}/people.html", "index.html", "library.html"):
        page.open(home + name)
        page.wait("window.curator && document.fonts.status === 'loaded'", "ready")
        if spaced:
            page.js(
                "const own = new CSSStyleSheet(); own.replaceSync(arguments[0]); document.adoptedStyleSheets.push(own)",
                SPACING,
            )
        assert page.js(WIDE) == [], name


def test_paper_is_light_whatever_the_screen_is_and_holds_a_whole_answer(page, home, media):
    page.palette("dark")
    ready(page, home + WEEK)
    page.wait("document.body.dataset.mdColorScheme === 'slate'", "dark")
    page.js(
        "const area = document.querySelector('#q1 textarea');"
        "area.value = 'One line, and one more.\\n'.repeat(80); area.dispatchEvent(new Event('input'))"
    )
    media("print", ("prefers-color-scheme", "dark"))
    looks = page.js(
        "const look = (css) => getComputedStyle(document.querySelector(css));"
        "return [look('body').backgroundColor, look('.c-note').backgroundColor, look('.c-note p').color, look('.c-card').boxShadow]"
    )
    assert looks == ["rgb(255, 255, 255)", "rgb(253, 243, 224)", "rgb(138, 82, 0)", "none"]
    area = page.find("#q1 textarea")
    assert page.js("return arguments[0].scrollHeight - arguments[0].clientHeight", area) <= 1
    assert not any(button.is_displayed() for button in page.all(".c-page button"))


def test_progress_is_seen_in_the_colours_of_the_system(page, home, media):
    media("", ("forced-colors", "active"))
    ready(page, home + WEEK)
    assert (
        page.js("return getComputedStyle(document.querySelector('.c-progress progress')).appearance")
        == "auto"
    )


def test_no_place_is_kept_for_notes_where_the_browser_keeps_nothing(page, home):
    script = page.browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {"source": "Storage.prototype.setItem = () => { throw new Error('full') }"},
    )
    try:
        page.open(home + WEEK)
        page.wait("document.querySelector('.thread__always')", "ready")
        assert page.all(".c-reflection, .c-card__act, .c-progress") == []
    finally:
        page.browser.execute_cdp_cmd(
            "Page.removeScriptToEvaluateOnNewDocument", {"identifier": script["identifier"]}
        )
