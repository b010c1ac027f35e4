"""Isso for real: its server runs here, and what a learner types is kept under the question's name."""

import json
import sys
from datetime import date
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import axe
import pytest
from reading_back import THREADS, project, read_back, seventeen, where_it_stands
from server_process import free_port, server_process
from sites import COURSE

from curator.model import Course, CourseWeek, Module
from curator.site.moved_pages import thread_pages
from curator.weeks.calendar import schedule

pytest.importorskip("isso", reason="Isso's server is not installed: pip install isso")

WEEK = f"{COURSE}/week-02"
_GUILDS = Course(slug="guilds", id="abc", title="G", need="Learn", start=date(2026, 11, 2))
_MOVED = {"week": 2, "title": "B", "status": "published", "thread": "week-09"}
_ASKED = {"conversation": [{"id": "q1", "question": "What would you do?"}]}
PLAN = schedule(_GUILDS, [CourseWeek(_GUILDS, Module.model_validate(_MOVED | _ASKED))], date(2026, 12, 1))
RUN = "import sys; from isso import main; sys.exit(main())"
CONFIG = """
[general]
dbpath = {folder}/comments.db
host =
    {site}
[server]
listen = {server}
public-endpoint = {server}
[guard]
enabled = true
ratelimit = 200
direct-reply = 200
reply-to-self = true
require-author = true
"""


@pytest.fixture(scope="module")
def isso(sites, tmp_path_factory):
    """A site with Isso and its server, running: (address of the site, address of the server)."""
    port = free_port()
    server = f"http://127.0.0.1:{port}"
    home = sites("isso", {"provider": "isso", "data-isso": server}, courses={COURSE})
    folder = tmp_path_factory.mktemp("isso-server")
    config = folder / "isso.cfg"
    config.write_text(CONFIG.format(folder=folder, site=home.removesuffix("learn/"), server=server), "utf-8")
    with server_process([sys.executable, "-c", RUN, "-c", str(config), "run"], port, folder):
        yield home, server


def stored(server, thread):
    """Read a thread back from the server, as anybody could."""
    try:
        with urlopen(f"{server}/?uri={quote(f'/{thread}', safe='')}&plain=1", timeout=90) as answer:
            return [(reply["author"], reply["text"]) for reply in json.load(answer)["replies"]]
    except HTTPError as error:
        assert error.code == 404  # noqa: PT017 - no comment yet
        return []


def load(page, question):
    page.press(f"#{question}-thread .thread__load")
    page.wait(
        f"document.querySelector('#{question}-thread .isso-postbox textarea') &&"
        f" document.querySelector('#{question}-thread .isso-thread-heading').textContent",
        f"the thread of {question} is there",
    )


def say(page, question, author, words):
    box = f"#{question}-thread .isso-postbox"
    page.send(f"{box} textarea", words)
    name = page.find(f"{box} input[name=author]")
    name.clear()  # Isso remembers who wrote last
    name.send_keys(author)
    page.press(f"{box} .isso-post-action input[type=submit]")
    page.wait(lambda: words in shown(page, question), "the comment is shown")


def shown(page, question):
    return [e.text for e in page.all(f"#{question}-thread .isso-comment[id^='isso-'] .isso-text")]


def test_what_is_typed_under_a_question_is_kept_under_its_name_and_seen_again(page, isso):
    home, server = isso
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    load(page, "q1")
    say(page, "q1", "Ann", "I would name the promise first.")
    load(page, "q2")
    assert shown(page, "q2") == []
    assert page.all("#q1-thread .isso-comment") == [], "one thread at a time"
    say(page, "q2", "Ben", "She asked before she told.")

    assert stored(server, f"{WEEK}/q1") == [("Ann", "I would name the promise first.")]
    assert stored(server, f"{WEEK}/q2") == [("Ben", "She asked before she told.")]

    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    assert page.all(".isso-comment") == []
    load(page, "q1")
    page.wait(lambda: shown(page, "q1") == ["I would name the promise first."], "seen again")
    load(page, "q2")
    page.wait(lambda: shown(page, "q2") == ["She asked before she told."], "seen again")
    assert [page.violations(), page.complaints()] == [[], []]


def test_the_address_in_a_mail_to_the_moderator_leads_to_the_question():
    pages = thread_pages([PLAN])
    assert set(pages) == {"abc/week-09/q1/index.html"}
    assert b'href="../../../guilds/week-02.html#q1"' in pages["abc/week-09/q1/index.html"]


def test_pressing_two_buttons_in_a_row_mixes_nothing_up(page, isso):
    home, _ = isso
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    page.js("document.querySelectorAll('.thread__load').forEach((button) => button.click())")
    page.wait("document.querySelector('#q2-thread .isso-postbox')", "the second thread is there")
    page.wait("document.querySelector('#q2-thread .isso-thread-heading').textContent", "and its answer")
    assert page.all("#q1-thread .isso-comment, #q1-thread .isso-postbox") == []
    assert "I would name the promise first." not in shown(page, "q2")
    assert page.find("#q1-thread .thread__load").is_displayed()
    assert not page.find("#q2-thread .thread__load").is_displayed()


def test_the_palette_and_instant_navigation_are_followed(page, isso):
    home, server = isso
    page.open(f"{home}{WEEK}.html")
    page.wait_for_instant()
    page.js("window.__here = true")
    load(page, "q1")
    field = "getComputedStyle(document.querySelector('.isso-postbox textarea'))"
    light = page.js(f"return [{field}.color, {field}.backgroundColor]")
    page.palette("dark")
    page.wait("document.body.dataset.mdColorScheme === 'slate'", "the page is dark")
    dark = page.js(f"return [{field}.color, {field}.backgroundColor]")
    assert not set(light) & set(dark)

    page.press(".c-turn__previous")
    page.wait("document.querySelector('[data-thread*=week-01]')", "week 1")
    assert page.js("return window.__here"), "the page was loaded anew"
    load(page, "q1")
    assert shown(page, "q1") == []
    say(page, "q1", "Ann", "I hoped it would go away.")
    assert stored(server, f"{COURSE}/week-01/q1") == [("Ann", "I hoped it would go away.")]
    assert [page.violations(), page.complaints()] == [[], []]


SEND = """
const [server, uri, author, text, parent, done] = arguments
fetch(`${server}/new?uri=${encodeURIComponent("/" + uri)}`, {
  method: "POST", headers: {"Content-Type": "application/json"}, credentials: "include",
  body: JSON.stringify({author, text, parent, title: uri}),
}).then((answer) => answer.json()).then((said) => done(said.id))
"""


def test_seventeen_posts_come_back_whole_and_a_deleted_one_goes_everywhere(page, isso, tmp_path, curate):
    """Three are typed into the widget, the others sent by the same page, answers among them."""
    home, server = isso
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    load(page, "q1")
    before = read_back("isso", server)
    wanted = {key: [(c.author, c.text) for c in thread.comments] for key, thread in before.items()}
    ids = {}
    for number, (key, author, text, answers) in enumerate(seventeen()):
        if number in (0, 3, 9):
            say(page, "q1", author, text)
            ids[number] = max(
                int(e.get_attribute("id")[5:]) for e in page.all("#q1-thread .isso-comment[id^='isso-']")
            )
        else:
            ids[number] = page.later(SEND, server, key, author, text, ids.get(answers))
        wanted[key].append((author, text))
    threads = read_back("isso", server)
    assert {key: sorted((c.author, c.text) for c in t.comments) for key, t in threads.items()} == {
        key: sorted(said) for key, said in wanted.items()
    }
    assert all(t.complete and not t.problem for t in threads.values())
    assert sum(len(t.comments) for t in threads.values()) == 17 + sum(
        len(t.comments) for t in before.values()
    )
    by_id = {c.id: c for t in threads.values() for c in t.comments}
    for number, (_, _, _, answers) in enumerate(seventeen()):
        if answers is not None:
            assert by_id[str(ids[number])].root == by_id[str(ids[answers])].root
    course = project(tmp_path / "course", "isso", server, home)
    stands, notes, heard = where_it_stands(course, curate)
    assert (stands, heard) == ({"store", "insights", "site"}, len(by_id))
    assert not [note for note in notes if "highlight" in note]
    gone = ids[16]
    page.later(
        "const [server, id, done] = arguments;"
        "fetch(`${server}/id/${id}`, {method: 'DELETE', credentials: 'include',"
        " headers: {'Content-Type': 'application/json'}}).then((answer) => done(answer.status))",
        server, gone,
    )  # fmt: skip
    after = read_back("isso", server)
    assert {c.id for t in after.values() for c in t.comments} == set(by_id) - {str(gone)}
    assert set(after) == set(THREADS)
    stands, notes, heard = where_it_stands(course, curate)
    assert (stands, heard) == (set(), len(by_id) - 1)
    assert [note for note in notes if "week-02.md: highlight 1 is not shown: it no longer stands in" in note]


def test_the_thread_looks_like_the_page(page, isso):
    home, _ = isso
    page.open(f"{home}{COURSE}/week-01.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    heading = "document.querySelector('#q2-thread .isso-thread-heading').textContent"
    load(page, "q2")
    assert page.js(f"return {heading}") == "No answer yet. Yours would be the first."
    for number, count in ((1, "1 answer"), (2, "2 answers")):
        say(page, "q2", "Ann", f"I would notice that they are late, {number} times.")
        page.wait(f"{heading} === '{count}'", "the count is right at once")
    page.press("#q2-thread .isso-reply")
    page.wait("document.querySelectorAll('#q2-thread .isso-postbox').length === 2", "a form for an answer")
    below = "a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING"
    assert page.js(
        "const [a, b] = ['#isso-root', '#isso-thread > .isso-postbox'].map((css) => document.querySelector(css));"
        f" return Boolean({below})"
    ), "answers first, then the form"
    fonts = "[...document.querySelectorAll('.c-page p, #isso-thread :is(textarea, input, .isso-text)')].map((e) => getComputedStyle(e).fontFamily)"
    assert len(set(page.js(f"return {fonts}"))) == 1
    seen = "[...document.querySelectorAll('#isso-thread :is(a, input, textarea)')].filter((e) => e.checkVisibility())"
    assert (
        page.js(f"return {seen}.filter((e) => e.matches('.isso-upvote, .isso-downvote, [name=edit]'))") == []
    )
    axe.load(page)
    assert axe.violations(page, undecided=True) == []
