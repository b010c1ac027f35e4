"""What a publisher allows: licence, paywall, reserved excerpts."""

import re
from collections.abc import Sequence

from curator.extract.blocks import Block
from curator.extract.head import Head, text_of, types_of
from curator.model import Document
from curator.urls import absolute, split

_CC = re.compile(
    r"^/(?:licenses/(?:by|by-sa|by-nd|by-nc|by-nc-sa|by-nc-nd|sampling\+|nc-sampling\+)/\d\.\d"
    r"|publicdomain/(?:zero|mark)/\d\.\d)(?=/|$)",
    re.I,
)
_WALL = re.compile(
    r"\b(?:subscribe|sign in|log in|sign up|register|upgrade|join"
    r"|become an? (?:paid |paying )?(?:member|subscriber))\b"
    r".{0,40}\bto (?:continue|keep|unlock|finish|read (?:the (?:rest|full)|more|this))\b"
    r"|\bthis (?:article|story|post|content) is (?:only |exclusively )?(?:for|available to|reserved for)"
    r" (?:our )?(?:paid |paying )?(?:members|subscribers)\b"
    r"|\byou(?:'|’)?(?:ve| have) (?:reached|read|hit) (?:your|all|the) "
    r".{0,40}\b(?:limit|free articles?|articles? this month)\b",
    re.I,
)
_SILENT = frozenset(("noarchive", "nosnippet", "max-snippet:0"))


def licence_of(head: Head) -> str:
    """Return the address of the Creative Commons licence that the page puts itself under, else nothing.

    A rel=license link or the head speaks for the page. Other links count only if all agree: an article
    may credit its pictures, each with a licence of its own.
    """
    claims = [link.href for link in head.links if "license" in link.rel or "copyright" in link.rel]
    claims += (
        head.metas.get("dc.rights", [])
        + head.metas.get("dcterms.license", [])
        + head.metas.get("license", [])
    )
    claims.append(text_of(head.article.get("license")))
    for claim in claims:
        if found := _creative_commons(claim, head.base):
            return found
    hrefs = (a.get("href", "") for a in head.tree.iterfind(".//a[@href]"))
    others = {
        found
        for href in hrefs
        if "creativecommons.org" in href and (found := _creative_commons(href, head.base))
    }
    return others.pop() if len(others) == 1 else ""


def _creative_commons(claim: str, base: str) -> str:
    address = absolute(claim, base)
    parts = split(address)
    if (parts.hostname or "").removeprefix("www.") != "creativecommons.org":
        return ""
    found = _CC.match(parts.path)
    return f"https://creativecommons.org{found[0].lower()}/" if found else ""


def is_paywalled(head: Head, blocks: Sequence[Block]) -> bool:
    """Tell whether the page says that not everybody may read all of it."""
    for node in head.nodes:
        free = node.get("isAccessibleForFree")
        # "WebPageElement" marks the closed part; a shop's offers say nothing about the article.
        if (free is False or str(free).lower() in ("false", "no", "http://schema.org/false")) and types_of(
            node
        ):
            return True
    if head.meta("article:content_tier").lower() in ("locked", "metered"):
        return True
    return any(len(block.text) < 400 and _WALL.search(block.text) for block in blocks)


def is_reserved(document: Document, head: Head) -> bool:
    """Tell whether the publisher reserves excerpts.

    X-Robots-Tag and meta robots with noarchive, nosnippet or max-snippet:0, for every robot; the TDM
    Reservation Protocol (W3C community report 2024) as header or meta element.
    """
    rules = [rule for content in head.metas.get("robots", []) for rule in content.split(",")]
    for name, value in document.headers:
        if name.lower() == "tdm-reservation" and value.strip() == "1":
            return True
        if name.lower() == "x-robots-tag":
            rules += _for_everybody(value)
    if not _SILENT.isdisjoint(rule.strip().lower().replace(" ", "") for rule in rules):
        return True
    return head.meta("tdm-reservation").strip() == "1"


def _for_everybody(value: str) -> list[str]:
    """Return the rules of an X-Robots-Tag that are not for one robot alone ("otherbot: noarchive")."""
    rules: list[str] = []
    everybody = True
    for rule in value.split(","):
        name, colon, rest = rule.partition(":")
        if colon and name.strip().lower() not in (
            "max-snippet",
            "max-image-preview",
            "max-video-preview",
            "unavailable_after",
        ):
            everybody = name.strip() == "*"
            rule = rest
        if everybody:
            rules.append(rule)
    return rules
