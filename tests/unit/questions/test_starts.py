"""What questions start from: the points of a list, the topic that a title names first."""

import pytest

from curator.questions.listings import listed, sentence_case, small_words
from curator.questions.topics import topics_of


def test_points_are_named_three_at_a_time_and_names_last():
    points = [
        "1. Talking to Ann Lee first",
        "2. Asking nothing",
        "3. Walking the floor",
        "4. Writing it down",
    ]
    told = "\n".join((*points, "asking what walking writing talking down hard"))
    kind, groups = listed("Mistakes at the shift", told, "en")
    assert kind.name == "mistakes"
    assert groups == (("Asking nothing", "Walking the floor", "Writing it down"),)


def test_a_title_in_capitals_keeps_what_may_be_a_name():
    small = small_words("we talk to the crew of the ship about learning")
    assert sentence_case("Talk To The Crew About NASA And Learning At Leeds", small) == (
        "Talk to the crew about NASA and learning at Leeds"
    )
    assert sentence_case("Talk to the crew in Leeds", small) == "Talk to the crew in Leeds"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Cómo obtener el certificado digital y usarlo en sus trámites", False),
        ("Hacer trámites en línea con el certificado digital", True),
        ("Trámites sin colas", True),
    ],
)
def test_a_topic_behind_another_subject_of_the_need_is_beside_the_point(title, found):
    need = "Los vecinos quieren aprender a obtener el certificado digital y a usarlo para hacer trámites."
    text = (
        "Los trámites son cosa de todos. Quien empieza con los trámites aprende pronto qué hace falta. " * 20
    )
    assert bool(topics_of(title, text, need, "es")) is found


def test_in_german_a_word_in_small_letters_is_no_subject():
    need = "Ausbildende sollen lernen, mit Azubis Feedbackgespräche zu führen."
    text = "Ein Azubi, der fragt, lernt. Feedback hilft dem Azubi, und es hilft allen. " * 20

    def names(title):
        return {topic.name for topic in topics_of(title, text, need, "de")}

    assert "azubi/azubis" in names("Gut führen: Azubis")
    assert "azubi/azubis" not in names("Feedbackgespräche mit Azubis")
