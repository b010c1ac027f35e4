"""What a week is called, by what its need asks for."""

import pytest

from curator.questions.week_titles import titles_for


def test_a_title_tells_what_is_to_be_told_and_leaves_out_what_hangs_on_it() -> None:
    need = "They can tell a client what a rate means, in a minute."
    assert titles_for(need, ()) == ("What a rate means",)
    need = "They should ask the questions that open up a stiff conversation between people who hardly spoke before."
    assert titles_for(need, ()) == ()
    need = "Write a plan for the archive that somebody who never saw it before would follow."
    assert titles_for(need, ()) == ("Writing a plan for the archive", "How to write a plan for the archive")


@pytest.mark.parametrize(
    ("language", "need", "title"),
    [
        (
            "en",
            "Park staff must learn to listen to visitors and to improve the customer experience",
            "Listening to visitors and improving the customer experience",
        ),
        (
            "de",
            "Die Teamleiter müssen lernen, Besuchern zuzuhören und den Service zu verbessern",
            "Besuchern zuhören und den Service verbessern",
        ),
        (
            "fr",
            "Les équipes doivent apprendre à écouter les visiteurs et à améliorer le service",
            "Écouter les visiteurs et améliorer le service",
        ),
        (
            "es",
            "El personal debe aprender a escuchar a los visitantes y a mejorar el servicio",
            "Escuchar a los visitantes y mejorar el servicio",
        ),
    ],
)
def test_every_part_of_a_title_has_the_same_form(language, need, title):
    assert titles_for(need, (), language)[0] == title
