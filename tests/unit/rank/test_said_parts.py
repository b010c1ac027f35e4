"""How a need is told back to whoever wrote it: whole, in its own words."""

import re

import pytest

from curator.app.beginning import title_for
from curator.rank import said_parts, understood


@pytest.mark.parametrize(
    ("need", "parts"),
    [
        (
            "how to take criticism without taking it personally",
            ["take criticism without taking it personally"],
        ),
        ("Parents must set limits, without shouting, and listen to a child", 2),
        ("Staff need to write emails that are not just polite but clear", 1),
        ("Managers must listen rather than solve", ["listen rather than solve"]),
        ("Staff need to ask questions instead of giving advice and to listen to answers", 2),
        ("Teachers need to go beyond lecturing", ["go beyond lecturing"]),
        ("Nurses need to plan shifts, except on weekends, and hand over patients", 2),
        ("Leads need to lead clear and brief meetings", 2),
        ("Neue müssen lernen, Kritik anzunehmen, ohne sie persönlich zu nehmen", 1),
        ("Eltern müssen Grenzen setzen, statt zu schimpfen", ["Grenzen setzen, statt zu schimpfen"]),
        ("Lehrer sollen nicht nur vortragen, sondern auch zuhören", 1),
        ("Los padres deben poner límites en lugar de gritar", ["poner límites en lugar de gritar"]),
        ("Necesitan no solo hablar sino escuchar", 1),
        ("Deben dar malas noticias, sin perder la calma", ["dar malas noticias, sin perder la calma"]),
        ("Les équipes doivent écouter, au lieu de juger", ["écouter, au lieu de juger"]),
        ("Ils doivent non seulement parler mais aussi écouter", 1),
        ("Gäste", ["Gäste"]),
    ],
)
def test_nothing_of_a_need_is_lost_and_what_hangs_on_a_thing_stays_with_it(need, parts):
    told = said_parts(need)
    assert (told if isinstance(parts, list) else len(told)) == parts
    lost = re.sub("|".join(map(re.escape, sorted(told, key=len, reverse=True))), "", need)
    audience = "must|need to|müssen lernen|sollen|müssen|deben|Necesitan|Deben|doivent|how to"
    behind = re.split(audience, lost, maxsplit=1)[-1]
    assert re.sub(r"\b(?:and|to)\b|[\s,]", "", behind) == ""


@pytest.mark.parametrize(
    ("need", "title"),
    [
        (
            "Leads need to learn how to take criticism without taking it personally",
            "Taking criticism without",
        ),
        ("Los padres deben poner límites en lugar de gritar", "Poner límites en lugar de gritar"),
        ("Managers must listen rather than solve", "Listen rather than solve"),
        ("Staff need to write emails that are not just polite but clear", "Writing emails that are not just"),
    ],
)
def test_a_title_is_proposed_in_the_words_of_the_need(need, title):
    assert title_for(need).startswith(title)


def test_what_names_no_subject_is_told_as_looked_for_with_the_rest():
    need = "Crew leaders must learn to lead a team and to talk with each other at work"
    first, second = understood(need)
    assert first == "lead a team"
    assert second.startswith("talk with each other at work (")
    assert understood("Staff must learn to give feedback often and to delegate small tasks") == [
        "give feedback often",
        "delegate small tasks",
    ]
