"""Every misbehaving host of the captured web in one run: the good ones complete, the bad ones are named."""

import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from one_process import one_process
from pull_all import pull

from benchmarks.json_lines import json_lines
from curator.config import Pull
from curator.errors import ParseError
from curator.feeds.parse import parse_feed
from curator.model import Fetched, Job

SERVER = Path(__file__).parents[3].parent / "shared" / "web" / "serve.py"
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


Web = tuple[str, Path]
"""The captured web: its proxy's address and the file where it logs."""


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> Iterator[Web]:
    if not SERVER.exists():
        pytest.skip("the captured web is not on this machine")
    log = tmp_path_factory.mktemp("web") / "log.jsonl"
    server = subprocess.Popen(
        [sys.executable, str(SERVER), "--port", "0", "--log", str(log)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = f"http://127.0.0.1:{server.stdout.readline().rsplit(':', 1)[1].strip()}"
        # The server needs seconds to make its bomb, and answers nobody meanwhile.
        pull([Job("http://gzipbomb.fault.test/feed.xml")], Pull(proxy=address, timeout=60), {}, NOW)
        yield address, log
    finally:
        server.terminate()
        server.wait()
        if server.stdout:
            server.stdout.close()


def logged(web: Web) -> list[dict[str, Any]]:
    return json_lines(web[1])


@pytest.fixture(scope="module")
def run(web) -> tuple[dict[str, Fetched], list[dict[str, Any]], float]:
    settings = Pull(proxy=web[0], per_host_delay=0, timeout=2)
    before = len(logged(web))
    started = time.monotonic()
    jobs = [Job(f"http://{name}.fault.test/feed.xml") for name in HOSTS]
    result = pull(jobs, settings, {}, NOW)
    spent = time.monotonic() - started
    pull(jobs, settings, {host.origin: host for host in result.hosts}, NOW)
    return dict(zip(HOSTS, result.fetched, strict=True)), logged(web)[before:], spent


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


# --- the same through the command, with twenty good feeds, twice ---------------------------------------

PER_HOST_DELAY = 0.2
TIMEOUT = 5
GOOD = ("temporary", "moved", "charset", "churn", "author", "ok")


class Night:
    """Two runs of `curate pull`: what each printed and what the server logged meanwhile."""

    def __init__(self, folder: Path, web: Web) -> None:
        self.peak = 0
        """Most memory that any process held, in MB."""
        subprocess.run([sys.executable, "-m", "curator", "init", str(folder), "-q"], check=True)
        opml = (SERVER.parents[1] / "data" / "web" / "feeds.opml").read_text()
        self.good = re.findall(r'xmlUrl="([^"]+)"', opml)[:20]
        urls = [f"http://{name}.fault.test/feed.xml" for name in HOSTS] + self.good
        (folder / "feeds.yml").write_text(
            f"pull: {{proxy: '{web[0]}', per_host_delay: {PER_HOST_DELAY}, timeout: {TIMEOUT}}}\nfeeds:\n"
            + "".join(f"  - url: {url}\n" for url in urls)
        )
        self.runs: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
        for _ in range(2):
            before = len(logged(web))
            told = self._pull(folder)
            self.runs.append((told, logged(web)[before:]))

    def _pull(self, folder: Path) -> dict[str, Any]:
        command = [sys.executable, "-m", "curator", "pull", "-C", str(folder), "--json"]
        with one_process(command, stderr=subprocess.PIPE) as process:
            while process.poll() is None:
                self.peak = max(self.peak, *map(_megabytes, _family(process.pid)))
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.05)
            assert process.stdout is not None
            told: dict[str, Any] = json.loads(process.stdout.read())
        return told


def _family(process: int) -> list[int]:
    """List a process and its children, and theirs."""
    found = [process]
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                found += _family(int(child))
    return found


def _megabytes(process: int) -> int:
    with suppress(OSError):
        if kilobytes := re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text()):
            return int(kilobytes[1]) // 1024
    return 0


@pytest.fixture(scope="module")
def night(web, tmp_path_factory) -> Night:
    return Night(tmp_path_factory.mktemp("night") / "project", web)


def test_the_good_feeds_complete_and_each_bad_one_is_named(night):
    told, _ = night.runs[0]
    said = {failure["item"]: failure["error"] for failure in told["failures"]}
    for name, words in HOSTS.items():
        cause = said.pop(f"http://{name}.fault.test/feed.xml", "")
        assert words.replace("within 2 s", f"within {TIMEOUT} s") in cause if words else not cause
    assert said == {}
    assert told["feeds"]["ok"] == len(night.good) + len(GOOD)


def test_each_host_is_asked_one_request_at_a_time_with_a_gap(night):
    for _, lines in night.runs:
        turns = defaultdict(list)
        for line in lines:
            turns[urlsplit(line["url"]).hostname].append((line["time"], line["time"] + line["seconds"]))
        for spans in turns.values():
            spans.sort()
            # The server measures to the last byte written, we from the last byte read.
            assert all(b[0] - a[1] >= 0.9 * PER_HOST_DELAY for a, b in pairwise(spans))


def test_the_second_run_asks_only_whom_it_may_and_gets_304(night):
    told, lines = night.runs[1]
    asked = {line["url"]: line["status"] for line in lines}
    for name in ("gone", "busy", "down"):
        assert f"http://{name}.fault.test/feed.xml" not in asked
    assert [asked[url] for url in night.good] == [304] * len(night.good)
    assert told["feeds"]["unchanged"] >= len(night.good)
    assert told["entries"]["new"] == 0  # not even from the host that gives its entries new guids each time


def test_no_process_grows_large(night):
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell how much memory a process holds")
    assert 0 < night.peak < 400
