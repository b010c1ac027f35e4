"""What a page says about languages: where it stands in others, and which of its parts are not in its own."""

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from curator.text.language_names import language_name
from curator.weeks.calendar import Schedule, Slot


def alternates(plan: Schedule, page: str, available: Sequence[str], home: str) -> list[dict[str, Any]]:
    """List the languages of a page, the original's first; empty where there is one only.

    `available` are those besides the original's, `home` is the hub's absolute address or "". Each has its
    `language`, its `name` in itself, `href` from this page, `address` for machines and whether it is `here`.
    """
    own, here = plan.original or plan.course.language, plan.course.language
    if not available:
        return []
    found = []
    for language in (own, *available):
        inside = "" if language == own else f"{language}/"
        found.append(
            {
                "language": language,
                "name": language_name(language),
                "href": f"{'../' if plan.original else ''}{inside}{page}",
                "address": f"{home}{plan.course.slug}/{inside}{page}" if home else "",
                "here": language == here,
            }
        )
    return found


def for_machines(languages: Sequence[dict[str, Any]]) -> list[dict[str, Markup]]:
    """Return what stands in a page's head as hreflang; the original is for everybody else, too."""
    named = [(each["language"], each["address"] or each["href"]) for each in languages]
    named += [("x-default", named[0][1])] if named else []
    return [{"language": escape(language), "to": escape(to)} for language, to in named]


def marker(slot: Slot, original: str) -> Callable[[str], Markup]:
    """Return a function that gives a part of a week its `lang` attribute where the page's own is wrong."""
    return marked(slot.translation.kept if slot.translation else frozenset(), original)


def marked(kept: frozenset[str], original: str) -> Callable[[str], Markup]:
    """Return a function that gives those parts their `lang` attribute that are `kept` as they were."""
    attribute = Markup(' lang="{}"').format(original)
    return lambda part: attribute if part in kept else Markup()


def of_title(slot: Slot, original: str) -> Markup:
    """Return the `lang` attribute of a week's title where it stands among others."""
    return marker(slot, original)("title")
