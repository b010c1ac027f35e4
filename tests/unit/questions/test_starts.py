"""What questions start from: what a text advises, lists and says; and what is left alone."""

import pytest

from curator.model import Article
from curator.questions.listings import listed
from curator.questions.quotations import quotations, sentence_case, small_words
from curator.questions.starts import starts_of

NEED = "Crews must learn to hand over the work of a shift."
RUNNING = (
    "The crew that leaves talks about the shift and the work with the crew that comes, in a quiet place."
)


def article(title: str, *lines: str, number: int = 1) -> Article:
    return Article(url=f"https://a.example/{number}", title=title, text="\n".join(lines))


@pytest.mark.parametrize(
    "heading",
    [
        "Talk With ShiftMaster About The Crew",  # an offer: it names a product
        "Enter The Shift Coordinator Of Crews",  # a stage direction
        "Crew Talk",  # too short to advise anything
        "Work Plans Of The Crew Today",  # no verb: a plan is a thing here
    ],
)
def test_slogans_offers_and_things_are_no_advice(heading):
    assert starts_of([article("The shift", heading, RUNNING)], NEED, {}, "en") == []


def test_a_title_that_takes_a_stand_is_asked_about():
    said = quotations("Handing over a shift is the hardest part for any crew", "", NEED, "en")
    assert [q.text for q in said] == ["Handing over a shift is the hardest part for any crew"]


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
