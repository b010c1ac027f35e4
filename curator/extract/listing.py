"""Pages that list other pages: front pages, archives, tags, shop shelves. They are no articles.

Such a page shows many *cards*: boxes of one make, each with a link to another page of the site and a
heading, picture, date or price. An article may have cards around it too, so they count only where the
page does not claim to be an article, and against the words of its text. The figures were set on 665
annotated articles and 13 listings. Of the articles that claim nothing, none has more than 9 cards, or
more than 0.42 of its text in them; listings have 12 to 48, or nearly all of their text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml import etree

from curator.errors import ExtractError
from curator.extract.blocks import Block
from curator.extract.head import ARTICLES, Head, text_of, types_of
from curator.extract.page_date import DATED
from curator.extract.select import names_of
from curator.model.reading_time import count_words
from curator.urls import absolute, split

MANY = 12
"""Cards from which a page is a listing if they say at least half as much as its text.

They must be more than dated titles: a short letter may well end in a list of all the others.
"""

FEW_WORDS = 700
"""Words beside the cards up to which that holds: the longest text around such cards in the data has 614."""

SOME = 5
"""Cards from which a page is a listing if its text stands in them."""

SHARE = 0.7
"""Share of the text that must stand in cards then."""

LONGEST = 150
"""Words of a card: a title, a teaser, a price. Longer boxes are posts or sections."""

MOST_TARGETS = 5
"""Other pages that a card may lead to: the thing itself, its author, a few tags."""

REACH = 8
"""Levels between a link, heading or picture and the card around it."""

COLLECTIONS = frozenset(("CollectionPage", "SearchResultsPage", "OfferCatalog", "ProductGroup"))
"""schema.org types of pages that list others."""

_MARKS = ("h2", "h3", "h4", "h5", "img")
_BOXES = frozenset(("a", "article", "div", "li", "section", "td", "tr"))
_BESIDE = frozenset(("aside", "footer", "nav"))
_NOT_CARDS = re.compile(
    r"related|recommend|similar|also-?like|you-?may|up-?next|more-?(?:from|on)\b|comment|disqus|repl(?:y|ies)"
    r"|nav|menu|sidebar|widget|footer|modal|popup",
    re.I,
)
"""Names of boxes around an article; "teaser" and "latest" are not among them: archives use them too."""
_MEMBER = re.compile(r"\b(?:user|member|memberlist|profile)s?\b|user_|/u/|/@", re.I)
"""Addresses of people who post: their boxes are the posts of a thread."""

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\b\d[\d.,]{0,12}\s?(?:€|EUR|USD|GBP|CHF|kr|zł)(?!\w)")


def refuse_listings(head: Head, blocks: Sequence[Block], text: Sequence[Block]) -> None:
    """Raise ExtractError where a page lists other pages instead of being an article.

    `blocks` is all that the page shows, `text` what would be taken for the article.
    """
    if _says_listing(head):
        raise ExtractError("the page calls itself a list of other pages, not an article")
    if _claims_article(head):
        return
    words = sum(count_words(block.text) for block in text)
    for make in _makes(head, blocks, text):
        pages = len(make.leads)
        aside = make.picture >= MANY and make.shown >= words / 2 and words - make.among <= FEW_WORDS
        if (pages >= MANY and aside) or (pages >= SOME and make.among >= SHARE * words):
            raise ExtractError(f"a list of {pages} other pages, not an article")


def _says_listing(head: Head) -> bool:
    records = head.types & ARTICLES
    if records or head.article.get("datePublished") or "article:published_time" in head.metas:
        return False
    if head.meta("og:type").lower() == "product.group" or head.types & COLLECTIONS:
        return True
    own = split(head.linked("canonical") or head.meta("og:url") or head.url)
    return bool(own.hostname) and own.path in ("", "/") and "ItemList" in head.types


def _claims_article(head: Head) -> bool:
    """Tell whether the page says that it is an article; one that holds several is rather a list of them."""
    if head.meta("og:type").lower() == "article" or not head.metas.keys().isdisjoint(DATED):
        return True
    if text_of(head.article.get("datePublished")):
        return True
    records = sum(1 for node in head.nodes if types_of(node) & ARTICLES)
    items = head.tree.iterfind(".//*[@itemtype]")
    records += sum(1 for e in items if e.get("itemtype", "").rsplit("/", 1)[-1] in ARTICLES)
    return 0 < records < 3


@dataclass(slots=True)
class _Make:
    """The cards of one make."""

    leads: set[str] = field(default_factory=set)
    """The pages that they lead to."""
    shown: int = 0
    """Their words."""
    among: int = 0
    """Words of the text that stand in them."""
    picture: int = 0
    """Cards with more than a date: a heading, picture or price."""


def _makes(head: Head, blocks: Sequence[Block], text: Sequence[Block]) -> Iterable[_Make]:
    """Find the cards of a page, those of one make together."""
    words, marked, dated = _weigh(head, blocks)
    beside = _beside(head)
    makes: dict[tuple[str, str], _Make] = {}
    make_of: dict[etree._Element, tuple[str, str]] = {}
    for box, targets in _leads(head).items():
        fits = 3 <= words[box] <= LONGEST and len(targets) <= MOST_TARGETS and box.tag in _BOXES
        if not fits or box in beside or (box not in marked and box not in dated):
            continue
        if not any(map(_MEMBER.search, targets)):
            make_of[box] = _make(box)
            make = makes.setdefault(make_of[box], _Make())
            make.leads.add(next(iter(targets)))
            make.shown += words[box]
            make.picture += box in marked
    for block in text:
        for name in {make_of[box] for box in block.path if box in make_of}:
            makes[name].among += count_words(block.text)
    return makes.values()


def _leads(head: Head) -> dict[etree._Element, dict[str, None]]:
    """Map boxes to the other pages of the site that links in them lead to, in order, a few at most."""
    own = split(head.url)
    claimed = split(head.linked("canonical"))
    hosts = {(parts.hostname or "").removeprefix("www.") for parts in (own, claimed)}
    found: dict[etree._Element, dict[str, None]] = {}
    for link in head.tree.iter("a"):
        parts = split(absolute(link.get("href") or "", head.base))
        host = (parts.hostname or "").removeprefix("www.")
        if not host or host not in hosts or parts.path == own.path:
            continue
        for box in islice(link.iterancestors(), REACH):
            targets = found.setdefault(box, {})
            if len(targets) <= MOST_TARGETS:
                targets[f"{parts.path}?{parts.query}"] = None
    return found


def _weigh(
    head: Head, blocks: Sequence[Block]
) -> tuple[Counter[etree._Element], set[etree._Element], set[etree._Element]]:
    """Count the words in each box; collect those with a heading, picture or price, and those with a date."""
    words: Counter[etree._Element] = Counter()
    marked: set[etree._Element] = set()
    dated: set[etree._Element] = set()
    for mark in head.tree.iter(*_MARKS, "time"):
        (dated if mark.tag == "time" else marked).update(islice(mark.iterancestors(), REACH))
    for block in blocks:
        count = count_words(block.text)
        for box in block.path:
            words[box] += count
        if count < 12 and _PRICE.search(block.text):
            marked.update(block.path[-REACH:])
    return words, marked, dated


def _make(box: etree._Element) -> tuple[str, str]:
    """Return what makes two boxes alike: element and classes, or those of the box around them."""
    names = " ".join((box.get("class") or "").split()[:2])
    around = box.getparent()
    if not names and around is not None:
        names = "in " + (around.get("class") or "")
    return str(box.tag), names


def _beside(head: Head) -> set[etree._Element]:
    """Collect what stands in boilerplate around an article, and in comments."""
    found: set[etree._Element] = set()
    for element in head.tree.iter(etree.Element):
        if element.tag in ("html", "body"):  # what these say, they say of the site
            continue
        if element.getparent() in found or element.tag in _BESIDE or _is_beside(names_of(element)):
            found.add(element)
    return found


@lru_cache(maxsize=4096)
def _is_beside(names: str) -> bool:
    return bool(_NOT_CARDS.search(names))
