"""The documentation in a browser: it asks nobody else, breaks no rule of its policy, and can be searched."""

import axe
import chromium
import pytest
from test_docs import built  # noqa: F401 - a fixture is found by its name


@pytest.fixture(scope="module")
def docs(built):  # noqa: F811
    with chromium.serving(built) as address:
        yield address, sorted(path.name for path in built.glob("*.html") if path.name != "404.html")


LOOKED_AT = {"index.html", "start.html", "comments.html", "architecture.html", "reference.html"}
"""Pages of every make, which axe looks at."""


def test_each_page_asks_nobody_else_keeps_its_policy_fits_a_phone_and_gives_axe_nothing(page, docs):
    address, names = docs
    assert set(names) >= LOOKED_AT
    page.foreign(), page.complaints()
    wrong = []
    for name in names:
        page.palette("light")
        page.width(1280)
        page.open(address + name)
        page.wait("document.readyState === 'complete'", name)
        wrong += [f"{name} breaks its policy: {words}" for words in page.violations()]
        if page.js("return [...document.images].some((i) => !i.naturalWidth)"):
            wrong.append(f"{name} lacks a picture")
        if name in LOOKED_AT:
            axe.load(page)
            wrong += [f"{name}, 1280 px, light: {words}" for words in axe.violations(page)]
        page.width(360)
        if page.js("return document.scrollingElement.scrollWidth > innerWidth"):
            wrong.append(f"{name} scrolls sideways on a phone")
        if name in LOOKED_AT:
            page.palette("dark")
            page.wait("document.body.dataset.mdColorScheme === 'slate'", f"{name} is dark")
            wrong += [f"{name}, 360 px, dark: {words}" for words in axe.violations(page)]
    assert wrong == []
    assert page.foreign() == []
    assert page.complaints() == []


def test_words_are_found(page, docs):
    address, _ = docs
    page.open(f"{address}index.html")
    page.press(".md-search__input")
    page.send(".md-search__input", "digest")
    page.wait("document.querySelector('.md-search-result__link')", "something is found")
    found = [link.get_attribute("href") for link in page.all(".md-search-result__link")]
    assert any("reference.html" in link for link in found)
    assert page.violations() == []
