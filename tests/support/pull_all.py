"""All fetches of a run at once, for tests that ask what came of them and not in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curator.config import Pull
from curator.fetch.crawler import Crawler
from curator.model import Fetched, HostState, Job


@dataclass(frozen=True, slots=True)
class PullResult:
    """What a run brought: one record a job, in the order of the jobs, and the hosts that changed."""

    fetched: tuple[Fetched, ...]
    hosts: tuple[HostState, ...]


CRAWLER: Callable[..., Any] = Crawler
"""What `pull` uses; a test of politeness puts the crawler of many machines in its place."""


def pull(
    jobs: Sequence[Job], settings: Pull, hosts: Mapping[str, HostState], now: datetime, **more: Any
) -> PullResult:
    """Fetch all jobs and return when they are done; `more` is handed to the crawler."""
    crawler = CRAWLER(jobs, settings, hosts, now, **more)
    done = dict(crawler.pairs())
    return PullResult(tuple(done[job] for job in jobs if job in done), crawler.hosts)
