"""Hostile pages of a small web, read as the weekly run reads them, stay text in a real browser.

Feed, parser, extraction, draft, week file, pages: all of it is the real thing, and the policy is taken away.
The web is not part of this project; where it is missing, test_hostile_content.py says the same of other text.
"""

import html
import re
from pathlib import Path

import pytest
from hostile import executed, fired, look, own_scripts, without_policy
from sites import COURSE

from curator.errors import ExtractError
from curator.extract import extract
from curator.feeds.parse import parse_feed
from curator.model import Article, Candidate, Connection, CourseWeek, Document, Module, Person, Question
from curator.weeks.draft import resource_of
from curator.weeks.week_file import new_week_text, parse_week

HOSTS = Path(__file__).parents[2].parent / "shared" / "data" / "web" / "hosts"
HOST = HOSTS / "crest-letters.test"
EACH = 8
"""Resources in a week."""

pytestmark = pytest.mark.skipif(not HOST.is_dir(), reason="the small web is not beside this checkout")


def entries():
    feed = Document(url="http://crest-letters.test/feed.xml", body=(HOST / "feed.xml").read_bytes())
    return parse_feed(feed).entries


def page_of(entry):
    return HOST / entry.url.removeprefix("http://crest-letters.test/")


def article(entry):
    """Read the page behind an entry; what is no article stays what the feed says of it."""
    page = Document(url=entry.url, body=page_of(entry).read_bytes(), content_type="text/html")
    try:
        found = extract(page, entry=entry)
    except ExtractError:
        found = Article(url=entry.url, title=entry.title, text=entry.summary)
    return found


def weeks(project):
    """Draft weeks from all hostile entries, write them as files and read them back."""
    course = project.course(COURSE)
    found = [(entry, article(entry)) for entry in entries()]
    made = []
    for start in range(0, len(found), EACH):
        part = found[start : start + EACH]
        number = start // EACH + 1
        content = [resource_of(Candidate(each, 1.0, tags=entry.categories)) for entry, each in part]
        words = [(each.text or entry.summary)[:300] for entry, each in part]
        module = Module(
            week=number,
            title=words[0][:200] or "Week",
            status="published",
            opens=course.start,
            objective=words[-1],
            content=tuple(r for r in content if r),
            conversation=tuple(
                Question(id=f"q{n}", question=text or "?", about=n) for n, text in enumerate(words[:3], 1)
            ),
            connection=Connection(
                people=tuple(Person(name=entry.author or entry.title) for entry, _ in part),
                prompts=tuple(text for text in words if text),
            ),
        )
        name = f"week-{number:02d}.md"
        made.append(CourseWeek(course, parse_week(new_week_text(module), name), name))
    return tuple(made)


def test_hostile_pages_read_and_shown_execute_nothing(page, sites, home, trapped):
    assert len(entries()) >= 60
    address = sites("hostile-web", {"provider": "none"}, courses={COURSE}, weeks=weeks, hub=True)
    names = without_policy(sites.folder("hostile-web"))
    shown = (sites.folder("hostile-web") / COURSE / "library.html").read_text("utf-8")
    assert len(re.findall(r"xss-[0-9a-f]{10}", html.unescape(shown))) >= 60, "the hostile pages are not shown"
    ours = own_scripts(page, home, ("index.html", "404.html", "tags/feedback.html", f"{COURSE}/week-02.html"))
    found = look(page, address, names)
    assert len(found) == len(names) >= 15
    assert [(each["name"], each["wrong"]) for each in found if each["wrong"]] == []
    assert {script for each in found for script in each["scripts"]} - ours == set()
    assert fired(page) == []
    assert page.elsewhere.asked == []


def test_the_same_pages_as_they_are_execute(page, trapped):
    """What the pages hold and what their feed says of them, unprotected; ten of them ask for no help of ours."""
    feed = (HOST / "feed.xml").read_text("utf-8")
    raw = [page_of(entry).read_text("utf-8", "replace") for entry in entries()]
    raw += [html.unescape(text) for text in re.findall(r"<summary[^>]*>(.*?)</summary>", feed, re.S)]
    ran = executed(page, raw, len(raw))
    page.wait(lambda: ran() >= 5, "the trap does not work, or these pages are harmless")
