"""How child processes end: killed, closed, interrupted, with a fork server that hangs, or with their parent."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
import worker_items
from one_process import one_process
from worker_items import behave, length_and_pid

from curator.execution import workers as workers_module
from curator.execution.workers import Workers

pytestmark = pytest.mark.usefixtures("own_fork_servers")
SUPPORT = str(Path(worker_items.__file__).parent)


def test_a_worker_killed_while_idle_costs_nothing():
    with Workers(1) as pool:
        (first,) = pool.map(length_and_pid, [b"a"])
        os.kill(first.value[1], signal.SIGKILL)
        (second,) = pool.map(length_and_pid, [b"ab"])
        # Killed before, or in the rare race just after, it was asked: never a wrong answer.
        assert second.error or second.value[0] == 2
        (third,) = pool.map(length_and_pid, [b"abc"])
        assert third.value[0] == 3
        assert third.value[1] != first.value[1]


def test_a_killed_fork_server_is_replaced():
    with Workers(1, cpu_seconds=30) as pool:
        assert next(pool.map(behave, ["a"])).value == "a done"
        pool._server.process.kill()
        pool._server.process.wait()
        results = list(pool.map(behave, ["a", "exit", "b"]))
        assert [r.value for r in results] == ["a done", None, "b done"]


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(workers_module, "KILL_SECONDS", 0.2)
    monkeypatch.setattr(workers_module, "GRACE_SECONDS", 0.05)


def test_a_fork_server_that_hangs_while_a_child_ends_is_replaced(impatient):
    with Workers(1, preload=["worker_items"]) as pool:
        assert next(pool.map(behave, ["a"])).value == "a done"
        os.kill(pool._server.process.pid, signal.SIGSTOP)
        bad, good = pool.map(behave, ["exit", "b"])
        assert "killed" in str(bad.error)
        assert good.value == "b done"


def test_a_fork_server_that_hangs_while_it_should_fork_ends_in_an_error_or_is_replaced(
    impatient, monkeypatch
):
    with Workers(2, preload=["worker_items"]) as pool:
        assert next(pool.map(behave, ["a"])).value == "a done"
        monkeypatch.setattr(workers_module, "FORK_SECONDS", 0.2)
        os.kill(pool._server.process.pid, signal.SIGSTOP)
        pool._idle.pop().socket.close()
        (result,) = pool.map(behave, ["b"])
        assert result.value == "b done" or "no worker could be started" in str(result.error)


def test_closing_does_not_wait_for_a_fork_server_that_hangs(impatient, monkeypatch):
    with Workers(2, preload=["worker_items"]) as pool:
        assert next(pool.map(behave, ["a"])).value == "a done"
        while not pool._idle:  # its answer is here before it is free again
            pass
        monkeypatch.setattr(workers_module, "FORK_SECONDS", 500)
        os.kill(pool._server.process.pid, signal.SIGSTOP)
        futures = [pool.submit(behave, "stop")]
        while not pool._busy:  # it has the only child
            pass
        futures.append(pool.submit(behave, "b"))
        while not pool._lock.locked():  # this one waits for a fork
            pass
        pool.close()
        assert all(future.cancelled() or future.result().error for future in futures)


def test_closing_stops_what_runs_and_refuses_more():
    pool = Workers(1, cpu_seconds=300, wall_seconds=300)
    future = pool.submit(behave, "loop")
    queued = pool.submit(behave, "a")
    while not pool._busy:
        pass
    pool.close()
    pool.close()
    assert "interrupted" in str(future.result().error)
    assert queued.cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(behave, "a")


def test_modules_are_preloaded_and_the_callers_main_is_not_run_again(tmp_path):
    """A plain script without a main guard works, from a file and from standard input."""
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {SUPPORT!r})
        from curator.execution.workers import Workers
        from worker_items import parents_of_modules
        print("once")
        with Workers(1, preload=["colorsys", "no_such_module"]) as pool:
            (result,) = pool.map(parents_of_modules, [0])
        assert "colorsys" in result.value, result
        assert "colorsys" not in sys.modules
        """
    )
    file = tmp_path / "script.py"
    file.write_text(script)
    for args, given in (([str(file)], None), (["-"], script)):
        command = [sys.executable, *args]
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=300)
        assert (done.stdout, done.stderr, done.returncode) == ("once\n", "", 0)


def test_ctrl_c_ends_everything_quickly(tmp_path):
    """An interrupt in the terminal's process group leaves no process behind."""
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {SUPPORT!r})
        from curator.execution.workers import Workers
        from worker_items import behave
        pool = Workers(2, cpu_seconds=300, wall_seconds=300)
        try:
            with pool:
                for future in [pool.submit(behave, "loop") for _ in range(2)]:
                    if len(pool._busy) < 2:
                        while len(pool._busy) < 2:
                            pass
                        pids = [child.pid for child in pool._busy]
                        print(pool._server.process.pid, *pids, flush=True)
                    future.result()
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        """
    )
    with one_process([sys.executable, "-c", script]) as process:
        pids = [int(word) for word in process.stdout.readline().split()]
        assert len(pids) == 3
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=90)
    assert out == "interrupted\n"
    for pid in pids[:1]:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def gone(pids, seconds=90):
    """Wait, without asking again and again, until all these processes have ended."""
    handles = []
    for pid in pids:
        with suppress(ProcessLookupError):
            handles.append(os.pidfd_open(pid))
    try:
        return all(select.select([handle], [], [], seconds)[0] for handle in handles)
    finally:
        for handle in handles:
            os.close(handle)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for processes in the way of Linux")
@pytest.mark.parametrize("victim", ["parent", "fork server"])
def test_no_worker_lives_on_when_its_parent_is_killed(victim):
    """SIGKILL leaves nobody time to tell anybody; the workers are in the middle of their work."""
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {SUPPORT!r})
        from curator.execution.workers import Workers
        from worker_items import behave
        with Workers(2, cpu_seconds=300, wall_seconds=300) as pool:
            futures = [pool.submit(behave, "loop") for _ in range(2)]
            while len(pool._busy) < 2:
                pass
            print(pool._server.process.pid, *(child.pid for child in pool._busy), flush=True)
            print(*(future.result().error for future in futures), sep="; ", flush=True)
            sys.stdin.read()
        """
    )
    with one_process([sys.executable, "-c", script], stdin=subprocess.PIPE) as process:
        server, *children = [int(word) for word in process.stdout.readline().split()]
        assert len(children) == 2
        if victim == "parent":
            process.kill()
            assert gone([server, *children])
        else:
            os.kill(server, signal.SIGKILL)
            assert gone(children)
            assert process.stdout.readline().count("was killed from outside") == 2
        process.stdin.close()
