"""Functions that misbehave in every way in which a hostile document can make a parser misbehave."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


def explode(item: str) -> Any:
    """Return the item in capitals, unless it names a bomb."""
    bomb = BOMBS.get(item)
    return bomb() if bomb else item.upper()


def _spin() -> None:
    while True:
        pass


def _eat() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def _deep() -> Any:
    return _deep()


BOMBS = {
    "abort": os.abort,
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda: os._exit(3),
    "exit": sys.exit,
    "spin": _spin,
    "eat": _eat,
    "deep": _deep,
    "long": lambda: b"x" * (129 * 2**20),
    "unpicklable": lambda: lambda: None,
    "raise": lambda: 1 / 0,
    "hang": lambda: time.sleep(1000),
}


def hang_once(marker: str) -> str:
    """Hang where nobody has tried yet; afterwards answer at once."""
    path = Path(marker)
    if not path.exists():
        path.touch()
        time.sleep(1000)
    return "done"


def end_own_worker(item: str) -> str:
    """End the very process of the cluster's worker, as a machine without memory does."""
    if item == "fatal":
        os.kill(os.getpid(), signal.SIGKILL)
    return item.upper()
