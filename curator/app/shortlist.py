"""Shortlist: the stories worth a closer look for one week of one course, best first.

everything the feeds said → ranked on the feeds' own words → the best few pages are read
articles → ranked against the need → copies folded, stories on one event marked → tagged
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from curator.app.course_insights import said_lately
from curator.app.lessons import as_learned, lessons_of
from curator.app.pages import FeedItem, from_entry, read_pages
from curator.app.pull import all_feeds
from curator.app.ranking_tasks import FirstLook, Fold, Looked, RankedFor, Shared, first_look, fold, ranked
from curator.app.run import Run
from curator.errors import CuratorError
from curator.model import (
    Article,
    Candidate,
    Course,
    Entry,
    Feed,
    Module,
    Reason,
    Resource,
    StoredEntry,
    name_within,
)
from curator.ports import Store
from curator.rank import (
    Choice,
    RankingContext,
    article_vectors,
    choose,
    explain,
    forget_index,
    model_problem,
    told_parts,
    usual_meaning,
    vector_key,
)
from curator.rank.semantic import Reader, model_installed, reader_for
from curator.urls import bare, canonical
from curator.weeks.calendar import keywords_of, need_of
from curator.weeks.connection import participant_posts
from curator.weeks.decisions import counts_of, decisions
from curator.weeks.learned import NOTHING_LEARNED, Lessons

if TYPE_CHECKING:
    from curator.execution.dask_cluster import Cluster

__all__ = ["Shortlist", "explain", "glance", "offers", "shortlist"]


MOST_REASONS = 5
"""Reasons told of one candidate."""

KEPT = 0.2
"""Points for what a person kept for a later week: enough to be seen first among what fits, judged."""

ASIDE = 0.2
"""Points less, at the least, for what a person took out of a week without a judgement."""

MOST_OFFERED = 40_000
"""Entries of all feeds, the newest, that courses draw on: what two thousand feeds hold at once. Each takes
memory, and time in every course."""

TOGETHER = 40
"""Courses whose shortlists are made beside each other on a cluster: the articles of each are held."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A week's candidates, best first, and the choice among them."""

    course: Course
    week: int
    need: str
    candidates: tuple[Candidate, ...]
    choice: Choice
    lessons: Lessons = NOTHING_LEARNED
    """What was learned from the course's curators."""


def shortlist(run: Run, course: Course, week: int) -> Shortlist:
    """Weigh what the feeds offer against the need of a week and choose among the best."""
    return next(shortlists(run, [(course, week)]))


def shortlists(run: Run, wanted: Sequence[tuple[Course, int]]) -> Iterator[Shortlist]:
    """Yield the shortlist of each course's week, in their order, each made when it is asked for.

    On a cluster those of some courses at a time are made step by step beside each other; where a feed has a
    login, which stands in the names of what it says, they are made here.
    """
    if run.cluster is None or any(bare(feed.id) != feed.id for feed in all_feeds(run.project)):
        for course, week in wanted:
            yield _made_here(run, _steps(run, course, week))
    else:
        for start in range(0, len(wanted), TOGETHER):
            some = wanted[start : start + TOGETHER]
            yield from _made_together(run, run.cluster, [_steps(run, *each) for each in some])


_Step = FirstLook | Fold | tuple[FeedItem, ...]
"""What a shortlist waits for: two tasks of ranking, and pages to be read."""
_Steps = Generator[_Step, Any, Shortlist]


def _made_here(run: Run, steps: _Steps) -> Shortlist:
    """Make a shortlist on this machine."""
    given: Any = None
    while True:
        try:
            step = steps.send(given)
        except StopIteration as done:
            found: Shortlist = done.value
            return found
        if isinstance(step, tuple):
            given = read_pages(run, step)
        else:
            with run.report.timed("rank"):
                given = first_look(step, shared_of(run)) if isinstance(step, FirstLook) else fold(step)


def _made_together(run: Run, cluster: "Cluster", works: Sequence[_Steps]) -> Iterator[Shortlist]:
    """Make shortlists beside each other: every course's next step, then every course's next one.

    All wait for the same kind of step at the same time. Pages of all are asked for in one go.
    """
    executor = cluster.executor(None)
    given: list[Any] = [None] * len(works)
    while True:
        waiting: list[Any] = []
        done: list[Shortlist] = []
        for work, value in zip(works, given, strict=True):
            try:
                waiting.append(work.send(value))
            except StopIteration as ended:
                done.append(ended.value)
        if done:
            yield from done
            return
        if isinstance(waiting[0], tuple):
            read_pages(run, list({item.entry.url: item for items in waiting for item in items}.values()))
            given = [read_pages(run, items) for items in waiting]
            continue
        with run.report.timed("rank"):
            looking = isinstance(waiting[0], FirstLook)
            step: Callable[[Any, Any], Any] = first_look if looking else _fold
            results = executor.map_shared(step, waiting, shared_of(run) if looking else None)
            given = []
            for result in results:
                if result.error:
                    raise result.error
                given.append(result.value)


def _fold(task: Fold, _: None) -> list[Candidate]:
    return fold(task)


def _steps(run: Run, course: Course, week: int) -> _Steps:
    """Make a shortlist; whatever takes time is yielded as a step, and its outcome is sent in."""
    modules = [module for _, module in run.modules.get(course.slug, ())]
    others = [module for module in modules if module.week != week]
    kept, dropped = decisions(others)[0], decisions(modules)[1]  # a week is no example of itself
    used = {canonical(r.ref) for module in others for r in module.content}
    turned_down = {canonical(url) for url in dropped}
    need, keywords = need_of(course, week), keywords_of(course, week)
    out = used | turned_down
    open_: list[Offered] = []
    decided: list[Offered] = []
    for offer in offers(run, course):
        (decided if offer.address in out else open_).append(offer)
    # Known, unless the store was lost: preferences are learned from the texts.
    yield tuple(offer.item for offer in decided)
    with run.report.timed("rank"):
        lessons = lessons_of(run, course, week)
        ranking = _Ranking(run, course, week, keywords, kept, dropped)
        ranking.prepare(open_)
    looked: Looked = yield ranking.first_look(open_)
    items = tuple(offer.item for offer in open_)
    articles = yield tuple(i for i in items if i.entry.url in looked.worth or i.suggested)
    with run.report.timed("rank"):
        task = ranking.to_fold(list(articles.values()), [r for m in others for r in m.content])
    candidates: list[Candidate] = ranking.fold_here(task) if ranking.reader else (yield task)
    candidates = as_learned(_put_aside(_kept_first(candidates, modules, week), modules), lessons)
    choice = _choice(course, week, candidates, looked.usual, modules)
    return Shortlist(course, week, need, _told(choice), choice, lessons)


def _choice(
    course: Course, week: int, found: Sequence[Candidate], usual: float | None, modules: Sequence[Module]
) -> Choice:
    return choose(
        found,
        minutes=course.minutes,
        items=course.items,
        kinds=course.kinds,
        usual=usual,
        parts=told_parts(need_of(course, week), keywords_of(course, week)),
        decided=counts_of(modules),
    )


def glance(run: Run, course: Course, week: int) -> tuple[list[Candidate], Choice]:
    """Rank what is known already against the need of a week, best first, and choose; the web is not asked.

    Quick enough to be asked while somebody writes a need: no copies are folded. What was not read yet is
    judged by what its feed says.
    """
    modules = [module for _, module in run.modules.get(course.slug, ())]
    kept, dropped = decisions(modules)
    turned_down = {canonical(url) for url in dropped}
    open_ = [offer for offer in offers(run, course) if offer.address not in turned_down]
    ranking = _Ranking(run, course, week, keywords_of(course, week), kept, dropped)
    ranking.prepare(open_)
    first = ranking.rank([offer.article for offer in open_])
    worth = [candidate.url for candidate in first[: course.shortlist]]
    pages = run.store.pages(worth)
    best = (page.article if (page := pages.get(c.url)) else c.article for c in first[: course.shortlist])
    articles = [article for article in best if article is not None]
    ranking.keep_vectors(articles)
    found = ranking.rank(articles)
    return found, _choice(course, week, found, usual_meaning(first), modules)


def _kept_first(candidates: Sequence[Candidate], modules: Iterable[Module], week: int) -> list[Candidate]:
    """Lift what a person kept for later in another week, and say in which."""
    since = {canonical(kept.url): m.week for m in modules if m.week != week for kept in m.later}
    lifted = [
        replace(c, score=c.score + KEPT, reasons=(Reason(f"kept for later in week {at}", KEPT), *c.reasons))
        if (at := since.get(canonical(c.url)))
        else c
        for c in candidates
    ]
    return sorted(lifted, key=lambda c: (-c.score, c.url))


def _put_aside(candidates: Sequence[Candidate], modules: Iterable[Module]) -> list[Candidate]:
    """Lower what a person took out of a week (the last one is named): behind the best of the others."""
    aside = {canonical(url): m.week for m in sorted(modules, key=lambda m: m.week) for url in m.aside}
    best = max((c.score for c in candidates if canonical(c.url) not in aside), default=0.0)
    lowered = [
        replace(c, score=c.score - less, reasons=(Reason(f"taken out of week {at}", -less), *c.reasons))
        if (at := aside.get(canonical(c.url))) and (less := max(ASIDE, round(c.score - best + 0.01, 4)))
        else c
        for c in candidates
    ]
    return sorted(lowered, key=lambda c: (-c.score, c.url))


def _told(choice: Choice) -> tuple[Candidate, ...]:
    """Line up all candidates, best first; those that lost say why, at no points."""
    lost = [
        replace(r.candidate, reasons=(*r.candidate.reasons, Reason(r.why, detail=r.figures)))
        if len(r.candidate.reasons) < MOST_REASONS
        else r.candidate
        for r in choice.refused
    ]
    return tuple(sorted([*choice.chosen, *lost], key=lambda c: (-c.score, c.url)))


class Offered:
    """An entry that courses may draw on, its address, and the article that the feed alone makes of it."""

    __slots__ = ("address", "article", "item", "ready")

    def __init__(self, address: str, item: FeedItem) -> None:
        self.address, self.item = address, item
        self.ready = False
        """Its vector is known in this run."""
        self.article = from_entry(item)


def offers(run: Run, course: Course) -> list[Offered]:
    """Return every entry that the course may draw on, each address once, in a fixed order."""
    found = dict(_shared(run))
    for person in run.project.participants.get(course.slug, ()):
        for address, item in _of_feed(run, person.feed):
            if participant_posts([(person, item.entry)]):
                found.setdefault(address, Offered(address, item))
    others = [
        *(
            (kept.url, kept.title or kept.url)
            for _, m in run.modules.get(course.slug, ())
            for kept in m.later
        ),
        *((s.url, s.note or s.url) for s in run.project.suggestions.get(course.slug, ())),
    ]
    for url, title in others:
        if (address := canonical(url)) not in found:
            item = FeedItem(Entry(url, title), Feed(url=url), "", suggested=True)
            found[address] = Offered(address, item)
    return list(found.values())


def _shared(run: Run) -> dict[str, Offered]:
    """Return what the feeds offer to every course, by address; read once a run."""
    if run.stored.offered is None:
        feeds = {feed.id: feed for feed in run.project.sources.feeds}
        titles = {state.feed: state.title for state in run.store.feeds().values()}
        found: dict[str, Offered] = {}
        for stored in map(_named, run.store.newest_entries(feeds, MOST_OFFERED)):
            if (address := canonical(stored.entry.url)) not in found:
                feed = feeds[stored.feed]
                item = FeedItem(stored.entry, feed, feed.title or titles.get(feed.id, ""))
                found[address] = Offered(address, item)
        run.stored.offered = found
        run.at_end.append(forget_index)
    offered: dict[str, Offered] = run.stored.offered
    return offered


def shared_of(run: Run) -> Shared:
    """Return what all courses draw on, as ranking takes it; the same object throughout a run."""
    if run.stored.shared is None:
        articles = tuple(offer.article for offer in _shared(run).values())
        run.stored.shared = Shared(articles, run.stored.vectors)
    shared: Shared = run.stored.shared
    return shared


def _rows(run: Run) -> dict[str, int]:
    """Map the addresses of what all courses draw on to their rows in `shared_of`."""
    if not run.stored.rows:
        run.stored.rows = {address: row for row, address in enumerate(_shared(run))}
    return run.stored.rows


def _of_feed(run: Run, name: str) -> Iterator[tuple[str, FeedItem]]:
    """Yield the entries of a participant's feed that is not everybody's, behind their addresses."""
    if any(feed.id == name for feed in run.project.sources.feeds):
        return
    feed = next(feed for feed in all_feeds(run.project) if feed.id == name)
    state = run.store.feeds().get(name)
    for stored in map(_named, run.store.entries([name])):
        item = FeedItem(stored.entry, feed, feed.title or (state.title if state else ""))
        yield canonical(stored.entry.url), item


def _named(stored: StoredEntry) -> StoredEntry:
    """Give an entry without an address a name in its place, so that it stays apart from all the others."""
    if stored.entry.url:
        return stored
    entry = stored.entry
    return replace(stored, entry=replace(entry, url=name_within(stored.feed, entry)))


class _StoredVectors(Mapping[str, bytes]):
    """The stored vectors, each read when it is asked for: a re-ranker asks for few, by keys of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, key: str) -> bytes:
        return self._store.vectors([key])[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.vectors())

    def __len__(self) -> int:
        return len(self._store.vectors())


class _Ranking:
    """One need, the decisions so far, and the vectors that are already known."""

    def __init__(
        self,
        run: Run,
        course: Course,
        week: int,
        keywords: Sequence[str],
        kept: Sequence[Resource],
        dropped: Sequence[str],
    ) -> None:
        self.run, self.course = run, course
        if problem := model_problem():
            run.report.notes.append(problem)
        self.vectors = run.stored.vectors
        self.reader = self._reader()
        self.wanted = RankedFor(
            need_of(course, week),
            tuple(keywords),
            tuple(self._articles([r.ref for r in kept], {r.ref: r for r in kept})),
            tuple(self._articles(list(dropped), {})),
            said_lately(run, course, week),
            run.moment,
            RankingContext(run.project.sources.tags, course.audience, course.language),
        )
        self.keep_vectors([*self.wanted.liked, *self.wanted.disliked])
        self.examples = examples_of(run, course)

    def _reader(self) -> Reader | None:
        asked = self.run.project.sources.semantic
        if not (model_installed(self.course.language) if asked is None else asked):
            return None
        try:
            return reader_for(self.course.language, _StoredVectors(self.run.store))
        except CuratorError as missing:
            why = "feeds.yml asks for `semantic`, but" if asked else "A model is installed and not used:"
            self.run.report.notes.append(f"{why} {missing}")
            return None

    def _articles(self, urls: Sequence[str], resources: dict[str, Resource]) -> list[Article]:
        found = []
        for url in urls:
            article = known_article(self.run, url)
            if article is None and url in resources:
                article = article_of(resources[url])
            if article is not None:
                found.append(article)
        return found

    def prepare(self, offers: Sequence[Offered]) -> None:
        """Have the vectors of what is offered at hand, once a run."""
        new = [offer for offer in offers if not offer.ready]
        self.keep_vectors([offer.article for offer in new])
        for offer in new:
            offer.ready = True

    def rank(self, articles: Sequence[Article]) -> list[Candidate]:
        """Rank articles whose vectors are at hand."""
        return ranked(self.wanted, articles, self.vectors)

    def first_look(self, open_: Sequence[Offered]) -> FirstLook:
        """Return the task of looking through what is offered; see `shared_of`."""
        rows = _rows(self.run)
        own = [offer.article for offer in open_ if offer.address not in rows]
        deciding = [*own, *self.wanted.liked, *self.wanted.disliked]
        return FirstLook(
            self.wanted,
            tuple(rows[offer.address] for offer in open_ if offer.address in rows),
            tuple(own),
            self.course.shortlist,
            self._vectors_of(deciding),
        )

    def to_fold(self, articles: Sequence[Article], used: Sequence[Resource]) -> Fold:
        """Return the task of folding copies and tagging."""
        earlier = [article_of(resource) for resource in used]
        everything = [*articles, *earlier]
        self.keep_vectors(everything)
        vectors = self._vectors_of([*everything, *self.wanted.liked, *self.wanted.disliked])
        return Fold(self.wanted, tuple(articles), tuple(earlier), tuple(self.examples), vectors)

    def _vectors_of(self, articles: Iterable[Article]) -> dict[str, bytes]:
        return {key: self.vectors[key] for key in map(vector_key, articles) if key in self.vectors}

    def fold_here(self, task: Fold) -> list[Candidate]:
        """Fold with the re-ranker, which knows the store."""
        with self.run.report.timed("rank"):
            candidates = fold(task, self.reader)
            self._store(self.reader.new if self.reader else {})
        return candidates

    def keep_vectors(self, articles: Sequence[Article]) -> None:
        """Read the vectors that are not known yet; compute and store those that the store has not either."""
        unknown = {key: a for a in articles if (key := vector_key(a)) not in self.vectors}
        self.vectors.update(self.run.store.vectors(unknown))
        self._store(article_vectors(list(unknown.values()), self.vectors)[1])

    def _store(self, new: Mapping[str, bytes]) -> None:
        self.run.store.save_vectors(new)
        self.vectors.update(new)


def known_article(run: Run, url: str) -> Article | None:
    """Return the article of a page that was read before, None when it was not."""
    page = run.store.pages([url]).get(url)
    return page.article if page else None


def examples_of(run: Run, course: Course) -> list[tuple[Article, tuple[str, ...]]]:
    """Return what published weeks hold and how it is tagged there: examples for the tagger."""
    return [
        (article_of(resource), resource.tags)
        for _, module in run.modules.get(course.slug, ())
        if module.status == "published"
        for resource in module.content
        if resource.tags
    ]


def article_of(resource: Resource) -> Article:
    """Make an article of a curated resource, from the words in the week file."""
    text = " ".join(part for part in (resource.excerpt, resource.note) if part) or resource.title
    return Article(
        resource.url,
        resource.title,
        text,
        resource.published,
        resource.author,
        resource.source,
        kind=resource.kind,
    )
