"""The documentation in a browser: it asks nobody else, breaks no rule of its policy, and can be searched."""

import axe
import chromium
import pytest
from test_docs import built  # noqa: F401 - a fixture is found by its name


@pytest.fixture(scope="module")
def docs(built):  # noqa: F811
    with chromium.serving(built) as address:
        yield address, sorted(path.name for path in built.glob("*.html") if path.name != "404.html")


def test_no_page_asks_anybody_else_for_anything_or_breaks_its_policy(page, docs):
    address, names = docs
    page.foreign(), page.complaints()
    for name in names:
        page.open(address + name)
        page.wait("document.readyState === 'complete'", name)
        assert page.violations() == [], name
        assert page.js("return [...document.images].filter((i) => !i.naturalWidth).length") == 0, name
    assert page.foreign() == []
    assert page.complaints() == []


def test_words_are_found(page, docs):
    address, _ = docs
    page.open(f"{address}index.html")
    page.press(".md-search__input")
    page.find(".md-search__input").send_keys("digest")
    page.wait("document.querySelector('.md-search-result__link')", "something is found")
    found = [link.get_attribute("href") for link in page.all(".md-search-result__link")]
    assert any("reference.html" in link for link in found)
    assert page.violations() == []


def test_a_phone_shows_every_page_without_sideways_scrolling(page, docs):
    address, names = docs
    page.width(360)
    wide = []
    for name in names:
        page.open(address + name)
        if page.js("return document.scrollingElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def test_axe_finds_nothing(page, docs):
    address, _ = docs
    wrong = []
    for name in ("index.html", "start.html", "comments.html", "architecture.html", "reference.html"):
        page.palette("light")
        page.open(address + name)
        axe.load(page)
        for palette, scheme, width in (("light", "default", 1280), ("dark", "slate", 360)):
            page.width(width)
            page.palette(palette)
            page.wait(f"document.body.dataset.mdColorScheme === '{scheme}'", f"{name} is {palette}")
            found = axe.violations(page)
            wrong += [f"{name}, {width} px, {palette}: {words}" for words in found]
    assert wrong == []
