"""Markdown as the site will show it."""

from functools import lru_cache

from curator.app.review.elements import Node, from_html, node
from curator.text.markdown_html import markdown_converter
from curator.weeks.hypertext import knotted


@lru_cache(256)
def _html(text: str) -> str:
    return markdown_converter(raw=True).convert(text)


def preview(text: str) -> list[Node]:
    """Render a text as it will look; one that would take Markdown too long comes back as it was written."""
    if knotted(text):
        return [node("pre", text)]
    try:
        return from_html(_html(text.strip()))
    except RecursionError:
        return [node("pre", text)]
