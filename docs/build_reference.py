"""Write docs/reference.md from the code: every command with its options, every key that people write.

Run it after changing a command or a key: .venv/bin/python docs/build_reference.py. A test checks that
the page is current and that nothing in it lacks an explanation.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import click
from pydantic.fields import FieldInfo

from curator import model
from curator.cli import cli
from curator.config import Participants, Site, Sources, Suggestions
from curator.yamlio.reading import models_in

PAGE = Path(__file__).parent / "reference.md"

FILES: tuple[tuple[str, str, type[model.Written]], ...] = (
    ("feeds.yml", "Where the weekly run looks, how it behaves on the network, and the tags.", Sources),
    ("courses/&lt;course&gt;/course.yml", "One course: its need, its schedule, its rules.", model.Course),
    (
        "courses/&lt;course&gt;/week-NN.md",
        "One week: YAML between two lines `---`, then your introduction.",
        model.Module,
    ),
    (
        "courses/&lt;course&gt;/week-NN.&lt;language&gt;.md",
        "A week in another language; what it leaves empty stays in the original's.",
        model.TranslatedWeek,
    ),
    (
        "courses/&lt;course&gt;/course.&lt;language&gt;.yml",
        "What a course says of itself in another language.",
        model.TranslatedCourse,
    ),
    ("courses/&lt;course&gt;/participants.yml", "Learners with blogs of their own.", Participants),
    ("courses/&lt;course&gt;/suggestions.yml", "What people suggested.", Suggestions),
    (
        "courses/&lt;course&gt;/nominations.yml",
        "What several curators think: `curate review` writes it.",
        model.Nominations,
    ),
    ("mkdocs.yml", "The keys that curator itself reads; the others belong to MkDocs.", Site),
)
ELSEWHERE = {"slug": "the folder's name", "introduction": "the text below the front matter"}
"""Fields that are filled in by where something stands, and are no keys."""


def page() -> str:
    """Return the whole page."""
    return "\n".join(["# Reference", "", INTRO, "", *_commands(), *_files()]).rstrip() + "\n"


INTRO = (
    "Made from the code by `docs/build_reference.py`. Exit codes of every command: 0 done, 1 the result must "
    "not be published (the last good site stands) or the machine refused (a full disk, a missing right), "
    "2 wrong usage or configuration, 130 interrupted."
)


# --- commands -------------------------------------------------------------------------------------


def walk(group: click.Group, path: str = "curate") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from walk(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _commands() -> Iterator[str]:
    common = {"folder", "as_json", "today", "verbose", "quiet"}
    yield "## Commands"
    yield ""
    yield "Every command takes these:"
    yield ""
    _, first = next(walk(cli))
    yield from _options(p for p in first.params if p.name in common)
    for name, command in walk(cli):
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        usage = " ".join([name, *(a.make_metavar(click.Context(command)) for a in arguments)])
        yield f"### {name}"
        yield ""
        yield f"`{usage}`"
        yield ""
        yield from _prose(command.help or "")
        yield from _options(p for p in command.params if isinstance(p, click.Option) and p.name not in common)


def _prose(text: str) -> Iterator[str]:
    for block in inspect.cleandoc(text).split("\n\n"):
        if block.startswith("\b"):
            yield from ("```text", *block.splitlines()[1:], "```", "")
        else:
            yield from (" ".join(block.split()), "")


def _options(options: Iterator[click.Parameter]) -> Iterator[str]:
    rows = []
    for option in options:
        if isinstance(option, click.Option):
            kind = "" if option.is_flag or option.count else f" {_metavar(option)}"
            default = option.default if option.show_default else None
            words = (option.help or "") + (f" Default: {default}." if default is not None else "")
            rows.append(f"| `{', '.join(option.opts)}{kind}` | {words} |")
    if rows:
        yield from ("| option | meaning |", "|---|---|", *rows, "")


def _metavar(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " or ".join(option.type.choices)
    return option.metavar or option.type.name.upper()


# --- files ----------------------------------------------------------------------------------------


def _files() -> Iterator[str]:
    yield "## Files"
    yield ""
    for file, words, kind in FILES:
        yield f"### {file}"
        yield ""
        yield words
        yield ""
        yield "| key | type | default | meaning |"
        yield "|---|---|---|---|"
        for key, field, meaning in keys(kind):
            yield f"| `{key}` | {_type(field)} | {_default(field)} | {meaning} |"
        yield ""


def keys(kind: type[model.Written], path: str = "") -> Iterator[tuple[str, FieldInfo, str]]:
    """Yield every key below a kind of record: its path, its field, its meaning."""
    meanings = docstrings(kind)
    for name, field in kind.model_fields.items():
        if name in ELSEWHERE:
            continue
        key = path + (field.alias or name)
        yield key, field, meanings.get(name, "")
        for inner in models_in(field.annotation):
            many = "[]" if "tuple" in str(field.annotation) else ""
            yield from keys(inner, f"{key}{many}.")


def docstrings(kind: type) -> dict[str, str]:
    """Return the text under each field of a class."""
    found = {}
    tree = ast.parse(inspect.getsource(kind)).body[0]
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for field, after in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            found[ast.unparse(field.target)] = " ".join(str(after.value.value).split()).replace("|", "\\|")
    return found


def _type(field: FieldInfo) -> str:
    return _name(field.annotation)


def _name(annotation: Any) -> str:
    arguments = [a for a in get_args(annotation) if a is not type(None) and a is not Ellipsis]
    text = str(annotation)
    if text.startswith("typing.Literal"):
        return " or ".join(str(a) for a in arguments if a != "")
    if text.startswith("typing.Annotated"):
        return _name(arguments[0])
    if text.startswith("tuple"):
        return "list of " + _name(arguments[0])
    if text.startswith("dict"):
        return "keys and values"
    if len(arguments) == 1:
        return _name(arguments[0])
    plain = {"str": "text", "int": "number", "float": "number", "bool": "true or false", "ByteSize": "size"}
    name = getattr(annotation, "__name__", text)
    if isinstance(annotation, type) and issubclass(annotation, model.Written):
        return "keys below"
    return plain.get(name, re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower())


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value in ("", (), {}, None) or isinstance(value, model.Written):
        return ""
    return f"`{value.human_readable(decimal=True)}`" if hasattr(value, "human_readable") else f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
