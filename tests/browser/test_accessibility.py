"""Every kind of page, in both palettes, on a phone and a desk: axe finds nothing against WCAG 2.2 AA."""

import re
from importlib.resources import files

import pytest
from sites import COURSE

AXE = files("selenium_axe_python") / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (360, 1280)
RUN = """
const [tags, done] = arguments;
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all }) =>
      `${id} at ${target.join(' ')}: ${[...any, ...all].map((c) => c.message).join('; ').slice(0, 200)}`))),
  (error) => done([String(error)]));
"""


@pytest.fixture(scope="module")
def kinds(home, sites):
    """One page of each kind; then hard ones: long, empty, in many tongues."""
    folder = sites.folder("whole")
    found = {}
    for path in sorted(folder.rglob("*.html")):
        kind = re.search(r'data-kind="([a-z0-9]*)"', path.read_text("utf-8"))
        found.setdefault(kind[1] if kind else path.name, path.relative_to(folder).as_posix())
    return [*found.values(), f"{COURSE}/week-02.html", "many-tongues/week-01.html", "not-yet/index.html"]


def test_axe_finds_nothing_on_any_kind_of_page(page, home, kinds):
    assert len(kinds) >= 13
    wrong = []
    for name in kinds:
        page.palette("light")
        page.open(home + name)
        page.wait("window.curator && document.fonts.status === 'loaded'", f"{name} is ready")
        page.js(AXE.read_text("utf-8"))
        for width in WIDTHS:
            page.width(width)
            for palette, scheme in (("light", "default"), ("dark", "slate")):
                page.palette(palette)
                page.wait(f"document.body.dataset.mdColorScheme === '{scheme}'", f"{name} is {palette}")
                found = page.browser.execute_async_script(RUN, RULES)
                wrong += [f"{name}, {width} px, {palette}: {words}" for words in found]
    assert wrong == []


def test_axe_would_find_something(page, home):
    page.open(home + "about.html")
    page.js(
        "document.querySelector('main').insertAdjacentHTML('afterbegin', '<div><img src=assets/favicon.svg>"
        "<button>a</button><button>b</button><p class=pale>words</p></div>');"
        "for (const b of document.querySelectorAll('div > button')) Object.assign(b.style,"
        " {width: '9px', height: '9px', minHeight: 0, padding: 0, margin: 0, border: 0});"
        "document.querySelector('.pale').style.cssText = 'color: #eee; background: #fff'"
    )
    page.js(AXE.read_text("utf-8"))
    found = {words.split()[0] for words in page.browser.execute_async_script(RUN, RULES)}
    assert found >= {"image-alt", "color-contrast", "target-size"}


def test_pages_do_not_scroll_sideways_on_a_phone(page, home, kinds):
    page.width(360)
    wide = []
    for name in kinds:
        page.open(home + name)
        if page.js("return document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []
