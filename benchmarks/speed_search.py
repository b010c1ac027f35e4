"""What searching a large site costs, for each way to cut its index: time to make it, bytes to ask it.

Times are seconds of processor time; bytes are all that a browser fetches from the opening of the search to
the first eight results, scripts compressed as servers do it. Node.js stands in for the browser.
"""

import json
import random
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from benchmarks.table import Row
from curator.site import finish, rechunk, search

QUERIES = 8
LIMIT = 240_000
"""Bytes before the first result of a search for three words, on 1,000 weeks."""

UNCUT = 1 << 40
"""A size of pieces that leaves them as Pagefind cuts them."""

LAYOUTS: Mapping[str, tuple[int, int]] = {
    "one for all, uncut": (1, UNCUT),
    "one for all": (1, rechunk.PIECE),
    "3, uncut": (3, UNCUT),
    "3": (3, rechunk.PIECE),
    f"{search.SHARDS} (as built)": (search.SHARDS, rechunk.PIECE),
    "one a course, uncut": (0, UNCUT),
    "one a course": (0, rechunk.PIECE),
}
"""Name -> number of indexes (0: one a course), bytes of a piece (uncut: about 25 kB compressed)."""

Documents = Sequence[tuple[Path, Mapping[str, Any]]]

_ASK = """
import fs from "fs"; import zlib from "zlib"; import path from "path";
const [root, words] = process.argv.slice(2);
let bytes = 0, files = 0;
const read = (file) => {
  const name = String(file).split("?")[0];
  const data = fs.readFileSync(path.join(root, name));
  bytes += /[.](js|json|css)$/.test(name) ? zlib.gzipSync(data).length : data.length;
  files += 1;
  return data;
};
globalThis.fetch = async (file) => {
  const data = read(file);
  const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
  return { json: async () => JSON.parse(data), arrayBuffer: async () => buffer };
};
const shards = JSON.parse(read("pagefind/shards.json"));
const at = (shard) => "pagefind/" + shard.path;
fs.writeFileSync(path.join(root, "copy.mjs"), read(at(shards[0]) + "pagefind.js"));
for (const name of [at(shards[0]) + "pagefind-worker.js", "search-ui.js", "search.css"]) read(name);
const pagefind = await import(path.join(root, "copy.mjs"));
await pagefind.options({ basePath: at(shards[0]), metaCacheTag: "x" });
await pagefind.init();
await Promise.all(shards.slice(1).map((s) => pagefind.mergeIndex(at(s), { language: s.language })));
const answer = await pagefind.search(words);
await Promise.all(answer.results.slice(0, 8).map((result) => result.data()));
console.log(JSON.stringify({ bytes, files, found: answer.results.length }));
"""


def measure_search(root: Path) -> list[Row]:
    """Cut the index of a site that was built in `root` in every way; `as built` has the target."""
    units = sorted((root / ".curator" / "rendered" / "units").iterdir())
    documents = [(unit / finish.DOCUMENTS, (finish.read(unit) or {})["search"]) for unit in units]
    own = root / "site_template" / "assets"
    rows: list[Row] = []
    for name, (count, piece) in LAYOUTS.items():
        with tempfile.TemporaryDirectory(prefix="curator-bench-") as folder:
            rows.append(_layout(f"index: {name}", documents, own, Path(folder), count, piece))
    return rows


def _layout(
    name: str, documents: Documents, own: Path, folder: Path, count: int, piece: int
) -> dict[str, Any]:
    mine = name.endswith("(as built)")
    with nullcontext() if mine else _cut(count, piece):
        if count:
            shards = search.plan(documents, "")
        else:
            plans = [search.plan([unit], "") for unit in documents]
            shards = tuple(s for plan in plans for s in plan)
        shards = tuple(
            search.Shard(f"{s.language}-{n}", s.language, s.key, s.files) for n, s in enumerate(shards)
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
        with search.Indexes(folder / "cache", 1) as indexes:
            files = indexes.finish(shards)
        after = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    seconds = sum(
        b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True)
    )
    site = folder / "site"
    for place, file in files.items():
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, site / place)
    for script in ("search-ui.js", "search.css"):
        shutil.copyfile(own / script, site / script)
    one, three = ([_ask(site, words) for words in _queries(length)] for length in (1, 3))
    worst = max((answer["bytes"] for answer in three), default=None)
    return {
        "measure": name,
        "value": worst,
        "unit": "bytes for three words, at most",
        "target": LIMIT if mine else None,
        "at_most": True,
        "baseline": {
            "three words, mean": _mean(three, "bytes"),
            "one word": _mean(one, "bytes"),
            "requests": _mean(three, "files"),
            "CPU s, all": round(seconds, 2),
            "CPU s, one changed": round(seconds / max(1, len(shards)), 2),
        },
    }


@contextmanager
def _cut(count: int, piece: int) -> Iterator[None]:
    known = search.SHARDS, search.SMALL, search.SHARD, rechunk.PIECE
    try:
        search.SHARDS, search.SMALL, search.SHARD, rechunk.PIECE = max(1, count), 400_000, 1 << 40, piece
        yield
    finally:
        search.SHARDS, search.SMALL, search.SHARD, rechunk.PIECE = known


def _queries(length: int) -> list[str]:
    """Invent searches: words as a text has them, frequent ones more often."""
    from benchmarks.speed_site import vocabulary

    words = vocabulary()
    source = random.Random(3)  # noqa: S311 - not for secrets
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return [" ".join(source.choices(words, weights, k=length)) for _ in range(QUERIES)]


def _ask(site: Path, words: str) -> dict[str, int]:
    node = shutil.which("node")
    if node is None:
        return {}
    script = site / "ask.mjs"
    script.write_text(_ASK, "utf-8")
    done = subprocess.run([node, script, site, words], capture_output=True, text=True, check=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def _mean(answers: Sequence[Mapping[str, int]], key: str) -> int:
    known = [answer[key] for answer in answers if answer]
    return round(sum(known) / len(known)) if known else 0
