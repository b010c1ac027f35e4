"""Render one unit with MkDocs, inside a worker process that renders many.

The build is MkDocs's own. Eight costs that it pays again and again are paid once, or not at all:

- compiling Material's templates, for every site: units share one Jinja environment, and runs its bytecode;
- walking Material's 14,000 icons in search of files to copy: the environment knows the few that are wanted;
- copying files that the site has from its hub: they stay where they are; the unit's own get a second name;
- looking through all installed packages for themes and plugins, for every site;
- reading mkdocs.yml with PyYAML's own parser: the one in C reads the same in a twentieth of the time;
- reading front matter as YAML, which the generator writes as JSON, a line a key;
- parsing HTML that the generator wrote, three times a page: `_GeneratedBlocks` hands it past the parser;
- the checks of hooks/check.py, which curator.site.finish makes on every engine's pages.
"""

import json
import logging
import re
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import yaml
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from curator.errors import RenderError, refused
from curator.files import link
from curator.model import EngineInput
from curator.site import assets
from curator.yamlio.reading import Loader

CHECK = "hooks/check.py"
_DIRTY = "A 'dirty' build"


class _Copying(NamedTuple):
    """Which files of the unit that is being built go into its site, and how."""

    wanted: Callable[[str], bool]
    """Asked with their place in the unit."""
    docs: str
    """The unit's own pages and files, made for this build: a second name is enough for them."""


_ALL = _Copying(bool, "")
_copying: ContextVar[_Copying] = ContextVar("copying", default=_ALL)
_REWRITTEN = (".html", ".js", ".css", ".xml")
"""Endings of files that may be changed in the site, and so must not share their bytes with the originals."""


class _Words(logging.Handler):
    """Keep what the engine says at warning level and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class _Environment(jinja2.Environment):
    """A Jinja environment that names the files to copy without looking for them."""

    files: Sequence[str] = ()

    def list_templates(
        self,
        extensions: Any = None,  # noqa: ARG002 - MkDocs filters by function only
        filter_func: Callable[[str], bool] | None = None,
    ) -> list[str]:
        return [name for name in self.files if filter_func is None or filter_func(name)]


@cache
def _environment(dirs: tuple[str, ...], locale: str, bytecode: str) -> _Environment:  # noqa: ARG001 - part of the key
    from mkdocs.utils import templates

    Path(bytecode).mkdir(parents=True, exist_ok=True)
    environment = _Environment(
        loader=jinja2.FileSystemLoader(dirs),
        auto_reload=False,
        bytecode_cache=jinja2.FileSystemBytecodeCache(bytecode),
        cache_size=-1,
    )
    environment.filters["url"] = templates.url_filter
    environment.filters["script_tag"] = templates.script_tag_filter
    return environment


class _GeneratedBlocks(Extension):
    """Keep blocks of generated HTML away from the parsers: they come out of them as they went in.

    A block is what the generator's templates write: lines without an empty one among them, from a tag with a
    class of ours at the start of a line to a closing tag at the end of one.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        md.preprocessors.register(_Stash(md), "curator_generated", 25)


class _Stash(Preprocessor):
    block = re.compile(
        r'(?<=\n\n)<(?:article|div|dl|footer|form|nav|ol|p|section|ul)\b[^<>\n]*\sclass="c-[^\n]*(?:\n[^\n]+)*>(?=\n\n)'
    )

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(["", "", *lines, "", ""])
        return self.block.sub(self._store, text).split("\n")

    def _store(self, match: re.Match[str]) -> str:
        if " markdown=" in match[0]:
            return match[0]
        return self.md.htmlStash.store(match[0])


@cache
def _ease() -> None:
    """Change MkDocs in this process so that work which is the same for every site is done once.

    Only worker processes render, so nothing changes for the caller.
    """
    from mkdocs import plugins, utils
    from mkdocs.config import defaults
    from mkdocs.structure.files import File
    from mkdocs.utils import meta
    from mkdocs.utils import yaml as reader

    found = utils.get_themes()
    themes: Any = partial(dict, found)
    themes.cache_clear = dict  # MkDocs clears its own memory of them each time that it has loaded one
    utils.get_themes = themes
    plugins.get_plugins = cache(plugins.get_plugins)
    copy = File.copy_file

    def copy_wanted(file: File, dirty: bool = False) -> None:
        known = _copying.get()
        if not known.wanted(file.dest_uri):
            return
        if file.src_dir == known.docs and not file.dest_uri.endswith(_REWRITTEN):
            target = Path(file.abs_dest_path)
            target.parent.mkdir(parents=True, exist_ok=True)
            link(f"{file.src_dir}/{file.src_uri}", target)
        else:
            copy(file, dirty)

    setattr(File, copy.__name__, copy_wanted)
    read_front = meta.get_data
    setattr(meta, read_front.__name__, lambda text: _front(text) or read_front(text))
    if hasattr(yaml, "CLoader"):
        vars(defaults)["get_yaml_loader"] = partial(reader.get_yaml_loader, yaml.CLoader)


def _front(text: str) -> tuple[str, dict[str, Any]] | None:
    """Read front matter whose lines are a name and JSON: (the page without it, the front matter).

    None for any other, which MkDocs reads itself.
    """
    end = text.find("\n---\n", 3)
    if not text.startswith("---\n") or end < 0:
        return None
    found = {}
    for line in text[4:end].split("\n"):
        name, colon, value = line.partition(": ")
        try:
            found[name] = json.loads(value)
        except ValueError:
            return None
        if not colon or not name.isidentifier():
            return None
    return text[end + 5 :].lstrip("\n"), found


class MkDocs:
    """The engine `mkdocs`: Material for MkDocs."""

    name = "mkdocs"
    skips = True

    def build(self, unit: EngineInput, out: Path) -> None:
        """Render the unit into the folder `out`; RenderError carries MkDocs's own words."""
        build(
            unit.config_file,
            out,
            files=unit.theme,
            bytecode=unit.bytecode,
            skip=unit.skip,
            wanted=lambda name: assets.wanted(name, unit.path),
        )


def build(
    config_file: Path,
    out: Path,
    *,
    files: Sequence[str],
    bytecode: Path,
    skip: Collection[str] = (),
    wanted: Callable[[str], bool] = bool,
) -> None:
    """Render the unit of `config_file` into the folder `out`.

    `files` names the theme's files to copy along, `wanted` tells of the unit's own which are, and `bytecode`
    is the folder where compiled templates are kept. The Markdown files in `skip` stay in the navigation and
    come out as empty pages: this is what MkDocs calls a dirty build. RenderError carries MkDocs's own words.
    """
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.localization import install_translations

    _ease()
    words = _Words()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(words)
    try:
        config: Any = load_config(str(config_file), site_dir=str(out), hooks=_hooks(config_file))
        _copying.set(_Copying(wanted, config.docs_dir))
        config.markdown_extensions.append(_GeneratedBlocks())
        theme = config.theme
        environment = _environment(tuple(theme.dirs), str(theme.locale), str(bytecode))
        install_translations(environment, theme.locale, theme.dirs)
        environment.files = files
        theme.get_env = lambda: environment
        strict, config.strict = config.strict, config.strict and not skip
        if not config.use_directory_urls:
            for name in skip:
                _touch(out / _page(name))
        mkdocs_build(config, dirty=bool(skip))
        words.lines = [line for line in words.lines if not line.startswith(_DIRTY)]
        if strict and words.lines:
            raise RenderError("a warning ends the build, because mkdocs.yml says `strict`")
    except (Exception, SystemExit) as error:
        said = (isinstance(error, OSError) and refused(error)) or str(error)
        raise RenderError("\n".join([*words.lines, said])) from error
    finally:
        _copying.set(_ALL)
        logger.removeHandler(words)


def _page(name: str) -> str:
    """Say where MkDocs puts the page of a Markdown file."""
    stem = name.removesuffix(".md")
    folder, slash, last = stem.rpartition("/")
    return f"{folder}{slash}{'index' if last == 'README' else last}.html"


def _touch(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def _hooks(config_file: Path) -> list[str] | None:
    """Name the unit's hooks without the check; None to leave them as they are."""
    hooks = yaml.load(config_file.read_bytes(), Loader).get("hooks")  # noqa: S506 - a safe loader, in C
    return [hook for hook in hooks if not str(hook).endswith(CHECK)] if isinstance(hooks, list) else None
