"""`curate announce` against receivers of this machine: a plain one, one shaped like Slack, one like Matrix."""

import json
import logging

import pytest
from receiver import SECRET, receiving

from curator.site.nudge import SHORT

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise's own

WEEK = """---
week: {n}
title: {title}
status: {status}
opens: 2026-11-23
objective: You can say what you would try.
content:
  - {{url: https://one.example/a, title: One, minutes: 5, note: Why not.}}
conversation:
  - {{id: q1, question: How would you begin *tomorrow*?, about: 1}}
---
Welcome.
"""


@pytest.fixture
def project(project):
    mkdocs = project / "mkdocs.yml"
    text = "".join(
        line for line in mkdocs.read_text("utf-8").splitlines(True) if not line.startswith("site_url")
    )
    mkdocs.write_text(text + "\nsite_url: https://learn.example/site/\n", "utf-8")
    put(project, 1)
    return project


def put(project, number, title="Begin @everyone", status="published"):
    file = project / "courses/first-course" / f"week-{number:02d}.md"
    file.write_text(WEEK.format(n=number, title=json.dumps(title), status=status), "utf-8")


def announce(curate, project, *more):
    return curate("announce", "first-course", *more, "-C", project, "--today", "2026-11-24")


def slack_and_matrix_here(monkeypatch, port):
    """Send what is meant for Slack and Matrix to this machine; apprise has their hosts written in."""
    import requests

    real = requests.Session.request

    def here(self, method, url, **options):
        return real(
            self, method, url.replace("https://hooks.slack.com", f"http://127.0.0.1:{port}"), **options
        )

    monkeypatch.setattr(requests.Session, "request", here)


def test_without_send_there_is_text_to_paste(curate, project):
    said = announce(curate, project, "--json")
    assert said.code == 0
    found = said.json
    page = "https://learn.example/site/first-course/week-01.html"
    assert found["text"].endswith(page)
    assert "How would you begin *tomorrow*?" in found["text"]
    assert f"]({page})" in found["markdown"]
    assert "begin \\*tomorrow\\*?" in found["markdown"]
    assert len(found["short"]) <= SHORT
    assert found["short"].endswith(page)
    assert "@everyone" not in found["text"] + found["markdown"] + found["short"]
    plain = announce(curate, project).out
    assert "--- plain ---" in plain
    assert "--- short ---" in plain
    assert not (project / "announcements").exists()


@pytest.mark.parametrize("title", ["x" * 400, "word " * 79, "a", "ü" * 300])
def test_the_short_form_is_never_too_long(curate, project, title):
    put(project, 1, title)
    short = announce(curate, project, "--json").json["short"]
    assert 0 < len(short) <= SHORT
    assert "https://learn.example/site/first-course/week-01.html" in short


def test_it_is_sent_once_to_three_kinds(curate, project, monkeypatch):
    pytest.importorskip("apprise")
    with receiving() as server:
        port = server.server_address[1]
        slack_and_matrix_here(monkeypatch, port)
        where = f"json://127.0.0.1:{port}/hook slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/ "
        where += f"matrix://user:{SECRET}@127.0.0.1:{port}/?mode=slack"
        monkeypatch.setenv("CURATE_ANNOUNCE", where)
        said = announce(curate, project, "--send", "--json")
        assert (said.code, said.json["failed"]) == (0, [])
        assert len(said.json["sent"]) == 3
        assert len(server.got) == 3
        for _, body in server.got:
            assert b"How would you begin" in body
            assert b"learn.example/site/first-course/week-01.html" in body
        again = announce(curate, project, "--send")
        assert again.code == 1
        assert "was announced on 2026-11-24" in again.err
        assert len(server.got) == 3, "never twice"
    noted = (project / "announcements/sent.yml").read_text("utf-8")
    assert "week: 1" in noted
    assert SECRET not in noted


def test_a_failed_address_is_named_without_its_secret_and_asked_again_alone(
    curate, project, monkeypatch, caplog
):
    pytest.importorskip("apprise")
    with receiving(broken="/hook") as server:
        port = server.server_address[1]
        where = f"json://127.0.0.1:{port}/fine json://ada:{SECRET}@127.0.0.1:{port}/hook"
        monkeypatch.setenv("CURATE_ANNOUNCE", where)
        said = announce(curate, project, "--send")
        assert said.code == 1
        assert "not sent to address 2 (JSON)" in said.err
        assert SECRET not in said.out + said.err + caplog.text
        assert "missed: [2]" in (project / "announcements/sent.yml").read_text("utf-8")
        server.broken, server.got[:] = "", []
        assert announce(curate, project, "--send").code == 0
        assert [path for path, _ in server.got] == ["/hook"], "the other has it already"
        assert announce(curate, project, "--send").code == 1
    assert logging.getLogger("apprise").propagate is False


def test_when_nobody_took_it_it_can_be_sent_again(curate, project, monkeypatch):
    pytest.importorskip("apprise")
    with receiving(broken="/hook") as server:
        monkeypatch.setenv("CURATE_ANNOUNCE", f"json://127.0.0.1:{server.server_address[1]}/hook")
        assert announce(curate, project, "--send").code == 1
        assert "week: 1" not in (project / "announcements/sent.yml").read_text("utf-8")
        server.broken = ""
        assert announce(curate, project, "--send").code == 0


def test_drafts_are_not_announced(curate, project, monkeypatch):
    pytest.importorskip("apprise")
    put(project, 2, status="draft")
    with receiving() as server:
        monkeypatch.setenv("CURATE_ANNOUNCE", f"json://127.0.0.1:{server.server_address[1]}/hook")
        said = announce(curate, project, 2, "--send")
        assert (said.code, "week 2 is a draft; nothing was sent" in said.err) == (1, True)
        assert server.got == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("", "names no address"),
        (f"nonsense://{SECRET}", "address 1 (nonsense://...) is none that apprise knows"),
        (f"json://127.0.0.1 slack://{SECRET}", "address 2 (slack://...) is none"),
        (SECRET, "address 1 is none"),
    ],
)
def test_what_is_no_address_is_told_by_its_number(curate, project, monkeypatch, where, words):
    pytest.importorskip("apprise")
    monkeypatch.setenv("CURATE_ANNOUNCE", where)
    said = announce(curate, project, "--send")
    assert (said.code, words in said.err) == (2, True), said.err
    assert SECRET not in said.err


def test_without_the_extra_it_is_named(curate, project, monkeypatch):
    def none(name, *_):
        raise ModuleNotFoundError(f"No module named '{name}'")

    monkeypatch.setattr("curator.app.announce.import_module", none)
    monkeypatch.setenv("CURATE_ANNOUNCE", "json://127.0.0.1/")
    said = announce(curate, project, "--send")
    assert (said.code, "pip install 'curator-mooc[announce]'" in said.err) == (2, True)
