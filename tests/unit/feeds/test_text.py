"""Fields of a feed: dates, text out of markup, and when two addresses or entries are the same."""

from dataclasses import replace

import pytest

from curator.model import Entry, content_hash, entry_key
from curator.text.dates import parse_date
from curator.text.plain import plain
from curator.urls import canonical


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 16 Nov 2026 08:00:00 GMT", "2026-11-16T08:00:00+00:00"),
        ("Mon, 16 Nov 2026 08:00:00 -0500", "2026-11-16T13:00:00+00:00"),
        ("Mon, 16 Nov 2026 08:00 EST", "2026-11-16T13:00:00+00:00"),
        ("16 November 2026", "2026-11-16T00:00:00+00:00"),
        ("Mon, 6 Nov 06 8:00:60 +01:00", "2006-11-06T07:00:59+00:00"),
        ("Mo, 16 Nov 2026 08:00:00 Z", "2026-11-16T08:00:00+00:00"),
        ("2026-11-16", "2026-11-16T00:00:00+00:00"),
        ("2026-11-16T08:00:00Z", "2026-11-16T08:00:00+00:00"),
        ("2026-11-16T08:00:00.123456789+01:00", "2026-11-16T07:00:00+00:00"),
        ("2026-11-16 08:00:00", "2026-11-16T08:00:00+00:00"),
        ("2026-11-16T08:00:00-0330", "2026-11-16T11:30:00+00:00"),
        ("20261116T080000Z", "2026-11-16T08:00:00+00:00"),
        ("11/16/2026 08:00:00", "2026-11-16T08:00:00+00:00"),
        ("yesterday", None),
        ("2026-13-45", None),
        ("Mon, 31 Feb 2026 08:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_dates_are_read_in_the_forms_of_the_field(text, moment):
    found = parse_date(text)
    assert (found.isoformat() if found else None) == moment


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a b"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<b>a</b>b", "ab"),
        ("a < b and c > d", "a < b and c > d"),
        ("vector<int> & map<K, V>", "vector<int> & map<K, V>"),
        ("a<script>alert(1)</script>b", "a b"),
        ("a<SCRIPT\n>x</script >b", "a b"),
        ("a<style>p{}</style>b<!-- c --><!doctype x>d", "a bd"),
        ("a<!-- never closed <b>x</b>", "a"),
        ("&lt;b&gt; &amp;amp; &copy; &#8217; &bogus;", "<b> &amp; © ’ &bogus;"),
        ("a\u202eb\u200bc\x00d\x1be\ufeff", "abcde"),
        ("  \n a \t b\u00a0c ", "a b c"),
        ("Ã©tÃ©", "été"),
        ("it\x92s", "it’s"),
        ("<a href='x>y'>z</a>", "y'>z"),
    ],
)
def test_markup_becomes_the_text_that_a_reader_sees(html, text):
    assert plain(html, 100) == text


def test_text_is_cut_at_a_word():
    assert plain("one two three four", 12) == "one two…"
    assert len(plain("x" * 500, 100)) == 100


# --- identity ------------------------------------------------------------------------------------------

STORY = Entry(
    "https://site.example/a?utm_source=x", "A title of some length", "1", summary="And a text besides."
)


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/a",
        "http://site.example/a",
        "https://SITE.example:443/a",
        "https://site.example/a/",
        "https://site.example/a#comments",
        "https://site.example/a?utm_medium=rss&utm_campaign=y",
        "https://site.example/a?fbclid=abc",
    ],
)
def test_one_address_has_one_form(url):
    assert canonical(url) == "https://site.example/a"
    assert entry_key(replace(STORY, url=url, guid="changed")) == entry_key(STORY)


def test_what_tells_addresses_apart_stays():
    urls = [
        "https://a.example/",
        "https://a.example/x",
        "https://a.example/x?id=1",
        "https://a.example/x?id=2",
    ]
    assert len({canonical(u) for u in [*urls, "https://a.example:8443/", "https://b.example/"]}) == 6
    for odd in ("", "not an address", "mailto:x@y.example", "http://[::1", "https://"):
        assert canonical(odd) == odd


@pytest.mark.parametrize(
    "urls",
    [
        [
            "https://forum.example/showthread.php?12345-How-to-learn",
            "https://forum.example/showthread.php?6-Why",
        ],
        ["https://forum.example/index.php?threads/a.1/", "https://forum.example/index.php?threads/b.2/"],
        ["https://wiki.example/?FrontPage", "https://wiki.example/?RecentChanges", "https://wiki.example/"],
        ["https://app.example/#!/week/1", "https://app.example/#!/week/2"],
    ],
)
def test_pages_that_only_a_bare_query_tells_apart_are_entries_of_their_own(urls):
    assert len({entry_key(replace(STORY, url=url)) for url in urls}) == len(urls)


def test_the_same_words_at_a_new_address_are_the_same_entry():
    assert content_hash(replace(STORY, url="https://new.example/b", guid="2")) == content_hash(STORY)
    assert content_hash(replace(STORY, summary="Another text.")) != content_hash(STORY)


def test_entries_that_say_next_to_nothing_are_told_apart():
    one, two = Entry("https://a.example/1", "Untitled"), Entry("https://a.example/2", "Untitled")
    assert content_hash(one) != content_hash(two)


def test_an_entry_without_address_is_known_by_its_guid():
    assert entry_key(Entry("", "A", "g")) == entry_key(Entry("", "B", "g")) != entry_key(Entry("", "A", "h"))
    assert entry_key(Entry("", "A")) != entry_key(Entry("", "B"))
