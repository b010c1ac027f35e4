"""The site as a step of a run: what holds it, what it tells, what it imports and when."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from site_fixture import generate_all, lay, read

from curator.site import course_pages, fingerprint, hub, notes, outline
from curator.site.generate import generate
from curator.site.page_renderer import PageRenderer
from curator.site.render import Rendered
from curator.weeks.calendar import schedule

TODAY = ("--today", "2026-11-23")
DAY = date(2026, 11, 23)


def publish(root: Path, *weeks: int, words: str = "Hello.") -> None:
    """Write published weeks, and a course that may not lose a single page."""
    course = root / "courses" / "first-course"
    settings = yaml.safe_load((course / "course.yml").read_text("utf-8")) | {"hold": {"shrink": 0}}
    (course / "course.yml").write_text(yaml.safe_dump(settings), "utf-8")
    for week in weeks:
        front = {"week": week, "title": f"Number {week}", "status": "published", "opens": DAY}
        text = f"---\n{yaml.safe_dump(front)}---\n{words}\n"
        (course / f"week-{week:02d}.md").write_text(text, "utf-8")


def test_a_site_that_would_lose_pages_is_held_and_the_last_good_one_stands(project, curate):
    publish(project, 1, 2)
    assert curate("site", "-C", project, *TODAY, "--json").code == 0
    page = project / "site" / "first-course" / "week-02.html"
    before = page.read_bytes()
    (project / "courses" / "first-course" / "week-02.md").unlink()
    held = curate("site", "-C", project, *TODAY, "--json")
    assert held.code == 1
    assert held.json["site"]["dir"] == ""
    (reason,) = held.json["held"]
    assert "would shrink" in reason
    assert "the last good site stands" in reason
    assert page.read_bytes() == before
    again = curate("site", "-C", project, *TODAY)
    assert again.code == 1, "a second try does not make the smaller site the measure"
    publish(project, 2)
    assert curate("site", "-C", project, *TODAY, "-q").code == 0


def test_a_look_at_drafts_is_never_held_and_is_no_measure(project, curate):
    publish(project, 1)
    draft = project / "courses" / "first-course" / "week-02.md"
    draft.write_text("---\nweek: 2\ntitle: Two\nstatus: draft\nopens: 2026-11-23\n---\nHello.\n", "utf-8")
    assert curate("site", "-C", project, *TODAY, "-q", "--drafts").code == 0
    assert (project / ".curator/preview/site/first-course/week-02.html").exists()
    assert not (project / "site").exists(), "the folder that is published holds no draft"
    assert curate("site", "-C", project, *TODAY, "-q").code == 0
    assert not (project / "site" / "first-course" / "week-02.html").exists()


def test_links_that_lead_nowhere_are_told_with_the_page_that_holds_them(project, curate):
    publish(project, 1, words='<a href="../second-course/index.html">Next</a> and [this](#content).')
    outcome = curate("site", "-C", project, *TODAY, "--json")
    assert outcome.code == 0
    (note,) = [words for words in outcome.json["notes"] if "broken link" in words]
    assert "first-course/week-01.html leads to second-course/index.html" in note


def test_many_broken_links_are_told_by_their_number():
    from curator.app.make_site import BROKEN, broken

    told = broken(Rendered(1, (), (), broken=tuple(f"link {n}" for n in range(BROKEN + 3))))
    assert len(told) == BROKEN + 1
    assert told[-1] == "and 3 more broken links"


def test_building_the_site_imports_nothing_of_the_network_or_the_engine():
    words = (
        "import sys; import curator.cli, curator.app.make_site; "
        "print(*{'aiohttp', 'courlan', 'lxml', 'mkdocs', 'trafilatura', 'wordllama', 'pagefind'}"
        " & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# --- generating -------------------------------------------------------------------------------------


@pytest.fixture
def loaded(tmp_path):
    return lay(tmp_path / "project")


def test_each_unit_is_handed_over_before_the_next_is_drawn(loaded, tmp_path):
    out = tmp_path / "out"
    first = next(generate(loaded, read(loaded), out, today=DAY))
    assert (first.folder / "docs" / "index.md").exists()
    assert [folder.name for folder in out.iterdir()] == [first.name]


def test_the_engine_is_called_for_only_when_a_page_must_be_drawn(loaded, tmp_path):
    out, calls = tmp_path / "out", []

    def build(today):
        return tuple(generate(loaded, read(loaded), out, today=today, on_draw=lambda: calls.append(today)))

    build(DAY)
    assert calls == [DAY], "once, however many pages are drawn"
    build(DAY)
    assert calls == [DAY]
    early = date(2026, 11, 8)
    build(early)
    assert calls == [DAY, early], "on another day other weeks are open"


def test_a_unit_says_what_it_is_made_of(loaded, tmp_path, monkeypatch):
    units = generate_all(loaded, read(loaded), tmp_path / "out", today=DAY)
    assert len({unit.made_of for unit in units}) == len(units)
    assert (
        generate_all(loaded, read(loaded), tmp_path / "other" / "place", today=DAY)[0].made_of
        != units[0].made_of
    )
    assert generate_all(loaded, read(loaded), tmp_path / "out", today=DAY) == units
    monkeypatch.setattr("curator.site.generate.installed", lambda: ["another-1.0.dist-info"])
    changed = generate_all(loaded, read(loaded), tmp_path / "out", today=DAY)
    assert not {unit.made_of for unit in changed} & {unit.made_of for unit in units}


def test_the_hub_says_the_same_of_outlines_as_of_the_weeks_themselves(loaded, monkeypatch):
    monkeypatch.setattr("curator.site.feeds_out.NEWEST", 1)
    plans = tuple(schedule(course, read(loaded), DAY) for course in loaded.courses)
    whole = {(p.course.slug, slot.week) for p, slot in course_pages.newest(plans)}
    seen = outline.outlines(plans, whole)
    assert seen != plans
    renderer = PageRenderer(loaded, loaded.root / "site_template")
    assert hub.files(renderer, seen) == hub.files(renderer, plans)


@pytest.mark.parametrize(
    ("change", "drawn"),
    [
        ({"introduction": "Other words."}, False),
        ({"question": "What would you do?"}, False),
        ({"conversation": ()}, True),
        ({"note": "Another note."}, False),
        ({"title": "Another title"}, True),
        ({"tags": ("another tag",)}, True),
    ],
)
def test_the_hub_is_drawn_anew_only_when_it_would_change(loaded, tmp_path, monkeypatch, change, drawn):
    monkeypatch.setattr("curator.site.feeds_out.NEWEST", 1)
    out = tmp_path / "out"
    weeks = list(read(loaded))
    before = {unit.name: unit.made_of for unit in generate_all(loaded, weeks, out, today=DAY)}
    page = {f.name: f.read_bytes() for f in (out / "hub" / "docs").rglob("*") if f.is_file()}
    at = next(n for n, w in enumerate(weeks) if w.course.slug == "hard-conversations" and w.module.week == 1)
    module = weeks[at].module
    if "question" in change:
        change = {"conversation": tuple(q.model_copy(update=change) for q in module.conversation)}
    if change.keys() & {"note", "tags"}:
        change = {"content": tuple(r.model_copy(update=change) for r in module.content)}
    weeks[at] = replace(weeks[at], module=module.model_copy(update=change))
    after = {unit.name: unit.made_of for unit in generate_all(loaded, weeks, out, today=DAY)}
    assert after["hard-conversations"] != before["hard-conversations"]
    assert (after["hub"] != before["hub"]) is drawn
    shown = {f.name: f.read_bytes() for f in (out / "hub" / "docs").rglob("*") if f.is_file()}
    assert (shown != page) is drawn


SENTENCES = st.text(st.sampled_from("aZé学1 .,;:!?-–'\"()\n*_[]<>&#`\\\t\u00a0²"), max_size=60)


@given(text=SENTENCES)
def test_a_plain_note_is_what_markdown_makes_of_it(text):
    assert notes.note(text) == notes._converted(text, "", raw=False)


def test_plain_notes_need_no_parser(monkeypatch):
    monkeypatch.setattr(notes, "_converter", None)
    assert notes.note("Why this? For (new) leads.\n\nIt’s short.") == (
        "<p>Why this? For (new) leads.</p>\n<p>It’s short.</p>"
    )


# --- what is hashed --------------------------------------------------------------------------------


def common(root: Path) -> str:
    return fingerprint.common(root, root / "site_template", "mkdocs", {}, {}).hexdigest()


@pytest.fixture
def config(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: Small\n", "utf-8")
    (tmp_path / "base.yml").write_text("snippets: {auto_append: [parts/words.md]}\n", "utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "words.md").write_text("*[CoP]: community of practice\n", "utf-8")
    (tmp_path / "other.md").write_text("nobody names this\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("file", ["mkdocs.yml", "base.yml", "parts/words.md"])
def test_a_file_that_the_configuration_names_counts(config, file):
    before = common(config)
    assert common(config) == before
    (config / file).write_text((config / file).read_text("utf-8") + "# changed\n", "utf-8")
    assert common(config) != before


def test_a_file_that_nobody_names_does_not_count(config):
    before = common(config)
    (config / "other.md").write_text("changed\n", "utf-8")
    assert common(config) == before


def test_an_update_of_any_package_counts(config, monkeypatch):
    before = common(config)
    monkeypatch.setattr(fingerprint, "installed", lambda: ["mkdocs_plugin-2.0.dist-info"])
    assert common(config) != before


def test_a_setting_from_the_environment_counts(config, monkeypatch):
    (config / "base.yml").write_text("site_name: !ENV SITE_NAME_HERE\n", "utf-8")
    before = common(config)
    monkeypatch.setenv("SITE_NAME_HERE", "Ours")
    assert common(config) != before


def test_the_address_of_a_stylesheet_does_not_depend_on_the_machine(config, monkeypatch):
    before = fingerprint.of_styles(config, "mkdocs", {})
    monkeypatch.setattr(fingerprint, "__version__", "another")
    packages = [*fingerprint.installed(), "another-1.0.dist-info"]
    monkeypatch.setattr(fingerprint, "installed", lambda: packages)
    assert fingerprint.of_styles(config, "mkdocs", {}) == before
    assert fingerprint.of_styles(config, "mkdocs", {"assets/a.js": "1"}) != before


def test_versions_are_those_of_the_packages(monkeypatch):
    from importlib.metadata import version

    for name in ("mkdocs-material", "pagefind-bin", "Markdown", "PyYAML"):
        assert fingerprint.version(name) == version(name)
    assert fingerprint.version("no-such-package") == ""
