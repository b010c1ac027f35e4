"""Every kind of page, in both palettes, on a phone and a large screen: axe finds nothing against WCAG 2.2 AA."""

import re

import axe
import pytest
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
            for palette, scheme in (("light", "default"), ("dark", "slate")):
                page.palette(palette)
                page.wait(f"document.body.dataset.mdColorScheme === '{scheme}'", f"{name} is {palette}")
                found = axe.violations(page, undecided=True)
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
