"""Run commands in processes that may be killed: a server that forks one for each, everything imported.

A child does what `curate` does, from its arguments to its exit code; forking saves the second that the
imports take. The server adopts what a killed run leaves behind and tells how long that lived.

With `spares`, the run's fork servers (see curator/execution/fork_server.py) are forked as well, before
the run begins, in place of an interpreter each that imports for a second. They then do what they always do.
"""

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, Self

from benchmarks import faults
from curator.execution import fork_server, workers
from curator.model import Result

SAVE = "@save"
"""Instead of arguments of `curate`: do on the review page what the next arguments say."""
LINGER = 30
"""Seconds after which what a killed run left behind is ended, and counted as having outlived it."""
SPARES = 2
"""Nurseries that a build starts: one for what was fetched, one for the engine."""
PRELOAD = (
    "curator.app.pages",
    "curator.feeds.parse",
    "curator.extract.page",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "curator.site.finish",
)
"""What the nurseries of a build import."""
_PR_SET_CHILD_SUBREAPER = 36
_ONE_AT_A_TIME = threading.Lock()


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

    def __init__(self, folder: Path, warm_up: Sequence[Sequence[str]] = ()) -> None:
        self.folder = folder
        hook = folder / "hook"
        hook.mkdir(parents=True, exist_ok=True)
        (hook / "sitecustomize.py").write_bytes(Path(faults.__file__).read_bytes())
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(hook), str(Path(__file__).parents[1])]),
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
        }
        self.server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.victim", json.dumps(warm_up)],
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
        self,
        arguments: Sequence[str],
        *,
        plan: faults.Plan | None = None,
        kill_after: float | None = None,
        spares: bool = False,
    ) -> Outcome:
        """Run a command, with faults or killed after some seconds, and wait until all of it is gone."""
        assert self.server.stdin
        assert self.server.stdout
        request = {
            "arguments": [str(argument) for argument in arguments],
            "plan": asdict(plan) if plan else None,
            "kill_after": kill_after,
            "spares": spares,
            "said": str(self.folder / "said"),
        }
        self.server.stdin.write(json.dumps(request) + "\n")
        self.server.stdin.flush()
        return Outcome(**json.loads(self.server.stdout.readline()))


def serve() -> None:
    """Answer requests until nobody asks any more."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    _warm_up(json.loads(sys.argv[1]))
    for line in sys.stdin:
        request = json.loads(line)
        begun = time.monotonic()
        pid = os.fork()
        if not pid:
            _victim(request)
        code = _wait(pid, request["kill_after"])
        ended = time.monotonic()
        left = _wait_for_orphans()
        said = Path(request["said"]).read_text("utf-8", "replace")
        outcome = Outcome(code, round(ended - begun, 3), round(left, 3), said)
        print(json.dumps(asdict(outcome)), flush=True)  # the answer is the protocol


def _warm_up(commands: Sequence[Sequence[str]]) -> None:
    """Run commands here, their workers' part too, so that all has what they import, load and compile."""
    import gc

    import jinja2

    from curator.cli import main

    for module in PRELOAD:
        importlib.import_module(module)
    jinja2.Environment.compile = _compile_once(jinja2.Environment.compile)  # type: ignore[method-assign]
    run = workers.Workers._run
    workers.Workers._run = _run_here  # type: ignore[assignment,method-assign]
    for arguments in commands:
        with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
            main(list(arguments))
    workers.Workers._run = run  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()


def _run_here(_: Any, function: Callable[[Any], Any], item: Any, index: int) -> Result[Any, Any]:
    with _ONE_AT_A_TIME:
        return Result(index, item, function(item))


def _compile_once(compile_: Callable[..., Any]) -> Callable[..., Any]:
    """Let templates with the same text be compiled once."""
    known: dict[Any, Any] = {}

    def compile_once(environment: Any, source: Any, *more: Any, **named: Any) -> Any:
        key = type(environment), environment.autoescape, source
        if key not in known:
            known[key] = compile_(environment, source, *more, **named)
        return known[key]

    return compile_once


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
        if request["spares"]:
            _Spares(SPARES).offer()
        code = _save(arguments[1:]) if arguments[0] == SAVE else _curate(arguments)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class _Spares:
    """Nurseries that were forked while this process had one thread, and wait for their work."""

    def __init__(self, count: int) -> None:
        self._waiting = [self._fork() for _ in range(count)]
        self._start = subprocess.Popen

    def offer(self) -> None:
        """Let `workers` have them wherever it would start an interpreter."""
        vars(workers)["subprocess"] = SimpleNamespace(
            Popen=self._take, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired
        )

    def _take(self, command: Sequence[str], *, pass_fds: Sequence[int], **more: Any) -> Any:
        if not self._waiting:
            return self._start(command, pass_fds=pass_fds, **more)
        pid, ours = self._waiting.pop()
        with ours:
            socket.send_fds(ours, [b"."], list(pass_fds))
        return _Forked(pid)

    def _fork(self) -> tuple[int, socket.socket]:
        ours, theirs = socket.socketpair()
        parent, pid = os.getpid(), os.fork()
        if pid:
            theirs.close()
            return pid, ours
        try:
            fork_server.end_with(parent)
            ours.close()
            os.setsid()
            nowhere = os.open(os.devnull, os.O_RDWR)
            for handle in range(3):
                os.dup2(nowhere, handle)
            _, (fd,), _, _ = socket.recv_fds(theirs, 1, 1)
            fork_server.run(fd, parent)
        finally:
            os._exit(0)


class _Forked:
    """What `workers` asks of a fork server."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None

    def poll(self) -> int | None:
        return self._look(os.WNOHANG)

    def wait(self, _seconds: float | None = None) -> int | None:
        return self._look(0)

    def kill(self) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)

    def _look(self, how: int) -> int | None:
        if self.code is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code


def _curate(arguments: Sequence[str]) -> int:
    from curator.cli import main

    try:
        main(list(arguments))
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def _save(arguments: Sequence[str]) -> int:
    """Do one thing on the review page: root, course, week, then Act's fields as JSON."""
    from curator.app.review.actions import Act
    from curator.app.review.edit_session import EditSession, mark_of
    from curator.config import load_project
    from curator.errors import refused
    from curator.weeks.edit import load
    from curator.weeks.week_file import week_name

    root, slug, week, what = arguments
    project = load_project(Path(root))
    session = EditSession(
        project.root, project.course(slug), project.root / "courses" / slug / week_name(int(week))
    )
    try:
        session.act(Act(seen=mark_of(load(session.path)), **json.loads(what)))
    except OSError as error:  # what the page's server puts into its answer
        if not refused(error):
            raise
        print(refused(error))
        return 1
    return 0


if __name__ == "__main__":
    serve()
