"""Isso: a small server of one's own. Its script draws one thread at a time; pressing another button swaps."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from curator.comments.base import Provider, Server, filled, host_of


class Isso(Provider):
    """Settings of Isso's client. What the server decides (guard, mail, moderation) stands in isso.cfg."""

    name: ClassVar[str] = "isso"
    label: ClassVar[str] = "Isso"
    docs: ClassVar[str] = "https://isso-comments.de/docs/reference/client-config/"
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

    server: Server
    lang: str = ""
    """Empty: the page's."""
    css: bool = True
    """Load the server's style sheet."""
    vote: bool = True
    sorting: Literal["newest", "oldest", "upvotes"] = "oldest"
    max_comments_top: Annotated[int, Field(ge=1)] | Literal["inf"] = "inf"
    max_comments_nested: Annotated[int, Field(ge=1)] | Literal["inf"] = 5
    reveal_on_click: Annotated[int, Field(ge=1)] = 5

    @property
    def host(self) -> str:
        """The host of the server."""
        return host_of(self.server)

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the thread's URI, which Isso wants to begin with a slash, and the client's settings."""
        return filled(
            {
                "server": self.server,
                "uri": f"/{thread}",
                "lang": self.lang or language,
                "css": self.css,
                "vote": self.vote,
                "sorting": self.sorting,
                "max-comments-top": self.max_comments_top,
                "max-comments-nested": self.max_comments_nested,
                "reveal-on-click": self.reveal_on_click,
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the server's script, style sheet and interface."""
        own = (self.server,)
        return {"script-src": own, "style-src": own, "connect-src": own}
