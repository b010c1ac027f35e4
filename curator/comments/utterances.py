"""utterances: GitHub issues in a frame, created directly, so that no script of it runs in the page."""

from typing import ClassVar
from urllib.parse import quote

from curator.comments.base import Provider, Repository, by_palette, filled

ORIGIN = "https://utteranc.es"


class Utterances(Provider):
    """Settings of utterances, under the names of its script's attributes."""

    name: ClassVar[str] = "utterances"
    label: ClassVar[str] = "utterances on GitHub"
    docs: ClassVar[str] = "https://utteranc.es"
    documented: ClassVar[dict[str, str]] = {"repo": "repo", "label_name": "label", "theme": "theme"}
    decided: ClassVar[dict[str, str]] = {
        "issue_term": "each question has its own",
        "issue_number": "each question has its own issue",
    }

    repo: Repository
    label_name: str = ""
    """The label that new issues get."""
    theme: str = ""
    """The light theme; the dark one is named after it. Empty: github-light and github-dark."""

    @property
    def host(self) -> str:
        """The host of the frame."""
        return ORIGIN.removeprefix("https://")

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the frame's parameters."""
        light, dark = by_palette(self.theme, "github-light")
        return filled(
            {
                "host": ORIGIN,
                "repo": self.repo,
                "issue-term": thread,
                "label": self.label_name,
                "theme-light": light,
                "theme-dark": dark,
            }
        )

    def link(self, thread: str, title: str) -> str | None:  # noqa: ARG002
        """Return GitHub's search for the issue that utterances named after the thread."""
        exactly = quote(f'is:issue in:title "{thread}"', safe="")
        return f"https://github.com/{self.repo}/issues?q={exactly}"

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the frame."""
        return {"frame-src": (ORIGIN,)}
