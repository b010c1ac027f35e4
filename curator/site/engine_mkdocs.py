"""Render one unit with MkDocs, inside a worker process that imported MkDocs once."""

import logging
from pathlib import Path
from typing import Any

from curator.errors import RenderError


class _Words(logging.Handler):
    """Keep what the engine says at warning level and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def build(config_file: Path, out: Path) -> None:
    """Render the unit of `config_file` into the folder `out`; RenderError carries MkDocs's own words."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    words = _Words()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(words)
    try:
        config: Any = load_config(str(config_file), site_dir=str(out))
        mkdocs_build(config)
    except (Exception, SystemExit) as error:
        raise RenderError("\n".join([*words.lines, str(error)])) from error
    finally:
        logger.removeHandler(words)
