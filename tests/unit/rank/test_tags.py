"""Tags: by the words that show a topic, by meaning, by what was tagged before; precision before recall."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model import Article, Topic
from curator.rank import tag, tagger

TAXONOMY = (
    Topic(name="communities of practice", about="groups that learn together", keywords=("guild", "CoP")),
    Topic(name="feedback", keywords=("feedback",)),
    Topic(name="product and project management"),
    Topic(name="search-engine-optimization"),
    Topic(name="gardening", about="plants, soil and tools"),
    Topic(name="health"),
)

GUILD = Article(
    "https://example.org/guild",
    "What a guild needs to last",
    "A guild of testers met every second week. Nobody was told to come. The guild kept a list of questions"
    " and each member took one home, so that the whole group learned its craft together.",
)
SOIL = Article(
    "https://example.org/soil",
    "Beds that need no digging",
    "Gardeners spread compost over the soil in autumn, cover it with leaves, and plant the seedlings through"
    " them in spring. Garden tools stay in the shed; worms loosen the soil between the plants.",
)


class TestNamesOnly:
    def test_words_of_a_topic_show_it(self):
        assert tag(GUILD, TAXONOMY) == ("communities of practice",)

    def test_meaning_shows_a_topic_that_is_not_named(self):
        assert tag(SOIL, TAXONOMY) == ("gardening",)

    def test_nothing_fits_and_nothing_is_given(self):
        engine = Article(
            "https://example.org/e", "Ship engines", "Diesel replaced steam, and steam replaced sail."
        )
        assert tag(engine, ("feedback", "gardening", "communities of practice", "health")) == ()

    def test_either_half_of_a_joined_name_counts(self):
        told = "Project management begins with a list. Project management ends with a handover."
        assert "product and project management" in tag(Article("https://e.org/", "Plans", told), TAXONOMY)

    def test_an_acronym_counts_as_the_name(self):
        seo = Article(
            "https://e.org/", "SEO in a year of change", "SEO is slow. We do SEO, and SEO (SEO!) does us."
        )
        assert "search-engine-optimization" in tag(seo, TAXONOMY)

    def test_letters_inside_a_word_are_no_acronym(self):
        assert "search-engine-optimization" not in tag(
            Article("https://e.org/", "MUSEO SEOUL", "museo Seoul " * 20), TAXONOMY
        )

    def test_the_publishers_own_category_counts(self):
        plain = Article(
            "https://e.org/", "A note", "Two colleagues spoke about their week and what came of it."
        )
        filed = replace(plain, categories=("Feedback",))
        one = tagger(TAXONOMY)
        assert one.scores([filed])[0, 1] == pytest.approx(one.scores([plain])[0, 1] + 0.3)

    def test_every_way_to_write_a_taxonomy_means_the_same(self):
        as_mappings = [t.model_dump() for t in TAXONOMY]
        assert tag(GUILD, as_mappings) == tag(GUILD, TAXONOMY)
        assert tag(SOIL, ["gardening", "health"]) == ("gardening",)

    def test_one_article_or_many_get_the_same_tags(self):
        assert tagger(TAXONOMY)([GUILD, SOIL, GUILD]) == [tag(a, TAXONOMY) for a in (GUILD, SOIL, GUILD)]

    def test_the_same_wishes_return_the_same_tagger(self):
        assert tagger(TAXONOMY) is tagger(list(TAXONOMY))
        assert tagger(TAXONOMY) is not tagger(TAXONOMY, [(GUILD, ("feedback",))])


class TestExamples:
    def example(self, number: int, subject: str, tags: tuple[str, ...]) -> tuple[Article, tuple[str, ...]]:
        text = f"{subject} {subject} On day {number} we wrote this down and sent it to the others."
        return Article(f"https://example.org/{subject[:4]}{number}", f"{subject[:20]} {number}", text), tags

    @pytest.fixture
    def examples(self):
        wards = "The night nurse hands the ward over to the morning nurse at the bedside."
        code = "The reviewer reads the patch and asks the author about one function."
        return [self.example(i, wards, ("health",)) for i in range(12)] + [
            self.example(i, code, ("feedback",)) for i in range(12)
        ]

    def test_what_people_tagged_is_learned(self, examples):
        shift = Article(
            "https://example.org/x", "Handing over", "A nurse hands her ward over at the bedside."
        )
        assert "health" not in tag(shift, ("feedback", "health", "gardening", "finance", "law", "music"))
        taught = tag(shift, ("feedback", "health", "gardening", "finance", "law", "music"), examples=examples)
        assert taught[0] == "health"
        assert "feedback" not in taught

    def test_tags_outside_the_taxonomy_are_passed_over(self, examples):
        odd = [(a, ("no such topic",)) for a, _ in examples]
        assert tag(SOIL, TAXONOMY, examples=odd) == tag(SOIL, TAXONOMY)

    def test_one_example_does_not_turn_everything(self):
        assert tag(SOIL, TAXONOMY, examples=[(GUILD, ("communities of practice",))]) == ("gardening",)

    def test_the_order_of_reading_them_changes_nothing(self, examples):
        articles = [a for a, _ in examples[::5]]
        there = tagger(TAXONOMY, examples).scores(articles)
        back = tagger(TAXONOMY, examples[::-1]).scores(articles)
        assert there == pytest.approx(back, abs=1e-4)

    def test_dates_and_kinds_do_not_matter(self, examples):
        dated = [(replace(a, published=date(2026, 1, 1)), t) for a, t in examples]
        assert tag(SOIL, TAXONOMY, examples=dated) == tag(SOIL, TAXONOMY, examples=examples)


class TestBadInput:
    def test_an_empty_taxonomy_gives_no_tags(self):
        assert tag(GUILD, ()) == ()
        assert tagger(())([GUILD, SOIL]) == [(), ()]

    def test_a_taxonomy_of_one(self):
        assert tag(SOIL, ["gardening"]) == ("gardening",)
        assert tag(GUILD, ["gardening"]) == ()

    def test_a_taxonomy_of_five_hundred(self):
        things = "bread roads ships wool maps coins bees tax law ice glass steel paint wine salt milk tea films".split()
        about = (
            "ancient baltic cheap coastal digital early festive global hidden italian japanese large local"
        )
        about += " modern northern online polar quick rural southern tiny urban visual wild young zonal royal"
        many = [*TAXONOMY, *(f"{a} {b}" for a in about.split() for b in things)][:500]
        assert len(many) == 492
        found = tag(GUILD, many)
        assert found[0] == "communities of practice"
        assert len(found) <= 5

    @pytest.mark.parametrize("name", ["&", "and", "???", "C++", "難しい", "-", "x" * 400])
    def test_strange_names(self, name):
        assert np.isfinite(tagger([name, "gardening"]).scores([SOIL, GUILD])).all()

    @pytest.mark.parametrize("text", ["", "word", "echo " * 9000, "x" * 60_000, "пчёлы " * 40])
    def test_strange_texts(self, text):
        article = Article("https://example.org/", "", text)
        assert np.isfinite(tagger(TAXONOMY).scores([article])).all()
        assert isinstance(tag(article, TAXONOMY, examples=[(article, ("health",))]), tuple)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.text(min_size=1, max_size=30), max_size=5), st.text(max_size=120))
    def test_any_names_and_any_text(self, names, text):
        article = Article("https://example.org/", text[:20], text)
        found = tag(article, names, examples=[(article, tuple(names[:1]))])
        assert set(found) <= set(names)


def test_posts_of_a_real_publisher(data: Path):
    from benchmarks.quality_tags import f1, read_posts

    posts = read_posts(data)
    half = slice(0, None, 4)
    found = tagger(posts.taxonomy)(posts.articles[half])
    assert f1(found, posts.given[half]) > 0.42


@pytest.fixture
def data() -> Path:
    folder = Path(__file__).parents[3].parent / "shared" / "data"
    if not (folder / "tags" / "posts.jsonl").exists():
        pytest.skip("the labelled posts are not part of the project")
    return folder
