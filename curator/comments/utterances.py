"""utterances: GitHub issues in a frame, created directly, so that no script of it runs in the page."""

from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import quote

from curator.comments import github
from curator.comments.base import Provider, Repository, by_palette, filled
from curator.model import Thread
from curator.ports import ThreadFetcher

ORIGIN = "https://utteranc.es"


class Utterances(Provider):
    """Settings of utterances, under the names of its script's attributes."""

    name: ClassVar[str] = "utterances"
    label: ClassVar[str] = "utterances on GitHub"
    account: ClassVar[str | None] = "GitHub"
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
                "issue-term": term(thread),
                "label": self.label_name,
                "theme-light": light,
                "theme-dark": dark,
            }
        )

    def link(self, thread: str, title: str) -> str | None:  # noqa: ARG002
        """Return GitHub's search for the issue that utterances named after the thread."""
        exactly = quote(f'is:issue in:title "{term(thread)}"', safe="")
        return f"https://github.com/{self.repo}/issues?q={exactly}"

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the frame."""
        return {"frame-src": (ORIGIN,)}

    @property
    def api(self) -> str:
        """The service's own interface."""
        return github.API

    def read(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> tuple[Thread, ...]:
        """Read every issue comment of the repository in one pass and sort them by their issues' titles."""
        return github.issue_threads(self.repo, _terms(keys), fetcher, secrets)


def term(thread: str) -> str:
    """Name a thread's issue: utterances takes any issue whose title contains the term.

    The brackets keep "week-01/q1" from finding the issue of "week-01/q10", or of another course whose name
    ends alike.
    """
    return f"[{thread}]"


def _terms(keys: Sequence[str]) -> dict[str, str]:
    """Map titles to keys; issues that were opened before the term had brackets are read, too."""
    return {term(key): key for key in keys} | {key: key for key in keys}
