"""The reference page is complete, because it is made from the code, and current."""

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[2]
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


def examples(command):
    """Return the lines of a command's help that show how to call it."""
    lines = [line.strip() for line in (command.help or "").splitlines()]
    lines = [re.sub(r"^Examples?:\s*", "", line) for line in lines]
    return [re.split(r"\s{2,}", line)[0] for line in lines if line.startswith("curate ")]


@pytest.mark.parametrize(
    ("name", "command"), [*reference.walk(reference.cli)], ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_command_shows_an_example_that_is_a_right_call(name, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-reader.opml").touch()  # an example names it, and click looks for it
    shown = examples(command)
    assert shown, f"{name}: no example"
    for line in shown:
        for call in line.split(" && "):
            words = shlex.split(call)[1:]
            found = reference.cli
            while isinstance(found, click.Group):
                found = found.commands[words.pop(0)]
            assert found is command, line
            with found.make_context(found.name, words):
                pass
