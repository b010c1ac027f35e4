"""The optional re-ranker: read the best again, through the same function."""

from importlib.util import find_spec

import pytest

from curator.errors import CuratorError
from curator.model import Article
from curator.rank import rank, weights
from curator.rank.semantic import PACKAGED, packaged_model, transformer

NEED = "Gardeners need to prune apple trees."

SHELF = [
    Article(
        f"https://example.org/{i:02}", title, f"{title}. Apple trees and a gardener with a saw stand here."
    )
    for i, title in enumerate(
        ["Prune apple trees in winter", "Apple trees in folk songs", "Apple trees for sale"]
    )
] + [Article(f"https://example.org/far{i:02}", "Ship engines", "Diesel, steam and sail.") for i in range(60)]


def prefers(word: str):
    """A re-ranker that likes one word, and remembers what it was given."""
    seen: list[str] = []

    def closer(need: str, texts):
        assert need == NEED
        seen.extend(texts)
        return [float(word in text) for text in texts]

    closer.seen = seen
    return closer


def test_it_changes_the_order_of_the_best():
    plain = [c.url for c in rank(SHELF, NEED)]
    moved = rank(SHELF, NEED, reranker=prefers("songs"))
    assert plain[0].endswith("/00")
    assert moved[0].url.endswith("/01")
    assert all(c.score == sum(r.points for r in c.reasons) for c in moved)


def test_it_reads_no_more_than_the_best():
    reader = prefers("songs")
    rank(SHELF, NEED, reranker=reader)
    assert len(reader.seen) == weights.RERANKED
    assert reader.seen[0].startswith("Prune apple trees")


@pytest.mark.parametrize("answer", [[], [1.0], [float("nan")] * weights.RERANKED, [0.5] * weights.RERANKED])
def test_an_answer_that_says_nothing_changes_nothing(answer):
    assert rank(SHELF, NEED, reranker=lambda need, texts: answer) == rank(SHELF, NEED)


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(CuratorError, match="no model folder"):
        transformer(tmp_path / "nowhere")


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the library is installed")
def test_a_missing_library_names_what_to_install(tmp_path):
    with pytest.raises(CuratorError, match=r"curator\[semantic\]"):
        transformer(tmp_path)


@pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="needs curator[semantic]")
def test_a_damaged_folder_is_said(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(CuratorError, match="cannot be read"):
        transformer(tmp_path)


@pytest.mark.skipif(
    find_spec("sentence_transformers") is None or packaged_model() is None,
    reason=f"needs curator[semantic] and a model, such as the package {PACKAGED} brings",
)
def test_a_real_transformer_puts_the_right_story_first():
    assert rank(SHELF, NEED, reranker=transformer())[0].url.endswith("/00")
