"""Suggest a question that asks openly what a weak one asks: the first rewriting that breaks no rule.

English only; other languages offer a question that fits any resource.
"""

import re
from collections.abc import Iterator, Sequence

from curator.model import Article, Resource
from curator.questions.anchoring import Content
from curator.questions.checks import Text
from curator.questions.grammar import Sentence
from curator.questions.rules import found_in, rule_of

ALWAYS = (
    "What in your own week would you do differently after this?",
    "Where in your own days have you seen the opposite of this?",
)
"""Questions that fit any resource and break no rule."""


LONGEST = 300
"""Characters of a sentence that is still worth rewriting; a longer one is better begun anew."""


def suggest(rule: str, text: Text) -> str:
    """Return a question that asks the same openly and breaks no rule; empty when none is found."""
    before, sentence = _offender(rule, text)
    body = re.sub(r"[\s?!.]+$", "", sentence.text)
    rewrites = rule_of(rule).rewrites
    ways = rewrites(body) if rewrites and len(body) <= LONGEST else ()
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
            yield f"How would what you saw in “{title}” change what you do yourself?"
    yield from ALWAYS
