"""The curator's Markdown for files that others open: sanitised, well-formed in HTML and XML, or as Markdown.

`curator.site.notes` renders it without raw HTML; what is left is rebuilt element by element here, so that
nothing but the tags below and checked addresses can come out.
"""

import re
from collections.abc import Callable

from lxml import etree
from lxml import html as parser
from markupsafe import Markup

from curator.site import escape
from curator.site.escape import safe_url
from curator.site.notes import note

Resolve = Callable[[str], str]
"""Turns the address of a link into the one to use in the file, or "" to keep its words alone."""

_KEPT = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "br", "a"}
_VOID = {"hr", "br"}
DEEP = 20
"""Elements of a note within each other; what is deeper becomes text: parsers and Typst have limits."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows."""


def address(value: object) -> str:
    """Return a web or mail address as validators take it, or "" for anything else.

    Browsers let square brackets and a second "#" stand; RFC 3986 (section 3.4 and 3.5) does not.
    """
    safe = safe_url(value)
    start = safe.find("/", safe.find("//") + 2) if "//" in safe else len(safe)
    if start < 0 or not re.search(r"[\[\]]|#.*#", safe[start:]):
        return safe
    rest, mark, fragment = safe[start:].replace("[", "%5B").replace("]", "%5D").partition("#")
    return safe[:start] + rest + mark + fragment.replace("#", "%23")


def fit(text: str) -> str:
    """Drop the characters that XML does not allow, and those that turn directions."""
    return _TURNS.sub("", escape.fit(text))


def _tree(text: str, resolve: Resolve) -> etree._Element:
    """Return a div with the note's elements: only known tags, only the attributes href and start."""
    html = str(note(fit(text)))
    new = etree.Element("div")
    if html.strip():
        _copy(parser.fragment_fromstring(html, create_parent="div"), new, resolve)
    return new


def _copy(old: etree._Element, new: etree._Element, resolve: Resolve, depth: int = 0) -> None:
    _add(new, old.text)
    for child in old:
        if isinstance(child.tag, str) and depth >= DEEP:
            _add(new, "".join(map(str, child.itertext())))
        elif isinstance(child.tag, str):
            target = new
            name = {"b": "strong", "i": "em"}.get(child.tag, child.tag)
            if re.fullmatch("h[1-6]", name):
                target = etree.SubElement(etree.SubElement(new, "p"), "strong")
            elif name in _KEPT:
                target = etree.SubElement(new, name)
                if name not in _VOID:
                    target.text = ""  # so that an empty element keeps its closing tag
            if name == "a" and (href := resolve(child.get("href", ""))):
                target.set("href", href)
            if name == "ol" and child.get("start", "").isdigit():
                target.set("start", child.get("start", ""))
            _copy(child, target, resolve, depth + 1)
            if name == "a" and not target.get("href"):
                target.tag = "span"
        _add(new, child.tail)


def _add(parent: etree._Element, text: str | None) -> None:
    if not text:
        return
    text = fit(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def markup(text: str, resolve: Resolve) -> Markup:
    """Turn a note into elements that HTML and XHTML read alike."""
    root = _tree(text, resolve)
    inside = "".join(etree.tostring(child, encoding="unicode") for child in root)
    return Markup(inside)  # noqa: S704 - rebuilt above from known tags and checked addresses


# --- as Markdown ------------------------------------------------------------------------------------

_MARKS = re.compile(r"([\\`*_\[\]#!~|])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HTML = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def literal(text: str) -> str:
    """Write data into Markdown so that no mark in it acts.

    What HTML acts on becomes entities: not every program takes a backslash before them (CommonMark does).
    """
    return _MARKS.sub(r"\\\1", text).translate(_HTML)


def link(words: str, address: str) -> str:
    """Write a link; `words` are Markdown already, `address` is a checked one or empty.

    Markdown reads "&copy;" in an address as a sign (CommonMark 0.31, section 2.5): the mark is written out.
    """
    return f"[{words}](<{_ENTITY.sub('&amp;', address)}>)" if address else words


def as_markdown(text: str, resolve: Resolve) -> str:
    """Write a note as Markdown again, with nothing in it but what `markup` would keep."""
    return "\n\n".join(_block(child) for child in _tree(text, resolve)).strip()


def _block(element: etree._Element) -> str:
    name = element.tag
    if name in ("ul", "ol"):
        first = int(element.get("start", "1"))
        lines = []
        for number, item in enumerate(element.iterchildren("li"), first):
            mark = f"{number}. " if name == "ol" else "- "
            lines.append(mark + _indented(_blocks(item), " " * len(mark)))
        return "\n".join(lines)
    if name == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(element).split("\n"))
    if name == "pre":
        return "\n".join(
            f"    {line}" for line in "".join(map(str, element.itertext())).strip("\n").split("\n")
        )
    return "---" if name == "hr" else _inline(element).strip()


def _blocks(element: etree._Element) -> str:
    """Write what a list item or a quotation holds: running text, blocks, or one after the other."""
    parts, running = [], _spaced(element.text)
    for child in element:
        if child.tag in ("p", "ul", "ol", "blockquote", "pre", "hr"):
            parts += [running.strip(), _block(child)]
            running = _spaced(child.tail)
        else:
            running += _one(child) + _spaced(child.tail)
    return "\n\n".join(part for part in [*parts, running.strip()] if part)


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}" if n and line else line for n, line in enumerate(text.split("\n")))


def _inline(element: etree._Element) -> str:
    return _spaced(element.text) + "".join(_one(child) + _spaced(child.tail) for child in element)


def _one(element: etree._Element) -> str:
    if element.tag == "code":
        return f"<code>{_entities(''.join(map(str, element.itertext())))}</code>"
    inner = _inline(element)
    if element.tag == "a":
        return link(inner, element.get("href", ""))
    mark = {"em": "*", "strong": "**"}.get(str(element.tag), "")
    return "  \n" if element.tag == "br" else f"{mark}{inner}{mark}" if inner.strip() else inner


def _entities(text: str) -> str:
    return "".join(c if c.isalnum() or c in " .,;:/-" else f"&#{ord(c)};" for c in text)


def _spaced(text: str | None) -> str:
    """Write running text: marks escaped, and no line that begins like a list or a heading."""
    return literal(re.sub(r"\s+", " ", text or ""))
