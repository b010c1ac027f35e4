"""Pages that arrive from a browser or a phone: an address is handed over, and a person adds it.

A bookmarklet asks for `/add` and needs no token, so it may only ask: the address waits in the review, and
nothing is read or written before somebody presses a button there. Other sites can do no more than be asked
about. A share sheet asks for `<token>/add`: as what the manifest makes of the review once it is installed
(https://w3c.github.io/web-share-target/), or by the link that a phone was given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from curator.app.review.edit_session import EditSession
from curator.app.review.elements import Node, button, link, node
from curator.model import Module
from curator.text.one_line import one_line
from curator.urls import bare, canonical, web_address
from curator.weeks.edit import load
from curator.weeks.suggestions import FILE, read_suggestions

IN_THIS_WEEK = "stands in this week"
AROUND = "<>[]{}\"'“”„‘’«».,;:!?"
"""Signs around an address that are no part of it."""
FIELD = 10_000
"""Characters of a field that are looked at."""
MOST = 5
"""Pages that wait; of more, the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that waits to be added or dismissed."""

    url: str
    title: str


class Arrivals:
    """What waits, the latest last."""

    def __init__(self) -> None:
        self.waiting: tuple[Arrival, ...] = ()

    def come(self, url: str, title: str) -> Arrival | None:
        """Let a page wait; None for what is no address."""
        address = web_address(bare(url[:4000]))
        if not address:
            return None
        new = Arrival(address, one_line(title, 200) or address)
        self.gone(address)
        self.waiting = (*self.waiting, new)[-MOST:]
        return new

    def shared(self, url: str, title: str, text: str) -> Arrival | None:
        """Let a shared page wait: apps put its address into any of the fields, among words of their own."""
        for field in (url, text, title):
            for word in field[:FIELD].split():
                if web_address(found := _alone(word)):
                    words = (title, " ".join(text[:FIELD].replace(word, "").split()).rstrip(":"))
                    return self.come(found, next((w for w in words if w and word not in w), ""))
        return None

    def gone(self, url: str) -> None:
        """Forget a page."""
        same = canonical(url)
        self.waiting = tuple(one for one in self.waiting if canonical(one.url) != same)


def _alone(word: str) -> str:
    """Take the signs of the sentence around it off an address; parentheses of its own stay."""
    word = word.lstrip(f"{AROUND}(").rstrip(AROUND)
    while word.endswith(")") and word.count(")") > word.count("("):
        word = word[:-1].rstrip(AROUND)
    return word


MANIFEST = "app.webmanifest"


def manifest() -> dict[str, Any]:
    """Describe the review as an app that phones and desktops can share pages with, for this sitting."""
    return {
        "name": "curate review",
        "short_name": "Review",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "icons": [{"src": "look/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {
            "action": "add",
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }


def bookmarklet(origin: str) -> str:
    """Return a bookmark that hands the page one is on to the review at `origin`."""
    return (
        f"javascript:void(open('{origin}/add?url='+encodeURIComponent(location.href)"
        "+'&title='+encodeURIComponent(document.title)))"
    )


def known(session: EditSession, url: str) -> list[str]:
    """Say what became of a page before: used, kept, turned down, suggested. Raises what `state` raises."""
    return list(_known(session, canonical(bare(url))))


def _known(session: EditSession, same: str) -> Iterator[str]:
    now = session.module()
    for module in sorted((*session.others, now), key=lambda m: m.week):
        where = "this week" if module is now else f"week {module.week}"
        yield from (f"{words} {where}" for words in _said_of(module, same))
    path = session.root / "courses" / session.course.slug / FILE
    for suggestion in read_suggestions(load(path), path.name) if path.exists() else ():
        if canonical(suggestion.url) == same:
            yield f"suggested by {suggestion.by}" if suggestion.by else "suggested before"
            return


def _said_of(module: Module, same: str) -> Iterator[str]:
    if any(canonical(r.ref) == same for r in module.content):
        yield "stands in"
    if any(canonical(kept.url) == same for kept in module.later):
        yield "kept for later in"
    if any(canonical(d.url) == same for d in module.dropped):
        yield "turned down in"


def shown(arrivals: Arrivals, session: EditSession) -> list[Node]:
    """Ask about each page that waits, with what is known of it."""
    found = []
    for one in arrivals.waiting:
        before = known(session, one.url)
        told = f" ({'; '.join(before)}) " if before else " "
        add = button("arrived", "Add to this week", data_url=one.url, aria_label=f"Add {one.title}")
        away = button("arrived", "Not this one", data_url=one.url, data_away=True, class_="quiet")
        offered = [] if IN_THIS_WEEK in before else [add, " "]
        found.append(
            node("p", "From your browser: ", link(one.url, one.title), told, offered, away, dir="auto")
        )
    return found


def answer(arrival: Arrival | None, weeks: Sequence[tuple[str, str]] | None = None) -> str:
    """Write the small page that whoever handed a page over sees.

    `weeks` are those that it could go to, as address and title, for whoever has come by a link to the review.
    """
    words, places = "That is not the address of a page.", ""
    if arrival:
        there = "press" if weeks else "go back to its page and press"
        words = f"“{escape(arrival.title)}” waits in your review: {there} <b>Add to this week</b>"
        words += " in one of these:" if weeks else "."
    if weeks is not None:
        home = ("./", "All courses")
        links = [
            f'<p><a class="button" href="{escape(to)}" dir="auto">{escape(name)}</a></p>'
            for to, name in (*weeks, home)
        ]
        places = f'<link rel="stylesheet" href="home.css">{"".join(links)}'
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>curate review</title>'
        f'<main><h1>curate review</h1><p dir="auto">{words}</p>{places}</main></html>'
    )
