"""Importers: the links that people collected in browsers, bookmark services and reference managers.

    bytes → text → which format? → links with their lines → (curator.app.collecting) suggestions

One small module a format, behind the `Importer` port; installed packages add formats (`curator.importers`).
Files come from machines of all ages, so reading is lenient; what cannot be read at all is told in words.
"""

from collections.abc import Mapping
from types import ModuleType

from curator import plugins
from curator.errors import ConfigError
from curator.importers import bibtex, bookmarks_html, csv_table, json_list, opml_links, plain_list, zotero_rdf
from curator.importers.saved_link import SavedLink
from curator.ports import Importer

GROUP: plugins.Group = "curator.importers"

MAX_BYTES = 20_000_000
"""Bytes of one file; ten years of bookmarks of a busy person are a few millions."""

OWN: Mapping[str, ModuleType] = {
    "bookmarks": bookmarks_html,
    "opml": opml_links,
    "zotero-rdf": zotero_rdf,
    "json": json_list,
    "bibtex": bibtex,
    "csv": csv_table,
}
"""Our formats by name, in the order in which a file is shown to them; a plain list takes what is left."""


def read_links(data: bytes, file: str) -> tuple[SavedLink, ...]:
    """Read the links of a file; `file` is its name, for messages.

    Raises ConfigError, with what to do, for a file that is none of the formats, is cut off or holds no link.
    """
    if len(data) > MAX_BYTES:
        raise ConfigError.at(file, "is larger than 20 MB", "is it the right file? Export one folder or tag")
    text = _text(data, file)
    if not text.strip():
        raise ConfigError.at(file, "is empty", "export it again")
    links = tuple(_importer(text, file).read(text, file))
    if not links:
        raise ConfigError.at(file, "holds no links", "one address a line will do, each with https://")
    return links


def _importer(text: str, file: str) -> Importer:
    own: list[Importer] = list(OWN.values())
    for importer in own:
        if importer.recognises(text):
            return importer
    for name in plugins.names(GROUP, {}):
        found = plugins.load(GROUP, name, dict[str, Importer]())
        importer = found() if isinstance(found, type) else found
        if importer.recognises(text):
            return importer
    if text.lstrip().startswith("<"):
        remedy = "bookmarks are exported as HTML, lists of links as OPML or RDF"
        raise ConfigError.at(file, "is HTML or XML of a kind that is not known here", remedy)
    return plain_list


def _text(data: bytes, file: str) -> str:
    """Decode a file: UTF-8, UTF-16 where a mark says so, else the old encoding of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    if b"\0" in data[:100_000]:
        remedy = "name the exported HTML, CSV, JSON, BibTeX or OPML file itself; unpack a ZIP first"
        raise ConfigError.at(file, "is not text", remedy)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


__all__ = ["GROUP", "MAX_BYTES", "OWN", "SavedLink", "read_links"]
