"""Mastodon: a post for each thread; its replies are read from the public interface and drawn as text."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from curator.comments.base import Key, Provider, Server, filled, host_of, shaped

POST = re.compile(r"(https?://[^/\s?#]+)/(?:@[\w.@-]+|users/[\w.-]+/statuses|web/statuses)/(\d+)/?")
"""The address of a post on the server it was written on."""

Post = Annotated[
    str, shaped(POST.pattern, "the address of a post: write it like https://mastodon.example/@curator/113")
]


class Mastodon(Provider):
    """Settings for threads on Mastodon. It has no embed of its own, so the names are ours."""

    name: ClassVar[str] = "mastodon"
    label: ClassVar[str] = "Mastodon"
    docs: ClassVar[str] = "https://docs.joinmastodon.org/methods/statuses/#context"
    documented: ClassVar[dict[str, str]] = {"server": "host", "threads": "threads"}

    server: Server
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

    @property
    def host(self) -> str:
        """The host of the server."""
        return host_of(self.server)

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
