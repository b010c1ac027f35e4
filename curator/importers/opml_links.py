"""OPML whose outlines are links (type="link", or a `url` without a feed). Lists of feeds go to feeds.yml."""

from collections.abc import Iterator

from curator.errors import ConfigError
from curator.importers.safe_xml import root_of
from curator.importers.saved_link import LONGEST, SavedLink, tags_of, tidy


def recognises(text: str) -> bool:
    """Tell whether this is OPML."""
    return "<opml" in text[:4_000].lower()


def read(text: str, file: str) -> Iterator[SavedLink]:
    """Yield the links; ConfigError for a list that holds feeds only."""
    root = root_of(text, file)
    found, feeds = [], 0
    for outline in root.iter("outline"):
        values = {key.lower(): value for key, value in outline.attrib.items()}
        url = values.get("url") or ("" if "xmlurl" in values else values.get("htmlurl", ""))
        feeds += "xmlurl" in values
        if not url or "xmlurl" in values:
            continue
        parents = (p.get("text", "") for p in outline.iterancestors("outline") if not p.get("url"))
        found.append(
            SavedLink(
                url=url.strip(),
                title=(values.get("text") or values.get("title") or "")[:LONGEST],
                note=(values.get("_note") or values.get("description") or "")[:LONGEST],
                tags=tidy((*tags_of(values.get("category", "").replace("/", ",")), *parents)),
                line=outline.sourceline or 0,
            )
        )
    if feeds and not found:
        remedy = f"take it in with: curate feeds import {file}"
        raise ConfigError.at(file, f"lists feeds ({feeds}) and no links", remedy)
    yield from found
