"""Hyvor Talk: hosted, without advertising. A custom element; several live on one page."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from curator.comments import posts
from curator.comments.base import Provider, filled, shaped
from curator.model import Reply, Thread
from curator.ports import ThreadFetcher
from curator.urls import web_address

ORIGIN = "https://talk.hyvor.com"


def _text(value: Any) -> Any:
    """Let a number pass where digits are wanted: YAML reads 12345 as one."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Hyvor(Provider):
    """Settings of Hyvor Talk, under the names of the element's attributes."""

    name: ClassVar[str] = "hyvor"
    label: ClassVar[str] = "Hyvor Talk"
    docs: ClassVar[str] = "https://talk.hyvor.com/docs/comments"
    documented: ClassVar[dict[str, str]] = {
        "website_id": "website-id",
        "page_language": "page-language",
        "page_author": "page-author",
    }
    decided: ClassVar[dict[str, str]] = {
        "page_id": "each question has its own",
        "page_title": "it is the question",
        "page_url": "it is the question's address",
        "colors": "they follow the page",
        "loading": "it waits for the learner's button",
    }

    website_id: Annotated[
        str,
        BeforeValidator(_text),
        shaped(r"\d{1,12}", "a website's id: copy the number from the console"),
    ]
    page_language: str = ""
    """Empty: the page's."""
    page_author: str = ""

    @property
    def host(self) -> str:
        """The host of script and interface."""
        return ORIGIN.removeprefix("https://")

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the element's attributes."""
        return filled(
            {
                "host": ORIGIN,
                "website-id": self.website_id,
                "page-id": thread,
                "page-language": self.page_language or language,
                "page-author": self.page_author,
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the one host that serves all of it."""
        own = (ORIGIN,)
        return {
            "script-src": own,
            "style-src": own,
            "connect-src": (ORIGIN, "wss://talk.hyvor.com"),
            "img-src": own,
            "font-src": own,
            "frame-src": own,
        }

    @property
    def api(self) -> str:
        """The service's own interface."""
        return ORIGIN

    def read(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> tuple[Thread, ...]:
        """Read all comments of the website in one pass, 50 at a time; sort them by page."""
        secret = secrets.get(KEY, "")
        if not secret:
            return posts.unread(keys, f"Hyvor Talk wants its data API key: set {KEY}")

        def page(number: int) -> str:
            query = {"website_id": self.website_id, "api_key": secret, "limit": PAGE, "offset": PAGE * number}
            return posts.address(f"{ORIGIN}/api/data/v1/comments", **query)

        def after(reply: Reply, number: int) -> str:
            return page(number) if len(posts.rows(reply.data)) >= PAGE else ""

        def wrong(reply: Reply) -> str:
            refused = reply.status in (401, 403)
            if not reply.problem and not isinstance(reply.data, list):
                return "did not answer with a list of comments"
            return f"{KEY} was refused" if refused else reply.problem

        found: dict[str, list[posts.ReadPost]] = {key: [] for key in keys}
        problem = ""
        for reply, problem in posts.pages(page(0), fetcher, after, wrong=wrong):  # noqa: B007
            for row in posts.rows(reply.data):
                key = posts.words(posts.part(row.get("page"), "identifier"))
                if key in found:
                    found[key].append(_post(row))
        return tuple(
            posts.thread(k, read, complete=not problem, problem=problem) for k, read in found.items()
        )


KEY = "CURATE_HYVOR_KEY"
PAGE = 50
"""Comments that an answer holds at most."""


def _post(row: Mapping[str, Any]) -> posts.ReadPost:
    text = next((row[name] for name in ("body_html", "body") if isinstance(row.get(name), str)), "")
    seen = row.get("status", "published") == "published"
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(posts.part(row.get("user"), "name")),
        posts.when(row.get("created_at")),
        posts.lines(text) if seen else "",
        posts.words(row.get("parent_id")),
        web_address(posts.words(row.get("url"), 400)) or "",
    )
