"""Hooks of the documentation's own build: pages that stand elsewhere, and the policy of the course sites.

What the repository shows at its top is written once, there; here it becomes pages. Every page gets the
policy that a course site's pages have, from the same code: reading the documentation asks nobody else.
"""

import logging
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from curator.site.content_security import policy, scan, seal

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LOOK = ROOT / "site_template" / "assets"

ELSEWHERE = {
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "README.md": "index.md",
    "SECURITY.md": "reporting.md",
}
"""Files at the top of the repository, and the pages that they are here."""

log = logging.getLogger("mkdocs.hooks.docs")


def on_files(files: Files, *, config: Any) -> Files:
    """Add the pages, the style sheet and the letters that stand outside of docs/."""
    found = {page: ROOT / name for name, page in ELSEWHERE.items() if name != "README.md"}
    found |= {"docs.css": HERE / "docs.css", "favicon.svg": LOOK / "favicon.svg"}
    found |= {f"fonts/{p.name}": p for p in sorted((LOOK / "fonts").iterdir())}
    for name, path in found.items():
        files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Point links between the repository's files at the pages that they are here."""
    return re.sub(r"\]\(([^)\s]+\.md)(#[^)\s]*)?\)", _link, markdown)


def _link(match: re.Match[str]) -> str:
    path = match[1].removeprefix("../").removeprefix("docs/")
    return f"]({ELSEWHERE.get(path, path)}{match[2] or ''})"


def on_page_content(html: str, **_: Any) -> str:
    """Let the keyboard reach what may scroll sideways on a phone."""
    return html.replace("<pre><code", '<pre tabindex="0"><code')


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Warn of what must not stand on a page; under `strict` that ends the build."""
    for problem in scan(output).problems:
        log.warning("%s: %s", page.file.src_uri, problem)
    return output


def on_post_build(*, config: Any) -> None:
    """Write the policy into every page: the hashes of all of them together, as on a course site."""
    pages = sorted(Path(config.site_dir).rglob("*.html"))
    texts = [page.read_text(encoding="utf-8") for page in pages]
    strict = policy(scan(text) for text in texts)
    for page, text in zip(pages, texts, strict=True):
        page.write_text(seal(text, strict, site_url=config.site_url), encoding="utf-8")
