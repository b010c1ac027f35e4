"""What comes with an installation may be passed on under our own terms: every licence is a permissive one.

Metadata alone is not believed: a package may say LGPL there and carry the AGPL in its licence file.
"""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|0BSD|CC0|CNRI-Python|Unlicense"
    r"|MPL|Mozilla",  # asks for changes of its own files back, and nothing of whoever uses them
    re.IGNORECASE,
)
COPYLEFT = re.compile(
    r"GNU (?:AFFERO )?GENERAL PUBLIC LICENSE|GNU LESSER GENERAL PUBLIC LICENSE", re.IGNORECASE
)
CHOSEN = {
    "feedgen": "BSD-2-Clause, of two that it offers",
    "pathspec": "MPL-2.0; its text names the GNU licences as secondary ones",
    "pyphen": "MPL-1.1, of three that it offers",
    "tld": "MPL-1.1, of three that it offers",
}
"""Packages whose files name a GNU licence, too, and what we take them under."""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


EXTRAS = ("announce", "cards", "dask", "pdf", "postgres", "share", "zensical")


def installed(root: str, extra: str = "") -> dict[str, Distribution]:
    """Every distribution that installing `root`, or `root[extra]`, brings, by name."""
    found: dict[str, Distribution] = {}
    waiting = [root]
    while waiting:
        name = canonical(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # wanted on other systems only
            continue
        for line in found[name].requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra if name == root else ""}):
                waiting.append(need.name)
    return found


def declared(package: Distribution) -> str:
    """What the metadata say."""
    meta = package.metadata
    classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    return " ".join([meta.get("License-Expression") or "", (meta.get("License") or "")[:200], *classifiers])


def texts(package: Distribution) -> list[str]:
    """The first lines of every licence file."""
    files = [f for f in package.files or [] if re.match(r"(?i)(?:un)?licen[cs]e|copying", f.name)]
    paths = [path for f in files if (path := package.locate_file(f)).is_file() and path.suffix != ".py"]
    return [path.read_text("utf-8", "replace")[:4000] for path in paths]


def verdict(name: str, said: str, files: list[str]) -> str:
    """Why a package must not be a dependency, or ""."""
    if name in CHOSEN:
        return ""
    if any(COPYLEFT.search(text) for text in files):
        return "a licence file holds a GNU licence"
    if not PERMISSIVE.search(said) and not any(PERMISSIVE.search(text) for text in files):
        return f"no licence that is known: {said.strip() or 'nothing said'}"
    if re.search(r"\bA?GPL|LGPL|GNU ", said):
        return f"it says {said.strip()}"
    return ""


def test_every_dependency_may_be_passed_on():
    found = installed("curator-mooc")
    assert {"mkdocs", "trafilatura", "feedparser"} <= set(found)
    bad = {name: why for name, d in found.items() if (why := verdict(name, declared(d), texts(d)))}
    assert not bad


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_extra_may_be_passed_on_too(extra):
    found = installed("curator-mooc", extra)
    more = found.keys() - installed("curator-mooc").keys()
    assert more, "the extra brings something, and its packages are installed here"
    assert not {n: why for n in more if (why := verdict(n, declared(found[n]), texts(found[n])))}


def test_every_extra_is_looked_at():
    offered = distribution("curator-mooc").metadata.get_all("Provides-Extra") or []
    assert set(offered) - {"dev"} == set(EXTRAS)


@pytest.mark.parametrize(
    ("said", "files", "why"),
    [
        ("MIT", ["MIT License\nPermission is hereby granted"], ""),
        ("LGPLv3", ["GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3"], "a licence file"),
        ("MIT", ["GNU GENERAL PUBLIC LICENSE"], "a licence file"),
        ("GPL-3.0-only", [], "no licence that is known"),
        ("", [], "no licence that is known"),
        ("MIT OR GPL-2.0", [], "it says"),
    ],
)
def test_files_are_read_as_well_as_metadata(said, files, why):
    assert verdict("some-package", said, files).startswith(why)
    assert bool(verdict("some-package", said, files)) == bool(why)
