"""A page as a list of text blocks: what a reader would see as one paragraph, heading, item or cell."""

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


@dataclass(slots=True, eq=False)
class Block:
    """One run of text. `path` holds the elements around it, outermost first."""

    text: str
    tag: str
    link: int
    """Characters of the text that stand inside links."""
    path: tuple[etree._Element, ...]


def blocks_of(tree: etree._Element) -> list[Block]:
    """Cut a page into blocks, in the order of the document; white space is normalised."""
    found: list[Block] = []
    path: list[etree._Element] = []
    parts: list[str] = []
    link = links = 0

    def flush() -> None:
        nonlocal link
        if not parts:
            return
        text = "".join(parts)
        parts.clear()
        in_pre = bool(path) and path[-1].tag == "pre"
        text = text.strip() if in_pre else " ".join(text.split())
        if text:
            tag = str(path[-1].tag) if path else "body"
            found.append(Block(text, tag, min(link, len(text)), tuple(path)))
        link = 0

    def add(text: str) -> None:
        nonlocal link
        parts.append(text)
        if links:
            link += len(text)

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in SKIPPED:
                walk.skip_subtree()
                continue
            if tag in BLOCKS:
                flush()
                path.append(element)
            elif tag == "br":
                parts.append("\n")
            elif tag == "a":
                links += 1
            if text := element.text:
                add(text)
        else:
            if tag in BLOCKS:
                flush()
                path.pop()
            elif tag == "a":
                links -= 1
            if text := element.tail:
                add(text)
    flush()
    return found
