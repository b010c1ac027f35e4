"""What a cluster loses, without a cluster: answers that do not arrive, workers that die or hang, a scheduler that is gone."""

from types import SimpleNamespace

import pytest

from curator.errors import ClusterError, WorkerError
from curator.execution import cluster_batch, dask_cluster
from curator.execution.cluster_batch import Batch
from curator.execution.dask_cluster import TRIES, Cluster

ADDRESS = "tls://scheduler.example:8786"


class KilledWorker(Exception):  # noqa: N818 - called as Dask calls its own, by whose name it is known
    """A task has cost too many workers."""


class Task:
    """A future as Dask's client returns it; the test says how it ends."""

    def __init__(self, arguments, workers):
        self.arguments, self.workers = arguments, workers
        self.status, self.cancelled, self._ended = "pending", False, None
        self._callbacks = []

    def add_done_callback(self, callback):
        if self.status == "pending":
            self._callbacks.append(callback)
        else:
            callback(self)

    def result(self, timeout):
        assert timeout > 0
        if isinstance(self._ended, BaseException):
            raise self._ended
        return self._ended

    def cancel(self, *, force):
        self.cancelled = force

    def release(self):
        pass

    def end(self, outcome, status="finished"):
        """End as a task with this answer or error does, and tell whoever waits."""
        self.status, self._ended = status, outcome
        for callback in self._callbacks:
            callback(self)

    def work(self):
        """Do what a worker would."""
        self.end(cluster_batch.run(*self.arguments))


class Client:
    """Dask's client, as far as it is used; `answer` is called with every task that is sent."""

    status = "running"
    scheduler = SimpleNamespace(identity="identity", processing="processing")

    def __init__(self, answer=lambda task: None):
        self.answer, self.tasks = answer, []
        self.workers = {"tls://a:1": {"nthreads": 2}}
        self.processing: dict[str, list[str]] = {}
        self.gone: Exception | None = None

    def submit(self, function, *arguments, key, pure, workers):
        if self.gone:
            raise self.gone
        assert function is cluster_batch.run
        task = Task(arguments, workers)
        task.key = key
        self.tasks.append(task)
        self.answer(task)
        return task

    def scatter(self, data, *, hash, broadcast):
        if self.gone:
            raise self.gone
        return data

    def sync(self, what, **_):
        if self.gone:
            raise self.gone
        return {"workers": self.workers} if what == "identity" else self.processing

    def close(self, timeout):
        raise OSError("it is gone")


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def cluster(client):
    """A connection that looks at nothing by itself: a test lets the watch look, where it wants that."""
    made = Cluster(client, ADDRESS, 5.0)
    yield made
    made.close()


def words(item):
    return f"{item} read"


def send(cluster, *items, seconds=600.0):
    return cluster.send(Batch(words, items, None), seconds)


def test_an_answer_arrives(cluster, client):
    future = send(cluster, "a", "b")
    client.tasks[0].work()
    assert future.result(0) == (("a read", None), ("b read", None))


def test_what_is_lost_on_its_way_is_begun_anew(cluster, client):
    future = send(cluster, "a")
    client.tasks[0].end(None, status="lost")
    assert len(client.tasks) == 2
    client.tasks[0].end(None, status="lost")  # told twice: it is another task's by now
    assert len(client.tasks) == 2
    client.tasks[1].work()
    assert future.result(0) == (("a read", None),)


def test_what_its_worker_took_along_is_cancelled_and_begun_anew(cluster, client):
    future = send(cluster, "a")
    client.tasks[0].end(TimeoutError())
    assert client.tasks[0].cancelled
    client.tasks[1].work()
    assert future.result(0) == (("a read", None),)


def test_what_is_lost_again_and_again_ends_the_run_in_words(client, cluster):
    future, waiting = send(cluster, "a"), send(cluster, "b")
    for _ in range(TRIES):
        client.tasks[-1 if len(client.tasks) > 2 else 0].end(None, status="cancelled")
    for each in (future, waiting):
        with pytest.raises(ClusterError, match=rf"{ADDRESS} was lost: what its workers give does not arrive"):
            each.result(0)
    with pytest.raises(ClusterError, match="does not arrive"):
        send(cluster, "c")


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (KilledWorker("it died"), WorkerError, "every worker that read it was lost"),
        (
            ImportError("No module named lxml"),
            ClusterError,
            "cannot do this run's work: No module named lxml",
        ),
        (AttributeError("no such function"), ClusterError, "cannot do this run's work: no such function"),
        (
            ConnectionResetError("broken pipe"),
            ClusterError,
            f"the cluster at {ADDRESS} was lost: broken pipe",
        ),
        (ConnectionResetError(), ClusterError, "was lost: ConnectionResetError"),
        (KeyError("a bug of ours"), KeyError, "a bug of ours"),
    ],
)
def test_an_error_of_a_task_is_told_for_what_it_is(cluster, client, error, kind, said):
    future = send(cluster, "a")
    client.tasks[0].end(error, status="error")
    with pytest.raises(kind) as raised:
        future.result(0)
    assert type(raised.value) is kind
    assert said in str(raised.value)


def test_a_scheduler_that_takes_nothing_more_is_told_in_words(cluster, client):
    client.gone = OSError("connection refused\nby the other side")
    with pytest.raises(ClusterError, match=rf"{ADDRESS} was lost: connection refused$"):
        send(cluster, "a")
    with pytest.raises(ClusterError, match="was lost: connection refused"):
        cluster.share(b"x")


def test_a_task_that_is_lost_when_the_scheduler_is_gone_ends_the_run(cluster, client):
    future = send(cluster, "a")
    client.gone = OSError("connection refused")
    client.tasks[0].end(None, status="lost")
    with pytest.raises(ClusterError, match="connection refused"):
        future.result(0)


def test_an_answer_after_the_end_changes_nothing(cluster, client):
    future = send(cluster, "a")
    cluster._finish(cluster._waiting[client.tasks[0].key], (("first", None),))
    client.tasks[0].work()
    cluster._finish(SimpleNamespace(key="", outer=future), (("late", None),))
    assert future.result(0) == (("first", None),)


def test_closing_ends_what_waits(cluster, client):
    future = send(cluster, "a")
    cluster.close()
    with pytest.raises(ClusterError, match="the run was ended"):
        future.result(0)


# --- the watch ---------------------------------------------------------------------------------------


@pytest.fixture
def looks(monkeypatch):
    """Let the watch look without pause."""
    monkeypatch.setattr(dask_cluster, "PULSE", 0.0)


@pytest.mark.parametrize("how", ["closed", "silent"])
def test_a_scheduler_that_is_gone_ends_what_waits(cluster, client, looks, how):
    future = send(cluster, "a")
    if how == "closed":
        client.status = "closed"
    else:
        client.gone = OSError("no answer")
    cluster._look_after()
    with pytest.raises(ClusterError, match=r"was lost: (the connection is closed|no answer)"):
        future.result(0)
    with pytest.raises(ClusterError, match="was lost"):
        cluster._first_worker()


def test_a_cluster_whose_workers_do_not_come_back_ends_what_waits(client, looks):
    cluster = Cluster(client, ADDRESS, 0.0)
    future = send(cluster, "a")
    client.workers = {}
    cluster._look_after()
    with pytest.raises(ClusterError, match=f"the cluster at {ADDRESS} has no workers left"):
        future.result(0)


def test_a_scheduler_without_workers_is_told_so(client):
    with pytest.raises(ClusterError, match=f"the scheduler at {ADDRESS} has no workers; start some"):
        Cluster(client, ADDRESS, 0.0)._first_worker()


def test_workers_are_counted_and_those_that_went_are_named(cluster):
    assert (cluster.workers, cluster.threads, cluster.notes()) == (1, 1, [])
    cluster._notice({"tls://a:1": 2, "tls://b:1": 4})
    assert (cluster.workers, cluster.threads) == (2, 6)
    cluster._notice({"tls://b:1": 4})
    assert cluster.notes() == ["the cluster lost 1 of its workers (tls://a:1); their tasks ran elsewhere"]


def test_what_takes_too_long_is_begun_anew_on_another_worker(cluster, client):
    cluster._notice({"tls://a:1": 1, "tls://b:1": 1})
    future = send(cluster, "a", seconds=-1.0)
    client.processing = {"tls://a:1": [client.tasks[0].key], "tls://b:1": []}
    cluster._overdue()
    assert client.tasks[0].cancelled
    assert client.tasks[1].workers == ["tls://b:1"]
    assert cluster.lost == ["tls://a:1"]
    client.tasks[1].work()
    assert future.result(0) == (("a read", None),)


def test_what_takes_too_long_and_has_nowhere_else_to_go_is_lost(cluster, client):
    cluster._notice({"tls://a:1": 1})
    future = send(cluster, "a", seconds=-1.0)
    client.processing = {"tls://a:1": [client.tasks[0].key]}
    cluster._overdue()
    with pytest.raises(WorkerError, match="took longer than -1 s on the cluster"):
        future.result(0)


def test_a_task_that_is_begun_anew_when_the_run_is_over_ends_with_it(cluster, client):
    cluster._notice({"tls://a:1": 1, "tls://b:1": 1})
    late, lost = send(cluster, "a", seconds=-1.0), send(cluster, "b")
    client.gone = OSError("connection refused")
    cluster._overdue()
    client.tasks[1].end(None, status="lost")
    for future in (late, lost):
        with pytest.raises(ClusterError, match="was lost: connection refused"):
            future.result(0)


def test_where_a_task_runs_is_not_known_of_a_scheduler_that_is_gone(cluster, client):
    send(cluster, "a")
    client.gone = OSError("no answer")
    assert cluster._where(cluster._waiting[client.tasks[0].key]) == set()


# --- batches -----------------------------------------------------------------------------------------


def at_once(task):
    """Answer a task at once; one that holds a bomb costs every worker that reads it."""
    if b"bomb" in task.arguments[1]:
        task.end(KilledWorker("it died"), status="error")
    else:
        task.work()


def test_a_batch_that_cost_its_workers_is_tried_one_by_one(cluster, client):
    client.answer = at_once
    results = list(cluster.executor(None, batch=3).map(words, ["a", "bomb", "b", "c"]))
    assert [r.value for r in results] == ["a read", None, "b read", "c read"]
    assert [r.index for r in results] == [0, 1, 2, 3]
    assert str(results[1].error) == "every worker that read it was lost"
    assert len(client.tasks) == 5, "two batches, and the three of the first by themselves"


def test_a_single_item_that_cost_its_workers_is_its_error(cluster, client):
    client.answer = at_once
    executor = cluster.executor(None, batch=1)
    (result,) = executor.map(words, ["bomb"])
    assert (result.value, str(result.error)) == (None, "every worker that read it was lost")
    result = executor.submit(words, "bomb", 7).result(0)
    assert (result.index, str(result.error)) == (7, "every worker that read it was lost")
    assert executor.submit(words, "a", 8).result(0).value == "a read"
    assert len(client.tasks) == 3


def test_a_bug_in_what_is_run_travels(cluster, client):
    client.answer = lambda task: task.end(KeyError("a bug of ours"), status="error")
    with pytest.raises(KeyError, match="a bug of ours"):
        cluster.executor(None).submit(words, "a").result(0)
    with pytest.raises(KeyError, match="a bug of ours"):
        list(cluster.executor(None).map(words, ["a"]))


def joined(item, shared):
    return item + shared


def test_what_costs_its_workers_and_is_trusted_is_done_here_in_the_end(cluster, client):
    client.answer = at_once
    results = list(cluster.executor(None).map_shared(joined, ["a", "bomb"], "!"))
    assert [r.value for r in results] == ["a!", "bomb!"]
    assert cluster.shared(1) is cluster.shared(1)
