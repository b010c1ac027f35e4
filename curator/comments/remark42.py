"""Remark42: a server of one's own. Its script draws one thread at a time; pressing another button swaps."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from curator.comments import posts
from curator.comments.base import filled, offered, shaped
from curator.comments.own_server import OwnServer
from curator.model import Reply, Thread
from curator.ports import ThreadFetcher

LANGUAGES = "en be bg de es fi fr it ja ko pl ru tr vi zh"


class Remark42(OwnServer):
    """Settings of Remark42, under the names of `remark_config`."""

    name: ClassVar[str] = "remark42"
    label: ClassVar[str] = "Remark42"
    docs: ClassVar[str] = "https://remark42.com/docs/configuration/frontend/"
    documented: ClassVar[dict[str, str]] = {
        "server": "host",
        "site_id": "site_id",
        "locale": "locale",
        "max_shown_comments": "max_shown_comments",
        "simple_view": "simple_view",
        "no_footer": "no_footer",
        "show_email_subscription": "show_email_subscription",
        "show_rss_subscription": "show_rss_subscription",
    }
    decided: ClassVar[dict[str, str]] = {
        "url": "each question has its own",
        "theme": "it follows the page",
        "page_title": "it is the question",
        "components": "the page needs `embed` alone",
    }

    site_id: Annotated[str, shaped(r"[A-Za-z0-9_.-]{1,64}", "a site's id: copy the server's SITE")] = "remark"
    locale: str = ""
    """Empty: the page's language."""
    max_shown_comments: Annotated[int, Field(ge=1)] | None = None
    simple_view: bool = False
    no_footer: bool = False
    show_email_subscription: bool = True
    show_rss_subscription: bool = True

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return what becomes `remark_config`; its `url` is an identifier, so the thread's name serves."""
        return filled(
            {
                "host": self.server,
                "site-id": self.site_id,
                "url": thread,
                "locale": self.locale or offered(language, LANGUAGES, {"pt": "bp", "uk": "ua"}),
                "max-shown-comments": self.max_shown_comments,
                "simple-view": self.simple_view,
                "no-footer": self.no_footer,
                "show-email-subscription": self.show_email_subscription,
                "show-rss-subscription": self.show_rss_subscription,
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the server's script and frame."""
        return {"script-src": (self.server,), "frame-src": (self.server,)}

    def thread(
        self,
        key: str,
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002 - it needs none
    ) -> Thread:
        """Read a thread page by page, oldest first."""
        query = {"site": self.site_id, "url": key, "format": "plain", "sort": "+time", "limit": PAGE}
        begin = posts.address(f"{self.server}/api/v1/find", **query)

        def after(reply: Reply, _: int) -> str:
            page = posts.rows(posts.part(reply.data, "comments"))
            last = posts.words(page[-1].get("id")) if len(page) >= PAGE else ""
            if not last or last in seen:
                return ""
            seen.add(last)
            return posts.address(f"{self.server}/api/v1/find", **query, offset_id=last)

        seen: set[str] = set()
        found: list[posts.ReadPost] = []
        problem = ""
        for reply, problem in posts.pages(begin, fetcher, after):  # noqa: B007
            found += [_post(row) for row in posts.rows(posts.part(reply.data, "comments"))]
        return posts.thread(key, found, complete=not problem, problem=problem)

    def counts(
        self,
        keys: Sequence[str],
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002
    ) -> Mapping[str, int]:
        """Ask for the number of posts of every thread of the site; a thread that is not named has none."""
        reply = fetcher.ask(posts.address(f"{self.server}/api/v1/list", site=self.site_id, limit=1000))
        if reply.problem or not isinstance(reply.data, list) or len(reply.data) >= 1000:
            return {}
        known = {posts.words(row.get("url"), 400): row.get("count") for row in posts.rows(reply.data)}
        return {key: n for key in keys if isinstance(n := known.get(key, 0), int)}


PAGE = 100
"""Posts asked for at once."""


def _post(row: Mapping[str, Any]) -> posts.ReadPost:
    text = row.get("text")
    gone = row.get("delete") is True
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(posts.part(row.get("user"), "name")),
        posts.when(row.get("time")),
        posts.lines(text) if isinstance(text, str) and not gone else "",
        posts.words(row.get("pid")),
    )
