"""The short message on a week, for a chat or social media. Records in, text out."""

import re
from dataclasses import dataclass

from curator.config import Project
from curator.model import Course, Module
from curator.site import templates
from curator.site.escape import clean, safe_url
from curator.site.mail import minutes
from curator.site.time_told import meetings
from curator.site.translations import Words, words
from curator.weeks.calendar import alone_minutes

SHORT = 280
"""Characters of the short form, address included: what the tightest of timelines takes."""

_MARKS = re.compile(r"([\\`*_\[\]<>~|#])")
_CALLS = {ord("@"): "@\u200b"}


@dataclass(frozen=True, slots=True)
class Nudge:
    """A week in three forms; none of them holds markup that machines sent."""

    title: str
    text: str
    markdown: str
    short: str


def nudge(project: Project, course: Course, module: Module) -> Nudge:
    """Say that a week is open: what it holds, its first question, where it stands."""
    t = words(templates.folder(project) / "words", course.language)
    home = safe_url(project.site.site_url)
    page = f"{home.rstrip('/')}/{course.slug}/week-{module.week:02d}.html" if home else ""
    title = plain(
        t.say("{course}, week {week}: {title}", course=course.title, week=module.week, title=module.title)
    )
    facts = _facts(module, t)
    ask = plain(module.conversation[0].question) if module.conversation else ""
    parts = [plain(module.objective), facts, ask]
    text = "\n\n".join(part for part in (title, *parts, page) if part)
    heading = f"**{literal(title)}**"
    lead = f"[{t.say('Open this week')}]({page})" if page else ""
    marked = "\n\n".join(
        part for part in (heading, literal(parts[0]), facts, f"> {literal(ask)}" if ask else "", lead) if part
    )
    return Nudge(
        title,
        text,
        marked,
        _short(plain(t.say("Week {n}: {title}", n=module.week, title=module.title)), ask, page),
    )


def plain(text: str) -> str:
    """Write data on one line so that no chat takes a part of it for a call to everybody."""
    return clean(text).replace("<!", "< !").translate(_CALLS)


def literal(text: str) -> str:
    """Write data into the Markdown of chats so that no mark in it acts."""
    return _MARKS.sub(r"\\\1", text)


def _facts(module: Module, t: Words) -> str:
    holds = [
        t.count(len(module.content), "1 piece", "{n} pieces") if module.content else "",
        minutes(alone_minutes(module), t),
        t.count(len(module.conversation), "1 question", "{n} questions") if module.conversation else "",
        meetings(t, module.connection.events),
    ]
    return ", ".join(fact for fact in holds if fact)


def _short(title: str, ask: str, page: str) -> str:
    """Fit title and question before the address; what does not fit is cut at a word."""
    room = SHORT - (len(page) + 1 if page else 0)
    if room < 20:  # an address that leaves no room for words stands alone, or not at all
        return page if len(page) <= SHORT else _cut(title, SHORT)
    return f"{_cut(f'{title}. {ask}' if ask else title, room)} {page}".strip()


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = text[: room - 1]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[room // 2 :] else kept}…"
