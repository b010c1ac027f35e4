"""What a cluster is sent, and what of it a run without one knows: no secret, and nothing at all.

Whole runs on a stand-in that keeps all that a cluster would be sent.
"""

import shutil
import subprocess
import sys

import pytest
import yaml
from cluster_stand_in import StandIn
from pull_server import answer, serving

from curator.app import composition

SECRETS = ("s3cret-token", "s3cret-login", "s3cret-smtp")
TODAY = ("--today", "2026-11-23")


@pytest.fixture
def cluster(monkeypatch):
    cluster = StandIn()
    monkeypatch.setattr(composition, "cluster", lambda address: cluster)
    monkeypatch.setenv("CURATE_GITHUB_TOKEN", SECRETS[0])
    monkeypatch.setenv("CURATE_SMTP_PASSWORD", SECRETS[2])
    yield cluster
    cluster.close()


def feed(host):
    items = "".join(
        f"<item><title>Asking for help, part {n}</title><guid>{host}{n}</guid>"
        f"<description>{'Who asks a colleague learns sooner. ' * 30}</description></item>"
        for n in range(3)
    )
    return f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize("login", ["", "ada:s3cret-login@"])
def test_a_whole_week_sends_no_secret_and_gives_what_one_machine_gives(
    cluster, project, tmp_path, curate, login
):
    with serving(lambda r: answer(404) if r.path == "/robots.txt" else answer(body=feed(r.host))) as server:
        said = yaml.safe_load((project / "feeds.yml").read_text())
        said["pull"] = {"proxy": server.address, "per_host_delay": 0}
        said["feeds"] += [{"url": f"http://{login}wiki.example/feed"}, {"url": "http://open.example/feed"}]
        (project / "feeds.yml").write_text(yaml.safe_dump(said))
        second = project / "courses/second/course.yml"
        second.parent.mkdir()
        second.write_text(
            "title: Second\nneed: Colleagues ask each other for help early\nstart: 2026-11-23\n"
        )
        here = tmp_path / "here"
        shutil.copytree(project, here)
        assert curate("build", "-C", here, *TODAY, "-q").code == 0
        outcome = curate(
            "build", "-C", project, *TODAY, "--cluster", "tls://scheduler.example:8786", "--json"
        )
    assert outcome.code == 0
    assert outcome.json["feeds"]["ok"] == 3
    assert len(outcome.json["weeks"]) == 2
    assert files(project) == files(here)
    assert len(cluster.sent) > 5
    everything = b"".join(cluster.sent)
    assert not [secret for secret in SECRETS if secret.encode() in everything]
    assert str(project).encode() not in everything, "nor where the project lies"
    ranked_there = b"FirstLook" in everything
    assert ranked_there == (not login), (
        "what a feed with a login says is named after it, so it is ranked here"
    )


def files(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("courses", "site")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


def test_pages_of_a_project_that_names_environment_variables_are_made_here(
    cluster, project, curate, monkeypatch
):
    monkeypatch.setenv("SITE_TOKEN", "s3cret-token")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text() + "\ncopyright: !ENV [SITE_TOKEN, none]\n")
    outcome = curate("site", "-C", project, *TODAY, "--cluster", "tls://scheduler.example:8786")
    assert outcome.code == 0
    assert "names environment variables" in outcome.out
    assert (project / "site/index.html").exists()
    assert cluster.sent == []


def test_nothing_of_dask_is_imported_by_a_run_without_a_cluster():
    code = (
        "import sys, curator.app.run, curator.app.pull, curator.app.drafting, curator.app.make_site\n"
        "import curator.app.composition as c; c.executor(); import curator.execution.dask_cluster\n"
        "found = {m.partition('.')[0] for m in sys.modules} & {'dask', 'distributed', 'pg8000', 'psutil'}\n"
        "assert not found, found"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
