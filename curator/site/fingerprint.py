"""What a rendered unit is made of, as a hash: when that is the same, the unit is the same.

It covers the woven files, the project's mkdocs.yml with the environment variables that it names,
overrides, hooks and assets, the versions of everything that renders, and this package's own code.
"""

import hashlib
import importlib.metadata
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from curator import __version__
from curator.site.unit import Unit

_MADE_BY = ("mkdocs", "mkdocs-material", "zensical", "markdown", "pymdown-extensions", "jinja2", "pygments")
_CODE = ("assets", "engine_mkdocs", "engine_zensical", "finish", "links", "policy", "search")


def common(
    root: Path, engine: str, csp: Mapping[str, Sequence[str]], versions: Mapping[str, str]
) -> "hashlib._Hash":
    """Hash what all units of a project are made with; `versions` stands for its assets."""
    config = (root / "mkdocs.yml").read_bytes()
    variables = re.findall(r"[A-Za-z_]\w*", " ".join(re.findall(r"!ENV\s+(.*)", config.decode("utf-8"))))
    state = hashlib.sha256()
    made_by = {name: version(name) for name in _MADE_BY}
    environment = {name: os.environ.get(name) for name in variables}
    state.update(json.dumps([__version__, engine, made_by, csp, versions, environment]).encode())
    state.update(config)
    here = Path(__file__).parent
    for file in [here / f"{name}.py" for name in _CODE]:
        state.update(file.read_bytes())
    for folder in (root / "site_template" / "overrides", root / "hooks"):
        _feed(state, folder)
    return state


def of_unit(unit: Unit, common_state: "hashlib._Hash") -> str:
    """Hash everything that a unit is made of."""
    state = common_state.copy()
    state.update(json.dumps([unit.name, unit.path]).encode())
    state.update((unit.folder / "mkdocs.yml").read_bytes())
    _feed(state, unit.folder / "docs")
    return state.hexdigest()


def walk(folder: Path) -> Iterator[str]:
    """Yield the place of every file below a folder, with slashes; not of compiled Python."""
    top = str(folder)
    for path, folders, names in os.walk(top):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        prefix = path[len(top) + 1 :].replace(os.sep, "/")
        yield from (f"{prefix}/{name}" if prefix else name for name in names)


def version(name: str) -> str:
    """Return the version of an installed package, "" when it is not there."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _feed(state: "hashlib._Hash", folder: Path) -> None:
    for name in sorted(walk(folder)):
        data = Path(folder, name).read_bytes()
        state.update(f"{name}\0{len(data)}\0".encode())
        state.update(data)
