"""Comment threads are named <course id>/week-NN/<question id>; notice when an id changes within a week.

A thread whose name changes looks empty: what people wrote is still there, under the old name. So a
question that was published keeps its id and its week, whatever happens to its words.
"""

import difflib

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
        if same(now.get(old.id, ""), old.question):
            continue
        for index, question in enumerate(module.conversation):
            if question.id == old.id:
                continue
            exact = words_of(question.question) == words_of(old.question)
            if exact or (old.id not in now and same(question.question, old.question)):
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


def words_of(text: str) -> str:
    """Return a question as it is compared: without case and spacing."""
    return " ".join(text.casefold().split())


def same(one: str, other: str) -> bool:
    """Tell whether two questions are one, give or take an edit."""
    one, other = words_of(one), words_of(other)
    return bool(one) and (one == other or difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE)
