"""Disqus: hosted, with advertising and an account. One thread at a time; pressing another button swaps."""

from typing import Annotated, ClassVar

from curator.comments.base import Provider, filled, shaped


class Disqus(Provider):
    """Settings of Disqus, under the names of its configuration variables."""

    name: ClassVar[str] = "disqus"
    label: ClassVar[str] = "Disqus"
    docs: ClassVar[str] = "https://help.disqus.com/en/articles/1717084-javascript-configuration-variables"
    documented: ClassVar[dict[str, str]] = {"shortname": "shortname", "language": "language"}
    decided: ClassVar[dict[str, str]] = {
        "identifier": "each question has its own",
        "url": "it is the question's address",
        "title": "it is the question",
    }

    shortname: Annotated[str, shaped(r"[a-z0-9][a-z0-9-]{1,62}", "a shortname: copy it from Disqus")]
    language: str = ""
    """Empty: the page's."""

    @property
    def host(self) -> str:
        """The host of the script; it loads more from disqus.com and disquscdn.com."""
        return f"{self.shortname}.disqus.com"

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return what becomes `disqus_config`."""
        return filled(
            {
                "shortname": self.shortname,
                "identifier": thread,
                "language": (self.language or language).replace("-", "_"),
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the hosts that Disqus's script is known to ask; its advertising is not among them."""
        content = "https://c.disquscdn.com"
        return {
            "script-src": (f"https://{self.host}", "https://disqus.com", content),
            "style-src": (content,),
            "frame-src": ("https://disqus.com",),
            "img-src": (content, "https://referrer.disqus.com"),
            "connect-src": ("https://links.services.disqus.com",),
        }
