"""`curate review` as a person starts it: which week, the address, the lock, the end."""

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from one_process import one_process

from curator.app.loading import read_modules
from curator.app.review import open_session, week_to_review
from curator.app.review.opening import doorstep
from curator.app.run import Run
from curator.errors import ConfigError
from curator.model import Module
from curator.weeks.week_file import new_week_text


def write(project, week, status="draft", course="first-course"):
    path = project / "courses" / course / f"week-{week:02d}.md"
    path.write_text(new_week_text(Module(week=week, title=f"Week {week}", status=status)), "utf-8")
    return path


@pytest.fixture
def run(project):
    with Run.open(
        project, now=datetime(2026, 11, 23, tzinfo=UTC), today=date(2026, 11, 23), strict=False
    ) as run:
        yield run


def reopened(run):
    run.modules, run.week_problems = read_modules(run.project, run.store, run.published)
    return run


def test_the_newest_draft_is_meant_else_the_newest_week(project, run):
    with pytest.raises(ConfigError, match="no week yet"):
        week_to_review(run, None, None)
    write(project, 1, "published")
    assert week_to_review(reopened(run), None, None)[1] == 1
    write(project, 2)
    write(project, 3, "published")
    course, week = week_to_review(reopened(run), None, None)
    assert (course.slug, week) == ("first-course", 2)
    assert week_to_review(run, "first-course", 1)[1] == 1
    with pytest.raises(ConfigError, match="no week 9"):
        open_session(run, course, 9)
    with pytest.raises(ConfigError):
        week_to_review(run, "nobody", None)


def test_of_several_courses_the_one_with_a_draft_is_meant(project):
    other = project / "courses" / "second"
    other.mkdir()
    (other / "course.yml").write_text(
        (project / "courses/first-course/course.yml").read_text("utf-8").replace("id: ", "id: z", 1), "utf-8"
    )
    now = {"now": datetime(2026, 11, 23, tzinfo=UTC), "today": date(2026, 11, 23)}
    with Run.open(project, **now) as run, pytest.raises(ConfigError, match="first-course, second"):
        week_to_review(run, None, None)
    write(project, 1, course="second")
    with Run.open(project, **now) as run:
        assert week_to_review(run, None, None)[0].slug == "second"
    write(project, 1)
    with Run.open(project, **now) as run, pytest.raises(ConfigError, match="curate review COURSE"):
        week_to_review(run, None, None)


def test_a_broken_week_is_named_with_its_line_and_others_open(project):
    write(project, 1)
    bad = write(project, 2)
    bad.write_text(bad.read_text("utf-8").replace("status: draft", "status: maybe"), "utf-8")
    now = {"now": datetime(2026, 11, 23, tzinfo=UTC), "today": date(2026, 11, 23)}
    with Run.open(project, **now, strict=False) as run:
        course, week = week_to_review(run, None, None)
        assert week == 1
        with pytest.raises(ConfigError, match=r"week-02\.md:4"):
            open_session(run, course, 2)


def test_the_command_serves_the_week_holds_no_lock_and_ends_quietly(project, curate):
    assert curate("draft", "-C", project, "--week", 1, "--today", "2026-11-23").code == 0
    with one_process(
        [
            *(sys.executable, "-m", "curator", "review", "first-course", "-C", str(project)),
            *("--no-open", "--json", "--today", "2026-11-23", "--share", "read", "--share-on", "127.0.0.1"),
        ],
        stderr=subprocess.PIPE,
    ) as process:
        try:
            told = ""
            while not told.endswith("}\n"):
                line = process.stdout.readline()
                assert line, process.stderr.read()
                told += line
            found = json.loads(told)
            assert (found["course"], found["week"], found["file"]) == (
                "first-course",
                1,
                "courses/first-course/week-01.md",
            )
            address = urlsplit(found["url"])
            assert address.hostname == "127.0.0.1"
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
            connection.request("GET", f"{address.path}state")
            answer = json.loads(connection.getresponse().read())
            connection.close()
            assert answer["state"]["parts"]["week-title"] == ["Week 1"]
            shared = urlsplit(found["shared"])
            assert (shared.scheme, shared.hostname) == ("https", "127.0.0.1")
            trust = ssl.create_default_context()
            trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
            connection = http.client.HTTPSConnection(shared.hostname, shared.port, timeout=60, context=trust)
            connection.request("GET", f"{shared.path}state")
            assert json.loads(connection.getresponse().read())["may"] == "read"
            connection.close()
            # Another command works on the project meanwhile.
            assert curate("lint", "-C", project).code == 0
            taken = curate("review", "-C", project, "--no-open", "--port", address.port)
            assert taken.code == 1
            assert "choose another with --port" in taken.err
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(90)
        assert (code, process.stderr.read()) == (0, "")


OPENED = """#!{python}
import sys
with open({file!r}, "w") as file:
    file.write(sys.argv[1])
"""


def test_the_process_list_never_holds_the_key(project, curate, tmp_path):
    """The browser is given a file that only its owner can read; the file leads on to the address."""
    assert curate("draft", "-C", project, "--week", 1, "--today", "2026-11-23").code == 0
    arguments, browser = tmp_path / "arguments", tmp_path / "browser"
    browser.write_text(OPENED.format(python=sys.executable, file=str(arguments)))
    browser.chmod(0o755)
    with one_process(
        [
            sys.executable,
            "-m",
            "curator",
            "review",
            "first-course",
            "-C",
            str(project),
            "--json",
            "--today",
            "2026-11-23",
        ],
        stderr=subprocess.PIPE,
        env={**os.environ, "BROWSER": f"{browser} %s", "DISPLAY": ":0"},
    ) as process:
        try:
            told = ""
            while not told.endswith("}\n"):
                told += process.stdout.readline()
            address = json.loads(told)["url"]
            token = urlsplit(address).path.split("/")[1]
            while not (arguments.is_file() and arguments.read_text()):
                assert process.poll() is None, process.stderr.read()
            given = urlsplit(arguments.read_text())
            assert (given.scheme, given.netloc) == ("file", "")
            page = Path(unquote(given.path))
            assert token not in arguments.read_text()
            assert f'href="{address}"' in page.read_text("utf-8")
            assert page.stat().st_mode & 0o777 == 0o600
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(90)
    assert not page.exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can become somebody else")
def test_another_user_reads_neither_the_file_nor_the_process_list():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with doorstep(folder, "http://127.0.0.1:1/SeCrEtToKeN/") as page:
            shown = subprocess.Popen([sys.executable, "-c", "input()", page.as_uri()], stdin=subprocess.PIPE)
            try:
                script = 'cat "$1" /proc/[0-9]*/cmdline'
                command = ["/bin/sh", "-c", script, "sh", str(page)]
                seen = subprocess.run(command, user=65534, group=65534, cwd="/", capture_output=True)
            finally:
                shown.communicate(b"\n")
    assert b"SeCrEtToKeN" not in seen.stdout
    assert b"review-" in seen.stdout, "the arguments of the browser were read"
    assert b"Permission denied" in seen.stderr
