"""Put the site together: every file by a hard link into the cache, in a fresh folder.

Nothing is linked from where people edit: what they change in place would change the site with it.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from curator.files import link
from curator.site.assets import FOLDER, lean
from curator.site.fingerprint import walk
from curator.site.templates import packaged


def files(units: Sequence[tuple[str, Path, Mapping[str, Any]]]) -> dict[str, Path]:
    """Map every place in the site to the file that goes there; `units` are (path, folder, record)."""
    return {path + name: folder / "site" / name for path, folder, record in units for name in record["files"]}


def own(templates: Path, extra: Mapping[str, bytes], cache: Path) -> dict[str, Path]:
    """Keep in `cache` what no unit brings: assets and `extra`; map places to the files kept."""
    assets = templates / "assets"
    contents = {
        FOLDER + name: _delivered(assets / name, name)
        for name in walk(assets)
        if not Path(name).name.startswith(".")
    }
    contents |= extra
    root = templates / "root"  # a CNAME, a security.txt: whatever must lie at the root of the site
    contents |= {name: (root / name).read_bytes() for name in walk(root)}
    kept = {}
    for name, content in contents.items():
        kept[name] = cache / hashlib.sha256(f"{name}\0".encode() + content).hexdigest()[:24]
        if not kept[name].exists() or kept[name].read_bytes() != content:  # a machine that lost power
            cache.mkdir(parents=True, exist_ok=True)
            new = kept[name].with_suffix(".new")
            new.write_bytes(content)
            new.replace(kept[name])
    for file in cache.glob("*"):
        if file not in kept.values():
            file.unlink()
    return kept


def _delivered(file: Path, name: str) -> bytes:
    """Read a file of the assets; our own scripts go without comments, those of a project as they are."""
    data, ours = file.read_bytes(), packaged() / "assets" / name
    return lean(name, data) if ours.is_file() and ours.read_bytes() == data else data


def robots(units: Sequence[tuple[str, Path, Mapping[str, Any]]]) -> bytes:
    """Welcome every robot and name the sitemap of each unit that knows its address."""
    maps = [
        f"Sitemap: {record['site_url']}sitemap.xml"
        for _, _, record in units
        if record["site_url"] and "sitemap.xml" in record["files"]
    ]
    return "\n".join(["User-agent: *", "Disallow:", *maps, ""]).encode()


def same(out: Path, places: Mapping[str, Path]) -> bool:
    """Tell whether the site consists of just these files, by their identity or their size and time."""
    if not out.is_dir():
        return False
    found = 0
    for place in walk(out):
        source = places.get(place)
        if source is None:
            return False
        here, there = os.lstat(f"{out}/{place}"), os.stat(source)  # noqa: PTH116 - thousands of them
        linked = (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
        if not linked and (here.st_size, here.st_mtime_ns) != (there.st_size, there.st_mtime_ns):
            return False
        found += 1
    return found == len(places)


def assemble(new: Path, places: Mapping[str, Path]) -> None:
    """Link every file into the fresh folder; copy where links are not possible.

    Raises OSError (a full disk), and then nothing of the folder stays behind.
    """
    try:
        for folder in sorted({place.rpartition("/")[0] for place in places}):
            (new / folder).mkdir(parents=True, exist_ok=True)
        for place, source in places.items():
            link(source, f"{new}/{place}")
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
