"""Search: what is indexed and what not, how the index is cut, and that it is the same every time."""

import gzip
import json
import random
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import RenderError
from curator.site import rechunk, search


def page(body: str, *, kind: str = "week", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}" class="no-js"><head><title>T</title></head><body>'
        "<nav>Everywhere the same</nav>"
        f'<article class="md-content__inner md-typeset"><div class="c-page" data-kind="{kind}">{body}</div>'
        "</article><footer>Below all</footer></body></html>"
    )


CARD = (
    '<li><article><span class="c-kind c-kind--video">Video</span><h3 id="title_1">Guilds &amp; co</h3>'
    '<ul class="c-tags">\n<li><a href="../tags/a.html" dir="auto">asking &quot;why&quot;</a>'
    '</li><li><a href="../tags/b.html">guilds</a></li></ul><details class="c-why">Close to the need</details>'
    "</article></li>"
)


def filters(document: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta data-pagefind-filter="(\w+)\[content\]" content="([^"]*)">', document)


# --- documents -----------------------------------------------------------------------------------


def test_a_document_holds_the_article_and_nothing_around_it() -> None:
    text = search.document(page("<h1>One</h1><p>Words</p>"), "Course")
    assert "Words" in text
    assert "Everywhere" not in text
    assert "Below all" not in text


def test_what_every_week_that_is_over_says_is_not_searched() -> None:
    over = '<p class="c-past" role="note">This week ended on 8 November 2026. <a href="index.html">All weeks</a></p>'
    assert "ended" not in search.document(page(f"{over}<p>Words</p>"), "Course")


def test_a_document_is_marked_with_course_kind_and_tag() -> None:
    text = search.document(page(CARD + CARD), 'A "course"')
    assert filters(text) == [
        ("course", "A &quot;course&quot;"),
        ("kind", "Video"),
        ("tag", "asking &quot;why&quot;"),
        ("tag", "guilds"),
    ]


def test_why_something_was_chosen_is_not_searched() -> None:
    assert "Close to the need" not in search.document(page(CARD), "")


def test_what_every_week_says_is_not_searched() -> None:
    body = (
        '<ul class="c-parts" aria-label="x"><li>5 resources</li></ul>'
        '<section aria-labelledby="a" class="c-share"><p>Pass it on</p></section>'
    )
    text = search.document(page(f"{body}<p>Words</p>"), "")
    assert "resources" not in text
    assert "Pass it on" not in text
    assert "Words" in text


def test_headings_keep_their_anchors() -> None:
    assert '<h3 id="title_1">' in search.document(page(CARD), "")


@pytest.mark.parametrize("kind", ["library", "tag", "tags", "notes", "hub"])
def test_lists_of_what_stands_elsewhere_are_not_searched(kind: str) -> None:
    assert search.document(page("<p>x</p>", kind=kind), "") == ""


def test_a_page_without_an_article_is_not_searched() -> None:
    assert search.document("<!doctype html><html><body>404</body></html>", "") == ""


def test_a_document_names_its_language_without_the_region() -> None:
    assert search.document(page("x", lang="pt-BR"), "").startswith('<!doctype html><html lang="pt">')


# --- shards --------------------------------------------------------------------------------------


def lay(folder: Path, documents: Mapping[str, str]) -> tuple[Path, dict[str, tuple[str, int, str]]]:
    folder.mkdir(parents=True)
    search.keep(folder / "search.json", documents)
    return folder / "search.json", {
        name: weight for name, text in documents.items() if (weight := search.weigh(text))
    }


def places(shard: search.Shard) -> list[str]:
    return [place for places in shard.files.values() for place in places]


def documents(course: str, count: int, lang: str = "en") -> dict[str, str]:
    source = random.Random(course)
    words = [f"{course}{n}" for n in range(40)] + ["apple", "pear", "quince"]
    return {
        f"{course}/week-{n:02d}.html": search.document(
            page(f"<h1>Week {n}</h1><p>{' '.join(source.choices(words, k=30))}</p>{CARD}", lang=lang), course
        )
        for n in range(count)
    }


def test_a_small_site_has_one_index(tmp_path: Path) -> None:
    units = [lay(tmp_path / c, documents(c, 3)) for c in ("a", "b")]
    (shard,) = search.plan(units, "1")
    assert (shard.name, shard.language, len(places(shard))) == ("en", "en", 6)


def test_a_large_site_is_cut_between_units_into_as_few_as_hold_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [lay(tmp_path / c, documents(c, 4)) for c in "abcdefgh"]
    total = sum(size for _, weights in units for _, size, _ in weights.values())
    monkeypatch.setattr(search, "SHARD", total // 3 + 1)
    shards = search.plan(units, "1")
    assert [s.name for s in shards] == ["en", "en-2", "en-3"]
    assert sum(len(places(s)) for s in shards) == 32
    courses = [{name[0] for name in places(s)} for s in shards]
    assert sum(map(len, courses)) == 8  # no course in two of them


def test_a_unit_larger_than_an_index_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = lay(tmp_path / "a", documents("a", 9))
    monkeypatch.setattr(search, "SHARD", sum(size for _, size, _ in unit[1].values()) // 3 + 1)
    assert len(search.plan([unit], "1")) >= 3


def test_a_large_site_has_a_few_indexes_of_about_the_same_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [lay(tmp_path / f"{n:02d}", documents(f"{n:02d}", 4)) for n in range(40)]
    total = sum(size for _, weights in units for _, size, _ in weights.values())
    monkeypatch.setattr(search, "SMALL", total // 30)
    shards = search.plan(units, "1")
    assert len(shards) == search.SHARDS
    assert {len(places(s)) for s in shards} == {160 // search.SHARDS}
    monkeypatch.setattr(search, "SMALL", total // 3 - 1)
    assert len(search.plan(units, "1")) == 4


def test_each_language_has_an_index_of_its_own(tmp_path: Path) -> None:
    units = [lay(tmp_path / "a", documents("a", 2)), lay(tmp_path / "b", documents("b", 2, "de"))]
    assert [(s.name, len(places(s))) for s in search.plan(units, "1")] == [("de", 2), ("en", 2)]


def test_a_shard_s_key_changes_with_its_documents_and_with_pagefind(tmp_path: Path) -> None:
    one = lay(tmp_path / "a", documents("a", 2))
    other = lay(tmp_path / "b", documents("a", 2) | {"a/week-00.html": page("changed")})
    keys = {search.plan([unit], salt)[0].key for unit in (one, other) for salt in ("1", "2")}
    assert len(keys) == 4


# --- the index -----------------------------------------------------------------------------------


def index(units: Sequence[tuple[Path, dict[str, tuple[str, int, str]]]], cache: Path) -> dict[str, Path]:
    with search.Indexes(cache, 2) as indexes:
        return indexes.finish(search.plan(units, "1"))


def content(files: Mapping[str, Path]) -> dict[str, bytes]:
    return {name: file.read_bytes() for name, file in files.items()}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    root = tmp_path_factory.mktemp("index")
    units = [lay(root / "a", documents("a", 6)), lay(root / "b", documents("b", 4, "de"))]
    return root, index(units, root / "cache")


def test_the_site_gets_the_indexes_a_list_of_them_and_nothing_else(
    indexed: tuple[Path, dict[str, Path]],
) -> None:
    files = indexed[1]
    listed = json.loads(files["pagefind/shards.json"].read_text())
    assert [(s["path"], s["language"]) for s in listed] == [("de/", "de"), ("en/", "en")]
    assert {"pagefind/en/pagefind.js", "pagefind/de/pagefind-entry.json"} <= set(files)
    assert not [name for name in files if name.endswith(".css") or "-ui" in name or "highlight" in name]


def test_the_same_documents_give_the_same_index(
    indexed: tuple[Path, dict[str, Path]], tmp_path: Path
) -> None:
    for attempt in range(3):
        units = [
            lay(tmp_path / f"{attempt}a", documents("a", 6)),
            lay(tmp_path / f"{attempt}b", documents("b", 4, "de")),
        ]
        again = index(units, tmp_path / f"cache{attempt}")
        assert content(again) == content(indexed[1])


def test_only_a_shard_that_changed_is_indexed_again(
    indexed: tuple[Path, dict[str, Path]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(indexed[0] / "cache", tmp_path / "cache")
    ran: list[tuple[str, int]] = []
    real = search._run

    def run(shard: search.Shard, cache: Path, threads: int) -> None:
        ran.append((shard.name, threads))
        real(shard, cache, threads)

    monkeypatch.setattr(search, "_run", run)
    units = [lay(tmp_path / "a", documents("a", 6)), lay(tmp_path / "b", documents("b", 5, "de"))]
    index(units, tmp_path / "cache")
    assert ran == [("de", 2)]
    assert len([f for f in (tmp_path / "cache").iterdir() if f.is_dir()]) == 2


def test_a_site_without_documents_has_no_index(tmp_path: Path) -> None:
    assert index([(tmp_path, {})], tmp_path / "cache") == {}


def test_a_killed_index_is_made_again(indexed: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    shutil.copytree(indexed[0] / "cache", tmp_path / "cache")
    for done in (tmp_path / "cache").glob("*/done"):
        done.unlink()
        next((done.parent / "bundle").glob("*.pf_meta")).unlink()
    units = [lay(tmp_path / "a", documents("a", 6)), lay(tmp_path / "b", documents("b", 4, "de"))]
    again = index(units, tmp_path / "cache")
    assert content(again) == content(indexed[1])


def test_pagefind_s_own_words_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho no room on the shelf >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    units = [lay(tmp_path / "a", documents("a", 1))]
    with pytest.raises(RenderError, match="no room on the shelf"):
        index(units, tmp_path / "cache")


def test_an_index_in_an_unknown_form_is_told(indexed: tuple[Path, dict[str, Path]]) -> None:
    bundle = next((indexed[0] / "cache").glob("*/bundle"))
    files = {f.relative_to(bundle).as_posix(): f.read_bytes() for f in bundle.rglob("*") if f.is_file()}
    (meta,) = (name for name in files if name.endswith(".pf_meta"))
    assert rechunk.rechunk(files) == files, "it is in its final form"
    for other in (gzip.compress(b"something else"), gzip.compress(rechunk.SIGNATURE + b"\x01")):
        with pytest.raises(rechunk.UnknownFormatError):
            rechunk.rechunk({**files, meta: other})


def test_an_index_in_an_unknown_form_is_shipped_uncut_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer(files: Mapping[str, bytes]) -> None:
        raise rechunk.UnknownFormatError("no array")

    monkeypatch.setattr(search, "rechunk", newer)
    units = [lay(tmp_path / "a", documents("a", 6))]
    shards = search.plan(units, "salt")
    with search.Indexes(tmp_path / "cache", 2) as indexes:
        files = indexes.finish(shards)
        assert "(no array)" in indexes.uncut(shards)
    assert any(name.endswith(".pf_meta") for name in files)
    assert any(name.endswith(".pf_index") for name in files)
    assert not any("uncut" in name for name in files)


# --- the pieces ----------------------------------------------------------------------------------


def encoded(value: object) -> bytes:
    """Encode numbers, texts and lists as CBOR does."""
    if isinstance(value, int):
        return (
            rechunk._head(0, value)
            if value >= 0
            else bytes([rechunk._head(0, -1 - value)[0] | 0x20]) + (rechunk._head(0, -1 - value)[1:])
        )
    if isinstance(value, str):
        return rechunk._encoded(value)
    assert isinstance(value, list)
    return rechunk._array([encoded(item) for item in value])


NUMBERS = st.lists(st.integers(-(2**32), 2**32 - 1), max_size=6)
POSTINGS = st.lists(st.tuples(st.integers(0, 2**31), NUMBERS, NUMBERS).map(list), max_size=4)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["a" * 255, "b" * 256, "\x83" * 130, "c" * 70_000]
)
VARIANTS = st.lists(st.tuples(WORDS, POSTINGS).map(list), max_size=2)


@given(words=st.dictionaries(WORDS, st.tuples(POSTINGS, VARIANTS), max_size=12), size=st.integers(1, 300))
def test_a_chunk_is_cut_between_words_whatever_they_hold(
    words: dict[str, tuple[list[object], list[object]]], size: int
) -> None:
    entries = [encoded([word, pages, variants]) for word, (pages, variants) in sorted(words.items())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rechunk, "PIECE", size)
        pieces = list(rechunk._pieces(rechunk._array([rechunk._array(entries)])))
    assert [entry for piece in pieces for entry in piece] == entries
    assert [rechunk._word(entry) for piece in pieces for entry in piece] == sorted(words)
    assert all(len(piece) == 1 or sum(map(len, piece)) <= size for piece in pieces)


@given(data=st.binary(max_size=60))
def test_a_chunk_in_another_form_is_an_error_and_never_a_wrong_index(data: bytes) -> None:
    try:
        pieces = list(rechunk._pieces(data))
    except (ValueError, IndexError):
        return
    assert data.endswith(b"".join(entry for piece in pieces for entry in piece))


def ranges(bundle: Path) -> list[tuple[str, str, list[str]]]:
    """Read from, to and the words of every chunk of an index."""
    (meta,) = bundle.glob("*.pf_meta")
    found = []
    for chunk in rechunk._items(rechunk._items(rechunk._unpack(meta.read_bytes()))[2]):
        first, last, name = (rechunk._text(item) for item in rechunk._items(chunk))
        words = rechunk._pieces(rechunk._unpack((bundle / "index" / f"{name}.pf_index").read_bytes()))
        found.append((first, last, [rechunk._word(entry) for piece in words for entry in piece]))
    return found


def test_every_word_is_looked_for_in_the_piece_that_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind asks for the first chunk with from <= word <= to."""
    monkeypatch.setattr(rechunk, "PIECE", 150)
    more = "naïve 学習 " + "a" * 40 + " " + "b" * 300 + " über-über learn learner learners lea le"
    units = [lay(tmp_path / "a", documents("a", 6) | {"a/more.html": page(f"<p>{more}</p>")})]
    index(units, tmp_path / "cache")
    (bundle,) = (tmp_path / "cache").glob("*/bundle")
    chunks = ranges(bundle)
    assert len(chunks) > 10
    assert {f.stem for f in (bundle / "index").iterdir()} == {
        rechunk._text(rechunk._items(c)[2])
        for c in rechunk._items(
            rechunk._items(rechunk._unpack(next(bundle.glob("*.pf_meta")).read_bytes()))[2]
        )
    }
    for _, _, words in chunks:
        for word in words:
            assert word in next(held for first, last, held in chunks if first <= word <= last)


QUERY = """
import fs from "fs"; import zlib from "zlib"; import path from "path";
const [root, ...words] = process.argv.slice(2);
let bytes = 0;
const read = (file) => {
  const data = fs.readFileSync(path.join(root, String(file).split("?")[0]));
  bytes += /\\.(js|json)$/.test(file.split("?")[0]) ? zlib.gzipSync(data).length : data.length;
  return data;
};
globalThis.fetch = async (file) => {
  const data = read(String(file));
  const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
  return { json: async () => JSON.parse(data), arrayBuffer: async () => buffer };
};
const shards = JSON.parse(read("pagefind/shards.json"));
const at = (shard) => "pagefind/" + shard.path;
const code = read(at(shards[0]) + "pagefind.js");
read(at(shards[0]) + "pagefind-worker.js");
const copy = path.join(root, "pagefind-copy.mjs");
fs.writeFileSync(copy, code);
const pagefind = await import(copy);
await pagefind.options({ basePath: at(shards[0]), metaCacheTag: "x" });
await pagefind.init();
await Promise.all(shards.slice(1).map((s) => pagefind.mergeIndex(at(s), { language: s.language })));
const filters = await pagefind.filters();
const answer = await pagefind.search(words.join(" "));
const pages = await Promise.all(answer.results.slice(0, 8).map((result) => result.data()));
console.log(JSON.stringify({ bytes, count: answer.results.length, filters, urls: pages.map((p) => p.url) }));
"""


def query(root: Path, files: Mapping[str, Path], *words: str) -> dict[str, object]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    for name, file in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, root / name)
    (root / "query.mjs").write_text(QUERY)
    done = subprocess.run([node, root / "query.mjs", root, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_small_pieces_answer_as_large_ones_do_for_fewer_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {}
    for size in (rechunk.PIECE * 1000, 400):
        monkeypatch.setattr(rechunk, "PIECE", size)
        units = [lay(tmp_path / f"{size}" / c, documents(c, 30)) for c in "abc"]
        files = index(units, tmp_path / f"cache{size}")
        answers[size] = [
            query(tmp_path / f"site{size}", files, *words)
            for words in (["quince", "apple", "a7"], ["b11"], ["gui"])
        ]
    large, small = answers.values()
    assert [(a["count"], a["urls"], a["filters"]) for a in small] == [
        (a["count"], a["urls"], a["filters"]) for a in large
    ]
    assert all(a["count"] for a in small)
    assert small[0]["bytes"] < large[0]["bytes"]  # type: ignore[operator]


def test_what_was_indexed_is_found_in_every_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units = [lay(tmp_path / c, documents(c, 4)) for c in "abcd"]
    total = sum(size for _, weights in units for _, size, _ in weights.values())
    monkeypatch.setattr(search, "SHARD", total // 2 + 1)
    files = index(units, tmp_path / "cache")
    found = query(tmp_path / "site", files, "guilds")
    assert found["count"] == 16
    assert found["filters"] == {
        "course": dict.fromkeys("abcd", 4),
        "kind": {"Video": 16},
        "tag": {'asking "why"': 16, "guilds": 16},
    }


def test_index_files_are_the_same_bytes_whatever_python_wrote_them():
    for data in (b"", b"pagefind_dcd" + bytes(range(256)) * 50):
        packed = rechunk._gzip(data)
        assert gzip.decompress(packed) == data
        assert packed[:10].hex() == "1f8b08000000000000ff"
