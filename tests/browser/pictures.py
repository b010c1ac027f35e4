"""Take the pictures of docs/comments.md anew: .venv/bin/pytest tests/browser/pictures.py

Named by hand only, and no part of the tests. What a learner sees under a question is photographed for each
provider; Isso and Waline also with a thread, from their real servers. Look at what has changed.
"""

import base64
from pathlib import Path

import pytest
from sites import COURSE
from test_isso import isso, load, say, shown  # noqa: F401 - fixtures are found by their names
from test_waline import load as load_waline
from test_waline import say as say_in_waline
from test_waline import shown as shown_in_waline
from test_waline import waline  # noqa: F401

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "comments"
WEEK = f"{COURSE}/week-02"
WIDTH = 780

PROVIDERS = {
    "giscus": {
        "repo": "ada/course",
        "repo_id": "R_kgDOExample",
        "category": "Q",
        "category_id": "DIC_kwDOEx",
    },
    "utterances": {"repo": "ada/course"},
    "isso": {"data-isso": "https://talk.example.org"},
    "waline": {"serverURL": "https://talk.example.org"},
    "remark42": {"host": "https://talk.example.org", "site_id": "course"},
    "discourse": {"discourseUrl": "https://forum.example.org", "topics": {f"{WEEK}/q1": 4711}},
    "disqus": {"shortname": "our-course"},
    "hyvor": {"website-id": 12345},
    "mastodon": {
        "host": "https://social.example.org",
        "threads": {f"{WEEK}/q1": "https://social.example.org/@ada/113"},
    },
}


def take(page, css, name, margin=12):
    """Photograph an element."""
    page.js("document.querySelectorAll('.headerlink').forEach((link) => link.remove())")
    page.js("document.querySelectorAll('.md-header, .md-top').forEach((e) => e.style.display = 'none')")
    box = page.js(
        "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
        " return [r.x + scrollX, r.y + scrollY, r.width, r.height]",
        css,
    )
    x, y, width, height = box
    clip = {"x": x - margin, "y": y - margin, "width": width + 2 * margin, "height": height + 2 * margin}
    given = {"format": "webp", "quality": 82, "captureBeyondViewport": True, "clip": clip | {"scale": 1.5}}
    shot = page.browser.execute_cdp_cmd("Page.captureScreenshot", given)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


def opened(page, home):
    page.width(WIDTH)
    page.open(f"{home}{WEEK}.html")
    page.wait("document.querySelector('.thread__always')", "the buttons work")
    page.js("document.fonts.ready.then(() => { window.__letters = true })")
    page.wait("window.__letters", "the letters are there")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_button(page, sites, provider):
    home = sites(f"picture-{provider}", {"provider": provider, **PROVIDERS[provider]}, courses={COURSE})
    opened(page, home)
    take(page, "#q1", provider)


def test_isso_thread(page, isso):  # noqa: F811
    opened(page, isso[0])
    load(page, "q1")
    say(page, "q1", "Ann", "“You said Thursday, and it is Monday. What happened?” Then I would wait.")
    say(page, "q1", "Ben", "I would name the promise first, and ask only after that.")
    opened(page, isso[0])
    load(page, "q1")
    page.wait(lambda: len(shown(page, "q1")) == 2, "both are there")
    take(page, "#q1-thread", "isso-thread")


def test_waline_thread(page, waline):  # noqa: F811
    opened(page, waline[0])
    load_waline(page, "q1")
    say_in_waline(
        page, "q1", "Ann", "“You said Thursday, and it is Monday. What happened?” Then I would wait."
    )
    say_in_waline(page, "q1", "Ben", "I would name the promise first, and ask only after that.")
    opened(page, waline[0])
    load_waline(page, "q1")
    page.wait(lambda: len(shown_in_waline(page, "q1")) == 2, "both are there")
    # Avatars come from another host, which is not there; the rest tells of the machine that took the picture.
    page.js("document.querySelectorAll('.wl-user img, .wl-meta, .wl-time').forEach((e) => e.remove())")
    take(page, "#q1-thread", "waline-thread")
