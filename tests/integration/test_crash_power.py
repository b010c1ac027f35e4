"""A cut of the power: only what was forced to disk is sure to be there afterwards.

The first tests go by rule, over all that a command does to the disk in its order; the last ones lose caches.
"""

import os
import sys
from pathlib import Path

import pytest

from benchmarks.crash import shooting_range
from benchmarks.person import say_why
from curator.app.caches import CACHES, MARK, distrust, unflushed

COMMANDS = ("build", "publish", "review save", "note", "add", "feeds add", "link fix")
START = Path("/proc/sys/kernel/random/boot_id")


@pytest.fixture(scope="module")
def range_():
    if sys.platform != "linux":
        pytest.skip("waits for processes in the way of Linux")
    with shooting_range() as found:
        yield found


def too_early(changes):
    """Name what takes the place of something that people see, or is trusted, before it is on disk."""
    for now, words in enumerate(changes):
        kind, _, place = words.partition(" ")
        folder, _, name = place.rpartition("/")
        if kind == "replace" and ".curator" not in place:
            before = changes[:now]
            wrote = [i for i, c in enumerate(before) if c == f"write {folder}/.{name}.*.curate"]
            if f"fsync {folder}/.{name}.*.curate" not in before[wrote[-1] :]:
                yield f"{place} takes its name before its content is on disk"
            if f"fsync {folder}".strip() not in changes[now:]:
                yield f"the name of {place} is not forced to disk"
        if kind in ("exchange", "rename") and place == "/site":
            last = max(i for i, c in enumerate(changes[:now]) if " /.site.new.*/" in c)
            if not any(c.startswith("syncfs /.site.new.") for c in changes[last:now]):
                yield "the site takes its place before it is on disk"
            if changes[now + 1] != "fsync":
                yield "the old site goes before the exchange is on disk"
    cached = [i for i, c in enumerate(changes) if c.partition(" ")[2].startswith(_CACHED)]
    if cached:
        if f"replace /.curator/{MARK}" not in changes[: cached[0]]:
            yield "caches are written to without a mark"
        if "fsync /.curator" not in changes[: cached[0]]:
            yield "the mark is not forced to disk"
        if f"unlink /.curator/{MARK}" in changes:
            gone = changes.index(f"unlink /.curator/{MARK}")
            if "syncfs /.curator" not in changes[cached[-1] : gone]:
                yield "the mark goes before the caches are on disk"


_CACHED = tuple(f"/.curator/{name}/" for name in CACHES)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_people_see_is_on_disk_before_it_takes_its_place(range_, name):
    changes = list(range_.clean(name).changes)
    assert any(c.startswith(("replace /", "exchange /")) for c in changes)
    assert list(too_early(changes)) == []


@pytest.mark.parametrize(
    ("name", "lost", "words"),
    [
        ("publish", "fsync /courses/first-course/.week-02.md.*.curate", "before its content is on disk"),
        ("publish", "fsync /courses/first-course", "the name of /courses/first-course/week-02.md"),
        ("feeds add", "fsync /.feeds.yml.*.curate", "before its content is on disk"),
        ("build", "syncfs /.site.new.*", "the site takes its place"),
        ("build", "fsync", "the old site goes"),
        ("build", f"replace /.curator/{MARK}", "without a mark"),
        ("build", "fsync /.curator", "the mark is not forced to disk"),
        ("build", "syncfs /.curator", "the mark goes before"),
    ],
)
def test_a_step_left_out_would_be_noticed(range_, name, lost, words):
    changes = list(range_.clean(name).changes)
    assert lost in changes
    assert any(words in found for found in too_early([c for c in changes if c != lost]))


# --- caches that were lost ------------------------------------------------------------------------------


def lose(folder):
    """Let every file keep its size and time and hold zeros, as a file system may after a cut."""
    for path in [p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".json", ".cache")]:
        stat = path.stat()
        zeros = path.with_name("zeros")
        zeros.write_bytes(bytes(stat.st_size))
        os.utime(zeros, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        zeros.replace(path)


def site_of(project):
    site = project / "site"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.mark.parametrize("ours", [False, True], ids=["after a cut", "after a kill"])
def test_caches_that_were_being_written_when_the_power_went_are_not_published(project, curate, ours):
    """The other case shows that there was something to lose: what was killed, the kernel still has."""
    if ours and not START.exists():
        pytest.skip("the system does not tell its start")
    build = ("build", "-C", project, "--today", "2026-11-23", "-q")
    curate(*build)
    say_why(project)
    assert curate("publish", "first-course", "1", "-C", project, "--today", "2026-11-23", "-q").code == 0
    state = project / ".curator"
    assert not (state / MARK).exists()
    for name in CACHES:
        lose(state / name)
    (state / MARK).write_bytes(START.read_bytes() if ours else b"another start\n")
    assert curate(*build).code == 0
    zeros = [name for name, data in site_of(project).items() if data and not data.strip(b"\0")]
    assert bool(zeros) is ours
    assert not (state / MARK).exists()
    if not ours:
        found = site_of(project)
        (state / MARK).write_bytes(b"another start\n")
        assert curate(*build).code == 0
        assert site_of(project) == found


def test_the_mark_stands_while_caches_are_written_and_stays_when_that_fails(tmp_path, monkeypatch):
    with unflushed(tmp_path):
        assert (tmp_path / MARK).read_bytes() == (START.read_bytes() if START.exists() else b"")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), unflushed(tmp_path):
        _ = 1 / 0
    assert (tmp_path / MARK).exists()

    def refuse(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("curator.app.caches.flush", refuse)
    with pytest.raises(OSError, match="Input"), unflushed(tmp_path):
        pass
    assert (tmp_path / MARK).exists(), "what could not be flushed is not trusted after a cut"


@pytest.mark.parametrize(
    ("mark", "start", "kept"),
    [
        (None, "one", True),
        ("one", "one", True),
        ("two", "one", False),
        ("", "one", False),
        ("", None, False),
        ("one", None, False),
    ],
)
def test_caches_are_trusted_without_a_mark_or_with_one_of_this_start(
    tmp_path, monkeypatch, mark, start, kept
):
    told = tmp_path / "start"
    if start is not None:
        told.write_text(start)
    monkeypatch.setattr("curator.app.caches._START", told)
    state = tmp_path / "state"
    for name in (*CACHES, "store"):
        (state / name / "inside").mkdir(parents=True)
    if mark is not None:
        (state / MARK).write_text(mark)
    distrust(state)
    assert [(state / name).exists() for name in CACHES] == [kept] * len(CACHES)
    assert (state / "store/inside").exists()
    assert (state / MARK).exists() is (kept and mark is not None)
