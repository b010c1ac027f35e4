"""The item store: a cache that survives damage and never mistakes changed bytes for its own."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from curator.errors import StoreError
from curator.model import Article, Entry, FeedState, HostState, StoredPage
from curator.storage.records import opened, sealed
from curator.storage.sqlite import KEPT, SQLiteStore

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENTRY = Entry("https://a.example/1", "One", guid="g1", published=NOW, categories=("x", "y"))
ARTICLE = Article(
    "https://a.example/1",
    "One",
    "Text.",
    published=date(2026, 11, 1),
    categories=("x",),
)


@pytest.fixture
def store(tmp_path: Path):
    with SQLiteStore.open(tmp_path / "state" / "store.db") as store:
        yield store


def test_what_is_stored_comes_back_equal(store):
    feed = FeedState("f", etag='W/"1"', checked=NOW, retry_at=NOW, failures=2)
    host = HostState("https://a.example:443", robots="User-agent: *", robots_until=NOW)
    store.save_feeds([feed])
    store.save_hosts([host])
    store.add_entries("f", [("k", "h", ENTRY)], NOW)
    store.save_pages(
        [StoredPage(ARTICLE.url, NOW, ARTICLE), StoredPage("https://a.example/2", NOW, None, "gone", 3)]
    )
    store.save_vectors({"v": b"\x00\x01"})
    store.save_note("n", "w")
    assert store.feeds() == {"f": feed}
    assert store.hosts() == {host.origin: host}
    assert [(e.feed, e.entry, e.seen) for e in store.entries(["f"])] == [("f", ENTRY, NOW)]
    pages = store.pages([ARTICLE.url, "https://a.example/2", "https://a.example/3"])
    assert pages[ARTICLE.url].article == ARTICLE
    assert pages["https://a.example/2"].error == "gone"
    assert len(pages) == 2
    assert store.vectors() == {"v": b"\x00\x01"}
    assert store.note("n") == "w"
    assert store.note("m") == ""


def test_an_entry_with_a_new_key_but_the_same_content_is_not_new(store):
    assert store.add_entries("f", [("k1", "h1", ENTRY), ("k2", "h2", ENTRY)], NOW) == 2
    assert store.add_entries("f", [("k9", "h1", ENTRY)], NOW) == 0
    assert len(store.entries(["f"])) == 2


def test_entries_that_stand_in_one_feed_alike_are_two(store):
    """A daily note with the same words under a new address each day has not moved."""
    assert store.add_entries("f", [("k1", "h", ENTRY), ("k2", "h", ENTRY)], NOW) == 2
    assert store.add_entries("f", [("k3", "h", ENTRY), ("k1", "h", ENTRY), ("k2", "h", ENTRY)], NOW) == 1
    assert len(store.entries(["f"])) == 3


def test_of_entries_with_one_key_the_first_counts(store):
    rows = [("k", f"h{n}", replace(ENTRY, title=f"Part {n}")) for n in (3, 2, 1)]
    assert store.add_entries("f", rows, NOW) == 1
    assert [e.entry.title for e in store.entries(["f"])] == ["Part 3"]


def test_an_entry_whose_text_changed_is_updated_and_keeps_when_it_was_seen(store):
    store.add_entries("f", [("k1", "h1", ENTRY)], NOW)
    later = NOW.replace(day=24)
    assert store.add_entries("f", [("k1", "h2", replace(ENTRY, title="Two"))], later) == 0
    (only,) = store.entries(["f"])
    assert (only.entry.title, only.seen) == ("Two", NOW)


def test_forgetting_a_feed_forgets_its_entries(store):
    store.save_feeds([FeedState("f")])
    store.add_entries("f", [("k", "h", ENTRY)], NOW)
    store.forget_feed("f")
    assert (store.feeds(), store.entries(["f"])) == ({}, [])


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


# --- what is forgotten ---------------------------------------------------------------------------------


def row(name: str) -> tuple[str, str, Entry]:
    return f"url:https://a.example/{name}", f"hash {name}", Entry(f"https://a.example/{name}", name)


def keys(store) -> set[str]:
    return {stored.entry.title for stored in store.entries(["f"])}


def test_an_entry_stays_while_it_is_in_the_feed_was_used_or_is_young(store):
    old, later = NOW, NOW + KEPT + timedelta(days=1)
    store.add_entries("f", [row("in the feed"), row("used"), row("old")], old, used=frozenset())
    store.add_entries("f", [row("young")], later - timedelta(days=30), used={row("used")[0]})
    assert keys(store) == {"in the feed", "used", "old", "young"}
    store.add_entries("f", [row("in the feed"), row("new")], later, used={row("used")[0]})
    assert keys(store) == {"in the feed", "used", "young", "new"}


def test_nothing_is_forgotten_while_it_is_not_known_what_was_used(store):
    store.add_entries("f", [row("old")], NOW)
    store.add_entries("f", [row("new")], NOW + 2 * KEPT)
    assert keys(store) == {"old", "new"}


def test_a_feed_that_says_thousands_of_new_things_each_time_does_not_fill_the_disk(store, monkeypatch):
    monkeypatch.setattr("curator.storage.sqlite.MAX_KEPT", 30)
    for day in range(6):
        rows = [row(f"{day} {n}") for n in range(20)]
        store.add_entries("f", rows, NOW + timedelta(days=day), used={row("0 3")[0]})
    assert len(keys(store)) == 20 + 30 + 1
    assert {"0 3", "5 19", "4 0"} <= keys(store)


def test_pages_rests_and_rules_of_long_ago_are_forgotten_and_used_ones_stay(store):
    later = NOW + KEPT + timedelta(days=1)
    pages = [StoredPage(f"https://a.example/{n}", NOW, ARTICLE) for n in ("used", "old")]
    store.save_pages([*pages, StoredPage("https://a.example/young", later, None, "gone", 1)])
    store.save_hosts(
        [
            HostState("https://old.example:443", 3, NOW, "User-agent: *", NOW),
            HostState("https://young.example:443", 0, None, "", later),
        ]
    )
    store._db.execute("INSERT INTO hosts VALUES ('by-name.example', 'as earlier versions wrote it')")
    store.prune(later, ["https://a.example/used"])
    names = ("used", "old", "young")
    assert set(store.pages(f"https://a.example/{n}" for n in names)) == {
        "https://a.example/used",
        "https://a.example/young",
    }
    assert set(store.hosts()) == {"https://young.example:443"}
    assert store._db.execute("SELECT count(*) FROM hosts").fetchone() == (1,)


def test_a_record_of_another_version_is_no_traceback(store):
    store.save_feeds([FeedState("f", title="T")])
    store.add_entries("f", [row("one")], NOW)
    store.save_pages([StoredPage(ARTICLE.url, NOW, ARTICLE)])
    for table in ("feeds", "entries", "pages"):
        for rowid, record in store._db.execute(f"SELECT {KEYS[table]}, record FROM {table}").fetchall():
            data = opened(record)
            changed = sealed(data | {"unknown": 1, "entry": {**data.get("entry", {}), "novel": [2]}})
            store._db.execute(f"UPDATE {table} SET record = ? WHERE {KEYS[table]} = ?", (changed, rowid))
    store.save_hosts([HostState("https://a.example:443")])
    store._db.execute("UPDATE hosts SET record = ?", (sealed({"host": "a.example"}),))
    assert store.feeds()["f"].title == "T"
    assert keys(store) == {"one"}
    assert store.pages([ARTICLE.url])[ARTICLE.url].article == ARTICLE
    assert store.hosts() == {}
    for wrong in ([1], {"entry": 3}, {"seen": 4, "entry": {}}):
        store._db.execute("UPDATE entries SET record = ?", (sealed(wrong),))
        assert keys(store) == set()


KEYS = {"feeds": "feed", "entries": "key", "pages": "url"}
