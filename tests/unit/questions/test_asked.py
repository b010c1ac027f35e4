"""What kind of thing a need asks for, in four languages; each kind beside one that looks alike and is not it."""

import re

import pytest

from curator.questions.asked import Asked, asked_of, bare, deeds_of, object_of
from curator.questions.gerunds import gerund, sure_gerund, verb_phrase


def deed(*parts: str, joint: str = " and ") -> Asked:
    return Asked("deed", joint.join(parts), parts)


@pytest.mark.parametrize(
    ("language", "need", "asked"),
    [
        # a pronoun needs something that it can mean
        ("en", "Players should be able to read a chart and use it.", deed("read a chart", "use it")),
        ("en", "The first gig scares them. Help them prepare for it.", Asked()),
        # what points outside the phrase
        (
            "en",
            "They can label a specimen before anything is moved.",
            deed("label a specimen before anything is moved"),
        ),
        ("en", "Residents want to do something about the noise.", Asked()),
        # of three things to do the first, of two both
        ("en", "To mix mortar, lay a course and point a wall.", deed("mix mortar")),
        (
            "en",
            "To mix mortar and then point a wall.",
            deed("mix mortar", "point a wall"),
        ),
        ("en", "Crews must move and lift beds.", deed("move and lift beds")),
        # "our" is theirs, too, unless somebody speaks for others
        ("en", "After this they can explain how our council works.", deed("explain how your council works")),
        ("en", "We want friends to talk with us.", Asked()),
        ("en", "They should know how sourdough rises.", Asked("clause", "how sourdough rises")),
        ("en", "They should know how we store sourdough.", Asked()),
        # subjects, named or listed
        (
            "en",
            "rosin, reeds & strings",
            Asked("topics", "rosin, reeds and strings", ("rosin", "reeds", "strings")),
        ),
        (
            "en",
            "Reeds: scraping, storing",
            Asked("topics", "reeds: scraping and storing", ("reeds",)),
        ),
        ("en", "Reeds are dear, and strings", Asked()),
        ("en", "trimming reeds", deed("trim reeds")),
        ("en", "SHOUTING ABOUT REEDS", Asked()),
        (
            "en",
            "point and shoot, films, tripods",
            Asked("topics", "point, shoot, films and tripods", ("point", "shoot", "films", "tripods")),
        ),
        ("en", "shoot films, edit them, show them", deed("shoot films")),
        (
            "de",
            "Alle sollen eine Linie anreißen und einem Gast antworten.",
            deed("eine Linie anzureißen", "einem Gast zu antworten", joint=" und "),
        ),
        ("de", "Alle sollen einen Gast umarmen.", deed("einen Gast zu umarmen")),
        ("de", "Schön wäre, wenn sie erst klingeln.", Asked()),
        (
            "de",
            "bei Streit um Zäune oder Hecken vermitteln",
            deed("bei Streit um Zäune oder Hecken zu vermitteln"),
        ),
        ("de", "Wir wissen nicht, wo was steht.", Asked()),
        (
            "de",
            "Mir liegt daran, dass sie ein Boot vertäuen und sich trauen, zu fragen.",
            deed("ein Boot zu vertäuen"),
        ),
        (
            "de",
            "Ein Team will ein Boot vertäuen und eine Leine werfen.",
            deed("ein Boot zu vertäuen", "eine Leine zu werfen", joint=" und "),
        ),
        ("de", "Boote sicher vertäuen", deed("Boote sicher zu vertäuen")),
        (
            "de",
            "Boote, Leinen, Knoten",
            Asked("topics", "Boote, Leinen und Knoten", ("Boote", "Leinen", "Knoten")),
        ),
        ("de", "Alle sollen wissen, wie man ein Boot vertäut.", Asked("clause", "wie man ein Boot vertäut")),
        ("de", "Alle sollen ein Boot danach auswählen, was es trägt.", Asked()),
        ("es", "Que sepan amarrar un barco, lanzar un cabo y pedir ayuda.", deed("amarrar un barco")),
        ("es", "Saber cuándo hay que amarrar un barco", Asked("clause", "cuándo hay que amarrar un barco")),
        (
            "es",
            "barcos, cabos, nudos",
            Asked("topics", "barcos, cabos y nudos", ("barcos", "cabos", "nudos")),
        ),
        ("es", "Los barcos son caros y los cabos también.", Asked()),
        (
            "fr",
            "savoir amarrer un bateau au lieu de le laisser filer",
            deed("amarrer un bateau"),
        ),
        ("fr", "être capable de préparer et d'appliquer un enduit", Asked()),
        ("fr", "Ils doivent savoir quelles aides existent près de chez eux.", Asked()),
        (
            "es",
            "Que aprendan a leer un mapa y a trazar un rumbo",
            deed("leer un mapa", "trazar un rumbo", joint=" y "),
        ),
        ("fr", "Il faut qu'ils sachent quand amarrer un bateau.", Asked("clause", "quand amarrer un bateau")),
        (
            "fr",
            "bateaux, cordages, nœuds",
            Asked("topics", "bateaux, cordages et nœuds", ("bateaux", "cordages", "nœuds")),
        ),
        ("fr", "Les bateaux sont chers et les cordages aussi.", Asked()),
        ("xx", "boats", Asked()),
        ("en", "", Asked()),
    ],
)
def test_a_need_asks_for_a_kind_of_thing_or_nothing_is_sure(language: str, need: str, asked: Asked) -> None:
    assert asked_of(need, language) == asked


@pytest.mark.parametrize(
    ("deed", "language", "parts"),
    [
        ("design, test and mend radios", "en", ("design, test and mend radios",)),
        ("test radios, mend them and sell tickets", "en", ("test radios", "mend them", "sell tickets")),
        ("sort salt and pepper", "en", ("sort salt and pepper",)),
        (
            "ein Boot zu vertäuen und eine Leine zu werfen",
            "de",
            ("ein Boot zu vertäuen", "eine Leine zu werfen"),
        ),
        ("Boote und Leinen zu ordnen", "de", ("Boote und Leinen zu ordnen",)),
        ("leer un mapa y trazar un rumbo", "es", ("leer un mapa", "trazar un rumbo")),
        ("leer un mapa y una carta", "es", ("leer un mapa y una carta",)),
    ],
)
def test_things_to_do_are_told_apart(deed: str, language: str, parts: tuple[str, ...]) -> None:
    assert deeds_of(deed, language) == parts


def test_a_german_deed_loses_its_zu_and_keeps_that_of_others() -> None:
    assert bare("Boote zu festen Zeiten anzulegen", "de") == "Boote zu festen Zeiten anlegen"
    assert bare("Boote zu ordnen und Leinen zu werfen", "de") == "Boote ordnen und Leinen werfen"
    assert bare("vous reposer", "fr") == "se reposer"
    assert bare("go to bed") == "go to bed"


@pytest.mark.parametrize(
    ("deed", "language", "thing"),
    [
        ("read a tide table", "en", ""),
        ("read a map", "en", ""),
        ("read a letter from the bank", "en", "a letter from the bank"),
        ("read tide tables properly", "en", ""),
        ("sail tide tables", "en", ""),
        ("lange Leinen zu prüfen", "de", "lange Leinen"),
        ("einen langen Brief zu prüfen", "de", ""),
        ("leer mapas antiguos", "es", "mapas antiguos"),
        ("lire des cartes anciennes", "fr", "des cartes anciennes"),
    ],
)
def test_what_a_deed_acts_on_is_named_where_it_can_stand_alone(deed: str, language: str, thing: str) -> None:
    assert object_of(deed, language) == thing


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("plan a day", "planning a day"),
        ("design, test and mend radios", "designing, testing and mending radios"),
        ("publish open data and tie knots", "publishing open data and tying knots"),
        ("debug a form", "debugging a form"),
        ("submit a paper", "submitting a paper"),
        ("control weeds", "controlling weeds"),
        ("gently mend radios", ""),
    ],
)
def test_verbs_are_said_as_gerunds_and_nouns_stay(phrase: str, said: str) -> None:
    assert gerund(phrase) == said
    assert verb_phrase(said) == (phrase if said else "")
    assert gerund(phrase, "de") == ""


@pytest.mark.parametrize("phrase", ["listen and respond", "share food or drink", "plan, run fairs"])
def test_a_gerund_is_not_sure_where_words_are_joined(phrase: str) -> None:
    assert sure_gerund(phrase) == ""
    assert sure_gerund(re.split(r"\W", phrase)[0] + " well")


@pytest.mark.parametrize(
    ("need", "words"),
    [
        ("Staff must learn the basics: hiring, pay, leave and what is outsourced", "hiring, pay and leave"),
        ("Volunteers must learn the ropes: till, stock and closing up", "till, stock and closing up"),
        ("Parents need to learn the essentials", ""),
        ("New drivers must learn the basics of car care", "the basics of car care"),
    ],
)
def test_what_names_no_subject_gives_way_to_what_is_listed(need, words):
    assert asked_of(need).words == words
