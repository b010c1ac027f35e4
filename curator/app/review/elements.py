"""Elements as plain nested lists: a node is a text or [tag, attributes, children].

What the page shows is made here, of texts; the page only makes elements of it, and text nodes of texts. No
text is ever read as markup, so nothing in a title, a name or a reason can act.
"""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from curator.site.escape import safe_url
from curator.urls import web_address

Node = str | list[Any]
Kids = Node | Iterable["Kids"] | bool | None
"""Children as they are written: texts, nodes, nested sequences of them; a truth value is nothing at all."""

TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "i"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
)
"""What of Markdown or HTML that somebody wrote is shown; of its attributes only the address of a link."""

VOID = frozenset({"br", "hr"})
SILENT = frozenset({"script", "style", "template", "title", "iframe", "object", "svg", "math", "textarea"})
"""Elements whose content is no text for people."""

DEEPEST = 40
"""Levels of nesting that are built; deeper ones are flattened."""


def node(tag: str, *kids: Kids, **attributes: str | int | bool | None) -> Node:
    """Make an element; `class_` is class, `data_do` is data-do, and None or False leaves an attribute out."""
    named = {
        name.rstrip("_").replace("_", "-"): "" if value is True else str(value)
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    return [tag, named, list(_flat(kids))]


def _flat(kids: Kids) -> Iterable[Node]:
    if isinstance(kids, str):
        if kids:
            yield kids
    elif isinstance(kids, list) and len(kids) == 3 and isinstance(kids[1], dict):
        yield kids
    elif kids is not None and not isinstance(kids, bool):
        for kid in kids:
            yield from _flat(kid)


def link(url: str, text: Kids, **attributes: str | int | bool | None) -> Node:
    """Make a link to the web that opens in a new tab and tells nobody where it was; else only its text."""
    address = web_address(url)
    if not address:
        return node("span", text)
    return node("a", text, href=address, target="_blank", rel="noopener noreferrer", **attributes)


def button(do: str, *text: Kids, **attributes: str | int | bool | None) -> Node:
    """Make a button; `do` names what the page does when it is pressed."""
    return node("button", *text, type="button", data_do=do, **attributes)


def from_html(html: str) -> list[Node]:
    """Make nodes of somebody's HTML, of which only the harmless survives."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    return reader.open[0][1]


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, list[Node]]] = [("", [])]
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        if self.silent:
            return
        if tag == "img":
            self.handle_data(f"[{dict(attrs).get('alt') or 'picture'}]")
        elif tag in TAGS and len(self.open) < DEEPEST:
            made = link(safe_url(dict(attrs).get("href")), ()) if tag == "a" else node(tag)
            self.open[-1][1].append(made)
            if tag not in VOID:
                self.open.append((tag, made[2]))  # type: ignore[arg-type]

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth][0] == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if not self.silent and data:
            self.open[-1][1].append(data)


def moves(place: int, total: int, name: str = "") -> tuple[Node, Node]:
    """Make the buttons that move an item of a list up and down; `place` is its own, from 0."""
    of = f" {name}" if name else ""
    return (
        button("up", "↑", title="Move up", aria_label=f"Move{of} up", disabled=place == 0),
        button("down", "↓", title="Move down", aria_label=f"Move{of} down", disabled=place == total - 1),
    )
