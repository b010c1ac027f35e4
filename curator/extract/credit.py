"""Who wrote a page, what it is called, when it appeared: the page's side, then page and feed together."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice

from dateutil import parser as dates
from htmldate import find_date
from trafilatura.metadata import extract_author

from curator.extract.blocks import blocks_of
from curator.extract.clean import MAX_AUTHOR, MAX_NAME, MAX_TITLE, line
from curator.extract.head import Head, names_of, split_address, text_of
from curator.model import Entry

_SEPARATORS = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • ", " / ", ": ")
_BY = re.compile(r"^\s*(?:(?:written|posted|published|story|words|text|article)\s+)?by[:\s]+", re.I)
_WRITTEN = re.compile(r"\b(?:written|posted)\s+by[:\s]+(?=\w)", re.I)
_AFTER = re.compile(
    r"\s*(?:see (?:more|all)|about the author|view all|follow|subscribe|(?:medically )?reviewed by)\b"
    r".{0,150}$"
    r"|\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:\s+\d.{0,40})?$"
    r"|\s+(?:on|at|in|for|\||[-–—•·,]\s*(?:on|updated|published|senior|staff|contributor)\b).{0,100}$",
    re.I,
)
_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|(?:the )?authors?|editor(?:ial)?(?: (?:team|staff|board))?|the editors?|staff"
    r"|user|root|webmaster|guest|team|anonymous|unknown|none|null|noreply|no-reply|info|contact|support"
    r"|wordpress|blog(?:ger)?|(?:view|see) (?:all|more) posts.*|follow.*|read more.*|more.*|profile|about.*"
    r"|login|share|comments?|updated|published|(?:written|posted|reviewed) by)$",
    re.I,
)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net)\b|/|[{}<>=_]|\w\.\w+\.\w")
NEAR_TOP = 100
"""Lines of a page that are searched for its date."""

LATEST = "2100-01-01"
"""htmldate would ask the clock otherwise, and the same page give another date another day."""

_ZONES = {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
    "BST": 1,
    "IST": 5.5,
}

_UNTITLED = re.compile(r"^(?:untitled|no title|home ?page|home|index|new post|post|article|blog)$", re.I)
_WORDS = re.compile(r"\w+")


def _same(one: str, other: str) -> bool:
    return _WORDS.findall(one.lower()) == _WORDS.findall(other.lower())


def site_name(head: Head) -> str:
    """Return what the page calls its site, or an empty string."""
    publisher = head.article.get("publisher") or head.node("WebSite").get("name")
    name = head.meta("og:site_name", "application-name", "al:ios:app_name") or text_of(publisher)
    name = line(name, MAX_NAME)
    return "" if name.startswith(("http:", "https:")) else name.lstrip("@")


def page_title(head: Head, site: str) -> str:
    """Return the page's title without the name of its site."""
    headings = [line(h, MAX_TITLE) for h in head.headings()]
    element = head.tree.find(".//title")
    element_text = line(element.text or "", 4 * MAX_TITLE) if element is not None else ""
    claims = [
        head.meta("citation_title"),
        text_of(head.article.get("headline")),
        head.meta("og:title", "twitter:title", "dc.title", "title", "headline"),
        element_text,
    ]
    claims = [claim for claim in (line(c, 4 * MAX_TITLE) for c in claims) if claim]
    if site and not any(claim.lower().startswith(site.lower()) for claim in claims):
        headings = [heading for heading in headings if not _same(heading, site)]
    for claim in claims:
        for heading in headings[:3]:
            # The heading within a claim is the title; the rest is the site.
            if (
                len(heading) > 3
                and len(claim) < 3 * len(heading) + 40
                and _frames(claim.lower(), heading.lower())
            ):
                return heading
    if len(headings) == 1 and claims == [element_text] and _names_host(element_text, head.url):
        claims = headings
    title = claims[0] if claims else headings[0] if headings else ""
    return line(_without_site(title, site, element_text), MAX_TITLE)


def _names_host(text: str, url: str) -> bool:
    """Tell whether a text is but the name of the host: "The Ward" at theward.example."""
    return "".join(_WORDS.findall(text.lower())) in (split_address(url).hostname or "").replace(
        "-", ""
    ).split(".")


def _frames(claim: str, heading: str) -> bool:
    """Tell whether a claim is a heading and a site's name around it."""
    return claim.startswith(heading) or claim.endswith(tuple(s + heading for s in _SEPARATORS))


def _without_site(title: str, site: str, element: str) -> str:
    for separator in _SEPARATORS:
        before, found, after = title.rpartition(separator)
        if found and before and site and _same(after, site):
            return before.strip()
        first, found, rest = title.partition(separator)
        if found and rest and site and _same(first, site):
            return rest.strip()
    for separator in _SEPARATORS[:-2]:
        before, found, after = title.rpartition(separator)
        if found and title == element and len(before.split()) >= 3 and len(after.split()) <= 4:
            return before.strip()
    return title


def page_author(head: Head, site: str, *, search: bool = True) -> str:
    """Return who wrote the page, several names joined by commas; empty where it names nobody.

    With `search` off only the head is asked: looking through the page takes longer than reading it.
    """
    claims: list[list[str]] = [[_forward(name) for name in head.metas.get("citation_author", [])]]
    claims.append(names_of(head.article.get("author")))
    for name in (
        "author",
        "parsely-author",
        "sailthru.author",
        "article:author",
        "dc.creator",
        "byl",
        "dcterms.creator",
    ):
        claims.append(head.metas.get(name, []))
    claims.append(_labelled(head))
    for claim in claims:
        # A page may well name its site as the author; only a search through the page must not.
        if names := _names(claim, "", 2) or _names(claim, ""):
            return names
    if not search:
        return ""
    try:
        guess = (extract_author(head.tree) or "").split(";")
    except Exception:  # trafilatura's search through the page, on pages that nobody foresaw
        guess = []
    return _names(guess, site) or _names(_elements(head), site) or _names(_byline(head), site)


def _labelled(head: Head) -> list[str]:
    """Return the author from the labels that WordPress's commonest plug-in writes for link previews."""
    labels = zip(head.metas.get("twitter:label1", []), head.metas.get("twitter:data1", []), strict=False)
    return [name for label, name in labels if re.match(r"(?:written )?by\b", label, re.I)]


def _byline(head: Head) -> list[str]:
    """Return the name in a short line "by ..." near the title, as a last resort."""
    blocks = blocks_of(head.tree)
    heading = next((n for n, block in enumerate(blocks) if block.tag == "h1"), 0)
    short = (block for block in blocks[max(0, heading - 5) :] if len(block.text) <= MAX_BYLINE)
    for block in islice(short, NEAR_TOP):
        found = _BY_NAME.search(block.text)
        if found and not any(element.tag in _MENUS for element in block.path):
            return [found[1]]
    return []


def _forward(name: str) -> str:
    """Turn "Lindqvist, Mara" around."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def _names(claims: Sequence[str], site: str, least: int = 1) -> str:
    """Join the claims that are names of at least `least` words."""
    names = [name for name in (_name(claim, site) for claim in claims[:20]) if len(name.split()) >= least]
    return line(", ".join(dict.fromkeys(names)), MAX_AUTHOR)


MAX_BYLINE = 100
"""Characters of a line that may name the author."""

_BY_NAME = re.compile(
    r"(?:^|[|•·,]\s{0,2}|\b(?:[Ww]ritten|[Pp]osted|[Pp]ublished)\s(?:.{0,30}\s)?)[Bb]y[:\s]{0,3}"
    r"([^\W\d_a-z][\w.'’-]{0,30}(?:\s(?:(?:de|van|von|der|la|le|al|bin)\s){0,2}[^\W\d_a-z][\w.'’-]{0,30}){1,3})"
    r"(?=$|\s*[|•·⋅,(–—-]|\s(?:on|in|at|for)\b|\s+\d)"
)

_MENUS = frozenset(("nav", "li", "footer", "button"))
"""Elements with lines such as "By Use Case"."""

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|byline|by-line|post-author|entry-author)(?:[_-]{1,2}(?:name|link|title))?(?:$|\s)",
    re.I,
)


_MARKED = (
    "(//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'] | //a[@rel='author']"
    " | //*[contains(@class,'author') or contains(@class,'byline')"
    " or contains(@class,'Author') or contains(@class,'Byline')])[position() <= 40]"
)


def _elements(head: Head) -> list[str]:
    """Return names from elements that are marked as the author's."""
    marked = head.tree.xpath(_MARKED)
    for sure in (True, False):
        for element in marked:
            named = element.get("itemprop") in ("author", "name") or element.get("rel") == "author"
            if named is sure and (sure or _BYLINE.search(element.get("class") or "")):
                text = " ".join("".join(element.itertext()).split())
                if 3 < len(text) <= 80 and not re.search(r"[*?]|says\W*$", text):
                    return [text]
    return []


def _name(claim: str, site: str) -> str:
    said = line(claim, MAX_AUTHOR)
    name = _BY.sub("", said[found.start() :] if (found := _WRITTEN.search(said)) else said).strip(" ,;|-–—•·")
    if not _ADDRESS.search(name):
        name = _AFTER.sub("", name).strip(" ,;|-–—•·")
    if not name or _NOBODY.match(name) or _ADDRESS.search(name) or (site and _same(name, site)):
        return ""
    if not re.search(r"[^\W\d_]{2}", name) or len(name.split()) > 12 or name.endswith("…"):
        return ""
    return name


DATED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dc.date",
    "citation_publication_date", "citation_online_date", "citation_date", "dcterms.issued", "dcterms.created",
    "og:article:published_time", "article.published", "pubdate", "publish-date", "publish_date", "date",
)  # fmt: skip
"""Meta elements that hold the day of publication, the surest first."""


def page_date(head: Head, lines: Sequence[str]) -> datetime | date | None:
    """Return when the page says it appeared; its `lines` are searched where the head says nothing."""
    claims = [text_of(head.article.get("datePublished"))]
    claims += [head.metas[name][0] for name in DATED if name in head.metas]
    for element in head.tree.xpath("(//*[@itemprop='datePublished'] | //time[@pubdate])[position() <= 3]"):
        claims.append(element.get("datetime") or element.get("content") or "")
    for claim in claims:
        found = read_date(claim)
        if found:
            return found
    try:
        # Not the extensive search: it takes three seconds to load and seldom finds what a byline has not.
        guess = find_date(
            head.tree, extensive_search=False, original_date=True, url=head.url, max_date=LATEST
        )
    except Exception:  # htmldate on pages that nobody foresaw; no date is better than no article
        guess = None
    found, shown = read_date(guess or ""), _dateline(lines)
    changed = read_date(head.meta("article:modified_time", "og:updated_time"))
    if found and shown and changed and _day(found) == _day(changed) and _day(shown) < _day(found):
        return shown  # the guess is when the page was changed; the page shows when it appeared
    return found or shown


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


_DAY = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\s{1,2}(?:of\s)?MONTH,?\s{1,2}\d{4}"
    r"|MONTH\s{1,2}\d{1,2}(?:st|nd|rd|th)?,?\s{1,2}\d{4})\b".replace(
        "MONTH", r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    ),
    re.I,
)


def _dateline(lines: Sequence[str]) -> datetime | date | None:
    """Return the first day named in a short line near the top of the page."""
    for text in lines[:NEAR_TOP]:
        if len(text) <= 120 and (found := _DAY.search(text)) and (day := read_date(found[0])):
            return day
    return None


def read_date(text: str) -> datetime | date | None:
    """Read a date, with its time if it carries a zone; None for what is no date after 1970."""
    text = text.strip()[:60]
    if not re.search(r"\d{4}", text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            default = datetime(2000, 1, 1)  # noqa: DTZ001 - fills in what the text leaves open
            moment = dates.parse(text, default=default, tzinfos=_zone)
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None
    if not 1971 <= moment.year <= 2100:
        return None
    try:
        moment.astimezone(UTC)  # a moment that no calendar can hold fails here, not later
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.date()


def _zone(name: str | None, seconds: int | None) -> timezone | None:
    """Tell a zone by its offset or its American or European name; others count as UTC, no name as none."""
    if name is None and seconds is None:
        return None
    return timezone(timedelta(seconds=seconds or 3600 * _ZONES.get(name or "", 0)))


def agree_on_title(entry: Entry | None, page: str, feed_title: str) -> tuple[str, str]:
    """Return the title and the side that won.

    The feed wins, because its titles carry no site names, unless its title says nothing or was cut.
    """
    said = line(entry.title, MAX_TITLE) if entry else ""
    cut = said.endswith(("…", "...", "[…]", "[...]"))
    empty = (
        not said or _UNTITLED.match(said) or _same(said, feed_title) or said.startswith(("http:", "https:"))
    )
    if page and (empty or (cut and not page.endswith(("…", "...")))):
        return page, "page"
    return (said, "feed") if said else (page, "page")


def agree_on_author(entry: Entry | None, page: str, feed_title: str, site: str) -> tuple[str, str]:
    """Return the author and the side that won: the page where it names more people, or the feed nobody."""
    said = entry.author if entry else ""
    parts = [_name(part, site) for part in re.split(r"\s*[,;]\s*|\s+(?:and|&)\s+", line(said, MAX_AUTHOR))]
    feed = ", ".join(part for part in parts if part and not _same(part, feed_title))
    if not feed:
        return page, "page"
    if page and len(page) > len(feed) and all(part.lower() in page.lower() for part in parts if part):
        return page, "page"
    return line(feed, MAX_AUTHOR), "feed"
