"""Two hundred ways to damage the item store, and what they cost: a second look, and never a published word."""

import random
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from only_starter import ONLY_STARTER
from test_crash_nights import tree

from benchmarks.person import say_why
from curator.app.scaffold import NewCourse, lay_down
from curator.cli import main
from curator.errors import StoreError
from curator.model import Article, Entry, FeedState, HostState, StoredPage
from curator.storage.sqlite import SQLiteStore

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEEDS = [f"https://{name}.example/feed.xml" for name in "abcdef"]
ENTRY = Entry("https://a.example/1", "One", guid="g1", published=NOW, categories=("x", "y"))
ARTICLE = Article("https://a.example/1", "One", "Text. " * 200, published=date(2026, 11, 1))


def fill(store):
    store.save_feeds([FeedState(feed, title=f"Title of {feed}", body_hash="h") for feed in FEEDS])
    store.save_hosts([HostState(f"{name}.example", robots="User-agent: *") for name in "abcdef"])
    for feed in FEEDS:
        rows = [
            (f"{feed}#{n}", f"{feed}-{n}", replace(ENTRY, url=f"{feed}/{n}", title=f"T{n}" * 30))
            for n in range(25)
        ]
        store.add_entries(feed, rows, NOW)
    store.save_pages([StoredPage(f"{feed}/{n}", NOW, ARTICLE) for feed in FEEDS for n in range(5)])
    store.save_vectors({f"vector {n}": bytes([n]) * 300 for n in range(40)})
    store.save_notes("week:", {f"courses/a/week-{n:02d}.md": "remembered " * 20 for n in range(20)})


def held(store):
    """Return all that a store says, as a set of (table, key, value)."""
    urls = [f"{feed}/{n}" for feed in FEEDS for n in range(5)]
    return {
        *(("feed", key, repr(value)) for key, value in store.feeds().items()),
        *(("host", key, repr(value)) for key, value in store.hosts().items()),
        *(("entry", e.feed, repr(e)) for e in store.entries(FEEDS)),
        *(("page", key, repr(value)) for key, value in store.pages(urls).items()),
        *(("vector", key, repr(value)) for key, value in store.vectors().items()),
        *(("note", key, value) for key, value in store.notes("").items()),
    }


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder with a sound store, and in "killed" what kill -9 leaves of one: its log beside it."""
    folder = tmp_path_factory.mktemp("sound")
    with SQLiteStore.open(folder / "store.db") as store:
        fill(store)
        everything = held(store)
        (folder / "killed").mkdir()
        for path in folder.glob("store.db*"):
            shutil.copy(path, folder / "killed")
    assert (folder / "killed/store.db-wal").stat().st_size > 1000
    return folder, everything


def flip(data, dice, least=0):
    """Flip one to eight bits."""
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8])):
        changed[dice.randrange(min(least, len(data) - 1), len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def damage(path, killed, dice):
    """Damage the store in a way of chance; returns its name."""
    good, log = path.read_bytes(), path.with_name("store.db-wal")
    kind = dice.choice(KINDS)
    match kind:
        case "bits":
            path.write_bytes(flip(good, dice))
        case "bits in the head":
            path.write_bytes(flip(good[:200], dice) + good[200:])
        case "truncated":
            path.write_bytes(good[: dice.randrange(1, len(good))])
        case "zeros":
            at = dice.randrange(len(good) // 4096) * 4096
            path.write_bytes(good[:at] + bytes(4096) + good[at + 4096 :])
        case "pages exchanged":
            one, two = sorted(dice.sample(range(len(good) // 4096), 2))
            pages = [good[i : i + 4096] for i in range(0, len(good), 4096)]
            pages[one], pages[two] = pages[two], pages[one]
            path.write_bytes(b"".join(pages))
        case "noise":
            path.write_bytes(dice.randbytes(dice.randrange(1, 9000)))
        case "emptied":
            path.write_bytes(b"")
        case "deleted":
            path.unlink()
        case "newer":
            with sqlite3.connect(path) as db:
                db.execute(f"PRAGMA user_version = {dice.randrange(2, 2**31 - 1)}")
            db.close()
        case "another's tables":
            path.unlink()
            with sqlite3.connect(path) as db:
                db.executescript("CREATE TABLE other (x); PRAGMA user_version = 1")
            db.close()
        case "log left behind":
            for name in ("store.db", "store.db-wal", "store.db-shm"):
                shutil.copy(killed / name, path.parent)
        case "log with flipped bits":
            shutil.copy(killed / "store.db", path.parent)
            log.write_bytes(flip((killed / "store.db-wal").read_bytes(), dice))
        case "log cut off":
            shutil.copy(killed / "store.db", path.parent)
            data = (killed / "store.db-wal").read_bytes()
            log.write_bytes(data[: dice.randrange(len(data))])
        case "log of another":
            log.write_bytes((killed / "store.db-wal").read_bytes())
        case "log alone":
            path.unlink()
            log.write_bytes((killed / "store.db-wal").read_bytes())
        case "noise beside it":
            for ending in ("-wal", "-shm", "-journal"):
                path.with_name(path.name + ending).write_bytes(dice.randbytes(dice.randrange(1, 40_000)))
    return kind


KINDS = (
    *("bits", "bits in the head", "truncated", "zeros", "pages exchanged", "noise", "emptied", "deleted"),
    *("newer", "another's tables", "log left behind", "log with flipped bits", "log cut off"),
    *("log of another", "log alone", "noise beside it"),
)
WHOLE = ("log left behind", "log of another", "noise beside it")
"""Damage that costs nothing."""
SILENT = ("deleted", "emptied", "log alone", "log cut off", "log with flipped bits")
"""Damage after which there may be less, and nothing to tell: SQLite drops what was never finished."""


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_store_says_nothing_false_and_goes_on(sound, tmp_path, seed):
    folder, everything = sound
    path = tmp_path / "store.db"
    shutil.copy(folder / "store.db", path)
    kind = damage(path, folder / "killed", random.Random(seed))
    with SQLiteStore.open(path) as store:
        found = held(store)
        assert found <= everything, kind
        if kind in WHOLE:
            assert (found, store.warning) == (everything, "")
        elif kind not in SILENT and not found:
            assert "set aside as store.damaged and begun anew" in store.warning
        if kind == "newer":
            assert "newer version" in store.warning
            assert (tmp_path / "store.damaged").is_file()
        fill(store)
        assert held(store) == everything, "what is asked for again is there again, and once"
        assert len(store.entries(FEEDS)) == len(FEEDS) * 25
    with SQLiteStore.open(path) as store:
        assert store.warning == ""
        assert held(store) == everything


def test_a_store_that_another_program_holds_is_not_thrown_away(sound, tmp_path, monkeypatch):
    """A person looks at it with a tool of theirs: that is no damage."""
    path = tmp_path / "store.db"
    shutil.copy(sound[0] / "store.db", path)
    real = sqlite3.connect
    monkeypatch.setattr(
        "curator.storage.sqlite.sqlite3.connect", lambda *a, **k: real(*a, **{**k, "timeout": 0})
    )
    other = real(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreError, match="another program is at work on it"):
            SQLiteStore.open(path)
    finally:
        other.close()
    assert not (tmp_path / "store.damaged").exists()
    with SQLiteStore.open(path) as store:
        assert held(store) == sound[1]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SQLITE_FULL", "the disk is full; make room"),
        ("SQLITE_IOERR_WRITE", "the disk could not be read or written"),
        ("SQLITE_READONLY_DBMOVED", "it may not be written"),
        ("SQLITE_CANTOPEN", "it cannot be opened"),
    ],
)
def test_what_the_machine_refuses_costs_no_sound_store(sound, tmp_path, monkeypatch, code, words):
    path = tmp_path / "store.db"
    shutil.copy(sound[0] / "store.db", path)
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorname = code

    def refuse(*_, **__):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("curator.storage.sqlite.sqlite3.connect", refuse)
        with pytest.raises(StoreError, match=words):
            SQLiteStore.open(path)
    assert path.read_bytes() == (sound[0] / "store.db").read_bytes()


# --- what a whole run makes of it ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A project with a published week, a draft and a site."""
    root = tmp_path_factory.mktemp("store") / "project"
    lay_down(root, NewCourse("First course"), today=NOW.date())
    (root / "feeds.yml").write_text(ONLY_STARTER, encoding="utf-8")
    for arguments in (
        ("build", "--today", "2026-11-23"),
        ("publish", "first-course", "1"),
        ("build", "--today", "2026-11-30"),
    ):
        with pytest.raises(SystemExit) as leaving:
            main([*arguments, "-q", "-C", str(root)])
        assert not leaving.value.code
        if arguments[-1] == "2026-11-23":
            say_why(root)
    assert (root / "site/first-course/week-01.html").is_file()
    assert (root / "courses/first-course/week-02.md").is_file()
    return root


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_changes_a_week_or_a_page(published, sound, tmp_path, curate, seed):
    root = tmp_path / "project"
    shutil.copytree(published, root)
    before = tree(root / "site"), tree(root / "courses")
    kind = damage(root / ".curator/store.db", sound[0] / "killed", random.Random(seed))
    outcome = curate("build", "-C", root, "--today", "2026-11-30", "-q")
    assert (outcome.code, outcome.err) == (0, ""), kind
    assert (tree(root / "site"), tree(root / "courses")) == before, kind
