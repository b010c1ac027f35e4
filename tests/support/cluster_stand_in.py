"""A cluster in this very process: every call is pickled as for a real one, and kept for looking at."""

import pickle
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from curator.execution import cluster_batch
from curator.execution.cluster_batch import Batch
from curator.model import Result


class StandIn:
    """Has the shape of `curator.execution.dask_cluster.Cluster`; `sent` holds the bytes of each task."""

    workers = 2
    threads = 2

    def __init__(self, threads: int = 8) -> None:
        self.sent: list[bytes] = []
        self.pool = ThreadPoolExecutor(threads)

    def executor(self, limits: Any, *, batch: int = 20, seconds: float | None = None) -> "StandInExecutor":
        return StandInExecutor(self, limits)

    def notes(self) -> list[str]:
        return []

    def close(self) -> None:
        self.pool.shutdown()
        while cluster_batch._pools:
            cluster_batch._pools.popitem()[1].close()


class StandInExecutor:
    def __init__(self, cluster: StandIn, limits: Any) -> None:
        self.cluster, self.limits = cluster, limits

    def submit(self, function: Any, item: Any, index: int = 0) -> "Future[Result[Any, Any]]":
        data = cluster_batch.pack(Batch(function, (item,), self.limits))
        self.cluster.sent.append(data)
        return self.cluster.pool.submit(self._run, data, index, item)

    def map(self, function: Any, items: Any, *, size: Any = None) -> Any:
        for index, item in enumerate(items):
            yield self.submit(function, item, index).result()

    def map_shared(self, function: Any, items: Any, shared: Any) -> Any:
        self.cluster.sent.append(cluster_batch.packed(shared))
        for index, item in enumerate(items):
            self.cluster.sent.append(pickle.dumps(item))
            yield Result(index, item, function(item, shared))

    def close(self) -> None:
        pass

    @staticmethod
    def _run(data: bytes, index: int, item: Any) -> Any:
        edition = cluster_batch.edition().digest
        ((value, error),) = cluster_batch.unpack(cluster_batch.run(edition, data))  # type: ignore[misc]
        return Result(index, item, value, error)
