"""Files of links: what each kind holds (tests/fixtures/links, in pairs), and what is told of a bad one."""

import contextlib
import json
import time
from pathlib import Path

import pytest
import yaml

from curator.app.collecting import MOST
from curator.errors import ConfigError
from curator.importers import OWN, read_links

FOLDER = Path(__file__).parents[2] / "fixtures" / "links"
CASES = sorted(p.name for p in FOLDER.iterdir() if not p.name.endswith(".json") or p.name == "zotero.json")


def told(name, data):
    with pytest.raises(ConfigError) as error:
        read_links(data, name)
    return str(error.value)


@pytest.mark.parametrize("name", CASES)
def test_every_kind_gives_its_links_with_their_words(name):
    found = [
        [link.url, link.title, link.note, list(link.tags), link.added and link.added.isoformat(), link.line]
        for link in read_links((FOLDER / name).read_bytes(), name)
    ]
    assert found == json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def test_every_kind_of_ours_has_a_case():
    seen = set()
    for name in CASES:
        text = (FOLDER / name).read_text("utf-8-sig")
        seen |= {next((kind for kind, module in OWN.items() if module.recognises(text)), "list")}
    assert seen == {*OWN, "list"}


@pytest.mark.parametrize(
    ("name", "keep"),
    [
        ("browser.html", 0.7),
        ("zotero.json", 0.6),
        ("zotero.rdf", 0.6),
        ("links.opml", 0.7),
        ("library.bib", 0.4),
        ("raindrop.csv", 0.62),
    ],
)
def test_a_file_that_was_cut_in_half_is_told_and_nothing_is_taken(name, keep):
    data = (FOLDER / name).read_bytes()
    words = told(name, data[: int(len(data) * keep)])
    assert words.startswith(f"{name}:"), "the line is named"
    assert "cut off" in words
    assert "again" in words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"PK\x03\x04\x00\x00", "is not text"),
        (b"%PDF-1.7 \x00", "is not text"),
        (b"Just a letter.\nNothing else.\n", "holds no links"),
        (b"<html><body><p>A page</p></body></html>", "of a kind that is not known"),
        (b"<rss><channel/></rss>", "of a kind that is not known"),
        (b"Highlight,Book Title,Note\na,b,c\n", "has no column of addresses"),
        (
            b'<opml><body><outline type="rss" xmlUrl="https://a.example/rss"/></body></opml>',
            "curate feeds import",
        ),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><opml><body/></opml>', "document type"),
        (b'{"a": ', "cut off"),
        (b"[" * 100_000, ""),
        (b"x" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_the_wrong_file_is_told_in_words(data, words):
    assert words in told("file", data)


def test_old_encodings_are_read():
    (link,) = read_links("Über Rückmeldung https://one.example/a".encode("cp1252"), "list.txt")
    assert link.note == "Über Rückmeldung"
    (link,) = read_links("https://one.example/a Größe".encode("utf-16"), "list.txt")
    assert link.note == "Größe"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1>"
        + b"<DL>" * 50_000
        + b"</DL>" * 50_000
        + b'<DT><A HREF="https://a.example">x</A>',
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + b"<a href=" * 100_000,
        b"@misc{a, title={" + b"{" * 200_000,
        b"@a{" * 100_000,
        b"[x](" * 200_000 + b"\nhttps://a.example",
        b'url\n"' + b"x" * 5_000_000,
        b"https://a.example " + b"a:" * 500_000,
    ],
)
def test_hostile_files_take_a_moment(data):
    begun = time.process_time()
    with contextlib.suppress(ConfigError):
        read_links(data, "file")
    assert time.process_time() - begun < 10


# --- the command --------------------------------------------------------------------------------------


def suggestions(project):
    return yaml.safe_load((project / "courses/first-course/suggestions.yml").read_text("utf-8"))[
        "suggestions"
    ]


def test_bookmarks_become_suggestions_with_their_words(curate, project):
    said = curate("-C", project, "suggest", "first-course", "--from", FOLDER / "browser.html", "--by", "Ada")
    assert said.code == 0
    assert "new suggestions: 2; known before: 0, twice in the file: 0, no web address: 2" in said.out
    assert "browser.html:14: javascript: is no address on the web" in said.err
    first, second = suggestions(project)
    assert first["url"] == "https://one.example/a?b=1&c=2"
    assert first["by"] == "Ada"
    assert first["note"] == "Read the second half first. (feedback, team life)"
    assert second["note"] == "Shorter <meetings> (Meetings)"


def test_what_is_known_or_stands_twice_is_told_and_not_taken(curate, project):
    file = project / "links.txt"
    file.write_text(
        "https://one.example/a\nhttps://one.example/a?utm_source=x\nhttps://two.example/b\n", "utf-8"
    )
    curate("-C", project, "suggest", "first-course", "https://two.example/b", "--by", "Ada")
    said = curate("-C", project, "suggest", "first-course", "--from", file, "--json")
    assert said.json["suggestions"] == 1
    assert said.json["twice"] == ["links.txt:2: https://one.example/a?utm_source=x stands in line 1, too"]
    assert said.json["known"] == ["links.txt:3: https://two.example/b was suggested before"]
    again = curate("-C", project, "suggest", "first-course", "--from", file, "--json")
    assert again.json["suggestions"] == 0
    assert [s["url"] for s in suggestions(project)] == ["https://two.example/b", "https://one.example/a"]


def test_a_file_of_50000_lines_is_refused_in_words_and_nothing_is_written(curate, project):
    file = project / "links.txt"
    file.write_text("\n".join(f"https://one.example/{n}" for n in range(50_000)), "utf-8")
    said = curate("-C", project, "suggest", "first-course", "--from", file)
    assert said.code == 2
    assert "holds 50,000 links that are new here" in said.err
    assert not (project / "courses/first-course/suggestions.yml").exists()


def test_a_thousand_links_are_one_change(curate, project):
    assert MOST >= 1_000
    file = project / "links.txt"
    file.write_text("\n".join(f"https://one.example/{n} about {n}" for n in range(1_000)), "utf-8")
    begun = time.process_time()
    assert curate("-C", project, "suggest", "first-course", "--from", file).code == 0
    assert time.process_time() - begun < 30
    found = suggestions(project)
    assert len(found) == 1_000
    assert found[-1] == {"url": "https://one.example/999", "note": "about 999"}


@pytest.mark.parametrize("more", [(), ("https://one.example",)])
def test_one_way_at_a_time(curate, project, more):
    extra = ("--from", "x.html") if more else ()
    said = curate("-C", project, "suggest", "first-course", *more, *extra)
    assert said.code == 2
    assert "--from FILE" in said.err


def test_a_missing_file_is_named(curate, project):
    said = curate("-C", project, "suggest", "first-course", "--from", project / "nothing.html")
    assert (said.code, "nothing.html: is no file" in said.err) == (2, True)


def test_bookmarks_given_as_feeds_are_sent_to_the_right_command(curate, project):
    said = curate("-C", project, "feeds", "import", FOLDER / "browser.html")
    assert said.code == 2
    assert "curate suggest COURSE --from" in said.err
    assert "DOCTYPE" not in said.err
