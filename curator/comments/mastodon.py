"""Mastodon: a post for each thread; its replies are read from the public interface and drawn as text."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from curator.comments import posts
from curator.comments.base import Key, filled, shaped
from curator.comments.own_server import OwnServer
from curator.model import Thread
from curator.ports import ThreadFetcher
from curator.urls import web_address

POST = re.compile(r"(https?://[^/\s?#]+)/(?:@[\w.@-]+|users/[\w.-]+/statuses|web/statuses)/(\d+)/?")
"""The address of a post on the server it was written on."""

Post = Annotated[
    str, shaped(POST.pattern, "the address of a post: write it like https://mastodon.example/@curator/113")
]


class Mastodon(OwnServer):
    """Settings for threads on Mastodon. It has no embed of its own, so the names are ours."""

    name: ClassVar[str] = "mastodon"
    label: ClassVar[str] = "Mastodon"
    account: ClassVar[str | None] = "Mastodon"
    docs: ClassVar[str] = "https://docs.joinmastodon.org/methods/statuses/#context"
    documented: ClassVar[dict[str, str]] = {"server": "host", "threads": "threads"}

    threads: Mapping[Key, Post] = Field(default_factory=dict)
    """Thread key -> address of the post that opens it; the post must live on `host`."""

    @model_validator(mode="after")
    def _at_home(self) -> Self:
        for key, address in self.threads.items():
            if not address.startswith(self.server + "/"):
                raise ValueError(
                    f'the post of "{key}" is not on {self.server}: write the address of a post on that server'
                )
        return self

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return where the post stands and its number there; neither while there is no post."""
        post = POST.fullmatch(self.threads.get(thread, ""))
        found = {"post": post[0], "post-id": post[2]} if post else {}
        return filled({"server": self.server, **found})

    def link(self, thread: str, title: str) -> str | None:  # noqa: ARG002
        """Return the post, where there is one."""
        return self.threads.get(thread)

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow reading from the server."""
        return {"connect-src": (self.server,)}

    def thread(self, key: str, fetcher: ThreadFetcher, secrets: Mapping[str, str]) -> Thread:
        """Read the public answers to the post of a thread; without a token at most 60 are shown."""
        post, token = POST.fullmatch(self.threads.get(key, "")), secrets.get(TOKEN, "")
        if post is None:
            return Thread(key, (), complete=False, problem="no post stands for it in extra.comments.threads")
        reply = fetcher.ask(f"{self.server}/api/v1/statuses/{post[2]}/context", token=token)
        if reply.status == 404:
            return Thread(key, (), complete=True, problem="its post is no longer there")
        if reply.problem:
            problem = f"{TOKEN} was refused" if token and reply.status in (401, 403) else reply.problem
            return Thread(key, (), complete=False, problem=problem)
        found = posts.rows(posts.part(reply.data, "descendants"))
        cut = not token and len(found) >= SHOWN
        problem = f"more than {SHOWN} answers are shown with a token only ({TOKEN})" if cut else ""
        read = [
            _post(row, post[2]) for row in found if row.get("visibility", "public") in ("public", "unlisted")
        ]
        return posts.thread(key, read, complete=not cut, problem=problem)


TOKEN = "CURATE_MASTODON_TOKEN"  # noqa: S105 - the name of the variable
SHOWN = 60
"""Answers that a server shows to somebody without a token."""


def _post(row: Mapping[str, Any], opening: str) -> posts.ReadPost:
    account, answers = row.get("account"), posts.words(row.get("in_reply_to_id"))
    text = row.get("content")
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(posts.part(account, "display_name")) or posts.words(posts.part(account, "username")),
        posts.when(row.get("created_at")),
        posts.lines(text) if isinstance(text, str) else "",
        answers if answers != opening else "",
        web_address(posts.words(row.get("url"), 400)) or "",
    )
