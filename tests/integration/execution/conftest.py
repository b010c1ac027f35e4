"""Pools of child processes that tests of the pools themselves start and end."""

import pytest

from curator.execution import workers as workers_module

FORK_SERVER = workers_module._ForkServer


@pytest.fixture
def own_fork_servers(monkeypatch):
    """Let every pool start and end a fork server of its own: these tests are about them."""
    monkeypatch.setattr(workers_module, "_ForkServer", FORK_SERVER)
