"""Bounded child processes: what one bad document may cost."""

import asyncio
import os
import pickle
import resource
import subprocess
import sys
import threading
from collections import Counter

import pytest
from worker_items import behave, double, length_and_pid, many_bytes, note_and_behave

from curator.errors import ExtractError, WorkerError
from curator.execution import fork_server
from curator.execution import workers as workers_module
from curator.execution.workers import Workers, processors

pytestmark = pytest.mark.usefixtures("own_fork_servers")


@pytest.fixture(scope="module")
def workers():
    # Limits so wide that a loaded machine does not reach them; a test of a limit makes workers of its own.
    with Workers(2, cpu_seconds=30, memory=2**28, wall_seconds=120) as pool:
        yield pool


def test_results_come_in_the_order_of_the_items(workers):
    results = list(workers.map(double, range(50)))
    assert [r.value for r in results] == [2 * n for n in range(50)]
    assert [r.index for r in results] == list(range(50))
    assert [r.item for r in results] == list(range(50))


def test_nothing_is_started_without_work():
    with Workers(2) as pool:
        assert list(pool.map(double, [])) == []
        assert pool._server is None


def test_a_system_that_does_not_say_which_processors_are_ours_has_all_of_its_own(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert processors() == os.cpu_count()
    with Workers() as pool:
        assert 2 <= pool.processes <= 4


@pytest.mark.skipif(sys.platform != "linux", reason="not every system knows this limit")
def test_a_lower_limit_than_ours_stands(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import resource\n"
        "from curator.execution.workers import Workers\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n"
        "with Workers(1, memory=2**40) as pool:\n"
        "    print([r.value or r.error for r in pool.map(len, ['abc'])])\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert done.stdout == "[3]\n", done.stderr


def test_a_loop_is_stopped_by_its_processor_time_and_costs_itself():
    with Workers(1, cpu_seconds=1, wall_seconds=120) as pool:
        before, bad, after = pool.map(behave, ["a", "loop", "b"])
    assert (before.value, after.value) == ("a done", "b done")
    assert str(bad.error) == "used more than 1 s of processor time and was stopped"


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("hog", "needed more memory than a worker may use"),
        ("exit", "ended its worker process (exit code 3)"),
        ("system exit", "SystemExit: 4"),
        ("kill", "was killed from outside, perhaps because the machine ran out of memory"),
        ("crash", "crashed its worker process (SIGSEGV)"),
        ("deep", "is nested too deeply"),
        ("stubborn", "StubbornError: an error without words"),
        ("value", "ValueError: bad\x00value"),
    ],
)
def test_a_bad_item_costs_itself_and_says_why(workers, item, words):
    before, bad, after = workers.map(behave, ["a", item, "b"])
    assert (before.value, after.value) == ("a done", "b done")
    assert bad.value is None
    assert type(bad.error) is WorkerError
    assert str(bad.error) == words


def test_a_child_that_hangs_without_working_is_stopped_by_the_clock():
    with Workers(1, wall_seconds=2, preload=["worker_items"]) as pool:
        bad, good = pool.map(behave, ["stop", "b"])
        assert str(bad.error) == "took longer than 2 s and was stopped"
        assert good.value == "b done"


def test_an_answer_that_cannot_travel_is_an_error(workers):
    (result,) = workers.map(behave, ["lambda"])
    assert "cannot be sent back" in str(result.error)


def test_an_item_or_function_that_cannot_travel_is_an_error(workers):
    (result,) = workers.map(behave, [lambda: None])
    assert "cannot be sent to a worker" in str(result.error)
    (result,) = workers.map(lambda item: item, ["a"])
    assert "cannot be sent to a worker" in str(result.error)


def test_an_error_raised_on_purpose_keeps_its_class_and_its_worker(workers):
    bad, good = workers.map(behave, ["no article", "b"])
    assert type(bad.error) is ExtractError
    assert str(bad.error) == "the page is a list of links"
    assert good.value == "b done"


def test_three_bad_items_of_200_cost_three_and_nothing_runs_twice(tmp_path):
    items = [f"{tmp_path}|{n}" for n in range(200)]
    bad = {17: "exit", 18: "kill", 150: "loop"}
    for n, what in bad.items():
        items[n] = f"{tmp_path}|{n}|{what}"
    with Workers(2, cpu_seconds=1, wall_seconds=120) as pool:
        results = list(pool.map(note_and_behave, items))
    assert [r.index for r in results] == list(range(200))
    assert {r.index for r in results if r.error} == set(bad)
    assert [r.value for r in results if not r.error] == [f"{n} done" for n in range(200) if n not in bad]
    assert Counter(p.read_text() for p in tmp_path.iterdir()) == Counter(["."] * 200)


def test_an_answer_that_nobody_will_read_costs_its_item_and_holds_nobody(monkeypatch):
    """The child still waits to send when the parent gives up: it must be ended, not waited for."""
    monkeypatch.setattr(fork_server, "MAX_MESSAGE", 100_000)  # here only: the child sends it all the same
    with Workers(1, preload=["worker_items"]) as pool:
        big, small = pool.map(many_bytes, [2_000_000, 3])
    assert str(big.error) == "its answer is longer than 0 MiB"
    assert small.value == b"xxx"


def test_a_child_does_not_even_begin_to_send_what_nobody_will_read(monkeypatch):
    monkeypatch.setattr(fork_server, "MAX_MESSAGE", 100_000)
    ok, (name, words), keep = pickle.loads(fork_server._pickled(True, b"x" * 200_000, True))
    assert (ok, name, keep) == (False, "WorkerError", False)
    assert "longer than" in words


def test_a_child_that_closed_its_socket_and_stays_is_ended(monkeypatch):
    monkeypatch.setattr(workers_module, "GRACE_SECONDS", 0.05)
    with Workers(1, preload=["worker_items"]) as pool:
        bad, good = pool.map(behave, ["deaf", "b"])
    assert "was killed" in str(bad.error)
    assert good.value == "b done"


def test_big_bodies_travel(workers):
    body = os.urandom(2**20) * 10
    results = list(workers.map(length_and_pid, [body] * 3))
    assert [r.value[0] for r in results] == [len(body)] * 3


def test_children_are_reused_and_there_are_no_more_than_asked(workers):
    pids = {r.value[1] for r in workers.map(length_and_pid, [b""] * 100)}
    assert len(pids) <= 2


def test_a_worn_out_child_is_replaced(monkeypatch):
    with Workers(1) as pool:
        results = list(pool.map(length_and_pid, [b""] * 2500))
    assert len({r.value[1] for r in results}) == 3


def test_items_are_taken_as_needed(workers):
    taken = []

    def endless():
        n = 0
        while True:
            taken.append(n)
            yield n
            n += 1

    results = workers.map(double, endless())
    assert [next(results).value for _ in range(3)] == [0, 2, 4]
    results.close()
    assert len(taken) < 40


def test_works_beside_threads_and_inside_an_event_loop(workers):
    async def main():
        futures = [asyncio.wrap_future(workers.submit(double, n, n)) for n in range(20)]
        return [r.value for r in await asyncio.gather(*futures)]

    assert asyncio.run(main()) == [2 * n for n in range(20)]
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.extend(r.value for r in workers.map(double, range(20))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted([2 * n for n in range(20)] * 3)


def test_few_large_items_are_taken_ahead(workers, monkeypatch):
    """What waits is bounded in bytes, so a hundred feeds of nine megabytes are not held at once."""
    monkeypatch.setattr(workers_module, "MAX_AHEAD", 1000)
    taken = []

    def items():
        for number in range(20):
            taken.append(number)
            yield number

    ahead = 0
    for done, result in enumerate(workers.map(double, items(), size=lambda _: 400), 1):
        assert result.value == 2 * result.index
        ahead = max(ahead, len(taken) - done)
    assert ahead <= 2


def test_a_process_with_many_open_files_still_finds_its_children_alive():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1200, hard))
    held = []
    try:
        while not held or held[-1] < 1030:  # the children's sockets get numbers that select() does not know
            held.append(os.open(os.devnull, os.O_RDONLY))
        with Workers() as workers:
            assert [r.value for r in workers.map(len, ["a", "bc"])] == [1, 2]
            assert [r.value for r in workers.map(len, ["abc"])] == [3]
    finally:
        for file in held:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
