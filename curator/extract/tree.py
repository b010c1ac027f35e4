"""Text of a page to an element tree: no network, no entities, no surprises."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from curator.errors import ExtractError

MAX_ELEMENTS = 30_000
"""Elements of a page that is still read; the largest of 787 captured pages has 3,300.

Some steps of trafilatura take time with their square: with 50,000 a page could outlive its ten seconds.
"""

MAX_HTML = 2_000_000
"""Characters of a page that are read; what follows is cut off. The largest page seen had 290,000."""

MAX_TAG = 20_000
"""Characters of a tag whose attributes are still read: libxml2's time grows with their number squared."""

_DECLARATION = re.compile(r"^\s*(<\?xml[^>]{0,200}\?>\s*)?(<!doctype[^>]{0,1000}>)?", re.I)
_LONG_TAG = re.compile(rf"<([a-z][\w-]{{0,30}})[^<>]{{{MAX_TAG},}}>?", re.I)


def parse_html(text: str) -> HtmlElement:
    """Parse a page leniently, as browsers do. Raises ExtractError where nothing can be parsed."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=False
    )
    # A declaration can only mislead the parser: the text is decoded already.
    declared = _DECLARATION.match(text)
    begin = declared.end() if declared else 0
    text = _LONG_TAG.sub(r"<\1>", text[begin : begin + MAX_HTML])
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ExtractError("the page is empty or no HTML") from error
    if not isinstance(tree, HtmlElement):
        raise ExtractError("the page is empty or no HTML")
    if count_elements(tree) > MAX_ELEMENTS:
        raise ExtractError(f"the page has more than {MAX_ELEMENTS:,} elements")
    _gather(tree)
    return tree


def _gather(tree: HtmlElement) -> None:
    """Move what stands behind the end of the body, or of the page, into the body, as browsers do.

    Templates that are put together wrongly close the page behind its menu: libxml2 makes a second page of
    the rest, and the article would be lost.
    """
    body = tree.find("body")
    rest = list(tree.itersiblings("*"))
    if body is not None:
        if body.tail and body.tail.strip():
            etree.SubElement(body, "p").text = body.tail
        body.tail = None
        rest = [*body.itersiblings("*"), *rest]
    for later in rest:
        if later.tag in ("html", "body"):
            later.tag = "div"
        (tree if body is None else body).append(later)


def count_elements(tree: HtmlElement) -> int:
    """Return the number of elements; libxml2 counts them without an object of Python for each."""
    return int(str(tree.xpath("count(//*)")).partition(".")[0])


def reveal_noscript(tree: HtmlElement) -> bool:
    """Show what a page keeps for browsers without scripts; False where there is nothing.

    Some forums and shops put the whole text there.
    """
    hidden = list(tree.iter("noscript"))
    for element in hidden:
        element.tag = "div"
    return bool(hidden)
