"""Readers are told what a resource is about, not what the ranking made of it."""

from pathlib import Path

import pytest

from curator.rank.choice import BESIDE_BETTER, TOO_FAR
from curator.site.readers_reasons import for_readers
from curator.site.translations import words

WORDS = Path(__file__).parents[3] / "site_template/words"
CATALOGUES = sorted(file.stem for file in WORDS.glob("*.yml"))


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (
            ("close to the need: difficult conversation, most put it off", "9 days old; 2 minutes"),
            ("about: difficult conversation",),
        ),
        (("touches the need", "hard to read; dated in the future"), ()),
        (("behind a paywall; 12 days old; 1 minute",), ("behind a paywall",)),
        (("written in another language (de); a favoured feed",), ("written in another language (de)",)),
        (
            (
                "keywords: oven, dough",
                "topic: feedback",
                "scores 0.31 with its title, and a week asks for 0.50",
            ),
            (),
        ),
        (("like “Loaf”, which was kept", "unlike what was kept or dropped so far", "far from the need"), ()),
        (("comes to 0.59, and a week asks for 0.66",), ()),
        (("not close enough to the need for a draft",), ()),
        ((TOO_FAR, BESIDE_BETTER), ()),
        (("of another field: law; 3 days old", "12 days old; offers a service"), ()),
        (("the only one on asking", "the only video"), ()),
        (("the only one on delegation", "the only one on: asking", "close to the need: AI"), ()),
        (
            ("takes up what was asked in week 3", "kept for later in week 2", "taken out of week 2"),
            ("takes up what was asked in week 3",),
        ),
        (("Ada used it in her team; ask her.", ""), ("Ada used it in her team; ask her.",)),
        (("close to the need of the week", "close to the need"), ("close to the need of the week",)),
        (("close to the need: asking", "shares words with the need: ask, convers"), ("about: asking",)),
        (("close to the need: ask in conversations",), ()),
    ],
)
def test_only_what_helps_a_reader_is_told(reasons, told):
    """Of the need and the keywords only what the page says anyhow: they are the curator's."""
    assert for_readers(reasons, ("Difficult conversations", "Ask so that somebody answers.")) == told


@pytest.mark.parametrize("language", CATALOGUES)
def test_what_the_tool_says_is_said_in_the_language_of_the_page(language):
    t = words(WORDS, language)
    reasons = (
        "close to the need: conversation",
        "behind a paywall; written in another language (de)",
        "takes up what was asked in week 3",
        "takes up what was said",
        "Ada used it.",
        "learned from you: long pages",
    )
    told = for_readers(reasons, ("conversation",), "en", t)
    english = for_readers(reasons, ("conversation",))
    assert len(told) == len(english) == 5
    assert [a for a, b in zip(told, english, strict=True) if a == b] == ["Ada used it."]
