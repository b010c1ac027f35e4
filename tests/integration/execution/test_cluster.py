"""A run on a real Dask cluster: the same bytes as on one machine, whatever happens to the machines."""

import html
import json
import re
import shutil
import signal
import sys
import textwrap
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import dask
import distributed  # noqa: F401 - its settings must be there before tests change some
import jsonschema
import pytest
import yaml
from bombs import BOMBS, end_own_worker, explode, hang_once
from dask_certificates import certificates
from distributed.cli import dask_scheduler, dask_worker
from one_process import one_process
from pull_server import serving
from small_web import HOSTS, a_project, published, reads, small_web

from benchmarks.dask_processes import processes, wait_for
from curator.app import build
from curator.app.run import Run
from curator.errors import ClusterError
from curator.execution import cluster_batch
from curator.execution.cluster_batch import Limits
from curator.execution.dask_cluster import Cluster

ROOT = Path(__file__).parents[3]
SUPPORT = ROOT / "tests/support"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def clusters(settings, tmp_path_factory):
    """Give the same cluster of two workers at each call, a new one once its scheduler is dead."""
    with ExitStack() as stack:
        made = []

        def cluster():
            if not made or made[-1].scheduler.poll() is not None:
                folder = tmp_path_factory.mktemp("cluster")
                made.append(stack.enter_context(processes(folder, 2, settings=settings, path=[SUPPORT])))
            return made[-1]

        yield cluster


@pytest.fixture
def machines(clusters):
    return clusters()


@pytest.fixture(autouse=True)
def configured(settings):
    with dask.config.set({**settings, "distributed.comm.timeouts.connect": "20s"}):
        yield


# --- a run on the small web --------------------------------------------------------------------------


def run_week(project, cluster: str = "", progress=None):
    with Run.open(project, now=NOW, today=TODAY, cluster=cluster, progress=progress) as run:
        return build(run)


@dataclass(frozen=True)
class Local:
    files: dict[str, str]
    json: dict
    notes: tuple[str, ...]
    project: Path


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Lay down one more copy of the same project at each call."""
    first = tmp_path_factory.mktemp("project") / "project"
    a_project(first, TODAY)

    def copy(server):
        root = tmp_path_factory.mktemp("copy") / "project"
        shutil.copytree(first, root)
        reads(root, server)
        return root

    return copy


@pytest.fixture(scope="module")
def local(course):
    """What one machine makes of the small web."""
    with serving(small_web) as server:
        project = course(server)
        report = run_week(project)
    return Local(published(project), account(report), tuple(report.notes), project)


def account(report):
    told = report.as_json()
    del told["seconds"], told["notes"]
    told["failures"] = sorted((f["stage"], f["item"], f["error"]) for f in told["failures"])
    return told


# --- the same bytes ----------------------------------------------------------------------------------


def test_two_workers_make_what_one_machine_makes(machines, course, local):
    assert local.json["feeds"]["ok"] == HOSTS + 1
    assert local.json["pages"]["fetched"] > 10
    assert "it stays a draft" not in " ".join(local.notes), "the week holds what it should"
    with serving(small_web) as server:
        project = course(server)
        report = run_week(project, machines.address)
    assert account(report) == local.json
    assert published(project) == local.files
    assert set(server.busiest.values()) == {1}, "never two requests at once to one host"


def test_of_three_workers_one_killed_in_each_stage_and_one_that_stands_still_change_nothing(
    machines, course, local
):
    machines.add_worker()
    killed, stopped = [], []

    def kill(stage):
        killed.append(stage)
        machines.add_worker()
        victim = next(w for w in machines.workers if w.poll() is None and w not in stopped)
        victim.kill()
        victim.wait()

    def progress(stage, done, total):
        if done == 1:
            kill(stage)
        if stage == "pages" and done == 2:
            stopped.append(machines.workers[-1])
            stopped[0].send_signal(signal.SIGSTOP)
            threading.Timer(1.5, stopped[0].send_signal, [signal.SIGCONT]).start()
        elif stage == "pages" and done == total:
            kill("ranking")

    with serving(small_web) as server:
        project = course(server)
        report = run_week(project, machines.address, progress)
    assert killed == ["feeds", "pages", "ranking", "site"], (report.held, report.notes, report.failures)
    assert stopped
    assert account(report) == local.json
    assert published(project) == local.files
    assert "of its workers" in " ".join(report.notes)
    assert set(server.busiest.values()) == {1}


# --- bombs -------------------------------------------------------------------------------------------


def test_bombs_of_every_kind_cost_themselves_only(machines):
    good = [f"page {n}" for n in range(30)]
    items = [*good[:10], *BOMBS, *good[10:]]
    with Cluster.connect(machines.address) as cluster:
        living = sum(worker.poll() is None for worker in machines.workers)
        wait_for(lambda: cluster.workers == living)  # some may have only just begun
        limits = Limits(cpu_seconds=1, memory=2**29, wall_seconds=6, preload=("bombs",))
        results = list(cluster.executor(limits).map(explode, items))
        assert cluster.workers == living
        assert cluster.notes() == []
    assert [r.item for r in results] == items
    assert [r.value for r in results if r.item in good] == [name.upper() for name in good]
    assert all(r.error and r.value is None for r in results if r.item in BOMBS)


def test_what_ends_its_worker_costs_itself_and_its_batch_is_tried_one_by_one(settings, tmp_path):
    lenient = {**settings, "distributed.scheduler.allowed-failures": "0"}
    with (
        processes(tmp_path, 3, settings=lenient, path=[SUPPORT]) as machines,
        Cluster.connect(machines.address) as cluster,
    ):
        results = list(cluster.executor(None).map(end_own_worker, ["a", "fatal", "b"]))
        assert [r.value for r in results] == ["A", None, "B"]
        assert "lost" in str(results[1].error)


def test_a_task_that_hangs_is_begun_anew_elsewhere(machines, tmp_path):
    with Cluster.connect(machines.address) as cluster:
        (result,) = cluster.executor(None, seconds=3).map(hang_once, [str(tmp_path / "tried")])
        assert result.value == "done"
        assert "their tasks ran elsewhere" in cluster.notes()[0]


# --- what the guide says to run ----------------------------------------------------------------------


def test_the_compose_file_is_one_and_runs_what_dask_has_with_settings_that_dask_knows():
    schemas = pytest.importorskip("check_jsonschema.builtin_schemas")
    guide = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"(?m)^    # compose.yml.*\n((?:(?:    .*)?\n)+?)(?=\S)", guide)
    compose = yaml.safe_load(textwrap.dedent(text))
    jsonschema.validate(compose, schemas.get_builtin_schema("vendor.compose-spec"))
    programs = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}
    for name, service in compose["services"].items():
        dask_word, program, *arguments = service["command"].split()
        assert (dask_word, program) == ("dask", name)
        programs[name].make_context(name, arguments)  # an option that it lacks would be an error
        for variable in service["environment"]:
            dask.config.get(variable.removeprefix("DASK_").lower().replace("__", ".").replace("_", "-"))


# --- who is let in -----------------------------------------------------------------------------------


def test_a_worker_with_other_packages_does_no_work(machines, monkeypatch):
    ours = cluster_batch.edition()
    other = cluster_batch.Edition((*ours.packages, ("lxml", "0.1")), "another")
    with Cluster.connect(machines.address) as cluster:
        monkeypatch.setattr(cluster_batch, "edition", lambda: other)
        with pytest.raises(ClusterError, match=r"lxml \d.* instead of 0\.1.*constraints\.txt"):
            list(cluster.executor(None).map(explode, ["x"]))


def test_nobody_there_is_told_in_words(curate, project):
    with dask.config.set({"distributed.comm.timeouts.connect": "300ms"}):
        outcome = curate("build", "-C", project, "--cluster", "tcp://127.0.0.1:1", "--today", "2026-11-23")
    assert outcome.code == 1
    assert "no scheduler answers at tcp://127.0.0.1:1" in outcome.err
    assert not (project / "site").exists()


def test_a_certificate_of_another_authority_is_refused(machines, tmp_path):
    strange = certificates(tmp_path / "strange")
    with (
        dask.config.set({**strange, "distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(ClusterError, match="with the same CA"),
    ):
        Cluster.connect(machines.address)


# --- the captured web --------------------------------------------------------------------------------


def test_the_captured_web_gives_the_same_bytes_and_no_host_is_asked_twice_at_once(machines, shared, tmp_path):
    from curator.app.scaffold import NewCourse, lay_down

    web = shared / "data/web"
    feeds = [html.unescape(url) for url in re.findall(r'xmlUrl="([^"]+)"', (web / "feeds.opml").read_text())]
    need = json.loads((web / "needs.json").read_text())[0]["need"]
    seen = []
    for name, cluster in (("here", ""), ("there", machines.address)):
        log = tmp_path / f"{name}.jsonl"
        serve = [
            sys.executable,
            shared / "web/serve.py",
            "--port",
            "0",
            "--log",
            log,
            "--hosts",
            web / "hosts",
        ]
        with one_process(serve) as server:
            proxy = f"http://127.0.0.1:{server.stdout.readline().rsplit(':', 1)[1].strip()}"
            root = tmp_path / name
            lay_down(root, NewCourse("Captured", need), today=TODAY)
            course = root / "courses/captured/course.yml"
            course.write_text(re.sub(r"(?m)^id: .*", "id: captured", course.read_text()))
            pull = {"proxy": proxy, "per_host_delay": 0}
            (root / "feeds.yml").write_text(json.dumps({"pull": pull, "feeds": [{"url": u} for u in feeds]}))
            report = run_week(root, cluster)
        seen.append((published(root), account(report)))
        assert not overlaps(log)
    assert seen[0] == seen[1]
    assert seen[0][1]["entries"]["new"] > 700


def overlaps(log):
    """Hosts that were asked while an earlier request to them was not answered yet."""
    spans = {}
    for line in log.read_text().splitlines():
        row = json.loads(line)
        spans.setdefault(urlsplit(row["url"]).hostname, []).append(
            (row["time"], row["time"] + row["seconds"])
        )
    return {
        host
        for host, asked in spans.items()
        for (_, end), (begin, _) in pairwise(sorted(asked))
        if begin < end - 0.002  # two clocks' worth of rounding
    }


# --- the end of a cluster ----------------------------------------------------------------------------


def test_a_scheduler_killed_midway_holds_the_last_good_site(machines, local, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(local.project, project)
    next(iter(project.glob("courses/*/week-01.md"))).unlink()
    for path in (project / ".curator").glob("store.db*"):
        path.unlink()
    before = published(project)
    with serving(small_web) as server:

        def progress(stage, done, total):
            if stage == "feeds" and done == 1:  # afterwards pages are wanted, which only workers fetch
                machines.scheduler.kill()

        reads(project, server)
        report = run_week(project, machines.address, progress)
    assert report.exit_code == 1
    assert "the last good site stands" in report.held[0]
    assert machines.address in report.held[0]
    assert published(project) == before
    assert not [path for path in project.rglob("*.curate")]
