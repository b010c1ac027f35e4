"""Check every page that MkDocs renders; change nothing. Under `strict`, a warning ends the build.

`curate site` runs the same check on its own, for every engine; this hook gives it to a plain
`mkdocs serve` as well. Zensical reads the same mkdocs.yml and runs no hooks.
"""

import logging
from typing import Any

from curator.site.content_security import scan

log = logging.getLogger("mkdocs.hooks.check")


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Warn of inline handlers, scripts and images of other sites, and links that are not web or mail."""
    for problem in scan(output).problems:
        log.warning("%s: %s", page.file.src_uri, problem)
    return output
