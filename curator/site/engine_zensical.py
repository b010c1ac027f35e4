"""Render one unit with Zensical, from the same Markdown and the same mkdocs.yml.

Zensical writes only inside the folder that its configuration stands in, so the unit is laid out once
more in a folder of its own, by hard links. It runs no hooks and ignores plugins that it does not know.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from curator.errors import RenderError
from curator.files import link
from curator.model import EngineInput


class Zensical:
    """The engine `zensical`, an extra: pip install "curator-mooc[zensical]"."""

    name = "zensical"
    skips = False

    def build(self, unit: EngineInput, out: Path) -> None:
        """Render the unit into the folder `out`; RenderError carries Zensical's own words."""
        build(unit.config_file, out)


def build(config_file: Path, out: Path, *, seconds: float = 600) -> None:
    """Render the unit of `config_file` into the folder `out`; RenderError carries Zensical's own words."""
    stage = out.with_name(out.name + ".stage")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        shutil.copytree(config_file.parent / "docs", stage / "docs", copy_function=link)
        (stage / "mkdocs.yml").write_text(_moved(config_file), "utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and a file of our own
                [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(stage / "mkdocs.yml")],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                cwd=stage,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise RenderError(f"zensical took longer than {seconds:g} s and was stopped") from None
        if done.returncode or not (stage / "site").is_dir():
            raise RenderError(
                _cause(done.stderr + done.stdout) or f"zensical ended with code {done.returncode}"
            )
        (stage / "site").rename(out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _cause(words: str) -> str:
    """Keep of what Zensical says the part that tells what is wrong: of a crash, its last line."""
    if "No module named zensical" in words:
        return 'Zensical is not installed: pip install "curator-mooc[zensical]"'
    _, crash, trace = words.partition("Traceback (most recent call last):")
    last = [line for line in trace.splitlines() if line and not line.startswith((" ", "Build "))]
    return last[-1] if crash and last else words.strip()


def _moved(config_file: Path) -> str:
    """Rewrite a unit's mkdocs.yml for a folder elsewhere: the paths in it become absolute."""
    folder = config_file.parent.resolve()
    config = yaml.safe_load(config_file.read_text("utf-8"))
    if "INHERIT" in config:
        config["INHERIT"] = os.path.normpath(folder / config["INHERIT"])
    theme = config.get("theme")
    if isinstance(theme, dict) and theme.get("custom_dir"):
        theme["custom_dir"] = os.path.normpath(folder / theme["custom_dir"])
    config |= {"docs_dir": "docs", "site_dir": "site"}
    config.pop("hooks", None)
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
