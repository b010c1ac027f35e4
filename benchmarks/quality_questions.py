"""Questions: what the lint flags of questions judged by hand, and whether proposed questions pass it.

gold.jsonl was judged by hand (reflective, recall, closed, grey). The rules were written with one half of
it in view, drawn by a hash of the text; the other half stands beside as "unseen", although its reflective
questions were read when the advice was made rarer. by_origin.jsonl is labelled by where a question stood,
so only its yes-no questions (boolq) are held to a target. Labelled questions in four languages stand in
tests/fixtures/questions, by those who wrote them: "us" are the authors of the rules; the strangers did not
know them. What was missed in them was mended by kind afterwards; the rows "at first sight" tell what the
rules found before, and they alone say what to expect of the questions of somebody else.

Blind rounds: what fresh readers thought of proposed questions, kept in questions_judged.json. Three readers,
each alone, see a need, a title, the first 350 words and the questions: would they ask each as it stands,
after a small change, or not at all? Only rounds over pages drawn at random count for the targets.
Readers and strangers are language models that know nothing but what they are asked, not people: three of them
agree on nine letters of ten, so they are fewer than three people would be.

Proposals: each need of the mini web, three weeks, told what was asked before. With CURATE_ASSISTANT
(a command) the first needs are also put to that assistant, a week each. What three fresh readers said of
an assistant's answers stands in assistant_judged.json, and is printed as it was judged: it tells what the
request and the checks make of an able mind, not how well another one does.
"""

import hashlib
import json
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.json_lines import json_lines
from benchmarks.table import Row, show
from curator.errors import AssistantError
from curator.execution.assistant import Program
from curator.model import Article, Finding, Resource
from curator.questions.assisted import TEXTS, read_answer, request_for
from curator.questions.bloom import bloom
from curator.questions.languages import languages
from curator.questions.proposal_data import PLACES
from curator.questions.propose import propose
from curator.questions.question_lint import RULE_NAMES, lint

WEEKS = 3
"""Weeks that are proposed for each need of the mini web."""

ASSISTED = 5
"""Needs that an assistant is asked for."""

LABELLED = Path(__file__).parents[1] / "tests" / "fixtures" / "questions"
"""Questions in four languages, each labelled closed, leading or reflective."""

AT_FIRST_SIGHT = {
    "a stranger": {"closed": (42, 48), "leading": (19, 32), "reflective": (0, 96)},
    "a second stranger": {"closed": (55, 56), "leading": (30, 47), "reflective": (0, 87)},
    "a third stranger": {"leading": (15, 80), "reflective": (2, 80)},
    "a fourth stranger": {"leading": (48, 80), "reflective": (1, 80)},
    "a fifth stranger": {"closed": (40, 80), "leading": (86, 160), "reflective": (6, 160)},
    "a sixth stranger": {"closed": (43, 60), "leading": (49, 120), "reflective": (2, 120)},
}
"""Of the questions of whom, in four languages, how many were flagged as errors when first read.
Two that the second stranger wrote word for word as the first are left out. The third and fourth were asked to
hide it: at most a quarter of their leading questions were to be seen at a glance. The rules before the third
found 21 of the 80 leading ones of the fourth; with the kinds that the third had shown, 48 were found. To
the fifth, closed was also what a number, a date or a name answers; no rule knew of it, so half passed. Of the
sixth the rules before the fifth found 19, 45 and 2, those after the ones told here; nobody wrote rules to it.
"""

JUDGED = Path(__file__).with_name("questions_judged.json")
"""The rounds, oldest first, and of the last one the questions that readers liked least."""

JUDGED_ASSISTANT = Path(__file__).with_name("assistant_judged.json")
"""What an assistant answered, judged by three readers; of each item the letters, one a reader."""

READERS = 3
ASSISTED_AS_THEY_STAND = 0.75
"""Share of an assistant's questions that readers are to ask as they stand."""

AS_THEY_STAND = {"en": 0.5}
ELSEWHERE = 0.4
"""Share of questions that readers are to ask as they stand, in English and in other languages."""

WITH_CHANGES = 0.85
"""Share of them that readers are to ask as they stand or after a small change."""

Flagged = Sequence[tuple[str, list[Finding]]]
"""Texts with what the lint found in them."""


def measure(data: Path) -> list[Row]:
    """Measure on DIR/questions, and proposals on DIR/web where it is there."""
    return [
        *_gold(data / "questions"),
        *_by_origin(data / "questions"),
        *_by_language(LABELLED),
        *_at_first_sight(),
        *_judged(),
        *_assistant_judged(),
        *_proposals(data / "web"),
        *_with_assistant(data / "web"),
    ]


def _gold(folder: Path) -> Iterator[Row]:
    judged: dict[str, list[str]] = {}
    for item in _read(folder / "gold.jsonl"):
        judged.setdefault(item["gold"], []).append(item["text"])
    linted = {label: _lint(texts) for label, texts in judged.items()}
    yield _row("gold closed, flagged as error", linted.get("closed", ()), True, 0.90)
    yield _row("gold recall, flagged", linted.get("recall", ()), False, 0.85)
    yield _row("gold reflective, flagged as error", linted.get("reflective", ()), True, 0.03, at_most=True)
    yield _row("gold reflective, flagged", linted.get("reflective", ()), False, 0.20, at_most=True)
    yield _row("gold grey, flagged", linted.get("grey", ()), False, None)
    for label, flagged in sorted(linted.items()):
        yield from _by_rule(f"gold {label}", flagged)


def _by_origin(folder: Path) -> Iterator[Row]:
    groups: dict[str, list[str]] = {}
    levels: list[bool] = []
    for item in _read(folder / "by_origin.jsonl"):
        groups.setdefault(f"{item['source']} {item['label']}", []).append(item["text"])
        if item["kind"] in ("BT4", "BT5", "BT6"):
            levels.append(
                bloom(item["text"]) == {"4": "analyse", "5": "evaluate", "6": "create"}[item["kind"][2]]
            )
    for name, texts in groups.items():
        flagged = _lint(texts)
        yes_no = name == "boolq closed"
        yield _row(f"{name}, flagged as error", flagged, True, 0.99 if yes_no else None)
        if yes_no:
            open_ = [not lint(f.suggestion) for _, found in flagged for f in found if f.rule == "closed"]
            yield _share("boolq suggestions that pass the lint", sum(open_), len(open_), 1.0)
        yield _row(f"{name}, flagged", flagged, False, None)
        yield from _by_rule(name, flagged)
    yield _share("Bloom level as labelled, of analyse, evaluate, create", sum(levels), len(levels), None)


def _by_language(folder: Path) -> Iterator[Row]:
    """Measure the lint on labelled questions in each language that has a folder."""
    for language in sorted(languages()):
        by = {item["text"]: item.get("by", "us") for item in _read(folder / f"{language}.jsonl")}
        judged: dict[str, list[str]] = {}
        for item in _read(folder / f"{language}.jsonl"):
            judged.setdefault(item["label"], []).append(item["text"])
        for label in ("closed", "leading"):
            linted = _lint(judged.get(label, ()), language)
            yield _row(f"{language} {label}, flagged as error", linted, True, 0.98, by=by)
        linted = _lint(judged.get("reflective", ()), language)
        yield _row(f"{language} reflective, flagged as error", linted, True, 0.03, at_most=True, by=by)
        yield _row(f"{language} reflective, flagged", linted, False, 0.20, at_most=True, by=by)


def _at_first_sight() -> Iterator[Row]:
    """Tell what was flagged of strangers' questions when first read; targets hold for the last of a label."""
    last = {label: writer for writer, found in AT_FIRST_SIGHT.items() for label in found}
    for writer, found in AT_FIRST_SIGHT.items():
        for label, (part, whole) in found.items():
            wrong = label == "reflective"
            target = (0.03 if wrong else 0.98) if writer == last[label] else None
            yield _share(f"{writer}'s {label} at first sight, as error", part, whole, target, at_most=wrong)


def _judged() -> Iterator[Row]:
    """Tell how fresh readers judged proposed questions, round by round, and what they liked least."""
    judged = json.loads(JUDGED.read_text("utf-8"))
    rounds = list(enumerate(judged["rounds"], 1))
    last = {item["languages"]: number for number, item in rounds if item["drawn at random"]}
    for number, item in rounds:
        chosen = "" if item["drawn at random"] else "; pages chosen, so no measure"
        target = AS_THEY_STAND.get(item["languages"], ELSEWHERE)
        yield {
            "measure": f"round {number}, {item['date']}, {item['languages']}: asked as they stand",
            "value": item["as they stand"],
            "unit": f"of {item['questions']}",
            "target": target if number == last[item["languages"]] else None,
            "baseline": {"with small changes": item["with small changes"]},
            "notes": (item["tried"] + chosen,),
        }
    for languages_, number in last.items():
        yield {
            "measure": f"round {number}, {languages_}: asked as they stand or after a small change",
            "value": judged["rounds"][number - 1]["with small changes"],
            "target": WITH_CHANGES,
        }
    worst = judged["worst"]
    yield {
        "measure": "questions of the last rounds that readers liked least",
        "value": len(worst),
        "target": None,
        "notes": worst,
    }


def _assistant_judged() -> Iterator[Row]:
    """Tell how fresh readers judged what an assistant proposed and the checks let through."""
    judged = json.loads(JUDGED_ASSISTANT.read_text("utf-8"))
    for number, item in enumerate(judged["rounds"], 1):
        for what in ("questions that pass", "questions that are refused", "objectives", "titles", "notes"):
            said = item.get(f"said of {what}", "")
            if said:
                yield {
                    "measure": f"with assistant, round {number}, {what}: used as they stand",
                    "value": said.count("A") / len(said),
                    "unit": f"of {len(said) // READERS}",
                    "target": ASSISTED_AS_THEY_STAND if what == "questions that pass" else None,
                    "baseline": {"with small changes": 1 - said.count("C") / len(said)},
                    "notes": (item["tried"],),
                }
    yield {
        "measure": "what readers of an assistant's answers liked least",
        "value": len(judged["worst"]),
        "target": None,
        "notes": judged["worst"],
    }


def _modules(folder: Path) -> tuple[list[tuple[str, list[Resource]]], dict[str, str]]:
    """Read the needs of the mini web, each with the resources that fit it, and their texts by address."""
    texts: dict[str, str] = json.loads((folder / "truth.json").read_text("utf-8"))
    titles = {p["url"]: p["title"] for p in json.loads((folder / "pages.json").read_text("utf-8"))}
    modules = []
    for need in json.loads((folder / "needs.json").read_text("utf-8")):
        urls = [u for u in need["grade2"] + need["grade1"] if u in texts and titles.get(u)]
        if urls:
            modules.append((need["need"], [Resource(url=u, title=titles[u]) for u in urls]))
    return modules, texts


def _proposals(folder: Path) -> Iterator[Row]:
    """Propose for each need of the mini web, week after week, telling what was asked before."""
    if not (folder / "needs.json").exists():
        return
    modules, texts = _modules(folder)
    proposed: list[tuple[str, Resource]] = []
    full, begin = 0, time.perf_counter()
    for need, resources in modules:
        asked: list[str] = []
        for week in range(1, WEEKS + 1):
            found = propose(resources, need=need, week=week, texts=texts, used=asked)
            asked += [q.question for q in found]
            proposed += [(q.question, resources[(q.about or 1) - 1]) for q in found]
            full += week == 1 and len(found) == len(PLACES)
    seconds = time.perf_counter() - begin
    tripping = [text for text, resource in proposed if lint(text, content=[resource])]
    twice = len(proposed) - len({text for text, _ in proposed})
    quoting = sum(any(mark in text for mark in "“„«") for text, _ in proposed)
    yield _share("proposed questions that trip a rule", len(tripping), len(proposed), 0.0, at_most=True)
    yield _share("proposed questions asked twice", twice, len(proposed), 0.0, at_most=True)
    yield _share("proposed questions that quote their resource", quoting, len(proposed), None)
    yield _share("first weeks with a question for each place", full, len(modules), None)
    yield {"measure": "seconds to propose all of them", "value": seconds, "unit": "s", "target": None}


def _with_assistant(folder: Path) -> Iterator[Row]:
    """Ask the assistant that CURATE_ASSISTANT names for a week of each of the first needs: what passes."""
    command = shlex.split(os.environ.get("CURATE_ASSISTANT", ""))
    if not command or not (folder / "needs.json").exists():
        return
    modules, texts = _modules(folder)
    answered = asked = given = kept = full = objectives = titles = noted = 0
    for need, resources in modules[:ASSISTED]:
        articles = [Article(url=r.url, title=r.title, text=texts[r.url]) for r in resources[:TEXTS]]
        asked += 1
        try:
            answer = Program(command, timeout=300).ask(request_for(articles, need=need, week=1))
        except AssistantError as error:
            print(f"with assistant: {error}", file=sys.stderr)
            continue
        found = read_answer(answer, articles)
        questions = answer.get("questions") if isinstance(answer, dict) else None
        answered += 1
        given += len(questions) if isinstance(questions, list) else 0
        kept += sum(map(len, found.questions))
        full += bool(found.questions) and all(found.questions)
        objectives += bool(found.objective)
        titles += bool(found.titles)
        noted += len(found.notes or {}) == len(articles)
    yield _share("with assistant: weeks that it answered", answered, asked, None)
    yield _share("with assistant: its questions that pass the rules", kept, given, None)
    yield _share("with assistant: weeks with a question for each place", full, asked, None)
    yield _share("with assistant: weeks with an objective", objectives, asked, None)
    yield _share("with assistant: weeks with a title", titles, asked, None)
    yield _share("with assistant: weeks with a sentence for each note", noted, asked, None)


def _read(file: Path) -> Iterator[dict[str, str]]:
    yield from json_lines(file)


def _lint(texts: Iterable[str], language: str = "en") -> Flagged:
    return [(text, lint(text, language=language)) for text in texts]


def _flags(found: Sequence[Finding], errors: bool) -> bool:
    return any(f.level == "error" or not errors for f in found)


def _row(
    name: str,
    flagged: Flagged,
    errors: bool,
    target: float | None,
    *,
    at_most: bool = False,
    by: Mapping[str, str] | None = None,
) -> Row:
    """Tell the share that is flagged, beside it each half, or what each writer's questions come to."""
    parts: dict[str, list[bool]] = {} if by else {"seen": [], "unseen": []}
    for text, found in flagged:
        half = "unseen" if hashlib.sha256(text.encode()).digest()[0] % 2 else "seen"
        parts.setdefault(by[text] if by else half, []).append(_flags(found, errors))
    row = _share(name, sum(map(sum, parts.values())), len(flagged), target, at_most=at_most)
    return {**row, "baseline": {part: sum(hits) / len(hits) for part, hits in parts.items() if hits}}


def _by_rule(name: str, flagged: Flagged) -> Iterator[Row]:
    counts = Counter(rule for _, found in flagged for rule in {f.rule for f in found})
    for rule in RULE_NAMES:
        if counts[rule]:
            yield _share(f"{name}: {rule}", counts[rule], len(flagged), None)


def _share(name: str, part: int, whole: int, target: float | None, *, at_most: bool = False) -> Row:
    share = part / whole if whole else None
    return {"measure": name, "value": share, "unit": f"of {whole}", "target": target, "at_most": at_most}


if __name__ == "__main__":
    show({"questions": measure(Path(sys.argv[1]))}, as_json="--json" in sys.argv)
