"""One page, from bytes to Article.

decode the bytes, parse them, cut the page into blocks
refuse what is no page at all
read what the page says about itself
choose the blocks that are the article; refuse walls, lists and empty pages
take the feed's text where it holds more, and agree on title, author and date
"""

import re

from curator.errors import ExtractError
from curator.extract.authors import agree_on_author, page_author
from curator.extract.blocks import blocks_of
from curator.extract.body import article_blocks, lines_of_html
from curator.extract.clean import MAX_NAME, MAX_SUMMARY, line, paragraphs
from curator.extract.ease import reading_ease
from curator.extract.head import Head
from curator.extract.hidden import show_as_read
from curator.extract.listing import refuse_listings
from curator.extract.page_date import page_date
from curator.extract.page_kind import kind_of
from curator.extract.rights import is_paywalled, is_reserved, licence_of
from curator.extract.titles import agree_on_title, page_title, site_name
from curator.extract.tree import parse_html, reveal_noscript
from curator.extract.walls import FEW, refuse_scraps, refuse_walls
from curator.model import RESOURCE_KINDS, Article, Document, Entry
from curator.model.reading_time import count_words
from curator.text.decoding import decode_page
from curator.text.language import language_of

MORE = 1.2
"""The feed's text wins from this many times the words of the page's: the page shows only a part."""

ALONE = 100
"""Words from which a feed's text stands for a page that cannot be read."""

MAX_CATEGORIES = 20

_NO_PAGE = {
    "a feed, not a page": re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.I),
    "data, not a page": re.compile(r"<(?:urlset|sitemapindex|svg|opml)\b", re.I),
    "data (JSON), not a page": re.compile(r"[\[{]\s*[\"\[{\]}\d-]"),
}


def extract_page(document: Document, *, entry: Entry | None = None, feed_title: str = "") -> Article:
    """Find the article in a page (see `curator.extract.extract`)."""
    try:
        return _from_page(document, entry, feed_title)
    except ExtractError:
        said = _said_by_feed(entry)
        if entry is None or not said:
            raise
        return _from_feed(document, entry, feed_title, said)


def _from_page(document: Document, entry: Entry | None, feed_title: str) -> Article:
    html = decode_page(document.body, document.content_type)
    _refuse_other_data(html, document.content_type)
    plain = html.split("\n") if _is_plain_text(html, document.content_type) else []
    tree = parse_html("".join(f"<p>{_escaped(part)}</p>" for part in plain) or html)
    head = Head(tree, document.url)
    show_as_read(tree)
    blocks = blocks_of(tree)
    if sum(count_words(block.text) for block in blocks) < FEW and reveal_noscript(tree):
        blocks = blocks_of(tree)
    site = site_name(head)
    own_title = page_title(head, site)
    title = agree_on_title(entry, own_title, feed_title)
    page, lines = (blocks, plain) if plain else article_blocks(tree, blocks, document.url, own_title)
    kind = kind_of(document.url, head, entry, blocks, sum(count_words(b.text) for b in page))
    text = paragraphs(lines or (block.text for block in page))
    if not lines:
        refuse_walls(head, own_title, blocks, page)
    if RESOURCE_KINDS[kind.kind].is_recording and count_words(text) < 40:
        # What such a page says of its recording is in its description.
        text = _longest(text, paragraphs([_description(head)]), _summary(entry))
    elif not lines:
        refuse_scraps(head, blocks, page)
    if kind.kind == "article" and not plain:
        refuse_listings(head, blocks, page)
    text = _or_feed(text, entry)
    if not text:
        raise ExtractError("the page holds no article text")
    author = agree_on_author(
        entry, page_author(head, site, blocks, search=not (entry and entry.author)), feed_title, site
    )
    language = language_of(
        text,
        head.tree.get("lang", "") or head.meta("og:locale", "content-language"),
        entry.language if entry else "",
    )
    dated = (entry.published or entry.updated) if entry else None
    published = dated or page_date(head, blocks, page, language)
    licence = (entry.licence if entry else "") or licence_of(head)
    return Article(
        url=document.url,
        title=title or line(text.split("\n", 1)[0], 120),
        text=text,
        published=published,
        author=author,
        source=line(feed_title, MAX_NAME) or site,
        summary=_summary(entry) or line(_description(head), MAX_SUMMARY),
        language=language,
        kind=kind.kind,
        seconds=kind.seconds,
        pages=kind.pages,
        categories=_categories(head, entry),
        canonical=head.linked("canonical") or head.address("og:url"),
        licence=licence,
        paywalled=is_paywalled(head, blocks),
        reserved=is_reserved(document, head),
        image=head.address("og:image", "og:image:url", "twitter:image"),
        reading_ease=reading_ease(text, language),
        entry=entry,
    )


def _from_feed(document: Document, entry: Entry, feed_title: str, said: str) -> Article:
    """Make an article of what the feed alone says, for a page that cannot be read."""
    title = agree_on_title(entry, "", feed_title)
    author = agree_on_author(entry, "", feed_title, "")
    published = entry.published or entry.updated
    language = language_of(said, entry.language)
    return Article(
        url=document.url,
        title=title or line(said.split("\n", 1)[0], 120),
        text=said,
        published=published,
        author=author,
        source=line(feed_title, MAX_NAME),
        summary=_summary(entry),
        language=language,
        kind=entry.kind,
        seconds=entry.seconds,
        categories=_categories(None, entry),
        licence=entry.licence,
        reserved=_header_reserves(document),
        reading_ease=reading_ease(said, language),
        entry=entry,
    )


def _refuse_other_data(text: str, content_type: str | None) -> None:
    """Raise ExtractError for text that is no page: feeds, sitemaps, JSON, scripts."""
    start = _after_prologue(text[:4000])
    for words, pattern in _NO_PAGE.items():
        if pattern.match(start):
            raise ExtractError(f"the address leads to {words}")
    if "<" not in text[:5000] and not _is_plain_text(text, content_type):
        raise ExtractError(
            "the page is empty" if not text.strip() else "the address leads to text that is no page"
        )


def _is_plain_text(text: str, content_type: str | None) -> bool:
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind == "text/plain" and not re.search(r"<(?:!doctype|html|head|body)\b", text[:5000], re.I)


def _after_prologue(text: str) -> str:
    """Return what follows the XML declaration, processing instructions and comments at the start."""
    text = text.lstrip()
    while text.startswith(("<?", "<!--")):
        end = "?>" if text.startswith("<?") else "-->"
        text = text.partition(end)[2].lstrip()
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _or_feed(page: str, entry: Entry | None) -> str:
    said = paragraphs(lines_of_html(entry.content)) if entry and entry.content else ""
    if count_words(said) >= ALONE and count_words(said) > MORE * count_words(page):
        return said
    return page


def _said_by_feed(entry: Entry | None) -> str:
    """Return the feed's text if it can stand alone: long enough, or the words beside a recording or paper."""
    if entry is None:
        return ""
    said = paragraphs(lines_of_html(entry.content))
    if count_words(said) >= ALONE:
        return said
    said = _longest(said, _summary(entry))
    stands = RESOURCE_KINDS[entry.kind].is_recording or entry.kind in ("paper", "book", "slides")
    return said if stands else ""


def _longest(*texts: str) -> str:
    return max(texts, key=len)


def _summary(entry: Entry | None) -> str:
    return line(entry.summary, MAX_SUMMARY) if entry else ""


def _description(head: Head) -> str:
    return head.meta("description", "og:description", "twitter:description")


def _categories(head: Head | None, entry: Entry | None) -> tuple[str, ...]:
    said = list(entry.categories) if entry else []
    if head is not None:
        said += head.metas.get("article:section", []) + head.metas.get("article:tag", [])
    names = (line(name, 80) for name in said[:100])
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_CATEGORIES]


def _header_reserves(document: Document) -> bool:
    return is_reserved(document, Head(parse_html("<html><body></body></html>"), document.url))
