"""Kinds of leading questions, and questions that one fact answers, beside what only looks like them."""

from pathlib import Path

import pytest

from curator.questions.languages import languages
from curator.questions.question_lint import lint

FAIR = Path(__file__).parents[2] / "fixtures" / "fair_questions"
"""Ordinary open questions, one a line, that use the strong words of the rules fairly."""


def rules(question: str, *, language: str) -> list[str]:
    return [finding.rule for finding in lint(question, language=language)]


@pytest.mark.parametrize(
    ("language", "leading", "open_"),
    [
        # a failing that is taken as given
        ("en", "What did the firm lose by its refusal to listen?", "How do you take a refusal?"),
        ("en", "Who said that the report is late again?", "What do you do when someone is late again?"),
        ("de", "Wo nimmst du aus reiner Faulheit das Auto?", "Wo nimmst du das Auto, und was spricht dafür?"),
        ("es", "¿Dónde callas por pura comodidad?", "¿Dónde callas, y qué pesa entonces más?"),
        ("fr", "Que dit son manque de rigueur du chef ?", "Que fait un manque de place à votre travail ?"),
        # blame before anybody has answered
        ("en", "How will you mend the damage you caused?", "How would you mend the damage of a flood?"),
        ("en", "Why do we put up with long meetings?", "Why do we hold long meetings?"),
        ("de", "Wie hat die Stadt uns im Stich gelassen?", "Wie hat die Stadt sich verändert?"),
        ("es", "¿Por qué aguantamos tanto ruido?", "¿Por qué hablas en voz baja?"),
        ("fr", "Pourquoi as-tu laissé les autres payer ?", "Pourquoi as-tu payé pour les autres ?"),
        # insight that only one view can bring
        ("en", "How do we help them see that it pays?", "How do you help a child see what it can do?"),
        ("de", "Wie hast du gemerkt, dass Noten schaden?", "Wie hast du gemerkt, dass du müde bist?"),
        ("es", "¿Cómo les hacemos ver que sobra?", "¿Cómo ves tú lo que sobra?"),
        # harm, and only how is asked
        ("en", "How has noise ruined your sleep?", "How do you act when noise has ruined your sleep?"),
        ("es", "¿Cómo roba el móvil la infancia?", "¿Cómo era la infancia sin móvil?"),
        ("fr", "Comment le bruit gâche-t-il les fêtes ?", "Comment réagir quand le bruit gâche la fête ?"),
        # a person held up to the reader, or a little more virtue
        ("en", "What would a caring friend have done?", "What would a wise friend tell you to do?"),
        (
            "de",
            "Wie würde ein wirklich guter Arzt handeln?",
            "Was würde eine erfahrene Ärztin anders machen?",
        ),
        ("es", "Con un poco más de esfuerzo, ¿qué harías?", "Con un poco más de tiempo, ¿qué harías?"),
        ("fr", "Que serait-ce avec un peu plus de soin ?", "Que feriez-vous avec un peu plus de temps ?"),
        # praise, a verdict, or what all others do before the question
        ("en", "Your talk was so strong; what is next?", "Your talk was on strong winds; what is next?"),
        ("en", "Everyone else has paid. What keeps you?", "Everyone else is silent. What do you do?"),
        ("de", "Deine Rede war sehr stark. Woher kommt das?", "Deine Rede war sehr lang. Woran lag das?"),
        ("es", "Los demás ya han pagado. ¿Qué te frena?", "Los demás callan. ¿Qué haces tú?"),
        ("fr", "Les autres ont déjà payé. Qu'attendez-vous ?", "Les autres se taisent. Que faites-vous ?"),
        ("en", "I found it much clearer. What made it clear?", "I found it hard. How was it for you?"),
        ("de", "Ich fand es sehr traurig. Was ist traurig daran?", "Ich fand es lang. Wie ging es Ihnen?"),
    ],
)
def test_what_takes_a_judgement_as_given_leads(language, leading, open_):
    assert "leading" in rules(leading, language=language)
    assert {f.level for f in lint(open_, language=language)} <= {"advice"}


@pytest.mark.parametrize(
    ("language", "one_fact", "open_"),
    [
        ("en", "How many people work here?", "How many people work here, and how does it show?"),
        ("en", "What year did you move?", "What year of your life would you like to live again?"),
        ("en", "Who took the minutes on Tuesday?", "Who taught you most?"),
        ("en", "Where is the nearest printer?", "Where is the line between help and control?"),
        ("en", "Which version do you use?", "Which version of you would be pleased, and why?"),
        ("en", "On a scale of one to ten, how do you feel?", "How do you feel when nobody answers you?"),
        ("en", "In one word, how was it?", "In one word, how was it, and why that word?"),
        ("en", "It rose in May. By how much?", "It rose in May. What did you do?"),
        ("de", "Wie oft pro Woche kochen Sie?", "Wie oft pro Woche kochen Sie, und warum?"),
        ("de", "Wann läuft der Vertrag aus?", "Wann läuft ein Streit bei Ihnen aus dem Ruder?"),
        ("de", "Mit einem Wort: Wie war es?", "Wie war es für Sie?"),
        ("es", "¿A qué hora empieza la clase?", "¿A qué edad debería empezar un niño?"),
        ("es", "¿Cuántas horas duermes?", "¿Cuántas oportunidades merece una persona?"),
        ("fr", "Combien d'heures dormez-vous ?", "Combien d'argent vous suffit ?"),
        ("fr", "Quel âge avez-vous ?", "À quel âge devrait-on avoir un téléphone ?"),
    ],
)
def test_questions_that_one_fact_answers_are_closed(language, one_fact, open_):
    assert "closed" in rules(one_fact, language=language)
    assert "closed" not in rules(open_, language=language)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Some like the rota and some don't. How has it changed your week, for better or worse?"),
        ("en", "“A team argues.” Where does that match your experience, and where doesn't it?"),
        ("de", "Hat sich etwas verändert, und wenn ja, in welcher Weise?"),
        ("de", "Wie teilt ihr das Geld ein, und wie zufrieden seid ihr mit diesem Weg?"),
        ("es", "¿Ha cambiado algo y, si es así, cómo?"),
        ("fr", "Votre travail a-t-il changé, et si oui, comment ?"),
        ("fr", "À quoi sert, selon vous, une revue de code ?"),
        ("fr", "Les experts ne s'accordent pas sur les écrans. Qu'observez-vous ?"),
    ],
)
def test_open_questions_with_a_closed_look_are_no_errors(language, question):
    assert {f.level for f in lint(question, language=language)} <= {"advice"}


def test_a_question_for_a_fact_is_carried_on():
    found = next(f for f in lint("How many people work in your team?") if f.rule == "closed")
    assert found.suggestion == "How many people work in your team, and what followed from it for you?"


@pytest.mark.parametrize("language", sorted(languages()))
def test_strong_words_in_fair_use_are_no_errors(language):
    fair = (FAIR / f"{language}.txt").read_text("utf-8").splitlines()
    assert len(fair) >= 80
    assert [q for q in fair if "error" in {f.level for f in lint(q, language=language)}] == []
