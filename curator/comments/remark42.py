"""Remark42: a server of one's own. Its script draws one thread at a time; pressing another button swaps."""

from typing import Annotated, ClassVar

from pydantic import Field

from curator.comments.base import Provider, Server, filled, host_of, offered, shaped

LANGUAGES = "en be bg de es fi fr it ja ko pl ru tr vi zh"


class Remark42(Provider):
    """Settings of Remark42, under the names of `remark_config`."""

    name: ClassVar[str] = "remark42"
    label: ClassVar[str] = "Remark42"
    docs: ClassVar[str] = "https://remark42.com/docs/configuration/frontend/"
    documented: ClassVar[dict[str, str]] = {
        "server": "host",
        "site_id": "site_id",
        "locale": "locale",
        "max_shown_comments": "max_shown_comments",
        "simple_view": "simple_view",
        "no_footer": "no_footer",
        "show_email_subscription": "show_email_subscription",
        "show_rss_subscription": "show_rss_subscription",
    }
    decided: ClassVar[dict[str, str]] = {
        "url": "each question has its own",
        "theme": "it follows the page",
        "page_title": "it is the question",
        "components": "the page needs `embed` alone",
    }

    server: Server
    site_id: Annotated[str, shaped(r"[A-Za-z0-9_.-]{1,64}", "a site's id: copy the server's SITE")] = "remark"
    locale: str = ""
    """Empty: the page's language."""
    max_shown_comments: Annotated[int, Field(ge=1)] | None = None
    simple_view: bool = False
    no_footer: bool = False
    show_email_subscription: bool = True
    show_rss_subscription: bool = True

    @property
    def host(self) -> str:
        """The host of the server."""
        return host_of(self.server)

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return what becomes `remark_config`; its `url` is an identifier, so the thread's name serves."""
        return filled(
            {
                "host": self.server,
                "site-id": self.site_id,
                "url": thread,
                "locale": self.locale or offered(language, LANGUAGES, {"pt": "bp", "uk": "ua"}),
                "max-shown-comments": self.max_shown_comments,
                "simple-view": self.simple_view,
                "no-footer": self.no_footer,
                "show-email-subscription": self.show_email_subscription,
                "show-rss-subscription": self.show_rss_subscription,
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the server's script and frame."""
        return {"script-src": (self.server,), "frame-src": (self.server,)}
