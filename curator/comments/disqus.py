"""Disqus: hosted, with advertising and an account. One thread at a time; pressing another button swaps."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from curator.comments import posts
from curator.comments.base import Provider, filled, shaped
from curator.model import Reply, Thread
from curator.ports import ThreadFetcher
from curator.urls import web_address


class Disqus(Provider):
    """Settings of Disqus, under the names of its configuration variables."""

    name: ClassVar[str] = "disqus"
    label: ClassVar[str] = "Disqus"
    account: ClassVar[str | None] = "Disqus"
    docs: ClassVar[str] = "https://help.disqus.com/en/articles/1717084-javascript-configuration-variables"
    documented: ClassVar[dict[str, str]] = {"shortname": "shortname", "language": "language"}
    decided: ClassVar[dict[str, str]] = {
        "identifier": "each question has its own",
        "url": "it is the question's address",
        "title": "it is the question",
    }

    shortname: Annotated[str, shaped(r"[a-z0-9][a-z0-9-]{1,62}", "a shortname: copy it from Disqus")]
    language: str = ""
    """Empty: the page's."""

    @property
    def host(self) -> str:
        """The host of the script; it loads more from disqus.com and disquscdn.com."""
        return f"{self.shortname}.disqus.com"

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return what becomes `disqus_config`."""
        return filled(
            {
                "shortname": self.shortname,
                "identifier": thread,
                "language": (self.language or language).replace("-", "_"),
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the hosts that Disqus's script is known to ask; its advertising is not among them."""
        content = "https://c.disquscdn.com"
        return {
            "script-src": (f"https://{self.host}", "https://disqus.com", content),
            "style-src": (content,),
            "frame-src": ("https://disqus.com",),
            "img-src": (content, "https://referrer.disqus.com"),
            "connect-src": ("https://links.services.disqus.com",),
        }

    @property
    def api(self) -> str:
        """The service's own interface."""
        return API

    def read(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> tuple[Thread, ...]:
        """Read threads page by page with a public key of one's own application."""
        secret = secrets.get(KEY, "")
        if not secret:
            return posts.unread(keys, f"Disqus wants a key: set {KEY}")
        return tuple(self._thread(key, fetcher, secret) for key in keys)

    def _thread(self, key: str, fetcher: ThreadFetcher, secret: str) -> Thread:
        query = {
            "forum": self.shortname,
            "thread": f"ident:{key}",
            "api_key": secret,
            "limit": 100,
            "order": "asc",
        }

        def after(reply: Reply, _: int) -> str:
            cursor = posts.part(reply.data, "cursor")
            following = posts.words(posts.part(cursor, "next"))
            more = posts.part(cursor, "hasNext") is True and following
            return posts.address(LIST, **query, cursor=following) if more else ""

        found: list[posts.ReadPost] = []
        problem = ""
        for reply, problem in posts.pages(posts.address(LIST, **query), fetcher, after, wrong=_wrong):  # noqa: B007
            if posts.part(reply.data, "code") == UNKNOWN:  # nobody has begun this thread
                return Thread(key)
            found += [_post(row) for row in posts.rows(posts.part(reply.data, "response"))]
        return posts.thread(key, found, complete=not problem, problem=problem)


KEY = "CURATE_DISQUS_KEY"
API = "https://disqus.com"
LIST = f"{API}/api/3.0/threads/listPosts.json"
UNKNOWN = 2
"""Disqus's code for arguments that lead nowhere: a thread that does not exist."""
REFUSED = frozenset({5, 11, 12, 13, 14})
"""Its codes for a key that is wrong, or may not do this, or has been used too often (13 and 14)."""


def _wrong(reply: Reply) -> str:
    code = posts.part(reply.data, "code")
    if code in (13, 14):
        return "asked too often: Disqus allows 1,000 requests an hour"
    if code in REFUSED:
        return f"{KEY} was refused"
    if code in (None, 0, UNKNOWN):
        return "" if code == UNKNOWN else reply.problem
    return f"the service failed: code {posts.words(code)}"


def _post(row: Mapping[str, Any]) -> posts.ReadPost:
    text = row.get("message")
    gone = row.get("isDeleted") or row.get("isSpam") or row.get("isApproved") is False
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(posts.part(row.get("author"), "name")),
        posts.when(row.get("createdAt")),
        posts.lines(text) if isinstance(text, str) and not gone else "",
        posts.words(row.get("parent")),
        web_address(posts.words(row.get("url"), 400)) or "",
    )
