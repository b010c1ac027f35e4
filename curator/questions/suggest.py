"""Suggest a question that asks openly what a weak one asks: the first rewriting that breaks no rule.

English only; other languages offer a question that fits any resource.
"""

import re
from collections.abc import Iterator, Sequence

from curator.model import Article, Resource
from curator.questions.anchoring import Content
from curator.questions.checks import Text, joined
from curator.questions.grammar import Sentence, sentences
from curator.questions.rewrites import CHOICE
from curator.questions.rules import found_in, rule_of

ALWAYS = (
    "What in your own week would you do differently after this?",
    "Where in your own days have you seen the opposite of this?",
)
"""Questions that fit any resource and break no rule."""


LONGEST = 300
"""Characters of a sentence that is still worth rewriting; a longer one is better begun anew."""


def suggest(rule: str, text: Text) -> str:
    """Return a question that asks the same openly and breaks no rule; empty when none is found.

    Half of a double question is its author's own, so it may name nothing of what it stands under.
    """
    before, sentence = _offender(rule, text)
    body = re.sub(r"[\s?!.]+$", "", sentence.text)
    rewrites = rule_of(rule).rewrites
    ways = rewrites(body) if rewrites and len(body) <= LONGEST else ()
    halves = _halves(text) if rule == "stacked" else []
    for draft in (*halves, *ways, *_fallbacks(rule, text.content)):
        apart = {"unanchored"} if draft in halves else frozenset[str]()
        for whole in dict.fromkeys((f"{before} {_tidy(draft)}", draft)):
            tidy = _tidy(whole)
            if not tidy or tidy.lower() == text.low:
                continue
            if {name for name, _ in found_in(Text(tidy, text.content))} <= apart:
                return tidy
    return ""


def _offender(rule: str, text: Text) -> tuple[str, Sentence]:
    """Pick the sentence to rewrite and what stands before it, which sets the scene."""
    said = text.sentences or (Sentence("", False),)
    wanted = {"closed": ("closed",), "leading": ("closed", "open"), "stacked": ("open", "closed", "ask")}.get(
        rule, ()
    )
    found = [i for i, s in enumerate(said) if s.form in wanted]
    if rule == "closed" and not found:
        found = [i for i, s in enumerate(said) if s.form == "open"]  # it asks for one fact
    place = found[0] if found else 0
    before = " ".join(
        s.text + ("?" if s.asks else ".") for s in said[:place] if s.form in ("setup", "statement")
    )
    return before, said[place]


def _halves(text: Text) -> list[str]:
    """Take two questions apart, the better half first; a later one that leans on an earlier is left out.

    Better is what asks openly for its readers' own doing: "Do you ...? What would you ...?" keeps the second.
    """
    parts: list[str] = []
    reasoned: list[str] = []
    for sentence in text.asking:
        body = re.sub(r"[\s?!.]+$", "", sentence.text)
        if len(body) > LONGEST:
            continue
        both = _SECOND.search(body) if joined(sentence) else None
        if both and CHOICE.search(body[: both.start()]):  # what is asked behind is asked of the choice
            reasoned.append(f"{body[: both.start()]}, and why?")
        parts += [body[: both.start()], both["question"]] if both else [body]
    alone = [part for place, part in enumerate(parts) if not (place and _LEANS.search(part))]
    return reasoned + [
        f"{part}{'.' if _form(part) == 'ask' else '?'}" for part in sorted(alone, key=_weakness)
    ]


_SECOND = re.compile(
    r",?\s+(?:and|or|but|plus)\s+(?P<question>(?:(?:in|on|at|to|with|for|by)\s+)?"
    r"(?:how|why|what|which|who|when|where|would|do|is|are|could|can|will|did)\b.*)$",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:do|did|would|will|could|can|have|might) you\b", re.IGNORECASE)
_LEANS = re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)


def _form(half: str) -> str:
    found = sentences(f"{half}?")
    return found[0].form if found else ""


def _weakness(half: str) -> tuple[bool, bool]:
    """Order halves: those that ask openly come first, and of these what asks for the reader's own doing."""
    return _form(half) not in ("open", "ask"), not _OWN.search(half)


def _tidy(draft: str) -> str:
    draft = re.sub(r"\s+([,.?!])", r"\1", re.sub(r"\s+", " ", draft)).strip(" ,")
    return draft[:1].upper() + draft[1:] if draft else ""


def _fallbacks(rule: str, content: Sequence[Content]) -> Iterator[str]:
    if rule in ("jargon", "long"):
        return  # what matters there is the wording: only the author can say it more plainly
    for item in content:
        if isinstance(item, Article | Resource) and 0 < len(item.title) <= 90:
            title = item.title.strip(" “”?!.")
            yield f"How would what you saw in “{title}” change what you do yourself?"
    yield from ALWAYS
