"""What many tests share: a small project of its own, and the command as a person would run it."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from kept_fork_servers import Kept
from only_starter import ONLY_STARTER

from curator.app.scaffold import NewCourse, lay_down
from curator.cli import main
from curator.execution import workers

pytest.register_assert_rewrite("store_contract")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every command they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no failure, and the same cases run everywhere; a wider search is a matter of a profile.
settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def curate(capsys) -> Callable[..., Outcome]:
    """Run `curate` with arguments and return its outcome."""

    def run(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as leaving:
            main([str(a) for a in arguments])
        told = capsys.readouterr()
        return Outcome(int(leaving.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh project with one open-ended course, fed by the starter articles alone."""
    root = tmp_path / "project"
    lay_down(root, NewCourse("First course"), today=date(2026, 11, 23))
    (root / "feeds.yml").write_text(ONLY_STARTER, encoding="utf-8")
    course = root / "courses/first-course/course.yml"  # under an id that tests can name
    course.write_text(re.sub(r"(?m)^id: .*", "id: first-course", course.read_text("utf-8")), "utf-8")
    return root


@pytest.fixture(scope="session", autouse=True)
def kept_fork_servers() -> Iterator[None]:
    """Let pools of child processes take fork servers that earlier tests started."""
    servers = Kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_ForkServer", servers.lend)
        yield
    servers.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of captured web data beside the checkout; tests that need it skip without it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the captured web data is not beside this checkout")
    return folder


# --- skips ------------------------------------------------------------------------------------------------

ALLOWED_SKIPS = {
    r"captured|labelled|small web|mini web|vectors of data|not part of the project|beside this checkout":
        "data of other publishers, which is not passed on with the project",
    r"way of Linux|this limit|pidfd|no folder here that even root|does not tell|cannot exchange|by root only":
        "a means of the operating system that another one lacks",
    r"Waline": "a comment server that is compiled on the machine; `make waline` says aloud why it could not be",
    r"no Postgres on this machine": "a database server; `make postgres` says aloud why it could not be had",
    r"semantic|the library is installed|a model": "the optional re-ranker, and the test of what is said without it",
    r"threads without a topic": "a provider without topics has a test of its own",
    r"jq stands for": "a small program that gh brings along where the workflow runs",
    r"cannot be served on this machine": "an address outside loopback that a container may lack",
}  # fmt: skip
"""Reasons for which a test may be skipped in CI, and why each is no hole. Any other skip fails the run there."""

_unexpected: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a skip that nobody allowed."""
    if report.skipped and not hasattr(report, "wasxfail"):
        words = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not any(re.search(pattern, words) for pattern in ALLOWED_SKIPS):
            _unexpected.append(f"{report.nodeid}: {words}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let unexpected skips fail the run in CI: a part that could not be tested is not a part that works."""
    if _unexpected and os.environ.get("CI") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the unexpected skips."""
    if _unexpected:
        terminalreporter.section("skipped without an allowed reason (tests/conftest.py)")
        for line in _unexpected:
            terminalreporter.write_line(line)
