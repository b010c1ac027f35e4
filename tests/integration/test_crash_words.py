"""What the machine refuses is told in words, with the remedy and an exit code; a bug stays visible."""

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from curator import errors, files
from curator.app.scaffold import NewCourse, lay_down
from curator.cli import main
from curator.errors import WorkerError, refused
from curator.execution.workers import Workers
from curator.files import UNFINISHED, sweep, write_atomic

COURSE = "first-course"
CURATE = (sys.executable, "-m", "curator")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "week-01.md: the disk is full; make room, then run it again; nothing is half written"),
        (errno.EDQUOT, "week-01.md: your share of the disk is used up; make room"),
        (errno.EROFS, "week-01.md: the disk is read-only; work on a copy"),
        (errno.EACCES, "week-01.md: permission is missing; give yourself the right to it"),
        (errno.EIO, "week-01.md: the disk could not be read or written; look after the disk"),
        (errno.EMFILE, "ulimit -n"),
    ],
)
def test_every_command_tells_what_the_machine_refuses(project, curate, monkeypatch, number, words):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number), "week-01.md")

    monkeypatch.setattr("curator.weeks.edit.write_atomic", refuse)
    outcome = curate("suggest", "-C", project, COURSE, "https://a.example/")
    assert outcome.code == 1
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_what_is_no_refusal_is_a_bug_and_shows_itself(project, curate, monkeypatch):
    def stumble(*_, **__):
        raise FileNotFoundError(errno.ENOENT, "No such file", "nowhere")

    monkeypatch.setattr("curator.app.composition.SQLiteStore.open", stumble)
    with pytest.raises(FileNotFoundError):
        main(["lint", "-C", str(project)])


def test_an_error_without_a_number_or_a_file_is_put_into_words_or_left():
    assert refused(OSError("odd")) == ""
    assert refused(OSError(errno.ENOSPC, "x")) == (
        "the disk is full; make room, then run it again; nothing is half written"
    )
    assert refused(OSError(errno.ENOSPC, "x", 3)).startswith("the disk is full")
    unfinished = "/a/courses/b/.week-01.md.x1_y2z3w.curate"
    assert refused(OSError(errno.EACCES, "x", unfinished)).startswith("/a/courses/b/week-01.md: permission")
    assert all(remedy and what for what, remedy in errors._REFUSALS.values())


def test_a_worker_tells_it_in_the_same_words():
    with Workers(1) as workers:
        full, missing = workers.map(fill_up, ["/dev/full", "/nowhere/at/all"])
    assert type(full.error) is WorkerError
    assert "the disk is full; make room" in str(full.error)
    assert str(missing.error).startswith("FileNotFoundError: ")


def fill_up(path):
    Path(path).write_text("x")


# --- folders and disks that are really so -------------------------------------------------------------


def without_rights():
    """Take from root what lets it write everywhere; anybody else has no such right."""
    if os.getuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE


def locked_up(folder, locked):
    for path in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        path.chmod(0o555 if locked else 0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="takes rights from root in the way of Linux")
@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--today", "2026-11-23"),
        ("publish", COURSE, "1"),
        ("note", COURSE, "https://a.example/", "words"),
        ("feeds", "remove", "starter/feed.xml"),
        ("doctor",),
    ],
)
def test_a_read_only_folder_is_named_with_its_remedy(project, arguments):
    locked_up(project, True)
    try:
        done = subprocess.run(
            [*CURATE, *arguments, "-C", str(project)],
            capture_output=True,
            text=True,
            preexec_fn=without_rights,
            check=False,
        )
    finally:
        locked_up(project, False)
    assert done.returncode == 1, done.stderr
    assert f"{project}/.curator: permission is missing; give yourself the right to it" in (
        done.stdout + done.stderr
    )
    assert "Traceback" not in done.stderr


ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size="$SIZE" tmpfs "$DISK"
cp -a "$SOURCE/." "$DISK/project"
set +e
"$PYTHON" -m curator build -C "$DISK/project" --today 2026-11-23 -q 2> "$SAID"
echo $?
find "$DISK/project" -path '*/.curator' -prune -o -name '.*' -newer "$SAID.before" -print | grep -v gitignore
ls "$DISK/project/site" 2>/dev/null | head -1
mount -o remount,size=200m "$DISK"
"$PYTHON" -m curator build -C "$DISK/project" --today 2026-11-23 -q
echo $?
cp -a "$DISK/project/site" "$DISK/project/courses" "$OUT"
"""


def may_mount():
    return (
        sys.platform == "linux"
        and os.getuid() == 0
        and shutil.which("unshare") is not None
        and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0
    )


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """A project that was not built yet, and what a build with room makes of it."""
    if not may_mount():
        pytest.skip("a small disk can be mounted by root only")
    source = tmp_path_factory.mktemp("small") / "source"
    lay_down(source, NewCourse("First course"), today=date(2026, 11, 23))
    (source / "feeds.yml").write_text("feeds:\n  - {path: starter/feed.xml}\n", "utf-8")
    made = source.with_name("made")
    shutil.copytree(source, made)
    build = [*CURATE, "build", "-C", str(made), "--today", "2026-11-23", "-q"]
    subprocess.run(build, check=True)
    return source, made


@pytest.mark.parametrize("room", [0, 900])
def test_a_disk_that_is_really_full_ends_in_a_sentence_and_the_next_build_is_whole(wanted, tmp_path, room):
    """A small disk of memory with so many kilobytes of room: for nothing, or for half of what is made."""
    source, made = wanted
    disk, out, said = tmp_path / "disk", tmp_path / "out", tmp_path / "said"
    disk.mkdir()
    out.mkdir()
    (tmp_path / "said.before").touch()
    used = sum(-(-p.stat().st_size // 4096) * 4 for p in source.rglob("*") if p.is_file())
    names = {"SIZE": f"{used + room}k", "DISK": disk, "SOURCE": source, "SAID": said, "OUT": out}
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", ON_A_SMALL_DISK],
        env={**os.environ, **{k: str(v) for k, v in names.items()}, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    words = said.read_text("utf-8")
    assert done.stdout.splitlines() == ["1", "0"], (done.stdout, done.stderr, words)
    assert "disk is full" in words
    assert "make room" in words
    assert "Traceback" not in words
    for folder in ("site", "courses"):
        assert contents(out / folder) == contents(made / folder)


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- what a save leaves ---------------------------------------------------------------------------------


def test_what_a_killed_save_left_goes_with_the_next_one(tmp_path):
    path, left = tmp_path / "week-01.md", tmp_path / f".week-01.md.abc{UNFINISHED}"
    other, mine = tmp_path / f".week-02.md.abc{UNFINISHED}", tmp_path / ".week-01.md.swp"
    for each in (left, other, mine):
        each.write_text("half")
    write_atomic(path, b"whole")
    assert sorted(p.name for p in tmp_path.iterdir()) == [mine.name, other.name, path.name]
    sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [mine.name, path.name]
    sweep(tmp_path / "missing")


def test_a_check_that_fails_writes_nothing(tmp_path):
    path = tmp_path / "a"

    def refuse():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        write_atomic(path, b"x", check=refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_that_cannot_lock_folders_is_written_to_all_the_same(tmp_path, monkeypatch):
    def cannot(*_):
        raise OSError(errno.EBADF, "flock")

    monkeypatch.setattr(files.fcntl, "flock", cannot)
    left = tmp_path / f".a.abc{UNFINISHED}"
    left.write_text("another's, perhaps")
    write_atomic(tmp_path / "a", b"x")
    sweep(tmp_path)
    assert (tmp_path / "a").read_bytes() == b"x"
    assert left.exists(), "nobody knows whether its writer is at work"
