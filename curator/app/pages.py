"""Pages: from the entries worth a closer look to articles, asking for each page at most once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from curator.app.composition import crawl
from curator.app.run import Run
from curator.extract import extract
from curator.model import RESOURCE_KINDS, Article, Document, Entry, Feed, Job, StoredPage
from curator.model.reading_time import count_words
from curator.urls import web_address

BATCH = 25
"""Pages stored in one transaction; what a kill loses is at most asked for again."""
RETRY = timedelta(days=1)
"""A page that failed is asked for again after a day, then two, four, at most eight."""
ENOUGH = 120
"""Words in the feed itself from which an entry can stand without its page."""


_RECORDING = re.compile(r"\.(?:mp3|m4[abv]|aac|og[gav]|opus|flac|wav|mp4|webm|mov|mkv)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry together with the feed it came from."""

    entry: Entry
    feed: Feed
    feed_title: str = ""
    suggested: bool = False
    """Somebody suggested it, so it is read whatever the ranking of its title."""


@dataclass(frozen=True, slots=True)
class _Task:
    document: Document
    entry: Entry
    feed_title: str


def from_entry(item: FeedItem) -> Article:
    """Make an article of what the feed itself says."""
    entry = item.entry
    return Article(
        entry.url,
        entry.title,
        entry.summary or entry.title,
        published=entry.published or entry.updated,
        author=entry.author,
        source=item.feed_title or item.feed.title,
        summary=entry.summary,
        language=entry.language,
        kind=entry.kind,
        seconds=entry.seconds,
        categories=entry.categories + item.feed.tags,
        licence=entry.licence,
        weight=item.feed.weight,
        feed=item.feed.id,
        entry=entry,
    )


def read_pages(run: Run, items: Sequence[FeedItem]) -> dict[str, Article]:
    """Return the article of each entry by the entry's address; failures are counted and left out.

    Known pages come from the store, those of the project's own feeds from disk, the rest from the web.
    """
    known = run.store.pages(item.entry.url for item in items)
    missing = [i for i in items if _has_page(i.entry.url) and _wanted(run, known.get(i.entry.url))]
    missing = _whole(run, missing)
    with run.report.timed("pages"):
        known |= _read(run, missing, known)
    found = {}
    for item in items:
        page = known.get(item.entry.url)
        article = page.article if page else None
        if article is None and (_stands_alone(item.entry) or not web_address(item.entry.url)):
            article = from_entry(item)
        if article is not None:
            found[item.entry.url] = _credit(article, item)
    return found


def _whole(run: Run, items: Sequence[FeedItem]) -> list[FeedItem]:
    """Give entries back their content, which may stand for a page and which ranking does without."""
    feeds = {item.feed.id for item in items if not item.suggested}
    held = {(s.feed, s.entry.url, s.entry.guid): s.entry for s in run.store.entries(feeds)}
    found = []
    for item in items:
        whole = held.get((item.feed.id, item.entry.url, item.entry.guid))
        found.append(replace(item, entry=whole) if whole else item)
    return found


def _has_page(url: str) -> bool:
    """Say whether there is a page to ask for: an address, and not that of the recording itself."""
    return bool(web_address(url)) and not _RECORDING.search(url.partition("?")[0])


def _wanted(run: Run, page: StoredPage | None) -> bool:
    if page is None:
        return True
    pause = RETRY * 2 ** min(max(page.failures - 1, 0), 3)
    return page.article is None and not timedelta(0) <= run.now - page.fetched < pause


def _stands_alone(entry: Entry) -> bool:
    """Tell whether the feed says enough: a recording, or a text of some length."""
    return RESOURCE_KINDS[entry.kind].is_recording or count_words(entry.summary) >= ENOUGH


def _credit(article: Article, item: FeedItem) -> Article:
    """Add what the feed knows and the page cannot: its weight, its tags, its name for credit."""
    return replace(
        article,
        weight=item.feed.weight,
        feed=item.feed.id,
        source=article.source or item.feed_title or item.feed.title,
        categories=tuple(dict.fromkeys((*article.categories, *item.entry.categories, *item.feed.tags))),
        entry=item.entry,
    )


def _read(run: Run, items: Sequence[FeedItem], before: dict[str, StoredPage]) -> dict[str, StoredPage]:
    """Fetch and extract pages; the articles, or the cause of failure, go to the store in batches."""
    reading = _Reading(run, items, before)
    done: dict[str, StoredPage] = {}
    waiting: list[StoredPage] = []

    def keep(pages: Sequence[StoredPage]) -> None:
        for page in pages:
            done[page.url] = page
            waiting.append(page)
            run.progress("pages", len(done), len(items))
        if len(waiting) >= BATCH:
            run.store.save_pages(waiting)
            waiting.clear()

    for result in run.workers.map(_extract, reading.tasks(), size=_size):
        url = reading.sent[result.index]
        if result.value is not None:
            run.report.pages_fetched += 1
            keep([StoredPage(url, run.now, result.value)])
        else:
            reading.failed(url, str(result.error))
        keep(reading.take_failures())
    keep(reading.take_failures())
    run.store.save_pages(waiting)
    return done


def _size(task: _Task) -> int:
    return len(task.document.body)


def _extract(task: _Task) -> Article:
    return extract(task.document, entry=task.entry, feed_title=task.feed_title)


class _Reading:
    """Documents on the way from disk and network to extraction."""

    def __init__(self, run: Run, items: Sequence[FeedItem], before: dict[str, StoredPage]) -> None:
        self.run, self.before = run, before
        self.items = {item.entry.url: item for item in items}
        self.sent: list[str] = []
        self._failures: list[StoredPage] = []

    def tasks(self) -> Iterator[_Task]:
        """Yield what there is to extract, as it comes in."""
        jobs = []
        for url, item in self.items.items():
            path = local_page(self.run.project.root, item.feed, url)
            if path is None:
                jobs.append(Job(url, "page"))
            elif (body := _bytes(path)) is not None:
                yield self._task(item, Document(url, body, "text/html"))
            else:
                self.failed(url, f"{path.name} is missing beside {item.feed.path}")
        for fetched in crawl(self.run, jobs):
            if fetched.document is not None and not fetched.error:
                yield self._task(self.items[fetched.url], fetched.document)
            else:
                self.failed(fetched.url, fetched.error or "the answer held no page")

    def _task(self, item: FeedItem, document: Document) -> _Task:
        self.sent.append(item.entry.url)
        return _Task(document, item.entry, item.feed_title or item.feed.title)

    def failed(self, url: str, error: str) -> None:
        """Count a page that gave no article."""
        self.run.report.pages_failed += 1
        self.run.fail("extract" if url in self.sent else "fetch", url, error)
        failures = self.before[url].failures + 1 if url in self.before else 1
        self._failures.append(StoredPage(url, self.run.now, None, error, failures))

    def take_failures(self) -> list[StoredPage]:
        """Return the failures since the last call."""
        taken, self._failures = self._failures, []
        return taken


def local_page(root: Path, feed: Feed, url: str) -> Path | None:
    """Return the file beside a feed of the project's own that holds the page, or None for the web.

    The page is the file that the address ends in: ".../starter/asking.html" is asking.html beside the feed.
    """
    if not feed.path:
        return None
    name = url.rsplit("/", 1)[-1].split("?", 1)[0].split("#", 1)[0]
    folder = (root / feed.path).resolve().parent
    path = (folder / name).resolve()
    return path if name and path.parent == folder and path.suffix == ".html" else None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
