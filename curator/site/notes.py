"""Turn the curator's own texts into HTML, the same for page, feed, mail and exports.

A note holds no HTML of its own; an introduction may. Links to other pages of the site are written as people
think of them, week-02.md#q1 or ../other-course/week-01.html, and lead to the same place everywhere: what is
read outside of the site gets whole addresses.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from curator.site.escape import clean, fit, safe_url
from curator.text.markdown_html import markdown_converter
from curator.weeks.hypertext import knotted

_INSIDE = re.compile(r"(?!//)[\w./%+-]*(#[\w.%-]*)?")
_PICTURE = re.compile(r"images/[\w./%+-]+\.(?:png|jpe?g|webp|gif|avif|svg)", re.IGNORECASE)
_KEPT = frozenset(
    [
        "alt",
        "class",
        "colspan",
        "height",
        "href",
        "id",
        "lang",
        "dir",
        "rel",
        "rowspan",
        "src",
        "start",
        "title",
        "width",
        "align",
    ]
)
"""Attributes that a note may have, of those that an attribute list can set."""


def internal(target: str) -> str:
    """Write a link within the site as the address of a page: "week-02.md#q1" gives "week-02.html#q1"."""
    page, mark, anchor = target.partition("#")
    name = page.rpartition("/")[2]
    if name.endswith(".md"):
        page = page.removesuffix(".md") + ".html"
    elif re.fullmatch(r"week-\d{2,4}", name):
        page += ".html"
    elif page and (page.endswith("/") or name in (".", "..")):
        page = page.rstrip("/") + "/index.html"
    return page + mark + anchor


class _SafeLinks(Treeprocessor):
    """Keep links to http, https and mailto, and to places on the site; drop the address of others.

    Pictures stay where they are the project's own; of others their description does. Whoever writes `raw`
    HTML beside them may use what HTML has.
    """

    def __init__(self, md: Markdown, raw: bool) -> None:
        super().__init__(md)
        self.raw = raw

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img" and not self.raw and not _PICTURE.fullmatch(element.get("src", "")):
                element.tag, element.text = "span", element.get("alt")
                element.attrib.clear()
            if not self.raw:
                for name in [n for n in element.attrib if n not in _KEPT]:
                    del element.attrib[name]

    def _link(self, link: Element) -> None:
        target = link.get("href", "")
        inside = _INSIDE.fullmatch(target)
        if safe := internal(target) if inside else safe_url(target):
            link.set("href", safe)
            if not inside:
                link.set("rel", "noopener noreferrer external")
        else:
            link.attrib.pop("href", None)


@cache
def _converter(raw: bool) -> Markdown:
    converter = markdown_converter(raw=raw)
    converter.treeprocessors.register(_SafeLinks(converter, raw), "safe_links", 0)
    return converter


_PROSE = re.compile(r"""[^\W\d_][^\W_]*(?:[ ,.;:?'"’“”()…–—-]+[^\W_]+)*[,.;:?'"’“”)…]*""")
"""A line in which Markdown finds nothing to do: words and the common marks between them."""


@lru_cache(512)  # a page and the feed beside it ask for the same ones
def note(text: str, page: str = "") -> Markup:
    """Render a note, whose text is never trusted raw; `page` is the address that its links start from.

    Most notes are plain sentences; those need no parser to become paragraphs.
    """
    return _rendered(text, page, raw=False)


@lru_cache(128)
def introduction(text: str, page: str = "") -> Markup:
    """Render an introduction for the page: HTML in it stays. `page` as above."""
    return _rendered(text, page, raw=True)


@lru_cache(128)
def introduction_elsewhere(text: str, page: str = "") -> Markup:
    """Render an introduction for readers and mails: nothing of it that could act there."""
    html = introduction(text)
    return _whole(_harmless(html) if "<" in text else html, page)


def _rendered(text: str, page: str, *, raw: bool) -> Markup:
    text = fit(text)  # what is pasted from a PDF may hold page breaks, and feeds are XML
    paragraphs = text.strip().split("\n\n")
    if all(_PROSE.fullmatch(line) for paragraph in paragraphs for line in paragraph.split("\n")):
        return Markup("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))  # noqa: S704 - no mark of HTML
    return _converted(text, page, raw=raw)


def _converted(text: str, page: str, *, raw: bool) -> Markup:
    if knotted(text):  # a text that would take minutes stands there as it was typed
        return Markup("<p>{}</p>").format(clean(text))
    converter = _converter(raw)
    converter.reset()
    html = converter.convert(text.strip())
    # Engines take a block of HTML up to the first empty line, and code may hold some.
    html = re.sub(r"(?s)<pre\b.*?</pre>", lambda code: code[0].rstrip("\n").replace("\n", "&#10;"), html)
    return _whole(Markup(html), page)  # noqa: S704 - raw HTML is switched off, or the curator's own


def _whole(html: Markup, page: str) -> Markup:
    """Give links and pictures within the site their whole addresses."""
    if not page:
        return html
    joined = re.sub(
        r'(<(?:a|img)\b[^>]*?\s(?:href|src)=")(?![a-z][a-z0-9+.-]*:|//)([^"]*)"',
        lambda found: f'{found[1]}{urljoin(page, found[2])}"',
        str(html),
    )
    return Markup(joined)  # noqa: S704 - only addresses became longer


_ACTING = (
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "textarea",
    "svg",
    "math",
    "link",
)


def _harmless(html: Markup) -> Markup:
    """Take out of HTML what acts: scripts, styles, frames, forms, handlers, addresses that are no links."""
    from lxml import html as parser

    root = parser.fragment_fromstring(str(html), create_parent="div")
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _ACTING:
            element.drop_tree()
            continue
        for name, value in list(element.attrib.items()):
            unsafe = name in ("href", "src") and ":" in value and not safe_url(value)
            if name not in _KEPT or unsafe:
                del element.attrib[name]
    return _inner(root)


def _inner(root: "Element") -> Markup:
    from lxml import html as parser

    written = "".join(parser.tostring(child, encoding="unicode") for child in root)
    return Markup((clean(root.text or "") if root.text else "") + written)  # noqa: S704 - cleaned above


LONG = 160
"""Characters that a page shows after an introduction's first paragraph before it folds the rest."""


_CHOICE = r'<li>(?:(?!</?li>).)*href="#resource-\d+"(?:(?!</?li>).)*</li>'
_CHOICES = re.compile(rf"\s*<ul>(?:\s*{_CHOICE})+\s*</ul>", re.S)
"""A list each of whose points leads to a resource of the week: where to start, as the curator says."""


def folded(html: Markup) -> tuple[Markup, Markup]:
    """Part an introduction into what is seen at once and a rest that is long enough to be folded away.

    Seen are its first paragraph and, right behind it, a list of where to start.
    """
    first, end, rest = str(html).partition("</p>")
    seen = first + end
    if choices := _CHOICES.match(rest):
        seen, rest = seen + choices[0], rest[choices.end() :]
    if not first.startswith("<p>") or len(re.sub(r"<[^>]*>", "", rest)) <= LONG:
        return html, Markup()
    return Markup(seen), Markup(rest.strip())  # noqa: S704 - both are parts of what was rendered


# --- as plain text ---------------------------------------------------------------------------------


def as_text(html: Markup) -> str:
    """Write rendered Markdown as plain text, links followed by their addresses."""
    from lxml import html as parser

    if not str(html).strip():
        return ""
    root = parser.fragment_fromstring(str(html), create_parent="div")
    return "\n\n".join(block for block in _blocks(root) if block.strip())


def _blocks(root: "Element", indent: str = "") -> Iterable[str]:
    for child in root:
        if child.tag in ("ul", "ol"):
            yield "\n".join(_items(child, indent))
        elif child.tag == "table":
            yield "\n".join(" | ".join(_words(cell) for cell in row) for row in child.iter("tr"))
        elif child.tag == "pre":
            yield "".join(child.itertext()).strip("\n")
        elif child.tag in ("div", "blockquote", "section", "details"):
            yield from _blocks(child, indent)
        else:
            yield indent + _words(child)


def _items(items: "Element", indent: str) -> Iterable[str]:
    for number, item in enumerate(items, int(items.get("start") or 1)):
        mark = f"{number}. " if items.tag == "ol" else "- "
        yield indent + mark + _words(item, without=("ul", "ol"))
        for inner in item:
            if inner.tag in ("ul", "ol"):
                yield from _items(inner, indent + " " * len(mark))


def _words(element: "Element", without: tuple[str, ...] = ()) -> str:
    """Collect the words of an element on one line; a link's address follows its words, where it says more."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in without:
            words = _words(child)
            target = child.get("href", "") if child.tag == "a" else ""
            parts.append(
                f"{words} <{target}>" if target and target not in (words, f"mailto:{words}") else words
            )
            if child.tag == "img":
                parts.append(child.get("alt", ""))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
