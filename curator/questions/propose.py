"""Propose open questions for a module, anchored in its resources and in the reader's own work."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from curator.model import RESOURCE_KINDS, Article, Question, Resource
from curator.questions.phrases import key_phrases
from curator.questions.question_templates import ABOUT, PLAIN, TITLED, WORKPLACES
from curator.questions.rules import Text, found_in

T = TypeVar("T")

PHRASES = 3
"""Key phrases of a resource that questions turn around: only the best, so that later weeks ask as well."""

_TITLE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 ,.:;'’?!–-]{4,79}$")
"""A title that a sentence can quote: no markup, at most 80 characters."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A resource, its place in the module (from 1), and the phrases that a question about it can name."""

    item: Resource | Article
    place: int
    phrases: tuple[str, ...]


def propose(
    resources: Sequence[Resource | Article],
    *,
    need: str,
    week: int,
    used: Collection[str] = (),
    texts: Mapping[str, str] | None = None,
    language: str = "en",
) -> tuple[Question, ...]:
    """Propose three questions q1 to q3 that apply, analyse, and evaluate or create, each `about` a resource.

    `texts` holds the readable text of resources by address; an Article brings its own. `used` are questions
    asked before, which do not come again. The same arguments give the same questions; another week gives
    others. None breaks a lint rule. Returns () without resources, and for languages other than English: the
    patterns are English. Fewer than three come back only when `used` has exhausted the patterns.
    """
    if language.lower().split("-")[0] != "en":
        return ()
    found = [
        _Source(item, place, key_phrases(item.title, _text(item, texts or {}), need)[:PHRASES])
        for place, item in enumerate(resources, 1)
    ]
    rich, poor = [s for s in found if s.phrases], [s for s in found if not s.phrases]
    sources = [*_from(rich, week), *_from(poor, week)]
    taken = {_same(question) for question in used}
    named: set[str] = set()
    chosen: list[Question] = []
    for turn, level in enumerate(("apply", "analyse", ("evaluate", "create")[week % 2])):
        for source in _from(sources, turn):
            text = next(
                (q for q in _questions(source, level, need, week, named) if _same(q) not in taken), ""
            )
            if text:
                taken.add(_same(text))
                named |= {phrase for phrase in source.phrases if phrase in text}
                chosen.append(Question(id=f"q{len(chosen) + 1}", question=text, about=source.place))
                break
    return tuple(chosen)


def _text(item: Resource | Article, texts: Mapping[str, str]) -> str:
    own = item.text if isinstance(item, Article) else f"{item.excerpt}\n{item.note}"
    return texts.get(item.url) or own


def _questions(source: _Source, level: str, need: str, week: int, named: Collection[str]) -> Iterator[str]:
    """Fill the patterns of a level for a resource, best anchor first: phrase, title, the reader's work alone.

    The address and the week choose the phrase; the need, the phrase and the week choose the pattern, so
    that neither a resource that stays nor another one on the same subject brings a question back before all
    were asked. Only fillings without a lint finding come out.
    """
    fresh = [p for p in source.phrases if p not in named] or source.phrases
    title = _short(source.item.title)
    anchors = [(ABOUT[level], name) for name in _from(fresh, _seed(level, source.item.url) + week)]
    anchors += [(TITLED[level], f"“{title}”")] * bool(title) + [(PLAIN[level], "")]
    kind = RESOURCE_KINDS[source.item.kind]
    stands_under = (
        source.item if isinstance(source.item, Resource) else replace(source.item, text="", summary="")
    )
    for patterns, name in anchors:
        slots = {"x": name, "title": name, "piece": kind.noun, "met": kind.verb}
        filled = [p.format(work=work, there=there, **slots) for work, there in WORKPLACES for p in patterns]
        for question in _from(tuple(dict.fromkeys(filled)), _seed(level, need, name) + week):
            if not found_in(Text(question, (stands_under,))):
                yield question


def _from(items: Sequence[T], place: int) -> Iterator[T]:
    """Go once through all items, starting at a place that may lie beyond the end."""
    for step in range(len(items)):
        yield items[(place + step) % len(items)]


def _seed(*parts: str) -> int:
    """Draw a number from texts: the same on every machine and in every run."""
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).digest()[:6])


def _short(title: str) -> str:
    """Cut a title down to what a sentence can quote, without brackets and site name; empty if it is unfit."""
    title = re.split(r"\s[|–—(\[]|\s-\s", title.strip(), maxsplit=1)[0].strip(" .:,?!")
    head = title.partition(": ")[0]
    title = head if len(head.split()) > 2 else title
    return title if _TITLE.match(title) and not title.isupper() else ""


def _same(question: str) -> str:
    """Reduce a question to what two must share to count as the same: their words, whatever marks and case."""
    return " ".join(re.findall(r"\w+", question.lower()))
