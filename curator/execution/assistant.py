"""An assistant: any program that reads one JSON object from standard input and writes JSON.

It runs without a shell, in a process group of its own, within bounds of time and size; it never sees the
project's secrets (CURATE_...). What it answers is hostile until shown otherwise: whoever asks checks it.
"""

import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from curator.errors import AssistantError, refused

LARGEST = 1_000_000
"""Bytes that an answer may hold."""
HIDDEN = "CURATE_"
"""What the names of the project's secrets begin with."""


class Program:
    """A `curator.ports.Assistant`: `command` is the program with its arguments, `timeout` in seconds."""

    def __init__(self, command: Sequence[str], timeout: float = 60.0) -> None:
        self._command, self._timeout = list(command), timeout

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Send one JSON object and return the JSON that came back; AssistantError says why there is none."""
        with tempfile.TemporaryFile() as question:
            question.write(json.dumps(request, ensure_ascii=False).encode("utf-8", "replace"))
            question.seek(0)
            return _json(self._run(question))

    def _run(self, question: IO[bytes]) -> bytes:
        try:
            process = subprocess.Popen(  # noqa: S603 - the project's own file names it; no shell
                self._command,
                stdin=question,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)},
                start_new_session=True,
            )
        except OSError as error:
            why = refused(error) or error.strerror or "it is not there"
            raise AssistantError(f"{self._command[0]} could not be started: {why}") from None
        try:
            answer = self._read(process)
            code = process.wait(1)
        except subprocess.TimeoutExpired:
            code = 0  # it has closed its output and lingers
        finally:
            _end(process)
        if code:
            raise AssistantError(f"{self._command[0]} failed (exit code {code})")
        return answer

    def _read(self, process: "subprocess.Popen[bytes]") -> bytes:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        until = time.monotonic() + self._timeout
        found = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while True:
                left = until - time.monotonic()
                if left <= 0 or not ready.select(left):
                    raise AssistantError(f"{self._command[0]} gave no answer within {self._timeout:g} s")
                part = os.read(process.stdout.fileno(), 65_536)
                if not part:
                    return bytes(found)
                found += part
                if len(found) > LARGEST:
                    raise AssistantError(f"{self._command[0]} answered more than {LARGEST:,} bytes")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and whatever it started in its group."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout:
        process.stdout.close()
    process.wait()


def _json(answer: bytes) -> Any:
    """Read the answer's JSON; words and a fence around it, as models like to write, are taken off."""
    text = answer.decode("utf-8", "replace").strip()
    begin = min((at for sign in "{[" if (at := text.find(sign)) >= 0), default=0)
    for part in (text, text[begin : max(text.rfind("}"), text.rfind("]")) + 1]):
        with suppress(ValueError, RecursionError):
            return json.loads(part)
    raise AssistantError("the assistant did not answer with JSON")
