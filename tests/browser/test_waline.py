"""Waline for real: its server and its client, where `make test` could install them; see waline_install.py."""

import json
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import chromium
import pytest
from reading_back import THREADS, project, read_back, seventeen, where_it_stands
from server_process import free_port, server_process
from sites import COURSE
from waline_install import NODE, PACKAGES, why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

HERE = Path(__file__).parent
WEEK = f"{COURSE}/week-02"


@pytest.fixture(scope="module")
def waline(sites, elsewhere, tmp_path_factory):
    """A site with Waline and its server, running: (address of the site, address of the server)."""
    port = free_port()
    server = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("waline-server")
    with sqlite3.connect(folder / "waline.sqlite") as database:
        database.executescript((HERE / "waline.sql").read_text("utf-8"))
    database.close()
    with chromium.serving(PACKAGES / "@waline" / "client" / "dist") as client:
        settings = {"provider": "waline", "serverURL": server, "client": client.rstrip("/")}
        home = sites("waline-real", settings, courses={COURSE})
        environment = {
            "PATH": os.environ["PATH"],
            "WALINE": str(PACKAGES),
            "SQLITE_PATH": str(folder),
            "SQLITE_DB": "waline",
            "JWT_TOKEN": "for-this-test",
            "IPQPS": "0",
            "SITE_NAME": "Test",
            "SITE_URL": home,
            "SECURE_DOMAINS": "127.0.0.1",
            "OAUTH_URL": f"http://127.0.0.1:{elsewhere.port}/",
        }
        command = [str(NODE), str(HERE / "waline_server.js"), str(port)]
        with server_process(command, port, folder, env=environment):
            yield home, server


def stored(server, home, thread):
    """Read a thread back from the server, as a page of the site could."""
    address = f"{server}/api/comment?path={quote(thread, safe='')}&pageSize=10&page=1"
    request = Request(address, headers={"Referer": home})
    with urlopen(request, timeout=90) as answer:
        return [(entry["nick"], entry["orig"]) for entry in json.load(answer)["data"]["data"]]


def load(page, question):
    page.press(f"#{question}-thread .thread__load")
    there = f"document.querySelector('#{question}-thread .wl-empty, #{question}-thread .wl-card')"
    page.wait(there, f"the thread of {question} is there")
    page.wait(f"document.querySelector('#{question}-thread .thread__load').hidden", "it has answered")


def say(page, question, author, words):
    box = f"#{question}-thread"
    page.send(f"{box} .wl-editor", words)
    name = page.find(f"{box} input[name=nick]")
    name.clear()  # Waline remembers who wrote last
    name.send_keys(author)
    page.press(f"{box} button[type=submit]")
    page.wait(lambda: words in shown(page, question), "the comment is shown")


def shown(page, question):
    return [e.text.strip() for e in page.all(f"#{question}-thread .wl-card .wl-content") if e.text.strip()]


def test_what_is_typed_under_a_question_is_kept_under_its_name_and_seen_again(page, waline):
    home, server = waline
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    load(page, "q1")
    load(page, "q2")
    say(page, "q1", "Ann", "I would name the promise first.")
    say(page, "q2", "Ben", "She asked before she told.")
    assert shown(page, "q1") == ["I would name the promise first."], "both live side by side"
    assert stored(server, home, f"{WEEK}/q1") == [("Ann", "I would name the promise first.")]
    assert stored(server, home, f"{WEEK}/q2") == [("Ben", "She asked before she told.")]

    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    load(page, "q2")
    page.wait(lambda: shown(page, "q2") == ["She asked before she told."], "seen again")
    assert page.violations() == []


def test_the_palette_and_instant_navigation_are_followed(page, waline):
    home, server = waline
    page.open(f"{home}{WEEK}.html")
    page.wait_for_instant()
    page.js("window.__here = true")
    load(page, "q1")
    field = "getComputedStyle(document.querySelector('.wl-editor'))"
    panel = "getComputedStyle(document.querySelector('.wl-panel'))"
    light = page.js(f"return [{field}.color, {panel}.backgroundColor]")
    page.palette("dark")
    page.wait("document.body.dataset.mdColorScheme === 'slate'", "the page is dark")
    assert not set(light) & set(page.js(f"return [{field}.color, {panel}.backgroundColor]"))

    page.press(".c-turn__previous")
    page.wait("document.querySelector('[data-thread*=week-01]')", "week 1")
    assert page.js("return window.__here"), "the page was loaded anew"
    load(page, "q1")
    say(page, "q1", "Ann", "I hoped it would go away.")
    assert stored(server, home, f"{COURSE}/week-01/q1") == [("Ann", "I hoped it would go away.")]
    assert page.violations() == []


SEND = """
const [server, url, nick, comment, pid, done] = arguments
fetch(`${server}/api/comment`, {
  method: "POST", headers: {"Content-Type": "application/json"},
  body: JSON.stringify({nick, comment, url, ua: navigator.userAgent, ...(pid ? {pid, rid: pid, at: "x"} : {})}),
}).then((answer) => answer.json()).then((said) => done(said.data && said.data.objectId))
"""


def test_seventeen_posts_come_back_whole_and_a_deleted_one_goes_everywhere(
    page, waline, tmp_path, tmp_path_factory, curate
):
    """The page sends them, answers among them; what is typed into the widget is tried above."""
    home, server = waline
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    load(page, "q1")
    before = read_back("waline", server, home)
    wanted = {key: [(c.author, c.text) for c in thread.comments] for key, thread in before.items()}
    ids = {}
    for number, (key, author, text, answers) in enumerate(seventeen()):
        ids[number] = page.later(SEND, server, key, author, text.replace("\n", "  \n"), ids.get(answers))
        wanted[key].append((author, text))
    threads = read_back("waline", server, home)
    assert {key: sorted((c.author, c.text) for c in t.comments) for key, t in threads.items()} == {
        key: sorted(said) for key, said in wanted.items()
    }
    assert all(t.complete and not t.problem for t in threads.values())
    assert "Mozilla" not in repr(threads)
    course = project(tmp_path / "course", "waline", server, home)
    stands, notes, heard = where_it_stands(course, curate)
    assert (stands, heard) == ({"store", "insights", "site"}, sum(len(t.comments) for t in threads.values()))
    assert not [note for note in notes if "highlight" in note]
    (folder,) = (path.parent for path in tmp_path_factory.getbasetemp().rglob("waline.sqlite"))
    with sqlite3.connect(folder / "waline.sqlite") as database:
        database.execute("DELETE FROM wl_Comment WHERE id = ?", (ids[16],))
    database.close()
    after = read_back("waline", server, home)
    gone = {c.id for t in threads.values() for c in t.comments} - {
        c.id for t in after.values() for c in t.comments
    }
    assert gone == {str(ids[16])}
    assert set(after) == set(THREADS)
    stands, notes, heard = where_it_stands(course, curate)
    assert (stands, heard) == (set(), sum(len(t.comments) for t in after.values()))
    assert [note for note in notes if "week-02.md: highlight 1 is not shown: it no longer stands in" in note]
