"""Check a module against the 4 Rs: is it relevant, rich, rewarding and real.

After Nick Shackleton-Jones: people learn from what matters to them (relevance), in a form that is worth
their time (rich), from sources that are credited (rewards), with something to do and somebody to do it
with (real). A quiet checklist for whoever curates, never a score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from curator.model import Course, Module
from curator.questions.objectives import counts_only
from curator.questions.question_lint import lint
from curator.text.counting import count
from curator.weeks.calendar import Calendar
from curator.weeks.notice import PROPOSED

SHORT = 10
"""Minutes of a piece that fits between two meetings."""

FRESH = timedelta(days=365)
"""Something in a week should be younger than this when the week opens."""


@dataclass(frozen=True, slots=True)
class FourRsCheck:
    """One line of the checklist: what it rests on (`basis`), or else what would help (`hint`)."""

    r: Literal["relevance", "rich", "rewards", "real"]
    text: str
    ok: bool
    hint: str = ""
    basis: str = ""
    setting: str = ""
    """Key of course.yml in which it is mended, where it is."""


def four_rs(course: Course, module: Module) -> tuple[FourRsCheck, ...]:
    """Go through the checklist for one module; the order is that of the page."""
    return (
        *_relevance(module, course.language),
        *_rich(course, module),
        *_rewards(module),
        *_real(course, module),
    )


def _check(
    r: Literal["relevance", "rich", "rewards", "real"],
    text: str,
    ok: bool,
    hint: str,
    basis: str = "",
    setting: str = "",
) -> tuple[FourRsCheck, ...]:
    return (FourRsCheck(r, text, ok, "" if ok else hint, basis if ok else "", setting),)


def _relevance(module: Module, language: str) -> tuple[FourRsCheck, ...]:
    silent = [
        str(n)
        for n, r in enumerate(module.content, 1)
        if not r.note.strip() or r.note.startswith(PROPOSED)  # what the tool says is no word of a person
    ]
    return (
        *_check(
            "relevance",
            "Every resource says why it is here",
            bool(module.content) and not silent,
            f"write a note on resource {', '.join(silent)}" if silent else "add a resource",
            "your notes",
        ),
        *_check(
            "relevance",
            "The week says what it is good for",
            bool(module.objective.strip()) and not counts_only(module.objective, language),
            "write an objective: what can somebody do on Friday?",
            module.objective,
        ),
    )


def _rich(course: Course, module: Module) -> tuple[FourRsCheck, ...]:
    content = module.content
    kinds, sources = {r.kind for r in content}, {(r.source or r.ref).casefold() for r in content}
    dated = [r.published for r in content if r.published]
    opens = module.opens or Calendar.of(course, [module]).opens_on(module.week)
    fresh = bool(dated) and opens - max(dated) <= FRESH
    short = next((r for r in content if 0 < r.minutes <= SHORT), None)
    return (
        *_check(
            "rich",
            "More than one kind or source",
            len(kinds) > 1 or len(sources) > 1,
            "everything comes from one place in one form: add a talk, a thread or another voice"
            if content
            else "add a resource",
            f"kinds: {', '.join(sorted(kinds))}; sources: {len(sources)}",
        ),
        *_check(
            "rich",
            f"Something short, at most {SHORT} minutes",
            short is not None,
            "fill in the minutes"
            if content and not any(r.minutes for r in content)
            else "add a short piece for the busiest reader",
            f"“{short.title}”, {count(short.minutes, 'minute')}" if short else "",
        ),
        *_check(
            "rich",
            f"The content fits into {course.minutes} minutes",
            0 < module.minutes <= course.minutes,
            _how_it_fits(module),
            f"it takes {count(module.minutes, 'minute')}",
        ),
        *_check(
            "rich",
            "Something from the last year",
            fresh,
            _how_it_is_new(module, dated),
            f"the newest piece is of {max(dated):%Y-%m}" if dated else "",
        ),
    )


def _how_it_fits(module: Module) -> str:
    """Say how the content of a week comes to fit into its minutes."""
    if module.minutes:
        return f"it takes {count(module.minutes, 'minute')}: take something out, or allow more in Settings"
    if not module.content:
        return "add a resource"
    if all(r.optional for r in module.content):
        return "add a resource that is not only for those with more time"
    return "fill in the minutes"


def _how_it_is_new(module: Module, dated: Sequence[date]) -> str:
    """Say how a week comes to hold something new; `dated` are the days that its resources name."""
    if dated:
        return f"the newest piece is of {max(dated):%Y-%m}: look for something newer"
    return "nothing says when it was made: fill in a date" if module.content else "add a resource"


def _rewards(module: Module) -> tuple[FourRsCheck, ...]:
    nameless = [str(n) for n, r in enumerate(module.content, 1) if not (r.author.strip() or r.source.strip())]
    unthanked = unthanked_in(module)
    return (
        *_check(
            "rewards",
            "Every resource credits its author or site",
            bool(module.content) and not nameless,
            f"name the author or the source of resource {', '.join(nameless)}"
            if nameless
            else "add a resource",
            ", ".join(dict.fromkeys(r.author.strip() or r.source.strip() for r in module.content)),
        ),
        *_check(
            "rewards",
            "Whoever suggested something is thanked",
            not unthanked,
            f"thank {', '.join(unthanked)}",
            ", ".join(t.name for t in module.connection.thanks) or "nobody suggested anything",
        ),
    )


def unthanked_in(module: Module) -> tuple[str, ...]:
    """Name those who suggested a resource of the week and are not thanked."""
    thanked = {t.name.casefold().strip() for t in module.connection.thanks}
    names = dict.fromkeys(r.suggested_by.strip() for r in module.content if r.suggested_by.strip())
    return tuple(name for name in names if name.casefold() not in thanked)


def _real(course: Course, module: Module) -> tuple[FourRsCheck, ...]:
    open_one = next(
        (
            q.question
            for q in module.conversation
            if not any(f.level == "error" for f in lint(q.question, language=course.language))
        ),
        "",
    )
    step = next(iter(module.connection.prompts), "") or next((e.title for e in module.connection.events), "")
    safe = bool(course.guidelines.moderator.strip() and course.guidelines.contact.strip())
    return (
        *_check(
            "real",
            "An open question to talk about",
            bool(open_one),
            "mend what stands below the questions: ask how people act, or would act"
            if module.conversation
            else "add a question",
            open_one,
        ),
        *_check(
            "real",
            "A step to take with somebody",
            bool(step),
            "add a small step to the connection",
            step,
        ),
        *_check(
            "real",
            "Guidelines with a named moderator and a way to report",
            safe,
            "say who is in charge, and where to report, in Settings",
            f"{course.guidelines.moderator}, {course.guidelines.contact}",
            "guidelines.contact" if course.guidelines.moderator.strip() else "guidelines.moderator",
        ),
    )
