"""What curators decided, readable by whatever ranks next: kept, dropped, thanked, silenced."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from curator.model import Module, Resource, thread_key
from curator.urls import canonical


@dataclass(frozen=True, slots=True)
class Feedback:
    """The decisions of all weeks of a course."""

    kept: tuple[Resource, ...]
    dropped: tuple[str, ...]
    """Addresses that somebody turned down."""
    thanked: tuple[tuple[str, int], ...]
    """Names that were thanked, suggested something or are quoted, with how often, most often first."""
    silenced: tuple[tuple[str, int], ...]
    """Question rules that were silenced, with how often: a rule silenced again and again does not fit."""
    threads: tuple[str, ...]
    """Keys of the threads of published weeks: where the conversation is read back from."""


def decisions(modules: Iterable[Module]) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """Tell which resources were kept and which addresses were dropped, each once, earlier weeks first.

    Kept means that a person stood by it: the week is published, or there is a note on it. What merely
    stands in a draft is the tool's own choice and teaches nothing. Whoever kept an address in one
    week did not drop it in another.
    """
    weeks = sorted(modules, key=lambda m: m.week)
    kept: dict[str, Resource] = {}
    for module in weeks:
        for resource in module.content:
            if module.status == "published" or resource.note.strip():
                kept.setdefault(canonical(resource.url), resource)
    dropped = {canonical(d.url): d.url for module in weeks for d in module.dropped}
    return tuple(kept.values()), tuple(url for same, url in dropped.items() if same not in kept)


def feedback(course: str, modules: Iterable[Module]) -> Feedback:
    """Collect all that the next ranking may learn from; `course` is the slug that threads are named by."""
    weeks = sorted(modules, key=lambda m: m.week)
    kept, dropped = decisions(weeks)
    names = Counter(
        name
        for module in weeks
        for name in (*(t.name for t in module.connection.thanks), *(r.suggested_by for r in module.content))
        if name
    )
    rules = Counter(rule for module in weeks for q in module.conversation for rule in q.silence)
    threads = tuple(
        thread_key(course, module.week, question.id)
        for module in weeks
        if module.status == "published"
        for question in module.conversation
    )
    return Feedback(kept, dropped, _ranked(names), _ranked(rules), threads)


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
