"""Which language a text is in: what the page declares, checked against what can be read."""

import re
from functools import lru_cache

STOPLISTS = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "sv": "Swedish", "da": "Danish", "no": "Norwegian_Bokmal", "fi": "Finnish", "pl": "Polish",
    "cs": "Czech", "tr": "Turkish", "id": "Indonesian", "ru": "Russian", "uk": "Ukrainian", "ro": "Romanian",
    "hu": "Hungarian",
}  # fmt: skip
"""Languages told apart by their commonest words, with jusText's name of each list."""

SAMPLE = 400
"""Words of the text that are compared with the lists."""

SURE = 0.3
"""Share of commonest words from which a declared language needs no comparison."""

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_ALSO = {"ar": ("ar", "fa", "ur"), "hi": ("hi", "mr", "ne"), "zh": ("zh", "ja")}
"""Languages that share a script with the one that is assumed."""

_CODE = re.compile(r"^\s*([a-z]{2,3})(?:[-_]|\s*$)", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_RENAMED = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "eng": "en",
    "ger": "de",
    "deu": "de",
    "fra": "fr",
}


def code_of(declared: str) -> str:
    """Return the language code of a declaration such as "en-GB", or an empty string."""
    found = _CODE.match(declared)
    code = found[1].lower() if found else ""
    return _RENAMED.get(code, code) if len(code) == 2 or code in _RENAMED else ""


def language_of(text: str, *declared: str) -> str:
    """Return the ISO 639-1 code of a text's language, empty where nothing tells.

    The first declaration that makes sense wins, unless the script or the commonest words say that the
    text cannot be in that language.
    """
    claims = [code for code in map(code_of, declared) if code]
    sample = text[:4000]
    letters = sum(map(len, _WORD.findall(sample)))
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) > (0.05 if code in ("ja", "ko") else 0.3) * max(letters, 1):
            return next((c for c in claims if c in _ALSO.get(code, (code,))), code)
    claim = claims[0] if claims else ""
    words = [word.lower() for word in _WORD.findall(sample)[:SAMPLE]]
    if len(words) < 20:
        return claim
    if claim in STOPLISTS and sum(word in commonest(claim) for word in words) >= SURE * len(words):
        return claim
    shares = {code: sum(word in commonest(code) for word in words) / len(words) for code in STOPLISTS}
    best = max(shares, key=lambda code: (shares[code], code == claim))
    if claim and shares.get(claim, 0.0) >= 0.6 * shares[best]:
        return claim
    if claim and claim not in STOPLISTS:
        # A language without a list: only plainly English or Russian text proves the claim wrong.
        return best if shares[best] >= 0.35 else claim
    return best if shares[best] >= (0.2 if claim else 0.15) else claim


@lru_cache(maxsize=len(STOPLISTS))
def commonest(code: str) -> frozenset[str]:
    """Return the commonest words of a language of STOPLISTS: small words, mostly, that name no subject."""
    from justext.utils import get_stoplist  # type: ignore[import-untyped]  # brings lxml, which few commands need

    words = frozenset(get_stoplist(STOPLISTS[code]))
    # The lists were counted in real texts, where English strays in.
    return words if code == "en" else words - commonest("en")
