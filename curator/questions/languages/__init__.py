"""What the rules and proposals know of a language: one folder each, `lint.toml` and `proposals.toml` ...

A language is there when its folder is. Everything in it is data: nothing is asked about a language by name.
"""

import tomllib
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

FOLDER: Traversable = resources.files("curator.questions.languages")
"""Where the folders of the languages lie."""


def base(language: str) -> str:
    """Return the language of a tag: "en" of "en-GB"."""
    return language.strip().lower().replace("_", "-").partition("-")[0]


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Return the codes of the languages that have a folder."""
    return frozenset(folder.name for folder in FOLDER.iterdir() if folder.joinpath("lint.toml").is_file())


@lru_cache(maxsize=64)
def table(language: str, name: str) -> dict[str, Any] | None:
    """Read one file of a language's folder, None where there is none; `language` may be a tag ("de-AT")."""
    code = base(language)
    if not code.isalpha() or not code.isascii():
        return None
    file = FOLDER.joinpath(code, f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else None


@lru_cache(maxsize=16)
def entries(language: str, name: str) -> tuple[dict[str, Any], ...]:
    """Read what all the files of a folder list under its name: `topics/*.toml`, each with its [[topics]]."""
    code = base(language)
    folder = FOLDER.joinpath(code, name)
    if not code.isalpha() or not code.isascii() or not folder.is_dir():
        return ()
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(entry for file in files for entry in tomllib.loads(file.read_text("utf-8"))[name])
