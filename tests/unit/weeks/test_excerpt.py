"""What is quoted of an article: a sentence that says something of its subject, whole, close to the need."""

from dataclasses import replace

import pytest

from curator.model import Article
from curator.weeks.excerpt import Taste, excerpt, quotations
from curator.weeks.whole import in_pairs

CLAIM = "A team learns faster when it looks at one small mistake each week than when it holds one big review a year."
PLAIN = (
    "The meeting takes place in the room beside the stairs on the second floor of the old house by the river.",
    "There are eleven chairs, a table with a lamp, and a window from which one sees the boats of the harbour.",
    "On the wall hangs a calendar of the year before last, which nobody has taken down for want of another.",
)
FILLER = "\n".join(PLAIN * 4)


def quoted(*sentences: str, need: str = "", **fields: str) -> str:
    text = "\n".join((FILLER, *sentences, FILLER, FILLER))
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
    pay = "People stay only where pay is fair, because nobody plans a life on praise rather than on wages."
    leave = (
        "People stay only where leave is real, because nobody can rest on a promise rather than on days off."
    )
    title = "Why people stay"
    text = "\n".join((FILLER, pay, leave, FILLER, FILLER))
    article = Article("https://ward.example/a", title, text)
    for need, best in (
        ("Small firms must learn to set pay", pay),
        ("Small firms must learn to grant leave", leave),
    ):
        assert next(quotations(article, need=need, weak=True)).startswith(best)  # whatever the floor is


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


NEED = "Wards need to learn from small mistakes"


@pytest.mark.parametrize(
    ("good", "poor"),
    [
        (  # a figure that measures, and one that numbers
            "Wards that talk about small mistakes each week make 40 % fewer of them within a single year.",
            "Wards that talk about small mistakes each week meet in room 40 of the old house by the river.",
        ),
        (  # what to do, and what one can do
            "Ask what led to a small mistake, never who made it, because people stop telling when they are blamed.",
            "You can add a small mistake to the list of the ward with the button at the top of the green form.",
        ),
        (  # a contrast, and praise
            "Small mistakes are not the fault of one nurse, but of the way in which a ward hands over its patients.",
            "Small mistakes are a powerful and valuable resource of a ward, and they easily enhance its whole journey.",
        ),
        (  # a claim, and what somebody did once
            "A ward must tell small mistakes while they are fresh, because memory mends them within a day.",
            "Lakeside Hospital helped nine wards with a survey of small mistakes that was held in the spring.",
        ),
        (  # a name of its own, and a word that means another
            "A ward must tell small mistakes while they are fresh, because memory mends them within a day.",
            "Their wards must tell mistakes while they are fresh, because memory mends them within a day.",
        ),
    ],
)
def test_of_two_sentences_the_one_that_says_something_is_quoted(good, poor):
    for pair in ((good, poor), (poor, good)):
        assert quoted(PLAIN[0], *pair, need=NEED, title="Small mistakes on wards").startswith(good)


def test_a_sentence_that_is_worth_little_is_quoted_only_where_a_person_chooses():
    dull = "The wards of the house have a list of mistakes that hangs beside the door of the kitchen."
    article = Article("https://ward.example/a", "The house", f"{PLAIN[0]}\n{dull}\n{FILLER}\n{FILLER}")
    assert excerpt(article, need=NEED) == ""
    assert any(dull in q for q in quotations(article, need=NEED, weak=True))
    assert quoted(CLAIM, need=NEED).startswith(CLAIM)


TELLING = "Wards that talk about small mistakes each week make 40 % fewer of them, because nobody hides one."


@pytest.mark.parametrize(
    "poor",
    [
        # two words of whoever sells
        "Wards that talk about small mistakes with our app make 40 % fewer of them, and it is easy-to-use.",
        # what leans on the sentence before was a cost, and is a reason to be silent now
        "Further, wards that talk about small mistakes make 40 % fewer of them, because nobody hides one.",
        "On the flip side, wards that hide small mistakes make 40 % more of them, because nobody learns.",
        "In most cases, it leads wards to make 40 % fewer small mistakes, because nobody hides one for long.",
        "With a small talk each week, that same ward can make 40 % fewer mistakes, because nobody hides one.",
        "Talking of small mistakes is another way to make 40 % fewer of them, because nobody hides one.",
    ],
)
def test_where_quotations_were_judged_some_kinds_are_never_quoted(poor):
    assert quoted(PLAIN[0], poor, need=NEED, title="Small mistakes on wards") == ""
    assert quoted(PLAIN[0], poor, TELLING, need=NEED, title="Small mistakes on wards").startswith(TELLING)


def test_a_page_of_prices_is_quoted_only_where_a_person_chooses():
    prices = "\n".join(
        f"The list of wards and small mistakes no. {n} now costs ${n} in the shop." for n in range(9)
    )
    article = Article(
        "https://ward.example/a", "Small mistakes", "\n".join((FILLER, TELLING, prices, FILLER))
    )
    assert excerpt(article, need=NEED) == ""
    assert any(TELLING in q for q in quotations(article, need=NEED, weak=True))
    assert excerpt(article)


@pytest.mark.parametrize(
    ("more", "belongs"),
    [
        ("This works because nobody remembers in December what happened in a ward in March.", True),
        ("A mistake that is told at once can be mended by the team of the same day.", True),
        ("The river was frozen for most of the winter of that year.", False),
        ("This chapter shows how a ward can do that with a team.", False),
        ("I was lucky to learn on such a ward with a team of friends.", False),
        ("Then came the day on which the team of the ward met a mistake.", False),
    ],
)
def test_only_what_belongs_to_a_sentence_follows_it(more, belongs):
    assert quoted(f"{CLAIM} {more}", need=NEED) == (f"{CLAIM} {more}" if belongs else CLAIM)


def test_what_nobody_translated_is_not_quoted():
    german = "Ein Team lernt schneller, weil es jede Woche einen kleinen Fehler ansieht, statt einmal im Jahr alle."
    text = "\n".join((PLAIN[0], CLAIM, german, FILLER, FILLER))
    page = Article("https://ward.example/a", "Small mistakes", text, language="de")
    assert excerpt(page).startswith(german)
    assert excerpt(replace(page, language="en")).startswith(CLAIM)


@pytest.mark.parametrize(
    ("language", "claim", "page"),
    [
        ("de", "Ein Team lernt schneller aus Fehlern, weil es jede Woche einen ansieht, statt einmal im Jahr alle.",
         "Dieser Artikel zeigt, wie ein Team aus Fehlern lernt, statt einmal im Jahr alle auf einmal anzusehen."),
        ("fr", "Une équipe apprend de ses erreurs parce que chaque semaine elle en regarde une plutôt que toutes.",
         "Cet article montre comment une équipe apprend de ses erreurs plutôt que de les regarder toutes en un an."),
        ("es", "Un equipo aprende de sus errores porque cada semana mira uno en lugar de todos una vez al año.",
         "Este artículo muestra cómo un equipo aprende de sus errores en lugar de mirar todos una vez al año."),
    ],
)  # fmt: skip
def test_what_speaks_of_the_page_is_known_in_other_languages(language, claim, page):
    assert quoted(PLAIN[0], page, claim, language=language, title="X").startswith(claim)


def test_weighing_costs_time_in_line_with_the_text():
    for piece in ("But ", "a. ", "A1 ", "(2019) ", "I'm ", "because ", "A: ", "_ ", "12 %"):
        excerpt(Article("https://ward.example/a", piece * 100, (piece * 3000 + "\n") * 20), need=piece * 500)


@pytest.mark.parametrize(
    "poor",
    [
        "Photo: wards that talk about small mistakes each week make 40 % fewer of them, because nobody hides one.",
        "Wards that talk about small mistakes each week make 40 % fewer of them than others do (Image: Jo Ek).",
        "Wards that talk about small mistakes each week make 40 % fewer of them, as is shown in figure 3 of it.",
        'Wards that talk about small mistakes each week make 40 % fewer of them, because "nobody hides one.',
        "Wards that talk about small mistakes each week make 40 % fewer of them, because nobody hides one.”",
        "Wards that talk about small mistakes each week make 40 % fewer of them because ‘nobody hides one.",
        "Wards that talk about small mistakes each week make 40 % fewer of them, because nobody hides...",
        "Wards that talk about small mistakes make 40 % fewer of them, "
        + "because nobody hides one, " * 12
        + "ever.",
    ],
)
def test_captions_and_what_is_not_whole_are_quoted_only_where_a_person_chooses(poor):
    for need in (NEED, ""):
        assert poor[:40] not in quoted(PLAIN[0], poor, need=need, title="Small mistakes on wards")
    article = Article("https://ward.example/a", "Small mistakes", "\n".join((FILLER, poor, FILLER, FILLER)))
    assert excerpt(article, need=NEED) == ""


def test_no_sentence_of_a_paragraph_under_a_picture_is_quoted():
    assert quoted(f"{TELLING} (Photo: Jo Ek)", need=NEED, title="Small mistakes on wards") == ""


@pytest.mark.parametrize(("opens", "closes"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“")])
def test_what_stands_inside_a_quotation_is_not_quoted_as_the_pages_own(opens, closes):
    said = f"Nobody here hides anything. {TELLING} That is how it goes here.{closes}"
    assert quoted(opens + said, need=NEED, title="Small mistakes on wards") == ""
    whole = f"{opens}Nobody here hides anything.{closes} {TELLING}"
    assert quoted(whole, need=NEED, title="Small mistakes on wards").startswith(TELLING)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("He said “ask” and (once) [sic] left.", True),
        ("A board of 12\" by 9\", the ward's and the wards' own, in the '90s.", True),
        ("The so-called 'small' mistake of the nurses' night.", True),
        ("Sie sagt: „Frag“ (und geht).", True),
        ("Sie sagt: „Frag und geht.", False),
        ("He said “ask and left.", False),
        ('He said "ask and left.', False),
        ("It is (at least so far true.", False),
        ("1) ask whoever does the work.", False),
        ("The 'small mistake of the night.", False),
        ("Il dit « demande et part.", False),
    ],
)
def test_marks_stand_in_pairs(text, whole):
    assert in_pairs(text) is whole


@pytest.mark.parametrize(
    "poor",
    [
        "Explore small mistakes on wards that make 40 % fewer of them, because our solutions never hide one.",
        "Mara Lindqvist is a writer whose wards make 40 % fewer small mistakes, because nobody hides one there.",
        "Harbour Ward makes 40 % fewer small mistakes than other wards, because nobody there must hide one.",
        "Our customers make 40 % fewer small mistakes on their wards, because nobody there must hide one.",
        "The wards that make 40 % fewer small mistakes than others must meet on March 3, because nobody hides one.",
        "Yes, wards that talk about small mistakes make 40 % fewer of them, because nobody hides one there.",
        "Third, wards that talk about small mistakes make 40 % fewer of them, because nobody hides one there.",
        "When I talked about small mistakes, my ward made 40 % fewer of them, because nobody had to hide one.",
        "The team needed a talk on small mistakes to make 40 % fewer of them, because nobody hides one there.",
        "Shows that wards that talk about small mistakes make 40 % fewer, because nobody hides one there.",
        "Be sure to read the report on wards that make 40 % fewer small mistakes, because nobody hides one.",
        "Small mistakes on wards; fewer by 40 %; none hidden; one a week, because nobody must hide one there.",
        "While that is so, wards must make 40 % fewer small mistakes than others do, because nobody hides one.",
    ],
)
def test_calls_by_lines_dates_and_tales_are_not_quoted_for_a_need(poor):
    title, url = "Small mistakes on wards", "https://www.harbourward.example/a"
    for sentences, best in (((PLAIN[0], poor), ""), ((PLAIN[0], poor, TELLING), TELLING)):
        article = Article(url, title, "\n".join((FILLER, *sentences, FILLER, FILLER)))
        assert excerpt(article, need=NEED).startswith(best)
        assert poor[:30] not in excerpt(article, need=NEED)


def test_a_curator_who_likes_cases_gets_them():
    tale = (
        "When I talked about small mistakes, my ward made 40 % fewer of them, because nobody had to hide one."
    )
    article = Article(
        "https://ward.example/a", "Small mistakes on wards", f"{FILLER}\n{tale}\n{FILLER}\n{FILLER}"
    )
    assert excerpt(article, need=NEED) == ""
    assert excerpt(article, need=NEED, taste=Taste({"case": 1})) == tale


def test_a_word_that_the_text_uses_as_any_other_is_no_name_of_its_site():
    text = f"{FILLER}\n{TELLING}\n{FILLER}\nEvery small ward has one, and wards differ.\n{FILLER}"
    article = Article("https://www.wards.example/a", "Small mistakes on wards", text)
    assert excerpt(article, need=NEED).startswith(TELLING)
