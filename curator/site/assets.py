"""Theme files: one set for the whole site, without what no page uses.

The hub carries `assets/` at the root of the site; pages of a course refer to it and carry none of their
own, so a learner who moves from the hub to a course downloads nothing twice.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

FOLDER = "assets/"
STYLES = "*.css"
"""Stands in a map of versions for the theme's stylesheets, whose rules depend on what the site uses."""

_UNUSED = (
    re.compile(r"\.map$"),  # source maps: for the theme's own developers
    re.compile(r"^assets/javascripts/(lunr/|workers/)"),  # the theme's search; Pagefind does that here
    re.compile(r"^search/"),  # and its index
    re.compile(r"^sitemap\.xml\.gz$"),  # holds the time of the build and the path of the file
    re.compile(r"^objects\.inv$"),
)
_SOURCE_MAP = re.compile(rb"\s*(?://# sourceMappingURL=\S*|/\*# sourceMappingURL=\S* \*/)\s*$")
_COMMENT = re.compile(rb"(?ms)^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n")
"""A comment that has its lines to itself."""
_CHECKBOX = re.compile(r'(<input\b[^<>]*\btype="checkbox"[^<>]*?) autocomplete="off"')
_LASTMOD = re.compile(r"\s*<lastmod>[^<]*</lastmod>")
_DAY = re.compile(r"<!--day (\d{4}-\d\d-\d\d)-->")
"""The day of a page's newest week, as overrides/sitemap.xml tells it; the engine knows that of the build."""


def wanted(name: str, path: str) -> bool:
    """Tell whether a rendered file belongs in the site.

    `name` is its place in the unit ("assets/stylesheets/main.css"), `path` the unit's place in the site
    ("" for the hub). Only the hub brings theme files and a page for missing addresses: web servers look
    for that at the root.
    """
    if any(pattern.search(name) for pattern in _UNUSED):
        return False
    return not path or not (name.startswith(FOLDER) or name == "404.html")


def theme_files(folder: Path) -> tuple[str, ...]:
    """Name the files of a theme folder that a hub carries, so that no engine need look for them."""
    found = (f.relative_to(folder).as_posix() for f in (folder / FOLDER).rglob("*") if f.is_file())
    return tuple(sorted(name for name in found if wanted(name, "")))


def own_files(folder: Path) -> dict[str, str]:
    """Map each file of site_template/assets, as "assets/curator.css", to a hash that changes with it.

    Scripts load other files by their own version, so theirs changes with any of them.
    """
    files = {
        FOLDER + f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(folder.rglob("*"))
        if f.is_file() and not f.name.startswith(".")
    }
    all_of_them = hashlib.sha256(repr(files).encode()).hexdigest()
    return {name: (all_of_them if name.endswith(".js") else key)[:10] for name, key in files.items()}


def redirect(html: str, name: str, path: str, versions: Mapping[str, str]) -> str:
    """Point a page's references to theme files, in whatever attribute, at the site's one set.

    `name` is the page's place in its unit, `path` the unit's in the site. A file named in `versions`
    gets its hash behind a question mark: when it changes, no browser keeps the old one.
    """
    up = "../" * name.count("/")
    root = "../" * (PurePosixPath(path, name).as_posix().count("/"))
    pattern = _pattern(up)

    def moved(match: re.Match[str]) -> str:
        asset = FOLDER + match[1]
        version = versions.get(asset) or (versions.get(STYLES) if asset.endswith(".css") else None)
        return f'="{root}{asset}{"?v=" + version if version else ""}{match[2]}'

    return pattern.sub(moved, html)


def valid(html: str) -> str:
    """Take from a page what the theme writes and HTML does not know: checkboxes have no autocomplete."""
    return _CHECKBOX.sub(r"\1", html)


def lean(name: str, content: bytes) -> bytes:
    """Leave the comments of one of our own scripts out: a page would send 2 kB of them to every reader.

    Only for scripts that hold no text over several lines in which such a line could stand.
    """
    return _COMMENT.sub(b"", content) if name.endswith(".js") else content


def cleans(name: str) -> bool:
    """Tell whether `cleaned` may change a file of this name."""
    return name.endswith((".js", ".css")) or name == "sitemap.xml"


def cleaned(name: str, content: bytes) -> bytes:
    """Take out of a file that is no page what points nowhere or changes with the clock."""
    if name.endswith((".js", ".css")):
        return _SOURCE_MAP.sub(b"\n", content)
    if name == "sitemap.xml":
        return _DAY.sub(r"<lastmod>\1</lastmod>", _LASTMOD.sub("", content.decode("utf-8"))).encode()
    return content


@cache
def _pattern(up: str) -> re.Pattern[str]:
    return re.compile(rf"""="(?:\./)?{re.escape(up)}assets/([^"<>?#]+)(["#])""")
