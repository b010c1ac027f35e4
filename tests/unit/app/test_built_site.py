"""The site as last built is shown to whoever runs the review, in an origin of its own, and nothing beside it."""

import http.client

import pytest
from review_fixture import lay, served

from curator.app.review.built_site import file, page_of


@pytest.fixture
def root(tmp_path):
    (tmp_path / "site/baking").mkdir(parents=True)
    (tmp_path / "site/baking/week-02.html").write_text("<p>Week two</p>", "utf-8")
    (tmp_path / "site/index.html").write_text("<p>Home</p>", "utf-8")
    (tmp_path / "secret.txt").write_text("mine", "utf-8")
    (tmp_path / "site/link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path


def test_files_of_the_site_are_found_and_nothing_else(root):
    assert page_of(root, "baking", 2) == "baking/week-02.html"
    assert page_of(root, "baking", 3) == ""
    assert file(root, "baking/week-02.html") == (b"<p>Week two</p>", "text/html")
    assert file(root, "") == (b"<p>Home</p>", "text/html")
    for name in (
        "../secret.txt",
        "link.txt",
        "nothing.html",
        "/etc/passwd",
        "baking/../../secret.txt",
        "baking",
    ):
        assert file(root, name) is None, name


def test_a_published_week_leads_to_its_page(root):
    with served(lay(root, status="published")) as site:
        live = str(site.ask("GET", "state")[2]["state"]["parts"]["live"])
        assert "✓ Published." in live
        assert "../../../site/baking/week-02.html" in live
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
        connection.request("GET", f"/{site.token}/site/baking/week-02.html")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"<p>Week two</p>")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox allow-scripts;")
        connection.close()
    (root / "site/baking/week-02.html").unlink()
    with served(lay(root, status="published")) as site:
        assert "Not on the site yet" in str(site.ask("GET", "state")[2]["state"]["parts"]["live"])
    with served(lay(root)) as site:
        assert site.ask("GET", "state")[2]["state"]["parts"]["live"] == []
