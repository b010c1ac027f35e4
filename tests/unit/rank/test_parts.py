"""The parts of a need, pages made to sell, and what was said."""

import pytest

from curator.model import Article
from curator.rank import parts_of, rank, told_parts, weights
from curator.rank.selling import EARNS, ROOTS, asks_for_products, sells

NEED = "New HR staff need to understand hiring, leave policy and appraisal."


@pytest.mark.parametrize(
    ("need", "parts"),
    [
        (NEED, ["hiring", "leave policy", "appraisal"]),
        (
            "Neue Führungskräfte müssen Feedback geben und Konflikte lösen.",
            ["Feedback geben", "Konflikte lösen"],
        ),
        ("Neue Leitungen müssen lernen, Feedback zu geben.", ["Feedback"]),
        ("El personal debe planificar, negociar y escuchar.", ["planificar", "negociar", "escuchar"]),
        ("Les équipes doivent planifier et négocier.", ["planifier", "négocier"]),
        ("An office team has to plan and run a corporate event.", ["corporate event"]),
        ("Founders need to form a company and keep its books in order.", ["company", "books"]),
        ("Staff need to plan.", ["plan"]),
        ("People in debt need a plan to pay it off.", ["debt"]),
        ("Teams want to see when a meeting is worth their time, and act on it.", ["meeting"]),
        ("git", ["git"]),
        ("", []),
        ("?!", []),
    ],
)
def test_a_need_falls_into_its_parts(need, parts):
    assert parts_of(need) == parts


@pytest.mark.parametrize(
    ("need", "part", "told"),
    [
        ("Nurses need to hand over a patient clearly.", "patient clearly", "hand over a patient clearly"),
        ("Staff need to be clear and brief in meetings.", "brief", "clear and brief in meetings"),
        ("Parents need to help babies and toddlers sleep.", "babies", "help babies and toddlers sleep"),
        ("New starters need to understand version control and Git.", "version control", "version control"),
        ("People need to stay productive and look after others.", "stay productive", "stay productive"),
        (NEED, "hiring", "hiring"),
        (NEED, "leave policy", "leave policy"),
        ("Founders need to form a company and keep its books in order.", "books", "keep its books in order"),
        ("Teams need to know how to run a retrospective.", "retrospective", "run a retrospective"),
        ("Staff want to know what meditation can and cannot do for stress, today.", "stress", "stress"),
        ("People in debt need a plan to pay it off.", "debt", ""),
        (
            "Nurses on the ward need to hand over a patient clearly at the end of a shift.",
            "patient clearly",
            "",
        ),
        ("Neue Leitungen müssen lernen, Feedback zu geben.", "Feedback", "Feedback zu geben"),
        ("El equipo debe guardar copias de seguridad.", "guardar copias", "guardar copias de seguridad"),
        ("Les équipes doivent planifier une migration.", "migration", "planifier une migration"),
    ],
)
def test_a_part_is_told_by_its_whole_clause_or_not_at_all(need, part, told):
    assert told_parts(need)[part] == told


def test_a_keyword_is_told_as_it_is_written():
    assert told_parts(NEED, ["onboarding"])["onboarding"] == "onboarding"


def test_words_that_a_page_shares_are_told_as_the_need_writes_them():
    pages = [
        Article("https://a.example/", "Policies", "The policies of every hiring committee. " * 9),
        *[Article(f"https://b{i}.example/", "Bread", "Bake bread with wild yeast. " * 9) for i in range(30)],
    ]
    need = "Managers need to know hiring policies."
    first = rank(pages, need)[0].reasons[0]
    assert "in words (hiring, policies)" in first.detail


def test_a_keyword_that_the_need_does_not_name_is_a_part():
    assert parts_of(NEED, ["policy", "onboarding"]) == ["hiring", "leave policy", "appraisal", "onboarding"]


def test_a_need_of_two_thousand_characters_has_a_bounded_number_of_parts():
    assert len(parts_of("Staff need to learn " + ", ".join(f"subject{i} area" for i in range(300)))) == 12


def test_each_candidate_names_the_parts_that_it_answers():
    texts = {
        "Leave policy in small firms": "A leave policy says who may be away. " * 4,
        "Hiring without bias": "Hiring begins with a clear job advert. " * 4,
        "Sourdough": "Bake bread with wild yeast. " * 4,
    }
    pages = [Article(f"https://e{i}.example/", title, text) for i, (title, text) in enumerate(texts.items())]
    answered = {c.title: c.parts for c in rank(pages, NEED)}
    assert answered == {
        "Leave policy in small firms": ("leave policy",),
        "Hiring without bias": ("hiring",),
        "Sourdough": (),
    }


def test_a_reason_names_a_part_of_the_need_and_never_its_audience():
    need = "An office team has to plan and run a corporate event."
    hours = "The office answers questions of citizens in office hours. The office has a team. " * 5
    event = "A corporate event needs a venue, a date and a budget. A corporate event has guests. " * 5
    pages = [
        Article("https://a.example/", "Office hours on Twitter", hours),
        Article("https://b.example/", "How to run a corporate event", event),
    ]
    told = {c.title: c.reasons[0].text for c in rank(pages, need)}
    assert told["How to run a corporate event"] == "close to the need: plan and run a corporate event"
    assert not told["Office hours on Twitter"].endswith(": office")


def test_what_a_page_is_nearest_to_comes_before_a_part_that_says_less():
    need = "Staff must recognise everyday cyber threats at home."
    text = (
        "Cyber criminals attack each home, phones and every lamp at home that is online; a home is soft. " * 3
    )
    pages = [
        Article("https://a.example/", "Threats to the cyber security of devices", text),
        Article("https://b.example/", "Sourdough", "Bake bread with wild yeast. " * 9),
    ]
    assert rank(pages, need)[0].reasons[0].text.endswith(": recognise everyday cyber threats at home")


@pytest.mark.parametrize(
    "title",
    [
        "The 7 best project management tools of 2026",
        "Best laptops for teachers in 2026",
        "Top 10 HR software platforms",
        "Email hosting: a pricing guide",
        "The best note-taking alternatives, reviewed by our team",
        "Black Friday: every deal that is live",
        "Die 10 besten Kameras 2026",
        "Los 5 mejores portátiles de 2026",
        "Les 8 meilleurs logiciels en 2026",
    ],
)
def test_a_title_that_sells_is_known(title):
    assert sells(title, "")


@pytest.mark.parametrize(
    "title",
    [
        "How we plan a project",
        "What the best managers do on Mondays",
        "Best practice in onboarding",
        "Alternatives to meetings that we tried",
        "Three lessons from pricing our course",
        "Top of the class: teaching maths",
        "Die beste Entscheidung meines Lebens",
    ],
)
def test_a_title_that_teaches_is_left_alone(title):
    assert not sells(title, "We tried it for a year and it cost us €300.")


def test_a_page_that_sells_loses_points_unless_it_is_asked_for():
    page = Article(
        "https://e.example/", "The 7 best planning tools of 2026", "Planning tools for a team. " * 20
    )
    (plain,) = rank([page], "Teams need to learn planning.")
    assert any("compares what is for sale" in r.text for r in plain.reasons)
    (asked,) = rank([page], "Teams need to choose planning tools.")
    assert not any("compares what is for sale" in r.text for r in asked.reasons)
    assert asks_for_products("Teams need to learn planning.", ["vendors"])


class TestSaid:
    """Posts of the last weeks steer, and the need leads."""

    PAGES = tuple(
        Article(f"https://e{i}.example/", title, f"{title}. {text} " * 6)
        for i, (title, text) in enumerate(
            [
                ("Hold a difficult conversation", "Prepare what to say to a colleague about a hard subject."),
                (
                    "Listen in a difficult conversation",
                    "Stay silent, ask and sum up what your colleague said.",
                ),
                ("Sourdough bread", "Feed the yeast, stretch the dough and bake it in a hot oven."),
            ]
        )
    )
    NEED = "Team leads must learn to hold a difficult conversation."

    def test_a_post_lifts_what_takes_it_up_by_a_fifth_at_most_and_says_so(self):
        plain = {c.url: c for c in rank(self.PAGES, self.NEED)}
        for c in rank(
            self.PAGES, self.NEED, said=["How do I listen and stay silent?", "Who bakes sourdough bread?"]
        ):
            extra = c.score - plain[c.url].score
            need = c.reasons[0].points
            assert -1e-9 <= extra <= weights.SAID_SHARE * max(need, 0) + 1e-4
            if c.title.startswith("Listen"):
                assert extra > 0
                assert any(
                    r.text == "takes up what was said: “How do I listen and stay silent?”" for r in c.reasons
                )

    @pytest.mark.parametrize("said", [(), [""], ["  "], ["\x00"], ["?" * 100_000], ["\ud800"]])
    def test_posts_that_say_nothing_change_nothing(self, said):
        assert [c.score for c in rank(self.PAGES, self.NEED, said=said)] == [
            c.score for c in rank(self.PAGES, self.NEED)
        ]


def test_whoever_earns_by_links_is_found_whichever_words_say_so():
    for said in EARNS:
        assert any(root in said for root in ROOTS)
        assert sells("How we plan", f"A plan. {said.capitalize()}s may be here.")
