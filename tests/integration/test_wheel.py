"""Adoption: the built wheel alone, on a machine that knows nothing of this checkout."""

import importlib.util
import json
import os
import pty
import re
import select
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
import yaml
from runner import offline

import curator

ROOT = Path(__file__).parents[2]
SITE = Path(sysconfig.get_paths()["purelib"])

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None,
    reason="hatchling, which builds the wheel, is not installed",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel in a new environment, in a place with spaces and umlauts that nobody may write to."""
    home = tmp_path_factory.mktemp("Kürs für Zoë")
    environment = home / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    # The libraries come from the environment of these tests: there may be no network to fetch them.
    (packages / "libraries.pth").write_text(f"{SITE}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", environment / "bin/python", "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-index", wheel], check=True)
    for path in packages.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield home
    for path in [packages, *packages.rglob("*")]:
        path.chmod(0o755)


def environ(home: Path) -> dict[str, str]:
    (home / "home").mkdir(exist_ok=True)
    return {
        "HOME": str(home / "home"),
        "PATH": "/usr/bin:/bin",
        "LANG": "C",
        "LC_ALL": "C",
        "TZ": "Pacific/Apia",
        # As root nothing is read-only: then at least this test must not be the one who writes.
        **({"PYTHONDONTWRITEBYTECODE": "1"} if os.geteuid() == 0 else {}),
    }


def run(home: Path, *arguments: object, before: tuple[str, ...] = (), **more: str):
    """Run the installed command in `home`, away from this checkout."""
    return subprocess.run(
        [*before, home / "venv/bin/curate", *map(str, arguments)],
        cwd=home,
        env=environ(home) | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


def stamps(folder: Path) -> dict[str, int]:
    return {p.as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*")}


def test_the_wheel_carries_everything_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    scaffold = {
        path.relative_to(ROOT).as_posix()
        for folder in ("site_template", ".github/workflows")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = {
        name for name in scaffold | {"mkdocs.yml", "feeds.yml"} if f"curator/scaffold/{name}" not in names
    }
    assert not missing
    assert {"curator/starter/feed.xml", "curator/starter/course.yml"} <= names
    assert any(name.startswith("curator/app/review/static/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "courses/", "benchmarks/"))]
    assert not [name for name in names if name.endswith((".pyc", ".db"))]


def test_a_stranger_begins_and_builds_without_a_network(installed):
    before = stamps(installed / "venv")
    begun = run(
        *(installed, "init", "mein Kürs", "--starter", "--title", "Führen lernen"),
        *("--site-url", "zoe.github.io/kurs"),
    )
    assert begun.returncode == 0, begun.stderr
    project = installed / "mein Kürs"
    alone = offline()
    if not alone:
        feeds = "feeds:\n  - {path: starter/feed.xml, title: Starter articles}\n"
        (project / "feeds.yml").write_text(feeds, encoding="utf-8")
    built = run(installed, "build", "-C", project, "--today", "2026-11-23", "--json", before=alone)
    assert built.returncode == 0, built.stderr
    report = json.loads(built.stdout)
    assert report["feeds"]["ok"] == 1
    assert [w["status"] for w in report["weeks"]] == ["draft"]
    assert (project / "site/index.html").is_file()
    page = (project / "site/fuhren-lernen/index.html").read_text(encoding="utf-8")
    assert "Führen lernen" in page
    assert stamps(installed / "venv") == before, "nothing is written where packages live"
    assert not list((installed / "home").iterdir()), "nor into anybody's home"


def test_the_project_names_the_curator_that_made_it(installed):
    run(installed, "init", "again", "--starter", "--title", "Again", "-q")
    project = installed / "again"
    requirement = (project / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert requirement.startswith("curator-mooc[cards] @ https://"), "the index's curator is somebody else's"
    assert f"v{curator.__version__}." in requirement
    for name in ("publish.yml", "weekly-review.yml", "links.yml"):
        text = (project / ".github/workflows" / name).read_text(encoding="utf-8")
        steps = [s for job in yaml.safe_load(text)["jobs"].values() for s in job["steps"]]
        assert "pip install --requirement requirements.txt" in [s.get("run") for s in steps]
        assert "constraints.txt" not in text
        assert not re.search(r"\bdocs\b", text), (
            "the documentation of curator itself is published by curator's repository alone"
        )
    assert not (project / ".github/workflows/test.yml").exists()
    assert yaml.safe_load((project / "feeds.yml").read_text(encoding="utf-8"))["feeds"][0]["path"].startswith(
        "starter/"
    )


@pytest.mark.parametrize("strict", [{}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_words_reach_a_terminal_that_knows_ascii_only(installed, strict):
    told = run(installed, "doctor", "-C", "nirgendwö", **strict)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert "curate init" in told.stdout


def test_the_shell_can_complete_commands(installed):
    script = run(installed, _CURATE_COMPLETE="bash_source")
    assert "complete -o nosort -F" in script.stdout
    words = run(installed, _CURATE_COMPLETE="bash_complete", COMP_WORDS="curate dig", COMP_CWORD="1")
    assert "plain,digest" in words.stdout


# --- questions on a terminal --------------------------------------------------------------------------


def on_a_terminal(folder: Path, answers: list[str], *arguments: str) -> tuple[str, int]:
    """Run `curate init` on a terminal of its own; give an answer whenever it waits for one."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "curator", "init", "here", *arguments],
            {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"},
        )
    told = b""
    while select.select([terminal], [], [], 30)[0]:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # the other end has closed: that is how Linux says so
            break
        told += chunk
        if told.rstrip().endswith((b"?:", b"):", b"]:")) and answers:
            os.write(terminal, answers.pop(0).encode() + b"\n")
            told += b"\n"
    os.close(terminal)  # whoever still waits for an answer ends so
    status = os.waitpid(child, 0)[1]
    return told.decode("utf-8", "replace"), os.waitstatus_to_exitcode(status)


def test_few_questions_and_nothing_of_another_subject(tmp_path):
    (tmp_path / "reader.opml").write_text(
        '<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="https://a.example/f"/></body></opml>',
        encoding="utf-8",
    )
    need = "Learn to say what went wrong"
    told, code = on_a_terminal(
        tmp_path,
        [
            need,
            "Guild work",
            "",
            "reader.opml,",
            "",
        ],
    )
    assert code == 0, told
    assert told.count("?") == 4
    assert "- say what went wrong" in told
    course = yaml.safe_load((tmp_path / "here/courses/guild-work/course.yml").read_text(encoding="utf-8"))
    assert (course["title"], course["need"]) == ("Guild work", need)
    assert not course["keywords"]
    assert not course["audience"]
    feeds = yaml.safe_load((tmp_path / "here/feeds.yml").read_text(encoding="utf-8"))
    assert [feed["url"] for feed in feeds["feeds"]] == ["https://a.example/f"]
    assert feeds["tags"] == []
    assert not (tmp_path / "here/starter").exists()
    assert (course["about"], course["weeks"]) == ("", [])
    assert course["guidelines"]["contact"] == ""
    assert "site_description" not in (tmp_path / "here/mkdocs.yml").read_text(encoding="utf-8")


def test_what_is_not_asked_is_taken_from_options_and_said_back(tmp_path, curate):
    told = curate(
        *("init", tmp_path / "here", "--need", "Learn to say what went wrong", "--title", "Guild work"),
        *("--site-name", "The guilds", "--about", "How a guild learns.", "--curator", "Ada Low"),
        *("--contact", "ada@guild.example", "--site-url", "ada.github.io/guild", "--weeks", 2),
    )
    assert told.code == 0, told.err
    course = yaml.safe_load((tmp_path / "here/courses/guild-work/course.yml").read_text(encoding="utf-8"))
    assert course["about"] == "How a guild learns."
    assert course["curators"] == ["Ada Low"]
    assert course["guidelines"]["moderator"] == "Ada Low"
    assert course["guidelines"]["contact"] == "ada@guild.example"
    assert course["weeks"] == [{"title": "Guild work, part 1"}, {"title": "Guild work, part 2"}]
    settings = (tmp_path / "here/mkdocs.yml").read_text(encoding="utf-8")
    assert 'site_name: "The guilds"' in settings
    assert 'site_url: "https://ada.github.io/guild/"' in settings
    assert "site_description" not in settings
    assert "as learners read it: Ada Low\n" in told.out
    assert "is in charge: ada@guild.example\n" in told.out


def test_words_that_are_no_name_are_said_back_and_marked(tmp_path, curate):
    told = curate("init", tmp_path / "here", "--need", "Learn to pour", "--curator", "Marta, or at the bar")
    assert "as learners read it: Marta, or at the bar (is that one name?" in told.out


def test_no_answer_is_the_example(tmp_path):
    told, code = on_a_terminal(tmp_path, [""])
    assert code == 0, told
    assert (tmp_path / "here/starter/feed.xml").is_file()


def test_whoever_stops_at_a_question_reads_that_nothing_was_written(tmp_path):
    told, code = on_a_terminal(tmp_path, ["Learn to say what went wrong", "\x03"])
    assert code == 1, told
    assert "stopped: nothing was written" in told
    assert not (tmp_path / "here").exists()


def test_a_folder_that_is_taken_is_told_before_the_first_question(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here/feeds.yml").write_text("feeds: []\n", encoding="utf-8")
    told, code = on_a_terminal(tmp_path, [])
    assert code == 2
    assert "holds a project already" in told
    assert "?" not in told


def test_no_question_where_an_option_speaks(tmp_path):
    told, code = on_a_terminal(tmp_path, [], "--title", "Guild work", "--starter")
    assert code == 0, told
    assert "?:" not in told


def test_no_question_without_a_terminal(installed):
    outcome = run(installed, "init", "quiet")
    assert outcome.returncode == 0
    assert "?" not in outcome.stdout


@pytest.mark.parametrize(
    "address", ["ftp://example.org", "https://", "https://a b.example/", "https://[::1/", "x?y=1"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_written(tmp_path, curate, address):
    outcome = curate("init", tmp_path / "here", "--site-url", address)
    assert outcome.code == 2
    assert "is not a web address" in outcome.err
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://ada.github.io", "https://ada.github.io/"),
        ("ada.github.io/guild/", "https://ada.github.io/guild/"),
        ("https://ada.github.io/guild/index.html", "https://ada.github.io/guild/"),
    ],
)
def test_an_address_is_completed(tmp_path, curate, said, address):
    assert curate("init", tmp_path / "here", "--site-url", said).code == 0
    assert f'site_url: "{address}"' in (tmp_path / "here/mkdocs.yml").read_text(encoding="utf-8")
