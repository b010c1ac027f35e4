"""Ways through a week: from the list beside it, from a reading to its question, to an event at the reader's own time."""

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02.html"


@pytest.fixture
def week(page, home):
    page.open(home + WEEK)
    return page


def test_the_list_beside_the_page_names_its_readings_and_questions(week):
    week.width(1280)
    listed = [(a.get_attribute("hash"), a.text) for a in week.all(".md-nav--secondary .c-inside a")]
    readings = [("#" + card.get_attribute("id"), ".c-card__title") for card in week.all(".c-card")]
    questions = [("#" + card.get_attribute("id"), ".c-question__text") for card in week.all(".c-question")]
    assert listed == [(to, week.find(f"{to} {css}").text.rstrip("¶")) for to, css in readings + questions]
    assert len(readings) == 4
    assert len(questions) == 2


def test_a_reading_leads_to_the_question_that_starts_from_it_and_back(week):
    there = {a.get_attribute("hash"): a for a in week.all(".c-card__talk a")}
    assert there["#q2"].text.startswith("Question 2")
    assert week.find("#q2 .c-question__text").text.rstrip("¶") in there["#q2"].text
    assert week.find("#q2 .c-question__about a").get_attribute("hash") == "#resource-3"
    assert there["#q2"].find_element("xpath", "ancestor::li").get_attribute("id") == "resource-3"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", ""),  # the event's own: nothing to add
        ("Africa/Lagos", ""),  # another name, the same time
        ("America/New_York", "06:00"),
        ("Asia/Kolkata", "16:30"),
    ],
)
def test_an_event_says_when_it_is_where_the_reader_is(page, home, zone, said):
    page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
    try:
        page.open(home + WEEK)
        page.wait("document.querySelector('time[data-here]')", "times are told")
        assert (
            page.js("return Intl.DateTimeFormat().resolvedOptions().timeZone").split("/")[0]
            == zone.split("/")[0]
        )
        here = page.js("return document.querySelector('.c-here')?.textContent || ''")
    finally:
        page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})
    assert (said in here and "Thursday" in here) if said else here == ""


def below_the_header(page, css):
    """How far below the sticky header an element begins, in pixels."""
    return page.js(
        "return document.querySelector(arguments[0]).getBoundingClientRect().top"
        " - document.querySelector('.c-header').getBoundingClientRect().bottom",
        css,
    )


def test_a_link_within_the_page_leaves_open_what_is_open_and_stops_below_the_header(week):
    week.width(1280)
    week.press("summary")
    week.wait_for_instant()
    for css, to in ((".c-card__talk a", "#q2"), (".c-question__about a", "#resource-3")):
        link = next(a for a in week.all(css) if a.get_attribute("hash") == to)
        week.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", link)
        link.click()
        week.wait(f"location.hash === '{to}'", "there")
        week.wait(lambda to=to: 0 < below_the_header(week, to) < 40, f"{to} stands below the header")
        assert week.find("details").get_attribute("open")
    week.browser.back()
    week.wait("location.hash === '#q2'", "back")
    assert week.find("details").get_attribute("open")


@pytest.fixture(params=["place kept", "place not kept"])
def browsers(page, request):
    """A browser that keeps the place when something comes in above it (scroll anchoring), and one that does not."""
    if request.param == "place kept":
        yield
        return
    away = "document.documentElement.style.overflowAnchor = 'none'"
    watch = f"new MutationObserver(() => {{ {away} }}).observe(document, {{ childList: true }})"
    cdp = page.browser.execute_cdp_cmd
    added = cdp("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
    yield
    cdp("Page.removeScriptToEvaluateOnNewDocument", added)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.usefixtures("browsers")
def test_whoever_comes_to_a_question_sees_it_when_the_page_is_ready(page, home, width):
    page.width(width)
    page.open(f"{home}{WEEK}#q2")
    page.wait("document.querySelector('.thread__always') && document.fonts.status === 'loaded'", "ready")
    page.wait(lambda: 0 < below_the_header(page, "#q2") < 130, "the question stands below the header")
    page.wait_for_theme()
    assert 0 < below_the_header(page, "#q2") < 130, "and stays there"


def test_the_theme_loads_no_style_sheet_a_second_time(page, home):
    """While it did, the page stood without its styles for a moment, and whoever read was somewhere else after it."""
    page.width(1280)
    page.open(home + WEEK)
    page.wait_for_instant()
    sheets = (
        "performance.getEntriesByType('resource').map((r) => r.name).filter((name) => /[.]css/.test(name))"
    )
    names = page.js(f"return {sheets}")
    assert len(names) == len(set(names)) == len(page.all("link[rel=stylesheet]"))
    page.js("document.querySelectorAll('link[rel=stylesheet]').forEach((sheet) => (sheet.kept = true))")
    page.js("document.querySelector(\".c-nav a[href$='library.html']\").click()")
    page.wait("location.pathname.endsWith('library.html')", "another page")
    assert page.js(
        "return [...document.querySelectorAll('link[rel=stylesheet]')].every((sheet) => sheet.kept)"
    ), "instant navigation keeps them, too"


def test_the_list_beside_the_page_tells_what_is_being_read(week):
    week.width(1280)
    week.wait_for_theme()
    for to in ("resource-2", "q1", "resource-4"):
        week.js("document.getElementById(arguments[0]).scrollIntoView({behavior: 'instant'})", to)
        week.js("scrollBy({ top: 40, behavior: 'instant' })")
        week.wait(
            "[...document.querySelectorAll('.md-nav--secondary .md-nav__link--active')]"
            f".map((a) => a.hash).join() === '#{to}'",
            f"{to} is marked",
        )


def test_the_contents_of_the_page_mark_what_was_pressed(page, home):
    page.width(1280, 900)
    page.open(home + "hard-conversations/week-02.html")
    page.wait_for_theme()
    marked = (
        "[...document.querySelectorAll('.md-sidebar--secondary .md-nav__link--active')].map((a) => a.hash)"
    )
    for part in ("#content", "#connection", "#conversation"):
        page.js(f"document.querySelector('.md-sidebar--secondary a[href$=\"{part}\"]').click()")
        page.wait(f"{marked}.join() === '{part}'", f"{part} is marked")
