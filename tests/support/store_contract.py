"""What every store promises, whatever database is behind it; each runs these with a `store` of its own.

from store_contract import *
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from curator.model import Article, Comment, Entry, FeedState, HostState, StoredPage, StoredThread, Thread
from curator.storage.records import opened, sealed
from curator.storage.sql_store import KEPT

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENTRY = Entry("https://a.example/1", "One", guid="g1", published=NOW, categories=("x", "y"))
ARTICLE = Article(
    "https://a.example/1",
    "One",
    "Text.",
    published=date(2026, 11, 1),
    categories=("x",),
)


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
    monkeypatch.setattr("curator.storage.sql_store.MAX_KEPT", 30)
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
    with store._write() as db:
        db.execute("INSERT INTO hosts VALUES (?, ?)", (store._key("by-name.example"), "of earlier versions"))
    store.prune(later, ["https://a.example/used"])
    names = ("used", "old", "young")
    assert set(store.pages(f"https://a.example/{n}" for n in names)) == {
        "https://a.example/used",
        "https://a.example/young",
    }
    assert set(store.hosts()) == {"https://young.example:443"}
    assert len(list(store._select("SELECT host, record FROM hosts"))) == 1


def test_a_record_of_another_version_is_no_traceback(store):
    store.save_feeds([FeedState("f", title="T")])
    store.add_entries("f", [row("one")], NOW)
    store.save_pages([StoredPage(ARTICLE.url, NOW, ARTICLE)])
    for table, column in KEYS.items():
        for key, record in list(store._select(f"SELECT {column}, record FROM {table}")):
            data = opened(record)
            changed = sealed(data | {"unknown": 1, "entry": {**data.get("entry", {}), "novel": [2]}})
            write(store, f"UPDATE {table} SET record = ? WHERE {column} = ?", changed, store._key(key))
    store.save_hosts([HostState("https://a.example:443")])
    write(store, "UPDATE hosts SET record = ?", sealed({"host": "a.example"}))
    assert store.feeds()["f"].title == "T"
    assert keys(store) == {"one"}
    assert store.pages([ARTICLE.url])[ARTICLE.url].article == ARTICLE
    assert store.hosts() == {}
    for wrong in ([1], {"entry": 3}, {"seen": 4, "entry": {}}):
        write(store, "UPDATE entries SET record = ?", sealed(wrong))
        assert keys(store) == set()


def write(store, statement, *values):
    with store._write() as db:
        db.execute(statement, values)


KEYS = {"feeds": "feed", "entries": "key", "pages": "url"}


# --- what every database must get right ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["url:https://a.example/" + "x" * 5000, "guid:\0nul", "guid:\U0001f40e ü", "%s ? %% '"]
)
def test_any_key_is_kept_and_known_again(store, name):
    assert store.add_entries("f", [(name, "h1", ENTRY)], NOW) == 1
    assert store.add_entries("f", [(name, "h2", replace(ENTRY, title="Two"))], NOW) == 0
    assert keys(store) == {"Two"}
    store.save_note(name, name)
    assert store.note(name) == name
    page = StoredPage(f"https://a.example/{name}", NOW, replace(ARTICLE, text="\0 nul"))
    store.save_pages([page])
    assert store.pages([page.url]) == {page.url: page}


def test_notes_are_found_by_what_they_begin_with_to_the_letter(store):
    store.save_notes("week:", {"a": "1", "é": "2", "\U0001f40e": "3", "%": "4"})
    store.save_note("week;", "no")
    store.save_note("Week:a", "no")
    assert store.notes("week:") == {"a": "1", "é": "2", "\U0001f40e": "3", "%": "4"}
    assert store.notes("wee_:") == {}


def test_entries_come_in_the_order_of_their_bytes_and_hash_alike(store):
    names = ["url:B", "url:a", "url:Z", "url:é", "url:_", "url:10", "url:9"]
    store.add_entries("f", [(n, f"h{n}", Entry("", n)) for n in names], NOW)
    assert [e.entry.title for e in store.entries(["f"])] == sorted(names, key=str.encode)
    before = store.fingerprint(["f"])
    assert store.fingerprint(["f", "other"]) != before
    store.add_entries("f", [("url:B", "other", Entry("", "changed"))], NOW)
    assert store.fingerprint(["f"]) != before


def test_a_feed_that_moved_keeps_what_is_known_of_it(store):
    store.save_feeds([FeedState("old", etag="e", moved_to="new")])
    store.add_entries("old", [("k1", "h1", ENTRY), ("k2", "h2", ENTRY)], NOW)
    store.add_entries("new", [("k2", "h2", ENTRY)], NOW)
    store.rename_feed("old", "new")
    assert store.feeds() == {"new": FeedState("new", etag="e")}
    assert len(store.entries(["new"])) == 2
    assert store.entries(["old"]) == []


def test_threads_are_replaced_whole(store):
    def thread(key, said):
        comment = Comment(key, "c1", "", "c1", "Ada", NOW, said, f"https://c.example/{key}")
        return StoredThread(Thread(key, (comment,), True, ""), "isso", NOW, 1)

    store.keep_threads([thread("a", "one"), thread("b", "two")])
    assert store.threads()["a"].thread.comments[0].text == "one"
    store.keep_threads([thread("b", "three")])
    assert set(store.threads()) == {"b"}


def test_old_vectors_go_first(store, monkeypatch):
    monkeypatch.setattr("curator.storage.sql_store.MAX_VECTORS", 2)
    for name in ("first", "second", "third"):
        store.save_vectors({name: name.encode()})
    store.save_vectors({"first": b"again"})
    store.prune(NOW, [])
    assert store.vectors() == {"third": b"third", "first": b"again"}


def test_thousands_at_once_and_one_of_them_twice(store):
    store.save_vectors({f"v{n}": bytes([n % 256]) for n in range(1200)})
    assert len(store.vectors()) == 1200
    pages = [StoredPage(f"https://a.example/{n}", NOW, None, "gone", n) for n in range(1100)]
    store.save_pages([*pages, replace(pages[0], error="still gone")])
    found = store.pages(p.url for p in pages)
    assert len(found) == 1100
    assert found["https://a.example/0"].error == "still gone"


def test_nothing_is_half_written(store):
    def broken():
        with store._write() as db:
            db.execute("DELETE FROM notes")
            raise ZeroDivisionError

    store.save_note("a", "1")
    with pytest.raises(ZeroDivisionError):
        broken()
    assert store.note("a") == "1"


# --- what is read ----------------------------------------------------------------------------------------


def dated(name: str, day: date | None) -> tuple[str, str, Entry]:
    key, digest, entry = row(name)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return key, digest, replace(entry, published=moment, content="<p>long</p>")


def test_the_newest_entries_of_some_feeds_are_read_and_no_others(store):
    store.add_entries("f", [dated(f"f{n}", date(2026, 11, n)) for n in range(1, 10)], NOW)
    store.add_entries(
        "g", [dated("undated", None), dated("2099", date(2099, 1, 1))], NOW - timedelta(days=30)
    )
    store.add_entries("removed", [dated("x", date(2026, 11, 22))], NOW)
    newest = list(store.newest_entries(["f", "g"], 4))
    assert [e.entry.title for e in newest] == ["f6", "f7", "f8", "f9"]
    assert {e.entry.content for e in newest} == {""}
    assert [e.seen for e in newest] == [NOW] * 4
    titles = [e.entry.title for e in store.newest_entries(["f", "g"], 100)]
    assert titles == [*(f"f{n}" for n in range(1, 10)), "2099", "undated"]  # by feed and key
    five = {e.entry.title for e in store.newest_entries(["g", "f"], 5)}
    assert five == {"f5", "f6", "f7", "f8", "f9"}  # what claims to be of 2099 is as old as when it was seen


def test_only_the_vectors_that_are_asked_for_are_read(store):
    store.save_vectors({name: name.encode() for name in "abc"})
    assert store.vectors(["c", "a", "unknown"]) == {"a": b"a", "c": b"c"}
