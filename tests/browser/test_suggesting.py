"""Suggesting a page from where one reads: the bookmarklet, the share sheet of a phone, the prefilled form."""

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest

FORMS = {
    "github": "https://github.com/yard/course/issues/new?template=suggest.yml",
    "chooser": "https://github.com/yard/course/issues/new/choose",
    "mail": "mailto:curator@yard.example",
    "own": "https://forms.example/new?page=%7Burl%7D&amp;name=%7Btitle%7D",
}
PAGE = "https://elsewhere.example/a?b=1&c=<2>"


@pytest.fixture
def at(page, home, sites):
    """Open suggest.html with a form of a kind and what a bookmarklet or a phone hands over."""
    text = (sites.folder("whole") / "suggest.html").read_text("utf-8")

    def go(kind, **given):
        file = sites.folder("whole") / f"suggest-{kind}.html"
        file.write_text(re.sub(r'data-form="[^"]*"', f'data-form="{FORMS[kind]}"', text), "utf-8")
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())
        page.open(f"{home}suggest-{kind}.html?{query}")
        page.wait("window.curator && document.querySelector('.c-suggest__mark').href.startsWith('javascript:')", "ready")  # fmt: skip
        return page

    return go


def form(page):
    return page.js("return document.querySelector('.c-suggest__form').href")


@pytest.mark.parametrize("kind", ["github", "chooser"])
def test_an_issue_form_is_filled_in(at, kind):
    to = urlsplit(form(at(kind, url=PAGE, title="A good <b>read</b>")))
    assert (to.netloc, to.path) == ("github.com", "/yard/course/issues/new")
    asked = parse_qs(to.query)
    assert asked["template"] == ["suggest.yml"]
    assert asked["address"] == ["https://elsewhere.example/a?b=1&c=%3C2%3E"]
    assert asked["title"] == ["Suggestion: A good <b>read</b>"]


def test_a_mail_or_a_form_with_places_is_filled_in(at):
    to = form(at("mail", url=PAGE, title="A read"))
    assert to.startswith("mailto:curator@yard.example?subject=A%20read&body=https%3A%2F%2Felsewhere")
    to = parse_qs(urlsplit(form(at("own", url=PAGE, title="A read"))).query)
    assert to == {"page": ["https://elsewhere.example/a?b=1&c=%3C2%3E"], "name": ["A read"]}


def test_what_a_phone_hands_over_in_its_text_is_found_and_tracking_goes(at):
    page = at("github", text=f"Look at this: {PAGE}&utm_source=app", title="x")
    assert parse_qs(urlsplit(form(page)).query)["address"] == ["https://elsewhere.example/a?b=1&c=%3C2%3E"]
    assert page.find(".c-suggest__page span").text == "https://elsewhere.example/a?b=1&c=%3C2%3E"


def test_hostile_words_stay_words(at):
    page = at("github", url="javascript:alert(1)", title="<img src=x onerror=alert(1)>")
    assert form(page) == "mailto:jo@yard.example", "as it stands in the page"
    page = at("github", url=PAGE, title="<img src=x onerror=alert(1)>")
    assert page.find(".c-suggest__page strong").text == "<img src=x onerror=alert(1)>"
    assert page.js("return document.querySelectorAll('.c-suggest img').length") == 0
    assert page.violations() == []
    assert page.foreign() == []


def test_a_page_that_was_used_says_so_and_leads_to_its_card(at, home, sites):
    used = re.search(
        r'data-used="([0-9a-f]{8})=([^" ]+)', (sites.folder("whole") / "suggest.html").read_text()
    )
    place = used[2].replace("&#35;", "#")
    week = (sites.folder("whole") / place.split("#")[0]).read_text("utf-8")
    card = re.search(rf'id="{place.split("#")[1]}".*?href="(https?://[^"]+)"', week, re.DOTALL)
    page = at("github", url=card[1].replace("&amp;", "&"), title="x")
    page.wait("document.querySelector('.c-suggest__told a')", "it is said")
    assert page.js("return document.querySelector('.c-suggest__told a').href") == home + place
    page = at("github", url=PAGE, title="x")
    assert page.find(".c-suggest__told").text == ""


def test_the_bookmarklet_opens_the_page_with_what_it_is_on(at, page, home):
    mark = at("own").js("return document.querySelector('.c-suggest__mark').href")
    assert at("own").find(".c-suggest__tools").is_displayed()
    page.open(home + "about.html")
    page.js("document.title = 'Where I am & what'")
    page.js(mark.removeprefix("javascript:").replace("%22", '"'))
    page.wait("location.pathname.endsWith('suggest-own.html')", "the page opens")
    given = parse_qs(urlsplit(page.js("return location.href")).query)
    assert given == {"url": [home + "about.html"], "title": ["Where I am & what"]}


def test_phones_learn_where_to_share_to(page, home, sites):
    page.open(home + "index.html")
    assert page.js("return document.querySelector('link[rel=manifest]').href") == home + "app.webmanifest"
    manifest = json.loads((sites.folder("whole") / "app.webmanifest").read_text("utf-8"))
    assert manifest["share_target"]["action"] == "suggest.html"
    assert manifest["share_target"]["params"] == {"title": "title", "text": "text", "url": "url"}
    assert (sites.folder("whole") / manifest["icons"][0]["src"]).is_file()
    assert (sites.folder("whole") / manifest["start_url"]).is_file()
