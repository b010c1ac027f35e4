"""What a run tells of its failures: which host, by name, unless several share one cause."""

from types import SimpleNamespace

import pytest

from curator.cli.common import Ctx, tell
from curator.model import Failure


@pytest.fixture
def told(capsys):
    def run(*failures: tuple[str, str]) -> list[str]:
        found = [Failure("pull", item, error) for item, error in failures]
        tell(Ctx(None, False, None, 0, None), SimpleNamespace(failures=found, lines=list))
        return capsys.readouterr().err.splitlines()

    return run


def test_one_failure_names_its_host(told):
    (line,) = told(("https://a.example/f", "a.example does not answer"))
    assert line.endswith("feed not read: https://a.example/f: a.example does not answer")


def test_several_failures_of_one_host_name_it(told):
    lines = told(("https://a.example/1", "a.example rests"), ("https://a.example/2", "a.example rests"))
    assert lines[0].endswith("feed not read: 2 times: a.example rests")


def test_only_hosts_that_share_a_cause_are_spoken_of_together(told):
    lines = told(("https://a.example/1", "a.example rests"), ("https://b.example/2", "b.example rests"))
    assert lines[0].endswith("feed not read: 2 times: its host rests")
    assert [line.strip() for line in lines[1:]] == ["https://a.example/1", "https://b.example/2"]
