"""The feeds commands as a person uses them: add by any address of a site, move, remove, import, export."""

import os
import re
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime

import pytest
from filelock import FileLock
from pull_server import FEED, Request, answer, serving

from curator.app import run as runs
from curator.app.run import Run
from curator.errors import CuratorError

PAGE = b"<!doctype html><html><head>%s<title>A page</title></head><body><p>Hello.</p></body></html>"
LINK = b'<link rel="alternate" type="application/rss+xml" href="%s">'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<rss version="2.0"><channel><title>&b;</title></channel></rss>'
)
ENTRY = b"<?xml version='1.0'?><entry xmlns='http://www.w3.org/2005/Atom'><title>One</title><id>urn:1</id></entry>"
ANSWERS = {
    "announced.example/": answer(200, PAGE % (LINK % b"/news/all.xml"), Content_Type="text/html"),
    "announced.example/news/all.xml": answer(200, FEED),
    "hidden.example/": answer(200, PAGE % b"", Content_Type="text/html"),
    "hidden.example/feed.xml": answer(200, FEED),
    "bare.example/index.xml": answer(200, FEED),  # and no front page at all
    "stale.example/": answer(200, PAGE % (LINK % b"/gone.xml"), Content_Type="text/html"),
    "stale.example/gone.xml": answer(410),
    "rescued.example/": answer(200, PAGE % (LINK % b"/old.xml"), Content_Type="text/html"),
    "rescued.example/rss": answer(200, FEED),
    "bomb.example/feed": answer(200, BOMB),
    "page.example/": answer(200, PAGE % b"", Content_Type="text/html"),
    "moved.example/feed": answer(301, Location="http://hidden.example/feed.xml"),
    "ended.example/": answer(410),
    "notes.example/": answer(
        200,
        PAGE % b'<link rel="alternate" type="application/atom+xml;type=entry" href="/entry.atom">'
        b'<link rel="alternate" type="application/atom+xml" href="/all.atom">',
        Content_Type="text/html",
    ),
    "notes.example/entry.atom": answer(200, ENTRY, Content_Type="application/atom+xml;type=entry"),
    "notes.example/all.atom": answer(200, FEED),
    "untyped.example/": answer(
        200,
        PAGE % b'<link rel="alternate" type="application/atom+xml" href="/entry.atom">',
        Content_Type="text/html",
    ),
    "untyped.example/entry.atom": answer(200, ENTRY),
    "untyped.example/feed": answer(200, FEED),
}


def site(request: Request) -> bytes:
    if request.method == "CONNECT":
        return answer(501)  # https is not to be had here
    return ANSWERS.get(request.host + request.path, answer(404))


@pytest.fixture
def feeds(project, curate):
    """Run `curate feeds ...` in a fresh project, through a proxy that knows the sites above."""
    with serving(site) as server:
        (project / "feeds.yml").write_text(
            f"# what we read\npull: {{per_host_delay: 0, timeout: 60, proxy: '{server.address}'}}\n"
            "feeds:\n  - {path: starter/feed.xml, title: Starter}  # ours\n"
        )
        yield lambda *arguments: curate("feeds", *arguments, "-C", project)


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("http://announced.example/", "http://announced.example/news/all.xml"),
        ("announced.example", "http://announced.example/news/all.xml"),
        ("http://hidden.example", "http://hidden.example/feed.xml"),
        ("http://bare.example/", "http://bare.example/index.xml"),
        ("http://rescued.example/", "http://rescued.example/rss"),
        ("http://moved.example/feed", "http://hidden.example/feed.xml"),
        ("http://bare.example/index.xml", "http://bare.example/index.xml"),
        ("feed:http://hidden.example/feed.xml", "http://hidden.example/feed.xml"),
        ("feed://hidden.example/feed.xml", "http://hidden.example/feed.xml"),
        ("FEED://hidden.example", "http://hidden.example/feed.xml"),
        ("itpc://hidden.example/feed.xml", "http://hidden.example/feed.xml"),
        ("http://notes.example/", "http://notes.example/all.atom"),
        ("http://untyped.example/", "http://untyped.example/feed"),
    ],
)
def test_the_address_of_a_site_is_enough(feeds, project, address, feed):
    outcome = feeds("add", address, "--tag", "peers")
    assert (outcome.code, outcome.err) == (0, "")
    assert feed in outcome.out
    text = (project / "feeds.yml").read_text()
    assert text.startswith("# what we read\npull:")
    assert "# ours" in text
    assert re.search(rf'url: "?{re.escape(feed)}"?[,\s}}]', text)
    assert re.search(r"title: Lessons,?\s+tags: \[peers\]", text)
    assert outcome.out.startswith("added Lessons: ")
    again = feeds("add", address)
    assert again.out.startswith("feeds.yml has it already, left as it is: Lessons")
    assert (project / "feeds.yml").read_text() == text


def test_a_pasted_list_is_taken_and_each_that_fails_has_its_reason(feeds, project):
    pasted = "http://hidden.example, http://nowhere.example,\n- bare.example/index.xml;"
    outcome = feeds("add", pasted, "http://ended.example/,", ",")
    assert outcome.code == 1
    assert "2 of 4 addresses were not added:" in outcome.err
    assert "http://nowhere.example: not found (404)" in outcome.err
    assert "http://ended.example/: gone for good (410)" in outcome.err
    text = (project / "feeds.yml").read_text()
    assert [a in text for a in ("http://hidden.example/feed.xml", "http://bare.example/index.xml")] == [
        True
    ] * 2


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://page.example/", "is no feed: not a feed but a web page, and it offers none"),
        ("http://notes.example/entry.atom", "not a feed but a single entry of one"),
        ("feeds://hidden.example/feed.xml", "https://hidden.example/feed.xml: "),
        ("http://stale.example/", "it offers: http://stale.example/gone.xml (gone for good (410))"),
        ("http://bomb.example/feed", "cannot be read: refused: it declares XML entities"),
        ("http://nowhere.example/", "not found (404); no feed was found at the usual addresses either"),
        ("http://nowhere.example/a/post", "not found (404)"),
        ("http://ended.example/", "gone for good (410)"),
        ("http://127.0.0.1/", "not a public address"),
    ],
)
def test_what_cannot_be_added_is_explained_and_leaves_the_file_alone(feeds, project, address, words):
    before = (project / "feeds.yml").read_text()
    outcome = feeds("add", address)
    assert outcome.code == 1
    assert words in outcome.err
    assert (project / "feeds.yml").read_text() == before


def test_a_feed_is_added_checked_moved_listed_and_removed(feeds, project):
    (project / "feeds.yml").write_text(
        (project / "feeds.yml").read_text() + "  - url: http://moved.example/feed\n"
    )
    assert feeds("check").code == 0
    listed = {row["feed"]: row for row in feeds("list", "--json").json}
    assert listed["http://moved.example/feed"]["state"] == "moved"
    assert "accept-moves" in listed["http://moved.example/feed"]["advice"]
    assert feeds("accept-moves").out.endswith("1 feed moved\n")
    assert "http://hidden.example/feed.xml" in (project / "feeds.yml").read_text()
    assert feeds("remove", "http://hidden.example/feed.xml").code == 0
    assert [row["feed"] for row in feeds("list", "--json").json] == ["starter/feed.xml"]
    assert feeds("remove", "http://hidden.example/feed.xml").code == 2
    assert "# ours" in (project / "feeds.yml").read_text()


def test_opml_comes_back_as_it_went(feeds, project, tmp_path):
    folders = tmp_path / "in.opml"
    folders.write_text(
        '<opml version="2.0"><head/><body><outline text="Learning"><outline text="Peers &amp; guilds">'
        '<outline text="A &lt;b&gt;" xmlUrl="http://a.example/feed?x=1&amp;y=2" weight="2"/></outline>'
        '<outline xmlUrl="http://b.example/feed"/></outline>'
        '<outline text="A again" xmlUrl="http://a.example/feed?x=1&amp;y=2"/></body></opml>'
    )
    assert feeds("import", folders).out == "2 feeds in in.opml, 2 of them new\n"
    first = (project / "feeds.yml").read_text()
    out = tmp_path / "out.opml"
    assert feeds("export", out).code == 0
    for address in ("http://a.example/feed?x=1&y=2", "http://b.example/feed"):
        assert feeds("remove", address).code == 0
    assert feeds("import", out).out == "2 feeds in out.opml, 2 of them new\n"
    assert (project / "feeds.yml").read_text() == first
    assert feeds("import", out).out == "2 feeds in out.opml, 0 of them new\n"
    assert (project / "feeds.yml").read_text() == first


def opened(project) -> Run:
    return Run.open(project, now=datetime(2026, 11, 30, tzinfo=UTC), today=date(2026, 11, 30))


def test_others_work_on_the_project_while_sites_are_asked_for_their_feeds(project, curate):
    refused, asked = [], []

    def site_beside_another_run(request: Request) -> bytes:
        asked.append(request.path)
        try:
            with opened(project):
                pass
        except CuratorError as error:
            refused.append(str(error))
        return site(request)

    with serving(site_beside_another_run) as server:
        (project / "feeds.yml").write_text(
            f"pull: {{per_host_delay: 0, timeout: 60, proxy: '{server.address}'}}\nfeeds: []\n"
        )
        done = curate("feeds", "add", "http://announced.example/", "-C", project)
    assert done.code == 0, done.err
    assert len(asked) > 1
    assert not refused
    assert "announced.example/news/all.xml" in (project / "feeds.yml").read_text()


@pytest.mark.parametrize("ends", [True, False])
def test_a_feed_is_added_also_while_another_command_goes_on(project, curate, monkeypatch, ends):
    """It waits for the other one; where that does not end, only what hosts asked for is not remembered."""
    other = FileLock(project / ".curator" / "lock", thread_local=False)
    monkeypatch.setattr(runs, "UNLOCKED", 60.0 if ends else 0.0)
    monkeypatch.setattr(runs, "sleep", lambda _: other.release())

    def site_beside_a_long_run(request: Request) -> bytes:
        if request.path == "/news/all.xml":
            other.acquire(timeout=0)
        return site(request)

    with serving(site_beside_a_long_run) as server:
        (project / "feeds.yml").write_text(
            f"pull: {{per_host_delay: 0, timeout: 60, proxy: '{server.address}'}}\nfeeds: []\n"
        )
        done = curate("feeds", "add", "http://announced.example/", "-C", project)
    other.release()
    assert done.code == 0, done.err
    assert "announced.example/news/all.xml" in (project / "feeds.yml").read_text()
    assert ("is not remembered" in done.err) is not ends


def test_whoever_stops_init_while_sites_are_asked_reads_what_was_kept(tmp_path):
    started, stopped = threading.Event(), threading.Event()

    def site_that_never_answers(_: Request) -> bytes:
        started.set()
        stopped.wait(120)
        return answer(404)

    with serving(site_that_never_answers) as server:
        need = ("--need", "Neighbours must learn to share tools.", "--proxy", server.address)
        sites = ("--feed", "a.example", "--feed", "b.example")
        child = subprocess.Popen(
            [sys.executable, "-m", "curator", "init", "here", *need, *sites],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "200"},
        )
        assert started.wait(120)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=120)
        stopped.set()
    assert child.returncode == 1, err
    assert "stopped: no feed was added, all else is kept; later: curate feeds add a.example b.example" in err
    assert "files written to" in out
    assert (tmp_path / "here/courses").is_dir()
    assert "Traceback" not in err
