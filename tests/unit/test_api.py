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


def test_rank_is_called_as_scripts_call_it():
    given = list(inspect.signature(api.rank).parameters.values())
    positional = [p.name for p in given if p.kind is p.POSITIONAL_OR_KEYWORD]
    by_name = {p.name: p.default for p in given if p.kind is p.KEYWORD_ONLY}
    assert positional == ["articles", "need"]
    promised = {"keywords": (), "liked": (), "disliked": (), "said": (), "now": None}
    assert dict(list(by_name.items())[: len(promised)]) == promised
    assert inspect.Parameter.empty not in by_name.values()
