"""The lists below a week: its checklist, what was taken out, kept, turned down, and what was learned."""

from collections.abc import Sequence

from curator.app.review.elements import Node, button, link, node
from curator.app.review.publish_summary import MEANT, check_row
from curator.model import Course, Module
from curator.text.one_line import one_line
from curator.urls import web_address
from curator.weeks.four_rs import four_rs
from curator.weeks.learned import Lesson

REASON = 300
"""Letters of a reason why something is turned down."""


def checks(course: Course, module: Module) -> list[Node]:
    """Show the 4 Rs, each with what it rests on or what would help."""
    checks = four_rs(course, module)
    held = sum(c.ok for c in checks)
    rows = node("ul", [check_row(course, c) for c in checks])
    summary = node("summary", f"The 4 Rs: {held} of {len(checks)} checks hold", title=MEANT)
    return [summary, node("p", MEANT, class_="by"), rows]


def taken_out(module: Module) -> list[Node]:
    """Offer what somebody had written on, or added by hand, and took out: it comes back as it stood."""
    items = [
        node(
            "li", link(r.url, r.title) if r.url else r.title, " ",
            button("add_again", "Add again", data_act="add", data_url=r.ref,
                   aria_label=f"Add {r.title} again"),
            r.note and node("p", one_line(r.note, 160), class_="by"), dir="auto",
        )
        for r in module.taken_out
    ]  # fmt: skip
    words = f"Taken out, with what you had written: {len(items)}"
    return [node("summary", words), node("ul", items)] if items else []


def kept(module: Module) -> list[Node]:
    """Show what is kept for a later week."""
    items = [
        node(
            "li", link(k.url, k.title or k.url), f" {k.why} " if k.why else " ",
            button("not_later", "Take back", data_url=k.url), dir="auto",
        )
        for k in module.later
    ]  # fmt: skip
    return [node("summary", f"Kept for later: {len(items)}"), node("ul", items)] if items else []


def dropped(module: Module) -> list[Node]:
    """Show what was turned down, and why."""
    items = [
        node(
            "li",
            link(d.url, d.title or d.url),
            " ",
            node(
                "input",
                value=d.why,
                data_do="why",
                data_url=d.url,
                placeholder="Why? If you like",
                aria_label=f"Why never {d.title or d.url}",
                maxlength=REASON,
            ),
            " ",
            button("restore", "Take back", data_url=d.url),
            dir="auto",
        )
        for d in module.dropped
        if web_address(d.url)
    ]
    return [node("summary", f"Turned down: {len(items)}"), node("ul", items)]


def learned(lessons: Sequence[Lesson]) -> list[Node]:
    """Show what was learned from edits, what it rests on, and how to be rid of it."""
    items = [
        node(
            "li",
            lesson.words,
            node("span", f" ({lesson.seen}) ", class_="by"),
            button("forget", "Forget this", data_text=lesson.key),
        )
        for lesson in lessons
    ]
    why = (
        "Drafts go by this: you did it at least five times, and more often than chance explains. What you "
        "keep and turn down moves the order of candidates besides, as each one's reasons say."
    )
    head = [node("summary", f"Learned from you: {len(items)}"), node("p", why, class_="by")]
    return [*head, node("ul", items)] if items else []
