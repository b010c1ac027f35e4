"""Put the parts of the network together at one place: the settings, what is known of hosts, the crawler."""

from collections.abc import Iterable, Iterator

from curator import __version__
from curator.app.run import Run
from curator.fetch.client import Fetched, Job
from curator.fetch.crawler import Crawler


def crawl(
    run: Run,
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
    settings = run.project.sources.pull
    limits = {
        "proxy": run.proxy,
        "max_bytes": min(settings.max_bytes, max_bytes or settings.max_bytes),
        "timeout": min(settings.timeout, timeout or settings.timeout),
    }
    crawler = Crawler(
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
