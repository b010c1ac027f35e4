"""Texts to vectors: WordLlama's static token embeddings, loaded once, stored as bytes.

A vector is 256 float32 numbers of length 1 (or all zero for a text without words). The model lies in
the wordllama wheel; nothing is ever downloaded.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curator.model import Article
from curator.rank import weights

Matrix = NDArray[np.float32]
DIMENSIONS = 256
MODEL = "wordllama-l2-256"


@dataclass(frozen=True, slots=True)
class Model:
    """A table of token vectors and the tokenizer that belongs to it."""

    table: Matrix
    tokenizer: Any


@lru_cache(maxsize=2)
def load(folder: Path | None = None) -> Model | str:
    """Load the model from `folder` (None: the wordllama package); return the problem in words if it cannot be."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        import wordllama  # calls logging.basicConfig, which belongs to the program and not to a library

        place = folder or Path(wordllama.__file__).parent
        weights_file = place / "weights" / f"l2_supercat_{DIMENSIONS}.safetensors"
        tokenizer_file = place / "tokenizers" / "l2_supercat_tokenizer_config.json"
        from safetensors import safe_open
        from tokenizers import Tokenizer

        with safe_open(weights_file, framework="np") as f:
            table = f.get_tensor("embedding.weight").astype(np.float32)
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return Model(np.nan_to_num(table), tokenizer)
    except Exception as error:  # whatever a damaged file makes the foreign loaders raise
        return f"the language model cannot be read ({type(error).__name__}: {error}); reinstall wordllama"
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def model_problem(folder: Path | None = None) -> str:
    """Say in words why texts cannot be compared by meaning, or return an empty string."""
    model = load(folder)
    return model if isinstance(model, str) else ""


def embed(texts: Sequence[str], folder: Path | None = None) -> Matrix:
    """Turn texts into unit vectors, shape (len(texts), 256); all zero where there is no model or no word."""
    out = np.zeros((len(texts), DIMENSIONS), np.float32)
    model = load(folder)
    if isinstance(model, str):
        return out
    for start in range(0, len(texts), 256):
        batch = list(texts[start : start + 256])
        for row, encoded in enumerate(
            model.tokenizer.encode_batch_fast(batch, add_special_tokens=False), start
        ):
            if encoded.ids:
                out[row] = model.table[encoded.ids].mean(axis=0)
    return unit(out)


def unit(matrix: Matrix) -> Matrix:
    """Scale rows to length 1; rows of zeros stay as they are."""
    length = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.divide(matrix, length, out=np.zeros_like(matrix), where=length > 0)


def lead(article: Article) -> str:
    """Return what stands for an article: title, and the first words of its text or summary."""
    body = (article.text or article.summary)[: weights.LEAD_WORDS * 20]
    return f"{article.title}\n{' '.join(body.split()[: weights.LEAD_WORDS])}"


def vector_key(article: Article) -> str:
    """Name the vector of an article: it changes with the model, the title and the leading text."""
    return hashlib.sha256(f"{MODEL}\n{lead(article)}".encode("utf-8", "replace")).hexdigest()[:32]


def article_vectors(
    articles: Sequence[Article], known: Mapping[str, bytes] | None = None, folder: Path | None = None
) -> tuple[Matrix, dict[str, bytes]]:
    """Return the vectors of articles, taking those in `known` from there, and the new ones to store.

    The matrix has one row an article. Without a model it holds zeros and nothing is new.
    """
    known = known or {}
    matrix = np.zeros((len(articles), DIMENSIONS), np.float32)
    missing: list[int] = []
    keys = [vector_key(a) for a in articles]
    for row, key in enumerate(keys):
        stored = (
            np.frombuffer(known.get(key, b""), np.float16)
            if len(known.get(key, b"")) == DIMENSIONS * 2
            else None
        )
        if stored is None or not np.isfinite(stored).all():
            missing.append(row)
        else:
            matrix[row] = stored
    if not missing or model_problem(folder):
        return matrix, {}
    matrix[missing] = embed([lead(articles[row]) for row in missing], folder).astype(np.float16)
    return matrix, {keys[row]: matrix[row].astype(np.float16).tobytes() for row in missing}
