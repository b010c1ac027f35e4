"""Comment threads are named <course>/week-NN/<question id>; notice when a published name changes.

A thread whose name changes looks empty: what people wrote is still there, under the old name. So a
question that was published keeps its id and its week, whatever happens to its words.
"""

import difflib
from collections.abc import Mapping, Sequence

from curator.errors import Problem
from curator.model import Module
from curator.weeks.front_matter import line_of

ALIKE = 0.8
"""Share of characters in common above which two questions are the same one, edited (difflib ratio)."""

REMEDY = "its comments hang on that name; for a thread of its own, write a new question instead"


def changed_threads(module: Module, before: Module | None, text: str, file: str) -> list[Problem]:
    """Find published questions that now carry another id; `before` is the week as last published.

    `text` is the whole file, for line numbers.
    """
    if before is None or before.status != "published" or module.status != "published":
        return []
    now = {q.id: q.question for q in module.conversation}
    problems = []
    for old in before.conversation:
        if _same(now.get(old.id, ""), old.question):
            continue
        for index, question in enumerate(module.conversation):
            if question.id == old.id:
                continue
            exact = _words(question.question) == _words(old.question)
            if exact or (old.id not in now and _same(question.question, old.question)):
                problems.append(
                    Problem(
                        file,
                        line_of(text, ("conversation", index, "id")),
                        f"conversation.{index}.id",
                        f'this question was published as "{old.id}" and is now "{question.id}"',
                        f"write `id: {old.id}` again: {REMEDY}",
                    )
                )
                break
    return problems


def moved_weeks(new: Sequence[tuple[str, Module]], gone: Mapping[str, Module]) -> list[Problem]:
    """Find weeks that were published under another number: (file, module) of new files, and gone ones."""
    problems = []
    for file, module in new:
        if module.status != "published" or not module.conversation:
            continue
        for old_file, old in gone.items():
            if [(q.id, _words(q.question)) for q in old.conversation] == [
                (q.id, _words(q.question)) for q in module.conversation
            ]:
                name = old_file.rpartition("/")[2]
                problems.append(
                    Problem(
                        file,
                        2,
                        "week",
                        f"these questions were published as week {old.week}",
                        f"call the file {name} and the week {old.week} again: {REMEDY}",
                    )
                )
    return problems


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _same(one: str, other: str) -> bool:
    """Tell whether two questions are one, give or take an edit."""
    one, other = _words(one), _words(other)
    return bool(one) and (one == other or difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE)
