"""Have Pagefind index documents in an order of our own, so that every machine makes the same index.

Pagefind's command walks a folder in whatever order the file system keeps its names, and numbers the pages
by that: the same pages gave another index on another disk. Its service takes documents one by one. A
message is JSON in base64 with a comma at its end, each way, as in the `pagefind` package; that package is
not used for it because it looks for answers ten times a second and no more often.
"""

import base64
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from curator.errors import RenderError


def index(documents: Iterable[tuple[str, str]], *, seconds: float, threads: int = 1) -> dict[str, bytes]:
    """Index HTML documents, given as (place in the site, text); returns the files of the index.

    One thread takes half the processor time of two, which mostly wait for each other: more are good only
    where nothing else is left to do.

    Raises RenderError with Pagefind's words, also when it takes longer than `seconds`.
    """
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise RenderError("Pagefind's program is missing: pip install pagefind-bin")
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603 - Pagefind's own program, which gets no argument of anybody's
            [str(program), "--service"],
            env={**os.environ, "RAYON_NUM_THREADS": str(threads)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
        ) as process,
    ):
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            process.kill()

        late = threading.Timer(seconds, stop)
        late.start()
        service = _Service(process)
        try:
            number = service.ask({"type": "NewIndex", "config": {"keep_index_url": True}})["index_id"]
            for place, text in documents:
                of = {"index_id": number, "file_path": place, "url": None, "file_contents": text}
                service.ask({"type": "AddFile", **of})
            # Its answer is the files themselves: what it writes by itself may be cut off when it ends.
            files = service.ask({"type": "GetFiles", "index_id": number})["files"]
        except (EOFError, OSError, ValueError, KeyError) as error:
            if stopped.is_set():
                raise RenderError(
                    f"the search index took longer than {seconds:g} s and was stopped"
                ) from None
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)  # what it says last, it says before it ends
            words.seek(0)
            told = words.read(2000).decode(errors="replace").strip()
            raise RenderError(f"Pagefind: {told or error or type(error).__name__}") from error
        finally:
            late.cancel()
            with suppress(OSError):
                service.close()
            process.kill()
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


class _Service:
    """One conversation: a question, then its answer."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._in: Any = process.stdin
        self._out: Any = process.stdout
        self._asked = 0

    def ask(self, payload: Mapping[str, Any]) -> Any:
        self._asked += 1
        message = json.dumps({"message_id": self._asked, "payload": payload})
        self._in.write(base64.b64encode(message.encode()) + b",")
        self._in.flush()
        answer = bytearray()
        while not answer.endswith(b","):  # it says nothing more before it is asked again
            part = self._out.read1(1 << 20)
            if not part:
                raise EOFError("it ended without an answer")
            answer += part
        found = json.loads(base64.b64decode(answer[:-1]))["payload"]
        if found["type"] == "Error":
            raise ValueError(found["message"])
        return found

    def close(self) -> None:
        self._in.close()
