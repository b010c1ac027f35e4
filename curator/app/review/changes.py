"""Say in words what differs between two states of a week, for a person whose save came second."""

from collections.abc import Iterator

from curator.model import Module, Question, Resource
from curator.text.one_line import one_line
from curator.urls import canonical

SHOWN = 70
"""Characters of a title or a question that are quoted."""

SAME = "only comments or formatting of the file"
"""What is said when the file differs and the week does not."""

_FIELDS = ("title", "status", "opens", "objective", "introduction")

_MEET = {
    "people": "people to get to know",
    "prompts": "what to try with somebody",
    "events": "events",
    "thanks": "thanks",
    "posts": "posts from participants",
}
"""The lists of the connection, as the page calls them."""


def changes(old: Module, new: Module) -> tuple[str, ...]:
    """List what changed from one state of a week to another, in the order of the page."""
    found = [name for name in _FIELDS if getattr(old, name) != getattr(new, name)]
    found += _resources(old, new)
    found += _questions(old, new)
    found += [
        words
        for name, words in _MEET.items()
        if getattr(old.connection, name) != getattr(new.connection, name)
    ]
    if old.highlights != new.highlights:
        found.append("what learners said")
    before, after = ({canonical(d.url) for d in m.dropped} for m in (old, new))
    if before != after:
        found.append("what was turned down")
    return tuple(found) or (SAME,)


def _quote(text: str) -> str:
    return f"“{one_line(text, SHOWN)}”"


def _resources(old: Module, new: Module) -> Iterator[str]:
    before = {canonical(r.url): r for r in old.content}
    after = {canonical(r.url): r for r in new.content}
    yield from (f"{_quote(r.title)} was taken out" for key, r in before.items() if key not in after)
    yield from (f"{_quote(r.title)} was added" for key, r in after.items() if key not in before)
    if [k for k in before if k in after] != [k for k in after if k in before]:
        yield "the order of the resources"
    for key, resource in after.items():
        if key in before and before[key] != resource:
            yield f"{', '.join(_differing(before[key], resource))} of {_quote(resource.title)}"


def _differing(old: Resource, new: Resource) -> Iterator[str]:
    for name in Resource.model_fields:
        if getattr(old, name) != getattr(new, name):
            yield name.replace("_", " ")


def _questions(old: Module, new: Module) -> Iterator[str]:
    before = {q.id: (n, q) for n, q in enumerate(old.conversation, 1)}
    after = {q.id: (n, q) for n, q in enumerate(new.conversation, 1)}
    yield from (_taken(*before[key]) for key in before if key not in after)
    yield from (f"question {after[key][0]} was added" for key in after if key not in before)
    for key, (number, question) in after.items():
        if key in before and before[key][1] != question:
            yield f"question {number}: {_quote(question.question)}"


def _taken(number: int, question: Question) -> str:
    return f"question {number}, {_quote(question.question)}, was taken out"
