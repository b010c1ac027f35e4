"""Markdown as the site will show it."""

from functools import lru_cache

from markdown import Markdown

from curator.app.review.elements import Node, from_html, node
from curator.weeks.hypertext import MARKDOWN, knotted


@lru_cache(256)
def _html(text: str) -> str:
    return Markdown(extensions=list(MARKDOWN), output_format="html").convert(text)


def preview(text: str) -> list[Node]:
    """Render a text as it will look; a text too knotted for Markdown comes back as it was written."""
    if knotted(text):
        return [node("pre", text)]
    try:
        return from_html(_html(text.strip()))
    except RecursionError:
        return [node("pre", text)]
