"""Theme files: one set for the whole site, without what no page uses.

The hub carries `assets/` at the root of the site; pages of a course refer to it and carry none of their
own, so a learner who moves from the hub to a course downloads nothing twice.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Set
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
_CLASS = re.compile(r'\bclass="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_MARK = re.compile(r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]""", re.S)
_FUNCTION = re.compile(r":(?:not|is|where|has)\([^()]*\)")
_SELECTED = re.compile(r"\.((?:[\w-]|\\.)+)")
_OPTIONAL = ("tabbed", "critic", "keys", "mermaid", "arithmatex", "annotate", "grid", "task-list", "footnote")
"""Beginnings of classes that only a Markdown extension of that name, or one much like it, writes."""
_LASTMOD = re.compile(r"\s*<lastmod>[^<]*</lastmod>")


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


def cleaned(name: str, content: bytes) -> bytes:
    """Take out of a file that is no page what points nowhere or changes with the clock."""
    if name.endswith((".js", ".css")):
        return _SOURCE_MAP.sub(b"\n", content)
    if name == "sitemap.xml":
        return _LASTMOD.sub("", content.decode("utf-8")).encode()
    return content


def classes(html: str) -> set[str]:
    """Collect the theme's classes that a page uses."""
    values = set(_CLASS.findall(html))
    return {name for value in values for name in value.split() if name.startswith("md-")}


def purged(css: str, used: Set[str], scripts: str, config: str) -> str:
    """Drop the rules of a theme's stylesheet that no page of the site can match.

    A rule stays when each class it asks for is in `used` (classes that pages have), is named in `scripts`
    (the text of the scripts that may set it), belongs to what Markdown can produce, or to an extension
    that `config` (the text of mkdocs.yml) names. Material's stylesheet shrinks from 22.8 to 14.6 kB
    compressed: the theme's search, tabs, versions, blog and what no enabled extension writes.
    """
    words = set(_WORD.findall(scripts))
    beginnings = tuple(word for word in words if word.endswith("-") and len(word) > 3)
    optional = tuple(name for name in _OPTIONAL if name in config)

    def known(name: str) -> bool:
        if not name.startswith(("md-", *_OPTIONAL)) or name.startswith(optional):
            return True
        return name in used or name in words or name.startswith(beginnings)

    return _purged(css, known)


def _purged(css: str, known: Callable[[str], bool]) -> str:
    parts: list[str] = []
    for head, body in _rules(css):
        if body is None:
            parts.append(head)
        elif head.startswith(("@media", "@supports", "@layer", "@container")):
            if inner := _purged(body, known):
                parts.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            parts.append(f"{head}{{{body}}}")
        else:
            kept = [selector for selector in _selectors(head) if _matches(selector, known)]
            if kept:
                parts.append(f"{','.join(kept)}{{{body}}}")
    return "".join(parts)


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Cut a stylesheet into (head, body); statements without a body come as (statement, None)."""
    start = 0
    depth = 0
    opened = 0
    for mark in _MARK.finditer(css):
        sign = mark[0]
        if sign == "{":
            if depth == 0:
                opened = mark.start()
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : mark.start()]
                start = mark.end()
        elif sign == ";" and depth == 0:
            yield css[start : mark.end()], None
            start = mark.end()
    if css[start:].strip():
        yield css[start:], None


def _selectors(head: str) -> Iterator[str]:
    """Split a selector list at the commas that stand outside of brackets."""
    depth = 0
    start = 0
    for at, sign in enumerate(head):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            yield head[start:at]
            start = at + 1
    yield head[start:]


def _matches(selector: str, known: Callable[[str], bool]) -> bool:
    """Tell whether something could match: what stands in :not(), :is() and the like decides nothing."""
    before = ""
    while before != selector:
        before, selector = selector, _FUNCTION.sub("", selector)
    return all(known(name.replace("\\", "")) for name in _SELECTED.findall(selector))


@cache
def _pattern(up: str) -> re.Pattern[str]:
    return re.compile(rf"""="(?:\./)?{re.escape(up)}assets/([^"<>?#]+)(["#])""")
