"""Discourse: a forum's topic in a frame, drawn by us, so that no script of it runs here.

A question is tied to its topic by `topics`; without an entry there, the forum opens a topic for the
question's own address when it is first shown (Discourse must list the site under Admin, Embedding).
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from curator.comments.base import Key, Provider, Server, filled, host_of, shaped

Topics = Mapping[Key, Annotated[int, Field(ge=1)]]


class Discourse(Provider):
    """Settings of Discourse, under the names of `DiscourseEmbed`."""

    name: ClassVar[str] = "discourse"
    label: ClassVar[str] = "Discourse"
    docs: ClassVar[str] = "https://meta.discourse.org/t/31963"
    documented: ClassVar[dict[str, str]] = {
        "server": "discourseUrl",
        "topics": "topicId",
        "user_name": "discourseUserName",
        "class_name": "className",
    }
    decided: ClassVar[dict[str, str]] = {"discourse_embed_url": "each question has its own"}

    server: Server
    topics: Topics = Field(default_factory=dict)
    """Thread key -> number of the topic."""
    user_name: Annotated[str, shaped(r"[\w.-]{0,60}", "a user's name: write it as in the forum")] = ""
    """Who opens topics."""
    class_name: Annotated[str, shaped(r"[\w -]{0,100}", "the name of a class: copy it")] = ""

    @property
    def host(self) -> str:
        """The host of the forum."""
        return host_of(self.server)

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the frame's parameters."""
        return filled(
            {
                "server": self.server,
                "topic-id": self.topics.get(thread),
                "user-name": self.user_name,
                "class-name": self.class_name,
            }
        )

    def link(self, thread: str, title: str) -> str | None:  # noqa: ARG002
        """Return the topic's page where it is known."""
        return f"{self.server}/t/{self.topics[thread]}" if thread in self.topics else None

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the frame."""
        return {"frame-src": (self.server,)}
