"""The offline reader: what was read is read again without a network, and nothing else is; off means gone."""

import chromium
import pytest
from sites import COURSE, site

KEPT = """
return navigator.serviceWorker.controller && caches.open("curator-offline").then((c) => c.keys()).then((all) => all.map((r) => r.url))
"""
GONE = """
return Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then((found) => found.flat().length)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("offline")
    (root / "web").mkdir()
    return site(root, {"provider": "none"}, "", courses={COURSE}, offline=True)


def test_a_week_that_was_opened_is_read_without_a_network_and_another_is_not(page, built):
    with chromium.serving(built) as home:
        page.open(f"{home}{COURSE}/week-01.html")
        for name in ("week-01.html", "curator.css"):
            page.wait(lambda name=name: any(name in url for url in page.js(KEPT) or ()), f"{name} is kept")
        assert all(u.startswith(home) for u in page.js(KEPT))
    page.open(f"{home}{COURSE}/week-01.html#q1")
    assert page.find("h1").text
    assert page.js("return getComputedStyle(document.body).getPropertyValue('--c-paper')"), (
        "in its own colours"
    )
    page.open(f"{home}{COURSE}/week-02.html")
    assert page.find("h1").text == "You are offline"
    rows = [link.get_attribute("href") for link in page.all("li a")]
    assert rows == [f"{home}{COURSE}/week-01.html"]


def test_a_reader_that_is_switched_off_takes_itself_back(page, built):
    script = built / "offline.js"
    on = script.read_bytes()
    with chromium.serving(built) as home:
        page.open(f"{home}index.html")
        page.wait(lambda: page.js(KEPT), "something is kept")
        script.write_bytes(on.replace(b'"on": true', b'"on": false'))
        page.js("return navigator.serviceWorker.ready.then((own) => own.update())")
        page.wait(lambda: page.js(GONE) == 0, "nothing is left")
    script.write_bytes(on)


def test_sites_that_do_not_want_it_ask_for_nothing(page, home):
    page.open(home + "index.html")
    assert page.find(".c-page").get_attribute("data-offline") is None
