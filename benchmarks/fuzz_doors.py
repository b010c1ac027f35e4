"""The doors where foreign bytes come in, each with small inputs and tokens of its kind; see `fuzz`."""

import json
import pickle
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from curator.comments import provider
from curator.errors import CuratorError
from curator.extract import extract
from curator.feeds.discovery import feeds_of_page
from curator.feeds.opml import read_opml
from curator.feeds.parse import parse_feed
from curator.fetch.robots import RobotsRules
from curator.model import Document, Reply
from curator.weeks.suggestions import from_issue, read_suggestions
from curator.weeks.week_file import parse_week
from curator.yamlio.reading import parse_yaml

URL = "https://site.example/a/b"


def _feed(body: bytes) -> Any:
    return parse_feed(Document(URL, body))


def _page(body: bytes) -> Any:
    return extract(Document(URL, body, "text/html"))


def _robots(body: bytes) -> Any:
    rules = RobotsRules(body.decode("utf-8", "replace"))
    path = body[-2000:].decode("latin-1").replace("\n", "")
    return [rules.allows(f"https://site.example/{tail}") for tail in ("", "a" * 3000, path)], rules.delay


def _discovery(body: bytes) -> Any:
    return feeds_of_page(Document(URL, body, "text/html"))


def _opml(body: bytes) -> Any:
    return read_opml(body)


def _yaml(body: bytes) -> Any:
    text = body.decode("utf-8", "replace").replace("\r", "\n")
    for read in (
        lambda: parse_week(f"---\n{text}\n---\n\n{text}", "courses/c/week-01.md"),
        lambda: read_suggestions(text),
    ):
        try:
            read()
        except CuratorError:
            continue
    return parse_yaml(text, "f.yml")


def _form(body: bytes) -> Any:
    return from_issue(body.decode("utf-8", "replace"), "octo")


class _Fetcher:
    """Gives the same hostile answer to every question of a comment provider."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def ask(self, url: str, *, post: Any = None, token: str = "") -> Reply:  # noqa: ARG002 - a stand-in
        return Reply(200, self.data)


KEY = "c/week-01/q1"
SERVICES: tuple[dict[str, Any], ...] = (
    {"provider": "isso", "server": "https://talk.example"},
    {"provider": "waline", "server": "https://talk.example"},
    {"provider": "remark42", "server": "https://talk.example"},
    {"provider": "utterances", "repo": "o/r"},
    {"provider": "giscus", "repo": "o/r", "repo_id": "R_abcd", "category_id": "DIC_abcd"},
    {"provider": "discourse", "server": "https://talk.example", "topics": {KEY: 40}},
    {
        "provider": "mastodon",
        "server": "https://talk.example",
        "threads": {KEY: "https://talk.example/@c/113"},
    },
    {"provider": "disqus", "shortname": "site"},
    {"provider": "hyvor", "website_id": "12"},
)
NAMES = [
    "id",
    "parent",
    "root",
    "text",
    "body",
    "content",
    "comment",
    "html_url",
    "url",
    "created",
    "created_at",
    "time",
    "date",
    "author",
    "user",
    "name",
    "login",
    "replies",
    "children",
    "data",
    "nodes",
    "comments",
    "pageInfo",
    "hasNextPage",
    "endCursor",
    "repository",
    "discussion",
    "discussions",
    "search",
    "response",
    "cursor",
    "hasNext",
    "next",
    "post_stream",
    "posts",
    "stream",
    "cooked",
    "raw",
    "username",
    "descendants",
    "account",
    "display_name",
    "acct",
    "hidden_replies",
    "total_replies",
    "count",
    "message",
    "createdAt",
    "author_name",
    "link",
    "title",
    "nick",
    "orig",
    "timestamp",
    "delete",
    "deleted",
    "in_reply_to_id",
    "visibility",
    "topic_id",
    "reply_to_post_number",
    "post_number",
]


def _json(random_: random.Random, depth: int = 0) -> Any:
    """Return something like a service's answer: its keys, in any places, with any values."""
    if depth < 7 and (depth < 2 or random_.random() < 0.7):
        if random_.random() < 0.75:
            return {random_.choice(NAMES): _json(random_, depth + 1) for _ in range(random_.randint(1, 8))}
        one = _json(random_, depth + 1)
        return (
            [one] * random_.choice((1, 2, 3000))
            if random_.random() < 0.1
            else [one, _json(random_, depth + 1)]
        )
    words = random_.choice(
        ("<", "<p>", "<a href='", "&", "<blockquote>", "\ud800", "2026-11-23T10:00:00Z", "a ", "\u202e")
    )
    return random_.choice(
        (
            None,
            True,
            0,
            -1,
            10**30,
            1e308,
            1,
            "1",
            "",
            "2026-11-23T10:00:00Z",
            words * random_.choice((1, 50, 20_000)),
        )
    )


def _comments(body: bytes) -> Any:
    random_ = random.Random(body)  # noqa: S311 - the same input, the same answer
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = _json(random_)
    found = provider(random_.choice(SERVICES), site_url="https://site.example/")
    assert found is not None
    secrets = dict.fromkeys(("CURATE_GITHUB_TOKEN", "CURATE_DISQUS_KEY", "CURATE_HYVOR_KEY"), "x")
    return found.read([KEY], _Fetcher(data), secrets)


@dataclass(frozen=True, slots=True)
class Door:
    """A place where foreign bytes come in."""

    read: Callable[[bytes], Any]
    seeds: tuple[bytes, ...]
    tokens: tuple[bytes, ...]
    limited: bool = False
    """The product opens it in a child process with limits."""


_ATOM = (
    b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</i'
    b"d><title>t</title>"
    b'<link href="/x"/><updated>2026-11-23T10:00:00Z</updated><content type="xhtml"><div>x</div></co'
    b"ntent></entry></feed>"
)
_RSS = (
    b'<rss version="2.0"><channel><title>T</title><link>https://s.example</link><item><title>t</titl'
    b"e><guid>1</guid>"
    b"<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description"
    b"></item></channel></rss>"
)
_PAGE = (
    b"<!DOCTYPE html><html><head><title>T</title><base href='/x/'><link rel=alternate type=applicati"
    b"on/rss+xml href=f>"
    b'<script type=\'application/ld+json\'>{"@type":"Article","author":{"name":"A"}}</script></head>'
    b"<body><article>"
    + b"<p>A paragraph that says something, in a few words, about something else.</p>" * 12
    + b"<table><tr><td>1</td></tr></table><ul><li>x</li></ul></article></body></html>"
)
_MARKUP = (
    rb"""< > </ /> <! <!-- --> <![CDATA[ ]]> <? ?> & &# &amp; &#x0; " ' = a= a="" a='x' <a> <a <p> </p>"""
    rb""" <b <br> <div> </div>"""
    rb""" <table><tr><td> <ul><li> <script> </script> <style> <svg> <title> <base href= <link rel=alternate"""
    rb""" xmlns:a=" xml:base=" <item> <entry> <!DOCTYPE <!ENTITY ]> \x00 \xff \xc3 /../ http:// %25"""
).split()
DOORS = {
    "feed": Door(
        _feed,
        (
            _ATOM,
            _RSS,
            b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_'
            b'html":"x"}]}',
        ),
        (
            *_MARKUP,
            b'{"items":[',
            b"[",
            b"{",
            b'"',
            b"<content type='xhtml'>",
            b"<author><name>",
            b"<category term='",
        ),
        limited=True,
    ),
    "page": Door(_page, (_PAGE,), tuple(_MARKUP), limited=True),
    "robots": Door(
        _robots,
        (
            b"User-agent: *\nDisallow: /x\nAllow: /x/y$\nCrawl-delay: 2\n\nUser-agent: curator\nDisa"
            b"llow: /*a*b\n",
        ),
        tuple(
            b"User-agent:|*|Disallow:|Allow:|/|*a|$|#|\n|\r|:| |\t|%|%4|\xff|curator\n|Crawl-delay: "
            b"9e999".split(b"|")
        ),
    ),
    "discovery": Door(_discovery, (_PAGE,), tuple(_MARKUP)),
    "opml": Door(
        _opml,
        (
            b'<opml version="2.0"><head/><body><outline text="F"><outline text="t" xmlUrl="https://s'
            b'.example/f"/></outline></body></opml>',
        ),
        (*_MARKUP, b"<outline text='", b"<outline>", b"xmlUrl='http://a.example/"),
    ),
    "yaml": Door(
        _yaml,
        (
            b"week: 1\ntitle: T\ncontent:\n  - {url: https://s.example/1, title: t, note: n}\nconver"
            b"sation:\n  - {id: q1, question: Why?}\n",
            b"suggestions:\n  - {url: https://s.example/1, by: A, note: n, on: 2026-11-23}\n",
        ),
        tuple(
            b"&a |*a |- |? |: |{|}|[|]|<<: |!!int |!!binary |!!timestamp |\"|'|>|%|@|`|#|\n|\t|  |1:"
            b"1|0x|~|---\n|...\n|[a](|![|<!|`".split(b"|")
        ),
    ),
    "form": Door(
        _form,
        (
            b"### Address\n\nhttps://s.example/1\n\n### Why would it help?\n\nBecause.\n\n### Your n"
            b"ame\n\nAda\n",
        ),
        tuple(b"#|# |### |\t|\n|\r| |http://|https://a.example/|_No response_|<|)|\xff|@".split(b"|")),
    ),
    "comments": Door(
        _comments,
        (b"[]", b'{"data":{}}', b'[{"id":1}]'),
        (b"[", b"{", b'"', b'{"replies":[', b'{"id":1,"text":"', b"1"),
    ),
}


def open_door(item: tuple[str, bytes]) -> tuple[float, int, str]:
    """Open a door in a child; returns seconds of processor time, bytes that came out, and what broke."""
    name, body = item
    started = time.process_time()
    out, broke = 0, ""
    try:
        out = len(pickle.dumps(DOORS[name].read(body)))
    except CuratorError as error:
        out = len(str(error).encode("utf-8", "replace"))
    except Exception as error:
        broke = f"{type(error).__name__}: {error}"[:300]
    return time.process_time() - started, out, broke
