"""Runs that are killed, or whose disk refuses: a sample. `python -m benchmarks.crash` strikes hundreds of times."""

import random
import sys
from pathlib import Path

import pytest

from benchmarks.crash import Tally, kills, refusals, shooting_range
from benchmarks.faults import Plan

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="waits for processes in the way of Linux")


@pytest.fixture(scope="module")
def range_():
    with shooting_range() as found:
        yield found


@pytest.mark.parametrize(
    ("name", "count"), [("build", 3), ("review save", 8), ("publish", 8), ("link fix", 2)]
)
def test_whatever_is_killed_leaves_the_old_or_the_new_and_the_next_run_mends_it(range_, name, count):
    tally = kills(range_, name, count, random.Random(f"{name} 1"))
    assert tally.findings == []
    assert tally.struck == count
    assert tally.hit >= count // 2, "every second one is sure to be hit"
    assert tally.slowest_end < 5, "seconds until the last worker of a killed run has ended"


@pytest.mark.parametrize("do", ["ENOSPC", "EIO"])
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("build", 1),
        ("review save", 2),
        ("publish", 2),
        ("note", 1),
        ("add", 1),
        ("feeds add", 1),
        ("link fix", 1),
    ],
)
def test_a_disk_that_refuses_is_told_in_words_and_nothing_is_half_written(range_, name, count, do):
    tally = refusals(range_, name, do, count, random.Random(f"{name} 2"))
    assert tally.findings == []
    assert tally.struck
    assert tally.hit or do == "EIO", "a full disk stops every command"


def test_the_last_moments_of_a_save_are_among_those_struck(range_):
    """The temporary file, half of its bytes, the flush to disk, the change of its name: all are seen."""
    changes = [change.split(" ", 1) for change in range_.clean("review save").changes]
    kinds = [kind for kind, path in changes if "week-02.md" in path]
    assert {"open", "write", "fchmod", "fsync", "replace"} <= set(kinds)
    assert "sqlite" in {kind for kind, *_ in (c.split(" ", 1) for c in range_.clean("publish").changes)}
    inside = " ".join(range_.clean("build").changes)
    assert "rendered/units/.first-course.new" in inside, "what workers write is counted, too"


def test_a_harness_that_finds_nothing_can_find_something(range_):
    """A file that is cut off behind the run's back is reported."""
    clean = range_.clean("review save")
    tally = Tally()
    whole = range_.run

    def careless(command, plan=None, kill_after=None, **more):
        outcome = whole(command, plan, kill_after, **more)
        if plan is not None:
            week = Path(range_.root) / "courses/first-course/week-02.md"
            week.write_bytes(week.read_bytes()[:100])
        return outcome

    range_.run = careless
    try:
        range_.strike("review save", tally, at=len(clean.changes))
    finally:
        range_.run = whole
    assert any("week-02.md is neither old nor new" in finding for finding in tally.findings)
    assert Plan("/", "/").do == "kill"
