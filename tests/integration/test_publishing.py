"""The night shift: every workflow's own steps, run here in order, in fresh clones of a bare repository."""

import importlib.metadata
import json
import re
import subprocess
import sys
import sysconfig
from datetime import date
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from pull_server import answer, serving
from receiver import receiving
from runner import EPOCH, ROOT, Runner, bare, commit, edit, leaks, on_main, snapshot, tools, tracked

import curator
from curator.app.scaffold import NewCourse, lay_down

NO_INDEX = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "SOURCE_DATE_EPOCH": EPOCH}
"""No index is asked: the libraries and the build backend are those of these tests."""


ANNOUNCED = "Planted4Address"
"""What is secret in the address of a chat."""


@pytest.fixture
def runner(tmp_path):
    """A new project, as `curate init` lays it down, in a repository of its own; fed from disk alone."""
    project = tmp_path / "project"
    lay_down(project, NewCourse("First course"), today=date(2026, 11, 23))
    feeds = "pull: {per_host_delay: 0, timeout: 5}\nfeeds:\n  - {path: starter/feed.xml, title: Starter}\n"
    (project / "feeds.yml").write_text(feeds, encoding="utf-8")
    remote = bare(tmp_path, project)
    made = Runner(tmp_path, remote, tools(tmp_path / "bin"), {"SOURCE_DATE_EPOCH": EPOCH})
    yield made
    assert leaks(made) == []


def published(**others: str) -> dict[str, str]:
    """What the jobs of a good run come to, but for `others`."""
    jobs = {"listen": "success", "build": "success", "keep": "skipped", "deploy": "success"}
    return {**jobs, "announce": "success", "remember": "skipped", **others}


# --- publish --------------------------------------------------------------------------------------------


def installed(tmp_path: Path) -> Path:
    """Make an environment that sees the libraries of these tests and nothing of this checkout."""
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return environment


def test_this_repository_publishes_itself_from_a_fresh_clone(tmp_path):
    """Everything real but GitHub: pip installs the checkout, curate builds the course, no network answers."""
    pytest.importorskip("hatchling")
    source = tracked(tmp_path / "source")
    feeds = source / "feeds.yml"
    listed = yaml.safe_load(feeds.read_text(encoding="utf-8"))["feeds"]
    feeds.write_text(f"feeds: {json.dumps([f for f in listed if 'path' in f])}\n", encoding="utf-8")
    environment = installed(tmp_path)
    program = '#!/bin/sh\nexec "{}/bin/{}" "$@"\n'.format
    scripts = {
        "pip": program(environment, 'python" -m "pip'),
        "mkdocs": program(environment, 'python" -m "mkdocs'),
        "curate": program(environment, "curate"),
    }
    runner = Runner(tmp_path, bare(tmp_path, source), tools(tmp_path / "bin", **scripts), NO_INDEX)
    assert runner.run("publish") == published(), runner.said
    assert (tmp_path / "pages/social-learning/week-03.html").is_file()
    assert (tmp_path / "pages/docs/start.html").is_file()
    assert json.loads((tmp_path / "pages/build.json").read_bytes()) == {"built": "2026-11-23"}
    assert list(environment.glob("lib/python*/site-packages/curator/scaffold/mkdocs.yml"))
    assert runner.asked == [], "nothing was kept, so nobody was asked"
    assert leaks(runner) == []


def test_the_package_is_made_listed_and_tried_from_a_fresh_clone(tmp_path):
    """The wheel, what comes with it and under which licences, a project begun with it, the documentation."""
    for name in ("hatchling", "cyclonedx_py", "piplicenses"):
        pytest.importorskip(name)
    source = tracked(tmp_path / "source")
    python = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
    env = NO_INDEX | {"PYTHONPATH": sysconfig.get_paths()["purelib"]}
    runner = Runner(tmp_path, bare(tmp_path, source), tools(tmp_path / "bin", python=python), env)
    assert runner.run("test", only="package") == {"package": "success"}, runner.said
    made = tmp_path / "artifacts/package"
    version = curator.__version__
    assert (made / f"curator_mooc-{version}.tar.gz").is_file()
    assert (made / f"curator_mooc-{version}-py3-none-any.whl").is_file()
    listed = json.loads((made / "sbom.json").read_text(encoding="utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert {"curator-mooc", "aiohttp", "mkdocs"} <= {part["name"] for part in listed["components"]}
    # The libraries stand outside of the wheel's own environment here; in CI the list names each of them.
    assert "| curator-mooc | " in (made / "licences.md").read_text(encoding="utf-8")
    assert (made / "docs/index.html").is_file()
    assert leaks(runner) == []


def test_what_ci_tests_is_what_the_makefile_tests(tmp_path):
    """Running the tests inside the tests would never end, and the audit asks a public database."""
    source = tracked(tmp_path / "source")
    runner = Runner(tmp_path, bare(tmp_path, source), tools(tmp_path / "bin"), {"MAKEFLAGS": "--dry-run"})
    assert runner.run("test", only="test") == {"test": "success"}, runner.said
    assert runner.run("test", only="audit") == {"audit": "success"}, runner.said
    for command in ("ruff check .", "ruff format --check .", "/mypy", "/pytest ", "-m pip_audit "):
        assert command in runner.said


def test_every_pin_can_be_looked_up():
    """pip-audit asks for exact versions; its database is asked in CI alone."""
    pytest.importorskip("pip_audit")
    command = [sys.executable, "-m", "pip_audit", "--requirement", ROOT / "constraints.txt"]
    dry = subprocess.run(
        [*command, "--no-deps", "--disable-pip", "--dry-run"], capture_output=True, text=True
    )
    assert dry.returncode == 0, dry.stderr
    pins = len(re.findall(r"(?m)^[\w.-]+==", (ROOT / "constraints.txt").read_text(encoding="utf-8")))
    assert f"would have audited {pins} packages" in dry.stderr


# --- secrets --------------------------------------------------------------------------------------------


def test_every_pin_installs_on_the_oldest_python_that_is_promised():
    """Debian 12, where many will begin, has Python 3.11.2."""
    pins = re.findall(r"(?m)^([\w.-]+)==(.+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"))
    asks = {name: importlib.metadata.metadata(name).get("Requires-Python") or "" for name, _ in pins}
    assert len(pins) > 100
    assert [f"{name}: {asked}" for name, asked in asks.items() if "3.11.2" not in SpecifierSet(asked)] == []


@pytest.mark.parametrize(
    "careless",
    [
        "env",
        'echo "$CURATE_SMTP_PASSWORD" > site/index.html',
        'echo "any=$PYPI_TOKEN" >> "$GITHUB_OUTPUT"',
        'mkdir -p .curator && echo "$PYPI_TOKEN" > .curator/store.db',
    ],
)
def test_a_planted_secret_would_be_found(tmp_path, careless):
    """The search itself can fail: a step that gives a secret away is found out."""
    project = tmp_path / "project"
    lay_down(project, NewCourse("First course"), today=date(2026, 11, 23))
    edit(
        project / ".github/workflows/publish.yml",
        'if [ "$HEARD" = true ]; then curate build --no-listen; else curate build; fi',
        f"mkdir site\n          {careless}",
    )
    runner = Runner(tmp_path, bare(tmp_path, project), tools(tmp_path / "bin"))
    runner.run("publish")
    assert leaks(runner)


# --- courses that publish themselves ----------------------------------------------------------------------


def publishes_itself(runner: Runner) -> None:
    def change(work: Path) -> None:
        edit(work / "courses/first-course/course.yml", "publish: review", "publish: auto")

    commit(runner, "main", change)


def test_a_course_that_publishes_itself_keeps_its_weeks(runner):
    publishes_itself(runner)
    assert runner.run("publish") == published(keep="success"), runner.said
    week = "courses/first-course/week-01.md"
    changed = runner.git("diff", "--name-only", "main~1", "main").split()
    assert changed == [week, "courses/published.json"], (
        "one commit: the week, and the names that it was published under"
    )
    assert "status: published" in runner.git("show", f"main:{week}")
    assert (runner.base / "pages/first-course/week-01.html").is_file()
    assert ["auth", "setup-git"] in runner.asked

    assert runner.run("publish")["keep"] == "success", "the week that opens next, a week ahead"
    before = snapshot(runner.base / "pages")
    assert "first-course/week-02.html" not in before, "and learners do not see it yet"
    (runner.base / "cache").unlink()
    assert runner.run("publish") == published(), runner.said
    assert snapshot(runner.base / "pages") == before, "a lost cache changes no published page"

    commit(runner, "main", lambda work: (work / "feeds.yml").write_text("feeds: [\n", encoding="utf-8"))
    assert runner.run("publish") == published(build="failure", deploy="skipped", announce="skipped")
    assert "feeds.yml:" in runner.said
    assert snapshot(runner.base / "pages") == before, "the last good site stands"


def test_a_week_that_cannot_be_kept_is_not_published_either(runner):
    publishes_itself(runner)
    hook = runner.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho protected >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert runner.run("publish") == published(keep="failure", deploy="skipped", announce="skipped")
    assert not (runner.base / "pages").exists()


# --- what is said in chats, and heard on GitHub ---------------------------------------------------------


def test_a_week_is_announced_once_and_only_where_a_secret_names_somewhere(runner):
    publishes_itself(runner)
    assert runner.run("publish") == published(keep="success"), runner.said
    with receiving() as chat:
        runner.alone = False
        runner.secrets["CURATE_ANNOUNCE"] = f"json://127.0.0.1:{chat.server_port}/{ANNOUNCED}"
        assert runner.run("publish")["remember"] == "success", runner.said
        assert "First course, week 1: Asking for help" in chat.got[0][1].decode()
        assert "course: first-course" in runner.git("show", "main:announcements/sent.yml")
        assert runner.git("diff", "--name-only", "main~1", "main").split() == ["announcements/sent.yml"]
        assert runner.run("publish")["remember"] == "skipped"
        assert len(chat.got) == 1
    assert ANNOUNCED not in runner.said


def test_discussions_on_github_are_read_with_a_token_before_the_build_and_by_nobody_else(runner):
    def talk(work: Path) -> None:
        edit(work / "mkdocs.yml", "provider: none", "provider: utterances\n    repo: ada/course")

    commit(runner, "main", talk)
    assert runner.run("publish") == published(), runner.said
    assert "$ Listen\nnothing to listen to" in runner.said
    assert runner.said.count("$ Restore") == 0


# --- the review -----------------------------------------------------------------------------------------


def test_a_draft_becomes_a_pull_request_and_a_persons_words_stay(runner):
    assert runner.run("weekly-review") == {"suggest": "success", "draft": "success", "propose": "success"}, (
        runner.said
    )
    week = "courses/first-course/week-01.md"
    assert runner.git("diff", "--name-only", "main", "curate/review").split() == [week]
    assert week not in on_main(runner)
    assert [words[:2] for words in runner.asked if words[0] == "pr"] == [["pr", "list"], ["pr", "create"]]
    assert "week 1" in (runner.base / "body").read_text(encoding="utf-8")

    def by_hand(work: Path) -> None:
        with (work / week).open("a", encoding="utf-8") as file:
            file.write("\nMy own words.\n")

    commit(runner, "curate/review", by_hand)
    mine = runner.git("show", f"curate/review:{week}")
    assert runner.run("weekly-review") == {"suggest": "success", "draft": "success", "propose": "success"}, (
        runner.said
    )
    assert runner.git("show", f"curate/review:{week}") == mine
    assert [words[:3] for words in runner.asked if words[0] == "pr"][-1] == ["pr", "edit", "7"]

    def merge(work: Path) -> None:
        text = mine.replace("status: draft", "status: published")
        (work / week).write_text(text, encoding="utf-8")
        subprocess.run(["git", "add", week], cwd=work, check=True)

    commit(runner, "main", merge)
    (runner.base / "pr").unlink()
    runner.env["SOURCE_DATE_EPOCH"] = str(int(EPOCH) + 7 * 86400)
    assert runner.run("weekly-review") == {"suggest": "success", "draft": "success", "propose": "success"}, (
        runner.said
    )
    changed = runner.git("diff", "--name-only", "main", "curate/review").split()
    assert changed == ["courses/first-course/week-02.md"], "after the merge the branch begins anew"


def test_what_the_issue_form_collected_becomes_candidates_with_credit(runner):
    week = "curate/review:courses/first-course/week-01.md"
    runner.run("weekly-review")
    page = re.search(r"url: (\S+)", runner.git("show", week))[1]
    assert "suggested_by" not in runner.git("show", week)
    runner.git("branch", "-D", "curate/review")
    (runner.base / "pr").unlink()
    bodies = {"ada": f"### Address\n\n{page}\n\n### Your name\n\nAda\n", "eve": "file:///etc/passwd"}
    issues = [
        {"body": body, "author": {"login": login}, "createdAt": "2026-11-20T08:00:00Z"}
        for login, body in bodies.items()
    ]
    (runner.base / "suggestions").write_text(json.dumps(issues), encoding="utf-8")
    runner.run("weekly-review")
    assert "issue by eve: names no web address" in runner.said, runner.said
    assert f"{page}" in runner.git("show", week)
    assert "suggested_by: Ada" in runner.git("show", week), "whoever suggested it has the credit"
    assert not leaks(runner)


def test_courses_that_publish_themselves_are_not_reviewed(runner):
    publishes_itself(runner)
    assert runner.run("weekly-review") == {"suggest": "success", "draft": "success", "propose": "skipped"}, (
        runner.said
    )


# --- links ----------------------------------------------------------------------------------------------

DEAD = """---
week: 1
title: Guilds
status: published
opens: 2026-11-16
content:
  - {url: "http://dead.test/page", title: "Gone, @everybody"}
---
"""


def test_dead_links_become_one_issue_that_closes_when_they_are_mended(runner):
    runner.alone = False  # the web is a server on this machine
    with serving(lambda _: answer(404)) as web:

        def add(work: Path) -> None:
            edit(work / "feeds.yml", "pull: {", f'pull: {{proxy: "{web.address}", ')
            (work / "courses/first-course/week-01.md").write_text(DEAD, encoding="utf-8")
            subprocess.run(["git", "add", "-A"], cwd=work, check=True)

        commit(runner, "main", add)
        assert runner.run("links") == {"look": "success", "report": "success"}, runner.said
        assert runner.run("links") == {"look": "success", "report": "success"}, runner.said

        def mend(work: Path) -> None:
            kept = 'title: "Gone, @everybody", archived: "https://web.archive.org/web/1/x"'
            edit(work / "courses/first-course/week-01.md", 'title: "Gone, @everybody"', kept)

        body = (runner.base / "body").read_text(encoding="utf-8")
        commit(runner, "main", mend)
        assert runner.run("links") == {"look": "success", "report": "success"}, runner.said
    issues = [words[1] for words in runner.asked if words[0] == "issue" and words[1] != "list"]
    assert issues == ["create", "edit", "close"]
    assert "courses/first-course/week-01.md:7" in body
    assert "@everybody" not in body, "nobody is called by what a page is named"
