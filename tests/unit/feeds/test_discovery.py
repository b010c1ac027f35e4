"""From a site's address to its feeds, and what a document is that is no feed."""

import time

import pytest

from curator.feeds.discovery import explain, feeds_of_page, likely_addresses
from curator.model import Document

PAGE = "https://site.example/blog/index.html"


def found(head: str, body: str = "", url: str = PAGE) -> tuple[str, ...]:
    html = f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>"
    return feeds_of_page(Document(url, html.encode(), "text/html"))


def test_announced_feeds_come_in_the_pages_order_with_comments_last():
    assert found(
        '<link rel="alternate" type="application/rss+xml" title="Comments feed" href="/comments/feed/">'
        '<link rel="alternate" type="application/atom+xml" href="atom.xml">'
        '<link rel="ALTERNATE home" type="application/feed+json; charset=utf-8" href="https://other.example/feed.json">'
        '<link rel="stylesheet" href="/style.css">'
        '<link rel="alternate" hreflang="de" href="/de/">'
    ) == (
        "https://site.example/blog/atom.xml",
        "https://other.example/feed.json",
        "https://site.example/comments/feed/",
    )


def test_a_base_element_counts():
    assert found('<base href="https://cdn.example/x/"><link rel="feed" href="f.xml">') == (
        "https://cdn.example/x/f.xml",
    )


def test_links_in_the_text_are_found_when_none_is_announced():
    assert "https://site.example/rss.xml" in found(
        "", '<a href="/about">About</a> <a href="/rss.xml">RSS</a>'
    )


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "", "   "]
)
def test_addresses_that_are_none_are_not_offered(href):
    assert found(f'<link rel="alternate" type="application/rss+xml" href="{href}">') == ()


def test_a_page_full_of_links_offers_a_few():
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{i}.xml">' for i in range(500))
    assert len(found(links)) == 20


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (
            '<link rel="alternate" type="application/atom+xml;type=entry" href="/e"><link rel="feed" href="/f">',
            "/f",
        ),
        ("<link rel=alternate type=application/atom+xml;type=entry href=/e><link rel=feed href=/f>", "/f"),
        (
            '<LINK REL="alternate" TYPE="application/atom+xml; Type=Entry" HREF="/e"><a href="/f.rss">f</a>',
            "/f.rss",
        ),
        ('<link rel="alternate" type="application/atom+xml;type=feed" href="/f">', "/f"),
        ('<!-- <link rel="feed" href="/old"> --><link rel="feed" href="/new">', "/new"),
        (
            "<script>'<link rel=\"feed\" href=\"/js\">'</script><link rel='feed' title='a > b' href='/f'>",
            "/f",
        ),
        ('<link data-href="/no" rel="feed" href="/two words.xml?a=1&amp;b=2">', "/two%20words.xml?a=1&b=2"),
        ("<link rel=feed href='/first' href='/second'>", "/first"),
        ('<base target="_top"><base href="/deep/"><link rel="feed" href="f">', "/deep/f"),
        ('<link rel="feed" href="feed://site.example/f">', "http://site.example/f"),
        ('<a href="feed:https://site.example/f">Subscribe</a>', "/f"),
        ('<link rel="alternate stylesheet feed" href="/css"><link rel="feed" href="/f">', "/f"),
        ('<a href="/syndicate">Subscribe by RSS</a>', "/syndicate"),
        ('<a href="/weblog/?flav=rss2">x</a>', "/weblog/?flav=rss2"),
        ('<a href="itpc://pod.example/f">iTunes</a>', "http://pod.example/f"),
    ],
)
def test_what_a_page_writes_about_its_feeds_is_read_as_a_browser_does(head, address):
    whole = address if "//" in address else f"https://site.example{address}"
    assert found(head)[0] == whole


@pytest.mark.parametrize(
    "text",
    [
        "<link " + " ".join(f"a{i}=1" for i in range(250_000)) + ">",
        "<link href='" * 200_000,
        '<a href="' + "x" * 2_000_000,
        "<base href=/a/>" * 60_000 + '<link rel=feed href="f">' * 40_000,
        "<!--" * 400_000,
        "<script>" * 200_000,
        "<a " + "'" * 1_000_000,
        "<link rel=feed " + "&amp;" * 300_000 + ">",
        "<a href=/rss" * 150_000,
        "<" * 2_000_000,
    ],
    ids=[
        "attributes",
        "quotes",
        "long",
        "bases",
        "comments",
        "scripts",
        "marks",
        "references",
        "open",
        "angles",
    ],
)
def test_the_time_grows_with_the_page_and_no_faster(text):
    started = time.process_time()
    feeds_of_page(Document(PAGE, text.encode()))
    assert time.process_time() - started < 6


@pytest.mark.parametrize("body", [b"", b"\0\xff\xfe", b"<", b"<!-- ", b"<html" * 50_000, b"plain words"])
def test_documents_that_are_no_pages_offer_nothing(body):
    assert feeds_of_page(Document(PAGE, body)) == ()


def test_likely_addresses_start_beside_the_page():
    likely = likely_addresses("https://site.example/blog/index.html")
    assert likely[0] == "https://site.example/blog/feed"
    assert "https://site.example/feed" in likely
    assert len(set(likely)) == len(likely) <= 15
    assert likely_addresses("https://site.example")[0] == "https://site.example/feed"


def test_what_is_no_feed_is_explained_with_what_it_offers():
    page = Document(PAGE, b"<!doctype html><html><body>Hello</body></html>", "text/html")
    assert explain(page, ("https://site.example/f.xml",)) == (
        "not a feed but a web page; it offers: https://site.example/f.xml"
    )
    assert explain(page, ()) == "not a feed but a web page, and it offers none"
    assert "PDF" in explain(Document(PAGE, b"%PDF-1.4 x", "application/pdf"), ())


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ('</feed.atom>; rel="alternate"; type="application/atom+xml"', "https://site.example/feed.atom"),
        ("<f.json>; type=application/feed+json; rel=alternate", "https://site.example/blog/f.json"),
        ('<https://a.example/>; rel=canonical, </f>; rel="alternate feed"', "https://site.example/f"),
        ('</de/>; rel="alternate"; hreflang="de"', None),
        ("<" * 9000, None),
    ],
)
def test_feeds_announced_by_the_server_count_as_those_of_the_page(header, address):
    document = Document(PAGE, b"<html><body>Hello</body></html>", "text/html", (("link", header),))
    assert feeds_of_page(document) == ((address,) if address else ())
