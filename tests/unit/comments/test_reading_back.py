"""Every service's threads come back whole, with eight fields a post and nothing more; what fails is told."""

from contextlib import contextmanager
from dataclasses import astuple
from hashlib import sha1
from time import process_time
from typing import Any
from urllib.parse import unquote

import comment_services
import pytest
from comment_services import SAID, SECRETS, moment, standing_in

from curator.comments import provider
from curator.comments.posts import lines
from curator.config import Pull
from curator.fetch.thread_reader import ThreadReader
from curator.model import Reply

KEY = "talks/week-02/q1"
QUIET = "talks/week-02/q2"
TOKENS = {
    "CURATE_GITHUB_TOKEN": "good-token",
    "CURATE_DISQUS_KEY": "good-key",
    "CURATE_HYVOR_KEY": "good-key",
}
SETTINGS: dict[str, dict[str, Any]] = {
    "isso": {},
    "waline": {},
    "remark42": {},
    "utterances": {"repo": "o/r"},
    "giscus": {"repo": "o/r", "repo_id": "R_abcd", "category_id": "DIC_abcd"},
    "discourse": {"topics": {KEY: 40}},
    "mastodon": {"threads": {KEY: "{origin}/@curator/113"}},
    "disqus": {"shortname": "site"},
    "hyvor": {"website_id": "12"},
}
OWN = ("isso", "waline", "remark42", "discourse", "mastodon")
"""Services that stand at an address of their own."""


class Elsewhere:
    """A reader that finds a hosted service's stand-in where the real one would be."""

    def __init__(self, reader: ThreadReader, real: str, here: str) -> None:
        self.reader, self.real, self.here = reader, real, here

    def ask(self, url: str, *, post: Any = None, token: str = "") -> Reply:
        assert url.startswith(f"{self.real}/"), url
        return self.reader.ask(self.here + url.removeprefix(self.real), post=post, token=token)


@contextmanager
def reading(name, service=None):
    """Yield (provider, fetcher, stand-in) of a service."""
    with standing_in(service or getattr(comment_services, name)(KEY)) as there:
        settings = {"provider": name} | SETTINGS[name]
        if name in OWN:
            settings["server"] = there.origin
        if name == "mastodon":
            settings["threads"] = {KEY: f"{there.origin}/@curator/113"}
        found = provider(settings, site_url="http://127.0.0.1/")
        with ThreadReader(Pull(per_host_delay=0), there.origin, private=True) as reader:
            fetcher = reader if name in OWN else Elsewhere(reader, found.api, there.origin)
            yield found, fetcher, there


@pytest.mark.parametrize("name", SETTINGS)
def test_a_thread_comes_back_whole_and_with_nothing_else(name):
    with reading(name) as (found, fetcher, _):
        one, other = found.read([KEY, QUIET], fetcher, TOKENS)
    assert (one.key, one.complete, one.problem) == (KEY, True, "")
    flat = name == "utterances"  # issues have no branches
    assert [(c.parent, c.author, c.text) for c in one.comments] == [
        ("" if flat or not parent else one.comments[0].id, author, text) for _, parent, author, text in SAID
    ]
    assert [c.at for c in one.comments] == [moment(c.at.minute) for c in one.comments]
    assert {c.thread for c in one.comments} == {KEY}
    first = one.comments[0].id
    assert [c.root for c in one.comments[:2]] == [first, one.comments[1].id if flat else first]
    assert all(c.url == "" or c.url.startswith(("https://", "http://127.0.0.1")) for c in one.comments)
    told = repr(astuple(one))
    assert not [secret for secret in (*SECRETS, "Mallory", "script") if secret in told]
    assert other.comments == ()


@pytest.mark.parametrize("name", ["isso", "waline", "remark42"])
def test_the_number_of_posts_is_one_question(name):
    with reading(name) as (found, fetcher, there):
        assert found.counts([KEY, QUIET], fetcher, TOKENS) == {KEY: 3, QUIET: 0}
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("giscus", "CURATE_GITHUB_TOKEN"),
        ("disqus", "CURATE_DISQUS_KEY"),
        ("hyvor", "CURATE_HYVOR_KEY"),
    ],
)
@pytest.mark.parametrize("secrets", [{}, dict.fromkeys(TOKENS, "wrong-secret")])
def test_a_missing_or_wrong_token_is_named_and_never_printed(name, variable, secrets):
    with reading(name) as (found, fetcher, _):
        threads = found.read([KEY], fetcher, secrets)
    assert [t.complete for t in threads] == [False]
    assert variable in threads[0].problem
    assert "wrong-secret" not in repr(threads)


ERRORS = {
    "script": (200, b"<script>" * 100_000),
    "nothing": (200, b""),
    "deep": (200, b"[" * 200_000),
    "number": (200, b"1" * 10_000),
    "list": (200, []),
    "null": (200, None),
    "odd": (
        200,
        {"replies": 3, "data": "x", "comments": {}, "response": 1, "post_stream": [], "descendants": 4},
    ),
    "errno": (200, {"errno": 1001, "errmsg": "<script>alert(1)</script>", "data": {}}),
    "code": (400, {"code": 13, "response": "over the limit"}),
    "graphql": (200, {"errors": [{"type": "RATE_LIMITED", "message": "no"}], "data": None}),
    "forbidden": (403, {"message": "API rate limit exceeded"}),
    "failing": (500, {"error": "x"}),
    "moved": (302, b""),
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("error", ERRORS)
def test_whatever_a_service_answers_is_a_record(name, error):
    with reading(name, lambda _: ERRORS[error]) as (found, fetcher, _):
        threads = found.read([KEY], fetcher, TOKENS)
        found.counts([KEY], fetcher, TOKENS)
    assert [(t.key, t.comments) for t in threads] == [(KEY, ())]
    assert all(t.problem or t.complete for t in threads)
    if error in ("script", "nothing", "deep", "failing", "forbidden", "moved"):
        assert [t.complete for t in threads] == [False], threads


@pytest.mark.parametrize("name", ["waline", "remark42", "utterances", "giscus", "disqus", "hyvor"])
def test_pages_without_end_are_not_followed_for_ever(name):
    number = 0

    def endless(asked):
        nonlocal number
        number += 1
        status, data = getattr(comment_services, name)(KEY)(asked)
        if name == "waline":
            data["data"]["totalPages"] = 10**9
        elif name == "remark42":
            row = data["comments"][0]
            data["comments"] = [row | {"id": f"{number}-{n}"} for n in range(100)]
        elif name == "giscus" and "after" in asked.body["variables"]:
            found = data["data"]["repository"]["discussions"]
            found["nodes"], found["pageInfo"] = [], {"hasNextPage": True, "endCursor": str(number)}
        elif name == "disqus":
            data["cursor"] = {"hasNext": True, "next": str(number)}
        elif name in ("utterances", "hyvor"):
            data = (data or [{"number": 1, "title": "x"}]) * 100
        return status, data

    def service(asked):
        if name == "giscus" and asked.body["variables"].get("after"):
            asked.body["variables"]["after"] = "second"
        return endless(asked)

    with reading(name, service) as (found, fetcher, there):
        (thread,) = found.read([KEY], fetcher, TOKENS)
    assert not thread.complete
    assert "more pages" in thread.problem or "more than" in thread.problem
    assert len(there.asked) <= 130


def test_a_thousand_posts_in_one_thread_come_back():
    rows = [
        {
            "id": n,
            "parent": None,
            "author": f"P{n}",
            "text": f"post {n}",
            "mode": 1,
            "created": 1.79e9 + n,
            "replies": [],
        }
        for n in range(1000)
    ]
    with reading("isso", lambda _: (200, {"replies": rows, "hidden_replies": 0})) as (found, fetcher, _):
        (thread,) = found.read([KEY], fetcher, {})
    assert [c.text for c in thread.comments] == [f"post {n}" for n in range(1000)]


def test_mastodon_says_what_it_does_not_show():
    def service(asked):
        status, data = comment_services.mastodon(KEY)(asked)
        row = data["descendants"][0]
        return status, {"descendants": [row | {"id": str(n)} for n in range(60)]}

    with reading("mastodon", service) as (found, fetcher, _):
        (thread,) = found.read([KEY], fetcher, {})
    assert (len(thread.comments), thread.complete) == (60, False)
    assert "CURATE_MASTODON_TOKEN" in thread.problem


def test_branches_that_run_in_a_circle_end():
    rows = [
        {"objectId": a, "pid": b, "nick": "x", "comment": a, "time": 1790000000000, "status": "approved"}
        for a, b in (("a", "b"), ("b", "a"), ("c", "missing"), ("d", "c"))
    ]
    answer = {"errno": 0, "data": {"totalPages": 1, "data": rows}}
    with reading("waline", lambda _: (200, answer)) as (found, fetcher, _):
        (thread,) = found.read([KEY], fetcher, {})
    roots = {c.id: c.root for c in thread.comments}
    assert roots["a"] == roots["b"]
    assert roots["c"] == roots["d"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One<br />\ntwo</p>\n<p>three</p>", "One\ntwo\n\nthree"),
        ("<blockquote><p>hers</p></blockquote><p>mine</p>", "> hers\n\nmine"),
        ('see <a href="https://a.example/x">this</a>', "see this (https://a.example/x)"),
        ('<a href="javascript:alert(1)">x</a> &lt;b&gt; &amp;amp;', "x <b> &amp;"),
        ("<pre><code>a\nb</code></pre>", "a\nb"),
        ("a<script>alert(1)</script>b<style>c</style><!-- d -->", "ab"),
        ("vector<int> and 3 < 4", "vector and 3 < 4"),
        ('<img src=x onerror="alert(1)">text', "text"),
        ("\u202eturned\u200b", "turned"),
    ],
)
def test_html_becomes_plain_lines(markup, words):
    assert lines(markup) == words


@pytest.mark.parametrize(
    "markup", ["<" * 100_000, "<a " * 50_000, "<blockquote>" * 10_000, "&#" * 50_000, "<a href='x" * 9_000]
)
def test_hostile_markup_costs_little(markup):
    begun = process_time()
    assert len(lines(markup)) <= 10_000
    assert process_time() - begun < 5


def test_a_mark_in_a_strangers_discussion_does_not_hide_the_thread():
    mark = sha1(KEY.encode()).hexdigest()

    def row(number, text):
        said = {
            "id": str(number),
            "author": {"login": "x"},
            "body": text,
            "createdAt": "2026-11-24T09:00:00Z",
        }
        return said | {
            "url": "https://github.com/o/r/discussions/1",
            "replies": {"totalCount": 0, "nodes": []},
        }

    def node(title, body, text):
        comments = {"pageInfo": {"hasNextPage": False}, "nodes": [row(1, text)]}
        return {"id": title, "title": title, "body": body, "comments": comments}

    def service(nodes):
        found = {"pageInfo": {"hasNextPage": False}, "nodes": nodes}
        return lambda _: (200, {"data": {"repository": {"discussions": found}}})

    strange, real = node("Look here", f"<!-- sha1: {mark} -->", "spam"), node(KEY, "", "an answer")
    for nodes, wanted in (([strange, real], "an answer"), ([strange], "spam")):
        with reading("giscus", service(nodes)) as (found, fetcher, _):
            (one,) = found.read([KEY], fetcher, TOKENS)
        assert [c.text for c in one.comments] == [wanted], "a renamed discussion is found by its mark"


def test_isso_is_asked_for_threads_below_the_sites_folder():
    asked = []

    def service(question):
        asked.append(question)
        return 200, {"replies": [], "hidden_replies": 0}

    with reading("isso", service) as (_, fetcher, there):
        found = provider(
            {"provider": "isso", "server": there.origin, "folder": "/learn"}, site_url=there.origin
        )
        found.read([KEY], fetcher, {})
    assert f"/learn/{KEY}" in unquote(str(asked))
