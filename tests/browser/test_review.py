"""The review page in a real browser: every key, undo, order, conflicts, two thousand candidates, hostile words."""

import asyncio
import json
import re
import statistics
import threading
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from review_fixture import EVIL, candidate, hostile, lay, resource, served
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.keys import Keys

from curator.course.weekfile import parse_week
from curator.model import Question
from curator.pipeline.review import Desk, server, serving
from curator.pipeline.review.actions import Act
from curator.pipeline.review.show import KEYS

AXE = files("selenium_axe_python") / "axe-core" / "axe.min.js"
RUN_AXE = """
const [tags, done] = arguments;
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all }) =>
      `${id} at ${target.join(' ')}: ${[...any, ...all].map((c) => c.message).join('; ').slice(0, 200)}`))),
  (error) => done([String(error)]));
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NOTE = "article .slot textarea"


class Review:
    """The page of a desk, in words of a curator."""

    def __init__(self, page, site):
        self.page, self.site, self.desk = page, site, site.desk
        self.open()

    def open(self):
        self.page.open(self.site.address)
        self.page.wait("document.body.dataset.ready", "the page is ready")

    def press(self, *keys):
        """Press keys one after another, whatever has the focus; ("Shift", "J") together."""
        for key in keys:
            chain = ActionChains(self.page.browser)
            if isinstance(key, tuple):
                chain.key_down(Keys.SHIFT).send_keys(key[1]).key_up(Keys.SHIFT)
            else:
                chain.send_keys(key)
            chain.perform()
        return self

    def said(self, words):
        self.page.wait(lambda: words in self.text("#say"), f"it says: {words}")

    def text(self, css):
        return self.page.js("return document.querySelector(arguments[0])?.textContent ?? ''", css)

    def texts(self, css):
        return self.page.js(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", css
        )

    def week(self):
        return parse_week(self.desk.path.read_text("utf-8"), "week-02.md")

    def urls(self):
        return [int(r.url.rsplit("/", 1)[1]) for r in self.week().content]

    def wait(self, condition, message):
        self.page.wait(condition, message)
        return self

    def write(self, words):
        """Write over all that stands in the editor that has the focus."""
        self.page.js("document.activeElement.select()")
        return self.press(words)

    def shown(self):
        """Numbers of the loaves at the left, in the order of the page."""
        return [int(re.search(r"number (\d+)", t)[1]) for t in self.texts("#content h3")]

    def focus(self):
        return self.page.js(
            "return document.activeElement.closest('.offer, .item')?.querySelector('h3')?.textContent || document.activeElement.id"
        )

    def choose(self, place):
        """Press j until candidate `place` (from 0) is the current one."""
        return self.press(*["j"] * place)


@pytest.fixture
def at(page, tmp_path):
    """Open the page of a desk: at(count, ...) as `lay` takes it."""
    opened = []

    def go(*arguments, **fields):
        context = served(lay(tmp_path, *arguments, **fields))
        opened.append(context)
        return Review(page, context.__enter__())

    yield go
    page.open("about:blank")
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def review(at):
    return at()


# --- every key ----------------------------------------------------------------------------------------


def test_every_key_of_the_help_does_what_it_says(review):
    """Each key on a page of its own state, by what a person sees and what the file then holds."""
    page, press = review.page, review.press
    used = set()

    def key(name, *more):
        names = {Keys.ARROW_DOWN: "ArrowDown", Keys.ARROW_UP: "ArrowUp"}
        used.add(name[1] if isinstance(name, tuple) else names.get(name, name))
        press(name, *more)

    key("j")
    assert review.focus() == "Loaf number 1"
    key("j")
    key("k")
    assert review.focus() == "Loaf number 1"
    key(Keys.ARROW_DOWN)
    key(Keys.ARROW_UP)
    assert review.focus() == "Loaf number 1"
    press("j")
    key("a")
    review.said("Added “Loaf number 2” as number 3")
    assert review.urls() == [0, 1, 2]
    assert review.focus() == "Loaf number 2"
    key("n", "For whoever bakes *alone*.", Keys.ESCAPE)
    review.wait(lambda: review.week().content[2].note == "For whoever bakes *alone*.", "the note is saved")
    assert review.focus() == "Loaf number 2", "the keyboard is back where the note was begun"
    review.wait("!document.querySelector('#content .editor')", "the editor is gone")
    review.wait(lambda: review.text("#content li:nth-child(3) .note em") == "alone", "and shown")
    press("j")
    key("x")
    review.said("Turned down “Loaf number 3”")
    assert [d.url for d in review.week().dropped] == ["https://oven.example/3"]
    assert review.focus() == "Loaf number 4", "the next one follows"
    key("u")
    review.said("Undone: turned down “Loaf number 3”")
    assert review.week().dropped == ()
    key(("Shift", "U"))
    review.said("Done again: turned down")
    key("h")
    assert review.focus() == "Loaf number 0"
    press("j", "j")
    key(("Shift", "K"))
    review.said("Moved “Loaf number 2” to number 2")
    key(("Shift", "J"))
    review.said("Moved “Loaf number 2” to number 3")
    assert (review.urls(), review.shown(), review.focus()) == ([0, 1, 2], [0, 1, 2], "Loaf number 2")
    press("x")
    review.said("Turned down “Loaf number 2”")
    assert review.urls() == [0, 1]
    assert review.focus() == "Loaf number 1", "what comes last takes the focus"
    key("l")
    assert review.focus() == "Loaf number 4"
    key("e", Keys.END, " Warmly.", Keys.ESCAPE)
    review.wait(lambda: review.week().introduction.endswith("Warmly."), "the introduction is saved")
    key("q")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Question q1"
    press(Keys.ESCAPE)
    key("q")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Question q2"
    press(Keys.ESCAPE)
    key("?")
    assert page.js("return document.querySelector('#help').open")
    shown = set("".join(review.texts("#help kbd")))
    assert {k for names, _, _ in KEYS for k in names.split() if len(k) == 1} <= shown
    press(Keys.ESCAPE)
    key("/", "number 6")
    assert [
        t
        for t in page.js(
            "return [...document.querySelectorAll('.offer:not([hidden]) h3')].map((e) => e.textContent)"
        )
    ] == ["Loaf number 6"]
    press(Keys.ESCAPE)
    assert review.focus() == "Loaf number 6"
    tabs = len(page.browser.window_handles)
    key("o")
    review.wait(lambda: len(page.browser.window_handles) == tabs + 1, "the page opens in a tab of its own")
    here = page.browser.current_window_handle
    page.browser.switch_to.window(next(h for h in page.browser.window_handles if h != here))
    page.browser.close()
    page.browser.switch_to.window(here)
    key("p")
    review.said("Published week 2")
    assert review.week().status == "published"
    assert "Published" in review.text("#eyebrow")
    assert used == {k for names, _, _ in KEYS for k in names.split()}
    assert page.violations() == []


def test_single_keys_can_be_turned_off_and_stay_off(review):
    review.press("?")
    review.page.press("#keys")
    review.press(Keys.ESCAPE, "a", "j", "x")
    review.open()
    review.press("j", "a", "p")
    review.page.press("[data-do=help]")
    review.page.press("#keys")
    review.press(Keys.ESCAPE, "j", "j", "a")
    review.said("Added “Loaf number 2”")
    assert (review.urls(), review.week().dropped, review.week().status) == ([0, 1, 2], (), "draft")


def test_keys_are_letters_where_somebody_writes(review):
    review.press("e", " axjkp?/ ", Keys.ESCAPE)
    review.wait(lambda: "axjkp?/" in review.week().introduction, "it is text")
    assert (review.urls(), review.week().status) == ([0, 1], "draft")


def test_the_buttons_do_the_same_and_can_be_touched(review):
    page = review.page
    page.width(390, 800)
    review.open()
    page.press(".offer:nth-child(3) [data-do=add]")
    review.said("Added “Loaf number 2”")
    page.press(".offer:nth-child(4) [data-do=drop]")
    review.said("Turned down “Loaf number 3”")
    assert not page.find("#week").is_displayed()
    page.press("[data-do=week]")
    assert not page.find("#offers").is_displayed()
    page.press("#content li:nth-child(3) [data-do=up]")
    review.said("Moved “Loaf number 2” to number 2")
    page.press("#content li:nth-child(2) [data-do=note]")
    review.press("By hand.")  # the editor has the focus
    page.press("#content .editor button")
    review.wait(lambda: review.week().content[1].note == "By hand.", "the note is saved")
    page.press("#dropped summary")
    page.press("#dropped [data-do=restore]")
    review.said("No longer turned down: “Loaf number 3”")
    page.press("#content li:nth-child(2) [data-do=drop]")
    review.said("Turned down “Loaf number 2”")
    page.press("[data-do=undo]")
    review.said("Undone: turned down “Loaf number 2”")
    page.press("#publish")
    review.said("Published week 2")
    page.press("#publish")
    review.said("Week 2 is a draft again")
    small = page.js(
        "return [...document.querySelectorAll('button, input, summary')].filter((e) => e.checkVisibility())"
        ".filter((e) => { const b = e.getBoundingClientRect(); return b.width < 24 || b.height < 24; }).map((e) => e.outerHTML)"
    )
    assert small == []
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")


def test_title_and_objective_are_written_too(review):
    review.page.press("[data-do=title]")
    review.press(Keys.END, "!", Keys.ESCAPE)
    review.wait(lambda: review.week().title == "Ask early!", "the title is saved")
    review.page.press("[data-do=objective]")
    review.press(Keys.END, " Really.", Keys.ESCAPE)
    review.wait(lambda: review.week().objective.endswith("Really."), "the objective is saved")
    review.wait(lambda: review.text("#week-title") == "Ask early!", "the page shows it")


# --- order --------------------------------------------------------------------------------------------


def test_quick_presses_each_move_on(at):
    review = at(content=tuple(resource(n) for n in range(5)))
    review.press("h", ("Shift", "J"), ("Shift", "J"), ("Shift", "J"))
    review.wait(lambda: review.urls() == [1, 2, 3, 0, 4], "each press moved it by one")
    assert review.focus() == "Loaf number 0"
    review.press("u", "u", "u")
    review.wait(lambda: review.urls() == [0, 1, 2, 3, 4], "each is undone by one")
    review.wait(lambda: review.shown() == [0, 1, 2, 3, 4], "the page follows")


@pytest.mark.parametrize("kind", ["mouse", "touch"])
def test_a_resource_is_dragged_to_its_place(at, kind):
    review = at(content=tuple(resource(n) for n in range(4)))
    page = review.page
    page.width(1280, 2400)
    pointer = ActionBuilder(page.browser, mouse=PointerInput(kind, kind))
    action = pointer.pointer_action
    action.move_to(page.find("#content li:nth-child(1) .handle")).pointer_down()
    for place in (2, 3):
        action.move_to(page.find(f"#content li:nth-child({place})"))
    action.pointer_up()
    pointer.perform()
    review.said("Moved “Loaf number 0” to number 3")
    assert review.urls() == [1, 2, 0, 3]
    review.wait(lambda: review.shown() == [1, 2, 0, 3], "the page shows it")


# --- writing ------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_as_it_goes_and_shown_as_it_will_look(review):
    review.press("n", "A **bold** note", " <script>window.__hit=1</script>")
    review.wait("document.querySelector('.editor .shown strong')?.textContent === 'bold'", "a preview")
    review.wait(lambda: "bold" in review.week().content[0].note, "it is saved without a key")
    area = review.page.find(NOTE)
    assert review.page.js("return document.activeElement === arguments[0]", area), (
        "saving leaves the cursor where it is"
    )
    review.press(" and more")
    review.wait(lambda: review.week().content[0].note.endswith("and more"), "and again")
    review.press(Keys.ESCAPE, "u")
    review.said("Undone: note on")
    assert review.week().content[0].note == ""
    assert review.page.js("return window.__hit") is None


def test_questions_are_linted_as_they_are_typed_and_a_suggestion_is_one_click(review):
    page = review.page
    review.press("q").write("Is this a good loaf?")
    review.wait("document.querySelector('#questions li .error')", "the remark comes while one types")
    assert page.js("return document.activeElement.value") == "Is this a good loaf?"
    suggestion = page.find("#questions .use").get_attribute("data-text")
    page.press("#questions .use")
    review.wait(lambda: review.week().conversation[0].question == suggestion, "the suggestion is saved")
    review.wait("!document.querySelector('#questions li:first-child .error')", "and passes")
    assert page.js("return document.activeElement.value") == suggestion


def test_advice_is_silenced_with_a_reason_and_the_silence_lifted(at):
    review = at(
        conversation=(Question(id="q1", question="How would you explain the KPI of the AOP to a colleague?"),)
    )
    page = review.page
    rule = page.find("#questions [data-rule]").get_attribute("data-rule")
    page.press("#questions .remarks summary")
    review.press(Keys.TAB, "we all know it", Keys.ENTER)
    review.wait(lambda: review.week().conversation[0].silence == {rule: "we all know it"}, "silenced")
    review.wait(f"!document.querySelector('.remarks [data-rule={rule}]')", "the remark is gone")
    page.press("#questions [data-do=lift]")
    review.wait(lambda: review.week().conversation[0].silence == {}, "lifted")


def test_what_is_typed_before_the_editor_opens_is_not_taken_for_keys(review):
    page = review.page
    page.js("window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)")
    page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    review.choose(2).press("a", "n", "x marks p")
    page.js("window.__go()")
    review.wait("document.activeElement.value === 'x marks p'", "it stands in the editor")
    review.press(" the spot", Keys.ESCAPE)
    review.wait(lambda: review.week().content[2].note == "x marks p the spot", "and is saved")
    assert (review.urls(), review.week().status) == ([0, 1, 2], "draft")


def test_a_question_is_proposed_and_taken_out(review):
    review.page.press("[data-do=ask]")
    review.wait(
        "document.activeElement.getAttribute('aria-label') === 'Question q3'", "it can be changed at once"
    )
    review.press("How would you ask for help with a cold oven?", Keys.ESCAPE)
    review.wait(
        lambda: review.week().conversation[2].question.startswith("How would you ask for help"), "saved"
    )
    review.press("x")
    review.wait(lambda: [q.id for q in review.week().conversation] == ["q1", "q2"], "taken out")


def test_minutes_budget_and_the_4_rs_keep_up(at):
    review = at(content=(resource(0, minutes=22), resource(1, minutes=8)))
    assert review.text("#minutes").strip().startswith("30 of 30 minutes; 2 of 2 to 5 resources")
    review.choose(2).press("a")
    review.wait("document.querySelector('#minutes .over')", "over the budget")
    assert re.match(r" \d+ of 30 minutes, \d+ too many; 3 of", review.text("#minutes"))
    assert re.match(r"The 4 Rs: \d+ of 11 hold", review.text("#checks summary"))
    assert "○ rich: The whole fits into 30 minutes" in " ".join(review.texts("#checks li"))


def test_a_closed_gate_says_why(at):
    review = at(content=(resource(0),))
    review.press("p")
    review.wait("document.querySelector('#held').open", "the reasons are shown")
    assert "1 of at least 2 resources" in review.text("#held li")
    assert review.week().status == "draft"
    review.press(Keys.ESCAPE)
    review.choose(2).press("a", "p")
    review.said("Published week 2")


# --- overtaken ----------------------------------------------------------------------------------------


def edit(review, old, new):
    text = review.desk.path.read_text("utf-8")
    assert old in text
    review.desk.path.write_text(text.replace(old, new), "utf-8")


def test_an_edit_on_disk_is_told_and_what_is_being_typed_elsewhere_goes_on(review):
    review.press("n", "My note")
    edit(review, "Welcome to", "Good morning from")
    review.wait("!document.querySelector('#notice').hidden", "it is told")
    assert review.texts("#notice li") == ["introduction"]
    review.wait(lambda: "Good morning" in review.text("#week-introduction"), "the week is shown anew")
    assert review.page.find(NOTE).get_attribute("value") == "My note"
    review.press(" goes on", Keys.ESCAPE)
    review.wait(lambda: review.week().content[0].note == "My note goes on", "my note is saved")
    assert "Good morning from" in review.desk.path.read_text("utf-8")


@pytest.mark.parametrize("button", ["Keep mine", "Take theirs"])
def test_two_texts_for_one_note_are_both_shown_and_the_person_chooses(review, button):
    page = review.page
    page.js("window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)")
    page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    review.press("n", "Mine")
    review.desk.act(_note(review, "Theirs"))
    page.js("window.__go()")
    review.wait("document.querySelector('.clash pre')", "both are shown")
    assert review.text(".clash pre") == "Theirs"
    assert page.find(NOTE).get_attribute("value") == "Mine"
    assert review.week().content[0].note == "Theirs"
    page.js(
        "[...document.querySelectorAll('.clash button')].find((b) => b.textContent === arguments[0]).click()",
        button,
    )
    wanted = {"Keep mine": "Mine", "Take theirs": "Theirs"}[button]
    review.wait(lambda: review.week().content[0].note == wanted, "the choice is saved")
    review.press(" too", Keys.ESCAPE)
    review.wait(lambda: review.week().content[0].note == f"{wanted} too", "and writing goes on")


def _note(review, words):
    return Act(do="note", seen=review.desk.mark(), url="https://oven.example/0", text=words)


def test_a_note_on_what_somebody_took_out_is_not_lost(review):
    page = review.page
    page.js("window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)")
    page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    review.press("n", "All my words")
    review.desk.act(Act(do="drop", seen=review.desk.mark(), url="https://oven.example/0"))
    page.js("window.__go()")
    review.wait("document.querySelector('#notice').textContent.includes('All my words')", "they are shown")
    assert review.shown() == [1]


def test_of_two_windows_the_later_one_is_told(review):
    page, browser = review.page, review.page.browser
    first = browser.current_window_handle
    # A window that does not look by itself: as if it had slept.
    page.js(
        "window.__real = fetch; window.fetch = (path, ...a) => path.startsWith('state') ? new Response('{}') : __real(path, ...a)"
    )
    browser.switch_to.new_window("tab")
    try:
        review.open()
        review.choose(2).press("a")
        review.said("Added “Loaf number 2”")
    finally:
        browser.close()
        browser.switch_to.window(first)
    review.choose(3).press("a")
    review.wait("!document.querySelector('#notice').hidden", "it is told")
    assert "your last step was not done" in review.text("#notice")
    assert review.texts("#notice li") == ["“Loaf number 2” was added"]
    assert review.urls() == [0, 1, 2]
    review.press("a")
    review.said("Added “Loaf number 3” as number 4")
    assert review.urls() == [0, 1, 2, 3]


def test_a_broken_file_is_told_with_its_line_and_mended(review):
    edit(review, "status: draft", "status: maybe")
    review.wait("document.querySelector('#notice').textContent.includes('week-02.md:4')", "the line is named")
    review.press("j", "j", "a")
    edit(review, "status: maybe", "status: draft")
    review.wait("document.querySelector('#notice').hidden", "and the message goes when it is mended")
    review.press("a")
    review.said("Added “Loaf number 2”")


def test_without_a_server_nothing_typed_is_lost(page, tmp_path):
    desk = lay(tmp_path)
    with served(desk) as site:
        review = Review(page, site)
        review.press("n", "Before. ")
        review.wait(lambda: review.week().content[0].note == "Before.", "saved")
        port, token = site.port, site.token
    review.press("While it is away.")
    review.wait("document.querySelector('#notice').textContent.includes('No answer')", "it is told")
    assert page.find(NOTE).get_attribute("value") == "Before. While it is away."
    with _again(desk, port, token):
        review.wait(
            lambda: review.week().content[0].note.endswith("away."), "it is saved when the server is back"
        )
        review.wait("document.querySelector('#notice').hidden", "and the message goes")
        page.open("about:blank")


@contextmanager
def _again(desk, port, token):
    """Serve a fresh desk at the same address, as a lid that was closed and opened again would."""
    ready, held = threading.Event(), {}
    real = server.secrets.token_urlsafe

    def run():
        async def sit():
            held["loop"], held["end"] = asyncio.get_running_loop(), asyncio.Event()
            async with serving(Desk(desk.root, desk.course, desk.path, desk.offers), port):
                ready.set()
                await held["end"].wait()

        asyncio.run(sit())

    server.secrets.token_urlsafe = lambda _: token
    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
        assert ready.wait(10)
    finally:
        server.secrets.token_urlsafe = real
    try:
        yield
    finally:
        held["loop"].call_soon_threadsafe(held["end"].set)
        thread.join(10)


# --- safety -------------------------------------------------------------------------------------------


def test_hostile_titles_authors_and_reasons_are_words(at):
    review = at(
        candidates=[candidate(0), candidate(1), hostile(2)],
        title=EVIL,
        introduction=f"{EVIL}\n\n[x](javascript:alert(1))",
    )
    page = review.page
    assert EVIL[:30] in review.text(".offer:nth-child(3) h3")
    review.choose(2).press("a")
    review.said("Added “<img src=x")
    review.press("n", EVIL, Keys.ESCAPE)
    review.press("e", EVIL, Keys.ESCAPE)
    review.press("q", EVIL, Keys.ESCAPE)
    review.wait(lambda: EVIL in review.week().conversation[0].question, "all is written")
    review.press("/", "img", Keys.ESCAPE, "x")
    review.said("Turned down “<img src=x")
    review.press("u")
    review.said("Undone: turned down “<img src=x")
    assert page.js("return window.__hit") is None
    assert (
        page.js(
            "return [...document.images].every((i) => i.src.endsWith('/look/favicon.svg')) && document.scripts.length"
        )
        == 1
    )
    assert page.js("return [...document.links].every((a) => /^https?:/.test(a.href))")
    assert page.violations() == []
    assert page.complaints() == []
    assert page.foreign() == []


def test_another_site_that_knows_the_address_is_refused(review):
    page, address = review.page, review.site.address
    before = review.desk.path.read_bytes()
    body = {"do": "publish", "seen": review.desk.mark()}
    page.open("http://evil.example/")
    found = page.browser.execute_async_script(
        """
        const [address, body, done] = arguments;
        const tell = (promise) => promise.then((r) => `${r.type} ${r.status}`, (e) => e.name);
        const headers = { 'Content-Type': 'application/json' };
        Promise.all([
          tell(fetch(address + 'state')),
          tell(fetch(address + 'act', { method: 'POST', headers, body })),
          tell(fetch(address + 'act', { method: 'POST', mode: 'no-cors', body })),
        ]).then(done);
        """,
        address,
        json.dumps(body),
    )
    assert [f for f in found if "200" in f] == []
    page.js(
        "document.body.innerHTML = `<form method=post enctype=text/plain action='${arguments[0]}act'><input name='{\"a\":\"' value='\"}'></form>`;"
        "document.forms[0].submit()",
        address,
    )
    review.wait(lambda: "refused" in page.js("return document.body.innerText"), "the form is refused")
    assert review.desk.path.read_bytes() == before
    page.open(address.replace(review.site.token, "x" * 32))
    assert "open the address that" in page.js("return document.body.innerText")


# --- many ---------------------------------------------------------------------------------------------

CLOCK = """
window.__times = [];
window.__changes = 0;
addEventListener('keydown', (event) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => __times.push(performance.now() - event.timeStamp);
  port2.postMessage('');
}), true);
new MutationObserver((list) => { __changes += list.length; })
  .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""
"""How long from a key to the picture that answers it, and how much of the page it touches."""


def test_two_thousand_candidates_answer_every_key_at_once(at, capsys):
    review = at(candidates=[candidate(n) for n in range(2000)])
    page = review.page
    assert review.text("#count") == "2000"
    page.js(CLOCK)
    figures = {}

    def timed(name, keys, most):
        page.js("__times.length = 0; __changes = 0")
        for key in keys:
            review.press(key)
        page.wait(f"__times.length >= {len(keys)}", f"{name} is answered")
        times, changes = page.js("return [__times, __changes]")
        figures[name] = (statistics.median(times), max(times))
        assert max(times) < 2000, f"{name} took {max(times):.0f} ms"
        assert changes <= most * len(keys), f"{name} touches more than it needs"

    timed("j", ["j"] * 20, 30)
    timed("k", ["k"] * 10, 30)
    timed("a", ["a"], 200)
    review.said("Added “Loaf number 10”")
    timed("x", ["x"] * 5, 200)
    review.said("Turned down “Loaf number 14”")
    timed("/", ["/"], 30)
    timed("filter", list("1999"), 200)
    assert review.texts(".offer h3") == ["Loaf number 1999"]
    timed("filter taken back", [Keys.BACKSPACE] * 4, 200)
    review.press(Keys.ESCAPE)
    # Somebody who has looked at all of them has them all on the page.
    page.wait(
        "(() => { const s = document.querySelector('#offers'); s.scrollTop = s.scrollHeight;"
        " return document.querySelectorAll('.offer').length === 2000; })()",
        "all are drawn",
        60,
    )
    page.js("document.querySelectorAll('.offer article')[1500].focus()")
    timed("j of all", ["j"] * 10, 30)
    timed("x of all", ["x"] * 5, 200)
    review.said("Turned down “Loaf number 1514”")
    timed("u of all", ["u"], 200)
    review.said("Undone: turned down “Loaf number 1514”")
    with capsys.disabled():
        words = ", ".join(f"{name} {middle:.0f} ({most:.0f})" for name, (middle, most) in figures.items())
        print(f"\n2,000 candidates, ms from key to picture, median (most): {words}")


# --- for everybody ------------------------------------------------------------------------------------


def states(review):
    """Bring the page into one state after another, each worth a look by axe."""
    review.choose(2).press("a")
    review.said("Added")
    yield "a week and its candidates"
    review.press("x", "n")
    review.press("h", "n", "A [link](https://a.example) and **more**")
    review.wait("document.querySelector('.editor .shown a')", "a preview")
    yield "an open editor"
    review.press(Keys.ESCAPE, "q").write("Is it good?")
    review.wait("document.querySelector('#questions .error')", "a remark")
    review.page.js("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    yield "a question with an error"
    review.press(Keys.ESCAPE)
    review.wait(lambda: review.week().conversation[0].question == "Is it good?", "saved")
    edit(review, "Ask a colleague.", "Ask two colleagues.")
    review.wait("!document.querySelector('#notice').hidden", "a notice")
    yield "a notice"
    review.press("p")
    review.wait("document.querySelector('#held').open", "the gate")
    yield "a closed gate"
    review.press(Keys.ESCAPE, "?")
    yield "the help"
    review.press(Keys.ESCAPE, "/", "nothing at all")
    yield "an empty list"


def test_axe_finds_nothing_in_any_state_of_the_page(review):
    page = review.page
    page.js(AXE.read_text("utf-8"))
    wrong = []
    for name in states(review):
        for width in (390, 1280):
            page.width(width)
            for palette in ("light", "dark"):
                page.palette(palette)
                page.wait(f"matchMedia('(prefers-color-scheme: {palette})').matches", palette)
                found = page.browser.execute_async_script(RUN_AXE, RULES)
                wrong += [f"{name}, {width} px, {palette}: {words}" for words in found]
    assert wrong == []


def test_the_tab_key_alone_reaches_everything_in_few_steps(review):
    """Candidates are one stop with their own links and buttons, however many there are."""
    page, seen = review.page, []
    page.js("document.activeElement.blur()")
    for _ in range(120):
        review.press(Keys.TAB)
        name = page.js(
            "const e = document.activeElement; return e === document.body ? '' : (e.dataset.do || e.id || e.tagName) + (e.closest('.offer') ? ' of a candidate' : '')"
        )
        if not name:
            break
        seen.append(name)
        outline = page.js("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{name} shows that it has the focus"
    assert {
        "help",
        "publish",
        "note",
        "drop",
        "ask",
        "filter",
        "add of a candidate",
        "ARTICLE of a candidate",
    } <= set(seen)
    assert sum(name.endswith("of a candidate") for name in seen) <= 7
    assert Path(review.desk.path).is_file()
