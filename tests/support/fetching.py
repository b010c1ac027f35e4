"""One fetch from a server that answers as a test says."""

from datetime import UTC, datetime

from pull_all import pull
from pull_server import Handler, Server, serving

from curator.config import Pull
from curator.model import Fetched, Job

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIMIT = 0.6
"""Seconds of a fetch in tests of its time limit; what is to arrive in time has sixty, however busy the machine."""


def ask(handler: Handler, job: Job | None = None, **settings: object) -> Fetched:
    """Ask a server that answers with `handler`, through it as a proxy, so that hosts can have names."""
    with serving(handler) as server:
        return ask_server(server, job, **settings)


def ask_server(server: Server, job: Job | None = None, **settings: object) -> Fetched:
    """Ask a server that is there already."""
    jobs = [job or Job("http://site.example/feed.xml")]
    (fetched,) = pull(jobs, pull_settings(server, **settings), {}, NOW, version="9.9").fetched
    return fetched


def pull_settings(server: Server, **more: object) -> Pull:
    return Pull.model_validate({"proxy": server.address, "per_host_delay": 0, "timeout": 60, **more})
