"""Languages are data: a fifth one is a folder, and nothing else has to know of it."""

import shutil
from pathlib import Path

import pytest

from curator.model import Article
from curator.questions import languages, leading, needs, other_languages, proposal_data, topics
from curator.questions.needs import skill_of
from curator.questions.objectives import objective_for
from curator.questions.prompts import STEPS, prompts_for
from curator.questions.propose import propose
from curator.questions.question_lint import lint

FIFTH = Path(__file__).parents[2] / "fixtures" / "languages"

TEXT = (
    "Senza un posto fisso per le note, la squadra perde ciò che ha imparato durante il turno.\n"
    "Chieda alla squadra che esce che cosa la preoccupa, prima di prendere il turno.\n"
    "Scriva sempre la nota del turno prima di lasciare la squadra."
)


@pytest.fixture
def fifth(tmp_path, monkeypatch):
    """The languages of the package and a fifth one beside them."""
    here = tmp_path / "languages"
    shutil.copytree(str(languages.FOLDER), here)
    shutil.copytree(FIFTH / "it", here / "it")
    caches = (
        languages.languages,
        languages.table,
        leading.patterns_of,
        other_languages.grammar_of,
        proposal_data.proposals,
        topics.topics,
    )
    monkeypatch.setattr(languages, "FOLDER", here)
    for cache in (*caches, needs.words_of_needs):
        cache.cache_clear()
    yield "it"
    monkeypatch.undo()
    for cache in (*caches, needs.words_of_needs):
        cache.cache_clear()


def test_a_folder_is_a_language(fifth):
    assert fifth in languages.languages()
    assert {f.rule for f in lint("È utile la nota?", language=fifth)} == {"closed"}
    assert {f.rule for f in lint("Come si fa, vero?", language=fifth)} == {"leading"}
    assert lint("Che cosa farebbe lei con la nota?", language=fifth) == []


def test_questions_are_proposed_in_it(fifth):
    article = Article(url="https://a.example/1", title="La nota del turno", text=TEXT, language=fifth)
    found = propose([article], need="Le squadre devono imparare a passare il turno.", week=1, language=fifth)
    assert len(found) == 3
    for question in found:
        assert "turno" in question.question
        assert lint(question.question, language=fifth) == []


def test_a_week_is_drafted_in_it(fifth):
    need = "Le squadre devono imparare a passare il turno."
    assert skill_of(need, fifth) == "passare il turno"
    assert "passare il turno" in objective_for(1, "", need, fifth)
    assert objective_for(1, "Settimana 1", "", fifth) == ""
    steps = prompts_for(2, fifth, need=need)
    assert len(steps) == STEPS
    assert steps[0] == "Faccia a qualcuno una domanda di questa settimana."
