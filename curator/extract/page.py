"""One page, from bytes to Article."""

import trafilatura

from curator.errors import ExtractError
from curator.model import Article, Document, Entry


def extract_page(document: Document, *, entry: Entry | None = None, feed_title: str = "") -> Article:
    """Find the article in a page (see `curator.extract.extract`)."""
    found = trafilatura.bare_extraction(
        document.body, url=document.url, include_comments=False, with_metadata=True
    )
    if found is None or not found.text:
        raise ExtractError("the page holds no article text")
    return Article(
        url=document.url,
        title=(entry.title if entry else "") or found.title or "",
        text=found.text[:400_000],
        author=(entry.author if entry else "") or found.author or "",
        published=entry.published if entry else None,
        source=feed_title or found.sitename or "",
        entry=entry,
    )
