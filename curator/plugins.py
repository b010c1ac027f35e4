"""Plugins: implementations from other packages, found by entry point.

A package adds one with a line in its pyproject.toml, and the name before the sign is what a person types:

    [project.entry-points."curator.exporters"]
    handout = "my_package.handout:Handout"

Our own go first: no installed package can take the place of one. Nothing is imported before it is chosen.
"""

import difflib
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Literal, TypeVar

from curator.errors import ConfigError, Problem

T = TypeVar("T")
Group = Literal["curator.comments", "curator.engines", "curator.exporters", "curator.importers"]


def names(group: Group, own: Mapping[str, object]) -> list[str]:
    """Name everything that can be chosen: our own in their order, then other packages' by name."""
    return [*own, *sorted(set(_installed(group)) - set(own))]


def load(group: Group, name: str, own: Mapping[str, T]) -> T:
    """Return the implementation of that name.

    Raises ConfigError, with the names that there are, for one that nobody has, and with the package's name
    for one that cannot be imported.
    """
    if name in own:
        return own[name]
    found = _installed(group).get(name)
    kind = group.removeprefix("curator.")
    if found is None:
        known = names(group, own)
        close = difflib.get_close_matches(name, known, 1)
        remedy = (f"did you mean `{close[0]}`? " if close else "") + f"there are {', '.join(known)}"
        raise ConfigError([Problem("", 0, name, f"is none of the {kind} that are installed", remedy)])
    try:
        thing: T = found.load()
    except Exception as error:  # whatever a stranger's module does when it is imported
        package = found.dist.name if found.dist else found.value
        message = f"comes from {package}, which cannot be imported: {type(error).__name__}: {error}"
        raise ConfigError([Problem("", 0, name, message, f"mend or remove {package}")]) from error
    return thing


def _installed(group: Group) -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=group)}
