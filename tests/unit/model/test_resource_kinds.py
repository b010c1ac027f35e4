"""The table of resource kinds: one record says all that the program knows of a kind."""

from pathlib import Path
from typing import get_args

import pytest
import yaml

from curator.model import RESOURCE_KINDS, Article, Kind

ROOT = Path(__file__).parents[3]


def test_every_kind_that_people_may_write_has_its_record():
    assert tuple(RESOURCE_KINDS) == get_args(Kind)
    for name, kind in RESOURCE_KINDS.items():
        assert kind.name == name
        assert kind.label
        assert kind.noun
        assert kind.verb
        assert kind.schema_type


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_every_label_has_its_word_in_each_language(language):
    catalogue = yaml.safe_load((ROOT / "site_template" / "words" / f"{language}.yml").read_text("utf-8"))
    assert {kind.label for kind in RESOURCE_KINDS.values()} <= catalogue["pages"].keys()


@pytest.mark.parametrize(
    ("kind", "length", "minutes"),
    [
        ("article", {}, 1),
        ("video", {"seconds": 601}, 11),
        ("podcast", {"seconds": 60}, 1),
        ("paper", {"pages": 12}, 24),
        ("book", {"pages": 200}, 400),
        ("slides", {"pages": 31}, 16),
        ("tool", {}, 1),
    ],
)
def test_length_is_counted_in_the_unit_of_the_kind(kind, length, minutes):
    assert Article("https://ward.example/x", "X", text="word " * 240, kind=kind, **length).minutes == minutes
