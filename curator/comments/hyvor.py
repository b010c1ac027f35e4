"""Hyvor Talk: hosted, without advertising. A custom element; several live on one page."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from curator.comments.base import Provider, filled, shaped

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
