"""A drawn page as data: its elements as dictionaries, which Typst's template for the workbook walks.

Data are strings there and never markup, so whatever a machine sent stays text.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as parser

Node = dict[str, Any]
"""`tag`, `kids` (nodes and strings), and where there are any: class, id, lang, region, dir, href, target."""

SHORT = 1500
"""Characters of a card or a question that is kept on one sheet; a longer one may not fit."""
LONG_WORD = 40
"""Letters without a place to break; longer words get places, because Typst lets them run out of the sheet."""

_BLOCKS = {"article", "blockquote", "body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"}
_BLOCKS |= {"ol", "p", "pre", "section", "ul"}
_APART = {"a", "li", "span", "strong"}
_ISOLATES = {"auto": "\u2068", "ltr": "\u2066", "rtl": "\u2067"}
_END = "\u2069"
"""Signs that set a direction apart (Unicode Bidirectional Algorithm, UAX 9, section 2.4)."""
_BREAK = "\u200b"
_RUN = re.compile(rf"\S{{{LONG_WORD},}}")


def page_nodes(html: str) -> list[Node | str]:
    """Return what stands in the body of a page."""
    body = next(parser.document_fromstring(html).iter("body"))
    names = [name for element in body.iter(etree.Element) if (name := element.get("id"))]
    ids = {name: f"a{number}" for number, name in enumerate(dict.fromkeys(names))}
    return _Tree(ids).kids(body)


def language(code: str) -> Node:
    """Split a language's code as Typst wants it: "pt-BR" is the language pt of the region BR."""
    first, *more = code.split("-")
    region = next((part for part in more if re.fullmatch("[A-Za-z]{2}", part)), None)
    return {"lang": first, "region": region}


def direction(text: str) -> str:
    """Return "rtl" or "ltr" by the first letter that has a direction (HTML's `dir=auto`), or ""."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def breakable(text: str) -> str:
    """Give words that no line holds places to break at."""
    return _RUN.sub(lambda run: _BREAK.join(re.findall(r".{1,8}", run[0])), text)


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


class _Tree:
    """Turns elements into nodes; each id is used once, and a link leads only to one that is there."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids
        self.used: set[str] = set()

    def kids(self, element: etree._Element) -> list[Node | str]:
        found = list(self._inside(element))
        blocks = any(isinstance(kid, dict) and kid["tag"] in _BLOCKS for kid in found)
        return _trimmed(found, blocks) if blocks or element.tag in _BLOCKS else found

    def _inside(self, element: etree._Element) -> Iterator[Node | str]:
        keep = element.tag == "pre" or next(element.iterancestors("pre"), None) is not None
        yield from _text(element.text, keep)
        for child in element:
            if isinstance(child.tag, str):
                yield self.node(child)
            yield from _text(child.tail, keep)

    def node(self, element: etree._Element) -> Node:
        made: Node = {"tag": element.tag, "kids": self.kids(element)}
        if name := element.get("class"):
            made["class"] = name
        if (label := self.ids.get(element.get("id", ""))) and label not in self.used:
            self.used.add(label)
            made["id"] = label
        if code := element.get("lang"):
            made |= language(code)
        return made | _direction(element, made["kids"]) | self._facts(element)

    def _facts(self, element: etree._Element) -> Node:
        if element.tag == "a":
            href = element.get("href", "")
            if href.startswith("#"):
                target = self.ids.get(href[1:])
                return {"target": target} if target else {"tag": "span"}
            return {"href": href, "typed": _typed(element)} if href else {"tag": "span"}
        if element.get("class") in ("card", "question"):
            return {"short": len(_words(element)) < SHORT}
        if element.get("class") == "week":
            return {"title": next((_words(title) for title in element.iter("h1")), "")}
        return {key: int(value) for key in ("start", "value") if (value := element.get(key))}


def _direction(element: etree._Element, kids: list[Node | str]) -> Node:
    """Return the direction of a block; running text and items of a list are set apart from what is around."""
    way = element.get("dir", "")
    if way and element.tag in _APART:
        kids[:] = [_ISOLATES[way], *kids, _END] if kids else []
        return {}
    way = direction(_words(element)) if way == "auto" else way
    return {"dir": way} if way else {}


def _typed(element: etree._Element) -> bool:
    """Tell whether the address stands below the link, for whoever holds the paper."""
    parent = next(element.iterancestors())
    card = next(parent.iterancestors())
    return parent.get("class") == "talk" or (parent.tag in ("h2", "h3") and card.get("class") == "card")


def _text(text: str | None, keep: bool) -> Iterator[str]:
    if text:
        yield breakable(text if keep else re.sub(r"\s+", " ", text))


def _trimmed(kids: list[Node | str], blocks: bool) -> list[Node | str]:
    """Drop the white space between blocks, and at both ends of running text."""
    kids = [kid for kid in kids if not blocks or isinstance(kid, dict) or kid.strip()]
    if kids and isinstance(kids[0], str):
        kids[0] = kids[0].lstrip()
    if kids and isinstance(kids[-1], str):
        kids[-1] = kids[-1].rstrip()
    return [kid for kid in kids if kid]
