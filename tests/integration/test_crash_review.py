"""kill -9 while the review page saves: the week is the old or the new one, and whole."""

import sys
import time
from pathlib import Path

import pytest
from one_process import one_process
from review_fixture import COURSE, module

from curator.app.review.edit_session import EditSession, mark_of
from curator.weeks.week_file import parse_week

SAVER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from review_fixture import COURSE, lay
from curator.app.review.actions import Act
session = lay(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    number += 1
    session.act(Act(do="introduction", seen=session.mark(), text=f"Save {number}. " + "word " * 30000))
    session.act(Act(do="drop" if number % 2 else "add", seen=session.mark(), url="https://oven.example/3"))
"""


@pytest.mark.parametrize("delay", [0.04, 0.13, 0.29])
def test_kill_9_during_a_save_leaves_a_valid_week(tmp_path, delay):
    """Old or new, but whole: the process is killed while it saves without pause."""
    path = tmp_path / "courses/baking/week-02.md"
    with one_process(
        [sys.executable, "-c", SAVER, str(tmp_path), str(Path(__file__).parents[1] / "support")],
    ) as saver:
        assert saver.stdout.readline() == "ready\n"
        deadline = time.monotonic() + delay
        while time.monotonic() < deadline:
            path.stat()
        saver.kill()
    found = parse_week(path.read_text("utf-8"), "courses/baking/week-02.md")
    assert found.introduction == module().introduction or found.introduction.endswith("word " * 30000)
    state = EditSession(tmp_path, COURSE, path).state()
    assert state["seen"] == mark_of(path.read_text("utf-8"))
