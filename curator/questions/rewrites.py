"""Rewrite a sentence that breaks a rule: one function a rule, which yields ways to ask openly, best first.

English only. `suggest.py` takes the first whose result breaks no rule.
"""

import re
from collections.abc import Iterator

from curator.questions import word_classes as w
from curator.questions.anchoring import asks_about_own_work, generic
from curator.questions.facts import fact


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_TEXTS = r"(?:the )?(?:author|writer|speaker|article|post|video|text)s?\b"
_THINK = _re(
    r"^(?:(?:do|don't|would|wouldn't) you (?:not )?(?:\w+ly )?(?:think|agree|say|believe|feel)|"
    r"you (?:would|must|will) agree)(?: that)?\s+(?!about\b|of\b|with\b)(?P<view>.+)$"
)
_WITH = _re(
    r"(?:dis)?agree(?: or disagree)? with\s+(?P<view>.+)$|\b(?:for or against|in favou?r of)\s+(?P<topic>.+)$"
)
_AGREE = _re(r"(?:dis)?agree(?: or disagree)?(?: that)?\s+(?P<view>.+)$")
_TAIL = _re(
    r",\s*(?:[\w']+\s+(?:it|they|you|we|he|she|there|that)|right|correct|yes|no|ok|okay|agreed|true|huh|eh|"
    r"don't you think)$"
)
_HEDGE = _re(
    r"\b(?:obviously|clearly|undeniably|undoubtedly|unquestionably|surely|of course|needless to say|no doubt|"
    r"without (?:a )?doubt|naturally|as we know|as we all know|we all know(?: that)?|evidently)\b,?\s*"
)
_VERBS = "|".join(sorted(w.PRODUCTION))
_REQUEST = _re(rf"^(?:can|could|would|will) you (?:please )?(?P<task>(?:{_VERBS}|tell|think of)\b.*)$")
_EVER = _re(r"\b(?:ever|already|yet)\s+")
_WHY_SO = _re(r"^(?:why (?:is|are|was|were)|what makes)\s+(?P<topic>.+?)\s+so\s+\w+")
_ABOUT = _re(
    r"\b(?:think|feel|thoughts|opinions?|views?|take|feelings|impressions?|ideas|make|reactions?)\s+"
    r"(?:about|of|on|to)\s+(?P<topic>.+)$"
)
_WHAT_IS = _re(
    r"^(?:what(?: is|'s| are| was| were)|who (?:is|are)|define|describe|explain|list|name|identify|outline|"
    r"summari[sz]e|discuss)\s+(?P<topic>.+)$"
)
_WHY = _re(
    r"^why (?:is|are)\s+(?P<topic>.+?)\s+(?:important|useful|necessary|needed|valuable|essential|relevant)$"
)
_BARE = _re(
    r"^(?:reflect(?: on| upon)?|think (?:about|of|on|over)|consider|discuss|ponder|comment on|contemplate|"
    r"talk about)"
    r"\s+(?P<topic>.+)$"
)
_SECOND = _re(
    r",?\s+(?:and|or|but|plus)\s+(?:(?:in|on|at|to|with|for|by)\s+)?"
    r"(?:how|why|what|which|who|when|where|would|do|is|are|could|can|will|did)\b.*$"
)


CHOICE = re.compile(
    r"^(?:would|do|did|will|could|can|are|is) (?:you|your)\b.{3,} or (?!not\b)", re.IGNORECASE
)
"""A question that names what to choose from: the reason is what makes it open."""


def closed(body: str) -> Iterator[str]:
    """Turn a yes-no question into an open one: a wh-word before the auxiliary keeps it grammatical.

    What asks for one fact goes on to what came of it.
    """
    if fact(body, "en"):
        yield f"{body}, and what followed from it for you?"
        return
    if CHOICE.search(body):
        yield f"{body}, and why?"
    yield from agree(body)
    if _THINK.match(body) or _TAIL.search(body):
        yield from _view(body)
    if match := _REQUEST.match(body):
        yield match["task"] + "."
    first, turned = _first(body), _turned(body)
    if first not in w.AUXILIARIES:
        head, _, rest = body.partition(", ")
        if _first(rest) in w.AUXILIARIES:
            yield from (f"{head}, {wh} {_turned(rest)}?" for wh in ("how", "when", "where"))
        yield f"What in your own experience speaks for or against {_quoted(body)}?"
        return
    own = asks_about_own_work(body)
    subject = turned.split()[1].lower() if " " in turned else ""
    if subject in ("you", "your") and first not in w.BE | {"have", "has", "had"}:
        yield from (f"How {turned}{place}?" for place in ("", " yourself") if place or own)
    if first in ("should", "must", "shall", "may"):
        yield f"In your own experience, when {turned} and when not?"
    if subject == "there":
        yield f"From what you have seen yourself, where {turned}?"
    if first in ("was", "were", "did", "had") and subject not in ("you", "your", "we", "our", "it"):
        yield "If you had been there, what would you have done?"
    if own:
        yield from (f"When {turned}?", f"How {turned}?")
    yield f"In your own experience, when {turned}?"
    yield f"In your own experience, how {turned}?"


def _first(body: str) -> str:
    word = body.split(" ", 1)[0].lower()
    return w.AFFIRMED.get(word, word)


def _turned(body: str) -> str:
    """Write a yes-no question as the tail of an open one: affirmative, in lower case, without "ever"."""
    rest = body.split(" ", 1)[1] if " " in body else ""
    return f"{_first(body)} {_lower(_EVER.sub('', rest))}".strip()


def _view(body: str) -> Iterator[str]:
    """Ask what speaks for and against the statement inside a leading question."""
    statement = _HEDGE.sub("", _TAIL.sub("", body))
    if match := _THINK.match(statement):
        statement = match["view"]
    elif _first(statement) in w.AUXILIARIES:
        return
    yield f"What in your own experience speaks for or against {_quoted(statement)}?"


def _quoted(statement: str) -> str:
    return f"the view that {_lower(statement)}" if _plain(statement) else f"“{statement}”"


def leading(body: str) -> Iterator[str]:
    """Take the tag or the hoped-for answer away, then ask as of any yes-no question."""
    yield from _view(body)
    yield from closed(_TAIL.sub("", body))


def slanted(body: str) -> Iterator[str]:
    """Ask without the loaded word."""
    if match := _WHY_SO.match(body):
        yield f"What have you seen go well or badly with {_lower(match['topic'])}?"
    yield _HEDGE.sub("", body) + "?"


def vague(body: str) -> Iterator[str]:
    """Ask what people would do because of the matter."""
    if match := _ABOUT.search(body):
        yield f"What would you do differently because of {match['topic']}?"


def stacked(body: str) -> Iterator[str]:
    """Keep the first of two questions; `suggest.py` looks first which half is the better one."""
    yield body + "?"
    yield _SECOND.sub("", body) + "?"


def recall(body: str) -> Iterator[str]:
    """Ask where the reader has met the matter."""
    if match := _WHY.match(body):
        yield f"What would go wrong where you are without {_lower(match['topic'])}?"
    if match := _WHAT_IS.match(body):
        yield f"Where have you met {_lower(match['topic'])} yourself?"
    if re.match(r"how (?:does|do|did|can|is|are)\b", body, re.IGNORECASE):
        yield f"In your own experience, {_lower(body)}?"


def agree(body: str) -> Iterator[str]:
    """Ask what speaks for and against."""
    if match := _WITH.search(body):
        topic = _lower(match["topic"] or match["view"])
        stated = f"what {topic} says" if re.match(_TEXTS, topic, re.IGNORECASE) else topic
        yield f"What in your own experience speaks for or against {stated}?"
    elif match := _AGREE.search(body):
        yield f"What in your own experience speaks for or against {_quoted(match['view'])}?"


def bare(body: str) -> Iterator[str]:
    """Ask what people would do differently next time."""
    if match := _BARE.match(body):
        yield f"Thinking of {match['topic']}, what would you do differently next time?"


def _plain(text: str) -> bool:
    """Tell whether a text opens with a word that is no name, so that its capital can go."""
    first = text.split(" ", 1)[0].lower()
    small = w.DETERMINERS | w.PRONOUNS | w.AUXILIARIES | generic("en") | w.WH | w.PREPOSITIONS
    return text[:1].islower() or first in small or first.endswith("ing")


def _lower(text: str) -> str:
    return (
        text[:1].lower() + text[1:]
        if _plain(text) and text.split(" ", 1)[0] not in ("I", "I'm", "US", "IT")
        else text
    )
