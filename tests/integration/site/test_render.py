"""Units become a site: reused where nothing changed, the same bytes each time, whole or not at all."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from render_fixture import SITE, project, unit, week_page

from curator.errors import RenderError
from curator.site import assets, engine_zensical
from curator.site.content_security import digest
from curator.site.render import Rendered, SiteRequest, engine_workers, render, warm
from curator.site.unit import Unit

Site = tuple[Path, list[Unit]]


def build(root: Path, units: Sequence[Unit], **options: Any) -> Rendered:
    run = {name: options.pop(name) for name in ("workers", "gate", "on_done") if name in options}
    request = SiteRequest(root, root / "site", root / ".curator" / "rendered", **options)
    return render(units, request, **run)


def content(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def week(site: Path, course: int = 1, number: int = 1) -> Path:
    return site / f"course-{course}" / f"week-{number:02d}.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rendered]:
    root = tmp_path_factory.mktemp("built")
    return root, build(root, project(root))


@pytest.fixture
def site(built: tuple[Path, Rendered], tmp_path: Path) -> Site:
    """A copy of what `built` made, to be changed."""
    root = tmp_path / "copy"
    shutil.copytree(built[0], root)
    names = (("hub", ""), ("course-1", "course-1/"), ("course-2", "course-2/"))
    return root, [Unit(name, path, root / ".curator" / "generated" / name) for name, path in names]


# --- what a site holds ---------------------------------------------------------------------------


def test_the_hub_stands_at_the_root_and_each_course_below_it(built: tuple[Path, Rendered]) -> None:
    root, rendered = built
    names = content(root / "site")
    assert {"index.html", "tags/guilds.html", "course-1/index.html", "course-2/week-02.html"} <= set(names)
    assert rendered.pages == sum(name.endswith(".html") for name in names)
    assert rendered.rendered == ("hub", "course-1", "course-2")
    assert rendered.reused == ()
    assert rendered.broken == ()


def test_theme_files_stand_once_for_the_whole_site(built: tuple[Path, Rendered]) -> None:
    names = content(built[0] / "site")
    themed = [name for name in names if "/assets/" in f"/{name}"]
    assert themed
    assert all(name.startswith("assets/") for name in themed)
    assert not [name for name in names if name.endswith((".map", ".gz"))]
    assert not [name for name in themed if "lunr" in name or "worker" in name]


def test_every_reference_of_every_page_leads_to_a_file(built: tuple[Path, Rendered]) -> None:
    folder = built[0] / "site"
    for page in folder.rglob("*.html"):
        if page.name == "404.html":
            continue
        for address in re.findall(r'(?:href|src)="([^":#?]+)(?:[#?][^"]*)?"', page.read_text("utf-8")):
            assert (page.parent / address).exists(), f"{page.relative_to(folder)} → {address}"


def test_a_page_of_a_course_uses_the_theme_files_of_the_hub(built: tuple[Path, Rendered]) -> None:
    html = week(built[0] / "site").read_text("utf-8")
    assert re.search(r'href="\.\./assets/stylesheets/main\.\w+\.min\.css\?v=[0-9a-f]{10}"', html)
    assert re.search(r'src="\.\./assets/own\.js\?v=[0-9a-f]{10}"', html)


def test_only_the_root_has_a_page_for_missing_addresses(built: tuple[Path, Rendered]) -> None:
    assert [n for n in content(built[0] / "site") if n.endswith("404.html")] == ["404.html"]


def test_robots_txt_names_every_sitemap(built: tuple[Path, Rendered]) -> None:
    lines = (built[0] / "site" / "robots.txt").read_text("utf-8").splitlines()
    assert f"Sitemap: {SITE}sitemap.xml" in lines
    assert f"Sitemap: {SITE}course-2/sitemap.xml" in lines


def test_unused_rules_are_dropped_from_the_stylesheet_and_used_ones_stay(
    built: tuple[Path, Rendered],
) -> None:
    (style,) = (built[0] / "site" / "assets" / "stylesheets").glob("main.*.css")
    css = style.read_text("utf-8")
    assert ".md-search__input" not in css
    assert ".md-header" in css
    assert ".admonition" in css
    assert css.count("{") == css.count("}")
    assert len(gzip.compress(css.encode())) < 18_000


def test_no_file_shows_when_it_was_built(built: tuple[Path, Rendered]) -> None:
    names = content(built[0] / "site")
    assert b"lastmod" not in names["sitemap.xml"]
    assert SITE.encode() in names["sitemap.xml"]


# --- reuse ---------------------------------------------------------------------------------------


def test_nothing_changed_renders_nothing_and_touches_no_file(site: Site) -> None:
    root, units = site

    def state() -> dict[Path, tuple[int, int, int]]:
        return {f: ((s := f.stat()).st_ino, s.st_mtime_ns, s.st_size) for f in (root / "site").rglob("*")}

    before = state()
    again = build(root, units)
    assert again.rendered == ()
    assert again.reused == ("hub", "course-1", "course-2")
    assert again.changed is False
    assert state() == before


def test_one_changed_week_renders_its_course_only(site: Site) -> None:
    root, units = site
    page = units[1].folder / "docs" / "week-01.md"
    page.write_text(page.read_text("utf-8") + "\nA giraffe walks by.\n", "utf-8")
    done: list[str] = []
    again = build(root, units, on_done=done.append)
    assert again.rendered == ("course-1",)
    assert sorted(done) == ["course-1", "course-2", "hub"]
    assert "giraffe" in week(root / "site").read_text("utf-8")


def test_only_the_changed_page_of_a_course_is_rendered(site: Site) -> None:
    root, units = site
    build(root, units[:2])  # links the site to the cache again: a copy has no links
    before = {f: f.stat().st_ino for f in (root / "site" / "course-1").glob("*.html")}
    page = units[1].folder / "docs" / "week-01.md"
    page.write_text(page.read_text("utf-8") + "\nA giraffe walks by.\n", "utf-8")
    build(root, units[:2])
    changed = [f.name for f, inode in before.items() if f.stat().st_ino != inode]
    assert changed == ["week-01.html"]
    page.write_text(page.read_text("utf-8").replace("Week 1", "Week One"), "utf-8")
    build(root, units[:2])
    again = {f.name for f, inode in before.items() if f.stat().st_ino != inode}
    assert again == {"week-01.html"}, "what others show of it would stand in their own front matter"


def test_a_page_with_another_script_gives_its_whole_course_another_policy(site: Site) -> None:
    root, units = site
    page = units[1].folder / "docs" / "week-01.md"
    page.write_text(page.read_text("utf-8") + "\n<script>var giraffe = 1;</script>\n", "utf-8")
    build(root, units)
    policies = {
        re.search(r'Content-Security-Policy" content="([^"]*)"', f.read_text("utf-8"))[1]  # type: ignore[index]
        for f in (root / "site" / "course-1").glob("*.html")
    }
    assert len(policies) == 1
    assert digest("var giraffe = 1;") in policies.pop()


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text() + "copyright: us\n"),
        lambda root: (root / "site_template" / "overrides" / "main.html").write_text(
            '{% extends "base.html" %}'
        ),
        lambda root: (root / "site_template" / "assets" / "own.css").write_text("p { margin: 0 }"),
        lambda root: (root / "hooks" / "check.py").write_text('"""Checks nothing."""\n'),
    ],
    ids=["configuration", "override", "asset", "hook"],
)
def test_what_all_units_share_renders_all_of_them(site: Site, change: Callable[[Path], object]) -> None:
    root, units = site
    change(root)
    assert build(root, units).rendered == ("hub", "course-1", "course-2")


def test_another_policy_renders_all_units(site: Site) -> None:
    root, units = site
    again = build(root, units, csp={"frame-src": ["https://talk.example.org"]})
    assert again.rendered == ("hub", "course-1", "course-2")
    assert "frame-src https://talk.example.org" in week(root / "site").read_text("utf-8")


def test_a_rendered_file_that_somebody_changed_is_made_again(site: Site) -> None:
    root, units = site
    build(root, units[:2])  # links the site to the cache again: a copy has no links
    week(root / "site").write_text("defaced", "utf-8")  # so the cache's copy changes with it
    assert build(root, units[:2]).rendered == ("course-1",)
    assert "defaced" not in week(root / "site").read_text("utf-8")


def test_a_file_that_does_not_belong_to_the_site_goes(site: Site) -> None:
    root, units = site
    (root / "site" / "left-over.html").write_text("old", "utf-8")
    again = build(root, units)
    assert (again.rendered, again.changed) == ((), True)
    assert not (root / "site" / "left-over.html").exists()


def test_files_that_no_unit_brings_belong_to_the_site(site: Site) -> None:
    root, units = site
    assert build(root, units, extra={"build.json": b'{"day": 1}\n'}).changed is True
    assert (root / "site" / "build.json").read_bytes() == b'{"day": 1}\n'
    assert build(root, units, extra={"build.json": b'{"day": 1}\n'}).changed is False
    assert build(root, units, extra={"build.json": b'{"day": 2}\n'}).changed is True
    assert (root / "site" / "build.json").read_bytes() == b'{"day": 2}\n'


def test_a_course_that_is_gone_leaves_the_site_and_the_cache(site: Site) -> None:
    root, units = site
    build(root, units[:2])
    assert not (root / "site" / "course-2").exists()
    assert not (root / ".curator" / "rendered" / "units" / "course-2").exists()


def test_warm_workers_serve_several_runs(site: Site) -> None:
    root, units = site
    page = units[1].folder / "docs" / "week-01.md"
    with engine_workers(2) as workers:
        warm(workers)
        for words in ("A giraffe walks by.", "A zebra follows."):
            page.write_text(page.read_text("utf-8") + f"\n{words}\n", "utf-8")
            assert build(root, units, workers=workers).rendered == ("course-1",)
    assert "zebra" in week(root / "site").read_text("utf-8")


def test_the_cache_may_be_deleted(site: Site) -> None:
    root, units = site
    before = content(root / "site")
    subprocess.run(["rm", "-rf", root / ".curator" / "rendered"], check=True)
    assert build(root, units).rendered == ("hub", "course-1", "course-2")
    assert content(root / "site") == before


# --- reproducible --------------------------------------------------------------------------------


@pytest.mark.parametrize("epoch", [None, "1000000000"])
def test_the_same_inputs_give_the_same_bytes(
    built: tuple[Path, Rendered], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str | None
) -> None:
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    build(tmp_path, project(tmp_path))
    assert content(tmp_path / "site") == content(built[0] / "site")


def test_a_site_updated_in_steps_is_the_site_built_at_once(
    built: tuple[Path, Rendered], tmp_path: Path
) -> None:
    units = project(tmp_path)
    page = units[2].folder / "docs" / "week-02.md"
    page.write_text("# Not finished yet\n", "utf-8")
    build(tmp_path, units[:2])
    build(tmp_path, units)
    page.write_text(week_page("course-2", 2), "utf-8")
    build(tmp_path, units)
    assert content(tmp_path / "site") == content(built[0] / "site")


# --- failure -------------------------------------------------------------------------------------


def test_a_failing_render_tells_the_engine_s_words_and_the_old_site_stands(site: Site) -> None:
    root, units = site
    before = content(root / "site")
    (units[1].folder / "docs" / "week-01.md").write_text("# Week 1\n\n[nowhere](missing.md)\n", "utf-8")
    with pytest.raises(RenderError, match=r"course-1: .*missing\.md"):
        build(root, units)
    assert content(root / "site") == before


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('<img src="https://example.org/pixel.gif">', "<img> loads from another site"),
        ('<p onclick="alert(1)">x</p>', "an inline handler: <p onclick"),
        ('<script src="https://example.org/x.js"></script>', "<script> loads from another site"),
        ('<a href="javascript:alert(1)">x</a>', "<a> leads to javascript:"),
    ],
)
@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_a_page_that_breaks_the_policy_is_refused_by_name(
    tmp_path: Path, engine: Any, bad: str, words: str
) -> None:
    if engine == "zensical":
        pytest.importorskip("zensical", reason="the second engine is not installed")
    units = project(tmp_path, courses=0)
    units.append(unit(tmp_path, "bad", "bad/", {"index.md": f"# Bad\n\n{bad}\n"}))
    with pytest.raises(RenderError) as caught:
        build(tmp_path, units, engine=engine)
    assert f"bad/index.html: {words}" in str(caught.value)
    assert not (tmp_path / "site").exists()


def test_links_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    units = project(tmp_path, courses=1, weeks=1)
    page = units[1].folder / "docs" / "index.md"
    page.write_text('# Course\n\n<p class="c-x"><a href="../gone.html#a">x</a></p>\n', "utf-8")
    assert build(tmp_path, units).broken == ("course-1/index.html leads to gone.html, which is not there",)


def test_a_site_folder_that_holds_the_project_is_refused(tmp_path: Path) -> None:
    units = project(tmp_path / "inner", courses=0)
    with pytest.raises(RenderError, match="cannot be written"):
        render(units, SiteRequest(tmp_path / "inner", tmp_path, tmp_path / "cache"))
    assert (tmp_path / "inner" / "mkdocs.yml").exists()


def test_a_killed_build_leaves_the_old_site_and_the_next_one_finishes(site: Site) -> None:
    """Kill the whole run at several moments: each time the site is the old one or the new one."""
    root, units = site
    old = content(root / "site")
    page = units[1].folder / "docs" / "week-01.md"
    page.write_text(page.read_text("utf-8") + "\nA giraffe walks by.\n", "utf-8")
    program = (
        "import os, signal, sys, threading\n"
        "from pathlib import Path\n"
        "from curator.site import render as r, swap\n"
        "from curator.site.unit import Unit\n"
        "root = Path(sys.argv[1]); die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "exec(sys.argv[2])\n"
        "names = (('hub', ''), ('course-1', 'course-1/'), ('course-2', 'course-2/'))\n"
        "units = [Unit(n, p, root / '.curator' / 'generated' / n) for n, p in names]\n"
        "r.render(units, r.SiteRequest(root, root / 'site', root / '.curator' / 'rendered'))\n"
    )
    moments = [
        "r._Run.wait = die",
        "r.search.Indexes.finish = die",
        "r.assemble.assemble = die",
        "swap.flush = die",
        "swap._exchange = die",
        "swap._exchange = lambda *a: False; swap._rename_in = die",
        "swap.shutil.rmtree = die",
    ]
    for moment in moments:
        done = subprocess.run(
            [sys.executable, "-c", program, str(root), moment], capture_output=True, text=True, cwd=root
        )
        assert done.returncode == -9, (moment, done.stderr)
        found = content(root / "site") if (root / "site").exists() else None
        if found is None:
            assert "_rename_in" in moment, moment
        else:
            assert found == old or b"giraffe" in found["course-1/week-01.html"], moment
    assert build(root, units).pages == 9
    assert b"giraffe" in content(root / "site")["course-1/week-01.html"]
    assert [f.name for f in root.iterdir() if f.name.startswith(".site")] == []


# --- a plain engine ------------------------------------------------------------------------------


def test_plain_mkdocs_builds_a_generated_unit(built: tuple[Path, Rendered], tmp_path: Path) -> None:
    config = built[0] / ".curator" / "generated" / "course-1" / "mkdocs.yml"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", config, "-d", tmp_path / "plain"],
        capture_output=True,
        text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "plain" / "assets" / "own.css").exists()


def test_generated_html_comes_out_as_plain_mkdocs_would_render_it(
    built: tuple[Path, Rendered], tmp_path: Path
) -> None:
    """The shortcut past the Markdown parser changes nothing but empty lines."""
    config = built[0] / ".curator" / "generated" / "course-1" / "mkdocs.yml"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", config, "-d", tmp_path],
        check=True,
        capture_output=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    assert body(week(built[0] / "site")) == body(tmp_path / "week-01.html")


def body(page: Path) -> str:
    """Normalise the article of a page: no empty lines, marks of external links and asset versions out."""
    found = re.search(r"<article\b[^>]*md-content__inner[^>]*>(.*)</article>", page.read_text("utf-8"), re.S)
    assert found
    html = re.sub(r' rel="external noopener noreferrer" referrerpolicy="no-referrer"', "", found[1])
    html = html.replace('<a id="__skip" tabindex="-1"></a>', "")  # Zensical's target of "skip to content"
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()


def test_zensical_renders_the_same_bodies(built: tuple[Path, Rendered], tmp_path: Path) -> None:
    pytest.importorskip("zensical", reason="the second engine is not installed")
    build(tmp_path, project(tmp_path), engine="zensical")
    pages = [p.relative_to(tmp_path / "site") for p in (tmp_path / "site").rglob("*.html")]
    assert len(pages) == 9
    for page in pages:
        if page.name != "404.html":
            assert body(tmp_path / "site" / page) == body(built[0] / "site" / page), page
    assert (tmp_path / "site" / "pagefind" / "shards.json").exists()
    names = content(tmp_path / "site")
    assert all(name.startswith("assets/") for name in names if "assets/" in name)


def test_a_crash_of_zensical_is_told_by_its_last_words(built: tuple[Path, Rendered], tmp_path: Path) -> None:
    pytest.importorskip("zensical", reason="the second engine is not installed")
    root = tmp_path / "root"
    shutil.copytree(built[0], root)
    override = root / "site_template" / "overrides" / "main.html"
    override.write_text('{% extends "base.html" %}{% block styles %}{{ "".no_such() }}{% endblock %}')
    with pytest.raises(RenderError, match="no_such") as told:
        engine_zensical.build(root / ".curator" / "generated" / "course-1" / "mkdocs.yml", tmp_path / "out")
    assert "Traceback" not in str(told.value)


def test_a_course_copies_no_file_that_its_hub_brings(built: tuple[Path, Rendered], tmp_path: Path) -> None:
    config = built[0] / ".curator" / "generated" / "course-1" / "mkdocs.yml"
    code = (
        "import sys; from pathlib import Path; from curator.site import assets, engine_mkdocs;"
        "engine_mkdocs.build(Path(sys.argv[1]), Path(sys.argv[2]), files=(), bytecode=Path(sys.argv[3]),"
        " wanted=lambda name: assets.wanted(name, sys.argv[4]))"
    )
    for path in ("course-1/", ""):
        out = tmp_path / (path or "hub")
        command = [sys.executable, "-c", code, config, out, tmp_path / "bytecode", path]
        subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
        assert (out / "index.html").exists()
        assert (out / "assets" / "own.css").exists() is not bool(path)


def test_theme_files_are_named_without_looking_through_the_icons() -> None:
    import material

    folder = Path(material.__file__).parent / "templates"
    names = assets.theme_files(folder)
    assert [n for n in names if n.startswith("assets/javascripts/bundle.")]
    assert not [n for n in names if n.endswith(".map") or "lunr" in n]
