"""YAML that a pull request may bring: it ends in a module or in words, within a moment."""

import time

import pytest

from curator.errors import ConfigError
from curator.weeks.week_file import parse_week
from curator.yamlio.reading import parse_yaml


def nested(piece: str, levels: int = 40) -> str:
    lines = [f"a{i}: &a{i} {piece.format(', '.join([f'*a{i - 1}'] * 9))}" for i in range(1, levels)]
    return "\n".join(["a0: &a0 {k: 1}", *lines, ""])


BOMBS = {
    "lists": nested("[{}]"),
    "merged keys": nested("{{<<: [{}]}}"),
    "holds itself": "a: &a [*a]\n",
    "a long chain": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 3000)),
    "a long text again and again": "a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 1000 + "]\n",
    "base 60": "week: 1" + ":1" * 200_000,
    "base 60 with a point": "week: 1" + ":1" * 300 + ".5",
    "a number without end": "week: " + "9" * 400_000,
    "one key, again and again": "{" + "a: 1, " * 20_000 + "}",
    "keys that nobody knows": "".join(f"k{i}: 1\n" for i in range(20_000)),
    "tags that promise something else": "a: !!timestamp x\n",
    "an empty number": "a: !!int ''\n",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_in_words_and_at_once(text):
    started = time.process_time()
    with pytest.raises(ConfigError) as caught:
        parse_week(f"---\n{text}\n---\n", "courses/first/week-01.md")
    assert time.process_time() - started < 10
    assert len(str(caught.value)) < 100_000


def test_aliases_that_people_write_are_read():
    text = "base: &base {minutes: 30, kinds: [article]}\none: *base\ntwo: {<<: *base, minutes: 20}\n"
    data = parse_yaml(text, "f.yml")
    assert data["one"] == data["base"]
    assert data["two"] == {"minutes": 20, "kinds": ["article"]}
