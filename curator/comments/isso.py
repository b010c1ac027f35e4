"""Isso: a small server of one's own. Its script draws one thread at a time; pressing another button swaps."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curator.comments import posts
from curator.comments.base import filled, shaped
from curator.comments.own_server import OwnServer
from curator.model import Thread
from curator.ports import ThreadFetcher


class Isso(OwnServer):
    """Settings of Isso's client. What the server decides (guard, mail, moderation) stands in isso.cfg."""

    name: ClassVar[str] = "isso"
    label: ClassVar[str] = "Isso"
    account: ClassVar[str | None] = ""
    docs: ClassVar[str] = "https://isso-comments.de/docs/reference/client-config/"
    mails_name_threads: ClassVar[bool] = True
    documented: ClassVar[dict[str, str]] = {
        "server": "data-isso",
        "lang": "data-isso-lang",
        "css": "data-isso-css",
        "vote": "data-isso-vote",
        "sorting": "data-isso-sorting",
        "max_comments_top": "data-isso-max-comments-top",
        "max_comments_nested": "data-isso-max-comments-nested",
        "reveal_on_click": "data-isso-reveal-on-click",
    }
    decided: ClassVar[dict[str, str]] = {
        "isso_id": "each question has its own",
        "isso_avatar": "Isso colours its avatars with style attributes, which the page's policy forbids",
        "isso_gravatar": "it would tell a third host who reads",
    }

    folder: Annotated[str, shaped(r"(/[A-Za-z0-9._~-]+)*/?", "a folder of a host: write it as /course")] = ""
    """The site's folder on its host. Isso's mails link to the host and a thread's URI; with the folder in the
    URI they lead to the question there, too. To be set once: another folder begins other threads."""
    lang: str = ""
    """Empty: the page's."""
    css: bool = True
    """Load the server's style sheet."""
    vote: bool = False
    """Let people vote; answers are there to be read and not to be counted."""
    sorting: Literal["newest", "oldest", "upvotes"] = "oldest"
    max_comments_top: Annotated[int, Field(ge=1)] | Literal["inf"] = "inf"
    max_comments_nested: Annotated[int, Field(ge=1)] | Literal["inf"] = 5
    reveal_on_click: Annotated[int, Field(ge=1)] = 5

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the thread's URI, which Isso wants to begin with a slash, and the client's settings."""
        return filled(
            {
                "server": self.server,
                "uri": self._uri(thread),
                "lang": self.lang or language,
                "css": self.css,
                "vote": self.vote,
                "sorting": self.sorting,
                "max-comments-top": self.max_comments_top,
                "max-comments-nested": self.max_comments_nested,
                "reveal-on-click": self.reveal_on_click,
            }
        )

    def _uri(self, thread: str) -> str:
        return f"{self.folder.rstrip('/')}/{thread}"

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the server's script, style sheet and interface."""
        own = (self.server,)
        return {"script-src": own, "style-src": own, "connect-src": own}

    def thread(
        self,
        key: str,
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002 - it needs none
    ) -> Thread:
        """Read a whole thread with one request; `plain` gives the words as they were typed."""
        reply = fetcher.ask(posts.address(f"{self.server}/", uri=self._uri(key), plain=1))
        if reply.status == 404:  # what Isso says of a thread that nobody has begun
            return Thread(key)
        if reply.problem:
            return Thread(key, (), complete=False, problem=reply.problem)
        top = posts.rows(posts.part(reply.data, "replies"))
        hidden = posts.part(reply.data, "hidden_replies")
        found = [_post(row) for row in top]
        for row in top:
            found += [_post(inner) for inner in posts.rows(row.get("replies"))]
            hidden = hidden or row.get("hidden_replies")
        return posts.thread(
            key,
            [post for post in found if post],
            complete=not hidden,
            problem="the server shows a part of it only" if hidden else "",
        )

    def counts(
        self,
        keys: Sequence[str],
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002
    ) -> Mapping[str, int]:
        """Ask for the number of posts of all threads at once."""
        reply = fetcher.ask(f"{self.server}/count", post=[self._uri(key) for key in keys])
        return posts.numbered(keys, None if reply.problem else reply.data)


VISIBLE = 1
"""Isso's `mode` of a post that everybody sees; 2 waits for a moderator, 4 was deleted."""


def _post(row: Mapping[str, Any]) -> posts.ReadPost | None:
    if row.get("mode") != VISIBLE:
        return None
    text = row.get("text")
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(row.get("author")),
        posts.when(row.get("created")),
        posts.tidy(text) if isinstance(text, str) else "",
        posts.words(row.get("parent")),
    )
