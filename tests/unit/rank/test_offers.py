"""Pages that offer, list or announce, in four languages, each beside one that teaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model import Article
from curator.rank import rank, weights
from curator.rank.offers import EVENT, LISTS, NOTICE, SERVES, asks_for_offers, offered
from curator.rank.selling import SELLS

TELLS = "We tried it for a year, and this is what went wrong and what we would do again. " * 30

TITLES = [
    ("Category: Leadership", LISTS),
    ("Leadership Archives", LISTS),
    ("Jobs at Example Ltd", LISTS),
    ("Paid internships for students", LISTS),
    ("20 free online courses in statistics", LISTS),
    ("Kategorie: Führung", LISTS),
    ("Stellenangebote in Bern", LISTS),
    ("Etiqueta: liderazgo", LISTS),
    ("Ofertas de empleo en Madrid", LISTS),
    ("Cursos de Excel gratis", LISTS),
    ("Catégorie : management", LISTS),
    ("Offres d’emploi à Lyon", LISTS),
    ("Consulting services for small firms", SERVES),
    ("Pricing | Example", SERVES),
    ("Example as your Slack alternative", SERVES),
    ("Unsere Leistungen", SERVES),
    ("Nuestros servicios", SERVES),
    ("Tarifs", SERVES),
    ("Call for papers: learning at work", EVENT),
    ("Upcoming events", EVENT),
    ("Führung im Wandel: jetzt anmelden", EVENT),
    ("Jornada de liderazgo: inscripciones abiertas", EVENT),
    ("Journée du management : inscrivez-vous", EVENT),
    ("Introducing version 2.0", NOTICE),
    ("The new portal is here", NOTICE),
    ("Join the community of practice", NOTICE),
    ("Wir stellen vor: das neue Portal", NOTICE),
    ("Presentamos el nuevo portal", NOTICE),
    ("Le nouveau portail est disponible", NOTICE),
]
STAY = [
    "How we price our services",
    "Cómo ordenar un sistema de archivos",
    "What makes an event worth attending",
    "Alternatives to meetings that we tried",
    "How to introduce a new colleague",
    "Joining a team in the middle of a project",
    "What a good job description says",
    "Categories of mistakes, and what to learn from each",
    "Warum Führung kein Angebot ist",
    "Wie man ein Team vorstellt",
    "Cómo presentar resultados",
    "Les services publics face au numérique",
]


@pytest.mark.parametrize(("title", "told"), TITLES)
def test_a_title_says_what_a_page_offers(title, told):
    assert offered(title, TELLS, "https://e.example/2026/11/a-page") == told


@pytest.mark.parametrize("title", STAY)
def test_a_page_that_teaches_is_left_alone(title):
    assert offered(title, TELLS, "https://e.example/2026/11/a-page-that-teaches") == ""


@pytest.mark.parametrize(
    ("address", "text", "told"),
    [
        ("https://e.example/category/leadership/", TELLS, LISTS),
        ("https://e.example/category/leadership/what-we-learned-from-failure", TELLS, ""),
        ("https://e.example/services/coaching", TELLS, ""),
        ("https://e.example/services/coaching", "We coach teams and leads.", ""),
        ("https://e.example/leistungen/coaching", "Wir bieten Beratung. Kontaktieren Sie uns. " * 40, SERVES),
        ("https://e.example/servicios/x", "Ofrecemos cursos. Nuestros clientes lo saben. " * 40, SERVES),
        ("https://e.example/boutique/x", "Nous proposons des cours. Contactez-nous. " * 40, SERVES),
        ("https://e.example/events/spring", "Doors open at nine. Register now, or call us.", EVENT),
        ("https://e.example/", "We offer courses. Our clients love them. " * 40, SERVES),
        ("https://e.example/", TELLS, ""),
        ("https://e.example/blog/x", "We offer courses. Our clients love them. " * 40, ""),
    ],
)
def test_an_address_needs_a_text_that_agrees(address, text, told):
    assert offered("Coaching for leads", text, address) == told


def test_what_sells_is_told_so_first():
    assert offered("The 7 best planning tools of 2026", TELLS, "https://e.example/services/x") == SELLS


@pytest.mark.parametrize(
    ("need", "told"),
    [
        ("School leavers need to find internships.", LISTS),
        ("A small firm needs to choose a provider for its payroll.", SERVES),
        ("Trainers want to know which conferences are worth their time.", EVENT),
        ("Ein Betrieb muss einen Dienstleister finden.", SERVES),
    ],
)
def test_a_need_may_ask_for_it(need, told):
    assert told in asks_for_offers(need)
    assert told in asks_for_offers("Teams need to plan.", [need])


@pytest.mark.parametrize(
    "need",
    [
        "Trainers moving courses online need effective practice.",
        "An office team has to plan and run a corporate event.",
        "",
    ],
)
def test_whoever_plans_such_things_asks_for_no_list_of_them(need):
    assert not asks_for_offers(need)


def test_the_page_that_teaches_comes_first_and_the_sum_adds_up():
    one = "Coaching helps new leads to listen, to ask and to give feedback to a team. " * 20
    other = "In coaching our new leads heard how feedback works, and what a team can do with it. " * 20
    pages = [
        Article("https://a.example/1", "Coaching services for new leads", one),
        Article("https://b.example/2", "What coaching gave our new leads", other),
    ]
    first, second = rank(pages, "New leads need to learn how coaching and feedback work.")
    assert second.title.startswith("Coaching services")
    assert SERVES in second.reasons[-1].text
    assert f"{weights.OFFERS:+.2f} {SERVES}" in second.reasons[-1].detail
    assert second.score == sum(r.points for r in second.reasons)
    assert not any(SERVES in r.text for r in first.reasons)
    asked = rank(pages, "New leads need to choose a provider of coaching services.")
    assert not any(SERVES in r.text for c in asked for r in c.reasons)


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=80))
def test_whatever_a_page_says_one_of_a_few_words_is_told(title, text, path):
    told = offered(title, text, f"https://e.example/{path}")
    assert told in ("", SELLS, LISTS, SERVES, EVENT, NOTICE)
    assert offered(f"Category: {title}", text, "") in (SELLS, LISTS)
