"""Extraction of rubbish: whatever the bytes are, the answer is an article or an ExtractError in words."""

import hashlib
import pickle
import re
from pathlib import Path

import pytest
import trafilatura
from fuzz_findings import findings, survives
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.errors import ExtractError
from curator.extract import extract
from curator.extract.align import align, tokens
from curator.extract.clean import MAX_AUTHOR, MAX_NAME, MAX_SUMMARY, MAX_TEXT, MAX_TITLE, line, paragraphs
from curator.model import Document, Entry
from curator.text.decoding import decode_page as decode

_SCRAPS = """<p>|</p>|<h1>|<article>|<table><tr><td>|<li>|<!--|-->|<![CDATA[|<svg>|<noscript>|'>|&#xD800;|</script>
    |<base href='http://[::1'>|<link rel=canonical href='//['>|<meta name=author content='|\u202e|\x00|\x85
    |<script type='application/ld+json'>|{"@type": "Article", "author": [[{}]], "datePublished": 1e999}
    |<meta property='article:published_time' content='9999-99-99T99:99+99:99'>
    |<time itemprop='datePublished' datetime='0'>|<meta name=description content='
    |One of them brings a case, and the others ask what she saw and what she thought. """
SCRAPS = st.sampled_from(_SCRAPS.split("|"))
PAGES = st.one_of(
    st.binary(max_size=400),
    st.lists(st.one_of(SCRAPS, st.text(max_size=20)), max_size=25).map(
        lambda parts: ("<html><body>" + "".join(parts)).encode("utf-8", "replace")
    ),
)
TYPES = st.sampled_from(
    [
        None,
        "text/html",
        "text/plain",
        "text/html; charset=utf-16",
        "text/html; charset=hex",
        'x;charset="é',
        "",
    ]
)
ADDRESSES = st.sampled_from(
    ["https://ward.example/a", "", "http://[::1", "no address", "https://arxiv.org/abs/1"]
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


CASES = Path(__file__).parents[2] / "fixtures" / "extract"
FINDINGS = CASES / "findings"
LABELS = (None, "text/html", "text/plain", "text/html; charset=utf-16", "text/html; charset=hex")
"""What servers call the bytes; which of them, the bytes themselves decide when fuzzing."""


def assert_in_words(error: ExtractError) -> None:
    assert re.search(r"\w+ \w+", str(error))


def assert_promises(document: Document, entry: Entry | None = None) -> None:
    """Whatever the bytes: an article whose fields keep their promises, or a cause in words."""
    try:
        article = extract(document, entry=entry)
    except ExtractError as error:
        assert_in_words(error)
        return
    assert article.text
    for text, limit in (
        (article.text, MAX_TEXT),
        (article.title, MAX_TITLE),
        (article.author, MAX_AUTHOR),
        (article.summary, MAX_SUMMARY),
        (article.source, MAX_NAME),
    ):
        assert len(text) <= limit
        assert not re.search(r"<[a-z/!?]", text, re.IGNORECASE)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    for address in (article.canonical, article.image, article.licence):
        assert not address or address.startswith(("http://", "https://"))
    assert article.minutes >= 1
    assert pickle.loads(pickle.dumps(article)) == article


def check(body: bytes) -> None:
    """Extract some bytes under one of the labels, with and without a feed's word."""
    pick = hashlib.sha256(body).digest()[0]
    document = Document("https://ward.example/p", body, LABELS[pick % len(LABELS)])
    text = body[:400].decode("utf-8", "replace")
    assert_promises(document, Entry("https://ward.example/p", text[:20], content=text) if pick & 8 else None)


@MANY
@given(PAGES, TYPES, ADDRESSES, st.booleans(), st.text(max_size=60))
def test_any_bytes_give_an_article_or_a_cause(body, content_type, url, from_feed, content):
    entry = (
        Entry(url, content[:9], author=content, content=f"<p>{content}", kind="podcast")
        if from_feed
        else None
    )
    assert_promises(Document(url, body, content_type), entry)


@MANY
@given(st.binary(max_size=300), TYPES)
def test_decoding_never_fails_but_in_words(body, content_type):
    try:
        text = decode(body, content_type)
    except ExtractError as error:
        assert_in_words(error)
    else:
        text.encode()


@MANY
@given(st.text(max_size=300), st.integers(1, 80))
def test_lines_are_plain_and_no_longer_than_asked(text, limit):
    for cleaned in (line(text, limit), paragraphs([text], limit)):
        assert len(cleaned) <= limit
        assert cleaned == cleaned.strip()
        assert not re.search(r"<[a-z/!?]", cleaned, re.IGNORECASE)


@MANY
@given(st.lists(st.text("abc ", max_size=30), max_size=20), st.text("abc ", max_size=120))
def test_alignment_gives_each_block_a_share(blocks, target):
    shares = align([tokens(block) for block in blocks], tokens(target))
    assert len(shares) == len(blocks)
    assert all(0 <= share <= 1 for share in shares)


def test_alignment_uses_each_stretch_once_and_in_order():
    copy, long = "the first of two copies here", "the only long block of this page"
    blocks = [copy, "short", long, "short", copy]
    target = "the first of two copies here the only long block of this page short"
    assert align([tokens(b) for b in blocks], tokens(target)) == [1.0, 0.0, 1.0, 1.0, 0.0]


GROWN = {
    # jusText looks for each paragraph's neighbour among all of them; libxml2 counts the cells for each cell.
    "paragraphs": b"<html lang='de'><body>" + b"<p>Jeden Donnerstag um neun.</p>" * 49_000,
    "cells": b"<html lang='de'><body><table><tr>" + b"<td>Ein Wort</td>" * 49_000,
}
"""Findings that a rule writes shorter than a file; each took about ten seconds or more once."""


@findings(FINDINGS, GROWN)
def test_what_fuzzing_found_is_survived(finding):
    survives(check, finding)


@pytest.mark.parametrize(("most", "fast"), [(200, False), (50, True)])
def test_large_pages_get_no_second_opinions(monkeypatch, most, fast):
    """They take time with the square of the paragraphs."""
    asked = []
    real = trafilatura.bare_extraction
    monkeypatch.setattr(
        trafilatura, "bare_extraction", lambda *a, **k: asked.append(k["fast"]) or real(*a, **k)
    )
    monkeypatch.setattr("curator.extract.body.SECOND_OPINIONS", most)
    extract(Document("https://ward.example/p", b"<p>Ask the person who does the work." * 100))
    assert asked == [fast]
