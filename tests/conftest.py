"""What many tests share: a small project of its own, and the command as a person would run it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from only_starter import ONLY_STARTER

from curator.app.scaffold import lay_down
from curator.cli import main

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
    lay_down(root, title="First course", today=date(2026, 11, 23))
    (root / "feeds.yml").write_text(ONLY_STARTER, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of captured web data beside the checkout; tests that need it skip without it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the captured web data is not beside this checkout")
    return folder
