"""Words of scripts that put no spaces between them are found as they stand on the page."""

import shutil
from datetime import date

import chromium
import pytest
from test_search_dialog import STATUS, ask

from curator.app.scaffold import NewCourse, lay_down

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def asian(request, shared, tmp_path_factory):
    """Serve the case of a course in Japanese and one in Chinese, as `curate site` builds them."""
    files = shared / "cases" / "site" / "cjk-search"
    if not files.is_dir():
        pytest.skip("the case cjk-search is not beside this checkout")
    from curator.cli import main

    root = tmp_path_factory.mktemp("asian") / "project"
    lay_down(root, NewCourse("Learning"), today=DAY)
    shutil.rmtree(root / "courses")
    shutil.copytree(files / "courses", root / "courses")
    with pytest.raises(SystemExit) as leaving:
        main(["site", "-C", str(root), "--today", str(DAY), "-q", "--engine", request.param])
    assert not leaving.value.code
    with chromium.serving(root / "site") as address:
        yield address


@pytest.mark.parametrize(
    ("course", "words"),
    [
        ("ja", "資金決済法"),
        ("ja", "図書館"),
        ("zh", "每個月"),
        ("zh", "无双"),
    ],
)
def test_a_word_is_found_as_it_stands_there(page, asian, course, words):
    page.open(f"{asian}{course}/week-01.html")
    ask(page, words)
    assert page.js(f"return parseInt({STATUS}) || {STATUS}") == 1
    shown = page.find(".cs-results").text
    assert words in shown, "without the gaps of the index"
    assert page.js("return [...document.querySelectorAll('.cs-results mark')].some((m) => m.textContent)")


def test_what_stands_nowhere_is_not_found_and_offers_no_more(page, asian):
    page.open(f"{asian}ja/week-01.html")
    ask(page, "図資館")
    assert page.all(".cs-results li") == []
    assert not page.find(".cs-more").is_displayed()
