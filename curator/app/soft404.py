"""Pages that answer 200 and yet are not there: "not found" in the title, or a redirect to the home page."""

import re
from typing import Any

from curator.model import Document
from curator.urls import split

SHORT = 150
"""Words up to which the text of a page is believed when it says that nothing is there."""
LONG = 1200
"""Words from which a page is an article, whatever its title says; menus and footers stay below."""
FRONT = 200_000
"""Bytes that are looked at, and characters of their text: the title and the first words stand in front."""

_SAYS = (
    r"(?:error )?404(?: error)?(?: not found)?|not found|gone"
    r"|(?:(?:error )?404 )?(?:error )?(?:(?:this|the|that) )?(?:page|site|article|post|content|file|resource)"
    r"(?: you (?:requested|are looking for))? (?:not found|missing|unavailable"
    r"|(?:was not|wasn't|could not be|couldn't be|cannot be|can't be) found"
    r"|(?:is )?no longer (?:exists|available)|(?:does not|doesn't) exist|has been (?:removed|deleted))"
    r"|(?:404 )?(?:seite nicht gefunden|page introuvable|página no encontrada|página não encontrada"
    r"|pagina non trovata|pagina niet gevonden|sidan hittades inte)"
)
_WHOLE = re.compile(rf"(?:(?:oops|sorry|whoops|uh oh) )?(?:404 )?(?:{_SAYS})")
_WITHIN = re.compile(rf"\b(?:page you (?:are|were) looking for|domain (?:is|may be) for sale|{_SAYS})\b")
_BETWEEN = re.compile(r"\s[-–—:/]\s|[|»«·•]")
_NOWHERE = re.compile(r"/(?:error-?)?(?:404|(?:page-?)?not-?_?found)(?:\.\w{2,5})?/?$", re.IGNORECASE)
_DOORS = frozenset({"", "/", "/index.html", "/index.htm", "/index.php", "/home", "/home/"})


def says_not_found(document: Document) -> bool:
    """Tell whether a page itself says that nothing is there. For a worker: the page is hostile."""
    from lxml import etree, html

    if not document.body.strip() or "html" not in (document.content_type or "html").lower():
        return False
    parser = html.HTMLParser(encoding=_charset(document))
    try:
        tree = html.document_fromstring(document.body[:FRONT], parser=parser)
    except (ValueError, AssertionError, etree.ParserError):
        return False
    first = next(tree.iter("h1"), None)
    named = [tree.findtext(".//title") or "", "" if first is None else _text(first)]
    etree.strip_elements(tree, "script", "style", "noscript", "template", "title", with_tail=False)
    text = _plain(_text(tree))
    words = len(text.split())
    if words <= LONG and any(_WHOLE.fullmatch(part) for name in named for part in _parts(name)):
        return True
    return words <= SHORT and bool(_WITHIN.search(text))


def _text(element: Any) -> str:
    return " ".join(map(str, element.itertext()))


def _plain(text: str) -> str:
    """Bring a text into the form of the patterns: small letters, straight apostrophes, single spaces."""
    return " ".join(re.sub(r"[^\w']+", " ", text[:FRONT].lower().replace("’", "'")).split())


def _parts(title: str) -> list[str]:
    """Take a title apart where the name of the site is joined to it: "Not found | Example"."""
    return [_plain(part) for part in (title, *_BETWEEN.split(title))]


def _charset(document: Document) -> str | None:
    found = re.search(r"charset=[\"']?([\w-]{2,20})", document.content_type or "", re.IGNORECASE)
    try:
        return found[1] if found and "".encode(found[1]) == b"" else None
    except LookupError:
        return None


def leads_home(asked: str, final: str) -> str:
    """Say in words when a deep address ended at a front door or at a page for lost visitors; else empty."""
    before, after = split(asked), split(final)
    if not (before.netloc and after.netloc):
        return ""
    if before.path.lower() in _DOORS:
        return ""
    if _NOWHERE.search(after.path) and not _NOWHERE.search(before.path):
        return "redirected to a page for what is not found"
    if after.path.lower() in _DOORS and not after.query:
        return f"redirected to the front page of {after.hostname}"
    return ""
