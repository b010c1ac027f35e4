"""Feeds as people manage them: list, add, remove, check, import, export, accept moves."""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from curator.app.composition import crawl
from curator.app.pull import all_feeds, pull
from curator.app.run import Run
from curator.config import Project, load_project
from curator.errors import BusyError, ConfigError, CuratorError, FetchError, ParseError, Problem
from curator.feeds.discovery import explain, feeds_of_page, is_feed, likely_addresses
from curator.feeds.feeds_file import add_feeds, edit_file, remove_feed, replace_addresses
from curator.feeds.opml import Imported, read_opml, write_opml
from curator.feeds.parse import parse_feed
from curator.fetch.rate_limits import describe
from curator.model import Document, Feed, Fetched, HostState, Job, ParsedFeed
from curator.text.counting import count
from curator.urls import bare, masked, signed, without_feed_scheme

_NO_FRONT = frozenset({401, 403, 404, 405, 406})
"""Answers of a front page that say nothing about the site's feed."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A line of `curate feeds list`: the feed, its state in a word, and what to do about it."""

    feed: str
    title: str
    state: str
    since: datetime | None
    """When it last said something new."""
    advice: str


def rows(run: Run, only: str | None = None) -> list[FeedRow]:
    """Describe every feed of the project, or the one that `only` names (see `named`)."""
    states = run.store.feeds()
    found = []
    for feed in all_feeds(run.project):
        if only is None or feed.id == only:
            state = states.get(feed.id)
            report = describe(feed.id, state, run.now)
            title = feed.title or (state.title if state else "")
            found.append(FeedRow(feed.id, title, report.word, report.since, report.advice))
    if only is not None and not found:
        raise ConfigError(
            [Problem("feeds.yml", 0, "feeds", f"holds no feed {only}", "see `curate feeds list`")]
        )
    return found


def named(project: Project, words: str) -> str:
    """Find the feed that somebody names by its address or path, also by what is shown of an address."""
    for feed in all_feeds(project):
        if words in (feed.id, masked(feed.id), bare(feed.id)):
            return feed.id
    return words


def check(run: Run, only: str | None = None) -> list[FeedRow]:
    """Ask the feeds (those that are due) and say how they are; others may work on the project meanwhile."""
    only = only and named(run.project, only)
    rows(run, only)
    pull(run, None if only is None else [only], beside_others=True)
    return rows(run, only)


Hosts = dict[str, HostState]
"""What hosts asked for, by origin."""

Search = Generator[Sequence[str], Mapping[str, Fetched], tuple[str, ParsedFeed]]
"""A search for one feed: yields addresses to ask next, is sent their answers, returns what it found."""


def add(run: Run, address: str, *, title: str = "", tags: Sequence[str] = ()) -> Feed:
    """Add the feed at an address, or the one that the site at this address offers.

    Raises FetchError when nothing answers, ParseError when there is no feed: the message says what the
    address holds instead and which feeds it offers.
    """
    (found,) = add_all(run, [address], title=title, tags=tags)
    if isinstance(found, CuratorError):
        raise found
    return found


def add_all(
    run: Run, addresses: Sequence[str], *, title: str = "", tags: Sequence[str] = ()
) -> list[Feed | CuratorError]:
    """Add the feeds of several sites, which wait for the network together; says of each what `add` would.

    Others may work on the project meanwhile: only feeds.yml is touched, at the end and in one step.
    """
    with beside_others(run) as hosts:
        return _add_all(run, addresses, hosts, title, tags)


def not_added(failed: Mapping[str, CuratorError], of: int) -> list[str]:
    """Say which of so many addresses were not added: of several first how many, then each with its reason."""
    if of < 2:
        return [f"{masked(address)} was not added: {error}" for address, error in failed.items()]
    told = [f"{masked(address)}: {_reason(address, error)}" for address, error in failed.items()]
    return [f"{len(failed)} of {count(of, 'address', 'addresses')} were not added:", *told] if told else []


def _reason(address: str, error: CuratorError) -> str:
    """Say why an address failed, without saying it again where it stands before the reason."""
    return re.sub(rf"^(?:https?://)?{re.escape(bare(address))}:? ", "", str(error), count=1)


@contextmanager
def beside_others(run: Run) -> Iterator[Hosts]:
    """Let others work on the project while the web is asked; the store is not to be used meanwhile.

    Yields what hosts asked for, which is remembered at the end, unless somebody still works on it then.
    """
    before = run.store.hosts()
    hosts = dict(before)
    try:
        with run.unlocked():
            yield hosts
    except BusyError as busy:
        run.report.notes.append(f"{str(busy).partition(';')[0]}; what hosts asked for is not remembered")
    else:
        run.store.save_hosts(state for name, state in hosts.items() if state is not before.get(name))


def _add_all(
    run: Run, addresses: Sequence[str], hosts: Hosts, title: str, tags: Sequence[str]
) -> list[Feed | CuratorError]:
    found: list[Feed | CuratorError] = []
    for one in _together(run, [_search(run, address) for address in addresses], hosts):
        if isinstance(one, CuratorError):
            found.append(one)
        else:
            found.append(Feed(url=one[0], title=title or one[1].title[:200], tags=tuple(tags)))
    feeds = [feed for feed in found if isinstance(feed, Feed)]
    if feeds:
        edit_file(run.project.root / "feeds.yml", lambda text: add_feeds(text, feeds))
    return found


def _together(
    run: Run, searches: Sequence[Search], hosts: Hosts
) -> list[tuple[str, ParsedFeed] | CuratorError]:
    """Carry searches out side by side: what they ask next is fetched at once, politely by host."""
    found: dict[int, tuple[str, ParsedFeed] | CuratorError] = {}
    answers: dict[str, Fetched] = {}
    asked: dict[int, Sequence[str]] = dict.fromkeys(range(len(searches)), ())
    while asked:
        for place, urls in list(asked.items()):
            try:
                asked[place] = searches[place].send(answers) if urls else next(searches[place])
            except StopIteration as end:
                found[place] = end.value
                del asked[place]
            except (FetchError, ParseError) as error:
                found[place] = error
                del asked[place]
        wanted = list(dict.fromkeys(url for urls in asked.values() for url in urls))
        answers = _fetch(run, wanted, hosts) if wanted else {}
    return [found[place] for place in range(len(searches))]


def _search(run: Run, address: str) -> Search:
    fetched = yield from _ask(address)
    if fetched.document is not None and not fetched.error:
        return (yield from _find(run, fetched.moved_to or fetched.url, fetched.document))
    if fetched.status in _NO_FRONT and urlsplit(fetched.url).path in ("", "/"):
        # A site without a front page for robots may well have a feed for them.
        elsewhere = yield from _first_feed(run, likely_addresses(fetched.url), {})
        if elsewhere is None:
            raise FetchError(
                f"{fetched.url}: {fetched.error}; no feed was found at the usual addresses either"
            )
        return elsewhere
    raise FetchError(f"{fetched.url}: {fetched.error or 'nothing answered'}")


def _ask(address: str) -> Generator[Sequence[str], Mapping[str, Fetched], Fetched]:
    """Ask for an address; for one without a scheme over https, and over http where that has no answer."""
    address = without_feed_scheme(address.strip())
    urls = [address] if "://" in address else [f"https://{address}", f"http://{address}"]
    for url in urls:
        fetched = (yield [url])[url]
        if fetched.status:
            break
    return fetched


def _find(run: Run, url: str, document: Document) -> Search:
    (own,) = run.workers.map(parse_feed, [document])
    if own.value is not None:
        return url, own.value
    if is_feed(document):
        raise ParseError(f"{url} cannot be read: {own.error}")
    (links,) = run.workers.map(feeds_of_page, [document])
    offered = links.value or ()
    causes: dict[str, str] = {}
    for candidates in (offered, likely_addresses(document.url)):
        found = yield from _first_feed(run, [signed(candidate, url) for candidate in candidates], causes)
        if found is not None:
            return found
    raise ParseError(f"{url} is no feed: {explain(document, offered, causes)}")


def _first_feed(
    run: Run, candidates: Sequence[str], causes: dict[str, str]
) -> Generator[Sequence[str], Mapping[str, Fetched], tuple[str, ParsedFeed] | None]:
    """Return the first of some addresses that holds a feed; keep in `causes` why the others do not."""
    if not candidates:
        return None
    answers = yield candidates
    for candidate in candidates:
        fetched = answers[candidate]
        if fetched.error or fetched.document is None:
            causes[candidate] = fetched.error or "nothing answered"
            continue
        (parsed,) = run.workers.map(parse_feed, [fetched.document])
        if parsed.value is not None:
            return fetched.moved_to or candidate, parsed.value
        causes[candidate] = str(parsed.error)
    return None


def _fetch(run: Run, urls: Sequence[str], hosts: Hosts) -> dict[str, Fetched]:
    jobs = [Job(url, "feed") for url in urls]
    return {fetched.url: fetched for fetched in crawl(run, jobs, hosts=hosts)}


def remove(run: Run, feed: str) -> None:
    """Remove a feed from feeds.yml; what it said is forgotten, what was published stays."""
    feed = named(run.project, feed)
    edit_file(run.project.root / "feeds.yml", lambda text: remove_feed(text, feed))
    run.store.forget_feed(feed)


def import_opml(root: Path, data: bytes, file: str) -> tuple[Imported, int]:
    """Add the feeds of an OPML file to feeds.yml; return what it held and how many were new."""
    imported = read_opml(data, file)
    known = {feed.id for feed in load_project(root).sources.feeds}
    edit_file(root / "feeds.yml", lambda text: add_feeds(text, imported.feeds))
    return imported, sum(feed.id not in known for feed in imported.feeds)


def export_opml(run: Run) -> bytes:
    """Write the feeds that live on the web as OPML."""
    feeds = [feed for feed in run.project.sources.feeds if feed.url]
    return write_opml(feeds, run.project.site.site_name)


def accept_moves(run: Run) -> dict[str, str]:
    """Give every feed that has moved for good its new address; return old and new addresses."""
    listed = {feed.id for feed in run.project.sources.feeds}
    states = run.store.feeds()
    moves = {s.feed: s.moved_to for s in states.values() if s.moved_to and s.feed in listed}
    if moves:
        edit_file(run.project.root / "feeds.yml", lambda text: replace_addresses(text, moves))
        for old, new in moves.items():
            run.store.rename_feed(old, new)
    return moves
