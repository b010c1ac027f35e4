"""Discourse: a forum's topic in a frame, drawn by us, so that no script of it runs here.

A question is tied to its topic by `topics`; without an entry there, the forum opens a topic for the
question's own address when it is first shown (Discourse must list the site under Admin, Embedding).
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from curator.comments import posts
from curator.comments.base import Key, filled, shaped
from curator.comments.own_server import OwnServer
from curator.model import Thread
from curator.ports import ThreadFetcher

Topics = Mapping[Key, Annotated[int, Field(ge=1)]]


class Discourse(OwnServer):
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

    topics: Topics = Field(default_factory=dict)
    """Thread key -> number of the topic."""
    user_name: Annotated[str, shaped(r"[\w.-]{0,60}", "a user's name: write it as in the forum")] = ""
    """Who opens topics."""
    class_name: Annotated[str, shaped(r"[\w -]{0,100}", "the name of a class: copy it")] = ""

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

    def thread(
        self,
        key: str,
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002 - it needs none
    ) -> Thread:
        """Read the topic that `topics` names; what the first answer leaves out is asked for by number.

        Other topics are found with a key of an administrator only.
        """
        topic = self.topics.get(key)
        if topic is None:
            problem = "no topic stands for it in extra.comments.topics"
            return Thread(key, (), complete=False, problem=problem)
        reply = fetcher.ask(f"{self.server}/t/{topic}.json")
        if reply.problem:
            return Thread(key, (), complete=False, problem=reply.problem)
        stream = posts.part(reply.data, "post_stream", "stream")
        found = posts.rows(posts.part(reply.data, "post_stream", "posts"))
        known = {row.get("id") for row in found if isinstance(row.get("id"), int)}
        wanted = (
            [n for n in stream if isinstance(n, int) and n not in known] if isinstance(stream, list) else []
        )
        problem = posts.ENDLESS if len(wanted) > posts.MOST else ""
        for start in range(0, min(len(wanted), posts.MOST), AT_ONCE):
            query = "&".join(f"post_ids[]={n}" for n in wanted[start : start + AT_ONCE])
            more = fetcher.ask(f"{self.server}/t/{topic}/posts.json?{query}")
            if more.problem:
                problem = more.problem
                break
            found += posts.rows(posts.part(more.data, "post_stream", "posts"))
        read = [self._post(row, topic) for row in found if row.get("post_number") != 1]
        return posts.thread(key, read, complete=not problem, problem=problem)

    def _post(self, row: Mapping[str, Any], topic: int) -> posts.ReadPost:
        """Read a post, known by its number in the topic; the first one is the question itself."""
        number, answers = row.get("post_number"), row.get("reply_to_post_number")
        said = row.get("post_type", 1) == 1 and not (row.get("hidden") or row.get("user_deleted"))
        text = row.get("cooked")
        return posts.ReadPost(
            posts.words(number),
            posts.words(row.get("name")) or posts.words(row.get("username")),
            posts.when(row.get("created_at")),
            posts.lines(text) if isinstance(text, str) and said else "",
            posts.words(answers) if answers != 1 else "",
            f"{self.server}/t/{topic}/{posts.words(number)}",
        )


AT_ONCE = 50
"""Posts asked for by number in one request."""
