"""Bookmarks as HTML: the Netscape format that every browser exports, and the lists of Pocket and Instapaper.

Folders and the attribute `tags` become tags, a <DD> becomes the note. The file has no closing tags for most
of its elements, so it is read as a stream of tags; line numbers are those of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from curator.errors import ConfigError, Problem
from curator.importers.saved_link import LONGEST, SavedLink, day_of, tags_of, tidy


def recognises(text: str) -> bool:
    """Tell whether this is a page of bookmarks."""
    head = text[:4_000].lower()
    if "netscape-bookmark-file" in head:
        return True
    page = head.lstrip().startswith(
        ("<!doctype html", "<html", "<head", "<dl", "<ul", "<h1", "<title", "<meta")
    )
    return page and re.search(r"<(dt|li)>\s*<a\s", text[:200_000], re.IGNORECASE) is not None


def read(text: str, file: str) -> Iterator[SavedLink]:
    """Yield the links; ConfigError where the file ends in the middle."""
    reader = _Bookmarks()
    line, seen, words_from = 1, 0, 0
    for tag in _TAG.finditer(text):
        line += text.count("\n", seen, tag.start())
        seen = tag.start()
        reader.words(text[words_from : tag.start()])
        words_from = tag.end()
        if tag[1]:
            reader.ends(tag[2].lower())
        else:
            reader.begins(tag[2].lower(), tag[3], line)
    reader.words(text[words_from:])
    if reader.depth > 0 or reader.inside == "a":
        last = text.count("\n") + 1
        remedy = "export the bookmarks again; nothing was taken from this file"
        raise ConfigError([Problem(file, last, "", "ends in the middle of a folder: it is cut off", remedy)])
    yield from reader.found()


_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
"""A tag. No "<" may stand in it, so that an unfinished one ends at the next: that keeps the search linear."""
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass(slots=True)
class _Link:
    values: dict[str, str]
    folders: tuple[str, ...]
    line: int
    title: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)


class _Bookmarks:
    """Collects links with the folders that they stand in, tag by tag."""

    def __init__(self) -> None:
        self.depth = 0
        self.inside = ""
        """The element whose text is being read: "a", "h3" or "dd"."""
        self._folders: list[str] = []
        self._folder = ""
        self._place = False
        self._links: list[_Link] = []
        self._words: list[str] = []

    def begins(self, tag: str, attributes: str, line: int) -> None:
        """Take a start tag."""
        if tag == "dl":
            self.depth += 1
            self._folders.append(self._folder)
            self._folder = ""
        elif tag in ("a", "h3"):
            values = {
                m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(attributes)
            }
            if tag == "a" and "href" in values:
                self._links.append(_Link(values, tidy(self._folders[-NESTED:]), line))
                self._words, self.inside = self._links[-1].title, "a"
            elif tag == "h3":
                self._words, self.inside = [], "h3"
                # The bar and the menu of a browser are places, not topics.
                self._place = bool({"personal_toolbar_folder", "unfiled_bookmarks_folder"} & set(values))
        elif tag == "dd" and self._links:
            self._words, self.inside = self._links[-1].note, "dd"
        elif tag in ("dt", "li", "p") and self.inside == "dd":
            self.inside = ""

    def ends(self, tag: str) -> None:
        """Take an end tag."""
        if tag == "dl":
            self.depth -= 1
            self._folder = ""
            if self._folders:
                self._folders.pop()
            self.inside = ""
        elif tag == self.inside:
            if tag == "h3":
                self._folder = "" if self._place else "".join(self._words)[:LONGEST]
            self.inside = ""

    def words(self, text: str) -> None:
        """Take the text between two tags."""
        if self.inside and text:
            self._words.append(unescape(text))

    def found(self) -> Iterator[SavedLink]:
        """Yield what was collected, in the order of the file."""
        for link in self._links:
            yield SavedLink(
                url=link.values["href"].strip(),
                title=" ".join("".join(link.title).split())[:LONGEST],
                note=" ".join("".join(link.note).split())[:LONGEST],
                tags=tidy((*tags_of(link.values.get("tags", ""), ","), *link.folders)),
                added=day_of(link.values.get("add_date", "") or link.values.get("time_added", "")),
                line=link.line,
            )


NESTED = 5
"""Folders above a link that become its tags, from within."""
