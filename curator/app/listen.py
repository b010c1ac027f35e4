"""Listen: read back what learners wrote under the questions of published weeks.

which threads? → weeks that opened in the last eight weeks: every run; older ones: once a month
how many posts? → a thread with as many as yesterday is not asked for again
read → what is gone there is gone here → store, which is a cache and is committed nowhere
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from curator.app.composition import comments as comments_of
from curator.app.composition import thread_reader
from curator.app.run import Run
from curator.comments.base import Provider
from curator.model import Comment, Course, Module, StoredThread, Thread, thread_key
from curator.ports import ThreadFetcher

RECENT = timedelta(weeks=8)
"""Weeks that opened within this time are read at every run."""
SELDOM = timedelta(days=30)
"""Older ones are read this often."""
TRUSTED = timedelta(days=1)
"""How long the same number of posts means the same posts; an edit changes no number."""
LONGEST_REST = timedelta(days=2)
"""What a service asks for at most: one that says "never" is asked again after that."""
REST = "rest "
"""How the store's note begins that says until when a service wants to be left alone."""
SECRETS = "CURATE_"
"""What the names of all secrets begin with; they come from the environment only."""


@dataclass(frozen=True, slots=True)
class QuestionThread:
    """The thread of one question of a published, open week; `page` is the page that shows it."""

    course: str
    week: int
    question: str
    words: str
    key: str
    opens: timedelta
    """How long the week has been open."""
    page: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A thread and the place where it is."""

    place: QuestionThread
    thread: Thread

    def as_json(self) -> dict[str, Any]:
        """Return the machine's form, as `curate listen --json` promises it."""
        comments = self.thread.comments
        return {
            "course": self.place.course,
            "week": self.place.week,
            "question": self.place.question,
            "key": self.place.key,
            "posts": len(comments),
            "last": comments[-1].at.isoformat() if comments else None,
            "complete": self.thread.complete,
            "problem": self.thread.problem,
        }


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a listening brought: every thread that stands, and how many posts were not known before."""

    heard: tuple[Heard, ...]
    new: int = 0


def places(run: Run, courses: Iterable[Course]) -> tuple[QuestionThread, ...]:
    """List the threads of published weeks that learners can see, course by course."""
    found = []
    home = run.project.site.site_url.rstrip("/")
    for course in courses:
        opens = run.openings(course)
        for _, module in run.modules.get(course.slug, ()):
            age = run.day(course) - opens[module.week]
            if module.status != "published" or age < timedelta(0):
                continue
            page = f"{course.slug}/week-{module.week:02d}.html"
            for question in module.conversation:
                found.append(
                    QuestionThread(
                        course.slug,
                        module.week,
                        question.id,
                        question.question,
                        key_of(course, module, question.id),
                        age,
                        f"{home}/{page}#{question.id}" if home else f"{page}#{question.id}",
                    )
                )
    return tuple(found)


def key_of(course: Course, module: Module, question: str) -> str:
    """Return the name of a question's thread, the same that its page gives the comment service."""
    return thread_key(course.id, module.threads, question)


def listen(
    run: Run,
    courses: Sequence[Course] | None = None,
    *,
    secrets: Mapping[str, str],
    fetcher: ThreadFetcher | None = None,
) -> Hearing:
    """Read the threads of these courses (default: all) and keep them; what goes wrong is told, not raised.

    `secrets` is the environment; only names that begin with CURATE_ are looked at. `fetcher` replaces the
    network (tests).
    """
    everywhere = places(run, run.project.courses)
    provider = comments_of(run.project)
    if provider is None:
        _keep(run, {}, everywhere)
        return Hearing(())
    source = f"{provider.name} {provider.api}"
    known = {key: s for key, s in _stored(run).items() if s.source == source}
    asked = {course.slug for course in (courses if courses is not None else run.project.courses)}
    wanted = [p for p in everywhere if p.course in asked and _due(p, known.get(p.key), run.now)]
    own = {name: value for name, value in secrets.items() if name.startswith(SECRETS) and value}
    with run.report.timed("listen"):
        fresh: dict[str, StoredThread] = {}
        if resting := _resting(run, source):
            run.fail("listen", provider.label, resting)
        elif wanted and fetcher is not None:
            fresh = _read(provider, [p.key for p in wanted], fetcher, own, known, run.now)
        elif wanted:
            named = getattr(provider, "server", "") == provider.api  # it may stand inside the network
            with thread_reader(run, provider.api, private=named) as reader:
                fresh = _read(provider, [p.key for p in wanted], reader, own, known, run.now)
            if reader.rest:
                until = run.now + min(timedelta(seconds=reader.rest), LONGEST_REST)
                run.store.save_note(f"{REST}{source}", until.isoformat())
    before = {(c.thread, c.id) for s in known.values() for c in s.thread.comments}
    new = sum((c.thread, c.id) not in before for s in fresh.values() for c in s.thread.comments)
    known |= {key: replace(s, source=source) for key, s in fresh.items()}
    _keep(run, known, everywhere)
    _tell(run, provider, [s.thread for s in fresh.values()])
    heard = tuple(heard_of(everywhere, known, asked))
    run.report.threads = len(heard)
    run.report.posts = sum(len(h.thread.comments) for h in heard)
    run.report.posts_new = new
    return Hearing(heard, new)


def forget(run: Run) -> int:
    """Delete every post that is kept; returns how many there were."""
    posts = sum(len(s.thread.comments) for s in _stored(run).values())
    _store(run, {})
    return posts


def heard_of(
    everywhere: Iterable[QuestionThread], known: Mapping[str, StoredThread], asked: Iterable[str]
) -> Iterator[Heard]:
    """Yield the threads of some courses as they are kept; one that was never read is not complete."""
    courses = set(asked)
    for place in everywhere:
        if place.course in courses:
            stored = known.get(place.key)
            thread = stored.thread if stored else Thread(place.key, (), False, "not read yet")
            comments = tuple(replace(c, url=c.url or place.page) for c in thread.comments)
            yield Heard(place, replace(thread, comments=comments))


def kept(run: Run, courses: Iterable[Course]) -> tuple[Heard, ...]:
    """Return the threads of courses as last read, without asking anybody."""
    provider = comments_of(run.project)
    source = f"{provider.name} {provider.api}" if provider else ""
    known = {key: s for key, s in _stored(run).items() if s.source == source}
    asked = tuple(courses)
    return tuple(heard_of(places(run, asked), known, (c.slug for c in asked)))


def _stored(run: Run) -> dict[str, StoredThread]:
    """Return every thread that is kept, read once a run."""
    if run.stored.threads is None:
        run.stored.threads = run.store.threads()
    return run.stored.threads


def _store(run: Run, threads: dict[str, StoredThread]) -> None:
    """Make these all the threads that are kept."""
    run.store.keep_threads(threads.values())
    run.stored.threads = None


def _resting(run: Run, source: str) -> str:
    """Say that a service asked to be left alone until later; empty when it may be asked."""
    until = run.store.note(f"{REST}{source}")
    if not until or datetime.fromisoformat(until) <= run.now:
        return ""
    return f"asked to be left alone until {datetime.fromisoformat(until):%Y-%m-%d %H:%M} UTC"


def _due(place: QuestionThread, stored: StoredThread | None, now: datetime) -> bool:
    return stored is None or place.opens <= RECENT or now - stored.read >= SELDOM


def _read(
    provider: Provider,
    keys: Sequence[str],
    fetcher: ThreadFetcher,
    secrets: Mapping[str, str],
    known: Mapping[str, StoredThread],
    now: datetime,
) -> dict[str, StoredThread]:
    """Ask for what may have changed; a thread that could not be read keeps what is known of it."""
    counts = provider.counts(keys, fetcher, secrets)
    found: dict[str, StoredThread] = {}
    ask = []
    for key in keys:
        count, stored = counts.get(key), known.get(key)
        same = stored is not None and count == stored.count and not stored.thread.problem
        if count == 0:
            found[key] = StoredThread(Thread(key), "", now, 0)
        elif count is not None and stored is not None and same and now - stored.read < TRUSTED:
            found[key] = stored
        else:
            ask.append(key)
    for thread in provider.read(ask, fetcher, secrets) if ask else ():
        stored = known.get(thread.key)
        if stored is not None and not thread.complete:
            thread = _with_the_rest(thread, stored.thread)
        read = now if thread.complete else stored.read if stored else now - SELDOM  # soon again
        found[thread.key] = StoredThread(thread, "", read, counts.get(thread.key))
    return found


def _with_the_rest(thread: Thread, before: Thread) -> Thread:
    """Add to a part of a thread what is known of the part that was not read, which comes after it."""
    last = thread.comments[-1].at if thread.comments else None
    here = {c.id for c in thread.comments}
    rest: tuple[Comment, ...] = tuple(
        c for c in before.comments if (last is None or c.at > last) and c.id not in here
    )
    return replace(thread, comments=thread.comments + rest)


def _keep(run: Run, known: Mapping[str, StoredThread], everywhere: Iterable[QuestionThread]) -> None:
    """Keep the threads that still have a place, and nothing else."""
    here = {place.key for place in everywhere}
    wanted = {key: stored for key, stored in known.items() if key in here}
    if wanted != _stored(run):
        _store(run, wanted)


def _tell(run: Run, provider: Provider, threads: Iterable[Thread]) -> None:
    """Tell each problem once, with how many threads it concerns."""
    problems: dict[str, int] = {}
    for thread in threads:
        if thread.problem:
            problems[thread.problem] = problems.get(thread.problem, 0) + 1
    for problem, number in problems.items():
        run.fail("listen", f"{provider.label}", f"{number} thread{'s' * (number != 1)}: {problem}")
