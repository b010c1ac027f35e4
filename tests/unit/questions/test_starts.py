"""What questions start from: the points of a list."""

from curator.questions.listings import listed, sentence_case, small_words


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
