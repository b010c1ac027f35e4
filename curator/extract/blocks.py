"""A page as a list of text blocks: what a reader would see as one paragraph, heading, item or cell."""

import re
from dataclasses import dataclass

from lxml import etree

SKIPPED = frozenset((
    "applet", "audio", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "map",
    "math", "meter", "noembed", "noframes", "noscript", "object", "option", "progress", "rp", "rt",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
"""Elements whose text nobody reads as part of an article."""

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "center", "caption", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))  # fmt: skip
"""Elements that begin a line of their own."""

_SPACE = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class Block:
    """One run of text. `path` holds the elements around it, outermost first."""

    text: str
    tag: str
    link: int
    """Characters of the text that stand inside links."""
    bold: int
    path: tuple[etree._Element, ...]
    index: int = 0


def blocks_of(tree: etree._Element) -> list[Block]:
    """Cut a page into blocks, in the order of the document; white space is normalised."""
    found: list[Block] = []
    path: list[etree._Element] = []
    parts: list[str] = []
    link = bold = links = bolds = 0
    skip: etree._Element | None = None

    def flush() -> None:
        nonlocal link, bold
        text = "".join(parts)
        parts.clear()
        text = text.strip() if path and path[-1].tag == "pre" else _SPACE.sub(" ", text).strip()
        if text:
            tag = str(path[-1].tag) if path else "body"
            found.append(
                Block(text, tag, min(link, len(text)), min(bold, len(text)), tuple(path), len(found))
            )
        link = bold = 0

    def add(text: str | None) -> None:
        nonlocal link, bold
        if text:
            parts.append(text)
            if links:
                link += len(text)
            if bolds:
                bold += len(text)

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start":
            if skip is not None:
                continue
            if tag in SKIPPED:
                skip = element
                continue
            if tag in BLOCKS:
                flush()
                path.append(element)
            elif tag == "br":
                parts.append("\n")
            elif tag == "a":
                links += 1
            elif tag in ("b", "strong"):
                bolds += 1
            add(element.text)
        elif event == "end":
            if skip is not None:
                if skip is element:
                    skip = None
                    add(element.tail)
                continue
            if tag in BLOCKS:
                flush()
                path.pop()
            elif tag == "a":
                links -= 1
            elif tag in ("b", "strong"):
                bolds -= 1
            add(element.tail)
        elif skip is None:
            add(element.tail)
    flush()
    return found
