"""Text of a page to an element tree: no network, no entities, no surprises."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from curator.errors import ExtractError

_DECLARATION = re.compile(r"^\s*(<\?xml[^>]{0,200}\?>\s*)?(<!doctype[^>]{0,1000}>)?", re.I)


def parse_html(text: str) -> HtmlElement:
    """Parse a page leniently, as browsers do. Raises ExtractError where nothing can be parsed."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=False
    )
    # A declaration can only mislead the parser: the text is decoded already.
    text = text[_DECLARATION.match(text).end() :]  # type: ignore[union-attr]
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ExtractError("the page is empty or no HTML") from error
    if not isinstance(tree, HtmlElement):
        raise ExtractError("the page is empty or no HTML")
    return tree


def reveal_noscript(tree: HtmlElement) -> bool:
    """Show what a page keeps for browsers without scripts; False where there is nothing.

    Some forums and shops put the whole text there.
    """
    hidden = list(tree.iter("noscript"))
    for element in hidden:
        element.tag = "div"
    return bool(hidden)
