"""The review server talks to its own page only, and tells in words what it refuses."""

import re
import socket
import time

import pytest
from review_fixture import EVIL, hostile, lay, served

from curator.app.review.access import Door, judged
from curator.app.review.look import STATIC, palette
from curator.app.review.sharing import owner
from curator.weeks.week_file import parse_week

LIMIT = 54 * 1024
"""Bytes of the week page's own files together: it opens at once, and somebody can read it in an evening.

Sixteen kilobytes of them are the forms of a resource, the learners' page, what several curators say, what leaves
with a resource, and what comes after publishing.
"""
LIMIT_OF_PROJECT = 20 * 1024
PROJECT = ("home.", "settings.")
"""The pages of the project, and how large their files may be together."""


@pytest.fixture
def site(tmp_path):
    with served(lay(tmp_path)) as server:
        yield server


def test_the_page_and_its_files_are_served_under_the_token_alone(site):
    assert re.fullmatch(rf"http://127\.0\.0\.1:{site.port}/[\w-]{{32}}/", site.home)
    files = {
        "": "text/html",
        "review.js": "text/javascript",
        "editor.js": "text/javascript",
        "review.css": "text/css",
    }
    for name, kind in files.items():
        status, headers, _ = site.ask("GET", name)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
        for token in ("wrong", site.token[:-1], site.token + "x", "%00", "é"):
            if token.isascii():
                assert site.ask("GET", name, token=token)[0] == 403
    assert site.ask("GET", "nothing.here")[0] == 404
    assert site.ask("GET", "look/../../pyproject.toml")[0] == 404
    assert site.ask("GET", "look/%2e%2e/%2e%2e/pyproject.toml")[0] == 404


def test_the_page_of_a_week_that_is_gone_says_so_and_leads_to_all_courses(site):
    folder = site.session.path.parent
    folder.rename(folder.with_name("loaves"))
    status, headers, page = site.ask("GET", "")
    assert (status, headers["Content-Type"].partition(";")[0]) == (404, "text/html")
    assert "There is no week 2 in courses/baking" in str(page)
    assert 'href="../../../">All courses' in str(page)


def test_each_start_has_a_token_of_its_own(tmp_path):
    session = lay(tmp_path)
    with served(session) as one, served(session) as two:
        assert one.token != two.token
        assert one.ask("GET", "state", token=two.token)[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": None},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": None},
    ],
)
def test_a_change_asked_for_from_anywhere_else_is_refused_and_changes_nothing(site, headers):
    before = site.session.path.read_bytes()
    body = {"do": "publish", "seen": site.session.mark()}
    assert site.ask("POST", "act", body, **headers)[0] in (400, 403)
    assert site.session.path.read_bytes() == before
    assert site.ask("POST", "act", body)[0] == 200


def test_reading_from_another_origin_or_name_is_refused(site):
    assert site.ask("GET", "state", Origin="https://evil.example")[0] == 403
    assert site.ask("GET", "state", Host="rebound.example")[0] == 403
    assert site.ask("GET", "state", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert site.ask("OPTIONS", "act", Origin="https://evil.example")[0] == 403
    assert site.ask("GET", "state", Host=f"localhost:{site.port}")[0] == 200


def test_a_link_followed_from_another_window_opens_the_page():
    headers = {"Host": "127.0.0.1:5", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    door = Door(("http://127.0.0.1:5",), owner("t"))
    assert judged("GET", "/t/", headers, door) == ("", "own")
    assert judged("GET", "*", headers, door)[0]
    assert judged("GET", "/é\ud800/", headers, door)[0]


def test_every_answer_carries_the_policy_refusals_too(site):
    for answer in (
        site.ask("GET", ""),
        site.ask("GET", "state"),
        site.ask("GET", "", token="no"),
        site.ask("GET", "none"),
    ):
        policy = answer[1]["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert answer[1]["Referrer-Policy"] == "no-referrer"
        assert answer[1]["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer[1]
        assert "Python" not in answer[1]["Server"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"do": "explode", "seen": ""}',
        b'{"do": "add"}',
        b'{"do": "add", "seen": "", "extra": 1}',
        b'{"do": "note", "seen": "", "text": "\\ud800"}',
        b'{"do": "move", "seen": "", "to": "first"}',
    ],
)
def test_what_is_no_request_of_the_page_is_refused(site, body):
    status, _, value = site.ask("POST", "act", body)
    assert status == 400
    assert "not a request of this page" in value["error"]


def test_a_body_without_end_is_refused(site):
    status, _, _ = site.ask("POST", "preview", {"text": "x" * 1_100_000})
    assert status == 413


def test_no_file_of_the_page_holds_a_script_or_style_in_line():
    html = (STATIC / "index.html").read_text("utf-8")
    assert not re.search(
        r"<script(?! type=\"module\" src=\"review.js\"></script>)|<style|\son\w+=|style=", html
    )
    scripts = "".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", scripts
    )


def test_the_files_of_the_page_stay_small():
    sizes = {path.name: path.stat().st_size for path in STATIC.iterdir()}
    project = {name: sizes.pop(name) for name in sizes.copy() if name.startswith(PROJECT)}
    assert sum(sizes.values()) < LIMIT, sizes
    assert sum(project.values()) < LIMIT_OF_PROJECT, project


def test_the_page_wears_the_colours_of_the_site(site):
    status, headers, css = site.ask("GET", "look/palette.css")
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, "text/css")
    used = set(re.findall(r"var\((--c-[\w-]+)", (STATIC / "review.css").read_text("utf-8")))
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    fonts = {"--c-head", "--c-text"}
    assert used <= set(re.findall(r"(--c-[\w-]+):", light))
    assert used - fonts <= set(re.findall(r"(--c-[\w-]+):", dark))
    assert site.ask("GET", "look/favicon.svg")[0] == 200
    assert "color-scheme" in palette("")


def test_hostile_texts_arrive_as_texts(tmp_path):
    session = lay(tmp_path, candidates=[hostile(4)], title="<script>alert(1)</script>")
    with served(session) as site:
        status, value = site.act("add", url="https://oven.example/4")
        assert status == 200
        _, _, offers = site.ask("GET", "offers")
        for tree in (
            *(o["row"] for o in offers["offers"]),
            *(c for r in value["state"]["content"] for c in r["view"]),
        ):
            for tag, attributes in elements(tree):
                assert tag in {
                    "li",
                    "article",
                    "p",
                    "span",
                    "b",
                    "h3",
                    "a",
                    "blockquote",
                    "details",
                    "summary",
                    "ul",
                    "button",
                    "div",
                    "kbd",
                }
                assert not [name for name in attributes if name.startswith("on") or name == "style"]
                assert attributes.get("href", "https://").startswith("https://")
    written = parse_week(session.path.read_text("utf-8"), "week-02.md")
    assert written.content[-1].title.startswith("<img src=x")
    assert EVIL[:40] in written.content[-1].author


def elements(node):
    if isinstance(node, list):
        yield node[0], node[1]
        for kid in node[2]:
            yield from elements(kid)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\xff\xfe\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_request_prints_nothing(site, capfd, request_bytes):
    with socket.create_connection(("127.0.0.1", site.port), 10) as connection:
        connection.sendall(request_bytes)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
    assert site.ask("GET", "state")[0] == 200
    assert capfd.readouterr().err == ""


def test_a_body_that_breaks_off_is_told_and_prints_nothing(site, capfd):
    status, _, answer = site.ask("POST", "act", b"{{{", Content_Encoding="gzip")
    assert (status, answer["error"]) == (400, "the request broke off or cannot be read")
    assert capfd.readouterr().err == ""


def test_a_week_that_has_become_a_link_out_of_the_project_is_neither_read_nor_written(tmp_path):
    session = lay(tmp_path / "project")
    other = tmp_path / "secret.md"
    other.write_bytes(session.path.read_bytes())
    with served(session) as site:
        assert site.ask("GET", "state")[0] == 200
        seen = session.mark()
        session.path.unlink()
        session.path.symlink_to(other)
        for status, value in (site.act("publish", seen=seen), site.ask("GET", "state")[::2]):
            assert status == 422
            assert "outside the project" in value["error"]
    assert "status: draft" in other.read_text("utf-8")


@pytest.mark.parametrize("piece", ["[", "![", "[a][", "<![", "# a\n", "[`"])
def test_a_knotted_text_does_not_freeze_the_preview(site, piece):
    started = time.process_time()
    status, _, nodes = site.ask("POST", "preview", {"text": piece * 20_000})
    assert status == 200
    assert nodes
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 100,
        "---\nweek: 2\n<<<<<<< ours\ntitle: A\n=======\ntitle: B\n>>>>>>> theirs\n---\n",
        "---\na0: &a0 [x]\n"
        + "".join(f"a{i}: &a{i} [{f'*a{i - 1}, ' * 9}]\n" for i in range(1, 30))
        + "---\n",
        "---\nweek: 1" + ":1" * 100_000 + "\n---\n",
        "---\nweek: 2\n---\n" + "[" * 20_000,
        None,
    ],
    ids=["NULs", "conflict", "alias bomb", "base 60", "brackets", "a folder"],
)
def test_whatever_the_week_becomes_while_it_is_open_is_told_in_words(site, capfd, text):
    before = site.session.mark()
    site.session.path.unlink()
    if text is None:
        site.session.path.mkdir()
    else:
        site.session.path.write_text(text, "utf-8")
    for status, value in (site.act("publish", seen=before), site.ask("GET", f"state?seen={before}")[::2]):
        assert status in (409, 422, 500)
        assert value["error"]
    if text is not None:
        assert site.session.path.read_text("utf-8") == text
    assert capfd.readouterr().err == ""
