"""The third column of the page: what learners said in earlier weeks, and what a button makes of it.

A quotation becomes a highlight of the week, an open post a question of it; a link becomes a suggestion with
its credit, a word a keyword of the next week. All of it is the learners' own words: text nodes, never markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from curator.app.course_file import put_in_course, read_course
from curator.app.course_insights import of_threads
from curator.app.edits import suggest
from curator.app.listen import kept
from curator.app.review.elements import Kids, Node, button, link, node
from curator.app.run import Run
from curator.conversation import Insights, PostQuotation
from curator.errors import ConfigError
from curator.model import Course, Highlight, Module
from curator.text.one_line import one_line, shorten
from curator.urls import canonical

WEEKS = 2
"""Weeks whose threads are shown beside a draft: the newest ones before it, and its own."""
LONGEST = 600
"""Characters that a highlight's quotation may hold."""
NOBODY = "a participant"


@dataclass(frozen=True, slots=True)
class Said:
    """What the column shows; `quotations` are known to the page by their number."""

    found: Insights = field(default_factory=Insights)
    weeks: tuple[int, ...] = ()
    quotations: tuple[PostQuotation, ...] = ()
    today: date = date.min

    def __bool__(self) -> bool:
        return bool(self.weeks)

    def quotation(self, number: str) -> PostQuotation:
        """Return a quotation by the number that the page knows it by; ConfigError where there is none."""
        if not number.isdecimal() or int(number) >= len(self.quotations):
            raise ConfigError.at("the quotation", "is not on this page any more", "load the page again")
        return self.quotations[int(number)]


def heard_before(run: Run, course: Course, week: int) -> Said:
    """Gather what was said in the newest weeks up to a week; empty where nothing was ever read."""
    heard = [h for h in kept(run, [course]) if h.place.week <= week]
    weeks = sorted({h.place.week for h in heard if h.thread.comments})[-WEEKS:]
    heard = [h for h in heard if h.place.week in weeks]
    found = of_threads(run, course, heard, None)
    several = (*found.waiting, *found.helped, *found.offers, *found.ideas)
    return Said(found, tuple(weeks), several, run.today)


def column(said: Said) -> list[Node]:
    """Show the column: each kind of quotation with its post and what one press makes of it."""
    if not said:
        return []
    found, at = said.found, iter(range(len(said.quotations)))
    parts: list[Kids] = [
        _part("Waiting for an answer", [_quotation(q, next(at), again=True) for q in found.waiting]),
        _part("Of the content", [_quotation(q, next(at)) for q in found.helped]),
        _part("Offers", [_quotation(q, next(at)) for q in found.offers]),
        _part("Ideas", [_quotation(q, next(at)) for q in found.ideas]),
        _part("Links", [_link(url, by, known) for url, by, known in _links(found)]),
        _part("Words that several use", [_word(word.word) for word in found.words]),
        _part("Nobody wrote here", [node("li", node("p", key, class_="by")) for key in found.quiet]),
    ]
    weeks = " and ".join(str(week) for week in said.weeks)
    intro = f"In week {weeks}, in the learners’ own words." if len(said.weeks) == 1 else ""
    intro = intro or f"In weeks {weeks}, in the learners’ own words."
    return [node("p", intro, class_="by"), *(p for p in parts if isinstance(p, list))]


def _part(title: str, rows: Sequence[Node]) -> Kids:
    return node("div", node("h3", title), node("ul", rows)) if rows else None


def _quotation(quotation: PostQuotation, number: int, *, again: bool = False) -> Node:
    post, words = quotation.post, one_line(quotation.words, LONGEST)
    who = one_line(post.author, 120) or NOBODY
    return node(
        "li",
        node("blockquote", words, dir="auto"),
        node(
            "p",
            [link(post.url, who), " · ", f"{post.at:%Y-%m-%d}"],
            quotation.names and f" · mentions “{one_line(quotation.names, 80)}”",
            class_="by",
            dir="auto",
        ),
        node(
            "p",
            _press("highlight", "Highlight", f"Highlight what {who} said", id=str(number)),
            " ",
            again and _press("ask", "Ask it again", f"Ask what {who} asked", text=words),
            class_="acts",
        ),
    )


def _press(act: str, label: str, name: str, *, id: str = "", text: str = "", url: str = "") -> Node:
    return button(
        "said",
        label,
        aria_label=name,
        data_act=act,
        data_id=id or None,
        data_text=text or None,
        data_url=url or None,
    )


def _links(found: Insights) -> Iterable[tuple[str, str, bool]]:
    """Yield each posted address once, with who posted it first and whether the content holds it."""
    seen: dict[str, tuple[str, str, bool]] = {}
    for one in found.links:
        seen.setdefault(canonical(one.url), (one.url, one_line(one.post.author, 120), one.known))
    return seen.values()


def _link(url: str, by: str, known: bool) -> Node:
    suggestion = not known and _press("suggest", "Suggest", f"Suggest {url}", url=url, text=by)
    return node(
        "li",
        node("p", link(url, url), f" · {by or NOBODY}", known and " · in the week's content", dir="auto"),
        suggestion and node("p", suggestion, class_="acts"),
    )


def _word(word: str) -> Node:
    return node(
        "li",
        node("span", word, dir="auto"),
        " ",
        _press("keyword", "Keyword", f"Make {word} a keyword", text=word),
    )


# --- what a press does ------------------------------------------------------------------------------


def highlight_of(quotation: PostQuotation) -> Highlight:
    """Make a highlight of a quotation; whether its author agreed is for a person to write."""
    post = quotation.post
    address = post.url if post.url.startswith(("https://", "http://")) else None
    words = shorten(one_line(quotation.words, 4 * LONGEST), LONGEST)
    return Highlight(quote=words, by=one_line(post.author, 120), url=address, thread=post.thread)


def highlights(module: Module) -> list[Node]:
    """Show a week's highlights, each with what is still to be done for it."""
    rows = [
        node(
            "li",
            node("blockquote", h.quote, dir="auto"),
            node("p", _named(h), class_="by", dir="auto"),
            node(
                "p",
                h.by
                and not h.asked
                and _press("agreed", "Agreed today", f"{h.by} agreed today to be named", id=str(number)),
                " ",
                _press("unquote", "Take out", f"Take out what {h.by or NOBODY} said", id=str(number)),
                class_="acts",
            ),
        )
        for number, h in enumerate(module.highlights)
    ]
    return [node("h3", "What learners said"), node("ul", rows)] if rows else []


def _named(highlight: Highlight) -> list[Kids]:
    who: Kids = (
        link(highlight.url, highlight.by) if highlight.url and highlight.by else highlight.by or NOBODY
    )
    if not highlight.by:
        return [who]
    agreed = (
        f"agreed on {highlight.asked}"
        if highlight.asked
        else f"shown as “{NOBODY}” until they agree: ask them"
    )
    return [who, f" · {agreed}"]


def suggest_link(root: Path, course: Course, url: str, by: str, said: Said) -> str:
    """Write a learner's link down as a suggestion with its credit; returns what was done."""
    if not any(link.url == url for link in said.found.links):
        raise ConfigError.at(url, "was not posted in these threads", "`curate suggest` takes any page")
    suggest(root, course.slug, url, by=by, words="posted in the conversation", on=said.today)
    return f"suggested {url}; the next draft considers it"


def add_keyword(root: Path, course: Course, week: int, word: str) -> str:
    """Make a word a keyword of the week after `week` in course.yml, or of the course without a plan."""
    word = one_line(word, 60)
    planned = week < len(course.weeks)
    place: tuple[str | int, ...] = ("weeks", week, "keywords") if planned else ("keywords",)
    now = read_course(root, course.slug)
    known = now.weeks[week].keywords if planned and week < len(now.weeks) else now.keywords
    if word.casefold() in {k.casefold() for k in known}:
        return f"“{word}” is a keyword already"
    put_in_course(root, course.slug, place, [*known, word])
    return f"“{word}” is a keyword of {f'week {week + 1}' if planned else 'the course'} now"
