"""A package that somebody else wrote adds a comment provider, an engine, an exporter and an importer."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The plugin as pip installs it: built into a wheel, unpacked into a folder of packages."""
    source = tmp_path_factory.mktemp("source") / "plugin"
    shutil.copytree(ROOT / "tests/fixtures/plugin", source)
    target = tmp_path_factory.mktemp("packages")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run(
        [*pip, "--no-index", "--no-deps", "--no-build-isolation", "--target", target, source], check=True
    )
    return target


@pytest.fixture
def run(installed, project):
    """Run the command with the plugin installed, in a project with a published week."""
    path = os.pathsep.join([str(ROOT), str(installed)])

    def run(*arguments: str, packages: str = path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "curator", *arguments, "--today", "2026-11-23"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": packages, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
        )

    course = project / "courses/first-course/course.yml"
    course.write_text(course.read_text("utf-8").replace("publish: review", "publish: auto"), "utf-8")
    return run


def test_each_kind_of_plugin_works_from_the_command_line(run, project):
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("provider: none", "provider: yard\n    room: kitchen"), "utf-8")
    built = run("build", "-q")
    assert built.returncode == 0, built.stderr
    page = (project / "site/first-course/week-01.html").read_text("utf-8")
    assert 'data-yard-room="kitchen"' in page
    assert "https://yard.example" in page
    assert (project / "site/assets/comments/yard.js").read_text() == 'curator.provide("yard", () => {});\n'

    bare = run("site", "--engine", "bare")
    assert bare.returncode == 0, bare.stdout + bare.stderr
    assert "<title>bare</title>" in (project / "site/first-course/week-01.html").read_text("utf-8")

    told = run("export", "first-course", "--to", "titles", "--json")
    assert told.returncode == 0, told.stderr
    said = json.loads(told.stdout)
    assert (project / said["file"]).read_text("utf-8").splitlines() != []
    assert said["format"] == "titles"

    (project / "links.shoebox").write_text("SHOEBOX\nA good read|https://read.example/one\n", "utf-8")
    taken = run("suggest", "first-course", "--from", "links.shoebox")
    assert taken.returncode == 0, taken.stderr
    assert "https://read.example/one" in (project / "courses/first-course/suggestions.yml").read_text("utf-8")


def test_what_is_not_there_or_cannot_be_imported_is_told_by_name(run):
    unknown = run("export", "first-course", "--to", "title")
    assert unknown.returncode == 2
    assert "did you mean `titles`?" in unknown.stderr
    broken = run("export", "first-course", "--to", "broken")
    assert broken.returncode == 2
    assert "comes from yard-for-curator, which cannot be imported" in broken.stderr
    engine = run("site", "--engine", "bear")
    assert engine.returncode == 2
    assert "mkdocs, zensical, bare" in engine.stderr


def test_without_the_package_its_names_are_unknown(run):
    assert "bare" not in run("site", "--engine", "bare", packages=str(ROOT)).stderr.partition("is none of")[2]
