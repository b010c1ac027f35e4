"""OPML: lists of feeds, to and from other feed readers. Nested folders become tags."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from curator.errors import ConfigError, Problem
from curator.model import Feed
from curator.urls import bare

MAX_BYTES = 20_000_000
MAX_OUTLINES = 20_000
_SEPARATOR = ","


@dataclass(frozen=True, slots=True)
class Imported:
    """The feeds of an OPML file, and what was left out, in words with lines."""

    feeds: tuple[Feed, ...]
    skipped: tuple[Problem, ...] = ()


def read_opml(data: bytes, file: str = "OPML") -> Imported:
    """Read an OPML file; raises ConfigError with the line when it is malformed or no OPML.

    Document types and entities of its own are refused. An outline without a usable address is left out
    and named. A feed that stands in several folders is one feed with several tags.
    """
    if len(data) > MAX_BYTES:
        raise _refused(file, 0, "larger than 20 MB", "is it the right file?")
    if re.match(rb"\s*<!DOCTYPE\s+(NETSCAPE-Bookmark|html)", data.lstrip(b"\xef\xbb\xbf"), re.IGNORECASE):
        remedy = f"bookmarks become suggestions with: curate suggest COURSE --from {file}"
        raise _refused(file, 1, "holds pages, not feeds", remedy)
    if (start := re.search(rb"<!(DOCTYPE|ENTITY)\b", data[:1_000_000], re.IGNORECASE)) is not None:
        line = data[: start.start()].count(b"\n") + 1
        raise _refused(file, line, "declares a document type or entities", "delete the <!DOCTYPE ...> part")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf \r\n\t"), parser)
    except etree.XMLSyntaxError as error:
        cause = re.sub(r", line \d+, column \d+.*", "", error.msg or "")
        remedy = "export it again, or mend this line (a bare & is written &amp;)"
        raise _refused(file, error.lineno or 1, f"not valid XML: {cause}", remedy) from None
    except ValueError as error:
        raise _refused(file, 1, f"not readable: {error}", "export it again as UTF-8") from None
    body = root.find("body")
    if not isinstance(root.tag, str) or root.tag.lower() != "opml" or body is None:
        raise _refused(file, _line(root), "not an OPML file", "it must hold <opml> with a <body>")
    found: dict[str, Feed] = {}
    skipped: list[Problem] = []
    _walk(body, file, found, skipped)
    return Imported(tuple(found.values()), tuple(skipped))


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _refused(file: str, line: int, message: str, remedy: str) -> ConfigError:
    return ConfigError([Problem(file, line, "", message, remedy)])


def _walk(body: etree._Element, file: str, found: dict[str, Feed], skipped: list[Problem]) -> None:
    stack: list[tuple[etree._Element, tuple[str, ...]]] = [(o, ()) for o in reversed(body.findall("outline"))]
    count = 0
    while stack:
        outline, folders = stack.pop()
        count += 1
        if count > MAX_OUTLINES:
            message = f"holds more than {MAX_OUTLINES} outlines"
            raise _refused(file, _line(outline), message, "split the file")
        attributes = {str(k).lower(): str(v).strip() for k, v in outline.attrib.items()}
        name = attributes.get("title") or attributes.get("text") or ""
        address = attributes.get("xmlurl") or (
            attributes.get("url", "") if attributes.get("type", "").lower() in ("rss", "atom", "feed") else ""
        )
        if address or attributes.get("path"):
            _add(outline, attributes, name, address, folders, file, found, skipped)
        inner = (*folders, name) if name and not address else folders
        stack.extend((child, inner) for child in reversed(outline.findall("outline")))


def _add(
    outline: etree._Element,
    attributes: dict[str, str],
    name: str,
    address: str,
    folders: tuple[str, ...],
    file: str,
    found: dict[str, Feed],
    skipped: list[Problem],
) -> None:
    if address.lower().startswith(("feed://", "feed:http")):
        address = re.sub(r"^feed:(//)?", "", address, flags=re.IGNORECASE)
        address = address if address.lower().startswith("http") else "https://" + address
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
        skipped.append(Problem(file, _line(outline), "xmlUrl", message, "left out"))
        return
    if earlier := found.get(feed.id):
        tags = list(dict.fromkeys((*earlier.tags, *feed.tags)))
        feed = earlier.model_copy(update={"tags": tuple(tags), "title": earlier.title or feed.title})
    found[feed.id] = feed


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
