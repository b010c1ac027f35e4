"""Ranking: what a need asks for comes first, and the reasons are the arithmetic."""

import gc
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model import Article
from curator.rank import RankingContext, explain, forget_index, rank, weights
from curator.rank.article_index import _LAST, index_articles
from curator.rank.preferences import Side
from curator.rank.tokens import alternatives, initials, phrases, spelled_out, telling, words

NEED = "New team leads must learn to hold a difficult conversation with a colleague."

TEXTS = {
    "talk": (
        "Holding a difficult conversation",
        "Say what you saw, ask how your colleague sees it, and agree on one next step. A difficult"
        " conversation goes better when both have slept on it and when it is held in private.",
    ),
    "praise": (
        "Thank people for something in particular",
        "A team lead who names what went well gives colleagues something to repeat. General praise is"
        " pleasant and soon forgotten; the detail stays.",
    ),
    "bread": (
        "Why sourdough needs a warm kitchen",
        "Wild yeast works slowly below twenty degrees. Keep the dough near the oven, fold it every half"
        " hour, and bake it when a poked dent comes back halfway.",
    ),
    "index": (
        "Add an index before you buy a server",
        "A slow query usually scans the whole table. Read the plan, add an index on the column that is"
        " filtered, and measure again with the same data.",
    ),
}


def article(name: str, **changes: object) -> Article:
    title, text = TEXTS[name]
    return replace(Article(f"https://example.org/{name}", title, text), **changes)


@pytest.fixture
def pages() -> list[Article]:
    return [article(name) for name in TEXTS]


def points(candidate, start: str) -> float:
    return sum(r.points for r in candidate.reasons if r.text.startswith(start))


class TestOrder:
    def test_what_the_need_asks_for_comes_first(self, pages):
        found = rank(pages, NEED)
        assert found[0].url.endswith("/talk")
        assert {c.url[-5:] for c in found[2:]} == {"bread", "index"}

    def test_every_article_comes_back_once(self, pages):
        assert sorted(c.url for c in rank(pages, NEED)) == sorted(a.url for a in pages)

    def test_the_order_of_the_articles_changes_nothing(self, pages):
        expected = rank(pages, NEED, keywords=["table"], now=date(2026, 11, 23))
        Random(1).shuffle(pages)
        assert rank(pages, NEED, keywords=["table"], now=date(2026, 11, 23)) == expected

    def test_ties_stand_in_the_order_of_addresses(self):
        twins = [Article(f"https://example.org/{n}", f"{n} of nothing", "") for n in "cab"]
        found = rank(twins, "")
        assert [c.url[-1] for c in found] == ["a", "b", "c"]

    @pytest.mark.parametrize("on", [True, False])
    def test_the_collector_is_left_as_it_was(self, pages, on):
        was_on = gc.isenabled()
        try:
            (gc.enable if on else gc.disable)()
            rank(pages, NEED)
            assert gc.isenabled() is on
            with pytest.raises(TypeError):
                rank(pages, NEED, keywords=[1])
            assert gc.isenabled() is on
        finally:
            (gc.enable if was_on else gc.disable)()

    def test_nothing_to_rank_is_no_error(self):
        assert rank([], NEED) == []

    def test_any_iterable_of_articles_will_do(self, pages):
        assert rank(iter(pages), NEED) == rank(pages, NEED)


class TestSum:
    def test_score_and_order_follow_from_the_reasons(self, pages):
        pages += [replace(pages[0], url="https://other.example/talk", published=date(2026, 1, 1))]
        pages += [replace(pages[1], url=f"https://example.org/p{i}", weight=1 + i / 2) for i in range(5)]
        found = rank(
            pages,
            NEED,
            keywords=["colleague", "next step"],
            liked=[article("praise", url="https://old.example/1")],
            disliked=[article("bread", url="https://old.example/2")],
            now=datetime(2026, 11, 23, tzinfo=UTC),
            context=RankingContext(
                taxonomy=["conversation", "baking"], audience="new team leads", language="en"
            ),
        )
        for candidate in found:
            assert candidate.score == sum(r.points for r in candidate.reasons)
            assert 2 <= len(candidate.reasons) <= 5
            assert all(r.text and len(r.text) < 250 for r in candidate.reasons)
        assert found == sorted(found, key=lambda c: (-sum(r.points for r in c.reasons), c.url))

    def test_the_need_is_the_first_reason_and_shows_its_sum(self, pages):
        first = rank(pages, NEED)[0].reasons[0]
        assert first.text.startswith(("close to the need: ", "touches the need: "))
        figures = [
            float(part.split(" ")[0]) for part in first.detail.split(", ") if part[0] in "+-0123456789"
        ]
        each = (weights.MEANING, weights.PIECES, weights.WORDS)
        by_hand = sum(f * w for f, w in zip(figures, each, strict=True))
        assert first.points == pytest.approx(by_hand, abs=0.002)

    def test_meaning_is_told_beside_the_sum_where_there_is_any(self, pages):
        by_url = {c.url[-4:]: c.meaning for c in rank(pages, NEED)}
        assert by_url["talk"] > 0.4 > by_url["read"]
        assert {c.meaning for c in rank(pages, "")} == {None}

    def test_explain_shows_every_figure_and_the_total(self, pages):
        found = rank(pages, NEED, keywords=["colleague"])[0]
        told = explain(found)
        for reason in found.reasons:
            assert f"{reason.points:+9.4f}  {reason.text}" in told
            assert reason.detail in told
        assert f"{found.score:+9.4f}  in all" in told


class TestKeywords:
    def test_a_keyword_is_counted_in_all_its_forms(self):
        told = Article("https://example.org/a", "Guilds", "A guild meets. Guilds last. One guild, once.")
        reason = rank([told], "nothing of that", keywords=["guild"])[0].reasons[1]
        assert reason.text == "keyword: guild, 4 times"
        assert reason.points == pytest.approx(weights.KEYWORD * 4 / 5, abs=1e-4)

    def test_words_of_a_phrase_must_stand_together(self):
        apart = Article("https://example.org/a", "", "A practice of singing in many communities.")
        together = Article(
            "https://example.org/b", "", "One community of practice, two Communities of Practice."
        )
        by_url = {c.url[-1]: c for c in rank([apart, together], "", keywords=["community of practice"])}
        assert points(by_url["a"], "keyword") == 0
        assert "community of practice, twice" in by_url["b"].reasons[1].text

    def test_a_phrase_does_not_begin_inside_a_word(self):
        inside = Article("https://example.org/a", "", "preproject management, project management")
        assert "once" in rank([inside], "", keywords=["project management"])[0].reasons[1].text

    def test_more_often_is_more_but_not_without_end(self):
        few, many = (Article(f"https://example.org/{n}", "", "guild " * n) for n in (2, 200))
        by_url = {c.url: c for c in rank([few, many], "", keywords=["guild"])}
        assert points(by_url[few.url], "keyword") < points(by_url[many.url], "keyword") < weights.KEYWORD

    @pytest.mark.parametrize("keyword", ["", "   ", "!!!", "c++", "(", "a.b|c", "\\"])
    def test_strange_keywords_break_nothing(self, pages, keyword):
        assert len(rank(pages, NEED, keywords=[keyword, keyword])) == len(pages)


class TestDecisions:
    def test_what_was_kept_lifts_its_like_and_says_so(self, pages):
        kept = Article("https://old.example/1", "Flour and water", TEXTS["bread"][1])
        before = {c.url: c for c in rank(pages, NEED)}
        after = {
            c.url: c for c in rank(pages, NEED, liked=[replace(kept, text="Bake bread with yeast dough.")])
        }
        bread = "https://example.org/bread"
        assert after[bread].score > before[bread].score
        assert any(r.text == "like “Flour and water”, which was kept" for r in after[bread].reasons)

    def test_what_was_dropped_lowers_its_like_and_says_so(self, pages):
        dropped = Article("https://old.example/1", "Hard talks", "A difficult conversation with a colleague.")
        before, after = rank(pages, NEED), rank(pages, NEED, disliked=[dropped])
        talk = next(c for c in after if c.url.endswith("/talk"))
        assert talk.score < next(c for c in before if c.url.endswith("/talk")).score
        assert any(r.text == "like “Hard talks”, which was dropped" for r in talk.reasons)

    @pytest.mark.parametrize(("examples", "share"), [(1, 1.0), (3, 1.0), (6, 2**0.5), (12, 2.0), (500, 2.0)])
    def test_words_that_many_examples_share_count_for_more_up_to_twice(self, examples, share):
        """Nothing else grows with a long history, so the need still leads and a copy stays at the end."""
        one, nothing = np.ones(1, np.float32), np.zeros(1, np.float32)
        trust = examples / (examples + weights.FEW)
        by_words = Side(nothing, one, [0], ["title"] * examples).likeness / trust
        assert by_words == pytest.approx(weights.PREFERENCE_WORDS * share)
        assert Side(one, nothing, [0], ["title"] * examples).likeness / trust == pytest.approx(1.0)
        assert weights.LIKED * (1 + weights.PREFERENCE_WORDS * share) < -weights.COPY - 2

    def test_a_course_without_history_ranks_as_before(self, pages):
        assert rank(pages, NEED, liked=(), disliked=()) == rank(pages, NEED)
        assert not any("kept" in r.text for c in rank(pages, NEED) for r in c.reasons)

    def test_a_copy_of_what_was_kept_is_not_offered_again(self, pages):
        kept = article("talk", url="https://old.example/talk")
        found = rank(pages, NEED, liked=[kept])
        assert found[-1].url.endswith("/talk")
        assert "same story" in found[-1].reasons[-1].text
        assert "which was kept before" in found[-1].reasons[-1].text

    def test_the_kept_story_itself_is_no_copy_of_itself(self, pages):
        found = rank(pages, NEED, liked=[pages[0]])
        assert found[0].url == pages[0].url


class TestCircumstances:
    def said(self, now=date(2026, 11, 23), **changes):
        found = rank(
            [article("talk", **changes)],
            NEED,
            now=now,
            context=RankingContext(audience="anyone", language="en"),
        )
        return found[0].reasons[-1]

    def test_old_stories_are_called_old_and_lose_points(self):
        old, new = self.said(published=date(2026, 10, 1)), self.said(published=date(2026, 11, 20))
        assert old.text.startswith("older than 21 days")
        assert "3 days old" in new.text
        assert old.points < new.points

    def test_a_date_and_an_aware_datetime_are_the_same_day(self):
        aware = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
        assert self.said(published=aware) == self.said(published=date(2026, 11, 20))
        assert self.said(now=datetime(2026, 11, 23, 1, tzinfo=UTC), published=aware) == self.said(
            published=aware
        )

    def test_no_date_is_said_and_costs_nothing(self):
        assert "no date" in self.said().text

    def test_the_future_is_not_fresh(self):
        assert "dated in the future" in self.said(published=date(2027, 5, 1)).text
        assert self.said(published=date(2027, 5, 1)).points < self.said(published=date(2026, 11, 22)).points

    def test_weight_wall_language_ease_and_length_count(self):
        plain = self.said().points
        assert self.said(weight=4.0).points > plain > self.said(weight=0.25).points
        assert self.said(paywalled=True).points < plain
        assert self.said(reading_ease=5.0).points < plain
        assert self.said(text="word " * 9000).points < self.said(text="word " * 900).points
        assert self.said(language="de").points == pytest.approx(plain + weights.FOREIGN)
        assert self.said(language="en-GB").points == plain

    def test_without_an_audience_ease_is_nobodys_business(self):
        hard = rank([article("talk", reading_ease=5.0)], NEED)[0]
        assert not any("hard" in r.text for r in hard.reasons)


class TestCopies:
    LONG = " ".join(f"{w} matters here because people asked about it" for w in TEXTS["talk"][1].split())

    def test_one_story_is_offered_once_with_its_copies_named(self, pages):
        whole = article("talk", text=self.LONG)
        copy = replace(whole, url="https://mirror.example/copy/of/talk")
        found = rank([*pages[1:], whole, copy], NEED)
        assert found[0].url == whole.url
        assert [a.url for a in found[0].duplicates] == [copy.url]
        assert found[-1].url == copy.url
        assert found[-1].reasons[-1].text == f"same story as “{whole.title}”, which came first"

    def test_stories_on_one_event_are_marked_and_both_stay(self):
        shared = (
            "The council of Amberfield closed the Meller bridge on Tuesday after engineers found cracks in"
            " two pillars. Buses 14 and 22 take the ring road until March. Mayor Ilse Korhonen promised"
            " repairs. "
        )
        one = Article(
            "https://a.example/1", "Meller bridge closed", shared + "Shops on the east bank fear for trade."
        )
        two = Article(
            "https://b.example/2",
            "Amberfield shuts its Meller bridge",
            "Cracks in two pillars made engineers close the Meller bridge in Amberfield on Tuesday. Mayor"
            " Ilse Korhonen spoke of repairs that may last until March; buses 14 and 22 drive the ring"
            " road meanwhile. Commuters were told to leave early.",
        )
        found = {c.url: c for c in rank([one, two, *map(article, TEXTS)], "the Meller bridge in Amberfield")}
        assert found[one.url].related == (two.url,)
        assert found[two.url].related == (one.url,)
        assert not found[one.url].duplicates


class TestTopics:
    TAXONOMY = (
        {"name": "difficult conversations", "keywords": ["conversation"]},
        {"name": "baking", "about": "bread and dough", "keywords": ["yeast"]},
    )

    def test_a_topic_that_the_need_names_adds_points(self, pages):
        found = rank(pages, NEED, context=RankingContext(taxonomy=self.TAXONOMY))
        assert "difficult conversations" in found[0].tags
        assert points(found[0], "topic: difficult conversations") == pytest.approx(weights.TOPIC)

    def test_other_topics_are_named_and_add_nothing(self, pages):
        bread = next(
            c
            for c in rank(pages, NEED, context=RankingContext(taxonomy=self.TAXONOMY))
            if c.url.endswith("bread")
        )
        assert "baking" in bread.tags
        assert points(bread, "topic") == 0

    def test_topic_and_keywords_share_a_reason(self, pages):
        first = rank(pages, NEED, keywords=["private"], context=RankingContext(taxonomy=self.TAXONOMY))[0]
        assert first.reasons[1].text == "keyword: private, once; topic: difficult conversations"


class TestBadInput:
    def sound(self, found):
        assert all(math.isfinite(r.points) for c in found for r in c.reasons)
        assert all(math.isfinite(c.score) for c in found)
        assert all(2 <= len(c.reasons) <= 5 for c in found)
        return found

    @pytest.mark.parametrize("need", ["", "   \n", "the of and", "?!", "\x00\ud800"])
    def test_a_need_that_says_nothing(self, pages, need):
        assert len(self.sound(rank(pages, need, keywords=["dough"]))) == len(pages)

    def test_an_empty_need_is_said_to_be_missing(self, pages):
        found = rank(pages, "", keywords=["dough"])
        assert found[0].url.endswith("bread")
        assert found[0].reasons[0].text == "no need is stated"

    @pytest.mark.parametrize(
        "need", ["Wie führt man ein schwieriges Gespräch?", "難しい会話", "Трудный разговор"]
    )
    def test_a_need_in_another_language(self, pages, need):
        assert len(self.sound(rank(pages, need))) == len(pages)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "word",
            "echo " * 5000,
            "x" * 70_000,
            "twenty words " * 10,
            "many different words here " * 15_000,
        ],
        ids=["none", "one", "one-repeated", "one-endless", "twenty", "sixty-thousand"],
    )
    def test_texts_of_every_size(self, pages, text):
        odd = Article("https://example.org/odd", "", text)
        found = self.sound(rank([*pages, odd], NEED))
        assert found[0].url.endswith("/talk")
        assert self.sound(rank([odd], NEED))

    def test_a_sixty_thousand_word_article_is_still_found(self, pages):
        book = Article("https://example.org/book", TEXTS["talk"][0], (TEXTS["talk"][1] + " ") * 1500)
        assert rank([*pages[1:], book], NEED)[0].url == book.url

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.tuples(st.text(max_size=40), st.text(max_size=200)), max_size=6),
        st.text(max_size=60),
        st.lists(st.text(max_size=12), max_size=3),
    )
    def test_any_text_at_all(self, pairs, need, keywords):
        articles = [Article(f"https://example.org/{i}", *pair) for i, pair in enumerate(pairs)]
        found = self.sound(
            rank(articles, need, keywords=keywords, liked=articles[:1], disliked=articles[1:2])
        )
        assert len(found) == len(articles)

    def test_one_article_named_twice_is_one_story(self, pages):
        found = rank([pages[0], pages[0]], NEED)
        assert len(found) == 2
        assert found[1].score < 0


class TestWords:
    def test_hyphenated_words_count_as_parts_and_as_one(self):
        assert words("Start-up mistakes") == ["start", "up", "startup", "mistakes"]

    def test_a_need_is_reduced_to_what_it_is_about(self):
        assert telling("New starters need to understand version control and Git.") == [
            "version",
            "control",
            "git",
        ]
        assert phrases("New starters need to understand version control and Git.") == [
            "version control",
            "Git",
        ]

    def test_a_need_of_small_words_is_taken_at_its_word(self):
        assert telling("to be or not to be") == ["to", "be", "or", "not"]

    def test_acronyms_are_spelled_out_where_they_stand_alone(self):
        assert (
            spelled_out("AI and APIs")
            == "AI artificial intelligence and API application programming interfaces"
        )
        assert spelled_out("SAID HRK") == "SAID HRK"

    def test_names_of_topics_are_taken_apart(self):
        assert alternatives("product-and-project-management") == ["product management", "project management"]
        assert alternatives("R&D") == ["R&D"]
        assert initials("search-engine-optimization") == {"SEO"}
        assert initials("user experience") == {"UX"}

    def test_an_index_is_made_once_for_the_same_articles(self, pages):
        kept = tuple(pages)
        assert index_articles(kept) is index_articles(list(kept))
        assert index_articles(kept) is not index_articles(kept[:2])


class TestManyCourses:
    """Courses are ranked over much the same articles, one after the other."""

    @pytest.fixture
    def articles(self):
        words = "bread oven dough salt yeast flour water baker kneading crust crumb".split()
        return [
            Article(
                f"https://e.example/{n}",
                f"{words[n % 11]} {words[n % 7]}",
                " ".join(words[n % 5 :] * (n % 4 + 1)),
            )
            for n in range(40)
        ]

    def test_a_part_of_the_articles_ranks_as_if_it_stood_alone(self, articles):
        part = [a for n, a in enumerate(articles) if n % 9]
        asked = {
            "need": "New bakers must learn how dough and crust change.",
            "now": date(2026, 11, 23),
            "keywords": ("salt",),
            "liked": part[:2],
            "disliked": part[5:6],
            "context": RankingContext(language="en"),
        }
        forget_index()
        alone = rank(part, **asked)
        forget_index()
        rank(articles, "Something else about water.", now=date(2026, 11, 23))
        whole = _LAST.index
        cut = rank(part, **asked)
        assert cut == alone
        assert _LAST.index is whole  # nothing was made anew

    def test_few_articles_do_not_take_the_place_of_many(self, articles):
        forget_index()
        rank(articles, "bread", now=date(2026, 11, 23))
        whole = _LAST.index
        rank(articles[:5], "bread", now=date(2026, 11, 23))
        assert _LAST.index is whole
        forget_index()
        assert _LAST.index is None
