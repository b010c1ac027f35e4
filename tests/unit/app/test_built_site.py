"""The site as last built is shown to whoever runs the review, on a port of its own, and nothing beside it."""

import http.client
import os
from urllib.parse import urlsplit

import pytest
from review_fixture import lay, served

from curator.app.last_build import page_of
from curator.app.review import Workspace, home_page
from curator.app.review.built_site import BuiltSite
from curator.app.status import CourseStatus, Status, WeekStatus


@pytest.fixture
def root(tmp_path):
    (tmp_path / "site/baking").mkdir(parents=True)
    (tmp_path / "site/baking/week-02.html").write_text("<p>Week two</p>", "utf-8")
    (tmp_path / "site/index.html").write_text("<p>Home</p>", "utf-8")
    (tmp_path / "secret.txt").write_text("mine", "utf-8")
    return tmp_path


def get(address):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_pages_of_the_site_are_shown_while_the_sitting_lasts(root):
    assert page_of(root, "baking", 2) == "baking/week-02.html"
    assert page_of(root, "baking", 3) == ""
    site = BuiltSite(root)
    try:
        address = site.address("baking/week-02.html")
        assert (get(address)[0], get(address)[2]) == (200, b"<p>Week two</p>")
        assert get(site.address("../secret.txt"))[0] == 404
    finally:
        site.close()
    with pytest.raises(OSError, match="refused"):
        get(address)
    BuiltSite(root).close()  # one that nobody looked at


def test_a_published_week_leads_to_its_page(root):
    with served(lay(root, status="published")) as site:
        live = str(site.ask("GET", "state")[2]["state"]["parts"]["live"])
        assert "✓ Published." in live
        assert "../../../site/baking/week-02.html" in live
        status, headers, _ = get(f"http://127.0.0.1:{site.port}/{site.token}/site/baking/week-02.html")
        assert status == 302
        assert site.token not in headers["Location"]
        assert get(headers["Location"])[2] == b"<p>Week two</p>"
        assert "without your last changes" in live, "the site is older than the week's file"
        os.utime(site.session.path, (1, 1))
        live = str(site.ask("GET", "state")[2]["state"]["parts"]["live"])
        assert "It is on the site: " in live
        assert "without your last" not in live
        (root / "mkdocs.yml").write_text("site_name: Another\n", "utf-8")
        os.utime(root / "mkdocs.yml", (2**33, 2**33))
        live = str(site.ask("GET", "state")[2]["state"]["parts"]["live"])
        assert "without your last changes" in live, "what the site says of itself has changed"
    (root / "site/baking/week-02.html").unlink()
    with served(lay(root, status="published")) as site:
        assert "Not on the site yet" in str(site.ask("GET", "state")[2]["state"]["parts"]["live"])
    with served(lay(root)) as site:
        assert site.ask("GET", "state")[2]["state"]["parts"]["live"] == []


def test_a_week_that_falls_short_is_asked_about_before_it_is_built_again(root):
    for objective, asked in (("", True), ("By Friday you have asked one person for help.", False)):
        session = lay(root, status="published", objective=objective)
        state = session.state("")
        live = str(state["parts"]["live"])
        assert "Build again" in live
        assert ("This week goes on the site as it is: " in live) is asked is bool(state["parts"]["reasons"])


def test_the_home_page_leads_to_the_site_once_it_is_built_and_only_whoever_runs_the_review(root):
    with served(lay(root)) as site:
        workspace = Workspace.of(site.session)
        assert "site/index.html" in str(home_page.show(workspace)["parts"]["site"])
        assert home_page.show(workspace, own=False)["parts"]["site"] == []
        (root / "site/index.html").unlink()
        assert home_page.show(workspace)["parts"]["site"] == []


def _home(root, planned, *weeks):
    """Show the first page of a project with one course whose weeks have these states."""
    shown = tuple(WeekStatus(n, status, "2026-11-23", 9, 1, 0, f"Week {n}") for n, status in weeks)
    workspace = Workspace.of(lay(root))
    workspace.status = Status((CourseStatus("baking", "Bake", False, shown, (), planned),), ())
    return {name: str(part) for name, part in home_page.show(workspace)["parts"].items()}


def test_the_home_page_names_what_was_changed_since_the_build_and_drafts_that_are_not_due(root):
    home = _home(root, 0, (2, "published"), (3, "draft"))
    assert "week 2 is on the site without your last changes" in home["needs"]
    assert "week 3 is a draft" in home["needs"]
    assert "2 things wait for you" in home["waiting"]
    os.utime(root / "courses/baking/week-02.md", (1, 1))
    assert "Nothing waits for you" in _at_rest(root)


def _at_rest(root):
    os.utime(root / "site", (2**33, 2**33))
    return _home(root, 0, (2, "published"))["waiting"]


def test_no_week_is_offered_after_the_last_of_a_course_that_ends_and_none_is_named_twice(root):
    home = _home(root, 2, (1, "published"), (2, "published"))["courses"]
    assert "Draft the next week" not in home
    assert "The course ends with week 2" in home
    assert "Week 2: Week 2" not in home
    assert "Draft the next week" in _home(root, 3, (2, "published"))["courses"]
    assert "Draft the next week" in _home(root, 0, (2, "published"))["courses"]
