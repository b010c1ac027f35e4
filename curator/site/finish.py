"""Make one unit of the site in a worker process: run the engine, then do what pages need afterwards.

which pages need the engine: all, or, where only the text of some pages changed, those
render them into the unit's new folder
point every page at the site's one set of theme files
scan it; one that holds what must not be there ends the run
one policy for the unit: the hashes of all its pages; where that changed, all pages need the engine
each page: the policy in its head, links to other sites marked, its text for the index
link the finished pages that did not need the engine
write the unit's record, and put its folder in place
"""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, fields
from html import unescape
from pathlib import Path
from typing import Any

import yaml

from curator.errors import RenderError
from curator.files import link
from curator.model import EngineInput
from curator.site import assets, content_security, fingerprint, internal_links, search
from curator.site.engines import engine
from curator.yamlio.reading import Loader

RECORD = "unit.json"
PAGES = "pages.json"
DOCUMENTS = "search.json"
SHOWN = 20
"""Problems told at most; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to make a unit. `folder` is its place in the cache, replaced when it is done.

    `common` is a hash of what all units are made with, `fingerprint` one of everything.
    """

    engine: str
    name: str
    path: str
    config_file: str
    folder: str
    bytecode: str
    common: str
    fingerprint: str
    theme: tuple[str, ...]
    versions: Mapping[str, str]
    csp: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Sources:
    """The generated pages: `frame` is a hash of all that they share, `pages` has one of each.

    What a page shows of others (titles in its navigation, the weeks beside it) stands in its own front
    matter.
    """

    frame: str
    pages: Mapping[str, str]
    address: str
    title: str


def make(task: Task) -> str:
    """Make the unit and return its name; RenderError holds the engine's words or the pages' problems."""
    folder = Path(task.folder)
    new = folder.with_name(f".{folder.name}.new")
    sources = _sources(task)
    old = _old(folder, sources) if engine(task.engine).skips else None
    if old is None or not _attempt(task, sources, new, folder, old):
        _attempt(task, sources, new, folder, None)
    (folder / RECORD).unlink(missing_ok=True)  # first: what a kill leaves of the rest is trusted no more
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return task.name


def read(folder: Path) -> dict[str, Any] | None:
    """Read the record of a unit in the cache; None where it is missing, broken or older than its files."""
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_bytes())
        files = {f"site/{name}": known for name, known in record["files"].items()}
        for name, (size, mtime) in {**files, DOCUMENTS: record["documents"]}.items():
            stat = os.stat(f"{folder}/{name}")  # noqa: PTH116 - thousands; no objects for them
            if (stat.st_size, stat.st_mtime_ns) != (size, mtime):
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record


# --- which pages need the engine -----------------------------------------------------------------


def _sources(task: Task) -> _Sources:
    config_file = Path(task.config_file)
    data = config_file.read_bytes()
    config = yaml.load(data, Loader)  # noqa: S506 - a safe loader, in C
    docs = config_file.parent / "docs"
    pages: dict[str, str] = {}
    frame = hashlib.sha256(task.common.encode() + data)
    for file in sorted(docs.rglob("*.md")):
        text = file.read_text("utf-8")
        name = file.relative_to(docs).as_posix()
        pages[name] = hashlib.sha256(text.encode()).hexdigest()
        frame.update(json.dumps(name).encode())
    if not _titled(config.get("nav")):
        frame.update(json.dumps(pages).encode())  # titles come from the pages themselves
    address = str(config.get("site_url") or "")
    title = unescape(str(config.get("site_name", "")))
    return _Sources(frame.hexdigest(), pages, address, title)


def _titled(nav: Any) -> bool:
    """Tell whether every entry of the navigation names its title, so that no page is read for it."""
    if isinstance(nav, dict):
        return all(isinstance(value, str) or _titled(value) for value in nav.values())
    return isinstance(nav, list) and all(isinstance(item, dict) and _titled(item) for item in nav)


def _old(folder: Path, sources: _Sources) -> dict[str, Any] | None:
    """Read what is known of the finished pages in the cache, if they still fit in the frame."""
    record = read(folder)
    if record is None or record.get("frame") != sources.frame:
        return None
    try:
        known: dict[str, Any] = json.loads((folder / PAGES).read_bytes())
    except (OSError, ValueError):
        return None
    return known | {"policy": record["policy"]}


# --- the engine, and what comes after it ---------------------------------------------------------


def _attempt(task: Task, sources: _Sources, new: Path, folder: Path, old: dict[str, Any] | None) -> bool:
    """Make the unit in `new`, with finished pages of `old` where their text is the same.

    False when the pages came out under another policy than the old ones: then all must be made.
    """
    shutil.rmtree(new, ignore_errors=True)
    site = new / "site"
    site.mkdir(parents=True)
    same = {name for name, key in sources.pages.items() if old and old["sources"].get(name) == key}
    _render(task, site, same)
    files = _wanted(site, task.path)
    pages: dict[str, str] = {}
    found: dict[str, dict[str, Any]] = {}
    for name in files:
        if not name.endswith(".html"):
            continue
        html = (site / name).read_text("utf-8")
        if not html and old and name in old["pages"]:
            found[name] = old["pages"][name]
            continue
        pages[name] = html = assets.valid(assets.redirect(html, name, task.path, task.versions))
        found[name] = _as_record(content_security.scan(html))
    _refuse(task.path, found)
    strict = content_security.policy([_scan(page) for page in found.values()], task.csp)
    if old and strict != old["policy"]:
        return False
    texts: dict[str, str] = {}
    known = search.texts(folder / DOCUMENTS) if len(pages) < len(found) else {}
    for name in files:
        if name in pages:
            site_url = sources.address.removesuffix(task.path)
            _rewrite(site / name, content_security.seal(pages[name], strict, site_url=site_url).encode())
            text = search.document(pages[name], sources.title if task.path else "")
            found[name]["text"] = search.weigh(text)
            texts[task.path + name] = text
        elif name in found:
            (site / name).unlink()
            link(folder / "site" / name, site / name)
            texts[task.path + name] = known.get(task.path + name, "")
        elif assets.cleans(name):
            _clean(site / name)
    search.keep(new / DOCUMENTS, {place: text for place, text in texts.items() if text})
    record = {
        "fingerprint": task.fingerprint,
        "frame": sources.frame,
        "policy": strict,
        "site_url": sources.address,
        "files": {name: stamp(site / name) for name in files},
        "documents": stamp(new / DOCUMENTS),
        "links": internal_links.targets(task.path, {name: page["links"] for name, page in found.items()}),
        "classes": sorted({name for page in found.values() for name in page["classes"]}),
        "search": {task.path + name: page["text"] for name, page in found.items() if page["text"]},
    }
    (new / PAGES).write_text(json.dumps({"sources": sources.pages, "pages": found}), "utf-8")
    (new / RECORD).write_text(json.dumps(record), "utf-8")
    return True


def _wanted(site: Path, path: str) -> list[str]:
    """Name the files that the engine wrote and the site wants; remove the others."""
    files = []
    for name in sorted(fingerprint.walk(site)):
        if assets.wanted(name, path):
            files.append(name)
        else:
            (site / name).unlink()
    return files


def _render(task: Task, site: Path, same: set[str]) -> None:
    """Run the engine. Workers silence logging; the engine's own words are wanted here."""
    silence = logging.root.manager.disable
    logging.disable(logging.NOTSET)
    try:
        unit = EngineInput(
            Path(task.config_file), task.path, Path(task.bytecode), task.theme, frozenset(same)
        )
        engine(task.engine).build(unit, site)
    finally:
        logging.disable(silence)


def _as_record(scan: content_security.Scan) -> dict[str, Any]:
    return {each.name: getattr(scan, each.name) for each in fields(scan)}


def _scan(page: Mapping[str, Any]) -> content_security.Scan:
    return content_security.Scan(
        tuple(page["scripts"]),
        tuple(page["styles"]),
        tuple(page["attributes"]),
        players=tuple(page["players"]),
    )


def _refuse(path: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    words = [f"{path}{name}: {problem}" for name, page in found.items() for problem in page["problems"]]
    if words:
        more = f"\nand {len(words) - SHOWN} more" if len(words) > SHOWN else ""
        raise RenderError("these must not stand on a page:\n" + "\n".join(words[:SHOWN]) + more)


def stamp(file: Path) -> tuple[int, int]:
    """Return a file's size and time: a file in the cache that has others is not trusted."""
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def _rewrite(file: Path, content: bytes) -> None:
    """Write over a file that the engine wrote a moment ago: making a new one costs ten times as much."""
    with file.open("r+b") as written:
        written.write(content)
        written.truncate()


def _clean(file: Path) -> None:
    """Clean a file that is no page; as a new file, because the engine may have linked the old one."""
    before = file.read_bytes()
    after = assets.cleaned(file.name, before)
    if after != before:
        file.unlink()
        file.write_bytes(after)
