"""Bad nights: whatever the network, the clock or the machine does, the site of last week stands as it is."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from only_starter import ONLY_STARTER
from pull_server import answer, serving

from benchmarks.person import say_why
from curator.app.clock import BACK, LEAP, doubt
from curator.app.scaffold import NewCourse, lay_down
from curator.cli import main

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
FEED = b"""<rss version="2.0"><channel><title>Well</title><link>http://well.test/</link><description>x</description>
<item><title>One</title><link>http://well.test/1</link></item></channel></rss>"""
EMPTY = re.sub(rb"<item>.*</item>", b"", FEED)


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Web:
    """Feeds that behave as `mood` says."""

    mood = "well"

    def __call__(self, request):
        if self.mood == "dead":
            return b""
        if request.path == "/robots.txt":
            return answer(404)
        body = {"well": FEED, "empty feeds": EMPTY, "empty answers": b""}[self.mood]
        return answer(200, body, Content_Type="application/rss+xml")


class Clock(datetime):
    """A clock that tests set."""

    moment = NOW

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


@pytest.fixture(scope="module")
def last_week(tmp_path_factory):
    """A project with a published week and its site, and the web that it reads."""
    root, web = tmp_path_factory.mktemp("nights") / "project", Web()
    lay_down(root, NewCourse("First course"), today=NOW.date())
    listed = "".join(f'  - {{url: "http://{name}.test/feed"}}\n' for name in "abc")
    (root / "feeds.yml").write_text(ONLY_STARTER.replace("feeds:\n", f"feeds:\n{listed}"), "utf-8")
    with serving(web) as server:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("curator.cli.common.datetime", Clock)
            build = ("build", "--proxy", server.address, "-q")
            for arguments in (build, ("publish", "first-course", "1", "-q"), build):
                with pytest.raises(SystemExit) as leaving:
                    main([*arguments, "-C", str(root)])
                assert not leaving.value.code
                if arguments is build:
                    say_why(root)
        yield root, web, server.address


@pytest.fixture
def settled(last_week, tmp_path, monkeypatch):
    """A copy of that project, a week later: its folder, `curate build`, the web, and the clock."""
    root, web, address = last_week
    project = tmp_path / "project"
    shutil.copytree(root, project, symlinks=True)
    monkeypatch.setattr("curator.cli.common.datetime", Clock)
    monkeypatch.setattr(Clock, "moment", NOW + timedelta(days=7))
    monkeypatch.setattr(web, "mood", "well", raising=False)
    return project, ("build", "-C", project, "--proxy", address, "--json"), web, Clock


@pytest.fixture
def other_disk(tmp_path):
    """A folder on another file system where there is one: it keeps names in another order."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="curator-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("mood", ["dead", "empty feeds", "empty answers"])
def test_when_the_web_is_gone_last_weeks_site_stands(settled, curate, mood):
    project, build, web, _ = settled
    before = tree(project / "site"), tree(project / "courses")
    web.mood = mood
    outcome = curate(*build)
    assert outcome.code == 1
    (reason,) = outcome.json["held"]
    assert "3 of 4 feeds failed" in reason
    assert "the last good site stands" in reason
    assert (tree(project / "site"), tree(project / "courses")) == before
    web.mood = "well"
    assert curate(*build).json["feeds"]["failed"] == 0


@pytest.mark.parametrize("years", [-10, 10])
@pytest.mark.parametrize("command", ["build", "site"])
def test_a_clock_ten_years_off_changes_nothing(settled, curate, years, command):
    project, build, _, clock = settled
    right = clock.moment
    before = tree(project / "site"), tree(project / "courses")
    clock.moment = right.replace(year=right.year + years)
    outcome = curate(*(build if command == "build" else ("site", "-C", project, "--json")))
    assert outcome.code == 1
    (reason,) = outcome.json["held"]
    assert f"this machine's clock says {right.year + years}-11-30" in reason
    assert "the last good site stands" in reason
    assert (tree(project / "site"), tree(project / "courses")) == before
    clock.moment = right
    assert curate(*build).code == 0


def test_a_site_that_is_held_is_shown_as_it_was_and_never_the_project_instead(settled, curate, monkeypatch):
    project, _, _, clock = settled
    clock.moment = NOW.replace(year=2036)
    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", lambda _: None)
    outcome = curate("serve", "-C", project, "--port", "0")
    assert outcome.code == 0
    assert f"Serving {project / 'site'} at" in outcome.out
    assert "held: this machine's clock says 2036-11-23" in outcome.err
    shutil.rmtree(project / "site")
    outcome = curate("serve", "-C", project, "--port", "0")
    assert (outcome.code, outcome.out) == (1, "")


def test_a_clock_that_went_back_is_noticed_by_a_clone_that_remembers_nothing(settled, curate):
    project, build, _, clock = settled
    week = project / "courses/first-course/week-01.md"
    assert "status: published" in week.read_text("utf-8")
    for path in (project / ".curator").glob("store.db*"):
        path.unlink()
    clock.moment = NOW.replace(year=2016)
    outcome = curate(*build)
    assert outcome.code == 1
    assert "the first published week opens on 2026-11-23" in outcome.json["held"][0]


def test_a_person_who_names_the_day_is_believed_from_then_on(settled, curate):
    _, build, _, clock = settled
    clock.moment = NOW.replace(year=2033)
    assert curate(*build).code == 1
    assert curate(*build, "--today", "2033-11-23").code == 0
    clock.moment += timedelta(days=7)
    assert curate(*build).code == 0


def test_a_rehearsal_of_another_day_is_not_taken_for_the_clock(settled, curate):
    _, build, _, _ = settled
    assert curate(*build, "--today", "2040-01-01").code == 0
    assert curate(*build).code == 0


def test_the_clock_is_doubted_only_for_years():
    last = NOW.isoformat()
    assert doubt(NOW, "", []) == ""
    assert doubt(NOW - BACK, last, []) == ""
    assert doubt(NOW + LEAP, last, []) == ""
    assert doubt(NOW, "", [NOW.date() + timedelta(days=400)]) == ""
    assert doubt(NOW - BACK - timedelta(hours=1), last, [])
    assert doubt(NOW + LEAP + timedelta(hours=1), last, [])
    assert doubt(NOW, "", [NOW.date() + LEAP + timedelta(days=1)])


def test_names_that_nobody_resolves_in_time_hold_the_site_back(settled, curate, monkeypatch):
    """The resolver stand-in takes longer than any fetch may; the run does not wait for it."""
    project, build, _, _ = settled
    before = tree(project / "site"), tree(project / "courses")
    feeds = project / "feeds.yml"
    feeds.write_text(feeds.read_text("utf-8").replace("timeout: 5", "timeout: 1"), "utf-8")
    answered = threading.Event()

    def slow(*_, **__):
        answered.wait(60)
        return []

    with monkeypatch.context() as patch:
        patch.setattr("socket.getaddrinfo", slow)
        try:
            without_proxy = [a for a in build if not str(a).startswith(("http:", "--proxy"))]
            outcome = curate(*without_proxy)
        finally:
            answered.set()
    assert outcome.code == 1
    assert "3 of 4 feeds failed" in outcome.json["held"][0]
    assert {f["error"] for f in outcome.json["failures"]} == {"no complete answer within 1 s"}
    assert outcome.json["seconds"]["pull"] < 30
    assert (tree(project / "site"), tree(project / "courses")) == before


def test_the_first_build_of_all_needs_no_network(project, curate, tmp_path):
    """The feeds of the scaffold, and a proxy that is not there: the starter articles make the week."""
    root = tmp_path / "first"
    lay_down(root, NewCourse("First course"), today=NOW.date())
    outcome = curate("build", "-C", root, "--today", "2026-11-23", "--proxy", "http://127.0.0.1:9", "--json")
    assert outcome.code == 0
    assert outcome.json["feeds"]["failed"] > 1
    assert (root / "courses/first-course/week-01.md").is_file()
    assert (root / "site/index.html").is_file()


# --- the same inputs give the same bytes -------------------------------------------------------------

ELSEWHEN = """
import datetime, sys
import curator.cli.common as common
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=int(sys.argv[1]))
common.datetime = Clock
from curator.cli import main
main(sys.argv[2:])
"""


def test_two_builds_on_other_days_in_other_places_differ_in_no_byte(last_week, tmp_path, other_disk):
    """Another disk, date, language, time zone and hash seed; the same SOURCE_DATE_EPOCH, nothing cached."""
    source, _, address = last_week
    epoch = str(int((NOW + timedelta(days=7)).timestamp()))
    runs = [
        (tmp_path / "here", "0", {"LANG": "C", "LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"}),
        (
            other_disk / "an other folder, with ümlauts",
            "400",
            {"LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
        ),
    ]
    for root, days, more in runs:
        shutil.copytree(source, root, ignore=shutil.ignore_patterns(".curator", "site"))
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHEN, days, "build", "-q", "-C", str(root), "--proxy", address],
            env={**os.environ, **more, "SOURCE_DATE_EPOCH": epoch},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    (one, other), (one_root, other_root) = [[tree(r / "site") for r, *_ in runs], [r for r, *_ in runs]]
    assert {n for n in one.keys() | other.keys() if one.get(n) != other.get(n)} == set()
    assert tree(one_root / "courses") == tree(other_root / "courses")
    assert (one_root / "courses/first-course/week-02.md").is_file()
    assert json.loads((one_root / "site/build.json").read_bytes()) == {"built": "2026-11-30"}
    for name in one:
        assert str(tmp_path).encode() not in (one_root / "site" / name).read_bytes(), name
