"""Objectives and titles: what is proposed for needs as people type them, and how readers judged it.

needs_typed.json holds 192 needs in four languages that three strangers (language models) wrote who knew
nothing of the tool. By its own rule: how many get an objective that stands, how many a title, how many
nothing; a need may well get nothing. judged_words.json holds what three fresh readers, each alone, said of
proposals for needs that nobody had looked at while the rules were written: the middle one of three letters
counts. A is printed as it stands, B after a small change, C not. One row a round, so that what was tried can
be seen.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Row
from curator.questions.objectives import objective_for, sound_objective
from curator.questions.week_titles import titles_for

HERE = Path(__file__).parent
PROPOSED = 0.5
"""Share of needs that a proposal should come for."""
AS_IT_STANDS = 0.5
NOT_AT_ALL = 0.15


def rows() -> list[Row]:
    """Measure what is proposed, then tell what was judged."""
    return [*_proposed(), *_judged()]


def _proposed() -> Iterator[Row]:
    needs = json.loads((HERE / "needs_typed.json").read_text(encoding="utf-8"))
    made = [(objective_for(1, "Week 1", n["need"], n["language"]), n["language"]) for n in needs]
    told = [(text, language) for text, language in made if text]
    titles = [titles_for(n["need"], (), n["language"]) for n in needs]
    yield _row(f"typed needs ({len(needs)}): with an objective", len(told) / len(needs), PROPOSED)
    sound = sum(sound_objective(text, language) for text, language in told)
    yield _row("typed needs: objectives that pass", sound / max(len(told), 1), 1.0)
    yield _row("typed needs: with a title", sum(map(bool, titles)) / len(needs), PROPOSED)
    yield _row("typed needs: titles for each that has any", _mean([len(t) for t in titles if t]), None)


def _judged() -> Iterator[Row]:
    for seen in json.loads((HERE / "judged_words.json").read_text(encoding="utf-8")):
        name = f"judged {seen['date']}, round {seen['round']}, {seen['what']} (n {seen['n']})"
        small = f"with small changes {(seen['a'] + seen['b']) / seen['n']:.2f}; {seen['tried']}"
        yield {**_row(f"{name}: as it stands", seen["a"] / seen["n"], AS_IT_STANDS), "notes": [small]}
        yield {**_row(f"{name}: not at all", seen["c"] / seen["n"], NOT_AT_ALL), "at_most": True}


def _mean(counts: list[int]) -> float:
    return sum(counts) / max(len(counts), 1)


def _row(measure: str, value: float, target: float | None) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}}
