"""A schedule that cannot fire is found before a month without a new week has gone by."""

from pathlib import Path

import pytest

from curator.app.workflow_schedule import branch_of, judge, never

ROOT = Path(__file__).parents[3]
PUBLISH = (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
LINE = '- cron: "23 5 * * 1"'


def test_what_init_lays_down_runs_by_itself():
    assert LINE in PUBLISH
    assert list(judge(PUBLISH, "main")) == []


@pytest.mark.parametrize(
    "cron", ["23 5 * * 1", "*/15 0-6 1,15 * MON-FRI", "7 3 29 2 *", "1 2 31 2 1", "0 0 * jan *"]
)
def test_schedules_that_fire(cron):
    assert never(cron) == ""


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("23 5 * *", "4 fields"),
        ("@weekly", "1 fields"),
        ("60 5 * * 1", "no minute between 0 and 59"),
        ("23 24 * * 1", "no hour"),
        ("23 5 * * monday", "no weekday"),
        ("23 5 * * 7", "no weekday"),
        ("23 5 30 2 *", "month 2 has no day 30"),
        ("23 5 31 11 *", "month 11 has no day 31"),
    ],
)
def test_schedules_that_never_fire(cron, words):
    assert words in never(cron)
    ((level, told, remedy),) = judge(PUBLISH.replace(LINE, f'- cron: "{cron}"'), "main")
    assert level == "problem"
    assert f'"{cron}" never fires' in told
    assert "23 5 * * 1" in remedy


@pytest.mark.parametrize(
    ("text", "branch", "level", "words"),
    [
        (PUBLISH.replace(f"  schedule:\n    {LINE}\n", ""), "main", "note", "no schedule"),
        ("on: push\n", "main", "note", "no schedule"),
        ("on: [push, workflow_dispatch]\n", "main", "note", "no schedule"),
        (PUBLISH, "master", "note", "publishes pushes to main, and you are on master"),
        ("on: [\n", "main", "problem", "cannot be read"),
        ("", "", "problem", "cannot be read"),
        ("- just\n- a list\n", "", "problem", "cannot be read"),
    ],
)
def test_what_keeps_a_workflow_from_running(text, branch, level, words):
    ((found, told, remedy),) = judge(text, branch)
    assert found == level
    assert words in told
    assert remedy


def test_the_branch_is_read_from_git(tmp_path):
    assert branch_of(tmp_path) == ""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/curate/review\n", encoding="utf-8")
    assert branch_of(tmp_path) == "curate/review"
    (tmp_path / ".git/HEAD").write_text("3d3c42e5aac5ba805825da76410c181273ba90b1\n", encoding="utf-8")
    assert branch_of(tmp_path) == ""


def test_doctor_tells_it(project, curate):
    file = project / ".github/workflows/publish.yml"
    file.write_text(PUBLISH.replace(LINE, '- cron: "23 5 31 2 *"'), encoding="utf-8")
    outcome = curate("doctor", "-C", project, "--json")
    assert outcome.code == 1
    (found,) = [c for c in outcome.json["checks"] if c["area"] == "schedule"]
    assert found["level"] == "problem"
    assert "never fires" in found["message"]
