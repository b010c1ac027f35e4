"""Small steps that name what stands in the week: which name a resource or a question, and how they follow.

A step is plain text. It names a resource by its title. It names a question by its words or, in the sentences
that the tool once proposed (`named_steps` of a language), by the title of the resource that it is about.
"""

import re
from collections.abc import Iterator

from curator.model import Module
from curator.questions.languages import table

_OPENING = "“„\"«‘'‹「『《"
_SHORT = 3
"""Words below which a title counts as named only in quotation marks: "Ask" stands in many a step."""
_ASKED = 4
"""Words from which a question counts as quoted without quotation marks."""


def names(step: str, title: str) -> bool:
    """Tell whether a step names something by its title."""
    pattern = _named(title)
    return pattern is not None and pattern.search(step) is not None


def renamed(step: str, old: str, new: str) -> str:
    """Let a step name `new` where it names `old`."""
    pattern = _named(old)
    return pattern.sub(lambda _: _plain(new), step) if pattern else step


def _plain(title: str) -> str:
    """Return a title as the tool's steps quote it."""
    return " ".join(title.split()).rstrip(".").strip('“”"„«» ')


def _named(title: str) -> re.Pattern[str] | None:
    plain = _plain(title)
    if not plain:
        return None
    words = r"\s+".join(re.escape(word) for word in plain.split())
    before = f"(?<=[{_OPENING}])" if len(plain.split()) < _SHORT else r"(?<!\w)"
    return re.compile(rf"{before}{words}(?!\w)", re.IGNORECASE)


def on_resource(module: Module, place: int) -> tuple[str, ...]:
    """Find the steps that name the resource at `place` (from 0) and no other of the week."""
    title = module.content[place].title
    if any(_plain(r.title) == _plain(title) for n, r in enumerate(module.content) if n != place):
        return ()
    return tuple(step for step in module.connection.prompts if names(step, title))


def on_question(module: Module, question_id: str, language: str = "en") -> tuple[str, ...]:
    """Find the steps that quote a question, or send people to it and to no other of the week."""
    question = next(q for q in module.conversation if q.id == question_id)
    found = [step for step in module.connection.prompts if quotes(step, question.question)]
    alone = question.about and all(
        q.about != question.about for q in module.conversation if q is not question
    )
    if question.about and alone:
        title = _plain(module.content[question.about - 1].title)
        found += [step for step in module.connection.prompts if _framed(step, "question", language) == title]
    return tuple(dict.fromkeys(found))


def quotes(step: str, question: str) -> bool:
    """Tell whether a step holds the words of a question; few words only count in quotation marks."""
    bare = question.rstrip("?. ")
    if len(bare.split()) >= _ASKED:
        return bare.casefold() in step.casefold()
    return bool(bare) and re.search(rf"[{_OPENING}]{re.escape(bare)}[?.]?[”\"“»’›」』》]", step) is not None


def quoting(step: str, old: str, new: str) -> str:
    """Let a step that quotes a question quote its new words, with the mark at their end where it stood."""
    whole = re.compile(re.escape(old), re.IGNORECASE)
    if whole.search(step):
        return whole.sub(lambda _: new, step)
    return re.sub(re.escape(old.rstrip("?. ")), lambda _: new.rstrip("?. "), step, flags=re.IGNORECASE)


def at_a_loss(module: Module, language: str = "en") -> Iterator[tuple[int, str]]:
    """Yield the place of each step that names what the week no longer holds, and how it is called."""
    there = [r.title for r in module.content]
    asked = {_plain(module.content[q.about - 1].title) for q in module.conversation if q.about}
    gone = [d.title for d in module.dropped if d.title] + [k.title for k in module.later if k.title]
    gone += [q.was_about for q in module.conversation if q.was_about]
    for place, step in enumerate(module.connection.prompts):
        if any(names(step, title) for title in there):
            title = _framed(step, "question", language)
            if title and title not in asked:
                yield place, f"a question about “{title}”"
            continue
        title = next((t for t in gone if names(step, t)), "") or _framed(step, "resource", language)
        title = title or _framed(step, "question", language)
        if title:
            yield place, f"“{_plain(title)}”"


def _framed(step: str, kind: str, language: str) -> str:
    """Return the title in a step as the tool once proposed them; empty for words of somebody's own."""
    data = table(language, "weeks") or {}
    for sentence in data.get("named_steps", {}).get(kind, ()):
        before, mark, after = sentence.partition("{resource}")
        fits = step.startswith(before) and step.endswith(after) and len(step) > len(before) + len(after)
        if mark and fits:
            return step[len(before) : len(step) - len(after)]
    return ""
