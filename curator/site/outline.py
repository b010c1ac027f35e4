"""Outlines: weeks without what the hub does not show, so that it is rendered only when it would change.

The hub lists titles, tags and people of all weeks, and in its feeds the newest ones whole. A curator who
mends a note, a question or the introduction of an older week changes nothing there; as the hub is drawn
from outlines that hold none of these, it cannot come to show them unnoticed.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from pydantic_core import PydanticSerializationError

from curator.model import Module, Question, Resource
from curator.weeks.calendar import Schedule, Slot

OF_MODULE = ("introduction", "conversation", "dropped", "drafted")
_ASKED = Question(id="q1", question="?")
"""Stands for the questions of a week: that it has some, and nothing of them."""
OF_RESOURCE = ("note", "excerpt", "image", "via", "suggested_by", "why")
"""What an outline leaves out."""

_CUT: Any = dict.fromkeys(OF_MODULE, True) | {"content": {"__all__": set(OF_RESOURCE)}}
"""The same, in pydantic's way to say what is left out."""


Weeks = Collection[tuple[str, int]]
"""Weeks of which the hub shows everything, by their course's slug and their number."""


def made_of(plan: Schedule, whole: Weeks, calendar: str = "") -> tuple[list[str], list[str]]:
    """Return in words all that a course's pages are made of, and all of it that the hub is made of.

    `calendar` is what earlier calendars said.
    """
    course, hub = [repr(plan.course), calendar], [repr(plan.course), calendar, repr(plan.languages)]
    course += [repr((plan.original, plan.languages, sorted(plan.kept)))]
    for slot in plan.slots:
        line = repr(
            (slot.week, slot.title, slot.opens, slot.current, slot.late, slot.past, sorted(slot.over))
        )
        course += [line, repr((slot.answers, sorted(slot.lately))), _text(slot.module)]
        course += [repr(slot.languages), _translation(slot)]
        asked = bool(slot.module and slot.module.conversation)
        cut = None if (plan.course.slug, slot.week) in whole else _CUT
        hub += [line, repr(asked), _text(slot.module, cut)]
    return course, hub


def _translation(slot: Slot) -> str:
    found = slot.translation
    return repr((sorted(found.kept), found.empty, found.behind)) if found else ""


def _text(module: Module | None, cut: Any = None) -> str:
    """Write a module down: as JSON, which pydantic does in a fifth of the time of Python's own text."""
    if module is None:
        return ""
    try:
        return module.model_dump_json(exclude=cut)
    except PydanticSerializationError:  # half of a surrogate pair, which UTF-8 cannot hold
        return repr(module.model_dump(exclude=cut))


def outlines(plans: Sequence[Schedule], whole: Weeks) -> tuple[Schedule, ...]:
    """Leave out of all weeks, but for those in `whole`, what the hub does not show."""
    return tuple(
        replace(
            plan,
            slots=tuple(s if (plan.course.slug, s.week) in whole else _outline(s) for s in plan.slots),
        )
        for plan in plans
    )


def _outline(slot: Slot) -> Slot:
    if slot.module is None:
        return slot
    content = tuple(r.model_copy(update=_defaults(Resource, OF_RESOURCE)) for r in slot.module.content)
    update = _defaults(Module, OF_MODULE) | {"content": content}
    if slot.module.conversation:  # the minutes of a week count one answer, whatever is asked
        update["conversation"] = (_ASKED,)
    return replace(slot, module=slot.module.model_copy(update=update))


def _defaults(kind: type[Module | Resource], names: Sequence[str]) -> dict[str, Any]:
    return {name: kind.model_fields[name].default for name in names}
