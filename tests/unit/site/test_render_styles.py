"""A theme's stylesheet loses rules that can match nothing, and no other."""

import re
from importlib.resources import files

import pytest

from curator.site import fingerprint
from curator.site.styles import purged

NOTHING = frozenset[str]()


@pytest.mark.parametrize(
    ("css", "rest"),
    [
        (".md-a{x:1}.md-b{x:2}", ".md-b{x:2}"),
        (".md-a,.md-b{x:1}", ".md-b{x:1}"),
        (".md-a .md-b,.md-b>.md-a{x:1}", ""),
        (".md-b:not(.md-a){x:1}", ".md-b:not(.md-a){x:1}"),
        (".md-b:is(.md-a,p){x:1}", ".md-b:is(.md-a,p){x:1}"),
        ("@media print{.md-a{x:1}}", ""),
        ("@media print{.md-a{x:1}.md-b{x:2}}", "@media print{.md-b{x:2}}"),
        ("@supports (x:y){@media print{.md-a{x:1}}}", ""),
        ("@keyframes k{0%{x:1}to{x:2}}", "@keyframes k{0%{x:1}to{x:2}}"),
        ('@charset "UTF-8";.md-a{x:1}', '@charset "UTF-8";'),
        ("@font-face{src:url(a.woff2)}", "@font-face{src:url(a.woff2)}"),
        ('.md-b{x:url("data:image/svg+xml;{.md-a}")}', '.md-b{x:url("data:image/svg+xml;{.md-a}")}'),
        ('/* .md-a{ */.md-b{x:"/* */"}', '.md-b{x:"/* */"}'),
        (":root{--x:1}body,[data-x],a:hover{x:1}", ":root{--x:1}body,[data-x],a:hover{x:1}"),
        (".own,.admonition,.highlight .k{x:1}", ".own,.admonition,.highlight .k{x:1}"),
        (".tabbed-set{x:1}", ""),
        ("", ""),
    ],
)
def test_rules_that_can_match_nothing_go(css: str, rest: str) -> None:
    assert purged(css, {"md-b"}, "", "") == rest


def test_classes_that_scripts_name_stay() -> None:
    css = ".md-tooltip{x:1}.md-dialog--open{x:1}.md-gone{x:1}"
    assert purged(css, NOTHING, 'e.className="md-tooltip";f=`md-dialog--${state}`', "") == (
        ".md-tooltip{x:1}.md-dialog--open{x:1}"
    )


def test_classes_of_an_extension_that_is_switched_on_stay() -> None:
    assert (
        purged(".tabbed-set{x:1}", NOTHING, "", "markdown_extensions: [pymdownx.tabbed]")
        == ".tabbed-set{x:1}"
    )


def test_material_s_own_stylesheet_loses_whole_rules_only() -> None:
    folder = files("material") / "templates" / "assets" / "stylesheets"
    (main,) = [f for f in folder.iterdir() if re.match(r"main\..*\.css$", f.name)]
    css = main.read_text("utf-8")
    rest = purged(css, {"md-header", "md-nav"}, "", "")
    assert len(rest) < len(css) * 0.7
    assert rest.count("{") == rest.count("}")
    kept = set(re.findall(r"[^{}]+\{[^{}]*\}", rest))
    bodies = set(re.findall(r"\{([^{}]*)\}", css))
    assert {rule.partition("{")[2][:-1] for rule in kept} <= bodies
    everything = set(re.findall(r"\.((?:md|tabbed)[\w-]*)", css))
    assert (
        purged(css, everything, "", "tabbed critic keys mermaid arithmatex annotate grid task-list footnote")
        == css
    )


def test_an_engine_that_is_only_installed_changes_no_address(project, monkeypatch):
    before = fingerprint.of_styles(project, "mkdocs", {})
    real = fingerprint.version
    monkeypatch.setattr(fingerprint, "version", lambda name: "9.9" if name == "zensical" else real(name))
    assert fingerprint.of_styles(project, "mkdocs", {}) == before
    assert fingerprint.of_styles(project, "zensical", {}) != before
