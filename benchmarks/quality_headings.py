"""Headings: whether a heading finds the text below it as well in German, Spanish and French as in English.

The Debian Reference (Aoki and translators, GPL-2+) is translated throughout, and its sections bear the
same names in all languages; Debian's packages `debian-reference-en`, `-de`, `-es` and `-fr` lay it down.
Each heading is asked for as a need; the text of its own section, without headings, tables and listings,
is what answers it. Nobody chose these needs or labels, and no constant was tuned on them, so this holds
the other set (`quality_languages`) to account.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from itertools import zip_longest
from pathlib import Path
from statistics import mean

from benchmarks.quality_languages import LEAST_WORDS, NAMES, reader_of
from benchmarks.quality_relevance import ndcg
from benchmarks.table import Row
from curator.model import Article
from curator.rank import RankingContext, Scoring, article_vectors, rank
from curator.rank.semantic import Reader

INSTALLED = Path("/usr/share/debian-reference")
LANGUAGES = ("en", *NAMES)

_HEADING = re.compile(
    r'<h[23] class="title"><a id="([^"]+)"/?>(?:</a>)?\s*[A-Z]?[\d.]+\s+(.*?)</h[23]>', re.DOTALL
)
_ASIDE = re.compile(r"<(pre|table)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")

Section = tuple[str, str]
"""A heading and the text below it."""


def measure(data: Path) -> list[Row]:
    """Measure on the installed book; `data` is not needed."""
    del data
    books = {language: dict(_sections(language)) for language in LANGUAGES}
    names = [name for name in books["en"] if all(_full(book.get(name)) for book in books.values())]
    standard = _gain(books["en"], names, "en", None)
    rows: list[Row] = [_row(f"{len(names)} sections, English nDCG@10", standard, None)]
    for language, name in NAMES.items():
        rows.append(
            _row(f"{name}, share of that", _gain(books[language], names, language, None) / standard, 0.9)
        )
        if reader := reader_of(language):
            found = _gain(books[language], names, language, reader)
            rows.append(_row(f"{name}, with the semantic model", found / standard, 0.9))
    return rows


def _sections(language: str) -> Iterator[tuple[str, Section]]:
    """Yield each section's name, its heading and the text up to the next heading."""
    if not (INSTALLED / f"ch01.{language}.html").exists():
        raise FileNotFoundError(2, "missing", str(INSTALLED / f"ch01.{language}.html"))
    for file in sorted(INSTALLED.glob(f"ch*.{language}.html")):
        page = file.read_text(encoding="utf-8")
        found = list(_HEADING.finditer(page))
        for here, following in zip_longest(found, found[1:]):
            body = page[here.end() : following.start() if following else len(page)]
            yield here[1], (_plain(here[2]), _plain(_ASIDE.sub(" ", body)))


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _full(section: Section | None) -> bool:
    return section is not None and len(section[1].split()) >= LEAST_WORDS


def _gain(book: Mapping[str, Section], names: Collection[str], language: str, reader: Reader | None) -> float:
    articles = [Article(f"https://e.example/{n}", "", book[n][1], language=language) for n in names]
    vectors = article_vectors(articles)[1]

    def one(name: str) -> float:
        ranked = rank(
            articles,
            book[name][0],
            context=RankingContext(language=language),
            scoring=Scoring(vectors, reader),
        )
        return ndcg([c.url for c in ranked], {f"https://e.example/{name}": 1})

    return mean(one(name) for name in names)


def _row(measure: str, value: float, target: float | None) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}}
