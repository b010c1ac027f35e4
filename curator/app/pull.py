"""Pull: ask the feeds that are due, parse what changed, store the entries and how each feed is.

for each feed: read it from disk, or leave it alone while it or its host wants that, or ask for it
for each answer, as it comes: unchanged? → remember when; else → parse in a child process
for each parsed feed: store its entries, count the new ones, remember its state
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby

from curator.app.composition import crawl
from curator.app.run import Report, Run
from curator.config import Project
from curator.errors import CuratorError, ParseError
from curator.feeds.parse import parse_feed
from curator.fetch.rate_limits import after, due
from curator.model import (
    Document,
    Feed,
    FeedState,
    Fetched,
    HostState,
    Job,
    ParsedFeed,
    content_hash,
    entry_key,
)
from curator.urls import canonical, origin

BATCH = 500
"""Feeds whose states are stored in one transaction; a run that is ended asks at most these again."""


def all_feeds(project: Project) -> tuple[Feed, ...]:
    """Return the feeds of feeds.yml and of every course's participants, each once."""
    feeds = {feed.id: feed for feed in project.sources.feeds}
    for people in project.participants.values():
        for person in people:
            feeds.setdefault(person.feed, Feed(url=person.feed, title=person.name))
    return tuple(feeds.values())


def pull(run: Run, only: Sequence[str] | None = None, *, beside_others: bool = False) -> Report:
    """Ask every feed that is due and store what they say.

    With `only`, ask just those whose ids it holds, however recently they failed: somebody wants to
    know. A host that asked to be left alone is left alone all the same. With `beside_others` the project's
    lock is let go while feeds are asked, some hundred at a time, and BusyError is raised where it is not had
    again.
    """
    feeds = [f for f in all_feeds(run.project) if only is None or f.id in only]
    states = run.store.feeds()
    if only is not None:
        states = {feed: replace(state, retry_at=None) for feed, state in states.items()}
    with run.report.timed("pull"):
        answers = _Answers(run, feeds, states, beside_others=beside_others)
        for result in run.workers.map(parse_feed, answers.documents(), size=lambda d: len(d.body)):
            feed, fetched, digest = answers.sent.pop(result.index)
            answers.finish(feed, fetched, digest, result.value, result.error)
        answers.save()
        prune(run)
    return run.report


def prune(run: Run) -> None:
    """Once a week, forget what was read long ago and stands in no week."""
    if run.week_problems:
        return  # what a week holds that cannot be read is not known
    last = run.store.note(_PRUNED)
    if not last or not timedelta(0) <= run.now - datetime.fromisoformat(last) < timedelta(days=7):
        run.store.prune(run.now, used_addresses(run))
        run.store.save_note(_PRUNED, run.now.isoformat())


def used_addresses(run: Run) -> frozenset[str]:
    """Return every address that a week holds, keeps or turned down, or that somebody suggested."""
    found: set[str | None] = set()
    for weeks in run.modules.values():
        for _, module in weeks:
            for resource in module.content:
                found |= {resource.url, *(via.url for via in resource.via)}
            found |= {dropped.url for dropped in module.dropped}
            found |= {post.url for post in module.connection.posts}
    for suggestions in run.project.suggestions.values():
        found |= {suggestion.url for suggestion in suggestions}
    return frozenset(url for url in found if url)


_PRUNED = "pruned"
"""Name of the store's note of when it was last pruned."""


TOGETHER = 200
"""Feeds that are asked for before the lock is taken again: their answers are held in memory."""


def _some(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Part jobs into lists of about TOGETHER, never within one host."""
    some: list[Job] = []
    for _, same in groupby(sorted(jobs, key=_origin), key=_origin):
        some += same
        if len(some) >= TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _origin(job: Job) -> str:
    return origin(job.url)


class _Answers:
    """What the feeds answered in one run, on the way from the network to the store."""

    def __init__(
        self, run: Run, feeds: Sequence[Feed], states: Mapping[str, FeedState], *, beside_others: bool
    ) -> None:
        self.run, self.feeds, self.states, self._beside_others = run, feeds, states, beside_others
        self.sent: dict[int, tuple[Feed, Fetched, str]] = {}
        """What was handed out to be parsed, without its bytes: they are let go once they are read."""
        self._handed = 0
        self._after: list[FeedState] = []

    def state(self, feed: Feed) -> FeedState:
        return self.states.get(feed.id) or FeedState(feed.id)

    @cached_property
    def used(self) -> frozenset[str] | None:
        """Keys of the entries that weeks hold; None while a week cannot be read, and nothing is forgotten."""
        if self.run.week_problems:
            return None
        return frozenset("url:" + canonical(url) for url in used_addresses(self.run))

    def documents(self) -> Iterator[Document]:
        """Yield the documents that must be parsed, as they come in."""
        hosts = self.run.store.hosts()
        jobs: dict[str, Feed] = {}
        for feed in self.feeds:
            if feed.path:
                yield from self._take(feed, self._read(feed))
            elif reason := due(self.states.get(feed.id), hosts.get(origin(feed.id)), self.run.now):
                self.run.report.feeds_waiting += 1
                if not self.state(feed).gone:
                    self.run.fail("pull", feed.id, reason)
            else:
                jobs[feed.id] = feed
        asked = [self._job(feed) for feed in jobs.values()]
        come = self._unlocked(asked, dict(hosts)) if self._beside_others else crawl(self.run, asked)
        for done, fetched in enumerate(come, 1):
            yield from self._take(jobs[fetched.url], fetched)
            self.run.progress("feeds", done, len(asked))

    def _unlocked(self, jobs: Sequence[Job], hosts: dict[str, HostState]) -> Iterator[Fetched]:
        """Ask for some feeds after others without the project's lock, and yield them with it.

        Those of one host are asked for together, so that it is never asked more often than it likes.
        """
        for some in _some(jobs):
            before = dict(hosts)
            with self.run.unlocked():
                come = list(crawl(self.run, some, hosts=hosts))
            self.run.store.save_hosts(state for name, state in hosts.items() if state is not before.get(name))
            yield from come

    def _job(self, feed: Feed) -> Job:
        state = self.state(feed)
        return Job(feed.id, "feed", state.etag, state.last_modified)

    def _read(self, feed: Feed) -> Fetched:
        """Read a feed from the project's own folder."""
        try:
            body = (self.run.project.root / str(feed.path)).read_bytes()
        except OSError as error:
            return Fetched(feed.id, error=f"the file cannot be read: {error.strerror}")
        return Fetched(feed.id, feed.id, 200, Document(feed.id, body))

    def _take(self, feed: Feed, fetched: Fetched) -> Iterator[Document]:
        document = fetched.document
        digest = hashlib.sha256(document.body).hexdigest() if document else ""
        if fetched.error or document is None:
            self.finish(feed, fetched, "", None, None)
        elif digest == self.state(feed).body_hash:
            self.finish(feed, fetched, digest, None, None)
        else:
            self.sent[self._handed] = feed, replace(fetched, document=None), digest
            self._handed += 1
            del fetched
            yield document

    def finish(
        self,
        feed: Feed,
        fetched: Fetched,
        digest: str,
        parsed: ParsedFeed | None,
        error: CuratorError | None,
    ) -> None:
        """Store what one feed said and count it."""
        report, new = self.run.report, 0
        if parsed is not None and not parsed.entries and self.run.store.entries([feed.id]):
            parsed, error = None, ParseError("is empty now, and held entries before")
        if problem := fetched.error or str(error or ""):
            report.feeds_failed += 1
            self.run.fail("pull", feed.id, problem)
        elif parsed is None:
            report.feeds_unchanged += 1
        else:
            report.feeds_ok += 1
            rows = [(entry_key(e), content_hash(e), e) for e in parsed.entries]
            new = self.run.store.add_entries(feed.id, rows, self.run.now, used=self.used)
            self.run.stored.offered, self.run.stored.entries_hash = None, ""
            report.entries_new += new
        before = self.state(feed)
        self._after.append(
            after(
                before,
                fetched,
                self.run.now,
                feed=parsed,
                body_hash=digest,
                new=new,
                error=str(error or ""),
            )
        )
        if len(self._after) >= BATCH:
            self.save()

    def save(self) -> None:
        """Remember how the feeds are that answered since the last call."""
        self.run.store.save_feeds(self._after)
        self._after.clear()
