"""The course's own pages as a ZIP that works from a disk by double click: index.html opens it.

The same pages as on the site, rendered for this course alone; a course that the last `curate build` rendered
is taken from its cache. What a browser forbids to pages from a disk is taken out, so that no control is dead:

    the search          its link leads to the library, which filters (browsers let no page read files)
    loading discussions a link to the discussion on the web stands in the button's place
    files to take along they stand on the web
    feeds, calendars    stay: they are files; what robots read, and what installs a site on a phone, goes
"""

import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path

from curator.config import Project
from curator.exports.course_book import CourseBook
from curator.exports.zipped import pack
from curator.files import link
from curator.site import templates
from curator.site.fingerprint import walk
from curator.site.generate import generate, read_record, write_record
from curator.site.render import SiteRequest, engine_workers, render
from curator.site.sharing_card import FOLDER as CARDS

_LEFT_OUT = (
    "pagefind/",
    "robots.txt",
    "404.html",
    "app.webmanifest",
    "offline.js",
    "assets/touch-icon.png",
    "assets/icon-512.png",
    "assets/search-ui.js",
    "assets/search.css",
    "assets/comments/",
)
_SEARCH = "assets/search.js"
_NO_SEARCH = b"/* Opened from a disk, the way to the search is a plain link to the library. */\n"
_THREAD = re.compile(rb'<section class="thread" id="(?P<id>[^"]*)-thread"[^>]*>.*?</section>', re.DOTALL)
_ABOUT = re.compile(rb'<div class="c-talk">.*?</div>', re.DOTALL)
_PROVIDER = re.compile(rb' data-provider="[^"]*"')
_DOWNLOADS = re.compile(rb'<div class="c-downloads">.*?</div>', re.DOTALL)
_INSTALLS = re.compile(rb'\s*<link rel="(?:manifest|apple-touch-icon)"[^>]*>')
_LOAD = re.compile(rb'<button type="button" class="thread__load".*?</span>', re.DOTALL)


def write(book: CourseBook) -> bytes:
    """Write the pages into a ZIP. Raises RenderError where the engine fails."""
    project, slug = book.project, book.course.slug
    alone = replace(project, courses=(project.course(slug),))
    cache = project.state / "offline" / slug
    csp = book.comments.policy() if book.comments else {}
    project.state.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.state) as folder, engine_workers() as workers:
        out = Path(folder) / "site"
        # The name of the generated folder is as deep as the site's own: its pages are then the same.
        generated = project.state / f"generated-{slug}"
        _take_over(project, slug, generated, cache)
        units = generate(
            alone,
            book.weeks,
            generated,
            today=book.today,
            drafts=book.drafts,
            published=book.published,
            comments=book.comments,
        )
        look = templates.folder(project, book.comments)
        request = SiteRequest(root=project.root, out=out, cache=cache, templates=look, csp=csp)
        render(units, request, workers=workers)
        files = {name: (out / name).read_bytes() for name in walk(out) if _goes_along(name)}
    pages = {name: _from_disk(book, name, data) for name, data in files.items()}
    return pack({f"{slug}/{name}": data for name, data in pages.items()})


def _goes_along(name: str) -> bool:
    """Tell whether a file of the site is of use on a disk; pictures for sharing an address are not."""
    return (
        not name.startswith(_LEFT_OUT) and not name.endswith("sitemap.xml") and f"/{CARDS}" not in f"/{name}"
    )


def _take_over(project: Project, slug: str, generated: Path, cache: Path) -> None:
    """Begin with what the last build generated, rendered and indexed; hashes tell whether it still fits.

    The hub of a site with more courses is another one than that of this course alone.
    """
    state = project.state
    record = read_record(state / "generated")
    alone = len(project.courses) == 1
    wanted = [n for n in record if n == slug or n.startswith(f"{slug}.") or (alone and n == "hub")]
    for name in wanted:
        _copy(state / "rendered" / "units" / name, cache / "units" / name, link)
        # Generated files are written in place: a link would let this folder change the site's.
        _copy(state / "generated" / name, generated / name, shutil.copy2)
    if alone:
        _copy(state / "rendered" / "search", cache / "search", link)
    own = read_record(generated)
    write_record(generated, {**own, **{name: record[name] for name in wanted}}, own)


def _copy(known: Path, target: Path, how: Callable[..., object]) -> None:
    if known.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        with suppress(OSError):
            shutil.copytree(known, target, copy_function=how)


def _from_disk(book: CourseBook, name: str, data: bytes) -> bytes:
    """Take out of a page what would be dead when it is opened from a disk."""
    if name == _SEARCH:
        return _NO_SEARCH
    if not name.endswith(".html"):
        return data
    place = name.partition("/")[2]

    def thread(found: re.Match[bytes]) -> bytes:
        section, changed = _LOAD.subn(b"", found[0])
        section = _PROVIDER.sub(b"", section, count=1)  # the script looks for those that it can load
        if not changed or b"thread__link" in section or not book.home:
            return section
        address = f"{book.home}{place}#{found['id'].decode()}"
        words = escape(book.t.say("Open the discussion on its own page"))
        link = f'<a href="{escape(address)}" rel="noopener noreferrer external">{words}</a>'
        away = f'<p class="thread__link">{link}</p>'
        return section.replace(b'<div class="thread__box">', away.encode() + b'<div class="thread__box">')

    return _THREAD.sub(thread, _DOWNLOADS.sub(b"", _ABOUT.sub(b"", _INSTALLS.sub(b"", data))))
