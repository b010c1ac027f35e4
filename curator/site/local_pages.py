"""Local pages: copies, in the site, of the pages that lie beside the project's own feeds.

A feed of the project is read from disk, and so are its pages; nobody else may publish them. So the site
does, in a folder named like the feed's, and what links to them there leads to the site's own copy,
from the web and from a folder on disk alike.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from curator.config import Project
from curator.model import CourseWeek
from curator.site.escape import href


@dataclass(frozen=True, slots=True)
class LocalPages:
    """`files` to publish by their place in the site; `places` maps addresses of folders to site folders."""

    files: dict[str, bytes]
    places: Mapping[str, str]

    def relink(self, pages: Mapping[str, bytes], base: str) -> dict[str, bytes]:
        """Let links lead to what the site holds itself; `base` leads from a unit to the root."""
        return {name: self._relinked(name, data, base) for name, data in pages.items()}

    def _relinked(self, name: str, data: bytes, base: str) -> bytes:
        if not name.endswith(".md"):
            return data
        up = base + "../" * name.count("/")
        for address, folder in self.places.items():
            data = data.replace(f'href="{href(address)}/'.encode(), f'href="{up}{folder}/'.encode())
        return data


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"})
LARGEST = 2_000_000
"""Bytes of a picture: more is a print's size, and a phone on a train would wait for it."""


def pictures(root: Path, slug: str) -> dict[str, bytes]:
    """Read the pictures beside a course's weeks, courses/<slug>/images/; what is no picture stays away."""
    folder = root / "courses" / slug / "images"
    if not folder.is_dir() or folder.is_symlink():
        return {}
    return {
        f"images/{file.name}": file.read_bytes()
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in PICTURES
        and not file.is_symlink()
        and file.is_file()
        and file.stat().st_size <= LARGEST
    }


_BODY = re.compile(rb"(?i)<body\b[^>]*>")
Back = Mapping[str, tuple[str, str]]
"""Where a page is read in the site: its address -> (place in the site, what that is called)."""


def _with_way_back(path: Path, site: str, week: tuple[str, str] | None) -> bytes:
    """Read a page, between links to where it is read: in the site it would else lead nowhere."""
    data = path.read_bytes()
    begins = _BODY.search(data)
    if path.suffix != ".html" or not begins or b"</body>" not in data[begins.end() :]:
        return data
    links = f'<a href="../index.html">{site}</a>'
    read_in = f'<a href="../{escape(week[0])}">{escape(week[1])}</a>' if week else ""
    links += f" / {read_in}" if read_in else ""
    at, ends = begins.end(), data.rfind(b"</body>")
    whole = data[:at] + f"\n<nav><p>{links}</p></nav>".encode() + data[at:ends]
    return whole + (f"<nav><p>{read_in}</p></nav>\n".encode() if read_in else b"") + data[ends:]


def local_pages(project: Project, weeks: Iterable[CourseWeek], back: Back) -> LocalPages:
    """Find the pages beside the project's own feeds, and the addresses that weeks know them by."""
    read = {"/".join(address.rsplit("/", 2)[-2:]): week for address, week in back.items()}
    files: dict[str, bytes] = {}
    site = escape(project.site.site_name)
    taken = {course.slug for course in project.courses}
    for feed in project.sources.feeds:
        if feed.path:
            source = (project.root / feed.path).resolve()
            name = source.parent.name
            if name in taken or source.parent == project.root:
                continue
            pages = [p for p in sorted(source.parent.glob("*.html")) if not p.is_symlink()]
            found = {f"{name}/{p.name}": p for p in [*pages, source] if p.is_file()}
            files |= {place: _with_way_back(p, site, read.get(place)) for place, p in found.items()}
    places = {}
    for week in weeks:
        for resource in week.module.content:
            address, _, page = resource.url.rpartition("/")
            folder = address.rpartition("/")[2]
            if f"{folder}/{page}" in files:
                places[address] = folder
    return LocalPages(files, dict(sorted(places.items())))
