"""Addresses: which are valid, what a link resolves to, and when two of them are one page."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.urls import absolute, canonical, host, origin, web_address, without_feed_scheme

SAME = [
    ("http://www.example.org/a/", "https://example.org/a"),
    ("https://EXAMPLE.org.:443/a", "https://example.org/a"),
    ("http://example.org:80", "https://example.org/"),
    ("https://ada:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a?utm_source=x&fbclid=1", "https://example.org/a"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/a#part", "https://example.org/a"),
    ("https://example.org/%7Eada/x%2fy", "https://example.org/~ada/x%2Fy"),
    ("https://example.org/x/./y/../z", "https://example.org/x/z"),
    ("https://example.org/../a", "https://example.org/a"),
    ("https://example.org/grüße", "https://example.org/gr%C3%BC%C3%9Fe"),
    ("https://bücher.example/", "https://xn--bcher-kva.example"),
    ("https://example.org/a?q=two+words", "https://example.org/a?q=two%20words"),
    ("https://example.org/a;jsessionid=1A2B", "https://example.org/a"),
    ("https://example.org/story?source=rss----7f1c", "https://example.org/story"),
]
DIFFERENT = [
    ("https://example.org:8080/x", "https://example.org/x"),
    ("https://forum.example/showthread.php?123-how", "https://forum.example/showthread.php?124-why"),
    ("https://forum.example/index.php?threads/a.1/", "https://forum.example/index.php?threads/b.2/"),
    ("https://wiki.example/?FrontPage", "https://wiki.example/?OtherPage"),
    ("https://wiki.example/?FrontPage", "https://wiki.example/"),
    ("https://app.example/#!/week/1", "https://app.example/#!/week/2"),
    ("https://app.example/#/week/1", "https://app.example/"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/find?keyword=trust", "https://example.org/find?keyword=doubt"),
    ("https://example.org/read?cid=12", "https://example.org/read?cid=13"),
    ("https://example.org/tree?ref=main", "https://example.org/tree?ref=next"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a?q=c%2B%2B", "https://example.org/a?q=c++"),
    ("https://web.archive.example/2026/https://a.example/", "https://a.example/"),
    ("https://one.example/a", "https://two.example/a"),
    ("https://example.org/a?tag=x&tag=y", "https://example.org/a?tag=y&tag=x"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_page_has_one_name(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_keep_their_names(one, other):
    assert canonical(one) != canonical(other)


WORD = st.text(string.ascii_letters + string.digits + "-_.~", min_size=1, max_size=8)
PATH = st.lists(WORD.filter(lambda w: w.strip(".")), max_size=4).map("/".join)
PAIR = st.tuples(WORD.map("k".__add__), WORD).map("=".join)
QUERY = st.lists(st.one_of(PAIR, WORD.map("k".__add__)), max_size=3, unique_by=lambda p: p.split("=")[0])
PAGE = st.tuples(st.sampled_from(["one.example", "two.example", "two.example:8080"]), PATH, QUERY)


def written(page, scheme="https", www="", slash="", more=()):
    place, path, query = page
    asked = "&".join([*query, *more])
    return f"{scheme}://{www}{place}/{path}{slash if path else ''}" + (f"?{asked}" if asked else "")


@given(
    PAGE,
    st.sampled_from(["", "www."]),
    st.sampled_from(["", "/"]),
    st.lists(st.just("utm_source=z"), max_size=2),
)
def test_ways_of_writing_a_page_are_one_page(page, www, slash, more):
    assert canonical(written(page, "http", www, slash, more)) == canonical(written(page))


@given(PAGE, PAGE)
def test_two_pages_are_two(one, other):
    same = (one[0], one[1], sorted(one[2])) == (other[0], other[1], sorted(other[2]))
    assert (canonical(written(one)) == canonical(written(other))) == same


@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("https://example.org/".__add__)))
def test_any_text_has_one_name_that_names_itself(text):
    assert canonical(canonical(text)) == canonical(text)


@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("https://example.org".__add__)))
def test_what_is_valid_is_shown_as_it_is_by_a_browser(text):
    found = web_address(text)
    assert found == web_address(found)
    if found:
        assert found.startswith(("http://", "https://", "HTTP", "Http", "hTTP")) or "://" in found
        assert host(found)
        assert not set(found) & set(' \t\n\\"<>')


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org:x/",
        "https:\\\\example.org\\a",
        "https://example.org\\@evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "https://",
        "https:///a",
        "https://[::1/",
        "https://exa mple.org/",
        "https://-.example..org/",
        "//example.org/a",
        "example.org",
        "https://example.org/a\x00b",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_what_no_link_can_carry_is_refused(url):
    assert web_address(url) == ""


@pytest.mark.parametrize(
    ("typed", "carried"),
    [
        (" https://example.org/a ", "https://example.org/a"),
        ("https://ada:secret@example.org/a", "https://example.org/a"),
        ("https://example.org/two words", "https://example.org/two%20words"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("https://bücher.example/ü", "https://bücher.example/ü"),
    ],
)
def test_what_a_link_carries_is_what_was_typed_made_whole(typed, carried):
    assert web_address(typed) == carried


@pytest.mark.parametrize(
    ("link", "base", "found"),
    [
        ("b.html", "https://example.org/a/", "https://example.org/a/b.html"),
        ("/b c.html", "https://example.org/a/", "https://example.org/b%20c.html"),
        ("//cdn.example/x", "http://example.org/", "http://cdn.example/x"),
        ("https://a.example/lo\nng", "https://example.org/", "https://a.example/long"),
        ("mailto:ada@example.org", "https://example.org/", ""),
        ("javascript:alert(1)", "https://example.org/", ""),
        ("?page=2", "https://example.org/a", "https://example.org/a?page=2"),
        ("http://[", "https://example.org/", ""),
        ("https://", "https://example.org/", ""),
    ],
)
def test_links_resolve_as_in_a_browser(link, base, found):
    assert absolute(link, base) == found


def test_an_origin_says_scheme_host_and_port():
    assert origin("https://Example.org/a?b") == "https://example.org:443"
    assert origin("http://example.org:8080") == "http://example.org:8080"
    assert origin("http://example.org:443/x") != origin("https://example.org/x")
    assert origin("mailto:ada@example.org") == ""


@pytest.mark.parametrize(
    ("offered", "address"),
    [
        ("feed:http://notes.example/f", "http://notes.example/f"),
        ("feed:https://notes.example/f", "https://notes.example/f"),
        ("feed://notes.example/f", "http://notes.example/f"),
        ("feeds://notes.example/f", "https://notes.example/f"),
        ("FEED://https://notes.example/f", "https://notes.example/f"),
        ("feed://http//notes.example/f", "http://notes.example/f"),
        ("feed:notes.example/f", "http://notes.example/f"),
        ("itpc://pod.example/f", "http://pod.example/f"),
        ("podcast://pod.example/f", "http://pod.example/f"),
        ("https://notes.example/feed:1", "https://notes.example/feed:1"),
        ("feeds.example/f", "feeds.example/f"),
        ("feed:", "feed:"),
    ],
)
def test_addresses_offered_for_subscribing_are_web_addresses(offered, address):
    assert without_feed_scheme(offered) == address
