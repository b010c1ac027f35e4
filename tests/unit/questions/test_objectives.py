"""What a need says that people shall do: objectives, titles, and the steps of a week."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.questions.asked import bare, deeds_of
from curator.questions.languages import languages, table
from curator.questions.needs import as_theirs, skill_of
from curator.questions.objectives import filled, objective_for
from curator.questions.prompts import STEPS, prompts_for
from curator.questions.week_titles import titles_for


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_steps_follow_the_week_and_differ_from_week_to_week(language: str) -> None:
    """One step takes up what the week holds or asks, one its subject; neighbouring weeks share none."""
    rounds = [prompts_for(week, language, title="Round tables") for week in range(1, 9)]
    known = table(language, "weeks")["steps"]
    for before, steps in pairwise(rounds):
        assert len(steps) == STEPS
        assert not set(before) & set(steps)
        assert steps[0] in known["reading"] + known["question"]
        assert "Round tables" in steps[1]


def test_steps_of_a_week_without_a_subject_are_plain_and_an_unknown_language_has_none() -> None:
    assert len(prompts_for(1, title="Week 1")) == STEPS
    assert not any("Week 1" in step for step in prompts_for(1, title="Week 1"))
    assert prompts_for(1, "xx") == ()
    assert prompts_for(1, "en-GB") == prompts_for(1)
    assert not set(prompts_for(1, reading=False)) & set(table("en", "weeks")["steps"]["reading"])
    assert not set(prompts_for(2, reading=False, asking=False)) & set(
        table("en", "weeks")["steps"]["question"]
    )


@pytest.mark.parametrize(
    ("language", "need", "things"),
    [
        ("en", "Managers need to give feedback and lead meetings.", ("give feedback", "lead meetings")),
        ("en", "Volunteers need to plan and run a fair.", ("plan and run a fair",)),
        (
            "en",
            "Parents must learn to cook cheap meals and enjoy them.",
            ("cook cheap meals", "enjoy them"),
        ),
        ("en", "Nurses must learn to talk to patients and visitors.", ("talk to patients and visitors",)),
        (
            "de",
            "Leitende müssen lernen, Sitzungen zu leiten und Rückmeldung zu geben.",
            ("Sitzungen zu leiten", "Rückmeldung zu geben"),
        ),
        (
            "de",
            "Vereine müssen lernen, Freiwillige zu gewinnen und zu halten.",
            ("Freiwillige zu gewinnen und zu halten",),
        ),
        (
            "es",
            "Las jefas deben aprender a llevar reuniones cortas y a dar ánimo.",
            ("llevar reuniones cortas", "dar ánimo"),
        ),
        (
            "fr",
            "Les équipes doivent apprendre à mener des réunions et à donner un retour.",
            ("mener des réunions", "donner un retour"),
        ),
        (
            "fr",
            "Les équipes doivent apprendre à écrire à des voisins et à des clients.",
            ("écrire à des voisins et à des clients",),
        ),
    ],
)
def test_a_need_that_lists_whole_things_is_parted(language: str, need: str, things: tuple[str, ...]) -> None:
    assert deeds_of(skill_of(need, language), language) == things


def test_a_step_is_about_what_the_week_speaks_of_else_about_the_next_thing() -> None:
    need = "Managers need to give feedback, lead meetings and keep notes."
    told = [
        prompts_for(1, need=need, holds=[title])[1] for title in ("Short meetings", "Feedback that helps")
    ]
    assert "leading meetings" in told[0]
    assert "giving feedback" in told[1]
    turns = [prompts_for(week, need=need, holds=["Ice"])[1] for week in (1, 2, 3)]
    assert ["feedback" in turns[0], "meetings" in turns[1], "notes" in turns[2]] == [True] * 3


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("compose a landscape photograph", "who is good at composing a landscape photograph, and ask"),
        ("plan your week", "who is good at planning their week, and ask"),
        ("plan and run a fair", "who finds it easy to plan and run a fair, and ask"),
        ("gently mend radios", "who finds it easy to gently mend radios, and ask"),
    ],
)
def test_a_step_says_what_somebody_is_good_at_where_the_gerund_is_sure(deed: str, said: str) -> None:
    assert said in prompts_for(1, need=f"Neighbours must learn to {deed}.")[1]


@pytest.mark.parametrize(
    ("language", "need", "words"),
    [
        ("en", "Colleagues must learn to work from home without losing time.", "without losing"),
        ("de", "Alle müssen lernen, im Zimmer zu arbeiten, ohne Zeit zu verlieren.", "ohne Zeit"),
        ("es", "Todas deben aprender a trabajar desde casa sin perder el tiempo.", "sin perder"),
        ("fr", "Les équipes doivent apprendre à travailler à la maison sans perdre de temps.", "sans perdre"),
    ],
)
def test_no_step_says_a_long_need_word_for_word(language: str, need: str, words: str) -> None:
    for week in range(1, 9):
        steps = prompts_for(week, language, need=need)
        assert len(steps) == STEPS
        assert not any(words in step for step in steps)
        assert not set(steps) & set(table(language, "weeks")["steps"]["plain"])


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("filled", [True, False])
def test_eight_weeks_of_one_need_share_no_step(language: str, *, filled: bool) -> None:
    needs = {
        "en": "Managers need to give feedback.",
        "de": "Alle müssen lernen, mit ihrem Team zu reden.",
        "es": "Las jefas deben aprender a llevar reuniones cortas.",
        "fr": "Les équipes doivent apprendre à tenir des réunions courtes.",
    }
    steps = [
        step
        for week in range(1, 9)
        for step in prompts_for(week, language, need=needs[language], reading=filled, asking=filled)
    ]
    assert len(steps) == len(set(steps)) == 8 * STEPS


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_step_can_name_a_resource_or_a_question(language: str) -> None:
    """What was proposed stays when a resource is taken out or a question replaced."""
    steps = table(language, "weeks")["steps"]
    slots = {slot for group in steps.values() for step in group for slot in re.findall(r"{(\w+)}", step)}
    assert slots <= {"skill", "theirs", "able", "doing", "title", "clause"}


@pytest.mark.parametrize(
    ("need", "skill", "titles"),
    [
        (
            "Lehrkräfte müssen Pausen planen.",
            "Pausen zu planen",
            ("Pausen planen", "Wie Sie Pausen planen"),
        ),
        (
            "Alle sollen sicher mit Daten umgehen.",
            "sicher mit Daten umzugehen",
            ("Sicher mit Daten umgehen", "Wie Sie sicher mit Daten umgehen"),
        ),
        ("Neue müssen wissen, wie man übergibt.", "", ("Wie man übergibt",)),
    ],
)
def test_a_german_need_may_hold_a_bare_infinitive(need: str, skill: str, titles: tuple[str, ...]) -> None:
    assert skill_of(need, "de") == skill
    assert titles_for(need, (), "de") == titles


def test_a_step_says_of_others_what_the_need_says_of_the_reader() -> None:
    skill = skill_of("Families want to declutter their home.")
    assert (skill, as_theirs(skill)) == ("declutter your home", "declutter their home")


@pytest.mark.parametrize(
    ("need", "skill"),
    [
        ("New team leads must learn to hold a difficult conversation.", "hold a difficult conversation"),
        ("Parents need practical ways to balance work and family.", "balance work and family"),
        (
            "Staff need to stay calm, talk with their team and rest.",
            "stay calm, talk with your team and rest",
        ),
        ("Leads must learn to help people find their place.", ""),
        ("People who want to start need to plan a day.", "plan a day"),
        ("Colleagues who want to eat plants need a practical start.", "eat plants"),
        ("Travellers are planning a first trip.", "plan your first trip"),
        ("Couples need to plan a wedding and its budget.", "plan a wedding and its budget"),
        ("Organisers of prizes need to plan them well.", "plan prizes well"),
        ("Leaders of teams need to know where they fail.", ""),
        ("Buyers of a car need to know what to look for.", "know what to look for in a car"),
        ("A team must learn to listen to its guests.", "listen to your guests"),
        ("Teams need to choose metrics and act on them.", "choose metrics and act on them"),
        ("A team must learn to ask and act on what it hears.", ""),
        (
            "They need to ask for help and give it, to talk about mistakes without blame, to hand on what they know, "
            "and to find others who do the same.",
            "ask for help",
        ),
        ("Teams using robots need to know where they fail.", "know where robots fail"),
        ("Nurses using teams need to know where they fail.", ""),
        ("Owners planning a loft need to know its phases and costs.", "know the phases of a loft and costs"),
        ("People in debt need a plan to pay it off.", "put together a plan to pay your debt off"),
        ("Hosts want a plan and tools.", ""),
        ("Hosts want a seating plan and quiet tools.", "put together a seating plan and choose quiet tools"),
        (
            "We want our volunteers to check the board before they answer.",
            "check the board before you answer",
        ),
        ("What our guides lack is the ability to tell a story.", "tell a story"),
        ("Guides need to learn what to look at before a tour.", "learn what to look at before a tour"),
        ("Teaching the makers to cost a job properly, because we lose money.", "cost a job properly"),
        ("Heirs need to learn to decide things together before then.", "decide things together"),
        ("They never talk, and they should learn how.", ""),
        ("They have debts; they need to know what they owe.", "know what you owe"),
        ("Please help my children learn to cook a dinner so I'm not alone with it.", "cook a dinner"),
        ("Hosts want courage and a plan.", ""),
        (
            "Coders need to understand Rust, its limits and where it fits.",
            "understand Rust, its limits and where it fits",
        ),
        ("Ask for help, and answer well", "ask for help"),
        ("People need the basics of data analysis.", ""),
        ("", ""),
    ],
)
def test_a_need_says_what_people_shall_do(need: str, skill: str) -> None:
    assert skill_of(need) == skill


@pytest.mark.parametrize(
    ("language", "need", "skill"),
    [
        (
            "de",
            "Neue Leitungen müssen lernen, schwierige Gespräche zu führen.",
            "schwierige Gespräche zu führen",
        ),
        ("de", "Alle müssen lernen, mit ihrem Team zu reden.", "mit Ihrem Team zu reden"),
        ("de", "Alle brauchen Pausen.", ""),
        ("es", "Los equipos quieren mejorar sus reuniones.", "mejorar sus reuniones"),
        ("fr", "Les équipes doivent apprendre à écouter leurs clients.", "écouter vos clients"),
        ("es", "Las jefas deben aprender a llevar reuniones cortas.", "llevar reuniones cortas"),
        ("fr", "Les équipes doivent apprendre à tenir des réunions courtes.", "tenir des réunions courtes"),
    ],
)
def test_a_need_is_understood_in_other_languages(language: str, need: str, skill: str) -> None:
    assert skill_of(need, language) == skill
    assert bare(skill, language) in objective_for(1, "", need, language)


@pytest.mark.parametrize(
    ("title", "need", "objective"),
    [
        ("Week 1", "People need coffee.", ""),
        (
            "Week 1",
            "People need the basics of data analysis and enough tools.",
            "the basics of data analysis",
        ),
        ("Round tables", "People need coffee.", "“Round tables”"),
        ("Week 2", "Charity trustees need to understand ratings.", "explain ratings"),
    ],
)
def test_an_objective_comes_from_the_need_or_a_title_that_says_something(
    title: str, need: str, objective: str
) -> None:
    told = objective_for(1, title, need)
    assert objective in told
    assert bool(told) == bool(objective)
    assert "Week" not in told


def test_titles_are_proposed_from_the_need_and_what_is_read() -> None:
    titles = titles_for(
        "Crews must learn to plan a handover.",
        ("7 handovers", "How crews plan handovers | Site", "<b>a handover</b>", "A walk", "My handover plan"),
    )
    assert titles == ("Planning a handover", "How to plan a handover", "How crews plan handovers")


@pytest.mark.parametrize(
    ("need", "objective", "titles"),
    [
        (
            "Families need to choose a school.",
            "By Friday you can name three things that matter when you choose a school, and say which comes first"
            " for you.",
            ("Choosing a school", "What matters when you choose a school?"),
        ),
        (
            "Crews want to know whether a checklist saves time.",
            "By Friday you can say whether a checklist saves time, and what that depends on.",
            (),
        ),
        (
            "Trainers need good practice for coaching online and for helping people finish.",
            "By Friday you can name two ways to coach online, and have tried one of them.",
            ("Coaching online and helping people finish",),
        ),
        ("bookkeeping for small farmers", "", ()),
        (
            "Spotting lameness in cows, for milkers who see each herd now and then.",
            "By Friday you can spot lameness in cows.",
            ("Spotting lameness in cows", "How to spot lameness in cows"),
        ),
        (
            "Guides need to learn what to look at before a tour.",
            "By Friday you can explain what to look at before a tour.",
            ("What to look at before a tour",),
        ),
        ("It's about money: couples never talk.", "", ()),
        (
            "Hosts need to plan a dinner with guests.",
            "By Friday you have a rough plan for a dinner with guests, and have shown it to somebody.",
            ("Planning a dinner with guests", "How to plan a dinner with guests"),
        ),
        (
            "Crews should learn to write a decision down.",
            "By Friday you can write a decision down.",
            ("Writing a decision down", "How to write a decision down"),
        ),
        (
            "They can judge by ear when a bearing is worn.",
            "By Friday you can judge by ear when a bearing is worn.",
            ("When a bearing is worn",),
        ),
        (
            "Porters need to move and lift beds safely, theirs is a hard trade.",
            "By Friday you can move and lift beds safely.",
            ("Moving and lifting beds safely",),
        ),
    ],
)
def test_an_objective_says_what_fits_the_kind_of_doing(
    need: str, objective: str, titles: tuple[str, ...]
) -> None:
    assert objective_for(1, "Week 1", need) == objective
    found = titles_for(need, ())
    assert found[: len(titles)] == titles
    assert bool(found) == bool(titles)


@given(st.text(max_size=200), st.text(max_size=400), st.integers(1, 60))
def test_an_objective_is_one_plain_sentence_or_nothing(title: str, need: str, week: int) -> None:
    told = objective_for(week, title, need)
    assert not told or (told.startswith("By ") and told.endswith("."))
    assert objective_for(week, title, need, "xx") == ""


@pytest.mark.parametrize(
    ("language", "need", "objective", "titles"),
    [
        (
            "de",
            "Alle sollen Gäste begrüßen und einen Streit schlichten.",
            "Bis Freitag können Sie Gäste begrüßen.",
            ("Gäste begrüßen und einen Streit schlichten",),
        ),
        (
            "de",
            "Alle sollen einen Streit schlichten.",
            "Bis Freitag können Sie zwei Wege nennen, einen Streit zu schlichten, und haben einen davon ausprobiert.",
            ("Einen Streit schlichten", "Wie Sie einen Streit schlichten"),
        ),
        (
            "de",
            "Das Team soll ein Fest planen.",
            "Bis Freitag haben Sie einen ersten Plan für ein Fest und haben ihn jemandem gezeigt.",
            ("Ein Fest planen",),
        ),
        ("de", "Rechnungsprüfung verstehen", "", ("Rechnungsprüfung verstehen",)),
        (
            "es",
            "Los grupos deben elegir una sede.",
            "El viernes podrá nombrar tres cosas que importan al elegir una sede y decir cuál va primero para usted.",
            ("Elegir una sede", "Qué importa al elegir una sede"),
        ),
        (
            "es",
            "Que sepan leer mapas antiguos.",
            "El viernes sabrá leer mapas antiguos.",
            ("Leer mapas antiguos", "¿Cómo leer mapas antiguos?", "Mapas antiguos"),
        ),
        (
            "fr",
            "Les équipes doivent éviter les retards.",
            "Vendredi, vous pourrez citer deux façons d'éviter les retards, et vous en aurez essayé une.",
            ("Éviter les retards", "Comment éviter les retards ?"),
        ),
        (
            "fr",
            "Les nouveaux doivent se repérer dans un port.",
            "Vendredi, vous saurez vous repérer dans un port.",
            ("Se repérer dans un port",),
        ),
        ("fr", "ports, phares, balises", "", ("Ports, phares et balises",)),
    ],
)
def test_objectives_and_titles_in_other_languages(language, need, objective, titles) -> None:
    assert objective_for(1, "1", need, language) == objective
    assert titles_for(need, (), language)[: len(titles)] == titles


@pytest.mark.parametrize(
    ("title", "objective"),
    [
        ("How to run a meeting", "By Friday you can run a meeting."),
        (
            "Calming an angry guest",
            "By Friday you can name two ways to calm an angry guest, and have tried one of them.",
        ),
        (
            "Round tables",
            "By Friday you can name one idea from “Round tables” that you want to try, and say why.",
        ),
        (
            "Ask sooner",
            "By Friday you can name one idea from “Ask sooner” that you want to try, and say why.",
        ),
        ("Week 4", ""),
    ],
)
def test_a_planned_title_says_what_to_do_or_is_named(title: str, objective: str) -> None:
    assert objective_for(1, title, "Crews must learn to plan a handover.", own_need=False) == objective


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_weeks_take_turns_where_there_is_more_than_one_way_to_say_it(language: str) -> None:
    """Weeks of a course that plans none take turns where there is more than one way to say it."""
    need = {
        "en": "Hosts must learn to calm angry guests.",
        "de": "Alle sollen einen Streit schlichten.",
        "es": "Las jefas deben aprender a calmar a los clientes.",
        "fr": "Les équipes doivent apprendre à calmer un client.",
    }[language]
    told = [objective_for(week, f"Week {week}", need, language) for week in (1, 2)]
    assert all(told)
    assert told[0] != told[1]


@pytest.mark.parametrize(
    ("need", "language", "step"),
    [
        ("They should know how sourdough rises.", "en", "Ask two people how sourdough rises"),
        ("Alle sollen wissen, wie Teig geht.", "de", "Fragen Sie zwei Menschen, wie Teig geht"),
        ("dough, ovens, salt", "en", "“Dough”"),
        ("Dough: flour, salt", "en", "“Dough”"),
        (
            "They should know how dough rises, why it falls and what to do.",
            "en",
            "how dough rises, and compare",
        ),
        ("Bakers need to understand dough, its moods and what it costs.", "en", "“Dough”"),
        ("Teigruhe planen", "de", "„Teigruhe planen“"),
        ("Les équipes doivent éviter les retards.", "fr", "à éviter les retards"),
    ],
)
def test_a_step_takes_up_what_is_to_be_known_or_one_of_the_subjects(
    need: str, language: str, step: str
) -> None:
    assert step in prompts_for(1, language, title="Week 1", need=need)[1]
    assert prompts_for(1, language, need=need) != prompts_for(2, language, need=need)


def test_a_french_de_loses_its_vowel_before_another_one() -> None:
    assert filled("essayé de {skill}", "fr", skill="éviter les retards") == "essayé d'éviter les retards"
    assert filled("essayé de {skill}", "fr", skill="prévoir un retard") == "essayé de prévoir un retard"
    assert filled("dejar de {skill}", "es", skill="evitar retrasos") == "dejar de evitar retrasos"
