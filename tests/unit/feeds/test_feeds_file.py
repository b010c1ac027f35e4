"""feeds.yml keeps what people typed when a command edits it."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.config import Sources
from curator.errors import ConfigError, ConflictError
from curator.feeds import feeds_file
from curator.feeds.feeds_file import add_feeds, edit_file, remove_feed, replace_addresses
from curator.files import write_atomic
from curator.model import Feed
from curator.yamlio.reading import parse_yaml, validate

TYPED = """\
# Our feeds, looked after by the team
pull: {contact: "https://x.example/robot"}   # who we are

feeds:
  # the good ones
  - {url: "https://a.example/f",   title: 'A',  tags: [x, y]}   # weekly
  - url: https://b.example/f
    title: B     # B as in bee

    tags: [z]

  # a group of its own
  - {path: "curator/starter/feed.xml"}
  # the end of the list

tags:   # what we talk about
  - {name: x}
"""


def feeds(text: str) -> tuple[Feed, ...]:
    return validate(Sources, parse_yaml(text, "feeds.yml"), text, "feeds.yml").feeds


def test_adding_changes_nothing_but_one_line():
    new = add_feeds(TYPED, [Feed(url="https://c.example/f", title="C: it's #1", tags=("x", "a, b"))])
    line = '  - {url: https://c.example/f, title: "C: it\'s #1", tags: [x, "a, b"]}\n'
    assert new.replace(line, "") == TYPED
    assert feeds(new)[-1].title == "C: it's #1"


def test_a_feed_already_listed_is_not_added_again():
    assert add_feeds(TYPED, [Feed(url="https://b.example/f", title="Other")]) == TYPED


def test_removing_takes_the_feeds_own_lines_and_no_comment():
    new = remove_feed(TYPED, "https://b.example/f")
    assert [f.id for f in feeds(new)] == ["https://a.example/f", "curator/starter/feed.xml"]
    gone = set(TYPED.splitlines()) - set(new.splitlines())
    assert gone == {"  - url: https://b.example/f", "    title: B     # B as in bee", "    tags: [z]"}


def test_removing_all_leaves_a_valid_file():
    text = TYPED
    for feed in feeds(TYPED):
        text = remove_feed(text, feed.id)
    assert feeds(text) == ()
    assert "# the good ones" in text
    assert feeds(add_feeds(text, [Feed(url="https://n.example/")]))[0].url == "https://n.example/"


def test_removing_what_is_not_there_is_refused():
    with pytest.raises(ConfigError, match="holds no feed"):
        remove_feed(TYPED, "https://nowhere.example/")


def test_moves_change_addresses_in_place():
    new = replace_addresses(
        TYPED,
        {"https://a.example/f": "https://new.example/f?x=1&y", "https://b.example/f": "https://b2.example/"},
    )
    assert new == TYPED.replace("https://a.example/f", "https://new.example/f?x=1&y").replace(
        "https://b.example/f", "https://b2.example/"
    )


def test_two_feeds_that_moved_to_one_place_become_one():
    moves = {"https://a.example/f": "https://same.example/", "https://b.example/f": "https://same.example/"}
    assert [f.url for f in feeds(replace_addresses(TYPED, moves))] == ["https://same.example/", None]
    moved = replace_addresses(TYPED, {"https://a.example/f": "https://b.example/f"})
    assert [f.url for f in feeds(moved)] == ["https://b.example/f", None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "feeds: []\n",
        "feeds: []",
        "feeds: []   # none yet\n",
        "# only a comment\n",
        "pull: {}\n",
        "pull: {}",
        "feeds: [ ]\ntags: []\n",
        "feeds: [{url: 'https://q.example/'}]\n",
        "feeds: [{url: 'https://q.example/'},\n  {path: x.xml}]  # two\ntags: []\n",
        "feeds:\n- url: https://q.example/",
        "feeds:\n- url: https://q.example/\n  tags:\n  - a\n  - b\ntags: []\n",
        "feeds:\n    -   {url: https://q.example/}\n",
        "feeds:\n  -\n    url: https://q.example/\n",
        'feeds:\n  - {url: "https://q.example/",\n     title: long}   # over two lines\n\n\n# end\n',
        "feeds:\n  - url: https://q.example/\n    title: >-\n      folded\n      title\n",
    ],
)
def test_every_shape_of_the_list_can_be_edited(text):
    before = feeds(text) if text else ()
    added = Feed(url="https://n.example/f", title="N", tags=("t",), weight=2)
    new = add_feeds(text, [added, Feed(path="y.xml")])
    assert feeds(new) == (*before, added, Feed(path="y.xml"))
    moved = replace_addresses(new, {"https://n.example/f": "https://m.example/f"})
    assert [f.id for f in feeds(moved)] == [*(f.id for f in before), "https://m.example/f", "y.xml"]
    back = remove_feed(remove_feed(moved, "https://m.example/f"), "y.xml")
    assert feeds(back) == before


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
FEED = st.builds(
    Feed,
    url=st.integers(0, 30).map(lambda n: f"https://x.example/{n}#'{{}}: &*!|>%@`\""),
    title=st.one_of(st.just(""), WORDS),
    tags=st.lists(WORDS, max_size=3).map(tuple),
    weight=st.sampled_from([1.0, 0.5, 10.0]),
)


@settings(deadline=None)
@given(st.lists(FEED, max_size=6, unique_by=lambda f: f.id))
def test_any_feed_reads_back_as_it_was_given(added):
    text = add_feeds(TYPED, added)
    assert feeds(text) == (*feeds(TYPED), *added)
    for feed in added:
        text = remove_feed(text, feed.id)
    assert text == TYPED


@pytest.mark.parametrize(
    "text", ["feeds: 7\n", "feeds:\n  - {url: 'https://x.example/', colour: red}\n", "a: [\n", "\tx"]
)
def test_a_file_that_is_not_valid_is_not_touched(tmp_path, text):
    path = tmp_path / "feeds.yml"
    path.write_text(text)
    with pytest.raises(ConfigError):
        edit_file(path, lambda t: add_feeds(t, [Feed(url="https://x.example/")]))
    assert path.read_text() == text


def test_editing_on_disk_keeps_line_endings_and_the_byte_order_mark(tmp_path):
    path = tmp_path / "feeds.yml"
    path.write_bytes(b"\xef\xbb\xbf" + TYPED.replace("\n", "\r\n").encode())
    assert edit_file(path, lambda t: add_feeds(t, [Feed(url="https://c.example/f")]))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# Our feeds")
    assert raw.count(b"\n") == raw.count(b"\r\n") == TYPED.count("\n") + 1
    assert not edit_file(path, lambda t: t)


def test_a_missing_file_is_made(tmp_path):
    path = tmp_path / "feeds.yml"
    assert edit_file(path, lambda t: add_feeds(t, [Feed(url="https://c.example/f")]))
    assert feeds(path.read_text())[0].url == "https://c.example/f"


def test_a_file_saved_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "feeds.yml"
    path.write_text(TYPED)

    def change(text: str) -> str:
        path.write_text(TYPED + "# saved by an editor\n")
        return remove_feed(text, "https://a.example/f")

    with pytest.raises(ConflictError):
        edit_file(path, change)
    assert path.read_text() == TYPED + "# saved by an editor\n"


def test_thousands_of_feeds_are_added_in_one_go():
    many = [Feed(url=f"https://x.example/{i}", title=f"Feed {i}", tags=("t",)) for i in range(3000)]
    assert add_feeds(TYPED, many).count("\n") == TYPED.count("\n") + 3000


# --- writing whole files -----------------------------------------------------------------------------


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "sub" / "file.txt"
    write_atomic(path, b"one")
    path.chmod(0o640)
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_a_new_file_gets_the_usual_permissions(tmp_path):
    write_atomic(tmp_path / "file.txt", b"one")
    usual = tmp_path / "usual.txt"
    usual.write_bytes(b"one")
    assert (tmp_path / "file.txt").stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("moment", ["fsync", "fchmod", "replace"])
def test_a_failure_at_any_moment_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, moment):
    path = tmp_path / "feeds.yml"
    path.write_text("old")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if moment == "replace" else os, moment, full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed_and_not_replaced(tmp_path):
    real, link = tmp_path / "real.yml", tmp_path / "feeds.yml"
    real.write_text("old")
    link.symlink_to(real)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_the_module_says_which_file_it_edits():
    assert feeds_file.FILE == "feeds.yml"
