"""What can be read in the workflows: rights, pins, schedules, secrets, and that the files are valid."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from runner import FOLDER, ROOT, workflow

from curator.weeks.suggestions import from_issue

NAMES = ("publish", "weekly-review", "links", "test")
FETCHING = {"publish": "build", "weekly-review": "draft", "links": "look"}
"""The job of each workflow that reads the web."""


@pytest.mark.parametrize("name", NAMES)
def test_nobody_has_a_right_that_is_not_asked_for(name):
    spec = workflow(name)
    assert spec["permissions"] == {}
    for key, job in spec["jobs"].items():
        assert isinstance(job["permissions"], dict), f"{key} says what it may do"
        assert int(job["timeout-minutes"]) <= 60
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"
    assert spec["concurrency"]["group"]


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_official_and_pinned_by_commit(name):
    lines = [
        line for line in (FOLDER / f"{name}.yml").read_text(encoding="utf-8").splitlines() if "uses:" in line
    ]
    assert lines
    for line in lines:
        assert re.search(r"uses: actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_whoever_reads_the_web_holds_no_secret_and_whoever_holds_one_reads_no_web():
    for name in NAMES:
        text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
        assert text.count("secrets.") == (2 if name == "publish" else 0)
        for key, job in workflow(name)["jobs"].items():
            token = "github.token" in json.dumps(job)
            writes = any(right == "write" for right in job["permissions"].values())
            runs = " ".join(step.get("run", "") for step in job["steps"])
            if FETCHING.get(name) == key:
                assert job["permissions"] == {"contents": "read"}
                assert not token
            if (token and key != "listen") or writes:
                assert "curate " not in runs
                assert "pip " not in runs


def test_tokens_and_addresses_are_handed_to_one_step_each_and_rights_only_read():
    jobs = workflow("publish")["jobs"]
    assert jobs["listen"]["permissions"] == {"contents": "read", "discussions": "read", "issues": "read"}
    assert jobs["announce"]["permissions"] == {"contents": "read"}
    handed = {
        (key, step["run"].strip().splitlines()[0])
        for key, job in jobs.items()
        for step in job["steps"]
        if {"CURATE_GITHUB_TOKEN", "CURATE_ANNOUNCE"} & set(step.get("env", {}))
    }
    assert handed == {
        ("listen", "curate listen"),
        ("announce", "curate announce --send"),
        (
            "announce",
            'if [ -n "$CURATE_ANNOUNCE" ]; then echo \'any=true\' >> "$GITHUB_OUTPUT"; fi',
        ),
    }


def test_no_schedule_begins_with_the_hour():
    for name in FETCHING:
        (when,) = workflow(name)["on"]["schedule"]
        minute, _, day, month, weekday = when["cron"].split()
        assert int(minute) not in (0, 30)
        assert (day, month) == ("*", "*")
        assert weekday.isdigit(), "once a week"


@pytest.mark.skipif(
    not shutil.which("zizmor", path=str(Path(sys.executable).parent)), reason="no zizmor here"
)
def test_zizmor_finds_nothing(tmp_path):
    program = Path(sys.executable).parent / "zizmor"
    command = [program, "--offline", "--persona", "pedantic", ROOT / ".github"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", "workflows/*.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/*.yml"),
        ("vendor.dependabot", "dependabot.yml"),
    ],
)
def test_the_files_are_valid(schema, files):
    pytest.importorskip("check_jsonschema")
    paths = sorted((ROOT / ".github").glob(files))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    found = subprocess.run(command, capture_output=True, text=True)
    assert paths
    assert found.returncode == 0, found.stdout


def test_the_form_for_suggestions_is_one_that_curator_reads():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/suggest.yml").read_text(encoding="utf-8"))
    said = {"address": "https://example.org/guild", "why": "It is short.", "name": "Zoë"}
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    body = "\n\n".join(f"### {part['attributes']['label']}\n\n{said[part['id']]}" for part in fields)
    found = from_issue(body, "zoe-on-github")
    assert (found.url, found.by, found.note) == (said["address"], said["name"], said["why"])


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq stands for the one inside gh")
@pytest.mark.parametrize(("ours", "number"), [([], ""), ([7], "7")])
def test_a_strangers_branch_of_the_same_name_is_not_taken_for_the_review(ours, number):
    (script,) = (
        s["run"]
        for s in workflow("weekly-review")["jobs"]["propose"]["steps"]
        if "gh pr list" in s.get("run", "")
    )
    fields, query = re.search(r"--json (\S+).*?--jq '([^']+)'", script, re.DOTALL).groups()
    assert "isCrossRepository" in fields.split(",")
    answer = [{"number": n, "isCrossRepository": n not in ours} for n in (12, 9, *ours)]
    done = subprocess.run(
        ["jq", "-r", query], input=json.dumps(answer), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == number
