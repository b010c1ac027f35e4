"""The house keeps its shape: arrows point one way, and every module is at home somewhere."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "curator"

ROOMS = {
    "fetch",
    "feeds",
    "extract",
    "rank",
    "questions",
    "weeks",
    "comments",
    "conversation",
    "site",
    "exports",
    "importers",
    "storage",
    "execution",
}
"""The rooms that each do one part of the job. None imports another, but for the exceptions below."""

MEANS = {"config", "yamlio", "text", "files", "ports", "plugins", "model", "urls", "errors"}
"""What any room may use."""

ALLOWED = {
    "errors": set(),
    "urls": set(),
    "model": {"urls", "errors"},
    "files": {"errors"},
    "ports": {"model", "errors"},
    "plugins": {"errors"},
    "text": {"model", "urls", "errors"},
    "yamlio": {"model", "errors", "files", "text"},
    "config": {"yamlio", "model", "urls", "errors", "files", "text"},
    **{room: set(MEANS) for room in ROOMS},
    "app": ROOMS | MEANS,
    "api": ROOMS | MEANS,
    "cli": {"app"} | MEANS,
}
ALLOWED["weeks"] |= {"questions"}  # a week is linted with the questions that it holds
ALLOWED["exports"] |= {"site"}  # an export says what the pages say, in the same words
ALLOWED["site"] |= {"execution"}  # pages are rendered in child processes
ALLOWED["site"] |= {"weeks"}  # the one calendar says which weeks have a page
ALLOWED["exports"] |= {"weeks"}


@cache
def modules():
    return tuple(_modules())


def _modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part not in ("__init__", "__main__", "starter"):
            yield part, path


@cache
def imports(path):
    return tuple(_imports(path))


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            if node.module == "curator":
                yield from (alias.name for alias in node.names)
            elif (node.module or "").startswith("curator."):
                yield node.module.split(".")[1]
            else:
                yield "external:" + (node.module or "").split(".")[0]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                names = alias.name.split(".")
                yield names[1] if names[0] == "curator" and len(names) > 1 else "external:" + names[0]


def test_arrows_point_one_way():
    for part, path in modules():
        assert part in ALLOWED, f"{path}: say in ARCHITECTURE.md and here where {part} stands"
        inside = {name for name in imports(path) if not name.startswith("external:")} - {part, "__version__"}
        assert inside <= ALLOWED[part], f"{path} imports {inside - ALLOWED[part]}"


def test_only_the_command_line_knows_click():
    users = {part for part, path in modules() if "external:click" in set(imports(path))}
    assert users == {"cli"}


def test_only_fetch_opens_connections():
    clients = {"external:" + name for name in ("aiohttp", "requests", "urllib3", "httpx", "ftplib")}
    users = {path.relative_to(PACKAGE).parent for _, path in modules() if clients & set(imports(path))}
    review = Path("app/review")  # answers on 127.0.0.1 with aiohttp's server, and asks nobody
    assert users - {review} == {Path("fetch")}


def test_nothing_is_unpickled_from_disk():
    users = {part for part, path in modules() if "external:pickle" in set(imports(path))}
    assert users <= {"execution"}, "pickle is for the pipes between a run's own processes"


def test_files_stay_readable():
    long = {str(p): n for _, p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > 500}
    assert not long, f"split into two files with two names: {long}"


def test_the_architecture_page_names_every_part():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = {f"{part}" for part, _ in modules() if f"`{part}" not in page and f"curator/{part}" not in page}
    assert not missing


def test_the_architecture_page_names_every_module_and_no_other():
    """One of many alike is named by a pattern: `curator/exports/<format>.py`."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/<>]+\.py)`", page)
    alike = [re.sub(r"<\w+>", r"\\w+", name) for name in named if "<" in name]
    there = {f"curator/{path.relative_to(PACKAGE).as_posix()}": path.name for _, path in modules()}
    names = {Path(name).name for name in named}
    missing = {
        place
        for place, name in there.items()
        if name not in names and not any(re.fullmatch(pattern, place) for pattern in alike)
    }
    assert not missing, f"say in a table of ARCHITECTURE.md what is changed there: {missing}"
    gone = {
        name
        for name in named
        if "<" not in name
        and not (ROOT / name).is_file()
        and not any(place.endswith(f"/{name}") for place in there)
    }
    assert not gone, "no file is called so"
