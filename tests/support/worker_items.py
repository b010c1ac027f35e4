"""What tests let child processes do: honest work, and all that a parser may do that meets a hostile document."""

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from curator.errors import ExtractError


def double(number: int) -> int:
    return number * 2


def length_and_pid(data: bytes) -> tuple[int, int]:
    return len(data), os.getpid()


def behave(item: str) -> str:
    """Do what the item says, like a parser that meets a hostile document."""
    match item:
        case "loop":
            while True:
                pass
        case "hog":
            return str(len(bytearray(2**30)))
        case "exit":
            os._exit(3)
        case "system exit":
            sys.exit(4)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "deaf":
            for handle in range(3, 20):
                with suppress(OSError):
                    os.close(handle)
            while True:
                time.sleep(1)
        case "crash":
            ctypes.string_at(0)
        case "deep":
            return behave_deep(0)
        case "stubborn":
            raise StubbornError(lambda: None)
        case "lambda":
            return lambda: None
        case "no article":
            raise ExtractError("the page is a list of links")
        case "value":
            raise ValueError("bad\x00value")
    return f"{item} done"


def behave_deep(level: int) -> str:
    return behave_deep(level + 1)


class StubbornError(Exception):
    """Can neither be pickled nor put into words."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


def parents_of_modules(_: int) -> list[str]:
    return sorted(sys.modules)


def note_and_behave(item: str) -> str:
    folder, number, *what = item.split("|")
    with (Path(folder) / number).open("a") as file:
        file.write(".")
    return behave(what[0] if what else number)


def many_bytes(number: int) -> bytes:
    return b"x" * number
