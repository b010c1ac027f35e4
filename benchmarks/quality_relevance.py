"""Relevance: whether `rank` puts what a need asks for at the top.

web/needs.json grades pages 2 or 1 for each need; what it does not list is not relevant. Every page of
web/truth.json is ranked, copies included. needs/ holds statements of need with the abstracts that
answer them. nDCG@10 takes the grade as the gain and log2(rank + 1) as the discount (Järvelin and
Kekäläinen 2002); needs without any relevant page are left out of it. Beside it stand the simple ways:
BM25 and TF-IDF over the whole text, and the plain vector of title and 200 words.

With history: three liked and three disliked examples are taken out of the judged set and out of what is
ranked. Liked are relevant pages drawn at random, disliked are irrelevant ones drawn from the ten that
stand highest, as a curator would meet them; five draws for each need with four relevant pages or more, and
twenty others, because five of nine needs are few. The same order without history is measured on the same
needs, draws and remaining pages: what is left to find is harder than the whole set of a need. Once more for
the needs that we stated ourselves, and with the semantic model where it is installed.

Mistaken: needs_mistaken.json holds needs that strangers stated, who knew nothing of the ranking, each with
the beginning of a page that fits, of one on its subject for other people, and of one that means something
else by its words. How often the first stands above either, among all of these pages and what feeds say of
the web's.

Drafted: a week of a course with the usual items and minutes is chosen for each need, those that no page
answers included; once from all pages, and from as many as a quiet week of feeds brings, six draws. How much
of it is graded, and how much of what could stand there does.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from statistics import mean
from time import process_time

import numpy as np

from benchmarks.json_lines import json_lines
from benchmarks.table import Row
from curator.model import Article, Items
from curator.rank import Scoring, article_vectors, choose, embed, rank, weights
from curator.rank.semantic import Reader, packaged_model, transformer

DRAWS = 5
OTHERS = range(DRAWS, DRAWS + 20)
EXAMPLES = 3
WEEK = 120
WEEKS = 6
MINUTES = 45
TEASER = 50
"""Words that feeds say of a page."""

Order = Callable[[str], Sequence[str]]
"""From a need to addresses, best first."""


@dataclass(frozen=True)
class Need:
    """A stated need and the grades of the pages that answer it."""

    text: str
    grades: Mapping[str, int]


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web and DIR/needs."""
    rows: list[Row] = []
    if (data / "web" / "needs.json").exists():
        articles, needs = read_web(data)
        rows += _web(articles, needs)
        rows.append(_with_history("our own needs", articles, judged_needs(data), range(DRAWS)))
        if packaged_model() is not None:
            rows.append(
                _with_history("with the semantic model", articles, needs, OTHERS, transformer(), 0.92)
            )
    if (data / "needs" / "cisi_docs.jsonl").exists():
        rows += _cisi(*read_cisi(data))
    return rows


def _web(articles: Sequence[Article], needs: Sequence[Need]) -> Iterator[Row]:
    judged = [n for n in needs if n.grades]
    ours = _ours(articles)
    peers = _peers(articles)
    yield _row(
        "needs in web, nDCG@10",
        _mean_ndcg(judged, ours),
        0.88,
        {name: _mean_ndcg(judged, order) for name, order in peers.items()},
    )
    yield from _reread("needs in web", articles, judged)
    yield _row("needs in web, P@5", mean(_precision(n, ours) for n in judged), None, {})
    yield from _mistaken(articles)
    yield _with_history("3 liked, 3 disliked", articles, judged, range(DRAWS), target=0.92)
    yield _with_history("20 other draws", articles, judged, OTHERS, target=0.92)
    yield from _drafted("all pages", [articles], needs)
    chance = random.Random(7)  # noqa: S311  a fixed draw, no secret
    yield from _drafted(f"{WEEK} pages", [chance.sample(list(articles), WEEK) for _ in range(WEEKS)], needs)


def _cisi(articles: Sequence[Article], needs: Sequence[Need]) -> Iterator[Row]:
    peers = _peers(articles)
    yield _row(
        "needs (CISI), nDCG@10",
        _mean_ndcg(needs, _ours(articles)),
        0.41,
        {name: _mean_ndcg(needs, order) for name, order in peers.items()},
    )


def _reread(name: str, articles: Sequence[Article], needs: Sequence[Need]) -> Iterator[Row]:
    """Measure with the best read again by the small transformer, where its package is installed."""
    if packaged_model() is None:
        return
    begun = process_time()
    reader = transformer()
    value = _mean_ndcg(
        needs, lambda need: [c.url for c in rank(articles, need, scoring=Scoring(reranker=reader))]
    )
    seconds = (process_time() - begun) / len(reader.new) * weights.RERANKED
    yield _row(f"{name}, nDCG@10 with the semantic model", value, 0.91, {})
    yield _row(f"{name}, s of a processor to read {weights.RERANKED} again", seconds, None, {})


def _mistaken(articles: Sequence[Article]) -> Iterator[Row]:
    """Measure how often a page that fits stands above those that are mistaken for one."""
    kinds = {"audience": "for other people", "sense": "in another sense"}
    pool, needs = mistaken(articles)
    vectors = article_vectors(pool)[1]
    models = {"": None} | ({", with the semantic model": transformer()} if packaged_model() else {})
    for told, reader in models.items():
        above = dict.fromkeys(kinds, 0)
        for need in needs:
            ranked = rank(pool, need.text, scoring=Scoring(vectors, reader))
            place = {c.url: i for i, c in enumerate(ranked)}
            (fits,) = need.grades
            for kind in kinds:
                above[kind] += place[fits] < place[fits.replace("fits", kind)]
        for kind, words in kinds.items():
            yield _row(f"mistaken: what fits above a page {words}{told}", above[kind] / len(needs), 0.8, {})


# --- the data ------------------------------------------------------------------------------------------


def read_web(data: Path) -> tuple[list[Article], list[Need]]:
    """Read the pages with their true texts, and the needs with grades by address."""
    texts = json.loads((data / "web" / "truth.json").read_text(encoding="utf-8"))
    pages = {p["url"]: p for p in json.loads((data / "web" / "pages.json").read_text(encoding="utf-8"))}
    articles = [Article(url, pages[url].get("title", ""), text) for url, text in texts.items()]
    needs = [
        Need(n["need"], dict.fromkeys(n["grade2"], 2) | dict.fromkeys(n["grade1"], 1))
        for n in json.loads((data / "web" / "needs.json").read_text(encoding="utf-8"))
    ]
    return articles, needs


def mistaken(articles: Sequence[Article]) -> tuple[list[Article], list[Need]]:
    """Read needs whose pages are mistaken for each other, and these beside what feeds say of other pages."""
    stated = json.loads(Path(__file__).with_name("needs_mistaken.json").read_text(encoding="utf-8"))
    pool = [
        Article(f"https://{kind}{i}.example/", case[kind]["title"], case[kind]["text"])
        for i, case in enumerate(stated)
        for kind in ("fits", "audience", "sense")
    ]
    pool += [replace(a, text=" ".join(a.text.split()[:TEASER])) for a in articles]
    return pool, [Need(case["need"], {f"https://fits{i}.example/": 1}) for i, case in enumerate(stated)]


def judged_needs(data: Path) -> list[Need]:
    """Read the needs that we graded; they name pages of DIR/web by their ids."""
    known = json.loads((data / "web" / "pages.json").read_text(encoding="utf-8"))
    url_of = {page["id"]: page["url"] for page in known}
    stated = json.loads(Path(__file__).with_name("needs_judged.json").read_text(encoding="utf-8"))
    return [
        Need(n["need"], {url_of[i]: grade for grade in (1, 2) for i in n[f"grade{grade}"] if i in url_of})
        for n in stated
    ]


def read_cisi(data: Path) -> tuple[list[Article], list[Need]]:
    """Read abstracts and needs; an abstract's address is made of its number."""
    folder = data / "needs"
    documents = json_lines(folder / "cisi_docs.jsonl")
    queries = json_lines(folder / "cisi_queries.jsonl")
    articles = [Article(f"https://cisi.example/{d['id']}", d["title"], d["text"]) for d in documents]
    needs = [Need(q["need"], {f"https://cisi.example/{i}": 1 for i in q["relevant"]}) for q in queries]
    return articles, needs


# --- the measures --------------------------------------------------------------------------------------


def ndcg(order: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the discounted gain of an order as a share of the best one possible."""
    gained = sum(grades.get(url, 0) / log2(place + 2) for place, url in enumerate(order[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    return gained / sum(grade / log2(place + 2) for place, grade in enumerate(best))


def _mean_ndcg(needs: Sequence[Need], order: Order) -> float:
    return mean(ndcg(order(n.text), n.grades) for n in needs)


def _precision(need: Need, order: Order, depth: int = 5) -> float:
    return sum(url in need.grades for url in order(need.text)[:depth]) / depth


def _ours(articles: Sequence[Article]) -> Order:
    return lambda need: [c.url for c in rank(articles, need)]


def _with_history(
    name: str,
    articles: Sequence[Article],
    needs: Sequence[Need],
    draws: range,
    reader: Reader | None = None,
    target: float | None = None,
) -> Row:
    """Compare the order with examples and without, over the same remaining pages."""
    by_url = {a.url: a for a in articles}
    without: list[float] = []
    with_: list[float] = []
    for number, need in enumerate(n for n in needs if len(n.grades) > EXAMPLES):
        order = [c.url for c in rank(articles, need.text, scoring=Scoring(reranker=reader))]
        seen = [url for url in order if url not in need.grades][:10]
        plain = learned = 0.0
        for draw in draws:
            chance = random.Random(1000 * draw + number)  # noqa: S311  a fixed draw, no secret
            liked = chance.sample(sorted(need.grades), EXAMPLES)
            disliked = chance.sample(seen, EXAMPLES)
            gone = {*liked, *disliked}
            grades = {url: grade for url, grade in need.grades.items() if url not in gone}
            ranked = rank(
                articles,
                need.text,
                liked=[by_url[u] for u in liked],
                disliked=[by_url[u] for u in disliked],
                scoring=Scoring(reranker=reader),
            )
            learned += ndcg([c.url for c in ranked if c.url not in gone], grades) / len(draws)
            plain += ndcg([u for u in order if u not in gone], grades) / len(draws)
        without.append(plain)
        with_.append(learned)
    error = float(np.std(np.subtract(with_, without)) / len(with_) ** 0.5)
    baseline = {"no history, the same pages": mean(without), "error of the difference": error}
    return _row(f"with history, {name} (n={len(with_)})", mean(with_), target, baseline)


def _drafted(name: str, pools: Sequence[Sequence[Article]], needs: Sequence[Need]) -> Iterator[Row]:
    """Measure the weeks that are chosen for the needs from each pool."""
    items = Items()
    _, vectors = article_vectors([a for pool in pools for a in pool])
    chosen = right = possible = 0
    for pool in pools:
        for need in needs:
            found = choose(
                rank(pool, need.text, scoring=Scoring(vectors)), minutes=MINUTES, items=items
            ).chosen
            chosen += len(found)
            right += sum(c.url in need.grades for c in found)
            possible += min(sum(a.url in need.grades for a in pool), items.max)
    yield _row(f"drafted from {name}: share that is relevant", right / max(chosen, 1), None, {})
    yield _row(f"drafted from {name}: relevant that are in", right / max(possible, 1), None, {})
    yield _row(f"drafted from {name}: resources a week", chosen / len(pools) / len(needs), None, {})


# --- the simple ways -------------------------------------------------------------------------------------


def _peers(articles: Sequence[Article]) -> dict[str, Order]:
    """Return the simple ways over these articles; those whose library is not installed are left out."""
    whole = [f"{a.title}\n{a.text}" for a in articles]
    leads = [f"{a.title}\n{' '.join(a.text.split()[:200])}" for a in articles]
    urls = [a.url for a in articles]

    def sorted_by(scores: Callable[[str], np.ndarray]) -> Order:
        return lambda need: [urls[i] for i in np.argsort(-scores(need), kind="stable")]

    vectors = embed(leads)
    peers = {"vectors": sorted_by(lambda need: vectors @ embed([need])[0])}
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

        weigher = TfidfVectorizer(stop_words="english", sublinear_tf=True)
        table = weigher.fit_transform(whole)
        peers["TF-IDF"] = sorted_by(lambda need: (table @ weigher.transform([need]).T).toarray()[:, 0])
    except ImportError:
        pass
    try:
        import bm25s  # type: ignore[import-untyped]

        def tokens(texts: list[str]) -> list[list[str]]:
            return list(bm25s.tokenize(texts, stopwords="en", return_ids=False, show_progress=False))

        index = bm25s.BM25()
        index.index(tokens(whole), show_progress=False)
        peers["BM25"] = sorted_by(lambda need: index.get_scores(tokens([need])[0]))
    except ImportError:
        pass
    return peers


def _row(measure: str, value: float, target: float | None, baseline: Mapping[str, float]) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": dict(baseline)}
