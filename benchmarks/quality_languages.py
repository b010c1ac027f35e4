"""Languages: whether a need in German, Spanish or French ranks its pages as well as an English one does.

The same book in four languages is read page by page: the Debian Administrator's Handbook (Hertzog and Mas,
GPL-2+ or CC-BY-SA-3.0), where Debian's package `debian-handbook` lays it down. needs_languages.json states
each need in the four languages and names the pages that answer it, which are the same in all of them, so the
figures differ by language alone. What counts is the share of the English nDCG@10 that a language reaches with
pages of its own, the English ones among them or not; by default, and with the semantic model where it is
installed.

A third to a half of the translated pages are English for the most part: their translators are behind, and a
course in German is right to sink them. So a language is held against English on the pages whose language,
as `extract` tells it, is the page's own, and labels of other pages are left out on both sides. Beside it
stand all pages as they are shipped, and the most that any order could reach there with the English ones at
the end.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.quality_relevance import Need, ndcg
from benchmarks.table import Row
from curator.api import Document, extract
from curator.errors import CuratorError
from curator.model import Article
from curator.rank import RankingContext, Scoring, article_vectors, rank
from curator.rank.semantic import Reader, reader_for

INSTALLED = Path("/usr/share/doc/debian-handbook/html")
FOLDERS = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR"}
NAMES = {"de": "German", "es": "Spanish", "fr": "French"}
LEAST_WORDS = 60
"""Words of a page below which it only lists others."""

Book = Mapping[str, Article]
"""The pages of one language by their names, which are the same in all."""


def measure(data: Path) -> list[Row]:
    """Measure on the installed book; `data` is not needed."""
    del data
    books = {language: dict(_pages(INSTALLED, language)) for language in FOLDERS}
    readers = {language: reader_of(language) for language in FOLDERS}
    shipped = _gain(books["en"].values(), _needs("en", books["en"]), "en")
    rows = [_row("all pages, English nDCG@10", shipped, None)]
    for language, name in NAMES.items():
        rows += _of_language(name, language, books, readers)
        needs = _needs(language, books[language])
        alone = _gain(books[language].values(), needs, language) / shipped
        sunk = mean(ndcg(_english_last(books[language], n, language), n.grades) for n in needs) / shipped
        rows.append(_row(f"{name}, all pages as shipped, share of English", alone, None))
        rows.append(_row(f"{name}, the most possible there with what is English at the end", sunk, None))
    return rows


def _of_language(
    name: str, language: str, books: Mapping[str, Book], readers: Mapping[str, Reader | None]
) -> Iterator[Row]:
    """Hold one language against English on the pages that are translated."""
    english, own = books["en"], books[language]
    translated = [page for page, a in own.items() if a.language == language and page in english]
    theirs = [english[page] for page in translated]
    pages = [own[page] for page in translated]
    needs = _needs(language, translated)
    standard = _gain(theirs, _needs("en", translated), "en")
    yield _row(f"{len(pages)} pages in {name}, English nDCG@10 on the same", standard, None)
    reader, other = readers[language], readers["en"]
    for what, pool in ((name, pages), (f"{name} among the English", [*pages, *theirs])):
        yield _row(f"{what}, share of that", _gain(pool, needs, language) / standard, 0.9)
        if reader:
            found = _gain(pool, needs, language, reader)
            best = _gain(theirs, _needs("en", translated), "en", other) if other else None
            compared = {"of English with its model": found / best} if best else {}
            yield _row(f"{what}, with the semantic model", found / standard, 0.9, compared)


def reader_of(language: str) -> Reader | None:
    """Return the re-ranker of a language, None where it is not installed."""
    try:
        return reader_for(language)
    except CuratorError:
        return None


def _english_last(book: Book, need: Need, language: str) -> list[str]:
    """Order a book as well as can be, what is not in its language at the end."""
    best = sorted(book.values(), key=lambda a: (a.language != language, -need.grades.get(a.url, 0), a.url))
    return [a.url for a in best]


def _pages(book: Path, language: str) -> Iterator[tuple[str, Article]]:
    for file in sorted((book / FOLDERS[language]).glob("*.html")):
        name = file.stem.removeprefix("sect.")
        article = extract(Document(_address(language, name), file.read_bytes(), "text/html"))
        if len(article.text.split()) >= LEAST_WORDS:
            yield name, article


def _address(language: str, page: str) -> str:
    return f"https://{language}.handbook.example/{page}"


def _needs(language: str, pages: Collection[str]) -> list[Need]:
    """Read the needs that one of these pages answers."""
    stated = json.loads(Path(__file__).with_name("needs_languages.json").read_text(encoding="utf-8"))
    needs = [
        Need(
            n[language],
            {_address(language, page): g for g in (1, 2) for page in n[f"grade{g}"] if page in pages},
        )
        for n in stated
    ]
    return [n for n in needs if n.grades]


def _gain(
    pages: Collection[Article], needs: Sequence[Need], language: str, reader: Reader | None = None
) -> float:
    articles = tuple(pages)
    vectors = article_vectors(articles)[1]

    def order(need: str) -> list[str]:
        ranked = rank(
            articles, need, context=RankingContext(language=language), scoring=Scoring(vectors, reader)
        )
        return [c.url for c in ranked]

    return mean(ndcg(order(n.text), n.grades) for n in needs)


def _row(
    measure: str, value: float, target: float | None, baseline: Mapping[str, float] | None = None
) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": dict(baseline or {})}
