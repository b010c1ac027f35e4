"""Languages: whether a need in German, Spanish or French ranks its pages as well as an English one does.

The same book in four languages is read page by page: the Debian Administrator's Handbook (Hertzog and Mas,
GPL-2+ or CC-BY-SA-3.0), where Debian's package `debian-handbook` lays it down. needs_languages.json states
each need in the four languages and names the pages that answer it, which are the same in all of them, so the
figures differ by language alone. What counts is the share of the English nDCG@10 that a language reaches with
pages of its own, the English ones among them or not.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.quality_relevance import Need, ndcg
from benchmarks.table import Row
from curator.api import Document, extract
from curator.model import Article
from curator.rank import article_vectors, rank

INSTALLED = Path("/usr/share/doc/debian-handbook/html")
FOLDERS = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR"}
NAMES = {"de": "German", "es": "Spanish", "fr": "French"}
LEAST_WORDS = 60
"""Words of a page below which it only lists others."""


def measure(data: Path) -> list[Row]:
    """Measure on the installed book; `data` is not needed."""
    del data
    pages = {language: list(_pages(INSTALLED, language)) for language in FOLDERS}
    english = _gain(pages["en"], _needs("en"), "en")
    rows = [_row("the same book and needs, English nDCG@10", english, None)]
    for language, name in NAMES.items():
        alone = _gain(pages[language], _needs(language), language) / english
        among = _gain([*pages[language], *pages["en"]], _needs(language), language) / english
        rows.append(_row(f"{name}, share of that", alone, 0.9))
        rows.append(_row(f"{name} among as many English pages, share of that", among, 0.9))
    return rows


def _pages(book: Path, language: str) -> Iterator[Article]:
    for file in sorted((book / FOLDERS[language]).glob("*.html")):
        name = file.stem.removeprefix("sect.")
        url = f"https://{language}.handbook.example/{name}"
        article = extract(Document(url, file.read_bytes(), "text/html"))
        if len(article.text.split()) >= LEAST_WORDS:
            yield article


def _needs(language: str) -> list[Need]:
    stated = json.loads(Path(__file__).with_name("needs_languages.json").read_text(encoding="utf-8"))
    return [
        Need(
            n[language],
            {f"https://{language}.handbook.example/{p}": g for g in (1, 2) for p in n[f"grade{g}"]},
        )
        for n in stated
    ]


def _gain(pages: Sequence[Article], needs: Sequence[Need], language: str) -> float:
    vectors = article_vectors(pages)[1]
    return mean(
        ndcg([c.url for c in rank(pages, n.text, language=language, vectors=vectors)], n.grades)
        for n in needs
    )


def _row(measure: str, value: float, target: float | None) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}}
