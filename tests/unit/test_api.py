"""The public surface is complete, documented and typed."""

import inspect
from typing import get_type_hints

import pytest

from curator import api


def test_every_name_is_there():
    assert sorted(api.__all__) == list(api.__all__)
    assert all(hasattr(api, name) for name in api.__all__)


@pytest.mark.parametrize("name", api.__all__)
def test_every_name_is_documented_and_typed(name):
    thing = getattr(api, name)
    assert inspect.getdoc(thing)
    if inspect.isfunction(thing):
        hints = get_type_hints(thing)
        assert set(inspect.signature(thing).parameters) | {"return"} == set(hints)
