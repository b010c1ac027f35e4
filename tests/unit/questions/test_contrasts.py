"""What a need sets beside a thing to do: "instead of ..." is left out, "without ..." is kept, in four languages."""

import pytest

from curator.questions.asked import asked_of
from curator.questions.languages import table
from curator.questions.objectives import objective_for
from curator.questions.prompts import prompts_for
from curator.questions.week_titles import titles_for


@pytest.mark.parametrize(
    ("language", "need", "words"),
    [
        # what people did until now says nothing of what they can do then
        (
            "en",
            "Beginners must learn to compose a landscape photograph instead of just pressing the button",
            "compose a landscape photograph",
        ),
        (
            "en",
            "Managers need to coach their staff rather than solving every problem themselves.",
            "coach your staff",
        ),
        ("en", "Cooks need to taste a sauce and not just follow the recipe.", "taste a sauce"),
        (
            "en",
            "Founders must learn to explain their product, not merely list its features.",
            "explain your product",
        ),
        (
            "en",
            "Apprentices should learn to sharpen a chisel instead of buying a new one.",
            "sharpen a chisel",
        ),
        ("en", "Members should know how a vote is taken instead of just complaining.", "how a vote is taken"),
        (
            "de",
            "Alle müssen lernen, eine Soße abzuschmecken und nicht nur zu kosten.",
            "eine Soße abzuschmecken",
        ),
        ("de", "Die Leitung soll Aufgaben abgeben, anstatt alles selbst zu machen.", "Aufgaben abzugeben"),
        (
            "de",
            "Alle müssen lernen, statt einen neuen zu kaufen, einen Hobel zu schärfen.",
            "einen Hobel zu schärfen",
        ),
        ("de", "Die Neuen sollen nicht nur Kaffee kochen, sondern auch Gäste beraten.", "Gäste zu beraten"),
        (
            "es",
            "Deben aprender a componer un paisaje en vez de apretar solo el botón.",
            "componer un paisaje",
        ),
        ("es", "Deben aprender a delegar tareas en lugar de hacerlo todo ellas mismas.", "delegar tareas"),
        ("es", "Deben leer artículos científicos, no solo los resúmenes.", "leer artículos científicos"),
        (
            "fr",
            "Ils doivent apprendre à composer un paysage au lieu d'appuyer sur le bouton.",
            "composer un paysage",
        ),
        (
            "fr",
            "Ils doivent apprendre à déléguer des tâches plutôt que de tout faire.",
            "déléguer des tâches",
        ),
        ("fr", "Ils doivent goûter une sauce et pas seulement suivre la recette.", "goûter une sauce"),
        # ... but where too little would be left, or the two are weighed, or both are meant
        ("en", "Managers must learn to negotiate instead of giving in.", "negotiate instead of giving in"),
        (
            "en",
            "They must decide whether to repair rather than replace a boiler.",
            "decide whether to repair rather than replace a boiler",
        ),
        (
            "en",
            "Speakers must learn to talk to instead of about neighbours.",
            "talk to instead of about neighbours",
        ),
        ("en", "Cooks need to serve not only soup but also bread.", "serve not only soup but also bread"),
        # by what is left undone one sees that it is done well
        (
            "en",
            "Volunteers need to receive criticism without taking it personally.",
            "receive criticism without taking it personally",
        ),
        (
            "de",
            "Alle müssen lernen, Kritik anzunehmen, ohne sie persönlich zu nehmen.",
            "Kritik anzunehmen, ohne sie persönlich zu nehmen",
        ),
        (
            "de",
            "Alle müssen lernen, ohne laut zu werden, einen Streit zu schlichten.",
            "einen Streit zu schlichten, ohne laut zu werden",
        ),
        ("de", "Alle sollen über Geld reden, ohne zu streiten.", "über Geld zu reden, ohne zu streiten"),
        ("es", "Deben aprender a hablar de dinero sin discutir.", "hablar de dinero sin discutir"),
        (
            "fr",
            "Ils doivent apprendre à parler d'argent sans se disputer.",
            "parler d'argent sans vous disputer",
        ),
        # unless it speaks of somebody whom the sentence does not name, or of several
        ("en", "Carers must learn to lift somebody without hurting their back.", "lift somebody"),
        ("es", "Deben aprender a hablar en público sin ponerse nerviosas.", "hablar en público"),
        # words are used as they stand
        (
            "en",
            "Coaches need to praise effort and really watch a game.",
            "praise effort and really watch a game",
        ),
        ("en", "Coaches really need to just watch a game.", "watch a game"),
        ("de", "Alle sollen den Gästen wirklich zuhören.", "den Gästen wirklich zuzuhören"),
    ],
)
def test_what_people_did_instead_is_left_out(language: str, need: str, words: str) -> None:
    assert asked_of(need, language).words == words
    for week in range(1, 9):
        steps = prompts_for(week, language, title=f"Week {week}", need=need)
        assert not set(steps) & set(table(language, "weeks")["steps"]["plain"])


def test_the_clause_that_is_kept_has_the_form_that_each_sentence_needs() -> None:
    need = "Alle müssen lernen, Nein zu sagen, ohne lange zu zögern."
    assert objective_for(1, "", need, "de") == "Bis Freitag können Sie Nein sagen, ohne lange zu zögern."
    assert titles_for(need, (), "de")[0] == "Nein sagen, ohne lange zu zögern"
    assert titles_for("Ils doivent apprendre à parler d'argent sans se disputer.", (), "fr")[0] == (
        "Parler d'argent sans se disputer"
    )
    need = "Treasurers should write a letter to donors without begging."
    assert "a rough draft of a letter to donors, and" in objective_for(1, "", need)


def test_a_step_is_about_the_subject_at_length_rather_than_about_nothing() -> None:
    need = "Widowers need to knit a pair of socks without a pattern."
    assert "knitting a pair of socks without a pattern, and ask" in prompts_for(1, need=need)[1]
    assert "“Socks”" in prompts_for(1, need=need, title="Socks")[1]
    need = "Deben aprender a hacer un relevo de cinco minutos, claro y sin echar culpas."
    assert "claro y sin echar culpas y pregúntele" in prompts_for(1, "es", need=need)[1]
    need = "Volunteers need to receive criticism without taking it personally."
    assert "good at receiving criticism, and ask" in prompts_for(1, need=need)[1]
    plain = table("en", "weeks")["steps"]["plain"]
    assert prompts_for(1, reading=False)[1] in plain


@pytest.mark.parametrize(
    ("language", "need", "told"),
    [
        ("en", "People in debt must learn to make a plan and to keep to that plan", "that plan"),
        ("de", "Alle müssen lernen, einen Plan zu machen und diesem Plan zu folgen", "diesem Plan"),
        ("es", "Todos deben aprender a hacer un plan y a seguir ese plan", "ese plan"),
        ("fr", "Tous doivent apprendre à faire un plan et à suivre ce plan", "ce plan"),
    ],
)
def test_no_step_is_about_what_points_back_at_another_thing(language: str, need: str, told: str) -> None:
    steps = [step for week in range(1, 9) for step in prompts_for(week, language, need=need)]
    assert not [step for step in steps if told in step]
    assert [step for step in steps if "plan" in step.lower()]
