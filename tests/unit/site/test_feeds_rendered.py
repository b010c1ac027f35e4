"""What feeds and mails carry, rendered as their readers do: plain text stays text, in every format."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
from lxml import etree
from site_fixture import hostile, lay

from curator.site.escape import clean
from curator.site.feeds_out import SiteFeed, SiteFeedEntry, feeds
from curator.site.mail import letter

OWN = Path(__file__).parents[2] / "fixtures" / "xss" / "vectors.txt"
TEXTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "1 < 2 && 3 > 2",
    "Q&A: R&D, AT&amp;T",
    "The <details> element",
    "]]><script>alert(1)</script>",
    "<!--",
    "</description><script>alert(1)</script>",
    *[line for line in OWN.read_text("utf-8").splitlines() if line],
]
ATOM = "{http://www.w3.org/2005/Atom}"


def channel(text: str) -> SiteFeed:
    entry = SiteFeedEntry("c", "week-01", text, "week-01.html", "<p>Safe.</p>", text, date(2026, 11, 9))
    return SiteFeed("c", text, text, "https://yard.example/c/", "en", "Ada", date(2026, 11, 9), (entry,))


def as_html(text: str):
    return html5lib.parseFragment(text, treebuilder="lxml", namespaceHTMLElements=False)


def assert_shows(written: str, text: str):
    """A reader that takes `written` for HTML shows just the words of `text`."""
    parts = as_html(written)
    assert all(isinstance(part, str) for part in parts), (text, parts)
    assert " ".join("".join(parts).split()) == clean(text)


@pytest.mark.parametrize("text", TEXTS)
def test_rss_shows_as_html_the_words_that_were_written(text):
    root = etree.parse(BytesIO(feeds(channel(text))["rss.xml"])).getroot()
    (description, about) = (root.findtext("channel/item/description"), root.findtext("channel/description"))
    assert_shows(description, text)
    assert_shows(about, text)
    for title in (root.findtext("channel/title"), root.findtext("channel/item/title")):
        assert "<" not in title
        assert not any(etree.iselement(part) for part in as_html(title))


@pytest.mark.parametrize("text", TEXTS)
def test_atom_and_json_say_that_their_texts_are_text_and_carry_them_as_they_are(text):
    files = feeds(channel(text))
    root = etree.parse(BytesIO(files["atom.xml"])).getroot()
    for element in root.iter(f"{ATOM}title", f"{ATOM}summary", f"{ATOM}subtitle"):
        assert element.get("type", "text") == "text"
        assert len(element) == 0
        assert " ".join((element.text or "").split()) == clean(text)
    item = json.loads(files["feed.json"])["items"][0]
    assert (item["title"], item["summary"]) == (clean(text), clean(text))


def test_a_mail_holds_no_element_of_hostile_words(tmp_path):
    project = lay(tmp_path / "project")
    course = project.courses[0]
    for week in hostile(course, TEXTS):
        module = week.module if hasattr(week, "module") else week
        mail = letter(project, course, module, date(2026, 11, 9))
        page = html5lib.parse(mail.html, treebuilder="lxml", namespaceHTMLElements=False)
        names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
        assert not names & {"script", "img", "iframe", "object", "embed", "svg", "details", "form"}
        attributes = {name for element in page.iter() for name in element.attrib}
        assert not any(name.startswith("on") for name in attributes)
        assert "alert(1)" in mail.text
