"""Rewrite a question that breaks a rule, so that it opens towards the reader's own work.

Each rule has a few ways to rewrite, best first; the first whose result breaks no rule is suggested. English
only.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from curator.model import Article, Resource
from curator.questions import word_classes as w
from curator.questions.anchoring import Content, asks_about_own_work, generic
from curator.questions.grammar import Sentence
from curator.questions.rules import Text, found_in

ALWAYS = (
    "How would what you saw here help you do your job better?",
    "Where in your own work would you act differently after this?",
)
"""Questions that fit any resource and break no rule."""


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

LONGEST = 300
"""Characters of a sentence that is still worth rewriting; a longer one is better begun anew."""


def suggest(rule: str, text: Text) -> str:
    """Return a question that asks the same openly and breaks no rule; empty when none is found."""
    before, sentence = _offender(rule, text)
    body = re.sub(r"[\s?!.]+$", "", sentence.text)
    ways = _WAYS[rule](body) if rule in _WAYS and len(body) <= LONGEST else ()
    for draft in (*ways, *_fallbacks(rule, text.content)):
        for whole in dict.fromkeys((f"{before} {draft}", draft)):
            tidy = _tidy(whole)
            if tidy and tidy.lower() != text.low and not found_in(Text(tidy, text.content)):
                return tidy
    return ""


def _offender(rule: str, text: Text) -> tuple[str, Sentence]:
    """Pick the sentence to rewrite and what stands before it, which sets the scene."""
    said = text.sentences or (Sentence("", False),)
    wanted = {"closed": ("closed",), "leading": ("closed", "open"), "stacked": ("open", "closed", "ask")}.get(
        rule, ()
    )
    place = next((i for i, s in enumerate(said) if s.form in wanted), 0)
    before = " ".join(
        s.text + ("?" if s.asks else ".") for s in said[:place] if s.form in ("setup", "statement")
    )
    return before, said[place]


def _tidy(draft: str) -> str:
    draft = re.sub(r"\s+([,.?!])", r"\1", re.sub(r"\s+", " ", draft)).strip(" ,")
    return draft[:1].upper() + draft[1:] if draft else ""


def _fallbacks(rule: str, content: Sequence[Content]) -> Iterator[str]:
    if rule in ("jargon", "long"):
        return  # what matters there is the wording: only the author can say it more plainly
    for item in content:
        if isinstance(item, Article | Resource) and 0 < len(item.title) <= 90:
            title = item.title.strip(" “”?!.")
            yield f"How would what you saw in “{title}” change how you do your own work?"
    yield from ALWAYS


def _closed(body: str) -> Iterator[str]:
    """Turn a yes-no question into an open one: a wh-word before the auxiliary keeps it grammatical."""
    yield from _agree(body)
    if _THINK.match(body) or _TAIL.search(body):
        yield from _view(body)
    if match := _REQUEST.match(body):
        yield match["task"] + "."
    first, turned = _first(body), _turned(body)
    if first not in w.AUXILIARIES:
        head, _, rest = body.partition(", ")
        if _first(rest) in w.AUXILIARIES:
            yield from (f"{head}, {wh} {_turned(rest)}?" for wh in ("how", "when", "where"))
        yield f"What in your own work speaks for or against {_quoted(body)}?"
        return
    own = asks_about_own_work(body)
    subject = turned.split()[1].lower() if " " in turned else ""
    if subject in ("you", "your") and first not in w.BE | {"have", "has", "had"}:
        yield from (
            f"How {turned}{place}?" for place in ("", " at work", " in your own work") if place or own
        )
    if first in ("should", "must", "shall", "may"):
        yield f"In your own work, when {turned} and when not?"
    if subject == "there":
        yield f"From what you see in your own work, where {turned}?"
    if first in ("was", "were", "did", "had") and subject not in ("you", "your", "we", "our", "it"):
        yield "If you had been there, what would you have done?"
    if own:
        yield from (f"When {turned}?", f"How {turned}?")
    yield f"In your own work, when {turned}?"
    yield f"In your own work, how {turned}?"


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
    yield f"What in your own work speaks for or against {_quoted(statement)}?"


def _quoted(statement: str) -> str:
    return f"the view that {_lower(statement)}" if _plain(statement) else f"“{statement}”"


def _leading(body: str) -> Iterator[str]:
    yield from _view(body)
    yield from _closed(_TAIL.sub("", body))


def _slanted(body: str) -> Iterator[str]:
    if match := _WHY_SO.match(body):
        yield f"What have you seen go well or badly with {_lower(match['topic'])} at work?"
    yield _HEDGE.sub("", body) + "?"


def _vague(body: str) -> Iterator[str]:
    if match := _ABOUT.search(body):
        yield f"What would you do differently at work because of {match['topic']}?"


def _stacked(body: str) -> Iterator[str]:
    yield body + "?"
    yield _SECOND.sub("", body) + "?"


def _recall(body: str) -> Iterator[str]:
    if match := _WHY.match(body):
        yield f"What would go wrong in your own work without {_lower(match['topic'])}?"
    if match := _WHAT_IS.match(body):
        yield f"Where in your own work have you met {_lower(match['topic'])}?"
    if re.match(r"how (?:does|do|did|can|is|are)\b", body, re.IGNORECASE):
        yield f"In your own work, {_lower(body)}?"


def _agree(body: str) -> Iterator[str]:
    if match := _WITH.search(body):
        topic = _lower(match["topic"] or match["view"])
        stated = f"what {topic} says" if re.match(_TEXTS, topic, re.IGNORECASE) else topic
        yield f"What in your own work speaks for or against {stated}?"
    elif match := _AGREE.search(body):
        yield f"What in your own work speaks for or against {_quoted(match['view'])}?"


def _bare(body: str) -> Iterator[str]:
    if match := _BARE.match(body):
        yield f"Thinking of {match['topic']}, what would you do differently next time?"


_WAYS: dict[str, Callable[[str], Iterator[str]]] = {
    "closed": _closed,
    "leading": _leading,
    "slanted": _slanted,
    "vague": _vague,
    "stacked": _stacked,
    "long": _stacked,
    "recall": _recall,
    "agree": _agree,
    "bare": _bare,
}
"""How to rewrite a sentence by the rule that it breaks; the other rules have fallbacks only."""


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
