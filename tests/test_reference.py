"""The reference page is complete, because it is made from the code, and current."""

import importlib.util
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("build_reference", ROOT / "docs/build_reference.py")
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)


def test_the_page_is_what_the_code_says():
    current = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert current == reference.page(), "run .venv/bin/python docs/build_reference.py and read the diff"


def test_every_key_is_explained():
    silent = [
        f"{file}: {key}"
        for file, _, kind in reference.FILES
        for key, _, meaning in reference.keys(kind)
        if not meaning
    ]
    assert not silent, "write a line under the field"


def test_every_command_and_option_is_explained():
    silent = [name for name, command in reference.walk(reference.cli) if not command.help]
    silent += [
        f"{name} {option.opts[0]}"
        for name, command in reference.walk(reference.cli)
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert not silent
