"""Duplicates: whether copies are merged, and nothing else.

Pairwise precision, recall and F1: every two articles that stand in one group are a claim.
duplicates/articles.jsonl holds news reports with ten known pairs, web/ copies of pages under another
address (dup_of). duplicates/rewrites.jsonl tells each story at three levels of difficulty: no copies,
but stories on one event, which `related` should mark. The simple way beside it: equal texts.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.json_lines import json_lines
from benchmarks.quality_relevance import read_web
from benchmarks.table import Row
from curator.model import Article
from curator.rank import group_duplicates, related

Pair = frozenset[str]


def measure(data: Path) -> list[Row]:
    """Measure on DIR/duplicates and DIR/web."""
    folder = data / "duplicates"
    rows: list[Row] = []
    if (folder / "articles.jsonl").exists():
        articles = [Article(d["id"], "", d["text"]) for d in json_lines(folder / "articles.jsonl")]
        known = {frozenset(pair) for pair in json.loads((folder / "pairs.json").read_text(encoding="utf-8"))}
        rows += _rows("articles", articles, known)
    if (data / "web" / "pages.json").exists():
        pages = json.loads((data / "web" / "pages.json").read_text(encoding="utf-8"))
        url_of = {p["id"]: p["url"] for p in pages if not p.get("dup_of")}
        known = {frozenset((p["url"], url_of[p["dup_of"]])) for p in pages if p.get("dup_of") in url_of}
        rows += _rows("web", read_web(data)[0], known)
    if (folder / "rewrites.jsonl").exists():
        rows += _rewrites(json_lines(folder / "rewrites.jsonl"))
    return rows


def _rows(name: str, articles: Sequence[Article], known: Collection[Pair]) -> list[Row]:
    found = claims(group_duplicates(articles))
    right = len(found & set(known))
    precision, recall = right / max(len(found), 1), right / max(len(known), 1)
    together = 2 * right / max(len(found) + len(known), 1)
    equal = claims(_equal(articles))
    simple = 2 * len(equal & set(known)) / max(len(equal) + len(known), 1)
    return [
        _row(f"near-copies in {name}, pairwise F1", together, 0.99, {"equal texts": simple}),
        _row(f"near-copies in {name}, precision", precision, None, {}),
        _row(f"near-copies in {name}, recall", recall, None, {}),
        _row(f"false merges in {name}", len(found) - right, 0, {}, at_most=True),
    ]


def _rewrites(versions: Sequence[Mapping[str, str]]) -> list[Row]:
    articles = [Article(f"{v['story']} {v['level']}", "", v["text"]) for v in versions]
    story = {a.url: v["story"] for a, v in zip(articles, versions, strict=True)}
    same = {frozenset(p) for p in combinations(story, 2) if story[p[0]] == story[p[1]]}
    marked = {frozenset((url, other)) for url, others in related(articles).items() for other in others}
    merged = claims(group_duplicates(articles))
    return [
        _row("retold stories marked as related", len((marked | merged) & same) / len(same), None, {}),
        _row("different stories marked as related", len(marked - same), None, {}),
        _row("retold stories merged as copies", len(merged & same) / len(same), None, {}),
    ]


def claims(groups: Sequence[Sequence[Article]]) -> set[Pair]:
    """Return every pair of addresses that stand in one group."""
    return {frozenset((a.url, b.url)) for group in groups for a, b in combinations(group, 2)}


def _equal(articles: Sequence[Article]) -> list[list[Article]]:
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[" ".join(article.text.split())].append(article)
    return list(groups.values())


def _row(
    measure: str, value: float, target: float | None, baseline: Mapping[str, float], *, at_most: bool = False
) -> Row:
    return {
        "measure": measure,
        "value": value,
        "target": target,
        "baseline": dict(baseline),
        "at_most": at_most,
    }
