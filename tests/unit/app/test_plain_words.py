"""What waits is told on the first page of the review without commands, files and keys."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from curator.app.review.plain_words import FEED, in_words, plain
from curator.app.run import STANDS
from curator.app.status import Need
from curator.fetch.rate_limits import BROKEN, describe
from curator.model import FeedState, Hold
from curator.weeks.gate import hold_run

NOW = datetime(2026, 11, 23, tzinfo=UTC)
URL = "https://a.example/feed.xml"
STATE = FeedState(feed=URL, checked=NOW, changed=NOW - timedelta(days=2))


@pytest.mark.parametrize(("failed", "then", "now"), [(4, 0, 0), (0, 20, 3)])
def test_a_site_that_is_held_is_told_with_the_title_of_its_course(failed, then, now):
    (reason,) = hold_run(Hold(), 1, failed, then, now)
    need = Need("held", f"bread: {reason}; {STANDS}")
    told = in_words(need, {"bread": "Bake bread"})
    assert told.startswith("Bake bread: ")
    assert told.endswith("the site stays as it was")
    assert "`" not in told
    assert "more than hold" not in told
    assert in_words(need, {}).startswith("bread: ")


@pytest.mark.parametrize(
    ("changes", "words", "advice"),
    [
        ({"gone": True}, "is not there any more", "its owner removed it"),
        (
            {"error": "not found (404)", "failures": BROKEN},
            "could not be read for some time",
            "not found (404)",
        ),
        ({"moved_to": "https://b.example/"}, "has another address now", "now at https://b.example/"),
    ],
)
def test_a_feed_is_told_as_a_sentence_and_explained_once(changes, words, advice):
    report = describe(URL, replace(STATE, **changes), NOW)
    need = Need("feed", f"feed Ovens: {report.word}", item=URL, remedy=report.advice)
    assert in_words(need, {}) == f"the feed of Ovens {words}"
    assert in_words(need, {}, first=True) == f"the feed of Ovens {words} ({FEED})"
    assert plain(need.remedy) == advice


def test_one_thing_to_mend_names_its_week_and_no_file():
    need = Need("finding", "courses/b/week-02.md, question 1: leads", "", "b", 2, "courses/b/week-02.md")
    assert in_words(need, {}) == "week 2, question 1: leads"


def test_what_a_build_notes_names_places_of_the_page():
    told = plain("1 of 9 feeds failed: `curate feeds list` says what to do about each")
    assert told == "1 of 9 feeds failed; what stays so is listed here"
