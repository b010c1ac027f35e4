"""Promise 4 against anything at all: generated piles of markup, damaged feeds, odd JSON, plain noise."""

import json
import re
from pathlib import Path

from fuzz_findings import findings, survives
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curator.errors import ParseError
from curator.feeds import entry as limits
from curator.feeds.parse import parse_feed
from curator.model import Document, ParsedFeed

URL = "https://site.example/feed.xml"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "parse"
FINDINGS = FIXTURES / "findings"


def parsed(body: bytes, content_type: str | None = None) -> ParsedFeed | None:
    try:
        return parse_feed(Document(URL, body, content_type))
    except ParseError as error:
        if not str(error):
            raise
        return None


def check(body: bytes, content_type: str | None = None) -> None:
    """Whatever the bytes: a feed whose fields keep their promises, or a cause in words."""
    feed = parsed(body, content_type)
    if feed is None:
        return
    assert len(feed.entries) <= limits.MAX_ENTRIES
    for found in feed.entries:
        assert not found.url or found.url.lower().startswith(("http://", "https://"))
        assert len(found.title) <= limits.MAX_TITLE
        assert len(found.author) <= limits.MAX_AUTHOR
        assert len(found.summary) <= limits.MAX_SUMMARY
        assert len(found.content) <= limits.MAX_CONTENT
        assert all(0 < len(c) <= limits.MAX_CATEGORY for c in found.categories)
        for text in (found.title, found.author, found.summary, *found.categories, found.guid):
            assert text == "" or text.isprintable() or not text.isascii()
            text.encode("utf-8")
        assert found.published is None or found.published.tzinfo is not None
        json.dumps([found.url, found.content])


MARKUP = st.sampled_from(
    [
        *("\0", "\ud83d", "\ufeff", "\n", " "),
        *re.findall(
            r"\S+",
            """
            <rss> <channel> <item> </item> <title> </title> <link> </link> <![CDATA[ ]]> --> & &amp;
            <feed <entry> <content type='xhtml'> <author><name> </author> <pubDate> 2026-11-16 <guid> <p> </p>
            xmlns='http://www.w3.org/2005/Atom'> version='1.0' encoding='utf-16'?> <!DOCTYPE x [ ]> &nbsp;
            <!-- xml:base='//x' <!ENTITY a 'b'> &#0; &#x1F600; http:// <enclosure url='a' type='audio/x'/>
            <?xml <category domain='kind'> { [ " : ] }
            """,
        ),
    ]
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(MARKUP, st.text(max_size=8)), max_size=40),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_pile_of_markup_is_survived(pieces, encoding):
    check(("<rss><channel>" + "".join(pieces)).encode(encoding, "ignore"))
    check("".join(pieces).encode(encoding, "ignore"))


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/xml; charset=utf-16", "text/html; charset=nonsense"]),
)
@example(b"\xff\xfe<\0r\0", None)
def test_any_bytes_are_survived(body, content_type):
    check(body, content_type)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
JSON_KEYS = st.sampled_from(
    re.findall(
        r"\w+",
        """id url external_url title content_html content_text summary date_published authors author tags
        attachments language""",
    )
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.dictionaries(JSON_KEYS, JSON_VALUES, max_size=6) | JSON_VALUES, max_size=5), JSON_VALUES)
def test_any_json_feed_is_survived(items, title):
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items, "authors": title}
    check(json.dumps(feed).encode())


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FIXTURES.glob("*.xml"))), st.data())
def test_feeds_with_holes_and_repetitions_are_survived(case, data):
    body = case.read_bytes()
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(body)), st.integers(0, len(body)))))
    check(body[:start] + body[end:])
    check(body[:end] + body[start:])
    check(body[:start] + data.draw(st.binary(max_size=6)) + body[start:])


GROWN = {
    # feedparser's search for an encoding takes time with the cube of the first line.
    "declaration of many encodings": b"<?xml " + b"encoding='" * 2000,
    "declaration cut off": b'<?xml version="1.0" encoding="Sh' + b"domain='kind'>" * 28_000,
}
"""Findings that a rule writes shorter than a file; each took more than ten seconds once."""


@findings(FINDINGS, GROWN)
def test_what_fuzzing_found_is_survived(finding):
    survives(check, finding)
