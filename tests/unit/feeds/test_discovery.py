"""From a site's address to its feeds, and what a document is that is no feed."""

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
