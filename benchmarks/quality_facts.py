"""Facts: what a draft says of a page, beside what readers judged: title, author, date, kind, and the excerpt.

Title, author, date and kind are held against tests/fixtures/extract_facts.json, a hundred captured pages of
DIR/web that were judged one by one.

Excerpts are held against excerpts_judged.json: for a page and the need it was drafted for, what two or three
readers (language models, not people) who knew nothing of how they were found said of quotations from it: A,
they would print it as it stands; B, it says something, but is not the best of the page; C, it says nothing,
is cut, leans on what is not there, sells or is beside the point. The file names a quotation by a hash of its
first sentence. On these pages the signs of `curator.weeks.excerpt` were tuned, so the figures say how well it
still agrees with them there, and what other floors would quote; what nobody judged is left out of the shares.
Later pages came with needs by a stranger, whether they fit or not, and were judged more strictly (C also for
what is ordinary advice or of no use for the need): they stand by themselves, and a few rules were chosen on a
part of them. How well it does on pages that nobody had looked at stands in the file as it was judged, and is
printed as that.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.quality_extraction import read_page
from benchmarks.table import Row
from curator.extract import extract
from curator.model import Article, Document
from curator.text.sentences import sentences_of
from curator.weeks import excerpt as excerpts

FACTS = Path(__file__).parent.parent / "tests" / "fixtures" / "extract_facts.json"
JUDGED = Path(__file__).with_name("excerpts_judged.json")
TARGETS = {"title": 0.98, "author": 0.93, "date": 0.95, "kind": 0.97}
FLOORS = (3.0, 4.0, 5.0, 6.0, 7.0)
"""Values of `LEAST` that are tried."""

SAYS = 0.9
"""Share of excerpts that should say something: A or B."""


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web."""
    web = data / "web"
    return [*_facts(web), *_agreement(web), *_blind()]


def of_drafts(data: Path) -> Iterator[Row]:
    """Measure what a drafted week says of its pages: kinds and excerpts, as they are today."""
    web = data / "web"
    yield from (row for row in _facts(web) if str(row["measure"]).startswith("kind"))
    yield from (row for row in _agreement(web, [excerpts.LEAST]) if row["target"] is not None)


def _facts(web: Path) -> Iterator[Row]:
    rows = json.loads(FACTS.read_text(encoding="utf-8"))
    right: Counter[str] = Counter()
    for row in rows:
        article = _read(web, f"http://{row['page']}")
        day = article.published.isoformat()[:10] if article.published else None
        right["title"] += _plain(article.title) in map(_plain, row["title"])
        right["author"] += _plain(article.author) in map(_plain, row["author"])
        right["date"] += day in row["date"]
        right["kind"] += article.kind == row["kind"]
    for name, target in TARGETS.items():
        yield _row(f"{name} right, {len(rows)} pages judged by hand", right[name] / len(rows), target)


def _agreement(web: Path, floors: Sequence[float] = FLOORS) -> Iterator[Row]:
    """Quote the pages of the sheet again, with each floor and today's, and look up what readers said."""
    every = json.loads(JUDGED.read_text(encoding="utf-8"))["pages"]
    for name, strict in (("tuned pages", False), ("a stranger's needs", True)):
        pages = [page for page in every if page.get("strict", False) is strict]
        yield from _agreement_on(web, name, pages, floors)


def _agreement_on(
    web: Path, pages_name: str, pages: Sequence[Mapping[str, Any]], floors: Sequence[float]
) -> Iterator[Row]:
    articles = [_read(web, page["url"]) for page in pages]
    today = excerpts.LEAST
    for floor in sorted({*floors, today}):
        excerpts.LEAST = floor
        try:
            said = [
                _said(excerpts.excerpt(a, need=p["need"]), p) for a, p in zip(articles, pages, strict=True)
            ]
        finally:
            excerpts.LEAST = today
        known = "".join(s for s in said if s)
        quoted = sum(s is not None for s in said)
        name = f"{pages_name}, floor {floor}" + (" (today's)" if floor == today else "")
        now = SAYS if floor == today else None
        yield _row(f"{name}: pages quoted, of {len(pages)}", quoted / len(pages), None)
        yield _row(f"{name}: A or B, of {sum(map(bool, said))} judged", _share(known, "AB"), now)
        yield _row(f"{name}: A", _share(known, "A"), None)


def _said(quoted: str, page: Mapping[str, Any]) -> str | None:
    """Return what readers said of a quotation: "" of one that nobody judged, None without one."""
    return str(page["judged"].get(mark_of(quoted), "")) if quoted else None


def mark_of(quoted: str) -> str:
    """Name a quotation by its first sentence, without its words."""
    return sha256(next(iter(sentences_of(quoted)), "").encode()).hexdigest()[:12]


def _blind() -> Iterator[Row]:
    """Print what readers said of pages that nobody had looked at: recorded, not measured again."""
    for judged in json.loads(JUDGED.read_text(encoding="utf-8"))["blind"]:
        of = f" of {judged['pages']} pages" if judged["pages"] else ""
        name = f"judged blind, {judged['what']}, {judged['excerpts']} excerpts{of}"
        yield _row(f"{name}: A or B", _share(judged["said"], "AB"), SAYS)
        yield _row(f"{name}: A", _share(judged["said"], "A"), None)


def _share(said: Sequence[str], wanted: str) -> float:
    return sum(mark in wanted for mark in said) / max(len(said), 1)


def _read(web: Path, url: str) -> Article:
    body = read_page(web, url)
    assert body is not None, f"{url} is missing"
    return extract(Document(url, body, "text/html"))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _row(measure: str, value: float, target: float | None) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}}
