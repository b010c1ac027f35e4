"""Progress and journal: kept by the learner's own browser, for as long and as far as the learner wants."""

import json

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02.html"
NOTES = f"{COURSE}/notes.html"
HTML = '<img src=x onerror="window.__bad = 1">'


@pytest.fixture
def week(page, home):
    page.open(home + WEEK)
    page.wait("document.querySelector('.c-check')", "the page has come alive")
    return page


def stored(page):
    """What the browser keeps of the course, as the page stores it."""
    keys = page.js("return Object.keys(localStorage).filter((k) => /^curator:.*conversations$/.test(k))")
    assert len(keys) <= 1
    return json.loads(page.js("return localStorage.getItem(arguments[0])", keys[0])) if keys else None


def write(page, question, words):
    area = page.find(f"#{question} textarea")
    area.clear()
    area.send_keys(words)
    page.wait(
        f"document.querySelector('#{question} [role=status]').textContent === 'Kept.'", "the note is kept"
    )


def saved(page):
    """Catch what a download would hold: run an export and return its text and name."""
    page.js(
        """const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { blob.text().then((t) => (window.__blob = t)); return make(blob); };
        HTMLAnchorElement.prototype.click = function () { window.__saved = this.download; };"""
    )

    def export(kind):
        page.js("window.__blob = window.__saved = null")
        page.press(f"[data-act={kind}]")
        page.wait("window.__blob !== null && window.__saved !== null", f"the {kind} is made")
        return page.js("return [window.__saved, window.__blob]")

    return export


def test_a_mark_and_a_note_survive_a_reload(week):
    week.press("#resource-1 .c-check input")
    week.press("#resource-3 .c-check input")
    write(week, "q1", "I would say: we agreed on Friday.")
    assert "2 of 4 pieces done" in week.find("[data-c=week-progress]").text
    week.browser.refresh()
    week.wait("document.querySelector('.c-check')", "the page has come alive")
    assert [bool(box.is_selected()) for box in week.all(".c-check input")] == [True, False, True, False]
    assert week.find("#q1 textarea").get_attribute("value") == "I would say: we agreed on Friday."
    assert "2 of 4" in week.find("[data-c=week-progress]").text
    week.press("#resource-1 .c-check input")
    assert "1 of 4" in week.find("[data-c=week-progress]").text


def test_progress_shows_on_the_course_page_after_instant_navigation(week, home):
    week.press("#resource-1 .c-check input")
    week.wait_for_instant()
    week.js("window.__here = true")
    week.press(".c-crumb")
    week.wait(
        "document.querySelector('.c-schedule') && document.querySelector('.c-slot__done')", "the schedule"
    )
    assert week.js("return window.__here"), "the page was loaded anew"
    assert "1 of 4 done" in week.find(".c-slot--now").text
    assert "1 of 6 pieces done" in week.find("[data-c=course-progress]").text


def test_what_is_typed_and_left_at_once_is_kept(week, home):
    week.send("#q2 textarea", "Half a thought")
    week.open(home + NOTES)
    week.wait("document.querySelector('.c-notes__entry div')", "the notes")
    assert "Half a thought" in week.find(".c-notes").text


def test_nothing_is_sent_and_nothing_is_counted(week, home):
    week.press("#resource-1 .c-check input")
    write(week, "q1", "Private words")
    week.open(home + NOTES)
    week.wait("document.querySelector('.c-notes__entry div')", "the notes")
    assert week.foreign() == []
    assert week.elsewhere.asked == []
    assert week.js("return document.cookie") == ""


def test_a_note_is_offered_to_be_copied_into_the_discussion(week):
    assert not week.find("#q1 .c-reflection button").is_displayed()
    write(week, "q1", "My answer")
    week.js("navigator.clipboard.writeText = async (text) => { window.__copied = text; }")
    week.press("#q1 .c-reflection button")
    assert week.wait("window.__copied", "the text is copied") == "My answer"
    assert "paste it into the discussion" in week.find("#q1 [role=status]").text


def test_export_delete_and_import_give_everything_back(week, home):
    week.press("#resource-1 .c-check input")
    write(week, "q1", f"First line\nsecond line {HTML}")
    week.open(home + NOTES)
    week.wait("document.querySelector('.c-notes__entry div')", "the notes")
    before = stored(week)
    export = saved(week)
    name, text = export("json")
    assert name == f"{COURSE}-notes.json"
    assert json.loads(text)["course"] == COURSE
    name, words = export("markdown")
    assert name == f"{COURSE}-notes.md"
    assert words.startswith("# My notes: Hard conversations for new leads\n")
    assert "- [x] The first minute decides <https://teamnotes.example/first-minute>" in words
    assert f"second line {HTML}" in words
    week.js("window.confirm = () => true")
    week.press("[data-act=delete]")
    assert stored(week) is None
    assert week.all(".c-notes__entry div") == []
    give(week, text)
    week.wait("document.querySelector('.c-notes__status').textContent === 'Imported.'", "the import")
    assert stored(week) == before
    assert week.js("return window.__bad") is None
    assert HTML in week.find(".c-notes__entry div").text


def give(page, text):
    """Choose a file that holds `text` in the page's import."""
    page.js(
        """const files = new DataTransfer();
        files.items.add(new File([arguments[0]], "notes.json", {type: "application/json"}));
        const input = document.querySelector(".c-notes input[type=file]");
        input.files = files.files;
        input.dispatchEvent(new Event("change"));""",
        text,
    )


def test_an_import_loses_nothing_that_was_written_here(week, home):
    write(week, "q1", "Written here")
    week.open(home + NOTES)
    week.wait("document.querySelector('.c-notes__entry div')", "the notes")
    thread = f"{COURSE}/week-02/q1"
    give(
        week,
        json.dumps(
            {
                "curator": 1,
                "course": COURSE,
                "done": {},
                "notes": {thread: {"text": "Written there", "at": ""}},
            }
        ),
    )
    week.wait("document.querySelector('.c-notes__status').textContent === 'Imported.'", "the import")
    assert stored(week)["notes"][thread]["text"] == "Written here\n\n---\n\nWritten there"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "not a file that was exported"),
        ('{"other": 1}', "not a file that was exported"),
        ("null", "not a file that was exported"),
        (
            '{"curator": 1, "course": "another", "done": {}, "notes": {}}',
            "belongs to another course: another",
        ),
    ],
)
def test_a_strange_file_is_refused_in_words(page, home, text, words):
    page.open(home + NOTES)
    page.wait("document.querySelector('.c-notes:not([hidden])')", "the notes")
    give(page, text)
    page.wait(f"document.querySelector('.c-notes__status').textContent.includes({json.dumps(words)})", words)
    assert stored(page) is None


def test_what_a_file_or_a_stranger_stored_is_checked_before_use(page, home):
    page.open(home + NOTES)
    page.wait("document.querySelector('.c-notes:not([hidden])')", "the notes")
    odd = {
        "curator": 1,
        "course": COURSE,
        "done": {"276c57bd": 1, "../x": 1, "__proto__": 1},
        "notes": {
            f"{COURSE}/week-02/q1": {"text": HTML, "at": "<b>"},
            "elsewhere": {"text": "x"},
            f"{COURSE}/week-02/q2": {"text": 7},
        },
    }
    give(page, json.dumps(odd))
    page.wait("document.querySelector('.c-notes__status').textContent === 'Imported.'", "the import")
    kept = stored(page)
    assert kept["notes"] == {f"{COURSE}/week-02/q1": {"text": HTML, "at": ""}}
    assert set(kept["done"]) == {"276c57bd"}
    assert page.js("return window.__bad") is None
    page.js(
        "localStorage.setItem(Object.keys(localStorage).find((k) => k.endsWith('conversations')), '{broken')"
    )
    page.open(home + WEEK)
    page.wait("document.querySelector('.c-check')", "the page has come alive")
    assert page.complaints() == []


def test_a_browser_that_keeps_nothing_shows_the_week_without_boxes(page, home):
    page.open(home + WEEK)
    script = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})"
    added = page.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        page.open(home + WEEK)
        page.wait("window.curator && document.readyState === 'complete'", "the page")
        assert page.all(".c-check") == []
        assert "The first minute decides" in page.find("main").text
    finally:
        page.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def test_it_works_from_a_disk(page, home, sites):
    address = (sites.folder("whole") / WEEK).as_uri()
    page.open(address)
    page.wait("document.querySelector('.c-check')", "the page has come alive")
    page.press("#resource-1 .c-check input")
    page.browser.refresh()
    page.wait("document.querySelector('.c-check')", "the page has come alive")
    assert page.find("#resource-1 .c-check input").is_selected()
    page.js("localStorage.clear()")


def test_the_library_filters_and_keeps_the_choice_in_its_address(page, home):
    page.open(f"{home}library.html")
    page.wait("document.querySelector('.c-filters:not([hidden])')", "the filters")
    total = len(page.all(".c-row"))
    choose(page, "kind", "video")
    choose(page, "course", COURSE)
    shown = [row.text for row in page.all(".c-row") if row.is_displayed()]
    assert len(shown) == 1
    assert "A role play" in shown[0]
    assert f"1 of {total} shown" in page.find(".c-filters output").text
    page.open("about:blank")
    page.open(f"{home}library.html#tag=feedback&minutes=10")
    page.wait("document.querySelector('.c-filters:not([hidden])')", "the filters")
    assert all("7 min" in r.text or "6 min" in r.text for r in page.all(".c-row") if r.is_displayed())
    choose(page, "kind", "podcast")
    assert page.find("[data-c=none]").is_displayed()
    page.press(".c-filters button")
    page.wait(f"[...document.querySelectorAll('.c-row')].filter((r) => !r.hidden).length === {total}", "all")


def choose(page, name, value):
    page.js(
        """const select = document.querySelector(`.c-filters [name=${arguments[0]}]`);
        select.value = arguments[1];
        select.dispatchEvent(new Event("change", {bubbles: true}));""",
        name,
        value,
    )


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(page, home):
    page.width(390)
    page.open(home + WEEK)
    page.wait("document.querySelector('button.c-menu')", "the menu's button")
    button = page.find("button.c-menu")
    assert button.get_attribute("aria-expanded") == "false"
    button.send_keys("\ue007")
    page.wait("document.activeElement.closest('.c-nav')", "the menu is reached")
    assert button.get_attribute("aria-expanded") == "true"
    page.browser.switch_to.active_element.send_keys("\ue00c")
    page.wait("document.activeElement.matches('button.c-menu')", "back at the button")
    assert button.get_attribute("aria-expanded") == "false"


def test_a_page_of_ones_own_holds_what_was_done_and_counts_nothing(week, home):
    week.press("#resource-1 .c-check input")
    write(week, "q1", f"I would ask first. {HTML}")
    title = week.find("#resource-1 .c-card__title").text
    question = week.find("#q1_title").text
    week.open(home + NOTES)
    week.wait("!document.querySelector('[data-c=notes]').hidden", "the notes are shown")
    export = saved(week)
    week.send("[name=paper]", "Ada <b>Lovelace</b>")
    name, html = export("paper")
    assert name == f"{COURSE}-what-i-did.html"
    for words in (
        title,
        question,
        "I would ask first.",
        "What I did in this course: Ada &lt;b&gt;Lovelace&lt;/b&gt;",
    ):
        assert words in html, words
    assert "<img" not in html
    assert "<script" not in html
    assert "%" not in html.split("<body")[1]
    assert " of 4" not in html, "no score"
    assert html.count("<li") == 1, "what was not done is not named"
    assert "Lovelace" not in json.dumps(stored(week)), "the name is not kept"
    assert week.foreign() == []


def test_without_a_discussion_what_was_written_goes_along_into_the_mail(page, sites):
    page.open(sites("silent", {"provider": "none"}, courses={COURSE}) + WEEK)
    page.wait("document.querySelector('.c-reflection textarea')", "the page has come alive")
    link = "document.querySelector('.thread__link a')"
    bare = page.js(f"return {link}.href")
    assert bare.startswith("mailto:jo@yard.example?subject=")
    area = page.find(".c-reflection textarea")
    area.send_keys("Ask Jo & Kim: 100 %?\nSoon.")
    wanted = "&body=Ask%20Jo%20%26%20Kim%3A%20100%20%25%3F%0ASoon."
    page.wait(f"{link}.href.endsWith('{wanted}')", "it goes along")
    assert page.js(f"return {link}.href") == bare + wanted
    assert page.js("return document.querySelector('.c-reflection button').hidden"), (
        "there is nothing to paste it into"
    )
    area.clear()
    page.js("arguments[0].dispatchEvent(new Event('input'))", area)
    page.wait(f"{link}.href === '{bare}'", "nothing goes along that was taken back")
    assert "discussion" not in page.js("return document.querySelector('main').innerText").lower()
