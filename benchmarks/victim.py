"""Run commands in processes that may be killed: a server that forks one for each, everything imported.

A child does what `curate` does, from its arguments to its exit code; forking saves the second that the
imports take. The server adopts what a killed run leaves behind and tells how long that lived.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

from benchmarks import faults

SAVE = "@save"
"""Instead of arguments of `curate`: do on the review page's desk what the next arguments say."""
LINGER = 30
"""Seconds after which what a killed run left behind is ended, and counted as having outlived it."""
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Outcome:
    """How a run ended: exit code (negative: the signal), seconds, what it said, and who outlived it.

    `left` is how many seconds passed until the last process of the run was gone.
    """

    code: int
    seconds: float
    left: float
    said: str

    @property
    def killed(self) -> bool:
        """Tell whether SIGKILL ended the run."""
        return self.code == -signal.SIGKILL


class Victims:
    """The server's other end. A context manager."""

    def __init__(self, folder: Path, warm_up: Sequence[str] = ()) -> None:
        self.folder = folder
        hook = folder / "hook"
        hook.mkdir(parents=True, exist_ok=True)
        (hook / "sitecustomize.py").write_bytes(Path(faults.__file__).read_bytes())
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(hook), str(Path(__file__).parents[1])]),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.victim", *warm_up],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def run(
        self, arguments: Sequence[str], *, plan: faults.Plan | None = None, kill_after: float | None = None
    ) -> Outcome:
        """Run a command, with faults or killed after some seconds, and wait until all of it is gone."""
        assert self.server.stdin
        assert self.server.stdout
        request = {
            "arguments": [str(argument) for argument in arguments],
            "plan": asdict(plan) if plan else None,
            "kill_after": kill_after,
            "said": str(self.folder / "said"),
        }
        self.server.stdin.write(json.dumps(request) + "\n")
        self.server.stdin.flush()
        return Outcome(**json.loads(self.server.stdout.readline()))


def serve() -> None:
    """Answer requests until nobody asks any more."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    if len(sys.argv) > 1:
        _warm_up(sys.argv[1:])
    for line in sys.stdin:
        request = json.loads(line)
        begun = time.monotonic()
        pid = os.fork()
        if not pid:
            _victim(request)
        code = _wait(pid, request["kill_after"])
        ended = time.monotonic()
        left = _wait_for_orphans() if code == -signal.SIGKILL else 0.0
        said = Path(request["said"]).read_text("utf-8", "replace")
        outcome = Outcome(code, round(ended - begun, 3), round(left, 3), said)
        print(json.dumps(asdict(outcome)), flush=True)  # the answer is the protocol


def _warm_up(arguments: Sequence[str]) -> None:
    """Run a command here, so that what it imports and loads is there for all."""
    from curator.cli import main

    with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
        main(list(arguments))


def _wait(pid: int, kill_after: float | None) -> int:
    if kill_after is not None:
        handle = os.pidfd_open(pid)
        with contextlib.suppress(ProcessLookupError):
            if not select.select([handle], [], [], kill_after)[0]:
                os.kill(pid, signal.SIGKILL)
        os.close(handle)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _wait_for_orphans() -> float:
    """Wait until what the run started is gone, too; returns the seconds that took."""
    begun = time.monotonic()

    def give_up(*_: object) -> NoReturn:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LINGER)
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return time.monotonic() - begun
    except TimeoutError:
        for pid in _children():
            os.kill(pid, signal.SIGKILL)
        return float(LINGER)
    finally:
        signal.alarm(0)


def _children() -> list[int]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return [int(pid) for pid in listed.split()]


def _victim(request: Mapping[str, Any]) -> NoReturn:
    said = os.open(request["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    for handle, place in ((nowhere, 0), (said, 1), (said, 2)):
        os.dup2(handle, place)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - the process's own
    arguments = request["arguments"]
    code = 1
    try:
        if request["plan"]:
            faults.install(faults.Plan(**request["plan"] | {"main": os.getpid()}))
        code = _save(arguments[1:]) if arguments[0] == SAVE else _curate(arguments)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _curate(arguments: Sequence[str]) -> int:
    from curator.cli import main

    try:
        main(list(arguments))
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def _save(arguments: Sequence[str]) -> int:
    """Do one thing on the desk of the review page: root, course, week, then Act's fields as JSON."""
    from curator.config import load_project
    from curator.course.edit import load, week_path
    from curator.errors import refused
    from curator.pipeline.review.actions import Act
    from curator.pipeline.review.desk import Desk, mark_of

    root, slug, week, what = arguments
    project = load_project(Path(root))
    desk = Desk(project.root, project.course(slug), week_path(project.root, slug, int(week)))
    try:
        desk.act(Act(seen=mark_of(load(desk.path)), **json.loads(what)))
    except OSError as error:  # what the page's server puts into its answer
        if not refused(error):
            raise
        print(refused(error))
        return 1
    return 0


if __name__ == "__main__":
    serve()
