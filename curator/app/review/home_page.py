"""The project as the home page shows it, and the jobs that a person can start there."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from curator.app import build, courses, manage_feeds, translate
from curator.app.causes import TOLD, causes
from curator.app.drafting import draft, may_draft
from curator.app.last_build import behind, page_of
from curator.app.review import plain_words
from curator.app.review.answers import MAX_FILE
from curator.app.review.built_site import PLACE
from curator.app.review.elements import Kids, Node, button, link, node
from curator.app.review.plain_words import plain
from curator.app.review.workspace import Work, Workspace
from curator.app.run import SITE, Run
from curator.app.scaffold import next_start
from curator.app.status import CourseStatus, Need, Status, WeekStatus
from curator.errors import ConfigError, CuratorError
from curator.site.translations import Words
from curator.text.counting import count
from curator.text.language_names import language_name
from curator.text.one_line import one_line
from curator.text.typed_addresses import listed
from curator.urls import masked
from curator.weeks.gate import for_people
from curator.weeks.week_file import week_name


class Errand(BaseModel):
    """One thing that the page asks to be done about the project; `item` is the feed it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Annotated[str, Field(pattern="^[a-z_]{1,20}$")]
    item: Annotated[str, Field(max_length=4000)] = ""
    course: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(max_length=MAX_FILE)] = ""
    about: Annotated[str, Field(max_length=4000)] = ""


def begin(workspace: Workspace, errand: Errand) -> None:
    """Begin an errand; the page asks again for what comes of it. ConfigError for one that nobody knows."""
    if errand.do == "look":
        workspace.look()
    elif errand.do == "dismiss":
        workspace.dismiss()
    elif errand.do in _ERRANDS:
        name, job = _ERRANDS[errand.do]
        workspace.undertake(name, lambda run: job(run, errand))
    else:
        raise ConfigError.at(errand.do, "is no errand of this page", "load the page again")


def in_words(work: Work | None) -> str:
    """Say what is being done, and how far it is."""
    if work is None:
        return "A moment …"
    if work.waiting:
        return f"{work.name}: {work.waiting}"
    far = f": {work.stage} {work.done} of {work.total}" if work.total else ""
    return f"{work.name}{far} …"


# --- errands ------------------------------------------------------------------------------------------


def _build(run: Run, _: Errand) -> Iterable[str]:
    report = build(run, secrets=os.environ)
    unread = [f"left out: {problem}" for problem in run.week_problems]
    told = [line for line in report.lines() if not line.startswith("open ")]  # here, links lead there
    return [*causes(report.failures), *unread, *map(plain, told)]


def _draft(run: Run, errand: Errand) -> Work:
    """Draft the week that `item` names, else the one after the last."""
    course = run.project.course(errand.course)
    written = [module.week for _, module in run.modules.get(course.slug, ())]
    week = int(errand.item) if errand.item.isdecimal() else max(written, default=0) + 1
    if not may_draft(run, course, week):
        raise ConfigError.at(f"week {week}", "holds what a person wrote", "a draft leaves it as it is")
    report, _found = draft(run, course, week)
    holds = f"{count(report.resources, 'resource')} and {count(report.questions, 'question')}"
    done = "is drafted" if report.anew else "stays as it was, for it would be made of the same"
    words = f"week {report.week} {done}, with {holds}; nothing is published"
    lines = (words, *map(_here, run.report.notes))
    return Work(_ERRANDS["draft"][0], lines=lines, drafted=(course.slug, report.week))


def _here(note: str) -> str:
    """Say a note of a draft where no file and no command is at hand."""
    return re.sub(r"^courses/\S+\.md: ", "", plain(note)).strip()


def _accept_moves(run: Run, _: Errand) -> Iterable[str]:
    moves = manage_feeds.accept_moves(run)
    return [f"{masked(old)} is now {masked(new)}" for old, new in moves.items()] or ["no feed has moved"]


def _check_feed(run: Run, errand: Errand) -> Iterable[str]:
    return [
        f"{row.title or masked(row.feed)}: {row.state}" + (f"; {row.advice}" if row.advice else "")
        for row in manage_feeds.check(run, errand.item)
    ]


def _remove_feed(run: Run, errand: Errand) -> Iterable[str]:
    manage_feeds.remove(run, errand.item)
    return [f"removed {masked(errand.item)}; what was published from it stays"]


def _translated(run: Run, errand: Errand) -> Iterable[str]:
    """Take note that the translation in the file `item` says what its original says by now."""
    course = run.project.course(errand.course)
    for found in run.translations.get(course.slug, ()):
        if found.file == errand.item:
            translate.done(run, course, found.week, found.language)
            return [f"week {found.week} in {language_name(found.language, 'en')} is up to date"]
    raise ConfigError.at(errand.item, "is no translation any more", "look again")


def _add_feeds(run: Run, errand: Errand) -> Work:
    """Add the feeds of a list of addresses, and tell of each; those that failed first, with the reason."""
    addresses = listed((errand.text,))
    known = {feed.id for feed in run.project.sources.feeds}
    found = manage_feeds.add_all(run, addresses)
    failed = {a: one for a, one in zip(addresses, found, strict=True) if isinstance(one, CuratorError)}
    lines = manage_feeds.not_added(failed, len(addresses))
    for feed in found:
        if not isinstance(feed, CuratorError):
            words = (
                "is there already, left as it is" if feed.id in known else "added; the next build reads it"
            )
            lines.append(f"{feed.title or masked(feed.id)}: {words}")
    none = len(failed) == len(addresses)
    if len(addresses) > 1:
        new = sum(not isinstance(f, CuratorError) and f.id not in known for f in found)
        same = len(addresses) - len(failed) - new
        lines = [_receipt(new, same, [masked(a) for a in failed]), *lines[bool(failed) :]]
    return Work(_ERRANDS["add_feed"][0], lines=tuple(lines), failed=none, left=tuple(failed))


def _import_opml(run: Run, errand: Errand) -> Iterable[str]:
    name = one_line(errand.item, 80) or "the file"
    found, new = manage_feeds.import_opml(run.project.root, errand.text.encode(), name)
    yield f"{name}: {_receipt(new, len(found.feeds) - new, found.left_out)}"
    yield from (str(problem) for problem in found.skipped[:TOLD])
    if len(found.skipped) > TOLD:
        yield f"and {len(found.skipped) - TOLD} more that cannot be used"


def _receipt(new: int, known: int, refused: Sequence[str]) -> str:
    """Say how many of a list of feeds were taken, were there already, and were refused, these by name."""
    told = [f"{new} taken"]
    told += [f"{known} there already"] if known else []
    names = ", ".join(one_line(name, 80) for name in refused[:NAMED])
    more = f" and {len(refused) - NAMED} more" if len(refused) > NAMED else ""
    return ", ".join([*told, f"{len(refused)} refused: {names}{more}" if refused else "0 refused"])


def _new_course(run: Run, errand: Errand) -> Iterable[str]:
    if not errand.item.strip() or not errand.text.strip():
        raise ConfigError.at("a course", "needs a title and a need", "write both")
    slug = courses.new(
        run,
        errand.item.strip(),
        need=errand.text.strip(),
        start=next_start(run.today),
        name=errand.course,
        about=errand.about.strip(),
    )
    return [f"courses/{slug} is begun; a build drafts its first week"]


_ERRANDS: dict[str, tuple[str, Callable[[Run, Errand], Iterable[str] | Work]]] = {
    "build": ("Building", _build),
    "draft": ("Drafting", _draft),
    "accept_moves": ("Giving feeds their new addresses", _accept_moves),
    "check_feed": ("Asking the feed", _check_feed),
    "remove_feed": ("Removing the feed", _remove_feed),
    "add_feed": ("Looking for feeds", _add_feeds),
    "import_opml": ("Adding feeds", _import_opml),
    "translated": ("Noting that a translation is up to date", _translated),
    "new_course": ("Beginning a course", _new_course),
}


# --- the page -----------------------------------------------------------------------------------------


def show(workspace: Workspace, *, own: bool = True) -> dict[str, Any]:
    """Show the project: what waits, what is being done and what came of it, every course with its weeks.

    Whoever runs the review (`own`) gets to the site as it was built, once it was.
    """
    found = workspace.status
    needs = [_one_cause(need, found) for need in _by_week(_waits(workspace.root, found))] if found else []
    titles = {course.course: course.title for course in found.courses} if found else {}
    feed = next((need for need in needs if need.kind == "feed"), None)
    number = sum(max(1, len(need.reasons)) for need in needs)  # each thing that is listed
    return {
        "busy": workspace.busy,
        "known": found is not None,
        "done": outcome(workspace.last),
        "lines": told(workspace.last),
        "failed": workspace.last is not None and workspace.last.failed,
        "left": [masked(item) for item in workspace.last.left] if workspace.last else [],
        "parts": {
            "site": _site(workspace) if own else [],
            "work": [in_words(workspace.work)] if workspace.busy else [],
            "outcome": list(_outcome(workspace)),
            "needs": [_need(n, titles, first=n is feed) for n in needs],
            "waiting": [_waiting(number) if found else "Looking at the project …"],
            "courses": [_course(course) for course in found.courses] if found else [],
        },
    }


def _site(workspace: Workspace) -> list[Node]:
    """Lead to the site as learners see it; empty before the first build."""
    if not (workspace.root / SITE / "index.html").is_file():
        return []
    return [node("a", "See the site", href=f"{PLACE}/index.html", target="_blank", class_="button")]


NAMED = 5
"""Refused addresses that a receipt names; all are listed below it."""
REASONS = 6
"""Reasons that are listed for one thing; of more, their number is told."""


def _waits(root: Path, found: Status) -> Iterator[Need]:
    """Yield what waits for a person: the needs, and what `curate status` leaves to whoever looks at a week.

    That is each draft that is not due yet, and what was changed since the site was built.
    """
    yield from found.needs
    for course in found.courses:
        yield from course.needs
        told = {need.week for need in course.needs if need.kind == "draft"}
        for week in () if course.archived else course.weeks:
            slug, file = course.course, root / "courses" / course.course / week_name(week.week)
            if week.status == "draft" and week.week not in told:
                yield Need("draft", f"week {week.week} is a draft", "", slug, week.week)
            elif week.status != "draft" and page_of(root, slug, week.week) and behind(root, file):
                words = f"week {week.week} is on the site without your last changes"
                yield Need("due", words, "curate build", slug, week.week)


def _by_week(needs: Iterable[Need]) -> Iterator[Need]:
    """Put what is wrong in one week together: it is mended on one page."""
    for (kind, _, week), same in groupby(needs, key=lambda n: (n.kind, n.course, n.week)):
        found = list(same)
        if kind == "finding" and week and len(found) > 1:
            reasons = tuple(need.words.partition(", ")[2] for need in found)
            yield replace(found[0], words=f"week {week}, {len(found)} things to mend:", reasons=reasons)
        else:
            yield from found


def _one_cause(need: Need, found: Status) -> Need:
    """Say of a draft that holds nothing only that: all else that it lacks follows from it."""
    weeks = (week for course in found.courses if course.course == need.course for week in course.weeks)
    empty = any(week.week == need.week and not week.resources for week in weeks)
    if need.kind != "draft" or not need.reasons or not empty:
        return need
    words = f"nothing fits week {need.week} yet: name more sites to read"
    return replace(need, words=words, reasons=())


def _reasons(need: Need) -> Node | None:
    if not need.reasons:
        return None
    told = [node("li", one_line(masked(for_people(r)), 300)) for r in need.reasons[:REASONS]]
    more = len(need.reasons) - REASONS
    return node("ul", told, node("li", f"and {more} more") if more > 0 else None)


def _waiting(number: int) -> str:
    return (
        f"{count(number, 'thing')} {'waits' if number == 1 else 'wait'} for you"
        if number
        else "Nothing waits for you"
    )


def outcome(work: Work | None) -> str:
    """Say whether the last errand was done, or a part of it."""
    if work is None:
        return ""
    part = "done in part" if work.left else "done"
    return f"{work.name}: {'could not be done' if work.failed else part}"


def told(work: Work | None) -> list[str]:
    """Say what came of the last errand, line by line."""
    return [one_line(masked(line), 500) for line in work.lines] if work else []


def _outcome(workspace: Workspace) -> Iterator[Node]:
    if (work := workspace.last) is not None:
        yield node("summary", outcome(work))
        yield node("ul", [node("li", line) for line in told(work)])
        yield node("p", list(_leads(workspace, work)), button("dismiss", "OK"), class_="acts")


def _leads(workspace: Workspace, work: Work) -> Iterator[Kids]:
    """Lead to what an errand made, as long as it is there: a course's folder may have another name since."""
    if work.drafted and not work.failed and workspace.holds(*work.drafted):
        slug, week = work.drafted
        yield node("a", f"Open week {week}", href=_week_address(slug, week), class_="button first")
        yield " "


def _need(need: Need, titles: dict[str, str], *, first: bool = False) -> Node:
    where = titles.get(need.course, "")
    return node(
        "li",
        node("p", node("b", f"{where}: ", dir="auto") if where else None, _words(need, titles, first)),
        _reasons(need),
        node("p", remedy, class_="by") if (remedy := masked(plain(need.remedy))) else None,
        node("p", list(_mends(need)), class_="acts"),
        class_=need.kind,
        dir="auto",
    )


def _words(need: Need, titles: dict[str, str], first: bool) -> str:
    """Say what a need is; its reasons, where it has any, stand below."""
    if need.kind == "draft" and need.reasons:
        return f"week {need.week} is a draft, and not ready:"
    return one_line(masked(plain_words.in_words(need, titles, first=first)), 600)


def _week_address(course: str, week: int) -> str:
    return f"week/{course}/{week}/"


def _mends(need: Need) -> Iterator[Kids]:
    """Offer what mends a need: a button, or a link to the place where a person does."""
    if need.kind in ("draft", "finding", "post", "translation") and need.week:
        yield node("a", f"Open week {need.week}", href=_week_address(need.course, need.week), class_="button")
    if need.kind == "draft" and need.remedy:  # too thin: what was looked for may not be what is meant
        place = f"settings/{need.course}/#f-need"
        yield node("a", "Name more sites", href="settings/-/#site", class_="button")
        yield node("a", "Say the need in other words", href=place, class_="button")
    if need.kind == "post":
        yield link(need.item, "Answer where it was asked", class_="button")
    if need.kind in ("due", "held", "schedule"):
        yield button("build", "Build now")
    if need.kind == "feed" and need.item:
        if "moved" in need.words:
            yield button("accept_moves", "Take the new address")
        yield button("check_feed", "Ask it again", data_item=need.item)
        yield button(
            "remove_feed", "Remove it", data_item=need.item, data_ask=f"Remove the feed {masked(need.item)}?"
        )
    if need.kind == "feed" and not need.item:
        yield node("a", "Feeds and tags", href="settings/-/", class_="button")
    if need.kind == "translation":
        words = "It says what the original says now"
        yield button("translated", words, data_item=need.item, data_course=need.course)
    if need.kind == "file":
        yield button("look", "I have mended it, look again")


def _course(course: CourseStatus) -> Node:
    first = _week_address(course.course, course.weeks[-1].week) if course.weeks else ""
    state = "archived" if course.archived else count(len(course.weeks), "week")
    return node(
        "section",
        node("h2", course.title, id=f"course-{course.course}", dir="auto"),
        node("p", f"courses/{course.course} · {state}", class_="by"),
        node("ol", [_week(course.course, week) for week in reversed(course.weeks)], class_="weeks"),
        None
        if course.weeks
        else node("p", "No week yet: “Draft the first week” below writes one for you to look at."),
        node("p", list(_course_acts(course)), class_="acts"),
        aria_labelledby=f"course-{course.course}",
        data_first=first,
    )


def _course_acts(course: CourseStatus) -> Iterator[Kids]:
    name, place = course.title, f"settings/{course.course}/"
    yield node("a", "Settings", href=place, class_="button", aria_label=f"Settings of {name}")
    if not course.archived:
        words = "Draft the next week" if course.weeks else "Draft the first week"
        last = max((week.week for week in course.weeks), default=0)
        if 0 < course.planned <= last:
            over = " and is complete" if course.complete else ""
            yield f"The course ends with week {course.planned}{over}; Settings, Calendar, gives it one more."
            return
        yield button("draft", words, data_course=course.course, aria_label=f"{words} of {name}")


def _called(week: int, title: str) -> str:
    """Name a week; one without a title of its own is not named twice."""
    number = f"Week {week}"
    return number if title == number else f"{number}: {title}"


def _week(course: str, week: WeekStatus) -> Node:
    day = Words().date(date.fromisoformat(week.opens))
    facts = [f"opens {day}", week.time, count(week.resources, "resource")]
    if week.waiting:
        facts.append(f"{count(week.waiting, 'post')} without an answer")
    return node(
        "li",
        node("a", _called(week.week, week.title), href=_week_address(course, week.week), dir="auto"),
        " ",
        node("span", week.status, class_=f"state {week.status}"),
        node("span", " · ".join(facts), class_="by"),
    )
