"""Search over the whole site with Pagefind: what goes into its index, and how the index is cut.

    document(html)    the text of a page that learners may search, marked for Pagefind; "" for the rest
    plan(units)       which documents make up which index, a shard
    Indexes           run Pagefind over the shards in the background; reuse those that did not change

How it is cut is a choice between two costs. Every index that a query asks sends pieces of its own, so few
are good for learners; a changed week costs the builder an index, so small ones are good for curators, and one
index for all needs half a gigabyte of memory at 1,000 weeks. `rechunk` makes the pieces small, so a search
for three words takes at most 195 kB there from one index, 238 from SHARDS of them and 311 from one a course;
as Pagefind cuts them it was 249 from one and 1,950 from one a course. The whole table is printed by
`python -m benchmarks.speed --only site`.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any, Self

from curator.site.fingerprint import walk
from curator.site.indexer import index
from curator.site.rechunk import UnknownFormatError, rechunk

FOLDER = "pagefind"
UNCUT = "uncut.txt"
"""File beside an index whose form was not known, with the reason."""
SHARDS = 10
"""Indexes of a large site, as long as none of them is larger than SHARD."""

SMALL = 800_000
"""Bytes of documents that are not worth a second index: about 85 weeks, half a second to make."""

SHARD = 3_700_000
"""Most bytes of documents in one index: about 390 weeks, and 170 MB of memory to make it."""

KINDS = {"week", "course", "people", "guidelines", "about"}
"""Kinds of pages (data-kind, as generated) that are searched. Lists of links would only repeat them."""

SECONDS = 600
"""Time for one index; a shard takes about a second."""

_ARTICLE = re.compile(r"<article\b[^>]*\bmd-content__inner\b[^>]*>(.*)</article>", re.S)
_KIND = re.compile(r'<div class="c-page[^"]*" data-kind="([a-z]*)"')
_UNTRANSLATED = re.compile(r'<div class="c-page[^<>]* data-untranslated')
"""A page of a translation that says what the original's page says: found once is enough."""
_LANGUAGE = re.compile(
    r'<div class="c-page[^"]*" [^>]*?\bdata-language="([A-Za-z]+)|<html\b[^>]*?\blang="([A-Za-z]+)'
)
"""The language of what people wrote; the page's own words may be in another one."""
_NEEDLESS = re.compile(
    r'<(form|script|style|nav|svg|button)\b.*?</\1\s*>|<details class="c-why".*?</details>'
    r'|<a class="headerlink".*?</a>|<!--.*?-->',
    re.S,
)
_KINDS = re.compile(r'<span class="c-kind[^"]*">([^<>"]*)</span>')
_REPEATED = re.compile(
    r'<(ul|p|div|section)\b[^>]*\bclass="(?:c-parts|c-question__about|c-card__talk|c-past|c-talk|c-today|c-share|thread)\b'
    r".*?</\1\s*>",
    re.S,
)
"""What every week says in the same words, or says again."""
_TAGS = re.compile(r'<ul class="c-tags"[^>]*>(.*?)</ul>', re.S)
_LINKS = re.compile(r'<a\b[^>]*>([^<>"]*)</a>')
_ATTRIBUTES = re.compile(r"<(/?(?!h[1-6])[a-z][a-z0-9]*)\s[^<>]*>")
_SPACE = re.compile(r"\s+")
_ENDS = re.compile(r"</(?:span|cite|time|p|li|div|h[1-6]|td|th|figcaption)>")
"""Where a word ends, though no space follows."""
_PIECES = re.compile(r"<[^>]*>|[^<]+")
_HAN = "\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff"
_BETWEEN = re.compile(f"(?<=[{_HAN}])(?=[{_HAN}])")
"""Between two signs of a script that puts no spaces between words.

What stands between spaces is a word for Pagefind, so each sign becomes one; assets/search-ui.js asks for
them in a row, and closes the gaps in what it shows.
"""
_BUNDLE = re.compile(r"^(pagefind(-worker)?\.js|pagefind-entry\.json|.*\.(pagefind|pf_[a-z]+))$")
"""What Pagefind writes and learners need; its own user interfaces are left out."""


def document(html: str, course: str) -> str:
    """Cut a page down to what is searched, marked with the filters course, kind and tag; "" for nothing.

    The marks stand in the index's copy only: no learner downloads them.
    """
    article = _ARTICLE.search(html)
    kind = _KIND.search(html)
    if article is None or (kind and kind[1] not in KINDS) or _UNTRANSLATED.search(html):
        return ""
    body = _REPEATED.sub(" ", _NEEDLESS.sub(" ", article[1]))
    marks = {
        "course": {escape(course)} if course else set(),
        "kind": set(_KINDS.findall(body)),
        "tag": {tag for tags in _TAGS.findall(article[1]) for tag in _LINKS.findall(tags)},
    }
    filters = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{value.strip()}">'
        for name, values in marks.items()
        for value in sorted(values)
    )
    body = _ATTRIBUTES.sub(lambda tag: f"<{tag[1]}>", body)  # a template is expanded three times as slowly
    body = _SPACE.sub(" ", _ENDS.sub(lambda tag: f"{tag[0]} ", body))
    if _BETWEEN.search(body):  # most pages have no such sign
        body = _PIECES.sub(
            lambda piece: piece[0] if piece[0][0] == "<" else _BETWEEN.sub(" ", piece[0]), body
        )
    spoken = max(_LANGUAGE.finditer(html), key=lambda found: bool(found[1]), default=None)
    if kind and kind[1] == "people":  # whoever looks for something to read finds that first
        body = f'<div data-pagefind-weight="0.2">{body}</div>'
    language = (spoken[1] or spoken[2]).lower() if spoken else "en"
    return (
        f'<!doctype html><html lang="{language}"><head><title></title></head>'
        f"<body data-pagefind-body>{filters}{body}</body></html>\n"
    )


def weigh(text: str) -> tuple[str, int, str] | None:
    """Describe a document for the plan: (language, bytes, hash); None for an empty one."""
    if not text:
        return None
    data = text.encode()
    language = text[len('<!doctype html><html lang="') :].partition('"')[0]
    return language, len(data), hashlib.sha256(data).hexdigest()


def keep(file: Path, documents: Mapping[str, str]) -> None:
    """Keep the documents of a unit, by their places in the site, in one file: a file for each is slow."""
    file.write_text(json.dumps(documents, ensure_ascii=False), "utf-8")


def texts(file: Path) -> dict[str, str]:
    """Read what `keep` wrote. OSError or ValueError where it is missing or broken."""
    documents: dict[str, str] = json.loads(file.read_bytes())
    return documents


@dataclass(frozen=True, slots=True)
class Shard:
    """One index: `name` is its folder under pagefind/.

    `files` maps the file that keeps a unit's documents to the places in the site of those that are taken.
    """

    name: str
    language: str
    key: str
    files: Mapping[Path, Sequence[str]]

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield the place and the text of each document; those of one unit are in memory at a time."""
        for file, places in self.files.items():
            kept = texts(file)
            yield from ((place, kept[place]) for place in places)


_Entry = tuple[str, Path, int, str]
"""A document: its place in the site, its unit's file of documents, its bytes, its hash."""


def plan(units: Sequence[tuple[Path, Mapping[str, Sequence[Any]]]], salt: str) -> tuple[Shard, ...]:
    """Cut the documents of all units into shards, one language each, a unit in one shard where it fits.

    `units` holds each unit's file of documents and what `weigh` said of them; `salt` is whatever else
    changes an index (Pagefind's version).
    """
    pieces: dict[str, list[list[_Entry]]] = {}
    most = min(SMALL, SHARD)
    for file, weights in units:
        piece: dict[str, list[_Entry]] = {}
        for name, (language, size, digest) in sorted(weights.items()):
            held = piece.setdefault(language, [])
            if sum(entry[2] for entry in held) + size > most and held:
                pieces.setdefault(language, []).append(held)
                held = piece[language] = []
            held.append((name, file, size, digest))
        for language, held in piece.items():
            pieces.setdefault(language, []).append(held)
    shards = []
    for language, parts in sorted(pieces.items()):
        for number, part in enumerate(_share(parts), 1):
            entries = [entry for piece_ in part for entry in piece_]
            key = hashlib.sha256(
                repr([salt, "in this order", *((name, d) for name, _, _, d in entries)]).encode()
            ).hexdigest()
            name = language if number == 1 else f"{language}-{number}"
            files: dict[Path, list[str]] = {}
            for place, file, _, _ in entries:
                files.setdefault(file, []).append(place)
            shards.append(Shard(name, language, key[:24], files))
    return tuple(shards)


def _share(parts: list[list[_Entry]]) -> list[list[list[_Entry]]]:
    """Deal the parts out, in their order, to shards of about the same size."""
    sizes = [sum(entry[2] for entry in part) for part in parts]
    total = sum(sizes)
    count = max(1, -(-total // SHARD), min(SHARDS, -(-total // SMALL)))
    dealt: list[list[list[_Entry]]] = [[] for _ in range(count)]
    before = 0
    for part, size in zip(parts, sizes, strict=True):
        dealt[min(count - 1, (before + size // 2) * count // max(1, total))].append(part)
        before += size
    return [part for part in dealt if part]


class Indexes:
    """The indexes of a site, made in the background in at most `processes` at a time, and kept in `cache`.

    A context manager: leaving it waits for what has begun.
    """

    def __init__(self, cache: Path, processes: int) -> None:
        self.cache = cache
        self._processes = max(1, processes)
        self._threads = ThreadPoolExecutor(self._processes, thread_name_prefix="curator-index")
        self._begun: dict[str, Future[None]] = {}
        self._closed = False
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def begin(self, shards: Sequence[Shard], waiting: Set[Path] = frozenset()) -> None:
        """Start to make those that are not there yet and take nothing from a folder in `waiting`.

        The only one that is missing may use every processor. Safe to call from several threads.
        """
        with self._lock:
            missing = [
                shard
                for shard in shards
                if shard.key not in self._begun and not (self.cache / shard.key / "done").exists()
            ]
            alone = len(missing) == 1 and not self._begun
            for shard in missing:
                if not shard.files.keys() & waiting and not self._closed:
                    threads = self._processes if alone else 1
                    self._begun[shard.key] = self._threads.submit(_run, shard, self.cache, threads)

    def uncut(self, shards: Sequence[Shard]) -> str:
        """Say in words that an index was shipped as Pagefind made it, or ""."""
        found = [text.read_text("utf-8") for s in shards if (text := self.cache / s.key / UNCUT).is_file()]
        if not found:
            return ""
        return (
            f"the search index has a form that is not known here ({found[0]}) and is shipped as Pagefind"
            " made it: searching works and downloads more"
        )

    def finish(self, shards: Sequence[Shard]) -> dict[str, Path]:
        """Return place in the site -> file of all these indexes; remove those that are not among them.

        Raises RenderError with Pagefind's words.
        """
        self.begin(shards)
        with self._lock:
            self._closed = True
        wanted = {shard.key for shard in shards}
        for key, begun in self._begun.items():
            if key in wanted:
                begun.result()
            elif not begun.cancel():
                begun.exception()
        for folder in self.cache.glob("*"):
            if folder.is_dir() and folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)
        files = {
            f"{FOLDER}/{shard.name}/{name}": bundle / name
            for shard in shards
            for bundle in [self.cache / shard.key / "bundle"]
            for name in sorted(walk(bundle))
        }
        if shards:
            entries = [{"path": f"{s.name}/", "language": s.language, "tag": s.key} for s in shards]
            files[f"{FOLDER}/shards.json"] = _listing(self.cache / "shards.json", json.dumps(entries))
        return files


def _write(bundle: Path, contents: Mapping[str, bytes]) -> None:
    for folder in {name.rpartition("/")[0] for name in contents}:
        (bundle / folder).mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (bundle / name).write_bytes(content)


def _listing(file: Path, text: str) -> Path:
    if not file.exists() or file.read_text("utf-8") != text:
        file.unlink(missing_ok=True)  # the site may hold a link to the old one
        file.write_text(text, "utf-8")
    return file


def _run(shard: Shard, cache: Path, threads: int = 1) -> None:
    """Index one shard in a folder of this run's own, which takes its name when all is done."""
    folder = cache / f".{shard.key}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    made = index(shard.documents(), seconds=SECONDS, threads=threads)
    contents = {name: content for name, content in made.items() if "/" in name or _BUNDLE.match(name)}
    folder.mkdir(parents=True)
    try:
        contents = rechunk(contents)
    except UnknownFormatError as error:  # a newer Pagefind: larger pieces are better than no search
        (folder / UNCUT).write_text(str(error), "utf-8")
    _write(folder / "bundle", contents)
    (folder / "done").touch()
    shutil.rmtree(cache / shard.key, ignore_errors=True)
    folder.rename(cache / shard.key)
