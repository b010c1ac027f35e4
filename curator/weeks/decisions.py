"""Curators' decisions, kept and dropped, as examples for the ranking of later weeks."""

from collections.abc import Iterable

from curator.model import Module, Resource
from curator.urls import canonical


def decisions(modules: Iterable[Module]) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """Tell which resources were kept and which addresses were dropped, each once, earlier weeks first.

    Kept means that a person stood by it: the week is published, or there is a note on it. What merely
    stands in a draft is the tool's own choice and teaches nothing, nor does a stopgap.
    Whoever kept an address in one week did not drop it in another. (Which of the kept are stopgaps only the
    person knows: leaving out those far from the need cost later weeks more than stopgaps do.)
    """
    weeks = sorted(modules, key=lambda m: m.week)
    kept: dict[str, Resource] = {}
    for module in weeks:
        for resource in stood_by(module):
            kept.setdefault(canonical(resource.ref), resource)
    dropped = {canonical(d.url): d.url for module in weeks for d in module.dropped}
    return tuple(kept.values()), tuple(url for same, url in dropped.items() if same not in kept)


def counts_of(modules: Iterable[Module]) -> tuple[tuple[int, int], ...]:
    """Tell of each week that a person went over how many resources were kept and turned down, in order."""
    weeks = sorted(modules, key=lambda m: m.week)
    counts = ((len(stood_by(module)), len(module.dropped)) for module in weeks)
    return tuple(each for each in counts if any(each))


def stood_by(module: Module) -> list[Resource]:
    """Return what a person stood by in a week: it is published, or there is a note on it; no stopgap."""
    return [r for r in module.content if (module.status == "published" or r.note.strip()) and not r.stopgap]
