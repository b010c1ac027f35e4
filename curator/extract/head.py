"""What a page says about itself: meta elements, links and schema.org data, read once."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml.html import HtmlElement

from curator.urls import absolute, split

MAX_JSON = 1_000_000
"""Characters of schema.org data that are read."""

MAX_NODES = 400
"""schema.org records that are looked at."""

ARTICLES = frozenset((
    "Article", "NewsArticle", "BlogPosting", "TechArticle", "Report", "ScholarlyArticle",
    "OpinionNewsArticle", "AnalysisNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle",
    "BackgroundNewsArticle", "MedicalScholarlyArticle", "LiveBlogPosting", "SocialMediaPosting",
    "AdvertiserContentArticle", "SatiricalArticle", "HowTo", "Recipe", "Review",
))  # fmt: skip
"""schema.org types of pages that are read."""

Node = dict[str, Any]


@dataclass(slots=True)
class HeadLink:
    """A link element, or a link in the page with a rel."""

    rel: frozenset[str]
    href: str
    type: str = ""


class Head:
    """The claims of one page, lazily read. Nothing here is checked; everything is hostile."""

    def __init__(self, tree: HtmlElement, url: str) -> None:
        self.tree = tree
        self.url = url
        base = tree.find(".//base[@href]")
        self.base = url
        if base is not None:
            self.base = absolute(base.get("href", ""), url) or url

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the meta elements by name, property or itemprop, in lower case."""
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            content = (element.get("content") or "").strip()
            if not content:
                continue
            for key in ("name", "property", "itemprop", "http-equiv"):
                name = element.get(key)
                if name:
                    found.setdefault(name.strip().lower(), []).append(content)
        return found

    @cached_property
    def links(self) -> list[HeadLink]:
        """Links that say how they relate to the page."""
        return [
            HeadLink(
                frozenset(element.get("rel", "").lower().split()),
                element.get("href", "").strip(),
                element.get("type", ""),
            )
            for element in self.tree.iter("link", "a")
            if element.get("rel") and element.get("href")
        ]

    @cached_property
    def nodes(self) -> list[Node]:
        """The schema.org records of the page, outer before inner."""
        found: list[Node] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower() and script.text:
                found.extend(_walk(_loads(script.text[:MAX_JSON]), MAX_NODES - len(found)))
        return found

    @cached_property
    def by_id(self) -> dict[str, list[Node]]:
        """The schema.org records by what references call them."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            if isinstance(name := node.get("@id"), str):
                found.setdefault(name, []).append(node)
        return found

    @cached_property
    def named(self) -> dict[str, str]:
        """The names of the records that an address stands for."""
        names = ((name, node.get("name")) for name, nodes in self.by_id.items() for node in nodes)
        return {name: said for name, said in names if isinstance(said, str)}

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of all schema.org records, microdata included."""
        found = {name for node in self.nodes for name in types_of(node)}
        for element in self.tree.iterfind(".//*[@itemtype]"):
            found.update(part.rsplit("/", 1)[-1] for part in element.get("itemtype", "").split())
        return frozenset(found)

    @cached_property
    def article(self) -> Node:
        """The schema.org record of the article, empty where there is none."""
        return self.node(*ARTICLES)

    def node(self, *types: str) -> Node:
        """Return the first schema.org record of one of the types, or an empty one."""
        return next((node for node in self.nodes if not types_of(node).isdisjoint(types)), {})

    def meta(self, *names: str) -> str:
        """Return the first content of the first name that is there."""
        for name in names:
            if name in self.metas:
                return self.metas[name][0]
        return ""

    def address(self, *names: str) -> str:
        """Return the web address that the first of these meta elements names, in full, or an empty string."""
        return self._absolute(self.meta(*names))

    def linked(self, rel: str) -> str:
        """Return the web address of the first link with this rel, in full, or an empty string."""
        for link in self.links:
            if rel in link.rel and (address := self._absolute(link.href)):
                return address
        return ""

    def _absolute(self, named: str) -> str:
        """Resolve an address that the page names; one with a login is a trap, and no page's own address."""
        if not named.strip() or "@" in split(named).netloc:
            return ""
        return absolute(named, self.base)

    def headings(self) -> list[str]:
        """Return the texts of the page's h1 elements, but for links to the front page: they name the site."""
        found = []
        for heading in self.tree.iter("h1"):
            link = heading.find(".//a[@href]")
            home = link is not None and self._is_front(link.get("href", ""))
            text = " ".join("".join(heading.itertext()).split())
            if text and not home:
                found.append(text)
        return found

    def _is_front(self, href: str) -> bool:
        parts = split(absolute(href, self.base))
        return bool(parts.hostname) and parts.path in ("", "/") and not parts.query


def types_of(node: Node) -> frozenset[str]:
    """Return the types of a record, without their vocabulary."""
    types = node.get("@type", ())
    names = [types] if isinstance(types, str) else types if isinstance(types, list) else ()
    return frozenset(name.rsplit("/", 1)[-1] for name in names if isinstance(name, str))


def text_of(value: Any) -> str:
    """Return what a schema.org value says: the string itself, a record's name, the first of a list."""
    for _ in range(4):
        if isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("url") or ""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def names_of(value: Any) -> list[str]:
    """Return all the names in a schema.org value: people, organisations or plain strings."""
    values = value if isinstance(value, list) else [value]
    return [name for name in map(text_of, values[:20]) if name]


_WRAPPING = re.compile(r"^(?:<!--|//\s{0,3}<!\[CDATA\[|/\*\s{0,3}<!\[CDATA\[\s{0,3}\*/|<!\[CDATA\[)")
_WRAPPED = re.compile(r"(?:-->|//\s{0,3}\]\]>|/\*\s{0,3}\]\]>\s{0,3}\*/|\]\]>|;)$")
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*+"?|,(?=\s{0,1000}[}\]])', re.S)


def _loads(text: str) -> Any:
    """Read JSON as pages write it: wrapped in comments, with commas behind the last item."""
    text = _WRAPPED.sub("", _WRAPPING.sub("", text.strip()).rstrip())
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_STRING_OR_COMMA.sub(lambda m: "" if m[0] == "," else m[0], text), strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, limit: int) -> Iterator[Node]:
    """Yield the records in a JSON value, breadth first, without recursion."""
    queue = [value]
    while queue and limit > 0:
        value = queue.pop(0)
        if isinstance(value, dict):
            if "@type" in value:
                limit -= 1
                yield value
            queue.extend(v for k, v in value.items() if isinstance(v, dict | list) and k != "@context")
        elif isinstance(value, list):
            queue.extend(v for v in value[:MAX_NODES] if isinstance(v, dict | list))
        if len(queue) > 20 * MAX_NODES:
            return
