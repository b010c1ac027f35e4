"""Saving a week: whole or not at all, and never over somebody else's change."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from one_process import one_process

from curator.errors import ConfigError, ConflictError
from curator.weeks import edit
from curator.weeks.week_file import parse_week, read_week

HAND = (Path(__file__).parents[2] / "fixtures/course/hand.md").read_text(encoding="utf-8")


@pytest.fixture
def week(tmp_path: Path) -> Path:
    path = tmp_path / "courses/guilds/week-03.md"
    path.parent.mkdir(parents=True)
    path.write_text(HAND, encoding="utf-8")
    return path


def test_an_edit_is_saved_at_once(week: Path, tmp_path: Path) -> None:
    assert edit.edit_file(week, tmp_path, lambda t: edit.set_status(t, "draft")) is True
    assert read_week(week, tmp_path).status == "draft"
    assert edit.edit_file(week, tmp_path, lambda t: edit.set_status(t, "draft")) is False


def test_whoever_saves_later_is_told_and_nothing_is_lost(week: Path) -> None:
    """The file keeps the change that came first."""
    mine = edit.load(week)
    theirs = mine.replace("Welcome back", "Welcome again")
    week.write_text(theirs, encoding="utf-8")
    with pytest.raises(ConflictError, match="changed on disk"):
        edit.save(week, mine, edit.set_status(mine, "draft"))
    assert week.read_text(encoding="utf-8") == theirs


def test_a_file_that_came_or_went_in_the_meantime_is_a_conflict(week: Path) -> None:
    with pytest.raises(ConflictError, match="made by somebody else"):
        edit.save(week, None, HAND)
    week.unlink()
    with pytest.raises(ConflictError, match="no longer there"):
        edit.save(week, HAND, HAND + "x")
    assert not week.exists()
    edit.save(week, None, HAND)
    assert week.read_text(encoding="utf-8") == HAND


def test_a_broken_file_is_named_and_left_alone(week: Path, tmp_path: Path) -> None:
    broken = HAND.replace("kind: video", "kind: film")
    week.write_text(broken, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"courses/guilds/week-03\.md:\d+"):
        edit.edit_file(week, tmp_path, lambda t: edit.set_status(t, "draft"))
    assert week.read_text(encoding="utf-8") == broken


def test_a_full_disk_leaves_the_old_week(week: Path, tmp_path: Path, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        edit.edit_file(week, tmp_path, lambda t: edit.set_status(t, "draft"))
    assert week.read_text(encoding="utf-8") == HAND
    assert [p.name for p in week.parent.iterdir()] == ["week-03.md"]


SAVER = """
import sys
from pathlib import Path
from curator.weeks import edit
root, path = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
count = 0
while True:
    count += 1
    edit.edit_file(path, root, lambda t: edit.set_introduction(t, f"Save {count}. " + "word " * 40000))
"""


@pytest.mark.parametrize("delay", [0.05, 0.11, 0.17])
def test_kill_9_during_a_save_leaves_a_valid_week(week: Path, tmp_path: Path, delay: float) -> None:
    """Old or new, but whole: the process is killed while it saves without pause."""
    with one_process([sys.executable, "-c", SAVER, str(tmp_path), str(week)]) as saver:
        assert saver.stdout is not None
        assert saver.stdout.readline() == "ready\n"
        deadline = time.monotonic() + delay
        while time.monotonic() < deadline:
            week.stat()
        saver.send_signal(signal.SIGKILL)
    module = parse_week(week.read_text(encoding="utf-8"), "courses/guilds/week-03.md")
    assert module.introduction == parse_week(HAND, "week-03.md").introduction or module.introduction.endswith(
        "word " * 40000
    )
