"""Render one unit with MkDocs, inside a worker process that renders many.

Two costs that MkDocs pays for every site are paid once a process here: compiling Material's
templates, and walking its 14,000 icons in search of files to copy. Both hang on the theme's Jinja
environment, so that is what units share; the build itself is MkDocs's own.
"""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from curator.errors import RenderError


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


def build(config_file: Path, out: Path, *, files: Sequence[str], bytecode: Path) -> None:
    """Render the unit of `config_file` into the folder `out`.

    `files` names the theme's files to copy along, `bytecode` is the folder where compiled templates
    are kept. RenderError carries MkDocs's own words.
    """
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.localization import install_translations

    words = _Words()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(words)
    try:
        config: Any = load_config(str(config_file), site_dir=str(out))
        theme = config.theme
        environment = _environment(tuple(theme.dirs), str(theme.locale), str(bytecode))
        install_translations(environment, theme.locale, theme.dirs)
        environment.files = files
        theme.get_env = lambda: environment
        mkdocs_build(config)
    except (Exception, SystemExit) as error:
        raise RenderError("\n".join([*words.lines, str(error)])) from error
    finally:
        logger.removeHandler(words)
