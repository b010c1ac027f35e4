"""A small runner that stands for GitHub: it does what the official actions do, with folders of this machine.

Each job gets the token that the workflow hands it and no other, and finds a `gh` on its PATH that notes what
it was asked. Whatever a run leaves behind for others to read can be searched for planted secrets.
"""

import functools
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github/workflows"
TOKEN = "ghs_" + "Planted0Secret" * 3
"""GitHub's short-lived token, which a job gets where the workflow hands it over."""
PLANTED = {
    "CURATE_SMTP_PASSWORD": "Planted1Password",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "Planted2Identity",
    "PYPI_TOKEN": "Planted3Package",
}
"""Secrets that stand in the environment of every step, as a careless machine may have them."""
SECRETS = PLANTED | {"GH_TOKEN": TOKEN}
EPOCH = "1795392000"
"""23 November 2026, as SOURCE_DATE_EPOCH."""

GH = """#!/bin/sh
[ -n "$GH_TOKEN" ] || exit 4
{ printf '%s' gh; for word; do printf '\\t%s' "$word"; done; echo; } >> "$GH_LOG"
case "$1 $2" in
  'pr list') cat "$GH_STATE/pr" 2> /dev/null ;;
  'pr create') echo 7 > "$GH_STATE/pr" ;;
  'issue list') case " $* " in
    *' suggestion '*) cat "$GH_STATE/suggestions" 2> /dev/null || echo '[]' ;;
    *) cat "$GH_STATE/issue" 2> /dev/null ;;
  esac ;;
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


@functools.cache
def offline() -> tuple[str, ...]:
    """Return the command that runs another one in a world without a network, where the system has one."""
    command = ("unshare", "--net")
    there = shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True)
    return command if there and there.returncode == 0 else ()


@dataclass
class Runner:
    """One repository on this machine: a bare remote, a cache, artifacts, and a log of all that was said.

    `alone` cuts the steps off from every network, this machine's own servers included.
    """

    base: Path
    remote: Path
    tools: Path
    env: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    runs: int = 0
    alone: bool = True
    secrets: dict[str, str] = field(default_factory=dict)
    """Secrets of the repository, by name; a step gets one only where the workflow hands it over."""

    def run(self, name: str, *, branch: str = "main", only: str = "") -> dict[str, str]:
        """Run a workflow, or one job of it, as its default branch holds it; returns each job's result."""
        self.runs += 1
        spec = parsed(self.git("show", f"{branch}:.github/workflows/{name}.yml"))
        results: dict[str, dict] = {}
        for key, job in spec["jobs"].items():
            if only not in ("", key):
                continue
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
            **PLANTED,
            **self.env,
            **{k: self.fill(v, folder, needs, steps) for k, v in step.get("env", {}).items()},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        command = [*(offline() if self.alone else ()), *command]
        done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, timeout=600)
        said = output.read_text(encoding="utf-8")
        self.log.append(f"$ {step.get('name')}\n{done.stdout}{done.stderr}{said}")
        pairs = [line.partition("=") for line in said.splitlines()]
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
        known |= {f"secrets.{name}": value for name, value in self.secrets.items()}
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


def leaks(runner: Runner) -> list[str]:
    """Search all that a run left behind for others to read for what was planted; returns where it stands."""
    found = [f"the log: {name}" for name, value in SECRETS.items() if value in runner.said]
    for name in ("artifacts", "pages", "cache", "gh.log", "body"):
        place = runner.base / name
        for path in [place, *place.rglob("*")] if place.exists() else ():
            data = path.read_bytes() if path.is_file() else b""
            found += [f"{path}: {name}" for name, value in SECRETS.items() if value.encode() in data]
    command = ["git", "-C", runner.remote, "cat-file", "--batch-all-objects", "--batch"]
    objects = subprocess.run(command, check=True, capture_output=True).stdout
    return found + [f"the repository: {name}" for name, value in SECRETS.items() if value.encode() in objects]


def tracked(target: Path, *, without: str = "tests/") -> Path:
    """Copy this checkout's tracked files, as they stand now."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, names.split("\0")):
        if not name.startswith(without) and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def on_main(runner: Runner) -> list[str]:
    return runner.git("ls-tree", "-r", "--name-only", "main").splitlines()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
