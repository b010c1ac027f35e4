"""Search in a real browser: by keyboard, narrowed down, and with a way out where it cannot work."""

import re

import axe
import yaml
from conftest import GISCUS
from selenium.webdriver.common.keys import Keys
from site_fixture import ROOT
from sites import COURSE
from test_accessibility import WIDTHS

WEEK = f"{COURSE}/week-02.html"
STATUS = "document.querySelector('.cs-status').textContent"


def type_keys(page, *keys):
    page.browser.switch_to.active_element.send_keys(*keys)


def ask(page, words):
    """Open the search as a keyboard user does, type, and wait for an answer."""
    page.send("body", "/")
    page.wait("document.activeElement.id === 'cs-words'", "the search is open")
    type_keys(page, words)
    page.wait(f"/found|见|見つか|找/i.test({STATUS})", "there is an answer")


def test_a_word_is_found_and_followed_by_keyboard_alone(page, home):
    page.open(home + WEEK)
    ask(page, "first minute")
    first = page.find(".cs-results a")
    marked = page.js("return document.querySelector('.cs-results mark').textContent.toLowerCase()")
    assert "first" in marked or "minute" in marked
    target = first.get_attribute("href")
    type_keys(page, Keys.ARROW_DOWN)
    assert page.browser.switch_to.active_element.get_attribute("href") == target
    type_keys(page, Keys.ARROW_UP)
    assert page.browser.switch_to.active_element.get_attribute("id") == "cs-words"
    type_keys(page, Keys.ARROW_DOWN)
    type_keys(page, Keys.ENTER)
    page.wait(f"location.href.startsWith('{target.partition('#')[0]}')", "the result is shown")
    assert page.violations() == []
    assert page.complaints() == []
    assert page.foreign() == []


def test_escape_closes_the_search_and_gives_the_focus_back(page, home):
    page.open(home + WEEK)
    link = page.press("a[data-search]")
    page.wait("document.querySelector('dialog.cs')?.open", "the search is open")
    type_keys(page, Keys.ESCAPE)
    page.wait("!document.querySelector('dialog.cs').open", "the search is closed")
    assert page.browser.switch_to.active_element == link


def test_a_search_is_narrowed_down_by_course_kind_and_tag(page, home):
    page.open(home)
    ask(page, "you")
    everything = page.js(f"return parseInt({STATUS})")
    page.js("document.querySelector('.cs-narrow').open = true")
    page.wait("document.querySelector('.cs select[name=kind]').length > 1", "the choices are there")
    for name in ("course", "tag", "kind"):
        assert page.js(f"return document.querySelector('.cs select[name={name}]').length") > 1
    page.js(
        "const s = document.querySelector('.cs select[name=course]'); s.selectedIndex = 1;"
        "s.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    page.wait(f"parseInt({STATUS}) < {everything}", "fewer pages are found")


def test_what_is_not_there_is_said_and_the_library_offered(page, home):
    page.open(home + WEEK)
    page.send("body", "/")
    page.wait("document.activeElement.id === 'cs-words'", "the search is open")
    type_keys(page, "xylophonist")
    page.wait(f"/nothing found/i.test({STATUS})", "it says so")
    assert page.js("return document.querySelector('.cs-fallback a').href") == home + "library.html"


def test_a_question_mark_typed_into_a_field_opens_nothing(page, home):
    page.open(home + WEEK)
    page.js("const f = document.createElement('input'); f.id = 'mine'; document.body.prepend(f); f.focus()")
    type_keys(page, "a/b")
    assert page.js("return document.getElementById('mine').value") == "a/b"
    assert page.all("dialog.cs") == []


def test_from_disk_the_site_has_its_look_and_says_why_it_cannot_search(page, home, sites):
    page.open(f"file://{sites.folder('whole') / WEEK}")
    page.wait("document.readyState === 'complete'", "the page is there")
    assert page.js("return getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    assert page.violations() == []
    page.press("a[data-search]")
    page.wait(f"document.querySelector('.cs-status') && /web server/.test({STATUS})", "it says why")


def test_axe_finds_nothing_in_the_open_search(page, home):
    wrong = []
    page.palette("light")
    page.open(home + WEEK)
    ask(page, "you")
    page.js("document.querySelector('.cs-narrow').open = true")
    page.wait("document.querySelector('.cs select[name=kind]').length > 1", "the choices are there")
    axe.load(page)
    for width in WIDTHS:
        page.width(width)
        for palette, scheme in (("light", "default"), ("dark", "slate")):
            page.palette(palette)
            page.wait(f"document.body.dataset.mdColorScheme === '{scheme}'", f"the page is {palette}")
            found = axe.violations(page, undecided=True)
            wrong += [f"{width} px, {palette}: {words}" for words in found]
    assert wrong == []


def test_the_header_and_the_search_speak_the_language_of_the_page(page, sites):
    home = sites("german", GISCUS, courses={COURSE}, language="de")
    page.open(home + WEEK)
    palettes = [label.get_attribute("title") for label in page.all("[data-c=palette] label")]
    assert palettes == ["Zu hellen Farben wechseln", "Zu dunklen Farben wechseln", "Dem System folgen"]
    page.send("body", "/")
    page.wait("document.activeElement.id === 'cs-words'", "the search is open")
    type_keys(page, "xylophon")
    page.wait(f"{STATUS} === 'Nichts gefunden. Weniger oder andere Wörter können helfen.'", "it says so")
    page.find("#cs-words").clear()
    page.send("#cs-words", "sentence")
    page.wait(f"/^[0-9]+ Seiten? gefunden$/.test({STATUS})", "there is an answer")
    page.js("document.querySelector('.cs-narrow').open = true")
    page.wait("document.querySelector('.cs select[name=kind]').length > 1", "the choices are there")
    assert page.find("dialog.cs").get_attribute("aria-label") == "Suche"
    assert page.find(".cs-fallback").text == "Oder stöbern Sie in der Bibliothek und den Schlagwörtern."
    shown = page.js(
        "const own = document.querySelector('dialog.cs').cloneNode(true);"
        "own.querySelector('.cs-results').remove();"
        "own.querySelectorAll('option[value]:not([value=\"\"])').forEach((option) => option.remove());"
        "return own.textContent"
    )
    for text in (
        "Schließen",
        "Alle Kurse durchsuchen",
        "Eingrenzen",
        "Kurs Alle",
        "Schlagwort Alle",
        "Art Alle",
    ):
        assert text in shown
    known = yaml.safe_load((ROOT / "site_template/words/de.yml").read_text("utf-8"))["script"]
    english = [
        text
        for text, said in known.items()
        if text != said and re.search(rf"\b{re.escape(text)}(?!\w)", shown)
    ]
    assert english == []
    assert page.violations() == []
    assert page.complaints() == []
