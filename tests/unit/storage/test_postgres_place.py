"""Where a store in Postgres is: read from one address, refused in words that hold no password."""

import pytest

from curator.errors import ConfigError
from curator.storage.postgres_connection import place


def test_an_address_says_all():
    found = place("postgresql://ada:p%40ss@db.example:6543/courses?schema=north")
    assert (found.host, found.port, found.database, found.schema) == ("db.example", 6543, "courses", "north")
    assert (found.user, found.password) == ("ada", "p@ss")
    assert found.sslmode == "verify-full", "over a network, encrypted and to the server that is meant"
    assert "p@ss" not in str(found)


def test_on_this_machine_no_network_lies_between():
    assert place("postgresql://ada@/courses?host=/run/postgresql").sslmode == "disable"
    assert place("postgresql://ada@localhost/courses").sslmode == "disable"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://ada:secret@db/x", "no address of a Postgres database"),
        ("postgresql://db/x", "with a user"),
        ("postgresql://ada:secret@db", "no address of a Postgres database"),
        ("postgresql://ada:secret@db:port/x", "cannot be read"),
        ("postgresql://ada:secret@db/x?shema=a", "not known: shema"),
        ("postgresql://ada:secret@db/x?sslmode=prefer", "sslmode=prefer"),
        ("postgresql://ada:secret@db/x?schema=No; DROP", "schema"),
    ],
)
def test_what_is_wrong_is_told_with_how_to_write_it(address, words):
    with pytest.raises(ConfigError, match=words) as told:
        place(address)
    assert "CURATE_STORE" in str(told.value)
    assert "secret" not in str(told.value)
