"""What is quoted of an article: a sentence that says something of its subject, whole, close to the need."""

import pytest

from curator.model import Article
from curator.weeks.excerpt import excerpt

CLAIM = "A team learns faster when it looks at one small mistake each week than when it holds one big review a year."
PLAIN = (
    "The meeting takes place in the room beside the stairs on the second floor of the old house by the river.",
    "There are eleven chairs, a table with a lamp, and a window from which one sees the boats of the harbour.",
    "On the wall hangs a calendar of the year before last, which nobody has taken down for want of another.",
)
FILLER = "\n".join(PLAIN * 4)


def quoted(*sentences: str, need: str = "", **fields: str) -> str:
    text = "\n".join(sentences) + "\n" + FILLER + "\n" + FILLER
    return excerpt(
        Article("https://ward.example/a", fields.pop("title", "Small mistakes"), text, **fields), need=need
    )


@pytest.mark.parametrize(
    "poor",
    [
        "Hey, I'm Kev, a nurse, a father of two and the person behind the channel that you have watched before.",
        "Hello and welcome back to another small letter about mistakes from all of us here at the old house.",
        "Michael Oh of the harbour office joins me to answer these questions about small mistakes and more.",
        "In this article we will look at small mistakes and at five things that you can do about them today.",
        "Lindqvist, M., Abara, J. (2019). Small mistakes and what they teach, Journal of Wards, vol. 12, pp. 3-9.",
        "1Oak et al. found mistakes in a small sample that was drawn from nine wards in two towns by the sea.",
        "Prof. Oak: Small mistakes are what I have come to talk about with you on this fine evening by the sea.",
        "There are only four seats left for the workshop on small mistakes in London at the end of October.",
        "Mara Lindqvist is a writer and nurse who has worked on small mistakes in wards for more than ten years.",
        "If you like what we say of small mistakes in this podcast, please leave a review and a rating for us.",
        "We use small cookies to count mistakes and to keep your settings, and you can read more in our policy.",
        "We explore eleven small mistakes and what each of them says of you as somebody who is on a ward.",
        "The following small mistakes are there for you to print out and to carry about with you on the ward.",
        "Even if it is about small mistakes that were shown to everybody on the ward in the spring of that year.",
        "The small mistakes (PDF, 385 KB, 14 pages) were sent to all of the wards in the spring of that year.",
        "Small _mistakes_ and their causes were told to all of the wards in the spring of that very year.",
        "Small mistakes of a ward - ask for them (there are forms); write them into the book (from 9 to 10 am)",
        "If you find a text on small mistakes that catches your eye, please consider supporting this letter.",
    ],
)
def test_what_says_nothing_of_the_subject_is_never_quoted_while_something_does(poor):
    assert quoted(poor, CLAIM, author="Mara Lindqvist").startswith(CLAIM)
    assert poor[:40] not in quoted(poor, author="Mara Lindqvist")


def test_a_fragment_behind_the_sentence_is_left_out():
    assert quoted(f"{CLAIM} Maybe not. {PLAIN[0]}") == CLAIM


def test_the_sentence_that_claims_is_found_further_down():
    assert quoted(*PLAIN, CLAIM).startswith(CLAIM)


def test_of_two_claims_the_one_close_to_the_need_is_quoted():
    pay = "People stay where pay is fair, because nobody can plan a life on praise and a mug with a name."
    leave = "People stay where leave can be taken, because nobody can rest on a promise that the work will end one day."
    title = "Why people stay"
    assert quoted(pay, leave, title=title, need="Small firms must learn to set pay").startswith(pay)
    assert quoted(pay, leave, title=title, need="Small firms must learn to grant leave").startswith(leave)


def test_a_whole_sentence_is_quoted_before_a_longer_one_that_must_be_cut():
    long = "A small mistake must be told because " + "it teaches and teaches and " * 12 + "it never ends."
    assert quoted(long, CLAIM).startswith(CLAIM)


@pytest.mark.parametrize(
    ("language", "claim", "poor"),
    [
        ("de", "Ein Team lernt schneller, weil es jede Woche einen kleinen Fehler ansieht, statt einmal im Jahr alle.",
         "Hallo und herzlich willkommen zu einem neuen Brief aus dem alten Haus am Hafen der kleinen Stadt."),
        ("fr", "Une équipe apprend plus vite parce que chaque semaine elle regarde une erreur plutôt que tout en un an.",
         "Bonjour à toutes et à tous, et merci de nous lire encore une fois depuis la vieille maison du port."),
        ("es", "Un equipo aprende antes porque cada semana mira un error pequeño en lugar de todos una vez al año.",
         "Hola a todas y a todos, y gracias por leer otra carta desde la vieja casa del puerto de la ciudad."),
    ],
)  # fmt: skip
def test_other_languages_are_weighed_too(language, claim, poor):
    assert quoted(poor, claim, language=language, title="X").startswith(claim)


def test_weighing_costs_time_in_line_with_the_text():
    for piece in ("But ", "a. ", "A1 ", "(2019) ", "I'm ", "because ", "A: ", "_ ", "12 %"):
        excerpt(Article("https://ward.example/a", piece * 100, (piece * 3000 + "\n") * 20), need=piece * 500)
