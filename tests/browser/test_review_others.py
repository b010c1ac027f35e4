"""The review page beside others: an edit on disk, a second window, no server, hostile words, another site."""

import asyncio
import json
import threading
from contextlib import contextmanager

import pytest
from review_fixture import EVIL, candidate, hostile, lay, served
from review_page import NOTE, Review, edit
from selenium.webdriver.common.keys import Keys

from curator.app.review import EditSession, Workspace, server, serving
from curator.app.review.actions import Act

# --- overtaken ------------------------------------------------------------------------------------------


def test_an_edit_on_disk_is_told_and_what_is_being_typed_elsewhere_goes_on(review):
    review.press("n", "My note")
    edit(review, "Welcome to", "Good morning from")
    review.wait("!document.querySelector('#notice').hidden", "it is told")
    assert review.texts("#notice li") == ["introduction"]
    review.wait(lambda: "Good morning" in review.text("#week-introduction"), "the week is shown anew")
    assert review.page.read(NOTE, "value") == "My note"
    review.press(" goes on", Keys.ESCAPE)
    review.wait(lambda: review.week().content[0].note == "My note goes on", "my note is saved")
    assert "Good morning from" in review.session.path.read_text("utf-8")


@pytest.mark.parametrize("button", ["Keep mine", "Take theirs"])
def test_two_texts_for_one_note_are_both_shown_and_the_person_chooses(review, button):
    page = review.page
    page.js("window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)")
    page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    review.press("n", "Mine")
    review.session.act(_note(review, "Theirs"))
    page.js("window.__go()")
    review.wait("document.querySelector('.clash pre')", "both are shown")
    assert review.text(".clash pre") == "Theirs"
    assert page.read(NOTE, "value") == "Mine"
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
    return Act(do="note", seen=review.session.mark(), url="https://oven.example/0", text=words)


def test_a_note_on_what_somebody_took_out_is_not_lost(review):
    page = review.page
    page.js("window.fetch = ((real) => async (...a) => { await window.__gate; return real(...a); })(fetch)")
    page.js("window.__gate = new Promise((go) => { window.__go = go; })")
    review.press("n", "All my words")
    review.session.act(Act(do="drop", seen=review.session.mark(), url="https://oven.example/0"))
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
    session = lay(tmp_path)
    with served(session) as site:
        review = Review(page, site)
        review.press("n", "Before. ")
        review.wait(lambda: review.week().content[0].note == "Before.", "saved")
        port, token = site.port, site.token
    review.press("While it is away.")
    review.wait("document.querySelector('#notice').textContent.includes('No answer')", "it is told")
    assert page.read(NOTE, "value") == "Before. While it is away."
    with _again(session, port, token):
        review.wait(
            lambda: review.week().content[0].note.endswith("away."), "it is saved when the server is back"
        )
        review.wait("document.querySelector('#notice').hidden", "and the message goes")
        page.open("about:blank")


@contextmanager
def _again(session, port, token):
    """Serve a fresh edit session at the same address, as a lid that was closed and opened again would."""
    ready, held = threading.Event(), {}
    real = server.secrets.token_urlsafe

    def run():
        async def sit():
            held["loop"], held["end"] = asyncio.get_running_loop(), asyncio.Event()
            again = EditSession(session.root, session.course, session.path, session.offers)
            async with serving(Workspace.of(again), port):
                ready.set()
                await held["end"].wait()

        asyncio.run(sit())

    server.secrets.token_urlsafe = lambda _: token
    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
        assert ready.wait(90)
    finally:
        server.secrets.token_urlsafe = real
    try:
        yield
    finally:
        held["loop"].call_soon_threadsafe(held["end"].set)
        thread.join(90)


# --- safety ---------------------------------------------------------------------------------------------


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
    assert page.js(
        "return [...document.links].every((a) => a.id === 'bookmarklet' || /^https?:/.test(a.href))"
    )
    assert page.violations() == []
    assert page.complaints() == []
    assert page.foreign() == []


def test_another_site_that_knows_the_address_is_refused(review):
    page, address = review.page, review.site.address
    before = review.session.path.read_bytes()
    body = {"do": "publish", "seen": review.session.mark()}
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
    assert review.session.path.read_bytes() == before
    page.open(address.replace(review.site.token, "x" * 32))
    assert "open the address that" in page.js("return document.body.innerText")
