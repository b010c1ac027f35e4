"""The item store: a cache that survives damage and never mistakes changed bytes for its own."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from curator.errors import StoreError
from curator.model import Article, Entry, FeedState, HostState, StoredPage
from curator.storage.sqlite import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENTRY = Entry("https://a.example/1", "One", guid="g1", published=NOW, categories=("x", "y"))
ARTICLE = Article(
    "https://a.example/1",
    "One",
    "Text.",
    published=date(2026, 11, 1),
    origins=(("title", "feed"),),
    categories=("x",),
)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "state" / "store.db") as opened:
        yield opened


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
    with Store.open(path) as store:
        store.save_note("a", "b")
        assert store.note("a") == "b"
        assert bool(store.warning) == bool(damage)
    assert (tmp_path / "store.damaged").exists() == bool(damage)


def test_flipped_bytes_are_noticed_or_harmless(tmp_path):
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        store.add_entries(
            "f", [(f"k{i}", f"h{i}", replace(ENTRY, title=f"T{i}" * 20)) for i in range(40)], NOW
        )
    good = path.read_bytes()
    titles = {f"T{i}" * 20 for i in range(40)}
    for position in range(0, len(good), max(1, len(good) // 97)):
        path.write_bytes(good[:position] + bytes([good[position] ^ 0x41]) + good[position + 1 :])
        with Store.open(path) as store:
            assert {e.entry.title for e in store.entries(["f"])} <= titles
        (tmp_path / "store.damaged").unlink(missing_ok=True)


def test_a_store_of_a_newer_version_is_set_aside(tmp_path):
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    with Store.open(path) as store:
        assert "newer version" in store.warning


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="a file is in the way"):
        Store.open(tmp_path / "file" / "store.db")
