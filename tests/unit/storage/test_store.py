"""The store in SQLite: a cache that survives damage and never mistakes changed bytes for its own."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_contract import *  # noqa: F403 - the promises of every store are tests here, too
from store_contract import ENTRY, NOW, row

from curator.errors import StoreError
from curator.storage import sqlite
from curator.storage.sql_store import VERSION
from curator.storage.sqlite import SQLiteStore


@pytest.fixture
def store(tmp_path: Path):
    with SQLiteStore.open(tmp_path / "state" / "store.db") as store:
        yield store


def test_a_migration_leads_from_each_version_to_the_next():
    assert set(sqlite.MIGRATIONS) == set(range(VERSION))


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 50])
def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path, damage):
    path = tmp_path / "store.db"
    path.write_bytes(damage)
    with SQLiteStore.open(path) as store:
        store.save_note("a", "b")
        assert store.note("a") == "b"
        assert bool(store.warning) == bool(damage)
    assert (tmp_path / "store.damaged").exists() == bool(damage)


def test_flipped_bytes_are_noticed_or_harmless(tmp_path):
    path = tmp_path / "store.db"
    with SQLiteStore.open(path) as store:
        store.add_entries(
            "f", [(f"k{i}", f"h{i}", replace(ENTRY, title=f"T{i}" * 20)) for i in range(40)], NOW
        )
    good = path.read_bytes()
    titles = {f"T{i}" * 20 for i in range(40)}
    for position in range(0, len(good), max(1, len(good) // 97)):
        path.write_bytes(good[:position] + bytes([good[position] ^ 0x41]) + good[position + 1 :])
        with SQLiteStore.open(path) as store:
            assert {e.entry.title for e in store.entries(["f"])} <= titles
        (tmp_path / "store.damaged").unlink(missing_ok=True)


def test_a_store_of_a_newer_version_is_set_aside(tmp_path):
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    with SQLiteStore.open(path) as store:
        assert "newer version" in store.warning


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="a file is in the way"):
        SQLiteStore.open(tmp_path / "file" / "store.db")


def test_a_store_of_the_version_before_tells_its_newest_entries_too(tmp_path):
    path = tmp_path / "store.db"
    with SQLiteStore.open(path) as store:
        store.add_entries("f", [row("old")], NOW - timedelta(days=2))
        store.add_entries("f", [row("young")], NOW)
        store._db.executescript(
            "DROP INDEX entries_at; ALTER TABLE entries DROP COLUMN at; PRAGMA user_version = 2;"
        )
    with SQLiteStore.open(path) as store:
        assert [e.entry.title for e in store.newest_entries(["f"], 1)] == ["young"]
