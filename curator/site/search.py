"""Search over the whole site with Pagefind: what goes into its index, and how the index is cut.

    document(html)    the text of a page that learners may search, marked for Pagefind; "" for the rest
    index(...)        run Pagefind over the documents, in shards; reuse the shards that did not change

How it is cut was measured on 1,000 weeks of 700 words. One index a course, merged at query time: 760 KB
before the first result of a query of one word, 2 MB for three, because every index sends a piece of its
own. One index for all: 120 KB and 180 KB, but 390 MB of memory and every build indexes everything. Shards
of up to SHARD bytes of text are the middle: at 1,000 weeks two of them, 150 KB and 260 KB, 200 MB of
memory, and one changed week costs half an index.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from curator.errors import RenderError
from curator.site.settle import settle

FOLDER = "pagefind"
SHARD = 5_600_000
"""Bytes of documents in one index: about 550 weeks of 700 words, and 250 MB of memory to make it."""

KINDS = {"week", "course", "people", "guidelines", "about"}
"""Kinds of pages (data-kind, as woven) that are searched. Lists of links would only repeat them."""

SECONDS = 600
"""Time for one index; a shard takes about a second."""

_ARTICLE = re.compile(r"<article\b[^>]*\bmd-content__inner\b[^>]*>(.*)</article>", re.S)
_KIND = re.compile(r'<div class="c-page[^"]*" data-kind="([a-z]*)"')
_LANGUAGE = re.compile(r'<html\b[^>]*?\blang="([A-Za-z]+)')
_NEEDLESS = re.compile(
    r'<(details|form|script|style|nav|svg|button)\b.*?</\1\s*>|<a class="headerlink".*?</a>|<!--.*?-->', re.S
)
_KINDS = re.compile(r'<span class="c-kind[^"]*">([^<>"]*)</span>')
_REPEATED = re.compile(
    r'<(ul|p|section)\b[^>]*\bclass="(?:c-parts|c-question__about|c-share|thread)\b.*?</\1\s*>', re.S
)
"""What every week says in the same words, or says again."""
_TAGS = re.compile(r'<ul class="c-tags"[^>]*>(.*?)</ul>', re.S)
_LINKS = re.compile(r'<a\b[^>]*>([^<>"]*)</a>')
_ATTRIBUTES = re.compile(r"<(/?(?!h[1-6])[a-z][a-z0-9]*)\s[^<>]*>")
_SPACE = re.compile(r"\s+")
_BUNDLE = re.compile(r"^(pagefind(-worker)?\.js|pagefind-entry\.json|.*\.(pagefind|pf_[a-z]+))$")
"""What Pagefind writes and learners need; its own user interfaces are left out."""


def document(html: str, course: str) -> str:
    """Cut a page down to what is searched, marked with the filters course, kind and tag; "" for nothing.

    The marks stand in the index's copy only: no learner downloads them.
    """
    article = _ARTICLE.search(html)
    kind = _KIND.search(html)
    if article is None or (kind and kind[1] not in KINDS):
        return ""
    body = _REPEATED.sub(" ", _NEEDLESS.sub(" ", article[1]))
    marks = {
        "course": {escape(course)} if course else set(),
        "kind": set(_KINDS.findall(body)),
        "tag": {tag for tags in _TAGS.findall(body) for tag in _LINKS.findall(tags)},
    }
    filters = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{value.strip()}">'
        for name, values in marks.items()
        for value in sorted(values)
    )
    body = _SPACE.sub(" ", _ATTRIBUTES.sub(r"<\1>", body))
    found = _LANGUAGE.search(html)
    return (
        f'<!doctype html><html lang="{found[1].lower() if found else "en"}"><head><title></title></head>'
        f"<body data-pagefind-body>{filters}{body}</body></html>\n"
    )


def weigh(text: str) -> tuple[str, int, str] | None:
    """Describe a document for the plan: (language, bytes, hash); None for an empty one."""
    if not text:
        return None
    data = text.encode()
    language = text[len('<!doctype html><html lang="') :].partition('"')[0]
    return language, len(data), hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Shard:
    """One index: `name` is its folder under pagefind/, `files` maps places in the site to documents."""

    name: str
    language: str
    key: str
    files: Mapping[str, Path]


def plan(units: Sequence[tuple[Path, Mapping[str, Sequence[Any]]]], salt: str) -> tuple[Shard, ...]:
    """Cut the documents of all units into shards, one language each, a unit in one shard where it fits.

    `units` holds each unit's folder of documents and what `weigh` said of them; `salt` is whatever else
    changes an index (Pagefind's version).
    """
    pieces: dict[str, list[list[tuple[str, Path, int, str]]]] = {}
    for folder, weights in units:
        piece: dict[str, list[tuple[str, Path, int, str]]] = {}
        for name, (language, size, digest) in sorted(weights.items()):
            held = piece.setdefault(language, [])
            if sum(entry[2] for entry in held) + size > SHARD and held:
                pieces.setdefault(language, []).append(held)
                held = piece[language] = []
            held.append((name, folder / name, size, digest))
        for language, held in piece.items():
            pieces.setdefault(language, []).append(held)
    shards = []
    for language, parts in sorted(pieces.items()):
        for number, part in enumerate(_share(parts), 1):
            entries = [entry for piece_ in part for entry in piece_]
            key = hashlib.sha256(repr([salt, *((name, d) for name, _, _, d in entries)]).encode()).hexdigest()
            name = language if number == 1 else f"{language}-{number}"
            shards.append(Shard(name, language, key[:24], {entry[0]: entry[1] for entry in entries}))
    return tuple(shards)


def _share(parts: list[list[tuple[str, Path, int, str]]]) -> list[list[list[tuple[str, Path, int, str]]]]:
    """Deal the parts out, in their order, to as few shards as the total needs, about equally."""
    sizes = [sum(entry[2] for entry in part) for part in parts]
    total = sum(sizes)
    count = -(-total // SHARD) or 1
    dealt: list[list[list[tuple[str, Path, int, str]]]] = [[] for _ in range(count)]
    before = 0
    for part, size in zip(parts, sizes, strict=True):
        dealt[min(count - 1, (before + size // 2) * count // max(1, total))].append(part)
        before += size
    return [part for part in dealt if part]


def index(shards: Sequence[Shard], cache: Path, processes: int) -> dict[str, Path]:
    """Make the indexes that are not in `cache` yet; return place in the site -> file for all of them.

    Folders in `cache` that no shard uses any more are removed. Raises RenderError with Pagefind's words.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wanted = {shard.key for shard in shards}
    missing = [shard for shard in shards if not (cache / shard.key / "done").exists()]
    with ThreadPoolExecutor(max(1, min(processes, len(missing)))) as threads:
        for _ in threads.map(lambda shard: _run(shard, cache), missing):
            pass
    for folder in cache.iterdir():
        if folder.is_dir() and folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)
    files = {
        f"{FOLDER}/{shard.name}/{file.relative_to(bundle).as_posix()}": file
        for shard in shards
        for bundle in [cache / shard.key / "bundle"]
        for file in sorted(bundle.rglob("*"))
        if file.is_file()
    }
    if shards:
        listing = cache / "shards.json"
        entries = [{"path": f"{s.name}/", "language": s.language, "tag": s.key} for s in shards]
        text = json.dumps(entries)
        if not listing.exists() or listing.read_text("utf-8") != text:
            listing.unlink(missing_ok=True)
            listing.write_text(text, "utf-8")
        files[f"{FOLDER}/shards.json"] = listing
    return files


def _run(shard: Shard, cache: Path) -> None:
    """Index one shard in a folder of its own; its "done" mark comes last."""
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise RenderError("Pagefind's program is missing: pip install pagefind-bin")
    folder = cache / shard.key
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    for name, source in shard.files.items():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, pages / name)
        except OSError:
            shutil.copyfile(source, pages / name)
    bundle = folder / "bundle"
    options = ["--site", str(pages), "--output-path", str(bundle), "--keep-index-url", "--quiet"]
    try:
        # One thread does in half the processor time what several do: they mostly wait for each other.
        done = subprocess.run(  # noqa: S603 - Pagefind's own program on files of our own
            [str(program), *options],
            env={**os.environ, "RAYON_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderError(f"the search index took longer than {SECONDS} s and was stopped") from None
    if done.returncode or not (bundle / "pagefind-entry.json").exists():
        raise RenderError(f"Pagefind: {(done.stderr + done.stdout).strip() or done.returncode}")
    shutil.rmtree(pages)
    for file in bundle.iterdir():
        if file.is_file() and not _BUNDLE.match(file.name):
            file.unlink()
    settle(bundle)
    (folder / "done").touch()
