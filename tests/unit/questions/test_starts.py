"""What questions start from: lists, headings, titles, sentences, stories; and what is left alone."""

import pytest

from curator.model import Article
from curator.questions.listings import listed
from curator.questions.propose import propose
from curator.questions.quotations import quotations, sentence_case, small_words
from curator.questions.starts import starts_of

NEED = "Crews must learn to hand over the work of a shift."
RUNNING = (
    "The crew that leaves talks about the shift and the work with the crew that comes, in a quiet place."
)


def article(title: str, *lines: str, number: int = 1) -> Article:
    return Article(url=f"https://a.example/{number}", title=title, text="\n".join(lines))


def texts_of(*articles: Article) -> list[str]:
    return [q.question for q in propose(articles, need=NEED, week=1)]


def test_a_heading_that_advises_is_quoted_as_a_sentence_is_written():
    (start,) = starts_of([article("The shift", "Talk To The Crew Before You Leave", RUNNING)], NEED, {}, "en")
    assert start.text == "The article advises: “Talk to the crew before you leave”."


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


def test_the_next_point_of_a_list_is_no_heading():
    points = ["Talk to the crew before you leave", "Write the shift into the book"]
    assert starts_of([article("The shift", *points)], NEED, {}, "en") == []


def test_a_title_that_takes_a_stand_is_asked_about():
    said = quotations("Handing over a shift is not about forms but about people", "", NEED, "en")
    assert [q.text for q in said] == ["Handing over a shift is not about forms but about people"]


def test_a_title_that_asks_leads_to_a_choice():
    (asked, *_) = texts_of(article("Should your team hand over the shift on paper?", RUNNING))
    assert asked.startswith("The article asks: “Should your team hand over the shift on paper?” ")


def test_a_story_is_asked_about_as_a_whole_once_a_week():
    told = " ".join(
        f"We {verb} the shift in week {n}."
        for n, verb in enumerate(("started", "tried", "changed", "asked", "moved", "called", "learned"))
    )
    stories = [article(f"How we handed over shift {n}", told, number=n) for n in (1, 2, 3)]
    (asked,) = texts_of(*stories)
    assert asked.startswith("On “How we handed over shift ")


def test_a_single_step_of_handling_is_not_asked_about_as_an_undertaking():
    step = "Write the name of the crew on the form before you put it on the shelf of the shift."
    places = {
        place
        for s in starts_of([article("The shift", step)], NEED, {}, "en")
        for place in s.asks
        if s.asks[place]
    }
    assert "apply" not in places


def test_points_are_named_three_at_a_time_and_names_last():
    points = ["1. Talk to Ann Lee first", "2. Ask what was hard", "3. Walk the floor", "4. Write it down"]
    kind, groups = listed(
        "Tips for a shift", "\n".join((*points, "ask what walk write talk down hard")), "en"
    )
    assert kind.name == "tips"
    assert groups == (("Ask what was hard", "Walk the floor", "Write it down"),)


def test_a_title_in_capitals_keeps_what_may_be_a_name():
    small = small_words("we talk to the crew of the ship about learning")
    assert sentence_case("Talk To The Crew About NASA And Learning At Leeds", small) == (
        "Talk to the crew about NASA and learning at Leeds"
    )
    assert sentence_case("Talk to the crew in Leeds", small) == "Talk to the crew in Leeds"
