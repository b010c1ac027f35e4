"""Compare a question with the content it stands under: does it start there, is it answered there."""

import re
from collections.abc import Iterable
from functools import lru_cache

from curator.model import Article, Resource
from curator.questions import word_classes as w
from curator.questions.grammar import normalise, sentences
from curator.questions.languages import base, table
from curator.questions.phrases import any_of
from curator.text.language import STOPLISTS, commonest
from curator.text.stemming import stem

Content = Article | Resource | str

TEXT_CHARS = 20_000
"""Characters of an article's text that are compared."""

ANSWERED = 0.75
"""Share of the question's own terms that one sentence of the note repeats when it answers the question."""

_WORD = re.compile(r"[^\W\d_]{3,30}")
_OWN = re.compile(r"\b(?:your|our|my)((?:\W+\w+){1,3})", re.IGNORECASE)
_AT_WORK = re.compile(r"\bat work\b|\b(?:you|we) work\b", re.IGNORECASE)
_WITH = re.compile(
    r"\b(?:colleagues?|co-?workers?|managers?|team mates?|customers?|clients?)\b", re.IGNORECASE
)
_ACT = re.compile(r"\byou\b|\byour\b", re.IGNORECASE)


def terms(text: str, language: str = "en") -> frozenset[str]:
    """Collect the stems of the words that name a subject; words that fit any question are left out."""
    small = generic(language)
    return frozenset(stem(x, language) for x in _WORD.findall(text.lower()) if x not in small)


@lru_cache(maxsize=16)
def generic(language: str) -> frozenset[str]:
    """Return the words of a language that fit any question: its folder's, else its commonest; maybe none."""
    own = frozenset(str((table(language, "lint") or {}).get("generic", "")).split())
    return own or (commonest(base(language)) if base(language) in STOPLISTS else frozenset())


def words_of(item: Content) -> str:
    """Join what a content item says of itself: title, tags, note, excerpt, text; a string is its own text."""
    if isinstance(item, Resource):
        return "\n".join((item.title, " ".join(item.tags), item.note, item.excerpt, item.source, item.author))
    if isinstance(item, Article):
        return "\n".join((item.title, item.summary, item.text[:TEXT_CHARS], item.source, item.author))
    return str(item)[:TEXT_CHARS]


@lru_cache(maxsize=64)
def _terms_of(text: str) -> frozenset[str]:
    return terms(text)


def asks_about_own_work(question: str) -> bool:
    """Tell whether a question asks about the reader's own work: "your team", "you tell a colleague"."""
    if _AT_WORK.search(question) or (_ACT.search(question) and _WITH.search(question)):
        return True
    nearby = (re.findall(r"\w+", m.group(1).lower()) for m in _OWN.finditer(question))
    return any(not w.WORK.isdisjoint(words) for words in nearby)


def _asks_own_doing(question: str) -> bool:
    """Tell whether a question asks what its readers do, did or saw themselves, whatever it is about."""
    own, supposing, all_the_same = _own_doing()
    if all_the_same.search(question):
        return True
    return own.search(question) is not None and supposing.search(question) is None


@lru_cache(maxsize=1)
def _own_doing() -> tuple[re.Pattern[str], ...]:
    data = table("en", "lint") or {}
    return tuple(any_of(data.get(name, ())) for name in ("own_doing", "supposing", "own_all_the_same"))


def is_unanchored(question: str, content: Iterable[Content]) -> bool:
    """Tell whether a question shares no key term with any of its content and leaves the reader's work aside.

    A question that names no subject at all ("How would you use this?") leans on its resource and passes.
    """
    if asks_about_own_work(question) or _asks_own_doing(question):
        return False
    own = terms(question)
    if not own and _ACT.search(question):
        return False
    return not any(own & _terms_of(words_of(item)) for item in content)


def is_answered(question: str, content: Iterable[Content]) -> bool:
    """Tell whether a sentence of a resource's note repeats the question's terms and adds what it asks for."""
    own = terms(question)
    if len(own) < 2 or _ACT.search(question):
        return False
    for item in content:
        if isinstance(item, Resource):
            for sentence in sentences(normalise(item.note)):
                said = terms(sentence.text)
                if not sentence.asks and len(own & said) >= max(2, ANSWERED * len(own)) and said - own:
                    return True
    return False
