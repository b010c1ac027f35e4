"""Texts to vectors: WordLlama's static token embeddings, read from its wheel, loaded once a process.

A vector is 256 float32 numbers of length 1; a text without words has all zeros. Nothing is downloaded:
only the two files inside the wordllama package (or a folder laid out like it) are read. Where they
cannot be, everything here still answers, with zeros, and `model_problem` says why in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curator.rank.tokens import clean, spelled_out

Matrix = NDArray[np.float32]

DIMENSIONS = 256
WEIGHTS = f"weights/l2_supercat_{DIMENSIONS}.safetensors"
TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"

_BATCH = 256
"""Texts tokenized at once: bounds memory, and two threads are busy with fewer already."""

_ROWS = 2048
"""Vectors scaled at once: what is needed on the way is thrown away before it grows."""

_COMMON = 260
"""Tokens below this number are single bytes and control signs."""


@dataclass(frozen=True, slots=True)
class Model:
    """A table of token vectors, the weight of each token in a long text, and the tokenizer."""

    table: Matrix
    weight: NDArray[np.float32]
    tokenizer: Any


@lru_cache(maxsize=2)
def load(folder: Path | None = None) -> Model | str:
    """Load the model from `folder`, or from the wordllama package; return the problem in words if it fails.

    The package itself is not imported: it sets up logging for the whole program and opens the way to a
    download, and all that is needed of it are two files.
    """
    try:
        from safetensors import safe_open
        from tokenizers import Tokenizer

        place = folder or _package()
        with safe_open(place / WEIGHTS, framework="np") as file:
            table = np.nan_to_num(file.get_tensor("embedding.weight").astype(np.float32))
        tokenizer = Tokenizer.from_file(str(place / TOKENIZER))
        if table.ndim != 2 or table.shape[1] != DIMENSIONS or len(table) < tokenizer.get_vocab_size():
            return _sorry(f"its table has the shape {table.shape}")
        tokenizer.no_padding()
        tokenizer.no_truncation()
    except Exception as error:  # whatever a missing or damaged file makes foreign loaders raise
        return _sorry(f"{type(error).__name__}: {error}")
    # The numbers of a byte-pair vocabulary follow how common a token is, most common first; so their
    # logarithm stands in for rarity without counting any collection.
    number = np.maximum(np.arange(len(table)), _COMMON)
    return Model(table, np.sqrt(np.log(number / 250.0)).astype(np.float32), tokenizer)


def _package() -> Path:
    spec = find_spec("wordllama")
    if spec is None or not spec.origin:
        raise FileNotFoundError("the package wordllama is not installed")
    return Path(spec.origin).parent


def _sorry(cause: str) -> str:
    return (
        f"The language model cannot be read ({cause}). Stories are ranked by their words alone until"
        " `pip install --force-reinstall wordllama` brings it back."
    )


def model_problem(folder: Path | None = None) -> str:
    """Say in words why texts cannot be compared by meaning; empty when they can."""
    model = load(folder)
    return model if isinstance(model, str) else ""


def embed(texts: Sequence[str], *, folder: Path | None = None, weighted: bool = False) -> Matrix:
    """Turn texts into unit vectors, shape (len(texts), 256).

    `weighted` counts rare tokens more than common ones, which helps in texts and harms in needs.
    """
    out = np.zeros((len(texts), DIMENSIONS), np.float32)
    model = load(folder)
    if isinstance(model, str):
        return out
    for start in range(0, len(texts), _BATCH):
        batch = [spelled_out(clean(t)) for t in texts[start : start + _BATCH]]
        for row, found in enumerate(
            model.tokenizer.encode_batch_fast(batch, add_special_tokens=False), start
        ):
            if ids := found.ids:
                out[row] = model.weight[ids] @ model.table[ids] if weighted else model.table[ids].sum(axis=0)
    return unit(out)


def unit(matrix: Matrix) -> Matrix:
    """Scale the last axis to length 1; what is all zero stays so."""
    scaled = np.zeros_like(matrix)
    for start in range(0, len(matrix), _ROWS):
        part = matrix[start : start + _ROWS]
        length = np.linalg.norm(part, axis=-1, keepdims=True)
        np.divide(part, length, out=scaled[start : start + _ROWS], where=length > 0)
    return scaled
