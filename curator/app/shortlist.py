"""Shortlist: the stories worth a closer look for one week of one course, best first.

everything the feeds said → ranked on the feeds' own words → the best few pages are read
articles → ranked against the need → copies folded, stories on one event marked → tagged
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from curator.app.course_insights import said_lately
from curator.app.pages import FeedItem, from_entry, read_pages
from curator.app.pull import all_feeds
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
    article_vectors,
    choose,
    explain,
    forget_index,
    group_duplicates,
    model_problem,
    parts_of,
    rank,
    related,
    tagger,
    usual_meaning,
    vector_key,
)
from curator.rank.said import TAKES_UP
from curator.rank.semantic import Reader, transformer
from curator.urls import canonical
from curator.weeks.calendar import keywords_of, need_of
from curator.weeks.connection import participant_posts
from curator.weeks.decisions import decisions

__all__ = ["Shortlist", "explain", "glance", "offers", "shortlist"]


MOST_REASONS = 5
"""Reasons told of one candidate."""

KEPT = 0.2
"""Points for what a person kept for a later week: enough to be seen first among what fits, judged."""

MOST_OFFERED = 40_000
"""Entries of all feeds, the newest, that courses draw on: what two thousand feeds hold at once. Each takes
memory, and time in every course."""

TAGGED = 150
"""Candidates, best first, that are tagged: they serve the choice, and each takes milliseconds."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A week's candidates, best first, and the choice among them."""

    course: Course
    week: int
    need: str
    candidates: tuple[Candidate, ...]
    choice: Choice


def shortlist(run: Run, course: Course, week: int) -> Shortlist:
    """Weigh what the feeds offer against the need of a week and choose among the best."""
    modules = [module for _, module in run.modules.get(course.slug, ())]
    others = [module for module in modules if module.week != week]
    kept, dropped = decisions(modules)
    used = {canonical(r.ref) for module in others for r in module.content}
    turned_down = {canonical(url) for url in dropped}
    need, keywords = need_of(course, week), keywords_of(course, week)
    out = used | turned_down
    open_: list[Offered] = []
    decided: list[Offered] = []
    for offer in offers(run, course):
        (decided if offer.address in out else open_).append(offer)
    # Known, unless the store was lost: preferences are learned from the texts.
    read_pages(run, [offer.item for offer in decided])
    with run.report.timed("rank"):
        ranking = _Ranking(run, course, week, keywords, kept, dropped)
        ranking.prepare(open_)
        first = ranking.rank([offer.article for offer in open_])
    worth = {candidate.url for candidate in first[: course.shortlist]}
    items = [offer.item for offer in open_]
    articles = read_pages(run, [item for item in items if item.entry.url in worth or item.suggested])
    with run.report.timed("rank"):
        candidates = ranking.fold(list(articles.values()), [r for m in others for r in m.content])
        candidates = _kept_first(candidates, modules, week)
        choice = choose(
            candidates,
            minutes=course.minutes,
            items=course.items,
            kinds=course.kinds,
            usual=usual_meaning(first),
            parts=parts_of(need, keywords),
        )
    return Shortlist(course, week, need, _told(choice), choice)


def glance(run: Run, course: Course, week: int) -> list[Candidate]:
    """Rank what is known already against the need of a week, best first; nothing is read from the web.

    Quick enough to be asked while somebody writes a need: no copies are folded and nothing is chosen.
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
    return ranking.rank(articles)


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


def _told(choice: Choice) -> tuple[Candidate, ...]:
    """Line up all candidates, best first; those that lost say why, at no points."""
    lost = [
        replace(r.candidate, reasons=(*r.candidate.reasons, Reason(r.why)))
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


def taken_up(reason: Reason, said: Mapping[str, str]) -> Reason:
    """Say of a reason that quotes the conversation when and how it was said; others stay as they are.

    `said` maps words to "asked in week 3". Files and pages get the words without the quotation, for whether
    a learner is quoted there is for a person to choose.
    """
    start, _, quote = reason.text.partition(" said: “")
    if not reason.public or start != TAKES_UP:
        return reason
    begin = quote.rstrip("”").rstrip("…")
    how = next((h for words, h in said.items() if " ".join(words.split()).startswith(begin)), "said")
    return replace(reason, text=f"{TAKES_UP} {how}: “{quote}", public=f"{TAKES_UP} {how}")


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
        self.run, self.course, self.need, self.keywords = run, course, need_of(course, week), keywords
        if problem := model_problem():
            run.report.notes.append(problem)
        self.said = said_lately(run, course, week)
        self.vectors = run.stored.vectors
        self.reader = self._reader()
        self.liked = self._articles([r.ref for r in kept], {r.ref: r for r in kept})
        self.disliked = self._articles(list(dropped), {})
        self.keep_vectors([*self.liked, *self.disliked])
        self.examples = examples_of(run, course)

    def _reader(self) -> Reader | None:
        if not self.run.project.sources.semantic:
            return None
        try:
            return transformer(known=_StoredVectors(self.run.store))
        except CuratorError as missing:
            self.run.report.notes.append(f"feeds.yml asks for `semantic`, but {missing}")
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

    def rank(self, articles: Sequence[Article], reader: Reader | None = None) -> list[Candidate]:
        """Rank articles whose vectors are at hand."""
        ranked = rank(
            articles,
            self.need,
            keywords=self.keywords,
            liked=self.liked,
            disliked=self.disliked,
            said=tuple(self.said),
            now=self.run.moment,
            taxonomy=self.run.project.sources.tags,
            audience=self.course.audience,
            language=self.course.language,
            vectors=self.vectors,
            reranker=reader,
        )
        if not self.said:
            return ranked
        return [replace(c, reasons=tuple(taken_up(r, self.said) for r in c.reasons)) for c in ranked]

    def keep_vectors(self, articles: Sequence[Article]) -> None:
        """Read the vectors that are not known yet; compute and store those that the store has not either."""
        unknown = {key: a for a in articles if (key := vector_key(a)) not in self.vectors}
        self.vectors.update(self.run.store.vectors(unknown))
        self._store(article_vectors(list(unknown.values()), self.vectors)[1])

    def _store(self, new: Mapping[str, bytes]) -> None:
        self.run.store.save_vectors(new)
        self.vectors.update(new)

    def fold(self, articles: Sequence[Article], used: Sequence[Resource]) -> list[Candidate]:
        """Rank articles with copies folded into the best version, related stories marked, and tags."""
        earlier = [article_of(resource) for resource in used]
        known = {article.url for article in earlier}
        everything = [*articles, *earlier]
        self.keep_vectors(everything)
        grouped = group_duplicates(everything, self.vectors)
        groups = [g for g in grouped if not any(a.url in known for a in g)]
        copies = {group[0].url: group[1:] for group in groups}
        beside = related([group[0] for group in groups], self.vectors)
        tags = tagger(self.run.project.sources.tags, examples=self.examples)
        ranked = self.rank([group[0] for group in groups], self.reader)
        self._store(self.reader.new if self.reader else {})
        named = [*tags([c.article for c in ranked[:TAGGED]]), *repeat((), len(ranked[TAGGED:]))]
        return [
            replace(
                c, duplicates=tuple(copies[c.url]), related=tuple(beside.get(c.url, ())), tags=tuple(names)
            )
            for c, names in zip(ranked, named, strict=True)
        ]


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
