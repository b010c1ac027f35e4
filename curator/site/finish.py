"""Make one unit of the site, in a worker process: engine, then everything that is done to pages after it.

render the unit with the engine into a raw folder
scan every page; a page that holds what must not be there ends the run
one policy for the unit: the hashes of all its pages
each page: theme files from the site's one set, policy in the head, links marked, text for the index
write the unit's folder in the cache, its record last, and put it in place
"""

import json
import logging
import posixpath
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from curator.config import Loader
from curator.errors import RenderError
from curator.site import assets, policy, search

RECORD = "unit.json"
SHOWN = 20
"""Problems told at most; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to make a unit. `folder` is its place in the cache, replaced when it is done."""

    engine: str
    name: str
    path: str
    config_file: str
    folder: str
    bytecode: str
    fingerprint: str
    theme: tuple[str, ...]
    versions: Mapping[str, str]
    csp: Mapping[str, tuple[str, ...]]


def make(task: Task) -> str:
    """Make the unit and return its name; RenderError holds the engine's words or the pages' problems."""
    folder = Path(task.folder)
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    raw = new / "raw"
    _render(task, raw)
    _finish(task, raw, new)
    shutil.rmtree(raw)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return task.name


def read(folder: Path) -> dict[str, Any] | None:
    """Read the record of a unit in the cache; None where it is missing, broken or older than its files."""
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_bytes())
        for name, (size, mtime) in record["files"].items():
            stat = (folder / "site" / name).stat()
            if (stat.st_size, stat.st_mtime_ns) != (size, mtime):
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record


def _render(task: Task, raw: Path) -> None:
    """Run the engine. Workers silence logging; the engine's own words are wanted here."""
    from curator.site import engine_mkdocs, engine_zensical

    silence = logging.root.manager.disable
    logging.disable(logging.NOTSET)
    try:
        config_file = Path(task.config_file)
        if task.engine == "zensical":
            engine_zensical.build(config_file, raw)
        else:
            engine_mkdocs.build(config_file, raw, files=task.theme, bytecode=Path(task.bytecode))
    finally:
        logging.disable(silence)


def _finish(task: Task, raw: Path, new: Path) -> None:
    config = yaml.load(Path(task.config_file).read_bytes(), Loader)  # noqa: S506 - a safe loader, in C
    address = str(config.get("site_url") or "")
    site_url = address.removesuffix(task.path)
    course = unescape(str(config.get("site_name", ""))) if task.path else ""
    files = sorted(f.relative_to(raw).as_posix() for f in raw.rglob("*") if f.is_file())
    files = [name for name in files if assets.wanted(name, task.path)]
    pages = {
        name: assets.redirect((raw / name).read_text("utf-8"), name, task.path, task.versions)
        for name in files
        if name.endswith(".html")
    }
    scans = {name: policy.scan(html) for name, html in pages.items()}
    _refuse(task.path, scans)
    strict = policy.policy(scans.values(), task.csp)
    texts: dict[str, str] = {}
    for name, html in pages.items():
        _write(new / "site" / name, policy.seal(html, strict, site_url=site_url).encode())
        if text := search.document(html, course):
            texts[task.path + name] = text
    for name in files:
        if name not in pages:
            _write(new / "site" / name, assets.cleaned(name, (raw / name).read_bytes()))
    for name, text in texts.items():
        _write(new / "search" / name, text.encode())
    record = {
        "fingerprint": task.fingerprint,
        "site_url": address,
        "files": {name: _stamp(new / "site" / name) for name in files},
        "links": _targets(task.path, scans),
        "classes": sorted(set().union(*(assets.classes(html) for html in pages.values()))),
        "search": search.weigh(texts),
    }
    _write(new / RECORD, json.dumps(record, ensure_ascii=False).encode())


def _refuse(path: str, scans: Mapping[str, policy.Scan]) -> None:
    words = [f"{path}{name}: {problem}" for name, found in scans.items() for problem in found.problems]
    if words:
        more = f"\nand {len(words) - SHOWN} more" if len(words) > SHOWN else ""
        raise RenderError("these must not stand on a page:\n" + "\n".join(words[:SHOWN]) + more)


def _targets(path: str, scans: Mapping[str, policy.Scan]) -> dict[str, str]:
    """Map every place in the site that the pages lead to, to the first page that does.

    Addresses from the root of a server (only the page for missing addresses has them) are left out, and
    so is what lies above the site.
    """
    targets: dict[str, str] = {}
    for name, found in scans.items():
        if name == "404.html":
            continue
        here = posixpath.dirname(path + name)
        for link in found.links:
            if link.startswith("/"):
                continue
            target = posixpath.normpath(posixpath.join(here, unquote(link)))
            if target == "..":
                continue
            if link.endswith(("/", "/.", "/..")) or link in (".", ".."):
                target = posixpath.join(target, "index.html") if target != "." else "index.html"
            if not target.startswith("../"):
                targets.setdefault(target, path + name)
    return targets


def broken(records: Sequence[Mapping[str, Any]], files: Mapping[str, object]) -> tuple[str, ...]:
    """Tell in words which links of the finished site lead nowhere."""
    return tuple(
        f"{page} leads to {target}, which is not there"
        for record in records
        for target, page in record["links"].items()
        if target not in files
    )


def _stamp(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
