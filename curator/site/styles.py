"""Stylesheets of a theme without what the site does not use: rules that can match nothing, unused files.

Material's main stylesheet shrinks from 22.8 to 15 kB compressed: its search, tabs, versions and blog go, and
what only extensions write that are not enabled.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from curator.site.assets import FOLDER

_WORD = re.compile(r"[\w-]+")
_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_COMMENT = re.compile(rf"{_STRING}|/\*.*?\*/", re.S)
_MARK = re.compile(rf"{_STRING}|[{{}};]", re.S)
_FUNCTION = re.compile(r":(?:not|is|where|has)\([^()]*\)")
_SELECTED = re.compile(r"\.((?:[\w-]|\\.)+)")
_OPTIONAL = ("tabbed", "critic", "keys", "mermaid", "arithmatex", "annotate", "grid", "task-list", "footnote")
"""Beginnings of classes that only a Markdown extension of that name, or one much like it, writes."""


def slim(
    files: Mapping[str, Path], records: Sequence[Mapping[str, Any]], config: str, cache: Path
) -> dict[str, Path]:
    """Replace the theme's stylesheets in a site's files; those that no page refers to are left out.

    `files` maps places in the site to files, `records` are those of the units, `config` is the text of
    mkdocs.yml. The new stylesheets are kept in `cache`.
    """
    used = {name for record in records for name in record["classes"]}
    linked = {target for record in records for target in record["links"]}
    scripts = "".join(
        file.read_text("utf-8")
        for name, file in sorted(files.items())
        if name.startswith(FOLDER) and name.endswith(".js")
    )
    key = hashlib.sha256(repr([sorted(used), scripts, config]).encode() + Path(__file__).read_bytes())
    result = dict(files)
    made: set[Path] = set()
    for name in [n for n in files if n.startswith(f"{FOLDER}stylesheets/") and n.endswith(".css")]:
        if name not in linked:
            del result[name]
            continue
        data = files[name].read_bytes()
        state = key.copy()
        state.update(data)
        result[name] = cache / f"{state.hexdigest()[:24]}.css"
        made.add(result[name])
        if not result[name].exists():
            cache.mkdir(parents=True, exist_ok=True)
            new = result[name].with_suffix(".new")
            new.write_text(purged(data.decode("utf-8"), used, scripts, config), "utf-8")
            new.replace(result[name])
    for file in cache.glob("*"):
        if file not in made:
            file.unlink()
    return result


def purged(css: str, used: Set[str], scripts: str, config: str) -> str:
    """Drop the rules of a theme's stylesheet that no page of the site can match.

    A rule stays when each class it asks for is in `used` (classes that pages have), is named in `scripts`
    (the text of the scripts that may set it), belongs to what Markdown can produce, or to an extension
    that `config` (the text of mkdocs.yml) names.
    """
    words = set(_WORD.findall(scripts))
    beginnings = tuple(word for word in words if word.endswith("-") and len(word) > 3)
    optional = tuple(name for name in _OPTIONAL if name in config)

    def known(name: str) -> bool:
        if name.startswith("md-"):
            return name in used or name in words or name.startswith(beginnings)
        return not name.startswith(_OPTIONAL) or name.startswith(optional)

    plain = _COMMENT.sub(lambda match: "" if match[0].startswith("/*") else match[0], css)
    return _purged(plain, known)


def _purged(css: str, known: Callable[[str], bool]) -> str:
    parts: list[str] = []
    for head, body in _rules(css):
        if body is None:
            parts.append(head)
        elif head.startswith(("@media", "@supports", "@layer", "@container")):
            if inner := _purged(body, known):
                parts.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            parts.append(f"{head}{{{body}}}")
        else:
            kept = [selector for selector in _selectors(head) if _matches(selector, known)]
            if kept:
                parts.append(f"{','.join(kept)}{{{body}}}")
    return "".join(parts)


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Cut a stylesheet into (head, body); statements without a body come as (statement, None)."""
    start = 0
    depth = 0
    opened = 0
    for mark in _MARK.finditer(css):
        sign = mark[0]
        if sign == "{":
            if depth == 0:
                opened = mark.start()
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : mark.start()]
                start = mark.end()
        elif sign == ";" and depth == 0:
            yield css[start : mark.end()], None
            start = mark.end()
    if css[start:].strip():
        yield css[start:], None


def _selectors(head: str) -> Iterator[str]:
    """Split a selector list at the commas that stand outside of brackets."""
    depth = 0
    start = 0
    for at, sign in enumerate(head):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            yield head[start:at]
            start = at + 1
    yield head[start:]


def _matches(selector: str, known: Callable[[str], bool]) -> bool:
    """Tell whether something could match: what stands in :not(), :is() and the like decides nothing."""
    before = ""
    while before != selector:
        before, selector = selector, _FUNCTION.sub("", selector)
    return all(known(name.replace("\\", "")) for name in _SELECTED.findall(selector))
