"""Pages beside the project's own feeds are part of the site, and links lead there."""

import dataclasses
import re

from site_fixture import lay

from curator.model import Feed
from curator.site.local_pages import local_pages


def test_a_resource_beside_the_projects_own_feed_is_published_with_the_site(project, curate):
    curate("build", "-C", project, "--today", "2026-11-23", "--drafts", "-q")
    week = (project / ".curator/preview/site/first-course/week-01.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="(\.\./starter/[^"]+)"', week))
    assert len(links) >= 3
    assert all((project / ".curator/preview/site/first-course" / link).is_file() for link in links)
    assert "curator-project.github.io/curator/starter/" not in "".join(
        re.findall(r'<a [^>]*href="[^"]*"', week)
    )
    tag = next((project / ".curator/preview/site/tags").glob("*.html")).read_text(encoding="utf-8")
    assert '"../starter/' in tag


def test_such_a_page_leads_back_to_the_site_and_has_one_policy(project, curate):
    curate("build", "-C", project, "--today", "2026-11-23", "-q")
    pages = [p.read_text(encoding="utf-8") for p in (project / "site/starter").glob("*.html")]
    assert len(pages) > 20
    for page in pages:
        assert page.count('<a href="../index.html">') == 1
        assert page.count("Content-Security-Policy") == 1


def test_such_a_page_leads_back_to_the_week_that_it_is_read_in(tmp_path):
    project = lay(tmp_path / "project")
    folder = project.root / "beside"
    folder.mkdir()
    (folder / "feed.xml").write_text("<rss/>", "utf-8")
    (folder / "a.html").write_text("<body class='x'><p>A</p></body>", "utf-8")
    (folder / "b.html").write_text("<p>no body</p>", "utf-8")
    feeds = (Feed(path="beside/feed.xml"),)
    project = dataclasses.replace(project, sources=project.sources.model_copy(update={"feeds": feeds}))
    back = {"https://yard.example/beside/a.html": ("c/week-01.html#resource-2", "Week 1: <Ask>")}
    files = local_pages(project, [], back).files
    week = '<a href="../c/week-01.html#resource-2">Week 1: &lt;Ask&gt;</a>'
    way = f'<a href="../index.html">{project.site.site_name}</a> / {week}'
    page = f"<body class='x'>\n<nav><p>{way}</p></nav><p>A</p><nav><p>{week}</p></nav>\n</body>"
    assert files["beside/a.html"].decode() == page
    assert files["beside/b.html"] == b"<p>no body</p>"


def test_a_folder_that_bears_the_name_of_a_course_is_not_published(project, curate):
    (project / "starter").rename(project / "first-course")
    feeds = (
        (project / "feeds.yml")
        .read_text(encoding="utf-8")
        .replace("starter/feed.xml", "first-course/feed.xml")
    )
    (project / "feeds.yml").write_text(feeds, encoding="utf-8")
    assert curate("build", "-C", project, "--today", "2026-11-23", "-q").code == 0
    assert not list((project / "site/first-course").glob("ask-*.html"))
