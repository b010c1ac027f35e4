"""Tell the page's own facts from those of what stands around it: comments, teasers, quotations, menus."""

import re
from itertools import islice

from lxml import etree

_BOXES = re.compile(
    r"comment|disqus|respond|repl(?:y|ies)|related|recommend|teaser|testimonial|quote|review(?:er|s|-)"
    r"|sidebar|widget"
    r"|popular|trending|promo|carousel|slider|latest|more-(?:from|posts|stories)|read-?(?:more|next)"
    r"|\bnext|prev"
    r"|(?<![a-z])cards?(?![a-z])|listing|footer|navbar|menu|feed-item|also-?like|event|upcoming",
    re.I,
)
"""What boxes are called that hold something else than the page's own facts."""

_OWN = re.compile(
    r"(?:(?:card|post|blog|entry|article|page|info|box|item|video|widget)[_-]{1,2})?(?:author"
    r"|byline)[\w-]{0,40}"
    r"|(?:entry|post|article)-(?:footer|meta|header)[\w-]{0,40}",
    re.I,
)
_TAGS = frozenset(("aside", "blockquote", "cite", "footer", "form", "nav", "q", "figcaption"))

REACH = 12
"""Levels above an element that are looked at."""


def is_elsewhere(element: etree._Element) -> bool:
    """Tell whether an element stands in a box that is not the page's own head or byline."""
    if (element.tag in _TAGS and not _OWN.search(element.get("class") or "")) or _BOXES.search(
        _called(element)
    ):
        return True
    for around in islice(element.iterancestors(), REACH):
        if around.tag in ("body", "html", "main"):
            return False
        if _is_aside(around) and not (around.tag == "footer" and _has_article_around(around)):
            return True
        if _BOXES.search(_called(around)) and around.find(".//h1") is None:
            return True
    return False


def _is_aside(element: etree._Element) -> bool:
    return element.tag in _TAGS and not _OWN.search((element.get("class") or "")[:300])


def _has_article_around(element: etree._Element) -> bool:
    return any(e.tag == "article" for e in islice(element.iterancestors(), REACH))


def _called(element: etree._Element) -> str:
    """Return the classes and the id of an element, but for those of bylines and of the article itself."""
    return _OWN.sub("", f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
