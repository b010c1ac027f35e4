"""One Markdown for all that a curator writes: introductions and notes, on pages, in feeds, mails and exports.

The dialect is Python-Markdown's with tables, fenced code, admonitions and attribute lists, and two habits
that people bring along from elsewhere: a list nests with two spaces, and a bare address is a link.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

_LANGUAGE = ("admonition", "attr_list", "fenced_code", "sane_lists", "tables", "toc")
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}\.)( +)(?=\S)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_BARE = r"(?<![\w/])(https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?'*_)\]}])"


def markdown_converter(*, raw: bool) -> Markdown:
    """Make a converter. With `raw`, HTML in the text stays as it is; else it is shown as it was typed."""
    settings: dict[str, dict[str, Any]] = {
        "tables": {"use_align_attribute": True},  # a style attribute would need a place in the page's policy
        "toc": {"slugify": anchor},
    }
    converter = Markdown(extensions=list(_LANGUAGE), extension_configs=settings, output_format="html")
    converter.preprocessors.register(_Nested(converter), "nested_lists", 26)
    converter.inlinePatterns.register(_BareAddress(_BARE, converter), "bare_address", 115)
    if not raw:
        converter.preprocessors.deregister("html_block")
        converter.inlinePatterns.deregister("html")
    return converter


def anchor(words: str, separator: str) -> str:
    """Name a heading after its words, in every script: "Café und mehr" gives "café-und-mehr"."""
    plain = unicodedata.normalize("NFC", words).casefold()
    return re.sub(r"[\s-]+", separator, re.sub(r"[^\w\s-]", "", plain).strip())


class _BareAddress(InlineProcessor):
    """Make a link of an address that merely stands there."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Markdown's, its type a union
        self,
        match: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        link = Element("a", {"href": match[1]})
        link.text = AtomicString(match[1])
        return link, match.start(0), match.end(0)


class _Nested(Preprocessor):
    """Write the items of lists with four spaces a level, as the parser wants them."""

    def run(self, lines: list[str]) -> list[str]:
        return list(self._nested(lines))

    def _nested(self, lines: list[str]) -> Iterator[str]:
        levels: list[
            tuple[int, int]
        ] = []  # of each open level: where its mark stands, and where its words begin
        fence, empty, loose = "", False, False
        for line in lines:
            mark = _FENCE.match(line)
            if fence or mark:
                fence = (
                    "" if fence and mark and mark[1].startswith(fence) else fence or (mark[1] if mark else "")
                )
                yield line
                continue
            item = _ITEM.match(line)
            inside = len(line) - len(line.lstrip(" "))
            if item and (levels or len(item[1]) < 4):
                while levels and inside < levels[-1][1] and inside <= levels[-1][0]:
                    levels.pop()
                if levels and inside < levels[-1][1] and inside - levels[-1][0] < 2:
                    levels.pop()
                if loose:
                    yield ""  # else the parser takes it for the paragraph's next line
                loose = False
                yield "    " * len(levels) + line.lstrip(" ")
                levels.append((inside, item.end(0)))
            elif line.strip() and levels:
                if empty and inside < 2:
                    levels.clear()
                    yield line
                else:
                    depth = sum(inside >= min(words, at + 2) for at, words in levels)
                    extra = max(0, inside - levels[depth - 1][1]) if depth else 0
                    keep = depth if empty else len(levels)
                    loose = loose or empty
                    yield "    " * keep + " " * (extra if empty else 0) + line.lstrip(" ")
            else:
                yield line
            empty = not line.strip()
