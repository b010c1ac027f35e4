"""Phrases: words as people write them, and what they find."""

import pytest

from curator.questions.phrases import any_of


@pytest.mark.parametrize(
    ("phrase", "found", "missed"),
    [
        ("art", "the art of it", "a party"),
        ("lose", "they lose it", "use-it-or-lose-it"),
        ("utili*", "we utilise it", "a futility"),
        ("*ed", "we walked home", "we walk home"),
        ("more * than", "more often than not", "more than enough"),
        ("don't/never worry", "Never worry about it", "worry never"),
        ("is really? hard", "this is hard", "this is not hard"),
        ("not ... but", "it is not a tool, but a habit", "not one of all of these things and that one but"),
        ("^while", "While you wait", "wait a while"),
        ("alone$", "leave it alone.", "alone at home"),
        ("# percent", "some 12.5 percent", "per cent"),
        ("end_up/fail", "they end up here", "the end is up"),
        ("if ... ,don't", "if you can, don't do it", "if you don't do it"),
        ("être", "pour être là", "peut-il naître"),
    ],
)
def test_a_phrase_finds_what_it_says_and_nothing_else(phrase, found, missed):
    pattern = any_of([phrase])
    assert pattern.search(found)
    assert not pattern.search(missed)


def test_no_phrases_find_nothing():
    assert not any_of([]).search("anything")
    assert not any_of([]).search("")
