"""Every kind of page, in both palettes, on a phone and a large screen: axe finds nothing against WCAG 2.2 AA."""

import re

import axe
import chromium
import pytest
from site_fixture import ROOT
from sites import COURSE

WIDTHS = (360, 1280)


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
        axe.load(page)
        for width in WIDTHS:
            page.width(width)
            for palette in ("light", "dark"):
                wrong += [f"{name}, {width} px, {palette}: {words}" for words in page_in(page, palette)]
    assert wrong == []


def test_axe_finds_nothing_in_the_open_menu_and_on_a_page_in_use(page, home):
    page.width(390)
    page.open(f"{home}{COURSE}/week-01.html")
    page.wait("window.curator && document.fonts.status === 'loaded'", "the page is ready")
    axe.load(page)
    page.js("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.js("document.querySelectorAll('.c-check input').forEach((box) => box.click())")
    page.js(
        "for (const area of document.querySelectorAll('.c-reflection textarea')) {"
        " area.value = 'I would ask.'; area.dispatchEvent(new Event('input')); }"
    )
    in_use = [page_in(page, palette) for palette in ("light", "dark")]
    page.js("document.querySelector('button.c-menu').click()")
    page.wait(
        "document.querySelector('.md-sidebar--primary a').checkVisibility({visibilityProperty: true})", "open"
    )
    page.wait(
        "document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0", "it has come in"
    )
    assert [*in_use, *(page_in(page, palette) for palette in ("light", "dark"))] == [[], [], [], []]


def test_axe_finds_nothing_on_the_starter_articles(page):
    with chromium.serving(ROOT / "curator" / "starter") as address:
        for file in ("index.html", "draw-the-map-of-who-you-ask.html"):
            page.palette("light")
            page.open(f"{address}{file}")
            axe.load(page)
            for palette in ("light", "dark"):
                page.palette(palette)
                assert axe.violations(page, undecided=True) == [], (file, palette)


def page_in(page, palette):
    """Return what axe finds in a palette, once the page has taken it on."""
    page.palette(palette)
    scheme = {"light": "default", "dark": "slate"}[palette]
    page.wait(f"document.body.dataset.mdColorScheme === '{scheme}'", f"the page is {palette}")
    return axe.violations(page, undecided=True)


def test_axe_would_find_something(page, home):
    page.open(home + "about.html")
    page.js(
        "document.querySelector('main').insertAdjacentHTML('afterbegin', '<div><img src=assets/favicon.svg>"
        "<button>a</button><button>b</button><p class=pale>words</p></div>');"
        "for (const b of document.querySelectorAll('div > button')) Object.assign(b.style,"
        " {width: '9px', height: '9px', minHeight: 0, padding: 0, margin: 0, border: 0});"
        "document.querySelector('.pale').style.cssText = 'color: #eee; background: #fff'"
    )
    axe.load(page)
    found = {words.split()[0] for words in axe.violations(page)}
    assert found >= {"image-alt", "color-contrast", "target-size"}


def test_pages_do_not_scroll_sideways_on_a_phone(page, home, kinds):
    page.width(360)
    wide = []
    for name in kinds:
        page.open(home + name)
        if page.js("return document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


SMALL = """
const alone = 'a:not(.c-hidden):not(p:not([class]) > a):not(li:not([class]) p a), button, summary, select, label:has(input)';
return [...document.querySelectorAll('.c-page, .c-footer')].flatMap((part) => [...part.querySelectorAll(alone)])
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('p:not([class]), .c-note, .c-intro, .c-rest'))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height < 23.9)
  .map(([html, box]) => `${html} is ${box.height} px high`);
"""
"""What a finger would miss: standing alone and under 24 pixels (WCAG 2.2, 2.5.8). Links in running text are exempt."""


def test_whatever_stands_alone_can_be_hit_with_a_finger(page, home, kinds):
    page.width(390)
    small = []
    for name in kinds:
        page.open(home + name)
        page.wait("window.curator && document.fonts.status === 'loaded'", f"{name} is ready")
        small += [f"{name}: {words}" for words in page.js(SMALL)]
    assert small == []


def test_the_first_resource_of_a_week_stands_within_one_screen_of_a_phone_and_a_fifth(page, home):
    page.width(390, 844)
    page.open(f"{home}{COURSE}/week-02.html")
    page.wait("window.curator && document.querySelector('.c-check')", "the week is ready")
    assert (
        page.js("return document.querySelector('.c-card').getBoundingClientRect().top + scrollY") < 1.2 * 844
    )
