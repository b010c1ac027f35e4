"""What a page is called: its claims and its heading without the site's name; then page and feed together."""

import re
from collections.abc import Sequence

from curator.extract.clean import MAX_NAME, MAX_TITLE, line
from curator.extract.head import Head, text_of
from curator.model import Entry
from curator.urls import split

_SEPARATORS = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • ", " / ", ": ")
_MARKS = r"|\-–—−·:»«›‹<>~*⋆★•●/\\⁄∕｜¦_→←⟶▸►"
"""Signs that sites put between a title and their name."""

_BEHIND = re.compile(rf"[\s{_MARKS}]{{1,10}}$")
_BEFORE = re.compile(rf"^[\s{_MARKS}]{{1,10}}")
_UNTITLED = re.compile(r"^(?:untitled|no title|home ?page|home|index|new post|post|article|blog)$", re.I)
_WORDS = re.compile(r"\w+")
_ELLIPSIS = ("…", "...", "[…]", "[...]")

ALIKE = 0.5
"""Share of a heading's words from which it is another wording of what the page claims to be called."""

LONGEST_NAME = 6
"""Words of a site's name at most."""

MIN_HEADING = 3
"""Words of a heading that says more than a page whose head names only its site."""

FILLERS = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be by for from how in is it of on or our that the this to we what when why with
        you your""",
    )
)


def same(one: str, other: str) -> bool:
    """Tell whether two texts consist of the same words."""
    return _WORDS.findall(one.lower()) == _WORDS.findall(other.lower())


def site_name(head: Head) -> str:
    """Return what the page calls its site, or an empty string."""
    publisher = head.article.get("publisher") or head.node("WebSite").get("name")
    name = head.meta("og:site_name", "application-name", "al:ios:app_name", "apple-mobile-web-app-title")
    name = line(name or text_of(publisher), MAX_NAME)
    return "" if name.startswith(("http:", "https:")) else name.lstrip("@")


def page_title(head: Head, site: str) -> str:
    """Return the page's title without the name of its site."""
    headings = [h for heading in head.headings() if (h := line(heading, MAX_TITLE).rstrip(" ¶#"))]
    element = head.tree.find(".//title")
    element_text = line(element.text or "", 4 * MAX_TITLE) if element is not None else ""
    claims = [
        head.meta("citation_title"),
        text_of(head.article.get("headline")),
        head.meta("og:title", "twitter:title", "dc.title", "title", "headline"),
        element_text,
    ]
    claims = [claim for claim in (line(c, 4 * MAX_TITLE) for c in claims) if claim]
    if any(same(site, heading) for heading in headings) and len(site.split()) > LONGEST_NAME:
        site = ""  # such a page calls its site what it calls itself
    named = bool(claims) and all(_is_site(claim, site) for claim in claims)
    named |= claims == [element_text] and len(element_text.split()) <= 2
    if named and len(headings) == 1 and len(headings[0].split()) >= MIN_HEADING:
        return line(headings[0], MAX_TITLE)  # the head names only the site
    claims = [c for c in claims if not _is_site(c, site)] or claims
    told = site or _site_behind(element_text, headings, head.url)
    if any(not _is_site(claim, told) for claim in claims):
        headings = [heading for heading in headings if not _is_site(heading, told)]
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
    title = _without_site(title, told, element_text)
    if title.endswith(_ELLIPSIS):
        title = _whole(title, [_without_site(c, told, element_text) for c in claims] + headings)
    if len(headings) == 1 and _alike(headings[0], title):
        title = headings[0]  # what readers see; the claim is worded for search engines
    return line(title, MAX_TITLE)


def _is_site(text: str, site: str) -> bool:
    return bool(site) and same(text, site)


def _site_behind(element: str, headings: Sequence[str], url: str) -> str:
    """Return the site's name where a heading is just that, as the title element ends with it."""
    for heading in headings[:3]:
        rest = _before(element, heading)
        if not rest or len(heading.split()) > 4:
            continue
        slug = "".join(_WORDS.findall(split(url).path.lower()))
        if _names_host(heading, url):
            return heading
        in_slug = "".join(_WORDS.findall(heading.lower())) in slug
        if not in_slug and len(rest.split()) > len(heading.split()):
            return heading
    return ""


def _names_host(text: str, url: str) -> bool:
    """Tell whether a text is but the name of the host: "The Ward" at theward.example."""
    host = (split(url).hostname or "").replace("-", "")
    return "".join(_WORDS.findall(text.lower())) in host.split(".")


def _frames(claim: str, heading: str) -> bool:
    """Tell whether a claim is a heading and a site's name around it."""
    return claim.startswith(heading) or claim.endswith(tuple(s + heading for s in _SEPARATORS))


def _before(title: str, name: str) -> str:
    """Return what stands before a name and its separator at the end of a title, empty where it does not."""
    if len(title) <= len(name) or not title.lower().endswith(name.lower()):
        return ""
    rest = title[: len(title) - len(name)]
    found = _BEHIND.search(rest)
    if not found or not _parts(found[0], name):
        return ""
    return rest[: found.start()].strip()


def _behind(title: str, name: str) -> str:
    if len(title) <= len(name) or not title.lower().startswith(name.lower()):
        return ""
    rest = title[len(name) :]
    found = _BEFORE.search(rest)
    if not found or not _parts(found[0], name):
        return ""
    return rest[found.end() :].strip()


def _parts(between: str, name: str) -> bool:
    """Tell whether signs separate a title from a name: "Anti-Ward" is one word."""
    signs = between.strip()
    if not signs:
        return False
    return between != signs or signs not in ("-", "_", "/", ":", "*") or " " in name or signs == "_"


def _without_site(title: str, site: str, element: str) -> str:
    if site:
        if rest := _before(title, site) or _behind(title, site):
            return rest
        for separator in _SEPARATORS:
            before, found, after = title.rpartition(separator)
            if found and before and same(after, site):
                return before.strip()
            first, found, rest = title.partition(separator)
            if found and rest and same(first, site):
                return rest.strip()
    for separator in _SEPARATORS[:-2]:
        before, found, after = title.rpartition(separator)
        if found and title == element and len(before.split()) >= 3 and len(after.split()) <= 4:
            return before.strip()
    return title


def _whole(title: str, others: Sequence[str]) -> str:
    """Return the whole title of which a claim shows only the beginning."""
    start = title.rstrip(" .…[]").lower()
    fits = (o for o in others if o.lower().startswith(start) and not o.endswith(_ELLIPSIS))
    return next(fits, title) if len(start) >= 10 else title


def _alike(heading: str, title: str) -> bool:
    """Tell whether a heading says in other words what a title says."""
    own, others = _significant(heading), _significant(title)
    if len(own) < 2 or not others or "…" in heading:
        return False
    shared = sum(1 for word in own if any(word[:5] == other[:5] for other in others))
    return shared >= max(2, ALIKE * len(own))


def _significant(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text.lower()) if len(word) > 1 and word not in FILLERS]


def agree_on_title(entry: Entry | None, page: str, feed_title: str) -> str:
    """Choose between the feed's title and the page's.

    The feed's is taken, because its titles carry no site names, unless its title says nothing or was cut.
    """
    said = line(entry.title, MAX_TITLE) if entry else ""
    cut = said.endswith(_ELLIPSIS)
    empty = (
        not said or _UNTITLED.match(said) or same(said, feed_title) or said.startswith(("http:", "https:"))
    )
    if page and (empty or (cut and not page.endswith(("…", "...")))):
        return page
    return said or page
