"""The project's own theme, rendered whole: valid pages, no dead link, small, and the same on both engines."""

import gzip
import re
from datetime import date
from pathlib import Path

import html5lib
import pytest
from site_fixture import generate_all, lay, read

from curator.config import load_project
from curator.site import templates
from curator.site.assets import lean
from curator.site.render import Rendered, SiteRequest, render

TODAY = date(2026, 11, 23)
SITE = "https://learn.example.org/sub/"
WEEK = "hard-conversations/week-02.html"
BUDGET = 115_000
"""Bytes, compressed, of all that a week page loads by itself; with headers that stays under 120 kB."""


def build(root: Path, engine: str = "mkdocs") -> Rendered:
    lay(root, mkdocs=True)
    text = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").unlink()
    (root / "mkdocs.yml").write_text(
        re.sub(r"(?m)^site_url:.*$", "", text) + f"\nsite_url: {SITE}\n", "utf-8"
    )

    project = load_project(root)
    units = generate_all(project, read(project), root / "generated", today=TODAY)
    return render(units, SiteRequest(root, root / "site", root / "rendered", engine))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rendered]:
    root = tmp_path_factory.mktemp("whole")
    return root / "site", build(root)


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 20
    return found


def test_every_page_parses_without_an_error(whole: tuple[Path, Rendered]) -> None:
    wrong = []
    for page in pages(whole[0]):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text("utf-8"))
        wrong += [f"{page.relative_to(whole[0])}: {code} {where}" for where, code, _ in parser.errors]
    assert wrong == []


def test_no_id_stands_twice_on_a_page(whole: tuple[Path, Rendered]) -> None:
    for page in pages(whole[0]):
        tree = html5lib.parse(page.read_text("utf-8"), treebuilder="etree", namespaceHTMLElements=False)
        ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), page


def test_no_link_between_pages_leads_nowhere(whole: tuple[Path, Rendered]) -> None:
    assert whole[1].broken == ()


def test_every_page_carries_the_policy_of_its_unit(whole: tuple[Path, Rendered]) -> None:
    policies: dict[str, set[str]] = {}
    for page in pages(whole[0]):
        place = page.relative_to(whole[0]).as_posix()
        unit = place.partition("/")[0] if "/" in place and not place.startswith("tags/") else "hub"
        found = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
        assert len(found) == 1, place
        policies.setdefault(unit, set()).add(found[0])
    assert all(len(found) == 1 for found in policies.values())
    assert all("sha256-" in found for found_set in policies.values() for found in found_set)


def loaded(site: Path, place: str) -> dict[str, int]:
    """Weigh what a page loads by itself, compressed as servers do; fonts already are."""

    def weigh(file: Path) -> int:
        return file.stat().st_size if file.suffix == ".woff2" else len(gzip.compress(file.read_bytes(), 6))

    page = site / place
    found = {page}
    html = page.read_text("utf-8")
    for address in re.findall(r'<(?:script|link|img)\b[^>]*\b(?:src|href)="([^":?#]+)', html):
        file = (page.parent / address).resolve()
        if file.suffix in (".js", ".css", ".svg", ".png"):
            found.add(file)
    for style in [f for f in found if f.suffix == ".css"]:
        for address in re.findall(r"url\([\"']?([^\"')?#:]+)", style.read_text("utf-8")):
            if address != "data":
                found.add((style.parent / address).resolve())
    found.add(page.parent / "sitemap.xml")
    return {file.relative_to(site.resolve()).as_posix(): weigh(file) for file in found}


def test_a_week_page_is_small(whole: tuple[Path, Rendered]) -> None:
    """Of the fonts, those for Western Europe: a page loads the others when it has such letters."""
    files = {name: size for name, size in loaded(whole[0], WEEK).items() if "-ext." not in name}
    assert {"assets/curator.css", "assets/curator.js", "assets/search.js"} <= set(files)
    assert sum(files.values()) <= BUDGET, files


def test_our_scripts_go_without_comments_and_a_project_s_own_as_they_are(
    whole: tuple[Path, Rendered],
) -> None:
    ours = templates.packaged() / "assets" / "curator.js"
    assert "\n  /* ---" in ours.read_text("utf-8")
    sent = (whole[0] / "assets/curator.js").read_text("utf-8")
    assert not re.search(r"(?m)^\s*(//|/\*)", sent)
    assert "const progress = () => {" in sent
    assert lean("own.css", b"/* kept */\n") == b"/* kept */\n"
    assert lean("own.js", b'a("http://x");\n // gone\n/* gone\n too */\nb();\n') == b'a("http://x");\nb();\n'


def test_zensical_renders_the_same_bodies(whole: tuple[Path, Rendered], tmp_path: Path) -> None:
    pytest.importorskip("zensical", reason="the second engine is not installed")
    build(tmp_path, "zensical")
    for page in pages(whole[0]):
        place = page.relative_to(whole[0])
        if page.name != "404.html":
            assert body(tmp_path / "site" / place) == body(page), place


def body(page: Path) -> str:
    found = re.search(r"<article\b[^>]*md-content__inner[^>]*>(.*)</article>", page.read_text("utf-8"), re.S)
    assert found
    html = found[1].replace('<a id="__skip" tabindex="-1"></a>', "")  # Zensical's target of "skip to content"
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()
