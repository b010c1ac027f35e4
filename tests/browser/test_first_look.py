"""What comes before anything is done: little, at once, in the right palette, and nothing moves."""

import gzip
from urllib.parse import urlsplit

from sites import COURSE

WEEK = f"{COURSE}/week-02.html"
LIMIT = 80_000
"""Bytes of a week page before consent, compressed; 120,000 are promised."""

ASKED = (
    "return performance.getEntriesByType('resource').map((r) => r.name).filter((n) => n.startsWith('http'))"
)


def settled(page, address):
    page.open(address)
    page.wait(
        "document.readyState === 'complete' && window.curator && document.fonts.status === 'loaded'", "ready"
    )


def size(folder, home, address):
    """Bytes of a file as a server sends it: text is compressed."""
    data = (folder / urlsplit(address).path.removeprefix(urlsplit(home).path)).read_bytes()
    return len(data) if address.endswith((".woff2", ".png")) else len(gzip.compress(data))


def test_a_week_page_is_small_before_the_reader_does_anything(page, home, sites):
    settled(page, home + WEEK)
    asked = {home + WEEK, *page.js(ASKED)}
    assert any("fonts/text.woff2" in name for name in asked)
    weight = sum(size(sites.folder("whole"), home, name) for name in asked)
    assert 30_000 < weight < LIMIT, sorted(asked)


def test_the_theme_s_script_comes_when_the_reader_does_something(page, home):
    settled(page, home + WEEK)
    assert not [name for name in page.js(ASKED) if "/javascripts/" in name]
    page.js("dispatchEvent(new Event('keydown'))")
    page.wait("!!window.document$", "the theme's script")
    page.js("for (let n = 0; n < 3; n++) dispatchEvent(new Event('scroll'))")
    assert len([name for name in page.js(ASKED) if "/javascripts/bundle" in name]) == 1


def test_the_first_paint_is_in_the_palette_of_the_system(page, home):
    """The palette is there with the body, before any script that is fetched."""
    look = "window.__first ||= document.body && document.body.dataset.mdColorScheme;"
    watch = f"new MutationObserver(() => {{ if (document.querySelector('main')) {{ {look} }} }}).observe(document, {{ childList: true, subtree: true }});"
    script = page.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
    try:
        for system, scheme in (("dark", "slate"), ("light", "default")):
            page.palette(system)
            page.open(home + WEEK)
            assert page.js("return window.__first") == scheme
    finally:
        page.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_the_palette_is_switched_and_remembered_on_every_page(page, home):
    settled(page, home + WEEK)
    chosen = []
    for _ in range(3):
        page.press("[data-c=palette] label:not([hidden])")
        chosen.append(
            (
                page.js("return document.body.dataset.mdColorMedia"),
                page.js("return document.body.dataset.mdColorScheme"),
            )
        )
    light, dark, system = (f"(prefers-color-scheme{end})" for end in (": light", ": dark", ""))
    assert chosen == [(light, "default"), (dark, "slate"), (system, "default")]
    page.palette("dark")
    page.wait("document.body.dataset.mdColorScheme === 'slate'", "the system is followed")
    page.press("[data-c=palette] label:not([hidden])")
    settled(page, home + "index.html")
    assert page.js("return document.body.dataset.mdColorScheme") == "default", (
        "light was chosen, under a dark system"
    )
    page.press("[data-c=palette] label:not([hidden])")
    assert page.js("return document.body.dataset.mdColorScheme") == "slate"


def test_nothing_moves_while_the_page_gets_ready(page, home):
    """Chromium's own measure of layout shifts; fonts and scripts come late, and nothing gives way to them."""
    watch = (
        "window.__moved = 0; new PerformanceObserver((list) => {"
        " for (const shift of list.getEntries()) __moved += shift.value }).observe({ type: 'layout-shift', buffered: true });"
    )
    script = page.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
    try:
        for name in ("index.html", f"{COURSE}/index.html", WEEK):
            for width in (360, 1280):
                page.width(width)
                settled(page, home + name)
                page.js("return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
                assert page.js("return window.__moved") < 0.05, (name, width)
    finally:
        page.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
