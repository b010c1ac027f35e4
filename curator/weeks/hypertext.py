"""What links, anchors and pictures a curator's Markdown holds, for the lint."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from itertools import islice
from urllib.parse import unquote

MAX_KNOTS = 1000
"""Signs that Python-Markdown looks at again for each that follows: 20,000 brackets take minutes."""
_KNOT = re.compile(r"\[|<!|^#|^=|^-+[ \t]*$", re.MULTILINE)


def knotted(text: str) -> bool:
    """Tell whether a Markdown text would take minutes to render, because of how its marks nest."""
    return sum(1 for _ in islice(_KNOT.finditer(text), MAX_KNOTS + 1)) > MAX_KNOTS


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its address, and its alternative text (None: there is no such attribute)."""

    src: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Hypertext:
    """Everything in a text that points somewhere or can be pointed at."""

    ids: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    empty_links: tuple[str, ...] = ()
    """Links that have no words to click on."""
    headings: tuple[int, ...] = ()
    active: tuple[str, ...] = ()
    """What would run in a reader's browser or turn the page round: "<script>", "onclick", "javascript:"."""


_ACTIVE = frozenset({"base", "meta", "script"})
_RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript)[\x00-\x20]*:", re.IGNORECASE)


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.pictures: list[Picture] = []
        self.headings: list[int] = []
        self.empty: list[str] = []
        self.active: list[str] = []
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in _ACTIVE:
            self.active.append(f"<{tag}>")
        self.active += [name for name, value in attrs if name.startswith("on") or name == "srcdoc"]
        self.active += [f"{value[:11]}..." for value in found.values() if value and _RUNS.match(value)]
        self.ids |= {v for k in ("id", "name") if (v := found.get(k))}
        if tag == "a" and found.get("href") is not None:
            self.links.append(found["href"] or "")
            self._words = []
        if tag == "img":
            alt = found["alt"] or "" if "alt" in found else None
            self.pictures.append(Picture(found.get("src") or "", alt))
            if self._words is not None:
                self._words.append(alt or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._words is not None:
            if not "".join(self._words).strip():
                self.empty.append(self.links[-1])
            self._words = None


@lru_cache(maxsize=512)
def read(text: str) -> Hypertext:
    """Read a Markdown text the way the site renders it; code holds no links."""
    if knotted(text) or not re.search(r"[\[<#!=:-]", text):
        return Hypertext()
    from curator.text.markdown_html import markdown_converter

    reader = _TagReader()
    reader.feed(markdown_converter(raw=True).convert(text))
    reader.close()
    return Hypertext(
        frozenset(reader.ids),
        tuple(reader.links),
        tuple(reader.pictures),
        tuple(reader.empty),
        tuple(reader.headings),
        tuple(dict.fromkeys(reader.active)),
    )


def fragment(link: str) -> tuple[str, str]:
    """Split a link within the site into (page, anchor): "week-02.md#q1" gives ("week-02", "q1")."""
    page, _, anchor = link.partition("#")
    return re.sub(r"\.(?:md|html)$", "", page.partition("?")[0]), unquote(anchor)


def is_foreign(link: str) -> bool:
    """Tell whether a link leaves the site (or is none that a page follows, as mailto:)."""
    return re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE) is not None
