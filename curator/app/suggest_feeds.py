"""`curate feeds suggest`: feeds worth adding to a course, each with what it would have brought.

what the course kept, and the home pages of its people → the sites that those pages link to, the blogrolls
and OPML files that they offer → the feeds of these sites → their entries ranked against the need
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curator.app.composition import crawl
from curator.app.manage_feeds import Hosts, beside_others
from curator.app.pages import FeedItem, from_entry
from curator.app.run import Run
from curator.errors import ConfigError
from curator.feeds.discovery import PageLinks, feeds_of_page, links_of_page
from curator.feeds.opml import read_opml
from curator.feeds.parse import parse_feed
from curator.model import Course, Document, Feed, Fetched, Job, ParsedFeed
from curator.rank import rank
from curator.urls import canonical, host, split, web_address

PAGES = 40
"""Pages of the course that are asked for links, the newest weeks first."""
LISTS = 10
"""Blogrolls and OPML files that are read."""
SITES = 30
"""Sites whose feeds are looked for, those that most pages name first."""
FEEDS = 40
"""Feeds that are read."""
BEST = 3
"""Entries told of each feed."""
NEAR = 0.25
"""Score from which an entry counts as one that the feed would have brought; judged: half of what a
draft asks for, since only the feed's own words are known."""

_NO_BLOGS = frozenset(
    [
        "facebook.com",
        "twitter.com",
        "x.com",
        "linkedin.com",
        "instagram.com",
        "youtube.com",
        "youtu.be",
        "pinterest.com",
        "amazon.com",
        "google.com",
        "apple.com",
        "wikipedia.org",
        "doi.org",
        "github.com",
        "t.co",
        "bit.ly",
        "archive.org",
        "creativecommons.org",
        "wordpress.org",
        "paypal.com",
        "reddit.com",
    ]
)
"""Hosts that every page links to and that are nobody's blog."""


@dataclass(frozen=True, slots=True)
class Find:
    """A feed that is not read yet: how it was found, and what it would have brought, best first."""

    feed: str
    title: str
    found: tuple[str, ...]
    """Where it was found, in words."""
    entries: tuple[tuple[str, str, float], ...]
    """Title, address and score of what it would have brought."""


@dataclass
class _Trail:
    """Sites and feeds that were met, each with where."""

    sites: Counter[str] = field(default_factory=Counter)
    """Home pages, by how many pages name them."""
    feeds: dict[str, None] = field(default_factory=dict)
    where: dict[str, dict[str, None]] = field(default_factory=dict)

    def met(self, address: str, where: str) -> None:
        self.where.setdefault(address, {})[where] = None


@dataclass(frozen=True, slots=True)
class _Web:
    """The web as a run may ask it while others work on the project: `hosts` is what hosts asked for."""

    run: Run
    hosts: Hosts

    def ask(self, jobs: Iterable[Job]) -> Iterator[Fetched]:
        return crawl(self.run, jobs, hosts=self.hosts)


def suggest_feeds(run: Run, course: Course) -> list[Find]:
    """Find feeds worth adding, the most useful first. Asks the web, politely; adds nothing.

    Raises ConfigError where the course has kept nothing yet and knows nobody.
    """
    start = list(_kept(run, course))
    if not start:
        remedy = "keep something first, or name people under `people` in course.yml"
        raise ConfigError.at(
            f"courses/{course.slug}", "holds nothing yet whose links could be followed", remedy
        )
    known = _known(run)
    with beside_others(run) as hosts:
        web = _Web(run, hosts)
        trail = _follow(web, start)
        addresses = [f for f in _feeds(web, trail) if canonical(f) not in known][:FEEDS]
        parsed = _read(web, addresses)
    found = [_find(run, course, url, feed, trail) for url, feed in parsed.items()]
    return sorted((f for f in found if f.entries), key=lambda f: (-sum(e[2] for e in f.entries), f.feed))


def _kept(run: Run, course: Course) -> Iterator[tuple[str, str]]:
    """Yield addresses to begin with and what they are in words: newest weeks first, then people."""
    modules = [module for _, module in run.modules.get(course.slug, ())]
    for module in reversed(modules):
        yield from ((r.url, f"linked from “{r.title}”") for r in module.content if web_address(r.url))
    people = [*course.people, *(p for m in modules for p in m.connection.people)]
    yield from ((p.url, f"the home page of {p.name}") for p in people if p.url)


def _follow(web: _Web, start: Sequence[tuple[str, str]]) -> _Trail:
    """Read the first pages and the lists that they offer; returns the sites and feeds that they name."""
    trail, lists = _Trail(), dict[str, str]()
    words = dict(reversed(start[:PAGES]))
    links = _links(web, words)
    for url, where in words.items():
        trail.met(home := _home(url), where)
        trail.sites[home] += 1
        for page in links.get(url, PageLinks((), ())).pages:
            _name(trail, page, where, beside=url)
        lists |= dict.fromkeys(links.get(url, PageLinks((), ())).lists, where)
    for document in _documents(web, list(lists)[:LISTS]):
        where = f"in a list that is {lists.get(document.url, 'offered there')}"
        try:
            for feed in read_opml(document.body, document.url).feeds:
                trail.feeds[feed.id] = None
                trail.met(feed.id, where)
        except ConfigError:  # a blogroll that is a page
            for page in _links_of(web, [document]).get(document.url, PageLinks((), ())).pages:
                _name(trail, page, where, beside=document.url)
    return trail


def _name(trail: _Trail, page: str, where: str, *, beside: str) -> None:
    """Take note of a site that a page names, unless it is the page's own or nobody's blog."""
    name = host(page).removeprefix("www.")
    own = host(beside).removeprefix("www.")
    if name == own or any(name == h or name.endswith(f".{h}") for h in _NO_BLOGS):
        return
    home = _home(page)
    if where not in trail.where.get(home, {}):
        trail.sites[home] += 1
    trail.met(home, where)


def _home(url: str) -> str:
    """Return the front page of a page's site."""
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _known(run: Run) -> set[str]:
    """Return what is read already: feeds, and where they moved to."""
    states = run.store.feeds().values()
    moved = {s.moved_to for s in states if s.moved_to}
    return {canonical(url) for url in {f.id for f in run.project.sources.feeds} | moved}


def _feeds(web: _Web, trail: _Trail) -> list[str]:
    """Return the feeds of the sites that most pages name, then those of lists."""
    known_sites = {host(f.id) for f in web.run.project.sources.feeds}
    sites = [site for site, _ in trail.sites.most_common() if host(site) not in known_sites][:SITES]
    found: dict[str, None] = {}
    pages = list(_documents(web, sites))
    for document, links in zip(pages, web.run.workers.map(feeds_of_page, pages), strict=True):
        for feed in (links.value or ())[:1]:
            found[feed] = None
            for where in trail.where.get(_site_of(document, sites), {"": None}):
                trail.met(feed, where)
    return [*found, *trail.feeds]


def _site_of(document: Document, sites: Iterable[str]) -> str:
    return document.url if document.url in sites else _home(document.url)


def _documents(web: _Web, urls: Sequence[str]) -> Iterator[Document]:
    """Fetch pages and yield what came; what did not come is left out, for nobody depends on it."""
    for fetched in web.ask([Job(url, "page") for url in dict.fromkeys(urls)]):
        if fetched.document is not None and not fetched.error:
            yield Document(fetched.url, fetched.document.body, fetched.document.content_type)


def _links(web: _Web, words: dict[str, str]) -> dict[str, PageLinks]:
    return _links_of(web, list(_documents(web, list(words))))


def _links_of(web: _Web, pages: Sequence[Document]) -> dict[str, PageLinks]:
    found = zip(pages, web.run.workers.map(links_of_page, pages), strict=True)
    return {page.url: links.value for page, links in found if links.value is not None}


def _read(web: _Web, urls: Sequence[str]) -> dict[str, ParsedFeed]:
    answers = [f for f in web.ask([Job(url, "feed") for url in urls]) if f.document and not f.error]
    documents = [f.document for f in answers if f.document]
    parsed = web.run.workers.map(parse_feed, documents)
    return {f.url: p.value for f, p in zip(answers, parsed, strict=True) if p.value is not None}


def _find(run: Run, course: Course, url: str, feed: ParsedFeed, trail: _Trail) -> Find:
    """Rank a feed's entries against the need and keep those that it would have brought."""
    title = feed.title or host(url)
    items = [FeedItem(entry, Feed(url=url), title) for entry in feed.entries if web_address(entry.url)]
    articles = [from_entry(item) for item in items]
    best = rank(articles, course.need, keywords=course.keywords, now=run.moment)[:BEST] if articles else []
    entries = tuple((c.article.title, c.url, round(c.score, 2)) for c in best if c.score >= NEAR)
    return Find(url, title, tuple(w for w in trail.where.get(url, {}) if w), entries)
