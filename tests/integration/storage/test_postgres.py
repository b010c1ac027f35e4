"""The store in Postgres, on a real server: the same promises, one run at a time, and refusals in words."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from postgres_server import PASSWORD, postgres
from store_contract import *  # noqa: F403 - the promises of every store are tests here, too
from store_contract import NOW, row

from curator.app.run import Run
from curator.errors import BusyError, StoreError
from curator.storage import postgres as storage
from curator.storage.postgres import PostgresStore
from curator.storage.sql_store import VERSION

NUMBER = count()


@pytest.fixture(scope="module")
def server():
    with postgres() as address:
        yield address


@pytest.fixture
def address(server):
    return f"{server}?schema=project_{next(NUMBER)}"


@pytest.fixture
def store(address):
    with PostgresStore.open(address) as store:
        yield store


def test_a_migration_leads_from_each_version_to_the_next():
    assert set(storage.MIGRATIONS) == set(range(VERSION))


def test_what_one_machine_stored_another_one_finds(address):
    with PostgresStore.open(address) as store:
        store.save_note("a", "b")
    with PostgresStore.open(address) as store:
        assert store.note("a") == "b"


def test_two_projects_share_a_server_and_nothing_else(store, server):
    store.save_note("a", "b")
    with PostgresStore.open(f"{server}?schema=another") as other:
        assert other.note("a") == ""


def test_one_run_at_a_time_whatever_the_machine(address, project, tmp_path, monkeypatch, curate):
    monkeypatch.setenv("CURATE_STORE", address)
    with Run.open(project, now=datetime(2026, 11, 23, 9, tzinfo=UTC), today=date(2026, 11, 23)):
        clone = tmp_path / "clone"
        clone.mkdir()
        for name in ("feeds.yml", "mkdocs.yml"):
            (clone / name).write_bytes((project / name).read_bytes())
        outcome = curate("status", "-C", clone)
        assert outcome.code == 1
        assert "another run is at work on the store" in outcome.err
        with pytest.raises(BusyError):
            PostgresStore.open(address)
    assert curate("status", "-C", clone).code == 0


def test_a_whole_week_with_this_store_and_no_other(address, project, monkeypatch, curate):
    monkeypatch.setenv("CURATE_STORE", address)
    assert curate("build", "-C", project, "--today", "2026-11-23", "-q").code == 0
    assert not list((project / ".curator").glob("store.db*"))
    assert (
        "the store postgres, schema project_" in curate("doctor", "-C", project, "--today", "2026-11-23").out
    )
    again = curate("build", "-C", project, "--today", "2026-11-23", "--json").json
    assert again["feeds"]["unchanged"] == 1
    assert again["pages"]["fetched"] == 0
    assert again["site"]["rendered"] == 0


def test_a_store_of_a_newer_version_is_left_alone(address):
    with PostgresStore.open(address) as store, store._write() as db:
        db.execute("UPDATE version SET number = 999")
    with pytest.raises(StoreError, match="newer version"):
        PostgresStore.open(address)


def test_a_store_of_the_version_before_is_led_to_this_one(address):
    with PostgresStore.open(address) as store:
        store.add_entries("f", [row("old")], NOW - timedelta(days=2))
        store.add_entries("f", [row("young")], NOW)
        with store._write() as db:
            db.execute("DROP INDEX entries_at")
            db.execute("ALTER TABLE entries DROP COLUMN at")
            db.execute("UPDATE version SET number = 2")
    with PostgresStore.open(address) as store:
        assert [e.entry.title for e in store.newest_entries(["f"], 1)] == ["young"]


def test_a_server_that_goes_away_is_an_error_in_words(store):
    other = storage._connect(store._place)
    cursor = other.cursor()
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND application_name = 'curator'"
    )
    other.close()
    with pytest.raises(StoreError, match=r"the store postgres, schema project_.* could not be"):
        store.save_note("a", "b")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.replace(PASSWORD, "wrong"), "the password is wrong"),
        (lambda a: a.replace("/postgres?", "/nowhere?"), "there is no such database"),
        (lambda a: re.sub(r":\d+/", ":1/", a), "cannot be reached"),
    ],
)
def test_what_keeps_a_store_from_being_used_is_told_without_the_password(address, change, words):
    with pytest.raises(StoreError, match=words) as told:
        PostgresStore.open(change(address))
    assert PASSWORD not in str(told.value)
    assert "wrong@" not in str(told.value)
