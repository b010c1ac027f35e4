"""How much there is to read in a text, in words, whatever its script."""

import re

CHINESE = 255 / 228
JAPANESE = 357 / 228
ALPHABETS = 1000 / 68 * 60 / 228
"""Characters that take as long to read as an English word: Chinese, Japanese, alphabets without spaces.

From the speeds of 17 languages in Trauzettel-Klosinski and Dietz 2012 (IReST): 255 and 357 characters and
228 English words a minute; 68 ms a character over the 14 languages with alphabets, which is taken for Thai,
Lao, Khmer and Burmese too.
"""

SAMPLE = 2_000
"""Characters in which a script without spaces must show up."""

_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ALPHABETIC = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_UNSPACED = re.compile(
    "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)


def count_words(text: str) -> int:
    """Count words at white space; where a script has none, the English words that take as long to read."""
    if text.isascii() or not _UNSPACED.search(text[:SAMPLE]):
        return len(text.split())
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    # Japanese mixes both scripts; a few kana in a Chinese text are a quotation.
    per_word = JAPANESE if kana > 0.1 * (kana + han) else CHINESE
    unspaced = (kana + han) / per_word + len(_ALPHABETIC.findall(text)) / ALPHABETS
    return len(_UNSPACED.sub(" ", text).split()) + round(unspaced)
