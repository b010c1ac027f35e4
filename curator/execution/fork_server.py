"""What runs in the fork server and in its children, and how they talk to `workers`, which starts them.

    the fork server   imports once, forks a child at each request, ends children and tells how they ended
    a child           takes a function and an item, gives back the answer, until worn out or nobody asks

A message is eight bytes of length, then that many bytes.
"""

import ctypes
import gc
import json
import logging
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import Any, NoReturn

from curator.errors import WorkerError, refused

MAX_MESSAGE = 128 * 2**20
"""Longest answer that is read back from a child, in bytes; no document that may be fetched needs a third."""

KILL_SECONDS = 5.0
"""How long a killed child is waited for: one that hangs in the kernel must not hold everybody."""

RETIRE_RSS = 256 * 2**20
"""A child that ever held more than this, in bytes, is replaced: allocators seldom give memory back."""

RETIRE_ITEMS = 1000
"""Items after which a child is replaced, so that what leaks in a parser stays small."""

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the largest resident set; see getrusage(2)."""


class TooLongError(Exception):
    """The other side announced a message that nobody will read."""


# --- messages -------------------------------------------------------------------------------------


def send(sock: socket.socket, message: bytes, deadline: float | None = None) -> None:
    """Send one message. Raises TimeoutError after the deadline (of time.monotonic), OSError on a break."""
    sock.settimeout(None if deadline is None else max(0.001, deadline - time.monotonic()))
    sock.sendall(struct.pack("!Q", len(message)))
    sock.sendall(message)


def receive(sock: socket.socket, deadline: float | None = None) -> bytearray:
    """Wait for one message. Raises EOFError when the other side is gone, TooLongError; else as `send`.

    After TooLongError the other side may still wait to be read: it has to be ended, never waited for.
    """
    (length,) = struct.unpack("!Q", _exactly(sock, 8, deadline))
    if length > MAX_MESSAGE:
        raise TooLongError(f"its answer is longer than {MAX_MESSAGE // 2**20} MiB")
    return _exactly(sock, length, deadline)


def _exactly(sock: socket.socket, length: int, deadline: float | None) -> bytearray:
    data = bytearray(length)
    view, filled = memoryview(data), 0
    while filled < length:
        sock.settimeout(None if deadline is None else max(0.001, deadline - time.monotonic()))
        count = sock.recv_into(view[filled:])
        if not count:
            raise EOFError("the other side is gone")
        filled += count
    return data


# --- the fork server ------------------------------------------------------------------------------


def run(fd: int, parent: int) -> None:
    """Serve requests to fork and to end until the parent goes away; then end the children, busy or not."""
    end_with(parent)  # even while modules are imported and nobody listens
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    children: set[int] = set()
    try:
        _serve(fd, children)
    finally:
        for pid in children:  # none has been reaped, so none of these ids can be another's
            os.kill(pid, signal.SIGKILL)


def _serve(fd: int, children: set[int]) -> None:
    with socket.socket(fileno=fd) as parent, suppress(EOFError, OSError):
        setup = json.loads(bytes(receive(parent)))
        for module in setup["preload"]:
            with suppress(Exception):  # the function that needs it will say what is wrong
                __import__(module)
        gc.collect()
        gc.freeze()
        while True:
            request = bytes(receive(parent))
            if request == b"fork":
                _, fds, _, _ = socket.recv_fds(parent, 1, 1)
                with socket.socket(fileno=fds[0]) as sock:
                    server, pid = os.getpid(), os.fork()
                    if not pid:
                        parent.close()
                        end_with(server)
                        _child(sock, setup["cpu_seconds"], setup["memory"])
                children.add(pid)
                send(parent, b"%d" % pid)
            else:
                pid, grace = int(request.split()[1]), float(request.split()[2])
                code: int | None = -signal.SIGKILL  # a child of another fork server, that was killed
                if pid in children and (code := _end(pid, grace)) is not None:
                    children.discard(pid)
                send(parent, b"%d" % (-signal.SIGKILL if code is None else code))


def _end(pid: int, grace: float) -> int | None:
    """Let a child end by itself for `grace` seconds, then kill it; return how it ended, None: it has not."""
    code = _wait(pid, grace)
    if code is None:
        os.kill(pid, signal.SIGKILL)  # not reaped, so the id is still this child's
        code = _wait(pid, KILL_SECONDS)
    return code


def _wait(pid: int, seconds: float) -> int | None:
    """Wait for a child with a deadline, which waitpid(2) does not know; return its exit code or None."""
    deadline, pause = time.monotonic() + seconds, 0.0005
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= deadline:
            return None
        time.sleep(pause)
        pause = min(pause * 2, 0.05)


_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h; see PR_SET_PDEATHSIG(2const)."""


def end_with(parent: int) -> None:
    """Let the kernel end this process when its parent dies, even by SIGKILL; Linux only.

    To the kernel the parent is the thread that started this process; a pool's threads end with the pool.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel was told
        os._exit(0)


# --- a child --------------------------------------------------------------------------------------


def _child(sock: socket.socket, cpu_seconds: float, memory: int) -> NoReturn:
    """Answer requests until the parent goes away or this process is worn out."""
    code = 0
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(ValueError, OSError):  # macOS refuses it; elsewhere a lower limit stands already
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # Parsers make many objects and few cycles; looking for those less often saves a tenth of the time.
        gc.set_threshold(50_000, 20, 50)
        keep = True
        served = 0
        while keep:
            request = receive(sock)
            # SIGPROF is left at its default: it ends the process, even deep inside a C library.
            # A timer is finer than RLIMIT_CPU (whole seconds) and can be set anew for each item.
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            ok, value, keep = _answer(request)
            del request
            served += 1
            largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
            keep = keep and served < RETIRE_ITEMS and largest < RETIRE_RSS
            reply = _pickled(ok, value, keep)
            del value
            signal.setitimer(signal.ITIMER_PROF, 0)
            send(sock, reply)
            del reply
    except (EOFError, OSError):
        pass
    except BaseException:
        code = 70
    finally:
        os._exit(code)


def _answer(request: bytearray) -> tuple[bool, Any, bool]:
    try:
        function, item = pickle.loads(request)  # noqa: S301 - from our own parent
        return True, function(item), True
    except MemoryError:
        return False, (WorkerError.__name__, "needed more memory than a worker may use"), False
    except RecursionError:
        return False, (WorkerError.__name__, "is nested too deeply"), True
    except OSError as error:
        words = refused(error) or f"{type(error).__name__}: {_words(error)}"
        return False, (WorkerError.__name__, words), True
    except BaseException as error:
        return False, (type(error).__name__, _words(error)), isinstance(error, Exception)


def _pickled(ok: bool, value: Any, keep: bool) -> bytes:
    try:
        message = pickle.dumps((ok, value, keep), protocol=5)
        if len(message) <= MAX_MESSAGE:
            return message
        words = f"its answer is longer than {MAX_MESSAGE // 2**20} MiB"
        return pickle.dumps((False, (WorkerError.__name__, words), False))
    except MemoryError:
        words = "needed more memory than a worker may use"
        return pickle.dumps((False, (WorkerError.__name__, words), False))
    except Exception as error:
        words = f"the answer cannot be sent back: {_words(error)}"
        return pickle.dumps((False, (WorkerError.__name__, words), keep))


def _words(error: BaseException) -> str:
    try:
        return str(error)[:500]
    except Exception:
        return "an error without words"
