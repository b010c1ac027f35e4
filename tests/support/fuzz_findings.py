"""What fuzzing found once: files beside the fixtures, and findings that a rule writes shorter than a file."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

SECONDS = 10
"""Time of a processor that each has; a limit of promise 4."""


def findings(folder: Path, grown: dict[str, bytes]) -> pytest.MarkDecorator:
    """Give a test each finding, as `finding`."""
    found = grown | {file.stem: file.read_bytes() for file in sorted(folder.glob("*.bin"))}
    return pytest.mark.parametrize("finding", found.values(), ids=found.keys())


def survives(check: Callable[[bytes], object], finding: bytes) -> None:
    """Check a finding within its time."""
    started = time.process_time()
    check(finding)
    assert time.process_time() - started < SECONDS
