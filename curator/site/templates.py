"""Templates, styles, scripts and catalogues: the package's, with a project's own files in place of some.

A project's `site_template/` holds only what it overrides. Engines want one folder, so the two are laid over
each other in the project's state folder. `ejected.json` beside the overrides says which version of the
package's file each was copied from, so that `curate doctor` can name those that are behind.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

from jinja2 import TemplateSyntaxError

import curator
from curator.config import Project
from curator.errors import ConfigError, Problem
from curator.files import write_atomic
from curator.ports import CommentProvider
from curator.site.fingerprint import walk

FOLDER = "site_template"
EJECTED = "ejected.json"
COMMENTS = "assets/comments/"
_PACKAGE = Path(curator.__file__).parent


def packaged() -> Path:
    """Return the package's own templates: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "scaffold" / FOLDER
    return inside if inside.is_dir() else _PACKAGE.parent / FOLDER


def folder(project: Project, comments: CommentProvider | None = None) -> Path:
    """Return the folder of all templates, a project's own before the package's; brought up to date first.

    The script of a comment provider from another package goes along (`CommentProvider.script_file`).
    """
    own, ours = project.root / FOLDER, packaged()
    elsewhere = comments is not None and comments.script_file is not None
    if own.is_dir() and own.resolve() == ours.resolve() and not elsewhere:
        return own  # the repository of this very program
    merged = project.state / FOLDER
    sources = {name: ours / name for name in walk(ours)}
    if own.is_dir():
        sources |= {name: own / name for name in walk(own) if name != EJECTED}
    if comments is not None and comments.script_file is not None:
        sources.setdefault(COMMENTS + comments.script, comments.script_file)
    for name, source in sources.items():
        target, data = merged / name, source.read_bytes()
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            new = target.with_name(f".{target.name}.new")
            new.write_bytes(data)
            new.replace(target)
    for name in list(walk(merged)):
        if name not in sources and not (comments is None and name.startswith(COMMENTS)):
            (merged / name).unlink()
    return merged


def eject(project: Project, name: str) -> Path:
    """Copy one of the package's files into the project's `site_template/`, for changing; return the copy.

    Raises ConfigError for a name that the package has not, and for a file that is there already.
    """
    ours, own = packaged(), project.root / FOLDER
    names = sorted(walk(ours))
    chosen = name if name in names else next((n for n in names if Path(n).name == name), "")
    if not chosen:
        near = [n for n in names if name.split(".")[0] in n] or names
        raise ConfigError(
            [Problem("--eject", 0, name, "is none of the templates", f"choose {', '.join(near)}")]
        )
    target = own / chosen
    if target.exists():
        place = target.relative_to(project.root).as_posix()
        raise ConfigError([Problem(place, 0, "", "is there already", "change it there, or delete it first")])
    data = (ours / chosen).read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ours / chosen, target)
    notes = _notes(own) | {
        chosen: {"version": curator.__version__, "sha256": hashlib.sha256(data).hexdigest()}
    }
    write_atomic(own / EJECTED, (json.dumps(notes, indent=1, sort_keys=True) + "\n").encode())
    return target


@dataclass(frozen=True, slots=True)
class Override:
    """One file of a project that stands in the place of the package's.

    `state` is "same" (changes nothing), "behind" (the package's file has changed since it was copied),
    "unknown" (nobody knows from which version it came) or "current". `version` is that of the copy, where
    it is known.
    """

    name: str
    state: str
    version: str = ""


def overrides(project: Project) -> Iterator[Override]:
    """Yield a project's overrides of the package's files, by name, and how each stands to its original."""
    own, ours = project.root / FOLDER, packaged()
    if not own.is_dir() or own.resolve() == ours.resolve():
        return
    notes = _notes(own)
    for name in sorted(walk(own)):
        if not (ours / name).is_file():
            continue
        now = hashlib.sha256((ours / name).read_bytes()).hexdigest()
        note = notes.get(name, {})
        if hashlib.sha256((own / name).read_bytes()).hexdigest() == now:
            yield Override(name, "same")
        elif not note:
            yield Override(name, "unknown")
        else:
            state = "current" if note.get("sha256") == now else "behind"
            yield Override(name, state, str(note.get("version", "")))


@contextmanager
def drawn(root: Path) -> Iterator[None]:
    """Let templates draw; where one that the project `root` changed fails, raise ConfigError with its line.

    Any kind of error may come out of a template. One of the package's own templates is a fault of the
    package and stays what it is.
    """
    try:
        yield
    except Exception as error:
        frames = [(frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError):
            frames.append((error.filename or "", error.lineno))
        for file, number in reversed(frames):
            name = file.replace(os.sep, "/").rpartition(f"/{FOLDER}/")[2]
            if name != file and (root / FOLDER / name).is_file() and root / FOLDER != packaged():
                remedy = "mend it; if it was copied from an earlier version, delete it and `--eject` it anew"
                place = f"{FOLDER}/{name}"
                raise ConfigError([Problem(place, number or 0, "", str(error), remedy)]) from error
        raise


def _notes(own: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads((own / EJECTED).read_bytes())
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, dict)} if isinstance(found, dict) else {}
