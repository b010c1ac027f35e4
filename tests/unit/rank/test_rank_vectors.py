"""Vectors: stored and not made again, and never missed so badly that nothing is ranked."""

import logging
import math
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from curator.model import Article
from curator.rank import (
    Scoring,
    article_vectors,
    embed,
    group_duplicates,
    model_problem,
    rank,
    related,
    tag,
    vector_key,
)
from curator.rank.vectors import TOKENIZER, WEIGHTS

ARTICLES = [
    Article(
        "https://example.org/bees", "Keeping bees", "A hive in spring needs room, sugar and a calm hand."
    ),
    Article(
        "https://example.org/tax", "Filing a tax return", "Collect receipts, then fill in one form a day."
    ),
    Article("https://example.org/blank", "", ""),
]
HONEY = Article("https://example.org/honey", "Honey in autumn", "Take frames out, and leave the bees enough.")


@pytest.fixture
def original() -> Path:
    return Path(find_spec("wordllama").origin).parent


@pytest.fixture
def copy(tmp_path, original) -> Path:
    """A folder with the model's two files, for a test to spoil."""
    for name in (WEIGHTS, TOKENIZER):
        (tmp_path / name).parent.mkdir()
        shutil.copy(original / name, tmp_path / name)
    return tmp_path


class TestEmbed:
    def test_texts_become_unit_vectors(self):
        found = embed(["Keeping bees", "a" * 50_000, "Пчёлы"])
        assert found.shape == (3, 256)
        assert found.dtype == np.float32
        assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)

    def test_what_holds_no_words_is_all_zero(self):
        assert not embed([""]).any()
        assert embed([]).shape == (0, 256)

    def test_what_means_the_same_is_near(self):
        bees, honey, tax = embed(["keeping bees", "a beekeeper and her hives", "filing a tax return"])
        assert bees @ honey > bees @ tax + 0.1

    def test_lone_surrogates_and_nulls_are_no_obstacle(self):
        assert np.isfinite(embed(["bees \ud800 and \x00 hives"])).all()

    def test_the_programs_logging_stays_its_own(self):
        level, handlers = logging.getLogger().level, list(logging.getLogger().handlers)
        embed(["anything"])
        assert (logging.getLogger().level, logging.getLogger().handlers) == (level, handlers)


class TestStored:
    def test_what_is_known_is_not_made_again(self):
        matrix, new = article_vectors(ARTICLES)
        assert set(new) == {vector_key(a) for a in ARTICLES}
        again, nothing = article_vectors(ARTICLES, new)
        assert nothing == {}
        assert (matrix == again).all()

    def test_stored_and_fresh_rank_the_same(self):
        _, new = article_vectors(ARTICLES)
        copies = [Article(a.url, a.title, a.text) for a in ARTICLES]
        fresh = rank(ARTICLES, "Somebody wants to keep bees", liked=copies[1:2])
        assert rank(copies, "Somebody wants to keep bees", liked=copies[1:2], scoring=Scoring(new)) == fresh

    def test_a_changed_text_has_another_key(self):
        one = Article("https://a.example/", "Title", "Text")
        assert vector_key(one) == vector_key(Article("https://b.example/", "Title", "Text"))
        assert vector_key(one) != vector_key(Article("https://a.example/", "Title", "Text!"))
        assert vector_key(one) != vector_key(Article("https://a.example/", "Title!", "Text"))

    @pytest.mark.parametrize(
        "damage",
        [b"", b"short", lambda d: d[:-1], lambda d: d[:300], lambda d: b"\x00\x7e" * 256 + d[512:]],
        ids=["empty", "short", "cut", "halved", "not-a-number"],
    )
    def test_damaged_bytes_are_made_again(self, damage):
        matrix, new = article_vectors(ARTICLES)
        spoiled = {k: damage(d) if callable(damage) else damage for k, d in new.items()}
        again, mended = article_vectors(ARTICLES, spoiled)
        assert (again == matrix).all()
        assert mended == new


class TestWithoutModel:
    def spoil(self, copy: Path, how: str) -> Path:
        if how == "missing":
            (copy / WEIGHTS).unlink()
        elif how == "truncated":
            (copy / WEIGHTS).write_bytes((copy / WEIGHTS).read_bytes()[:100_000])
        elif how == "no tokenizer":
            (copy / TOKENIZER).write_text("{")
        else:
            (copy / WEIGHTS).write_bytes(b"")
        return copy

    @pytest.fixture(params=["missing", "truncated", "no tokenizer", "empty"])
    def broken(self, copy, request) -> Path:
        return self.spoil(copy, request.param)

    def test_the_problem_is_said_in_words(self, broken):
        problem = model_problem(broken)
        assert problem.startswith("The language model cannot be read")
        assert "ranked by their words" in problem

    def test_a_sound_copy_has_no_problem(self, copy):
        assert model_problem(copy) == ""
        assert (embed(["bees"], folder=copy) == embed(["bees"])).all()

    def test_words_alone_still_give_an_order(self, broken):
        found = rank(ARTICLES, "How to keep bees in a hive", liked=[HONEY], scoring=Scoring(model=broken))
        assert found[0].url.endswith("/bees")
        assert all(math.isfinite(r.points) for c in found for r in c.reasons)
        assert found[0].score == sum(r.points for r in found[0].reasons)

    def test_nothing_is_stored_that_would_be_wrong_later(self, broken):
        matrix, new = article_vectors(ARTICLES, model=broken)
        assert not matrix.any()
        assert new == {}

    def test_everything_else_still_answers(self, broken):
        assert tag(ARTICLES[0], ["bees", "tax"], model=broken) == ("bees",)
        assert len(group_duplicates([*ARTICLES, ARTICLES[0]])) == 3
        assert related(ARTICLES) == {}

    def test_the_default_is_not_affected(self, broken):
        rank(ARTICLES, "bees", scoring=Scoring(model=broken))
        assert model_problem() == ""
        assert "in meaning" in rank(ARTICLES, "bees")[0].reasons[0].detail
        assert not rank(ARTICLES, "bees")[0].reasons[0].detail.startswith("0.000")
