"""What a need names beside its subject: what is not wanted, who learns, to whom something is left."""

import pytest

from curator.rank.parts import parts_of, subject_of
from curator.rank.tokens import telling
from curator.rank.told_needs import understood

TEACH = (
    "Our volunteers, who are good with tools, must learn to teach: let the guest hold the spanner, explain "
    "without lecturing, and say no kindly, instead of mending everything themselves."
)


def test_a_plain_need_is_read_as_what_it_asks_for():
    told = ["teach", "let the guest hold the spanner", "explain without lecturing", "say no kindly"]
    assert understood(TEACH) == told
    assert {"guest hold", "mending", "lecturing"}.isdisjoint(parts_of(TEACH))
    subject = subject_of(TEACH)
    assert [w for w in ("volunteers", "tools", "guest", "lecturing", "mending") if w in subject] == []
    assert [w for w in ("teach", "spanner", "explain", "kindly") if w not in subject] == []


@pytest.mark.parametrize(
    ("need", "not_wanted", "kept"),
    [
        ("Nurses must hand over a patient rather than read from a list.", "list", "patient"),
        ("Leads must ask questions instead of giving orders and listen to answers.", "orders", "answers"),
        ("Neue müssen lernen, Gäste anzuleiten, statt alles zu reparieren.", "reparieren", "Gäste"),
        ("Deben aprender a preguntar en lugar de mandar tareas, y dar consejos.", "tareas", "consejos"),
        ("Ils doivent poser des questions au lieu de donner des ordres.", "ordres", "questions"),
        ("Skilled volunteers must learn to coach newcomers.", "volunteers", "coach"),
        ("Freiwillige müssen lernen, Fahrräder zu flicken.", "Freiwillige", "Fahrräder"),
    ],
)
def test_what_is_not_its_subject_is_left_out(need, not_wanted, kept):
    assert not_wanted not in " ".join([*parts_of(need), subject_of(need)])
    assert kept in " ".join(parts_of(need))
    assert kept in subject_of(need)


@pytest.mark.parametrize(
    ("need", "kept"),
    [
        ("Cooks must learn to bake bread without gluten.", "gluten"),
        ("Teachers must learn to work without textbooks.", "textbooks"),
        ("Managers must learn to recruit and thank volunteers.", "volunteers"),
        ("Nurses must learn to wash their hands.", "Nurses"),
        ("Owners must learn to let an apartment to students.", "students"),
        ("Owners must learn to let rooms to students.", "rooms"),
        ("Parents must learn to let go of control.", "control"),
    ],
)
def test_what_is_its_subject_stays(need, kept):
    assert kept in subject_of(need)


def test_a_clause_is_not_cut_behind_its_subject():
    assert understood("People must learn to teach others what they can do.") == [
        "teach others what they can do"
    ]


@pytest.mark.parametrize(
    "need",
    [
        "Fifteen people in debt must learn to make a plan",
        "A dozen people in debt must learn to make a plan",
        "People in debt must learn to make a plan",
    ],
)
def test_how_many_learn_is_not_looked_for(need):
    assert telling(need) == ["debt", "plan"]
