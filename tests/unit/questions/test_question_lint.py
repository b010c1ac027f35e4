"""The lint of discussion questions: each rule, its level, its suggestion, and what it must leave alone."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curator.model import Article, Finding, Question, Resource
from curator.questions.other_languages import asks_for_thought
from curator.questions.question_lint import RULE_NAMES, bloom, lint, lint_module

GUILDS = Resource(
    url="https://guilds.example/outlive",
    title="Why guilds outlive projects",
    note="Imani Osei shows that guilds outlive projects because a coordinator keeps their rhythm.",
)


def rules(question: str, **options: object) -> list[str]:
    return [f.rule for f in lint(question, **options)]


# --- what a good question looks like -------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "How would you welcome a newcomer to your team next Monday?",
        "What would you say to a colleague who keeps what they know to themselves?",
        "What gets in the way of sharing in your team?",
        "Which idea would you try first, and why?",
        "Which idea surprised you most, and how would you bring it to your next meeting?",
        "In your last project, what would you have done differently?",
        "Where in your own work could you use this next week?",
        "Think of a meeting that went badly. What would you do differently?",
        "Reflect on one meeting this week and write down what you would change.",
        "Describe a time when a colleague taught you something.",
        "Could you explain how your team shares what it knows?",
        "Did the coach act well? Why or why not?",
        "Why didn't the handover work in your team last week?",
        "Why don't people in your team ask for help?",
        "What would you not do again in your job?",
        "What if your team had no manager for a month?",
        "Have a look at the checklist and choose one item for your team to try.",
        "What should a new team lead do in the first week?",
        "How would you answer a client who asks “Is it safe?” at the desk?",
        "What do you make of the checklist when you compare it with how your team hands work over?",
    ],
)
def test_an_open_question_about_acting_passes(question):
    assert lint(question) == []


# --- what each rule finds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Is feedback useful?",
        "is feedback useful",
        "Are guilds the same as teams?",
        "Do you use checklists?",
        "Does your team meet on Mondays?",
        "Can failure help a project?",
        "Should everybody read this?",
        "Would you try it?",
        "Has your team ever lost what it knew?",
        "Have you ever joined a guild?",
        "Will it work?",
        "Was the person in the video right to act like that?",
        "In your team, is feedback welcome?",
        "If your manager refuses, do you go on?",
        "Guilds and teams are the same ?",
        "Think about your last meeting. Did it go well?",
        "Is it useful? Is it cheap?",
        "Can you create a checklist?",
        "You share what you know?",
    ],
)
def test_closed_questions_are_errors(question):
    finding = next(f for f in lint(question) if f.rule == "closed")
    assert finding.level == "error"
    assert "yes or no" in finding.message


@pytest.mark.parametrize(
    "question",
    [
        "Don't you think feedback is best given at once?",
        "Isn't it better to ask first?",
        "Meetings waste time, don't they?",
        "This is a good habit, right?",
        "Wouldn't you say that sharing helps?",
        "You would agree that sharing helps, correct?",
        "Surely feedback helps?",
        "Would you not rather ask a colleague?",
        "As we all know, feedback helps, so why do some teams still skip it?",
        "Why is it so clearly better to ask first?",
        "Now that the talk has shown how much time meetings waste, what keeps yours going?",
        "How much calmer would we be if we finally gave up the phone?",
        "Who could still believe in annual reviews?",
        "What are we waiting for?",
        "What sense is there in one more meeting?",
    ],
)
def test_leading_questions_are_errors(question):
    assert ("leading", "error") in {(f.rule, f.level) for f in lint(question)}


@pytest.mark.parametrize(
    ("language", "leading", "open_"),
    [
        ("en", "Why is the phone obviously worse?", "What is obvious to you that a newcomer does not see?"),
        ("en", "Who would seriously want that?", "Who would you ask first, and why them?"),
        ("en", "Why is it so obvious that it failed?", "What is so obvious to you that you never say it?"),
        ("en", "What did you like about our wonderful day?", "What did you like about our first day?"),
        (
            "en",
            "How much better would it be if cars were finally gone?",
            "How much longer is your way by bus?",
        ),
        ("en", "Who in their right mind would sign that?", "Who would have the right to sign that, and why?"),
        ("en", "It is clear that it fails: what now?", "When did it become clear to you that it fails?"),
        ("de", "Wo doch jeder singt, was fehlt uns?", "Wo singt bei Ihnen jemand, und wann?"),
        ("de", "Wie gefällt Ihnen unser wunderbares Fest?", "Was hat Ihnen an unserem Fest gefallen?"),
        ("es", "¿Por qué es evidente que sobra?", "¿Qué es evidente para usted y no para los demás?"),
        ("es", "¿Quién en su sano juicio iría?", "¿Quién de su equipo iría primero, y por qué?"),
        ("es", "¿Qué te gustó de un día tan maravilloso?", "¿Qué te gustó de un día tan largo?"),
        ("fr", "À quoi bon insister ?", "À quoi tenez-vous le plus, et pourquoi ?"),
        ("fr", "En quoi est-ce un échec aussi flagrant ?", "En quoi un trajet aussi long vous pèse-t-il ?"),
        (
            "de",
            "Warum ist Ruhe offensichtlich besser?",
            "Was ist für Sie offensichtlich, für Neue aber nicht?",
        ),
        ("de", "Wie lange sollen wir noch warten?", "Wie lange warten Sie, bevor Sie nachfragen?"),
        ("de", "Wer glaubt denn noch an Besprechungen?", "Wer fehlt in Ihren Besprechungen noch, und warum?"),
        ("es", "¿Hasta cuándo vamos a esperar?", "¿Hasta cuándo espera usted antes de preguntar?"),
        ("es", "Con lo bien que va, ¿qué cambiaría?", "¿Qué hace con lo que sobra de una reunión?"),
        ("fr", "Qui peut encore croire à cela ?", "Qui pourriez-vous appeler en premier, et pourquoi ?"),
        (
            "fr",
            "Qu'est-ce qu'on attend pour agir ?",
            "Qu'est-ce qui vous attend demain, et par où commencez-vous ?",
        ),
    ],
)
def test_leading_wordings_are_told_from_their_look_alikes(language, leading, open_):
    assert "leading" in rules(leading, language=language)
    assert {f.level for f in lint(open_, language=language)} <= {"advice"}


@pytest.mark.parametrize(
    ("language", "asked_for_yes_or_no", "open_"),
    [
        ("en", "I'm wondering whether anybody has.", "I'm wondering what you would try. What is it?"),
        ("en", "I wonder if anybody here has tried that.", "I wonder what you would try first. What is it?"),
        (
            "de",
            "Mich würde interessieren, ob das jemand kennt.",
            "Mich würde interessieren, was Sie täten. Was wäre es?",
        ),
        ("es", "Me gustaría saber si alguien lo ha hecho.", "Me gustaría saber qué haría usted. ¿Qué sería?"),
        ("es", "Ahora que somos veinte, ¿es necesario?", "Ahora que son veinte, ¿qué haría usted?"),
        ("fr", "Je me demande si quelqu'un l'a fait.", "Je me demande ce que vous feriez. Que feriez-vous ?"),
        (
            "fr",
            "Quand un patient refuse, avez-vous le droit d'insister ?",
            "Quand un patient refuse, que faites-vous ?",
        ),
    ],
)
def test_indirect_and_late_yes_no_questions_are_closed(language, asked_for_yes_or_no, open_):
    assert "closed" in rules(asked_for_yes_or_no, language=language)
    assert "closed" not in rules(open_, language=language)


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("slanted", "Why are meetings so bad?"),
        ("slanted", "What, obviously, would you change in your team?"),
        ("slanted", "How would you end this ridiculous habit in your team?"),
        ("slanted", "How would you, as everyone knows one must, cut your meetings?"),
        ("vague", "What do you think about communities of practice?"),
        ("vague", "What are your thoughts?"),
        ("vague", "How do you feel about remote work?"),
        ("vague", "Thoughts?"),
        ("vague", "How about mentoring?"),
        ("stacked", "What did you learn? How will you use it?"),
        ("stacked", "What did you learn and how will you use it?"),
        ("stacked", "How would you start the circle, and who would you ask to lead it?"),
        ("stacked", "How do you ask for help and would you ask again?"),
        ("stacked", "Describe a handover in your team. What would you change about handovers?"),
        ("long", "What would you change in your team " + "and in your next meeting " * 6 + "?"),
        (
            "long",
            "What would you do when a colleague who knows what you need says that you must wait?",
        ),
        ("jargon", "How would you use KPIs in your team?"),
        ("jargon", "How would heutagogy change your team?"),
        ("recall", "Who founded the guild?"),
        ("recall", "When did the guild begin?"),
        ("recall", "What is a guild?"),
        ("recall", "List three benefits of sharing."),
        ("recall", "Define social learning."),
        ("recall", "How do guilds differ from teams?"),
        ("recall", "Why is feedback important?"),
        ("recall", "According to the article, what would a coordinator do?"),
        ("recall", "In your own words, what is a guild?"),
        ("agree", "Do you agree with the author? Why or why not?"),
        ("agree", "To what extent do you agree that sharing helps?"),
        ("agree", "Are you for or against remote work, and why?"),
        ("bare", "Reflect on your week."),
        ("bare", "Consider the role of your team."),
        ("bare", "Discuss."),
        ("bare", "?!"),
    ],
)
def test_each_advice_rule_finds_its_own(rule, question):
    assert (rule, "advice") in {(f.rule, f.level) for f in lint(question)}
    assert "closed" not in rules(question)


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("slanted", "Why is it so hard to ask for help in your team?"),
        ("vague", "What do you think would happen if your team stopped meeting?"),
        ("stacked", "What do people in your team do about what they hear and what they see?"),
        ("stacked", "Which point would you keep, and how would you use it?"),
        ("stacked", "What would you change? Why?"),
        ("jargon", "How would you explain the community of practice (CoP) to your HR team?"),
        ("jargon", "What would NOT work in your team?"),
        ("jargon", "How would you invite Oyelaran to your handover?"),
        ("recall", "What might keep a guild alive?"),
        ("recall", "What can a new manager do to keep a guild alive?"),
        ("agree", "What would make two colleagues disagree about this?"),
        ("bare", "Think about your team and name one habit to change."),
        ("leading", "What would you do differently if people in your team don't answer?"),
        ("closed", "What would you do when a colleague asks for help"),
        ("closed", "Should we keep the weekly review, and if so, how would you run it?"),
        ("closed", "Do the exercise with a colleague."),
    ],
)
def test_rules_leave_alone_what_only_looks_alike(rule, question):
    assert rule not in rules(question)


def test_every_rule_has_a_message_in_plain_words():
    found: dict[str, Finding] = {}
    for question in (
        "Isn't it?",
        "Why are KPIs so bad?",
        "What do you think?",
        "What is it and how is it?",
        "Discuss it.",
    ):
        found |= {f.rule: f for f in lint(question)}
    assert found.keys() <= set(RULE_NAMES)
    assert all(f.message.endswith(".") and "{" not in f.message for f in found.values())


def test_a_long_question_is_quoted_in_part():
    message = lint("Is it true that " + "people share what they know " * 20 + "?")[0].message
    assert len(message) < 200


# --- content -------------------------------------------------------------------------------------


def test_a_question_on_the_whole_week_is_compared_with_no_single_resource():
    other = Resource(url="https://tea.example/", title="Tea")
    found = lint_module([question(1, "How would you train a penguin?")], [GUILDS, other])
    (told,) = [f.message for _, f in found if f.rule == "unanchored"]
    assert told.startswith("This names nothing of any resource of the week")
    found = lint_module([question(1, "How would you train a penguin?", about=1)], [GUILDS, other])
    (told,) = [f.message for _, f in found if f.rule == "unanchored"]
    assert told.startswith("This names nothing of the resource,")


def test_a_question_far_from_its_content_is_unanchored():
    assert "unanchored" in rules("How would you train a penguin?", content=[GUILDS])
    assert "unanchored" not in rules("How would you train a penguin?")
    assert "unanchored" not in rules("How would a guild change what you do?", content=[GUILDS])
    assert "unanchored" not in rules("What would you change in your team?", content=[GUILDS])
    assert "unanchored" not in rules("How would you use this?", content=[GUILDS])


@pytest.mark.parametrize(
    "item",
    [
        GUILDS,
        Article(url="https://guilds.example/a", title="On crafts", text="A guild keeps its craft alive."),
        "A guild keeps its craft alive.",
    ],
)
def test_content_may_be_a_resource_an_article_or_plain_words(item):
    assert "unanchored" not in rules("How would guilds help you?", content=[item])
    assert "unanchored" in rules("How would penguins help you?", content=[item])


def test_a_note_that_gives_the_answer_away_is_found():
    assert "answered" in rules("Why do guilds outlive projects?", content=[GUILDS])
    assert "answered" not in rules("How would you keep guilds alive after projects end?", content=[GUILDS])
    assert "answered" not in rules(
        "Why do guilds outlive projects?", content=["guilds outlive projects because"]
    )


def test_an_acronym_that_the_resource_is_about_is_no_jargon():
    titled = Resource(url="https://api.example/", title="KPI basics")
    spelled = Article(url="https://a.example/", title="Counting", text="A key performance indicator, or so.")
    question = "How would you choose a KPI for your team?"
    assert "jargon" in rules(question)
    assert "jargon" not in rules(question, content=[titled])
    assert "jargon" not in rules(question, content=[spelled])


# --- modules -------------------------------------------------------------------------------------


def question(number: int, text: str, **more: object) -> Question:
    return Question(id=f"q{number}", question=text, **more)


def test_a_module_is_linted_question_by_question():
    asked = [
        question(1, "Is a guild useful?"),
        question(2, "Which guild would you trust with your own work?"),
    ]
    assert [(where, f.rule) for where, f in lint_module(asked, [GUILDS])] == [("q1", "closed")]


def test_a_question_is_held_against_the_resource_it_is_about():
    other = Resource(url="https://p.example/", title="Penguins on the march")
    text = "Which penguin would you trust, and why?"
    assert [f.rule for _, f in lint_module([question(1, text, about=1)], [GUILDS, other])] == ["unanchored"]
    assert lint_module([question(1, text, about=2)], [GUILDS, other]) == []
    assert lint_module([question(1, text)], [GUILDS, other]) == []
    assert lint_module([question(1, text, about=9)], [GUILDS, other]) == []


def test_advice_can_be_silenced_with_a_reason_and_errors_cannot():
    reason = {"recall": "We need one common word first.", "mix": "First week."}
    assert lint_module([question(1, "What is a guild?", silence=reason)], []) == []
    blank = {"recall": " ", "mix": "First week."}
    assert [f.rule for _, f in lint_module([question(1, "What is a guild?", silence=blank)], [])] == [
        "recall"
    ]
    closed = question(1, "Is it best?", silence={"closed": "I like it."})
    assert [f.rule for _, f in lint_module([closed], [])] == ["closed"]


def test_a_module_needs_one_question_that_asks_to_think_further():
    plain = [question(1, "How would you use this at work?")]
    ((where, finding),) = lint_module(plain, [])
    assert (where, finding.rule, finding.level) == ("conversation", "mix", "advice")
    assert bloom(finding.suggestion) == "analyse"
    assert lint(finding.suggestion) == []
    assert lint_module([*plain, question(2, "Which idea is worth your time at work, and why?")], []) == []
    assert lint_module([], []) == []


# --- other languages, Bloom ----------------------------------------------------------------------


def test_other_languages_are_checked_by_their_folder_and_unknown_ones_for_length_and_number_only():
    assert rules("Ist das gut?", language="de") == ["closed"]
    assert rules("¿Está bien?", language="es-MX") == ["closed"]
    assert rules("C'est utile, non ?", language="fr") == ["closed", "leading"]
    assert lint("Är det bra?", language="sv") == []
    for language in ("de", "sv"):
        assert "stacked" in rules(
            "Was hast du hier Neues gelernt? Wie wirst du es morgen nutzen? Warum?", language=language
        )
        assert "long" in rules("wort " * 31 + "?", language=language)
    assert rules("Is it good?", language="en-GB") == ["closed"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Who founded the guild?", "remember"),
        ("List three guilds.", "remember"),
        ("Explain the rhythm of a guild.", "understand"),
        ("How would you use a checklist in your team?", "apply"),
        ("Why do guilds outlive projects?", "analyse"),
        ("Compare a guild with your team.", "analyse"),
        ("Which guild would you trust most?", "evaluate"),
        ("Judge the two plans.", "evaluate"),
        ("What would a one-page guide for your team look like?", "create"),
        ("Design a circle for your team.", "create"),
        ("What if your team had no manager?", "create"),
        ("When did you last mend it yourself, and what would have happened if you had not?", "analyse"),
        ("What would change if nobody brought the ladder back?", "analyse"),
        ("What would you do if a guest asks?", "apply"),
        ("What would you have done, if anything, at that time?", "apply"),
        ("", "remember"),
        ("Which piece of your writing have readers thanked you for, and why?", "evaluate"),
        ("What did you do, and why?", "apply"),
    ],
)
def test_bloom_gives_a_hint(text, level):
    assert bloom(text) == level


@pytest.mark.parametrize(
    ("language", "supposes", "asks_what_to_do"),
    [
        (
            "de",
            "Was wäre passiert, wenn Sie nicht geholfen hätten?",
            "Was würden Sie tun, wenn ein Gast fragt?",
        ),
        ("es", "¿Qué habría pasado si usted no hubiera ayudado?", "¿Qué haría usted si alguien pregunta?"),
        ("fr", "Que se serait-il passé si vous n'aviez pas aidé ?", "Que feriez-vous si on vous demandait ?"),
    ],
)
def test_what_would_follow_from_what_did_not_happen_asks_for_thought(language, supposes, asks_what_to_do):
    assert asks_for_thought(supposes, language)
    assert not asks_for_thought(asks_what_to_do, language)


# --- hostile input -------------------------------------------------------------------------------


@given(st.text(max_size=400) | st.text(st.sampled_from("isare?!.,\"'“” \n\t\x00\u202eאب"), max_size=200))
@example("'")
@example("\u202eIs it?\x00")
@example("“Is it?”")
@settings(deadline=None)
def test_lint_takes_any_text(text):
    for finding in lint(text, content=[text, GUILDS]):
        assert finding.rule in RULE_NAMES
        assert finding.level in ("error", "advice")
    assert bloom(text)
    lint(text, language="ar")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "is it? ",
        "why is a so ",
        "which most ",
        "and how would you ",
        '"',
        ",?",
        "A. ",
        "\n",
        "a'",
        "\u202e\u05d0 ",
        "😀",
    ],
)
def test_lint_stays_fast_on_a_hundred_thousand_characters(unit):
    text = "What " + unit * (100_000 // len(unit)) + "?"
    begin = time.perf_counter()
    lint(text, content=[text])
    assert (
        time.perf_counter() - begin < 5
    )  # 0.1 s when nothing else runs; a slip into quadratic takes minutes
