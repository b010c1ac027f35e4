"""Links between the pages of the whole site, which no engine sees at once: which of them lead nowhere."""

import posixpath
from collections.abc import Container, Mapping, Sequence
from typing import Any
from urllib.parse import unquote


def targets(path: str, pages: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Map every place in the site that the pages of a unit lead to, to the first page that does.

    `path` is the unit's place in the site, `pages` maps places in the unit to relative addresses. The page
    for missing addresses is left out, and so are addresses from the root of a server or above the site.
    """
    found: dict[str, str] = {}
    for name, addresses in pages.items():
        if name == "404.html":
            continue
        here = posixpath.dirname(path + name)
        for address in addresses:
            target = posixpath.normpath(posixpath.join(here, unquote(address)))
            if address.endswith(("/", "/.", "/..")) or address in (".", ".."):
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            if not target.startswith(("/", "../")):
                found.setdefault(target, path + name)
    return found


def broken(records: Sequence[Mapping[str, Any]], files: Container[str]) -> tuple[str, ...]:
    """Tell in words which links of the finished site lead nowhere; `records` hold each unit's targets."""
    return tuple(
        f"{page} leads to {target}, which is not there"
        for record in records
        for target, page in record["links"].items()
        if target not in files
    )
