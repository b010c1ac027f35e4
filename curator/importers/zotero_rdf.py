"""Zotero's RDF: items with an address, their tags, and the notes that they refer to."""

from collections.abc import Iterator
from typing import Any

from curator.importers.safe_xml import root_of
from curator.importers.saved_link import LONGEST, SavedLink, tidy, without_markup

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
ZOTERO = "{http://www.zotero.org/namespaces/export#}"
BIB = "{http://purl.org/net/biblio#}"


def recognises(text: str) -> bool:
    """Tell whether this is RDF, and not a feed of that family."""
    head = text[:4_000]
    return "<rdf:RDF" in head and "purl.org/rss/1.0" not in head


def read(text: str, file: str) -> Iterator[SavedLink]:
    """Yield the items that have an address; attachments and notes are no items."""
    root = root_of(text, file)
    notes = {
        memo.get(f"{RDF}about", ""): without_markup(memo.findtext(f"{RDF}value") or "")
        for memo in root.iter(f"{BIB}Memo")
    }
    for item in root:
        if not isinstance(item.tag, str) or item.tag in (
            f"{BIB}Memo",
            f"{ZOTERO}Attachment",
            f"{ZOTERO}Collection",
        ):
            continue
        if url := _address(item):
            said = [
                notes.get(ref.get(f"{RDF}resource", ""), "") for ref in item.iter(f"{TERMS}isReferencedBy")
            ]
            subjects = [s.text or s.findtext(f".//{RDF}value") or "" for s in item.iter(f"{DC}subject")]
            yield SavedLink(
                url=url,
                title=(item.findtext(f"{DC}title") or "")[:LONGEST],
                note=" · ".join(note for note in said if note)[:LONGEST],
                tags=tidy(subjects),
                line=item.sourceline or 0,
            )


def _address(item: Any) -> str:
    for uri in item.iter(f"{TERMS}URI"):
        if value := (uri.findtext(f"{RDF}value") or "").strip():
            return str(value)
    about: str = item.get(f"{RDF}about", "")
    return about if about.startswith(("http://", "https://")) else ""
