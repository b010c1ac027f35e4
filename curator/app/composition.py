"""The composition root: the one place that chooses the implementation of each port.

Everything here is cheap to import; what is chosen is imported when it is asked for.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from curator import __version__
from curator.comments import provider
from curator.comments.base import Provider
from curator.config import Project
from curator.execution.workers import Workers
from curator.extract import PRELOAD
from curator.model import Fetched, Job
from curator.storage.sqlite import SQLiteStore
from curator.yamlio.reading import read_text

if TYPE_CHECKING:
    from curator.app.run import Run
    from curator.fetch.thread_reader import ThreadReader
    from curator.ports import Assistant, Fetcher


def store(state: Path) -> SQLiteStore:
    """Open the store of a project's state folder; StoreError when the folder cannot be written."""
    return SQLiteStore.open(state / "store.db")


def executor() -> Workers:
    """Return the limited child processes that read feeds and pages; none starts before there is work."""
    return Workers(preload=("curator.app.pages", "curator.feeds.parse", *PRELOAD))


def comments(project: Project) -> Provider | None:
    """Return the comment provider that mkdocs.yml names; ConfigError for settings that are wrong."""
    text = read_text(project.root / "mkdocs.yml", "mkdocs.yml")
    return provider(project.site.comments, site_url=project.site.site_url, text=text)


def assistant(project: Project) -> "Assistant | None":
    """Return the assistant that mkdocs.yml names, if any."""
    settings = project.site.assistant
    if settings is None:
        return None
    from curator.execution.assistant import Program

    return Program(settings.command, settings.timeout)


def engine_names() -> list[str]:
    """Name the site engines that `--engine` takes, the default first."""
    from curator.site.engines import names

    return names()


def crawl(
    run: "Run",
    jobs: Iterable[Job],
    *,
    origins: Iterable[str] = (),
    max_bytes: int | None = None,
    timeout: float | None = None,
    remember: bool = True,
) -> Iterator[Fetched]:
    """Fetch addresses with the project's settings and yield each record as it comes.

    `origins` names servers (scheme, host and port) of the project's own files that may be private; no
    redirect may lead to them. `max_bytes` and `timeout` (seconds) only ever lower the project's own limits.
    What servers asked for (rest, robots.txt) is read from the store and, when all is done, written back;
    without `remember` neither.
    """
    from curator.fetch.crawler import Crawler

    settings = run.project.sources.pull
    limits = {
        "proxy": run.proxy,
        "max_bytes": min(settings.max_bytes, max_bytes or settings.max_bytes),
        "timeout": min(settings.timeout, timeout or settings.timeout),
    }
    crawler: Fetcher = Crawler(
        jobs,
        settings.model_copy(update=limits),
        run.store.hosts() if remember else {},
        run.now,
        version=__version__,
        origins=origins,
    )
    yield from crawler
    if remember:
        run.store.save_hosts(crawler.hosts)


def thread_reader(run: "Run", origin: str, *, private: bool) -> "ThreadReader":
    """Prepare to ask a comment service; `private` says that mkdocs.yml names this very origin."""
    from curator.fetch.thread_reader import ThreadReader

    settings = run.project.sources.pull.model_copy(update={"proxy": run.proxy})
    return ThreadReader(
        settings, origin, private=private, site=run.project.site.site_url, version=__version__
    )
