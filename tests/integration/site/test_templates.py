"""A project holds only the templates that it overrides; doctor knows how these stand to the originals."""

import json
import re

import pytest

from curator.config import load_project
from curator.errors import ConfigError
from curator.site import templates


@pytest.fixture
def own(project):
    return load_project(project)


def test_a_new_project_holds_no_template_and_has_them_all(own):
    assert not (own.root / "site_template").exists()
    found = templates.folder(own)
    assert (found / "pages/week.md.j2").read_bytes() == (
        templates.packaged() / "pages/week.md.j2"
    ).read_bytes()
    assert not list(templates.overrides(own))


def test_an_override_takes_the_place_of_one_file_and_goes_again(own):
    path = own.root / "site_template/pages/about.md.j2"
    path.parent.mkdir(parents=True)
    path.write_text("Ours")
    (own.root / "site_template/assets").mkdir()
    (own.root / "site_template/assets/logo.svg").write_text("<svg/>")
    found = templates.folder(own)
    assert (found / "pages/about.md.j2").read_text() == "Ours"
    assert (found / "assets/logo.svg").read_text() == "<svg/>"
    path.unlink()
    (own.root / "site_template/assets/logo.svg").unlink()
    found = templates.folder(own)
    assert (found / "pages/about.md.j2").read_bytes() == (
        templates.packaged() / "pages/about.md.j2"
    ).read_bytes()
    assert not (found / "assets/logo.svg").exists()


def test_eject_copies_one_file_by_its_name_and_never_over_another(own):
    assert templates.eject(own, "week.md.j2") == own.root / "site_template/pages/week.md.j2"
    with pytest.raises(ConfigError, match="is there already"):
        templates.eject(own, "pages/week.md.j2")
    with pytest.raises(ConfigError, match=r"choose .*pages/week.md.j2"):
        templates.eject(own, "week.html")


def test_doctor_tells_which_overrides_are_behind(own, curate):
    for name in ("week.md.j2", "hub.md.j2", "about.md.j2"):
        templates.eject(own, name)
    folder = own.root / "site_template"
    for name in ("week.md.j2", "about.md.j2"):
        (folder / "pages" / name).write_text("changed")
    notes = json.loads((folder / "ejected.json").read_text())
    notes["pages/about.md.j2"] |= {"sha256": "0" * 64, "version": "0.0.1"}
    (folder / "ejected.json").write_text(json.dumps(notes))
    (folder / "words").mkdir()
    (folder / "words/de.yml").write_text("pages: {}")
    assert {(o.name, o.state, o.version) for o in templates.overrides(own)} == {
        ("pages/week.md.j2", "current", notes["pages/week.md.j2"]["version"]),
        ("pages/hub.md.j2", "same", ""),
        ("pages/about.md.j2", "behind", "0.0.1"),
        ("words/de.yml", "unknown", ""),
    }
    said = curate("doctor", "-C", own.root, "--today", "2026-11-23").out
    assert "site_template/pages/about.md.j2 was copied from curator 0.0.1" in said
    assert "site_template/words/de.yml" in said
    assert "pages/week.md.j2" not in said


def test_the_command_ejects_and_the_page_changes(own, curate):
    done = curate("site", "--eject", "about.md.j2", "-C", own.root, "--today", "2026-11-23")
    assert done.code == 0
    assert "site_template/pages/about.md.j2" in done.out
    path = own.root / "site_template/pages/about.md.j2"
    path.write_text(path.read_text() + "\nA line of our own\n")
    assert curate("build", "-C", own.root, "--today", "2026-11-23", "-q").code == 0
    assert "A line of our own" in (own.root / "site/about.html").read_text()


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        ("# Ours\n\n{{ course.title }}\n{{ course.nothing.of_this }}\n", 4, "nothing"),
        ("# Ours\n{% if course %}\n", 2, "endif|end of template"),
        ("# Ours\n{{ plan.open | for_readers(1, 2, 3, 4) }}\n", 2, "for_readers"),
        ("{% from 'macros.j2' import no_such_macro %}{{ no_such_macro() }}\n", 1, "no_such_macro"),
    ],
)
def test_a_template_of_the_project_s_own_that_fails_is_told_by_its_line(own, curate, wrong, line, said):
    path = own.root / "site_template/pages/course.md.j2"
    path.parent.mkdir(parents=True)
    path.write_text(wrong)
    done = curate("-C", own.root, "site", "--today", "2026-11-23")
    told = done.err
    assert done.code
    assert f"site_template/pages/course.md.j2:{line}" in told
    assert re.search(said, told), told
    assert "--eject" in told
    assert "Traceback" not in told


def test_a_fault_of_the_package_s_own_template_stays_one(own):
    with pytest.raises(ZeroDivisionError), templates.drawn(own.root):
        1 / 0  # noqa: B018
