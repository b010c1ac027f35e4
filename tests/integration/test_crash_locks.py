"""Several at once: one build runs and the others say which; nobody's save is lost to another's."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock
from one_process import one_process
from pull_server import answer, serving

from curator.app import run as running
from curator.errors import BusyError

MANY = 50
CROWD = """
import os, sys
from pathlib import Path
import curator.config, curator.app, curator.app.drafting, curator.app.run, curator.app.make_site
from curator.cli import main
count, folder, *arguments = sys.argv[1:]
gate, opened = os.pipe()
for number in range(int(count)):
    if not os.fork():
        os.close(opened)
        out = os.open(f"{folder}/{os.getpid()}", os.O_WRONLY | os.O_CREAT)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.read(gate, 1)
        code = 99
        try:
            main(arguments)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
os.close(opened)
for _ in range(int(count)):
    pid, status = os.wait()
    print(pid, os.waitstatus_to_exitcode(status), flush=True)
"""


def test_of_fifty_builds_at_once_one_runs_and_the_others_name_it(project, tmp_path):
    """The one that runs is kept waiting by a server until all the others have ended."""
    feeds = project / "feeds.yml"
    text = feeds.read_text("utf-8").replace("timeout: 5", "timeout: 60")
    feeds.write_text(text.replace("feeds:\n", 'feeds:\n  - {url: "http://slow.test/feed"}\n'), "utf-8")
    told, others_ended = tmp_path / "told", threading.Event()
    told.mkdir()

    def web(_):
        others_ended.wait(120)
        return answer(404)

    with serving(web) as server:
        arguments = ("build", "-C", str(project), "--today", "2026-11-23", "--proxy", server.address)
        with one_process([sys.executable, "-c", CROWD, str(MANY), str(told), *arguments]) as crowd:
            try:
                ended = [crowd.stdout.readline().split() for _ in range(MANY - 1)]
            finally:
                others_ended.set()
            (winner, code) = crowd.stdout.readline().split()
    assert code == "0", (told / winner).read_text()
    assert {code for _, code in ended} == {"1"}
    words = {(told / pid).read_text() for pid, _ in ended}
    assert words == {f"process {winner} is working on this project; wait for it, or end it, then try again\n"}
    assert (project / "site/index.html").is_file()


@pytest.mark.parametrize("note", [None, "", "12", "no number", "-1", "99999999999999999999", "0"])
def test_a_note_that_is_torn_or_of_an_ended_process_names_nobody(tmp_path, monkeypatch, note):
    monkeypatch.setattr(running, "PATIENCE", 0.05)
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    with FileLock(tmp_path / "lock"):
        if note is not None:
            (tmp_path / "lock.pid").write_text(str(ended.pid) if note == "12" else note)
        with pytest.raises(BusyError, match="another process is working on this project"):
            running._take_lock(tmp_path)


def test_a_run_that_is_just_beginning_is_waited_for_until_it_says_who_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 60)
    naps = []

    def nap(seconds):
        naps.append(seconds)
        (tmp_path / "lock.pid").write_text(str(os.getpid()))

    monkeypatch.setattr(running, "sleep", nap)
    with FileLock(tmp_path / "lock"), pytest.raises(BusyError, match=f"process {os.getpid()} is working"):
        running._take_lock(tmp_path)
    assert len(naps) == 1


def test_a_lock_that_becomes_free_meanwhile_is_taken(tmp_path, monkeypatch):
    held = FileLock(tmp_path / "lock")
    held.acquire()
    monkeypatch.setattr(running, "sleep", lambda _: held.release())
    lock = running._take_lock(tmp_path)
    assert lock.is_locked
    assert (tmp_path / "lock.pid").read_text() == str(os.getpid())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lock", "lock.pid"]
    lock.release()


def test_a_note_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "lock.new").mkdir()
    (tmp_path / "lock.pid").write_text("1")
    running._take_lock(tmp_path).release()
    assert not (tmp_path / "lock.pid").exists(), "nobody is named wrongly"


WRITERS, LINES = 4, 60
WRITER = """
import sys
from pathlib import Path
from curator.weeks.edit import load, save
from curator.errors import ConflictError
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
conflicts = 0
for number in range(count):
    while True:
        old = load(path)
        try:
            save(path, old, f"{old}{name} {number}\\n")
            break
        except ConflictError:
            conflicts += 1
"""


def test_no_save_is_lost_to_another_that_comes_at_the_same_moment(tmp_path):
    """Compare and write are one step: each line of each writer is there once, and nothing else."""
    path = tmp_path / "courses/guilds/week-01.md"
    path.parent.mkdir(parents=True)
    path.write_text("")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(n), str(LINES)], stdin=subprocess.PIPE, text=True
        )
        for n in range(WRITERS)
    ]
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        assert writer.wait(120) == 0
        writer.stdin.close()
    wanted = sorted(f"{n} {line}" for n in range(WRITERS) for line in range(LINES))
    assert sorted(path.read_text().splitlines()) == wanted
    assert [p.name for p in Path(path.parent).iterdir()] == ["week-01.md"], "no lock lies beside the weeks"
