"""The text of a page: trafilatura's vote, mended on the page's own blocks."""

import logging
import re
from collections.abc import Sequence

import trafilatura
from lxml.html import HtmlElement

from curator.errors import ExtractError
from curator.extract.align import align, tokens
from curator.extract.blocks import Block, blocks_of
from curator.extract.select import choose
from curator.extract.tree import count_elements, parse_html

for _name in ("trafilatura", "htmldate"):
    # They warn of every odd page on standard error; here a page without text is an ExtractError.
    logging.getLogger(_name).setLevel(logging.CRITICAL)

COVERED = 0.6
"""Share of the vote's words that must be found on the page for its blocks to stand for it."""

MAX_CONTENT = 2_000_000
"""Characters of a feed's own text that are read."""

SECOND_OPINIONS = 10_000
"""Elements up to which trafilatura asks jusText and readability too: their time grows with the square."""

_APPEARED = re.compile(
    r"^(?:the )?(?:post|article) .{1,300} (?:appeared first on|first appeared on|was originally published)\b",
    re.I,
)
"""What WordPress and its like put under the text in a feed."""


def article_blocks(
    tree: HtmlElement, blocks: Sequence[Block], url: str, title: str
) -> tuple[list[Block], list[str]]:
    """Return the blocks that are the article and, where they are not on the page, its lines instead.

    The second list is empty but for pages that carry their text as data only.
    """
    vote = _vote(tree, url)
    words = tokens(vote)
    shown = [tokens(block.text) for block in blocks]
    chosen = choose(blocks, shown, align(shown, words), title)
    text = [block for block, kept in zip(blocks, chosen, strict=True) if kept]
    found = sum(len(w) for w, kept in zip(shown, chosen, strict=True) if kept)
    if found < COVERED * len(words) and len(words) > 100 and _lines_differ(text, words):
        return text, vote.split("\n")
    return text, []


def _lines_differ(text: Sequence[Block], words: Sequence[str]) -> bool:
    """Tell whether much of the vote is missing from the page, not merely left out on purpose."""
    return len(set(words).difference(*(tokens(block.text) for block in text))) > 0.4 * len(set(words))


def _vote(tree: HtmlElement, url: str) -> str:
    large = count_elements(tree) > SECOND_OPINIONS
    try:
        found = trafilatura.bare_extraction(tree, url=url, include_comments=False, fast=large)
    except Exception:  # whatever a page makes trafilatura do, the page has no vote then
        return ""
    return (getattr(found, "text", "") or "") if found is not None else ""


def lines_of_html(content: str) -> list[str]:
    """Return the paragraphs of a feed's own HTML, without the lines that only speak of the feed."""
    if not content.strip():
        return []
    if "<" not in content:
        return content.split("\n")
    try:
        tree = parse_html(f"<html><body><div>{content[:MAX_CONTENT]}</div></body></html>")
    except ExtractError:
        return []
    return [block.text for block in blocks_of(tree) if not _APPEARED.match(block.text)]
