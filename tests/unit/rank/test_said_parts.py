"""How a need is told back to whoever wrote it: whole, in its own words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.app.beginning import title_for
from curator.app.need_words import left_out
from curator.questions.needs import doing_words
from curator.rank import not_looked_for, parts_of, said_parts, understood

VERBS = doing_words()


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
    told = said_parts(need, VERBS)
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
        ("Los padres deben poner límites en lugar de gritar", "Poner límites"),
        ("Die Teamleiter müssen lernen, Besuchern zuzuhören", "Besuchern zuhören"),
        (
            "Les équipes doivent apprendre à écouter les visiteurs et à améliorer le service",
            "Écouter les visiteurs et améliorer le service",
        ),
        ("?!", "First course"),
        ("Owners must learn to plan it: phases and what it costs", "Phases"),
        ("Managers must listen rather than solve", "Listening rather than solving"),
        ("Staff need to write emails that are not just polite but clear", "Writing emails that are not just"),
    ],
)
def test_a_title_is_proposed_in_the_words_of_the_need(need, title):
    assert title_for(need).startswith(title)


@pytest.mark.parametrize(
    ("need", "clause", "verb"),
    [
        (
            "Colleagues who work from home some days must learn to use the hours well",
            "work from home some days",
            "must learn to",
        ),
        ("Nurses, who hand over patients, need to be brief", "hand over patients", "need to"),
        ("Volunteers who are good with tools must learn to run a repair café", "", ""),
        ("New team leads must learn to give feedback", "", ""),
        ("Colleagues who work from home must learn to work from home without haste", "", ""),
        ("Who must learn to bake?", "", ""),
    ],
)
def test_a_subject_that_stands_where_the_audience_does_is_told(need, clause, verb):
    assert not_looked_for(need) == (clause, verb)
    line = left_out(need)
    assert bool(line) == bool(clause)
    assert clause in line
    assert verb in line
    assert not clause or left_out(need, [clause]) == "", "a keyword looks for it"


def test_what_names_no_subject_is_told_as_looked_for_with_the_rest():
    need = "Crew leaders must learn to lead a team and to talk with each other at work"
    first, second = understood(need)
    assert first == "lead a team"
    assert second.startswith("talk with each other at work (")
    assert understood("Staff must learn to give feedback often and to delegate small tasks") == [
        "give feedback often",
        "delegate small tasks",
    ]


@pytest.mark.parametrize(
    ("need", "parts"),
    [
        (
            "Volunteers must learn to write web pages and blog posts that our visitors find and understand and use",
            "write web pages and blog posts that our visitors find and understand and use",
        ),
        (
            "Staff must learn how to protect themselves and their devices against attacks and recognise phishing",
            "protect themselves and their devices against attacks | recognise phishing",
        ),
        (
            "Nurses need to hand over patients who are confused, frightened or in pain, and write clear notes",
            "hand over patients who are confused, frightened or in pain | write clear notes",
        ),
        (
            "Shops must learn to take photographs of what they sell and write texts that customers trust, remember and share",
            "take photographs of what they sell | write texts that customers trust, remember and share",
        ),
        (
            "Reception staff need to answer calls, take messages and pass them on to the right person",
            "answer calls | take messages and pass them on to the right person",
        ),
        (
            "Librarians must learn to help visitors find and borrow books, and to recommend films",
            "help visitors find and borrow books | recommend films",
        ),
        (
            "Gardeners need to prune fruit trees and roses, and to recognise pests and diseases before they spread",
            "prune fruit trees and roses | recognise pests and diseases before they spread",
        ),
        (
            "Treasurers need to keep the books, write a budget the board understands and approves, and apply for grants",
            "keep the books | write a budget the board understands and approves | apply for grants",
        ),
        (
            "Drivers must learn how to load and secure goods and drive so that nobody gets hurt or delayed",
            "load and secure goods | drive so that nobody gets hurt or delayed",
        ),
        (
            "Leads must learn to hold a difficult conversation and give feedback that people accept and act on",
            "hold a difficult conversation | give feedback that people accept and act on",
        ),
        ("Students need to read, summarise and cite papers", "read, summarise and cite papers"),
        (
            "Members must learn how money works, what banks do with it and why prices rise",
            "how money works | what banks do with it | why prices rise",
        ),
        (
            "Cooks must learn which dishes freeze well, how to label them and when to throw them away",
            "which dishes freeze well, how to label them and when to throw them away",
        ),
        (
            "Vorstände müssen Sitzungen leiten und Protokolle schreiben, damit alle wissen, was gilt",
            "Sitzungen leiten | Protokolle schreiben, damit alle wissen, was gilt",
        ),
        (
            "Landlords need to understand deposits, repairs and rents",
            "understand deposits | repairs and rents",
        ),
        (
            "Ehrenamtliche müssen lernen, Texte zu schreiben, die unsere Besucher finden und verstehen und nutzen",
            "Texte zu schreiben, die unsere Besucher finden und verstehen und nutzen",
        ),
        (
            "Neue müssen lernen, sich selbst und ihr Team zu organisieren und schwierige Gespräche zu führen",
            "sich selbst und ihr Team zu organisieren | schwierige Gespräche zu führen",
        ),
        (
            "Ehrenamtliche sollen lernen, Gäste zu begrüßen, die Kasse zu zählen und den Müll zu trennen",
            "Gäste zu begrüßen | die Kasse zu zählen | den Müll zu trennen",
        ),
        (
            "Les bénévoles doivent écrire des textes que les visiteurs trouvent et comprennent et gérer un site",
            "écrire des textes que les visiteurs trouvent et comprennent et gérer un site",
        ),
        ("El personal debe aprender a protegerse y a escribir textos", "protegerse | escribir textos"),
    ],
)
def test_what_is_told_is_a_whole_phrase(need, parts):
    assert " | ".join(said_parts(need, VERBS)) == parts


@given(
    st.lists(st.sampled_from(["must", "and", "und", ",", "lead", "it", "\n", "\xa0", ".", "zu", "how to"]))
)
def test_whatever_somebody_types_is_told(typed):
    need = " ".join(typed)
    for verbs in (VERBS, ()):
        assert all(part == " ".join(part.split()) != "" for part in said_parts(need, verbs))
        understood(need, ["oven"], verbs)
    assert title_for(need)


def test_what_is_looked_for_is_told_in_whole_phrases_and_what_is_searched_for_stays():
    need = "Staff must learn to write blog posts that visitors find and understand and use"
    assert understood(need, ["style"], VERBS) == [
        "write blog posts that visitors find and understand and use",
        "style",
    ]
    assert parts_of(need) == ["write blog posts", "visitors"]
