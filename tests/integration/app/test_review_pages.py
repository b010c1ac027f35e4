"""On the review page: an address that is pasted is read into the week, and a find is kept for later."""

import pytest
from pull_server import answer, serving
from review_fixture import COURSE, lay

from curator.app.review.actions import Act
from curator.app.review.edit_session import EditSession
from curator.errors import FetchError


def act(session, do, **what):
    return session.act(Act(do=do, seen=session.mark(), **what))


def test_a_pasted_address_is_read_and_can_be_undone(project, curate):
    """The whole way: the page's own action, the command's reading, a real server behind a real proxy."""
    from curator.app.edits import add
    from curator.app.review import open_session
    from curator.cli.common import Ctx

    today = ("--today", "2026-11-23")
    assert curate("build", "-C", project, *today, "-q").code == 0
    text = "People who ask for one small thing get an answer sooner than people who ask for everything. " * 30
    html = (
        f"<html><head><title>Ask small</title></head><body><article><h1>Ask small</h1><p>{text}</p></article>"
    )

    def reply(request):
        return (
            answer(404)
            if request.path == "/robots.txt"
            else answer(200, html.encode(), content_type="text/html")
        )

    with serving(reply) as server:
        ctx = Ctx(folder=str(project), verbosity=-1, proxy=server.address)

        def read(course, week, url):
            with ctx.run(strict=False) as run:
                return add(run, course, week, url).title

        with ctx.run() as run:
            session = open_session(run, run.project.courses[0], 1, read=read)
        before = session.path.read_text("utf-8")
        said, state = act(session, "page", url="http://read.test/ask-small")
    assert said == "added “Ask small”"
    assert state["content"][-1]["url"] == "http://read.test/ask-small"
    act(session, "undo")
    assert session.path.read_text("utf-8") == before


def test_a_page_that_cannot_be_read_changes_nothing_and_says_why(tmp_path):
    laid = lay(tmp_path)

    def read(course, week, url):
        raise FetchError(f"{url}: the server answered 404")

    session = EditSession(tmp_path, COURSE, laid.path, laid.offers, read=read)
    before = laid.path.read_bytes()
    with pytest.raises(FetchError, match="404"):
        act(session, "page", url="https://gone.example/a")
    assert laid.path.read_bytes() == before


def test_a_find_is_kept_for_later_and_taken_back(tmp_path):
    session = lay(tmp_path)
    url = session.offers[-1].resource.url
    said, state = act(session, "later", url=url)
    assert said.startswith("kept for later: “")
    assert state["marks"][session.offers[-1].key] == "kept for later"
    assert "Kept for later: 1" in str(state["parts"]["later"])
    said, state = act(session, "not_later", url=url)
    assert said.startswith("no longer kept for later")
    assert state["parts"]["later"] == []
