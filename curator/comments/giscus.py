"""giscus: GitHub Discussions in a frame.

The frame is created directly, as giscus's own web component does: no script of giscus runs in the page, and
two threads live side by side.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal
from urllib.parse import quote

from pydantic import Field

from curator.comments import github
from curator.comments.base import (
    Flag,
    Provider,
    Repository,
    Server,
    by_palette,
    filled,
    host_of,
    offered,
    shaped,
)
from curator.model import Thread
from curator.ports import ThreadFetcher

LANGUAGES = (
    "ar be bg ca cs da de en eo es eu fa fr gsw he hu id it ja ko nl pl pt ro ru th tr vi uk uz "
    "zh-CN zh-Hans zh-Hant zh-HK zh-TW"
)
"""What giscus speaks; the frame of any other language does not exist."""

OTHERS = {"el": "gr", "km": "kh", "hr": "hbs", "sr": "hbs", "bs": "hbs", "zh": "zh-CN"}


class Giscus(Provider):
    """Settings of giscus, under the names that https://giscus.app gives out."""

    name: ClassVar[str] = "giscus"
    label: ClassVar[str] = "giscus on GitHub"
    account: ClassVar[str | None] = "GitHub"
    docs: ClassVar[str] = "https://giscus.app"
    documented: ClassVar[dict[str, str]] = {
        "repo": "data-repo",
        "repo_id": "data-repo-id",
        "category": "data-category",
        "category_id": "data-category-id",
        "mapping": "data-mapping",
        "strict": "data-strict",
        "reactions_enabled": "data-reactions-enabled",
        "emit_metadata": "data-emit-metadata",
        "input_position": "data-input-position",
        "theme": "data-theme",
        "lang": "data-lang",
        "loading": "data-loading",
        "server": "host",
    }
    decided: ClassVar[dict[str, str]] = {"term": "each question has its own"}

    repo: Repository
    repo_id: Annotated[str, shaped(r"[A-Za-z0-9_=-]{4,100}", "a repository's id: copy it from giscus.app")]
    category: str = ""
    category_id: Annotated[str, shaped(r"[A-Za-z0-9_=-]{4,100}", "a category's id: copy it from giscus.app")]
    mapping: Literal["specific"] = "specific"
    """Threads are named after questions, never after pages or titles."""
    strict: Flag = "1"
    """Exact names: "q1" must not find "q10"."""
    reactions_enabled: Flag = "1"
    emit_metadata: Flag = "0"
    input_position: Literal["top", "bottom"] = "bottom"
    theme: str = ""
    """The light theme; the dark one is named after it. Empty: GitHub's."""
    lang: str = ""
    """Empty: the page's."""
    loading: Literal["lazy", "eager"] = Field("eager", description="after the button was pressed")
    server: Server = "https://giscus.app"

    @property
    def host(self) -> str:
        """The host of the frame."""
        return host_of(self.server)

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the frame's parameters."""
        light, dark = by_palette(self.theme, "light")
        return filled(
            {
                "host": self.server,
                "repo": self.repo,
                "repo-id": self.repo_id,
                "category": self.category,
                "category-id": self.category_id,
                "term": thread,
                "strict": self.strict,
                "reactions-enabled": self.reactions_enabled,
                "emit-metadata": self.emit_metadata,
                "input-position": self.input_position,
                "loading": self.loading,
                "lang": self.lang or offered(language, LANGUAGES, OTHERS),
                "theme-light": light,
                "theme-dark": dark,
            }
        )

    def link(self, thread: str, title: str) -> str | None:  # noqa: ARG002
        """Return GitHub's search for the discussion; it finds what exists, and lets one start it."""
        exactly = quote(f'"{thread}"', safe="")
        return f"https://github.com/{self.repo}/discussions?discussions_q={exactly}"

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the frame."""
        return {"frame-src": (self.server,)}

    @property
    def api(self) -> str:
        """The service's own interface."""
        return github.API

    def read(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> tuple[Thread, ...]:
        """Read the discussions of the category, newest first, until all threads are found."""
        return github.discussion_threads(self.repo, self.category_id, keys, fetcher, secrets)
