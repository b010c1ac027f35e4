"""Make units of the site on other machines: what a unit is made of goes out, its finished folder comes back.

    here:   the files that a unit is made of → one archive
    there:  unpack → finish.make, in a limited child → the finished folder → one archive
    here:   check every name of it → unpack beside the cache → put it in place

Only this machine writes into the project. Environment variables are not sent: a mkdocs.yml that names some
is rendered here.
"""

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

from curator.errors import RenderError
from curator.model import Result
from curator.ports import Executor
from curator.site import fingerprint, finish

MAX_FILES = 100_000
MAX_BYTES = 2**31
"""What the archive of one unit may hold, unpacked."""

_ENV = "!ENV"
_SITE = "site/"
_RECORDS = (finish.RECORD, finish.PAGES, finish.DOCUMENTS)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A unit to be made elsewhere: the task with paths relative to the project, and the files it needs."""

    task: finish.Task
    archive: bytes


def why_here(root: Path, templates: Path) -> str:
    """Say in words why a project's pages must be rendered on this machine; empty when they need not."""
    if any(_ENV in text for text in fingerprint.settings(root).values()):
        return "mkdocs.yml names environment variables, which are not sent to a cluster: rendered here"
    if not templates.resolve().is_relative_to(root.resolve()):
        return "the templates lie outside of the project: rendered here"
    return ""


def maker(
    executor: Executor, root: Path, templates: Path
) -> Callable[[finish.Task], "Future[Result[finish.Task, str]]"]:
    """Return what begins to make a unit on the executor's machines and puts it into the cache here."""

    def begin(task: finish.Task) -> "Future[Result[finish.Task, str]]":
        made: Future[Result[finish.Task, str]] = Future()

        def arrive(sent: "Future[Result[Parcel, bytes]]") -> None:
            try:
                result = sent.result()
                if result.value is None:
                    made.set_result(Result(result.index, task, error=result.error))
                    return
                put_in_cache(result.value, Path(task.folder))
                made.set_result(Result(result.index, task, task.name))
            except BaseException as error:
                made.set_exception(error)

        executor.submit(make, parcel(task, root, templates)).add_done_callback(arrive)
        return made

    return begin


def parcel(task: finish.Task, root: Path, templates: Path) -> Parcel:
    """Pack what a unit is made of: generated pages, settings, hooks and overrides of the project."""
    files = {name: root / name for name in fingerprint.settings(root)}
    for folder in (Path(task.config_file).parent, root / "hooks", templates / "overrides"):
        place = Path(os.path.relpath(folder, root)).as_posix()
        files |= {f"{place}/{name}": folder / name for name in fingerprint.walk(folder)}
    config = Path(os.path.relpath(task.config_file, root)).as_posix()
    contents = {name: path.read_bytes() for name, path in sorted(files.items()) if path.is_file()}
    return Parcel(replace(task, config_file=config, folder="", bytecode=""), pack(contents))


def make(sent: Parcel) -> bytes:
    """Make a unit in a folder of its own and return the finished folder as an archive."""
    with tempfile.TemporaryDirectory(prefix="curator-unit-") as name:
        folder = Path(name)
        for place, data in unpack(sent.archive).items():
            _write(folder / "project" / place, data)
        config = folder / "project" / sent.task.config_file
        unit = folder / "made" / "unit"
        unit.parent.mkdir()
        finish.make(replace(sent.task, config_file=str(config), folder=str(unit), bytecode=_bytecode()))
        return pack({place: (unit / place).read_bytes() for place in sorted(fingerprint.walk(unit))})


@cache
def _bytecode() -> str:
    """Keep compiled templates as long as this process lives; the worker clears its temporary files away."""
    return tempfile.mkdtemp(prefix="curator-templates-")


def put_in_cache(archive: bytes, folder: Path) -> None:
    """Replace a unit in the cache by a finished one; RenderError for an archive that holds anything else."""
    files = unpack(archive)
    if wrong := [n for n in files if n not in _RECORDS and not n.startswith(_SITE)]:
        raise RenderError(f"a worker sent back what is no part of a unit: {wrong[0][:200]!r}")
    if any(name not in files for name in _RECORDS):
        raise RenderError("a worker sent back a unit without its record")
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    for name, data in files.items():
        _write(new / name, data)
    _write(new / finish.RECORD, _stamped(files[finish.RECORD], new))
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def _stamped(record: bytes, new: Path) -> bytes:
    """Write the times that the files have on this machine into a unit's record."""
    try:
        data = json.loads(record)
        data["files"] = {name: finish.stamp(new / "site" / name) for name in data["files"]}
        data["documents"] = finish.stamp(new / finish.DOCUMENTS)
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise RenderError(f"a worker sent back a unit whose record does not fit: {error}") from None
    return json.dumps(data).encode()


# --- archives ---------------------------------------------------------------------------------------


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files, by their places with slashes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Read an archive: plain files below one folder, within bounds; RenderError for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise RenderError("the archive of a unit is too large")
            if len({entry.filename for entry in entries}) < len(entries):
                raise RenderError("the archive of a unit names a file twice")
            if wrong := next((e.filename for e in entries if not _plain(e.filename)), ""):
                raise RenderError(f"the archive of a unit holds {wrong[:200]!r}, which is no place in it")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise RenderError(f"the archive of a unit cannot be read: {error}") from None


def _plain(name: str) -> bool:
    """Tell whether a name is a place below the folder that an archive is unpacked into."""
    parts = name.split("/")
    return (
        not PurePosixPath(name).is_absolute()
        and not any(part in ("", ".", "..") for part in parts)
        and not any(sign in name for sign in ("\\", "\0", ":"))
    )


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
