"""What the site needs to know of a comment provider; curator.comments makes such objects."""

from typing import Protocol


class Embed(Protocol):
    """A comment provider as the pages see it. Nothing of it is loaded before the learner asks."""

    @property
    def name(self) -> str:
        """Short name, as in mkdocs.yml: "giscus"."""

    @property
    def label(self) -> str:
        """Name for people: "giscus on GitHub"."""

    @property
    def host(self) -> str:
        """The host that learns of the learner's visit once the discussion is loaded."""

    @property
    def script(self) -> str:
        """File under assets/comments/ that draws the discussion."""

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:
        """Return the data-* attributes that the script reads from the thread's section."""

    def link(self, thread: str, title: str) -> str | None:
        """Return where the discussion can be read without JavaScript, if anywhere."""
