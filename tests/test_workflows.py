"""The night shift: every workflow's own steps, run here in order, in fresh clones of a bare repository.

A small runner stands for GitHub: it does what the official actions do with folders of this machine, gives
each job only the token that the workflow hands it, and puts a `gh` on the PATH that notes what it was asked.
"""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml
from pull_server import answer, serving

from curator.course.suggest import from_issue
from curator.pipeline.scaffold import lay_down

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github/workflows"
NAMES = ("publish", "weekly-review", "links", "test")
TOKEN = "ghs_" + "Planted0Secret" * 3
EPOCH = "1795392000"
"""23 November 2026, as SOURCE_DATE_EPOCH."""

FETCHING = {"publish": "build", "weekly-review": "draft", "links": "look"}
"""The job of each workflow that reads the web."""

GH = """#!/bin/sh
[ -n "$GH_TOKEN" ] || exit 4
{ printf '%s' gh; for word; do printf '\\t%s' "$word"; done; echo; } >> "$GH_LOG"
case "$1 $2" in
  'pr list') cat "$GH_STATE/pr" 2> /dev/null ;;
  'pr create') echo 7 > "$GH_STATE/pr" ;;
  'issue list') cat "$GH_STATE/issue" 2> /dev/null ;;
  'issue create') echo 9 > "$GH_STATE/issue" ;;
  'issue close') rm -f "$GH_STATE/issue" ;;
esac
for word; do [ -f "$word" ] && cp "$word" "$GH_STATE/body"; done
exit 0
"""


def workflow(name: str, folder: Path = FOLDER) -> dict:
    return parsed((folder / f"{name}.yml").read_text(encoding="utf-8"))


def parsed(text: str) -> dict:
    """Read a workflow with every value as a text: YAML 1.1 would take the key `on` for a truth."""
    return yaml.load(text, Loader=yaml.BaseLoader)


# --- a small runner -----------------------------------------------------------------------------------


@dataclass
class Runner:
    """One repository on this machine: a bare remote, a cache, artifacts, and a log of all that was said."""

    base: Path
    remote: Path
    tools: Path
    env: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    runs: int = 0

    def run(self, name: str, *, branch: str = "main") -> dict[str, str]:
        """Run a workflow as its default branch holds it; returns each job's result."""
        self.runs += 1
        spec = parsed(self.git("show", f"{branch}:.github/workflows/{name}.yml"))
        results: dict[str, dict] = {}
        for key, job in spec["jobs"].items():
            needs = job.get("needs", [])
            needs = {n: results[n] for n in ([needs] if isinstance(needs, str) else needs)}
            go = all(n["result"] == "success" for n in needs.values())
            if "if" in job:
                go = self.true(job["if"], needs=needs) and (go or "cancelled()" in job["if"])
            results[key] = self.job(job, needs, branch) if go else {"result": "skipped", "outputs": {}}
        return {key: found["result"] for key, found in results.items()}

    def job(self, job: dict, needs: dict, branch: str) -> dict:
        folder = self.base / f"job-{len(list(self.base.glob('job-*')))}"
        (folder / "temp").mkdir(parents=True)
        steps: dict[str, dict] = {}
        failed = False
        for step in job["steps"]:
            condition = step.get("if", "success()")
            always = "always()" in condition or "failure()" in condition
            if (failed and not always) or not self.true(condition, needs=needs, steps=steps, failed=failed):
                continue
            outputs: dict[str, str] = {}
            if "uses" in step:
                ok = self.action(step, folder, branch, needs, steps)
            else:
                ok, outputs = self.shell(step, folder, branch, needs, steps)
            failed = failed or not ok
            if "id" in step:
                steps[step["id"]] = {"outputs": outputs}
        said = {k: self.fill(v, folder, needs, steps) for k, v in job.get("outputs", {}).items()}
        return {"result": "failure" if failed else "success", "outputs": said}

    def shell(self, step, folder, branch, needs, steps):
        """Run one step of a workflow's own words, as `shell: bash` does."""
        output = folder / "output"
        output.write_text("", encoding="utf-8")
        work = folder / "work"
        work.mkdir(exist_ok=True)
        env = {
            "PATH": f"{self.tools}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REF_NAME": branch,
            "RUNNER_TEMP": str(folder / "temp"),
            "GH_LOG": str(self.base / "gh.log"),
            "GH_STATE": str(self.base),
            "CI": "true",
            **self.env,
            **{k: self.fill(v, folder, needs, steps) for k, v in step.get("env", {}).items()},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, timeout=120)
        self.log.append(f"$ {step.get('name')}\n{done.stdout}{done.stderr}")
        pairs = [line.partition("=") for line in output.read_text(encoding="utf-8").splitlines()]
        return done.returncode == 0, {key: value for key, _, value in pairs}

    def action(self, step, folder, branch, needs, steps) -> bool:
        """Do with folders what the official action does."""
        name = step["uses"].split("@")[0]
        given = {k: self.fill(v, folder, needs, steps) for k, v in step.get("with", {}).items()}
        work = folder / "work"
        if name == "actions/checkout":
            depth = ("--depth", "1") if given.get("fetch-depth") != "0" else ()
            command = ["git", "clone", "-q", *depth, "--branch", branch, f"file://{self.remote}", work]
            subprocess.run(command, check=True, capture_output=True)
        elif name == "actions/cache/restore" and (self.base / "cache").exists():
            (work / given["path"]).parent.mkdir(exist_ok=True)
            shutil.copy2(self.base / "cache", work / given["path"])
        elif name == "actions/cache/save" and (work / given["path"]).exists():
            shutil.copy2(work / given["path"], self.base / "cache")
        elif name in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            target = self.base / "artifacts" / given.get("name", "github-pages")
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(work / given["path"], target)
        elif name == "actions/download-artifact":
            source = self.base / "artifacts" / given["name"]
            shutil.copytree(source, given["path"], dirs_exist_ok=True)
        elif name == "actions/deploy-pages":
            shutil.rmtree(self.base / "pages", ignore_errors=True)
            shutil.copytree(self.base / "artifacts/github-pages", self.base / "pages")
        return True

    def fill(self, text: str, folder: Path, needs: dict, steps: dict) -> str:
        known = {"github.token": TOKEN, "github.ref_name": "main", "github.repository": "ada/course"}
        known |= {
            "github.run_id": str(self.runs),
            "github.run_attempt": "1",
            "runner.temp": str(folder / "temp"),
        }
        known |= self.outputs(needs=needs, steps=steps)
        return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", lambda m: known.get(m[1], ""), text)

    @staticmethod
    def outputs(**contexts: dict) -> dict[str, str]:
        return {
            f"{context}.{key}.outputs.{name}": value
            for context, entries in contexts.items()
            for key, entry in entries.items()
            for name, value in entry["outputs"].items()
        } | {f"needs.{k}.result": e["result"] for k, e in contexts.get("needs", {}).items() if "result" in e}

    def true(self, condition: str, *, needs=None, steps=None, failed: bool = False) -> bool:
        """Evaluate the few conditions that the workflows use."""
        text = condition.strip().removeprefix("${{").removesuffix("}}").strip()
        states = {"always()": True, "failure()": failed, "cancelled()": False, "success()": not failed}
        known = self.outputs(needs=needs or {}, steps=steps or {})

        def one(part: str) -> bool:
            part, negated = part.strip(), part.strip().startswith("!")
            part = part.removeprefix("!").strip()
            if part in states:
                return states[part] != negated
            left, sign, right = re.fullmatch(r"([\w.-]+) (==|!=) '([^']*)'", part).groups()
            return ((known.get(left, "") == right) == (sign == "==")) != negated

        return all(one(part) for part in text.split("&&"))

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", self.remote, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    @property
    def asked(self) -> list[list[str]]:
        """What `gh` was asked, word by word."""
        path = self.base / "gh.log"
        return [line.split("\t")[1:] for line in path.read_text().splitlines()] if path.exists() else []

    @property
    def said(self) -> str:
        return "\n".join(self.log)


def bare(base: Path, folder: Path) -> Path:
    """Make a bare repository that holds a folder's files on its branch main."""
    remote = base / "remote.git"
    run = lambda *words: subprocess.run(words, cwd=folder, check=True, capture_output=True)  # noqa: E731
    run("git", "init", "-q", "--bare", "--initial-branch", "main", remote)
    run("git", "init", "-q", "--initial-branch", "main")
    run("git", "add", "-A")
    run("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", "Begin")
    run("git", "push", "-q", f"file://{remote}", "main")
    return remote


def commit(runner: Runner, branch: str, change) -> None:
    """Let a person change something on a branch of the remote."""
    work = runner.base / f"person-{len(runner.log)}-{branch.replace('/', '-')}"
    remote = f"file://{runner.remote}"
    subprocess.run(["git", "clone", "-q", "--branch", branch, remote, work], check=True, capture_output=True)
    change(work)
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, "commit", "-qam", "By hand"], cwd=work, check=True)
    subprocess.run(["git", "push", "-q", "origin", branch], cwd=work, check=True, capture_output=True)


def tools(folder: Path, **scripts: str) -> Path:
    """Lay down the programs that steps find first."""
    folder.mkdir(parents=True)
    curate = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m curator "$@"\n'
    for name, text in ({"gh": GH, "pip": "#!/bin/sh\n", "curate": curate} | scripts).items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def runner(tmp_path):
    """A new project, as `curate init` lays it down, in a repository of its own; fed from disk alone."""
    project = tmp_path / "project"
    lay_down(project, title="First course", today=date(2026, 11, 23))
    feeds = "pull: {per_host_delay: 0, timeout: 5}\nfeeds:\n  - {path: starter/feed.xml, title: Starter}\n"
    (project / "feeds.yml").write_text(feeds, encoding="utf-8")
    remote = bare(tmp_path, project)
    made = Runner(tmp_path, remote, tools(tmp_path / "bin"), {"SOURCE_DATE_EPOCH": EPOCH})
    yield made
    leaks_nothing(made)


def leaks_nothing(runner: Runner) -> None:
    """Look for the planted token in everything that a run left behind for others to read."""
    assert TOKEN not in runner.said
    for name in ("artifacts", "pages", "cache", "gh.log", "body"):
        place = runner.base / name
        for path in [place, *place.rglob("*")] if place.exists() else ():
            assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path
    command = ["git", "-C", runner.remote, "cat-file", "--batch-all-objects", "--batch"]
    assert TOKEN.encode() not in subprocess.run(command, check=True, capture_output=True).stdout


def on_main(runner: Runner) -> list[str]:
    return runner.git("ls-tree", "-r", "--name-only", "main").splitlines()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- what can be read in them ---------------------------------------------------------------------------


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
        assert "secrets." not in text
        for key, job in workflow(name)["jobs"].items():
            token = "github.token" in json.dumps(job)
            writes = any(right == "write" for right in job["permissions"].values())
            runs = " ".join(step.get("run", "") for step in job["steps"])
            if FETCHING.get(name) == key:
                assert job["permissions"] == {"contents": "read"}
                assert not token
            if token or writes:
                assert "curate " not in runs
                assert "pip " not in runs


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


# --- publish --------------------------------------------------------------------------------------------


def test_this_repository_publishes_itself_from_a_fresh_clone(tmp_path):
    """Everything real but GitHub: pip installs the checkout, curate builds the course, no network answers."""
    pytest.importorskip("hatchling")
    source = tmp_path / "source"
    kept = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, kept.split("\0")):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    feeds = source / "feeds.yml"
    listed = yaml.safe_load(feeds.read_text(encoding="utf-8"))["feeds"]
    feeds.write_text(f"feeds: {json.dumps([f for f in listed if 'path' in f])}\n", encoding="utf-8")
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    pip = f'#!/bin/sh\nexec "{environment}/bin/python" -m pip "$@"\n'
    curate = f'#!/bin/sh\nexec "{environment}/bin/curate" "$@"\n'
    # No index and no network: the libraries and the build backend are those of these tests.
    env = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "SOURCE_DATE_EPOCH": EPOCH}
    runner = Runner(tmp_path, bare(tmp_path, source), tools(tmp_path / "bin", pip=pip, curate=curate), env)
    assert runner.run("publish") == {"build": "success", "keep": "skipped", "deploy": "success"}, runner.said
    assert (tmp_path / "pages/social-learning/week-04.html").is_file()
    assert json.loads((tmp_path / "pages/build.json").read_bytes()) == {"built": "2026-11-23"}
    assert (packages / "curator/scaffold/mkdocs.yml").is_file()
    assert runner.asked == [], "nothing was kept, so nobody was asked"


def publishes_itself(runner: Runner) -> None:
    def change(work: Path) -> None:
        edit(work / "courses/first-course/course.yml", "publish: review", "publish: auto")

    commit(runner, "main", change)


def test_a_course_that_publishes_itself_keeps_its_weeks(runner):
    publishes_itself(runner)
    assert runner.run("publish") == {"build": "success", "keep": "success", "deploy": "success"}, runner.said
    week = "courses/first-course/week-01.md"
    changed = runner.git("diff", "--name-only", "main~1", "main").split()
    assert changed == [week], "one commit, of nothing but the week"
    assert "status: published" in runner.git("show", f"main:{week}")
    assert (runner.base / "pages/first-course/week-01.html").is_file()
    assert ["auth", "setup-git"] in runner.asked

    assert runner.run("publish")["keep"] == "success", "the week that opens next, a week ahead"
    before = snapshot(runner.base / "pages")
    assert "first-course/week-02.html" not in before, "and learners do not see it yet"
    (runner.base / "cache").unlink()
    assert runner.run("publish") == {"build": "success", "keep": "skipped", "deploy": "success"}, runner.said
    assert snapshot(runner.base / "pages") == before, "a lost cache changes no published page"

    commit(runner, "main", lambda work: (work / "feeds.yml").write_text("feeds: [\n", encoding="utf-8"))
    assert runner.run("publish") == {"build": "failure", "keep": "skipped", "deploy": "skipped"}
    assert "feeds.yml:" in runner.said
    assert snapshot(runner.base / "pages") == before, "the last good site stands"


def test_a_week_that_cannot_be_kept_is_not_published_either(runner):
    publishes_itself(runner)
    hook = runner.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho protected >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert runner.run("publish") == {"build": "success", "keep": "failure", "deploy": "skipped"}
    assert not (runner.base / "pages").exists()


# --- the review -----------------------------------------------------------------------------------------


def test_a_draft_becomes_a_pull_request_and_a_persons_words_stay(runner):
    assert runner.run("weekly-review") == {"draft": "success", "propose": "success"}, runner.said
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
    assert runner.run("weekly-review") == {"draft": "success", "propose": "success"}, runner.said
    assert runner.git("show", f"curate/review:{week}") == mine
    assert [words[:3] for words in runner.asked if words[0] == "pr"][-1] == ["pr", "edit", "7"]

    def merge(work: Path) -> None:
        text = mine.replace("status: draft", "status: published")
        (work / week).write_text(text, encoding="utf-8")
        subprocess.run(["git", "add", week], cwd=work, check=True)

    commit(runner, "main", merge)
    (runner.base / "pr").unlink()
    runner.env["SOURCE_DATE_EPOCH"] = str(int(EPOCH) + 7 * 86400)
    assert runner.run("weekly-review") == {"draft": "success", "propose": "success"}, runner.said
    changed = runner.git("diff", "--name-only", "main", "curate/review").split()
    assert changed == ["courses/first-course/week-02.md"], "after the merge the branch begins anew"


def test_courses_that_publish_themselves_are_not_reviewed(runner):
    publishes_itself(runner)
    assert runner.run("weekly-review") == {"draft": "success", "propose": "skipped"}, runner.said


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
