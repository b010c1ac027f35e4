"""The composition root: the one place that chooses the implementation of each port.

Everything here is cheap to import; what is chosen is imported when it is asked for.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from curator import __version__
from curator.comments import provider
from curator.comments.base import Provider
from curator.config import Project
from curator.execution.workers import Workers
from curator.extract import PRELOAD
from curator.model import Fetched, HostState, Job
from curator.storage.sqlite import SQLiteStore
from curator.yamlio.reading import read_text

if TYPE_CHECKING:
    from curator.app.run import Run
    from curator.execution.dask_cluster import Cluster
    from curator.fetch.thread_reader import ThreadReader
    from curator.ports import Assistant, Executor, Fetcher, Store


STORE = "CURATE_STORE"
"""The environment variable that names a store for several machines; else a project has a file of its own."""


def store(state: Path) -> "Store":
    """Open the store: in Postgres where CURATE_STORE names one, else a file in the project's state folder.

    Raises StoreError where it cannot be used, ConfigError for an address that will not do, BusyError while
    another machine's run is at work on it.
    """
    if address := os.environ.get(STORE, ""):
        from curator.storage.postgres import PostgresStore

        return PostgresStore.open(address)
    return SQLiteStore.open(state / "store.db")


_READING = ("curator.app.pages", "curator.feeds.parse", *PRELOAD)
"""Modules that read feeds and pages, imported once before children are forked."""
_SLOW = 120.0
"""Seconds that a task with requests to one host may take beyond what its requests may."""


def cluster(address: str) -> "Cluster":
    """Connect to a Dask cluster; ConfigError for what is wrong here, ClusterError where nobody answers."""
    from curator.execution.dask_cluster import Cluster

    return Cluster.connect(address)


def executor(cluster: "Cluster | None" = None) -> "Executor":
    """Return the limited child processes that read feeds and pages, here or within the tasks of a cluster.

    None starts before there is work.
    """
    if cluster is None:
        return Workers(preload=_READING)
    from curator.execution.cluster_batch import Limits

    return cluster.executor(Limits(preload=_READING))


def engine_executor(cluster: "Cluster") -> "Executor":
    """Return what makes units of the site on a cluster, a unit a task, within the engine's limits."""
    from curator.execution.cluster_batch import Limits
    from curator.site import render

    limits = Limits(render.CPU_SECONDS, render.MEMORY, render.WALL_SECONDS, render.PRELOAD)
    return cluster.executor(limits, batch=1)


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
    hosts: dict[str, HostState] | None = None,
) -> Iterator[Fetched]:
    """Fetch addresses with the project's settings and yield each record as it comes.

    `origins` names servers (scheme, host and port) of the project's own files that may be private; no
    redirect may lead to them. `max_bytes` and `timeout` (seconds) only ever lower the project's own limits.
    What servers asked for (rest, robots.txt) is read from the store and, when all is done, written back;
    without `remember` neither. `hosts` takes the store's place: it is read, and brought up to date.
    """
    from curator.fetch.crawler import Crawler
    from curator.fetch.robots import LONGEST_DELAY

    settings = run.project.sources.pull
    limits = {
        "proxy": run.proxy,
        "max_bytes": min(settings.max_bytes, max_bytes or settings.max_bytes),
        "timeout": min(settings.timeout, timeout or settings.timeout),
    }
    settings = settings.model_copy(update=limits)
    known = hosts if hosts is not None else run.store.hosts() if remember else {}
    crawler: Fetcher
    if run.cluster is None or origins:
        crawler = Crawler(jobs, settings, known, run.now, version=__version__, origins=origins)
    else:
        from curator.fetch.spread_crawler import STEPS, SpreadCrawler

        seconds = _SLOW + 2 * STEPS * (settings.timeout + max(settings.per_host_delay, LONGEST_DELAY))
        crawler = SpreadCrawler(
            jobs,
            settings,
            known,
            run.now,
            executor=run.cluster.executor(None, seconds=seconds),
            at_once=settings.connections * run.cluster.workers,
            version=__version__,
        )
    yield from crawler
    if hosts is not None:
        hosts.update((state.origin, state) for state in crawler.hosts)
    elif remember:
        run.store.save_hosts(crawler.hosts)


def thread_reader(run: "Run", origin: str, *, private: bool) -> "ThreadReader":
    """Prepare to ask a comment service; `private` says that mkdocs.yml names this very origin."""
    from curator.fetch.thread_reader import ThreadReader

    settings = run.project.sources.pull.model_copy(update={"proxy": run.proxy})
    return ThreadReader(
        settings, origin, private=private, site=run.project.site.site_url, version=__version__
    )
