"""Copies are merged, whatever address they stand under; stories on one event are not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model import Article
from curator.rank import group_duplicates, related
from curator.rank.article_index import article_vectors

chance = Random(7)
VOCABULARY = [f"w{chance.choice('aeiou')}{i}" for i in range(3000)]


def text(seed: int, count: int = 300) -> str:
    """Return words in an order that no other seed gives."""
    return " ".join(Random(seed).choices(VOCABULARY, k=count))


def story(name: str, seed: int, **changes: object) -> Article:
    return replace(Article(f"https://example.org/{name}", f"Story {name}", text(seed)), **changes)


def edited(original: str, every: int) -> str:
    """Return a text with one word in `every` replaced."""
    return " ".join("other" if i % every == 0 else w for i, w in enumerate(original.split()))


def addresses(groups) -> list[list[str]]:
    return [[a.url.rsplit("/", 1)[1] for a in group] for group in groups]


class TestGroups:
    def test_every_article_stands_in_exactly_one_group(self):
        articles = [story(str(i), i % 7) for i in range(30)]
        found = [a for group in group_duplicates(articles) for a in group]
        assert sorted(a.url for a in found) == sorted(a.url for a in articles)

    def test_equal_texts_are_one_story(self):
        assert addresses(group_duplicates([story("a", 1), story("b", 2), story("copy", 1)])) == [
            ["a", "copy"],
            ["b"],
        ]

    @pytest.mark.parametrize("every", [50, 25, 12])
    def test_light_editing_does_not_make_a_story_new(self, every):
        copy = story("copy", 1, text=edited(text(1), every))
        assert len(group_duplicates([story("a", 1), copy])) == 1

    def test_half_rewritten_is_another_story(self):
        assert len(group_duplicates([story("a", 1), story("b", 1, text=edited(text(1), 2))])) == 2

    def test_a_case_or_a_dash_makes_no_difference(self):
        loud = story("loud", 1, text=text(1).upper().replace(" ", " — "))
        assert len(group_duplicates([story("a", 1), loud])) == 1

    def test_an_excerpt_under_the_same_title_is_the_same_story(self):
        whole = story("whole", 1, title="How the guild found its room", text=text(1, 600))
        part = story("part", 1, title="How the guild found its room", text=" ".join(whole.text.split()[:120]))
        other = story("other", 2, title="How the guild found its room")
        assert addresses(group_duplicates([part, whole, other])) == [["whole", "part"], ["other"]]

    def test_an_excerpt_that_names_the_original_is_the_same_story(self):
        whole = story("whole", 1, text=text(1, 600), canonical="https://example.org/whole")
        part = story("p", 1, text=" ".join(whole.text.split()[:120]), canonical="https://example.org/whole")
        assert len(group_duplicates([part, whole])) == 1

    def test_a_canonical_address_alone_proves_nothing(self):
        liars = [story(n, i, canonical="https://example.org/the-one") for i, n in enumerate("abc")]
        home = [story(n, i + 5, canonical="https://example.org/") for i, n in enumerate("de")]
        assert len(group_duplicates([*liars, *home])) == 5

    def test_one_notice_on_many_pages_is_not_one_story(self):
        notice = "Please switch on scripts and accept cookies to read this page."
        walls = [story(n, 1, text=notice) for n in "abc"]
        assert len(group_duplicates(walls)) == 3
        assert len(group_duplicates([walls[0], replace(walls[0], url="https://m.example/a")])) == 1

    def test_articles_without_text_are_kept_apart_by_their_titles(self):
        silent = [Article(f"https://example.org/{i}", t, "") for i, t in enumerate(["One", "Two", ""])]
        assert len(group_duplicates(silent)) == 3

    def test_the_same_address_twice_is_one_story(self):
        assert len(group_duplicates([story("a", 1), story("a", 2)])) == 1

    def test_nothing_in_nothing_out(self):
        assert group_duplicates([]) == []
        assert related([]) == {}


class TestBest:
    def test_the_fullest_version_stands_first(self):
        short = story(
            "short", 1, text=edited(" ".join(text(1, 400).split()[:340]), 60), published=date(2026, 1, 1)
        )
        full = story("full", 1, text=text(1, 400), published=date(2026, 2, 1))
        assert addresses(group_duplicates([short, full])) == [["full", "short"]]

    def test_of_equally_full_ones_the_first_published(self):
        late = story("a", 1, published=datetime(2026, 2, 1, tzinfo=UTC))
        early = story("later-address", 1, published=date(2026, 1, 1))
        undated = story("b", 1)
        assert addresses(group_duplicates([late, undated, early])) == [["later-address", "a", "b"]]

    def test_then_the_one_that_is_its_own_original(self):
        mirror = story("a", 1, canonical="https://example.org/original-with-a-long-address")
        original = story("original-with-a-long-address", 1, canonical=mirror.canonical)
        assert addresses(group_duplicates([mirror, original]))[0][0] == "original-with-a-long-address"

    def test_then_the_shortest_address(self):
        assert addresses(group_duplicates([story("a-copy", 1), story("a", 1)])) == [["a", "a-copy"]]

    def test_the_order_of_the_articles_changes_no_group(self):
        articles = [story(str(i), i % 5, published=date(2026, 1, 1 + i)) for i in range(15)]
        expected = {frozenset(g): g for g in addresses_tuple(articles)}
        Random(3).shuffle(articles)
        assert {frozenset(g): g for g in addresses_tuple(articles)} == expected


def addresses_tuple(articles):
    return [tuple(names) for names in addresses(group_duplicates(articles))]


def test_what_is_stored_gives_the_same_groups():
    articles = [story(str(i), i % 6, text=edited(text(i % 6), 20 + i)) for i in range(18)]
    stored = article_vectors(articles)[1]
    assert group_duplicates(articles, stored) == group_duplicates(articles)


def test_copies_are_found_without_a_language_model(monkeypatch):
    monkeypatch.setattr("curator.rank.vectors.load", lambda folder=None: "no model")
    assert addresses(group_duplicates([story("a", 1), story("b", 2), story("copy", 1)])) == [
        ["a", "copy"],
        ["b"],
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=200), st.text(max_size=20)), max_size=6))
def test_any_text_at_all(parts):
    articles = [Article(f"https://e.org/{i}", t, x, canonical=c) for i, (t, x, c) in enumerate(parts)]
    assert sum(map(len, group_duplicates(articles))) == len(articles)
    related(articles)


class TestRelated:
    ONE = Article(
        "https://a.example/1",
        "Meller bridge closed",
        "The council of Amberfield closed the Meller bridge on Tuesday after engineers found cracks in two"
        " pillars. Buses 14 and 22 take the ring road until March. Mayor Ilse Korhonen promised repairs.",
        published=date(2026, 11, 17),
    )
    TWO = Article(
        "https://b.example/2",
        "Amberfield shuts its Meller bridge",
        "Cracks in two pillars made engineers close the Meller bridge in Amberfield on Tuesday. Mayor Ilse"
        " Korhonen spoke of repairs until March; buses 14 and 22 drive the ring road meanwhile.",
        published=date(2026, 11, 18),
    )
    OTHER = Article(
        "https://c.example/3",
        "A footbridge for the school",
        "Pupils in Harrow drew a footbridge over the canal, and a carpenter builds it with them this summer.",
        published=date(2026, 11, 18),
    )

    def test_two_tellings_of_one_event_name_each_other(self):
        assert related([self.ONE, self.TWO, self.OTHER]) == {
            self.ONE.url: (self.TWO.url,),
            self.TWO.url: (self.ONE.url,),
        }

    def test_they_are_not_merged(self):
        assert len(group_duplicates([self.ONE, self.TWO])) == 2

    def test_a_year_apart_is_not_one_event(self):
        assert related([self.ONE, replace(self.TWO, published=date(2025, 11, 18))]) == {}


class TestRealPages:
    @pytest.fixture
    def data(self) -> Path:
        folder = Path(__file__).parents[3].parent / "shared" / "data"
        if not (folder / "web" / "pages.json").exists():
            pytest.skip("the captured pages are not part of the project")
        return folder

    def test_no_false_merge_among_captured_pages_and_no_copy_missed(self, data):
        from benchmarks.quality_duplicates import measure

        values = {row["measure"]: row["value"] for row in measure(data)}
        assert values["false merges in web"] == 0
        assert values["near-copies in web, pairwise F1"] >= 0.99
        assert values["near-copies in articles, pairwise F1"] >= 0.99
