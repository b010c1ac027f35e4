"""Read XML that somebody exported: no network, no entities of its own, errors with their line."""

import re
from typing import Any

from lxml import etree

from curator.errors import ConfigError, Problem


def root_of(text: str, file: str) -> Any:
    """Return the root element; ConfigError for what is not XML or is cut off."""
    start = re.search(r"<!(DOCTYPE|ENTITY)\b", text[:1_000_000])
    if start:
        line = text[: start.start()].count("\n") + 1
        what = "declares a document type or entities, which no export of links does"
        raise ConfigError([Problem(file, line, "", what, "is it the right file?")])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        cause = re.sub(r", line \d+, column \d+.*", "", error.msg or "")
        cut = (error.lineno or 0) >= text.rstrip().count("\n") + 1
        what = f"is cut off, or no sound XML: {cause}" if cut else f"is no sound XML: {cause}"
        raise ConfigError([Problem(file, error.lineno or 1, "", what, "export it again")]) from None
