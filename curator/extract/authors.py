"""Who wrote a page: what its head and records say, then what its bylines show, then page and feed together.

Whoever is named in a comment, a teaser, a quotation or a testimonial wrote something else, so such boxes
are never searched. Organisations, accounts and buttons are no authors: the site is credited as the source.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import islice, pairwise
from typing import Any

from lxml.html import HtmlElement

from curator.extract.blocks import Block
from curator.extract.clean import MAX_AUTHOR, line
from curator.extract.elsewhere import is_elsewhere
from curator.extract.head import ARTICLES, Head, Node, types_of
from curator.extract.page_date import days_in
from curator.model import Entry
from curator.text.names import is_person, may_be_persons_site, names_in

MAX_BYLINE = 120
"""Characters of a line that may name the author."""

ABOVE, BELOW = 5, 24
"""Blocks before and behind the title in which an unmarked byline may stand."""

LONG = 200
"""Characters of a paragraph of the text itself."""

_METAS = (
    "author", "parsely-author", "sailthru.author", "article:author", "dc.creator", "byl", "dcterms.creator",
    "article.author", "cxenseparse:author", "authors", "rbauthors", "shareaholic:article_author_name",
)  # fmt: skip

_STANDARD = "(//*[@itemprop='author'] | //a[contains(concat(' ',@rel,' '),' author ')])[position() <= 20]"
_MARKED = (
    "(//*[contains(@class,'author') or contains(@class,'byline') or contains(@class,'Author')"
    " or contains(@class,'Byline') or contains(@data-testid,'author') or contains(@id,'author')"
    " or contains(@class,'by-line') or contains(@data-testid,'byline')]"
    " | //a[contains(@href,'/author') or contains(@href,'/autor') or contains(@href,'/auteur')"
    " or contains(@href,'/contributor') or contains(@href,'/people/') or contains(@href,'profile/')])"
    "[position() <= 80]"
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|by-line)(?:[_-]{1,2}(?:name|link|title|info|meta|text|block"
    r"|wrap(?:per)?|url))?"
    r"(?:$|\s)",
    re.I,
)
_AUTHORS_PAGE = re.compile(r"/(?:authors?|autor(?:es)?|auteurs?|contributors?|people|profile)/[^/?#]", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMING = ("class", "data-testid", "id")
_LINES = ("a", "p", "span", "div", "h2", "h3", "h4", "h5", "strong", "b", "li", "dt", "dd", "address", "td")
_MENUS = frozenset(("nav", "li", "footer", "button", "blockquote", "aside", "figcaption"))
"""Elements with lines such as "By Use Case", and with the words of others."""

_BY_NAME = re.compile(
    r"(?:^|[|•·,–—-]\s{0,2}|\d\s{1,2}|\b(?:[Ww]ritten|[Pp]osted|[Pp]ublished|[Aa]uthored)\s(?:.{0,30}\s)?)"
    r"(?:[Bb]y|BY|[Aa]uthor\s?:|Von|Par|Por|Door|Di|Av|Af|作者|文|撰文|記者|Автор)[:：/／\s]{0,3}"
    r"(?=[^\W\d_a-z]|[a-z]{1,3}\s[^\W\d_a-z])"
)
_DAY_AND_NAME = re.compile(r"^[^|•·]{6,30}\d{2,4}\s{0,2}[|•·]\s{0,2}([^\W\d_a-z][^|•·\d]{4,60})$")
_MORE_BY = re.compile(
    r"^(?:(?i:all|more|other|view|see|read|show)\s){1,3}(?i:articles?|posts?|stories|blogs?|content)?\s?"
    r"(?i:by|from|of)\s([^\W\d_a-z].{3,50})$"
)
_AT_END = re.compile(
    r"^(?i:written by|authored by|about the author|author)\s{0,2}:?\s{1,3}([^\W\d_a-z].{3,60})$"
)


def page_author(head: Head, site: str, blocks: Sequence[Block], *, search: bool = True) -> str:
    """Return who wrote the page, several names joined by commas; empty where it names nobody.

    With `search` off only the head is asked: looking through the page takes longer than reading it.
    """
    own = "" if may_be_persons_site(site) else site
    claims = list(_claims(head))
    for said in claims:
        if joined := _joined(said, own, 2):
            return joined
    if search:
        shown = _Shown(blocks, site, own)
        looks = (partial(_marked, head), _bylines, _before_date, _more_by)
        if names := next((found for look in looks if (found := look(shown))), ()):
            return line(", ".join(names), MAX_AUTHOR)
    # A single word last: it is as likely an account as a first name.
    singles = [*claims, [_text(e) for e in _sure(head)] if search else []]
    return next((joined for said in singles if (joined := _joined(said, own, 1))), "")


class _Shown:
    """The lines of a page, and the names in them."""

    def __init__(self, blocks: Sequence[Block], site: str, unless_owner: str) -> None:
        self.blocks = blocks
        self.site = site
        self.unless_owner = unless_owner
        self.heading = next((n for n, block in enumerate(blocks) if block.tag == "h1"), -1)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that occur in small letters: those of "Contact Us" do, those of a name seldom."""
        words = (word for block in self.blocks[:400] for word in _WORD.findall(block.text[:2000]))
        return frozenset(word for word in words if word.islower())

    def people(self, text: str, *, said: bool = False) -> tuple[str, ...]:
        """Return the names of people in a text; where it says "by", the site may be named after its owner."""
        if not 3 <= len(text) <= 200:
            return ()
        site = self.unless_owner if said else self.site
        found = [name for name in names_in(text, site=site, least=2) if is_person(name)]
        return tuple(name for name in found if not self._is_common(name))

    def _is_common(self, name: str) -> bool:
        words = [word.lower() for word in _WORD.findall(name)]
        return len(words) > 1 and self.small.issuperset(words)


def _claims(head: Head) -> Iterator[Sequence[str]]:
    """Yield what the head says, the surest first."""
    yield [_forward(name) for name in head.metas.get("citation_author", [])]
    for record in _records(head):
        for key in ("author", "creator"):
            yield list(people(record.get(key), head))
    for name in _METAS:
        yield head.metas.get(name, [])
    yield _labelled(head)


def _records(head: Head) -> Iterator[Node]:
    """Yield the page's own records: its article (which may come in two parts), else the page itself."""
    articles = [node for node in head.nodes if types_of(node) & ARTICLES]
    for record in articles[:1]:
        yield record
    for record in articles[1:4]:
        if _of_one_thing(articles[0], record):
            yield record
    yield from islice((node for node in head.nodes if "WebPage" in types_of(node)), 1)


def _of_one_thing(one: Node, other: Node) -> bool:
    """Tell whether two records may describe one article: nothing that both say differs."""
    for key in ("@id", "url", "headline", "mainEntityOfPage"):
        if one.get(key) and other.get(key) and key != "@id":
            return bool(one[key] == other[key])
    return bool(one.get("@id")) and one.get("@id") == other.get("@id")


def people(value: Any, head: Head) -> Iterator[str]:
    """Yield the names of the people in a schema.org value; a reference is followed once."""
    for item in islice(value if isinstance(value, list) else [value], 20):
        record = item
        if isinstance(record, list):
            record = record[0] if record else None
        if isinstance(record, dict):
            record = _resolved(record, head)
            if "Organization" in types_of(record) or "NewsMediaOrganization" in types_of(record):
                continue
            name = record.get("name") or record.get("@value")
            if isinstance(name, list):
                name = name[0] if name else ""
            if not name:
                parts = (record.get(key) for key in ("givenName", "additionalName", "familyName"))
                name = " ".join(part for part in parts if isinstance(part, str) and part)
            record = name
        if isinstance(record, str):
            # In a reference by address alone, the record it names has the name.
            yield head.named.get(record, record)


def _resolved(record: Node, head: Head) -> Node:
    if record.get("name") or not isinstance(record.get("@id"), str):
        return record
    return next((n for n in head.by_id.get(record["@id"], ()) if n.get("name")), record)


def _labelled(head: Head) -> list[str]:
    """Return the author from the labels that WordPress's commonest plug-in writes for link previews."""
    labels = zip(head.metas.get("twitter:label1", []), head.metas.get("twitter:data1", []), strict=False)
    return [
        name
        for label, name in labels
        if re.match(
            r"(?:(?:written )?by|verfasst von|geschrieben von|écrit par|escrito por|scritto da)\b",
            label,
            re.I,
        )
    ]


def _sure(head: Head) -> list[HtmlElement]:
    """Return the elements that name the author by a standard: microdata and rel=author."""
    return [e for e in head.tree.xpath(_STANDARD) if not is_elsewhere(e)]


def _marked(head: Head, shown: _Shown) -> tuple[str, ...]:
    """Return the names in elements that are marked as the author's, the surest first."""
    sure = _sure(head)
    marked = [e for e in head.tree.xpath(_MARKED) if not is_elsewhere(e)]
    named = [e for e in marked if _BYLINE.search(" ".join(e.get(key) or "" for key in _NAMING)[:300])]
    for element in sure + named:
        if people := shown.people(_text(element)):
            return people
    found: dict[tuple[str, ...], None] = {}
    for element in marked:
        if element.tag == "a" and not _AUTHORS_PAGE.search((element.get("href") or "")[:500]):
            continue
        texts = (_text(e) for e in islice(element.iter(*_LINES), 20))
        if people := next((people for text in texts if (people := shown.people(text))), ()):
            found[people] = None
    return next(iter(found)) if 0 < len(found) <= 2 else ()  # more are the authors of other texts


def _text(element: HtmlElement) -> str:
    """Return the name that an element shows; empty where it shows more than a byline."""
    inner = element.find(".//*[@itemprop='name']")
    text = " ".join(" ".join((inner if inner is not None else element).itertext()).split())
    if not text and inner is not None:
        text = inner.get("content") or ""
    return text if 3 <= len(text) <= 160 else ""


def _bylines(shown: _Shown) -> tuple[str, ...]:
    """Return the names in the line "by ..." near the title."""
    long = 0
    for block in shown.blocks[max(0, shown.heading - ABOVE) : max(0, shown.heading) + BELOW]:
        if len(block.text) > MAX_BYLINE:
            long += len(block.text) > LONG
            if long > 1:
                break  # a standfirst may come before the byline; here the text has begun
            continue
        if any(element.tag in _MENUS for element in block.path) or is_elsewhere(block.path[-1]):
            continue
        if found := _BY_NAME.search(block.text):
            if people := shown.people(block.text[found.start() :].lstrip("|•·,–—- "), said=True):
                return people
        elif (found := _DAY_AND_NAME.match(block.text)) and (people := shown.people(found[1])):
            return people
    return ()


def _before_date(shown: _Shown) -> tuple[str, ...]:
    """Return the name that stands alone between the title and the day."""
    near = shown.blocks[shown.heading + 1 : shown.heading + 5] if shown.heading >= 0 else ()
    for block, after in pairwise(near):
        if len(block.text) <= 40 and len(after.text) <= 60 and shown.people(block.text) == (block.text,):
            words = {word.lower() for word in _WORD.findall(block.text)}
            if any(days_in(after.text)) and words.isdisjoint(shown.small):
                return (block.text,)
    return ()


def _more_by(shown: _Shown) -> tuple[str, ...]:
    """Return the name in a box about the author, or in a link to everything else that the author wrote."""
    short = [block.text for block in shown.blocks if len(block.text) <= 80]
    found = (m[1] for pattern in (_AT_END, _MORE_BY) for text in short if (m := pattern.match(text)))
    return next((people for text in found if (people := shown.people(text))), ())


def _forward(name: str) -> str:
    """Turn "Lindqvist, Mara" around."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def _joined(claims: Sequence[str], site: str, least: int) -> str:
    """Join the names in the claims that have at least `least` words."""
    found = [
        name
        for claim in claims[:20]
        for name in names_in(line(claim, 2 * MAX_AUTHOR), site=site, least=least)
        if least < 2 or len(name.split()) > 1 or not name.isascii()
    ]
    return line(", ".join(dict.fromkeys(found)), MAX_AUTHOR)


def agree_on_author(entry: Entry | None, page: str, feed_title: str, site: str) -> str:
    """Choose between the feed's authors and the page's, taken where the feed names fewer."""
    said = line(entry.author, 2 * MAX_AUTHOR) if entry else ""
    names = [n for n in names_in(said, site=site) if n.casefold() != feed_title.strip().casefold()]
    if not names:
        return page
    feed = ", ".join(names)
    if page and len(page) > len(feed) and all(name.lower() in page.lower() for name in names):
        return page
    return line(feed, MAX_AUTHOR)
