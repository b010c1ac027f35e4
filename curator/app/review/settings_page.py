"""The settings page: a course's or the project's settings as fields, each saved where it stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from curator.app.review import discussion_form
from curator.app.review.elements import Kids, Node, button, link, node
from curator.app.review.settings_file import SettingsFile, shown_row, value_at
from curator.app.review.settings_form import SITE, WHERE_PEOPLE_TALK, Rows, Setting
from curator.model import Candidate
from curator.text.counting import count
from curator.text.one_line import one_line
from curator.urls import masked

MOST = 60
"""Rows of a list that are shown at once; a filter finds the others."""
TRIED = ("need", "keywords")
"""Settings whose effect is shown while they are typed."""
TEN = 10
"""Candidates that are shown before and after a change of the need."""


def show(settings: SettingsFile, title: str, find: str = "") -> dict[str, Any]:
    """Show a file's settings: `find` narrows long lists to the rows that hold its words."""
    seen, data = settings.data()
    return {
        "seen": seen,
        "title": "Site and discussion" if settings.course == SITE else title or "Feeds and tags",
        "file": settings.file,
        "undo": settings.undo,
        "parts": [
            node(
                "section",
                node("h2", heading),
                [_item(item, data, find) for item in items],
                _beside(heading, data),
            )
            for heading, items in settings.parts
        ],
    }


def _beside(heading: str, data: dict[str, Any]) -> Kids:
    """Show what stands under a heading and is no plain field."""
    if heading == "Feeds":
        return _more_feeds()
    extra = data.get("extra") if heading == WHERE_PEOPLE_TALK else None
    if heading == WHERE_PEOPLE_TALK:
        return discussion_form.form(extra.get(discussion_form.NAME) if isinstance(extra, dict) else None)
    return None


def _item(item: Setting | Rows, data: dict[str, Any], find: str) -> Node:
    if isinstance(item, Setting):
        return _field(item, value_at(data, item), item.name)
    items = data.get(item.path[-1])
    return _rows(item, items if isinstance(items, list) else [], find)


def _field(setting: Setting, value: str, key: str, **about: str | int) -> Node:
    """Show one setting as a labelled field; `about` names the list and row that it belongs to."""
    made = {"id": f"f-{key}", "data_label": setting.label, **{f"data_{k}": v for k, v in about.items()}}
    if not about:
        made["data_name"] = setting.name
    hint = f"h-{key}" if setting.hint else None
    return node(
        "div",
        node("label", setting.label, for_=f"f-{key}"),
        node("p", setting.hint, class_="by", id=hint) if hint else None,
        _input(setting, value, aria_describedby=hint, **made),
        node("p", class_="wrong", role="alert"),
        node("div", class_="tried", role="status") if key in TRIED else None,
        class_=f"field {setting.kind}",
    )


def _input(setting: Setting, value: str, **attributes: Any) -> Node:
    if setting.kind in ("area", "lines"):
        return node("textarea", value, rows=3, dir="auto", **attributes)
    if setting.kind == "choice":
        options = [
            node("option", f"{name}: {words}", value=name, selected=name == value)
            for name, words in (setting.choices or {}).items()
        ]
        return node("select", options, **attributes)
    if setting.kind == "flag":
        return node("input", type="checkbox", checked=bool(value), **attributes)
    types = {"date": "date", "number": "number"}
    attributes |= {"type": types.get(setting.kind, "text"), "value": masked(value), "dir": "auto"}
    return node("input", step="any" if setting.kind == "number" else None, **attributes)


def _rows(rows: Rows, items: Sequence[Any], find: str) -> Node:
    words = find.casefold().split()
    told = [(place, shown_row(rows, item)) for place, item in enumerate(items)]
    found = [
        (p, values) for p, values in told if all(w in " ".join(values.values()).casefold() for w in words)
    ]
    many = len(items) > MOST
    return node(
        "div",
        node("h3", f"{rows.label}: {len(items)}", id=f"f-{rows.name}", tabindex="-1"),
        node("p", rows.hint, class_="by") if rows.hint else None,
        _filter(rows, find, len(found)) if many or find else None,
        node("ol", [_row(rows, place, values, len(items)) for place, values in found[:MOST]], class_="rows"),
        node("p", f"{count(len(found) - MOST, 'more')}".removesuffix("s"), class_="by")
        if len(found) > MOST
        else None,
        _new_row(rows),
        class_="list",
    )


def _filter(rows: Rows, find: str, number: int) -> Node:
    return node(
        "p",
        node("label", f"Find a {rows.noun}", for_=f"find-{rows.name}"),
        " ",
        node("input", type="search", id=f"find-{rows.name}", value=find, data_find=True),
        node("span", f" {number} found", class_="by") if find else None,
    )


def _row(rows: Rows, place: int, values: dict[str, str], total: int) -> Node:
    name = next((v for v in values.values() if v), f"{rows.noun} {place + 1}")
    name = one_line(masked(name), 120)
    about: dict[str, str | int] = {"list": rows.name, "row": place}
    return node(
        "li",
        node(
            "details",
            node("summary", f"{place + 1}. {name}", dir="auto", id=f"s-{rows.name}-{place}"),
            [
                _field(c, values[c.name], f"{rows.name}-{place}-{c.name}", **about, column=c.name)
                for c in rows.columns
            ],
            node("p", list(_moves(rows, place, total, name)), class_="acts"),
        ),
    )


def _moves(rows: Rows, place: int, total: int, name: str) -> Iterator[Kids]:
    about: dict[str, Any] = {"data_list": rows.name, "data_row": place}
    if rows.ordered:
        yield button("move", "Up", data_to=place - 1, aria_label=f"{name}: up", disabled=not place, **about)
        down = place == total - 1
        yield button("move", "Down", data_to=place + 1, aria_label=f"{name}: down", disabled=down, **about)
    yield button("remove", f"Remove this {rows.noun}", aria_label=f"Remove {name}", **about)


def _new_row(rows: Rows) -> Node:
    return node(
        "details",
        node("summary", f"Add a {rows.noun}", id=f"s-{rows.name}-new"),
        [_field(c, "", f"{rows.name}-new-{c.name}", new=rows.name, column=c.name) for c in rows.columns],
        node("p", button("add", f"Add this {rows.noun}", data_list=rows.name), class_="acts"),
        class_="new",
    )


def _more_feeds() -> Node:
    """Offer what needs the network or a file: a site's address, an OPML file."""
    return node(
        "div",
        node("h3", "Or find feeds"),
        node(
            "p",
            node("label", "Addresses of sites, as many as you like; their feeds are looked for", for_="site"),
            node("textarea", id="site", rows=4, placeholder="example.org, https://example.com/blog"),
            " ",
            button("add_feed", "Find and add their feeds"),
        ),
        node(
            "p",
            node("label", "OPML file of a feed reader", for_="opml"),
            node("input", id="opml", type="file", accept=".opml,.xml,text/xml"),
            " ",
            button("import_opml", "Add its feeds"),
        ),
        class_="list",
    )


def tried(
    before: Sequence[Candidate],
    after: Sequence[Candidate],
    chosen: Sequence[Candidate],
    looked_for: Sequence[str] = (),
    again: Sequence[Node] = (),
    beside: Sequence[str] = (),
) -> list[Node]:
    """Show what a change of the need does to the first ten candidates, and which a draft would take.

    `looked_for` is what the need is understood to ask for, `again` what makes a draft of it,
    `beside` lines on what is not looked for, and on what is besides.
    """
    taken = {c.url for c in chosen}
    old = {c.url: place for place, c in enumerate(before[:TEN], 1)}
    now = {c.url for c in after[:TEN]}
    gone = "; ".join(one_line(c.article.title, 80) for c in before[:TEN] if c.url not in now)
    lines = [node("p", line, dir="auto") for line in beside if line]
    if not after:
        return [*lines, node("p", "No candidate is known yet: a build asks the feeds.")]
    return [
        node("p", node("b", "Looked for: "), "; ".join(looked_for), ".") if looked_for else node("p"),
        *lines,
        node("p", node("b", "The first ten candidates with this"), f"; {_gets_in(len(taken))}"),
        node(
            "ol", [_tried(n, old.get(c.url), c, taken=c.url in taken) for n, c in enumerate(after[:TEN], 1)]
        ),
        *again,
        node("p", "The figure says how close each is to the need, about 0 to 1.", class_="by"),
        node("p", f"No longer among them: {gone}" if gone else "The same ten as now.", class_="by"),
    ]


def again(course: str, week: int, *, written: bool, free: bool) -> list[Node]:
    """Offer to draft a week with what is typed; one that holds a person's words is led to instead.

    `written` says whether the week has a file, `free` whether a draft may write it.
    """
    if not free:
        place = node("a", f"Open week {week}", href=f"../../week/{course}/{week}/")
        return [node("p", f"Week {week} holds what you did, so no draft changes it. ", place)]
    words = f"Draft week {week} again with this" if written else f"Draft week {week} with this"
    says = " It reads more of the pages that fit these words, so it may find better ones than stand here. "
    says += "It writes the draft and publishes nothing."
    return [node("p", button("draft", words, data_week=week, class_="first"), says)]


def _gets_in(number: int) -> str:
    if not number:
        return "none is close enough for a draft: it would hold nothing"
    return f"a draft would take the {number} with ✓, by what is read so far; the others wait as candidates"


def _tried(place: int, before: int | None, candidate: Candidate, *, taken: bool) -> Node:
    moved = "new" if before is None else "" if before == place else f"was {before}"
    return node(
        "li",
        node("b", "✓ ", title="a draft would take it") if taken else None,
        link(candidate.url, one_line(candidate.article.title, 160)),
        node("span", f" {candidate.score:.2f}", class_="by"),
        node("b", f" {moved}") if moved else None,
        dir="auto",
    )
