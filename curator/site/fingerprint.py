"""What a rendered unit is made of, as a hash: when that is the same, the unit is the same.

It covers the generated files, the project's mkdocs.yml with the environment variables and files that it
names, overrides, hooks and assets, every installed package by its version (a plugin's update changes pages,
too), and this package's own code.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from curator import __version__
from curator.site.unit import Unit

_CODE = (
    "assets",
    "content_security",
    "engine_mkdocs",
    "engine_zensical",
    "finish",
    "internal_links",
    "search",
)

_NAMED = re.compile(r"[\w./-]+\.\w+")
"""What may be the name of a file, in a text of YAML."""


def common(
    root: Path,
    templates: Path,
    engine: str,
    csp: Mapping[str, Sequence[str]],
    versions: Mapping[str, str],
) -> "hashlib._Hash":
    """Hash what all units of a project are made with; `versions` stands for its assets."""
    state = hashlib.sha256()
    config = settings(root)
    text = "".join(config.values())
    variables = re.findall(r"[A-Za-z_]\w*", " ".join(re.findall(r"!ENV\s+(.*)", text)))
    environment = {name: os.environ.get(name) for name in variables}
    made_by = [__version__, *installed()]
    state.update(json.dumps([engine, made_by, csp, versions, environment, config]).encode())
    here = Path(__file__).parent
    for file in [here / f"{name}.py" for name in _CODE]:
        state.update(file.read_bytes())
    for folder in (templates / "overrides", root / "hooks"):
        _feed(state, folder)
    return state


def of_unit(unit: Unit, common_state: "hashlib._Hash") -> str:
    """Hash everything that a unit is made of; its files are read only where the generator did not say."""
    state = common_state.copy()
    state.update(json.dumps([unit.name, unit.path, unit.made_of]).encode())
    if unit.made_of:
        return state.hexdigest()
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


def installed() -> list[str]:
    """Name every installed package with its version, as the folders of its metadata are named."""
    return sorted(
        name
        for place in dict.fromkeys(sys.path)
        if os.path.isdir(place)  # noqa: PTH112 - sys.path holds plain strings
        for name in os.listdir(place)  # noqa: PTH208
        if name.endswith((".dist-info", ".egg-info"))
    )


def version(name: str) -> str:
    """Return the version of an installed package, "" when it is not there."""
    wanted = re.sub(r"[-_.]+", "_", name).lower()
    for folder in installed():
        package, _, rest = folder.rpartition(".")[0].partition("-")
        if re.sub(r"[-_.]+", "_", package).lower() == wanted:
            return rest
    return ""


def of_styles(root: Path, engine: str, versions: Mapping[str, str]) -> str:
    """Hash what the theme's stylesheets are made of; it stands in addresses, so no machine differs in it."""
    package = "zensical" if engine == "zensical" else "mkdocs-material"
    theme = {package: version(package)}  # an engine that is only installed changes nothing
    code = (Path(__file__).parent / "styles.py").read_text("utf-8")
    return hashlib.sha256(json.dumps([engine, theme, versions, settings(root), code]).encode()).hexdigest()


def of_search() -> str:
    """Hash what makes an index of the same documents another one: Pagefind, and what is done to its files."""
    code = [(Path(__file__).parent / f"{name}.py").read_text("utf-8") for name in ("search", "rechunk")]
    return hashlib.sha256(json.dumps([version("pagefind-bin"), code]).encode()).hexdigest()


def settings(root: Path) -> dict[str, str]:
    """Read mkdocs.yml and the files of the project that it names (INHERIT, snippets, macros), by name."""
    found: dict[str, str] = {}
    waiting = ["mkdocs.yml"]
    while waiting:
        name = waiting.pop()
        try:
            found[name] = (root / name).read_text("utf-8", "surrogateescape")
        except OSError:
            if name == "mkdocs.yml":
                raise
            continue
        if name.endswith((".yml", ".yaml")):
            named = set(_NAMED.findall(found[name]))
            waiting += sorted(n for n in named if n not in found and (root / n).is_file())
    return found


def _feed(state: "hashlib._Hash", folder: Path) -> None:
    for name in sorted(walk(folder)):
        data = Path(folder, name).read_bytes()
        state.update(f"{name}\0{len(data)}\0".encode())
        state.update(data)
