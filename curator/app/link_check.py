"""`curate links`: find out which addresses in week files still lead to the page that was meant.

every address of every week, with its line → those not looked at for a week
ask for each, politely: HEAD, and GET where HEAD is not understood → what answers is read once, for pages that
    answer 200 and say "not found" (soft 404)
dead resources → ask the archive for a copy from around the day when it was chosen
with `fix` → write the copy beside the address, where no copy stands yet
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import ByteSize

from curator.app.archive import ARCHIVE, closest, own_origin, question
from curator.app.composition import crawl
from curator.app.run import Run
from curator.app.soft404 import leads_home, says_not_found
from curator.model import Course, Fetched, Job, Module
from curator.urls import canonical
from curator.weeks.edit import archive, edit_file, load
from curator.weeks.front_matter import line_of
from curator.weeks.summary import escape, link

FRESH = timedelta(days=6, hours=12)
"""What was found out holds for a week, less what a weekly job may start early."""
AT_MOST = 400
"""Addresses asked for in one run, those not looked at for longest first."""
PATIENCE = timedelta(days=14)
"""A server that is silent or fails is given up after so long, and after at least three looks."""
LOOKS = 3
READ_AT_MOST = ByteSize(1_000_000)
"""Bytes of a page that are read to see whether it says that nothing is there; such pages are short."""

Verdict = Literal["ok", "moved", "dead", "unsure"]
_MEMORY = "link:"
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """One address in one week file: where it stands, and what it is for."""

    course: str
    week: int
    file: str
    line: int
    kind: Literal["resource", "person", "event", "post"]
    title: str
    url: str
    archived: str = ""
    """The copy that the week file names already."""
    day: date | None = None
    """Around when it was chosen."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is known of an address. Times are aware."""

    verdict: Verdict
    cause: str
    checked: datetime
    moved_to: str = ""
    since: datetime | None = None
    """The first of the looks that met silence or a failing server."""
    looks: int = 0
    """How many of them there were, one after the other."""
    copy: str = ""
    """An archived copy that was found for it."""
    asked: datetime | None = None
    """When the archive was asked for one."""


@dataclass(frozen=True, slots=True)
class Row:
    """An address that needs a look: where it stands, what is wrong with it, what could replace it."""

    place: LinkPlace
    seen: LinkState
    fixed: bool = False
    """This run wrote the copy into the week file."""

    @property
    def kept(self) -> bool:
        """Say whether learners can reach an archived copy."""
        return self.fixed or bool(self.place.archived)

    @property
    def state(self) -> str:
        """The verdict in the words of the report."""
        return "dead, archived copy shown" if self.seen.verdict == "dead" and self.kept else self.seen.verdict

    @property
    def advice(self) -> str:
        """What to do about it."""
        if self.seen.verdict == "moved":
            return f"write {self.seen.moved_to} in {self.place.file}"
        if self.seen.verdict != "dead" or self.kept:
            return ""
        if self.place.kind == "resource" and self.seen.copy:
            return f"`curate check links --fix` writes the archived copy {self.seen.copy}"
        if self.place.kind == "resource":
            return f"no archived copy is known: replace it, or drop it with `curate drop {self.place.course}`"
        return f"remove or replace the address in {self.place.file}"

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form."""
        place, seen = self.place, self.seen
        return {
            "course": place.course,
            "week": place.week,
            "file": place.file,
            "line": place.line,
            "kind": place.kind,
            "title": place.title,
            "url": place.url,
            "state": seen.verdict,
            "cause": seen.cause,
            "moved_to": seen.moved_to,
            "archived": place.archived or (seen.copy if place.kind == "resource" else ""),
            "fixed": self.fixed,
            "advice": self.advice,
        }


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What a look at all addresses found; `asked` of them were asked for in this run."""

    rows: tuple[Row, ...]
    total: int
    asked: int
    waiting: int
    """Addresses that this run had no time for; the next one begins with them."""

    @property
    def open(self) -> tuple[Row, ...]:
        """The dead addresses that learners have no copy of."""
        return tuple(r for r in self.rows if r.seen.verdict == "dead" and not r.kept)

    @property
    def exit_code(self) -> int:
        """1 when a learner who follows a link finds nothing, else 0."""
        return 1 if self.open else 0

    def count(self, verdict: Verdict) -> int:
        """Count the addresses with a verdict."""
        return len({row.place.url for row in self.rows if row.seen.verdict == verdict})

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form."""
        names: tuple[Verdict, ...] = ("dead", "moved", "unsure")
        return {
            "total": self.total,
            "asked": self.asked,
            "waiting": self.waiting,
            **{name: self.count(name) for name in names},
            "links": [row.as_json() for row in self.rows],
        }

    def summary(self) -> str:
        """Say it in one line."""
        waiting = f"; {self.waiting} are left for the next run" if self.waiting else ""
        return (
            f"{self.total} addresses, {self.asked} asked for: {self.count('dead')} dead, "
            f"{self.count('moved')} moved, {self.count('unsure')} unsure{waiting}"
        )

    def markdown(self) -> str:
        """Write the report for a code host; every text in it stays a text."""
        lines = [f"{self.summary()}.", ""]
        for title, verdict in (("Dead", "dead"), ("Moved", "moved"), ("Unsure", "unsure")):
            rows = [r for r in self.rows if r.seen.verdict == verdict]
            if rows:
                lines += [f"## {title}", "", *(_bullet(row) for row in rows), ""]
        return "\n".join(lines)


def _bullet(row: Row) -> str:
    place, seen = row.place, row.seen
    where = f"{place.file}:{place.line}"
    words = f"- {link(place.title, place.url)}, {place.kind} in `{where}`: {escape(seen.cause)}"
    if row.kept:
        return words + f". {link('Archived copy', place.archived or seen.copy)} shown."
    if seen.verdict == "dead" and place.kind == "resource" and seen.copy:
        return words + f". {link('Archived copy', seen.copy)}: `curate check links --fix` writes it."
    return words + (f". Now at {link('this address', seen.moved_to)}." if seen.moved_to else ".")


def check(
    run: Run, courses: Sequence[Course], *, archive_at: str = ARCHIVE, fix: bool = False, again: bool = False
) -> LinkReport:
    """Look at every address of these courses' weeks; `again` asks for those that were fresh, too.

    `archive_at` is the address of the archive's availability API. With `fix`, dead resources get the
    archived copy that was found.
    """
    found = list(places(run, courses))
    known = _recall(run, {place.url for place in found})
    stale = [u for u in dict.fromkeys(p.url for p in found) if again or not _fresh(known.get(u), run.now)]
    stale.sort(key=lambda u: known[u].checked.timestamp() if u in known else 0.0)
    asked = stale[:AT_MOST]
    with run.report.timed("links"):
        known |= _look(run, asked, known)
        _remember(run, known, asked)
        lost = _lost(found, known, run.now)
        known |= _copies(run, lost, known, archive_at)
        _remember(run, known, [place.url for place in lost])
    rows = []
    for place in found:
        seen = known.get(place.url)
        if seen is not None and seen.verdict != "ok":
            fixable = fix and seen.verdict == "dead" and place.kind == "resource"
            fixed = fixable and not place.archived and bool(seen.copy) and _write(run, place, seen.copy)
            rows.append(Row(place, seen, fixed))
    return LinkReport(tuple(rows), len({place.url for place in found}), len(asked), len(stale) - len(asked))


# --- where addresses stand ----------------------------------------------------------------------------


def places(run: Run, courses: Sequence[Course]) -> Iterator[LinkPlace]:
    """Yield every address of every week, with its line in the week file."""
    for course in courses:
        opens = run.openings(course)
        for path, module in run.modules.get(course.slug, ()):
            file = path.relative_to(run.project.root).as_posix()
            text = load(path).replace("\r\n", "\n").replace("\r", "\n")
            for kind, title, url, at, more in _addresses(module, opens[module.week]):
                line = line_of(text, at)
                yield LinkPlace(course.slug, module.week, file, line, kind, title, url, **more)


def _addresses(
    module: Module, opens: date
) -> Iterator[tuple[Any, str, str, tuple[str | int, ...], dict[str, Any]]]:
    for i, r in enumerate(module.content):
        if not r.url:
            continue
        more = {"archived": r.archived or "", "day": opens}
        yield "resource", r.title, r.url, ("content", i, "url"), more
    people = module.connection.people
    for i, p in enumerate(people):
        for key, url in (("url", p.url), ("feed", p.feed)):
            if url:
                yield "person", p.name, url, ("connection", "people", i, key), {}
    for i, e in enumerate(module.connection.events):
        if e.url:
            yield "event", e.title, e.url, ("connection", "events", i, "url"), {}
    for i, post in enumerate(module.connection.posts):
        yield "post", post.title, post.url, ("connection", "posts", i, "url"), {}


# --- what is known already ----------------------------------------------------------------------------


def _recall(run: Run, urls: Iterable[str]) -> dict[str, LinkState]:
    notes = run.store.notes(_MEMORY)
    return {url: seen for url in urls if url in notes and (seen := _read(notes[url]))}


def _read(note: str) -> LinkState | None:
    try:
        data = json.loads(note)
        times = {k: datetime.fromisoformat(data[k]) for k in ("checked", "since", "asked") if data[k]}
        return LinkState(**(data | times))
    except (ValueError, TypeError, KeyError):
        return None  # what another version remembered is not remembered


def _remember(run: Run, known: Mapping[str, LinkState], urls: Iterable[str]) -> None:
    notes = {url: json.dumps(asdict(known[url]), default=datetime.isoformat) for url in urls if url in known}
    if notes:
        run.store.save_notes(_MEMORY, notes)


def _fresh(seen: LinkState | None, now: datetime) -> bool:
    """Tell whether an address need not be asked for; one that failed is asked for at every run."""
    return seen is not None and seen.verdict != "unsure" and timedelta(0) <= now - seen.checked < FRESH


# --- looking ------------------------------------------------------------------------------------------


def _look(run: Run, urls: Sequence[str], known: Mapping[str, LinkState]) -> dict[str, LinkState]:
    """Ask for addresses, then read those that answer; returns what is known of each now."""
    answers = _ask(run, [Job(url, "check") for url in urls], "links")
    for url, answer in answers.items():
        if not answer.error and (cause := leads_home(url, answer.final)):
            answers[url] = replace(answer, status=404, error=cause)
    answers |= _nothing_there(run, [url for url, answer in answers.items() if not answer.error])
    online = any(answer.status for answer in answers.values())
    return {url: judge(known.get(url), answers[url], run.now, online=online) for url in urls}


def _ask(run: Run, jobs: Sequence[Job], stage: str, *, origins: tuple[str, ...] = ()) -> dict[str, Fetched]:
    done, answers = run.counter(stage, len(jobs)), {}
    for answer in crawl(run, jobs, origins=origins, max_bytes=READ_AT_MOST):
        answers[answer.url] = answer
        done(answer)
    return answers


def _nothing_there(run: Run, urls: Sequence[str]) -> dict[str, Fetched]:
    """Read pages; return those that are not there after all. robots.txt or a large file speak for no page."""
    answers = _ask(run, [Job(url, "page") for url in urls], "reading")
    gone = {u: a for u, a in answers.items() if a.error and a.status in _GONE and not a.skipped}
    shown = [a for a in answers.values() if a.document is not None and not a.error]
    for result in run.workers.map(says_not_found, (a.document for a in shown if a.document)):
        if result.value:
            answer = shown[result.index]
            cause = "answers, but its page says that nothing is there"
            gone[answer.url] = replace(answer, document=None, status=404, error=cause)
    return gone


def judge(before: LinkState | None, answer: Fetched, now: datetime, *, online: bool) -> LinkState:
    """Decide what an answer means, in the light of earlier ones; `online`: somebody answered in this run.

    A clear answer counts at once. Silence and a server's own trouble count after three looks over two
    weeks, and only when the network at home was not the cause. Refusals (a login, a robot trap) never do.
    """
    if not answer.error:
        moved = answer.moved_to if canonical(answer.moved_to) != canonical(answer.url) else ""
        return LinkState(
            "moved" if moved else "ok", f"moved for good to {moved}" if moved else "", now, moved
        )
    before = before or LinkState("ok", "", now)
    seen = replace(before, cause=answer.error, checked=now, moved_to="")
    if answer.status in _GONE:
        return replace(seen, verdict="dead")
    if before.verdict == "dead":
        return replace(before, checked=now)  # a dead page does not come back by not answering
    if not online or answer.skipped or 0 < answer.status < 500:
        return replace(seen, verdict="unsure")
    since = before.since or now
    dead = before.looks + 1 >= LOOKS and now - since >= PATIENCE
    return replace(seen, verdict="dead" if dead else "unsure", since=since, looks=before.looks + 1)


# --- archived copies ----------------------------------------------------------------------------------


def _lost(found: Iterable[LinkPlace], known: Mapping[str, LinkState], now: datetime) -> list[LinkPlace]:
    """Pick the dead resources without a copy for which the archive has not been asked in a week."""
    lost: dict[str, LinkPlace] = {}
    for place in found:
        seen = known.get(place.url)
        if seen is None or seen.verdict != "dead" or place.kind != "resource" or place.archived or seen.copy:
            continue
        if seen.asked is None or not timedelta(0) <= now - seen.asked < FRESH:
            lost.setdefault(place.url, place)
    return list(lost.values())


def _copies(
    run: Run, lost: Sequence[LinkPlace], known: Mapping[str, LinkState], archive_at: str
) -> dict[str, LinkState]:
    """Ask the archive for a copy of each, as near as possible to the day when it was chosen."""
    jobs = {place.url: Job(question(archive_at, place.url, place.day), "feed") for place in lost}
    answers = _ask(run, list(jobs.values()), "archive", origins=own_origin(archive_at))
    found = {}
    for url, job in jobs.items():
        answer = answers[job.url]
        if answer.error or answer.document is None:
            run.fail("archive", url, answer.error or "the archive's answer was empty")
        else:
            found[url] = replace(known[url], copy=closest(answer.document.body, archive_at), asked=run.now)
    return found


def _write(run: Run, place: LinkPlace, copy: str) -> bool:
    path = run.project.root / place.file
    return edit_file(path, run.project.root, lambda text: archive(text, place.url, copy))
