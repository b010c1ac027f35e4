"""Promises of politeness are tried on one machine and on many."""

import pull_all
import pytest
from cluster_stand_in import StandIn

from curator.fetch.spread_crawler import SpreadCrawler


@pytest.fixture(params=["one machine", "many machines"])
def machines(request, monkeypatch):
    """Every promise holds on a cluster, too; a stand-in pickles each task as a real one does."""
    if request.param == "one machine":
        yield
        return
    cluster = StandIn()

    def spread(jobs, settings, hosts, now, **more):
        executor = cluster.executor(None)
        return SpreadCrawler(
            jobs, settings, hosts, now, executor=executor, at_once=settings.connections, **more
        )

    monkeypatch.setattr(pull_all, "CRAWLER", spread)
    yield
    cluster.close()
