"""Document -> Article: the readable text of a page, and what page and feed say about it.

Importing this package is cheap; the first call of `extract` loads trafilatura (half a second).
Run it in `curator.execution.workers.Workers(preload=extract.PRELOAD)`: pages are hostile.
"""

from curator.model import Article, Document, Entry

PRELOAD = ("curator.extract.page",)
"""Modules that a pool of workers should import once, before it forks."""


def extract(document: Document, *, entry: Entry | None = None, feed_title: str = "") -> Article:
    """Find the article in a page, reconciled with the feed item that led there.

    Raises ExtractError, with the cause in words, when the page holds no article.
    """
    from curator.extract.page import extract_page

    return extract_page(document, entry=entry, feed_title=feed_title)
