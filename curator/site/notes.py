"""Turn the curator's own short texts into HTML: Markdown, but no raw HTML, no images, safe links only."""

import re
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from curator.site.escape import safe_url


class _SafeLinks(Treeprocessor):
    """Keep links to http, https and mailto, and to places on the site; drop the address of others."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            target = link.get("href", "")
            inside = re.fullmatch(r"[\w./-]*(#[\w-]*)?", target, re.ASCII) and not target.startswith("//")
            if safe := target if inside else safe_url(target):
                link.set("href", safe)
                if not inside:
                    link.set("rel", "noopener noreferrer external")
            else:
                del link.attrib["href"]


@cache
def _converter() -> Markdown:
    converter = Markdown(output_format="html")
    converter.preprocessors.deregister("html_block")
    for name in ("html", "image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(name)
    converter.treeprocessors.register(_SafeLinks(converter), "safe_links", 0)
    return converter


_PROSE = re.compile(r"""[^\W\d_][^\W_]*(?:[ ,.;:?'"’“”()…–—-]+[^\W_]+)*[,.;:?'"’“”)…]*""")
"""A line in which Markdown finds nothing to do: words and the common marks between them."""


@lru_cache(4096)
def note(text: str) -> Markup:
    """Render a note. Headings become paragraphs' size in the style sheet; the text is never trusted raw.

    Most notes are plain sentences; those need no parser to become paragraphs.
    """
    paragraphs = text.strip().split("\n\n")
    if all(_PROSE.fullmatch(line) for paragraph in paragraphs for line in paragraph.split("\n")):
        return Markup("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))  # noqa: S704 - no mark that HTML knows
    return _rendered(text)


def _rendered(text: str) -> Markup:
    converter = _converter()
    converter.reset()
    return Markup(converter.convert(text.strip()))  # noqa: S704 - raw HTML is switched off above
