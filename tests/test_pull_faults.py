"""Every misbehaving host of the captured web in one run: the good ones complete, the bad ones are named."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.config import Pull
from curator.errors import ParseError
from curator.pull.fetch import Fetched, Job
from curator.pull.parse import parse_feed
from curator.pull.run import pull

SERVER = Path(__file__).parents[1].parent / "shared" / "web" / "serve.py"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOSTS = {
    "ok": "",
    "temporary": "",
    "moved": "",
    "charset": "",
    "churn": "",
    "author": "",
    "gone": "gone for good (410)",
    "missing": "not found (404)",
    "teapot": "418",
    "error": "the server failed",
    "loop": "redirected more than 5 times",
    "hops": "redirected more than 5 times",
    "busy": "left alone",
    "down": "not available",
    "reset": "broke off",
    "truncated": "broke off",
    "stall": "within 2 s",
    "drip": "within 2 s",
    "headers": "within 2 s",
    "endless": "larger than 10 MB",
    "gzipbomb": "compressed more than once",
    "private": "169.254.169.254 is not a public address",
    "localfile": "not http or https",
    "html": "not a feed but a web page",
    "empty": "the answer is empty",
    "noise": "binary data",
    "entities": "entity bomb",
    "external": "reach outside",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[dict[str, Fetched], list[dict[str, str]], float]:
    if not SERVER.exists():
        pytest.skip("the captured web is not on this machine")
    log = tmp_path_factory.mktemp("web") / "log.jsonl"
    server = subprocess.Popen(
        [sys.executable, str(SERVER), "--port", "0", "--log", str(log)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().rsplit(":", 1)[1].strip()
        settings = Pull(proxy=f"http://127.0.0.1:{port}", per_host_delay=0, timeout=2)
        # The server needs seconds to make its bomb, and answers nobody meanwhile.
        pull(
            [Job("http://gzipbomb.fault.test/feed.xml")], settings.model_copy(update={"timeout": 60}), {}, NOW
        )
        started = time.monotonic()
        jobs = [Job(f"http://{name}.fault.test/feed.xml") for name in HOSTS]
        result = pull(jobs, settings, {}, NOW)
        spent = time.monotonic() - started
        pull(jobs, settings, {host.host: host for host in result.hosts}, NOW)
    finally:
        server.terminate()
        server.wait()
        if server.stdout:
            server.stdout.close()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    return dict(zip(HOSTS, result.fetched, strict=True)), lines, spent


@pytest.mark.parametrize(("name", "words"), HOSTS.items(), ids=HOSTS.keys())
def test_each_host_is_read_or_named_with_its_cause(run, name, words):
    fetched = run[0][name]
    error = fetched.error
    if fetched.document is not None:
        try:
            parse_feed(fetched.document)
        except ParseError as caught:
            error = str(caught)
    assert words in error if words else error == ""


def test_the_run_ends_in_time(run):
    assert run[2] < 30


def test_a_host_that_wants_rest_is_asked_once_over_both_runs(run):
    for name in ("busy", "down"):
        assert [line["url"] for line in run[1] if f"//{name}." in line["url"]] == [
            f"http://{name}.fault.test/feed.xml"
        ]


def test_nothing_private_was_asked_for(run):
    assert not [line for line in run[1] if "169.254" in line["url"] or line["url"].startswith("file:")]


def test_the_move_is_proposed(run):
    assert run[0]["moved"].moved_to == "http://ok.fault.test/feed.xml"
    assert run[0]["temporary"].moved_to == ""


def test_the_charset_lie_is_mended(run):
    document = run[0]["charset"].document
    assert document is not None
    assert "café" in parse_feed(document).entries[0].summary
