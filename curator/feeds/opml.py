"""OPML: lists of feeds, to and from other feed readers. Nested folders become tags."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from curator.errors import ConfigError, Problem
from curator.model import Document, Feed
from curator.text.decoding import decode_feed
from curator.urls import bare, without_feed_scheme

MAX_BYTES = 20_000_000
MAX_OUTLINES = 20_000
MAX_DEPTH = 250
_SEPARATOR = ","


@dataclass(frozen=True, slots=True)
class Imported:
    """The feeds of an OPML file, and what was left out, in words with lines."""

    feeds: tuple[Feed, ...]
    skipped: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    """The same by name: the title or the address that stands there, else the line."""


def read_opml(data: bytes, file: str = "OPML") -> Imported:
    """Read an OPML file; raises ConfigError with the line when it is malformed or no OPML.

    Document types and entities of its own are refused. An outline without a usable address is left out
    and named. A feed that stands in several folders is one feed with several tags. It is read with expat,
    whose time grows with the length of the file, whatever stands in it.
    """
    if len(data) > MAX_BYTES:
        raise _refused(file, 0, "larger than 20 MB", "is it the right file?")
    text = decode_feed(Document(file, data)).lstrip("\ufeff \r\n\t")
    if re.match(r"<!DOCTYPE\s+(NETSCAPE-Bookmark|html)", text[:200], re.IGNORECASE):
        remedy = f"bookmarks become suggestions with: curate suggest COURSE --from {file}"
        raise _refused(file, 1, "holds pages, not feeds", remedy)
    outlines = _Outlines(file)
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, found: outlines.start(name, found, parser.CurrentLineNumber)
    parser.EndElementHandler = outlines.end
    parser.StartDoctypeDeclHandler = lambda *_: outlines.doctype(parser.CurrentLineNumber)
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        cause = expat.ErrorString(error.code)
        remedy = "export it again, or mend this line (a bare & is written &amp;)"
        raise _refused(file, error.lineno, f"not valid XML: {cause}", remedy) from None
    if outlines.kind != "opml" or not outlines.body:
        raise _refused(file, 1, "not an OPML file", "it must hold <opml> with a <body>")
    return Imported(tuple(outlines.found.values()), tuple(outlines.skipped), tuple(outlines.left_out))


def _refused(file: str, line: int, message: str, remedy: str) -> ConfigError:
    return ConfigError([Problem(file, line, "", message, remedy)])


class _Outlines:
    """What expat meets on its way through an OPML file: feeds, inside folders."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kind = ""
        """The root element's name."""
        self.body = False
        self.found: dict[str, Feed] = {}
        self.skipped: list[Problem] = []
        self.left_out: list[str] = []
        self._open: list[tuple[str, ...]] = []
        """The folders around each element that is open."""
        self._count = 0

    def doctype(self, line: int) -> None:
        """Refuse a document type: expat calls this for a real one only, not for what quotes one."""
        raise _refused(
            self.file, line, "declares a document type or entities", "delete the <!DOCTYPE ...> part"
        )

    def start(self, name: str, given: Mapping[str, str], line: int) -> None:
        """Meet the beginning of an element."""
        name = name.lower()
        self.kind = self.kind or name
        folders = self._open[-1] if self._open else ()
        if len(self._open) >= MAX_DEPTH:
            raise _refused(self.file, line, f"nested deeper than {MAX_DEPTH} folders", "export it again")
        if name == "body":
            self.body = True
        elif name == "outline" and self.body:
            self._count += 1
            if self._count > MAX_OUTLINES:
                message = f"holds more than {MAX_OUTLINES} outlines"
                raise _refused(self.file, line, message, "split the file")
            folders = self._outline(
                {key.lower(): value.strip() for key, value in given.items()}, folders, line
            )
        self._open.append(folders)

    def end(self, _: str) -> None:
        """Meet the end of an element."""
        self._open.pop()

    def _outline(self, given: dict[str, str], folders: tuple[str, ...], line: int) -> tuple[str, ...]:
        """Take a feed, or a folder; returns the folders that the outlines inside stand in."""
        name = given.get("title") or given.get("text") or ""
        typed = given.get("type", "").lower() in ("rss", "atom", "feed")
        address = without_feed_scheme(given.get("xmlurl") or (given.get("url", "") if typed else ""))
        if address or given.get("path"):
            self._add(given, name, address, folders, line)
        elif typed or given.get("htmlurl"):
            page = given.get("htmlurl", "")[:200]
            message = f'"{(name or page)[:80]}" has no address of a feed' + (
                f", only of its page: {page}" if page else ""
            )
            remedy = f"left out; `curate feeds add {page}` looks for its feed" if page else "left out"
            self._leave_out(name or page, line, message, remedy)
        return (*folders, name) if name and not address else folders

    def _leave_out(self, name: str, line: int, message: str, remedy: str) -> None:
        self.skipped.append(Problem(self.file, line, "xmlUrl", message, remedy))
        self.left_out.append(name[:80] or f"line {line}")

    def _add(
        self, attributes: dict[str, str], name: str, address: str, folders: tuple[str, ...], line: int
    ) -> None:
        tags = [t.strip().strip("/") for t in attributes.get("category", "").split(_SEPARATOR)]
        tags = [t.rpartition("/")[2] for t in tags if t]
        values: dict[str, object] = {
            "url": address or None,
            "path": None if address else attributes["path"],
            # Readers put the address where a title is missing; that is no title.
            "title": "" if name in (address, attributes.get("path")) else name[:400],
            "tags": tuple(dict.fromkeys((*folders, *tags))),
        }
        weight = attributes.get("weight", "")
        if re.fullmatch(r"\d{1,2}(\.\d{1,6})?", weight) and 0 < float(weight) <= 10:
            values["weight"] = float(weight)
        path = PurePosixPath(attributes.get("path", ""))
        try:
            if not address and (path.is_absolute() or ".." in path.parts):
                raise ValueError("outside the project")
            feed = Feed.model_validate(values)
        except ValueError:  # pydantic's ValidationError is one
            message = f'"{(name or address)[:80]}" has no usable address: {(address or str(path))[:80]}'
            self._leave_out(name or address or str(path), line, message, "left out")
            return
        if earlier := self.found.get(feed.id):
            tags = list(dict.fromkeys((*earlier.tags, *feed.tags)))
            feed = earlier.model_copy(update={"tags": tuple(tags), "title": earlier.title or feed.title})
        self.found[feed.id] = feed


def write_opml(feeds: Iterable[Feed], title: str) -> bytes:
    """Write feeds as OPML 2.0 (UTF-8), in a folder named by the first tag.

    Further tags stand in the `category` attribute (or as folders inside, where OPML could not tell one
    tag from several), the weight in `weight`: reading it back gives the same feeds.
    """
    tree: dict[tuple[str, ...], list[str]] = {}
    for feed in feeds:
        nested = any(c in tag for tag in feed.tags[1:] for c in (_SEPARATOR, "/"))
        folders, further = (feed.tags, ()) if nested else (feed.tags[:1], feed.tags[1:])
        tree.setdefault(folders, []).append(_outline(feed, further))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "  <head>"]
    lines += [f"    <title>{escape(_clean(title))}</title>", "  </head>", "  <body>"]
    for folders, outlines in tree.items():
        depth = [f"<outline text={_attribute(name)} title={_attribute(name)}>" for name in folders]
        lines += ["  " * (level + 2) + opening for level, opening in enumerate(depth)]
        lines += ["  " * (len(folders) + 2) + outline for outline in outlines]
        lines += ["  " * (level + 2) + "</outline>" for level in reversed(range(len(folders)))]
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _outline(feed: Feed, tags: tuple[str, ...]) -> str:
    name = feed.title or bare(feed.id)
    parts = ['type="rss"', f"text={_attribute(name)}", f"title={_attribute(name)}"]
    place = f"xmlUrl={_attribute(bare(feed.url))}" if feed.url else f"path={_attribute(feed.path or '')}"
    parts.append(place)
    if tags:
        parts.append(f"category={_attribute(_SEPARATOR.join(tags))}")
    if feed.weight != 1.0:
        parts.append(f'weight="{feed.weight:g}"')
    return f"<outline {' '.join(parts)}/>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
